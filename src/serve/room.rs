//! What all requests share, and what one request is.

use std::{
    future::poll_fn,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use axum::{
    body::Body,
    http::{HeaderMap, Method, StatusCode, header},
};
use hyper::body::Body as Streamed;
use tokio::{task::spawn_blocking, time::timeout};

use crate::{
    rdf::{Answer, Limits, QueryError, Term},
    serve::{Options, gate::Gate, negotiate::Accept, params::Params, problem::Problem, snapshot::Snapshot},
};

/// Bytes of a body that are read only to be thrown away.
const DISCARDED: usize = 16 << 20;

/// A route as people are told of it.
pub(super) struct Listed {
    pub path: &'static str,
    pub methods: &'static [&'static str],
    pub about: &'static str,
}

/// What all requests share.
pub(super) struct Room {
    pub options: Options,
    pub address: SocketAddr,
    pub gate: Gate,
    /// What can be opened.
    pub listing: Vec<Listed>,
    held: RwLock<Arc<Snapshot>>,
}

impl Room {
    pub fn new(options: Options, address: SocketAddr, listing: Vec<Listed>, snapshot: Snapshot) -> Self {
        let gate = Gate::new(options.queries, options.queue, options.patience);
        Self { options, address, gate, listing, held: RwLock::new(Arc::new(snapshot)) }
    }

    /// The latest commit that is ready.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on requests are answered from `snapshot`; those that run keep theirs.
    pub fn show(&self, snapshot: Snapshot) {
        let snapshot = Arc::new(snapshot);
        let before = std::mem::replace(&mut *self.held.write().unwrap_or_else(PoisonError::into_inner), snapshot);
        drop(before); // outside the lock: it may take a while
    }
}

/// One request, and the commit that it is answered from.
pub(super) struct Call {
    pub room: Arc<Room>,
    pub snapshot: Arc<Snapshot>,
    pub method: Method,
    /// As it stands in the request, encoded.
    pub path: String,
    /// What stands behind `?`, encoded.
    pub query: String,
    pub headers: HeaderMap,
    /// Behind a lock that nobody waits for, so that a call may be looked at from several threads.
    pub body: Mutex<Body>,
}

impl Call {
    pub fn accept(&self) -> Accept {
        Accept::of(&self.headers)
    }

    pub fn params(&self) -> Result<Params, Problem> {
        Params::parse(&self.query)
    }

    /// The server's address as the client knows it, ending in `/`.
    pub fn root(&self) -> String {
        if let Some(url) = &self.room.options.public_url {
            return format!("{}/", url.trim_end_matches('/'));
        }
        let host = self.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let plain =
            |host: &&str| !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_:[]".contains(&b));
        match host.filter(plain) {
            Some(host) => format!("http://{host}/"),
            None => format!("http://{}/", self.room.address),
        }
    }

    /// The path of [`Call::root`], which links in pages begin with.
    pub fn prefix(&self) -> String {
        let root = self.root();
        let path = root.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()));
        path.unwrap_or_else(|| "/".into())
    }

    /// The body, no longer and no later than allowed.
    pub async fn body(&mut self) -> Result<Vec<u8>, Problem> {
        let options = &self.room.options;
        let too_large = || {
            let detail = format!("the body has more than {} bytes, the limit", options.upload);
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail).with("connection", "close")
        };
        let body = std::mem::take(self.body.get_mut().unwrap_or_else(PoisonError::into_inner));
        match timeout(options.body, read(body, options.upload)).await {
            Ok(Ok(bytes)) => bytes.ok_or_else(too_large),
            Ok(Err(_)) => Err(Problem::bad("the body broke off")),
            Err(_) => {
                let detail = format!("the body did not come within {}", seconds(options.body));
                Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "slow", detail).with("connection", "close"))
            }
        }
    }

    /// Does `work` with the commit, off the threads that serve connections, when it is its turn.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Asker) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let seat = self.room.gate.enter().await?;
        let asker = Asker { snapshot: self.snapshot.clone(), limits: self.room.options.query };
        let done = spawn_blocking(move || {
            let _seat = seat;
            work(&asker)
        });
        let failed = || Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", "the request failed");
        done.await.unwrap_or_else(|_| Err(failed()))
    }
}

/// All of a body, `None` if it is longer than `most`. Some of what is too much is read too, as a client that still writes
/// would not see the answer.
async fn read(mut body: Body, most: usize) -> Result<Option<Vec<u8>>, axum::Error> {
    let (mut held, mut length) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(bytes) = frame?.into_data() else { continue };
        length += bytes.len();
        if length <= most {
            held.extend_from_slice(&bytes);
        } else if length > most.saturating_add(DISCARDED) {
            break;
        }
    }
    Ok((length <= most).then_some(held))
}

/// Asks a commit the questions that pages are made from.
pub(super) struct Asker {
    pub snapshot: Arc<Snapshot>,
    limits: Limits,
}

impl Asker {
    /// The rows of a SELECT of `assets/` about the thing `iri`.
    pub fn rows(&self, query: &str, iri: &str) -> Result<Vec<Vec<Option<Term>>>, QueryError> {
        Ok(match self.snapshot.graph.query(&about(query, iri), &self.limits)? {
            Answer::Solutions { rows, .. } => rows,
            Answer::Boolean(_) | Answer::Graph(_) => Vec::new(),
        })
    }
}

/// A query of `assets/` about the thing `iri`, which one of [`Base`](crate::rdf::Base)'s functions made.
pub(super) fn about(query: &str, iri: &str) -> String {
    query.replace("<THIS>", &format!("<{iri}>"))
}

/// A length of time for people.
pub(super) fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}
