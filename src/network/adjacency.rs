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
        let mut arcs: Vec<_> = arcs.into_iter().filter(|&(from, to, _)| from < nodes && to < nodes).collect();
        arcs.sort_by_key(|&(from, to, _)| (from, to));
        let (mut starts, mut neighbours, mut weights) = (vec![0; nodes + 1], Vec::new(), Vec::new());
        for same in arcs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (from, to, _) = same[0];
            starts[from + 1] += 1;
            neighbours.push(to as u32);
            weights.push(same.iter().map(|&(_, _, weight)| weight).sum());
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        Self { starts, neighbours, weights }
    }

    /// As [`Adjacency::directed`], each arc in both directions.
    pub fn undirected(nodes: usize, arcs: impl IntoIterator<Item = (usize, usize, f64)>) -> Self {
        let both = |(from, to, weight)| [(from, to, weight), (to, from, weight)].into_iter();
        Self::directed(nodes, arcs.into_iter().flat_map(both))
    }

    /// The network's edges in their direction, weighted by independent sources.
    pub fn of(network: &Network) -> Self {
        Self::directed(network.node_count(), arcs(network))
    }

    /// The network's edges in both directions, weighted by independent sources.
    pub fn both_ways(network: &Network) -> Self {
        Self::undirected(network.node_count(), arcs(network))
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    /// Neighbours of `node` in ascending order, each with its weight.
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
