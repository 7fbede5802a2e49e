//! `/api/entity/…`: what is known of a thing.

use std::{cmp::Reverse, collections::BTreeMap};

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    model::{EntityId, EntityKind},
    network::{EdgeKind, Link},
    serve::{
        api::{
            edges::{EdgeTold, Neighbour},
            given::encode,
            registry::{Endpoint, LIMIT, Of, PAGE, Parameter},
            things::{Source, Thing},
        },
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
};

/// Sentences that are told of an edge.
const SENTENCES: usize = 3;

pub(super) static ENDPOINT: Endpoint = Endpoint {
    path: "/api/entity/{*key}",
    name: "entity",
    about: "What is known of an agency, a programme, a place or an indicator. The path is that of its IRI below the base: \
        /api/entity/agency/430300/...",
    parameters: &[Parameter::new("relation", Of::Some(relations), "only neighbours by these relations"), LIMIT, PAGE],
    answer: |schemas| schemas.subschema_for::<Entity>(),
};

fn relations() -> Vec<&'static str> {
    let stored = EdgeKind::ALL.iter().filter(|kind| **kind != EdgeKind::Shares);
    stored.map(|kind| kind.word()).collect()
}

/// What is known of a thing.
#[derive(Serialize, JsonSchema)]
struct Entity {
    #[serde(flatten)]
    thing: Thing,
    /// The path below the base.
    key: String,
    /// What sort of its kind: of an agency government, party, company ..., of a place its level.
    sort: Option<&'static str>,
    /// Other names: words of pages for it, and names that it once had.
    names: Vec<String>,
    /// Of a place its official code.
    code: Option<String>,
    /// Of a place the full names from the province down.
    path: Vec<String>,
    /// The place of an agency, or the wider place of a place.
    place: Option<Thing>,
    /// Figures that name it.
    figures: u32,
    /// Relations that name it.
    relations: u32,
    /// Pages that name it.
    pages: usize,
    /// The address of its statements.
    statements: String,
    /// How it hangs together with others, with the number of these.
    edges: Vec<Counted>,
    /// The others, those with the most independent sources first.
    neighbours: Vec<Neighbour>,
    /// Pages that name it, in the order of their names; as many as neighbours at once.
    sources: Vec<Source>,
    /// The address of more neighbours and pages.
    next: Option<String>,
}

/// A relation and how many others it leads to.
#[derive(Serialize, JsonSchema)]
struct Counted {
    /// As of neighbours.
    relation: &'static str,
    /// Whether it runs from here to there.
    forward: bool,
    count: usize,
}

pub(in crate::serve) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    ENDPOINT.respond(asker, reply, |given| {
        let (catalogue, base, key) = (given.catalogue(), given.base(), given.key()?);
        let network = &catalogue.network;
        let at = EntityId::parse(&key).and_then(|id| network.position(&id));
        let found = at.and_then(|at| Some((at, network.node(at)?)));
        let missing = || format!("nothing in the store has the key {key:?}: /api/search finds names and their IRIs");
        let (at, node) = found.ok_or_else(|| Problem::not_found(missing()))?;
        let mut links = network.links_of(at);
        let mut edges: BTreeMap<(EdgeKind, Reverse<bool>), usize> = BTreeMap::new();
        for link in &links {
            *edges.entry((link.edge.kind, Reverse(link.from == at))).or_default() += 1;
        }
        let only = given.some("relation");
        links.retain(|link| only.is_empty() || only.contains(&link.edge.kind.word()));
        links.sort_by_key(|link| (Reverse(link.edge.weight), link.edge.kind));
        let neighbour = |link: &Link<'_>| {
            let forward = link.from == at;
            let thing = Thing::node(base, network.node(if forward { link.to } else { link.from })?);
            Some(Neighbour { thing, edge: EdgeTold::of(base, network, link.edge, forward, SENTENCES) })
        };
        let place = node.place.as_ref().and_then(|id| network.node(network.position(id)?));
        let (figures, relations) = catalogue.told[at];
        let parameter = match node.kind {
            EntityKind::Agency => "agency",
            EntityKind::Programme => "programme",
            EntityKind::Location => "location",
            EntityKind::Indicator => "indicator",
        };
        let source = |at: &usize| network.sources().get(*at).map(|page| Source::of(base, page));
        Ok(Entity {
            thing: Thing::node(base, node),
            key: node.id.to_string(),
            sort: node.sort,
            names: catalogue.other_names(at).into_iter().map(str::to_owned).collect(),
            code: node.code.clone(),
            path: node.path.clone(),
            place: place.map(|place| Thing::node(base, place)),
            figures,
            relations,
            pages: node.sources.len(),
            statements: given.address(&format!("api/statements?{parameter}={}", encode(node.id.as_str()))),
            edges: edges
                .into_iter()
                .map(|((kind, forward), count)| Counted { relation: kind.word(), forward: forward.0, count })
                .collect(),
            neighbours: links[given.part(links.len())].iter().filter_map(neighbour).collect(),
            sources: node.sources[given.part(node.sources.len())].iter().filter_map(source).collect(),
            next: given.next(links.len().max(node.sources.len())),
        })
    })
}
