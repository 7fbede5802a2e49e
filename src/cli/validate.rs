//! `zhengtu validate`: whether the graph is as its shapes say.

use std::fs;

use crate::{
    cli::{
        args::Validate,
        failure::{Failure, Status, cause},
        output::Output,
        report::say,
        table::Table,
        values::short,
        wording::counted,
    },
    pipeline::graph,
    rdf::{Base, Format, Report, Shapes, Term},
    store::Store,
};

pub(crate) fn run(args: &Validate) -> Result<Status, Failure> {
    let shapes = match &args.shapes {
        None => Shapes::embedded(),
        Some(file) => {
            let read = |error| Failure::stopped(format!("{} can't be read: {}", file.display(), cause(&error)));
            Shapes::parse(&fs::read_to_string(file).map_err(read)?)
        }
    };
    let named = |error| {
        let file = args.shapes.as_ref().map_or("shapes.ttl".into(), |file| file.display().to_string());
        Failure::stopped(format!("{file}: {error}"))
    };
    let shapes = shapes.map_err(named)?;
    let base = args.base.iri.clone();
    let report = shapes.check(&graph(&Store::open(&args.stored.store)?, &base)?)?;
    let mut out = Output::open(None)?;
    match args.format.as_deref().unwrap_or("table") {
        "table" => {
            let (width, coloured) = (out.width(), out.is_coloured());
            if !report.conforms() {
                table(&report, &base).write(width, coloured, &mut out)?;
            }
        }
        "csv" => table(&report, &base).csv(&mut out)?,
        format => report.triples(base.as_str()).write(Format::named(format)?, &mut out)?,
    }
    out.finish()?;
    let constraints = counted(report.constraints, "constraint");
    if report.conforms() {
        say(&format!("the graph conforms: nothing breaks any of {constraints}"));
        return Ok(Status::Done);
    }
    say(&format!("{} of {constraints}", counted(report.violations.len(), "violation")));
    Ok(Status::Complaints)
}

fn table(report: &Report, base: &Base) -> Table {
    let mut table = Table::new(["focus", "path", "value", "broken", "message", "shape"]);
    for one in &report.violations {
        let term = |term: &Term| match term {
            Term::Iri(iri) => short(iri, base),
            term => term.text(),
        };
        let english = |message: &&Term| matches!(message, Term::Literal { language: Some(tag), .. } if tag == "en");
        let message = one.messages.iter().find(english).or(one.messages.first());
        table.row([
            term(&one.focus),
            one.path.as_deref().map(|path| short(path, base)).unwrap_or_default(),
            one.value.as_ref().map(term).unwrap_or_default(),
            one.component.trim_end_matches("ConstraintComponent").to_owned(),
            message.map(Term::text).unwrap_or_default(),
            one.shape.rsplit(['#', '/']).next().unwrap_or_default().to_owned(),
        ]);
    }
    table
}
