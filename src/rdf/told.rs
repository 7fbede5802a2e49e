//! Quads of one graph, as they are told one after the other.

use oxigraph::model::{GraphName, NamedNode, NamedNodeRef, Quad, Term};

use crate::rdf::PageQuads;

/// Quads of one graph.
pub(super) struct Told {
    graph: NamedNode,
    quads: Vec<Quad>,
}

impl Told {
    pub fn new(graph: NamedNode) -> Self {
        Self { graph, quads: Vec::new() }
    }

    pub fn graph(&self) -> &NamedNode {
        &self.graph
    }

    pub fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.push(Quad::new(subject.clone(), predicate, object, GraphName::NamedNode(self.graph.clone())));
    }

    /// All of them, sorted, each once.
    pub fn finish(mut self) -> PageQuads {
        self.quads.sort_by_cached_key(Quad::to_string);
        self.quads.dedup();
        PageQuads { graph: self.graph, quads: self.quads }
    }
}
