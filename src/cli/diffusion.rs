//! `zhengtu diffusion`: how a programme spread over places.

use std::{io::Write, path::Path};

use serde::Serialize;

use crate::{
    cli::{
        args::Diffusion as Args,
        failure::{Failure, Status},
        output::Output,
        report::say,
        table::Table,
        values::DIFFUSIONS,
        wording::{counted, styled},
    },
    diffusion::{Adoption, Diffusion, Direction, Gathering, Options, Picture, Programmes},
    lexicon::Lexicon,
    model::PageFacts,
    store::{Store, pages},
    text::plain,
};

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let path = args.destination.output.as_deref();
    let format = match (&args.format, path) {
        (Some(format), _) => Some(format.as_str()),
        (None, Some(path)) => Some(by_name(path)?),
        (None, None) => None,
    };
    let more = args.lexicon.as_deref().map(Lexicon::with_folder).transpose()?;
    let lexicon = more.as_ref().unwrap_or_else(|| Lexicon::embedded());
    let store = Store::open(&args.stored.store)?;
    let diffusion = of(&store, lexicon, args)?;
    let mut out = Output::open(path)?;
    let default = if out.is_terminal() { "table" } else { "csv" };
    match format.unwrap_or(default) {
        "jsonl" => {
            for adoption in &diffusion.adoptions {
                serde_json::to_writer(&mut out, &Line::of(adoption))?;
                writeln!(out)?;
            }
        }
        "csv" => adoptions(&diffusion).csv(&mut out)?,
        "events" => events(&diffusion).csv(&mut out)?,
        "curve" => curve(&diffusion).csv(&mut out)?,
        "svg" => Picture { most: args.most }.write(&diffusion, &mut out)?,
        "dot" => diffusion.dot(&mut out)?,
        _ => told(&diffusion, &mut out)?,
    }
    out.finish()?;
    if diffusion.adoptions.is_empty() {
        let part =
            if args.place.is_some() || args.min_confidence.is_some() { ", or none that was asked for" } else { "" };
        say(&format!("no statement ties {} to a place{part}", diffusion.name()));
        return Ok(Status::Complaints);
    }
    if diffusion.without_date() > 0 {
        let (places, pages) = (counted(diffusion.without_date(), "place"), counted(diffusion.undated, "page"));
        let step = diffusion.step.word();
        say(&format!(
            "{places} without a date; the store has {pages} with none as exact as a {step} (`zhengtu build --date`)"
        ));
    }
    Ok(Status::Done)
}

/// Reads the store twice: which programmes there are, and where those that were asked for are seen.
fn of(store: &Store, lexicon: &Lexicon, args: &Args) -> Result<Diffusion, Failure> {
    let mut programmes = Programmes::new(lexicon);
    each(store, |facts| programmes.add(facts))?;
    let found = programmes.find(&args.programme).map_err(|error| Failure::Nothing(error.to_string()))?;
    let options = Options {
        min_confidence: args.min_confidence,
        level: args.level,
        step: args.by,
        place: args.place.clone(),
        page_days: args.page_days,
    };
    let mut gathering = Gathering::new(lexicon, programmes.variants(&found, args.exact), options);
    each(store, |facts| gathering.add(facts))?;
    Ok(gathering.finish())
}

fn each(store: &Store, mut take: impl FnMut(&PageFacts)) -> Result<(), Failure> {
    pages(
        store,
        |page| page.facts,
        |some| {
            some.iter().for_each(&mut take);
            Ok(())
        },
    )
}

/// The format that the name of a file asks for.
fn by_name(path: &Path) -> Result<&'static str, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let fitting = DIFFUSIONS.iter().filter(|(_, _, extension)| name.ends_with(&format!(".{extension}")));
    // of events.csv and csv the longer one
    let best = fitting.max_by_key(|(_, _, extension)| extension.len());
    best.map(|(format, ..)| *format).ok_or_else(|| {
        Failure::stopped(format!("{} does not tell the format by its name: add --format", path.display()))
    })
}

/// The spread for people: the names that counted, then the places in their order.
fn told(diffusion: &Diffusion, out: &mut Output) -> std::io::Result<()> {
    let (width, coloured) = (out.width(), out.is_coloured());
    for variant in &diffusion.variants {
        let name = styled(&plain(&variant.name).to_string(), coloured);
        writeln!(out, "{name}  {}: {}", counted(variant.pages, "page"), plain(&variant.why))?;
    }
    writeln!(out)?;
    let mut table =
        Table::new(["order", "place", "level", "by", "told by", "lag_days", "direction", "from", "pages", "statement"]);
    for one in &diffusion.adoptions {
        let within = one.place.path.iter().rev().nth(1);
        let place = within.map_or_else(|| one.place.name.clone(), |wider| format!("{} ({wider})", one.place.name));
        table.row([
            one.order.map(|order| order.to_string()).unwrap_or_default(),
            place,
            one.place.level.word().to_owned(),
            one.when.as_ref().map(|when| when.date.clone()).unwrap_or_default(),
            one.when.as_ref().map_or("", |when| when.basis.word()).to_owned(),
            one.lag.map(|lag| lag.to_string()).unwrap_or_default(),
            one.direction.word().to_owned(),
            from(one),
            one.pages.to_string(),
            one.statement.to_string(),
        ]);
    }
    table.write(width, coloured, out)
}

