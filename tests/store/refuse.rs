//! Folders that are no store, and stores that are not free: one line each, and nothing is touched.

use std::{
    fs::{self, Permissions},
    path::Path,
};

use sha2::{Digest, Sha256};
use tempfile::tempdir;
use zhengtu::store::{Store, StoreError, Writer, verify};

use crate::{contents, files, page, read, write, writer};

/// An error is one line that names the folder.
fn line(error: StoreError, dir: &Path) -> String {
    let line = error.to_string();
    assert!(!line.contains('\n') && !line.ends_with('.') && line.contains(dir.to_str().unwrap()), "{line:?}");
    line
}

#[test]
fn no_store_there() {
    let folder = tempdir().unwrap();
    let absent = folder.path().join("kg");
    for dir in [&absent, folder.path()] {
        for error in [Store::open(dir).unwrap_err(), Writer::open(dir).unwrap_err(), verify(dir).unwrap_err()] {
            assert!(line(error, dir).contains("zhengtu build PAGES --store"));
        }
    }
    assert_eq!(files(folder.path()), Vec::<String>::new(), "asking makes nothing");
}

#[test]
fn a_new_store_is_made_with_the_folders_above_it() {
    let folder = tempdir().unwrap();
    let dir = folder.path().join("data/2022/kg");
    write(&dir, &[page(1, 0)]);
    assert_eq!(read(&dir), [page(1, 0)]);
}

#[test]
fn a_folder_of_other_files_is_left_alone() {
    let folder = tempdir().unwrap();
    let dir = folder.path();
    for (name, text) in [("thesis.docx", "years of work"), ("MANIFEST", "include *.py\n")] {
        fs::write(dir.join(name), text).unwrap();
        let before = contents(dir);
        for error in [Store::open(dir).unwrap_err(), Writer::open_or_create(dir).unwrap_err()] {
            assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
            line(error, dir);
        }
        assert_eq!(contents(dir), before);
    }
}

#[test]
fn a_file_is_no_folder() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("page.txt");
    fs::write(&file, "text").unwrap();
    assert!(matches!(Store::open(&file), Err(StoreError::Foreign { .. })));
    assert!(matches!(Writer::open_or_create(&file), Err(StoreError::Foreign { .. })));
    assert!(Writer::open_or_create(&file.join("kg")).is_err());
    assert_eq!(fs::read(&file).unwrap(), b"text");
}

#[test]
fn other_files_beside_a_store_stay() {
    let folder = tempdir().unwrap();
    let dir = folder.path();
    write(dir, &[page(1, 0)]);
    fs::write(dir.join("notes.txt"), "mine").unwrap();
    fs::write(dir.join("seg-1.pages"), "mine").unwrap();
    fs::create_dir(dir.join("seg-00000099.pages")).unwrap();
    write(dir, &[page(2, 0)]);
    let names = files(dir);
    for name in ["notes.txt", "seg-1.pages", "seg-00000099.pages"] {
        assert!(names.iter().any(|one| one == name), "{name}: {names:?}");
    }
}

#[test]
fn a_store_of_another_version() {
    let folder = tempdir().unwrap();
    let dir = folder.path();
    write(dir, &[page(1, 0)]);
    for (version, advice) in [(99, "update"), (0, "build the pages again")] {
        let body = format!("{{\"format\":\"zhengtu store\",\"schema\":{version},\"shape\":\"unknown\"}}\n");
        let sum: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
        fs::write(dir.join("MANIFEST"), format!("{body}{{\"sha256\":\"{sum}\"}}\n")).unwrap();
        let before = contents(dir);
        for error in [Store::open(dir).unwrap_err(), Writer::open_or_create(dir).unwrap_err(), verify(dir).unwrap_err()]
        {
            assert!(matches!(error, StoreError::Version { found, .. } if found == version), "{error}");
            assert!(line(error, dir).contains(advice));
        }
        assert_eq!(contents(dir), before);
    }
}

#[test]
fn a_second_writer_is_refused_until_the_first_ends() {
    let folder = tempdir().unwrap();
    let dir = folder.path();
    let mut first = writer(dir);
    first.put(&page(1, 0)).unwrap();
    let error = Writer::open_or_create(dir).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    line(error, dir);
    first.commit().unwrap();
    drop(first);
    assert!(writer(dir).store().page("0001.txt").unwrap().is_some());
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempdir().unwrap();
    let dir = folder.path();
    write(dir, &[page(1, 0)]);
    let all = || files(dir).into_iter().map(|name| dir.join(name)).chain([dir.to_owned()]);
    let set = |on_files, on_folder| {
        all().for_each(|path| {
            let mode = if path == dir { on_folder } else { on_files };
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        });
    };
    set(0o444, 0o555);
    let all_powerful = fs::write(dir.join("LOCK"), "").is_ok();
    let (pages, refused) = (read(dir), Writer::open_or_create(dir));
    set(0o644, 0o755);
    assert_eq!(pages, [page(1, 0)]);
    if all_powerful {
        return; // the superuser is refused nothing
    }
    let error = refused.unwrap_err();
    assert!(matches!(error, StoreError::Denied { .. }), "{error}");
    line(error, dir);
}
