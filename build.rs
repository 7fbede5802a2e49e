//! Makes ahead what every start of the program would have to make: the gazetteer with the matcher of its names, and the
//! matcher of the words of the lexicon, in a form that loads at once (`src/lexicon/embedded.rs`).
//!
//! It reads the tables with the code that the program reads a user's tables with.

use std::{collections::BTreeSet, env, error::Error, fs, path::Path};

use daachorse::MatchKind;

use crate::lexicon::{automaton::Automaton, gazetteer::Gazetteer};

#[allow(dead_code)]
#[path = "src/lexicon/automaton.rs"]
mod automaton;
#[allow(dead_code, unused_imports)]
#[path = "src/lexicon/gazetteer/mod.rs"]
mod gazetteer;
#[path = "src/model/level.rs"]
mod level;
#[path = "src/model/words.rs"]
mod words;

/// The rooms as those files name them.
mod model {
    pub(crate) use crate::{level::Level, words};
}
mod lexicon {
    pub(crate) use crate::{automaton, gazetteer};
}

/// Tables that hold no words.
const OTHER: &[&str] = &["char.tsv", "pattern.tsv"];

fn main() -> Result<(), Box<dyn Error>> {
    for read in ["ontology/gazetteer", "ontology/lexicon"] {
        println!("cargo::rerun-if-changed={read}");
    }
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    fs::write(out.join("gazetteer"), Gazetteer::with_tables("", "")?.to_bytes()?)?;

    let words = surfaces(Path::new("ontology/lexicon"))?;
    let matcher = Automaton::new(MatchKind::Standard, words.iter().map(String::as_str).zip(0..));
    let matcher = matcher.map_err(|error| error.to_string())?;
    fs::write(out.join("words"), postcard::to_stdvec(&(words, matcher))?)?;
    Ok(())
}

/// The surfaces of all words of the tables in `folder`.
fn surfaces(folder: &Path) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut words = BTreeSet::new();
    for table in fs::read_dir(folder)? {
        let path = table?.path();
        if path.file_name().is_some_and(|name| OTHER.iter().any(|other| name == *other)) {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let rows = text.lines().filter(|row| !row.starts_with('#'));
        let surfaces = rows.filter_map(|row| row.split('\t').next()).flat_map(str::split_whitespace);
        words.extend(surfaces.map(str::to_owned));
    }
    Ok(words)
}
