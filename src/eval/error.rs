//! What can be wrong with gold.

use std::{io, path::PathBuf};

use thiserror::Error;

/// Why gold cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GoldError {
    /// The folder or a file of it cannot be read.
    #[error("{}: can't be read: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A folder without gold.
    #[error("{}: no gold, expected a folder of *.json (annotations) or *.facts (lines) files", .0.display())]
    None(PathBuf),
    /// Two files, or two parts of one, for the same page.
    #[error("{}: there is gold for {page} in {} too: keep one of them", path.display(), other.display())]
    Twice {
        /// The second.
        path: PathBuf,
        /// The first.
        other: PathBuf,
        /// The page.
        page: String,
    },
    /// No annotation: the syntax, or a field that is missing or of another type.
    #[error("{}:{}:{}: {}", name, source.line(), source.column(), plainly(source))]
    Json {
        /// The file, or whatever the text was called.
        name: String,
        /// What is wrong, and where.
        source: serde_json::Error,
    },
    /// An annotation that does not hold together.
    #[error("{name}: {item}: {message}")]
    Item {
        /// The file, or whatever the text was called.
        name: String,
        /// The list and the id.
        item: String,
        /// What is wrong.
        message: String,
    },
    /// A line that is none of a facts file.
    #[error("{name}:{line}: {message}: {text}")]
    Line {
        /// The file, or whatever the text was called.
        name: String,
        /// From 1.
        line: usize,
        /// What is wrong.
        message: String,
        /// The line.
        text: String,
    },
}

/// What is wrong, without the place, which stands in front.
fn plainly(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(what, _)| what.to_owned())
}
