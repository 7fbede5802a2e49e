//! How things look, and the heading and key that say so.
//!
//! Kinds differ by shape as well as by colour, so that a picture can be read without colours. The colours are those of
//! M. Okabe and K. Ito, "Color Universal Design" (2008), which people with any common kind of colour blindness tell apart,
//! made dark enough to be read on white; fills are tints of them.

use std::collections::BTreeSet;

use quick_xml::escape::escape;

use crate::{
    export::{
        dot::{part::Part, text::cut},
        xml::holdable,
    },
    model::EntityKind,
    network::{EdgeKind, Network},
};

/// How a kind of node is drawn.
pub(super) struct Look {
    pub shape: &'static str,
    pub style: &'static str,
    pub fill: &'static str,
    pub line: &'static str,
    /// The same as a cell of the key.
    cell: &'static str,
}

/// How a kind of node is drawn: agencies square, programmes round, locations underlined, indicators without a line.
pub(super) fn look(kind: EntityKind) -> Look {
    match kind {
        EntityKind::Agency => Look { shape: "box", style: "filled", fill: "#d9ebf7", line: "#0072b2", cell: "" },
        EntityKind::Programme => {
            Look { shape: "box", style: "filled,rounded", fill: "#fdeacb", line: "#b86400", cell: " STYLE=\"ROUNDED\"" }
        }
        EntityKind::Location => {
            Look { shape: "underline", style: "filled", fill: "#cdeadf", line: "#00785a", cell: " SIDES=\"B\"" }
        }
        EntityKind::Indicator => {
            Look { shape: "plaintext", style: "filled", fill: "#f1f3f5", line: "#6b7680", cell: " SIDES=\"\"" }
        }
    }
}

/// How a kind of edge is drawn: colour, style and arrow.
pub(super) fn stroke(kind: EdgeKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        EdgeKind::Implements => ("#b86400", "solid", "normal"),
        EdgeKind::PartOf => ("#0072b2", "dashed", "odiamond"),
        EdgeKind::LocatedIn => ("#00785a", "dotted", "vee"),
        EdgeKind::Partners => ("#882255", "bold", "none"),
        EdgeKind::Within => ("#00785a", "solid", "empty"),
        EdgeKind::Reports => ("#6aa6d0", "solid", "vee"),
        EdgeKind::MeasuredBy => ("#d19a45", "dashed", "vee"),
        EdgeKind::MeasuredIn => ("#6b7680", "dotted", "vee"),
        EdgeKind::Shares => ("#555555", "solid", "none"),
    }
}

/// "1 node", "2,000 agencies".
pub(super) fn counted(count: usize, what: &str) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    let number = groups.join(",");
    match (count, what.strip_suffix('y')) {
        (1, _) => format!("{number} {what}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {what}s"),
    }
}

/// What stands over a picture: its title, what it shows of how much and how to see the rest, and a key of shapes and
/// colours. Of the edges, those `seen` are drawn as lines; so many are `hidden` that say no more than the boxes do.
pub(super) fn heading(title: &str, network: &Network, part: &Part, seen: &BTreeSet<EdgeKind>, hidden: usize) -> String {
    let mut rows = vec![];
    if !title.is_empty() {
        let title = cut(title, TITLE);
        rows.push(format!("<FONT POINT-SIZE=\"17\" COLOR=\"#1f2933\"><B>{}</B></FONT>", escape(holdable(&title))));
    }
    let soft = |words: String| format!("<FONT COLOR=\"#52606d\">{}</FONT>", escape(holdable(&words)));
    rows.extend(shown(network, part, hidden).into_iter().map(soft));
    let rows: String = rows.iter().map(|row| format!("<TR><TD ALIGN=\"LEFT\">{row}</TD></TR>")).collect();
    let key = key(&part.network, seen);
    format!("<<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"2\">{rows}{key}</TABLE>>")
}

/// The widest that a title gets, in columns.
const TITLE: usize = 60;
/// The widest that a line of the key gets, in columns.
const KEY: usize = 130;

/// What is shown of how much, the pages that it rests on, and how to see the rest.
fn shown(network: &Network, part: &Part, hidden: usize) -> Vec<String> {
    let size = |network: &Network| {
        format!("{} and {}", counted(network.node_count(), "node"), counted(network.edge_count(), "edge"))
    };
    let sources = network.sources();
    let dates = || sources.iter().filter_map(|page| page.date.as_deref());
    let when = match (dates().min(), dates().max()) {
        (Some(first), Some(last)) if first != last => format!(" from {first} to {last}"),
        (Some(day), _) => format!(" of {day}"),
        _ => String::new(),
    };
    let boxes = if hidden > 0 { format!("; boxes stand for {}", counted(hidden, "edge")) } else { String::new() };
    let from = format!("out of {}{when}{boxes}", counted(sources.len(), "page"));
    if part.left_out.is_empty() {
        return vec![format!("{}, {from}", size(&part.network))];
    }
    let missing: Vec<String> = part.missing().into_iter().map(|(kind, count)| counted(count, kind.word())).collect();
    vec![
        format!("{} of {}, {from}", size(&part.network), size(network)),
        format!("Left out: {}, those least central among their kind", missing.join(", ")),
        "To see what is left out: --around NAME, --place NAME, --kind, --relation; or more at once: --most".to_owned(),
    ]
}

/// Shapes and colours with their words, for those that are there.
fn key(drawn: &Network, seen: &BTreeSet<EdgeKind>) -> String {
    let kinds = EntityKind::ALL.iter().filter(|kind| drawn.nodes().any(|node| node.kind == **kind));
    let kinds = kinds.map(|kind| {
        let Look { fill, line, cell, .. } = look(*kind);
        let border = if *kind == EntityKind::Indicator { 0 } else { 1 };
        let cell = format!("<TD BORDER=\"{border}\" BGCOLOR=\"{fill}\" COLOR=\"{line}\"{cell}>{kind}</TD>");
        (kind.word().len() + 2, cell)
    });
    let edges = seen.iter().map(|kind| {
        let (colour, style, arrow) = stroke(*kind);
        let line = match style {
            "dotted" => "&#183;&#183;&#183;&#183;",
            "dashed" => "- - -",
            "bold" => "<B>&#8212;&#8212;</B>",
            _ => "&#8212;&#8212;",
        };
        let head = match arrow {
            "none" => "",
            "odiamond" => "&#9671;",
            "empty" => "&#9655;",
            _ => "&#9654;",
        };
        let words = kind.word().replace('_', " ");
        (
            words.len() + 8,
            format!("<TD><FONT COLOR=\"{colour}\">{line}{head}</FONT><FONT COLOR=\"#3e4c59\"> {words}</FONT></TD>"),
        )
    });
    let cells: Vec<(usize, String)> = kinds.chain(edges).collect();
    // In lines of like length, for Graphviz stretches the shorter ones.
    let whole: usize = cells.iter().map(|(width, _)| width).sum();
    let even = whole.div_ceil(whole.div_ceil(KEY).max(1));
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (width, cell) in cells {
        match lines.last_mut().filter(|(taken, _)| taken + width / 2 <= even) {
            Some((taken, line)) => (*taken, *line) = (*taken + width, std::mem::take(line) + &cell),
            None => lines.push((width, cell)),
        }
    }
    let row = |(_, cells): (usize, String)| {
        format!(
            "<TR><TD ALIGN=\"LEFT\"><TABLE ALIGN=\"LEFT\" BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"6\" CELLPADDING=\"3\">\
             <TR>{cells}</TR></TABLE></TD></TR>"
        )
    };
    lines.into_iter().map(row).collect()
}
