//! What can go wrong when a network is asked.

use thiserror::Error;

/// A question that the network cannot answer, with what to try instead.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum NetworkError {
    /// No node has the name, nor contains it.
    #[error("no node is called {name}{}", did_you_mean(.near))]
    UnknownName {
        /// What was asked for.
        name: String,
        /// Up to five names that come near.
        near: Vec<String>,
    },
    /// More than one node has the name.
    #[error("{name} may be any of {count} nodes: give the full name or the key ({})", .candidates.join(", "))]
    AmbiguousName {
        /// What was asked for.
        name: String,
        /// How many nodes it fits.
        count: usize,
        /// The first five of them: name and key.
        candidates: Vec<String>,
    },
    /// The two nodes lie in different components of the network.
    #[error(
        "no path between {from} and {to}: the first hangs together with {from_others} other nodes, the second with \
         {to_others}, and no edge joins the two groups{}",
        misses(.near)
    )]
    NoPath {
        /// Name of the one end.
        from: String,
        /// Name of the other end.
        to: String,
        /// How many nodes the one end reaches.
        from_others: usize,
        /// How many nodes the other end reaches.
        to_others: usize,
        /// Pairs of like names, one from each group, nearest first: what may be one thing under two names.
        near: Vec<String>,
    },
    /// Paths exist, but all of them are longer than was allowed.
    #[error(
        "no path between {from} and {to} is short enough: the shortest has {shortest} step{} (allow as many)",
        if *.shortest == 1 { "" } else { "s" }
    )]
    PathTooLong {
        /// Name of the one end.
        from: String,
        /// Name of the other end.
        to: String,
        /// How many steps the shortest has.
        shortest: usize,
    },
    /// The registry has no such measure.
    #[error("no measure is called {name} (one of {})", .known.join(", "))]
    UnknownMeasure {
        /// What was asked for.
        name: String,
        /// The registry's names.
        known: Vec<&'static str>,
    },
    /// An iteration did not settle.
    #[error("{measure} did not settle within {iterations} rounds (narrow the selection or take another measure)")]
    NotConverged {
        /// Name of the measure.
        measure: &'static str,
        /// Rounds that were tried.
        iterations: usize,
    },
}

fn did_you_mean(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!(" (did you mean {}?)", near.join(", ")) }
}

fn misses(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!(" (nearest misses: {})", near.join("; ")) }
}
