//! What can be typed.

mod network;
mod serve;
mod shared;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};

use crate::{
    cli::{
        selection::SelectionArgs,
        values::{
            answer_formats, base, choices, comparison_formats, confidence, diffusion_formats, export_formats,
            facts_formats, judgements, kinds, levels, named_measures, parameter, positive, prefix, rankdirs,
            report_formats, rows, steps,
        },
    },
    compare::Judgement,
    diffusion::Step,
    eval::Row,
    model::{Confidence, EntityKind, Level},
    rdf::Base,
};

pub(crate) use network::{By, Parts, Path, Rank};
pub(crate) use serve::{Log, Serve};
pub(crate) use shared::{BaseArgs, Destination, LinkArgs, Pages, Reading, ServiceArgs, Stored};

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
    /// Show what the network falls into: communities, connected parts, and what holds it together
    #[command(after_help = include_str!("help/parts.txt"))]
    Parts(Parts),
    /// Hold what pages say of the same thing against each other: equal, rounded, revised or in conflict
    #[command(after_help = include_str!("help/compare.txt"))]
    Compare(Compare),
    /// Show how a programme spread: where it is seen first, in which order, and from where
    #[command(after_help = include_str!("help/diffusion.txt"))]
    Diffusion(Diffusion),
    /// Write the graph for other tools
    #[command(after_help = include_str!("help/export.txt"))]
    Export(Export),
    /// Take pages from an export as N-Quads or TriG into a store
    #[command(after_help = include_str!("help/import.txt"))]
    Import(Import),
    /// Serve the graph over HTTP: a SPARQL endpoint, a page to ask from, and a page for every IRI
    #[command(after_help = include_str!("help/serve.txt"))]
    Serve(Serve),
    /// What `serve` starts to hold the graph; of no use by hand
    #[cfg(unix)]
    #[command(hide = true)]
    Nest,
    /// Show what a statement says and the sentence that it was read from, or all statements on a thing
    #[command(after_help = include_str!("help/explain.txt"))]
    Explain(Explain),
    /// Measure the reading, your own tables included, against what a careful person found on the pages
    #[command(after_help = include_str!("help/eval.txt"))]
    Eval(Eval),
    /// Take pages back, with all that no other page says
    #[command(after_help = include_str!("help/forget.txt"))]
    Forget(Forget),
    /// Keep the graph of a store on disk, for graphs that memory does not hold
    #[command(after_help = include_str!("help/index.txt"))]
    Index(Index),
    /// Check that the graph is as its shapes say (SHACL)
    #[command(after_help = include_str!("help/validate.txt"))]
    Validate(Validate),
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

#[derive(Args, Debug)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub pages: Pages,
    /// Facts as JSON lines, figures as a table, or RDF
    #[arg(short, long, default_value = "jsonl", value_parser = choices(facts_formats()))]
    pub format: String,
    #[command(flatten)]
    pub destination: Destination,
    #[command(flatten)]
    pub base: BaseArgs,
    /// Leave out statements that are less sure, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<Confidence>,
    /// Say on standard error what was seen and left out: where, why, and by which rule
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
    /// Put NAME/ before the names of the pages, so that those of another folder don't replace pages of the same name
    #[arg(long, value_name = "NAME", value_parser = prefix)]
    pub prefix: Option<String>,
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
    #[command(flatten)]
    pub link: LinkArgs,
    #[command(flatten)]
    pub base: BaseArgs,
    #[command(flatten)]
    pub services: ServiceArgs,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = positive)]
    pub timeout: usize,
    /// Refuse an answer of more rows
    #[arg(long, value_name = "N", default_value = "1000000")]
    pub max_rows: usize,
}

#[derive(Args, Debug)]
pub(crate) struct Compare {
    #[command(flatten)]
    pub stored: Stored,
    /// What is measured: a part of its name, or of a page's phrase for it
    #[arg(long, value_name = "TEXT")]
    pub indicator: Option<String>,
    /// A place, with all below it
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Groups whose gravest judgement is one of these
    #[arg(long, value_name = "JUDGEMENT", value_delimiter = ',', value_parser = judgements())]
    pub only: Vec<Judgement>,
    /// Leave out figures that are less sure, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<Confidence>,
    /// text for people; csv has one row a claim, jsonl one line a group; or RDF [default: text]
    #[arg(short, long, value_parser = choices(comparison_formats()))]
    pub format: Option<String>,
    #[command(flatten)]
    pub destination: Destination,
    #[command(flatten)]
    pub base: BaseArgs,
}

