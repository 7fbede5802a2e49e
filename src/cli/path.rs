//! `zhengtu path`: how two things hang together, with the sentences that say so.

use std::io::Write;

use serde::Serialize;

use crate::{
    cli::{
        args::Path as Args,
        failure::{Failure, Status},
        output::Output,
        report::say,
        wording::{self, ARROW, counted, styled},
    },
    network::{Edge, Network, Path, PathOptions, Step},
    pipeline::network,
    store::Store,
    text::plain,
};

/// With `--all`, so many paths at most.
const ALL: usize = 10_000;

pub(crate) fn run(args: &Args) -> Result<Status, Failure> {
    let network = args.selection.of(network(&Store::open(&args.stored.store)?)?, &[])?;
    let count = args.count.unwrap_or(if args.all { ALL } else { 1 });
    let options = PathOptions { count, max_steps: args.max_steps, weighted: args.weighted };
    let (paths, whole) = if args.all {
        network.all_paths(&args.from, &args.to, &options)?
    } else {
        (network.paths(&args.from, &args.to, &options)?, true)
    };
    let mut out = Output::open(None)?;
    for (number, path) in paths.iter().enumerate() {
        if args.format == "jsonl" {
            serde_json::to_writer(&mut out, &Line::of(path, &network))?;
            writeln!(out)?;
        } else {
            if number > 0 {
                writeln!(out)?;
            }
            show(path, &network, &mut out)?;
        }
    }
    out.finish()?;
    if !whole {
        let hint = "allow fewer steps, more paths (-k), or only some relations (--relation)";
        say(&format!("there are more paths than these {}, which have the fewest steps: {hint}", paths.len()));
        return Ok(Status::Complaints);
    }
    Ok(Status::Done)
}

fn show(path: &Path<'_>, network: &Network, out: &mut Output) -> Result<(), Failure> {
    let coloured = out.is_coloured();
    let names = path.steps.iter().map(|step| format!(" {ARROW} {}", step.to.name));
    let title = path.start.name.clone() + &names.collect::<String>();
    writeln!(out, "{} ({})", styled(&plain(&title).to_string(), coloured), counted(path.steps.len(), "step"))?;
    for step in &path.steps {
        let Some((edge, forward)) = step.edges.first() else { continue };
        let (from, to) = if *forward { (step.from, step.to) } else { (step.to, step.from) };
        let kind = wording::joined(edge);
        let others: Vec<String> = step.edges[1..].iter().map(|(edge, _)| wording::joined(edge)).collect();
        let also = if others.is_empty() { String::new() } else { format!(" (also {})", others.join(", ")) };
        writeln!(out, "  {} {kind} {}{also}", plain(&from.name), plain(&to.name))?;
        for line in reasons(edge, network) {
            writeln!(out, "    {}", plain(&line))?;
        }
    }
    Ok(())
}

/// What an edge rests on: its surest sentence and where that stands, or the page that it is known from.
fn reasons(edge: &Edge, network: &Network) -> Vec<String> {
    // of a projection, the weight is no number of sources
    let pages = if edge.via.is_empty() { edge.weight } else { edge.sources().len() };
    let more = |shown: usize| match pages.saturating_sub(shown) {
        0 => String::new(),
        more => format!(", and {}", counted(more, "more page")),
    };
    match (edge.best_stated(), edge.best()) {
        (Some(support), _) => {
            let statement = support.statement.as_ref().map(ToString::to_string).unwrap_or_default();
            let page = wording::page(network.source(support));
            vec![support.text.to_string(), format!("{page}, statement {statement}, {}{}", support.confidence, more(1))]
        }
        (None, Some(support)) => {
            vec![format!("known from the names; named in {}{}", wording::page(network.source(support)), more(1))]
        }
        (None, None) => Vec::new(),
    }
}

/// A path as a line of JSON.
#[derive(Serialize)]
struct Line<'n> {
    from: &'n str,
    to: &'n str,
    names: Vec<&'n str>,
    steps: Vec<StepLine<'n>>,
}

#[derive(Serialize)]
struct StepLine<'n> {
    from: &'n str,
    to: &'n str,
    edges: Vec<EdgeLine<'n>>,
}

#[derive(Serialize)]
struct EdgeLine<'n> {
    relation: &'static str,
    /// Whether the relation runs in the direction of the step.
    forward: bool,
    /// Number of independent sources; of a projection, of what both share.
    pages: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shared: Vec<&'n str>,
    supports: Vec<SupportLine<'n>>,
}

#[derive(Serialize)]
struct SupportLine<'n> {
    doc: &'n str,
    start: u32,
    end: u32,
    text: &'n str,
    statement: Option<&'n str>,
    confidence: f64,
}

impl<'n> Line<'n> {
    fn of(path: &'n Path<'n>, network: &'n Network) -> Self {
        let end = path.steps.last().map_or(path.start, |step| step.to);
        Self {
            from: path.start.id.as_str(),
            to: end.id.as_str(),
            names: std::iter::once(path.start).chain(path.steps.iter().map(|s| s.to)).map(|n| &*n.name).collect(),
            steps: path.steps.iter().map(|step| StepLine::of(step, network)).collect(),
        }
    }
}

impl<'n> StepLine<'n> {
    fn of(step: &'n Step<'n>, network: &'n Network) -> Self {
        let edge = |(edge, forward): &(&'n Edge, bool)| EdgeLine {
            relation: edge.kind.word(),
            forward: *forward,
            pages: edge.weight,
            shared: edge.via.iter().map(|id| id.as_str()).collect(),
            supports: edge
                .supports
                .iter()
                .map(|support| SupportLine {
                    doc: &network.source(support).doc,
                    start: support.span.start,
                    end: support.span.end,
                    text: &support.text,
                    statement: support.statement.as_ref().map(|id| id.0.as_str()),
                    confidence: support.confidence.value(),
                })
                .collect(),
        };
        Self { from: step.from.id.as_str(), to: step.to.id.as_str(), edges: step.edges.iter().map(edge).collect() }
    }
}
