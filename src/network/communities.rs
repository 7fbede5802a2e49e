//! Communities: parts that hang together more than chance would have it.

use std::collections::VecDeque;

use rayon::prelude::*;

use crate::network::{Adjacency, structure::by_size};

/// Orders in which nodes are tried, at most; the best outcome is taken.
const TRIES: u64 = 16;
/// Of large graphs, as many as look at so many edges in one round, but four at least.
const EDGES: u64 = 400_000;
/// A smaller gain is none: floats.
const GAIN: f64 = 1e-12;

/// A division of the nodes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Communities {
    /// The community of each node, numbered from 0 by size, the largest first.
    pub of: Vec<usize>,
    /// How much more weight lies within communities than chance would have it, from -0.5 to 1 (Newman 2004,
    /// doi:10.1103/PhysRevE.69.066133).
    pub modularity: f64,
}

/// Communities by the Louvain method (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008): nodes move to the
/// neighbouring community that gains most, then communities become nodes, until nothing gains. A node is looked at again
/// only when a neighbour has moved (Traag et al. 2019, doi:10.1038/s41598-019-41695-z). Nodes are taken in
/// several orders that follow from `seed`, four in large graphs and up to sixteen in others, and the division with the
/// greatest modularity is given. Direction is ignored, edges count by their weight.
///
/// ```
/// use zhengtu::network::{Adjacency, communities};
/// // two triangles and an edge between them
/// let edges = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)];
/// let found = communities(&Adjacency::undirected(6, edges.map(|(a, b)| (a, b, 1.0))), 0);
/// assert_eq!(found.of, [0, 0, 0, 1, 1, 1]);
/// assert!((found.modularity - 5.0 / 14.0).abs() < 1e-12);
/// ```
pub fn communities(both: &Adjacency, seed: u64) -> Communities {
    let tries = (EDGES / both.arcs().max(1) as u64).clamp(4, TRIES);
    let tries = (0..tries).into_par_iter().map(|number| {
        let of = louvain(both, &mut Random(seed.wrapping_mul(TRIES).wrapping_add(number)));
        let modularity = modularity(both, &of);
        Communities { of, modularity }
    });
    // of equals the first
    let better =
        |best: Communities, next: Communities| if next.modularity > best.modularity + GAIN { next } else { best };
    let best = tries.collect::<Vec<_>>().into_iter().reduce(better);
    best.map(|best| Communities { of: by_size(&best.of), ..best }).unwrap_or_default()
}

/// The modularity of a division; 0 without edges.
pub fn modularity(both: &Adjacency, of: &[usize]) -> f64 {
    let strengths = both.strengths();
    let total: f64 = strengths.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    let communities = of.iter().max().map_or(0, |most| most + 1);
    let (mut within, mut whole) = (vec![0.0; communities], vec![0.0; communities]);
    for node in 0..both.nodes() {
        whole[of[node]] += strengths[node];
        within[of[node]] += both
            .neighbours(node)
            .filter(|&(other, _)| of[other] == of[node])
            .fold(0.0, |sum, (_, weight)| sum + weight);
    }
    within.iter().zip(&whole).map(|(within, whole)| within / total - (whole / total) * (whole / total)).sum()
}

/// A division: of the nodes, then of the communities as nodes, and then once more of the nodes, from there (Rotta and
/// Noack 2011, doi:10.1145/1963190.1970376).
fn louvain(graph: &Adjacency, random: &mut Random) -> Vec<usize> {
    let (mut of, moved) = local(graph, (0..graph.nodes()).collect(), random);
    if !moved {
        return of;
    }
    let communities = number(&mut of);
    let arcs = (0..graph.nodes()).flat_map(|node| {
        let of = &of;
        graph.neighbours(node).map(move |(other, weight)| (of[node], of[other], weight))
    });
    let above = louvain(&Adjacency::directed(communities, arcs), random);
    of.iter_mut().for_each(|community| *community = above[*community]);
    let (mut of, _) = local(graph, of, random);
    number(&mut of);
    of
}

/// Numbers communities without gaps, in the order of their first nodes; how many there are.
fn number(of: &mut [usize]) -> usize {
    let mut numbers = vec![usize::MAX; of.len()];
    let mut next = 0;
    for community in of {
        let number = &mut numbers[*community];
        if *number == usize::MAX {
            (*number, next) = (next, next + 1);
        }
        *community = *number;
    }
    next
}

/// Moves nodes between the communities that they are `of` until nothing gains: the community of each, and whether any
/// moved.
fn local(graph: &Adjacency, mut of: Vec<usize>, random: &mut Random) -> (Vec<usize>, bool) {
    let nodes = graph.nodes();
    let strengths = graph.strengths();
    let total: f64 = strengths.iter().sum();
    if total <= 0.0 {
        return (of, false);
    }
    let mut whole = vec![0.0; nodes];
    of.iter().zip(&strengths).for_each(|(community, strength)| whole[*community] += strength);
    let mut order: Vec<usize> = (0..nodes).collect();
    random.shuffle(&mut order);
    // nodes to look at, and whether each is among them
    let (mut queue, mut queued) = (VecDeque::from(order), vec![true; nodes]);
    // weight from the node at hand to each community, and which of them it touches
    let mut to = vec![0.0; nodes];
    let mut touched: Vec<usize> = Vec::new();
    let mut moved = false;
    while let Some(node) = queue.pop_front() {
        queued[node] = false;
        let old = of[node];
        for (other, weight) in graph.neighbours(node).filter(|&(other, _)| other != node) {
            let community = of[other];
            if to[community] == 0.0 {
                touched.push(community);
            }
            to[community] += weight;
        }
        whole[old] -= strengths[node];
        let share = strengths[node] / total;
        let mut best = (to[old] - share * whole[old], old);
        for &community in &touched {
            let gain = to[community] - share * whole[community];
            if gain > best.0 + GAIN * total {
                best = (gain, community);
            }
        }
        touched.drain(..).for_each(|community| to[community] = 0.0);
        of[node] = best.1;
        whole[best.1] += strengths[node];
        if best.1 != old {
            moved = true;
            for &other in graph.targets(node) {
                let other = other as usize;
                if of[other] != best.1 && !std::mem::replace(&mut queued[other], true) {
                    queue.push_back(other);
                }
            }
        }
    }
    (of, moved)
}

/// Numbers that follow from a seed (splitmix64: Steele et al. 2014, doi:10.1145/2660193.2660195).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            order.swap(at, (self.next() % (at as u64 + 1)) as usize);
        }
    }
}
