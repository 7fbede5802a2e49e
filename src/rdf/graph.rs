//! All pages' quads, in memory or on disk, and SPARQL over them.

use std::{
    collections::BTreeMap,
    io::Write,
    sync::{
        Arc, PoisonError, RwLock,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
};

use oxigraph::{
    model::{GraphName, NamedNode, Quad},
    sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator},
};

use spareval::QueryDatasetSpecification;
use spargebra::SparqlParser;

use crate::{
    model::{PageFacts, PageId},
    rdf::{
        Answer, Base, Cancel, Dataset, Format, GraphError, Limits, Lowering, PREFIXES, PageQuads, PageWriter,
        QueryError, Services, Shape, Term, WriteError,
        format::Writer,
        index::{Index, View},
        kept::Kept,
        quads::{Terms, number, quad},
        sort::sorted,
        syntax,
        weigh::weigh,
    },
};

/// Bytes of stack that [`Graph::answer`] needs: parsers and optimisers recurse, and a query within [`Limits`] must not
/// exhaust it. Only what is used of it takes memory.
pub const STACK: usize = 256 << 20;

/// The quads of all pages, and SPARQL 1.1 (with RDF 1.2) over them. They are held in memory, or on disk beside their
/// store ([`Graph::keep_on_disk`]); a graph on disk answers and writes the same.
///
/// Each page is a named graph; the default graph is all of them merged, each triple once, however many pages say it.
/// So `GRAPH ?page { … }` asks for pages, and a query without it asks for what is known. The prefixes of
/// [`PREFIXES`] need no declaration, and relative IRIs are taken from the base (`<agency/430300/湘潭市医疗保障局>`).
///
/// ```
/// use zhengtu::rdf::{Answer, Base, Graph, Limits};
/// let graph = Graph::new(Base::default());
/// let answer = graph.query("ASK { ?programme a zt:Programme }", &Limits::default())?;
/// assert_eq!(answer, Answer::Boolean(false));
/// let error = graph.query("SELECT ?s WHERE { ?s rdfs:label '水利局' ?o }", &Limits::default()).unwrap_err();
/// assert!(error.to_string().starts_with("1:39: found \"?o\", expected"), "{error}");
/// # Ok::<_, zhengtu::rdf::QueryError>(())
/// ```
pub struct Graph {
    lowering: Lowering,
    /// Other endpoints that a query may ask.
    services: Services,
    quads: Quads,
}

/// Where the quads are.
enum Quads {
    Memory(RwLock<Held>),
    Disk(RwLock<Shelf>),
}

/// Quads on disk, and why they could not be changed.
struct Shelf {
    kept: Arc<Kept>,
    failed: Option<String>,
}

/// What a question is put to.
enum Asked {
    Memory(Arc<Index>),
    Disk(Arc<Kept>),
}

impl Default for Graph {
    fn default() -> Self {
        Self::new(Base::default())
    }
}

/// What a graph holds: pages, and the index over them once somebody has asked.
#[derive(Default)]
struct Held {
    terms: Arc<Terms>,
    /// Triples of each page, as numbers of `terms`, by the page's IRI.
    pages: BTreeMap<String, Vec<[u32; 3]>>,
    index: Option<Arc<Index>>,
}

impl Graph {
    /// An empty graph below `base`.
    pub fn new(base: Base) -> Self {
        Self::with_lowering(Lowering::new(base))
    }

    /// An empty graph that writes pages as `lowering` says.
    pub fn with_lowering(lowering: Lowering) -> Self {
        Self { lowering, services: Services::default(), quads: Quads::Memory(RwLock::default()) }
    }

    /// The graph of what is kept on disk.
    pub(super) fn on_disk(base: Base, kept: Kept) -> Self {
        let quads = Quads::Disk(Shelf { kept: kept.into(), failed: None }.into());
        Self { lowering: Lowering::new(base), services: Services::default(), quads }
    }

    /// The same graph, whose queries may ask `services` too.
    #[must_use]
    pub fn with_services(mut self, services: Services) -> Self {
        self.services = services;
        self
    }

    /// How pages become quads here.
    pub fn lowering(&self) -> &Lowering {
        &self.lowering
    }

