//! The statements as a graph that can be walked and ranked; the only room that names petgraph.
//!
//! A [`Network`] is built from the facts of pages by a [`Builder`]. Its nodes are agencies, programmes, locations and
//! indicators; each of its edges carries the statements behind it ([`Support`]), so that every answer names its pages.
//!
//! ```
//! use zhengtu::network::{Network, PathOptions};
//! use zhengtu::{lexicon::Lexicon, pipeline, text::Document};
//!
//! let page = Document::new("a.txt", "湘潭市医疗保障局推行15分钟医保服务圈。");
//! let network = Network::from_pages(&[pipeline::read(&page, Lexicon::embedded())]);
//! let paths = network.paths("湘潭市医疗保障局", "15分钟医保服务圈", &PathOptions::default())?;
//! let step = &paths[0].steps[0];
//! assert_eq!(step.sentence(), Some("湘潭市医疗保障局推行15分钟医保服务圈。"));
//!
//! let error = network.paths("没有的局", "15分钟医保服务圈", &PathOptions::default()).unwrap_err();
//! assert!(error.to_string().starts_with("no node is called 没有的局"));
//! # Ok::<(), zhengtu::network::NetworkError>(())
//! ```

mod adjacency;
mod build;
mod communities;
mod error;
mod graph;
mod leaf;
mod measure;
mod measures;
mod names;
mod path;
mod project;
mod rank;
mod select;
mod shape;
mod structure;
mod tally;
mod ways;

pub use adjacency::Adjacency;
pub use build::Builder;
pub use communities::{Communities, communities, modularity};
pub use error::NetworkError;
pub use graph::{Edge, EdgeKind, Link, Network, Node, Support};
pub use leaf::Leaf;
pub use measure::{Effort, Measure, Scores};
pub(crate) use names::nearness;
pub use path::{Path, PathOptions, Step};
pub use project::Projection;
pub use rank::{Ranked, Reason, rank};
pub use select::{Around, Selection};
pub use shape::Shape;
pub use structure::{Joints, components, joints};
pub(crate) use tally::Tally;

use measures::{
    Betweenness, Closeness, Core, Degree, Eigenvector, Harmonic, Hits, HitsSide, Katz, PageRank, Side, Strength,
};

/// Every measure. A new one is a type in a file of this room and a line here.
pub const MEASURES: &[&dyn Measure] = &[
    &Degree(Side::Both),
    &Degree(Side::In),
    &Degree(Side::Out),
    &Strength,
    &Betweenness,
    &Closeness,
    &Harmonic,
    &Eigenvector,
    &Katz,
    &PageRank,
    &Hits(HitsSide::Hubs),
    &Hits(HitsSide::Authorities),
    &Core,
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
