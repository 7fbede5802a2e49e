//! Node-link JSON: what networkx's `node_link_graph` and d3 read.

use std::io::Write;

use serde::Serialize;

use crate::{
    export::{
        ExportError, Exporter,
        record::{EdgeRecord, NodeRecord},
    },
    network::Network,
};

/// Node-link JSON.
pub(super) struct NodeLink;

#[derive(Serialize)]
struct File<'n> {
    directed: bool,
    multigraph: bool,
    graph: serde_json::Map<String, serde_json::Value>,
    nodes: Vec<NodeRecord<'n>>,
    edges: Vec<KeyedEdge<'n>>,
}

/// An edge with what tells it from others between the same nodes.
#[derive(Serialize)]
struct KeyedEdge<'n> {
    key: &'static str,
    #[serde(flatten)]
    edge: EdgeRecord<'n>,
}

impl Exporter for NodeLink {
    fn name(&self) -> &'static str {
        "node-link"
    }

    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn description(&self) -> &'static str {
        "node-link JSON: networkx (node_link_graph, edges=\"edges\"), d3"
    }

    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError> {
        let file = File {
            directed: true,
            multigraph: true,
            graph: serde_json::Map::new(),
            nodes: NodeRecord::all(network).collect(),
            edges: EdgeRecord::all(network).map(|edge| KeyedEdge { key: edge.relation, edge }).collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &file)?;
        Ok(writeln!(out)?)
    }
}
