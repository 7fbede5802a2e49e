//! Writers that end in the middle: killed, dropped, or failing.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use tempfile::tempdir;
use zhengtu::store::{Store, StoreError, Writer, verify};

use crate::{Dice, contents, copy, files, page, read, write, writer};

const PAGES: usize = 1000;
const BATCH: usize = 9;
/// Names the store that the child process builds.
const CHILD: &str = "ZHENGTU_TEST_STORE";
/// How many builds are killed, if not 20.
const KILLS: &str = "ZHENGTU_TEST_KILLS";

#[test]
fn what_is_not_committed_is_gone_with_its_writer() {
    let dir = tempdir().unwrap();
    write(dir.path(), &[page(1, 0)]);
    let mut first = writer(dir.path());
    first.put(&page(1, 1)).unwrap();
    first.put(&page(2, 0)).unwrap();
    drop(first);
    assert_eq!(read(dir.path()), [page(1, 0)]);
}

#[test]
fn leftovers_are_removed_by_the_next_writer_and_hurt_no_reader() {
    let dir = tempdir().unwrap();
    write(dir.path(), &[page(1, 0)]);
    for (name, text) in [("MANIFEST.next", "{\"for"), ("seg-00000002.pages", "zhengtu seg"), ("seg-00000000.pages", "")]
    {
        fs::write(dir.path().join(name), text).unwrap();
    }
    assert_eq!(read(dir.path()), [page(1, 0)]);
    assert!(verify(dir.path()).unwrap().damage.is_empty());
    assert_eq!(write(dir.path(), &[page(2, 0)]), 2);
    assert_eq!(files(dir.path()), ["LOCK", "MANIFEST", "seg-00000001.pages", "seg-00000002.pages"]);
    assert_eq!(read(dir.path()), [page(1, 0), page(2, 0)]);
}

/// Every state that the folder is in during a commit that merges, put together from the files before and after.
#[test]
fn each_step_of_a_commit_is_the_old_or_the_new_state() {
    let folder = tempdir().unwrap();
    let (before, after) = (folder.path().join("before"), folder.path().join("after"));
    write(&before, &[page(1, 0), page(2, 0)]);
    write(&before, &[page(1, 1), page(2, 1)]);
    copy(&before, &after);
    write(&after, &[page(1, 2), page(2, 2), page(3, 0)]);
    assert_eq!(files(&after), ["LOCK", "MANIFEST", "seg-00000003.pages"], "the old segments are merged away");
    let (old, new) = (read(&before), read(&after));

    let state = |name: &str| copy(&before, &folder.path().join(name));
    let segment = fs::read(after.join("seg-00000003.pages")).unwrap();
    let manifest = fs::read(after.join("MANIFEST")).unwrap();
    let mut steps: Vec<(PathBuf, bool)> = vec![];
    for part in [0, 1, segment.len() / 2, segment.len() - 1, segment.len()] {
        let dir = state(&format!("segment-{part}"));
        fs::write(dir.join("seg-00000003.pages"), &segment[..part]).unwrap();
        steps.push((dir, false));
    }
    for part in [0, manifest.len() / 2, manifest.len()] {
        let dir = state(&format!("manifest-{part}"));
        fs::write(dir.join("seg-00000003.pages"), &segment).unwrap();
        fs::write(dir.join("MANIFEST.next"), &manifest[..part]).unwrap();
        steps.push((dir, false));
    }
    let renamed = state("renamed");
    fs::write(renamed.join("seg-00000003.pages"), &segment).unwrap();
    fs::write(renamed.join("MANIFEST"), &manifest).unwrap();
    steps.push((renamed, true));

    for (dir, done) in steps {
        assert_eq!(read(&dir), if done { &*new } else { &*old }, "{}", dir.display());
        assert!(verify(&dir).unwrap().damage.is_empty(), "{}", dir.display());
        write(&dir, &new);
        assert_eq!(contents(&dir), contents(&after), "{}: building again comes to the same files", dir.display());
    }
}

#[test]
fn a_new_store_that_was_cut_short_is_made_again() {
    let folder = tempdir().unwrap();
    for left in [&["LOCK"][..], &["LOCK", "MANIFEST.next"]] {
        let dir = folder.path().join(left.join("-"));
        fs::create_dir(&dir).unwrap();
        left.iter().for_each(|name| fs::write(dir.join(name), "").unwrap());
        assert!(matches!(Store::open(&dir), Err(StoreError::Missing { .. })));
        write(&dir, &[page(1, 0)]);
        assert_eq!(read(&dir), [page(1, 0)]);
    }
}

