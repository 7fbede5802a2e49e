//! Why there is no graph of a store.

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::{
    rdf::{QueryError, WriteError},
    store::StoreError,
};

/// Why a graph could not be made from a store, read from disk or kept there. The store's pages stay as they are.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GraphError {
    /// The pages could not be read, or the folder not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The program was built without RocksDB.
    #[error(
        "this program keeps no graph on disk: build it with `cargo build --release --features rocksdb`, which needs g++ \
         and libclang-dev"
    )]
    NotBuilt,
    /// The graph on disk has other IRIs than those that were asked for.
    #[error("the graph in {} stands below {found}: give --base {found}, or make it anew with `zhengtu index --base`", path.display())]
    Base {
        /// The folder.
        path: PathBuf,
        /// The base that it was made with.
        found: String,
    },
    /// RocksDB failed, or found its files damaged.
    #[error(
        "{}: {message}; the pages are not touched: make room, or remove the folder quads and `zhengtu index` again",
        path.display()
    )]
    Disk {
        /// The folder.
        path: PathBuf,
        /// What RocksDB said.
        message: String,
    },
    /// A page has a literal that RocksDB would write in another way.
    #[error("{page} says {literal}, which on disk would become {held}: this graph can only be held in memory")]
    Literal {
        /// IRI of the page.
        page: String,
        /// What it says.
        literal: String,
        /// What would come out.
        held: String,
    },
    /// There was no room to sort quads.
    #[error("quads could not be sorted in a temporary file: {0}; TMPDIR names another folder for it")]
    Sort(io::Error),
    /// A question of this program's own to the graph was not answered.
    #[error("the graph can't be asked: {0}")]
    Unasked(String),
    /// What was added to a graph on disk, or taken out of it, by this program did not get there.
    #[error("the graph on disk could not be changed: {0}")]
    Changed(String),
}

impl From<GraphError> for QueryError {
    fn from(error: GraphError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<GraphError> for WriteError {
    fn from(error: GraphError) -> Self {
        Self::Io(io::Error::other(error))
    }
}
