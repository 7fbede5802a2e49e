//! DOT for Graphviz: a picture of the network.
//!
//! Text in DOT: <https://graphviz.org/doc/info/lang.html> (strings) and <https://graphviz.org/docs/attr-types/escString/>.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    io::{self, Write},
};

use unicode_width::UnicodeWidthChar;

use crate::{
    export::{ExportError, Exporter, record::EdgeRecord, xml::holdable},
    model::{EntityKind, Level},
    network::{Adjacency, EdgeKind, Network, Node},
};

/// What boxes around nodes stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clusters {
    /// A city or what stands in its stead in a province: its agencies and places, and the programmes and indicators
    /// that are met there only.
    Place,
    /// A kind of node.
    Kind,
    /// No boxes.
    None,
}

/// DOT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dot {
    /// What boxes stand for.
    pub clusters: Clusters,
    /// How many nodes to draw at most: those with the most neighbours. The picture says how many were left out.
    pub most: usize,
    /// Where the arrows run to: `LR` (right), `TB` (down), `RL` or `BT`.
    pub rankdir: &'static str,
}

impl Dot {
    /// Boxes for places, at most 150 nodes, from left to right.
    pub const DEFAULT: Self = Self { clusters: Clusters::Place, most: 150, rankdir: "LR" };
}

impl Default for Dot {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Fonts with Han characters on Linux, macOS and Windows; fontconfig takes the first that is there.
pub(crate) const FONTS: &str =
    "Noto Sans CJK SC,Source Han Sans SC,WenQuanYi Micro Hei,PingFang SC,Microsoft YaHei,sans-serif";
/// Width of a line of a label, in columns: a Han character takes two.
const LINE: usize = 18;
/// Lines of a label; what is longer is cut there, and whole in the tooltip.
const LINES: usize = 4;
/// Graphviz before version 3 refuses strings of 16,384 bytes and more; escapes may double a length.
const LONGEST: usize = 8_000;
/// Up to so many nodes are drawn in layers that follow the arrows.
const LAYERS: usize = 60;
/// Sentences in the tooltip of an edge.
const SENTENCES: usize = 3;

/// How a kind of node is drawn: shape, more style, fill and line.
fn look(kind: EntityKind) -> (&'static str, &'static str, &'static str, &'static str) {
    match kind {
        EntityKind::Agency => ("box", "filled,rounded", "#dceaf7", "#2166ac"),
        EntityKind::Programme => ("ellipse", "filled", "#fde3c8", "#b35806"),
        EntityKind::Location => ("box", "filled", "#dff0d8", "#1b7837"),
        EntityKind::Indicator => ("note", "filled", "#f2f2f2", "#777777"),
    }
}

/// How a kind of edge is drawn: colour, style and arrow.
fn stroke(kind: EdgeKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        EdgeKind::Implements => ("#b35806", "solid", "normal"),
        EdgeKind::PartOf => ("#2166ac", "dashed", "odiamond"),
        EdgeKind::LocatedIn => ("#1b7837", "dotted", "normal"),
        EdgeKind::Partners => ("#762a83", "bold", "none"),
        EdgeKind::Within => ("#1b7837", "solid", "empty"),
        EdgeKind::Reports => ("#6baed6", "solid", "vee"),
        EdgeKind::MeasuredBy => ("#e08214", "dashed", "vee"),
        EdgeKind::MeasuredIn => ("#999999", "dotted", "vee"),
        EdgeKind::Shares => ("#555555", "solid", "none"),
    }
}

