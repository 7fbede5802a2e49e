//! What the server takes.

use std::net::SocketAddr;

use clap::{Args, ValueEnum, ValueHint};

use crate::cli::{
    args::shared::{BaseArgs, LinkArgs, ServiceArgs, Stored},
    values::address,
};

#[derive(Args, Debug)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub stored: Stored,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878", value_parser = address)]
    pub bind: SocketAddr,
    /// The address that clients know, if it is another: behind a proxy
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub public_url: Option<String>,
    #[command(flatten)]
    pub link: LinkArgs,
    #[command(flatten)]
    pub base: BaseArgs,
    #[command(flatten)]
    pub services: ServiceArgs,
    /// Seconds that a query may run
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
    /// Rows or triples of an answer; more is an error
    #[arg(long, value_name = "N", default_value = "100000")]
    pub max_rows: usize,
    /// Bytes of an answer; more is an error
    #[arg(long, value_name = "BYTES", default_value = "268435456")]
    pub max_answer: usize,
    /// Bytes of a query's text
    #[arg(long, value_name = "BYTES", default_value = "65536")]
    pub max_query: usize,
    /// Brackets within brackets in a query
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub max_depth: u16,
    /// Bytes of a request's body
    #[arg(long, value_name = "BYTES", default_value = "1048576")]
    pub max_body: usize,
    /// Triple patterns of a query
    #[arg(long, value_name = "N", default_value = "100")]
    pub max_patterns: usize,
    /// Joins, filters, functions and the like of a query
    #[arg(long, value_name = "N", default_value = "1000")]
    pub max_operators: usize,
    /// Values of VALUES in a query
    #[arg(long, value_name = "N", default_value = "10000")]
    pub max_values: usize,
    /// Processes that answer, so that any query can be ended; 0 answers within this process, where only a query that
    /// listens can [default: four a processor]
    #[arg(long, value_name = "N")]
    pub workers: Option<usize>,
    /// Megabytes of memory that a query may take
    #[arg(long, value_name = "MB", default_value = "512", value_parser = clap::value_parser!(u32).range(16..))]
    pub max_memory: u32,
    /// How many of them long queries may take, those of more than a quarter of a second [default: half]
    #[arg(long, value_name = "N")]
    pub long: Option<usize>,
    /// Megabytes of small answers that are remembered as long as the store does not change
    #[arg(long, value_name = "MB", default_value = "32")]
    pub cache: u32,
    /// Queries that wait for one of them to end, 5 s at most; others are told to come again
    #[arg(long, value_name = "N", default_value = "64")]
    pub queue: usize,
    /// Connections at once
    #[arg(long, value_name = "N", default_value = "4000", value_parser = clap::value_parser!(u32).range(1..))]
    pub connections: u32,
    /// Connections at once of one address; this machine may have any number, as a proxy stands here
    #[arg(long, value_name = "N", default_value = "64", value_parser = clap::value_parser!(u32).range(1..))]
    pub connections_per_address: u32,
    /// Tell of each request on standard error: a line of text, or of JSON
    #[arg(long, value_name = "FORM")]
    pub log: Option<Log>,
}

/// How requests are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Log {
    /// A line of text
    Text,
    /// A line of JSON
    Json,
}
