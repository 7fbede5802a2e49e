//! Quads of one graph, as they are told one after the other.

use oxigraph::model::{NamedNode, NamedNodeRef, Term};

use crate::rdf::PageQuads;

/// Quads of one graph.
pub(super) struct Told(PageQuads);

impl Told {
    pub fn new(graph: NamedNode) -> Self {
        Self(PageQuads::new(graph))
    }

    pub fn graph(&self) -> &NamedNode {
        self.0.name()
    }

    pub fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.0.add(subject, predicate, object);
    }

    /// All of them.
    pub fn finish(self) -> PageQuads {
        self.0
    }
}
