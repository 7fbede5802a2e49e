//! How two nodes hang together, with the sentences that say so.

use petgraph::graph::NodeIndex;

use crate::network::{
    Adjacency, Edge, EdgeKind, Link, Network, NetworkError, Node,
    names::nearness,
    ways::{Costs, Way, all, k_shortest, shortest},
};

/// Which paths to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathOptions {
    /// How many paths at most, the shortest first.
    pub count: usize,
    /// How many steps a path may have; `None` is any number.
    pub max_steps: Option<usize>,
    /// Whether a step costs the less the more independent sources support it, rather than every step the same.
    pub weighted: bool,
}

impl Default for PathOptions {
    /// One path, of any length, every step the same.
    fn default() -> Self {
        Self { count: 1, max_steps: None, weighted: false }
    }
}

/// A way from one node to another that comes by no node twice. Without steps if the two are one.
#[derive(Clone, Debug)]
pub struct Path<'n> {
    /// Where it begins.
    pub start: &'n Node,
    /// Its steps in order.
    pub steps: Vec<Step<'n>>,
}

/// A step of a path.
#[derive(Clone, Debug)]
pub struct Step<'n> {
    /// The node that it leaves.
    pub from: &'n Node,
    /// The node that it reaches.
    pub to: &'n Node,
    /// The edges between the two, best first, each with whether it runs in the direction of the step.
    pub edges: Vec<(&'n Edge, bool)>,
}

impl Step<'_> {
    /// The surest sentence behind the step; `None` if it rests on the administrative register or on names alone.
    pub fn sentence(&self) -> Option<&str> {
        let stated = self.edges.iter().filter_map(|(edge, _)| edge.best_stated());
        stated.max_by_key(|support| support.confidence).map(|support| &*support.text)
    }
}

/// Cost of a step; smaller costs tell apart paths of the same length.
const STEP: u64 = 1 << 32;

