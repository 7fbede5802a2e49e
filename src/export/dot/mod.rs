//! DOT for Graphviz: a picture of the network.
//!
//! Text in DOT: <https://graphviz.org/doc/info/lang.html> (strings) and <https://graphviz.org/docs/attr-types/escString/>.

mod boxes;
mod look;
mod map;
mod part;
mod text;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use crate::{
    export::{ExportError, Exporter, record::EdgeRecord},
    model::{EntityId, StatementId},
    network::{Adjacency, EdgeKind, Link, Measure, Network, Node, communities},
    rdf::Base,
};
use boxes::boxes;
use look::{Look, counted, heading, look, stroke};
use map::{Flow, Item, Map, map};
use part::Part;
pub(crate) use text::{FONTS, text};
use text::{columns, id, wrapped};

/// What boxes around nodes stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clusters {
    /// A city or what stands in its stead in a province: its agencies and places, and the programmes and indicators
    /// that are met there only. Counties where all is in one city, provinces where there are very many cities.
    Place,
    /// A kind of node.
    Kind,
    /// No boxes.
    None,
}

/// DOT.
///
/// A few nodes are left to Graphviz, which puts them in layers along the arrows. More are put on a page of the shape of a
/// screen, box by box: the file then says where everything is, and Graphviz only draws it (`neato -n2`).
#[derive(Clone)]
pub struct Dot<'n> {
    /// What stands over the picture; may be empty.
    pub title: String,
    /// What the picture is about: drawn bold.
    pub focus: Option<EntityId>,
    /// What boxes stand for.
    pub clusters: Clusters,
    /// How many nodes to draw at most. The picture says what was left out.
    pub most: usize,
    /// The measure that says which those are; without one, those with the most neighbours. Indicators come last.
    pub by: Option<&'static dyn Measure>,
    /// Where arrows run to, in layers and within boxes: `LR` (right), `TB` (down), `RL` or `BT`.
    pub rankdir: &'static str,
    /// Where the IRIs stand below that nodes and edges lead to; without one they lead nowhere.
    pub base: Option<Base>,
    /// What the network is a part of: its places say which box an agency is in, where the part has none.
    pub whole: Option<&'n Network>,
}

impl Dot<'_> {
    /// Boxes for places, at most 150 nodes, from left to right, without title and links.
    pub const DEFAULT: Self = Self {
        title: String::new(),
        focus: None,
        clusters: Clusters::Place,
        most: 150,
        by: None,
        rankdir: "LR",
        base: None,
        whole: None,
    };
}

impl Default for Dot<'_> {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Up to so many nodes are drawn in layers that follow the arrows.
const LAYERS: usize = 16;
/// Sentences in the tooltip of an edge.
const SENTENCES: usize = 3;
/// Size of names, and of the names of what joins several boxes, in points.
const SIZES: (f64, f64) = (11.0, 12.5);

impl Exporter for Dot<'_> {
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
        "DOT for Graphviz: the picture that svg, png and pdf draw"
    }

    fn write(&self, network: &Network, out: &mut dyn Write) -> Result<(), ExportError> {
        self.draw(network, out).map(drop)
    }
}

impl Dot<'_> {
    /// Writes the picture, and says whether everything in it has its place already.
    pub(super) fn draw(&self, network: &Network, out: &mut dyn Write) -> Result<bool, ExportError> {
        let drawing = Drawing::new(self, network, Part::of(network, self.most, self.by)?);
        drawing.write(out)?;
        Ok(drawing.map.is_some())
    }
}

/// A picture on its way into a file.
struct Drawing<'d> {
    dot: &'d Dot<'d>,
    network: &'d Network,
    part: Part,
    /// Names of the boxes, and in which each node is.
    names: Vec<String>,
    groups: Vec<Option<usize>>,
    /// What each node is called in the picture.
    labels: Vec<Label>,
    /// Where everything is, if that is not left to Graphviz.
    map: Option<Map>,
}

