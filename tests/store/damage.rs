//! Damaged files: each is found, and none ever reads as a smaller or an empty store.

use std::{fs, path::Path};

use sha2::{Digest, Sha256};
use tempfile::tempdir;
use zhengtu::store::{Page, Store, StoreError, Writer, verify};

use crate::{Dice, copy, files, page, read, write, writer};

/// A store of three segments with a replaced and a forgotten page, and its pages.
fn store(dir: &Path) -> Vec<Page> {
    write(dir, &(0..30).map(|n| page(n, 0)).collect::<Vec<_>>());
    write(dir, &[page(7, 1), page(30, 0)]);
    let mut writer = writer(dir);
    writer.forget("0011.txt");
    writer.commit().unwrap();
    assert_eq!(files(dir).len(), 2 + 3);
    read(dir)
}

/// All pages, or why they can't be read.
fn try_read(dir: &Path) -> Result<Vec<Page>, StoreError> {
    Store::open(dir)?.pages().collect()
}

/// The damage that is found, as lines.
fn found(dir: &Path) -> Vec<String> {
    match verify(dir) {
        Ok(found) => found.damage.iter().map(ToString::to_string).collect(),
        Err(error) => vec![error.to_string()],
    }
}

#[test]
fn two_hundred_random_damages_are_found() {
    let folder = tempdir().unwrap();
    let good = folder.path().join("good");
    let pages = store(&good);
    let dice = Dice::new(20);
    for round in 0..200 {
        let dir = copy(&good, &folder.path().join(format!("{round}")));
        let names: Vec<_> = files(&dir).into_iter().filter(|name| name != "LOCK").collect();
        let name = &names[dice.below(names.len())];
        let path = dir.join(name);
        let mut bytes = fs::read(&path).unwrap();
        let at = dice.below(bytes.len());
        let kind = ["flip", "cut", "delete", "zero", "tail", "longer", "swap"][dice.below(7)];
        match kind {
            "flip" => bytes[at] ^= 1 << dice.below(8),
            "cut" => bytes.truncate(at),
            "zero" => bytes[at..].fill(0),
            "tail" => bytes.iter_mut().rev().take(64).for_each(|byte| *byte = dice.below(256) as u8),
            "longer" => bytes.push(b'\n'),
            _ => bytes.clone_from(&fs::read(dir.join(&names[(dice.below(2) + 1) % names.len()])).unwrap()),
        }
        let same = bytes == fs::read(&path).unwrap();
        fs::write(&path, bytes).unwrap();
        if kind == "delete" {
            fs::remove_file(&path).unwrap();
        } else if same {
            continue; // zeros over zeros, a file over itself
        }

        let lines = found(&dir);
        assert!(!lines.is_empty(), "round {round}: {kind} {name} at {at} is not found");
        assert!(lines.iter().all(|line| !line.contains('\n') && line.contains(dir.to_str().unwrap())), "{lines:?}");
        match try_read(&dir) {
            // what is dead can be damaged without harm to what is read
            Ok(read) => assert_eq!(read, pages, "round {round}: {kind} {name} at {at}"),
            Err(StoreError::Damaged(_)) => {}
            Err(error) => panic!("round {round}: {kind} {name} at {at}: {error}"),
        }
        let writer = Writer::open_or_create(&dir);
        assert_eq!(writer.is_ok(), Store::open(&dir).is_ok(), "round {round}: {kind} {name}: a writer is as strict");
        drop(writer);
        fs::remove_dir_all(&dir).unwrap();
    }
}

#[test]
fn opening_finds_missing_and_cut_files() {
    let folder = tempdir().unwrap();
    let good = folder.path().join("good");
    store(&good);
    for name in files(&good).iter().filter(|name| *name != "LOCK") {
        for cut in [true, false] {
            let dir = copy(&good, &folder.path().join(format!("{name}-{cut}")));
            let path = dir.join(name);
            if cut {
                let length = fs::metadata(&path).unwrap().len();
                fs::File::options().write(true).open(&path).unwrap().set_len(length / 2).unwrap();
            } else {
                fs::remove_file(&path).unwrap();
            }
            let error = Store::open(&dir).unwrap_err();
            assert!(matches!(&error, StoreError::Damaged(damage) if damage.file == path), "{error}");
            assert!(error.to_string().contains("zhengtu verify"));
            let before = files(&dir);
            assert!(matches!(Writer::open_or_create(&dir), Err(StoreError::Damaged(_))));
            assert_eq!(files(&dir), before, "a writer takes nothing for a leftover");
        }
    }
}