impl Exporter for Dot {
    fn name(&self) -> &'static str {
        "dot"
    }

    fn media_type(&self) -> &'static str {
        "text/vnd.graphviz"
    }

    fn extension(&self) -> &'static str {
        "dot"
    }

    fn description(&self) -> &'static str {
        "DOT for Graphviz: a picture, of the best connected nodes if there are many"
    }

    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError> {
        let drawn = self.drawn(network);
        let fonts = text(FONTS);
        writeln!(out, "digraph zhengtu {{")?;
        writeln!(out, "  graph [rankdir={}, fontname={fonts}, fontsize=11, charset=\"UTF-8\",", self.rankdir)?;
        // In layers up to a screen's height of nodes; many fill a screen better as a map of boxes.
        if drawn.node_count() > LAYERS {
            writeln!(out, "    layout=fdp, overlap=false, sep=\"+6\", K=0.45, splines=line, outputorder=edgesfirst,")?;
        }
        writeln!(out, "    nodesep=0.16, ranksep=0.7, bgcolor=white, tooltip=\" \",")?;
        writeln!(out, "    labelloc=b, label={}];", legend(network, &drawn))?;
        writeln!(out, "  node [fontname={fonts}, fontsize=11, margin=\"0.10,0.05\", height=0.3];")?;
        writeln!(out, "  edge [fontname={fonts}, fontsize=9, arrowsize=0.6];")?;

        let groups = self.groups(&drawn);
        let mut boxes: BTreeMap<Option<&str>, Vec<&Node>> = BTreeMap::new();
        for (group, node) in groups.iter().zip(drawn.nodes()) {
            boxes.entry(group.as_deref()).or_default().push(node);
        }
        for (number, (name, nodes)) in boxes.into_iter().enumerate() {
            let Some(name) = name else {
                nodes.into_iter().try_for_each(|node| write_node(node, "  ", out))?;
                continue;
            };
            writeln!(out, "  subgraph cluster_{number} {{")?;
            writeln!(out, "    label={}; labelloc=t; labeljust=l; tooltip={};", text(name), text(name))?;
            writeln!(out, "    color=\"#cccccc\"; fontcolor=\"#555555\"; style=rounded; margin=12;")?;
            nodes.into_iter().try_for_each(|node| write_node(node, "    ", out))?;
            writeln!(out, "  }}")?;
        }
        for link in drawn.links() {
            if let Some(edge) = EdgeRecord::new(&drawn, link) {
                write_edge(&edge, link.edge.kind, out)?;
            }
        }
        Ok(writeln!(out, "}}")?)
    }
}

impl Dot {
    /// The part of the network that is drawn.
    fn drawn(&self, network: &Network) -> Network {
        if network.node_count() <= self.most {
            return network.clone();
        }
        let shape = Adjacency::both_ways(network);
        let mut order: Vec<usize> = (0..shape.nodes()).collect();
        order.sort_by_key(|&node| (Reverse(shape.neighbours(node).len()), node));
        let mut keep = vec![false; shape.nodes()];
        order.iter().take(self.most).for_each(|&node| keep[node] = true);
        network.keep_nodes(|at| keep[at])
    }

    /// For each node, the name of the box that it is in.
    fn groups(&self, network: &Network) -> Vec<Option<String>> {
        match self.clusters {
            Clusters::None => vec![None; network.node_count()],
            Clusters::Kind => network.nodes().map(|node| Some(node.kind.word().to_owned())).collect(),
            Clusters::Place => {
                let mut groups: Vec<Option<String>> = network.nodes().map(|node| city(network, node)).collect();
                // A programme or an indicator is in a box if all its neighbours of other kinds are. Programmes first:
                // indicators may hang on them alone.
                for kind in [EntityKind::Programme, EntityKind::Indicator] {
                    let common: Vec<(usize, Option<String>)> = network
                        .nodes()
                        .enumerate()
                        .filter(|(_, node)| node.kind == kind)
                        .map(|(at, _)| (at, common(network, at, &groups)))
                        .collect();
                    common.into_iter().for_each(|(at, group)| groups[at] = group);
                }
                groups
            }
        }
    }
}

/// Province and city of a location, or of an agency's place; `None` for what is wider than a city.
fn city(network: &Network, node: &Node) -> Option<String> {
    let place = match node.kind {
        EntityKind::Location => node,
        _ => network.node(network.position(node.place.as_ref()?)?)?,
    };
    let wide = matches!(place.sort, Some(level) if level == Level::Country.word() || level == Level::Province.word());
    (!wide && !place.path.is_empty()).then(|| place.path[..place.path.len().min(2)].concat())
}

fn common(network: &Network, at: usize, groups: &[Option<String>]) -> Option<String> {
    let mut found: Option<&String> = None;
    for link in network.links_of(at) {
        let other = if link.from == at { link.to } else { link.from };
        if matches!(network.node(other)?.kind, EntityKind::Agency | EntityKind::Location) {
            let group = groups[other].as_ref()?;
            if found.is_some_and(|known| known != group) {
                return None;
            }
            found = Some(group);
        }
    }
    found.cloned()
}

fn write_node(node: &Node, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    let (shape, style, fill, line) = look(node.kind);
    let mut about = format!("{}\n{}", node.name, node.kind);
    about.extend(node.sort.map(|sort| format!(", {sort}")));
    about.extend((node.path.len() > 1).then(|| format!("\n{}", node.path.concat())));
    about += &format!("\n{} on {}", node.id, counted(node.sources.len(), "page"));
    writeln!(
        out,
        "{indent}{} [label={}, shape={shape}, style=\"{style}\", fillcolor=\"{fill}\", color=\"{line}\", tooltip={}];",
        id(node.id.as_str()),
        text(&wrapped(&node.name)),
        text(&about),
    )
}

