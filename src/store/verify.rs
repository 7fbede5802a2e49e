//! Reading every byte of a store to find what is not as it was committed.

use std::path::Path;

use crate::store::{Damage, Store, StoreError, manifest::Manifest, segment::Segment};

/// What [`verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// The commit that was looked at.
    pub generation: u64,
    /// Number of pages that the manifest promises.
    pub pages: usize,
    /// All that is damaged, in the order of the manifest; empty if the store is whole.
    pub damage: Vec<Damage>,
}

/// Checks the SHA-256 of every file of the store in `dir` and reads every record.
///
/// # Errors
/// What hides the rest: no store, another version, or a damaged manifest ([`StoreError::Damaged`]); and failures of the
/// file system.
pub fn verify(dir: &Path) -> Result<Verified, StoreError> {
    let mut manifest = Manifest::read(dir)?;
    loop {
        let opened: Vec<_> = manifest.segments.iter().map(|info| Segment::open(dir, info)).collect();
        if opened.iter().all(Result::is_ok) {
            return check(dir, manifest, opened);
        }
        // a segment that a commit merged away in between is no damage
        let now = Manifest::read(dir)?;
        if now.generation == manifest.generation {
            return check(dir, manifest, opened);
        }
        manifest = now;
    }
}

fn check(dir: &Path, manifest: Manifest, opened: Vec<Result<Segment, StoreError>>) -> Result<Verified, StoreError> {
    let mut damage = Vec::new();
    let mut note = |result: Result<(), StoreError>| match result {
        Err(StoreError::Damaged(found)) => {
            damage.push(found);
            Ok(false)
        }
        other => other.map(|()| true),
    };
    let mut segments = Vec::new();
    for segment in opened {
        match segment {
            Ok(segment) => segments.push(segment),
            Err(error) => drop(note(Err(error))?),
        }
    }
    for segment in &segments {
        let mut sound = true;
        for entry in &segment.index.entries {
            sound &= note(segment.page(entry).map(drop))?;
        }
        // records, index and header are all of the file: this says something new only if the program itself is wrong
        if sound && !segment.is_whole()? {
            note(Err(StoreError::damaged(segment.path(), "its SHA-256 is not the one in the manifest")))?;
        }
    }
    let (generation, pages) = (manifest.generation, manifest.pages);
    if segments.len() == manifest.segments.len() {
        note(Store::of(dir, manifest, segments).map(drop))?;
    }
    Ok(Verified { generation, pages, damage })
}
