//! The measures. All agree with networkx on the same graph (parallel edges merged, weights added).

use rayon::prelude::*;
use rustworkx_core::centrality::{betweenness_centrality, closeness_centrality, eigenvector_centrality};

use crate::network::{Adjacency, Measure, Network, NetworkError};

/// Number of neighbours.
pub(super) struct Degree;

impl Measure for Degree {
    fn name(&self) -> &'static str {
        "degree"
    }

    fn description(&self) -> &'static str {
        "share of the other nodes that it is joined to, either way"
    }

    fn formula(&self) -> &'static str {
        "neighbours / (n - 1); Freeman 1978, doi:10.1016/0378-8733(78)90021-7"
    }

    fn scores(&self, network: &Network) -> Result<Vec<f64>, NetworkError> {
        let shape = Adjacency::both_ways(network);
        let others = others(network);
        Ok((0..shape.nodes()).map(|node| shape.neighbours(node).len() as f64 / others).collect())
    }
}

/// Sum of the weights.
pub(super) struct Strength;

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

    fn scores(&self, network: &Network) -> Result<Vec<f64>, NetworkError> {
        let shape = Adjacency::both_ways(network);
        // From +0: an empty sum of floats is -0.
        Ok((0..shape.nodes()).map(|node| shape.neighbours(node).fold(0.0, |sum, (_, weight)| sum + weight)).collect())
    }
}

/// Shortest paths through a node.
pub(super) struct Betweenness;

impl Measure for Betweenness {
    fn name(&self) -> &'static str {
        "betweenness"
    }

    fn description(&self) -> &'static str {
        "share of the shortest paths between other nodes that run through it"
    }

    fn formula(&self) -> &'static str {
        "2 / ((n - 1)(n - 2)) * sum over pairs s, t of paths(s, t | v) / paths(s, t), direction and weights ignored; \
         Brandes 2001, doi:10.1080/0022250X.2001.9990249"
    }

    fn scores(&self, network: &Network) -> Result<Vec<f64>, NetworkError> {
        let graph = Adjacency::both_ways(network).to_graph();
        // On one thread: the parallel variant adds floats in whatever order the threads finish.
        let scores = betweenness_centrality(&graph, false, true, usize::MAX);
        Ok(scores.into_iter().map(Option::unwrap_or_default).collect())
    }
}

/// Nearness to all others.
pub(super) struct Closeness;

impl Measure for Closeness {
    fn name(&self) -> &'static str {
        "closeness"
    }

    fn description(&self) -> &'static str {
        "how near it is to the nodes it can reach, and how many these are"
    }

    fn formula(&self) -> &'static str {
        "(r / (n - 1)) * (r / sum of the distances to the r nodes in reach), direction and weights ignored; \
         Wasserman and Faust 1994, section 5.3.1, doi:10.1017/CBO9780511815478"
    }

    fn scores(&self, network: &Network) -> Result<Vec<f64>, NetworkError> {
        let graph = Adjacency::both_ways(network).to_graph();
        let scores = closeness_centrality(&graph, true, 50);
        Ok(scores.into_iter().map(Option::unwrap_or_default).collect())
    }
}

/// Nearness that parts of the network without a way between them do not upset.
pub(super) struct Harmonic;

impl Measure for Harmonic {
    fn name(&self) -> &'static str {
        "harmonic"
    }

    fn description(&self) -> &'static str {
        "sum of the reciprocal distances to all other nodes; none in reach adds nothing"
    }

    fn formula(&self) -> &'static str {
        "sum over t of 1 / distance(v, t), direction and weights ignored; \
         Boldi and Vigna 2014, doi:10.1080/15427951.2013.865686"
    }

    fn scores(&self, network: &Network) -> Result<Vec<f64>, NetworkError> {
        let shape = Adjacency::both_ways(network);
        let reciprocals = |node| {
            let mut at_distance = Vec::new();
            for steps in shape.distances(node).into_iter().flatten().filter(|&steps| steps > 0) {
                at_distance.resize(at_distance.len().max(steps), 0_usize);
                at_distance[steps - 1] += 1;
            }
            (1..).zip(&at_distance).fold(0.0, |sum, (steps, &count)| sum + count as f64 / f64::from(steps))
        };
        Ok((0..shape.nodes()).into_par_iter().map(reciprocals).collect())
    }
}

/// Joined to the well joined.
pub(super) struct Eigenvector;

impl Eigenvector {
    const ROUNDS: usize = 10_000;
    /// Mean change of a node's score in a round at which the scores have settled.
    const TOLERANCE: f64 = 1e-10;
}

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

    fn scores(&self, network: &Network) -> Result<Vec<f64>, NetworkError> {
        let graph = Adjacency::both_ways(network).to_graph();
        let weight = |edge: petgraph::graph::EdgeReference<'_, f64>| Ok::<_, std::convert::Infallible>(*edge.weight());
        let Ok(scores) = eigenvector_centrality(&graph, weight, Some(Self::ROUNDS), Some(Self::TOLERANCE));
        match scores {
            _ if network.node_count() == 0 => Ok(Vec::new()),
            Some(scores) => Ok(scores),
            None => Err(NetworkError::NotConverged { measure: "eigenvector", iterations: Self::ROUNDS }),
        }
    }
}

/// Where a reader ends up who follows edges.
pub(super) struct PageRank;

impl PageRank {
    /// How likely the reader goes on along an edge rather than to a node at random.
    const DAMPING: f64 = 0.85;
    const ROUNDS: usize = 1_000;
    /// Change of all scores together in a round at which they have settled.
    const TOLERANCE: f64 = 1e-12;
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

    /// Power iteration over a compact adjacency (petgraph's `page_rank` takes time quadratic in the nodes).
    fn scores(&self, network: &Network) -> Result<Vec<f64>, NetworkError> {
        let nodes = network.node_count();
        let forward = Adjacency::of(network);
        let out: Vec<f64> = (0..nodes).map(|node| forward.neighbours(node).map(|(_, weight)| weight).sum()).collect();
        let links = network.links().map(|link| (link.to, link.from, link.edge.weight as f64));
        let backward = Adjacency::directed(nodes, links);

        let even = 1.0 / nodes as f64;
        let mut rank = vec![even; nodes];
        for _ in 0..Self::ROUNDS {
            let ends = |node: &usize| out[*node] <= 0.0;
            let dangling: f64 = (0..nodes).filter(ends).map(|node| rank[node]).sum();
            let base = (1.0 - Self::DAMPING) * even + Self::DAMPING * dangling * even;
            let flow = |node: usize| backward.neighbours(node).map(|(from, weight)| rank[from] * weight / out[from]);
            let next: Vec<f64> =
                (0..nodes).into_par_iter().map(|node| base + Self::DAMPING * flow(node).sum::<f64>()).collect();
            let change: f64 = rank.iter().zip(&next).map(|(old, new)| (old - new).abs()).sum();
            rank = next;
            if change < Self::TOLERANCE {
                return Ok(rank);
            }
        }
        Err(NetworkError::NotConverged { measure: "pagerank", iterations: Self::ROUNDS })
    }
}

/// Number of the other nodes, as a divisor: at least 1.
fn others(network: &Network) -> f64 {
    network.node_count().saturating_sub(1).max(1) as f64
}
