//! What can be typed.

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand, ValueHint,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};

use crate::{
    article::Day,
    cli::{selection::SelectionArgs, serve::Serve},
    export::EXPORTERS,
    model::{Confidence, EntityKind},
    network::MEASURES,
    rdf::{FORMATS, Shape},
};

/// Reads pages of Chinese newspapers and government sites into a knowledge graph: which agency ran which programme, in
/// which place, with what figure, each statement tied to its words.
#[derive(Debug, Parser)]
#[command(name = "zhengtu", version, after_help = include_str!("help/zhengtu.txt"))]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read pages and print what they say, without a store
    #[command(after_help = include_str!("help/extract.txt"))]
    Extract(Extract),
    /// Read pages into a store: add new ones, replace what changed, leave the rest
    #[command(after_help = include_str!("help/build.txt"))]
    Build(Build),
    /// Ask the graph in SPARQL, or by the name of a query
    #[command(after_help = include_str!("help/query.txt"))]
    Query(Query),
    /// Show how two things hang together, with the sentences that say so
    #[command(after_help = include_str!("help/path.txt"))]
    Path(Path),
    /// Show who and what is central
    #[command(after_help = include_str!("help/rank.txt"))]
    Rank(Rank),
    /// Write the graph for other tools
    #[command(after_help = include_str!("help/export.txt"))]
    Export(Export),
    /// Serve the graph over HTTP: a SPARQL endpoint, a page to ask from, and a page for every IRI
    #[command(after_help = include_str!("help/serve.txt"))]
    Serve(Serve),
    /// Show what a statement says and the sentence that it was read from, or all statements on a thing
    #[command(after_help = include_str!("help/explain.txt"))]
    Explain(Explain),
    /// Take pages back, with all that no other page says
    #[command(after_help = include_str!("help/forget.txt"))]
    Forget(Forget),
    /// Check every byte of a store
    #[command(after_help = include_str!("help/verify.txt"))]
    Verify(Stored),
    /// Show what a store holds, in numbers
    #[command(after_help = include_str!("help/stats.txt"))]
    Stats(Stored),
    /// Print shell completions
    #[command(after_help = include_str!("help/completions.txt"))]
    Completions(Completions),
    /// Print the manual page, or write those of all commands to a folder
    #[command(after_help = include_str!("help/man.txt"))]
    Man(Man),
}

/// Pages and how to read them.
#[derive(Args, Debug)]
pub(crate) struct Pages {
    /// Files (.txt, .md, .html, .jsonl) and folders of them; `-` is standard input
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    pub pages: Vec<PathBuf>,
    /// Newspaper or site of the pages whose metadata name none
    #[arg(long, value_name = "NAME")]
    pub paper: Option<String>,
    /// Day of publication of the pages whose metadata give none: 2023-04-18, 2023-04 or 2023
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<String>,
    /// Folder with tables (*.tsv) that add to the built-in lexicon
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub lexicon: Option<PathBuf>,
    /// Threads [default: one a core]
    #[arg(short, long, value_name = "N", value_parser = positive)]
    pub jobs: Option<usize>,
}

/// Where the output goes.
#[derive(Args, Debug)]
pub(crate) struct Destination {
    /// Write to a file, which appears whole or not at all [default: standard output]
    #[arg(short, long = "output", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// Which store.
#[derive(Args, Debug)]
pub(crate) struct Stored {
    /// The store
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub store: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub pages: Pages,
    /// Facts as JSON lines, figures as a table, or RDF
    #[arg(short, long, default_value = "jsonl", value_parser = choices(facts_formats()))]
    pub format: String,
    #[command(flatten)]
    pub destination: Destination,
    /// Leave out statements that are less sure, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<Confidence>,
    /// Say on standard error what was seen and left out, and by which rule
    #[arg(long)]
    pub explain: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Build {
    #[command(flatten)]
    pub pages: Pages,
    /// The store; it is made if it is not there
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub store: PathBuf,
    /// Commit after so many pages, or 10 seconds: what a build that is killed has by then, stays
    #[arg(long, value_name = "N", default_value = "1000", value_parser = positive)]
    pub batch: usize,
}

#[derive(Args, Debug)]
pub(crate) struct Query {
    /// SPARQL, a file of it, `-` for standard input, or the name of a query that --list shows
    #[arg(required_unless_present = "list")]
    pub query: Option<String>,
    /// The store
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, required_unless_present = "list")]
    pub store: Option<PathBuf>,
    /// Fill a parameter of the query
    #[arg(short, long, value_name = "NAME=VALUE", value_parser = parameter)]
    pub param: Vec<(String, String)>,
    /// How to write the answer [default: table on a terminal; else csv, or turtle for a graph]
    #[arg(short, long, value_parser = choices(answer_formats()))]
    pub format: Option<String>,
    #[command(flatten)]
    pub destination: Destination,
    /// List the queries that have names, with what they answer
    #[arg(long)]
    pub list: bool,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = positive)]
    pub timeout: usize,
    /// Refuse an answer of more rows
    #[arg(long, value_name = "N", default_value = "1000000")]
    pub max_rows: usize,
}

