//! What the one who runs a server may want to know.

use std::{net::IpAddr, sync::Arc};

use crate::serve::ServeError;

/// Something that the one who runs a server may want to know.
#[derive(Debug)]
#[non_exhaustive]
pub enum Notice {
    /// A later commit is shown.
    Shown {
        /// Which.
        generation: u64,
        /// Pages that it holds.
        pages: usize,
    },
    /// A later commit can't be shown; the one before still is.
    Stale(ServeError),
    /// A request is over; told if [`Options::log`](crate::serve::Options::log) is set.
    Answered(Entry),
    /// It was told to stop, and lets running requests end.
    Stopping,
}

/// A request that is over, for a log.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// Its name: the client's `X-Request-Id` if it gave one.
    pub id: String,
    /// Who asked.
    pub client: IpAddr,
    /// How.
    pub method: String,
    /// Path and parameters, shortened.
    pub path: String,
    /// The status of the answer; 499 if the client left before it.
    pub status: u16,
    /// Bytes of the answer's body, before gzip.
    pub bytes: u64,
    /// Rows or triples of it.
    pub rows: u64,
    /// Time from the request to the end of its answer, in microseconds.
    pub micros: u64,
    /// Whether all of the answer was sent.
    pub whole: bool,
}

/// Who is told what happens.
pub(super) type Say = Arc<dyn Fn(Notice) + Send + Sync>;
