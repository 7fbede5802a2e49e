//! The example pages hold their expected facts.
//!
//! What is not read today, or read wrongly, stands in `golden/known-misses.txt`, and what is read and is not on the
//! page in `golden/known-extras.txt`. The test fails when either list grows or shrinks, so that no change of the reading
//! goes unseen: `UPDATE=1 cargo test --test golden` writes the lists anew, and the diff shows what changed.
//! `cargo test --test golden -- --nocapture` prints the table of figures; with `SHOW=1` also what was read instead.

#[path = "support/expected.rs"]
mod expected;
#[path = "support/sample.rs"]
mod sample;
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

/// What is wrong of the sample page `city.txt` by these expected lines: `line: parts`, then what is too much.
fn compared(lines: &str) -> Vec<String> {
    let (facts, text) = sample::pages().remove(0);
    let page = Page::new(&Document::new("city.txt", text));
    let expected = Expected::parse(&by_document(lines)[&None], &page).unwrap();
    let outcome = score(&page, &expected, &facts);
    let misses = outcome.misses.iter().map(|miss| {
        let parts = miss.wrong.iter().map(|(part, have)| format!("{part} {have}").trim().to_owned());
        format!("{}: {}", miss.line.split(" | ").nth(1).unwrap(), parts.collect::<Vec<_>>().join(", "))
    });
    misses.chain(outcome.extras).collect()
}

const CITY: &str = "\
agency | 湘潭市医疗保障局 | government | 湘潭市
programme | 15分钟医保服务圈 | service
location | 湖南省/湘潭市 | prefecture | aka 全市
metric | 1900余个 | 1900 | 个 | 建成服务点 | who=湘潭市医疗保障局 | what=15分钟医保服务圈 | where=湘潭市 | bound=gt | time=2022-12
metric | 97.1% | 97.1 | % | 参保率 | who=湘潭市医疗保障局 | what=15分钟医保服务圈 | where=湘潭市 | from=95.2 | time=2022-12
implements | 湘潭市医疗保障局 | 15分钟医保服务圈
";

#[test]
fn a_page_that_is_read_rightly_misses_nothing() {
    assert_eq!(compared(CITY), [""; 0]);
}

#[test]
fn each_part_of_a_fact_is_compared() {
    let with = |old: &str, new: &str| {
        assert!(CITY.contains(old), "{old}");
        compared(&CITY.replacen(old, new, 1))
    };
    assert_eq!(with("1900 | 个", "19 | 个"), ["1900余个: value 1900"]);
    assert_eq!(with("1900 | 个", "1900 | 户"), ["1900余个: unit 个"]);
    assert_eq!(with("个 | 建成服务点", "个 | 惠及群众"), ["1900余个: indicator 建成服务点"]);
    assert_eq!(with(" | from=95.2", ""), ["97.1%: from 95.2"]);
    assert_eq!(with(" | bound=gt | time=2022-12", " | time=2022"), ["1900余个: bound gt, time 2022-12"]);
    assert_eq!(with("参保率 | who=湘潭市医疗保障局 | ", "参保率 | "), ["97.1%: who 湘潭市医疗保障局"]);
    assert_eq!(with("参保率 | who=湘潭市医疗保障局 | ", "参保率 | who=- / 湘潭市医疗保障局 | "), [""; 0]);
    assert_eq!(with("government", "party"), ["湘潭市医疗保障局: kind government"]);
    assert_eq!(with("湖南省/湘潭市", "湖北省/湘潭市")[0], "湖北省/湘潭市: path 湖南省/湘潭市");
    assert_eq!(with("implements", "~ implements"), [""; 0]);
    let metric = CITY.lines().find(|line| line.starts_with("metric | 1900")).unwrap();
    assert_eq!(with(metric, ""), ["metric | 1900余个 | 1900 | 个 | 建成服务点"]);
    assert_eq!(with(metric, &format!("~ {metric}")), [""; 0]);
    assert_eq!(
        with("implements | 湘潭市医疗保障局 | 15分钟医保服务圈", ""),
        ["implements | 湘潭市医疗保障局 | 15分钟医保服务圈"]
    );
}

#[test]
fn a_line_that_cannot_be_read_is_told() {
    let page = Page::new(&Document::new("a.txt", "县水利局修渠3公里"));
    let refused = |text: &str| Expected::parse(&by_document(text)[&None], &page).unwrap_err();
    assert_eq!(
        refused("# comment\nagency | 县水利局\n"),
        "2: expected NAME | KIND, of an agency its PLACE, and aka: agency | 县水利局"
    );
    assert!(refused("metric | 4公里 | 4 | 公里 | 修渠").starts_with("1: the number does not stand on the page"));
    assert!(
        refused("metric | 3公里 | 3 | 公里 | 修渠 | who=县水利局").starts_with("1: 县水利局 is not declared above")
    );
    assert!(refused("metric | 3公里 | 3 | 公里 | 修渠 | bound=more").starts_with("1: unknown word in bound"));
}

#[test]
fn changes_are_told_as_better_or_worse() {
    let lines = |lines: &[&str]| lines.iter().map(|line| line.to_string()).collect::<Vec<_>>();
    let known = lines(&["a | x | wrong: nothing", "a | y | wrong: time, who", "a | z | wrong: who"]);
    let now = lines(&["a | x | wrong: value", "a | y | wrong: time", "a | w | wrong: who"]);
    let (worse, better) = changes(&known, &now);
    assert_eq!(worse, ["  a | w | who"]);
    assert_eq!(better, ["  a | x | value (was: nothing)", "  a | y | time (was: time, who)", "  a | z | right now"]);
}
