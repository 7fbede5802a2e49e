//! `zhengtu serve`: the store over HTTP.

use std::{
    io::Write,
    net::{SocketAddr, ToSocketAddrs},
    path::PathBuf,
    time::Duration,
};

use clap::{Args, ValueHint};

use crate::{
    cli::{
        failure::{Failure, Status},
        output::Output,
        say,
        wording::counted,
    },
    rdf::Limits,
    serve::{Notice, Options, Server},
};

#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// The store; what a build adds while it is served is shown too
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub store: PathBuf,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878", value_parser = address)]
    pub bind: SocketAddr,
    /// The address that clients know, if it is another: behind a proxy
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub public_url: Option<String>,
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
    /// Queries that run at once [default: two a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub queries: Option<u16>,
    /// Queries that wait for one of them to end, 5 s at most; others are told to come again
    #[arg(long, value_name = "N", default_value = "64")]
    pub queue: usize,
    /// Connections at once
    #[arg(long, value_name = "N", default_value = "4000", value_parser = clap::value_parser!(u32).range(1..))]
    pub connections: u32,
}

pub(crate) fn run(args: &Serve) -> Result<Status, Failure> {
    let defaults = Options::new(&args.store);
    let server = Server::bind(Options {
        bind: args.bind,
        public_url: args.public_url.clone(),
        query: Limits {
            time: Some(Duration::from_secs(args.timeout)),
            rows: Some(args.max_rows),
            text: args.max_query,
            depth: args.max_depth.into(),
        },
        answer: args.max_answer,
        upload: args.max_body,
        queries: args.queries.map_or(defaults.queries, usize::from),
        queue: args.queue,
        connections: args.connections as usize,
        ..defaults
    })?;
    let mut out = Output::open(None)?;
    writeln!(out, "{} at {} (Ctrl+C ends it)", counted(server.pages(), "page"), server.url())?;
    out.finish()?;
    server.run(|notice| match notice {
        Notice::Shown { pages, .. } => say(&format!("the store has changed: {} are shown now", counted(pages, "page"))),
        Notice::Stale(error) => say(&format!("the store as it was is still shown: {error}")),
        Notice::Stopping => say("ending; running requests have a few seconds"),
    })?;
    Ok(Status::Done)
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let expected = || "expected an address and a port, such as 127.0.0.1:7878".to_owned();
    text.to_socket_addrs().ok().and_then(|mut found| found.next()).ok_or_else(expected)
}
