//! How fast pages are read, stored and made a graph: each stage, and the whole. Figures are in BENCHMARKS.md.

use std::{fs, hint::black_box, sync::LazyLock};

use divan::{Bencher, counter::BytesCount};
use tempfile::TempDir;
use zhengtu::{
    article::{self, Page as Articles},
    extract::{self, Reading},
    lexicon::Lexicon,
    pipeline::{self, Build},
    rdf::{Base, Graph, Limits, Lowering, PageQuads},
    store::{Page, Store, Writer},
    text::{Document, Input, list, read},
};

#[path = "support/pages.rs"]
mod pages;

/// Bytes of text of the pages, and of each.
const BYTES: u64 = 1_000_000;
const EACH: usize = 8_000;

fn main() {
    // Made before the clock starts: the lexicon with its gazetteer is made once a process.
    Lexicon::embedded().gazetteer();
    divan::main();
}

static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| pages::pages(1, BYTES, EACH).collect());

fn bytes(documents: &[Document]) -> BytesCount {
    BytesCount::new(documents.iter().map(|document| document.text.len()).sum::<usize>())
}

fn articles() -> Vec<Articles> {
    DOCUMENTS.iter().map(|document| article::articles(document, Lexicon::embedded())).collect()
}

/// Pages as they go into a store.
fn stored() -> Vec<Page> {
    let reader = pipeline::reader(Lexicon::embedded());
    let page = |document: &Document| Page {
        facts: pipeline::read(document, Lexicon::embedded()),
        text: document.text.clone(),
        reader: reader.as_str().into(),
    };
    DOCUMENTS.iter().map(page).collect()
}

fn write(pages: &[Page]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let mut writer = Writer::open_or_create(&folder.path().join("kg")).expect("a new store");
    for page in pages {
        writer.put(page).expect("a page that fits");
    }
    writer.commit().expect("room on the disk");
    folder
}

/// The pages in files.
fn files_of(documents: &[Document]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    for document in documents {
        let path = folder.path().join(&document.name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, &*document.text).expect("room on the disk");
    }
    folder
}

fn quads() -> Vec<PageQuads> {
    stored().iter().map(|page| Lowering::default().page(&page.facts, &page.text)).collect()
}

/// From files to decoded pages.
#[divan::bench]
fn files(bencher: Bencher) {
    let folder = files_of(&DOCUMENTS);
    bencher.counter(bytes(&DOCUMENTS)).bench(|| {
        let pages = read(list([folder.path().to_owned()]).sources);
        pages.filter(|input| matches!(input, Input::Page(_))).count()
    });
}

/// Words of the lexicon in whole pages.
#[divan::bench]
fn scan(bencher: Bencher) {
    bencher.counter(bytes(&DOCUMENTS)).bench(|| {
        for document in &*DOCUMENTS {
            black_box(Lexicon::embedded().scan(&document.text));
        }
    });
}

/// Places of the gazetteer in whole pages.
#[divan::bench]
fn places(bencher: Bencher) {
    bencher.counter(bytes(&DOCUMENTS)).bench(|| {
        for document in &*DOCUMENTS {
            black_box(Lexicon::embedded().gazetteer().scan(&document.text));
        }
    });
}

/// From pages to articles and sentences.
#[divan::bench]
fn segment(bencher: Bencher) {
    bencher.counter(bytes(&DOCUMENTS)).bench(articles);
}

/// From articles to mentions.
#[divan::bench]
fn mentions(bencher: Bencher) {
    let pages = articles();
    bencher.counter(bytes(&DOCUMENTS)).bench(|| {
        for article in pages.iter().flat_map(|page| &page.articles) {
            black_box(extract::mentions(&Reading::new(article, Lexicon::embedded())));
        }
    });
}

/// From pages to facts: every stage, on one core.
#[divan::bench]
fn whole(bencher: Bencher) {
    bencher.counter(bytes(&DOCUMENTS)).bench(|| {
        for document in &*DOCUMENTS {
            black_box(pipeline::read(document, Lexicon::embedded()));
        }
    });
}

/// The same in pages of other sizes.
#[divan::bench(args = [1_000, 10_000, 100_000, 1_000_000])]
fn whole_of(bencher: Bencher, each: usize) {
    let documents: Vec<Document> = pages::pages(1, BYTES, each).collect();
    bencher.counter(bytes(&documents)).bench(|| {
        for document in &documents {
            black_box(pipeline::read(document, Lexicon::embedded()));
        }
    });
}

/// A store of the pages, made and committed.
#[divan::bench]
fn store_write(bencher: Bencher) {
    let pages = stored();
    bencher.counter(bytes(&DOCUMENTS)).bench(|| write(&pages));
}

/// A store opened and each of its pages read.
#[divan::bench]
fn store_read(bencher: Bencher) {
    let folder = write(&stored());
    bencher.counter(bytes(&DOCUMENTS)).bench(|| {
        let store = Store::open(&folder.path().join("kg")).expect("the store just written");
        store.pages().map(|page| page.expect("a whole page")).filter(|page| !page.text.is_empty()).count()
    });
}

/// A store built once more from the same files.
#[divan::bench]
fn build_again(bencher: Bencher) {
    let (kg, folder) = (write(&stored()), files_of(&DOCUMENTS));
    bencher.counter(bytes(&DOCUMENTS)).bench(|| {
        let writer = Writer::open(&kg.path().join("kg")).expect("the store just written");
        let mut build = Build::new(writer, Lexicon::embedded());
        let mut inputs = read(list([folder.path().to_owned()]).sources);
        while !build.step(&mut inputs).expect("a store that can be read").is_empty() {}
        assert_eq!(build.counts().read(), 0);
    });
}

/// From facts to quads.
#[divan::bench]
fn lower(bencher: Bencher) {
    let pages = stored();
    bencher.counter(bytes(&DOCUMENTS)).bench(|| {
        let quads = pages.iter().map(|page| Lowering::default().page(&page.facts, &page.text));
        quads.map(|quads| quads.len()).sum::<usize>()
    });
}

/// From quads to a graph that has answered a look-up.
#[divan::bench]
fn graph(bencher: Bencher) {
    let quads = quads();
    bencher.counter(bytes(&DOCUMENTS)).with_inputs(|| quads.clone()).bench_values(|quads| {
        let graph = Graph::new(Base::default());
        graph.load(quads);
        graph.query("ASK { ?page a zt:Page }", &Limits::default()).expect("an answer")
    });
}
