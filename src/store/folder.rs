//! The folder of a store: its names, what is in it before anything is opened, and the file system calls that last.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use crate::store::StoreError;

/// The file that names what is committed.
pub(crate) const MANIFEST: &str = "MANIFEST";
/// The next manifest until it is renamed.
pub(crate) const MANIFEST_NEXT: &str = "MANIFEST.next";
/// The file that a writer locks.
pub(crate) const LOCK: &str = "LOCK";

/// The name of the segment that commit `number` wrote.
pub(crate) fn segment_name(number: u64) -> String {
    format!("seg-{number:08}.pages")
}

/// The number in the name of a segment.
pub(crate) fn segment_number(name: &str) -> Option<u64> {
    let number = name.strip_prefix("seg-")?.strip_suffix(".pages")?.parse().ok()?;
    (segment_name(number) == name).then_some(number)
}

/// What a folder is, judged by the names in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folder {
    /// Not there.
    Absent,
    /// Empty, or a store whose making was cut short before it held anything.
    Vacant,
    /// Has a manifest, and nothing beside it or other files of a store.
    Store,
    /// Has segments and no manifest.
    Headless,
    /// Something else.
    Foreign,
}

/// What `dir` is.
pub(crate) fn look(dir: &Path) -> Result<Folder, StoreError> {
    match fs::metadata(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Folder::Absent),
        Err(error) => return Err(StoreError::io(dir)(error)),
        Ok(found) if !found.is_dir() => return Ok(Folder::Foreign),
        Ok(_) => {}
    }
    let (mut manifest, mut lock, mut segments, mut others) = (false, false, false, false);
    for name in names(dir)? {
        match name.as_str() {
            MANIFEST => manifest = true,
            MANIFEST_NEXT => {}
            LOCK => lock = true,
            name if segment_number(name).is_some() => segments = true,
            _ => others = true,
        }
    }
    Ok(match manifest {
        true if segments || lock || !others => Folder::Store,
        false if segments => Folder::Headless,
        _ if others => Folder::Foreign,
        _ => Folder::Vacant,
    })
}

/// The names in `dir`, sorted; those that are not Unicode, which are none of ours, made readable.
pub(crate) fn names(dir: &Path) -> Result<Vec<String>, StoreError> {
    let name = |one: io::Result<fs::DirEntry>| Ok(one?.file_name().to_string_lossy().into_owned());
    let list = fs::read_dir(dir).and_then(|list| list.map(name).collect());
    let mut names: Vec<String> = list.map_err(StoreError::io(dir))?;
    names.sort();
    Ok(names)
}

/// Makes renamed, new and removed names of `dir` last through a loss of power.
pub(crate) fn sync(dir: &Path) -> Result<(), StoreError> {
    // elsewhere a folder can't be opened as a file, and the file system keeps the order of names by itself
    if cfg!(unix) {
        File::open(dir).and_then(|dir| dir.sync_all()).map_err(StoreError::io(dir))?;
    }
    Ok(())
}

/// Reads all of `buffer` from byte `at` of `file`, without moving a common position: any number of threads may read.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

/// Reads all of `buffer` from byte `at` of `file`.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, buffer, at) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                buffer = &mut buffer[read..];
                at += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_names_are_segments() {
        assert_eq!(segment_number(&segment_name(7)), Some(7));
        assert_eq!(segment_number("seg-123456789.pages"), Some(123_456_789));
        for other in ["seg-7.pages", "seg-00000007.pages~", "seg-0000000a.pages", "seg-+0000007.pages", "pages"] {
            assert_eq!(segment_number(other), None, "{other}");
        }
    }

    #[test]
    fn a_folder_is_judged_by_its_names() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path();
        assert_eq!(look(&dir.join("kg")).unwrap(), Folder::Absent);
        for (name, expected) in [
            (LOCK, Folder::Vacant),
            (MANIFEST_NEXT, Folder::Vacant),
            ("note.txt", Folder::Foreign),
            ("seg-00000001.pages", Folder::Headless),
            (MANIFEST, Folder::Store),
        ] {
            fs::write(dir.join(name), "").unwrap();
            assert_eq!(look(dir).unwrap(), expected, "{name}");
        }
        assert_eq!(look(&dir.join("note.txt")).unwrap(), Folder::Foreign);
    }
}
