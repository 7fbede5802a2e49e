//! The network's shape, three ways: what measures run on.

use crate::network::{Adjacency, Network};

/// Who is joined to whom: along the edges, against them, and either way. Parallel edges are one, their weights added.
///
/// ```
/// use zhengtu::network::{Effort, Shape, measure};
/// let star = Shape::new(4, [(1, 0, 1.0), (2, 0, 1.0), (3, 0, 1.0)]);
/// let scores = measure("betweenness")?.scores(&star, &Effort::default())?;
/// assert_eq!(scores.values, [1.0, 0.0, 0.0, 0.0]);
/// # Ok::<(), zhengtu::network::NetworkError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Along the edges.
    pub out: Adjacency,
    /// Against them.
    pub into: Adjacency,
    /// Either way.
    pub both: Adjacency,
}

impl Shape {
    /// From arcs `(from, to, weight)` between the nodes `0..nodes`.
    pub fn new(nodes: usize, arcs: impl IntoIterator<Item = (usize, usize, f64)>) -> Self {
        let out = Adjacency::directed(nodes, arcs);
        let (into, both) = (out.reversed(), out.without_direction());
        Self { out, into, both }
    }

    /// Of a network; an edge weighs as much as it has independent sources, of a projection as much as is shared. Edges that
    /// have no direction are gone both ways.
    pub fn of(network: &Network) -> Self {
        let out = Adjacency::of(network);
        Self { into: out.reversed(), both: Adjacency::both_ways(network), out }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.both.nodes()
    }

    /// Number of the other nodes, as a divisor: at least 1.
    pub(super) fn others(&self) -> f64 {
        self.nodes().saturating_sub(1).max(1) as f64
    }
}
