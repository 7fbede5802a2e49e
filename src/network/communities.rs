//! Communities: parts that hang together more than chance would have it.

use crate::network::{Adjacency, structure::by_size};

/// Orders in which nodes are tried; the best outcome is taken.
const TRIES: u64 = 16;
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
/// neighbouring community that gains most, then communities become nodes, until nothing gains. Nodes are taken in
/// several orders that follow from `seed`, and the division with the greatest modularity is given. Direction is ignored,
/// edges count by their weight.
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
    let tries = (0..TRIES).map(|number| {
        let of = louvain(both, seed.wrapping_mul(TRIES).wrapping_add(number));
        let modularity = modularity(both, &of);
        Communities { of, modularity }
    });
    // of equals the first
    let best = tries.reduce(|best, next| if next.modularity > best.modularity + GAIN { next } else { best });
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

fn louvain(both: &Adjacency, seed: u64) -> Vec<usize> {
    let mut of: Vec<usize> = (0..both.nodes()).collect();
    let mut graph = both.clone();
    let mut random = Random(seed);
    loop {
        let moved = local(&graph, &mut random);
        let Some(moved) = moved else { return of };
        let communities = moved.iter().max().map_or(0, |most| most + 1);
        of.iter_mut().for_each(|node| *node = moved[*node]);
        let arcs = (0..graph.nodes()).flat_map(|node| {
            let moved = &moved;
            graph.neighbours(node).map(move |(other, weight)| (moved[node], moved[other], weight))
        });
        graph = Adjacency::directed(communities, arcs.collect::<Vec<_>>());
    }
}

/// Moves nodes between communities until nothing gains: the community of each, numbered without gaps; `None` if none moved.
fn local(graph: &Adjacency, random: &mut Random) -> Option<Vec<usize>> {
    let nodes = graph.nodes();
    let strengths = graph.strengths();
    let total: f64 = strengths.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let mut of: Vec<usize> = (0..nodes).collect();
    let mut whole = strengths.clone();
    let mut order: Vec<usize> = (0..nodes).collect();
    random.shuffle(&mut order);
    // weight from the node at hand to each community, and which of them it touches
    let mut to = vec![0.0; nodes];
    let mut touched: Vec<usize> = Vec::new();
    let (mut moved, mut ever) = (true, false);
    while moved {
        moved = false;
        for &node in &order {
            let old = of[node];
            for (other, weight) in graph.neighbours(node).filter(|&(other, _)| other != node) {
                if to[of[other]] == 0.0 {
                    touched.push(of[other]);
                }
                to[of[other]] += weight;
            }
            whole[old] -= strengths[node];
            let gain = |community: usize, to: &[f64]| to[community] - strengths[node] * whole[community] / total;
            let mut best = (gain(old, &to), old);
            for &community in &touched {
                let gain = gain(community, &to);
                if gain > best.0 + GAIN * total {
                    best = (gain, community);
                }
            }
            of[node] = best.1;
            whole[best.1] += strengths[node];
            moved |= best.1 != old;
            touched.drain(..).for_each(|community| to[community] = 0.0);
        }
        ever |= moved;
    }
    ever.then(|| {
        let mut number = vec![usize::MAX; nodes];
        let mut next = 0;
        for community in &of {
            if number[*community] == usize::MAX {
                number[*community] = next;
                next += 1;
            }
        }
        of.iter().map(|community| number[*community]).collect()
    })
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
