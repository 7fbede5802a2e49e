//! The folder `quads` of a store: its graph on disk, one state after another.
//!
//! ```text
//! kg/quads/LOCK                        whoever makes a state holds a lock on it
//! kg/quads/0123456789abcdef/PAGES      which pages this state holds, in which version; its readers hold a lock on it
//! kg/quads/0123456789abcdef/rocksdb    their quads
//! kg/quads/next                        the state that is being made, or that was when its maker was killed
//! ```
//!
//! A state is named after what it holds and never changes once it has its name, so that whoever reads it may go on while
//! the next one is made from it: its files are linked, not copied. So a state that is there is whole and in step with
//! the store, and one that is not in step has another name.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use oxigraph::{
    model::{GraphName, GraphNameRef, NamedNode, NamedOrBlankNode, Quad},
    sparql::{PreparedSparqlQuery, QueryEvaluationError, QueryResults},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use spareval::QueryDatasetSpecification;
use tempfile::TempDir;

use crate::{
    model::PageId,
    rdf::{Base, GraphError, PageQuads, disk::Disk},
    store::{Store, StoreError},
};

/// The folder in that of the store.
pub(super) const FOLDER: &str = "quads";
const LOCK: &str = "LOCK";
const NEXT: &str = "next";
const PAGES: &str = "PAGES";
const ROCKSDB: &str = "rocksdb";

/// What says how pages become quads: another version of it makes another graph of the same pages.
const RULES: &[&str] = &[
    env!("CARGO_PKG_VERSION"),
    include_str!("disk.rs"),
    include_str!("iri.rs"),
    include_str!("kept.rs"),
    include_str!("lower.rs"),
    include_str!("term_of.rs"),
    include_str!("vocab.rs"),
];

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Which pages a state holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct List {
    rules: String,
    pub base: String,
    /// Number of quads.
    pub quads: usize,
    /// The version of each page, by its id.
    pub pages: BTreeMap<String, String>,
}

impl List {
    /// The pages of a store; their quads are not counted yet.
    pub fn of(store: &Store, base: &Base) -> Self {
        let rules = RULES.iter().fold(Sha256::new(), |hash, rule| hash.chain_update(rule));
        let pages = store.versions().map(|(_, id, version)| (id.0.clone(), version)).collect();
        Self { rules: hex(rules), base: base.as_str().into(), quads: 0, pages }
    }

    /// Stands for what the state holds.
    pub fn key(&self) -> String {
        let mut hash = Sha256::new().chain_update(format!("{}\n{}\n", self.rules, self.base));
        for (id, version) in &self.pages {
            hash.update(format!("{id} {version}\n"));
        }
        hex(hash)[..16].to_owned()
    }

    /// Whether one can be made from the other.
    pub fn is_kin(&self, other: &Self) -> bool {
        (&self.rules, &self.base) == (&other.rules, &other.base)
    }

    /// Ids of the pages that are not in `other`, or there in another version.
    pub fn without<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a str> {
        self.pages.iter().filter(|(id, version)| other.pages.get(*id) != Some(version)).map(|(id, _)| id.as_str())
    }

    /// The list of a state; `None` if there is none, or it is not as it was written.
    fn read(state: &Path) -> Option<Self> {
        let bytes = fs::read(state.join(PAGES)).ok()?;
        let (body, sum) = bytes.split_at(bytes.iter().rposition(|byte| *byte == b'\n')? + 1);
        let list: Self = serde_json::from_slice(body).ok()?;
        let sound = hex(Sha256::new().chain_update(body)).as_bytes() == sum && state.ends_with(list.key());
        sound.then_some(list)
    }

    fn write(&self, state: &Path) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        let sum = hex(Sha256::new().chain_update(&bytes));
        bytes.extend(sum.into_bytes());
        let mut file = File::create(state.join(PAGES))?;
        file.write_all(&bytes)?;
        file.sync_all()
    }
}

/// The lock on making states. Who waits for it finds what the other one made.
pub(super) struct Turn {
    folder: PathBuf,
    _lock: File,
}

impl Turn {
    /// Waits for the lock on the folder, which is made if it is not there.
    pub fn wait(folder: &Path) -> Result<Self, GraphError> {
        let take = || {
            fs::create_dir_all(folder)?;
            let lock = File::create(folder.join(LOCK))?;
            lock.lock()?;
            Ok(lock)
        };
        let lock = take().map_err(StoreError::io(folder))?;
        Ok(Self { folder: folder.to_owned(), _lock: lock })
    }

    /// The states that are there, with the folders of each.
    pub fn states(&self) -> Vec<(PathBuf, List)> {
        let states = self.entries().into_iter().filter_map(|path| List::read(&path).map(|list| (path, list)));
        states.collect()
    }

    fn entries(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
        paths.sort();
        paths
    }

    /// Begins the next state, with the quads of `from` or empty. What a killed maker left of one is removed.
    pub fn begin(&self, from: Option<&Path>) -> Result<Disk, GraphError> {
        let next = self.folder.join(NEXT);
        let make = || {
            if next.exists() {
                fs::remove_dir_all(&next)?;
            }
            fs::create_dir(&next)?;
            from.map_or(Ok(()), |from| link(&from.join(ROCKSDB), &next.join(ROCKSDB)))
        };
        make().map_err(StoreError::io(&next))?;
        Disk::write(&next.join(ROCKSDB))
    }

