//! Builds the network from the facts of pages.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use petgraph::graph::{DiGraph, NodeIndex};

use crate::{
    model::{
        Agency, Confidence, EntityId, EntityKind, Location, Observation, PageFacts, PageId, PageInfo, Predicate,
        Programme, Relation, Sources,
    },
    network::{Edge, EdgeKind, Network, Node, Support, Tally},
    text::Span,
};

/// Collects pages and makes a [`Network`] of them. The order of the pages does not matter, and a page that comes
/// twice counts once.
///
/// ```
/// use zhengtu::network::Builder;
/// let network = Builder::default().finish();
/// assert_eq!((network.node_count(), network.edge_count()), (0, 0));
/// ```
#[derive(Debug, Default)]
pub struct Builder {
    nodes: Vec<Draft>,
    by_id: HashMap<EntityId, usize>,
    edges: HashMap<(usize, usize, EdgeKind), Vec<Support>>,
    pages: Vec<PageInfo>,
    seen: HashMap<PageId, usize>,
}

/// A node while pages still come in.
#[derive(Debug)]
struct Draft {
    id: EntityId,
    name: Tally<String>,
    sort: Tally<&'static str>,
    path: Tally<Vec<String>>,
    code: Tally<String>,
    place: Tally<EntityId>,
    aliases: BTreeSet<String>,
    pages: Vec<usize>,
}

impl Draft {
    fn new(id: EntityId) -> Self {
        Self {
            id,
            name: Tally::default(),
            sort: Tally::default(),
            path: Tally::default(),
            code: Tally::default(),
            place: Tally::default(),
            aliases: BTreeSet::new(),
            pages: Vec::new(),
        }
    }

    /// The finished node; `order` gives the last position of each page.
    fn finish(self, order: &[usize]) -> Node {
        let spelled = || self.id.as_str().rsplit('/').next().unwrap_or_default().to_owned();
        let name = self.name.winner().unwrap_or_else(spelled);
        let mut sources: Vec<usize> = self.pages.iter().map(|&page| order[page]).collect();
        sources.sort_unstable();
        sources.dedup();
        let mut aliases = self.aliases;
        aliases.remove(&name);
        Node {
            kind: self.id.kind(),
            sort: self.sort.winner(),
            path: self.path.winner().unwrap_or_default(),
            code: self.code.winner(),
            place: self.place.winner(),
            id: self.id,
            name,
            aliases,
            sources,
        }
    }
}

impl Builder {
    /// Adds a page.
    pub fn page(&mut self, facts: &PageFacts) {
        self.read(facts, None);
    }

    /// Adds a page with its text, so that nodes can also be found by the words that the page has for them.
    pub fn page_with_text(&mut self, facts: &PageFacts, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        self.read(facts, Some(&chars));
    }

    fn read(&mut self, facts: &PageFacts, text: Option<&[char]>) {
        if self.seen.contains_key(&facts.page.id) {
            return;
        }
        let page = self.pages.len();
        self.seen.insert(facts.page.id.clone(), page);
        self.pages.push(facts.page.clone());
        let sources = Sources::of(facts);
        facts.locations.iter().for_each(|location| self.location(page, &sources, location, text));
        facts.agencies.iter().for_each(|agency| self.agency(page, &sources, agency, text));
        facts.programmes.iter().for_each(|programme| self.programme(page, &sources, programme, text));
        facts.relations.iter().for_each(|relation| self.relation(page, &sources, relation));
        facts.observations.iter().for_each(|observation| self.observation(page, &sources, observation));
    }

    fn node(&mut self, page: usize, id: &EntityId) -> usize {
        let at = match self.by_id.get(id) {
            Some(&at) => at,
            None => {
                self.nodes.push(Draft::new(id.clone()));
                self.by_id.insert(id.clone(), self.nodes.len() - 1);
                self.nodes.len() - 1
            }
        };
        let pages = &mut self.nodes[at].pages;
        if pages.last() != Some(&page) {
            pages.push(page);
        }
        at
    }

    fn entity(
        &mut self,
        page: usize,
        id: &EntityId,
        name: &String,
        sort: &'static str,
        mentions: &[Span],
        text: Option<&[char]>,
    ) -> usize {
        let at = self.node(page, id);
        let draft = &mut self.nodes[at];
        draft.name.add(name);
        draft.sort.add(&sort);
        if let Some(text) = text {
            let words = mentions.iter().filter_map(|span| text.get(span.start as usize..span.end as usize));
            let aliases = words.map(|word| word.iter().filter(|c| !c.is_whitespace()).collect::<String>());
            draft.aliases.extend(aliases.filter(|alias| !alias.is_empty()));
        }
        at
    }

    fn location(&mut self, page: usize, sources: &Sources<'_>, location: &Location, text: Option<&[char]>) {
        let Location { id, name, path, level, code, within, mentions, .. } = location;
        let at = self.entity(page, id, name, level.word(), mentions, text);
        self.nodes[at].path.add(path);
        code.iter().for_each(|code| self.nodes[at].code.add(code));
        if let Some(wider) = within {
            self.nodes[at].place.add(wider);
            self.known(page, sources, id, EdgeKind::Within, wider, mentions);
        }
    }

