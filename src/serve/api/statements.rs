//! `/api/statements`: figures and relations with the sentences that they were read from.

use std::{cmp::Reverse, collections::BTreeMap};

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    model::{EntityId, EntityKind, Evidence, Observation, Relation},
    rdf::Base,
    serve::{
        api::{
            catalogue::Catalogue,
            given::Given,
            registry::{Endpoint, LIMIT, Of, PAGE, Parameter},
            row::{NONE, Row},
            things::{Amount, Source, Thing, When},
        },
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
    store::Page,
};

pub(super) static ENDPOINT: Endpoint = Endpoint {
    path: "/api/statements",
    name: "statements",
    about: "Figures and relations, each with its sentence, where that stands, and on which page. Filters narrow each other.",
    parameters: &[
        Parameter::new("kind", Of::One(|| vec!["figure", "relation"], None), "only figures, or only relations"),
        Parameter::new("agency", Of::Thing(Some(EntityKind::Agency)), "what names this agency"),
        Parameter::new("programme", Of::Thing(Some(EntityKind::Programme)), "what names this programme"),
        Parameter::new(
            "location",
            Of::Thing(Some(EntityKind::Location)),
            "figures of this place and of all below it, and relations that name one of them or an agency seated there",
        ),
        Parameter::new("indicator", Of::Thing(Some(EntityKind::Indicator)), "figures with this phrase"),
        Parameter::new("variable", Of::Variable, "figures that measure this, in whatever phrase"),
        Parameter::new(
            "from",
            Of::Day,
            "what may hold on this day or later: by a figure's period, else by the page's day",
        ),
        Parameter::new("to", Of::Day, "what may hold on this day or earlier"),
        Parameter::new("paper", Of::Paper, "what stands in this newspaper or site"),
        Parameter::new("min_confidence", Of::Share, "what is at least so sure"),
        Parameter::new("sort", Of::One(orders, Some("page")), "in which order, the greatest first with -"),
        LIMIT,
        PAGE,
    ],
    answer: |schemas| schemas.subschema_for::<Statements>(),
};

fn orders() -> Vec<&'static str> {
    vec!["page", "date", "-date", "value", "-value", "confidence", "-confidence"]
}

/// Statements that fit.
#[derive(Serialize, JsonSchema)]
struct Statements {
    /// How many there are in all.
    total: usize,
    /// The address of the next part.
    next: Option<String>,
    statements: Vec<Statement>,
}

/// A figure or a relation.
#[derive(Serialize, JsonSchema)]
struct Statement {
    /// Its IRI.
    id: String,
    /// figure or relation.
    kind: &'static str,
    /// Of a figure: who did or reports it.
    agency: Option<Thing>,
    /// Of a figure: what it is a result or a size of.
    programme: Option<Thing>,
    /// Of a figure: the narrowest place that it holds for.
    location: Option<Thing>,
    /// Of a figure: the phrase for what is measured.
    indicator: Option<Thing>,
    /// Of a figure: what that is on every page.
    variable: Option<Thing>,
    #[serde(flatten)]
    amount: Amount,
    /// Of a figure: when it holds.
    period: Option<When>,
    /// Of a relation: who or what.
    subject: Option<Thing>,
    /// Of a relation: implements, part_of, located_in or partners.
    relation: Option<&'static str>,
    /// Of a relation: whom or what.
    object: Option<Thing>,
    /// How sure the reading is, from 0 to 1.
    confidence: f64,
    /// What read it.
    rule: String,
    /// The words that it was read from, white space removed.
    sentence: String,
    /// The same as they stand on the page.
    exact: String,
    /// Where they begin on the page, in Unicode characters from 0.
    start: u32,
    /// Where they end, the character behind them.
    end: u32,
    /// Of a figure: the number as it is printed.
    printed: Option<String>,
    source: Source,
}

pub(in crate::serve) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    ENDPOINT.respond(asker, reply, |given| {
        let catalogue = given.catalogue();
        let mut rows = fitting(given)?;
        sort(&mut rows, given.one("sort").unwrap_or_default(), catalogue);
        let (total, mut pages) = (rows.len(), BTreeMap::new());
        let mut statements = Vec::new();
        for row in &rows[given.part(total)] {
            let page = match pages.entry(row.page) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(new) => new.insert(read(given, row.page)?),
            };
            statements.extend(Statement::of(given.base(), page, row));
        }
        Ok(Statements { total, next: given.next(total), statements })
    })
}

/// A page of the commit that is shown.
fn read(given: &Given<'_>, at: u32) -> Result<Page, Problem> {
    let doc = given.catalogue().network.sources().get(at as usize).map_or("", |page| &page.doc);
    let page = given.asker().room.snapshot.store.page(doc).ok().flatten();
    page.ok_or_else(|| Problem::new(500, "failed", "a page can't be read: `zhengtu verify` says what is wrong"))
}