impl Network {
    /// The shortest paths between two nodes, direction of edges ignored, names as [`Network::find`] takes them.
    ///
    /// Of paths with the same number of steps those come first whose steps are stated relations, then figures, then
    /// what follows from names and the register, and then those with more support.
    ///
    /// # Errors
    /// As [`Network::find`]; [`NetworkError::NoPath`], [`NetworkError::PathTooLong`].
    pub fn paths(&self, from: &str, to: &str, options: &PathOptions) -> Result<Vec<Path<'_>>, NetworkError> {
        let (costs, start, goal) = self.ends(from, to, options)?;
        let Some(first) = shortest(&costs, start, goal, options.max_steps) else {
            return Err(self.no_path(start.index(), goal.index()));
        };
        let ways = k_shortest(&costs, first, options.count, options.max_steps);
        Ok(ways.iter().filter_map(|way| self.path(way)).collect())
    }

    /// All paths between two nodes, otherwise as [`Network::paths`]: [`PathOptions::count`] of them at most, those with the
    /// fewest steps, and whether these are all. The search also ends, and says so, when it has looked at fifty million
    /// steps.
    ///
    /// # Errors
    /// As [`Network::paths`].
    pub fn all_paths(
        &self,
        from: &str,
        to: &str,
        options: &PathOptions,
    ) -> Result<(Vec<Path<'_>>, bool), NetworkError> {
        let (costs, start, goal) = self.ends(from, to, options)?;
        let (mut ways, whole) = all(&costs, start, goal, options.max_steps.unwrap_or(usize::MAX), options.count);
        if ways.is_empty() && whole {
            return Err(self.no_path(start.index(), goal.index()));
        }
        if options.weighted {
            ways.sort_unstable();
        }
        Ok((ways.iter().filter_map(|way| self.path(way)).collect(), whole))
    }

    /// What to look for paths in, and between which nodes.
    fn ends(&self, from: &str, to: &str, options: &PathOptions) -> Result<(Costs, NodeIndex, NodeIndex), NetworkError> {
        let (start, goal) = (NodeIndex::new(self.find(from)?), NodeIndex::new(self.find(to)?));
        Ok((self.costs(options.weighted), start, goal))
    }

    /// The network as a graph of costs without direction or parallel edges, nodes at the same positions.
    fn costs(&self, weighted: bool) -> Costs {
        let mut arcs: Vec<(usize, usize, u64)> = self
            .links()
            .map(|link| (link.from.min(link.to), link.from.max(link.to), cost(link.edge, weighted)))
            .collect();
        arcs.sort_unstable();
        arcs.dedup_by_key(|&mut (from, to, _)| (from, to));
        let mut graph = Costs::with_capacity(self.node_count(), arcs.len());
        (0..self.node_count()).for_each(|_| _ = graph.add_node(()));
        // petgraph walks the edges of a node from the last to the first: so the smaller keys come first.
        for (from, to, cost) in arcs.into_iter().rev() {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), cost);
        }
        graph
    }

    fn path(&self, way: &Way) -> Option<Path<'_>> {
        let steps = way.nodes.windows(2).map(|ends| {
            let (from, to) = (ends[0].index(), ends[1].index());
            let joins = |link: &Link<'_>| (link.from == from && link.to == to) || (link.from == to && link.to == from);
            let mut edges: Vec<(&Edge, bool)> =
                self.links_of(from).into_iter().filter(joins).map(|link| (link.edge, link.from == from)).collect();
            edges.sort_by_key(|(edge, _)| (rank(edge), std::cmp::Reverse(edge.weight), edge.kind));
            Some(Step { from: self.node(from)?, to: self.node(to)?, edges })
        });
        Some(Path { start: self.node(way.nodes.first()?.index())?, steps: steps.collect::<Option<_>>()? })
    }

    fn name_at(&self, at: usize) -> String {
        self.node(at).map(|node| node.name.clone()).unwrap_or_default()
    }

    /// Why there is no path, or none that is short enough.
    fn no_path(&self, from: usize, to: usize) -> NetworkError {
        let shape = Adjacency::both_ways(self);
        if let Some(shortest) = shape.distances(from)[to] {
            return NetworkError::PathTooLong { from: self.name_at(from), to: self.name_at(to), shortest };
        }
        let reached = |start: usize| {
            let distances = shape.distances(start).into_iter().enumerate();
            let mut reached: Vec<(usize, usize)> = distances.filter_map(|(at, d)| Some((d?, at))).collect();
            reached.sort_unstable();
            reached.into_iter().map(|(_, at)| at).collect::<Vec<usize>>()
        };
        let (here, there) = (reached(from), reached(to));
        NetworkError::NoPath {
            from: self.name_at(from),
            to: self.name_at(to),
            from_others: here.len() - 1,
            to_others: there.len() - 1,
            near: self.near_misses(&here, &there),
        }
    }

    /// Up to three pairs of nodes of one kind, one from each group, that may be one thing under two names. Looks at
    /// the beginning of each group only.
    fn near_misses(&self, here: &[usize], there: &[usize]) -> Vec<String> {
        const LOOK: usize = 200;
        const LIKE: f64 = 0.6;
        let mut pairs = Vec::new();
        for a in here.iter().take(LOOK).filter_map(|&at| self.node(at)) {
            for b in there.iter().take(LOOK).filter_map(|&at| self.node(at)).filter(|b| b.kind == a.kind) {
                let like = nearness(&a.name, &b.name);
                if like >= LIKE {
                    pairs.push((like, a, b));
                }
            }
        }
        pairs.sort_by(|(x, a, b), (y, c, d)| y.total_cmp(x).then_with(|| (&a.id, &b.id).cmp(&(&c.id, &d.id))));
        pairs.iter().take(3).map(|(_, a, b)| format!("{} and {}", a.name, b.name)).collect()
    }
}

/// How much a sort of edge is worth in a path: stated relations before figures before what is known from names.
fn rank(edge: &Edge) -> u64 {
    match edge.kind {
        _ if edge.best_stated().is_none() => 2,
        EdgeKind::Reports | EdgeKind::MeasuredBy | EdgeKind::MeasuredIn => 1,
        _ => 0,
    }
}

fn cost(edge: &Edge, weighted: bool) -> u64 {
    let weight = edge.weight.max(1) as u64;
    let step = if weighted { STEP / weight } else { STEP };
    step + rank(edge) * 1_000 + 999 / weight
}
