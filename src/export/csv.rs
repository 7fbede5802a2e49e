//! Tables of nodes and of edges: plain ones with the column names of Spark's GraphFrames, and ones with the headers of
//! neo4j-admin's import.
//!
//! Values stand as they are, also those that begin with `=`, `+`, `-` or `@`, and may hold line breaks; all text is quoted
//! (RFC 4180).

use std::io::Write;

use csv::{QuoteStyle, WriterBuilder};

use crate::{
    export::{
        ExportError, Exporter,
        record::{EdgeRecord, NodeRecord},
    },
    model::EntityKind,
    network::Network,
};

/// A table of a network.
#[derive(Clone, Copy)]
pub(super) enum Table {
    /// Nodes, by their keys in `id`.
    Vertices,
    /// Edges from `src` to `dst`.
    Edges,
    /// Nodes as neo4j-admin takes them.
    Neo4jNodes,
    /// Edges as neo4j-admin takes them.
    Neo4jRelationships,
}

/// A writer of tables whose text fields are all quoted.
pub(super) fn writer<W: Write>(out: W) -> csv::Writer<W> {
    WriterBuilder::new().quote_style(QuoteStyle::NonNumeric).from_writer(out)
}

impl Exporter for Table {
    fn name(&self) -> &'static str {
        match self {
            Self::Vertices => "csv-vertices",
            Self::Edges => "csv-edges",
            Self::Neo4jNodes => "neo4j-nodes",
            Self::Neo4jRelationships => "neo4j-relationships",
        }
    }

    fn media_type(&self) -> &'static str {
        "text/csv; charset=utf-8; header=present"
    }

    fn extension(&self) -> &'static str {
        match self {
            Self::Vertices => "vertices.csv",
            Self::Edges => "edges.csv",
            Self::Neo4jNodes => "nodes.csv",
            Self::Neo4jRelationships => "relationships.csv",
        }
    }

    fn description(&self) -> &'static str {
        match self {
            Self::Vertices => "nodes by id: Spark GraphFrames, pandas, R, igraph (Graph.DataFrame)",
            Self::Edges => "edges from src to dst: the same",
            Self::Neo4jNodes => "nodes: neo4j-admin database import",
            Self::Neo4jRelationships => "edges: neo4j-admin database import",
        }
    }

    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut table = writer(out);
        match self {
            Self::Vertices | Self::Neo4jNodes => nodes(network, &mut table, matches!(self, Self::Neo4jNodes))?,
            Self::Edges | Self::Neo4jRelationships => {
                edges(network, &mut table, matches!(self, Self::Neo4jRelationships))?;
            }
        }
        Ok(table.flush()?)
    }
}

fn nodes<W: Write>(network: &Network, table: &mut csv::Writer<W>, neo4j: bool) -> Result<(), ExportError> {
    table.write_record(match neo4j {
        // `label`, for igraph calls `name` what is in the first column
        false => ["id", "label", "kind", "sort", "path", "code", "place", "pages", "first", "last"].as_slice(),
        true => &["id:ID", "name", "kind", "sort", "path", "code", "place", "pages:int", "first", "last", ":LABEL"],
    })?;
    for node in network.nodes() {
        let label = match node.kind {
            EntityKind::Agency => "Agency",
            EntityKind::Programme => "Programme",
            EntityKind::Location => "Location",
            EntityKind::Indicator => "Indicator",
        };
        let node = NodeRecord::new(network, node);
        let pages = node.pages.to_string();
        let values = [
            node.id,
            node.name,
            node.kind,
            node.sort.unwrap_or_default(),
            node.path.as_deref().unwrap_or_default(),
            node.code.unwrap_or_default(),
            node.place.unwrap_or_default(),
            &pages,
            node.first.unwrap_or_default(),
            node.last.unwrap_or_default(),
        ];
        table.write_record(values.into_iter().chain(neo4j.then_some(label)))?;
    }
    Ok(())
}

fn edges<W: Write>(network: &Network, table: &mut csv::Writer<W>, neo4j: bool) -> Result<(), ExportError> {
    table.write_record(match neo4j {
        false => ["src", "dst", "relation", "weight", "confidence", "first", "last", "statements", "docs", "evidence"],
        true => [
            ":START_ID",
            ":END_ID",
            ":TYPE",
            "weight:int",
            "confidence:double",
            "first",
            "last",
            "statements:string[]",
            "docs",
            "evidence",
        ],
    })?;
    for edge in EdgeRecord::all(network) {
        table.write_record([
            edge.source,
            edge.target,
            edge.relation,
            &edge.weight.to_string(),
            &edge.confidence.to_string(),
            edge.first.unwrap_or_default(),
            edge.last.unwrap_or_default(),
            &edge.statements.join(";"),
            // Not an array: names of files may hold the separator of arrays.
            &edge.docs.join(" | "),
            edge.evidence.first().copied().unwrap_or_default(),
        ])?;
    }
    Ok(())
}
