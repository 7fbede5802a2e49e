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
    fn scores(&self, shape: &Shape, effort: &Effort<'_>) -> Result<Scores, NetworkError>;
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

/// How much work a measure may be, and who hears how far it is.
///
/// ```
/// use zhengtu::network::{Effort, Shape, measure};
/// let ring = Shape::new(2000, (0..2000).map(|node| (node, (node + 1) % 2000, 1.0)));
/// let little = Effort { edges: 0, ..Effort::default() };
/// assert!(measure("betweenness")?.scores(&ring, &little)?.error.is_some());
/// assert!(measure("betweenness")?.scores(&ring, &Effort::default())?.error.is_none());
/// # Ok::<(), zhengtu::network::NetworkError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Effort<'a> {
    /// Measures that look at the paths from every node take only some nodes if they would look at more edges than so many,
    /// and tell the error of that ([`Scores::error`]). They look at some hundred million a second on a core.
    pub edges: u64,
    /// Told by measures that take long, now and then and from any thread: the share that is done, from 0 to 1.
    pub done: &'a (dyn Fn(f64) + Sync),
}

impl Default for Effort<'_> {
    /// A few seconds; nobody hears of it.
    fn default() -> Self {
        Self { edges: 2_000_000_000, done: &|_| () }
    }
}