#[derive(Args, Debug)]
pub(crate) struct Diffusion {
    #[command(flatten)]
    pub stored: Stored,
    /// Name or key of a programme
    pub programme: String,
    /// Only the programme of exactly this name, without variants of it
    #[arg(long)]
    pub exact: bool,
    /// Count what is seen in narrower places for those of this level
    #[arg(long, value_name = "LEVEL", value_parser = levels())]
    pub level: Option<Level>,
    /// How long the periods of event history and curve are
    #[arg(long, value_name = "PERIOD", default_value = "month", value_parser = steps())]
    pub by: Step,
    /// A place, with all below it; order and lags are those within it
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Leave out statements that are less sure, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<Confidence>,
    /// Date by the days of pages alone, not by the periods that sentences say
    #[arg(long)]
    pub page_days: bool,
    /// Folder with tables (*.tsv) that add to the built-in ones: variant.tsv is looked at
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub lexicon: Option<PathBuf>,
    /// How to write it [default: as the name of the file ends, else table on a terminal, else csv]
    #[arg(short, long, value_parser = choices(diffusion_formats()))]
    pub format: Option<String>,
    #[command(flatten)]
    pub destination: Destination,
    /// Draw so many places at most, those that came first
    #[arg(long, value_name = "N", default_value = "60", value_parser = positive, help_heading = "Picture (svg)")]
    pub most: usize,
}

/// Where help lists what concerns pictures only.
const PICTURE: &str = "Picture (svg, png, pdf, dot)";

#[derive(Args, Debug)]
pub(crate) struct Export {
    #[command(flatten)]
    pub stored: Stored,
    /// A network, facts or RDF [default: as the name of the file ends, else dot]
    #[arg(short, long, value_parser = choices(export_formats()))]
    pub format: Option<String>,
    #[command(flatten)]
    pub destination: Destination,
    #[command(flatten)]
    pub link: LinkArgs,
    #[command(flatten)]
    pub base: BaseArgs,
    /// Keep things of these kinds
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kinds(), help_heading = "Part of the network")]
    pub kind: Vec<EntityKind>,
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// What boxes stand for
    #[arg(long, value_parser = ["place", "kind", "none"], default_value = "place", help_heading = PICTURE)]
    pub clusters: String,
    /// Draw so many things at most; the picture says what it leaves out
    #[arg(long, value_name = "N", default_value = "150", value_parser = positive, help_heading = PICTURE)]
    pub most: usize,
    /// The measure that says which things those are [default: the number of neighbours]
    #[arg(long, value_name = "MEASURE", value_parser = named_measures(), help_heading = PICTURE)]
    pub by: Option<String>,
    /// Where arrows run to, within boxes: right, down, left or up
    #[arg(long, value_parser = rankdirs(), default_value = "LR", help_heading = PICTURE)]
    pub rankdir: &'static str,
}

#[derive(Args, Debug)]
pub(crate) struct Import {
    /// What `zhengtu export` wrote: .nq, or .trig
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// The store; it is made if it is not there
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub store: PathBuf,
    /// The IRI that the export was written below [default: what its pages stand below]
    #[arg(long, value_name = "IRI", value_parser = base, value_hint = ValueHint::Url)]
    pub base: Option<Base>,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub stored: Stored,
    /// Key or IRI of a statement, the first digits of its key, or the name of an agency, a programme or a place, or of
    /// a page
    pub id: String,
    #[command(flatten)]
    pub base: BaseArgs,
}

#[derive(Args, Debug)]
pub(crate) struct Eval {
    /// Pages: a file or a folder of them
    #[arg(long, value_name = "DIR", required = true, value_hint = ValueHint::AnyPath)]
    pub pages: Vec<PathBuf>,
    /// Folder with the gold of the pages: X.json (an annotation) or X.facts (lines) for the page X.txt
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub gold: PathBuf,
    #[command(flatten)]
    pub reading: Reading,
    /// Leave out statements that are less sure, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<Confidence>,
    /// List what was missed and what was wrong in a row of the table
    #[arg(long, value_name = "ROW", value_parser = rows(), conflicts_with = "json")]
    pub show: Option<Row>,
    /// Print the numbers as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Write each figure with the answers that it could be linked to, which are right and what speaks for each, as JSON
    /// lines: what the tables linking.tsv, naming.tsv and confidence.tsv are fitted on
    #[arg(long, value_name = "FILE")]
    pub cases: Option<PathBuf>,
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
pub(crate) struct Index {
    #[command(flatten)]
    pub stored: Stored,
    #[command(flatten)]
    pub base: BaseArgs,
    /// Keep it in memory again
    #[arg(long, conflicts_with = "iri")]
    pub remove: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Validate {
    #[command(flatten)]
    pub stored: Stored,
    /// Shapes of your own, in Turtle [default: those built in]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub shapes: Option<PathBuf>,
    /// How to report: a table, or RDF as SHACL has it [default: table]
    #[arg(short, long, value_parser = choices(report_formats()))]
    pub format: Option<String>,
    #[command(flatten)]
    pub base: BaseArgs,
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
