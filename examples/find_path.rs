//! Shows how two things of the example pages hang together, with the sentences that say so.
//!
//! `cargo run --example find_path [FROM TO]`

use std::{error::Error, path::PathBuf};

use zhengtu::{
    lexicon::Lexicon,
    network::{Network, PathOptions},
    pipeline,
    text::{self, Input},
};

fn main() -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = match names.as_slice() {
        [from, to] => [from.as_str(), to.as_str()],
        _ => ["开化县医疗保障局", "兴国县医疗保障局"],
    };
    let pages = text::read(text::list(&[PathBuf::from("examples/pages")]).sources);
    let facts: Vec<_> = pages
        .filter_map(|input| match input {
            Input::Page(document) => Some(pipeline::read(&document, Lexicon::embedded())),
            Input::Diagnostic(_) => None,
        })
        .collect();
    let network = Network::from_pages(&facts);
    for path in network.paths(from, to, &PathOptions::default())? {
        println!("{}", path.start.name);
        for step in &path.steps {
            println!("  {}  ({})", step.to.name, step.sentence().unwrap_or("by its place in the register"));
        }
    }
    Ok(())
}
