//! How many shortest paths run through a node.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::network::{Adjacency, Effort, Measure, NetworkError, Scores, Shape, measures::sample::Sample};

/// Starts of paths are taken in so many parts, whatever the number of threads, and their sums added in order: floats add
/// up differently in another order.
const PARTS: usize = 64;

/// Shortest paths through a node.
pub(in crate::network) struct Betweenness;

impl Measure for Betweenness {
    fn name(&self) -> &'static str {
        "betweenness"
    }

    fn description(&self) -> &'static str {
        "share of the shortest paths between other nodes that run through it"
    }

    fn formula(&self) -> &'static str {
        "2 / ((n - 1)(n - 2)) * sum over pairs s, t of paths(s, t | v) / paths(s, t), direction and weights ignored; \
         Brandes 2001, doi:10.1080/0022250X.2001.9990249; of large graphs from some s only: Brandes and Pich 2007, \
         doi:10.1142/S0218127407018403"
    }

    fn scores(&self, shape: &Shape, effort: &Effort<'_>) -> Result<Scores, NetworkError> {
        let graph = &shape.both;
        let nodes = graph.nodes();
        if nodes < 3 {
            return Ok(vec![0.0; nodes].into());
        }
        let sample = Sample::new(graph, effort.edges);
        let paths = through(graph, &sample.starts, effort);
        // starts stand for those that were not taken; each pair is met from both ends
        let pairs = (nodes - 1) as f64 * (nodes - 2) as f64;
        let values = paths.iter().enumerate().map(|(node, paths)| paths * sample.scale(node) / pairs).collect();
        // of a start, as many paths run through a node as there are others in its part, at most
        let errors = sample.errors().map(|(_, size, mean)| mean * size as f64 * (size - 2) as f64 / pairs);
        Ok(Scores { values, error: errors.reduce(f64::max) })
    }
}

/// For each node the sum, over starts and the ends of paths from them, of the share of the paths that run through it.
fn through(graph: &Adjacency, starts: &[usize], effort: &Effort<'_>) -> Vec<f64> {
    let mut sum = vec![0.0; graph.nodes()];
    let parts: Vec<&[usize]> = starts.chunks(starts.len().div_ceil(PARTS).max(1)).collect();
    let finished = AtomicUsize::new(0);
    // no more sums are held than there are threads to make them
    for some in parts.chunks(rayon::current_num_threads().max(1)) {
        let sums = some.par_iter().map(|starts| {
            let mut walk = Walk::new(graph);
            for &start in *starts {
                walk.from(graph, start);
            }
            let finished = finished.fetch_add(1, Ordering::Relaxed) + 1;
            (effort.done)(finished as f64 / parts.len() as f64);
            walk.sum
        });
        for part in sums.collect::<Vec<_>>() {
            sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        }
    }
    sum
}

/// Paths from one start after the other, with the sums so far.
///
/// What is looked at for each edge is small enough for the nearest cache, and nothing there is decided by a branch that
/// can't be foretold: what may count is written, and then its place is kept or given up.
struct Walk {
    sum: Vec<f64>,
    /// Number of shortest paths from the start to each node.
    paths: Vec<f64>,
    /// Of each node, the paths that go on through it to any end, over those that lead to it; both with itself as an end.
    onward: Vec<f64>,
    /// How far each node is from the start: [`UNMET`], or one of three bits in turn. Neighbours are one step apart at
    /// most, so that these tell which of two is the farther.
    ring: Vec<u8>,
    /// Nodes in the order in which they were met.
    met: Vec<u32>,
    /// Ends of the edges that lead a step farther, those of each node together in the order of `met`.
    farther: Vec<u32>,
    /// Where those of each node end.
    ends: Vec<usize>,
}

const UNMET: u8 = 8;

impl Walk {
    fn new(graph: &Adjacency) -> Self {
        let nodes = graph.nodes();
        Self {
            sum: vec![0.0; nodes],
            paths: vec![0.0; nodes],
            onward: vec![0.0; nodes],
            ring: vec![UNMET; nodes],
            // one more than can count
            met: vec![0; nodes + 1],
            farther: vec![0; graph.arcs() + 1],
            ends: vec![0; nodes],
        }
    }

    fn from(&mut self, graph: &Adjacency, start: usize) {
        let Self { sum, paths, onward, ring, met, farther, ends } = self;
        ring.fill(UNMET);
        paths.fill(0.0);
        (ring[start], paths[start], met[0]) = (1, 1.0, start as u32);
        // the bit of the nodes a step farther, where this ring ends in `met`, how many nodes were met, and edges kept
        let (mut there, mut ring_end, mut found, mut kept) = (2, 1, 1, 0);
        let mut at = 0;
        while at < found {
            if at == ring_end {
                (there, ring_end) = (if there == 4 { 1 } else { there << 1 }, found);
            }
            let node = met[at] as usize;
            let targets = graph.targets(node);
            let room = &mut farther[kept..=kept + targets.len()];
            let mut count = 0;
            for &other in targets {
                room[count] = other;
                count += usize::from(ring[other as usize] & (UNMET | there) != 0);
            }
            let leading = paths[node];
            for &other in &room[..count] {
                let paths = &mut paths[other as usize];
                met[found] = other;
                found += usize::from(*paths == 0.0);
                *paths += leading;
                ring[other as usize] = there;
            }
            kept += count;
            ends[at] = kept;
            at += 1;
        }
        for at in (0..found).rev() {
            let node = met[at] as usize;
            let begin = if at == 0 { 0 } else { ends[at - 1] };
            let beyond: f64 = farther[begin..ends[at]].iter().map(|&other| onward[other as usize]).sum();
            onward[node] = 1.0 / paths[node] + beyond;
            if at > 0 {
                sum[node] += paths[node] * beyond;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of a graph that is too large to begin paths everywhere, the scores are right within the error that is told.
    #[test]
    fn sampled_paths_tell_their_error() {
        // a star of stars: the middle lies on the paths between nodes of different stars
        let (hubs, leaves) = (50, 40);
        let arcs = (1..=hubs).flat_map(|hub| {
            let first = hubs + 1 + (hub - 1) * leaves;
            std::iter::once((0, hub, 1.0)).chain((first..first + leaves).map(move |leaf| (hub, leaf, 1.0)))
        });
        let star = Shape::new(1 + hubs + hubs * leaves, arcs);
        let scores = |edges| Betweenness.scores(&star, &Effort { edges, ..Effort::default() }).unwrap();
        let (exact, sampled) = (scores(u64::MAX), scores(0));
        assert_eq!(exact.error, None);
        let error = sampled.error.unwrap();
        let apart = |at: usize| (exact.values[at] - sampled.values[at]).abs();
        let worst = (0..star.nodes()).map(apart).fold(0.0, f64::max);
        assert!(worst > 0.0 && worst < error && error < 0.2, "{worst} {error}");
        assert!(sampled.values[hubs + 1..].iter().all(|&leaf| leaf == 0.0));
    }
}
