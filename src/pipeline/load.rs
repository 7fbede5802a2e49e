//! From the store to what answers questions: the graph and the network.

use rayon::prelude::*;

use crate::{
    model::PageFacts,
    network::{Builder, Leaf, Network},
    rdf::{Base, Graph, GraphError, Lowering},
    store::{Page, Store, StoreError},
};

/// Pages that are held at once.
const PAGES: usize = 512;

/// Reads the pages of a store in the order of their names, some at a time, decoding them on all threads; the next ones
/// while `each` looks at some.
///
/// # Errors
/// As [`Store::page`]; what `each` returns.
pub fn pages<T: Send, E: From<StoreError>>(
    store: &Store,
    map: impl Fn(Page) -> T + Sync,
    mut each: impl FnMut(Vec<T>) -> Result<(), E>,
) -> Result<(), E> {
    let docs: Vec<&str> = store.docs().collect();
    let read = |some: &[&str]| -> Result<Vec<T>, StoreError> {
        let pages = some.par_iter().map(|doc| Ok(store.page(doc)?.map(&map)));
        Ok(pages.collect::<Result<Vec<Option<T>>, StoreError>>()?.into_iter().flatten().collect())
    };
    let mut chunks = docs.chunks(PAGES);
    let mut next = chunks.next().map(read);
    while let Some(pages) = next.take() {
        let pages = pages?;
        rayon::in_place_scope(|threads| {
            if let Some(some) = chunks.next() {
                threads.spawn(|_| next = Some(read(some)));
            }
            each(pages)
        })?;
    }
    Ok(())
}

/// The graph of all pages of a store, each with what read it: [`Graph::of`].
///
/// # Errors
/// As there.
pub fn graph(store: &Store, base: &Base) -> Result<Graph, GraphError> {
    Graph::of(store, base)
}

/// How the statements of a store came about, in PROV-O: [`Lowering::provenance`] of all pages, once `keep` has left out of
/// each what is not wanted.
///
/// # Errors
/// As [`Store::page`].
pub fn provenance(store: &Store, base: &Base, keep: impl Fn(&mut PageFacts) + Sync) -> Result<Graph, StoreError> {
    let graph = Graph::new(base.clone());
    let tell = |mut page: Page| {
        keep(&mut page.facts);
        Lowering::new(base.clone()).with_reader(&*page.reader).provenance(&page.facts, &page.text)
    };
    pages(store, tell, |pages| {
        graph.load(pages);
        Ok::<(), StoreError>(())
    })?;
    Ok(graph)
}

/// The network of all pages of a store; its nodes are found by all words that the pages have for them.
///
/// # Errors
/// As [`Store::page`].
pub fn network(store: &Store) -> Result<Network, StoreError> {
    let mut builder = Builder::default();
    pages(
        store,
        |page| Leaf::of(&page.facts, Some(&page.text)),
        |leaves| {
            leaves.into_iter().for_each(|leaf| builder.add(leaf));
            Ok::<(), StoreError>(())
        },
    )?;
    Ok(builder.finish())
}
