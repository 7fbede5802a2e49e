//! zhengtu 政图 reads pages of Chinese regional newspapers and government sites, mostly OCR text, and builds a
//! knowledge graph of which agency ran which programme, in which place, with what measured result. Each statement is
//! tied to the words that it was read from.
//!
//! From a text to an answer:
//!
//! ```
//! use zhengtu::{lexicon::Lexicon, network::Network, pipeline, text::Document};
//!
//! let pages = ["湘潭市医疗保障局推行15分钟医保服务圈。", "开化县医疗保障局建成15分钟医保服务圈。"];
//! let pages: Vec<_> = pages
//!     .iter()
//!     .enumerate()
//!     .map(|(at, text)| pipeline::read(&Document::new(format!("{at}.txt"), *text), Lexicon::embedded()))
//!     .collect();
//! assert_eq!(pages[0].relations[0].evidence.text, "湘潭市医疗保障局推行15分钟医保服务圈。");
//!
//! let network = Network::from_pages(&pages);
//! let paths = network.paths("湘潭市医疗保障局", "开化县医疗保障局", &Default::default())?;
//! assert_eq!(paths[0].steps[0].to.name, "15分钟医保服务圈");
//! # Ok::<(), zhengtu::network::NetworkError>(())
//! ```
//!
//! [`store`] keeps what was read, [`pipeline::graph`] lays it open to SPARQL, [`serve`] puts that on a port.
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
pub mod compare;
pub mod store;
pub mod rdf;
pub mod network;
pub mod export;
pub mod diffusion;
pub mod pipeline;
pub mod eval;
pub mod serve;
pub mod cli;
