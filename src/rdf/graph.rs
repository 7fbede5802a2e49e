//! All pages' quads in memory, and SPARQL over them.

use std::{
    io::{self, Write},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
};

use oxigraph::{
    model::{GraphName, GraphNameRef, NamedNode, Quad},
    sparql::{CancellationToken, QueryEvaluationError, QueryResults, SparqlEvaluator},
    store::Store,
};

use crate::{
    model::{PageFacts, PageId},
    rdf::{
        Answer, Base, Format, Limits, Lowering, PREFIXES, PageQuads, PageWriter, QueryError, Term, WriteError, syntax,
    },
};

/// Bytes of stack for a query: parsers and optimisers recurse, and a query within [`Limits`] must not exhaust it.
/// Only what is used of it takes memory.
const STACK: usize = 256 << 20;

/// The quads of all pages in memory, and SPARQL 1.1 (with RDF 1.2) over them.
///
/// Each page is a named graph; the default graph is all of them merged, each triple once, however many pages say it.
/// So `GRAPH ?page { … }` asks for pages, and a query without it asks for what is known. The prefixes of
/// [`PREFIXES`] need no declaration, and relative IRIs are taken from the base (`<agency/430300/湘潭市医疗保障局>`).
///
/// ```
/// use zhengtu::rdf::{Answer, Base, Graph, Limits};
/// let graph = Graph::new(Base::default())?;
/// let answer = graph.query("ASK { ?programme a zt:Programme }", &Limits::default())?;
/// assert_eq!(answer, Answer::Boolean(false));
/// let error = graph.query("SELECT ?s WHERE { ?s rdfs:label '水利局' ?o }", &Limits::default()).unwrap_err();
/// assert!(error.to_string().starts_with("1:39: found \"?o\", expected"), "{error}");
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Graph {
    store: Store,
    lowering: Lowering,
}

impl Graph {
    /// An empty graph below `base`.
    ///
    /// # Errors
    /// If the store fails.
    pub fn new(base: Base) -> io::Result<Self> {
        Self::with_lowering(Lowering::new(base))
    }

    /// An empty graph that writes pages as `lowering` says.
    ///
    /// # Errors
    /// If the store fails.
    pub fn with_lowering(lowering: Lowering) -> io::Result<Self> {
        Ok(Self { store: Store::new()?, lowering })
    }

    /// How pages become quads here.
    pub fn lowering(&self) -> &Lowering {
        &self.lowering
    }

    /// Adds a page, in place of what it said before. `text` is the decoded page that the spans point into.
    ///
    /// Fine for a page now and then; for many at once lower them (in parallel, if you like) and [`Graph::load`] them.
    ///
    /// # Errors
    /// If the store fails.
    pub fn insert_page(&self, facts: &PageFacts, text: &str) -> io::Result<()> {
        let page = self.lowering.page(facts, text);
        self.remove(&page.graph)?;
        self.load([page])
    }

