//! What can go wrong on the way out.

use std::io;

use thiserror::Error;

/// A file that could not be written, or a format that there is not.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The output takes no more, be it a full disk or a reader that has gone.
    #[error("could not write the export: {0}")]
    Io(#[from] io::Error),
    /// The registry has no such format.
    #[error("no export format is called {name} (one of {})", .known.join(", "))]
    UnknownFormat {
        /// What was asked for.
        name: String,
        /// The registry's names.
        known: Vec<&'static str>,
    },
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        // The kind of the error tells a closed pipe from a full disk.
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::Io(error),
            other => Self::Io(std::io::Error::other(format!("{other:?}"))),
        }
    }
}
