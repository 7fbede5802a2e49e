//! Over what a query is asked, and how it is stopped.

use oxigraph::{
    model::{GraphName, NamedNode},
    sparql::CancellationToken,
};
use spareval::QueryDatasetSpecification;

use crate::rdf::QueryError;

/// The pages that a query is asked over, in place of all, and of what its own FROM says (SPARQL 1.1 Protocol, section
/// 2.1.4). A page that the graph does not hold is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Dataset {
    /// IRIs of the pages that are merged into the default graph.
    pub default: Vec<String>,
    /// IRIs of the pages that `GRAPH` finds.
    pub named: Vec<String>,
}

impl Dataset {
    pub(super) fn to_model(&self) -> Result<QueryDatasetSpecification, QueryError> {
        let node = |iri: &String| {
            NamedNode::new(iri).map_err(|_| QueryError::Meaning {
                at: None,
                message: format!("a dataset is made of graphs with absolute IRIs, found {iri:?}"),
            })
        };
        let mut specification = QueryDatasetSpecification::new();
        let default: Result<Vec<GraphName>, _> =
            self.default.iter().map(|iri| node(iri).map(GraphName::from)).collect();
        specification.set_default_graph(default?);
        let named: Result<Vec<_>, _> = self.named.iter().map(|iri| node(iri).map(Into::into)).collect();
        specification.set_available_named_graphs(named?);
        Ok(specification)
    }
}

/// Tells a query to stop. What does not listen (a sort, a join in memory) goes on until it is done.
#[derive(Clone, Default)]
pub struct Cancel(CancellationToken);

impl Cancel {
    /// Tells it.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    pub(super) fn token(&self) -> CancellationToken {
        self.0.clone()
    }
}
