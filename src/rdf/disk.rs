//! Quads on disk, in the library's own RocksDB (cargo feature `rocksdb`).
//!
//! A triple stands in the graph of each page that says it, and once in the default graph: so a query without `GRAPH`
//! looks into one table and counts each triple once.

use std::path::{Path, PathBuf};

use oxigraph::{
    model::{GraphName, GraphNameRef, NamedNode, Quad, Term},
    sparql::{PreparedSparqlQuery, QueryEvaluationError, QueryResults},
    store::{StorageError, Store},
};
use spareval::ExpressionTerm;

use crate::rdf::{GraphError, PageQuads};

/// Whether this program was built with it.
pub(super) const BUILT: bool = true;
/// Megabytes that the loader may gather before it writes.
const GATHERED: usize = 256;

/// Quads in a folder of RocksDB. Clones are the same quads.
#[derive(Clone)]
pub(super) struct Disk {
    store: Store,
    path: PathBuf,
}

/// For `map_err` after an operation on the folder `path`.
fn failed(path: &Path) -> impl Fn(StorageError) -> GraphError + '_ {
    move |error| GraphError::Disk { path: path.to_owned(), message: error.to_string().replace(['\n', '\r'], " ") }
}

impl Disk {
    /// Opens what is there and nobody writes to, to read from it.
    pub fn read(path: &Path) -> Result<Self, GraphError> {
        let store = Store::open_read_only(path).map_err(failed(path))?;
        Ok(Self { store, path: path.to_owned() })
    }

    /// Opens what is there, or makes it, to write to it.
    pub fn write(path: &Path) -> Result<Self, GraphError> {
        let store = Store::open(path).map_err(failed(path))?;
        Ok(Self { store, path: path.to_owned() })
    }

    /// Takes a page out, and out of the default graph what no other page says. Gives the number of its quads.
    pub fn take_out(&self, page: &str) -> Result<usize, GraphError> {
        let failed = failed(&self.path);
        let page = NamedNode::new_unchecked(page);
        let quads = self.store.quads_for_pattern(None, None, None, Some(page.as_ref().into()));
        let quads: Vec<Quad> = quads.collect::<Result<_, _>>().map_err(&failed)?;
        let mut change = self.store.start_transaction().map_err(&failed)?;
        change.remove_named_graph(&page).map_err(&failed)?;
        let mut alone = Vec::new();
        for quad in &quads {
            let (subject, predicate) = (quad.subject.as_ref(), quad.predicate.as_ref());
            let said = change.quads_for_pattern(Some(subject), Some(predicate), Some(quad.object.as_ref()), None);
            let mut elsewhere = false;
            for other in said {
                let name = other.map_err(&failed)?.graph_name;
                elsewhere |= name != GraphName::DefaultGraph && name != quad.graph_name;
            }
            if !elsewhere {
                alone.push(Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() });
            }
        }
        alone.iter().for_each(|quad| change.remove(quad));
        change.commit().map_err(&failed)?;
        Ok(quads.len())
    }

    /// Adds pages that are not there. Gives the number of their quads.
    pub fn put_in(&self, pages: impl Iterator<Item = Result<PageQuads, GraphError>>) -> Result<usize, GraphError> {
        let mut count = 0;
        let quads = pages.flat_map(|page| {
            let (quads, error) = match page.and_then(exact) {
                Ok(quads) => (quads, None),
                Err(error) => (Vec::new(), Some(Err(error))),
            };
            count += quads.len();
            let twice = |quad: Quad| [Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() }, quad];
            quads.into_iter().flat_map(twice).map(Ok).chain(error)
        });
        let mut loader = self.store.bulk_loader().with_max_memory_size_in_megabytes(GATHERED).without_atomicity();
        loader.load_ok_quads::<GraphError, Loading>(quads).map_err(|stopped| match stopped {
            Loading::Page(error) => error,
            Loading::Storage(error) => failed(&self.path)(error),
        })?;
        loader.commit().map_err(failed(&self.path))?;
        Ok(count)
    }

    /// Puts what was written in order for reading.
    pub fn arrange(&self) -> Result<(), GraphError> {
        self.store.optimize().map_err(failed(&self.path))
    }

    /// Ends writing: all is on disk then.
    pub fn close(self) -> Result<(), GraphError> {
        self.store.flush().map_err(failed(&self.path))
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs a query over all of it.
    pub fn execute(&self, query: PreparedSparqlQuery) -> Result<QueryResults<'static>, QueryEvaluationError> {
        query.on_store(&self.store).execute()
    }

    /// The quads of one graph, in no order.
    pub fn graph(&self, name: GraphNameRef<'_>) -> impl Iterator<Item = Result<Quad, GraphError>> + use<> {
        self.pattern(Some(name))
    }

    /// The quads of all pages, in no order.
    pub fn named(&self) -> impl Iterator<Item = Result<Quad, GraphError>> + use<> {
        self.pattern(None).filter(|quad| !quad.as_ref().is_ok_and(|quad| quad.graph_name == GraphName::DefaultGraph))
    }

    fn pattern(&self, graph: Option<GraphNameRef<'_>>) -> impl Iterator<Item = Result<Quad, GraphError>> + use<> {
        let path = self.path.clone();
        let quads = self.store.quads_for_pattern(None, None, None, graph);
        quads.map(move |quad| quad.map_err(failed(&path)))
    }
}

/// Why loading ended.
enum Loading {
    Page(GraphError),
    Storage(StorageError),
}

impl From<GraphError> for Loading {
    fn from(error: GraphError) -> Self {
        Self::Page(error)
    }
}

impl From<StorageError> for Loading {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// The quads of a page, if RocksDB will hold each of its literals as it is written. It holds numbers and dates by their values: 01
/// would come out as 1. Ours are written as their values are, so that this refuses no page.
fn exact(page: PageQuads) -> Result<Vec<Quad>, GraphError> {
    let quads: Vec<Quad> = page.quads().collect();
    for quad in &quads {
        let Term::Literal(literal) = &quad.object else { continue };
        let held = Term::from(ExpressionTerm::from(Term::from(literal.clone())));
        if held != quad.object {
            let (page, literal, held) = (page.graph().into(), literal.to_string(), held.to_string());
            return Err(GraphError::Literal { page, literal, held });
        }
    }
    Ok(quads)
}
