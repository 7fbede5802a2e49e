//! `zhengtu eval`: how good a reading is, against what a careful person found.

use std::{collections::BTreeMap, io::Write, path::Path};

use serde::{Serialize, Serializer};
use unicode_width::UnicodeWidthStr;

use crate::{
    cli::{
        args::Eval,
        facts::keep_sure,
        failure::{Failure, Status},
        given::Given,
        output::Output,
        report::Report,
    },
    eval::{Case, Gold, Judged, Outcome as Scored, Read, Row, Sheet, Tallies, Tally, cases, names, score, sheets},
    lexicon::{Facts, Hint, Lexicon, Slot},
    model::PageFacts,
    pipeline::{Outcome, candidates, read_some},
    text::{Diagnostic, Document, plain},
};

pub(crate) fn run(args: &Eval) -> Result<Status, Failure> {
    let sheets = sheets(&args.gold)?;
    let mut given = Given::new(&args.pages, &args.reading).without_notes(); // the gold may lie beside the pages
    let lexicon = given.lexicon()?;
    let mut report = given.report(true);
    let pool = given.pool()?;

    let fits = |page: &Document| sheets.iter().any(|sheet| sheet.fits(&page.name).is_some());
    let (mut pages, mut others) = (Vec::new(), Vec::new());
    loop {
        let outcomes = pool.install(|| read_some(&mut given.inputs, lexicon.get(), fits));
        if outcomes.is_empty() {
            break;
        }
        for outcome in outcomes {
            match outcome {
                Outcome::Read(page, mut facts) => {
                    report.page(&page, false);
                    keep_sure(&mut facts, args.min_confidence);
                    pages.push((page, facts));
                }
                Outcome::Passed(page) => others.push(page.name),
                Outcome::Said(said) => report.say(&said),
            }
        }
        report.progress(given.inputs.bytes());
    }
    let pairs = paired(&sheets, &pages, others, &mut report)?;
    let mut golds: Vec<Gold> = Vec::new();
    for &(sheet, page) in &pairs {
        golds.push(sheet.gold(&page.0)?);
    }
    golds.iter().flat_map(Gold::diagnostics).for_each(|said| report.say(said));
    let reads = pairs.iter().zip(&golds);
    let reads: Vec<Read<'_>> = reads.map(|((_, (document, facts)), gold)| Read { gold, document, facts }).collect();
    if let Some(file) = &args.cases {
        write_cases(file, &reads, lexicon.get())?;
    }
    let scored: Vec<(&str, Scored)> = pairs.iter().map(|(sheet, _)| sheet.name.as_str()).zip(score(&reads)).collect();

    let mut total = Tallies::default();
    scored.iter().for_each(|(_, page)| total.add(&page.tallies));
    let mut out = Output::open(None)?;
    if args.json {
        let numbers = Numbers { total: Rows(&total), pages: Pages(&scored) };
        writeln!(out, "{}", serde_json::to_string(&numbers)?)?;
    } else {
        if let Some(row) = args.show {
            scored.iter().try_for_each(|(name, page)| show(row, name, page, &mut out))?;
        }
        table(&total, &scored, &mut out)?;
    }
    out.finish()?;
    Ok(report.finish())
}

/// A page with what was read from it.
type Pair = (Document, PageFacts);

/// Each gold file with its page. Says which pages have none, and which gold has no page.
fn paired<'s>(
    sheets: &'s [Sheet],
    pages: &'s [Pair],
    mut others: Vec<String>,
    report: &mut Report,
) -> Result<Vec<(&'s Sheet, &'s Pair)>, Failure> {
    // a page goes to the gold of its name, else to the only one that its name begins like
    let mut claims: BTreeMap<usize, Vec<(bool, &Pair)>> = BTreeMap::new();
    for page in pages {
        let fits = sheets.iter().enumerate().filter_map(|(at, sheet)| Some((at, sheet.fits(&page.0.name)?)));
        let (named, like): (Vec<_>, Vec<_>) = fits.partition(|(_, is_named)| *is_named);
        match (&named[..], &like[..]) {
            (&[(at, _), ..], _) | ([], &[(at, _)]) => {
                claims.entry(at).or_default().push((!named.is_empty(), page));
            }
            _ => others.push(page.0.name.clone()),
        }
    }
    let mut pairs = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let mut claim = claims.remove(&at).unwrap_or_default();
        if claim.iter().any(|(is_named, _)| *is_named) {
            others.extend(claim.iter().filter(|(is_named, _)| !is_named).map(|(_, page)| page.0.name.clone()));
            claim.retain(|(is_named, _)| *is_named);
        }
        let file = sheet.path.display().to_string();
        match &claim[..] {
            [] => {
                let said = format!("no page is called {}: its facts are not counted", sheet.name);
                report.say(&Diagnostic::new(file, said).hint("--pages takes the pages that the gold is for"));
            }
            [(_, page)] => pairs.push((sheet, *page)),
            several => {
                let names: Vec<&str> = several.iter().map(|(_, page)| page.0.name.as_str()).collect();
                let message = format!("{file}: it fits {} pages, expected one: {}", names.len(), names.join(", "));
                return Err(Failure::stopped(message));
            }
        }
    }
    others.sort_unstable();
    for page in others {
        report.say(&Diagnostic::note(page, "no gold for this page: it is not counted"));
    }
    if pairs.is_empty() {
        return Err(Failure::stopped("none of the pages has gold: gold X.json or X.facts is for the page X.txt"));
    }
    Ok(pairs)
}

