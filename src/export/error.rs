//! What can go wrong on the way out.

use std::io;

use thiserror::Error;

use crate::network::NetworkError;

/// A file that could not be written, or a format that there is not.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The output takes no more, be it a full disk or a reader that has gone.
    #[error("could not write the export: {0}")]
    Io(#[from] io::Error),
    /// The measure that chooses what a picture shows.
    #[error(transparent)]
    Measure(#[from] NetworkError),
    /// A picture is drawn by Graphviz, which is not installed.
    #[error(
        "Graphviz draws {format}, and its program `dot` is not on the path: install it (apt-get install graphviz \
         fonts-wqy-microhei, brew install graphviz, winget install graphviz), or write a .dot file and draw it where \
         Graphviz is, with the command that stands in its first line"
    )]
    NoGraphviz {
        /// What was to be drawn.
        format: &'static str,
    },
    /// Graphviz has drawn nothing.
    #[error("Graphviz could not draw {format}: {message}; a .dot file shows what it was given")]
    Graphviz {
        /// What was to be drawn.
        format: &'static str,
        /// What it says.
        message: String,
    },
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
