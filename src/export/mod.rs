//! Files for other tools: networks for Graphviz, Gephi, Cytoscape, networkx and graph databases, facts for everything
//! that reads lines of JSON or tables.
//!
//! A network format is an [`Exporter`] in a file of its own and a line in [`EXPORTERS`]. What is written page by page
//! as extraction goes on has a writer of its own: [`FactsWriter`], [`TableWriter`].
//!
//! ```
//! use zhengtu::{export::exporter, network::Network};
//! let mut file = Vec::new();
//! exporter("graphml")?.write(&Network::default(), &mut file)?;
//! assert!(String::from_utf8_lossy(&file).starts_with("<?xml"));
//! # Ok::<(), zhengtu::export::ExportError>(())
//! ```

mod csv;
mod cytoscape;
mod dot;
mod error;
mod facts;
mod gexf;
mod graphml;
mod nodelink;
mod record;
mod table;
mod xml;

use std::io::Write;

pub use dot::{Clusters, Dot};
pub use error::ExportError;
pub use facts::{FactsWriter, Iris};
pub use table::TableWriter;

use crate::network::Network;

/// A file format for networks.
pub trait Exporter: Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// Its media type (RFC 6838).
    fn media_type(&self) -> &'static str;

    /// What its files' names end in, without the dot.
    fn extension(&self) -> &'static str;

    /// What it is for, for help texts: one line.
    fn description(&self) -> &'static str;

    /// Writes the network. The same network gives the same bytes.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError>;
}

/// Every network format. A new one is a file of this room and a line here.
pub const EXPORTERS: &[&dyn Exporter] = &[
    &Dot::DEFAULT,
    &graphml::GraphMl,
    &gexf::Gexf,
    &nodelink::NodeLink,
    &cytoscape::Cytoscape,
    &csv::NodesCsv,
    &csv::EdgesCsv,
];

/// The network format with the given name or file name extension.
///
/// # Errors
/// [`ExportError::UnknownFormat`] with the names that there are.
pub fn exporter(name: &str) -> Result<&'static dyn Exporter, ExportError> {
    let by = |test: &dyn Fn(&dyn Exporter) -> bool| EXPORTERS.iter().copied().find(|format| test(*format));
    by(&|format| format.name().eq_ignore_ascii_case(name))
        .or_else(|| by(&|format| format.extension().eq_ignore_ascii_case(name)))
        .ok_or_else(|| ExportError::UnknownFormat {
            name: name.to_owned(),
            known: EXPORTERS.iter().map(|format| format.name()).collect(),
        })
}
