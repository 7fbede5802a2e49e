//! GEXF 1.3 (gexf.net): Gephi's own format.

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

/// GEXF.
pub(super) struct Gexf;

const NODE: &[(&str, &str)] = &[
    ("kind", "string"),
    ("sort", "string"),
    ("path", "string"),
    ("code", "string"),
    ("place", "string"),
    ("pages", "integer"),
];
const EDGE: &[(&str, &str)] = &[
    ("relation", "string"),
    ("confidence", "double"),
    ("first", "string"),
    ("last", "string"),
    ("statements", "string"),
    ("docs", "string"),
    ("evidence", "string"),
];

impl Exporter for Gexf {
    fn name(&self) -> &'static str {
        "gexf"
    }

    fn media_type(&self) -> &'static str {
        "application/gexf+xml"
    }

    fn extension(&self) -> &'static str {
        "gexf"
    }

    fn description(&self) -> &'static str {
        "GEXF for Gephi"
    }

    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.create_element("gexf")
            .with_attribute(("xmlns", "http://gexf.net/1.3"))
            .with_attribute(("version", "1.3"))
            .write_inner_content(|xml| {
                xml.create_element("meta").write_inner_content(|xml| {
                    xml.create_element("creator").write_text_content(BytesText::new("zhengtu")).map(drop)
                })?;
                xml.create_element("graph")
                    .with_attributes([("mode", "static"), ("defaultedgetype", "directed")])
                    .write_inner_content(|xml| {
                        declare(xml, "node", NODE)?;
                        declare(xml, "edge", EDGE)?;
                        xml.create_element("nodes").write_inner_content(|xml| nodes(network, xml))?;
                        xml.create_element("edges").write_inner_content(|xml| edges(network, xml)).map(drop)
                    })
                    .map(drop)
            })?;
        Ok(writeln!(xml.into_inner())?)
    }
}

fn declare<W: Write>(xml: &mut Writer<W>, class: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let list = xml.create_element("attributes").with_attributes([("class", class), ("mode", "static")]);
    list.write_inner_content(|xml| {
        for (title, sort) in attributes {
            xml.create_element("attribute")
                .with_attributes([("id", *title), ("title", *title), ("type", *sort)])
                .write_empty()?;
        }
        Ok(())
    })
    .map(drop)
}

fn nodes<W: Write>(network: &Network, xml: &mut Writer<W>) -> io::Result<()> {
    for node in NodeRecord::all(network) {
        let (id, label, pages) = (holdable(node.id), holdable(node.name), node.pages.to_string());
        let values = [
            ("kind", Some(node.kind)),
            ("sort", node.sort),
            ("path", node.path.as_deref()),
            ("code", node.code),
            ("place", node.place),
            ("pages", Some(pages.as_str())),
        ];
        xml.create_element("node")
            .with_attributes([("id", &*id), ("label", &*label)])
            .write_inner_content(|xml| attributes(xml, &values))?;
    }
    Ok(())
}

fn edges<W: Write>(network: &Network, xml: &mut Writer<W>) -> io::Result<()> {
    for (at, edge) in EdgeRecord::all(network).enumerate() {
        let (id, source, target) = (at.to_string(), holdable(edge.source), holdable(edge.target));
        let (weight, confidence) = (edge.weight.to_string(), edge.confidence.to_string());
        let (statements, docs) = (edge.statements.join(" "), edge.docs.join("\n"));
        let evidence = edge.evidence.join("\n");
        let values = [
            ("relation", Some(edge.relation)),
            ("confidence", Some(confidence.as_str())),
            ("first", edge.first),
            ("last", edge.last),
            ("statements", Some(statements.as_str())),
            ("docs", Some(docs.as_str())),
            ("evidence", Some(evidence.as_str())),
        ];
        // `kind` lets Gephi keep edges of different relations between the same nodes apart.
        xml.create_element("edge")
            .with_attributes([("id", id.as_str()), ("source", &source), ("target", &target)])
            .with_attributes([("label", edge.relation), ("kind", edge.relation), ("weight", &weight)])
            .write_inner_content(|xml| attributes(xml, &values))?;
    }
    Ok(())
}

/// The values of an element; what is not known is left out.
fn attributes<W: Write>(xml: &mut Writer<W>, values: &[(&str, Option<&str>)]) -> io::Result<()> {
    xml.create_element("attvalues")
        .write_inner_content(|xml| {
            for (name, value) in values {
                if let Some(value) = value.filter(|value| !value.is_empty()) {
                    xml.create_element("attvalue")
                        .with_attributes([("for", *name), ("value", &holdable(value))])
                        .write_empty()?;
                }
            }
            Ok(())
        })
        .map(drop)
}
