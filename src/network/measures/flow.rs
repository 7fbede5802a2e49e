//! Measures that let something flow along the edges until it has settled.

use rayon::prelude::*;

use crate::network::{Adjacency, Measure, NetworkError, Scores, Shape};

/// Rounds after which a measure gives up.
const ROUNDS: usize = 10_000;
/// Change of a node's share in a round at which all has settled.
const TOLERANCE: f64 = 1e-13;

/// `f` again and again, until the numbers stay as they are.
fn settle(
    measure: &'static str,
    mut values: Vec<f64>,
    mut next: impl FnMut(&[f64]) -> Vec<f64>,
) -> Result<Vec<f64>, NetworkError> {
    for _ in 0..ROUNDS {
        let after = next(&values);
        let change: f64 = values.iter().zip(&after).map(|(old, new)| (old - new).abs()).sum();
        let size: f64 = after.iter().map(|value| value.abs()).sum();
        values = after;
        if change <= TOLERANCE * size.max(1.0) * 10.0 {
            return Ok(values);
        }
    }
    Err(NetworkError::NotConverged { measure, iterations: ROUNDS })
}

/// What comes to each node from its neighbours in `graph`, weighted.
fn flow(graph: &Adjacency, values: &[f64], weight: impl Fn(f64) -> f64 + Sync) -> Vec<f64> {
    let at = |node| graph.neighbours(node).fold(0.0, |sum, (from, by)| sum + values[from] * weight(by));
    (0..graph.nodes()).into_par_iter().map(at).collect()
}

/// The values, their squares adding up to 1.
fn unit(mut values: Vec<f64>) -> Vec<f64> {
    let length = values.iter().map(|value| value * value).sum::<f64>().sqrt();
    if length > 0.0 {
        values.iter_mut().for_each(|value| *value /= length);
    }
    values
}

/// The values, adding up to 1.
fn shares(mut values: Vec<f64>) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    if sum > 0.0 {
        values.iter_mut().for_each(|value| *value /= sum);
    }
    values
}

/// Joined to the well joined.
pub(in crate::network) struct Eigenvector;

impl Measure for Eigenvector {
    fn name(&self) -> &'static str {
        "eigenvector"
    }

    fn description(&self) -> &'static str {
        "joined to nodes that are themselves well joined; edges count by their independent sources"
    }

    fn formula(&self) -> &'static str {
        "principal eigenvector of the weighted adjacency matrix, length 1, direction ignored; \
         Bonacich 1987, doi:10.1086/228631"
    }

    fn scores(&self, shape: &Shape) -> Result<Scores, NetworkError> {
        let nodes = shape.nodes();
        // with the identity added: the same vector, and no swinging between two halves of a graph
        let next = |values: &[f64]| {
            let mut after = flow(&shape.both, values, |weight| weight);
            after.iter_mut().zip(values).for_each(|(new, old)| *new += old);
            unit(after)
        };
        Ok(settle(self.name(), unit(vec![1.0; nodes]), next)?.into())
    }
}

/// Walks of any length that end at a node, long ones counting less.
pub(in crate::network) struct Katz;

impl Katz {
    /// Of the greatest possible attenuation, the share that is taken.
    const SHARE: f64 = 0.85;
}

impl Measure for Katz {
    fn name(&self) -> &'static str {
        "katz"
    }

    fn description(&self) -> &'static str {
        "walks of any length that end at it, each step more counting less"
    }

    fn formula(&self) -> &'static str {
        "fixed point of x = a A x + 1, length 1, a = 0.85 / greatest eigenvalue of A, direction and weights ignored; \
         Katz 1953, doi:10.1007/BF02289026"
    }

    fn scores(&self, shape: &Shape) -> Result<Scores, NetworkError> {
        let nodes = shape.nodes();
        let plain = |values: &[f64]| flow(&shape.both, values, |_| 1.0);
        let next = |values: &[f64]| {
            let mut after = plain(values);
            after.iter_mut().zip(values).for_each(|(new, old)| *new += old);
            unit(after)
        };
        let top = settle(self.name(), unit(vec![1.0; nodes]), next)?;
        // Rayleigh's quotient of the principal eigenvector
        let greatest: f64 = plain(&top).iter().zip(&top).map(|(after, before)| after * before).sum();
        let share = if greatest > 0.0 { Self::SHARE / greatest } else { 0.0 };
        let next = |values: &[f64]| plain(values).into_iter().map(|value| 1.0 + share * value).collect();
        Ok(unit(settle(self.name(), vec![1.0; nodes], next)?).into())
    }
}

/// Which of two scores a node has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::network) enum HitsSide {
    Hubs,
    Authorities,
}

/// Those who point at the right ones, and the right ones.
pub(in crate::network) struct Hits(pub HitsSide);

impl Measure for Hits {
    fn name(&self) -> &'static str {
        match self.0 {
            HitsSide::Hubs => "hubs",
            HitsSide::Authorities => "authorities",
        }
    }

    fn description(&self) -> &'static str {
        match self.0 {
            HitsSide::Hubs => "its edges go to nodes that many good hubs point at",
            HitsSide::Authorities => "edges come to it from nodes that point at many good authorities",
        }
    }

    fn formula(&self) -> &'static str {
        "principal singular vectors of the weighted adjacency matrix, adding up to 1 (HITS); \
         Kleinberg 1999, doi:10.1145/324133.324140"
    }

    fn scores(&self, shape: &Shape) -> Result<Scores, NetworkError> {
        let nodes = shape.nodes();
        let authorities = |hubs: &[f64]| flow(&shape.into, hubs, |weight| weight);
        let hubs = |authorities: &[f64]| flow(&shape.out, authorities, |weight| weight);
        let start = shares(vec![1.0; nodes]);
        let settled = settle(self.name(), start, |before| shares(hubs(&shares(authorities(before)))))?;
        Ok(match self.0 {
            HitsSide::Hubs => settled.into(),
            HitsSide::Authorities => shares(authorities(&settled)).into(),
        })
    }
}

/// Where a reader ends up who follows edges.
pub(in crate::network) struct PageRank;

impl PageRank {
    /// How likely the reader goes on along an edge rather than to a node at random.
    const DAMPING: f64 = 0.85;
}

impl Measure for PageRank {
    fn name(&self) -> &'static str {
        "pagerank"
    }

    fn description(&self) -> &'static str {
        "how often a reader comes by who follows edges in their direction; edges count by their independent sources"
    }

    fn formula(&self) -> &'static str {
        "fixed point of r = (1 - d) / n + d * (sum over in-neighbours u of r(u) w(u, v) / w(u) + sum of r over nodes \
         without out-edges / n), d = 0.85; Brin and Page 1998, doi:10.1016/S0169-7552(98)00110-X"
    }

    fn scores(&self, shape: &Shape) -> Result<Scores, NetworkError> {
        let nodes = shape.nodes();
        let out = shape.out.strengths();
        let even = 1.0 / nodes.max(1) as f64;
        let next = |rank: &[f64]| {
            let dangling: f64 = rank.iter().zip(&out).filter(|(_, out)| **out <= 0.0).map(|(rank, _)| rank).sum();
            let base = (1.0 - Self::DAMPING) * even + Self::DAMPING * dangling * even;
            let sent: Vec<f64> =
                rank.iter().zip(&out).map(|(rank, out)| if *out > 0.0 { rank / out } else { 0.0 }).collect();
            flow(&shape.into, &sent, |weight| weight).into_iter().map(|sum| base + Self::DAMPING * sum).collect()
        };
        Ok(settle(self.name(), vec![even; nodes], next)?.into())
    }
}
