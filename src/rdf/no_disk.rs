//! What stands in for quads on disk in a program without the feature `rocksdb`: there are none.

use std::{convert::Infallible, iter, path::Path};

use oxigraph::{
    model::{GraphNameRef, Quad},
    sparql::{PreparedSparqlQuery, QueryEvaluationError, QueryResults},
};

use crate::rdf::{GraphError, PageQuads};

/// Whether this program was built with it.
pub(super) const BUILT: bool = false;

/// There is none.
#[derive(Clone)]
pub(super) struct Disk(Infallible);

impl Disk {
    pub fn read(_: &Path) -> Result<Self, GraphError> {
        Err(GraphError::NotBuilt)
    }

    pub fn write(_: &Path) -> Result<Self, GraphError> {
        Err(GraphError::NotBuilt)
    }

    pub fn take_out(&self, _: &str) -> Result<usize, GraphError> {
        match self.0 {}
    }

    pub fn put_in(&self, _: impl Iterator<Item = Result<PageQuads, GraphError>>) -> Result<usize, GraphError> {
        match self.0 {}
    }

    pub fn arrange(&self) -> Result<(), GraphError> {
        match self.0 {}
    }

    pub fn close(self) -> Result<(), GraphError> {
        match self.0 {}
    }

    pub fn path(&self) -> &Path {
        match self.0 {}
    }

    pub fn execute(&self, _: PreparedSparqlQuery) -> Result<QueryResults<'static>, QueryEvaluationError> {
        match self.0 {}
    }

    pub fn graph(&self, _: GraphNameRef<'_>) -> impl Iterator<Item = Result<Quad, GraphError>> + use<> {
        iter::empty()
    }

    pub fn named(&self) -> impl Iterator<Item = Result<Quad, GraphError>> + use<> {
        iter::empty()
    }
}
