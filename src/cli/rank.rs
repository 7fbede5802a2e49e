//! `zhengtu rank`: who and what is central.

use std::{collections::BTreeSet, io::Write};

use serde::Serialize;

use crate::{
    cli::{
        args::Rank,
        failure::{Failure, Status},
        output::Output,
        report::{ShareBar, say},
        table::Table,
        wording::joined,
    },
    network::{EdgeKind, Effort, Network, Ranked, Shape, measure, rank},
    pipeline::network,
    rdf::{Format, Graph, Ranking, ranking},
    store::Store,
};

/// Edges that a row names.
const REASONS: usize = 3;

pub(crate) fn run(args: &Rank) -> Result<Status, Failure> {
    let whole = network(&Store::open(&args.stored.store)?)?;
    let selection = args.selection.read(&whole, BTreeSet::new())?;
    let network = args.selection.of(whole, &[])?;
    let measure = measure(&args.by)?;
    let bar = ShareBar::new(measure.name());
    let done = |share| bar.show(share);
    let effort = Effort { done: &done, ..Effort::default() };
    let effort = if args.exact { Effort { edges: u64::MAX, ..effort } } else { effort };
    let scores = measure.scores(&Shape::of(&network), &effort)?;
    bar.finish();
    let ranked = rank(&network, &scores, args.kind, args.count);
    let mut out = Output::open(args.destination.output.as_deref())?;
    let default = if out.is_terminal() { "table" } else { "csv" };
    match args.format.as_deref().unwrap_or(default) {
        "jsonl" => {
            for one in &ranked {
                serde_json::to_writer(&mut out, &Line::of(one, scores.error, &network))?;
                writeln!(out)?;
            }
        }
        "csv" => {
            let mut table = Table::new(["place", "score", "kind", "name", "pages", "because", "key"]);
            for one in &ranked {
                table.row(row(one).into_iter().chain([one.id.to_string()]));
            }
            table.csv(&mut out)?;
        }
        "table" => {
            let mut table = Table::new(["place", "score", "kind", "name", "pages", "because"]);
            ranked.iter().for_each(|one| table.row(row(one)));
            let (width, coloured) = (out.width(), out.is_coloured());
            table.write(width, coloured, &mut out)?;
        }
        rdf => {
            let mut part = args.selection.told(&selection);
            part.extend(args.kind.map(|kind| ("kind".to_owned(), kind.to_string())));
            let told = Ranking {
                measure: measure.name().into(),
                formula: measure.formula().into(),
                part,
                place: selection.place,
                time: (selection.from, selection.to),
                error: scores.error,
                scores: ranked.iter().map(|one| (one.id.clone(), one.place, one.score)).collect(),
            };
            let graph = Graph::new(args.base.iri.clone());
            graph.load([ranking(&args.base.iri, &told)]);
            graph.write(Format::named(rdf)?, &mut out)?;
        }
    }
    out.finish()?;
    if let Some(error) = scores.error {
        let hint = "--exact looks at all paths";
        say(&format!("paths from some things only: scores are right within {error:.2e}, at 95 of 100 times ({hint})"));
    }
    if ranked.is_empty() {
        say("nothing to rank: the store, or the part of it that was asked for, holds no such thing");
        return Ok(Status::Complaints);
    }
    Ok(Status::Done)
}

fn row(ranked: &Ranked<'_>) -> Vec<String> {
    let because = ranked.reasons.iter().take(REASONS).map(|reason| {
        let (relation, there) = (joined(reason.edge), reason.outgoing || reason.kind == EdgeKind::Shares);
        if there { format!("{relation} {}", reason.name) } else { format!("{} {relation} it", reason.name) }
    });
    let mut because = because.collect::<Vec<_>>().join("; ");
    if ranked.reasons.len() > REASONS {
        because += &format!("; {} more", ranked.reasons.len() - REASONS);
    }
    vec![
        ranked.place.to_string(),
        score(ranked.score),
        ranked.kind.to_string(),
        ranked.name.to_owned(),
        ranked.sources.len().to_string(),
        because,
    ]
}

/// Six digits after the point, without zeros at the end.
fn score(score: f64) -> String {
    let text = format!("{score:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A place as a line of JSON.
#[derive(Serialize)]
struct Line<'n> {
    place: usize,
    score: f64,
    /// How far the score may be off, where only some of the network was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<f64>,
    kind: &'static str,
    name: &'n str,
    id: &'n str,
    docs: Vec<&'n str>,
    edges: Vec<EdgeLine<'n>>,
}

#[derive(Serialize)]
struct EdgeLine<'n> {
    relation: &'static str,
    forward: bool,
    other: &'n str,
    name: &'n str,
    pages: usize,
    /// Of a projection, what both share.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shared: Vec<&'n str>,
    statements: Vec<&'n str>,
}

impl<'n> Line<'n> {
    fn of(ranked: &'n Ranked<'n>, error: Option<f64>, network: &'n Network) -> Self {
        Self {
            place: ranked.place,
            score: ranked.score,
            error,
            kind: ranked.kind.word(),
            name: ranked.name,
            id: ranked.id.as_str(),
            docs: ranked.sources.iter().filter_map(|&at| network.sources().get(at)).map(|p| p.doc.as_str()).collect(),
            edges: ranked
                .reasons
                .iter()
                .map(|reason| EdgeLine {
                    relation: reason.kind.word(),
                    forward: reason.outgoing,
                    other: reason.other.as_str(),
                    name: reason.name,
                    pages: reason.edge.weight,
                    shared: reason.edge.via.iter().map(|id| id.as_str()).collect(),
                    statements: reason.edge.statements().into_iter().map(|id| id.0.as_str()).collect(),
                })
                .collect(),
        }
    }
}