#[test]
fn an_empty_or_garbled_manifest_is_no_empty_store() {
    let folder = tempdir().unwrap();
    let dir = folder.path();
    store(dir);
    for text in ["", "\n", "{}", "{}\n{}\n", "MANIFEST-000005\n"] {
        fs::write(dir.join("MANIFEST"), text).unwrap();
        assert!(matches!(Store::open(dir), Err(StoreError::Damaged(_))), "{text:?}");
        assert!(matches!(Writer::open_or_create(dir), Err(StoreError::Damaged(_))), "{text:?}");
    }
}

#[test]
fn a_manifest_that_leaves_a_segment_out_is_no_smaller_store() {
    let folder = tempdir().unwrap();
    let dir = folder.path();
    store(dir);
    let text = fs::read_to_string(dir.join("MANIFEST")).unwrap();
    let (body, _) = text.trim_end().rsplit_once('\n').unwrap();
    let mut body: serde_json::Value = serde_json::from_str(body).unwrap();
    body["segments"].as_array_mut().unwrap().remove(1);
    let body = format!("{body}\n");
    let sum: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(dir.join("MANIFEST"), format!("{body}{{\"sha256\":\"{sum}\"}}\n")).unwrap();
    let error = Store::open(dir).unwrap_err();
    assert!(matches!(error, StoreError::Damaged(_)), "{error}");
    assert_eq!(found(dir).len(), 1);
    let before = files(dir);
    assert!(Writer::open(dir).is_err());
    assert_eq!(files(dir), before, "the segment is still there");
}

#[test]
fn a_file_that_does_not_start_as_a_segment_is_refused() {
    let folder = tempdir().unwrap();
    let dir = folder.path();
    store(dir);
    let path = dir.join("seg-00000001.pages");
    let mut bytes = fs::read(&path).unwrap();
    bytes[0] = b'Z';
    fs::write(&path, bytes).unwrap();
    assert!(matches!(Store::open(dir), Err(StoreError::Damaged(_))));
}

#[test]
fn an_older_manifest_names_segments_that_are_gone() {
    let folder = tempdir().unwrap();
    let dir = folder.path();
    write(dir, &[page(1, 0)]);
    let old = fs::read(dir.join("MANIFEST")).unwrap();
    write(dir, &[page(1, 1)]);
    write(dir, &[page(1, 2)]);
    fs::write(dir.join("MANIFEST"), old).unwrap();
    assert!(matches!(Store::open(dir), Err(StoreError::Damaged(_))));
}

#[test]
fn a_damaged_page_is_named_and_the_others_can_be_read() {
    let folder = tempdir().unwrap();
    let dir = folder.path();
    store(dir);
    let path = dir.join("seg-00000001.pages");
    let mut bytes = fs::read(&path).unwrap();
    bytes[20] ^= 1; // in the first record
    fs::write(&path, bytes).unwrap();

    let lines = found(dir);
    assert!(lines.len() == 1 && lines[0].contains("seg-00000001.pages") && lines[0].contains("0000.txt"), "{lines:?}");
    let store = Store::open(dir).unwrap();
    assert_eq!(store.len(), 30, "opening reads no record");
    assert!(matches!(store.page("0000.txt"), Err(StoreError::Damaged(damage)) if damage.doc.is_some()));
    assert_eq!(store.page("0001.txt").unwrap(), Some(page(1, 0)));
    assert_eq!(store.pages().filter(Result::is_err).count(), 1);
}

#[test]
fn a_damaged_record_is_never_copied_into_a_sound_segment() {
    let folder = tempdir().unwrap();
    let dir = folder.path();
    let mut writer = writer(dir);
    writer.put(&page(0, 0)).unwrap();
    writer.commit().unwrap();
    let path = dir.join("seg-00000001.pages");
    let mut bytes = fs::read(&path).unwrap();
    bytes[20] ^= 1;
    fs::write(&path, bytes).unwrap();
    for n in 1..40 {
        writer.put(&page(n, 0)).unwrap();
        writer.commit().unwrap();
    }
    assert!(matches!(writer.store().page("0000.txt"), Err(StoreError::Damaged(_))));
    assert_eq!(found(dir).len(), 1);

    // taking the page out and reading it again mends the store
    writer.forget("0000.txt");
    writer.commit().unwrap();
    writer.put(&page(0, 0)).unwrap();
    writer.commit().unwrap();
    assert_eq!(read(dir).len(), 40);
}
