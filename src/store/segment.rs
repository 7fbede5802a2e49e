//! A segment: records of pages and an index of them, written once and never changed.
//!
//! ```text
//! "zhengtu segment\n"   16 bytes
//! records               one after the other without gaps, in the order of the names of their pages
//! index                 which page each record holds, and which pages are taken back; where it starts says the manifest
//! ```

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    model::PageId,
    store::{
        Damage, Page, StoreError,
        folder::{read_at, segment_name, segment_number},
        manifest::SegmentInfo,
        record::{Digest, digest, hex, pack, unpack},
    },
};

const HEADER: &[u8; 16] = b"zhengtu segment\n";

/// Which page a record holds, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub doc: Arc<str>,
    pub id: PageId,
    pub reader: Arc<str>,
    /// Whether the page's text is all there; of a page that came back from an export only the quoted words are.
    pub whole: bool,
    /// First byte of the record in the file.
    pub offset: u64,
    /// Number of bytes of the record.
    pub length: u32,
    /// SHA-256 of the record.
    pub sha256: Digest,
}

/// What a segment holds and what it takes back, both sorted by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Index {
    pub entries: Vec<Entry>,
    /// Pages of earlier segments that are no more.
    pub forgotten: Vec<Arc<str>>,
}

impl Index {
    /// The entry of a page.
    pub fn get(&self, doc: &str) -> Option<&Entry> {
        self.entries.binary_search_by(|entry| (*entry.doc).cmp(doc)).ok().map(|at| &self.entries[at])
    }

    /// Whether names are sorted and records lie one after the other from the header to `end`.
    fn is_sound(&self, end: u64) -> bool {
        let mut at = HEADER.len() as u64;
        let joined = self.entries.iter().all(|entry| {
            let here = entry.offset == at;
            at = at.saturating_add(entry.length.into());
            here
        });
        joined
            && at == end
            && self.entries.is_sorted_by(|one, next| one.doc < next.doc)
            && self.forgotten.is_sorted_by(|one, next| one < next)
    }
}

/// An open segment.
#[derive(Debug)]
pub(crate) struct Segment {
    /// The commit that wrote it.
    pub number: u64,
    pub info: SegmentInfo,
    pub index: Index,
    path: PathBuf,
    file: File,
}

impl Segment {
    /// Opens the segment that the manifest of `dir` describes; checks its size and its index, not its records.
    pub fn open(dir: &Path, info: &SegmentInfo) -> Result<Self, StoreError> {
        let path = dir.join(&info.file);
        let damaged = |what: &str| StoreError::damaged(&path, what);
        let number = segment_number(&info.file).ok_or_else(|| damaged("it has not the name of a segment"))?;

        // asked before it is opened: a pipe would be waited for
        let found = match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(damaged("it is missing")),
            found => found.map_err(StoreError::io(&path))?,
        };
        if !found.is_file() || found.len() != info.bytes {
            return Err(damaged(&format!("{} bytes, expected {}", found.len(), info.bytes)));
        }
        let file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(damaged("it is missing")),
            file => file.map_err(StoreError::io(&path))?,
        };

        let length = info.bytes.checked_sub(info.index_at).and_then(|length| usize::try_from(length).ok());
        let mut bytes = vec![0; length.ok_or_else(|| damaged("it has no index"))?];
        let mut header = [0; HEADER.len()];
        read_at(&file, &mut header, 0).map_err(|error| failed(&path, error))?;
        read_at(&file, &mut bytes, info.index_at).map_err(|error| failed(&path, error))?;
        if header != *HEADER {
            return Err(damaged("it does not start as a segment"));
        }
        if hex(digest(&bytes)) != info.index_sha256 {
            return Err(damaged("its index does not match its checksum"));
        }
        match unpack::<Index>(&bytes) {
            Some(index) if index.is_sound(info.index_at) => Ok(Self { number, info: info.clone(), index, path, file }),
            _ => Err(damaged("its index can't be read")),
        }
    }

    /// The path that it was opened by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Number of bytes of its records.
    pub fn weight(&self) -> u64 {
        self.info.index_at - HEADER.len() as u64
    }

    /// The record of an entry of this segment, checked.
    pub fn record(&self, entry: &Entry) -> Result<Vec<u8>, StoreError> {
        let mut record = vec![0; entry.length as usize];
        read_at(&self.file, &mut record, entry.offset).map_err(|error| failed(&self.path, error))?;
        if digest(&record) == entry.sha256 {
            Ok(record)
        } else {
            Err(self.spoilt(entry, "does not match its checksum"))
        }
    }

    /// The page of an entry of this segment, checked.
    pub fn page(&self, entry: &Entry) -> Result<Page, StoreError> {
        Page::decode(&self.record(entry)?, entry.reader.clone())
            .filter(|page| page.facts.page.doc == *entry.doc && page.facts.page.id == entry.id)
            .ok_or_else(|| self.spoilt(entry, "can't be read"))
    }

    /// Whether the whole file is what was committed.
    pub fn is_whole(&self) -> Result<bool, StoreError> {
        let (mut sha256, mut at, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 18]);
        while at < self.info.bytes {
            let left = usize::try_from(self.info.bytes - at).unwrap_or(usize::MAX);
            let part = left.min(buffer.len());
            read_at(&self.file, &mut buffer[..part], at).map_err(|error| failed(&self.path, error))?;
            sha256.update(&buffer[..part]);
            at += part as u64;
        }
        Ok(hex(sha256.finalize().into()) == self.info.sha256)
    }

    fn spoilt(&self, entry: &Entry, what: &str) -> StoreError {
        StoreError::Damaged(Damage { file: self.path.clone(), doc: Some(entry.doc.to_string()), what: what.into() })
    }
}

