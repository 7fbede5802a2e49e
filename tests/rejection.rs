//! What is seen and refused: each rule by its example, and no rule without a row of `ontology/rejection.tsv`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use regex::Regex;
use zhengtu::{
    extract::reasons,
    lexicon::Lexicon,
    pipeline,
    text::{Document, Input, list, read},
};

/// Kind, rule and words of what is refused in a text.
fn refused(document: &Document) -> Vec<(String, String, String)> {
    let facts = pipeline::read(document, Lexicon::embedded());
    let refused = |one: zhengtu::model::Rejection| (one.kind, one.reason, one.span.quote(&document.text));
    facts.rejections.into_iter().map(refused).collect()
}

fn known() -> BTreeSet<(&'static str, &'static str)> {
    reasons().iter().map(|reason| (reason.kind, reason.name)).collect()
}

#[test]
fn each_rule_refuses_its_example() {
    let mut wrong = Vec::new();
    for reason in reasons() {
        let found = refused(&Document::new("a.txt", reason.example.replace("\\n", "\n")));
        let expected = (reason.kind.to_owned(), reason.name.to_owned(), reason.refused.to_owned());
        if !found.contains(&expected) {
            wrong.push(format!("{expected:?} in {}: {found:?}", reason.example));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(known().len(), reasons().len(), "a rule has one row");
    let table = fs::read_to_string("ontology/rejection.tsv").unwrap();
    assert_eq!(table.lines().filter(|line| !line.starts_with('#')).count(), reasons().len(), "a row has five columns");
}

#[test]
fn whatever_is_refused_has_its_reason_in_the_table() {
    for input in read(list(["examples/pages"]).sources) {
        let Input::Page(page) = input else { panic!("{input:?}") };
        for (kind, reason, words) in refused(&page) {
            assert!(known().contains(&(kind.as_str(), reason.as_str())), "{}: {kind}: {reason}: {words}", page.name);
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

#[test]
fn each_reason_of_the_code_has_a_row() {
    let reason = Regex::new(r#"(?:reason: |Err\(|refuse\(|stop\(|Some\(\|_\| )"([a-z][^"]*)""#).unwrap();
    let names: BTreeSet<&str> = reasons().iter().map(|reason| reason.name).collect();
    let mut found = 0;
    for room in ["src/extract", "src/resolve", "src/relate"] {
        for path in sources(Path::new(room)) {
            let text = fs::read_to_string(&path).unwrap();
            for name in reason.captures_iter(&text) {
                found += 1;
                let name = name.get(1).unwrap().as_str();
                assert!(names.contains(name), "{}: no row of ontology/rejection.tsv for {name}", path.display());
            }
        }
    }
    assert!(found > 15, "{found}");
}
