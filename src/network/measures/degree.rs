//! Measures that look at a node's own edges.

use crate::network::{Adjacency, Effort, Measure, NetworkError, Scores, Shape};

/// Which edges of a node count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::network) enum Side {
    Both,
    In,
    Out,
}

/// Number of neighbours.
pub(in crate::network) struct Degree(pub Side);

impl Side {
    fn of(self, shape: &Shape) -> &Adjacency {
        match self {
            Self::Both => &shape.both,
            Self::In => &shape.into,
            Self::Out => &shape.out,
        }
    }
}

impl Measure for Degree {
    fn name(&self) -> &'static str {
        match self.0 {
            Side::Both => "degree",
            Side::In => "in-degree",
            Side::Out => "out-degree",
        }
    }

    fn description(&self) -> &'static str {
        match self.0 {
            Side::Both => "share of the other nodes that it is joined to, either way",
            Side::In => "share of the other nodes that an edge comes from",
            Side::Out => "share of the other nodes that an edge goes to",
        }
    }

    fn formula(&self) -> &'static str {
        "neighbours / (n - 1); Freeman 1978, doi:10.1016/0378-8733(78)90021-7"
    }

    fn scores(&self, shape: &Shape, _: &Effort<'_>) -> Result<Scores, NetworkError> {
        let (side, others) = (self.0.of(shape), shape.others());
        let share = |node| side.neighbours(node).len() as f64 / others;
        Ok((0..shape.nodes()).map(share).collect::<Vec<_>>().into())
    }
}

/// Sum of the weights.
pub(in crate::network) struct Strength;

impl Measure for Strength {
    fn name(&self) -> &'static str {
        "strength"
    }

    fn description(&self) -> &'static str {
        "independent sources behind all its edges, added up over the edges"
    }

    fn formula(&self) -> &'static str {
        "sum of the weights of the edges; Barrat et al. 2004, doi:10.1073/pnas.0400087101"
    }

    fn scores(&self, shape: &Shape, _: &Effort<'_>) -> Result<Scores, NetworkError> {
        Ok(shape.both.strengths().into())
    }
}