/// The place that an adoption came from; how many had it where that was elsewhere.
fn from(one: &Adoption) -> String {
    match (&one.from, one.direction) {
        (Some((_, name)), _) => name.clone(),
        (None, Direction::Elsewhere) => counted(one.before.elsewhere, "place"),
        _ => String::new(),
    }
}

/// One row an adoption.
fn adoptions(diffusion: &Diffusion) -> Table {
    let mut table = Table::new([
        "order",
        "place",
        "code",
        "level",
        "path",
        "date",
        "date_from",
        "first_day",
        "last_day",
        "lag_days",
        "direction",
        "from",
        "above",
        "below",
        "sideways",
        "elsewhere",
        "at",
        "programme",
        "agency",
        "statements",
        "pages",
        "sources",
        "doc",
        "paper",
        "page_date",
        "confidence",
        "sentence",
        "statement",
    ]);
    for one in &diffusion.adoptions {
        let line = Line::of(one);
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        table.row([
            line.order.map(|order| order.to_string()).unwrap_or_default(),
            line.place.to_owned(),
            text(line.code),
            line.level.to_owned(),
            one.place.path.join("/"),
            text(line.date),
            text(line.date_from),
            line.first_day.unwrap_or_default(),
            line.last_day.unwrap_or_default(),
            line.lag_days.map(|lag| lag.to_string()).unwrap_or_default(),
            line.direction.to_owned(),
            text(line.from),
            line.above.to_string(),
            line.below.to_string(),
            line.sideways.to_string(),
            line.elsewhere.to_string(),
            text(line.at),
            line.programme.to_owned(),
            text(line.agency),
            line.statements.to_string(),
            line.pages.to_string(),
            line.sources.to_string(),
            line.doc.to_owned(),
            text(line.paper),
            text(line.page_date),
            one.confidence.to_string(),
            line.sentence.to_owned(),
            line.statement.to_owned(),
        ]);
    }
    table
}

/// One row a place and period; what is not known is empty, which R reads as NA.
fn events(diffusion: &Diffusion) -> Table {
    let columns = [
        "place", "code", "level", "within", "period", "start", "stop", "covered", "adopted", "event", "at_risk", "seen",
    ];
    let mut table = Table::new(columns);
    let flag = |yes: bool| String::from(if yes { "1" } else { "0" });
    for row in diffusion.events() {
        let path = &row.place.path;
        table.row([
            row.place.name.clone(),
            row.place.code.clone().unwrap_or_default(),
            row.place.level.word().to_owned(),
            path[..path.len().saturating_sub(1)].join("/"),
            row.period.clone(),
            row.start.to_string(),
            (row.start + 1).to_string(),
            flag(row.covered),
            row.adopted().map(flag).unwrap_or_default(),
            row.event.map(flag).unwrap_or_default(),
            flag(row.at_risk),
            row.seen.word().to_owned(),
        ]);
    }
    table
}

/// One row a period.
fn curve(diffusion: &Diffusion) -> Table {
    let mut table = Table::new(["period", "new", "cumulative", "covered"]);
    for row in diffusion.curve() {
        table.row([row.period, row.new.to_string(), row.cumulative.to_string(), row.covered.to_string()]);
    }
    table
}

/// An adoption as a line of JSON.
#[derive(Serialize)]
struct Line<'d> {
    order: Option<usize>,
    place: &'d str,
    place_key: &'d str,
    code: Option<&'d str>,
    level: &'static str,
    path: &'d [String],
    date: Option<&'d str>,
    date_from: Option<&'static str>,
    first_day: Option<String>,
    last_day: Option<String>,
    lag_days: Option<i64>,
    direction: &'static str,
    from: Option<&'d str>,
    above: usize,
    below: usize,
    sideways: usize,
    elsewhere: usize,
    at: Option<&'d str>,
    programme: &'d str,
    agency: Option<&'d str>,
    statements: usize,
    pages: usize,
    sources: usize,
    doc: &'d str,
    paper: Option<&'d str>,
    page_date: Option<&'d str>,
    confidence: f64,
    sentence: &'d str,
    statement: &'d str,
}

impl<'d> Line<'d> {
    fn of(one: &'d Adoption) -> Self {
        let when = one.when.as_ref();
        Self {
            order: one.order,
            place: &one.place.name,
            place_key: one.place.id.as_str(),
            code: one.place.code.as_deref(),
            level: one.place.level.word(),
            path: &one.place.path,
            date: when.map(|when| when.date.as_str()),
            date_from: when.map(|when| when.basis.word()),
            first_day: when.map(|when| when.first_day()),
            last_day: when.map(|when| when.last_day()),
            lag_days: one.lag,
            direction: one.direction.word(),
            from: one.from.as_ref().map(|(_, name)| name.as_str()),
            above: one.before.above,
            below: one.before.below,
            sideways: one.before.beside,
            elsewhere: one.before.elsewhere,
            at: one.at.as_ref().map(|(_, name)| name.as_str()),
            programme: &one.programme,
            agency: one.agency.as_deref(),
            statements: one.statements,
            pages: one.pages,
            sources: one.sources,
            doc: &one.doc,
            paper: one.paper.as_deref(),
            page_date: one.page_date.as_deref(),
            confidence: one.confidence.value(),
            sentence: &one.sentence,
            statement: &one.statement.0,
        }
    }
}
