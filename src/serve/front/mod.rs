//! The door: HTTP, and what a client may cost before anyone behind it is asked.

mod body;
mod cache;
mod connection;
mod door;
mod gate;
mod gzip;
mod measure;
mod server;

pub use door::Entry;
pub use server::{Notice, Server, Stop};
