//! A compact copy of the network's shape: what measures run on.

use std::ops::Range;

use crate::network::Network;

/// Neighbours of each node with the summed weight of the edges to them, in one block of memory.
///
/// Parallel edges (an agency that implements a programme and is part of it) are one neighbour, their weights added.
/// Nodes are the positions of [`Network::nodes`].
///
/// ```
/// use zhengtu::network::Adjacency;
/// let path = Adjacency::undirected(3, [(0, 1, 1.0), (1, 2, 1.0), (2, 1, 2.0)]);
/// assert_eq!(path.neighbours(1).collect::<Vec<_>>(), [(0, 1.0), (2, 3.0)]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Adjacency {
    /// Where the neighbours of each node begin; one more entry at the end.
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<f64>,
}

impl Adjacency {
    /// From arcs `(from, to, weight)` between the nodes `0..nodes`; arcs to other nodes are left out.
    pub fn directed(nodes: usize, arcs: impl IntoIterator<Item = (usize, usize, f64)>) -> Self {
        let inside = arcs.into_iter().filter(|&(from, to, _)| from < nodes && to < nodes);
        let arcs: Vec<Arc> = inside.map(|(from, to, weight)| (from as u32, to as u32, weight)).collect();
        // by target, then by source: of one source the targets stay in order
        let arcs = placed(nodes, &placed(nodes, &arcs, |arc| arc.1), |arc| arc.0);
        let mut made = Rows::with_capacity(nodes, arcs.len());
        let mut rest = &arcs[..];
        for node in 0..nodes {
            while let Some((&(from, to, weight), behind)) = rest.split_first().filter(|(arc, _)| arc.0 as usize == node)
            {
                made.add(from as usize, to, weight);
                rest = behind;
            }
            made.end();
        }
        made.0
    }

    /// As [`Adjacency::directed`], each arc in both directions.
    pub fn undirected(nodes: usize, arcs: impl IntoIterator<Item = (usize, usize, f64)>) -> Self {
        Self::directed(nodes, arcs).without_direction()
    }

    /// The network's edges in their direction, those that have none in both, weighted by [`Edge::weight`].
    ///
    /// [`Edge::weight`]: crate::network::Edge::weight
    pub fn of(network: &Network) -> Self {
        let mutual = network.links().filter(|link| link.edge.kind.is_mutual());
        let back = mutual.map(|link| (link.to, link.from, link.edge.weight as f64));
        Self::directed(network.node_count(), arcs(network).chain(back))
    }

    /// The network's edges in both directions, weighted likewise.
    pub fn both_ways(network: &Network) -> Self {
        Self::undirected(network.node_count(), arcs(network))
    }

    /// The same edges against their direction.
    pub fn reversed(&self) -> Self {
        let nodes = self.nodes();
        let mut starts = vec![0; nodes + 1];
        self.neighbours.iter().for_each(|&to| starts[to as usize + 1] += 1);
        (0..nodes).for_each(|node| starts[node + 1] += starts[node]);
        let mut next = starts.clone();
        let (mut neighbours, mut weights) = (vec![0; self.arcs()], vec![0.0; self.arcs()]);
        for node in 0..nodes {
            for (to, weight) in self.neighbours(node) {
                (neighbours[next[to]], weights[next[to]]) = (node as u32, weight);
                next[to] += 1;
            }
        }
        Self { starts, neighbours, weights }
    }

    /// The same edges in both directions.
    pub fn without_direction(&self) -> Self {
        self.with(&self.reversed())
    }