    /// Adds a page, in place of what it said before. `text` is the decoded page that the spans point into.
    pub fn insert_page(&self, facts: &PageFacts, text: &str) {
        self.load([self.lowering.page(facts, text)]);
    }

    /// Adds pages, each in place of what it said before. Lowering them costs more than this and can be done in
    /// parallel. The first query after a change sorts all quads anew (a tenth of a second for a million), so add many pages
    /// at once.
    ///
    /// What is added to a graph on disk is there for this program only; what goes wrong then is told by the next query.
    pub fn load(&self, pages: impl IntoIterator<Item = PageQuads>) {
        match &self.quads {
            Quads::Memory(held) => held.write().unwrap_or_else(PoisonError::into_inner).load(pages),
            Quads::Disk(shelf) => shelf.write().unwrap_or_else(PoisonError::into_inner).change(&[], pages),
        }
    }

    /// Takes a page back, with all that no other page says. Nothing happens if it is not there.
    pub fn remove_page(&self, page: &PageId) {
        let page = self.lowering.base().page(page);
        match &self.quads {
            Quads::Memory(held) => held.write().unwrap_or_else(PoisonError::into_inner).remove(&page),
            Quads::Disk(shelf) => shelf.write().unwrap_or_else(PoisonError::into_inner).change(&[page], []),
        }
    }

    /// Number of quads.
    pub fn len(&self) -> usize {
        self.read(|held| held.pages.values().map(Vec::len).sum(), |kept| kept.quads)
    }

    /// Whether it holds no page.
    pub fn is_empty(&self) -> bool {
        self.read(|held| held.pages.is_empty(), |kept| kept.pages.is_empty())
    }

    /// IRIs of the pages, sorted.
    pub fn pages(&self) -> Vec<String> {
        self.read(|held| held.pages.keys().cloned().collect(), |kept| kept.pages.iter().cloned().collect())
    }

    fn read<T>(&self, held: impl FnOnce(&Held) -> T, kept: impl FnOnce(&Kept) -> T) -> T {
        match &self.quads {
            Quads::Memory(memory) => held(&memory.read().unwrap_or_else(PoisonError::into_inner)),
            Quads::Disk(shelf) => kept(&shelf.read().unwrap_or_else(PoisonError::into_inner).kept),
        }
    }

    /// Writes all of it. The same pages give the same bytes, in whatever order they came: quads are sorted, and in
    /// formats of triples the pages' graphs are merged.
    ///
    /// # Errors
    /// [`WriteError::Unfit`] for a format of tables; what `out` reports; a graph on disk that can't be read.
    pub fn write(&self, format: &'static Format, out: &mut dyn Write) -> Result<(), WriteError> {
        let mut writer = PageWriter::new(format, self.lowering.base(), out)?;
        match (self.asked()?, format.writer) {
            (Asked::Disk(kept), Writer::Rdf(rdf)) if format.shape == Shape::Quads => {
                writer.each(sorted(kept.named(), rdf)?)?;
            }
            (Asked::Disk(kept), Writer::Rdf(rdf)) => writer.each(sorted(kept.merged(), rdf)?)?,
            _ => writer.sorted(self.read(Held::quads, |_| Vec::new()))?,
        }
        writer.finish()?;
        Ok(())
    }

    /// Sorts what is held in memory in all ways that a query may look at it, so that none has to wait for that. Without
    /// this, the first query after a change sorts what it needs.
    ///
    /// # Errors
    /// A graph on disk that could not be changed.
    pub fn arrange(&self) -> Result<(), GraphError> {
        if let Asked::Memory(index) = self.asked()? {
            index.arrange();
        }
        Ok(())
    }

    /// What is held at this moment, ready to be asked.
    fn asked(&self) -> Result<Asked, GraphError> {
        match &self.quads {
            Quads::Memory(held) => {
                let index = held.read().unwrap_or_else(PoisonError::into_inner).index.clone();
                let index = index.unwrap_or_else(|| held.write().unwrap_or_else(PoisonError::into_inner).index());
                Ok(Asked::Memory(index))
            }
            Quads::Disk(shelf) => {
                let shelf = shelf.read().unwrap_or_else(PoisonError::into_inner);
                match &shelf.failed {
                    None => Ok(Asked::Disk(shelf.kept.clone())),
                    Some(message) => Err(GraphError::Changed(message.clone())),
                }
            }
        }
    }

