//! `zhengtu build`: pages into a store; at its end what was found, and what to type next.

use std::{
    io::{self, Write},
    path::Path,
};

use crate::{
    cli::{
        args::Build as Args,
        failure::{Failure, Status},
        given::Given,
        output::Output,
        stats,
        wording::{counted, program, quoted},
    },
    pipeline::{Build, Counts, Outcome, Survey},
    store::{Store, Writer},
    text::Diagnostic,
};

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let mut given = Given::new(&args.pages.pages, &args.pages.reading).with_prefix(args.prefix.as_deref());
    let lexicon = given.lexicon()?;
    let mut report = given.report(true);
    // without a page the store is neither made nor touched
    if !given.inputs.find_page(&mut report) {
        return Ok(report.finish());
    }
    let writer = Writer::open_or_create(&args.store)?;
    let pool = given.pool()?;

    let mut build = Build::new(writer, lexicon.get()).with_batch(args.batch);
    loop {
        let outcomes = pool.install(|| build.step(&mut given.inputs))?;
        if outcomes.is_empty() {
            break;
        }
        for outcome in outcomes {
            match outcome {
                Outcome::Read(page, facts) => report.page(&page, facts.is_silent()),
                Outcome::Passed(page) => report.page(&page, false),
                Outcome::Said(said) => report.say(&said),
            }
        }
        report.progress(given.inputs.bytes());
    }
    if let Some(said) = replaced(build.others()) {
        report.say(&said);
    }
    let (counts, store) = build.finish()?;
    let complaints = report.complaints();
    let status = report.finish();

    let mut out = Output::open(None)?;
    writeln!(out, "{}", done(&counts, complaints, &args.store))?;
    writeln!(out)?;
    if counts.read() == 0 {
        // to go through all of the store again would take longer than to see that nothing has changed
        writeln!(out, "Next\n  {} stats --store {}", program(), quoted(&args.store.display().to_string()))?;
        out.finish()?;
        return Ok(status);
    }
    let survey = pool.install(|| Survey::of(&store))?;
    stats::found(&survey, &mut out)?;
    next(&survey, &store, &args.store, &mut out)?;
    out.finish()?;
    Ok(status)
}

/// What is to be said of pages that took the place of pages with another text.
fn replaced(others: &[String]) -> Option<Diagnostic> {
    let (first, more) = others.split_first()?;
    let more = if more.is_empty() { String::new() } else { format!(", as have {} more", counted(more.len(), "page")) };
    let said = Diagnostic::new(first, format!("has replaced a page of this name with quite another text{more}"));
    Some(said.hint("pages of another folder are to be built with --prefix, so that both stay"))
}

/// What was done, on one line.
fn done(counts: &Counts, complaints: usize, store: &Path) -> String {
    let parts = [
        (counts.new, "new"),
        (counts.replaced, "replaced"),
        (counts.reread, "read again with this version"),
        (counts.unchanged, "unchanged"),
        (counts.silent, "without any fact"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
    let complaints = if complaints > 0 { format!(", {}", counted(complaints, "complaint")) } else { String::new() };
    format!("{}{parts}{complaints} into {}", counted(counts.pages(), "page"), store.display())
}

/// What to type next: commands that have an answer in this store.
fn next(survey: &Survey, store: &Store, dir: &Path, out: &mut impl Write) -> io::Result<()> {
    if survey.figures + survey.relations == 0 {
        return Ok(());
    }
    let zhengtu = program();
    let kg = quoted(&dir.display().to_string());
    writeln!(out, "\nNext")?;
    match survey.main_programme() {
        Some(programme) => {
            let name = survey.name(programme);
            let param = quoted(&format!("programme={name}"));
            writeln!(out, "  {zhengtu} query --store {kg} who-runs-programme --param {param}")?;
        }
        None => writeln!(out, "  {zhengtu} query --store {kg} figures-of-indicator")?,
    }
    if let Some((one, other)) = survey.joined() {
        let (one, other) = (quoted(survey.call(one)), quoted(survey.call(other)));
        writeln!(out, "  {zhengtu} path --store {kg} {one} {other}")?;
    }
    let picture = dir.with_extension("svg");
    let picture = quoted(&picture.file_name().unwrap_or(picture.as_os_str()).to_string_lossy());
    writeln!(out, "  {zhengtu} export --store {kg} -o {picture}")?;
    if store.readers().len() > 1 {
        writeln!(
            out,
            "\nSome pages were read with another version or lexicon: build all of them again to compare them."
        )?;
    }
    Ok(())
}
