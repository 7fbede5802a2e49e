//! `zhengtu serve`: the store over HTTP.

use std::{env, io::Write, path::PathBuf, time::Duration};

use crate::{
    cli::{
        args::{Log, Serve},
        failure::{Failure, Status},
        links::complain,
        output::Output,
        say,
        wording::counted,
    },
    rdf::{Graph, Limits},
    serve::{Entry, Notice, Options, Server},
};

pub(crate) fn run(args: &Serve) -> Result<Status, Failure> {
    let server = Server::bind(options(args)?)?;
    complain(&server.linked());
    if Graph::is_on_disk(&args.stored.store) && args.workers != Some(0) {
        say("the graph is on disk: queries are answered within this process, which can only ask them to stop");
    }
    let mut out = Output::open(None)?;
    writeln!(out, "{} at {} (Ctrl+C ends it)", counted(server.pages(), "page"), server.url())?;
    out.finish()?;
    let log = args.log;
    server.run(move |notice| match notice {
        Notice::Shown { pages, .. } => say(&format!("the store has changed: {} are shown now", counted(pages, "page"))),
        Notice::Stale(error) => say(&format!("the store as it was is still shown: {error}")),
        Notice::Stopping => say("ending; running requests have a few seconds"),
        Notice::Answered(entry) => tell(&entry, log),
    })?;
    Ok(Status::Done)
}

/// `zhengtu nest`: what the server starts to hold the graph.
#[cfg(unix)]
pub(crate) fn nest() -> Result<Status, Failure> {
    let failed = |error| Failure::Stopped(format!("{error}: this is for `zhengtu serve` to start, not for you"));
    crate::serve::nest().map(|()| Status::Done).map_err(failed)
}

fn options(args: &Serve) -> Result<Options, Failure> {
    let defaults = Options::new(&args.stored.store);
    let (queries, long) = lanes(args.workers, args.long, &defaults);
    let here = args.workers == Some(0) || !cfg!(unix);
    Ok(Options {
        bind: args.bind,
        public_url: args.public_url.clone(),
        base: args.base.iri.clone(),
        links: args.link.read()?,
        services: args.services.read()?,
        query: Limits {
            time: Some(Duration::from_secs(args.timeout)),
            rows: Some(args.max_rows),
            text: args.max_query,
            depth: args.max_depth.into(),
            patterns: args.max_patterns,
            operators: args.max_operators,
            cells: args.max_values,
        },
        answer: args.max_answer,
        upload: args.max_body,
        workers: if here { None } else { Some(program()?) },
        memory: (args.max_memory as usize) << 20,
        cache: (args.cache as usize) << 20,
        queries,
        long,
        queue: args.queue,
        connections: args.connections as usize,
        connections_per_address: args.connections_per_address as usize,
        log: args.log.is_some(),
        ..defaults
    })
}

/// How many queries run at once before they are long, and how many long ones. Even of one or two processes a long query
/// gets its place, and a short one too.
fn lanes(workers: Option<usize>, long: Option<usize>, defaults: &Options) -> (usize, usize) {
    match workers {
        None | Some(0) => (defaults.queries, long.unwrap_or(defaults.long)),
        Some(workers) => {
            let long = long.unwrap_or((workers / 2).max(1));
            (workers.saturating_sub(long).max(1), long)
        }
    }
}

/// One request in one line.
fn tell(entry: &Entry, log: Option<Log>) {
    let line = match log {
        Some(Log::Json) => serde_json::to_string(entry).unwrap_or_default(),
        _ => {
            let Entry { id, client, method, path, status, bytes, rows, micros, whole, .. } = entry;
            let cut = if *whole { "" } else { " cut" };
            format!("{id} {client} {method} {path} {status} {bytes} B {rows} rows {micros} us{cut}")
        }
    };
    // nobody reads it
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// This program, for its workers.
fn program() -> Result<PathBuf, Failure> {
    env::current_exe().map_err(|error| Failure::Stopped(format!("can't find this program ({error}): try --workers 0")))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn few_workers_still_take_a_long_query() {
        let defaults = Options { queries: 8, long: 4, ..Options::new(Path::new("kg")) };
        for (workers, long, expected) in [
            (None, None, (8, 4)),
            (Some(0), Some(2), (8, 2)),
            (Some(1), None, (1, 1)),
            (Some(2), None, (1, 1)),
            (Some(9), None, (5, 4)),
            (Some(4), Some(0), (4, 0)),
            (Some(2), Some(5), (1, 5)),
        ] {
            assert_eq!(lanes(workers, long, &defaults), expected, "{workers:?} {long:?}");
        }
    }
}
