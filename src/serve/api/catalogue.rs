//! What one commit of the store holds, ready for programs: made once as it is opened, shared by all workers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use crate::{
    compare::{Comparison, Group},
    lexicon::Lexicon,
    model::{Days, EntityId, EntityKind, PageFacts},
    network::{Builder, Leaf, Network, Node},
    rdf::names_place,
    serve::api::{
        names::{Names, Sort},
        row::{NONE, Row},
    },
};

/// What one commit of the store holds: nothing of a page's text but the sentences behind edges and comparisons.
pub(in crate::serve) struct Catalogue {
    pub(super) network: Network,
    /// Names of the network's nodes.
    pub(super) names: Names,
    /// Names of variables, sorted.
    pub(super) variables: Vec<String>,
    pub(super) variable_names: Names,
    /// Newspapers and sites, sorted.
    pub(super) papers: Vec<String>,
    pub(super) paper_names: Names,
    /// Every statement, in the order of the pages' names, then of their places on the page.
    pub(super) rows: Vec<Row>,
    /// Claims held against each other.
    pub(super) groups: Vec<Group>,
    /// Number of figures and of relations that name each node.
    pub(super) told: Vec<(u32, u32)>,
    /// Names that places once had, by their node.
    former: BTreeMap<usize, BTreeSet<String>>,
}

impl Catalogue {
    /// Names of a node beside its own, sorted: words of pages for it, and names that it once had.
    pub(super) fn other_names(&self, at: usize) -> BTreeSet<&str> {
        let node = self.network.node(at);
        let words = node.into_iter().flat_map(words).map(String::as_str);
        words.chain(self.former.get(&at).into_iter().flatten().map(String::as_str)).collect()
    }

    /// For each node, whether it is the place at `place` or lies in it.
    pub(super) fn within(&self, place: usize) -> Vec<bool> {
        let mut inside = vec![false; self.network.node_count()];
        let wider = |at: usize| self.network.node(at).and_then(|node| self.network.position(node.place.as_ref()?));
        for (at, node) in self.network.nodes().enumerate().filter(|(_, node)| node.kind == EntityKind::Location) {
            // as many steps as there are levels, so that a circle in the data ends too
            let mut up = std::iter::successors(Some(at), |at| wider(*at)).take(16);
            inside[at] = node.kind == EntityKind::Location && up.any(|at| at == place);
        }
        inside
    }
}

/// The words of pages that are names of a node: of a place, not those that stand for it on one page only.
fn words(node: &Node) -> impl Iterator<Item = &String> {
    node.aliases.iter().filter(|word| node.kind != EntityKind::Location || names_place(word, &node.name))
}

/// Numbers for values, in the order in which they came.
struct Numbers<T>(HashMap<T, u32>, Vec<T>);

impl<T: Clone + Eq + std::hash::Hash> Numbers<T> {
    fn of(&mut self, value: &T) -> u32 {
        if let Some(number) = self.0.get(value) {
            return *number;
        }
        let number = self.1.len() as u32;
        self.0.insert(value.clone(), number);
        self.1.push(value.clone());
        number
    }
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self(HashMap::new(), Vec::new())
    }
}

/// Takes in pages, and makes a [`Catalogue`] of them.
#[derive(Default)]
pub(in crate::serve) struct Gather {
    network: Builder,
    comparison: Option<Comparison<'static>>,
    docs: Vec<String>,
    ids: Numbers<EntityId>,
    variables: Numbers<String>,
    values: Numbers<Decimal>,
    rows: Vec<Row>,
    former: BTreeMap<EntityId, BTreeSet<String>>,
}

impl Gather {
    /// Adds a page and what it brings into the network.
    pub fn page(&mut self, leaf: Leaf, facts: &PageFacts) {
        self.network.add(leaf);
        self.comparison.get_or_insert_with(|| Comparison::new(Lexicon::embedded(), None)).add(facts);
        for place in facts.locations.iter().filter(|place| !place.former.is_empty()) {
            let names = place.former.iter().map(|(name, _)| name.clone());
            self.former.entry(place.id.clone()).or_default().extend(names);
        }
        let mut rows: Vec<(u32, Row)> = self.rows(facts);
        rows.sort_by_key(|(start, _)| *start);
        self.rows.extend(rows.into_iter().map(|(_, row)| row));
        self.docs.push(facts.page.doc.clone());
    }

