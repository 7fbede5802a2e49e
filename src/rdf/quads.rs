//! The quads of one page, its terms each once.

use std::hash::Hash;

use indexmap::{Equivalent, IndexSet};
use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term, TermRef};

/// Terms by number, and numbers by term.
pub(super) type Terms = IndexSet<Term, foldhash::fast::RandomState>;
/// Subject, predicate and object, as numbers of [`Terms`].
pub(super) type Triples = IndexSet<[u32; 3], foldhash::fast::RandomState>;

/// The quads of one page, each once, all in the page's graph.
#[derive(Clone, Debug)]
pub struct PageQuads {
    graph: NamedNode,
    terms: Terms,
    triples: Triples,
}

impl PageQuads {
    /// None yet.
    pub(super) fn new(graph: NamedNode) -> Self {
        Self { graph, terms: Terms::default(), triples: Triples::default() }
    }

    /// What `quads` say, in the graph of this name.
    pub(super) fn of(graph: NamedNode, quads: impl IntoIterator<Item = Quad>) -> Self {
        let mut page = Self::new(graph);
        for quad in quads {
            page.insert(Term::from(quad.subject).as_ref(), quad.predicate.as_ref(), quad.object);
        }
        page
    }

    pub(super) fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.insert(subject.as_ref().into(), predicate, object.into());
    }

    fn insert(&mut self, subject: TermRef<'_>, predicate: NamedNodeRef<'_>, object: Term) {
        let numbers = [self.known(subject), self.known(predicate.into()), number(&mut self.terms, object)];
        self.triples.insert(numbers);
    }

    /// The number of a term that mostly is there already.
    fn known(&mut self, term: TermRef<'_>) -> u32 {
        let there = self.terms.get_index_of(&Borrowed(term));
        there.map_or_else(|| number(&mut self.terms, term.into_owned()), |there| there as u32)
    }

    /// The page.
    pub(super) fn name(&self) -> &NamedNode {
        &self.graph
    }

    /// The name of the graph, the terms, and the triples as their numbers.
    pub(super) fn into_parts(self) -> (NamedNode, Terms, Triples) {
        (self.graph, self.terms, self.triples)
    }

    /// The quads, in the order in which they were told.
    pub(super) fn quads(&self) -> impl Iterator<Item = Quad> {
        self.triples.iter().filter_map(|numbers| quad(&self.terms, *numbers, self.graph.clone().into()))
    }

    /// The IRI of the page, which is the name of its graph.
    pub fn graph(&self) -> &str {
        self.graph.as_str()
    }

    /// Number of quads.
    pub fn len(&self) -> usize {
        self.triples.len()
    }

    /// Whether there is none. A page has at least its name.
    pub fn is_empty(&self) -> bool {
        self.triples.is_empty()
    }

    /// As sorted N-Quads, one a line.
    pub fn n_quads(&self) -> String {
        let mut lines: Vec<String> = self.quads().map(|quad| format!("{quad} .\n")).collect();
        lines.sort_unstable();
        lines.concat()
    }
}

/// The number of a term, which becomes one of `terms`.
pub(super) fn number(terms: &mut Terms, term: Term) -> u32 {
    terms.insert_full(term).0 as u32
}

/// The quad of three numbers; `None` if its terms can't stand there.
pub(super) fn quad(terms: &Terms, numbers: [u32; 3], graph: GraphName) -> Option<Quad> {
    let [subject, predicate, object] = numbers.map(|number| terms.get_index(number as usize).cloned());
    let subject = NamedOrBlankNode::try_from(subject?).ok()?;
    Some(Quad::new(subject, NamedNode::try_from(predicate?).ok()?, object?, graph))
}

/// A term that is looked for without being copied.
#[derive(Hash)]
struct Borrowed<'t>(TermRef<'t>);

impl Equivalent<Term> for Borrowed<'_> {
    fn equivalent(&self, term: &Term) -> bool {
        self.0 == term.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::model::Literal;

    use super::*;

    #[test]
    fn a_term_is_found_by_what_it_lends() {
        let named = NamedNode::new_unchecked("https://w3id.org/zhengtu/agency/水利局");
        let terms = [named.clone().into(), Literal::new_simple_literal("水利局").into(), Literal::from(7).into()];
        let mut page = PageQuads::new(named.clone());
        for _ in 0..2 {
            for term in &terms {
                page.add(&named, named.as_ref(), Term::clone(term));
                assert!(page.terms.get_index_of(&Borrowed(term.as_ref())).is_some(), "{term}");
            }
        }
        assert_eq!((page.terms.len(), page.len(), page.quads().count()), (3, 3, 3));
    }
}
