//! Bytes, characters and positions: from paths to decoded pages. Knows nothing of newspapers.

mod span;
mod diagnostic;
mod edit;
mod document;
mod decode;
mod metadata;
mod entity;
mod markup;
mod records;
mod input;
mod reading;
mod taken;

pub use decode::{Decoded, NotText, declared_encoding, decode};
pub use diagnostic::{Diagnostic, Severity, plain};
pub use document::Document;
pub use edit::Edited;
pub use input::{Listing, Source, list};
pub use reading::{Input, LONGEST_PAGE, Reader, read};
pub use span::Span;
pub use taken::{Taken, occurrences};
