//! `/api/rank`: who and what is central, and why.

use rayon::ThreadPoolBuilder;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    network::{Effort, MEASURES, Network, NetworkError, Ranked, Shape, measure, rank},
    rdf::Base,
    serve::{
        api::{
            edges::{EdgeTold, Neighbour},
            registry::{Endpoint, Of, Parameter, kinds},
            things::{Source, Thing},
        },
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
};

/// Edges that are looked at, so that an answer does not take longer than one may: a second or two.
const EDGES_LOOKED_AT: u64 = 300_000_000;
/// Edges that are told of a thing.
const EDGES: usize = 10;
/// Sentences that are told of an edge.
const SENTENCES: usize = 1;
/// Pages that are told of a thing.
const SOURCES: usize = 5;

pub(super) static ENDPOINT: Endpoint = Endpoint {
    path: "/api/rank",
    name: "rank",
    about: "Who and what is central in the network, with the edges and pages that this rests on.",
    parameters: &[
        Parameter::new("by", Of::One(measures, Some("degree")), "by which measure"),
        Parameter::new("kind", Of::One(kinds, None), "only things of this kind; all count in the measure"),
        Parameter::new("top", Of::Whole(1, 200, Some(10)), "how many"),
    ],
    answer: |schemas| schemas.subschema_for::<Ranking>(),
};

fn measures() -> Vec<&'static str> {
    MEASURES.iter().map(|measure| measure.name()).collect()
}

/// The most central things.
#[derive(Serialize, JsonSchema)]
struct Ranking {
    /// The measure.
    by: &'static str,
    /// What it tells.
    about: &'static str,
    /// Its definition, and where that comes from.
    formula: &'static str,
    /// Where the network is too large to look at all of it: all scores are right within this, at 95 of 100 such looks.
    error: Option<f64>,
    /// The most central first.
    things: Vec<RankedThing>,
}

/// A thing and its place.
#[derive(Serialize, JsonSchema)]
struct RankedThing {
    #[serde(flatten)]
    thing: Thing,
    /// From 1; things of equal score have the same.
    place: usize,
    score: f64,
    /// How many edges it has.
    edges: usize,
    /// How many pages are behind them.
    pages: usize,
    /// What it is joined to, the best supported first, a few.
    because: Vec<Neighbour>,
    /// The pages, a few.
    sources: Vec<Source>,
}

pub(in crate::serve) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    ENDPOINT.respond(asker, reply, |given| {
        let (network, base) = (&given.catalogue().network, given.base());
        let measure = measure(given.one("by").unwrap_or_default()).map_err(failed)?;
        // measures that share their work among threads do so on one of their own: a worker is to take one processor
        let threads = ThreadPoolBuilder::new().num_threads(1).build().map_err(|_| Problem::failed())?;
        let top = given.whole("top").unwrap_or(1);
        let effort = Effort { edges: EDGES_LOOKED_AT, ..Effort::default() };
        let scores = threads.install(|| measure.scores(&Shape::of(network), &effort)).map_err(failed)?;
        let ranked = rank(network, &scores, given.kind("kind"), top);
        Ok(Ranking {
            by: measure.name(),
            about: measure.description(),
            formula: measure.formula(),
            error: scores.error,
            things: ranked.iter().map(|one| told(base, network, one)).collect(),
        })
    })
}

fn failed(error: NetworkError) -> Problem {
    Problem::new(422, "no-ranking", error.to_string())
}

fn told(base: &Base, network: &Network, ranked: &Ranked<'_>) -> RankedThing {
    let because = ranked.reasons.iter().take(EDGES).map(|reason| Neighbour {
        thing: Thing::of(base, reason.other, reason.name),
        edge: EdgeTold::of(base, network, reason.edge, reason.outgoing, SENTENCES),
    });
    let sources = ranked.sources.iter().take(SOURCES).filter_map(|&at| network.sources().get(at));
    RankedThing {
        thing: Thing::of(base, ranked.id, ranked.name),
        place: ranked.place,
        score: ranked.score,
        edges: ranked.reasons.len(),
        pages: ranked.sources.len(),
        because: because.collect(),
        sources: sources.map(|page| Source::of(base, page)).collect(),
    }
}