    /// Answers a SPARQL query.
    ///
    /// It runs on a thread of its own with a deep stack. At the time limit it is told to stop and the call returns; what
    /// does not listen (a sort, a join in memory) goes on in the background until it is done.
    ///
    /// # Errors
    /// [`QueryError`], with the place in the text where there is one. Updates and LOAD are refused, and SERVICE but for those
    /// of [`Graph::with_services`].
    pub fn query(&self, text: &str, limits: &Limits) -> Result<Answer, QueryError> {
        limits.admit(text)?;
        let (give, take) = mpsc::sync_channel(1);
        let (asked, cancel) = (self.asked()?, Cancel::default());
        let question = self.question(text, None, limits, &cancel);
        let run = move || {
            // Nobody waits any more once the time is over.
            let _ = give.send(question.put(&asked));
        };
        let thread = thread::Builder::new().name("query".into()).stack_size(STACK).spawn(run);
        let thread = thread.map_err(|error| QueryError::Failed(error.to_string()))?;
        let answer = match limits.time {
            Some(time) => take.recv_timeout(time),
            None => take.recv().map_err(RecvTimeoutError::from),
        };
        match (answer, limits.time) {
            (Ok(answer), _) => {
                let _ = thread.join(); // nothing of it is left when this returns
                answer
            }
            (Err(RecvTimeoutError::Timeout), Some(time)) => {
                cancel.cancel();
                Err(QueryError::TimeOut(time))
            }
            (Err(_), _) => Err(QueryError::Failed("it ended without an answer".into())),
        }
    }

    /// Answers a SPARQL query over all pages or those of `dataset`, on the thread of the caller, which must have
    /// [`STACK`] bytes of stack. The time limit is the caller's to keep, by `cancel`.
    ///
    /// ```
    /// use zhengtu::rdf::{Answer, Base, Cancel, Dataset, Graph, Limits};
    /// let page = Dataset { default: vec!["https://w3id.org/zhengtu/page/00ff".into()], named: vec![] };
    /// let graph = Graph::new(Base::default());
    /// let answer = graph.answer("ASK {}", Some(&page), &Limits::default(), &Cancel::default())?;
    /// assert_eq!(answer, Answer::Boolean(true));
    /// # Ok::<_, zhengtu::rdf::QueryError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Graph::query`]; [`QueryError::TimeOut`] when it was told to stop.
    pub fn answer(
        &self,
        text: &str,
        dataset: Option<&Dataset>,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Result<Answer, QueryError> {
        limits.admit(text)?;
        let specification = dataset.map(Dataset::to_model).transpose()?;
        self.question(text, specification, limits, cancel).put(&self.asked()?)
    }

    fn question(
        &self,
        text: &str,
        dataset: Option<QueryDatasetSpecification>,
        limits: &Limits,
        cancel: &Cancel,
    ) -> Question {
        let base = self.lowering.base().clone();
        let services = self.services.clone();
        Question { text: text.to_owned(), base, services, dataset, limits: *limits, cancel: cancel.clone() }
    }
}

impl Shelf {
    fn change(&mut self, gone: &[String], new: impl IntoIterator<Item = PageQuads>) {
        match self.kept.with(gone, new.into_iter().collect()) {
            Ok(kept) => self.kept = kept.into(),
            Err(error) => self.failed = Some(error.to_string()),
        }
    }
}

impl Held {
    fn load(&mut self, pages: impl IntoIterator<Item = PageQuads>) {
        self.index = None;
        let terms = Arc::make_mut(&mut self.terms);
        for page in pages {
            let (page, own, triples) = page.into_parts();
            let numbers: Vec<u32> = own.into_iter().map(|term| number(terms, term)).collect();
            let triples = triples.into_iter().map(|triple| triple.map(|own| numbers[own as usize]));
            self.pages.insert(page.into_string(), triples.collect());
        }
    }

