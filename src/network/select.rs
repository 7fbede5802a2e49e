//! Parts of a network.

use std::collections::BTreeSet;

use petgraph::visit::EdgeRef;

use crate::{
    model::{Confidence, EntityId, EntityKind},
    network::{Adjacency, Edge, EdgeKind, Network, Support},
};

/// What to keep of a network. The default keeps everything; each field that is set narrows further.
///
/// ```
/// use zhengtu::{model::EntityKind, network::{Network, Selection}};
/// let actors = Selection { kinds: [EntityKind::Agency, EntityKind::Programme].into(), ..Selection::default() };
/// assert_eq!(Network::default().select(&actors).node_count(), 0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Kinds of nodes to keep; empty is all.
    pub kinds: BTreeSet<EntityKind>,
    /// Kinds of edges to keep; empty is all.
    pub relations: BTreeSet<EdgeKind>,
    /// Keep this place and all below it; the agencies seated and the programmes carried out there; the agencies that
    /// are part of these; and the indicators with a figure from one of them or for one of these places.
    pub place: Option<EntityId>,
    /// Keep supports that are at least so sure, and edges that still have one.
    pub min_confidence: Option<Confidence>,
    /// Keep supports that may hold on this day or later, and edges that still have one: an ISO 8601 year, month or day. A
    /// support of which nobody says when it holds does not.
    pub from: Option<String>,
    /// Keep supports that may hold on this day or earlier, and edges that still have one.
    pub to: Option<String>,
    /// Keep what is near a node.
    pub around: Option<Around>,
}

/// The neighbourhood of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// The node in the middle.
    pub node: EntityId,
    /// How many edges away, direction ignored, a node may be.
    pub depth: usize,
}

impl Network {
    /// The part of the network that `selection` describes. Nodes that lose their last edge to a restriction of
    /// relations, confidence or time go, and the neighbourhood is looked for in what the other restrictions leave.
    pub fn select(&self, selection: &Selection) -> Self {
        let Selection { kinds, relations, place, min_confidence, from, to, around } = selection;
        let mut kept = self.clone();
        if !relations.is_empty() {
            kept = kept.keep_edges(|edge| relations.contains(&edge.kind).then(|| edge.clone()));
        }
        if let Some(least) = min_confidence {
            kept = kept.keep_edges(|edge| edge.with(|support| support.confidence >= *least));
        }
        if from.is_some() || to.is_some() {
            kept = kept.keep_edges(|edge| edge.with(|support| support.days.meets(from.as_deref(), to.as_deref())));
        }
        if let Some(place) = place {
            let inside = kept.inside(place);
            kept = kept.keep_nodes(|at| inside[at]);
        }
        if !kinds.is_empty() {
            let wanted: Vec<bool> = kept.nodes().map(|node| kinds.contains(&node.kind)).collect();
            kept = kept.keep_nodes(|at| wanted[at]);
        }
        if let Some(Around { node, depth }) = around {
            let middle = kept.position(node).unwrap_or(usize::MAX);
            let distances = Adjacency::both_ways(&kept).distances(middle);
            kept = kept.keep_nodes(|at| distances[at].is_some_and(|steps| steps <= *depth));
        }
        kept
    }

    /// The nodes at positions for which `keep` holds, with the edges between them.
    pub fn keep_nodes(&self, keep: impl Fn(usize) -> bool) -> Self {
        let graph =
            self.graph().filter_map(|at, node| keep(at.index()).then(|| node.clone()), |_, edge| Some(edge.clone()));
        Self::new(graph, self.shared_sources())
    }

    fn keep_edges(&self, keep: impl Fn(&Edge) -> Option<Edge>) -> Self {
        let had: Vec<bool> = (0..self.node_count()).map(|at| !self.links_of(at).is_empty()).collect();
        let graph = self.graph().filter_map(|_, node| Some(node.clone()), |_, edge| keep(edge));
        let kept = Self::new(graph, self.shared_sources());
        kept.keep_nodes(|at| !had[at] || !kept.links_of(at).is_empty())
    }

    /// For each node, whether it belongs to a place as [`Selection::place`] says.
    fn inside(&self, place: &EntityId) -> Vec<bool> {
        let mut inside: Vec<bool> = self.nodes().map(|node| self.lies_in(&node.id, place)).collect();
        // What an agency is comes before what it does: each pass builds on the one before.
        let mut spread = |forward: bool, kind: EdgeKind, from: Option<EntityKind>| {
            let mut found = Vec::new();
            for edge in self.graph().edge_references().filter(|edge| edge.weight().kind == kind) {
                let (source, target) = (edge.source().index(), edge.target().index());
                let (known, reached) = if forward { (source, target) } else { (target, source) };
                let fits = from.is_none_or(|kind| self.node(known).is_some_and(|node| node.kind == kind));
                if fits && inside[known] {
                    found.push(reached);
                }
            }
            found.into_iter().for_each(|at| inside[at] = true);
        };
        spread(false, EdgeKind::LocatedIn, Some(EntityKind::Location));
        spread(false, EdgeKind::PartOf, Some(EntityKind::Agency));
        spread(true, EdgeKind::Implements, None);
        spread(true, EdgeKind::Reports, None);
        spread(false, EdgeKind::MeasuredIn, None);
        inside
    }

    /// Whether the location `id` is `place` or lies in it.
    fn lies_in(&self, id: &EntityId, place: &EntityId) -> bool {
        let mut at = Some(id);
        // As many steps as there are levels, so that a circle in the data ends too.
        for _ in 0..16 {
            match at {
                Some(id) if id == place => return true,
                Some(id) if id.kind() == EntityKind::Location => {
                    let node = self.position(id).and_then(|at| self.node(at));
                    at = node.and_then(|node| node.place.as_ref());
                }
                _ => return false,
            }
        }
        false
    }
}

impl Edge {
    /// The edge with only those supports for which `keep` holds; `None` if there are none.
    fn with(&self, keep: impl Fn(&Support) -> bool) -> Option<Self> {
        let supports: Vec<_> = self.supports.iter().filter(|support| keep(support)).cloned().collect();
        let kept = match self.kind {
            EdgeKind::Shares => Self::shared(self.via.clone(), supports),
            kind => Self::new(kind, supports),
        };
        (!kept.supports.is_empty()).then_some(kept)
    }
}
