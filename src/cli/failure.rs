//! How a command ends.

use std::{io, process::ExitCode};

use crate::{
    eval::GoldError,
    export::ExportError,
    lexicon::TableError,
    network::NetworkError,
    rdf::{GraphError, QueryError, WriteError},
    serve::ServeError,
    store::StoreError,
};

/// The exit status of a command that came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// All was done.
    Done,
    /// It was done with complaints, or nothing was found.
    Complaints,
    /// It was not done.
    NotDone,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Done => Self::SUCCESS,
            Status::Complaints => Self::from(1),
            Status::NotDone => Self::from(2),
        }
    }
}

/// Why a command stopped. Messages are one line each: what is wrong and what to do.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of our output has gone: it has what it wanted.
    Closed,
    /// What was asked for is not there.
    Nothing(String),
    /// It could not be done.
    Stopped(String),
}

impl Failure {
    /// It could not be done.
    pub fn stopped(message: impl Into<String>) -> Self {
        Self::Stopped(message.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Stopped(cause(&error)) }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Io(error) => error.into(),
            error => Self::Stopped(error.to_string()),
        }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Io(error) => error.into(),
            error => Self::Stopped(error.to_string()),
        }
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        io::Error::from(error).into()
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

impl From<NetworkError> for Failure {
    fn from(error: NetworkError) -> Self {
        match error {
            NetworkError::UnknownName { .. } | NetworkError::NoPath { .. } | NetworkError::PathTooLong { .. } => {
                Self::Nothing(error.to_string())
            }
            error => Self::Stopped(error.to_string()),
        }
    }
}

impl From<GoldError> for Failure {
    fn from(error: GoldError) -> Self {
        Self::Stopped(match &error {
            GoldError::Io { path, source } => format!("{}: can't be read: {}", path.display(), cause(source)),
            _ => error.to_string(),
        })
    }
}

macro_rules! stopped_by {
    ($($error:ty),*) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::Stopped(error.to_string())
            }
        }
    )*};
}
stopped_by!(StoreError, GraphError, QueryError, TableError, ServeError);

/// What went wrong, without the number that the system gives it.
pub(crate) fn cause(error: &io::Error) -> String {
    let message = error.to_string();
    match message.find(" (os error") {
        Some(end) => message[..end].to_lowercase(),
        None => message,
    }
}
