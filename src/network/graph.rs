//! The typed graph: nodes, edges with what supports them, and the pages they come from.

use std::{collections::BTreeSet, fmt, sync::Arc};

use petgraph::{
    Direction,
    graph::{DiGraph, NodeIndex},
    visit::EdgeRef,
};

use crate::{
    model::{ArticleId, Confidence, Days, EntityId, EntityKind, PageInfo, StatementId, sources},
    text::Span,
};

/// An agency, a programme, a location or an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its key. Nodes of a network stand in the order of their keys.
    pub id: EntityId,
    /// Its canonical name.
    pub name: String,
    /// What kind of entity.
    pub kind: EntityKind,
    /// The sort within its kind: word of an [`AgencyKind`](crate::model::AgencyKind), of a
    /// [`ProgrammeKind`](crate::model::ProgrammeKind) or of a location's [`Level`](crate::model::Level).
    pub sort: Option<&'static str>,
    /// Of a location, the full names from the province down to itself; of others empty.
    pub path: Vec<String>,
    /// Of a location, its official code.
    pub code: Option<String>,
    /// Of an agency the place of its seat or jurisdiction, of a location the next wider one.
    pub place: Option<EntityId>,
    /// Other words that pages name it by, where the texts of the pages were at hand.
    pub aliases: BTreeSet<String>,
    /// Positions in [`Network::sources`] of the pages that it is on.
    pub sources: Vec<usize>,
}

/// What an edge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// Agency → programme: a stated relation.
    Implements,
    /// Agency → agency, programme → programme: stated, or known of the agency or programme itself.
    PartOf,
    /// Agency → location, programme → location: stated, or the place of an agency's seat or jurisdiction.
    LocatedIn,
    /// Agency – agency: stated joint action. Has no direction; kept from the smaller key to the greater.
    Partners,
    /// Location → location: lies in the next wider one, by the administrative register.
    Within,
    /// Agency → indicator: a figure that the agency did or reports.
    Reports,
    /// Programme → indicator: a figure that is a result or a size of the programme.
    MeasuredBy,
    /// Indicator → location: a figure that holds for the place.
    MeasuredIn,
    /// Two of one kind: of a [projection](crate::network::Projection). Has no direction; kept from the smaller key to the
    /// greater.
    Shares,
}

impl EdgeKind {
    /// Every kind, in the order of the declaration.
    pub const ALL: &'static [Self] = &[
        Self::Implements,
        Self::PartOf,
        Self::LocatedIn,
        Self::Partners,
        Self::Within,
        Self::Reports,
        Self::MeasuredBy,
        Self::MeasuredIn,
        Self::Shares,
    ];

    /// The word for it in files and on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Implements => "implements",
            Self::PartOf => "part_of",
            Self::LocatedIn => "located_in",
            Self::Partners => "partners",
            Self::Within => "within",
            Self::Reports => "reports",
            Self::MeasuredBy => "measured_by",
            Self::MeasuredIn => "measured_in",
            Self::Shares => "shares",
        }
    }

    /// Whether it has no direction, so that what flows along edges flows both ways.
    pub const fn is_mutual(self) -> bool {
        matches!(self, Self::Partners | Self::Shares)
    }

    /// The kind that `word` stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

impl fmt::Display for EdgeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One reason for an edge: a statement of a page, or a page that names what the edge follows from.
///
/// Supports are ordered by page, then place on the page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Support {
    /// Position in [`Network::sources`] of the page.
    pub source: usize,
    /// Where the words stand in the page.
    pub span: Span,
    /// The statement; `None` where the edge follows from the names alone (a place and the wider one, an agency and
    /// its seat).
    pub statement: Option<StatementId>,
    /// The words, white space removed; empty without a statement.
    pub text: Arc<str>,
    /// How sure the reading is; 1 without a statement.
    pub confidence: Confidence,
    /// The article that the words stand in, or the names that it follows from.
    pub article: ArticleId,
    /// When it holds: the period of a figure, else the page's day.
    pub days: Days,
}

/// Two nodes hang together in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// In which way.
    pub kind: EdgeKind,
    /// Why we think so; never empty.
    pub supports: Vec<Support>,
    /// Number of independent sources among the supports: what stands on one page, in one article or in the same words is
    /// of one, so that a reprint does not count. Of a projection, the number of things that are shared.
    pub weight: usize,
    /// Of a projection the things that both ends share, in order; else empty.
    pub via: Vec<EntityId>,
}

impl Edge {
    /// An edge with sorted supports and their count.
    pub(crate) fn new(kind: EdgeKind, mut supports: Vec<Support>) -> Self {
        supports.sort_unstable();
        supports.dedup();
        let weight = match supports.len() {
            1 => 1,
            _ => sources(supports.iter().map(|one| (one.source, &one.article, &*one.text))),
        };
        Self { kind, supports, weight, via: Vec::new() }
    }

