//! zhengtu 政图 reads pages of Chinese regional newspapers and government sites, mostly OCR text, and builds a
//! knowledge graph of which agency ran which programme, in which place, with what measured result. Each statement is
//! tied to the words that it was read from.
//!
//! The rooms stand in the order of import: a room uses only those above it.
#![deny(missing_docs)]
#![cfg_attr(not(test), warn(clippy::non_ascii_literal))]
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::iter_over_hash_type))]

pub mod text;
pub mod model;
pub mod lexicon;
pub mod article;
pub mod extract;
pub mod resolve;
pub mod relate;
pub mod store;
pub mod rdf;
pub mod network;
pub mod export;
pub mod pipeline;
pub mod serve;
pub mod cli;
