//! The network's shape, three ways: what measures run on.

use crate::network::{Adjacency, Network};

/// Who is joined to whom: along the edges, against them, and either way. Parallel edges are one, their weights added.
///
/// ```
/// use zhengtu::network::{Shape, measure};
/// let star = Shape::new(4, [(1, 0, 1.0), (2, 0, 1.0), (3, 0, 1.0)]);
/// let scores = measure("betweenness")?.scores(&star)?;
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
        Self::along(Adjacency::directed(nodes, arcs))
    }

    /// Of a network; an edge weighs as much as it has independent sources.
    pub fn of(network: &Network) -> Self {
        Self::along(Adjacency::of(network))
    }

    fn along(out: Adjacency) -> Self {
        let into = out.reversed();
        let both = out.with(&into);
        Self { out, into, both }
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