#[derive(Args, Debug)]
pub(crate) struct Path {
    #[command(flatten)]
    pub stored: Stored,
    /// Name, another name or key of a thing
    pub from: String,
    /// Name, another name or key of another thing
    pub to: String,
    /// How many paths at most, the shortest first
    #[arg(short = 'k', long, value_name = "N", default_value = "1", value_parser = positive)]
    pub count: usize,
    /// How many steps at most
    #[arg(long, value_name = "N")]
    pub max_steps: Option<usize>,
    /// Prefer steps that many pages tell of, even if there are more of them
    #[arg(long)]
    pub weighted: bool,
    /// For people, or one JSON object a path
    #[arg(short, long, default_value = "text", value_parser = ["text", "jsonl"])]
    pub format: String,
    #[command(flatten)]
    pub selection: SelectionArgs,
}

#[derive(Args, Debug)]
pub(crate) struct Rank {
    #[command(flatten)]
    pub stored: Stored,
    /// The measure
    #[arg(long, value_name = "MEASURE", default_value = "degree", value_parser = choices(measures()))]
    pub by: String,
    /// Only things of this kind (all count for the measure)
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub kind: Option<EntityKind>,
    /// How many
    #[arg(short = 'n', long, value_name = "N", default_value = "20")]
    pub count: usize,
    /// How to write it [default: table on a terminal, else csv]
    #[arg(short, long, value_parser = ["table", "csv", "jsonl"])]
    pub format: Option<String>,
    #[command(flatten)]
    pub selection: SelectionArgs,
}

#[derive(Args, Debug)]
pub(crate) struct Export {
    #[command(flatten)]
    pub stored: Stored,
    /// A network, facts or RDF [default: as the name of the file ends, else dot]
    #[arg(short, long, value_parser = choices(export_formats()))]
    pub format: Option<String>,
    #[command(flatten)]
    pub destination: Destination,
    /// Keep things of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kinds(), help_heading = "Part of the network")]
    pub kind: Vec<EntityKind>,
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// What boxes stand for
    #[arg(long, value_parser = ["place", "kind", "none"], default_value = "place", help_heading = "Picture (dot)")]
    pub clusters: String,
    /// Draw so many things at most, those with the most neighbours
    #[arg(long, value_name = "N", default_value = "150", help_heading = "Picture (dot)")]
    pub most: usize,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub stored: Stored,
    /// Key or IRI of a statement, the first digits of its key, or the name of an agency, a programme or a place, or of
    /// a page
    pub id: String,
}

#[derive(Args, Debug)]
pub(crate) struct Forget {
    #[command(flatten)]
    pub stored: Stored,
    /// Names of pages, as `zhengtu explain` and exports show them, or their keys
    #[arg(required = true)]
    pub pages: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub(crate) struct Man {
    /// Folder for the pages of all commands [default: print the main one]
    #[arg(value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
}

/// Names, what each is for, and other names for it.
type Choice = (&'static str, String, Option<&'static str>);

fn choices(of: Vec<Choice>) -> PossibleValuesParser {
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
fn facts_formats() -> Vec<Choice> {
    let own = [("jsonl", String::new(), None), ("csv", String::new(), None)];
    own.into_iter().chain(rdf_formats(|shape| shape != Shape::Table)).collect()
}

fn answer_formats() -> Vec<Choice> {
    let table = [("table", String::new(), None)];
    let formats = rdf_formats(|shape| shape == Shape::Table).into_iter().chain(rdf_formats(|s| s == Shape::Triples));
    table.into_iter().chain(formats).collect()
}

fn export_formats() -> Vec<Choice> {
    let networks = EXPORTERS.iter().map(|format| (format.name(), format.description().to_owned(), None));
    let facts = [
        ("jsonl", "facts as JSON lines, as `extract` prints them".to_owned(), None),
        ("csv", "figures as a table".to_owned(), None),
    ];
    let rdf = FORMATS.iter().filter(|format| format.shape != Shape::Table);
    let rdf = rdf.map(|format| (format.name, format!("RDF: {}", format.media_type), Some(format.extension)));
    networks.chain(facts).chain(rdf).collect()
}

fn measures() -> Vec<Choice> {
    MEASURES.iter().map(|measure| (measure.name(), measure.description().to_owned(), None)).collect()
}

/// The kinds of entity.
fn kinds() -> impl TypedValueParser<Value = EntityKind> {
    PossibleValuesParser::new(EntityKind::ALL.iter().map(|kind| kind.word()))
        .map(|word| EntityKind::from_word(&word).unwrap_or(EntityKind::Agency))
}

/// A confidence from 0 to 1.
pub(crate) fn confidence(text: &str) -> Result<Confidence, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(Confidence::hundredths((value * 100.0).round() as u8)),
        _ => Err("expected a number from 0 to 1, such as 0.8".into()),
    }
}

/// A whole number from 1.
fn positive(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| *n > 0).ok_or_else(|| "expected a whole number from 1".into())
}

fn date(text: &str) -> Result<String, String> {
    let day = Day::parse(text).map(|day| day.to_string());
    day.filter(|day| day == text).ok_or_else(|| "expected a day, month or year, such as 2023-04-18 or 2023-04".into())
}

fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.trim_start_matches('$').into(), value.into())),
        _ => Err("expected NAME=VALUE".into()),
    }
}
