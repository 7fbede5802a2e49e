//! Reads one page and prints its figures with who, where and the words that say so.
//!
//! `cargo run --example extract_page [PAGE]`

use std::path::PathBuf;

use zhengtu::{
    lexicon::Lexicon,
    pipeline,
    text::{self, Input},
};

fn main() {
    let page = std::env::args_os().nth(1).map_or_else(|| "examples/pages/page-mianyang.txt".into(), PathBuf::from);
    let listing = text::list(&[page]);
    for diagnostic in &listing.diagnostics {
        eprintln!("{diagnostic}");
    }
    for input in text::read(listing.sources) {
        let document = match input {
            Input::Page(document) => document,
            Input::Diagnostic(diagnostic) => {
                eprintln!("{diagnostic}");
                continue;
            }
        };
        let facts = pipeline::read(&document, Lexicon::embedded());
        println!("{}: {}", facts.page.doc, facts.page.paper.as_deref().unwrap_or("paper unknown"));
        for figure in &facts.observations {
            let name = |id: &Option<_>| id.as_ref().and_then(|id| facts.name(id)).unwrap_or("?");
            println!("  {} {}", figure.indicator, figure.number.text);
            println!("    {} | {} | {}", name(&figure.agency), name(&figure.programme), name(&figure.location));
            println!(
                "    characters {} to {}: {}",
                figure.number.span.start, figure.number.span.end, figure.evidence.text
            );
        }
    }
}