    /// Adds pages that are not there yet: all of them, or none.
    ///
    /// # Errors
    /// If the store fails.
    pub fn load(&self, pages: impl IntoIterator<Item = PageQuads>) -> io::Result<()> {
        let mut loader = self.store.bulk_loader();
        loader.load_quads(pages.into_iter().flat_map(|page| page.quads).flat_map(|quad| {
            let merged = Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() };
            [quad, merged]
        }))?;
        Ok(loader.commit()?)
    }

    /// Takes a page back, with all that no other page says.
    ///
    /// # Errors
    /// If the store fails.
    pub fn remove_page(&self, page: &PageId) -> io::Result<()> {
        self.remove(&NamedNode::new_unchecked(self.lowering.base().page(page)))
    }

    fn remove(&self, graph: &NamedNode) -> io::Result<()> {
        let mut change = self.store.start_transaction()?;
        let name = GraphNameRef::NamedNode(graph.as_ref());
        let quads = change.quads_for_pattern(None, None, None, Some(name)).collect::<Result<Vec<_>, _>>()?;
        if quads.is_empty() {
            return Ok(());
        }
        for quad in quads {
            change.remove(&quad);
            let (subject, object) = (quad.subject.as_ref(), quad.object.as_ref());
            let mut support =
                change.quads_for_pattern(Some(subject), Some(quad.predicate.as_ref()), Some(object), None);
            let merged = |other: &Quad| other.graph_name.is_default_graph();
            let supported = support.by_ref().any(|other| other.is_ok_and(|other| !merged(&other)));
            drop(support);
            if !supported {
                change.remove(&Quad { graph_name: GraphName::DefaultGraph, ..quad });
            }
        }
        change.remove_named_graph(graph)?;
        Ok(change.commit()?)
    }

    /// Number of quads in the pages' graphs.
    ///
    /// # Errors
    /// If the store fails.
    pub fn len(&self) -> io::Result<usize> {
        self.quads().try_fold(0, |n, quad| quad.map(|_| n + 1))
    }

    /// Whether it holds no page.
    ///
    /// # Errors
    /// If the store fails.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.store.is_empty()?)
    }

    /// IRIs of the pages, sorted.
    ///
    /// # Errors
    /// If the store fails.
    pub fn pages(&self) -> io::Result<Vec<String>> {
        let names = self.store.named_graphs().map(|name| match name? {
            oxigraph::model::NamedOrBlankNode::NamedNode(node) => Ok(node.into_string()),
            oxigraph::model::NamedOrBlankNode::BlankNode(node) => Ok(node.into_string()),
        });
        let mut names = names.collect::<io::Result<Vec<_>>>()?;
        names.sort_unstable();
        Ok(names)
    }

    fn quads(&self) -> impl Iterator<Item = io::Result<Quad>> {
        let named = |quad: &Quad| !quad.graph_name.is_default_graph();
        self.store.iter().map(|quad| Ok(quad?)).filter(move |quad: &io::Result<Quad>| quad.as_ref().map_or(true, named))
    }

    /// Writes all of it. The same pages give the same bytes, in whatever order they came: quads are sorted, and in
    /// formats of triples the pages' graphs are merged.
    ///
    /// # Errors
    /// [`WriteError::Unfit`] for a format of tables; what `out` reports.
    pub fn write(&self, format: &'static Format, out: &mut dyn Write) -> Result<(), WriteError> {
        let mut writer = PageWriter::new(format, self.lowering.base(), out)?;
        writer.sorted(self.quads().collect::<io::Result<_>>()?)?;
        writer.finish()?;
        Ok(())
    }

    /// Answers a SPARQL query.
    ///
    /// It runs on a thread of its own with a deep stack. At the time limit it is told to stop and the call returns; what
    /// does not listen (a sort, a join in memory) goes on in the background until it is done.
    ///
    /// # Errors
    /// [`QueryError`], with the place in the text where there is one. Updates, SERVICE and LOAD are refused.
    pub fn query(&self, text: &str, limits: &Limits) -> Result<Answer, QueryError> {
        limits.admit(text)?;
        let cancel = CancellationToken::new();
        let (give, take) = mpsc::sync_channel(1);
        let (graph, query, rows, token) = (self.clone(), text.to_owned(), limits.rows, cancel.clone());
        let run = move || {
            // Nobody waits any more once the time is over.
            let _ = give.send(graph.evaluate(&query, rows, token));
        };
        let thread = thread::Builder::new().name("query".into()).stack_size(STACK).spawn(run);
        thread.map_err(|error| QueryError::Failed(error.to_string()))?;
        let answer = match limits.time {
            Some(time) => take.recv_timeout(time),
            None => take.recv().map_err(RecvTimeoutError::from),
        };
        match (answer, limits.time) {
            (Ok(answer), _) => answer,
            (Err(RecvTimeoutError::Timeout), Some(time)) => {
                cancel.cancel();
                Err(QueryError::TimeOut(time))
            }
            (Err(_), _) => Err(QueryError::Failed("it ended without an answer".into())),
        }
    }

    fn evaluate(&self, text: &str, limit: Option<usize>, cancel: CancellationToken) -> Result<Answer, QueryError> {
        let base = self.lowering.base().as_str();
        let mut evaluator = SparqlEvaluator::new().with_cancellation_token(cancel);
        for (name, iri) in PREFIXES {
            evaluator = evaluator.clone().with_prefix(*name, *iri).unwrap_or(evaluator);
        }
        let evaluator = evaluator.clone().with_base_iri(base).unwrap_or(evaluator);
        let query = evaluator.parse_query(text).map_err(|error| syntax::explain(text, &error.to_string()))?;
        let room = limit.unwrap_or(usize::MAX);
        match query.on_store(&self.store).execute().map_err(failure)? {
            QueryResults::Boolean(value) => Ok(Answer::Boolean(value)),
            QueryResults::Solutions(solutions) => {
                let variables = solutions.variables().iter().map(|name| name.as_str().to_owned()).collect();
                let mut rows = Vec::new();
                for solution in solutions {
                    if rows.len() == room {
                        return Err(QueryError::TooManyRows(room));
                    }
                    let solution = solution.map_err(failure)?;
                    rows.push(solution.values().iter().cloned().map(|term| term.map(Term::of)).collect());
                }
                Ok(Answer::Solutions { variables, rows })
            }
            QueryResults::Graph(found) => {
                let mut triples = Vec::new();
                for triple in found {
                    if triples.len() == room {
                        return Err(QueryError::TooManyRows(room));
                    }
                    triples.push(Term::of_triple(triple.map_err(failure)?));
                }
                triples.sort_unstable();
                triples.dedup();
                Ok(Answer::Graph(triples))
            }
        }
    }
}

fn failure(error: QueryEvaluationError) -> QueryError {
    match error {
        QueryEvaluationError::UnsupportedService(_)
        | QueryEvaluationError::Service(_)
        | QueryEvaluationError::UnboundService
        | QueryEvaluationError::InvalidServiceName(_) => QueryError::Service,
        QueryEvaluationError::UnsupportedCustomFunction(name) => {
            QueryError::Failed(format!("there is no function {name}"))
        }
        error => QueryError::Failed(error.to_string()),
    }
}
