//! Pages in, pages out, pages replaced and taken back.

use std::{fs, sync::Arc};

use sha2::{Digest, Sha256};
use tempfile::tempdir;
use zhengtu::store::{SCHEMA, Store, Writer, verify};

use crate::{contents, files, page, read, write, writer};

#[test]
fn what_goes_in_comes_out_sorted_by_name() {
    let dir = tempdir().unwrap();
    assert_eq!(write(dir.path(), &[page(3, 0), page(1, 0), page(2, 0)]), 1);
    assert_eq!(read(dir.path()), [page(1, 0), page(2, 0), page(3, 0)]);

    let store = Store::open(dir.path()).unwrap();
    assert_eq!((store.generation(), store.len(), store.is_empty()), (1, 3, false));
    assert_eq!(store.docs().collect::<Vec<_>>(), ["0001.txt", "0002.txt", "0003.txt"]);
    assert_eq!(store.page("0002.txt").unwrap(), Some(page(2, 0)));
    assert_eq!(store.page(&page(2, 0).facts.page.id.0).unwrap(), Some(page(2, 0)), "by its id");
    assert_eq!(store.page("0004.txt").unwrap(), None);
    assert_eq!(store.readers().into_iter().collect::<Vec<_>>(), [("zhengtu 0.1.0 test", 3)]);
    let on_disk: usize = contents(dir.path()).iter().map(|(_, bytes)| bytes.len()).sum();
    assert_eq!(store.bytes(), on_disk as u64);
}

#[test]
fn names_and_texts_of_any_kind() {
    let dir = tempdir().unwrap();
    let pages: Vec<_> = ["", "湘潭/报 纸.txt", "a\nb\u{0}", "../../etc/passwd", "seg-00000001.pages"]
        .iter()
        .map(|doc| {
            let mut page = page(1, 0);
            page.facts.page.doc = (*doc).into();
            page.text = format!("{doc}\r\n\u{feff}").repeat(1000).into();
            page
        })
        .collect();
    write(dir.path(), &pages);
    for page in pages {
        assert_eq!(read(dir.path()).iter().find(|one| one.facts.page.doc == page.facts.page.doc), Some(&page));
    }
    assert_eq!(files(dir.path()), ["LOCK", "MANIFEST", "seg-00000001.pages"]);
}

#[test]
fn a_changed_page_takes_the_place_of_the_old_one() {
    let dir = tempdir().unwrap();
    write(dir.path(), &[page(1, 0), page(2, 0)]);
    write(dir.path(), &[page(2, 1)]);
    assert_eq!(read(dir.path()), [page(1, 0), page(2, 1)]);
    assert_eq!(Store::open(dir.path()).unwrap().page(&page(2, 0).facts.page.id.0).unwrap(), None, "the old id is gone");
}

#[test]
fn a_forgotten_page_is_gone() {
    let dir = tempdir().unwrap();
    write(dir.path(), &[page(1, 0), page(2, 0), page(3, 0)]);
    let mut writer = Writer::open(dir.path()).unwrap();
    assert!(writer.forget("0002.txt"));
    assert!(!writer.forget("0002.txt"), "twice");
    assert!(!writer.forget("0009.txt"), "never there");
    assert_eq!(writer.commit().unwrap(), 2);
    assert_eq!(read(dir.path()), [page(1, 0), page(3, 0)]);

    assert!(writer.forget("0001.txt") && writer.forget("0003.txt"));
    writer.commit().unwrap();
    assert_eq!(read(dir.path()), []);
    assert_eq!(files(dir.path()), ["LOCK", "MANIFEST"], "nothing is left of them");
}

#[test]
fn the_same_again_changes_nothing() {
    let dir = tempdir().unwrap();
    let pages = [page(1, 0), page(2, 0), page(3, 0)];
    write(dir.path(), &pages);
    let before = contents(dir.path());

    let mut writer = writer(dir.path());
    for page in &pages {
        assert!(writer.contains(&page.facts.page.doc, &page.facts.page.id, &page.reader));
        writer.put(page).unwrap();
    }
    assert!(writer.forget("0001.txt"));
    writer.put(&pages[0]).unwrap();
    writer.put(&page(4, 0)).unwrap();
    writer.forget("0004.txt");
    assert_eq!((writer.pending(), writer.commit().unwrap()), (0, 1));
    assert_eq!(contents(dir.path()), before);
}

#[test]
fn another_reader_or_content_is_something_to_do() {
    let dir = tempdir().unwrap();
    write(dir.path(), &[page(1, 0)]);
    let mut writer = writer(dir.path());
    let (old, new) = (page(1, 0), page(1, 1));
    assert!(!writer.contains("0001.txt", &new.facts.page.id, &new.reader));
    assert!(!writer.contains("0001.txt", &old.facts.page.id, "zhengtu 0.2.0"));
    assert!(!writer.contains("0002.txt", &old.facts.page.id, &old.reader));

    writer.put(&new).unwrap();
    assert!(writer.contains("0001.txt", &new.facts.page.id, &new.reader), "what waits for the commit counts");
    writer.forget("0001.txt");
    assert!(!writer.contains("0001.txt", &old.facts.page.id, &old.reader));

    let mut again = old.clone();
    again.reader = Arc::from("zhengtu 0.2.0");
    writer.put(&again).unwrap();
    assert_eq!(writer.commit().unwrap(), 2);
    assert_eq!(read(dir.path()), [again]);
}

