//! Bytes, characters and positions: from paths to decoded pages. Knows nothing of newspapers.

mod decode;
mod diagnostic;
mod document;
mod edit;
mod markup;
mod metadata;
mod span;

pub use decode::{Decoded, NotText, declared_encoding, decode};
pub use diagnostic::{Diagnostic, Severity, plain};
pub use document::Document;
pub use edit::Edited;
pub use span::Span;
