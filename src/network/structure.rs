//! What a network falls into, and what holds it together.

use std::collections::BTreeMap;

use crate::network::Adjacency;

/// The connected parts: for each node the number of its part. Parts are numbered from 0 by size, the largest first, of
/// equals the one with the first node. Direction is ignored.
///
/// ```
/// use zhengtu::network::{Adjacency, components};
/// let graph = Adjacency::undirected(5, [(1, 2, 1.0), (2, 4, 1.0), (0, 3, 1.0)]);
/// assert_eq!(components(&graph), [1, 0, 0, 1, 0]);
/// ```
pub fn components(both: &Adjacency) -> Vec<usize> {
    let mut part = vec![usize::MAX; both.nodes()];
    let mut met = Vec::new();
    for start in 0..both.nodes() {
        if part[start] != usize::MAX {
            continue;
        }
        part[start] = start;
        met.push(start);
        while let Some(node) = met.pop() {
            for &other in both.targets(node) {
                if part[other as usize] == usize::MAX {
                    part[other as usize] = start;
                    met.push(other as usize);
                }
            }
        }
    }
    by_size(&part)
}

/// The same parts, numbered from 0 by size, the largest first, of equals the one with the first node.
pub(super) fn by_size(part: &[usize]) -> Vec<usize> {
    // how many nodes a part has, and its first
    let mut parts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (node, &part) in part.iter().enumerate() {
        parts.entry(part).or_insert((0, node)).0 += 1;
    }
    let mut order: Vec<(usize, (usize, usize))> = parts.into_iter().collect();
    order.sort_unstable_by_key(|&(_, (size, first))| (std::cmp::Reverse(size), first));
    let number: BTreeMap<usize, usize> = order.iter().enumerate().map(|(number, &(part, _))| (part, number)).collect();
    part.iter().map(|part| number[part]).collect()
}

/// Nodes and edges without which a part of the network falls apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joints {
    /// Articulation points, in order.
    pub nodes: Vec<usize>,
    /// Bridges, each from the smaller node to the greater, in order. Parallel edges are one.
    pub edges: Vec<(usize, usize)>,
}

/// A node on the way down, while its neighbours are looked at.
struct Visit {
    node: usize,
    parent: usize,
    /// Position of the next neighbour.
    next: usize,
}

/// Articulation points and bridges, direction ignored: depth first, with the earliest node that each subtree is joined to
/// (Tarjan 1972, doi:10.1137/0201010; Hopcroft and Tarjan 1973, doi:10.1145/362248.362272).
///
/// ```
/// use zhengtu::network::{Adjacency, joints};
/// // a triangle and a tail
/// let graph = Adjacency::undirected(5, [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0), (2, 3, 1.0), (3, 4, 1.0)]);
/// let joints = joints(&graph);
/// assert_eq!((joints.nodes, joints.edges), (vec![2, 3], vec![(2, 3), (3, 4)]));
/// ```
pub fn joints(both: &Adjacency) -> Joints {
    let nodes = both.nodes();
    // when a node was met, from 1, and the earliest that its subtree is joined to
    let (mut met, mut low) = (vec![0_usize; nodes], vec![0_usize; nodes]);
    let mut is_joint = vec![false; nodes];
    let mut edges = Vec::new();
    let mut time = 0;
    for root in 0..nodes {
        if met[root] > 0 {
            continue;
        }
        time += 1;
        (met[root], low[root]) = (time, time);
        let mut children = 0;
        let mut way = vec![Visit { node: root, parent: root, next: 0 }];
        while let Some(visit) = way.last_mut() {
            let (node, parent) = (visit.node, visit.parent);
            if let Some(&other) = both.targets(node).get(visit.next) {
                visit.next += 1;
                let other = other as usize;
                if met[other] == 0 {
                    time += 1;
                    (met[other], low[other]) = (time, time);
                    children += usize::from(node == root);
                    way.push(Visit { node: other, parent: node, next: 0 });
                } else if other != parent {
                    low[node] = low[node].min(met[other]);
                }
                continue;
            }
            way.pop();
            if node == root {
                continue;
            }
            low[parent] = low[parent].min(low[node]);
            if low[node] > met[parent] {
                edges.push((node.min(parent), node.max(parent)));
            }
            is_joint[parent] |= parent != root && low[node] >= met[parent];
        }
        is_joint[root] = children > 1;
    }
    edges.sort_unstable();
    Joints { nodes: (0..nodes).filter(|&node| is_joint[node]).collect(), edges }
}
