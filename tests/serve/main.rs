//! The server, asked over a socket as any client would.

#[path = "../support/sample.rs"]
mod sample;

mod api;
mod client;
mod limits;
mod pages;
mod protocol;
mod running;
mod schema;
mod service;
mod workers;
