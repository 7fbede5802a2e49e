//! The layout holds: rooms import upwards only, fences stand, knowledge is in tables and files stay short.

#[path = "support/source.rs"]
mod source;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::LazyLock,
};

use petgraph::{algo::tarjan_scc, graphmap::DiGraphMap};
use source::Source;

/// The most lines that a file of `src` may have.
const LONGEST: usize = 600;
/// Files that may be longer, each with the reason.
const LONGER: &[(&str, &str)] = &[];
/// Files that import one another, for now: the first of these to be taken apart goes off the list.
const CIRCLES: &[&[&str]] = &[];
/// Crates that only one room names, so that each can be replaced in one place.
const FENCES: &[(&str, &[&str])] = &[
    ("rdf", &["oxigraph", "oxrdf", "oxrdfio", "oxttl", "spargebra", "spareval", "sparesults"]),
    ("network", &["petgraph"]),
    ("serve", &["axum", "tokio", "tower", "tower_http", "hyper", "hyper_util", "http"]),
    ("cli", &["clap", "clap_complete", "clap_mangen", "indicatif"]),
];
/// Imports that the order of the rooms would allow and that stay out.
const KEPT_APART: &[(&str, &str, &str)] = &[("serve", "pipeline", "the endpoint reads a store and never builds one")];
/// What prints: only the prompt does.
const PRINTING: &[&[&str]] =
    &[&["println", "!"], &["print", "!"], &["eprintln", "!"], &["eprint", "!"], &["stdout", "("], &["stderr", "("]];
/// What is not finished.
const UNFINISHED: &[&[&str]] = &[&["todo", "!"], &["unimplemented", "!"], &["dbg", "!"]];

static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| Source::all(Path::new("src")));

/// The rooms in the order of `src/lib.rs`.
static ROOMS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lib = SOURCES.iter().find(|source| source.path == "lib.rs").expect("src/lib.rs is there");
    lib.text.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';')).collect()
});

/// Files with what is wrong in them, as one message.
fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Every file but `main.rs` and `lib.rs`.
fn rooms() -> impl Iterator<Item = &'static Source> {
    SOURCES.iter().filter(|source| !matches!(source.path.as_str(), "lib.rs" | "main.rs"))
}

#[test]
fn every_room_is_listed() {
    let listed: BTreeSet<&str> = ROOMS.iter().copied().collect();
    let there: BTreeSet<&str> = rooms().map(Source::room).collect();
    assert_eq!(listed, there, "src/lib.rs lists each room once, as `pub mod room;` on a line of its own");
}

#[test]
fn a_room_imports_only_rooms_above_it() {
    let rank = |room: &str| ROOMS.iter().position(|one| *one == room);
    let mut wrong = Vec::new();
    for source in rooms() {
        for (path, line) in source.imports() {
            let (room, target) = (source.room(), path[0].as_str());
            let at = format!("src/{}:{line}", source.path);
            match (rank(room), rank(target)) {
                (Some(here), Some(there)) if there > here => wrong.push(format!(
                    "{at}: `{room}` may not import `{target}`, which src/lib.rs lists below it: \
                     move what is needed up into a room that both may use, or pass it in as an argument"
                )),
                (_, None) => wrong.push(format!(
                    "{at}: `crate::{target}` is no room: import it from the room that holds it, as `crate::room::{target}`"
                )),
                _ => (),
            }
            for (from, to, why) in KEPT_APART {
                if room == *from && target == *to {
                    wrong.push(format!("{at}: `{from}` may not import `{to}`: {why}"));
                }
            }
        }
        for line in source.find(&["super", "::"]) {
            wrong.push(format!(
                "src/{}:{line}: write `crate::room::…` instead of `super::…`, so that the room is seen",
                source.path
            ));
        }
    }
    none(wrong);
}

