//! Quads as sorted tables of numbers, for the evaluator to look into.
//!
//! Why not the library's own store in memory: there a thing that many pages name drags all its copies into every
//! look-up, a merged default graph gives a triple once for each page that says it, and numbers lose their written
//! form. Here the merged graph is a table of its own, each triple once, and every look-up is two binary searches.

use std::{
    cell::RefCell,
    cmp::Ordering,
    convert::Infallible,
    rc::Rc,
    sync::{Arc, OnceLock},
};

use oxigraph::model::{GraphName, Literal, Term};
use rayon::slice::ParallelSliceMut;
use spareval::{InternalQuad, QueryDatasetSpecification, QueryableDataset};

use crate::rdf::quads::Terms;

/// Rows of numbers sorted by their columns in the given order.
struct Table<const N: usize> {
    order: [usize; N],
    /// Rows with their columns in `order`, each once.
    rows: Vec<[u32; N]>,
}

impl<const N: usize> Table<N> {
    fn new(order: [usize; N], natural: impl Iterator<Item = [u32; N]>) -> Self {
        let mut rows: Vec<[u32; N]> = natural.map(|row| order.map(|column| row[column])).collect();
        // numbers of the columns one behind the other, which compare faster than columns one by one
        rows.par_sort_unstable_by_key(|row| row.iter().fold(0_u128, |key, value| key << 32 | u128::from(*value)));
        rows.dedup();
        Self { order, rows }
    }

    /// How many leading columns `pattern` knows.
    fn known(&self, pattern: &[Option<u32>; N]) -> usize {
        self.order.iter().take_while(|column| pattern[**column].is_some()).count()
    }

    /// The rows that agree with the leading columns that `pattern` knows.
    fn range(&self, pattern: &[Option<u32>; N]) -> &[[u32; N]] {
        let known = self.known(pattern);
        let wanted = self.order.map(|column| pattern[column].unwrap_or_default());
        let against =
            |row: &[u32; N]| row.iter().zip(&wanted).take(known).map(|(a, b)| a.cmp(b)).find(|one| one.is_ne());
        let start = self.rows.partition_point(|row| against(row) == Some(Ordering::Less));
        let rows = &self.rows[start..];
        // mostly few rows: the end is looked for in steps that double
        let (mut within, mut step) = (0, 1);
        while rows.get(within + step).is_some_and(|row| against(row).is_none()) {
            within += step;
            step *= 2;
        }
        let near = &rows[within..rows.len().min(within + step)];
        &rows[..within + near.partition_point(|row| against(row).is_none())]
    }
}

/// The same rows in several orders: the first at once, the others when a pattern first asks for them.
struct Tables<const N: usize> {
    first: Table<N>,
    /// Each with its order.
    others: Vec<([usize; N], OnceLock<Table<N>>)>,
}

impl<const N: usize> Tables<N> {
    fn new(first: Table<N>, others: &[[usize; N]]) -> Self {
        Self { first, others: others.iter().map(|order| (*order, OnceLock::new())).collect() }
    }

    /// The tables, those of `others` as they are made.
    fn all(&self) -> impl Iterator<Item = &Table<N>> {
        let others = self.others.iter().map(|(order, table)| {
            // the first one has the natural order
            table.get_or_init(|| Table::new(*order, self.first.rows.iter().copied()))
        });
        std::iter::once(&self.first).chain(others)
    }

    /// The table where all that `pattern` knows leads, or else where the fewest rows have to be looked at.
    fn fit(&self, pattern: &[Option<u32>; N]) -> &Table<N> {
        let leads = |order: &[usize; N]| {
            let known = order.iter().take_while(|column| pattern[**column].is_some()).count();
            known == pattern.iter().flatten().count()
        };
        let orders = std::iter::once(&self.first.order).chain(self.others.iter().map(|(order, _)| order));
        match orders.into_iter().position(leads) {
            Some(at) => self.all().nth(at),
            None => self.all().min_by_key(|table| table.range(pattern).len()),
        }
        .unwrap_or(&self.first)
    }

    /// The rows that agree with `pattern`.
    fn scan(&self, pattern: [Option<u32>; N]) -> impl Iterator<Item = [u32; N]> {
        let table = self.fit(&pattern);
        table.range(&pattern).iter().filter_map(move |row| {
            let mut natural = [0; N];
            for (column, value) in table.order.iter().zip(row) {
                natural[*column] = *value;
            }
            let agrees =
                natural.iter().zip(&pattern).all(|(value, wanted)| wanted.is_none_or(|wanted| wanted == *value));
            agrees.then_some(natural)
        })
    }
}

/// All pages at one moment.
pub(super) struct Index {
    terms: Arc<Terms>,
    graphs: Vec<u32>,
    /// The pages merged: subject, predicate, object.
    merged: Tables<3>,
    /// The pages one by one: subject, predicate, object, page.
    named: Tables<4>,
}

impl Index {
    /// `quads` as numbers of `terms`: subject, predicate, object, page.
    pub(super) fn new(terms: Arc<Terms>, graphs: Vec<u32>, quads: impl Iterator<Item = [u32; 4]>) -> Self {
        let named = Table::new([0, 1, 2, 3], quads);
        let mut merged: Vec<[u32; 3]> = named.rows.iter().map(|[s, p, o, _]| [*s, *p, *o]).collect();
        merged.dedup();
        let merged = Table { order: [0, 1, 2], rows: merged };
        Self {
            terms,
            graphs,
            named: Tables::new(named, &[[1, 2, 0, 3], [2, 0, 1, 3], [3, 0, 1, 2]]),
            merged: Tables::new(merged, &[[1, 2, 0], [2, 0, 1]]),
        }
    }

