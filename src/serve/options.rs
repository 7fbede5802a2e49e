//! What to serve, where, and what a client may cost.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use crate::rdf::{Base, Limits, Links, Services};

/// What to serve, where, and what a client may cost.
#[derive(Clone, Debug)]
pub struct Options {
    /// The store.
    pub store: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub bind: SocketAddr,
    /// The address that clients reach the server by, if it is another than they name: behind a proxy.
    pub public_url: Option<String>,
    /// The base of the graph's IRIs.
    pub base: Base,
    /// What others call the things of the graph.
    pub links: Links,
    /// Other endpoints that a query may ask.
    pub services: Services,
    /// What a query may cost; time counts from when it came.
    pub query: Limits,
    /// Bytes of an answer.
    pub answer: usize,
    /// The program whose processes answer ([`nest`](crate::serve::nest) is what it does as `PROGRAM nest`); without one,
    /// threads of this process do, which nothing can end that does not listen.
    pub workers: Option<PathBuf>,
    /// Bytes of memory that a worker may take beside the graph.
    pub memory: usize,
    /// Bytes of small answers that are remembered as long as the store does not change.
    pub cache: usize,
    /// Queries that run at once before they are long.
    pub queries: usize,
    /// Long queries that run at once.
    pub long: usize,
    /// From when on a query is long.
    pub quick: Duration,
    /// Queries that wait for one of them to end.
    pub queue: usize,
    /// How long they wait.
    pub patience: Duration,
    /// Connections at once; further ones are not accepted until one ends.
    pub connections: usize,
    /// Connections at once of one address that is not of this machine.
    pub connections_per_address: usize,
    /// For the head of a request to come in, also of the next one on a connection.
    pub head: Duration,
    /// For the body of a request to come in.
    pub body: Duration,
    /// Bytes of a request's body.
    pub upload: usize,
    /// For a client to take some more of an answer.
    pub stall: Duration,
    /// How often to look whether the store has changed.
    pub poll: Duration,
    /// For running requests to end when the server is told to.
    pub drain: Duration,
    /// Whether each request is told by [`Notice::Answered`](crate::serve::Notice::Answered).
    pub log: bool,
}

impl Options {
    /// Port 7878 of the loopback address: ten seconds, 100,000 rows and 512 MiB a query, two quick and two long
    /// queries a processor: more processes than that only wait for each other.
    pub fn new(store: &Path) -> Self {
        let processors = thread::available_parallelism().map_or(2, usize::from);
        Self {
            store: store.to_owned(),
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 7878)),
            public_url: None,
            base: Base::default(),
            links: Links::default(),
            services: Services::default(),
            query: Limits { time: Some(Duration::from_secs(10)), rows: Some(100_000), ..Limits::default() },
            answer: 256 << 20,
            workers: None,
            memory: 512 << 20,
            cache: 32 << 20,
            queries: 2 * processors,
            long: 2 * processors,
            quick: Duration::from_millis(250),
            queue: 64,
            patience: Duration::from_secs(5),
            connections: 4000,
            connections_per_address: 64,
            head: Duration::from_secs(5),
            body: Duration::from_secs(10),
            upload: 1 << 20,
            stall: Duration::from_secs(30),
            poll: Duration::from_secs(1),
            drain: Duration::from_secs(4),
            log: false,
        }
    }
}
