//! GraphML (graphml.graphdrawing.org): yEd, Gephi, networkx, igraph.

use std::io::{self, Write};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

use crate::{
    export::{
        ExportError, Exporter,
        record::{EdgeRecord, NodeRecord},
        xml::holdable,
    },
    network::Network,
};

/// GraphML.
pub(super) struct GraphMl;

/// Declared attributes: key, what it is of, name, type.
const KEYS: &[(&str, &str, &str, &str)] = &[
    ("n_id", "node", "key", "string"),
    ("n_label", "node", "label", "string"),
    ("n_kind", "node", "kind", "string"),
    ("n_sort", "node", "sort", "string"),
    ("n_path", "node", "path", "string"),
    ("n_code", "node", "code", "string"),
    ("n_place", "node", "place", "string"),
    ("n_pages", "node", "pages", "int"),
    ("n_first", "node", "first", "string"),
    ("n_last", "node", "last", "string"),
    ("e_relation", "edge", "relation", "string"),
    ("e_weight", "edge", "weight", "int"),
    ("e_confidence", "edge", "confidence", "double"),
    ("e_first", "edge", "first", "string"),
    ("e_last", "edge", "last", "string"),
    ("e_statements", "edge", "statements", "string"),
    ("e_docs", "edge", "docs", "string"),
    ("e_evidence", "edge", "evidence", "string"),
];

impl Exporter for GraphMl {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn media_type(&self) -> &'static str {
        "application/graphml+xml"
    }

    fn extension(&self) -> &'static str {
        "graphml"
    }

    fn description(&self) -> &'static str {
        "GraphML: yEd, Gephi, networkx (read_graphml), igraph (Read_GraphML)"
    }

    /// Ids of nodes are `n0`, `n1` … since the schema wants name tokens there; their keys are an attribute.
    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.create_element("graphml")
            .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"))
            .with_attribute(("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"))
            .with_attribute((
                "xsi:schemaLocation",
                "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
            ))
            .write_inner_content(|xml| {
                for (id, of, name, sort) in KEYS {
                    xml.create_element("key")
                        .with_attributes([("id", *id), ("for", *of), ("attr.name", *name), ("attr.type", *sort)])
                        .write_empty()?;
                }
                xml.create_element("graph")
                    .with_attributes([("id", "zhengtu"), ("edgedefault", "directed")])
                    .write_inner_content(|xml| content(network, xml))
                    .map(drop)
            })?;
        Ok(writeln!(xml.into_inner())?)
    }
}

fn content<W: Write>(network: &Network, xml: &mut Writer<W>) -> io::Result<()> {
    for (at, node) in NodeRecord::all(network).enumerate() {
        xml.create_element("node").with_attribute(("id", format!("n{at}").as_str())).write_inner_content(|xml| {
            data(xml, "n_id", node.id)?;
            data(xml, "n_label", node.name)?;
            data(xml, "n_kind", node.kind)?;
            data(xml, "n_sort", node.sort)?;
            data(xml, "n_path", node.path.as_deref())?;
            data(xml, "n_code", node.code)?;
            data(xml, "n_place", node.place)?;
            data(xml, "n_pages", node.pages.to_string().as_str())?;
            data(xml, "n_first", node.first)?;
            data(xml, "n_last", node.last)
        })?;
    }
    for (at, link) in network.links().enumerate() {
        let Some(edge) = EdgeRecord::new(network, link) else { continue };
        let (id, from, to) = (format!("e{at}"), format!("n{}", link.from), format!("n{}", link.to));
        xml.create_element("edge")
            .with_attributes([("id", id.as_str()), ("source", &from), ("target", &to)])
            .write_inner_content(|xml| {
                data(xml, "e_relation", edge.relation)?;
                data(xml, "e_weight", edge.weight.to_string().as_str())?;
                data(xml, "e_confidence", edge.confidence.to_string().as_str())?;
                data(xml, "e_first", edge.first)?;
                data(xml, "e_last", edge.last)?;
                data(xml, "e_statements", edge.statements.join(" ").as_str())?;
                data(xml, "e_docs", edge.docs.join("\n").as_str())?;
                data(xml, "e_evidence", edge.evidence.join("\n").as_str())
            })?;
    }
    Ok(())
}

/// An attribute; left out where there is nothing to say.
fn data<'t, W: Write>(xml: &mut Writer<W>, key: &str, text: impl Into<Option<&'t str>>) -> io::Result<()> {
    match text.into() {
        None | Some("") => Ok(()),
        Some(text) => xml
            .create_element("data")
            .with_attribute(("key", key))
            .write_text_content(BytesText::new(&holdable(text)))
            .map(drop),
    }
}
