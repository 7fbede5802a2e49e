//! How good a reading is: the facts that were read from pages against those that a careful person found there, the gold.
//!
//! Gold comes as JSON annotations, one file a page, or as the lines of the example pages; [`sheets`] reads a folder of
//! either. [`score`] compares, and counts right, wrong and missed for each [`Row`] of the table.
//!
//! ```
//! use zhengtu::{eval::{Gold, Read, Row, score}, lexicon::Lexicon, pipeline, text::Document};
//! let page = Document::new("a.txt", "湘潭市医疗保障局今年追回医保基金450万元。");
//! let gold = Gold::from_lines(
//!     "agency | 湘潭市医疗保障局 | government | -\n\
//!      location | 湖南省/湘潭市 | prefecture\n\
//!      metric | 450万元 | 4500000 | 元 | 追回医保基金 | who=湘潭市医疗保障局 | where=湘潭市\n",
//!     &page,
//! )?;
//! let facts = pipeline::read(&page, Lexicon::embedded());
//! let scored = &score(&[Read { gold: &gold, document: &page, facts: &facts }])[0];
//! assert_eq!(scored.tallies[Row::Statement].f1(), 1.0);
//! # Ok::<(), zhengtu::eval::GoldError>(())
//! ```

mod annotation;
mod bare;
mod compare;
mod error;
mod figure;
mod folder;
mod gold;
mod lines;
mod merged;
mod row;
mod score;

pub use error::GoldError;
pub use folder::{Sheet, sheets};
pub use gold::Gold;
pub use row::{Row, Tallies, Tally};
pub use score::{Case, Extra, Judged, Miss, Named, Outcome, Read, cases, names, score};