impl<'d> Drawing<'d> {
    fn new(dot: &'d Dot<'d>, network: &'d Network, part: Part) -> Self {
        let drawn = &part.network;
        let mut boxed = boxes(drawn, dot.whole.unwrap_or(network), dot.clusters);
        let mapped = drawn.node_count() > LAYERS;
        let framed = boxed.iter().flatten().count() * 2 > boxed.len();
        if mapped {
            // Without boxes, what hangs together stands together. What is joined to nothing stands by itself.
            let ties = Adjacency::both_ways(drawn);
            let parts = if framed { vec![] } else { communities(&ties, 0).of };
            for (at, name) in boxed.iter_mut().enumerate().filter(|(_, name)| !framed || name.is_none()) {
                let alone = ties.neighbours(at).len() == 0;
                *name = if alone { Some(String::new()) } else { parts.get(at).map(ToString::to_string) };
            }
        }
        let numbers: BTreeMap<&String, usize> = boxed.iter().flatten().map(|name| (name, 0)).collect();
        let numbers: BTreeMap<&String, usize> = numbers.into_keys().zip(0..).collect();
        let groups: Vec<Option<usize>> = boxed.iter().map(|name| numbers.get(name.as_ref()?).copied()).collect();
        let name = |name: &String| if mapped && !framed { String::new() } else { name.clone() };
        let names: Vec<String> = numbers.into_keys().map(name).collect();
        let size = |at: usize, node: &Node| {
            let near = || drawn.links_of(at).into_iter().map(|link| if link.from == at { link.to } else { link.from });
            let joins = mapped
                && groups[at].is_none()
                && near().filter_map(|other| groups[other]).collect::<BTreeSet<_>>().len() > 1;
            if joins || dot.focus.as_ref() == Some(&node.id) { SIZES.1 } else { SIZES.0 }
        };
        let label = |(at, node): (usize, &Node)| Label { lines: wrapped(&node.name), size: size(at, node) };
        let labels: Vec<Label> = drawn.nodes().enumerate().map(label).collect();
        let item = |(at, node): (usize, &Node)| {
            let (width, height) = labels[at].extent();
            Item { width, height, kind: node.kind, group: groups[at] }
        };
        let map = mapped.then(|| {
            let items: Vec<Item> = drawn.nodes().enumerate().map(item).collect();
            let ties: Vec<(usize, usize)> = drawn.links().map(|link| (link.from, link.to)).collect();
            let names: Vec<f64> = names.iter().map(|name| columns(name) as f64 * SIZES.0 * 0.52).collect();
            let flow = Flow { down: matches!(dot.rankdir, "TB" | "BT"), back: matches!(dot.rankdir, "RL" | "BT") };
            map(&items, &names, &ties, flow)
        });
        Self { dot, network, names, groups, labels, map, part }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let drawn = &self.part.network;
        let fonts = text(FONTS);
        let seen: BTreeSet<EdgeKind> =
            drawn.links().filter(|link| !self.hides(link)).map(|link| link.edge.kind).collect();
        let hidden = drawn.links().filter(|link| self.hides(link)).count();
        let drawer = if self.map.is_some() { "neato -n2" } else { "dot" };
        writeln!(out, "// drawn by: {drawer} -Tsvg")?;
        writeln!(out, "digraph zhengtu {{")?;
        writeln!(
            out,
            "  graph [rankdir={}, fontname={fonts}, fontsize={}, charset=\"UTF-8\",",
            self.dot.rankdir, SIZES.0
        )?;
        writeln!(
            out,
            "    splines=true, outputorder=edgesfirst, nodesep=0.14, ranksep=0.6, pad=0.2, bgcolor=white, tooltip=\" \","
        )?;
        let heading = heading(&self.dot.title, self.network, &self.part, &seen, hidden);
        writeln!(out, "    labelloc=t, labeljust=l, label={heading}];")?;
        writeln!(
            out,
            "  node [fontname={fonts}, fontsize={}, fontcolor=\"#1f2933\", margin=\"0.09,0.04\", height=0.28, width=0.3];",
            SIZES.0
        )?;
        writeln!(out, "  edge [fontname={fonts}, fontsize=9, arrowsize=0.6];")?;
        let all = || drawn.nodes().enumerate();
        let framed = |number: &Option<usize>| number.is_some_and(|number| !self.names[number].is_empty());
        for (number, name) in self.names.iter().enumerate().filter(|(number, _)| framed(&Some(*number))) {
            writeln!(out, "  subgraph cluster_{number} {{")?;
            writeln!(out, "    label={}; labelloc=t; labeljust=l; tooltip={};", text(name), text(name))?;
            writeln!(
                out,
                "    color=\"#cbd2d9\"; fontcolor=\"#52606d\"; style=rounded; margin=10;{}",
                self.frame(number)
            )?;
            for (at, node) in all().filter(|(at, _)| self.groups[*at] == Some(number)) {
                self.write_node(at, node, "    ", out)?;
            }
            writeln!(out, "  }}")?;
        }
        for (at, node) in all().filter(|(at, _)| !framed(&self.groups[*at])) {
            self.write_node(at, node, "  ", out)?;
        }
        for link in drawn.links() {
            if let Some(edge) = EdgeRecord::new(drawn, link) {
                self.write_edge(&edge, link.edge.kind, self.hides(&link), out)?;
            }
        }
        writeln!(out, "}}")
    }

