//! How two nodes hang together, with the sentences that say so.

use std::collections::{BTreeSet, HashSet};

use petgraph::{
    algo::astar,
    graph::{EdgeIndex, NodeIndex, UnGraph},
    visit::{EdgeFiltered, EdgeRef},
};

use crate::network::{Adjacency, Edge, EdgeKind, Link, Network, NetworkError, Node, names::nearness};

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

/// How many paths to look at before giving up on those that are too long.
const TRIES: usize = 10_000;

type Costs = UnGraph<(), u64>;

impl Network {
    /// The shortest paths between two nodes, direction of edges ignored, names as [`Network::find`] takes them.
    ///
    /// Of paths with the same number of steps those come first whose steps are stated relations, then figures, then
    /// what follows from names and the register, and then those with more support.
    ///
    /// # Errors
    /// As [`Network::find`]; [`NetworkError::NoPath`], [`NetworkError::PathTooLong`].
    pub fn paths(&self, from: &str, to: &str, options: &PathOptions) -> Result<Vec<Path<'_>>, NetworkError> {
        let (start, goal) = (self.find(from)?, self.find(to)?);
        let costs = self.costs(options.weighted);
        let Some(first) = shortest(&costs, start, goal, &HashSet::new(), &HashSet::new()) else {
            return Err(self.no_path(start, goal));
        };
        let allowed = options.max_steps.unwrap_or(usize::MAX);
        let ways = k_shortest(&costs, first, options.count, allowed, options.weighted);
        if ways.is_empty() && options.count > 0 {
            return Err(NetworkError::PathTooLong {
                from: self.name_at(start),
                to: self.name_at(goal),
                max_steps: allowed,
            });
        }
        Ok(ways.iter().filter_map(|way| self.path(way)).collect())
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

    fn no_path(&self, from: usize, to: usize) -> NetworkError {
        let shape = Adjacency::both_ways(self);
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

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    cost: u64,
    nodes: Vec<NodeIndex>,
}

/// Dijkstra (A* without a heuristic) that leaves out some nodes and edges.
fn shortest(
    costs: &Costs,
    start: usize,
    goal: usize,
    no_nodes: &HashSet<NodeIndex>,
    no_edges: &HashSet<EdgeIndex>,
) -> Option<Way> {
    let open = EdgeFiltered::from_fn(costs, |edge: petgraph::graph::EdgeReference<'_, u64>| {
        !no_edges.contains(&edge.id()) && !no_nodes.contains(&edge.source()) && !no_nodes.contains(&edge.target())
    });
    let goal = NodeIndex::new(goal);
    let (cost, nodes) = astar(&open, NodeIndex::new(start), |node| node == goal, |edge| *edge.weight(), |_| 0)?;
    Some(Way { cost, nodes })
}

/// The `count` shortest loopless paths: Yen 1971, doi:10.1287/mnsc.17.11.712.
fn k_shortest(costs: &Costs, first: Way, count: usize, max_steps: usize, weighted: bool) -> Vec<Way> {
    let fits = |way: &Way| way.nodes.len() <= max_steps.saturating_add(1);
    let mut known: Vec<Way> = Vec::new();
    let mut taken: Vec<Way> = Vec::new();
    let mut candidates = BTreeSet::from([first]);
    while taken.len() < count && known.len() < TRIES.max(count) {
        let Some(best) = candidates.pop_first() else { break };
        if fits(&best) {
            taken.push(best.clone());
        } else if !weighted {
            break; // All that follow are at least as long.
        }
        for (turn, &spur) in best.nodes.iter().enumerate().take(best.nodes.len().saturating_sub(1)) {
            let root = &best.nodes[..=turn];
            let mut used = HashSet::new();
            for way in known.iter().chain([&best]).filter(|way| way.nodes.starts_with(root)) {
                used.extend(way.nodes.get(turn + 1).and_then(|&next| costs.find_edge(spur, next)));
            }
            let behind: HashSet<NodeIndex> = root[..turn].iter().copied().collect();
            let Some(goal) = best.nodes.last() else { continue };
            if let Some(rest) = shortest(costs, spur.index(), goal.index(), &behind, &used) {
                let step = |ends: &[NodeIndex]| costs.find_edge(ends[0], ends[1]).map_or(0, |edge| costs[edge]);
                let cost = rest.cost + root.windows(2).map(step).sum::<u64>();
                candidates.insert(Way { cost, nodes: [&root[..turn], &rest.nodes].concat() });
            }
        }
        known.push(best);
    }
    taken
}
