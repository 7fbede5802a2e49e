//! How near a node is to the others.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::network::{Adjacency, Effort, Measure, NetworkError, Scores, Shape, measures::sample::Sample};

/// Words of 64 starts that are followed at once.
const WORDS: usize = 4;
/// Starts that are followed at once.
const LANES: usize = 64 * WORDS;
/// Starts are taken in so many parts, whatever the number of threads, and their sums added in order: floats add up
/// differently in another order.
const PARTS: usize = 32;

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
         Wasserman and Faust 1994, section 5.3.1, doi:10.1017/CBO9780511815478; of large graphs from the distances to \
         some nodes only: Eppstein and Wang 2004, doi:10.7155/jgaa.00081"
    }

    fn scores(&self, shape: &Shape, effort: &Effort<'_>) -> Result<Scores, NetworkError> {
        let (graph, others) = (&shape.both, shape.others());
        let sample = sample(graph, effort);
        let Met { starts, sums } = distances(graph, &sample.starts, effort, f64::from);
        // of each node, the share of the others in reach, and the mean distance to those of them that are starts
        let mean = |node: usize| if starts[node] > 0.0 { sums[node] / starts[node] } else { 0.0 };
        let reach = |node: usize| (sample.parts[sample.part[node]].0 - 1) as f64 / others;
        let score = |node| if mean(node) > 0.0 { reach(node) / mean(node) } else { 0.0 };
        let mut error = None;
        for (part, _, share) in sample.errors() {
            // no two nodes are farther apart than by way of one in the middle
            let inside = || (0..graph.nodes()).filter(|&node| sample.part[node] == part);
            let middle = inside().max_by_key(|&node| graph.targets(node).len()).unwrap_or_default();
            let widest = 2 * graph.distances(middle).into_iter().flatten().max().unwrap_or_default();
            let off = share * widest as f64;
            let worst = inside().map(|node| {
                // the true mean may be less by as much, but no distance is below 1
                let least = (mean(node) - off).max(1.0);
                reach(node) * (1.0 / least - 1.0 / mean(node))
            });
            error = worst.chain(error).reduce(f64::max);
        }
        Ok(Scores { values: (0..graph.nodes()).map(score).collect(), error })
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
        "sum over t of 1 / distance(v, t), direction and weights ignored, of large graphs from some t only; \
         Boldi and Vigna 2014, doi:10.1080/15427951.2013.865686"
    }

    fn scores(&self, shape: &Shape, effort: &Effort<'_>) -> Result<Scores, NetworkError> {
        let graph = &shape.both;
        let sample = sample(graph, effort);
        let Met { sums, .. } = distances(graph, &sample.starts, effort, |steps| 1.0 / f64::from(steps));
        let values = sums.iter().enumerate().map(|(node, sum)| sum * sample.scale(node)).collect();
        let errors = sample.errors().map(|(_, size, mean)| mean * size as f64);
        Ok(Scores { values, error: errors.reduce(f64::max) })
    }
}

/// As many starts as are worth the effort; many at once cost little more than one.
fn sample(graph: &Adjacency, effort: &Effort<'_>) -> Sample {
    Sample::new(graph, effort.edges.saturating_mul(LANES as u64 / 32))
}

/// What each node knows of starts other than itself.
struct Met {
    /// How many there are with a way to it.
    starts: Vec<f64>,
    /// The sum over them of what their distance counts.
    sums: Vec<f64>,
}

impl Met {
    fn new(nodes: usize) -> Self {
        Self { starts: vec![0.0; nodes], sums: vec![0.0; nodes] }
    }
}

/// Follows all ways from `starts`, direction being none: how far a start is from a node, the node is from it.
fn distances(graph: &Adjacency, starts: &[usize], effort: &Effort<'_>, counts: impl Fn(u32) -> f64 + Sync) -> Met {
    let mut all = Met::new(graph.nodes());
    let lanes: Vec<&[usize]> = starts.chunks(LANES).collect();
    let parts: Vec<&[&[usize]]> = lanes.chunks(lanes.len().div_ceil(PARTS).max(1)).collect();
    let finished = AtomicUsize::new(0);
    // no more sums are held than there are threads to make them
    for some in parts.chunks(rayon::current_num_threads().max(1)) {
        let met = some.par_iter().map(|part| {
            let mut waves = Waves::new(graph.nodes());
            let mut met = Met::new(graph.nodes());
            for starts in *part {
                waves.from(graph, starts, |node, steps, count| {
                    met.starts[node] += count;
                    met.sums[node] += count * counts(steps);
                });
            }
            let finished = finished.fetch_add(1, Ordering::Relaxed) + 1;
            (effort.done)(finished as f64 / parts.len() as f64);
            met
        });
        for part in met.collect::<Vec<_>>() {
            all.starts.iter_mut().zip(part.starts).for_each(|(sum, part)| *sum += part);
            all.sums.iter_mut().zip(part.sums).for_each(|(sum, part)| *sum += part);
        }
    }
    all
}

