//! What several commands take.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::{
    cli::values::{base, date, positive},
    rdf::Base,
};

/// Pages and how to read them.
#[derive(Args, Debug)]
pub(crate) struct Pages {
    /// Files (.txt, .md, .html, .jsonl) and folders of them; `-` is standard input
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    pub pages: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

/// How to read pages.
#[derive(Args, Debug)]
pub(crate) struct Reading {
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

/// What others call the same things.
#[derive(Args, Debug)]
pub(crate) struct LinkArgs {
    /// Table of links: a key, a code of a division or a name, and an IRI elsewhere (Wikidata and others), tab or comma
    /// between; they become owl:sameAs
    #[arg(long = "link", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
}

/// Which other endpoints may be asked.
#[derive(Args, Debug)]
pub(crate) struct ServiceArgs {
    /// An endpoint that queries may ask by SERVICE; none unless it is named
    #[arg(long = "service", value_name = "URL", value_hint = ValueHint::Url)]
    pub addresses: Vec<String>,
}

/// Where IRIs stand.
#[derive(Args, Debug)]
pub(crate) struct BaseArgs {
    /// The IRI that those of all things stand below
    #[arg(long = "base", value_name = "IRI", default_value = Base::DEFAULT, value_parser = base, value_hint = ValueHint::Url)]
    pub iri: Base,
}
