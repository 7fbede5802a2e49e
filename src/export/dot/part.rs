//! Which part of a network a picture shows, and what it leaves out.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{
    export::ExportError,
    model::EntityKind,
    network::{Adjacency, Effort, Measure, Network, Shape},
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
            Some(measure) => measure.scores(&Shape::of(network), &Effort::default())?.values,
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

        let mut place = vec![0; count];
        order.iter().enumerate().for_each(|(rank, &at)| place[at] = rank);
        let (mut keep, mut kept) = (vec![false; count], 0);
        for at in order {
            if keep[at] || kept == most {
                continue;
            }
            // What stands alone though it is joined to others tells nothing: it brings along the first of them.
            let near = || ties.neighbours(at).map(|(other, _)| other);
            let alone = !near().any(|other| keep[other]);
            let other = near().min_by_key(|&other| place[other]).filter(|_| alone);
            if kept + 1 + usize::from(other.is_some()) <= most {
                for one in other.into_iter().chain([at]) {
                    keep[one] = true;
                    kept += 1;
                }
            }
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
