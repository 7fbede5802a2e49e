//! Cytoscape JSON: elements for Cytoscape and Cytoscape.js.

use std::io::Write;

use serde::Serialize;

use crate::{
    export::{
        ExportError, Exporter,
        record::{EdgeRecord, NodeRecord},
    },
    network::Network,
};

/// Cytoscape JSON.
pub(super) struct Cytoscape;

#[derive(Serialize)]
struct File<'n> {
    data: Graph,
    directed: bool,
    multigraph: bool,
    elements: Elements<'n>,
}

#[derive(Serialize)]
struct Graph {
    name: &'static str,
}

#[derive(Serialize)]
struct Elements<'n> {
    nodes: Vec<Element<NodeData<'n>>>,
    edges: Vec<Element<EdgeData<'n>>>,
}

/// An element with its classes, by which style sheets tell elements apart.
#[derive(Serialize)]
struct Element<T> {
    data: T,
    classes: &'static str,
}

/// A node with its key as networkx looks for it (`value`).
#[derive(Serialize)]
struct NodeData<'n> {
    #[serde(flatten)]
    node: NodeRecord<'n>,
    value: &'n str,
}

/// An edge with the names of its relation that Cytoscape (`interaction`) and networkx (`key`) know.
#[derive(Serialize)]
struct EdgeData<'n> {
    #[serde(flatten)]
    edge: EdgeRecord<'n>,
    interaction: &'static str,
    key: &'static str,
}

impl Exporter for Cytoscape {
    fn name(&self) -> &'static str {
        "cytoscape"
    }

    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn extension(&self) -> &'static str {
        "cyjs"
    }

    fn description(&self) -> &'static str {
        "elements as JSON: Cytoscape, Cytoscape.js, networkx (cytoscape_graph)"
    }

    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError> {
        let nodes = NodeRecord::all(network)
            .map(|node| Element { classes: node.kind, data: NodeData { value: node.id, node } });
        let edges = EdgeRecord::all(network).map(|edge| {
            let relation = edge.relation;
            Element { classes: relation, data: EdgeData { edge, interaction: relation, key: relation } }
        });
        let file = File {
            data: Graph { name: "zhengtu" },
            directed: true,
            multigraph: true,
            elements: Elements { nodes: nodes.collect(), edges: edges.collect() },
        };
        serde_json::to_writer_pretty(&mut *out, &file)?;
        Ok(writeln!(out)?)
    }
}
