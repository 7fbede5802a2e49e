//! `zhengtu parts`: what the network falls into, and what holds it together.

use std::io::Write;

use serde::Serialize;

use crate::{
    cli::{
        args::{By, Parts},
        failure::{Failure, Status},
        output::Output,
        report::say,
        table::Table,
        wording::counted,
    },
    model::EntityKind,
    network::{Network, Shape, communities, components, joints},
    pipeline::network,
    store::Store,
};

/// Nodes of a part that a row names.
const NAMED: usize = 6;

pub(crate) fn run(args: &Parts) -> Result<Status, Failure> {
    let network = args.selection.of(network(&Store::open(&args.stored.store)?)?, &[])?;
    let shape = Shape::of(&network);
    let mut out = Output::open(None)?;
    let default = if out.is_terminal() { "table" } else { "csv" };
    let format = args.format.as_deref().unwrap_or(default);
    match args.by {
        By::Joint => held(&network, &shape, format, &mut out)?,
        By::Component => divided(&network, &shape, &components(&shape.both), args.count, format, &mut out)?,
        By::Community => {
            let found = communities(&shape.both, args.seed);
            divided(&network, &shape, &found.of, args.count, format, &mut out)?;
            let parts = found.of.iter().max().map_or(0, |most| most + 1);
            let parts = if parts == 1 { "1 community".into() } else { format!("{parts} communities") };
            say(&format!("{parts} of {}, modularity {:.3}", counted(network.node_count(), "node"), found.modularity));
        }
    }
    out.finish()?;
    if network.node_count() == 0 {
        say("nothing to divide: the store, or the part of it that was asked for, holds nothing");
        return Ok(Status::Complaints);
    }
    Ok(Status::Done)
}

/// A node and its part, as a row of CSV and a line of JSON.
#[derive(Serialize)]
struct Member<'n> {
    part: usize,
    kind: &'static str,
    name: &'n str,
    key: &'n str,
}

/// The parts: each in a row of a table, or each node with the number of its part.
fn divided(
    network: &Network,
    shape: &Shape,
    of: &[usize],
    count: usize,
    format: &str,
    out: &mut Output,
) -> Result<(), Failure> {
    let parts = of.iter().max().map_or(0, |most| most + 1).min(count);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); parts];
    for (node, &part) in of.iter().enumerate().filter(|(_, part)| **part < parts) {
        members[part].push(node);
    }
    // the best joined first; of equals in the order of their keys
    members.iter_mut().for_each(|nodes| nodes.sort_by_key(|&node| std::cmp::Reverse(shape.both.targets(node).len())));
    let member = |part: usize, node: usize| {
        let node = network.node(node)?;
        Some(Member { part: part + 1, kind: node.kind.word(), name: &node.name, key: node.id.as_str() })
    };
    let all =
        members.iter().enumerate().flat_map(|(part, nodes)| nodes.iter().filter_map(move |&node| member(part, node)));
    match format {
        "jsonl" => {
            for one in all {
                serde_json::to_writer(&mut *out, &one)?;
                writeln!(out)?;
            }
        }
        "csv" => {
            let mut table = Table::new(["part", "kind", "name", "key"]);
            all.for_each(|one| table.row([one.part.to_string(), one.kind.into(), one.name.into(), one.key.into()]));
            table.csv(out)?;
        }
        _ => {
            let mut table = Table::new(["part", "nodes", "agencies", "programmes", "places", "best joined"]);
            for (part, nodes) in members.iter().enumerate() {
                let found: Vec<_> = nodes.iter().filter_map(|&node| network.node(node)).collect();
                let of = |kind| found.iter().filter(|node| node.kind == kind).count().to_string();
                let names: Vec<&str> = found.iter().take(NAMED).map(|node| node.name.as_str()).collect();
                let kinds = [EntityKind::Agency, EntityKind::Programme, EntityKind::Location].map(of);
                let row = [(part + 1).to_string(), nodes.len().to_string()].into_iter().chain(kinds);
                table.row(row.chain([names.join(", ")]));
            }
            let (width, coloured) = (out.width(), out.is_coloured());
            table.write(width, coloured, out)?;
        }
    }
    Ok(())
}

/// A node or an edge without which something falls apart.
#[derive(Serialize)]
struct Held<'n> {
    what: &'static str,
    name: &'n str,
    /// The other end of an edge.
    other: &'n str,
    key: &'n str,
    other_key: &'n str,
}

/// What holds the network together.
fn held(network: &Network, shape: &Shape, format: &str, out: &mut Output) -> Result<(), Failure> {
    let found = joints(&shape.both);
    let nodes = found.nodes.iter().filter_map(|&node| {
        let node = network.node(node)?;
        Some(Held { what: "node", name: &node.name, other: "", key: node.id.as_str(), other_key: "" })
    });
    let edges = found.edges.iter().filter_map(|&(a, b)| {
        let (a, b) = (network.node(a)?, network.node(b)?);
        Some(Held { what: "edge", name: &a.name, other: &b.name, key: a.id.as_str(), other_key: b.id.as_str() })
    });
    if format == "jsonl" {
        for one in nodes.chain(edges) {
            serde_json::to_writer(&mut *out, &one)?;
            writeln!(out)?;
        }
        return Ok(());
    }
    let mut table = Table::new(["what", "name", "other", "key", "other key"]);
    nodes.chain(edges).for_each(|one| table.row([one.what, one.name, one.other, one.key, one.other_key]));
    if format == "csv" {
        table.csv(out)?;
    } else {
        let (width, coloured) = (out.width(), out.is_coloured());
        table.write(width, coloured, out)?;
    }
    Ok(())
}
