//! Who answers behind the door: worker processes that share the loaded graph, or threads of this process.
//!
//! Both take a [`Call`] and give [`Frame`](crate::serve::frame::Frame)s. A worker can be ended at any moment, whatever
//! it does, and has a limit on its memory; a thread can only be asked to stop. So strangers get workers:
//!
//! ```text
//! door ──▶ nest: a process with one thread, which reads the store and then only forks
//!   │        └─▶ worker, worker, …   each with the graph that the nest read (shared pages of memory)
//!   └──────────▶ one socket a worker: a call there, frames back; the door hangs up and the worker ends
//! ```

mod here;
mod running;

#[cfg(unix)]
mod nest;
#[cfg(unix)]
mod pool;
#[cfg(unix)]
mod wire;
#[cfg(unix)]
mod worker;

use std::{io, path::PathBuf};

use crate::{
    rdf::{Base, Graph, Limits, Linked, Links, Services},
    serve::{
        ServeError,
        call::Call,
        room::Room,
        snapshot::{Counts, Snapshot},
    },
};

pub(super) use running::Running;

#[cfg(unix)]
pub use nest::nest;

/// What an engine is made from.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub store: PathBuf,
    pub base: Base,
    pub links: Links,
    pub services: Services,
    pub limits: Limits,
    /// Bytes of an answer.
    pub answer: usize,
    /// Bytes of memory that a worker may take beside the graph.
    pub memory: usize,
}

/// What an engine shows.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Shown {
    /// Which commit of the store.
    pub generation: u64,
    pub pages: usize,
    /// Stands for what the store holds and this version of the program, in tags of answers.
    pub version: String,
    pub counts: Counts,
    /// What came of the table of links.
    pub linked: Linked,
}

impl Settings {
    /// Reads the last commit; what is not `here`, but in a nest, into memory.
    fn open(&self, here: bool) -> Result<Room, ServeError> {
        let Self { store, base, links, services, .. } = self;
        let snapshot = Snapshot::open(store, base, links, services, here)?;
        Ok(Room { snapshot, limits: self.limits, answer: self.answer })
    }
}

impl Room {
    fn shown(&self) -> Shown {
        let Self { snapshot, .. } = self;
        Shown {
            generation: snapshot.store.generation(),
            pages: snapshot.store.len(),
            version: snapshot.version.clone(),
            counts: snapshot.counts.clone(),
            linked: snapshot.linked.clone(),
        }
    }
}

/// Who answers.
pub(super) enum Engine {
    /// Threads of this process.
    Here(here::Here),
    /// Worker processes.
    #[cfg(unix)]
    Workers(pool::Pool),
}

impl Engine {
    /// Reads the store, in processes of `program` if that is given. A graph on disk is answered from in this process: it
    /// brings threads of its own, and a nest that has threads can't be forked.
    ///
    /// # Errors
    /// The store can't be read; the system gives no process.
    pub fn start(settings: &Settings, program: Option<&PathBuf>) -> Result<(Self, Shown), ServeError> {
        match program.filter(|_| !Graph::is_on_disk(&settings.store)) {
            None => {
                let room = settings.open(true)?;
                let shown = room.shown();
                Ok((Self::Here(here::Here::new(room)), shown))
            }
            #[cfg(unix)]
            Some(program) => {
                let (pool, shown) = pool::Pool::start(settings, program)?;
                Ok((Self::Workers(pool), shown))
            }
            #[cfg(not(unix))]
            Some(_) => Err(ServeError::NoWorkers),
        }
    }

    /// Whether it can't make new workers any more.
    pub fn is_lost(&self) -> bool {
        match self {
            Self::Here(_) => false,
            #[cfg(unix)]
            Self::Workers(pool) => pool.is_lost(),
        }
    }

    /// Begins to answer.
    ///
    /// # Errors
    /// The system gives no thread or no process.
    pub async fn ask(&self, call: Call) -> io::Result<Running> {
        match self {
            Self::Here(here) => here.ask(call),
            #[cfg(unix)]
            Self::Workers(pool) => pool.ask(&call).await,
        }
    }
}