/// The figures of all pages with the answers that they could be linked to.
fn write_cases(file: &Path, reads: &[Read<'_>], lexicon: &Lexicon) -> Result<(), Failure> {
    let mut out = Output::open(Some(file))?;
    for read in reads {
        let page = read.document.name.as_str();
        let candidates = candidates(read.document, lexicon);
        let (figures, runners) = cases(read, &candidates);
        for case in figures {
            let answers = case.answers.iter().map(|(slot, all)| (slot.word(), worded(all))).collect();
            let Case { shape, right, optional, .. } = case;
            let line = CaseLine { page, shape: Some(shape), right, optional, answers };
            writeln!(out, "{}", serde_json::to_string(&line)?)?;
        }
        for all in runners {
            let answers = [(Slot::Runner.word(), worded(&all))].into_iter().collect();
            let line = CaseLine { page, shape: None, right: true, optional: false, answers };
            writeln!(out, "{}", serde_json::to_string(&line)?)?;
        }
        for (all, optional) in names(read.gold, &candidates) {
            let words = |(right, hints): (bool, &[(Hint, String)])| {
                (right, Told::Hints(hints.iter().map(|(hint, value)| format!("{}\t{value}", hint.word())).collect()))
            };
            let answers = [("name", all.into_iter().map(words).collect())].into_iter().collect();
            let line = CaseLine { page, shape: None, right: true, optional, answers };
            writeln!(out, "{}", serde_json::to_string(&line)?)?;
        }
    }
    out.finish()
}

/// Answers with what is told of each in the words of the table.
fn worded(all: &Judged) -> Vec<(bool, Told)> {
    let told = |facts: &Facts| facts.told().map(|(clue, value)| (clue.word(), value)).collect();
    all.iter().map(|(right, facts)| (*right, Told::Clues(told(facts)))).collect()
}

/// What is told of an answer.
#[derive(Serialize)]
#[serde(untagged)]
enum Told {
    /// Of a link: the clues with their values.
    Clues(BTreeMap<&'static str, u8>),
    /// Of a name: the hints, each with what it says.
    Hints(Vec<String>),
}

/// A figure, or a mention of a programme, with its answers.
#[derive(Serialize)]
struct CaseLine<'c> {
    page: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<&'static str>,
    right: bool,
    optional: bool,
    answers: BTreeMap<&'static str, Vec<(bool, Told)>>,
}

/// What was missed and what was wrong on a page in a row of the table.
fn show(row: Row, name: &str, page: &Scored, out: &mut Output) -> Result<(), Failure> {
    for miss in page.misses.iter().filter(|miss| miss.rows.contains(&row)) {
        writeln!(out, "- missed {row} {}: {}", plain(name), plain(&miss.line))?;
        let read: Vec<String> = miss
            .wrong
            .iter()
            .filter(|(part, _)| *part != "nothing")
            .map(|(part, have)| format!("{part}={have}"))
            .collect();
        if !read.is_empty() {
            writeln!(out, "         read {}", plain(&read.join(" | ")))?;
        }
    }
    for extra in page.extras.iter().filter(|extra| extra.rows.contains(&row)) {
        writeln!(out, "+ wrong  {row} {}: {}", plain(name), plain(&extra.line))?;
    }
    Ok(())
}

/// The table, with F1 of each page as far as the terminal is wide.
fn table(total: &Tallies, pages: &[(&str, Scored)], out: &mut Output) -> Result<(), Failure> {
    const COUNTS: usize = 54;
    let names: Vec<String> = pages.iter().map(|(name, _)| plain(name).to_string()).collect();
    let widths: Vec<usize> = names.iter().map(|name| (name.width() + 1).max(8)).collect();
    let room = out.width().unwrap_or(usize::MAX);
    let mut used = COUNTS;
    let shown = widths.iter().take_while(|width| {
        used += **width;
        used <= room
    });
    let shown = shown.count();
    let head: String =
        names.iter().zip(&widths).take(shown).map(|(name, width)| " ".repeat(width - name.width()) + name).collect();
    writeln!(out, "{:16}{:>7}{:>7}{:>7}   {:<14}{head}", "", "P", "R", "F1", "tp/fp/fn")?;
    for &row in Row::ALL {
        let tally = total[row];
        let Tally { right, wrong, missed } = tally;
        let (p, r, f1) = (tally.precision(), tally.recall(), tally.f1());
        let line = format!("{:16}{p:7.3}{r:7.3}{f1:7.3}   {right}/{wrong}/{missed}", row.word());
        let each: String = pages
            .iter()
            .zip(&widths)
            .take(shown)
            .map(|((_, page), &width)| format!("{:width$.3}", page.tallies[row].f1()))
            .collect();
        writeln!(out, "{}", format!("{line:COUNTS$}{each}").trim_end())?;
    }
    Ok(())
}

/// The numbers as JSON: in total, and of each page.
#[derive(Serialize)]
struct Numbers<'s> {
    total: Rows<'s>,
    pages: Pages<'s>,
}

/// Pages by their names.
struct Pages<'s>(&'s [(&'s str, Scored)]);

impl Serialize for Pages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, page)| (name, Rows(&page.tallies))))
    }
}

/// The rows of the table by their words.
struct Rows<'s>(&'s Tallies);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Row::ALL.iter().map(|&row| (row.word(), Numbered::from(self.0[row]))))
    }
}

/// A row.
#[derive(Serialize)]
struct Numbered {
    tp: usize,
    fp: usize,
    r#fn: usize,
    p: f64,
    r: f64,
    f1: f64,
}

impl From<Tally> for Numbered {
    fn from(tally: Tally) -> Self {
        let Tally { right, wrong, missed } = tally;
        let (p, r, f1) = (tally.precision(), tally.recall(), tally.f1());
        Self { tp: right, fp: wrong, r#fn: missed, p, r, f1 }
    }
}
