//! One commit of the store, ready to be asked.

use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    network::Leaf,
    rdf::{Answer, Base, Graph, GraphError, Limits, Linked, Links, QueryError, Services, Term},
    serve::api::{Catalogue, Gather},
    store::{Page, Store, StoreError, pages},
};

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
    /// Reads the last commit of the store in `dir`: its graph into memory, unless it is `here`, where a graph that is kept
    /// on disk stays there.
    pub fn open(dir: &Path, base: &Base, links: &Links, services: &Services, here: bool) -> Result<Self, GraphError> {
        let store = Store::open(dir)?;
        // what the graph and what the API answers from are made side by side
        let load = || if here { Graph::of(&store, base) } else { Ok(Graph::in_memory(&store, base)?) };
        let (graph, catalogue) = rayon::join(load, || catalogue(&store));
        let (graph, catalogue) = (graph?.with_services(services.clone()), catalogue?);
        let unasked = |error: QueryError| GraphError::Unasked(error.to_string());
        let linked = if links.is_empty() { Linked::default() } else { links.add(&graph).map_err(unasked)? };
        let version = version(&store, links);
        // nobody is to wait for that later, and workers share it
        graph.arrange()?;
        let counts = Counts::of(&graph).map_err(unasked)?;
        Ok(Self { store, graph, catalogue, version, counts, linked })
    }
}

/// What the API answers from.
fn catalogue(store: &Store) -> Result<Catalogue, StoreError> {
    let mut gather = Gather::default();
    let leaf = |page: Page| (Leaf::of(&page.facts, Some(&page.text)), page.facts);
    pages(store, leaf, |some| {
        some.into_iter().for_each(|(leaf, facts)| gather.page(leaf, &facts));
        Ok::<(), StoreError>(())
    })?;
    Ok(gather.finish())
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
    fn of(graph: &Graph) -> Result<Self, QueryError> {
        let count = |query: &str| {
            let answer = graph.query(query, &Limits { time: None, ..Limits::default() })?;
            let Answer::Solutions { rows, .. } = answer else { return Ok(String::new()) };
            let count = rows.into_iter().flatten().flatten().next();
            Ok::<_, QueryError>(count.map(|term| term.text()).unwrap_or_default())
        };
        let mut things = Vec::with_capacity(CLASSES.len());
        for (word, class) in CLASSES {
            let query = format!("SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ ?thing a {class} }}");
            things.push(((*word).to_owned(), count(&query)?));
        }
        let triples = count("SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }")?;
        Ok(Self { triples, things })
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
