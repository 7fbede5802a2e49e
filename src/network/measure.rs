//! What a centrality is.

use crate::network::{Network, NetworkError};

/// A centrality: gives each node of a network a number, the greater the more central.
pub trait Measure: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// What it tells, for help texts: one line.
    fn description(&self) -> &'static str;

    /// Its definition and where that comes from.
    fn formula(&self) -> &'static str;

    /// A number for each node, in the order of [`Network::nodes`].
    ///
    /// # Errors
    /// [`NetworkError::NotConverged`] from measures that iterate.
    fn scores(&self, network: &Network) -> Result<Vec<f64>, NetworkError>;
}