#[test]
fn a_reader_keeps_what_it_opened_while_a_writer_works() {
    let dir = tempdir().unwrap();
    let first: Vec<_> = (0..20).map(|n| page(n, 0)).collect();
    write(dir.path(), &first);
    let mut writer = writer(dir.path());
    let old = Store::open(dir.path()).unwrap();
    for version in 1..30 {
        (0..20).for_each(|n| writer.put(&page(n, version)).unwrap());
        assert_eq!(read(dir.path())[0], page(0, version - 1), "not committed");
        writer.commit().unwrap();
        assert_eq!(read(dir.path())[0], page(0, version));
        assert_eq!(old.pages().collect::<Result<Vec<_>, _>>().unwrap(), first);
    }
    assert!(!dir.path().join("seg-00000001.pages").exists(), "what the reader still holds open has been removed");
}

#[test]
fn readers_that_open_while_segments_are_merged_see_one_commit() {
    let dir = tempdir().unwrap();
    write(dir.path(), &[page(0, 0)]);
    std::thread::scope(|scope| {
        let build = scope.spawn(|| {
            let mut writer = writer(dir.path());
            for n in 1..150 {
                writer.put(&page(n, 0)).unwrap();
                writer.put(&page(0, n)).unwrap();
                writer.commit().unwrap();
            }
        });
        let mut opened = 0;
        while !build.is_finished() || opened == 0 {
            let pages = read(dir.path());
            let n = pages.len() - 1;
            assert_eq!(pages[0], page(0, n), "of the same commit as the last page");
            assert_eq!(pages[n], page(n, 0));
            assert!(verify(dir.path()).unwrap().damage.is_empty());
            opened += 1;
        }
    });
    assert_eq!(read(dir.path()).len(), 150);
}

#[test]
fn a_segment_that_is_merged_away_while_a_reader_opens_is_no_damage() {
    let dir = tempdir().unwrap();
    write(dir.path(), &[page(0, 0)]);
    std::thread::scope(|scope| {
        let build = scope.spawn(|| {
            let mut writer = writer(dir.path());
            for version in 1..400 {
                writer.put(&page(0, version)).unwrap();
                writer.commit().unwrap();
            }
        });
        while !build.is_finished() {
            let store = Store::open(dir.path()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(store.id("0000.txt"), Some(&page(0, store.generation() as usize - 1).facts.page.id));
        }
    });
}

#[test]
fn a_forgotten_page_stays_forgotten_when_later_segments_are_merged() {
    let dir = tempdir().unwrap();
    write(dir.path(), &(0..50).map(|n| page(n, 0)).collect::<Vec<_>>());
    let mut writer = writer(dir.path());
    writer.forget("0007.txt");
    writer.commit().unwrap();
    for n in 50..60 {
        writer.put(&page(n, 0)).unwrap();
        writer.commit().unwrap();
    }
    let names = files(dir.path());
    assert!(names.contains(&"seg-00000001.pages".into()) && !names.contains(&"seg-00000002.pages".into()), "{names:?}");
    assert_eq!(read(dir.path()), (0..60).filter(|n| *n != 7).map(|n| page(n, 0)).collect::<Vec<_>>());
}

#[test]
fn many_commits_leave_few_segments() {
    let dir = tempdir().unwrap();
    let mut writer = writer(dir.path());
    for n in 0..200 {
        writer.put(&page(n, 0)).unwrap();
        writer.commit().unwrap();
    }
    let segments = files(dir.path()).len() - 2;
    assert!(segments < 16, "{segments}");
    assert_eq!(read(dir.path()), (0..200).map(|n| page(n, 0)).collect::<Vec<_>>());
}

#[test]
fn replaced_pages_don_t_fill_the_disk() {
    let dir = tempdir().unwrap();
    let pages = |version| (0..50).map(|n| page(n, version)).collect::<Vec<_>>();
    write(dir.path(), &pages(0));
    let once = Store::open(dir.path()).unwrap().bytes();
    for version in 1..20 {
        write(dir.path(), &pages(version));
    }
    let often = Store::open(dir.path()).unwrap().bytes();
    assert!(often < once * 5 / 2, "{often} bytes, once {once}");
}

#[test]
fn verify_finds_nothing_in_a_whole_store() {
    let dir = tempdir().unwrap();
    write(dir.path(), &[page(1, 0), page(2, 0)]);
    write(dir.path(), &[page(2, 1), page(3, 0)]);
    let found = verify(dir.path()).unwrap();
    assert_eq!((found.generation, found.pages, found.damage), (2, 3, vec![]));
}

/// Records hold model values without their names. If this fails, the model has changed so that old stores can't be
/// read: raise `SCHEMA` and put the new digest here.
#[test]
fn the_schema_number_stands_for_the_form_of_the_values() {
    let digest = crate::SAMPLES
        .iter()
        .fold(Sha256::new(), |sha256, (facts, _)| sha256.chain_update(postcard::to_stdvec(facts).unwrap()));
    let digest: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((SCHEMA, digest.as_str()), (3, "59772363a785fa07"));
}

#[test]
fn the_manifest_can_be_read_by_a_person_and_checked_with_sha256sum() {
    let dir = tempdir().unwrap();
    write(dir.path(), &[page(1, 0)]);
    let manifest = fs::read_to_string(dir.path().join("MANIFEST")).unwrap();
    let (body, last) = manifest.trim_end().rsplit_once('\n').unwrap();
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!((&body["format"], &body["pages"]), (&"zhengtu store".into(), &1.into()));
    assert!(last.starts_with(r#"{"sha256":""#));
    let segment = &body["segments"][0];
    let bytes = fs::read(dir.path().join(segment["file"].as_str().unwrap())).unwrap();
    let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(segment["sha256"], sum);
}
