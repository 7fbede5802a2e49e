//! `zhengtu stats`: what a store holds, in numbers.

use std::io::{self, Write};

use crate::{
    cli::{
        args::Stored,
        failure::{Failure, Status},
        output::Output,
        table::Table,
        wording::counted,
    },
    model::EntityKind,
    pipeline::{Survey, quads, sources},
    store::Store,
    text::plain,
};

/// Programmes, agencies and places that are listed.
const LISTED: usize = 5;

pub(crate) fn run(args: &Stored) -> Result<Status, Failure> {
    let store = Store::open(&args.store)?;
    let survey = Survey::of(&store)?;
    let mut out = Output::open(None)?;
    found(&survey, &mut out)?;
    for (kind, title) in [(EntityKind::Agency, "agencies"), (EntityKind::Location, "places")] {
        most_told(&survey, kind, title, &mut out)?;
    }
    writeln!(out, "\nStore")?;
    writeln!(out, "  {} on disk, commit {}", bytes(store.bytes()), store.generation())?;
    let statements = survey.figures + survey.relations;
    let quads = counted(quads(&store)?, "quad");
    writeln!(out, "  {} of {}, {quads}", counted(statements, "statement"), counted(sources(&store)?, "source"))?;
    for (reader, pages) in store.readers() {
        writeln!(out, "  {} read by {}", counted(pages, "page"), plain(reader))?;
    }
    out.finish()?;
    Ok(if store.is_empty() { Status::Complaints } else { Status::Done })
}

/// What the pages say, in numbers, and the programmes that they tell of most.
pub(crate) fn found(survey: &Survey, out: &mut impl Write) -> io::Result<()> {
    let mut pages = counted(survey.pages, "page");
    if !survey.papers.is_empty() {
        pages += &format!(" of {}", counted(survey.papers.len(), "paper"));
    }
    if let Some((first, last)) = &survey.days {
        pages += &if first == last { format!(", {first}") } else { format!(", {first} to {last}") };
    }
    if survey.silent > 0 {
        pages += &format!(", {} without any fact", survey.silent);
    }
    let of = |kind, what| counted(survey.count(kind), what);
    let things =
        [of(EntityKind::Agency, "agency"), of(EntityKind::Programme, "programme"), of(EntityKind::Location, "place")];
    writeln!(out, "The store holds")?;
    writeln!(out, "  {}", plain(&pages))?;
    writeln!(out, "  {}", things.join(", "))?;
    writeln!(out, "  {}, {}", counted(survey.figures, "figure"), counted(survey.relations, "relation"))?;
    most_told(survey, EntityKind::Programme, "programmes", out)
}

fn most_told(survey: &Survey, kind: EntityKind, title: &str, out: &mut impl Write) -> io::Result<()> {
    let told = survey.most_told(kind, LISTED);
    if told.is_empty() {
        return Ok(());
    }
    let mut table = Table::new([format!("Most told {title}"), "pages".into()]);
    told.iter().for_each(|(_, told)| table.row([format!("  {}", told.name), told.pages.to_string()]));
    writeln!(out)?;
    table.write(None, false, out)
}

fn bytes(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
