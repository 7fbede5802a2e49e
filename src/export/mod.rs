//! Files for other tools: networks for Graphviz, Gephi, Cytoscape, networkx, igraph, Spark and graph databases, pictures,
//! and facts for everything that reads lines of JSON or tables.
//!
//! A network format is an [`Exporter`] in a file of its own and a line in [`EXPORTERS`]. What is written page by page
//! as extraction goes on has a writer of its own: [`FactsWriter`], [`TableWriter`].
//!
//! ```
//! use zhengtu::{export::exporter, lexicon::Lexicon, network::Network, pipeline, text::Document};
//!
//! let page = Document::new("a.txt", "湘潭市医疗保障局推行15分钟医保服务圈。");
//! let network = Network::from_pages(&[pipeline::read(&page, Lexicon::embedded())]);
//! let mut file = Vec::new();
//! exporter("dot")?.write(&network, &mut file)?;
//! assert!(String::from_utf8_lossy(&file).contains("15分钟医保服务圈"));
//! # Ok::<(), zhengtu::export::ExportError>(())
//! ```

mod csv;
mod cytoscape;
mod dot;
mod error;
mod exporter;
mod facts;
mod gexf;
mod graphml;
mod graphviz;
mod nodelink;
mod record;
mod table;
mod xml;

pub use dot::{Clusters, Dot};
pub(crate) use dot::{FONTS, text as dot_text};
pub use error::ExportError;
pub use exporter::Exporter;
pub use facts::FactsWriter;
pub use graphviz::{Image, Picture, lacks_han_font};
pub use table::TableWriter;
pub(crate) use xml::holdable;

/// Every network format. A new one is a file of this room and a line here.
pub const EXPORTERS: &[&dyn Exporter] = &[
    &Picture::plain(Image::Svg),
    &Picture::plain(Image::Png),
    &Picture::plain(Image::Pdf),
    &Dot::DEFAULT,
    &graphml::GraphMl,
    &gexf::Gexf,
    &nodelink::NodeLink,
    &cytoscape::Cytoscape,
    &csv::Table::Vertices,
    &csv::Table::Edges,
    &csv::Table::Neo4jNodes,
    &csv::Table::Neo4jRelationships,
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
