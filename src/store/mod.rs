//! Pages on disk: what was read from each page, with its text, in a folder that can't lie.
//!
//! A store is a folder of **immutable segments under a manifest**; it needs no server.
//!
//! ```text
//! kg/MANIFEST              which segments hold the store, with size and SHA-256 of each; replaced whole by rename(2)
//! kg/seg-00000012.pages    records of pages, then an index; written once, by the commit of that number
//! kg/LOCK                  empty; whoever writes holds a lock on it
//! ```
//!
//! What it promises:
//! - A commit is whole or not there: segment, then manifest, each synced to disk before the next step. A writer that is
//!   killed at any moment leaves the state of its last commit; what it left behind is removed by the next writer.
//! - A reader takes no lock, sees the last commit, and keeps what it opened: no file that the manifest names is ever
//!   changed, and a removed segment lives on in the open file. A second writer is refused.
//! - Every byte is covered by a checksum. A cut, missing or changed file is an error on opening or on reading the page,
//!   and [`verify`] finds each; it is never a smaller or an empty store.
//! - Writing the same pages again changes nothing, and any sequence of [`Writer::put`] and [`Writer::forget`] ends in
//!   the same pages as a store built afresh from what is left.
//!
//! The room knows text and model and nothing of RDF: the graph is a function of the pages.
//!
//! ```
//! use zhengtu::{model::*, store::{Page, Store, Writer}};
//!
//! let folder = tempfile::tempdir()?;
//! let dir = folder.path().join("kg");
//! let page = PageInfo {
//!     id: PageId("0123456789abcdef".into()),
//!     doc: "town.txt".into(),
//!     title: None, paper: None, date: Some("2023-03-01".into()), url: None, digest: None,
//! };
//! let facts = PageFacts {
//!     page, articles: vec![], agencies: vec![], programmes: vec![], locations: vec![], observations: vec![], relations: vec![],
//!     rejections: vec![],
//! };
//!
//! let mut writer = Writer::open_or_create(&dir)?;
//! writer.put(&Page { facts, text: "追回违规资金45万元。".into(), reader: "zhengtu 0.1.0".into() })?;
//! writer.commit()?;
//!
//! let store = Store::open(&dir)?;
//! assert_eq!(store.docs().collect::<Vec<_>>(), ["town.txt"]);
//! assert_eq!(&*store.page("town.txt")?.unwrap().text, "追回违规资金45万元。");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod record;
mod folder;
mod manifest;
mod segment;
mod read;
mod pages;
mod merge;
mod write;
mod verify;

pub use error::{Damage, StoreError};
pub use manifest::SCHEMA;
pub use pages::pages;
pub use read::Store;
pub use record::Page;
pub use verify::{Verified, verify};
pub use write::Writer;
