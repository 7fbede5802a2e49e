//! Many pages of a store, one after the other.

use rayon::prelude::*;

use crate::store::{Page, Store, StoreError};

/// Pages that are held at once.
const PAGES: usize = 64;

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
