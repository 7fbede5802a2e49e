//! From the store to what answers questions: the graph and the network.

use crate::{
    model::PageFacts,
    network::{Builder, Leaf, Network},
    rdf::{Base, Graph, GraphError, Lowering},
    store::{Page, Store, StoreError, pages},
};

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

/// Number of quads of the graph of a store.
///
/// # Errors
/// As [`Store::page`].
pub fn quads(store: &Store) -> Result<usize, StoreError> {
    let lowering = Lowering::default().with_reader("");
    let mut quads = 0;
    pages(
        store,
        |page| lowering.page(&page.facts, &page.text).len(),
        |some| {
            quads += some.iter().sum::<usize>();
            Ok::<(), StoreError>(())
        },
    )?;
    Ok(quads)
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
