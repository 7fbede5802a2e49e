//! `/api/search`: things by name.

use schemars::JsonSchema;
use serde::Serialize;

use crate::serve::{
    api::{
        names::{Fit, Hit},
        registry::{Endpoint, LIMIT, Of, PAGE, Parameter, kinds},
        things::Thing,
    },
    problem::Problem,
    reply::Reply,
    room::Asker,
};

pub(super) static ENDPOINT: Endpoint = Endpoint {
    path: "/api/search",
    name: "search",
    about: "Agencies, programmes, places and indicators by name: whole names first, then those that begin so, then those \
        that hold it, each in the order of how many pages tell of them. Words of pages for a thing and its former \
        names count too; full-width characters are the same as plain ones.",
    parameters: &[
        Parameter::required("q", Of::Text, "a name or a part of it"),
        Parameter::new("kind", Of::One(kinds, None), "what kind of thing"),
        LIMIT,
        PAGE,
    ],
    answer: |schemas| schemas.subschema_for::<Found>(),
};

/// Things that were found.
#[derive(Serialize, JsonSchema)]
struct Found {
    /// How many there are in all.
    total: usize,
    /// The address of the next part.
    next: Option<String>,
    things: Vec<FoundThing>,
}

/// A thing that was found.
#[derive(Serialize, JsonSchema)]
struct FoundThing {
    #[serde(flatten)]
    thing: Thing,
    /// The name that fits.
    matched: String,
    /// How it fits: whole, beginning or inside.
    fit: &'static str,
    /// The place of an agency, or the wider place of a place.
    place: Option<Thing>,
    /// Statements that name it.
    statements: u32,
    /// Pages that name it.
    pages: usize,
}

pub(in crate::serve) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    ENDPOINT.respond(asker, reply, |given| {
        let (catalogue, base, kind) = (given.catalogue(), given.base(), given.kind("kind"));
        let network = &catalogue.network;
        let fits = |at: usize| kind.is_none_or(|kind| network.node(at).is_some_and(|node| node.kind == kind));
        let mut hits = catalogue.names.search(given.text("q").unwrap_or_default(), fits);
        let pages = |at: usize| network.node(at).map_or(0, |node| node.sources.len());
        hits.sort_by_cached_key(|hit| (hit.fit, std::cmp::Reverse(pages(hit.thing)), hit.thing));
        let told = |hit: &Hit<'_>| {
            let node = network.node(hit.thing)?;
            let place = node.place.as_ref().and_then(|id| network.node(network.position(id)?));
            let (figures, relations) = catalogue.told[hit.thing];
            Some(FoundThing {
                thing: Thing::node(base, node),
                matched: hit.name.to_owned(),
                fit: match hit.fit {
                    Fit::Whole => "whole",
                    Fit::Beginning => "beginning",
                    Fit::Inside => "inside",
                },
                place: place.map(|place| Thing::node(base, place)),
                statements: figures + relations,
                pages: node.sources.len(),
            })
        };
        let things = hits[given.part(hits.len())].iter().filter_map(told).collect();
        Ok(Found { total: hits.len(), next: given.next(hits.len()), things })
    })
}
