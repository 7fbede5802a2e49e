//! The statements as a graph that can be walked and ranked; the only room that names petgraph.
//!
//! A [`Network`] is built from the facts of pages by a [`Builder`]. Its nodes are agencies, programmes, locations and
//! indicators; each of its edges carries the statements behind it ([`Support`]), so that every answer names its pages.
//!
//! ```
//! use zhengtu::network::{Network, PathOptions};
//! # let pages: Vec<zhengtu::model::PageFacts> = Vec::new();
//! let network = Network::from_pages(&pages);
//! match network.paths("湘潭市医疗保障局", "15分钟医保服务圈", &PathOptions::default()) {
//!     Ok(paths) => {
//!         for step in paths.iter().flat_map(|path| &path.steps) {
//!             println!("{} → {}: {}", step.from.name, step.to.name, step.sentence().unwrap_or("(register)"));
//!         }
//!     }
//!     Err(error) => assert!(error.to_string().starts_with("no node is called 湘潭市医疗保障局")),
//! }
//! ```

mod adjacency;
mod build;
mod centrality;
mod error;
mod graph;
mod measure;
mod names;
mod path;
mod rank;
mod select;
mod tally;

pub use adjacency::Adjacency;
pub use build::Builder;
pub use error::NetworkError;
pub use graph::{Edge, EdgeKind, Link, Network, Node, Support};
pub use measure::Measure;
pub use path::{Path, PathOptions, Step};
pub use rank::{Ranked, Reason, rank};
pub use select::{Around, Selection};
pub(crate) use tally::Tally;

/// Every measure. A new one is a type in a file of this room and a line here.
pub const MEASURES: &[&dyn Measure] = &[
    &centrality::Degree,
    &centrality::Strength,
    &centrality::Betweenness,
    &centrality::Closeness,
    &centrality::Harmonic,
    &centrality::Eigenvector,
    &centrality::PageRank,
];

/// The measure with the given name.
///
/// # Errors
/// [`NetworkError::UnknownMeasure`] with the names that there are.
pub fn measure(name: &str) -> Result<&'static dyn Measure, NetworkError> {
    let found = MEASURES.iter().copied().find(|measure| measure.name().eq_ignore_ascii_case(name));
    found.ok_or_else(|| NetworkError::UnknownMeasure {
        name: name.to_owned(),
        known: MEASURES.iter().map(|measure| measure.name()).collect(),
    })
}
