//! What answers: one commit of the store, and what a question may cost.

use crate::{
    rdf::{Answer, Base, Cancel, Dataset, Limits, QueryError, Term},
    serve::{call::Call, html::Frame, negotiate::Accept, snapshot::Snapshot},
};

/// One commit of the store, and what a question to it may cost.
pub(super) struct Room {
    pub snapshot: Snapshot,
    pub limits: Limits,
    /// Bytes of an answer.
    pub answer: usize,
}

impl Room {
    pub fn base(&self) -> &Base {
        self.snapshot.graph.lowering().base()
    }
}

/// A route as people are told of it.
pub(super) struct Listed {
    pub path: &'static str,
    pub methods: &'static [&'static str],
    pub about: &'static str,
}

/// One request, and the room that it is asked in.
pub(super) struct Asker<'a> {
    pub room: &'a Room,
    pub call: &'a Call,
    pub cancel: &'a Cancel,
    /// What can be opened.
    pub listing: &'a [Listed],
}

impl Asker<'_> {
    pub fn accept(&self) -> Accept {
        self.call.accept()
    }

    /// What pages for this client stand in.
    pub fn frame(&self) -> Frame {
        Frame::new(self.call.prefix(), self.room.base().as_str())
    }

    /// Answers a query, over all pages or some.
    pub fn ask(&self, query: &str, dataset: Option<&Dataset>) -> Result<Answer, QueryError> {
        self.room.snapshot.graph.answer(query, dataset, &self.room.limits, self.cancel)
    }

    /// The rows of a SELECT of `assets/` about the thing `iri`.
    pub fn rows(&self, query: &str, iri: &str) -> Result<Vec<Vec<Option<Term>>>, QueryError> {
        Ok(match self.ask(&about(query, iri), None)? {
            Answer::Solutions { rows, .. } => rows,
            Answer::Boolean(_) | Answer::Graph(_) => Vec::new(),
        })
    }
}

/// A query of `assets/` about the thing `iri`, which one of [`Base`]'s functions made.
pub(super) fn about(query: &str, iri: &str) -> String {
    query.replace("<THIS>", &format!("<{iri}>"))
}
