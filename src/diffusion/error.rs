//! What can go wrong when a programme is looked for.

use thiserror::Error;

/// A programme that can't be told, with what to try instead.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum DiffusionError {
    /// No programme has the name, nor contains it.
    #[error("no programme is called {name}{}", did_you_mean(.near))]
    Unknown {
        /// What was asked for.
        name: String,
        /// Up to five names that come near.
        near: Vec<String>,
    },
    /// Programmes that are no variants of one another fit equally well.
    #[error("{name} may be any of {count} programmes: give the full name ({})", .candidates.join(", "))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// How many programmes it fits.
        count: usize,
        /// The first five of them, those of the most pages before the others.
        candidates: Vec<String>,
    },
}

fn did_you_mean(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!(" (did you mean {}?)", near.join(", ")) }
}