    /// Makes all that questions would make as they come.
    pub(super) fn arrange(&self) {
        rayon::join(|| self.merged.all().count(), || self.named.all().count());
    }
}

/// An [`Index`] for one query, which may make terms of its own.
pub(super) struct View<'a> {
    index: &'a Index,
    /// Pages that the default graph is merged from, in place of all.
    default: Option<Rc<[u32]>>,
    made: RefCell<Terms>,
}

impl<'a> View<'a> {
    /// The pages that `specification` names. Of a default graph of several pages it says no more than that there is one:
    /// the evaluator would give a triple once for each page that says it, so they are merged here.
    pub(super) fn new(index: &'a Index, specification: &mut QueryDatasetSpecification) -> Self {
        let mut view = Self { index, default: None, made: RefCell::default() };
        let several = specification.default_graph_graphs().filter(|graphs| graphs.len() > 1);
        if let Some(graphs) = several {
            let named = graphs.iter().filter_map(|graph| match graph {
                GraphName::NamedNode(name) => index.terms.get_index_of(&Term::from(name.clone())),
                _ => None,
            });
            let mut pages: Vec<u32> = named.map(|number| number as u32).collect();
            pages.sort_unstable();
            view.default = Some(pages.into());
            specification.set_default_graph(vec![GraphName::DefaultGraph]);
        }
        view
    }
}

/// Rows of some pages as one graph. Rows that agree in all but the page come one after another from [`Tables::scan`].
fn merge(rows: impl Iterator<Item = [u32; 4]>, pages: Rc<[u32]>) -> impl Iterator<Item = [u32; 3]> {
    let mut last = None;
    let rows = rows.filter(move |[.., page]| pages.binary_search(page).is_ok());
    rows.map(|[s, p, o, _]| [s, p, o]).filter(move |row| last.replace(*row) != Some(*row))
}

/// Terms of the index are numbered from 0, and behind them those that the query made.
impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = u32;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&u32>,
        predicate: Option<&u32>,
        object: Option<&u32>,
        graph: Option<Option<&u32>>,
    ) -> impl Iterator<Item = Result<InternalQuad<u32>, Infallible>> + use<'a> {
        let index = self.index;
        let [s, p, o] = [subject.copied(), predicate.copied(), object.copied()];
        let (mut merged, mut some, mut named) = (None, None, None);
        match (graph, &self.default) {
            (Some(None), None) => merged = Some(index.merged.scan([s, p, o])),
            (Some(None), Some(pages)) => some = Some(merge(index.named.scan([s, p, o, None]), pages.clone())),
            (graph, _) => named = Some(index.named.scan([s, p, o, graph.flatten().copied()])),
        }
        let merged = merged.into_iter().flatten().chain(some.into_iter().flatten());
        let merged = merged.map(|[s, p, o]| (s, p, o, None));
        let named = named.into_iter().flatten().map(|[s, p, o, graph]| (s, p, o, Some(graph)));
        merged
            .chain(named)
            .map(|(subject, predicate, object, graph_name)| Ok(InternalQuad { subject, predicate, object, graph_name }))
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<u32, Infallible>> + use<'a> {
        self.index.graphs.iter().copied().map(Ok)
    }

    fn contains_internal_graph_name(&self, graph: &u32) -> Result<bool, Infallible> {
        Ok(self.index.graphs.binary_search(graph).is_ok())
    }

    fn internalize_term(&self, term: Term) -> Result<u32, Infallible> {
        let terms = &self.index.terms;
        let number = terms.get_index_of(&term);
        Ok(number.unwrap_or_else(|| terms.len() + self.made.borrow_mut().insert_full(term).0) as u32)
    }

    fn externalize_term(&self, number: u32) -> Result<Term, Infallible> {
        let (terms, number) = (&self.index.terms, number as usize);
        let made = self.made.borrow();
        let term = terms.get_index(number).or_else(|| made.get_index(number - terms.len()));
        // Every number came from one of the two.
        Ok(term.cloned().unwrap_or_else(|| Literal::from("").into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_up_finds_what_going_through_all_rows_finds() {
        let quads: Vec<[u32; 4]> = (0..400_u32).map(|n| [n % 7, n % 3, n * n % 11, n % 5]).collect();
        let index = Index::new(Arc::default(), vec![0, 1, 2, 3, 4], quads.iter().copied());
        let sorted = |rows: &mut dyn Iterator<Item = [u32; 4]>| {
            let mut rows: Vec<_> = rows.collect();
            rows.sort_unstable();
            rows
        };
        for known in 0..16 {
            let pattern = [3, 1, 4, 2].map(Some);
            let pattern: [Option<u32>; 4] = std::array::from_fn(|at| pattern[at].filter(|_| known >> at & 1 == 1));
            let agrees =
                |row: &[u32]| row.iter().zip(&pattern).all(|(value, wanted)| wanted.is_none_or(|it| it == *value));
            let mut expected = sorted(&mut quads.iter().copied().filter(|quad| agrees(quad)));
            expected.dedup();
            assert_eq!(sorted(&mut index.named.scan(pattern)), expected, "{pattern:?}");

            let [s, p, o, _] = pattern;
            let merged = |[s, p, o]: [u32; 3]| [s, p, o, 0];
            let mut expected =
                sorted(&mut quads.iter().filter(|quad| agrees(&quad[..3])).map(|[s, p, o, _]| [*s, *p, *o, 0]));
            expected.dedup();
            assert_eq!(sorted(&mut index.merged.scan([s, p, o]).map(merged)), expected, "{pattern:?} of all pages");
        }
        index.arrange();
        assert!(index.named.others.iter().all(|(_, table)| table.get().is_some()));
    }
}
