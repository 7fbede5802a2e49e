//! Values that can be typed: names out of the registries, numbers and dates.

use std::net::{SocketAddr, ToSocketAddrs};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::{
    article::Day,
    compare::Judgement,
    diffusion::Step,
    eval::Row,
    export::EXPORTERS,
    model::{Confidence, EntityKind, Level},
    network::{EdgeKind, MEASURES, Projection},
    rdf::{Base, FORMATS, PREFIXES, Shape},
};

/// Names, what each is for, and other names for it.
type Choice = (&'static str, String, Option<&'static str>);

/// One of some names.
pub(crate) fn choices(of: Vec<Choice>) -> PossibleValuesParser {
    PossibleValuesParser::new(of.into_iter().map(|(name, help, alias)| {
        let value = PossibleValue::new(name);
        let value = if help.is_empty() { value } else { value.help(help) };
        match alias {
            Some(alias) if alias != name => value.alias(alias),
            _ => value,
        }
    }))
}

fn rdf_formats(fit: impl Fn(Shape) -> bool) -> Vec<Choice> {
    let fitting = FORMATS.iter().filter(|format| fit(format.shape));
    fitting.map(|format| (format.name, String::new(), Some(format.extension))).collect()
}

/// Formats that pages are written in one after another.
pub(crate) fn facts_formats() -> Vec<Choice> {
    let own = [("jsonl", String::new(), None), ("csv", String::new(), None)];
    own.into_iter().chain(rdf_formats(|shape| shape != Shape::Table)).collect()
}

/// Formats of claims held against each other.
pub(crate) fn comparison_formats() -> Vec<Choice> {
    let own = ["text", "csv", "jsonl"].map(|name| (name, String::new(), None));
    own.into_iter().chain(rdf_formats(|shape| shape != Shape::Table)).collect()
}

/// Formats of answers.
pub(crate) fn answer_formats() -> Vec<Choice> {
    let table = [("table", String::new(), None)];
    let formats = rdf_formats(|shape| shape == Shape::Table).into_iter().chain(rdf_formats(|s| s == Shape::Triples));
    table.into_iter().chain(formats).collect()
}

/// Formats of the spread of a programme, with what each is and how files of it end.
pub(crate) const DIFFUSIONS: &[(&str, &str, &str)] = &[
    ("table", "for people", "txt"),
    ("csv", "adoptions, one a row, with sentence and statement", "csv"),
    ("events", "the event history as CSV: place by period, covered, adopted, event", "events.csv"),
    ("curve", "the curve of adoption as CSV: new and cumulative by period", "curve.csv"),
    ("jsonl", "adoptions as JSON lines", "jsonl"),
    ("svg", "a picture", "svg"),
    ("dot", "who had it from whom, for Graphviz", "dot"),
];

/// Formats of the spread of a programme, as they are typed.
pub(crate) fn diffusion_formats() -> Vec<Choice> {
    DIFFUSIONS.iter().map(|(name, about, _)| (*name, (*about).to_owned(), None)).collect()
}

/// Levels that places are counted at.
pub(crate) fn levels() -> impl TypedValueParser<Value = Level> {
    let all = [Level::Province, Level::Prefecture, Level::County, Level::Township];
    PossibleValuesParser::new(all.map(Level::word)).map(|word| Level::from_word(&word).unwrap_or(Level::County))
}

/// Periods of an event history.
pub(crate) fn steps() -> impl TypedValueParser<Value = Step> {
    let of = |word: String| Step::ALL.iter().copied().find(|step| step.word() == word).unwrap_or_default();
    PossibleValuesParser::new(Step::ALL.iter().map(|step| step.word())).map(of)
}

/// Judgements on claims.
pub(crate) fn judgements() -> impl TypedValueParser<Value = Judgement> {
    let all = Judgement::ALL.iter().map(|one| (one.word(), one.about().to_owned(), None));
    choices(all.collect()).try_map(|word| Judgement::from_word(&word).ok_or("no judgement"))
}

/// Formats of a report.
pub(crate) fn report_formats() -> Vec<Choice> {
    let tables = ["table", "csv"].map(|name| (name, String::new(), None));
    tables.into_iter().chain(rdf_formats(|shape| shape == Shape::Triples)).collect()
}

/// An IRI as a person writes it: below the base without the base, else with a known prefix.
pub(crate) fn short(iri: &str, base: &Base) -> String {
    let prefixed = || PREFIXES.iter().find_map(|(name, begin)| Some(format!("{name}:{}", iri.strip_prefix(begin)?)));
    let term = iri.starts_with(&format!("{}ns#", base.as_str()));
    let below = if term { None } else { base.key(iri) };
    below.or_else(prefixed).unwrap_or_else(|| iri.to_owned())
}

/// The format of where statements come from.
pub(crate) const PROVENANCE: &str = "prov";

