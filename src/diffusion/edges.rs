//! Who had it from whom, for Graphviz.

use std::io::{self, Write};

use crate::{
    diffusion::{Diffusion, Direction},
    export::{FONTS, dot_text},
};

impl Diffusion {
    /// Writes adoptions as a graph in DOT: an arrow leads to each from the place that it came from, above, below or beside
    /// it. Places are in the order of their dates; those that came from elsewhere have no arrow.
    ///
    /// # Errors
    /// What the writer says.
    pub fn dot(&self, mut out: impl Write) -> io::Result<()> {
        let fonts = dot_text(FONTS);
        writeln!(out, "digraph diffusion {{")?;
        writeln!(out, "  graph [rankdir=LR, charset=\"UTF-8\", fontname={fonts}, label={}];", dot_text(self.name()))?;
        writeln!(out, "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#eef2f7\", fontname={fonts}];")?;
        writeln!(out, "  edge [fontname={fonts}, fontsize=9];")?;
        for one in &self.adoptions {
            let date = one.when.as_ref().map_or("", |when| when.date.as_str());
            let label = format!("{}\n{date}", one.place.name);
            let told = format!("{}\n{}", one.sentence, one.doc);
            let line = match one.direction {
                Direction::First => ", penwidth=2",
                _ => "",
            };
            let (id, label, told) = (dot_text(one.place.id.as_str()), dot_text(&label), dot_text(&told));
            writeln!(out, "  {id} [label={label}, tooltip={told}{line}];")?;
        }
        for one in &self.adoptions {
            if let Some((from, _)) = &one.from {
                let (from, to) = (dot_text(from.as_str()), dot_text(one.place.id.as_str()));
                writeln!(out, "  {from} -> {to} [label={}];", dot_text(one.direction.word()))?;
            }
        }
        writeln!(out, "}}")
    }
}
