//! The store: what goes in comes out, whatever happens in between.

#[path = "../support/sample.rs"]
mod sample;

mod crash;
mod damage;
mod everyday;
mod random;
mod refuse;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{LazyLock, atomic::AtomicU64},
};

use zhengtu::{
    model::{PageFacts, PageId},
    store::{Page, Store, Writer},
};

static SAMPLES: LazyLock<Vec<(PageFacts, &str)>> = LazyLock::new(sample::pages);

/// Page number `n` as it stands in its `version`: facts of a sample page, and a text of its own.
fn page(n: usize, version: usize) -> Page {
    let (facts, text) = &SAMPLES[n % SAMPLES.len()];
    let mut facts = facts.clone();
    facts.page.doc = format!("{n:04}.txt");
    facts.page.id = PageId(format!("{:016x}", n * 1000 + version));
    Page { facts, text: format!("{text} 第{n}版 {version}").into(), reader: "zhengtu 0.1.0 test".into() }
}

/// A writer of a new or old store, with a folder for its errors.
fn writer(dir: &Path) -> Writer {
    Writer::open_or_create(dir).unwrap_or_else(|error| panic!("{error}"))
}

/// Commits `pages`.
fn write(dir: &Path, pages: &[Page]) -> u64 {
    let mut writer = writer(dir);
    pages.iter().for_each(|page| writer.put(page).unwrap());
    writer.commit().unwrap()
}

/// All pages of the store.
fn read(dir: &Path) -> Vec<Page> {
    let store = Store::open(dir).unwrap_or_else(|error| panic!("{error}"));
    store.pages().collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{error}"))
}

/// Names of the files in `dir`, sorted.
fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Names and bytes of the files in `dir`.
fn contents(dir: &Path) -> Vec<(String, Vec<u8>)> {
    files(dir).into_iter().map(|name| (name.clone(), fs::read(dir.join(name)).unwrap())).collect()
}

/// A copy of the files of `from` in a new folder `to`.
fn copy(from: &Path, to: &Path) -> PathBuf {
    fs::create_dir_all(to).unwrap();
    for (name, bytes) in contents(from) {
        fs::write(to.join(name), bytes).unwrap();
    }
    to.to_owned()
}

/// Numbers without a pattern, the same in each run (splitmix64).
struct Dice(AtomicU64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(seed.into())
    }

    /// A number below `n`.
    fn below(&self, n: usize) -> usize {
        let step = 0x9E37_79B9_7F4A_7C15u64;
        let mut z = self.0.fetch_add(step, std::sync::atomic::Ordering::Relaxed).wrapping_add(step);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}