fn write_edge(edge: &EdgeRecord<'_>, kind: EdgeKind, out: &mut dyn Write) -> io::Result<()> {
    let (colour, style, arrow) = stroke(kind);
    let mut about = format!("{kind}: {} ({})", counted(edge.weight, "independent source"), edge.docs.join(", "));
    edge.evidence.iter().take(SENTENCES).for_each(|sentence| about += &format!("\n{sentence}"));
    let more = edge.evidence.len().saturating_sub(SENTENCES);
    about.extend((more > 0).then(|| format!("\nand {more} more")));
    // Twice the pages, one step thicker; what follows from names and the register stays thin.
    let pages = if edge.statements.is_empty() { 1 } else { edge.weight.max(1) };
    let width = 1.0 + 0.7 * (pages as f64).log2().min(5.0);
    let direction = if arrow == "none" { ", dir=none" } else { "" };
    writeln!(
        out,
        "  {} -> {} [color=\"{colour}\", style={style}, arrowhead={arrow}, penwidth={width:.1}{direction}, tooltip={}];",
        id(edge.source),
        id(edge.target),
        text(&about),
    )
}

/// What the picture shows: counts, what was left out, and a key of shapes and colours.
fn legend(network: &Network, drawn: &Network) -> String {
    let (all, shown) = (network.node_count(), drawn.node_count());
    let mut title = format!("{}, {}", counted(shown, "node"), counted(drawn.edge_count(), "edge"));
    if shown < all {
        title += &format!(
            ". Left out: {} with fewer neighbours; narrow by place, kind or neighbourhood to see them",
            counted(all - shown, "node")
        );
    }
    let mut cells = String::new();
    for kind in EntityKind::ALL.iter().filter(|kind| drawn.nodes().any(|node| node.kind == **kind)) {
        let (_, style, fill, line) = look(*kind);
        let style = if style.contains("rounded") { " STYLE=\"ROUNDED\"" } else { "" };
        cells += &format!("<TD BORDER=\"1\" BGCOLOR=\"{fill}\" COLOR=\"{line}\"{style}>{kind}</TD>");
    }
    for kind in EdgeKind::ALL.iter().filter(|kind| drawn.links().any(|link| link.edge.kind == **kind)) {
        let (colour, style, arrow) = stroke(*kind);
        let line = match style {
            "dotted" => "&#183;&#183;&#183;",
            "dashed" => "- -",
            _ => "&#8212;",
        };
        let head = if arrow == "none" { "" } else { "&#8594;" };
        cells += &format!("<TD><FONT COLOR=\"{colour}\">{line}{head} {}</FONT></TD>", kind.word().replace('_', " "));
    }
    let key =
        format!("<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"6\" CELLPADDING=\"3\"><TR>{cells}</TR></TABLE>");
    let key = if cells.is_empty() { String::new() } else { format!("<TR><TD>{key}</TD></TR>") };
    format!("<<TABLE BORDER=\"0\" CELLSPACING=\"0\"><TR><TD>{title}</TD></TR>{key}</TABLE>>")
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Lines of at most [`LINE`] columns, at most [`LINES`] of them.
fn wrapped(name: &str) -> String {
    // Lines of like length, so that no character stands alone in the last one.
    let whole: usize = name.chars().filter_map(|c| c.width()).sum();
    let even = whole.div_ceil(whole.div_ceil(LINE).clamp(1, LINES));
    let most = if whole <= LINE * LINES { (even + 1).min(LINE) } else { LINE };
    let mut lines = vec![String::new()];
    let mut width = 0;
    for c in name.chars() {
        let wide = c.width().unwrap_or(0);
        if c == '\n' || width + wide > most {
            if lines.len() == LINES {
                if let Some(last) = lines.last_mut() {
                    last.push('\u{2026}');
                }
                break;
            }
            lines.push(String::new());
            width = 0;
        }
        if let Some(line) = lines.last_mut().filter(|_| c != '\n') {
            line.push(c);
            width += wide;
        }
    }
    lines.join("\n")
}

/// A quoted string for a label or a tooltip.
pub(crate) fn text(text: &str) -> String {
    quoted(text, LONGEST)
}

/// A quoted string for the key of a node: never cut, so that two keys stay two.
fn id(key: &str) -> String {
    quoted(key, usize::MAX)
}

/// A quoted string. In labels and tooltips Graphviz resolves backslashes and character entities; keys of nodes go into
/// the titles of an SVG with their entities as they stand, so they are escaped alike.
fn quoted(text: &str, longest: usize) -> String {
    let mut quoted = String::from("\"");
    for c in holdable(text).chars() {
        match c {
            _ if quoted.len() > longest => {
                quoted.push('\u{2026}');
                break;
            }
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            '&' => quoted.push_str("&amp;"),
            '\n' => quoted.push_str("\\n"),
            '\r' | '\t' => quoted.push(' '),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