    /// Gives the next state, which nobody has open any more, its name.
    pub fn finish(&self, list: &List) -> Result<(), GraphError> {
        let (next, state) = (self.folder.join(NEXT), self.folder.join(list.key()));
        let finish = || {
            list.write(&next)?;
            if state.exists() {
                fs::remove_dir_all(&state)?; // was not fit to be read
            }
            sync(&next.join(ROCKSDB))?;
            sync(&next)?;
            fs::rename(&next, &state)?;
            sync(&self.folder)
        };
        finish().map_err(StoreError::io(&state))?;
        Ok(())
    }

    /// Removes all states that nobody reads but the one named `key`.
    pub fn clear(&self, key: &str) {
        for path in self.entries().into_iter().filter(|path| !path.ends_with(key)) {
            let list = File::open(path.join(PAGES));
            let locked = list.as_ref().map(File::try_lock);
            if !matches!(locked, Ok(Err(TryLockError::WouldBlock))) {
                let _ = fs::remove_dir_all(path); // the next one tries again
            }
        }
    }
}

/// Makes the names in a folder last.
fn sync(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

/// The files of RocksDB in another folder. Its tables never change and are linked; where that can't be, all is copied.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let (from, name) = (entry.as_ref().map_err(|error| error.kind())?.path(), entry?.file_name());
        let to = to.join(&name);
        let is_table = from.extension().is_some_and(|extension| extension == "sst");
        if !(is_table && fs::hard_link(&from, &to).is_ok()) && name != LOCK {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// A state that is open.
pub(super) struct Kept {
    disk: Disk,
    folder: PathBuf,
    /// IRIs of the pages.
    pub pages: BTreeSet<String>,
    /// Number of quads.
    pub quads: usize,
    /// Keeps others from removing it.
    lock: Arc<File>,
    /// Goes when this goes: what is changed for this program alone.
    own: Option<Arc<TempDir>>,
}

impl Kept {
    /// Opens the state of the list; `None` if it is not there.
    pub fn open(folder: &Path, list: &List, base: &Base) -> Result<Option<Self>, GraphError> {
        let state = folder.join(list.key());
        let lock = match File::open(state.join(PAGES)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            lock => lock.and_then(|lock| lock.lock_shared().map(|()| lock)).map_err(StoreError::io(&state))?,
        };
        // removed before the lock was there, or not as it was written
        let Some(List { quads, .. }) = List::read(&state) else { return Ok(None) };
        let pages = list.pages.keys().map(|id| base.page(&PageId(id.clone()))).collect();
        let disk = Disk::read(&state.join(ROCKSDB))?;
        Ok(Some(Self { disk, folder: folder.to_owned(), pages, quads, lock: Arc::new(lock), own: None }))
    }

    /// A copy of the files that this program alone has, as long as it runs.
    fn own(&self) -> Result<(Disk, Arc<File>, Arc<TempDir>), GraphError> {
        if let Some(own) = &self.own {
            return Ok((self.disk.clone(), self.lock.clone(), own.clone()));
        }
        let _turn = Turn::wait(&self.folder)?;
        let copy = || {
            let own = tempfile::Builder::new().prefix("own-").tempdir_in(&self.folder)?;
            let lock = File::create(own.path().join(PAGES))?;
            lock.lock_shared()?;
            link(self.disk.path(), &own.path().join(ROCKSDB))?;
            Ok((own, lock))
        };
        let (own, lock) = copy().map_err(StoreError::io(&self.folder))?;
        let disk = Disk::write(&own.path().join(ROCKSDB))?;
        Ok((disk, lock.into(), own.into()))
    }

    /// The same with pages taken out and others put in, for this program alone.
    pub fn with(&self, gone: &[String], new: Vec<PageQuads>) -> Result<Self, GraphError> {
        let (disk, lock, own) = self.own()?;
        let (mut pages, mut quads) = (self.pages.clone(), self.quads);
        for page in gone.iter().map(String::as_str).chain(new.iter().map(PageQuads::graph)) {
            if pages.remove(page) {
                quads -= disk.take_out(page)?;
            }
        }
        pages.extend(new.iter().map(|page| page.graph().to_owned()));
        quads += disk.put_in(new.into_iter().map(Ok))?;
        Ok(Self { disk, folder: self.folder.clone(), pages, quads, lock, own: Some(own) })
    }

    /// Runs a query over all pages.
    pub fn execute(&self, query: PreparedSparqlQuery) -> Result<QueryResults<'static>, QueryEvaluationError> {
        self.disk.execute(query)
    }

    /// The pages that a dataset names, each with its quads.
    pub fn part(&self, dataset: &QueryDatasetSpecification) -> Result<Vec<PageQuads>, GraphError> {
        let default = dataset.default_graph_graphs().into_iter().flatten().filter_map(|name| match name {
            GraphName::NamedNode(name) => Some(name.clone()),
            _ => None,
        });
        let named = dataset.available_named_graphs().into_iter().flatten().filter_map(|name| match name {
            NamedOrBlankNode::NamedNode(name) => Some(name.clone()),
            NamedOrBlankNode::BlankNode(_) => None,
        });
        let names: BTreeSet<NamedNode> =
            default.chain(named).filter(|name| self.pages.contains(name.as_str())).collect();
        let quads = |graph: NamedNode| {
            let quads: Vec<Quad> = self.disk.graph(graph.as_ref().into()).collect::<Result<_, _>>()?;
            Ok(PageQuads::of(graph, quads))
        };
        names.into_iter().map(quads).collect()
    }

    /// The quads of all pages, in no order.
    pub fn named(&self) -> impl Iterator<Item = Result<Quad, GraphError>> + use<> {
        self.disk.named()
    }

    /// What all pages say, each triple once, in no order.
    pub fn merged(&self) -> impl Iterator<Item = Result<Quad, GraphError>> + use<> {
        self.disk.graph(GraphNameRef::DefaultGraph)
    }
}