/// A bit for each start that is followed.
type Lanes = [u64; WORDS];

/// Ways from many starts at once, a bit for each (Then et al. 2014, doi:10.14778/2735496.2735507).
struct Waves {
    /// Which starts have come by each node.
    seen: Vec<Lanes>,
    /// Which come by with the step at hand.
    coming: Vec<Lanes>,
    /// Nodes with a start that came by with the step before, and with which.
    front: Vec<(u32, Lanes)>,
    /// Nodes that any start may come by with the step at hand.
    reached: Vec<u32>,
}

const NONE: Lanes = [0; WORDS];

impl Waves {
    fn new(nodes: usize) -> Self {
        Self { seen: vec![NONE; nodes], coming: vec![NONE; nodes], front: Vec::new(), reached: Vec::new() }
    }

    /// Follows up to [`LANES`] starts, and tells of each node how many of them are how many steps away.
    fn from(&mut self, graph: &Adjacency, starts: &[usize], mut tell: impl FnMut(usize, u32, f64)) {
        let Self { seen, coming, front, reached } = self;
        seen.fill(NONE);
        front.clear();
        for (lane, &start) in starts.iter().enumerate() {
            let mut lanes = NONE;
            lanes[lane / 64] |= 1 << (lane % 64);
            seen[start] = lanes;
            front.push((start as u32, lanes));
        }
        let mut steps = 0;
        while !front.is_empty() {
            steps += 1;
            for (node, lanes) in front.drain(..) {
                for &other in graph.targets(node as usize) {
                    let coming = &mut coming[other as usize];
                    if *coming == NONE {
                        reached.push(other);
                    }
                    coming.iter_mut().zip(lanes).for_each(|(coming, lanes)| *coming |= lanes);
                }
            }
            for node in reached.drain(..) {
                let (seen, coming) = (&mut seen[node as usize], &mut coming[node as usize]);
                let mut fresh = std::mem::replace(coming, NONE);
                fresh.iter_mut().zip(&mut *seen).for_each(|(fresh, seen)| {
                    *fresh &= !*seen;
                    *seen |= *fresh;
                });
                let count: u32 = fresh.iter().map(|word| word.count_ones()).sum();
                if count > 0 {
                    tell(node as usize, steps, f64::from(count));
                    front.push((node, fresh));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain with a ring at its end, and a pair apart.
    fn shape() -> Shape {
        let chain = (0..1500).map(|node| (node, node + 1, 1.0));
        let ring = (1500..3000).map(|node| (node, node + 1, 1.0)).chain([(3000, 1500, 1.0)]);
        Shape::new(3003, chain.chain(ring).chain([(3001, 3002, 1.0)]))
    }

    #[test]
    fn many_ways_at_once_are_as_long_as_each_of_them() {
        let graph = shape().both;
        let starts: Vec<usize> = (0..graph.nodes()).step_by(7).collect();
        let met = distances(&graph, &starts, &Effort::default(), f64::from);
        for node in [0, 1, 700, 1500, 2250, 2999, 3001] {
            let away: Vec<usize> = starts.iter().filter_map(|&s| graph.distances(s)[node]).filter(|d| *d > 0).collect();
            let sum: usize = away.iter().sum();
            assert_eq!((met.starts[node], met.sums[node]), (away.len() as f64, sum as f64), "{node}");
        }
    }

    #[test]
    fn sampled_distances_tell_their_error() {
        let shape = shape();
        for measure in [&Closeness as &dyn Measure, &Harmonic] {
            let scores = |edges| measure.scores(&shape, &Effort { edges, ..Effort::default() }).unwrap();
            let (exact, sampled) = (scores(u64::MAX), scores(0));
            assert_eq!(exact.error, None);
            let apart = |at: usize| (exact.values[at] - sampled.values[at]).abs();
            let worst = (0..shape.nodes()).map(apart).fold(0.0, f64::max);
            assert!(worst > 0.0 && worst < sampled.error.unwrap(), "{}: {worst}", measure.name());
            assert_eq!(exact.values[3001], sampled.values[3001], "small parts are looked at whole");
        }
    }
}
