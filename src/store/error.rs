//! What can go wrong with a store, each in one line that names the path and says what to do.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use crate::store::SCHEMA;

/// Why a store could not be opened, read or written. What was committed before stays as it is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no store in the folder.
    #[error("no store in {}: `zhengtu build PAGES --store {}` makes one", show(path), show(path))]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds something else, or is no folder.
    #[error("{} is not a store and not an empty folder: it is left as it is; name another folder", show(path))]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// A version of this program with another form of store wrote it.
    #[error("{} has store version {found}, expected {SCHEMA}: {}", show(path), remedy(*found))]
    Version {
        /// The folder.
        path: PathBuf,
        /// The version that it has.
        found: u32,
    },
    /// A file of the store is not what was committed.
    #[error("{0}; `zhengtu verify` lists all that is damaged, `zhengtu build` into a new folder reads the pages again")]
    Damaged(Damage),
    /// Another process writes to the store.
    #[error("{} is being written by another build: wait until it ends, or name another folder", show(path))]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// No room is left. What was committed before is whole.
    #[error("no room to write {}: make room and build again, what was committed before is whole", show(path))]
    Full {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The system doesn't allow it.
    #[error("no right to open or change {} ({source}): change its permissions or name another folder", show(path))]
    Denied {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Any other failure of the file system.
    #[error("{}: {source}", show(path))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A page that has no form in the store.
    #[error("page {doc:?} can't be stored: {reason}")]
    Page {
        /// Its name.
        doc: String,
        /// Why.
        reason: String,
    },
}

impl StoreError {
    /// For `map_err` after an operation on the file or folder `path`.
    pub(crate) fn io(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        move |source| {
            let path = path.to_owned();
            match source.kind() {
                StorageFull | QuotaExceeded | FileTooLarge => Self::Full { path, source },
                PermissionDenied | ReadOnlyFilesystem => Self::Denied { path, source },
                _ => Self::Io { path, source },
            }
        }
    }

    /// `file` is not what was committed.
    pub(crate) fn damaged(file: &Path, what: impl Into<String>) -> Self {
        Self::Damaged(Damage { file: file.to_owned(), doc: None, what: what.into() })
    }
}

/// A file of a store, or a page in it, that is not what was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub file: PathBuf,
    /// The page in it, where it is known.
    pub doc: Option<String>,
    /// What was found and what was expected.
    pub what: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is damaged: ", show(&self.file))?;
        if let Some(doc) = &self.doc {
            write!(f, "page {doc:?} ")?;
        }
        f.write_str(&self.what)
    }
}

/// A path on one line, whatever stands in it.
fn show(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.chars().fold(String::with_capacity(text.len()), |mut line, c| {
        if c.is_control() {
            line.extend(c.escape_default())
        } else {
            line.push(c)
        }
        line
    })
}

fn remedy(found: u32) -> &'static str {
    if found > SCHEMA {
        "a newer zhengtu wrote it; update this one"
    } else {
        "an older zhengtu wrote it; build the pages again into a new folder"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: io::ErrorKind) -> String {
        StoreError::io(Path::new("kg/LOCK"))(kind.into()).to_string()
    }

    #[test]
    fn failures_of_the_system_get_their_own_line() {
        assert!(of(io::ErrorKind::StorageFull).starts_with("no room to write kg/LOCK"));
        assert!(of(io::ErrorKind::ReadOnlyFilesystem).starts_with("no right to open or change kg/LOCK"));
        assert!(of(io::ErrorKind::PermissionDenied).starts_with("no right to open or change kg/LOCK"));
        assert!(of(io::ErrorKind::TimedOut).starts_with("kg/LOCK: "));
    }

    #[test]
    fn a_path_stays_on_one_line() {
        let error = StoreError::Missing { path: "政\n图\u{1b}[31m".into() }.to_string();
        assert!(!error.contains(char::is_control), "{error:?}");
        assert!(error.contains("政\\n图"), "{error}");
    }
}
