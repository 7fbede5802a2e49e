//! One commit of the store, ready to be asked.

use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    rdf::{Answer, Base, Graph, Limits, Linked, Links, Lowering, Term},
    serve::api::{Catalogue, Gather},
    store::{Page, Store, StoreError},
};

/// Pages that are held at once while they become quads.
const PAGES: usize = 512;

/// One commit of the store, ready to be asked.
pub(super) struct Snapshot {
    pub store: Store,
    pub graph: Graph,
    /// The same for programs that don't speak SPARQL.
    pub catalogue: Catalogue,
    /// Stands for what the store holds and this version of the program, in tags of answers.
    pub version: String,
    pub counts: Counts,
    /// What came of the links.
    pub linked: Linked,
}

/// What is in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    /// Triples of all pages merged.
    pub triples: String,
    /// Number of things of each class of [`CLASSES`].
    pub things: Vec<(String, String)>,
}

/// The classes that are counted, each with the word for it.
pub(super) const CLASSES: &[(&str, &str)] = &[
    ("pages", "zt:Page"),
    ("agencies", "org:Organization"),
    ("programmes", "zt:Programme"),
    ("places", "schema:Place"),
    ("figures", "schema:Observation"),
    ("relations", "rdf:Statement"),
];

impl Snapshot {
    /// Reads the last commit of the store in `dir`.
    pub fn open(dir: &Path, base: &Base, links: &Links) -> Result<Self, StoreError> {
        let store = Store::open(dir)?;
        let graph = Graph::new(base.clone());
        let mut gather = Gather::default();
        let docs: Vec<&str> = store.docs().collect();
        for some in docs.chunks(PAGES) {
            let pages = some.par_iter().map(|doc| {
                let lower =
                    |page: &Page| Lowering::new(base.clone()).with_reader(&*page.reader).page(&page.facts, &page.text);
                Ok(store.page(doc)?.map(|page| (lower(&page), page)))
            });
            let pages: Vec<_> = pages.collect::<Result<_, StoreError>>()?;
            let (quads, pages): (Vec<_>, Vec<_>) = pages.into_iter().flatten().unzip();
            rayon::join(|| graph.load(quads), || pages.iter().for_each(|page| gather.page(page)));
        }
        // A query of our own over a graph in memory: without links, or with those that are found.
        let linked = links.add(&graph).unwrap_or_default();
        let version = version(&store, links);
        // the first question sorts the quads: nobody is to wait for that later
        let (counts, catalogue) = rayon::join(|| Counts::of(&graph), || gather.finish());
        Ok(Self { store, graph, catalogue, version, counts, linked })
    }
}

/// The same for the same pages read by the same reader, whichever store holds them.
fn version(store: &Store, links: &Links) -> String {
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update(format!("{:?}{links:?}", store.readers()));
    for doc in store.docs() {
        hash.update(doc);
        hash.update([0]);
        hash.update(store.id(doc).map_or("", |id| &id.0));
        hash.update([0]);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl Counts {
    fn of(graph: &Graph) -> Self {
        let count = |query: &str| match graph.query(query, &Limits { time: None, ..Limits::default() }) {
            Ok(Answer::Solutions { rows, .. }) => rows.into_iter().flatten().flatten().next().map(|term| term.text()),
            _ => None,
        };
        let things = CLASSES.iter().filter_map(|(word, class)| {
            let query = format!("SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ ?thing a {class} }}");
            Some(((*word).to_owned(), count(&query)?))
        });
        let triples = count("SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }").unwrap_or_default();
        Self { triples, things: things.collect() }
    }

    /// The number of what `word` stands for, as a term.
    pub fn term(&self, word: &str) -> Option<Term> {
        let (_, count) = self.things.iter().find(|(one, _)| one == word)?;
        Some(integer(count))
    }
}

/// A whole number as a term.
pub(super) fn integer(digits: &str) -> Term {
    let datatype = Some("http://www.w3.org/2001/XMLSchema#integer".into());
    Term::Literal { value: digits.into(), language: None, datatype }
}