#[test]
fn files_of_a_room_do_not_go_in_circles() {
    // What a gathering `mod.rs` shows to all is no tie to one file: an error type may name its room's constants.
    let files: BTreeMap<&str, &Source> = rooms().map(|source| (source.path.as_str(), source)).collect();
    let mut graph = DiGraphMap::<&str, ()>::new();
    for source in rooms().filter(|source| !source.path.ends_with("mod.rs")) {
        for (path, _) in source.imports() {
            // As deep as there are folders, then a file of the last one.
            let mut folder = path[0].clone();
            let mut rest = &path[1..];
            while let [next, more @ ..] = rest
                && files.contains_key(format!("{folder}/{next}/mod.rs").as_str())
            {
                folder = format!("{folder}/{next}");
                rest = more;
            }
            let Some(name) = rest.first() else { continue };
            if let Some((home, _)) = files.get_key_value(format!("{folder}/{name}.rs").as_str()) {
                graph.add_edge(source.path.as_str(), home, ());
            }
        }
    }
    let mut circles: Vec<Vec<&str>> = tarjan_scc(&graph).into_iter().filter(|circle| circle.len() > 1).collect();
    circles.iter_mut().for_each(|circle| circle.sort_unstable());
    let is_new = |circle: &&Vec<&str>| CIRCLES.iter().all(|known| circle != known);
    let mut wrong: Vec<String> = circles
        .iter()
        .filter(is_new)
        .map(|circle| {
            let files = circle.join(", ");
            format!("files that import one another: {files}: put what they share into a file of its own")
        })
        .collect();
    for known in CIRCLES.iter().filter(|known| circles.iter().all(|circle| circle != *known)) {
        wrong.push(format!("{} import one another no more: take them off the list CIRCLES", known.join(", ")));
    }
    none(wrong);
}

#[test]
fn each_library_is_named_in_one_room() {
    let mut wrong = Vec::new();
    for source in SOURCES.iter() {
        for (room, crates) in FENCES {
            if source.room() == *room {
                continue;
            }
            for name in *crates {
                for line in source.names_crate(name) {
                    wrong.push(format!(
                        "src/{}:{line}: only `{room}` names `{name}`: use what `crate::{room}` offers, or let it offer more",
                        source.path
                    ));
                }
            }
        }
    }
    none(wrong);
}

#[test]
fn only_the_prompt_prints() {
    let mut wrong = Vec::new();
    for source in SOURCES.iter().filter(|source| !matches!(source.room(), "cli" | "main")) {
        for line in PRINTING.iter().flat_map(|row| source.find(row)) {
            wrong.push(format!(
                "src/{}:{line}: only `cli` prints: return a value, or write to a writer that is passed in",
                source.path
            ));
        }
    }
    none(wrong);
}

#[test]
fn no_literal_holds_knowledge() {
    let mut wrong = Vec::new();
    for source in SOURCES.iter() {
        for token in source.tokens.iter().filter(|token| token.literal && !token.text.is_ascii()) {
            wrong.push(format!(
                "src/{}:{}: {} stands in the code: words belong into a table of ontology/, other characters are \
                 written as \\u{{…}}",
                source.path, token.line, token.text
            ));
        }
    }
    none(wrong);
}

#[test]
fn files_stay_short() {
    let length =
        |path: &str| SOURCES.iter().find(|source| source.path == path).map(|source| source.text.lines().count());
    let mut wrong = Vec::new();
    for source in SOURCES.iter().filter(|source| LONGER.iter().all(|(path, _)| *path != source.path)) {
        let lines = source.text.lines().count();
        if lines > LONGEST {
            wrong.push(format!("src/{} has {lines} lines, more than {LONGEST}: split it by subject", source.path));
        }
    }
    for (path, _) in LONGER {
        if length(path).is_none_or(|lines| lines <= LONGEST) {
            wrong.push(format!("src/{path} is no longer than {LONGEST} lines any more: take it off the list LONGER"));
        }
    }
    none(wrong);
}

#[test]
fn nothing_is_left_unfinished() {
    let mut wrong = Vec::new();
    for source in SOURCES.iter() {
        for line in UNFINISHED.iter().flat_map(|row| source.find(row)) {
            wrong.push(format!("src/{}:{line}: finish it, or take it out", source.path));
        }
        for (at, line) in source.text.lines().enumerate() {
            let mut words = line.split(|c: char| !c.is_alphanumeric());
            if words.any(|word| matches!(word, "FIXME" | "XXX" | "TODO" | "HACK")) {
                wrong.push(format!("src/{}:{}: do it, or say in words what is not done and why", source.path, at + 1));
            }
        }
    }
    none(wrong);
}