    /// The statements of a page, each with where it begins.
    fn rows(&mut self, facts: &PageFacts) -> Vec<(u32, Row)> {
        let (page, date) = (self.docs.len() as u32, facts.page.date.as_deref());
        let mut rows = Vec::with_capacity(facts.statements());
        for (at, one) in facts.observations.iter().enumerate() {
            let indicator = EntityId::new(EntityKind::Indicator, &[&one.indicator]);
            let ends = [&one.agency, &one.programme, &one.location, &Some(indicator)];
            let row = Row {
                page,
                at: at as u32,
                figure: true,
                ends: ends.map(|end| end.as_ref().map_or(NONE, |id| self.ids.of(id))),
                variable: self.variables.of(&one.variable.name),
                days: Days::of(one.period.as_ref(), date),
                value: self.values.of(&one.quantity.value),
                confidence: one.confidence,
            };
            rows.push((one.evidence.span.start, row));
        }
        for (at, one) in facts.relations.iter().enumerate() {
            let row = Row {
                page,
                at: at as u32,
                figure: false,
                ends: [self.ids.of(&one.subject), self.ids.of(&one.object), NONE, NONE],
                variable: NONE,
                days: Days::of(None, date),
                value: NONE,
                confidence: one.confidence,
            };
            rows.push((one.evidence.span.start, row));
        }
        rows
    }

    /// The catalogue of the pages so far.
    pub fn finish(self) -> Catalogue {
        let Self { network, comparison, docs, ids, variables, values, mut rows, former } = self;
        let network = network.finish();
        let source = |doc: &String| network.sources().binary_search_by(|page| page.doc.cmp(doc)).ok();
        let sources: Vec<Option<u32>> = docs.iter().map(|doc| source(doc).map(|at| at as u32)).collect();
        let nodes: Vec<u32> = ids.1.iter().map(|id| network.position(id).map_or(NONE, |at| at as u32)).collect();
        let (variable_order, variables) = sorted(variables.1);
        let (value_order, _) = sorted(values.1);
        // a page that the network does not have is another's copy, name and all
        rows.retain(|row| sources[row.page as usize].is_some());
        for row in &mut rows {
            row.page = sources[row.page as usize].unwrap_or_default();
            row.ends = row.ends.map(|end| nodes.get(end as usize).copied().unwrap_or(NONE));
            row.variable = variable_order.get(row.variable as usize).copied().unwrap_or(NONE);
            row.value = value_order.get(row.value as usize).copied().unwrap_or(NONE);
        }
        rows.sort_by_key(|row| row.page);
        rows.shrink_to_fit();
        let mut told = vec![(0, 0); network.node_count()];
        for row in &rows {
            for (number, end) in row.ends.iter().enumerate().filter(|(_, end)| **end != NONE) {
                // a thing that stands at both ends is named once
                if !row.ends[..number].contains(end) {
                    let (figures, relations) = &mut told[*end as usize];
                    *if row.figure { figures } else { relations } += 1;
                }
            }
        }
        let papers: BTreeSet<String> = network.sources().iter().filter_map(|page| page.paper.clone()).collect();
        let papers: Vec<String> = papers.into_iter().collect();
        let former = former.into_iter().filter_map(|(id, names)| Some((network.position(&id)?, names))).collect();
        let names = names(&network, &former);
        let (variable_names, paper_names) = (own(&variables), own(&papers));
        let groups = comparison.map(Comparison::groups).unwrap_or_default();
        Catalogue { network, names, variables, variable_names, papers, paper_names, rows, groups, told, former }
    }
}

/// Where each of some values goes when they are sorted, and the values sorted.
fn sorted<T: Ord>(values: Vec<T>) -> (Vec<u32>, Vec<T>) {
    let mut numbered: Vec<(T, usize)> = values.into_iter().enumerate().map(|(at, value)| (value, at)).collect();
    numbered.sort_unstable();
    let mut order = vec![0; numbered.len()];
    numbered.iter().enumerate().for_each(|(after, (_, before))| order[*before] = after as u32);
    (order, numbered.into_iter().map(|(value, _)| value).collect())
}

/// Things that have one name each.
fn own(names: &[String]) -> Names {
    Names::new(names.iter().enumerate().map(|(at, name)| (at, Sort::Own, name.clone())))
}

/// All names of all nodes.
fn names(network: &Network, former: &BTreeMap<usize, BTreeSet<String>>) -> Names {
    let mut names = Vec::with_capacity(2 * network.node_count());
    for (at, node) in network.nodes().enumerate() {
        names.push((at, Sort::Own, node.name.clone()));
        if node.path.len() > 1 {
            names.push((at, Sort::Path, node.path.concat()));
        }
        let other = words(node).chain(former.get(&at).into_iter().flatten());
        names.extend(other.map(|name| (at, Sort::Other, name.clone())));
    }
    Names::new(names)
}
