//! `/api/compare`: what pages say of one indicator, place and period, held against each other.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    compare::{Group, Judged, Judgement},
    model::{EntityId, EntityKind},
    serve::{
        api::{
            given::Given,
            registry::{Endpoint, LIMIT, Of, PAGE, Parameter},
            things::{Amount, Source, Thing},
        },
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
};

pub(super) static ENDPOINT: Endpoint = Endpoint {
    path: "/api/compare",
    name: "compare",
    about: "What pages say of one indicator, place and period, held against each other, the gravest first. Nothing is \
        corrected: each claim stands with its sentence, and a word says how it stands to one before it.",
    parameters: &[
        Parameter::new("indicator", Of::Text, "words in what is measured, or the IRI of an indicator or variable"),
        Parameter::new("place", Of::Thing(Some(EntityKind::Location)), "this place and all below it"),
        Parameter::new("judgement", Of::Some(judgements), "only groups whose gravest judgement is one of these"),
        LIMIT,
        PAGE,
    ],
    answer: |schemas| schemas.subschema_for::<Compared>(),
};

fn judgements() -> Vec<&'static str> {
    Judgement::ALL.iter().map(|one| one.word()).collect()
}

/// Groups of claims.
#[derive(Serialize, JsonSchema)]
struct Compared {
    /// How many there are in all.
    total: usize,
    /// The address of the next part.
    next: Option<String>,
    groups: Vec<Claims>,
}

/// Claims on one indicator, place and period.
#[derive(Serialize, JsonSchema)]
struct Claims {
    /// Its key, the same for the same indicator, place, period and unit.
    key: String,
    variable: Thing,
    location: Thing,
    /// The place from the province down.
    path: Vec<String>,
    /// As ISO 8601; where no page says it, the year of the pages in brackets, or nothing.
    period: String,
    /// The gravest: equal, rounded, other-scope, revised, unit-slip, ocr-digit or conflict.
    judgement: &'static str,
    /// What that means.
    about: &'static str,
    /// Independent sources that tell of it: what stands on one page, in one article or in the same words is of one.
    sources: usize,
    /// How many pages.
    pages: usize,
    /// In the order of their days.
    claims: Vec<ClaimTold>,
}

/// A figure as one page claims it.
#[derive(Serialize, JsonSchema)]
struct ClaimTold {
    /// IRI of its statement.
    statement: String,
    /// How it stands to another of its group that was told before it; none of the first.
    judgement: Option<&'static str>,
    /// IRI of the statement of that one.
    against: Option<String>,
    /// The phrase for what is measured.
    indicator: Thing,
    #[serde(flatten)]
    amount: Amount,
    /// The number as it is printed.
    printed: String,
    agency: Option<Thing>,
    programme: Option<Thing>,
    /// The words that it was read from, white space removed.
    sentence: String,
    source: Option<Source>,
}

pub(in crate::serve) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    ENDPOINT.respond(asker, reply, |given| {
        let catalogue = given.catalogue();
        let inside = given.thing("place")?.map(|at| catalogue.within(at));
        let only = given.some("judgement");
        let phrase = given.text("indicator").map(|value| words(given, value));
        let fits = |group: &&Group| {
            let there = |inside: &Vec<bool>| catalogue.network.position(&group.place.0).is_some_and(|at| inside[at]);
            let measured = |phrase: &String| {
                let claims = group.claims.iter().map(|one| &one.claim.indicator);
                claims.chain([&group.variable]).any(|name| name.contains(phrase.as_str()))
            };
            inside.as_ref().is_none_or(there)
                && (only.is_empty() || only.contains(&group.worst.word()))
                && phrase.as_ref().is_none_or(measured)
        };
        let groups: Vec<&Group> = catalogue.groups.iter().filter(fits).collect();
        let told = groups[given.part(groups.len())].iter().map(|group| claims(given, group)).collect();
        Ok(Compared { total: groups.len(), next: given.next(groups.len()), groups: told })
    })
}

/// What is looked for in what is measured: these words, or the name in an IRI.
fn words(given: &Given<'_>, value: &str) -> String {
    let key = given.base().key(value);
    key.and_then(|key| Some(key.split_once('/')?.1.to_owned())).unwrap_or_else(|| value.to_owned())
}

fn claims(given: &Given<'_>, group: &Group) -> Claims {
    let base = given.base();
    Claims {
        key: group.id.clone(),
        variable: Thing::variable(base, &group.variable),
        location: Thing::of(base, &group.place.0, &*group.place.1),
        path: group.path.clone(),
        period: group.period.clone(),
        judgement: group.worst.word(),
        about: group.worst.about(),
        sources: group.sources,
        pages: group.pages,
        claims: group.claims.iter().map(|one| claim(given, one)).collect(),
    }
}

fn claim(given: &Given<'_>, Judged { claim, judgement }: &Judged) -> ClaimTold {
    let base = given.base();
    let sources = given.catalogue().network.sources();
    let source = sources.binary_search_by(|page| page.doc.cmp(&claim.doc)).ok().map(|at| &sources[at]);
    let named = |named: &(EntityId, String)| Thing::of(base, &named.0, &*named.1);
    ClaimTold {
        statement: base.statement(&claim.statement),
        judgement: judgement.as_ref().map(|(judgement, _)| judgement.word()),
        against: judgement.as_ref().map(|(_, id)| base.statement(id)),
        indicator: Thing::of(base, &EntityId::new(EntityKind::Indicator, &[&claim.indicator]), &*claim.indicator),
        amount: Amount::of(&claim.quantity),
        printed: claim.number.clone(),
        agency: claim.agency.as_ref().map(named),
        programme: claim.programme.as_ref().map(named),
        sentence: claim.sentence.clone(),
        source: source.map(|page| Source::of(base, page)),
    }
}
