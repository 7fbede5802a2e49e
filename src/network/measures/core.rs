//! How deep in the network a node lies.

use crate::network::{Effort, Measure, NetworkError, Scores, Shape};

/// Core number.
pub(in crate::network) struct Core;

impl Measure for Core {
    fn name(&self) -> &'static str {
        "core"
    }

    fn description(&self) -> &'static str {
        "the largest k for which it lies in a part whose nodes all have k neighbours in that part"
    }

    fn formula(&self) -> &'static str {
        "k-core number, direction and weights ignored; Batagelj and Zaversnik 2003, arXiv:cs/0310049"
    }

    /// Nodes are taken away in the order of their degree, which is kept in buckets.
    fn scores(&self, shape: &Shape, _: &Effort<'_>) -> Result<Scores, NetworkError> {
        let graph = &shape.both;
        let nodes = graph.nodes();
        // a node is no neighbour of itself
        let joined =
            |node: usize| graph.targets(node).iter().map(|&other| other as usize).filter(move |&other| other != node);
        let mut degree: Vec<usize> = (0..nodes).map(|node| joined(node).count()).collect();
        let mut buckets: Vec<Vec<usize>> = vec![Vec::new(); degree.iter().max().map_or(1, |most| most + 1)];
        for (node, &degree) in degree.iter().enumerate() {
            buckets[degree].push(node);
        }
        let mut core = vec![0.0; nodes];
        let mut taken = vec![false; nodes];
        let (mut at, mut deepest) = (0, 0);
        while at < buckets.len() {
            let Some(node) = buckets[at].pop() else {
                at += 1;
                continue;
            };
            // it has moved to a lower bucket since
            if taken[node] || degree[node] != at {
                continue;
            }
            taken[node] = true;
            deepest = deepest.max(at);
            core[node] = deepest as f64;
            for other in joined(node).filter(|&other| !taken[other]) {
                degree[other] -= 1;
                buckets[degree[other]].push(other);
            }
            at = at.saturating_sub(1);
        }
        Ok(core.into())
    }
}
