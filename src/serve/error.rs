//! Why a server did not start or go on.

use std::{io, net::SocketAddr, path::PathBuf};

use crate::{rdf::GraphError, store::StoreError};

/// Why a server did not start or go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The graph could not be made or read.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// Somebody else has the port.
    #[error(
        "{0} is in use: end what listens there, or name another with --bind ADDRESS:PORT (port 0 takes a free one)"
    )]
    InUse(SocketAddr),
    /// The system does not let us listen there.
    #[error("can't listen on {address} ({source}): name another with --bind ADDRESS:PORT")]
    Bind {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The public address is not one.
    #[error("{0:?} is no public address: expected http:// or https://, a host and perhaps a path")]
    PublicUrl(String),
    /// The system gives no threads.
    #[error("no threads to serve with: {0}")]
    Threads(io::Error),
    /// No process could be started to answer queries.
    #[error("no worker processes ({program}: {source}): answer within this process with --workers 0", program = program.display())]
    Process {
        /// What was to be started.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The process that holds the graph could not read the store.
    #[error("{0}")]
    Nest(String),
    /// This system has no fork(2).
    #[error("this system has no worker processes: answer within this process with --workers 0")]
    NoWorkers,
}

impl ServeError {
    pub(super) fn bind(address: SocketAddr, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::AddrInUse => Self::InUse(address),
            _ => Self::Bind { address, source },
        }
    }
}
