//! The API for programs that don't speak SPARQL: JSON over the network, the statements and the comparisons of a commit.
//!
//! A path is a file with its `ENDPOINT` (a row of the registry: parameters, each with what it must be, and the shape of
//! the answer) and its `respond`; a line in [`ROUTES`](crate::serve::ROUTES) and one in `openapi.rs` make it known.

mod catalogue;
mod edges;
mod given;
mod names;
mod registry;
mod row;
mod things;

pub(super) mod compare;
pub(super) mod entity;
pub(super) mod openapi;
pub(super) mod path;
pub(super) mod rank;
pub(super) mod search;
pub(super) mod statements;

pub(super) use catalogue::{Catalogue, Gather};
pub(super) use things::Thing;
