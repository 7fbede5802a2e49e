//! Builds a store of the example pages in a folder of its own and asks it in SPARQL.
//!
//! `cargo run --example ask_store ['SELECT …']`

use std::{error::Error, io, path::PathBuf};

use zhengtu::{
    lexicon::Lexicon,
    pipeline::{self, Build},
    rdf::{Base, Format, Limits},
    store::Writer,
    text,
};

const QUESTION: &str = "SELECT ?agency ?programme {
  ?a zt:implements ?p ; rdfs:label ?agency . ?p rdfs:label ?programme
} ORDER BY ?agency ?programme LIMIT 10";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut build = Build::new(Writer::open_or_create(&folder.path().join("kg"))?, Lexicon::embedded());
    let mut pages = text::read(text::list(&[PathBuf::from("examples/pages")]).sources);
    while !build.step(&mut pages)?.is_empty() {}
    let (counts, store) = build.finish()?;
    eprintln!("{} pages read", counts.pages());

    let graph = pipeline::graph(&store, &Base::default())?;
    let question = std::env::args().nth(1).unwrap_or_else(|| QUESTION.into());
    let answer = graph.query(&question, &Limits::default())?;
    answer.write(Format::named("csv")?, &mut io::stdout().lock())?;
    Ok(())
}
