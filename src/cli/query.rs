//! `zhengtu query`: SPARQL over the store.

use std::{
    fs,
    io::{self, Read, Write},
    path::Path,
    time::Duration,
};

use crate::{
    cli::{
        args::Query,
        failure::{Failure, Status, cause},
        output::Output,
        report::say,
        table::Table,
        values::short,
        wording::styled,
    },
    network::Network,
    pipeline::{graph, network},
    rdf::{Answer, Base, Format, Limits, NAMED, NamedQuery, Shape, Term},
    store::Store,
};

pub(crate) fn run(args: &Query) -> Result<Status, Failure> {
    let mut out = Output::open(args.destination.output.as_deref())?;
    let (Some(asked), Some(dir), false) = (&args.query, &args.store, args.list) else {
        named_queries(&mut out)?;
        out.finish()?;
        return Ok(Status::Done);
    };
    let (name, text) = text(asked)?;
    let query = NamedQuery { name: &name, text: &text };
    let given: Vec<(&str, &str)> = args.param.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let bound = query.bind(&given)?;
    let store = Store::open(dir)?;

    let base = args.base.iri.clone();
    let limits =
        Limits { time: Some(Duration::from_secs(args.timeout as u64)), rows: Some(args.max_rows), ..Limits::default() };
    let graph = args.link.add(graph(&store, &base)?)?.with_services(args.services.read()?);
    let answer = graph.query(&bound, &limits)?;
    write(&answer, args.format.as_deref(), &base, &mut out)?;
    out.finish()?;
    if !answer.is_empty() {
        return Ok(Status::Done);
    }
    say(&nothing(&store, &query, &given)?);
    Ok(Status::Complaints)
}

/// The name and the text of what was asked: a named query, a file, standard input, or SPARQL.
fn text(asked: &str) -> Result<(String, String), Failure> {
    if let Some(query) = NAMED.iter().find(|query| query.name == asked) {
        return Ok((query.name.into(), query.text.into()));
    }
    let read = |error: io::Error| Failure::stopped(format!("{asked} can't be read: {}", cause(&error)));
    if asked == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map_err(read)?;
        return Ok(("-".into(), text));
    }
    let is_text = asked.contains(['{', '\n']);
    if !is_text && (Path::new(asked).is_file() || asked.ends_with(".rq")) {
        return Ok((asked.into(), fs::read_to_string(asked).map_err(read)?));
    }
    if !asked.contains(char::is_whitespace) && !is_text {
        // one word is no SPARQL: this says which names there are
        return crate::rdf::bind(asked, &[]).map(|text| (asked.into(), text)).map_err(Failure::from);
    }
    Ok(("query".into(), asked.into()))
}

fn write(answer: &Answer, format: Option<&str>, base: &Base, out: &mut Output) -> Result<(), Failure> {
    let default = match answer.shape() {
        Shape::Table if out.is_terminal() => "table",
        Shape::Table => "csv",
        Shape::Triples | Shape::Quads => "turtle",
    };
    match format.unwrap_or(default) {
        "table" => table(answer, base, out)?,
        format => {
            answer.write(Format::named(format)?, out)?;
            if matches!(answer, Answer::Boolean(_)) {
                writeln!(out)?;
            }
        }
    }
    Ok(())
}

fn table(answer: &Answer, base: &Base, out: &mut Output) -> io::Result<()> {
    let cell = |term: &Term| match term {
        Term::Iri(iri) => short(iri, base),
        term => term.text(),
    };
    let mut table = match answer {
        Answer::Boolean(value) => return writeln!(out, "{}", if *value { "yes" } else { "no" }),
        Answer::Solutions { variables, .. } => Table::new(variables),
        Answer::Graph(_) => Table::new(["subject", "predicate", "object"]),
    };
    match answer {
        Answer::Solutions { rows, .. } => {
            rows.iter().for_each(|row| table.row(row.iter().map(|term| term.as_ref().map(cell).unwrap_or_default())));
        }
        Answer::Graph(triples) => triples.iter().for_each(|triple| table.row(triple.iter().map(cell))),
        Answer::Boolean(_) => {}
    }
    if answer.is_empty() {
        return Ok(());
    }
    table.write(out.width(), out.is_coloured(), out)
}

/// Why nothing may have come out.
fn nothing(store: &Store, query: &NamedQuery<'_>, given: &[(&str, &str)]) -> Result<String, Failure> {
    if store.is_empty() {
        return Ok("nothing found: the store holds no page".into());
    }
    let is_name = |name: &str| query.parameters().any(|parameter| parameter.name == name && parameter.is_name);
    let names: Vec<&(&str, &str)> = given.iter().filter(|(name, _)| is_name(name)).collect();
    if names.is_empty() {
        return Ok("nothing found: no row fits the query".into());
    }
    let network: Network = network(store)?;
    for (parameter, value) in names {
        if let Err(error) = network.find(value) {
            return Ok(format!("nothing found for {parameter}: {error}"));
        }
        let called = network.nodes().any(|node| node.name == *value || node.aliases.contains(*value));
        let near = network.near(value);
        if let (false, [_, ..]) = (called, &near[..]) {
            return Ok(format!("nothing found: nothing is called {value} (did you mean {}?)", near.join(", ")));
        }
    }
    Ok("nothing found: no row fits the query".into())
}

/// Lists the queries that have names.
fn named_queries(out: &mut Output) -> io::Result<()> {
    let coloured = out.is_coloured();
    for (number, query) in NAMED.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", styled(query.name, coloured))?;
        for about in [query.english(), query.chinese()] {
            writeln!(out, "  {about}")?;
        }
        for parameter in query.parameters() {
            writeln!(out, "  --param {}=\u{2026}  {}", parameter.name, parameter.about)?;
        }
    }
    Ok(())
}