    /// Whether an edge says no more than the boxes that it is drawn in and their names do.
    fn hides(&self, link: &Link<'_>) -> bool {
        let framed = |at: usize| self.groups[at].filter(|number| !self.names[*number].is_empty());
        let (from, to) = (framed(link.from), framed(link.to));
        self.dot.clusters == Clusters::Place
            && match link.edge.kind {
                EdgeKind::LocatedIn | EdgeKind::MeasuredIn => from.is_some() && from == to,
                EdgeKind::Within => {
                    from.zip(to).is_some_and(|(from, to)| self.names[from].starts_with(&self.names[to]))
                }
                _ => false,
            }
    }

    /// Where a box is and its name in it, from the lower left corner of the page up, as Graphviz counts.
    fn frame(&self, number: usize) -> String {
        let Some(map) = &self.map else { return String::new() };
        let frame = map.frames[number];
        let (right, bottom) = (frame.left + frame.width, frame.top + frame.height);
        let middle = frame.left + 10.0 + columns(&self.names[number]) as f64 * SIZES.0 * 0.25;
        let name = frame.top + 13.0;
        format!(
            " bb=\"{:.1},{:.1},{right:.1},{:.1}\"; lp=\"{middle:.1},{:.1}\";",
            frame.left, -bottom, -frame.top, -name
        )
    }

    fn write_node(&self, at: usize, node: &Node, indent: &str, out: &mut dyn Write) -> io::Result<()> {
        let Look { shape, style, fill, line, .. } = look(node.kind);
        let mut about = format!("{}\n{}", node.name, node.kind);
        about.extend(node.sort.map(|sort| format!(", {sort}")));
        about.extend((node.path.len() > 1).then(|| format!("\n{}", node.path.concat())));
        about += &format!("\n{} on {}", node.id, counted(node.sources.len(), "page"));
        let Label { lines, size } = &self.labels[at];
        let mut more = String::new();
        if let Some(map) = &self.map {
            let ((x, y), (width, height)) = (map.places[at], self.labels[at].extent());
            more += &format!(", pos=\"{x:.1},{:.1}\", width={:.3}, height={:.3}", -y, width / 72.0, height / 72.0);
        }
        if *size != SIZES.0 {
            more += &format!(", fontsize={size}");
        }
        if self.dot.focus.as_ref() == Some(&node.id) {
            more += ", penwidth=2.5";
        }
        if let Some(base) = &self.dot.base {
            more += &format!(", URL={}, target=_blank", text(&base.entity(&node.id)));
        }
        writeln!(
            out,
            "{indent}{} [label={}, shape={shape}, style=\"{style}\", fillcolor=\"{fill}\", color=\"{line}\"{more}, tooltip={}];",
            id(node.id.as_str()),
            text(&lines.join("\n")),
            text(&about),
        )
    }

    fn write_edge(&self, edge: &EdgeRecord<'_>, kind: EdgeKind, hidden: bool, out: &mut dyn Write) -> io::Result<()> {
        let (colour, style, arrow) = stroke(kind);
        let style = if hidden { "invis" } else { style };
        let mut about = format!("{kind}: {} ({})", counted(edge.weight, "independent source"), edge.docs.join(", "));
        edge.evidence.iter().take(SENTENCES).for_each(|sentence| about += &format!("\n{sentence}"));
        let more = edge.evidence.len().saturating_sub(SENTENCES);
        about.extend((more > 0).then(|| format!("\nand {more} more")));
        // Twice the pages, one step thicker; what follows from names and the register stays thin.
        let pages = if edge.statements.is_empty() { 1 } else { edge.weight.max(1) };
        let figure = matches!(kind, EdgeKind::Reports | EdgeKind::MeasuredBy | EdgeKind::MeasuredIn);
        let width = if figure { 0.8 } else { 1.1 } + 0.7 * (pages as f64).log2().min(5.0);
        let direction = if arrow == "none" { ", dir=none" } else { "" };
        let link = self.dot.base.as_ref().zip(edge.statements.first());
        let link = link.map_or_else(String::new, |(base, key)| {
            format!(", URL={}, target=_blank", text(&base.statement(&StatementId((*key).to_owned()))))
        });
        writeln!(
            out,
            "  {} -> {} [color=\"{colour}\", style={style}, arrowhead={arrow}, penwidth={width:.1}{direction}{link}, tooltip={}];",
            id(edge.source),
            id(edge.target),
            text(&about),
        )
    }
}

/// The lines of a name, and their size in points.
struct Label {
    lines: Vec<String>,
    size: f64,
}

impl Label {
    /// How wide and high it is with its margins, in points: a little rather too much than too little.
    fn extent(&self) -> (f64, f64) {
        let widest = self.lines.iter().map(|line| columns(line)).max().unwrap_or(0) as f64;
        (widest * self.size * 0.52 + 15.0, self.lines.len() as f64 * self.size * 1.25 + 8.0)
    }
}
