//! The graph as RDF: what a page says as quads, SPARQL over all pages, and the formats of both.
//!
//! The truth is the pages' [`PageFacts`](crate::model::PageFacts); quads are a pure function of them ([`Lowering`]).
//! This is the only room that names an RDF library, and no type of it leaves the room.

mod answer;
mod comparison;
mod dataset;
#[cfg_attr(not(feature = "rocksdb"), path = "no_disk.rs")]
mod disk;
mod format;
mod grammar;
mod graph;
mod graph_error;
mod index;
mod iri;
mod kept;
mod limits;
mod link;
mod lower;
mod named;
mod ontology;
mod provenance;
mod quads;
mod query_error;
mod raise;
mod ranking;
mod service;
mod shacl;
mod sort;
mod stored;
mod syntax;
mod told;
mod token;
mod term;
mod term_of;
mod vocab;
mod weigh;
mod write;

pub use answer::Answer;
pub use comparison::comparisons;
pub use dataset::{Cancel, Dataset};
pub use format::{FORMATS, Format, Shape};
pub use graph::{Graph, STACK};
pub use graph_error::GraphError;
pub use iri::{Base, BaseError};
pub use limits::Limits;
pub use link::{LinkError, Linked, Links};
pub use lower::Lowering;
pub(crate) use lower::names_place;
pub use named::{NAMED, NamedQuery, Parameter, bind};
pub use ontology::{Declared, ONTOLOGY, ontology};
pub use quads::PageQuads;
pub use query_error::{Position, QueryError};
pub use raise::{RaiseError, Raised, raise};
pub use ranking::{Ranking, ranking};
pub use service::{ServiceError, Services};
pub use shacl::{Report, Shapes, ShapesError, Violation};
pub use stored::Keeping;
pub use term::Term;
pub use vocab::{PREFIXES, TERMS};
pub use write::{PageWriter, WriteError};
