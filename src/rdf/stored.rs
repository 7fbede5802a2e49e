//! The graph of a store: read into memory, or kept on disk in step with the store.

use std::{fs, path::Path};

use rayon::prelude::*;

use crate::{
    model::PageId,
    rdf::{
        Base, Graph, GraphError, Lowering, PageQuads,
        disk::BUILT,
        kept::{FOLDER, Kept, List, Turn},
    },
    store::{Page, Store, StoreError, pages},
};

/// Pages that are held at once while they become quads.
const PAGES: usize = 256;

/// What was done to keep a graph on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keeping {
    /// Pages that were brought in, changed ones included.
    pub added: usize,
    /// Pages that were taken out, changed ones included.
    pub removed: usize,
    /// Quads that are there now.
    pub quads: usize,
}

impl Graph {
    /// The graph of all pages of a store, each with what read it: that on disk, brought into step with the store, if it
    /// is kept there ([`Graph::keep_on_disk`]) and this program can read it; else one in memory.
    ///
    /// # Errors
    /// As [`Store::page`]; [`GraphError`] for what goes wrong on disk.
    pub fn of(store: &Store, base: &Base) -> Result<Self, GraphError> {
        if !Self::is_on_disk(store.dir()) {
            return Ok(Self::in_memory(store, base)?);
        }
        let (kept, _) = in_step(store, base, false)?;
        Ok(Self::on_disk(base.clone(), kept))
    }

    /// The graph of all pages of a store in memory, each with what read it.
    ///
    /// # Errors
    /// As [`Store::page`].
    pub fn in_memory(store: &Store, base: &Base) -> Result<Self, StoreError> {
        let graph = Self::new(base.clone());
        pages(store, lower(base), |pages| {
            graph.load(pages);
            Ok::<(), StoreError>(())
        })?;
        Ok(graph)
    }

    /// Whether the graph of the store in `dir` is kept on disk, and this program can read it there.
    pub fn is_on_disk(dir: &Path) -> bool {
        BUILT && dir.join(FOLDER).is_dir()
    }

    /// Keeps the graph of a store on disk from now on, in the folder `quads` of the store: for graphs that memory does not
    /// hold. What is there already is brought into step with the store; with another base it is made anew.
    ///
    /// ```
    /// use zhengtu::{rdf::{Base, Graph, GraphError}, store::{Store, Writer}};
    /// let dir = tempfile::tempdir()?;
    /// drop(Writer::open_or_create(dir.path())?);
    /// match Graph::keep_on_disk(&Store::open(dir.path())?, &Base::default()) {
    ///     Ok(done) => assert_eq!(done.quads, 0),
    ///     Err(GraphError::NotBuilt) => assert!(!cfg!(feature = "rocksdb")),
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`GraphError::NotBuilt`] without the cargo feature `rocksdb`; as [`Store::page`]; what goes wrong on disk. What was
    /// there before stays as it was.
    pub fn keep_on_disk(store: &Store, base: &Base) -> Result<Keeping, GraphError> {
        if !BUILT {
            return Err(GraphError::NotBuilt);
        }
        in_step(store, base, true).map(|(_, done)| done)
    }

    /// Keeps the graph of the store in `dir` in memory again: removes the folder `quads`. Whether there was one.
    ///
    /// # Errors
    /// If the folder can't be removed.
    pub fn keep_in_memory(dir: &Path) -> Result<bool, GraphError> {
        let folder = dir.join(FOLDER);
        let there = folder.is_dir();
        if there {
            fs::remove_dir_all(&folder).map_err(StoreError::io(&folder))?;
        }
        Ok(there)
    }
}

/// What makes a page quads.
fn lower(base: &Base) -> impl Fn(Page) -> PageQuads + Sync {
    |page| Lowering::new(base.clone()).with_reader(&*page.reader).page(&page.facts, &page.text)
}

/// Some pages as quads, some at a time.
fn lowered<'a>(
    store: &'a Store,
    base: &'a Base,
    docs: &'a [&'a str],
) -> impl Iterator<Item = Result<Vec<PageQuads>, StoreError>> + 'a {
    docs.chunks(PAGES).map(move |some| {
        let pages = some.par_iter().map(|doc| Ok(store.page(doc)?.map(lower(base))));
        Ok(pages.collect::<Result<Vec<_>, StoreError>>()?.into_iter().flatten().collect())
    })
}

/// The graph on disk as the store is now, and what was done for it. Only `anew` may give it another base; it also removes
/// states that were still read when the next one was made.
fn in_step(store: &Store, base: &Base, anew: bool) -> Result<(Kept, Keeping), GraphError> {
    let folder = store.dir().join(FOLDER);
    let mut list = List::of(store, base);
    if !anew && let Some(kept) = Kept::open(&folder, &list, base)? {
        let quads = kept.quads;
        return Ok((kept, Keeping { quads, ..Keeping::default() }));
    }
    let turn = Turn::wait(&folder)?;
    let mut done = Keeping::default();
    // another program may have made it in the meantime
    if Kept::open(&folder, &list, base)?.is_none() {
        let states = turn.states();
        if let Some((path, other)) = states.iter().find(|(_, state)| state.base != list.base)
            && !anew
        {
            return Err(GraphError::Base { path: path.clone(), found: other.base.clone() });
        }
        let changes = |state: &List| state.without(&list).count() + list.without(state).count();
        let kin = states.iter().filter(|(_, state)| state.is_kin(&list));
        let nearest = kin.min_by_key(|(_, state)| changes(state));
        let before = nearest.map(|(_, state)| state);

        let gone: Vec<&str> = before.map_or_else(Vec::new, |state| state.without(&list).collect());
        let lacks =
            |id: &str, version: &str| before.is_none_or(|state| state.pages.get(id).is_none_or(|it| it != version));
        let versions = store.versions().filter(|(_, id, version)| lacks(&id.0, version));
        let new: Vec<&str> = versions.map(|(doc, ..)| doc).collect();
        done = Keeping { added: new.len(), removed: gone.len(), quads: 0 };

        let disk = turn.begin(nearest.map(|(path, _)| path.as_path()))?;
        let mut quads = before.map_or(0, |state| state.quads);
        for id in gone {
            quads -= disk.take_out(&base.page(&PageId(id.to_owned())))?;
        }
        let pages = lowered(store, base, &new).flat_map(|pages| match pages {
            Ok(pages) => pages.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error.into())],
        });
        quads += disk.put_in(pages)?;
        if before.is_none() {
            disk.arrange()?;
        }
        disk.close()?;
        list.quads = quads;
        turn.finish(&list)?;
    }
    let kept = Kept::open(&folder, &list, base)?;
    let kept =
        kept.ok_or_else(|| GraphError::Disk { path: folder, message: "what was written can't be read".into() })?;
    turn.clear(&list.key());
    done.quads = kept.quads;
    Ok((kept, done))
}
