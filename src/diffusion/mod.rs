//! How a programme spread: where it is seen first, in which order, from where, and over how many of the places that the
//! pages tell of at all.
//!
//! An *adoption* is the first time that a statement ties the programme to a place: an agency of the place runs it, it is
//! said to take place there, or a figure of it is given there ([`Gathering`]). Adoptions are in the order of their days
//! and each says whether it came from above, from below, from beside or from elsewhere ([`Direction`]). What pages do not
//! tell is not taken for absence: [`Diffusion::events`] says for each place and period whether a page covered it.
//!
//! Terms follow the literature on the diffusion of innovations and policies: the curve of adoption and its cumulative
//! form are those of E. M. Rogers, *Diffusion of Innovations* (5th edition 2003, chapters 1 and 7); the table of places by
//! periods, of which each is at risk until it adopts, is the event history analysis of F. S. Berry and W. D. Berry,
//! "State Lottery Adoptions as Policy Innovations" (American Political Science Review 84, 1990); adoption from beside is
//! their regional diffusion, from below and from above the vertical diffusion of C. R. Shipan and C. Volden, "Bottom-Up
//! Federalism" (American Journal of Political Science 50, 2006).
//!
//! ```
//! use zhengtu::{diffusion::{Gathering, Options, Programmes}, lexicon::Lexicon, pipeline, text::Document};
//!
//! let page = |name: &str, day: &str, text: &str| {
//!     let mut page = Document::new(name, text);
//!     page.date = Some(day.into());
//!     pipeline::read(&page, Lexicon::embedded())
//! };
//! let pages = [
//!     page("a.txt", "2023-05-10", "湘潭市医疗保障局推行15分钟医保服务圈。"),
//!     page("b.txt", "2023-08-02", "湘乡市医疗保障局推行“十五分钟医保服务圈”。"),
//! ];
//! let mut programmes = Programmes::new(Lexicon::embedded());
//! pages.iter().for_each(|facts| programmes.add(facts));
//! let variants = programmes.variants(&programmes.find("15分钟医保服务圈")?, false);
//!
//! let mut gathering = Gathering::new(Lexicon::embedded(), variants, Options::default());
//! pages.iter().for_each(|facts| gathering.add(facts));
//! let diffusion = gathering.finish();
//! let told: Vec<_> = diffusion.adoptions.iter().map(|one| (one.place.name.as_str(), one.direction.word())).collect();
//! assert_eq!(told, [("湘潭市", "first"), ("湘乡市", "above")]);
//! assert_eq!(diffusion.adoptions[1].lag, Some(84));
//! # Ok::<(), zhengtu::diffusion::DiffusionError>(())
//! ```

mod adoption;
mod axis;
mod edges;
mod error;
mod gather;
mod history;
mod name;
mod picture;
mod place;
mod svg;
mod when;

pub use adoption::{Adoption, Before, Diffusion, Direction};
pub use error::DiffusionError;
pub use gather::{Gathering, Options};
pub use history::{CurveRow, EventRow, Seen};
pub use name::{Programmes, Variant};
pub use picture::Picture;
pub use place::Place;
pub use when::{Basis, Step, When};
