//! Tables of nodes and of edges with the headers of neo4j-admin's import; pandas, R and Spark read them too.
//!
//! Values stand as they are, also those that begin with `=`, `+`, `-` or `@`; all text is quoted (RFC 4180).

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

/// The table of nodes.
pub(super) struct NodesCsv;
/// The table of edges.
pub(super) struct EdgesCsv;

/// A writer of tables whose text fields are all quoted.
pub(super) fn writer<W: Write>(out: W) -> csv::Writer<W> {
    WriterBuilder::new().quote_style(QuoteStyle::NonNumeric).from_writer(out)
}

impl Exporter for NodesCsv {
    fn name(&self) -> &'static str {
        "csv-nodes"
    }

    fn media_type(&self) -> &'static str {
        "text/csv; charset=utf-8; header=present"
    }

    fn extension(&self) -> &'static str {
        "nodes.csv"
    }

    fn description(&self) -> &'static str {
        "table of nodes for neo4j-admin database import, pandas, R and Spark"
    }

    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut table = writer(out);
        table.write_record(["id:ID", "name", "kind", "sort", "path", "code", "place", "pages:int", ":LABEL"])?;
        for node in network.nodes() {
            let label = match node.kind {
                EntityKind::Agency => "Agency",
                EntityKind::Programme => "Programme",
                EntityKind::Location => "Location",
                EntityKind::Indicator => "Indicator",
            };
            let node = NodeRecord::new(node);
            table.write_record([
                node.id,
                node.name,
                node.kind,
                node.sort.unwrap_or_default(),
                node.path.as_deref().unwrap_or_default(),
                node.code.unwrap_or_default(),
                node.place.unwrap_or_default(),
                &node.pages.to_string(),
                label,
            ])?;
        }
        Ok(table.flush()?)
    }
}

impl Exporter for EdgesCsv {
    fn name(&self) -> &'static str {
        "csv-edges"
    }

    fn media_type(&self) -> &'static str {
        "text/csv; charset=utf-8; header=present"
    }

    fn extension(&self) -> &'static str {
        "edges.csv"
    }

    fn description(&self) -> &'static str {
        "table of edges for neo4j-admin database import, pandas, R and Spark"
    }

    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut table = writer(out);
        table.write_record([
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
        ])?;
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
        Ok(table.flush()?)
    }
}
