//! The graph over HTTP: a SPARQL endpoint, every IRI as a page, and a page to ask from. It only ever reads.
//!
//! This is the only room that names HTTP. What can be opened is one registry, [`ROUTES`], from which the index page,
//! `Allow`, `HEAD` and `OPTIONS` derive. The server reads the store while others write to it, and shows a new commit a
//! second or so later, without a moment in between in which it shows neither.
//!
//! ```
//! use zhengtu::{serve::{Options, Server}, store::Writer};
//! let dir = tempfile::tempdir()?;
//! drop(Writer::open_or_create(dir.path())?);
//! let options = Options { bind: "127.0.0.1:0".parse()?, ..Options::new(dir.path()) };
//! let server = Server::bind(options)?;
//! let (url, stop) = (server.url(), server.stop());
//! assert!(url.starts_with("http://127.0.0.1:"));
//! let running = std::thread::spawn(move || server.run(|_| ()));
//! stop.stop();
//! running.join().unwrap()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod api;
mod error;
mod options;
mod frame;
mod problem;
mod params;
mod negotiate;
mod reply;
mod call;
mod html;
mod snapshot;
mod room;
mod answer;
mod describe;
mod sparql;
mod graph;
mod ontology;
mod named;
mod thing;
mod statement;
mod index;
mod route;
mod engine;
mod front;

#[cfg(unix)]
pub use engine::nest;
pub use error::ServeError;
pub use front::{Entry, Notice, Server, Stop};
pub use options::Options;
pub use route::{ROUTES, Route};
