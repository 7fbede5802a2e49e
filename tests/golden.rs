//! The example pages hold their expected facts.
//!
//! What is not read today, or read wrongly, stands in `golden/known-misses.txt`, and what is read and is not on the
//! page in `golden/known-extras.txt`. The test fails when either list grows or shrinks, so that no change of the reading
//! goes unseen: `UPDATE=1 cargo test --test golden` writes the lists anew, and the diff shows what changed.
//! `cargo test --test golden -- --nocapture` prints the table of figures; with `SHOW=1` also what was read instead.

#[path = "support/sample.rs"]
mod sample;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
};

use zhengtu::{
    eval::{Gold, Outcome, Read, Row, Tallies, Tally, score, sheets},
    lexicon::Lexicon,
    model::PageFacts,
    pipeline,
    text::{Document, Input, list, read},
};

const PAGES: &str = "examples/pages";
const MISSES: &str = "tests/golden/known-misses.txt";
const EXTRAS: &str = "tests/golden/known-extras.txt";

/// A page as it is called in the lists, `file`, or `file#id` where a file holds several; with its gold and its reading.
struct Example {
    name: String,
    document: Document,
    gold: Gold,
    facts: PageFacts,
}

/// Every page, all of them with gold, and no gold without its page.
fn examples() -> Vec<Example> {
    let mut sheets = sheets(Path::new(PAGES)).unwrap_or_else(|error| panic!("{error}"));
    let mut examples = Vec::new();
    for source in list([PAGES]).sources {
        let file = source.name().to_owned();
        for input in read([source]) {
            let document = match input {
                Input::Page(document) => document,
                Input::Diagnostic(said) => panic!("{said}"),
            };
            let at = sheets.iter().position(|sheet| sheet.fits(&document.name) == Some(true));
            let at = at.unwrap_or_else(|| panic!("{}: each page has its facts", document.name));
            let gold = sheets.remove(at).gold(&document).unwrap_or_else(|error| panic!("{error}"));
            let facts = pipeline::read(&document, Lexicon::embedded());
            let name = if document.name == file { file.clone() } else { format!("{file}#{}", document.name) };
            examples.push(Example { name, document, gold, facts });
        }
    }
    let left: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert!(left.is_empty(), "facts of pages that are not there: {left:?}");
    examples
}

/// What stands in a list, line by line.
fn known(path: &str) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

fn table(tallies: &Tallies) -> String {
    let mut table = format!("{:<16}{:>7}{:>7}{:>7}   right/wrong/missed\n", "", "P", "R", "F1");
    for &row in Row::ALL {
        let Tally { right, wrong, missed } = tallies[row];
        let (p, r, f1) = (tallies[row].precision(), tallies[row].recall(), tallies[row].f1());
        table += &format!("{:<16}{p:7.3}{r:7.3}{f1:7.3}   {right}/{wrong}/{missed}\n", row.word());
    }
    table
}

/// What is too much. What is only too much for a row that counts what was found at least is no extra here.
fn extras(outcome: &Outcome) -> impl Iterator<Item = &String> {
    let lenient = [Row::AgencyFound, Row::ProgrammeFound, Row::LocationFound];
    let extras = outcome.extras.iter().filter(move |extra| extra.rows.iter().any(|row| !lenient.contains(row)));
    extras.map(|extra| &extra.line)
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
    let (mut misses, mut more) = (Vec::new(), Vec::new());
    let mut tallies = Tallies::default();
    for Example { name, document, gold, facts } in &examples() {
        let outcome = score(&[Read { gold, document, facts }]).remove(0);
        if env::var_os("SHOW").is_some() {
            println!("{name}\n{}", table(&outcome.tallies));
            for miss in &outcome.misses {
                let read = miss.wrong.iter().map(|(part, have)| format!("{part}={have}"));
                println!("- {}\n     read: {}", miss.line, read.collect::<Vec<_>>().join(" "));
            }
            extras(&outcome).for_each(|extra| println!("+ {extra}"));
        }
        misses.extend(outcome.misses.iter().filter(|miss| !miss.wrong.is_empty()).map(|miss| {
            let wrong: Vec<&str> = miss.wrong.iter().map(|(part, _)| *part).collect();
            format!("{name} | {} | wrong: {}", miss.line, wrong.join(", "))
        }));
        more.extend(extras(&outcome).map(|extra| format!("{name} | {extra}")));
        tallies.add(&outcome.tallies);
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
        fs::write(EXTRAS, file("What is read from the example pages and does not stand there: page | fact", &more))
            .unwrap();
        return;
    }
    let (mut worse, mut better) = changes(&known(MISSES), &misses);
    let (grown, fewer) = changes(&known(EXTRAS), &more);
    worse.extend(grown);
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
    let document = Document::new("city.txt", text);
    let gold = Gold::from_lines(lines, &document).unwrap();
    let outcome = score(&[Read { gold: &gold, document: &document, facts: &facts }]).remove(0);
    let misses = outcome.misses.iter().map(|miss| {
        let parts = miss.wrong.iter().map(|(part, have)| format!("{part} {have}").trim().to_owned());
        format!("{}: {}", miss.line.split(" | ").nth(1).unwrap(), parts.collect::<Vec<_>>().join(", "))
    });
    misses.chain(extras(&outcome).cloned()).collect()
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
    let page = Document::new("a.txt", "县水利局修渠3公里");
    let refused = |text: &str| Gold::from_lines(text, &page).unwrap_err().to_string();
    assert_eq!(
        refused("# comment\nagency | 县水利局\n"),
        "gold:2: expected NAME | KIND, of an agency its PLACE, and aka: agency | 县水利局"
    );
    assert!(refused("metric | 4公里 | 4 | 公里 | 修渠").starts_with("gold:1: the number does not stand on the page"));
    assert!(
        refused("metric | 3公里 | 3 | 公里 | 修渠 | who=县水利局")
            .starts_with("gold:1: 县水利局 is not declared above")
    );
    assert!(refused("metric | 3公里 | 3 | 公里 | 修渠 | bound=more").starts_with("gold:1: unknown word in bound"));
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