/// Formats of the whole store.
pub(crate) fn export_formats() -> Vec<Choice> {
    let networks = EXPORTERS.iter().map(|format| {
        let needs = format.needs().map(|other| format!(" (needs {other})")).unwrap_or_default();
        (format.name(), format!("{}{needs}", format.description()), None)
    });
    let facts = [
        ("jsonl", "facts as JSON lines, as `extract` prints them".to_owned(), None),
        ("csv", "figures as a table".to_owned(), None),
        (PROVENANCE, "pages, what read them and the statements from them, as PROV-O in Turtle".to_owned(), None),
    ];
    let rdf = FORMATS.iter().filter(|format| format.shape != Shape::Table);
    let rdf = rdf.map(|format| (format.name, format!("RDF: {}", format.media_type), Some(format.extension)));
    networks.chain(facts).chain(rdf).collect()
}

/// The measures of centrality.
pub(crate) fn measures() -> Vec<Choice> {
    MEASURES.iter().map(|measure| (measure.name(), measure.description().to_owned(), None)).collect()
}

/// The same, without what each tells.
pub(crate) fn named_measures() -> PossibleValuesParser {
    PossibleValuesParser::new(MEASURES.iter().map(|measure| measure.name()))
}

/// Where the arrows of a picture run to.
pub(crate) fn rankdirs() -> impl TypedValueParser<Value = &'static str> {
    let all = ["LR", "TB", "RL", "BT"];
    PossibleValuesParser::new(all).map(move |word| all.into_iter().find(|one| *one == word).unwrap_or("LR"))
}

/// The kinds of entity.
pub(crate) fn kinds() -> impl TypedValueParser<Value = EntityKind> {
    PossibleValuesParser::new(EntityKind::ALL.iter().map(|kind| kind.word()))
        .map(|word| EntityKind::from_word(&word).unwrap_or(EntityKind::Agency))
}

/// The kinds of relation.
pub(crate) fn relations() -> impl TypedValueParser<Value = EdgeKind> {
    let stored = EdgeKind::ALL.iter().filter(|kind| **kind != EdgeKind::Shares);
    PossibleValuesParser::new(stored.map(|kind| kind.word()))
        .map(|word| EdgeKind::from_word(&word).unwrap_or(EdgeKind::Implements))
}

/// What may be joined by what it shares; of a place, the kind's word too.
pub(crate) fn projections() -> impl TypedValueParser<Value = Projection> {
    let alias = |projection: &Projection| Some(projection.kind().word());
    let all = Projection::ALL.iter().map(|one| (one.word(), one.about().to_owned(), alias(one)));
    choices(all.collect()).map(|word| {
        let kind = |one: &&Projection| one.word() == word || one.kind().word() == word;
        Projection::ALL.iter().find(kind).copied().unwrap_or(Projection::Agencies)
    })
}

/// Formats of a ranking.
pub(crate) fn ranking_formats() -> Vec<Choice> {
    let own = ["table", "csv", "jsonl"].map(|name| (name, String::new(), None));
    own.into_iter().chain(rdf_formats(|shape| shape != Shape::Table)).collect()
}

/// The rows of the table that a reading is measured in.
pub(crate) fn rows() -> impl TypedValueParser<Value = Row> {
    PossibleValuesParser::new(Row::ALL.iter().map(|row| row.word()))
        .map(|word| Row::from_word(&word).unwrap_or(Row::Statement))
}

/// A confidence from 0 to 1.
pub(crate) fn confidence(text: &str) -> Result<Confidence, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(Confidence::hundredths((value * 100.0).round() as u8)),
        _ => Err("expected a number from 0 to 1, such as 0.8".into()),
    }
}

/// What stands before the names of pages, without the `/` at its end.
pub(crate) fn prefix(text: &str) -> Result<String, String> {
    let name = text.trim_end_matches('/');
    let fits = !name.is_empty() && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned()).ok_or_else(|| "expected a name, such as 2023".into())
}

/// A whole number from 1.
pub(crate) fn positive(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| *n > 0).ok_or_else(|| "expected a whole number from 1".into())
}

/// A day, a month or a year.
pub(crate) fn date(text: &str) -> Result<String, String> {
    let day = Day::parse(text).map(|day| day.to_string());
    day.filter(|day| day == text).ok_or_else(|| "expected a day, month or year, such as 2023-04-18 or 2023-04".into())
}

/// A parameter of a query with its value.
pub(crate) fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.trim_start_matches('$').into(), value.into())),
        _ => Err("expected NAME=VALUE".into()),
    }
}

/// What IRIs stand below.
pub(crate) fn base(text: &str) -> Result<Base, String> {
    let expected = |_| format!("expected an absolute IRI that ends in '/', such as {}", Base::DEFAULT);
    Base::new(text).map_err(expected)
}

/// Where to listen; names are looked up.
pub(crate) fn address(text: &str) -> Result<SocketAddr, String> {
    let expected = || "expected an address and a port, such as 127.0.0.1:7878".to_owned();
    text.to_socket_addrs().ok().and_then(|mut found| found.next()).ok_or_else(expected)
}
