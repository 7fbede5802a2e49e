//! From the store to what answers questions: the graph and the network.

use rayon::prelude::*;

use crate::{
    model::PageFacts,
    network::{Builder, Network},
    rdf::{Base, Graph, GraphError, Lowering},
    store::{Page, Store, StoreError},
};

/// Pages that are held at once.
const PAGES: usize = 512;

/// Reads the pages of a store in the order of their names, some at a time, decoding them on all threads.
///
/// # Errors
/// As [`Store::page`]; what `each` returns.
pub fn pages<T: Send, E: From<StoreError>>(
    store: &Store,
    map: impl Fn(Page) -> T + Sync,
    mut each: impl FnMut(Vec<T>) -> Result<(), E>,
) -> Result<(), E> {
    let docs: Vec<&str> = store.docs().collect();
    for some in docs.chunks(PAGES) {
        let pages = some.par_iter().map(|doc| Ok(store.page(doc)?.map(&map)));
        let pages: Vec<Option<T>> = pages.collect::<Result<_, StoreError>>()?;
        each(pages.into_iter().flatten().collect())?;
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
        |page| page,
        |pages| {
            pages.iter().for_each(|page| builder.page_with_text(&page.facts, &page.text));
            Ok::<(), StoreError>(())
        },
    )?;
    Ok(builder.finish())
}
