//! Measures that look at shortest paths.

use rayon::prelude::*;

use crate::network::{Adjacency, Measure, NetworkError, Scores, Shape};

/// Starts of paths are taken in so many parts, whatever the number of threads, and their sums added in order: floats add
/// up differently in another order.
const PARTS: usize = 64;
/// Edges times starts that are looked at; of a larger graph, only some nodes are starts.
const EFFORT: usize = 4_000_000_000;
/// At least so many starts.
const FEWEST: usize = 500;

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

    fn scores(&self, shape: &Shape) -> Result<Scores, NetworkError> {
        Ok(betweenness(&shape.both, EFFORT))
    }
}

/// From all nodes, or from as many as `effort` allows: arcs times starts.
fn betweenness(graph: &Adjacency, effort: usize) -> Scores {
    let nodes = graph.nodes();
    if nodes < 3 {
        return vec![0.0; nodes].into();
    }
    let starts = starts(graph, effort);
    let part = starts.len().div_ceil(PARTS).max(1);
    let sums: Vec<Vec<f64>> = starts
        .par_chunks(part)
        .map(|starts| {
            let mut walk = Walk::new(nodes);
            starts.iter().for_each(|&start| walk.from(graph, start));
            walk.sum
        })
        .collect();
    // all starts, as if those that were taken stood for the others; each pair is met from both ends
    let scale = nodes as f64 / starts.len() as f64 / ((nodes - 1) as f64 * (nodes - 2) as f64);
    let values = (0..nodes).map(|node| sums.iter().map(|sum| sum[node]).sum::<f64>() * scale).collect();
    // of a start, a node's share lies between 0 and 1: Hoeffding 1963, for all nodes at once
    let error = (starts.len() < nodes).then(|| {
        ((2.0 * nodes as f64 / 0.05).ln() / (2.0 * starts.len() as f64)).sqrt() * nodes as f64 / (nodes - 1) as f64
    });
    Scores { values, error }
}

/// The nodes that paths are begun from: all, or as many as there is time for, spread by a fixed rule.
fn starts(graph: &Adjacency, effort: usize) -> Vec<usize> {
    let nodes = graph.nodes();
    let affordable = (effort / graph.arcs().max(1)).max(FEWEST);
    if affordable >= nodes {
        return (0..nodes).collect();
    }
    // the first of the nodes in an order that has nothing to do with theirs (splitmix64)
    let mixed = |node: usize| {
        let mut z = (node as u64).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    let mut order: Vec<usize> = (0..nodes).collect();
    order.sort_unstable_by_key(|&node| mixed(node));
    order.truncate(affordable);
    order.sort_unstable();
    order
}

/// Paths from one start after the other, with the sums so far.
struct Walk {
    sum: Vec<f64>,
    places: Vec<Place>,
    /// Nodes in the order in which they were met.
    met: Vec<u32>,
}

/// What is known of a node on the way. Together, as all of it is looked at together.
#[derive(Clone, Copy)]
struct Place {
    /// Number of shortest paths to it.
    paths: f64,
    /// Share of the paths that go on through it.
    through: f64,
    /// Steps from the start; `u32::MAX` where it was not met.
    steps: u32,
}

const UNMET: Place = Place { paths: 0.0, through: 0.0, steps: u32::MAX };

impl Walk {
    fn new(nodes: usize) -> Self {
        Self { sum: vec![0.0; nodes], places: vec![UNMET; nodes], met: Vec::with_capacity(nodes) }
    }

    fn from(&mut self, graph: &Adjacency, start: usize) {
        let Self { sum, places, met } = self;
        met.drain(..).for_each(|node| places[node as usize] = UNMET);
        places[start] = Place { paths: 1.0, through: 0.0, steps: 0 };
        met.push(start as u32);
        let mut next = 0;
        while let Some(&node) = met.get(next) {
            next += 1;
            let Place { paths, steps, .. } = places[node as usize];
            for &other in graph.targets(node as usize) {
                let place = &mut places[other as usize];
                if place.steps == u32::MAX {
                    place.steps = steps + 1;
                    met.push(other);
                }
                if place.steps == steps + 1 {
                    place.paths += paths;
                }
            }
        }
        for &node in met[1..].iter().rev() {
            let Place { paths, through, steps } = places[node as usize];
            let share = (1.0 + through) / paths;
            for &other in graph.targets(node as usize) {
                let place = &mut places[other as usize];
                if place.steps + 1 == steps {
                    place.through += place.paths * share;
                }
            }
            sum[node as usize] += through;
        }
    }
}

/// Nearness to all others.
pub(in crate::network) struct Closeness;

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

    fn scores(&self, shape: &Shape) -> Result<Scores, NetworkError> {
        let others = shape.others();
        Ok(by_distance(shape, |at_distance| {
            let reached: usize = at_distance.iter().sum();
            let sum: usize = (1..).zip(at_distance).map(|(steps, count)| steps * count).sum();
            if sum == 0 { 0.0 } else { (reached as f64 / others) * (reached as f64 / sum as f64) }
        }))
    }
}

/// Nearness that parts of the network without a way between them do not upset.
pub(in crate::network) struct Harmonic;

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

    fn scores(&self, shape: &Shape) -> Result<Scores, NetworkError> {
        Ok(by_distance(shape, |at_distance| {
            (1..).zip(at_distance).fold(0.0, |sum, (steps, &count)| sum + count as f64 / f64::from(steps))
        }))
    }
}

/// A number for each node from how many others are one step, two steps … away.
fn by_distance(shape: &Shape, score: impl Fn(&[usize]) -> f64 + Sync) -> Scores {
    let graph = &shape.both;
    let nodes = graph.nodes();
    let all: Vec<usize> = (0..nodes).collect();
    let scores = all.par_chunks(nodes.div_ceil(PARTS).max(1)).flat_map_iter(|some| {
        let (mut met, mut seen) = (Vec::with_capacity(nodes), vec![usize::MAX; nodes]);
        let scores: Vec<f64> = some.iter().map(|&start| score(&rings(graph, start, &mut met, &mut seen))).collect();
        scores
    });
    scores.collect::<Vec<f64>>().into()
}

/// How many nodes are one step from `start`, two steps and so on. `seen` says from which start a node was met last.
fn rings(graph: &Adjacency, start: usize, met: &mut Vec<u32>, seen: &mut [usize]) -> Vec<usize> {
    met.clear();
    met.push(start as u32);
    seen[start] = start;
    let (mut rings, mut begin) = (Vec::new(), 0);
    while begin < met.len() {
        let end = met.len();
        for at in begin..end {
            for &other in graph.targets(met[at] as usize) {
                if seen[other as usize] != start {
                    seen[other as usize] = start;
                    met.push(other);
                }
            }
        }
        if met.len() > end {
            rings.push(met.len() - end);
        }
        begin = end;
    }
    rings
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
        let star = Adjacency::undirected(1 + hubs + hubs * leaves, arcs);
        let (exact, sampled) = (betweenness(&star, usize::MAX), betweenness(&star, 0));
        assert_eq!(exact.error, None);
        let error = sampled.error.unwrap();
        let apart = |at: usize| (exact.values[at] - sampled.values[at]).abs();
        let worst = (0..star.nodes()).map(apart).fold(0.0, f64::max);
        assert!(worst > 0.0 && worst < error && error < 0.2, "{worst} {error}");
        assert!(sampled.values[hubs + 1..].iter().all(|&leaf| leaf == 0.0));
    }
}