    /// The edges of both graphs, which have the same nodes.
    pub(super) fn with(&self, other: &Self) -> Self {
        let nodes = self.nodes();
        let mut made = Rows::with_capacity(nodes, self.arcs() + other.arcs());
        for node in 0..nodes {
            let (mut mine, mut theirs) = (self.neighbours(node).peekable(), other.neighbours(node).peekable());
            loop {
                let next = match (mine.peek(), theirs.peek()) {
                    (Some(one), Some(another)) if another.0 < one.0 => theirs.next(),
                    (Some(_), _) => mine.next(),
                    _ => theirs.next(),
                };
                let Some((to, weight)) = next else { break };
                made.add(node, to as u32, weight);
            }
            made.end();
        }
        made.0
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    /// Neighbours of `node` in ascending order, each with its weight.
    #[inline]
    pub fn neighbours(&self, node: usize) -> impl ExactSizeIterator<Item = (usize, f64)> {
        let range = self.range(node);
        let weights = self.weights[range.clone()].iter();
        self.neighbours[range].iter().zip(weights).map(|(&to, &weight)| (to as usize, weight))
    }

    /// Number of edges from `node` to each other node, breadth first; `None` where there is no way.
    pub fn distances(&self, node: usize) -> Vec<Option<usize>> {
        let mut distance = vec![None; self.nodes()];
        let mut queue = Vec::new();
        if node < distance.len() {
            distance[node] = Some(0);
            queue.push(node);
        }
        let mut next = 0;
        while let Some(&at) = queue.get(next) {
            next += 1;
            for (neighbour, _) in self.neighbours(at) {
                if distance[neighbour].is_none() {
                    distance[neighbour] = distance[at].map(|steps| steps + 1);
                    queue.push(neighbour);
                }
            }
        }
        distance
    }

    /// Neighbours of `node` in ascending order.
    #[inline]
    pub fn targets(&self, node: usize) -> &[u32] {
        &self.neighbours[self.range(node)]
    }

    /// Sum of the weights of each node's edges.
    pub fn strengths(&self) -> Vec<f64> {
        // from +0: an empty sum of floats is -0
        let strength = |node| self.weights[self.range(node)].iter().fold(0.0, |sum, weight| sum + weight);
        (0..self.nodes()).map(strength).collect()
    }

    /// Number of arcs: of edges, counted from both ends in a graph without direction.
    pub fn arcs(&self) -> usize {
        self.neighbours.len()
    }

    #[inline]
    fn range(&self, node: usize) -> Range<usize> {
        match (self.starts.get(node), self.starts.get(node + 1)) {
            (Some(&start), Some(&end)) => start..end,
            _ => 0..0,
        }
    }
}

fn arcs(network: &Network) -> impl Iterator<Item = (usize, usize, f64)> {
    network.links().map(|link| (link.from, link.to, link.edge.weight as f64))
}

/// An edge from a node to another, and its weight.
type Arc = (u32, u32, f64);

/// Arcs in the order of one of their ends, those with the same in the order in which they were (counting sort).
fn placed(nodes: usize, arcs: &[Arc], end: impl Fn(&Arc) -> u32) -> Vec<Arc> {
    let mut next = vec![0; nodes + 1];
    arcs.iter().for_each(|arc| next[end(arc) as usize + 1] += 1);
    (0..nodes).for_each(|node| next[node + 1] += next[node]);
    let mut placed = vec![(0, 0, 0.0); arcs.len()];
    for arc in arcs {
        let place = &mut next[end(arc) as usize];
        placed[*place] = *arc;
        *place += 1;
    }
    placed
}

/// An [`Adjacency`] that is made node by node.
struct Rows(Adjacency);

impl Rows {
    fn with_capacity(nodes: usize, arcs: usize) -> Self {
        let mut starts = Vec::with_capacity(nodes + 1);
        starts.push(0);
        Self(Adjacency { starts, neighbours: Vec::with_capacity(arcs), weights: Vec::with_capacity(arcs) })
    }

    /// A neighbour of the node at hand, in ascending order; one that comes again adds to the weight.
    fn add(&mut self, node: usize, to: u32, weight: f64) {
        let Adjacency { starts, neighbours, weights } = &mut self.0;
        match (neighbours.last(), weights.last_mut()) {
            (Some(&last), Some(sum)) if last == to && neighbours.len() > starts[node] => *sum += weight,
            _ => {
                neighbours.push(to);
                weights.push(weight);
            }
        }
    }

    /// The node has no more neighbours.
    fn end(&mut self) {
        self.0.starts.push(self.0.neighbours.len());
    }
}
