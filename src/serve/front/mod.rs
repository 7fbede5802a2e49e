//! The door: HTTP, and what a client may cost before anyone behind it is asked.

mod account;
mod body;
mod cache;
mod connection;
mod door;
mod gate;
mod gzip;
mod measure;
mod notice;
mod server;

pub use notice::{Entry, Notice};
pub use server::{Server, Stop};
