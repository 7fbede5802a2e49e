//! Which nodes paths are begun from, and what it costs to leave some out.

use crate::network::{Adjacency, components};

/// At least so many starts in each part of the graph that hangs together.
const FEWEST: u64 = 500;

/// The nodes that paths are begun from: all, or as many as there is time for, spread by a fixed rule.
pub(super) struct Sample {
    /// In ascending order.
    pub starts: Vec<usize>,
    /// The connected part of each node.
    pub part: Vec<usize>,
    /// Of each part, how many nodes it has and how many of these are starts.
    pub parts: Vec<(usize, usize)>,
}

impl Sample {
    /// From all nodes of a part, or from as many as looking at `edges` edges allows.
    pub fn new(graph: &Adjacency, edges: u64) -> Self {
        let affordable = (edges / graph.arcs().max(1) as u64).max(FEWEST);
        let part = components(graph);
        let mut parts = vec![(0, 0); part.iter().max().map_or(0, |most| most + 1)];
        part.iter().for_each(|&part| parts[part].0 += 1);
        // an order that has nothing to do with that of the nodes (splitmix64)
        let mixed = |node: usize| {
            let mut z = (node as u64).wrapping_add(0x9E37_79B9_7F4A_7C15);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        };
        let mut starts: Vec<usize> = (0..graph.nodes()).collect();
        starts.sort_unstable_by_key(|&node| mixed(node));
        starts.retain(|&node| {
            let (_, taken) = &mut parts[part[node]];
            let wanted = (*taken as u64) < affordable;
            *taken += usize::from(wanted);
            wanted
        });
        starts.sort_unstable();
        Self { starts, part, parts }
    }

    /// How many nodes each start of the part of `node` stands for.
    pub fn scale(&self, node: usize) -> f64 {
        let (size, taken) = self.parts[self.part[node]];
        size as f64 / taken.max(1) as f64
    }

    /// The parts that not all nodes are starts of, each with its number of nodes and how far a mean over its starts may
    /// be from the mean over all its nodes, for all nodes of the graph at once at 95 of 100 samples, if what the mean is
    /// of lies between 0 and 1 (Hoeffding 1963, doi:10.1080/01621459.1963.10500830).
    pub fn errors(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        let events = 2.0 * self.part.len() as f64 / 0.05;
        let sampled = self.parts.iter().enumerate().filter(|(_, (size, taken))| taken < size);
        sampled.map(move |(part, &(size, taken))| (part, size, (events.ln() / (2.0 * taken as f64)).sqrt()))
    }
}
