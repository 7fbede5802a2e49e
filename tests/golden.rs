//! The example pages hold their expected facts.
//!
//! What is not read today, or read wrongly, stands in `golden/known-misses.txt`, and what is read and is not on the
//! page in `golden/known-extras.txt`. The test fails when either list grows or shrinks, so that no change of the reading
//! goes unseen: `UPDATE=1 cargo test --test golden` writes the lists anew, and the diff shows what changed.
//! `cargo test --test golden -- --nocapture` prints the table of figures; with `SHOW=1` also what was read instead.

#[path = "support/expected.rs"]
mod expected;
#[path = "support/score.rs"]
mod score;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
};

use expected::{Expected, Page, by_document};
use score::{LEVELS, Outcome, Tally, score};
use zhengtu::{
    lexicon::Lexicon,
    pipeline,
    text::{Document, Input, list, read},
};

const PAGES: &str = "examples/pages";
const MISSES: &str = "tests/golden/known-misses.txt";
const EXTRAS: &str = "tests/golden/known-extras.txt";

/// Every page with its name in the lists: `file`, or `file#id` where a file holds several.
fn pages() -> Vec<(String, Document, Expected)> {
    let mut pages = Vec::new();
    for source in list([PAGES]).sources {
        let file = source.name().to_owned();
        let facts = Path::new(PAGES).join(&file).with_extension("facts");
        let text = fs::read_to_string(&facts).unwrap_or_else(|error| panic!("{}: {error}", facts.display()));
        let mut groups = by_document(&text);
        for input in read([source]) {
            let document = match input {
                Input::Page(document) => document,
                Input::Diagnostic(said) => panic!("{said}"),
            };
            let several = !groups.contains_key(&None);
            let lines = groups.remove(&several.then(|| document.name.clone())).expect("each page has its facts");
            let expected = Expected::parse(&lines, &Page::new(&document))
                .unwrap_or_else(|error| panic!("{}:{error}", facts.display()));
            let name = if several { format!("{file}#{}", document.name) } else { file.clone() };
            pages.push((name, document, expected));
        }
        assert!(groups.is_empty(), "{}: facts of pages that are not in {file}: {:?}", facts.display(), groups.keys());
    }
    pages
}

/// What stands in a list, line by line.
fn known(path: &str) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn table(tallies: &BTreeMap<&str, Tally>) -> String {
    let mut table = format!("{:<12}{:>7}{:>7}{:>7}   right/wrong/missed\n", "", "P", "R", "F1");
    for level in LEVELS {
        let tally = tallies.get(level).copied().unwrap_or_default();
        let Tally { right, wrong, missed } = tally;
        let (p, r, f1) = (tally.precision(), tally.recall(), tally.f1());
        table += &format!("{level:<12}{p:7.3}{r:7.3}{f1:7.3}   {right}/{wrong}/{missed}\n");
    }
    table
}

/// `page | fact | wrong: a, b` as `page | fact` and the parts.
fn parts(line: &str) -> (&str, BTreeSet<&str>) {
    let (fact, wrong) = line.split_once(" | wrong: ").unwrap_or((line, ""));
    (fact, wrong.split(", ").filter(|part| !part.is_empty()).collect())
}

/// What is worse than the list says and what is better, a line each.
fn changes(known: &[String], now: &[String]) -> (Vec<String>, Vec<String>) {
    let by_fact = |lines: &[String]| -> BTreeMap<String, BTreeSet<String>> {
        let mut facts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for line in lines {
            let (fact, wrong) = parts(line);
            facts.entry(fact.into()).or_default().extend(wrong.into_iter().map(str::to_owned));
        }
        facts
    };
    let (known, now) = (by_fact(known), by_fact(now));
    let (mut worse, mut better) = (Vec::new(), Vec::new());
    let names = |parts: &BTreeSet<String>| parts.iter().cloned().collect::<Vec<_>>().join(", ");
    for (fact, wrong) in &now {
        match known.get(fact) {
            None => worse.push(format!("  {fact} | {}", names(wrong))),
            Some(before) if before == wrong => (),
            Some(before) => {
                let is_better = before.contains("nothing") || wrong.is_subset(before);
                let line = format!("  {fact} | {} (was: {})", names(wrong), names(before));
                if is_better { better.push(line) } else { worse.push(line) }
            }
        }
    }
    better.extend(known.keys().filter(|fact| !now.contains_key(*fact)).map(|fact| format!("  {fact} | right now")));
    (worse, better)
}

#[test]
fn the_example_pages_hold_their_facts() {
    let (mut misses, mut extras) = (Vec::new(), Vec::new());
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (name, document, expected) in pages() {
        let facts = pipeline::read(&document, Lexicon::embedded());
        let outcome: Outcome = score(&Page::new(&document), &expected, &facts);
        if env::var_os("SHOW").is_some() {
            println!("{name}\n{}", table(&outcome.tallies));
            for miss in &outcome.misses {
                let read = miss.wrong.iter().map(|(part, have)| format!("{part}={have}"));
                println!("- {}\n     read: {}", miss.line, read.collect::<Vec<_>>().join(" "));
            }
            outcome.extras.iter().for_each(|extra| println!("+ {extra}"));
        }
        misses.extend(outcome.misses.iter().map(|miss| {
            let wrong: Vec<&str> = miss.wrong.iter().map(|(part, _)| *part).collect();
            format!("{name} | {} | wrong: {}", miss.line, wrong.join(", "))
        }));
        extras.extend(outcome.extras.iter().map(|extra| format!("{name} | {extra}")));
        for (level, tally) in outcome.tallies {
            tallies.entry(level).or_default().add(tally);
        }
    }
    println!("{}", table(&tallies));

    if env::var_os("UPDATE").is_some() {
        let file = |head: &str, lines: &[String]| {
            format!("# {head}\n# Written by UPDATE=1 cargo test --test golden\n{}\n", lines.join("\n"))
        };
        fs::write(
            MISSES,
            file("Facts of the example pages that are not read, or not in full: page | fact | what is wrong", &misses),
        )
        .unwrap();
        fs::write(EXTRAS, file("What is read from the example pages and does not stand there: page | fact", &extras))
            .unwrap();
        return;
    }
    let (mut worse, mut better) = changes(&known(MISSES), &misses);
    let (more, fewer) = changes(&known(EXTRAS), &extras);
    worse.extend(more);
    better.extend(fewer);
    let said = |head: &str, lines: &[String]| {
        if lines.is_empty() { String::new() } else { format!("\n{head}:\n{}\n", lines.join("\n")) }
    };
    assert!(
        worse.is_empty() && better.is_empty(),
        "{}{}\nIf this is as it should be, run `UPDATE=1 cargo test --test golden` and read the diff of {MISSES} and {EXTRAS}",
        said("worse than before", &worse),
        said("better than before", &better),
    );
}
