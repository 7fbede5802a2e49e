//! The manifest: what is committed, in a small text file that is only ever replaced whole.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use crate::store::{
    StoreError,
    folder::{self, Folder, MANIFEST, MANIFEST_NEXT},
    record::{digest, hex},
};

/// The version of the form of a store. Raised with every change of the files or of the values in the records.
pub const SCHEMA: u32 = 3;

const FORMAT: &str = "zhengtu store";
/// A manifest is a few kilobytes; a file beyond this is none, and not worth reading.
const MAX_BYTES: u64 = 64 << 20;

/// What is committed: which segments, in which order.
///
/// On disk: this as JSON, then a line `{"sha256":"…"}` over all the bytes before it. The names of `format`, `schema` and
/// of that last line stay in all versions, so that a newer store is told from a damaged one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: String,
    schema: u32,
    /// Counts the commits that changed something.
    pub generation: u64,
    /// Number of live pages: what the segments give must come to the same.
    pub pages: usize,
    /// The segments, oldest first; what a later one says of a page holds.
    pub segments: Vec<SegmentInfo>,
}

/// What the manifest says of a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SegmentInfo {
    /// Name of the file in the folder.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of the file, as `sha256sum` shows it.
    pub sha256: String,
    /// Where its index starts, in bytes.
    pub index_at: u64,
    /// SHA-256 of the index, which holds that of each record: opening checks this, and reading the records.
    pub index_sha256: String,
}

/// What every version says of itself.
#[derive(Deserialize)]
struct Head {
    format: String,
    schema: u32,
}

impl Manifest {
    /// The manifest of `generation`.
    pub fn new(generation: u64, pages: usize, segments: Vec<SegmentInfo>) -> Self {
        Self { format: FORMAT.into(), schema: SCHEMA, generation, pages, segments }
    }

    /// What is committed in `dir`.
    pub fn read(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(MANIFEST);
        let found = match fs::metadata(&path) {
            Ok(found) => found,
            Err(error) => {
                return Err(match folder::look(dir)? {
                    Folder::Absent | Folder::Vacant => StoreError::Missing { path: dir.to_owned() },
                    Folder::Foreign => StoreError::Foreign { path: dir.to_owned() },
                    Folder::Headless => StoreError::damaged(&path, "it is missing beside its segments"),
                    Folder::Store => StoreError::io(&path)(error),
                });
            }
        };
        // not a file: a pipe would be waited for
        if !found.is_file() || found.len() > MAX_BYTES {
            return Err(StoreError::damaged(&path, "it is not a small text file"));
        }
        let bytes = fs::read(&path).map_err(StoreError::io(&path))?;
        let Some(body) = Self::body(&bytes) else {
            // another program's file of that name
            if folder::look(dir)? == Folder::Foreign {
                return Err(StoreError::Foreign { path: dir.to_owned() });
            }
            return Err(StoreError::damaged(&path, "its last line is not the checksum of the others"));
        };
        let head: Head = serde_json::from_slice(body)
            .map_err(|error| StoreError::damaged(&path, format!("it names no version ({error})")))?;
        if head.format != FORMAT {
            return Err(StoreError::Foreign { path: dir.to_owned() });
        }
        if head.schema != SCHEMA {
            return Err(StoreError::Version { path: dir.to_owned(), found: head.schema });
        }
        serde_json::from_slice(body).map_err(|error| StoreError::damaged(&path, error.to_string()))
    }

    /// Replaces the manifest of `dir`: the new one is on disk before it takes the name. The rename itself lasts once
    /// the folder is synced.
    pub fn write(&self, dir: &Path) -> Result<(), StoreError> {
        let next = dir.join(MANIFEST_NEXT);
        let write = || {
            let mut file = File::create(&next)?;
            file.write_all(&self.to_bytes()?)?;
            file.sync_all()?;
            fs::rename(&next, dir.join(MANIFEST))
        };
        write().map_err(|error| {
            let _ = fs::remove_file(&next); // in the way of nobody; the next writer removes it
            StoreError::io(&next)(error)
        })
    }

    /// Number of bytes of its file.
    pub fn bytes(&self) -> u64 {
        self.to_bytes().map_or(0, |bytes| bytes.len() as u64)
    }

    fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        let last = last_line(&bytes);
        bytes.extend(last.into_bytes());
        Ok(bytes)
    }

    /// What stands before the last line, if that is its checksum to the letter.
    fn body(bytes: &[u8]) -> Option<&[u8]> {
        let end = bytes.strip_suffix(b"\n")?.iter().rposition(|byte| *byte == b'\n')? + 1;
        let (body, last) = bytes.split_at(end);
        (last == last_line(body).as_bytes()).then_some(body)
    }
}

fn last_line(body: &[u8]) -> String {
    format!("{{\"sha256\":\"{}\"}}\n", hex(digest(body)))
}