    fn agency(&mut self, page: usize, sources: &Sources<'_>, agency: &Agency, text: Option<&[char]>) {
        let Agency { id, name, kind, place, part_of, mentions } = agency;
        let at = self.entity(page, id, name, kind.word(), mentions, text);
        if let Some(place) = place {
            self.nodes[at].place.add(place);
            self.known(page, sources, id, EdgeKind::LocatedIn, place, mentions);
        }
        if let Some(whole) = part_of {
            self.known(page, sources, id, EdgeKind::PartOf, whole, mentions);
        }
    }

    fn programme(&mut self, page: usize, sources: &Sources<'_>, programme: &Programme, text: Option<&[char]>) {
        let Programme { id, name, kind, part_of, mentions } = programme;
        self.entity(page, id, name, kind.word(), mentions, text);
        if let Some(whole) = part_of {
            self.known(page, sources, id, EdgeKind::PartOf, whole, mentions);
        }
    }

    /// An edge that follows from what an entity is; it rests on each page that names the entity.
    fn known(
        &mut self,
        page: usize,
        sources: &Sources<'_>,
        from: &EntityId,
        kind: EdgeKind,
        to: &EntityId,
        mentions: &[Span],
    ) {
        let span = mentions.first().copied().unwrap_or_default();
        let confidence = Confidence::hundredths(100);
        let article = sources.at(span);
        let support = Support { source: page, span, statement: None, text: "".into(), confidence, article };
        self.edge(from, kind, to, support);
    }

    fn relation(&mut self, page: usize, sources: &Sources<'_>, relation: &Relation) {
        let Relation { id, subject, predicate, object, evidence, confidence, rule: _ } = relation;
        let kind = match predicate {
            Predicate::Implements => EdgeKind::Implements,
            Predicate::PartOf => EdgeKind::PartOf,
            Predicate::LocatedIn => EdgeKind::LocatedIn,
            Predicate::Partners => EdgeKind::Partners,
        };
        let (from, to) = match predicate {
            Predicate::Partners if object < subject => (object, subject),
            _ => (subject, object),
        };
        let support = Support {
            source: page,
            span: evidence.span,
            statement: Some(id.clone()),
            text: evidence.text.as_str().into(),
            confidence: *confidence,
            article: sources.at(evidence.span),
        };
        self.edge(from, kind, to, support);
    }

    fn observation(&mut self, page: usize, sources: &Sources<'_>, observation: &Observation) {
        let indicator = EntityId::new(EntityKind::Indicator, &[&observation.indicator]);
        let at = self.node(page, &indicator);
        self.nodes[at].name.add(&observation.indicator);
        let support = Support {
            source: page,
            span: observation.evidence.span,
            statement: Some(observation.id.clone()),
            text: observation.evidence.text.as_str().into(),
            confidence: observation.confidence,
            article: sources.at(observation.evidence.span),
        };
        if let Some(agency) = &observation.agency {
            self.edge(agency, EdgeKind::Reports, &indicator, support.clone());
        }
        if let Some(programme) = &observation.programme {
            self.edge(programme, EdgeKind::MeasuredBy, &indicator, support.clone());
        }
        if let Some(location) = &observation.location {
            self.edge(&indicator, EdgeKind::MeasuredIn, location, support);
        }
    }

    fn edge(&mut self, from: &EntityId, kind: EdgeKind, to: &EntityId, support: Support) {
        if from != to {
            let ends = (self.node(support.source, from), self.node(support.source, to), kind);
            self.edges.entry(ends).or_default().push(support);
        }
    }

    /// The network of the pages so far.
    pub fn finish(self) -> Network {
        let (sources, page_order) = sorted(self.pages, |a, b| (&a.doc, &a.id).cmp(&(&b.doc, &b.id)));
        let (drafts, node_order) = sorted(self.nodes, |a, b| a.id.cmp(&b.id));

        let mut graph = DiGraph::with_capacity(drafts.len(), self.edges.len());
        for draft in drafts {
            graph.add_node(draft.finish(&page_order));
        }
        let placed = |((from, to, kind), supports)| ((node_order[from], node_order[to], kind), supports);
        let mut edges: Vec<((usize, usize, EdgeKind), Vec<Support>)> = self.edges.into_iter().map(placed).collect();
        edges.sort_unstable_by_key(|(ends, _)| *ends);
        for ((from, to, kind), mut supports) in edges {
            supports.iter_mut().for_each(|support| support.source = page_order[support.source]);
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), Edge::new(kind, supports));
        }
        Network::new(graph, Arc::from(sources))
    }
}

impl Network {
    /// The network of some pages. [`Builder`] also takes the pages' texts, for other names of the nodes.
    pub fn from_pages<'a>(pages: impl IntoIterator<Item = &'a PageFacts>) -> Self {
        let mut builder = Builder::default();
        pages.into_iter().for_each(|page| builder.page(page));
        builder.finish()
    }
}

/// Sorted items, and for each place before sorting the place after.
fn sorted<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> std::cmp::Ordering) -> (Vec<T>, Vec<usize>) {
    let mut numbered: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    numbered.sort_by(|(_, a), (_, b)| compare(a, b));
    let mut order = vec![0; numbered.len()];
    numbered.iter().enumerate().for_each(|(after, (before, _))| order[*before] = after);
    (numbered.into_iter().map(|(_, item)| item).collect(), order)
}
