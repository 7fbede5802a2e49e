//! Ways through a graph of costs.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap, HashMap, HashSet},
};

use petgraph::{
    graph::{EdgeIndex, Neighbors, NodeIndex, UnGraph},
    visit::EdgeRef,
};

/// What a step between two nodes costs.
pub(super) type Costs = UnGraph<(), u64>;

/// A way that comes by no node twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    pub cost: u64,
    pub nodes: Vec<NodeIndex>,
}

/// What must not be used.
#[derive(Default)]
struct Closed {
    nodes: HashSet<NodeIndex>,
    edges: HashSet<EdgeIndex>,
}

/// The cheapest way of at most so many steps: Dijkstra's method, where a node is looked at again if that takes fewer steps.
pub(super) fn shortest(costs: &Costs, start: NodeIndex, goal: NodeIndex, most: Option<usize>) -> Option<Way> {
    open(costs, start, goal, most, &Closed::default())
}

fn open(costs: &Costs, start: NodeIndex, goal: NodeIndex, most: Option<usize>, closed: &Closed) -> Option<Way> {
    // nodes that were come to, each with the place of the one before it
    let mut trail: Vec<(NodeIndex, usize)> = vec![(start, 0)];
    // by cost, of equals with fewer steps and the smaller key first; steps count if there may not be any number
    let mut heap = BinaryHeap::from([Reverse((0, 0, start, 0))]);
    let mut fewest: HashMap<NodeIndex, usize> = HashMap::new();
    while let Some(Reverse((cost, steps, node, at))) = heap.pop() {
        if fewest.get(&node).is_some_and(|known| *known <= steps) {
            continue;
        }
        fewest.insert(node, steps);
        if node == goal {
            let before = |at: &usize| Some(trail[*at].1).filter(|_| *at > 0);
            let mut nodes: Vec<NodeIndex> = std::iter::successors(Some(at), before).map(|at| trail[at].0).collect();
            nodes.reverse();
            return Some(Way { cost, nodes });
        }
        if most == Some(steps) {
            continue;
        }
        for edge in costs.edges(node) {
            let (other, steps) = (edge.target(), most.map_or(0, |_| steps + 1));
            let known = fewest.get(&other).is_some_and(|known| *known <= steps);
            if !known && !closed.edges.contains(&edge.id()) && !closed.nodes.contains(&other) {
                heap.push(Reverse((cost + edge.weight(), steps, other, trail.len())));
                trail.push((other, at));
            }
        }
    }
    None
}

/// The `count` cheapest ways of at most so many steps, from the cheapest on: Yen 1971, doi:10.1287/mnsc.17.11.712.
pub(super) fn k_shortest(costs: &Costs, first: Way, count: usize, most: Option<usize>) -> Vec<Way> {
    let mut taken: Vec<Way> = Vec::new();
    let mut candidates = BTreeSet::from([first]);
    while taken.len() < count {
        let Some(best) = candidates.pop_first() else { break };
        taken.push(best.clone());
        let Some((&goal, spurs)) = best.nodes.split_last() else { break };
        for (turn, &spur) in spurs.iter().enumerate() {
            let root = &best.nodes[..=turn];
            let mut closed = Closed { nodes: root[..turn].iter().copied().collect(), edges: HashSet::new() };
            for way in taken.iter().filter(|way| way.nodes.starts_with(root)) {
                closed.edges.extend(way.nodes.get(turn + 1).and_then(|&next| costs.find_edge(spur, next)));
            }
            if let Some(rest) = open(costs, spur, goal, most.map(|most| most - turn), &closed) {
                let nodes = [&root[..turn], &rest.nodes].concat();
                candidates.insert(Way { cost: cost(costs, &nodes), nodes });
            }
        }
    }
    taken
}

fn cost(costs: &Costs, nodes: &[NodeIndex]) -> u64 {
    let step = |ends: &[NodeIndex]| costs.find_edge(ends[0], ends[1]).map_or(0, |edge| costs[edge]);
    nodes.windows(2).map(step).sum()
}

/// Nodes that are looked at in search of all ways.
const LOOKS: usize = 50_000_000;

/// All ways of at most `longest` steps, from those with the fewest steps on and of these from the cheapest; and whether
/// these are all: no more than `most` are given, and the search ends when it has taken too long.
pub(super) fn all(costs: &Costs, start: NodeIndex, goal: NodeIndex, longest: usize, most: usize) -> (Vec<Way>, bool) {
    let left = steps_to(costs, goal);
    let longest = longest.min(costs.node_count().saturating_sub(1));
    let mut ways: Vec<Way> = Vec::new();
    let mut looks = 0;
    for length in left[start.index()].unwrap_or(usize::MAX)..=longest {
        let begin = ways.len();
        let whole = each(costs, start, goal, length, &left, |nodes| {
            looks += 1;
            if let Some(nodes) = nodes {
                if ways.len() == most {
                    return false;
                }
                ways.push(Way { cost: cost(costs, nodes), nodes: nodes.to_vec() });
            }
            looks < LOOKS
        });
        ways[begin..].sort_unstable();
        if !whole {
            return (ways, false);
        }
    }
    (ways, true)
}