    /// An edge of a projection: what is shared, and what speaks for that.
    pub(crate) fn shared(via: Vec<EntityId>, mut supports: Vec<Support>) -> Self {
        supports.sort_unstable();
        supports.dedup();
        Self { kind: EdgeKind::Shares, supports, weight: via.len(), via }
    }

    /// The surest support; of equals the first.
    pub fn best(&self) -> Option<&Support> {
        self.supports.iter().min_by_key(|s| (std::cmp::Reverse(s.confidence), s.statement.is_none()))
    }

    /// The surest support that is a statement, and so has a sentence.
    pub fn best_stated(&self) -> Option<&Support> {
        self.supports.iter().filter(|s| s.statement.is_some()).min_by_key(|s| std::cmp::Reverse(s.confidence))
    }

    /// How sure the surest support is.
    pub fn confidence(&self) -> Confidence {
        self.best().map_or(Confidence::hundredths(0), |support| support.confidence)
    }

    /// Keys of the statements behind it, in order and each once.
    pub fn statements(&self) -> BTreeSet<&StatementId> {
        self.supports.iter().filter_map(|support| support.statement.as_ref()).collect()
    }

    /// Positions in [`Network::sources`] of the pages behind it.
    pub fn sources(&self) -> BTreeSet<usize> {
        self.supports.iter().map(|support| support.source).collect()
    }
}

/// An edge with its two ends.
#[derive(Clone, Copy, Debug)]
pub struct Link<'n> {
    /// Position in [`Network::nodes`] of the node that the edge leaves.
    pub from: usize,
    /// Position in [`Network::nodes`] of the node that it enters.
    pub to: usize,
    /// The edge.
    pub edge: &'n Edge,
}

/// A typed graph of what pages say. Nodes stand in the order of their keys, edges in the order of their ends and kind,
/// whatever the order of the pages was.
#[derive(Clone, Debug, Default)]
pub struct Network {
    graph: DiGraph<Node, Edge>,
    sources: Arc<[PageInfo]>,
}

impl Network {
    pub(crate) fn new(graph: DiGraph<Node, Edge>, sources: Arc<[PageInfo]>) -> Self {
        Self { graph, sources }
    }

    /// The petgraph graph itself, for algorithms that are not here. Node index `i` is position `i` of
    /// [`Network::nodes`].
    pub fn graph(&self) -> &DiGraph<Node, Edge> {
        &self.graph
    }

    /// The pages that the network was built from, in the order of their names. A selection keeps them all.
    pub fn sources(&self) -> &[PageInfo] {
        &self.sources
    }

    pub(crate) fn shared_sources(&self) -> Arc<[PageInfo]> {
        self.sources.clone()
    }

    /// The page behind a support of this network.
    pub fn source(&self, support: &Support) -> &PageInfo {
        &self.sources[support.source]
    }

    /// Nodes in the order of their keys.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.graph.raw_nodes().iter().map(|node| &node.weight)
    }

    /// Edges in the order of their ends and kind.
    pub fn links(&self) -> impl ExactSizeIterator<Item = Link<'_>> {
        let edges = self.graph.raw_edges().iter();
        edges.map(|edge| Link { from: edge.source().index(), to: edge.target().index(), edge: &edge.weight })
    }

    /// Edges that leave or enter the node at `position`, in the order of [`Network::links`].
    pub fn links_of<'n>(&'n self, position: usize) -> Vec<Link<'n>> {
        let node = NodeIndex::new(position);
        if position >= self.graph.node_count() {
            return Vec::new();
        }
        let out = self.graph.edges_directed(node, Direction::Outgoing);
        let mut edges: Vec<_> = out.chain(self.graph.edges_directed(node, Direction::Incoming)).collect();
        edges.sort_unstable_by_key(|edge| edge.id());
        let link = |edge: petgraph::graph::EdgeReference<'n, Edge>| Link {
            from: edge.source().index(),
            to: edge.target().index(),
            edge: edge.weight(),
        };
        edges.into_iter().map(link).collect()
    }

    /// The node at `position` of [`Network::nodes`].
    pub fn node(&self, position: usize) -> Option<&Node> {
        self.graph.node_weight(NodeIndex::new(position))
    }

    /// Position of the node with the key `id`.
    pub fn position(&self, id: &EntityId) -> Option<usize> {
        self.graph.raw_nodes().binary_search_by(|node| node.weight.id.cmp(id)).ok()
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    /// Number of edges.
    pub fn edge_count(&self) -> usize {
        self.graph.edge_count()
    }
}
