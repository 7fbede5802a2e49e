//! Reading: the store as one commit left it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    model::PageId,
    store::{
        Page, StoreError,
        manifest::Manifest,
        record::{digest, hex},
        segment::{Entry, Segment},
    },
};

/// The pages as one commit left them. It takes no lock; later commits don't change it: open again to see them.
///
/// Any number of threads may read from one.
#[derive(Debug)]
pub struct Store {
    pub(crate) dir: PathBuf,
    pub(crate) manifest: Manifest,
    /// By number: later ones hold.
    pub(crate) segments: BTreeMap<u64, Segment>,
    live: BTreeMap<Arc<str>, Place>,
    /// Number of bytes of the live records.
    pub(crate) weight: u64,
}

/// Where the record of a page stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    segment: u64,
    entry: usize,
}

impl Store {
    /// Opens the last commit of the store in `dir`.
    ///
    /// Checks the manifest, and size and index of each segment; records are checked as they are read.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Foreign`], [`StoreError::Version`], [`StoreError::Damaged`], or a failure
    /// of the file system.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let mut manifest = Manifest::read(dir)?;
        loop {
            let generation = manifest.generation;
            match Self::at(dir, manifest) {
                // a segment that a commit merged away in between is no damage
                Err(error @ StoreError::Damaged(_)) => {
                    manifest = Manifest::read(dir)?;
                    if manifest.generation == generation {
                        return Err(error);
                    }
                }
                opened => return opened,
            }
        }
    }

    /// Opens what `manifest` names.
    pub(crate) fn at(dir: &Path, manifest: Manifest) -> Result<Self, StoreError> {
        let segments = manifest.segments.iter().map(|info| Segment::open(dir, info)).collect::<Result<Vec<_>, _>>()?;
        Self::of(dir, manifest, segments)
    }

    /// The store of these segments, in the order of the manifest.
    pub(crate) fn of(dir: &Path, manifest: Manifest, segments: Vec<Segment>) -> Result<Self, StoreError> {
        let mut store =
            Self { dir: dir.to_owned(), manifest, segments: BTreeMap::new(), live: BTreeMap::new(), weight: 0 };
        for segment in segments {
            store.apply(segment);
        }
        let (expected, found) = (store.manifest.pages, store.live.len());
        if found != expected {
            let what = format!("its segments hold {found} pages, expected {expected}");
            return Err(StoreError::damaged(&dir.join(crate::store::folder::MANIFEST), what));
        }
        Ok(store)
    }

    /// Puts a segment over those that are there.
    pub(crate) fn apply(&mut self, segment: Segment) {
        for (at, entry) in segment.index.entries.iter().enumerate() {
            let before = self.live.insert(entry.doc.clone(), Place { segment: segment.number, entry: at });
            self.weight += u64::from(entry.length);
            self.lighten(before);
        }
        for doc in &segment.index.forgotten {
            let before = self.live.remove(doc);
            self.lighten(before);
        }
        self.segments.insert(segment.number, segment);
    }

    /// Goes on to the commit of `manifest`, which took out the pages `forgotten` and wrote `segment` in place of those
    /// from number `first` on. Returns these.
    pub(crate) fn advance<'a>(
        &mut self,
        manifest: Manifest,
        forgotten: impl Iterator<Item = &'a str>,
        first: u64,
        segment: Option<Segment>,
    ) -> Vec<Segment> {
        // a merged segment says nothing of pages that no earlier one holds: they are taken out here
        for doc in forgotten {
            let before = self.live.remove(doc);
            self.lighten(before);
        }
        let merged = self.segments.range(first..).map(|(number, _)| *number).collect::<Vec<_>>();
        segment.into_iter().for_each(|segment| self.apply(segment));
        self.manifest = manifest;
        merged.iter().filter_map(|number| self.segments.remove(number)).collect()
    }

    fn lighten(&mut self, before: Option<Place>) {
        if let Some((_, entry)) = before.and_then(|place| self.at_place(place)) {
            self.weight -= u64::from(entry.length);
        }
    }

    fn at_place(&self, place: Place) -> Option<(&Segment, &Entry)> {
        let segment = self.segments.get(&place.segment)?;
        Some((segment, segment.index.entries.get(place.entry)?))
    }

    /// The live entry of the page named `doc`, with its segment.
    pub(crate) fn entry(&self, doc: &str) -> Option<(&Segment, &Entry)> {
        self.at_place(*self.live.get(doc)?)
    }

    /// The live entries, sorted by the names of their pages.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Segment, &Entry)> {
        self.live.values().filter_map(|place| self.at_place(*place))
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The commit that it shows: goes up by one with each commit that changed something, and 0 is a new store.
    pub fn generation(&self) -> u64 {
        self.manifest.generation
    }

    /// Whether no commit has changed the store since. Reads no more than its manifest.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn is_current(&self) -> Result<bool, StoreError> {
        Ok(Manifest::read(&self.dir)? == self.manifest)
    }

    /// Number of pages.
    pub fn len(&self) -> usize {
        self.live.len()
    }

    /// Whether it holds no page.
    pub fn is_empty(&self) -> bool {
        self.live.is_empty()
    }

    /// Number of bytes on disk, what is no longer alive included.
    pub fn bytes(&self) -> u64 {
        self.manifest.bytes() + self.manifest.segments.iter().map(|info| info.bytes).sum::<u64>()
    }

    /// Names of the pages, sorted.
    pub fn docs(&self) -> impl Iterator<Item = &str> {
        self.live.keys().map(|doc| &**doc)
    }

    /// What read the pages ([`Page::reader`]), each with the number of its pages: more than one says that some were read
    /// with another lexicon or version than the others.
    pub fn readers(&self) -> BTreeMap<&str, usize> {
        self.entries().fold(BTreeMap::new(), |mut readers, (_, entry)| {
            *readers.entry(&*entry.reader).or_default() += 1;
            readers
        })
    }

    /// The name of the page that `key` stands for: a name, or the id of a page.
    pub fn find(&self, key: &str) -> Option<&str> {
        let by_name = self.live.get_key_value(key).map(|(doc, _)| &**doc);
        by_name.or_else(|| self.entries().find(|(_, entry)| entry.id.0 == key).map(|(_, entry)| &*entry.doc))
    }

    /// The id of the page named `doc`, without reading it.
    pub fn id(&self, doc: &str) -> Option<&PageId> {
        self.entry(doc).map(|(_, entry)| &entry.id)
    }

    /// Names of the pages, sorted, each with its id and its version: 32 hexadecimal digits that change with whatever is
    /// known of the page, and with what read it. No page is read.
    pub fn versions(&self) -> impl Iterator<Item = (&str, &PageId, String)> {
        self.entries().map(|(_, entry)| {
            let version = hex(digest(&[&entry.sha256[..], entry.reader.as_bytes()].concat()));
            (&*entry.doc, &entry.id, version[..32].to_owned())
        })
    }

    /// Whether the page named `doc` is there with all of its text, and not only with the words that an export quoted.
    pub fn is_whole(&self, doc: &str) -> bool {
        self.entry(doc).is_some_and(|(_, entry)| entry.whole)
    }

    /// The page that `key` stands for: a name, or the id of a page; `None` if the store has no such page.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if its record is not what was committed, or a failure of the file system.
    pub fn page(&self, key: &str) -> Result<Option<Page>, StoreError> {
        let found = self.find(key).and_then(|doc| self.entry(doc));
        found.map(|(segment, entry)| segment.page(entry)).transpose()
    }

    /// The pages, sorted by name, each read when the iterator comes to it.
    ///
    /// # Errors
    /// As [`Store::page`], a page; the others can still be read, but are not the whole store.
    pub fn pages(&self) -> impl Iterator<Item = Result<Page, StoreError>> {
        self.entries().map(|(segment, entry)| segment.page(entry))
    }
}