/// The statements that fit, in the order of the catalogue.
fn fitting<'a>(given: &Given<'a>) -> Result<Vec<&'a Row>, Problem> {
    let catalogue = given.catalogue();
    let figure = given.text("kind").map(|kind| kind == "figure");
    let mut named = Vec::new();
    for name in ["agency", "programme", "indicator"] {
        named.extend(given.thing(name)?.map(|at| at as u32));
    }
    let place = given.thing("location")?.map(|at| Place::new(catalogue, at));
    let (variable, paper) = (given.variable("variable")?, given.paper("paper")?);
    let paper = paper.and_then(|at| catalogue.papers.get(at));
    let (from, to, least) = (given.text("from"), given.text("to"), given.confidence("min_confidence"));
    let fits = |row: &&Row| {
        figure.is_none_or(|figure| row.figure == figure)
            && named.iter().all(|at| row.ends.contains(at))
            && variable.is_none_or(|at| row.variable as usize == at)
            && least.is_none_or(|least| row.confidence >= least)
            && row.days.meets(from, to)
            && place.as_ref().is_none_or(|place| place.holds(row))
            && paper.is_none_or(|paper| {
                catalogue
                    .network
                    .sources()
                    .get(row.page as usize)
                    .is_some_and(|page| page.paper.as_ref() == Some(paper))
            })
    };
    Ok(catalogue.rows.iter().filter(fits).collect())
}

/// A place with all below it.
struct Place {
    /// By node: the places.
    inside: Vec<bool>,
    /// By node: the agencies seated there.
    seated: Vec<bool>,
}

impl Place {
    fn new(catalogue: &Catalogue, at: usize) -> Self {
        let (inside, network) = (catalogue.within(at), &catalogue.network);
        let there = |id: &EntityId| network.position(id).is_some_and(|at| inside[at]);
        let agency =
            network.nodes().map(|node| node.kind == EntityKind::Agency && node.place.as_ref().is_some_and(there));
        Self { seated: agency.collect(), inside }
    }

    fn holds(&self, row: &Row) -> bool {
        let ends = row.ends.iter().filter(|end| **end != NONE).map(|end| *end as usize);
        ends.into_iter().any(|end| self.inside[end] || !row.figure && self.seated[end])
    }
}

/// By what was asked for, else as they stand; relations have no value and come behind figures, what has no date last.
fn sort(rows: &mut [&Row], order: &str, catalogue: &Catalogue) {
    let date = |row: &Row| catalogue.network.sources().get(row.page as usize).and_then(|page| page.date.as_deref());
    match order {
        "date" => rows.sort_by_key(|row| (date(row).is_none(), date(row))),
        "-date" => rows.sort_by_key(|row| Reverse(date(row))),
        "value" => rows.sort_by_key(|row| (!row.figure, row.value)),
        "-value" => rows.sort_by_key(|row| (!row.figure, Reverse(row.value))),
        "confidence" => rows.sort_by_key(|row| row.confidence),
        "-confidence" => rows.sort_by_key(|row| Reverse(row.confidence)),
        _ => {}
    }
}

impl Statement {
    /// The statement of a row of the catalogue.
    fn of(base: &Base, page: &Page, row: &Row) -> Option<Self> {
        let facts = &page.facts;
        if row.figure {
            facts.observations.get(row.at as usize).map(|one| Self::figure(base, page, one))
        } else {
            facts.relations.get(row.at as usize).map(|one| Self::relation(base, page, one))
        }
    }

    fn figure(base: &Base, page: &Page, one: &Observation) -> Self {
        let indicator = EntityId::new(EntityKind::Indicator, &[&one.indicator]);
        Self {
            id: base.statement(&one.id),
            kind: "figure",
            agency: one.agency.as_ref().map(|id| thing(base, page, id)),
            programme: one.programme.as_ref().map(|id| thing(base, page, id)),
            location: one.location.as_ref().map(|id| thing(base, page, id)),
            indicator: Some(Thing::of(base, &indicator, &*one.indicator)),
            variable: Some(Thing::variable(base, &one.variable.name)),
            amount: Amount::of(&one.quantity),
            period: one.period.as_ref().map(When::of),
            printed: Some(one.number.text.clone()),
            ..Self::read(base, page, &one.evidence, one.confidence.value(), &one.rule)
        }
    }

    fn relation(base: &Base, page: &Page, one: &Relation) -> Self {
        Self {
            id: base.statement(&one.id),
            kind: "relation",
            subject: Some(thing(base, page, &one.subject)),
            relation: Some(one.predicate.word()),
            object: Some(thing(base, page, &one.object)),
            ..Self::read(base, page, &one.evidence, one.confidence.value(), &one.rule)
        }
    }

    /// What figures and relations have in common.
    fn read(base: &Base, page: &Page, evidence: &Evidence, confidence: f64, rule: &str) -> Self {
        Self {
            id: String::new(),
            kind: "",
            agency: None,
            programme: None,
            location: None,
            indicator: None,
            variable: None,
            amount: Amount::default(),
            period: None,
            subject: None,
            relation: None,
            object: None,
            confidence,
            rule: rule.to_owned(),
            sentence: evidence.text.clone(),
            exact: evidence.span.slice(&page.text).to_owned(),
            start: evidence.span.start,
            end: evidence.span.end,
            printed: None,
            source: Source::of(base, &page.facts.page),
        }
    }
}

fn thing(base: &Base, page: &Page, id: &EntityId) -> Thing {
    Thing::of(base, id, page.facts.name(id).unwrap_or_default())
}
