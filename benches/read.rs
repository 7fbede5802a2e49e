//! How fast pages are read and stored: each stage, and the whole. Figures are in BENCHMARKS.md.

use std::{hint::black_box, path::PathBuf};

use divan::{Bencher, counter::BytesCount};
use zhengtu::{
    article::{self, Page as Articles},
    extract::{self, Reading},
    lexicon::Lexicon,
    pipeline,
    store::{Page, Store, Writer},
    text::{Document, Input, list, read},
};

fn main() {
    // Made before the clock starts: the lexicon with its gazetteer is made once a process.
    Lexicon::embedded().gazetteer();
    divan::main();
}

/// The example pages.
fn documents() -> Vec<Document> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/pages");
    let pages = read(list([folder]).sources).filter_map(|input| match input {
        Input::Page(page) => Some(page),
        Input::Diagnostic(_) => None,
    });
    pages.collect()
}

fn bytes(documents: &[Document]) -> BytesCount {
    BytesCount::new(documents.iter().map(|document| document.text.len()).sum::<usize>())
}

fn articles(documents: &[Document]) -> Vec<Articles> {
    documents.iter().map(|document| article::articles(document, Lexicon::embedded())).collect()
}

/// Pages as they go into a store.
fn stored(documents: &[Document]) -> Vec<Page> {
    let page = |document: &Document| Page {
        facts: pipeline::read(document, Lexicon::embedded()),
        text: document.text.clone(),
        reader: "bench".into(),
    };
    documents.iter().map(page).collect()
}

fn write(pages: &[Page]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let mut writer = Writer::open_or_create(&folder.path().join("kg")).expect("a new store");
    for page in pages {
        writer.put(page).expect("a page that fits");
    }
    writer.commit().expect("room on the disk");
    folder
}

/// From files to decoded pages.
#[divan::bench]
fn files(bencher: Bencher) {
    bencher.counter(bytes(&documents())).bench(documents);
}

/// Words of the lexicon in whole pages.
#[divan::bench]
fn scan(bencher: Bencher) {
    let documents = documents();
    bencher.counter(bytes(&documents)).bench(|| {
        for document in &documents {
            black_box(Lexicon::embedded().scan(&document.text));
        }
    });
}

/// From pages to articles and sentences.
#[divan::bench]
fn segment(bencher: Bencher) {
    let documents = documents();
    bencher.counter(bytes(&documents)).bench(|| articles(&documents));
}

/// From articles to mentions.
#[divan::bench]
fn mentions(bencher: Bencher) {
    let documents = documents();
    let pages = articles(&documents);
    bencher.counter(bytes(&documents)).bench(|| {
        for article in pages.iter().flat_map(|page| &page.articles) {
            black_box(extract::mentions(&Reading::new(article, Lexicon::embedded())));
        }
    });
}

/// From pages to facts: every stage, on one core.
#[divan::bench]
fn whole(bencher: Bencher) {
    let documents = documents();
    bencher.counter(bytes(&documents)).bench(|| {
        for document in &documents {
            black_box(pipeline::read(document, Lexicon::embedded()));
        }
    });
}

/// A store of the pages, made and committed.
#[divan::bench]
fn store_write(bencher: Bencher) {
    let documents = documents();
    let pages = stored(&documents);
    bencher.counter(bytes(&documents)).bench(|| write(&pages));
}

/// A store opened and each of its pages read.
#[divan::bench]
fn store_read(bencher: Bencher) {
    let documents = documents();
    let folder = write(&stored(&documents));
    bencher.counter(bytes(&documents)).bench(|| {
        let store = Store::open(&folder.path().join("kg")).expect("the store just written");
        store.pages().map(|page| page.expect("a whole page")).filter(|page| !page.text.is_empty()).count()
    });
}
