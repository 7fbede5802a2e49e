//! Measures that let something flow along the edges until it has settled.

use rayon::prelude::*;

use crate::network::{
    Adjacency, Effort, Measure, NetworkError, Scores, Shape,
    measures::principal::{principal, unit},
};

/// Rounds after which a measure gives up.
const ROUNDS: usize = 10_000;
/// Change of a node's share in a round at which all has settled.
const TOLERANCE: f64 = 1e-13;

/// Of a graph with fewer edges, one thread is done before others have begun.
const WORTH_THREADS: usize = 500_000;

/// `next` again and again, until the numbers stay as they are: it puts what comes after the first values into the second.
fn settle(
    measure: &'static str,
    mut values: Vec<f64>,
    mut next: impl FnMut(&[f64], &mut [f64]),
) -> Result<Vec<f64>, NetworkError> {
    let mut after = vec![0.0; values.len()];
    for _ in 0..ROUNDS {
        next(&values, &mut after);
        let change: f64 = values.iter().zip(&after).map(|(old, new)| (old - new).abs()).sum();
        let size: f64 = after.iter().map(|value| value.abs()).sum();
        std::mem::swap(&mut values, &mut after);
        if change <= TOLERANCE * size.max(1.0) * 10.0 {
            return Ok(values);
        }
    }
    Err(NetworkError::NotConverged { measure, iterations: ROUNDS })
}

/// What comes to each node from its neighbours in `graph`, weighted.
fn flow(graph: &Adjacency, values: &[f64], weight: impl Fn(f64) -> f64 + Sync, into: &mut [f64]) {
    let at = |node| graph.neighbours(node).fold(0.0, |sum, (from, by)| sum + values[from] * weight(by));
    if graph.arcs() < WORTH_THREADS {
        into.iter_mut().enumerate().for_each(|(node, sum)| *sum = at(node));
    } else {
        into.par_iter_mut().enumerate().with_min_len(1024).for_each(|(node, sum)| *sum = at(node));
    }
}

/// As shares of their sum.
fn shares(values: &mut [f64]) {
    let sum: f64 = values.iter().sum();
    if sum > 0.0 {
        values.iter_mut().for_each(|value| *value /= sum);
    }
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

    fn scores(&self, shape: &Shape, _: &Effort<'_>) -> Result<Scores, NetworkError> {
        let by_weight = |before: &[f64], after: &mut [f64]| flow(&shape.both, before, |weight| weight, after);
        Ok(principal(self.name(), shape.nodes(), by_weight)?.1.into())
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

    fn scores(&self, shape: &Shape, _: &Effort<'_>) -> Result<Scores, NetworkError> {
        let (graph, plain) = (&shape.both, |_| 1.0);
        let (greatest, _) = principal(self.name(), graph.nodes(), |before, after| flow(graph, before, plain, after))?;
        let share = if greatest > 0.0 { Self::SHARE / greatest } else { 0.0 };
        let mut walks = settle(self.name(), vec![1.0; graph.nodes()], |before, after| {
            flow(graph, before, plain, after);
            after.iter_mut().for_each(|value| *value = 1.0 + share * *value);
        })?;
        unit(&mut walks);
        Ok(walks.into())
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

    fn scores(&self, shape: &Shape, _: &Effort<'_>) -> Result<Scores, NetworkError> {
        let nodes = shape.nodes();
        let authorities = |hubs: &[f64], into: &mut [f64]| flow(&shape.into, hubs, |weight| weight, into);
        let mut between = vec![0.0; nodes];
        let (_, mut scores) = principal(self.name(), nodes, |before, after| {
            authorities(before, &mut between);
            flow(&shape.out, &between, |weight| weight, after);
        })?;
        if self.0 == HitsSide::Authorities {
            authorities(&scores, &mut between);
            scores = between;
        }
        shares(&mut scores);
        Ok(scores.into())
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

    fn scores(&self, shape: &Shape, _: &Effort<'_>) -> Result<Scores, NetworkError> {
        let out = shape.out.strengths();
        let base = (1.0 - Self::DAMPING) / shape.nodes().max(1) as f64;
        let order = downstream(&shape.out);
        // Without what nodes without out-edges give to all: that only makes all ranks greater by the same factor. What a
        // node gets is used at once, so that without circles all is settled in one round (Gauss and Seidel's method).
        let (mut ranks, mut sent) = (vec![0.0; shape.nodes()], vec![0.0; shape.nodes()]);
        for _ in 0..ROUNDS {
            let (mut change, mut sum) = (0.0, 0.0);
            for &node in &order {
                let come = shape.into.neighbours(node).fold(0.0, |sum, (from, weight)| sum + sent[from] * weight);
                let rank = base + Self::DAMPING * come;
                change += (rank - ranks[node]).abs();
                sum += rank;
                ranks[node] = rank;
                sent[node] = if out[node] > 0.0 { rank / out[node] } else { 0.0 };
            }
            if change <= TOLERANCE * sum {
                shares(&mut ranks);
                return Ok(ranks.into());
            }
        }
        Err(NetworkError::NotConverged { measure: self.name(), iterations: ROUNDS })
    }
}

/// The nodes, each behind those with edges to it as far as circles allow: depth first, in the reverse of the order in which
/// nodes are left.
fn downstream(out: &Adjacency) -> Vec<usize> {
    let mut met = vec![false; out.nodes()];
    let mut left = Vec::with_capacity(out.nodes());
    // nodes on the way down, with the position of the next neighbour
    let mut way: Vec<(usize, usize)> = Vec::new();
    for root in 0..out.nodes() {
        if !met[root] {
            met[root] = true;
            way.push((root, 0));
        }
        while let Some((node, next)) = way.last_mut() {
            match out.targets(*node).get(*next) {
                Some(&other) => {
                    *next += 1;
                    if !std::mem::replace(&mut met[other as usize], true) {
                        way.push((other as usize, 0));
                    }
                }
                None => {
                    left.push(*node);
                    way.pop();
                }
            }
        }
    }
    left.reverse();
    left
}