    fn remove(&mut self, page: &str) {
        if self.pages.remove(page).is_some() {
            self.index = None;
        }
    }

    /// The index over all pages, made if there is none.
    fn index(&mut self) -> Arc<Index> {
        if let Some(index) = &self.index {
            return index.clone();
        }
        let terms = Arc::make_mut(&mut self.terms);
        let mut graphs = Vec::with_capacity(self.pages.len());
        for page in self.pages.keys() {
            graphs.push(number(terms, NamedNode::new_unchecked(page).into()));
        }
        let pages = self.pages.values().zip(&graphs);
        let quads = pages.flat_map(|(triples, page)| triples.iter().map(|[s, p, o]| [*s, *p, *o, *page]));
        let mut sorted = graphs.clone();
        sorted.sort_unstable();
        self.index.insert(Arc::new(Index::new(self.terms.clone(), sorted, quads))).clone()
    }

    fn quads(&self) -> Vec<Quad> {
        let quads = self.pages.iter().flat_map(|(page, triples)| {
            let graph = GraphName::from(NamedNode::new_unchecked(page));
            triples.iter().filter_map(move |numbers| quad(&self.terms, *numbers, graph.clone()))
        });
        quads.collect()
    }
}

/// A query before it is parsed.
struct Question {
    text: String,
    base: Base,
    services: Services,
    /// The pages that it is put to, whatever it says itself.
    dataset: Option<QueryDatasetSpecification>,
    limits: Limits,
    cancel: Cancel,
}

impl Question {
    fn put(self, asked: &Asked) -> Result<Answer, QueryError> {
        let Self { text, base, services, dataset, limits, cancel } = self;
        let query = parser(&base, &text).parse_query(&text);
        let query = query.map_err(|error| syntax::explain(&text, &error.to_string()))?;
        weigh(&query, &limits)?;
        let evaluator = services.known_to(SparqlEvaluator::new().with_cancellation_token(cancel.token()), limits.time);
        let mut query = evaluator.for_query(query);
        if let Some(dataset) = dataset {
            *query.dataset_mut() = dataset;
        }
        let index = match asked {
            Asked::Disk(kept) if query.dataset().is_default_dataset() => return answered(kept.execute(query), &limits),
            // as much as a query can name goes into memory, where several pages make one graph
            Asked::Disk(kept) => {
                let mut part = Held::default();
                part.load(kept.part(query.dataset())?);
                part.index()
            }
            Asked::Memory(index) => index.clone(),
        };
        let view = View::new(&index, query.dataset_mut());
        answered(query.on_queryable_dataset(view).execute(), &limits)
    }
}

/// A parser that knows the base, and of the prefixes those that `text` may name: it is used up by each query.
fn parser(base: &Base, text: &str) -> SparqlParser {
    let parser = SparqlParser::new();
    let mut parser = parser.clone().with_base_iri(base.as_str()).unwrap_or(parser); // ours are IRIs
    for (name, iri) in PREFIXES.iter().filter(|(name, _)| text.contains(name)) {
        parser = parser.clone().with_prefix(*name, *iri).unwrap_or(parser);
    }
    parser
}

fn answered(results: Result<QueryResults<'_>, QueryEvaluationError>, limits: &Limits) -> Result<Answer, QueryError> {
    let room = limits.rows.unwrap_or(usize::MAX);
    let failure = |error| failure(error, limits);
    match results.map_err(failure)? {
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

fn failure(error: QueryEvaluationError, limits: &Limits) -> QueryError {
    match error {
        QueryEvaluationError::Cancelled => QueryError::TimeOut(limits.time.unwrap_or_default()),
        QueryEvaluationError::UnsupportedService(_)
        | QueryEvaluationError::UnboundService
        | QueryEvaluationError::InvalidServiceName(_) => QueryError::Service,
        QueryEvaluationError::Service(error) => QueryError::Silent(error.to_string()),
        QueryEvaluationError::UnsupportedCustomFunction(name) => {
            QueryError::Failed(format!("there is no function {name}"))
        }
        error => QueryError::Failed(error.to_string()),
    }
}