/// Goes all ways of exactly `length` steps, depth first and only where the goal is still in reach, and shows each to
/// `see`, with nothing for what is looked at on the way; until that says no. Whether it never did.
fn each(
    costs: &Costs,
    start: NodeIndex,
    goal: NodeIndex,
    length: usize,
    left: &[Option<usize>],
    mut see: impl FnMut(Option<&[NodeIndex]>) -> bool,
) -> bool {
    let mut way = vec![start];
    let mut on = vec![false; costs.node_count()];
    on[start.index()] = true;
    if start == goal {
        return length > 0 || see(Some(&way));
    }
    let mut rest: Vec<Neighbors<'_, u64>> = vec![costs.neighbors(start)];
    while let Some(others) = rest.last_mut() {
        let Some(next) = others.next() else {
            rest.pop();
            way.pop().into_iter().for_each(|node| on[node.index()] = false);
            continue;
        };
        let done = way.len();
        let reached = next == goal;
        let in_reach = left[next.index()].is_some_and(|left| done + left <= length);
        if on[next.index()] || !in_reach || reached != (done == length) {
            continue;
        }
        way.push(next);
        if !see(reached.then_some(&way[..])) {
            return false;
        }
        if reached {
            way.pop();
        } else {
            on[next.index()] = true;
            rest.push(costs.neighbors(next));
        }
    }
    true
}

/// How many steps each node is from `goal`.
fn steps_to(costs: &Costs, goal: NodeIndex) -> Vec<Option<usize>> {
    let mut steps = vec![None; costs.node_count()];
    steps[goal.index()] = Some(0);
    let mut met = vec![goal];
    let mut at = 0;
    while let Some(&node) = met.get(at) {
        at += 1;
        for other in costs.neighbors(node) {
            if steps[other.index()].is_none() {
                steps[other.index()] = steps[node.index()].map(|steps| steps + 1);
                met.push(other);
            }
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every way without a node twice, by trying all.
    fn tried(costs: &Costs, way: &mut Vec<NodeIndex>, goal: NodeIndex, longest: usize, found: &mut Vec<Way>) {
        let last = way[way.len() - 1];
        if last == goal {
            found.push(Way { cost: cost(costs, way), nodes: way.clone() });
        } else if way.len() <= longest {
            for next in costs.neighbors(last).filter(|next| !way.contains(next)).collect::<Vec<_>>() {
                way.push(next);
                tried(costs, way, goal, longest, found);
                way.pop();
            }
        }
    }

    fn graph() -> impl Strategy<Value = Costs> {
        let edges = proptest::collection::btree_map((0_usize..7, 0_usize..7), 1_u64..20, 0..16);
        edges.prop_map(|edges| {
            let mut costs = Costs::default();
            (0..7).for_each(|_| _ = costs.add_node(()));
            for ((a, b), cost) in edges.into_iter().filter(|((a, b), _)| a < b) {
                costs.add_edge(NodeIndex::new(a), NodeIndex::new(b), cost);
            }
            costs
        })
    }

    proptest! {
        #[test]
        fn no_way_is_missed_and_none_comes_twice(costs in graph(), longest in 0_usize..8, count in 1_usize..20) {
            let (start, goal) = (NodeIndex::new(0), NodeIndex::new(6));
            let mut expected = Vec::new();
            tried(&costs, &mut vec![start], goal, longest, &mut expected);

            let (mut found, whole) = all(&costs, start, goal, longest, usize::MAX);
            prop_assert!(whole && found.is_sorted_by_key(|way| way.nodes.len()));
            let (few, whole) = all(&costs, start, goal, longest, 2);
            prop_assert_eq!((few.len(), whole), (expected.len().min(2), expected.len() <= 2));
            found.sort();
            expected.sort();
            prop_assert_eq!(&found, &expected);

            let first = shortest(&costs, start, goal, Some(longest));
            prop_assert_eq!(first.as_ref().map(|way| way.cost), expected.first().map(|way| way.cost));
            let cheapest = first.map(|first| k_shortest(&costs, first, count, Some(longest))).unwrap_or_default();
            let price = |ways: &[Way]| ways.iter().take(count).map(|way| way.cost).collect::<Vec<_>>();
            prop_assert_eq!(price(&cheapest), price(&expected));
            prop_assert!(cheapest.iter().collect::<BTreeSet<_>>().len() == cheapest.len());
            prop_assert!(cheapest.iter().all(|way| way.nodes.len() <= longest + 1));
        }
    }
}