/// A folder in the place of a file makes the step fail that would write the file.
#[test]
fn a_commit_that_fails_leaves_the_old_store_and_can_be_tried_again() {
    for obstacle in ["seg-00000002.pages", "MANIFEST.next"] {
        let folder = tempdir().unwrap();
        let dir = folder.path();
        write(dir, &[page(1, 0)]);
        let before = contents(dir);
        let mut writer = writer(dir);
        writer.put(&page(1, 1)).unwrap();
        writer.put(&page(2, 0)).unwrap();

        fs::create_dir(dir.join(obstacle)).unwrap();
        let error = writer.commit().unwrap_err().to_string();
        assert!(error.contains(obstacle) && !error.contains('\n'), "{error}");
        assert_eq!(read(dir), [page(1, 0)]);
        fs::remove_dir(dir.join(obstacle)).unwrap();
        assert_eq!(contents(dir), before, "nothing half-written is left");

        assert_eq!(writer.commit().unwrap(), 2);
        assert_eq!(read(dir), [page(1, 1), page(2, 0)]);
    }
}

/// Not a test by itself: what the child process of the next test runs. Puts the pages that are missing in order, and
/// changes page 0 with each commit, so that merging has dead records to drop.
#[test]
fn child() {
    let Some(dir) = env::var_os(CHILD) else { return };
    let mut writer = Writer::open_or_create(Path::new(&dir)).unwrap();
    for n in 1..=PAGES {
        let one = page(n, 0);
        if !writer.contains(&one.facts.page.doc, &one.facts.page.id, &one.reader) {
            writer.put(&one).unwrap();
        }
        if writer.pending() == BATCH || n == PAGES {
            if writer.pending() > 0 {
                writer.put(&page(0, n)).unwrap();
            }
            writer.commit().unwrap();
        }
    }
}

fn build(dir: &Path) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "crash::child"])
        .env(CHILD, dir)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// How many pages the killed build came to; page 0 and the last page must be of the same commit.
fn check(dir: &Path) -> usize {
    let store = match Store::open(dir) {
        Err(StoreError::Missing { .. }) => return 0,
        store => store.unwrap_or_else(|error| panic!("{error}")),
    };
    let pages: Vec<_> = store.pages().collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{error}"));
    let Some(last) = pages.len().checked_sub(1) else { return 0 };
    let expected = [page(0, last)].into_iter().chain((1..=last).map(|n| page(n, 0)));
    assert!(pages == expected.collect::<Vec<_>>(), "{} pages, not as they were written", pages.len());
    assert!(last % BATCH == 0 || last == PAGES, "{last} pages: half a commit");
    assert!(verify(dir).unwrap().damage.is_empty());
    last
}

#[test]
fn killed_builds_leave_whole_pages_and_go_on() {
    let folder = tempdir().unwrap();
    let started = Instant::now();
    assert!(build(&folder.path().join("whole")).wait().unwrap().success());
    let whole = started.elapsed();
    assert_eq!(check(&folder.path().join("whole")), PAGES);

    let rounds = env::var(KILLS).ok().and_then(|kills| kills.parse().ok()).unwrap_or(20);
    let dice = Dice::new(9);
    let (mut kills, mut stores) = (0, 0);
    while kills < rounds {
        let dir = folder.path().join(format!("{stores}"));
        stores += 1;
        let mut done = 0;
        while done < PAGES {
            let mut child = build(&dir);
            sleep(whole.mul_f64(dice.below(600) as f64 / 1000.0) + Duration::from_millis(1));
            let ended = child.try_wait().unwrap().is_some();
            child.kill().unwrap(); // SIGKILL on Unix
            child.wait().unwrap();
            kills += usize::from(!ended);
            let now = check(&dir);
            assert!(now >= done, "{now} pages after {done}: a commit was lost");
            assert!(!ended || now == PAGES, "ended with {now} pages");
            done = now;
        }
        assert_eq!(read(&dir), read(&folder.path().join("whole")));
    }
    println!("{kills} kills over {stores} stores, a whole build takes {whole:?}");
}
