//! `zhengtu serve`: the store over HTTP.

use std::{io::Write, time::Duration};

use crate::{
    cli::{
        args::Serve,
        failure::{Failure, Status},
        links::complain,
        output::Output,
        say,
        wording::counted,
    },
    rdf::Limits,
    serve::{Notice, Options, Server},
};

pub(crate) fn run(args: &Serve) -> Result<Status, Failure> {
    let defaults = Options::new(&args.stored.store);
    let server = Server::bind(Options {
        bind: args.bind,
        public_url: args.public_url.clone(),
        base: args.base.iri.clone(),
        links: args.link.read()?,
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
    complain(&server.linked());
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