/// A failed read of an open segment: one that ends early has been cut since it was opened.
fn failed(path: &Path, error: io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => StoreError::damaged(path, "it is cut"),
        _ => StoreError::io(path)(error),
    }
}

/// Writes a segment, record by record. The file is no part of the store until a manifest names it.
pub(crate) struct SegmentWriter {
    number: u64,
    path: PathBuf,
    file: BufWriter<File>,
    sha256: Sha256,
    at: u64,
    entries: Vec<Entry>,
}

impl SegmentWriter {
    /// Starts the segment of commit `number`.
    pub fn create(dir: &Path, number: u64) -> Result<Self, StoreError> {
        let path = dir.join(segment_name(number));
        let file = File::options().read(true).write(true).create_new(true).open(&path);
        let file = BufWriter::new(file.map_err(StoreError::io(&path))?);
        let mut this = Self { number, path, file, sha256: Sha256::new(), at: 0, entries: vec![] };
        this.write(HEADER)?;
        Ok(this)
    }

    /// Adds a record. Pages come in the order of their names; `entry` says all but where the record goes.
    pub fn append(&mut self, entry: &Entry, record: &[u8]) -> Result<(), StoreError> {
        self.entries.push(Entry { offset: self.at, ..entry.clone() });
        self.write(record)
    }

    /// Writes the index, waits until all is on disk, and opens the segment.
    pub fn finish(mut self, forgotten: Vec<Arc<str>>) -> Result<Segment, StoreError> {
        let index_at = self.at;
        let index = Index { entries: std::mem::take(&mut self.entries), forgotten };
        let bytes = pack(&index).map_err(|why| StoreError::io(&self.path)(io::Error::other(why)))?;
        self.write(&bytes)?;
        let file = self.file.into_inner().map_err(|error| StoreError::io(&self.path)(error.into_error()))?;
        file.sync_all().map_err(StoreError::io(&self.path))?;
        let info = SegmentInfo {
            file: segment_name(self.number),
            bytes: self.at,
            sha256: hex(self.sha256.finalize().into()),
            index_at,
            index_sha256: hex(digest(&bytes)),
        };
        Ok(Segment { number: self.number, info, index, path: self.path, file })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.sha256.update(bytes);
        self.at += bytes.len() as u64;
        self.file.write_all(bytes).map_err(StoreError::io(&self.path))
    }
}
