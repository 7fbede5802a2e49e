//! Which part of a network a picture shows, and what it leaves out.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{
    export::ExportError,
    model::EntityKind,
    network::{Adjacency, Measure, Network, Shape},
};

/// What is drawn.
pub(super) struct Part {
    pub network: Network,
    /// How many of each kind are not.
    pub left_out: BTreeMap<EntityKind, usize>,
}

impl Part {
    /// At most `most` nodes, those that `by` puts first; without a measure those with the most neighbours. Agencies and
    /// programmes go before locations, which boxes tell too, and these before indicators, which a table tells better.
    pub fn of(network: &Network, most: usize, by: Option<&dyn Measure>) -> Result<Self, ExportError> {
        let count = network.node_count();
        if count <= most {
            return Ok(Self { network: network.clone(), left_out: BTreeMap::new() });
        }
        let ties = Adjacency::both_ways(network);
        let scores = match by {
            Some(measure) => measure.scores(&Shape::of(network))?.values,
            None => (0..count).map(|at| ties.neighbours(at).len() as f64).collect(),
        };
        let rank = |kind| match kind {
            EntityKind::Agency | EntityKind::Programme => 0,
            EntityKind::Location => 1,
            EntityKind::Indicator => 2,
        };
        let ranks: Vec<u8> = network.nodes().map(|node| rank(node.kind)).collect();
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| ranks[a].cmp(&ranks[b]).then(scores[b].total_cmp(&scores[a])).then(a.cmp(&b)));

        let mut keep = vec![false; count];
        let mut next = order.into_iter();
        next.by_ref().take(most).for_each(|at| keep[at] = true);
        // What has lost all its neighbours tells nothing: another takes its place.
        for _ in 0..8 {
            let lost = |&at: &usize| {
                let mut near = ties.neighbours(at).peekable();
                keep[at] && near.peek().is_some() && !near.any(|(other, _)| keep[other])
            };
            let out: Vec<usize> = (0..count).filter(lost).collect();
            if out.is_empty() {
                break;
            }
            out.iter().for_each(|&at| keep[at] = false);
            next.by_ref().take(out.len()).for_each(|at| keep[at] = true);
        }
        let mut left_out = BTreeMap::new();
        network
            .nodes()
            .zip(&keep)
            .filter(|(_, kept)| !**kept)
            .for_each(|(node, _)| *left_out.entry(node.kind).or_default() += 1);
        Ok(Self { network: network.keep_nodes(|at| keep[at]), left_out })
    }

    /// The kinds that are left out and how many of each, most first.
    pub fn missing(&self) -> Vec<(EntityKind, usize)> {
        let mut missing: Vec<_> = self.left_out.iter().map(|(kind, count)| (*kind, *count)).collect();
        missing.sort_by_key(|(kind, count)| (Reverse(*count), *kind));
        missing
    }
}
