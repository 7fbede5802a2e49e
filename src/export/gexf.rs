//! GEXF 1.3 (gexf.net): Gephi's own format.
//!
//! A node and an edge are there from the day of the first dated page that tells of them; what no dated page tells of is
//! always there. Nothing ends, for pages seldom say that something has.

use std::io::{self, Write};

use jiff::civil::Date;
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
    ("first", "string"),
    ("last", "string"),
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
        "GEXF 1.3 with time: Gephi and its timeline"
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
                let starts = starts(network);
                // Gephi shows its timeline for graphs that say that they have time.
                let time: &[_] = match starts.iter().flatten().next() {
                    Some(_) => &[("mode", "dynamic"), ("timeformat", "date"), ("timerepresentation", "interval")],
                    None => &[("mode", "static")],
                };
                xml.create_element("graph")
                    .with_attributes(time.iter().copied().chain([("defaultedgetype", "directed")]))
                    .write_inner_content(|xml| {
                        declare(xml, "node", NODE)?;
                        declare(xml, "edge", EDGE)?;
                        xml.create_element("nodes").write_inner_content(|xml| nodes(network, &starts, xml))?;
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

/// The day from which on each node is there: of its own first page, or of its first edge, which is not there without it.
fn starts(network: &Network) -> Vec<Option<String>> {
    let mut starts: Vec<Option<String>> = NodeRecord::all(network).map(|node| node.first.and_then(day)).collect();
    for link in network.links() {
        let first = EdgeRecord::new(network, link).and_then(|edge| edge.first.and_then(day));
        for end in [link.from, link.to] {
            if let (Some(start), Some(first)) = (&mut starts[end], &first) {
                *start = first.min(start).clone();
            }
        }
    }
    starts
}

/// The first day of a day, a month or a year, as `xs:date` writes it.
fn day(date: &str) -> Option<String> {
    let full = match date.len() {
        4 => format!("{date}-01-01"),
        7 => format!("{date}-01"),
        _ => date.to_owned(),
    };
    full.parse::<Date>().ok().map(|day| day.to_string())
}

fn nodes<W: Write>(network: &Network, starts: &[Option<String>], xml: &mut Writer<W>) -> io::Result<()> {
    for (node, start) in NodeRecord::all(network).zip(starts) {
        let (id, label, pages) = (holdable(node.id), holdable(node.name), node.pages.to_string());
        let values = [
            ("kind", Some(node.kind)),
            ("sort", node.sort),
            ("path", node.path.as_deref()),
            ("code", node.code),
            ("place", node.place),
            ("pages", Some(pages.as_str())),
            ("first", node.first),
            ("last", node.last),
        ];
        xml.create_element("node")
            .with_attributes([("id", &*id), ("label", &*label)])
            .with_attributes(start.as_deref().map(|start| ("start", start)))
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
        let start = edge.first.and_then(day);
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
            .with_attributes(start.as_deref().map(|start| ("start", start)))
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
