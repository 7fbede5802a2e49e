//! Bytes, characters and positions. Knows nothing of newspapers.

mod diagnostic;
mod document;
mod edit;
mod span;

pub use diagnostic::Diagnostic;
pub use document::Document;
pub use edit::Edited;
pub use span::Span;
