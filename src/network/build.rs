//! Builds the network from the facts of pages.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use petgraph::graph::{DiGraph, NodeIndex};
use rayon::prelude::*;

use crate::{
    model::{EntityId, PageFacts, PageId, PageInfo},
    network::{Edge, EdgeKind, Leaf, Network, Node, Support, Tally, leaf::Thing},
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
    edges: Vec<(Ends, Support)>,
    pages: Vec<PageInfo>,
    seen: HashSet<PageId>,
}

/// From, to, and how.
type Ends = (usize, usize, EdgeKind);

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

    fn add(&mut self, page: usize, thing: Thing) {
        let Thing { id: _, name, sort, path, code, place, words } = thing;
        name.into_iter().for_each(|name| self.name.add(&name));
        sort.into_iter().for_each(|sort| self.sort.add(&sort));
        if !path.is_empty() {
            self.path.add(&path);
        }
        code.into_iter().for_each(|code| self.code.add(&code));
        place.into_iter().for_each(|place| self.place.add(&place));
        self.aliases.extend(words);
        self.pages.push(page);
    }

    /// The finished node; `order` gives the last position of each page.
    fn finish(self, order: &[usize]) -> Node {
        let spelled = || self.id.as_str().rsplit('/').next().unwrap_or_default().to_owned();
        let name = self.name.winner().unwrap_or_else(spelled);
        let mut sources: Vec<usize> = self.pages.iter().map(|&page| order[page]).collect();
        sources.sort_unstable();
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
        self.add(Leaf::of(facts, None));
    }

    /// Adds a page with its text, so that nodes can also be found by the words that the page has for them.
    pub fn page_with_text(&mut self, facts: &PageFacts, text: &str) {
        self.add(Leaf::of(facts, Some(text)));
    }

    /// Adds what a page brings.
    pub fn add(&mut self, leaf: Leaf) {
        let Leaf { page: info, things, edges } = leaf;
        if !self.seen.insert(info.id.clone()) {
            return;
        }
        let page = self.pages.len();
        self.pages.push(info);
        let mut numbers = Vec::with_capacity(things.len());
        for thing in things {
            let at = match self.by_id.get(&thing.id) {
                Some(&at) => at,
                None => {
                    self.nodes.push(Draft::new(thing.id.clone()));
                    self.by_id.insert(thing.id.clone(), self.nodes.len() - 1);
                    self.nodes.len() - 1
                }
            };
            self.nodes[at].add(page, thing);
            numbers.push(at);
        }
        let placed = |(from, kind, to, support): (usize, EdgeKind, usize, Support)| {
            ((numbers[from], numbers[to], kind), Support { source: page, ..support })
        };
        self.edges.extend(edges.into_iter().map(placed));
    }

    /// The network of the pages so far.
    pub fn finish(self) -> Network {
        let Self { nodes, edges, pages, .. } = self;
        let (sources, page_order) = sorted(pages, |a, b| (&a.doc, &a.id).cmp(&(&b.doc, &b.id)));
        let (drafts, node_order) = sorted(nodes, |a, b| a.id.cmp(&b.id));
        let nodes: Vec<Node> = drafts.into_par_iter().map(|draft| draft.finish(&page_order)).collect();

        // the supports of an edge together, edges in their order
        let number = |((from, to, kind), _): &(Ends, Support)| (node_order[*from], node_order[*to], *kind);
        let mut order: Vec<(Ends, usize)> = edges.par_iter().enumerate().map(|(at, edge)| (number(edge), at)).collect();
        order.par_sort_unstable();
        let mut supports: Vec<Option<Support>> = edges.into_iter().map(|(_, support)| Some(support)).collect();
        let same: Vec<(Ends, Vec<Support>)> = order
            .chunk_by(|(one, _), (other, _)| one == other)
            .map(|same| (same[0].0, same.iter().filter_map(|(_, at)| supports[*at].take()).collect()))
            .collect();
        let edges: Vec<(Ends, Edge)> = same
            .into_par_iter()
            .map(|(ends, mut supports)| {
                supports.iter_mut().for_each(|support| support.source = page_order[support.source]);
                (ends, Edge::new(ends.2, supports))
            })
            .collect();

        let mut graph = DiGraph::with_capacity(nodes.len(), edges.len());
        nodes.into_iter().for_each(|node| _ = graph.add_node(node));
        for ((from, to, _), edge) in edges {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), edge);
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
fn sorted<T: Send>(items: Vec<T>, compare: impl Fn(&T, &T) -> std::cmp::Ordering + Sync) -> (Vec<T>, Vec<usize>) {
    let mut numbered: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    numbered.par_sort_by(|(_, a), (_, b)| compare(a, b));
    let mut order = vec![0; numbered.len()];
    numbered.iter().enumerate().for_each(|(after, (before, _))| order[*before] = after);
    (numbered.into_iter().map(|(_, item)| item).collect(), order)
}
