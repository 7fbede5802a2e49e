//! Things of one kind, joined by what they share.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};

use crate::{
    model::EntityKind,
    network::{Edge, EdgeKind, Link, Network, Support},
};

/// Which things are joined, and by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Projection {
    /// Agencies by the programmes that both run.
    Agencies,
    /// Places by the programmes that are carried out in both: those located there, and those that an agency runs whose seat
    /// is there. A place does not count for the wider ones.
    Places,
    /// Programmes by the agencies that run both. Not by places: all programmes of a city would be joined.
    Programmes,
}

impl Projection {
    /// Every projection.
    pub const ALL: &'static [Self] = &[Self::Agencies, Self::Places, Self::Programmes];

    /// The word for it on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agencies => "agency",
            Self::Places => "place",
            Self::Programmes => "programme",
        }
    }

    /// The projection that `word` stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// What it joins, and by what: for help texts.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Agencies => "agencies by the programmes that both run",
            Self::Places => "places by the programmes that are carried out in both",
            Self::Programmes => "programmes by the agencies that run both",
        }
    }

    /// The kind of the things that it joins.
    pub const fn kind(self) -> EntityKind {
        match self {
            Self::Agencies => EntityKind::Agency,
            Self::Places => EntityKind::Location,
            Self::Programmes => EntityKind::Programme,
        }
    }
}

/// What is shared, by whom, and why: the supports of the edges between the two.
type Legs<'n> = BTreeMap<usize, BTreeMap<usize, BTreeSet<&'n Support>>>;

impl Network {
    /// The things of one kind, with an edge between two for what they share ([`EdgeKind::Shares`]): it names that
    /// ([`Edge::via`]), weighs as much as there is of it, and knows the statements behind both ends of each. Things that
    /// share with none are there if they could: an agency that runs a programme alone.
    ///
    /// Narrow a network before it is projected: of a projection, a selection by time or confidence keeps an edge as it is
    /// if it still has a support.
    ///
    /// ```
    /// use zhengtu::{lexicon::Lexicon, network::{Network, Projection}, pipeline, text::Document};
    /// let page = Document::new("a.txt", "湘潭市民政局联合湘潭市财政局开展“暖冬行动”。");
    /// let network = Network::from_pages(&[pipeline::read(&page, Lexicon::embedded())]);
    /// let agencies = network.project(Projection::Agencies);
    /// let shared: Vec<_> = agencies.links().map(|link| (link.edge.weight, link.edge.via[0].as_str())).collect();
    /// assert_eq!(shared, [(1, "programme/暖冬行动")]);
    /// ```
    pub fn project(&self, projection: Projection) -> Self {
        let legs = self.legs(projection);
        let mut places: BTreeMap<usize, NodeIndex> = BTreeMap::new();
        let mut graph = DiGraph::new();
        for at in legs.values().flat_map(BTreeMap::keys).collect::<BTreeSet<_>>() {
            if let Some(node) = self.node(*at) {
                places.insert(*at, graph.add_node(node.clone()));
            }
        }
        // what each pair shares; of a pair the first comes first, as do the things that are shared
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for (&shared, members) in &legs {
            let members: Vec<usize> = members.keys().copied().collect();
            for (turn, &one) in members.iter().enumerate() {
                pairs.extend(members[turn + 1..].iter().map(|&other| (one, other, shared)));
            }
        }
        pairs.sort_unstable();
        for pair in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (one, other, _) = pair[0];
            let via = pair.iter().filter_map(|&(_, _, shared)| Some(self.node(shared)?.id.clone())).collect();
            let behind = pair.iter().flat_map(|(_, _, shared)| legs[shared][&one].iter().chain(&legs[shared][&other]));
            let edge = Edge::shared(via, behind.copied().cloned().collect());
            graph.add_edge(places[&one], places[&other], edge);
        }
        Self::new(graph, self.shared_sources())
    }

    fn legs<'n>(&'n self, projection: Projection) -> Legs<'n> {
        let mut legs = Legs::new();
        let mut leg = |shared: usize, member: usize, edge: &'n Edge| {
            legs.entry(shared).or_default().entry(member).or_default().extend(&edge.supports);
        };
        for Link { from, to, edge } in self.links() {
            let of_programme = || self.node(from).is_some_and(|node| node.kind == EntityKind::Programme);
            match (projection, edge.kind) {
                (Projection::Agencies, EdgeKind::Implements) => leg(to, from, edge),
                (Projection::Programmes, EdgeKind::Implements) => leg(from, to, edge),
                (Projection::Places, EdgeKind::LocatedIn) if of_programme() => leg(from, to, edge),
                (Projection::Places, EdgeKind::Implements) => {
                    let out = self.links_of(from).into_iter().filter(|link| link.from == from);
                    for seat in out.filter(|link| link.edge.kind == EdgeKind::LocatedIn) {
                        leg(to, seat.to, edge);
                        leg(to, seat.to, seat.edge);
                    }
                }
                _ => {}
            }
        }
        legs
    }
}
