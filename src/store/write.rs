//! Writing: one writer, changes gathered in memory, each commit whole or not there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File, TryLockError},
    path::Path,
    sync::Arc,
};

use crate::{
    model::PageId,
    store::{
        Page, Store, StoreError,
        folder::{self, LOCK, MANIFEST_NEXT, segment_name, segment_number},
        manifest::Manifest,
        merge,
        record::digest,
        segment::{Entry, Segment, SegmentWriter},
    },
};

/// The one writer of a store. It holds the lock until it is dropped; what was not committed is gone then.
///
/// ```
/// use zhengtu::store::{Store, StoreError, Writer};
///
/// let dir = tempfile::tempdir()?;
/// let writer = Writer::open_or_create(dir.path())?;
/// assert!(matches!(Writer::open_or_create(dir.path()), Err(StoreError::Locked { .. })));
/// assert!(Store::open(dir.path())?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Writer {
    store: Store,
    /// What the next commit changes, by name of the page; `None` forgets it.
    pending: BTreeMap<Arc<str>, Option<Pending>>,
    _lock: Lock,
}

/// A page that is to be written.
#[derive(Debug)]
struct Pending {
    /// `offset` is not known yet.
    entry: Entry,
    record: Vec<u8>,
}

impl Writer {
    /// Opens the store in `dir` to write to it.
    ///
    /// # Errors
    /// As [`Store::open`], and [`StoreError::Locked`].
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Manifest::read(dir)?; // nothing is written, the lock neither, to a folder that is no store
        Self::locked(dir)
    }

    /// Opens the store in `dir` to write to it; makes one if nothing is there, or an empty folder.
    ///
    /// # Errors
    /// As [`Writer::open`], without [`StoreError::Missing`].
    pub fn open_or_create(dir: &Path) -> Result<Self, StoreError> {
        match Manifest::read(dir) {
            Ok(_) => {}
            Err(StoreError::Missing { .. }) => fs::create_dir_all(dir).map_err(StoreError::io(dir))?,
            Err(error) => return Err(error),
        }
        Self::locked(dir)
    }

    fn locked(dir: &Path) -> Result<Self, StoreError> {
        let lock = Lock::take(dir)?;
        let manifest = match Manifest::read(dir) {
            // the first manifest comes before the first segment: segments without one are a damaged store, not a new one
            Err(StoreError::Missing { .. }) => {
                let manifest = Manifest::new(0, 0, vec![]);
                manifest.write(dir)?;
                folder::sync(dir)?;
                // the new folder's own name; a parent that can't be read is no reason to stop
                let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
                let _ = folder::sync(parent.unwrap_or(Path::new(".")));
                manifest
            }
            read => read?,
        };
        let store = Store::at(dir, manifest)?;
        let writer = Self { store, pending: BTreeMap::new(), _lock: lock };
        writer.clear()?;
        Ok(writer)
    }

    /// Removes what a killed writer left: a manifest that got no name, segments that no manifest names.
    fn clear(&self) -> Result<(), StoreError> {
        let left = |name: &str| match segment_number(name) {
            Some(number) => !self.store.segments.contains_key(&number),
            None => name == MANIFEST_NEXT,
        };
        for name in folder::names(&self.store.dir)?.iter().filter(|name| left(name)) {
            let path = self.store.dir.join(name);
            if fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
                fs::remove_file(&path).map_err(StoreError::io(&path))?;
            }
        }
        Ok(())
    }

    /// The store as last committed by this writer or found by it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Number of pages that the next commit changes. They wait in memory, compressed.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// Whether the page `doc` is there with all of its text, with this content and read by this reader: then there is
    /// nothing to do.
    pub fn contains(&self, doc: &str, id: &PageId, reader: &str) -> bool {
        self.latest(doc).is_some_and(|entry| entry.whole && entry.id == *id && *entry.reader == *reader)
    }

    fn latest(&self, doc: &str) -> Option<&Entry> {
        match self.pending.get(doc) {
            Some(change) => change.as_ref().map(|pending| &pending.entry),
            None => self.store.entry(doc).map(|(_, entry)| entry),
        }
    }

    /// Adds a page with the next commit, in place of the page of that name if there is one. A page that is there as it
    /// is, is no change.
    ///
    /// # Errors
    /// [`StoreError::Page`] if it can't be stored (two gigabytes or more).
    pub fn put(&mut self, page: &Page) -> Result<(), StoreError> {
        let record = page.encode()?;
        let length = u32::try_from(record.len())
            .map_err(|error| StoreError::Page { doc: page.facts.page.doc.clone(), reason: error.to_string() })?;
        let doc: Arc<str> = page.facts.page.doc.as_str().into();
        let id = page.facts.page.id.clone();
        let (reader, whole) = (page.reader.clone(), page.facts.page.digest.is_none());
        let entry = Entry { doc: doc.clone(), id, reader, whole, offset: 0, length, sha256: digest(&record) };
        let same = self.store.entry(&doc).is_some_and(|(_, old)| Entry { offset: 0, ..old.clone() } == entry);
        if same {
            self.pending.remove(&doc);
        } else {
            self.pending.insert(doc, Some(Pending { entry, record }));
        }
        Ok(())
    }

    /// Takes the page named `doc` out with the next commit. Returns whether it was there.
    pub fn forget(&mut self, doc: &str) -> bool {
        let there = self.latest(doc).is_some();
        if self.store.entry(doc).is_some() {
            self.pending.insert(doc.into(), None);
        } else {
            self.pending.remove(doc);
        }
        there
    }

    /// Writes all changes since the last commit, so that they are on disk when this returns, and returns the generation.
    /// Without a change nothing is written.
    ///
    /// # Errors
    /// A failure of the file system, among them [`StoreError::Full`]. The store is as it was; the changes are still
    /// pending, and a later commit may succeed. (If only the last step failed, [`Writer::store`] shows the new state:
    /// readers see it, but a loss of power may still undo it.)
    pub fn commit(&mut self) -> Result<u64, StoreError> {
        if self.pending.is_empty() {
            return Ok(self.store.generation());
        }
        let number = self.store.generation() + 1;
        let mut first = self.first_to_merge(number);
        let segment = match self.write_segment(number, first) {
            // without merging there may be room; and a damaged record is not copied: its segment stays as it is, for
            // verify and readers to name it
            Err(StoreError::Damaged(_) | StoreError::Full { .. }) if first < number => {
                first = number;
                self.write_segment(number, first)
            }
            written => written,
        }?;

        let kept = self.store.segments.range(..first).map(|(_, segment)| segment.info.clone());
        let infos = kept.chain(segment.iter().map(|segment| segment.info.clone())).collect();
        let manifest = Manifest::new(number, self.pages_after(), infos);
        let dir = self.store.dir.clone();
        // the name of the segment is on disk before the manifest that needs it
        let named = if segment.is_some() { folder::sync(&dir) } else { Ok(()) };
        if let Err(error) = named.and_then(|()| manifest.write(&dir)) {
            let _ = fs::remove_file(dir.join(segment_name(number))); // else the next writer removes it
            return Err(error);
        }

        let changes = std::mem::take(&mut self.pending);
        let forgotten = changes.iter().filter(|(_, change)| change.is_none()).map(|(doc, _)| &**doc);
        let merged = self.store.advance(manifest, forgotten, first, segment);
        folder::sync(&dir)?;
        // only now: after a loss of power the old manifest might have come back and named them. What can't be removed
        // is in the way of nobody, and the next writer tries again.
        for segment in merged {
            let _ = fs::remove_file(segment.path());
        }
        Ok(number)
    }

    /// Number of the first segment that the commit `number` writes anew; `number` itself if it merges none.
    fn first_to_merge(&self, number: u64) -> u64 {
        let old = &self.store.segments;
        let new: u64 = self.pending.values().flatten().map(|pending| u64::from(pending.entry.length)).sum();
        let gone: u64 =
            self.pending.keys().filter_map(|doc| self.store.entry(doc)).map(|(_, e)| u64::from(e.length)).sum();
        let alive = self.store.weight - gone + new;
        let all = old.values().map(Segment::weight).sum::<u64>() + new;
        if merge::by_waste(alive, all) {
            return 0;
        }
        let sizes: Vec<u64> = old.values().map(Segment::weight).chain([new]).collect();
        old.keys().nth(merge::by_size(&sizes)).copied().unwrap_or(number)
    }

    /// Number of pages once the pending changes are made.
    fn pages_after(&self) -> usize {
        self.pending.iter().fold(self.store.len(), |pages, (doc, change)| {
            let before = usize::from(self.store.entry(doc).is_some());
            pages + usize::from(change.is_some()) - before
        })
    }

    /// Writes segment `number`: the pending changes and what is alive of the segments from `first` on. `None` if there
    /// is nothing to write. A failure leaves no file.
    fn write_segment(&self, number: u64, first: u64) -> Result<Option<Segment>, StoreError> {
        let mut pages: BTreeMap<&str, (&Entry, Option<&Segment>)> = BTreeMap::new();
        if first < number {
            let merged = self.store.entries().filter(|(segment, _)| segment.number >= first);
            pages.extend(merged.map(|(segment, entry)| (&*entry.doc, (entry, Some(segment)))));
        }
        let mut forgotten: BTreeSet<&Arc<str>> = BTreeSet::new();
        for (doc, change) in &self.pending {
            match change {
                Some(pending) => {
                    pages.insert(doc, (&pending.entry, None));
                }
                None => {
                    pages.remove(&**doc);
                    forgotten.insert(doc);
                }
            }
        }
        forgotten.extend(self.store.segments.range(first..).flat_map(|(_, segment)| &segment.index.forgotten));
        // to forget is to say only of what an earlier segment still holds
        forgotten.retain(|doc| {
            !pages.contains_key(&***doc)
                && self.store.segments.range(..first).any(|(_, segment)| segment.index.get(doc).is_some())
        });
        if pages.is_empty() && forgotten.is_empty() {
            return Ok(None);
        }

        let write = || {
            let mut segment = SegmentWriter::create(&self.store.dir, number)?;
            for (doc, (entry, old)) in &pages {
                match (old, self.pending.get(*doc)) {
                    (Some(old), _) => segment.append(entry, &old.record(entry)?)?,
                    (None, Some(Some(pending))) => segment.append(entry, &pending.record)?,
                    (None, _) => {}
                }
            }
            segment.finish(forgotten.into_iter().cloned().collect()).map(Some)
        };
        write().inspect_err(|_| {
            let _ = fs::remove_file(self.store.dir.join(segment_name(number))); // else the next writer removes it
        })
    }
}

/// The right to write, given up when it is dropped or its process ends.
#[derive(Debug)]
struct Lock(File);

impl Lock {
    fn take(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(LOCK);
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(StoreError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: dir.to_owned() }),
            Err(TryLockError::Error(error)) => Err(StoreError::io(&path)(error)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // said aloud, as closing alone waits for a child process that is just being started and still has the file
        let _ = self.0.unlock();
    }
}
