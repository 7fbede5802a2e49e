//! What a centrality is.

use crate::network::{NetworkError, Shape};

/// A centrality: gives each node of a network a number, the greater the more central.
pub trait Measure: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// What it tells, for help texts: one line.
    fn description(&self) -> &'static str;

    /// Its definition and where that comes from.
    fn formula(&self) -> &'static str;

    /// A number for each node.
    ///
    /// # Errors
    /// [`NetworkError::NotConverged`] from measures that iterate.
    fn scores(&self, shape: &Shape) -> Result<Scores, NetworkError>;
}

/// What a measure gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// A number for each node, in the order of [`Network::nodes`](crate::network::Network::nodes).
    pub values: Vec<f64>,
    /// Where only some of the graph was looked at: all numbers are right within this, at 95 of 100 such looks.
    pub error: Option<f64>,
}

impl From<Vec<f64>> for Scores {
    fn from(values: Vec<f64>) -> Self {
        Self { values, error: None }
    }
}
