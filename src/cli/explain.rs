//! `zhengtu explain`: what a statement says, with its sentence; or all statements on a thing.

use std::{collections::BTreeSet, io::Write};

use crate::{
    cli::{
        args::Explain,
        failure::{Failure, Status},
        output::Output,
        report::say,
        wording::{self, counted, styled},
    },
    model::{EntityId, Evidence, Observation, PageFacts, Relation, StatementId},
    network::{Network, Node},
    pipeline::network,
    rdf::Base,
    store::{Page, Store, StoreError, pages},
    text::{Span, plain},
};

/// Statements that an error lists.
const LISTED: usize = 5;

pub(crate) fn run(args: &Explain) -> Result<Status, Failure> {
    let store = Store::open(&args.stored.store)?;
    let base = args.base.iri.clone();
    let key = base.key(&args.id).unwrap_or_else(|| args.id.clone());
    let mut out = Output::open(None)?;
    if let Some(begin) = statement_key(&key) {
        let found = pages_with(&store, |id| id.0.starts_with(begin))?;
        let ids: BTreeSet<&StatementId> = found.iter().flat_map(|(_, ids)| ids).collect();
        match ids.len() {
            0 if key.starts_with("statement/") => {
                return Err(Failure::Nothing(format!("no statement has the key {begin}{HINT}")));
            }
            0 => {} // a name may be hexadecimal too
            1 => {
                for (page, ids) in &found {
                    show(page, &ids[0], &base, &mut out)?;
                }
                out.finish()?;
                return Ok(Status::Done);
            }
            many => {
                let few: Vec<&str> = ids.iter().take(LISTED).map(|id| id.0.as_str()).collect();
                let message =
                    format!("{begin} begins the keys of {many} statements: give more digits ({})", few.join(", "));
                return Err(Failure::stopped(message));
            }
        }
    }
    let page = store.find(key.strip_prefix("page/").unwrap_or(&key)).map(ToOwned::to_owned);
    let told = match page {
        Some(doc) => {
            let page = store.page(&doc)?;
            let page = page.ok_or_else(|| Failure::Nothing(format!("no page is called {doc}")))?;
            writeln!(out, "{}", styled(&plain(&wording::page(&page.facts.page)).to_string(), out.is_coloured()))?;
            statements(&page, |_| true, &mut out)?
        }
        None => {
            let network = network(&store)?;
            let at = network.find(&key).map_err(|error| Failure::Nothing(format!("{error}{HINT}")))?;
            let node = network.node(at).ok_or_else(|| Failure::stopped("the network changed"))?;
            entity(node, &network, &base, &mut out)?;
            let mut told = 0;
            pages(
                &store,
                |page| page,
                |pages| {
                    for page in pages {
                        told += statements(&page, |about| about.names(&node.id), &mut out)?;
                    }
                    Ok::<(), Failure>(())
                },
            )?;
            told
        }
    };
    out.finish()?;
    if told == 0 {
        say("no statement is about it");
        return Ok(Status::Complaints);
    }
    Ok(Status::Done)
}

const HINT: &str = "; `zhengtu query` and `zhengtu extract` show keys of statements and names";

/// The beginning of a statement's key, if `key` can be one.
fn statement_key(key: &str) -> Option<&str> {
    let digits = key.strip_prefix("statement/").unwrap_or(key);
    let fits = (2..=16).contains(&digits.len()) && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    fits.then_some(digits)
}

/// Pages with statements whose keys fit.
fn pages_with(
    store: &Store,
    fits: impl Fn(&StatementId) -> bool + Sync,
) -> Result<Vec<(Page, Vec<StatementId>)>, StoreError> {
    let mut found = Vec::new();
    let fitting = |page: Page| {
        let ids: Vec<StatementId> =
            About::all(&page.facts).map(|about| about.id()).filter(|id| fits(id)).cloned().collect();
        (!ids.is_empty()).then_some((page, ids))
    };
    pages(store, fitting, |pages| {
        found.extend(pages.into_iter().flatten());
        Ok::<(), StoreError>(())
    })?;
    Ok(found)
}

/// A statement of a page.
#[derive(Clone, Copy)]
enum About<'p> {
    Observation(&'p Observation),
    Relation(&'p Relation),
}

impl<'p> About<'p> {
    fn all(facts: &'p PageFacts) -> impl Iterator<Item = Self> {
        facts.observations.iter().map(Self::Observation).chain(facts.relations.iter().map(Self::Relation))
    }

    fn id(self) -> &'p StatementId {
        match self {
            Self::Observation(one) => &one.id,
            Self::Relation(one) => &one.id,
        }
    }

    fn evidence(self) -> &'p Evidence {
        match self {
            Self::Observation(one) => &one.evidence,
            Self::Relation(one) => &one.evidence,
        }
    }

    /// Confidence and rule.
    fn read_by(self) -> (String, &'p str) {
        match self {
            Self::Observation(one) => (one.confidence.to_string(), &one.rule),
            Self::Relation(one) => (one.confidence.to_string(), &one.rule),
        }
    }

    fn names(self, id: &EntityId) -> bool {
        match self {
            Self::Observation(one) => {
                let indicator = || EntityId::new(crate::model::EntityKind::Indicator, &[&one.indicator]);
                [&one.agency, &one.programme, &one.location].into_iter().flatten().any(|other| other == id)
                    || *id == indicator()
            }
            Self::Relation(one) => one.subject == *id || one.object == *id,
        }
    }

    fn says(self, facts: &PageFacts) -> String {
        match self {
            Self::Observation(one) => wording::observation(facts, one),
            Self::Relation(one) => wording::relation(facts, one),
        }
    }

    /// The words to set off: those of the number, or of the two things.
    fn marked(self, facts: &PageFacts) -> Vec<Span> {
        match self {
            Self::Observation(one) => vec![one.number.span],
            Self::Relation(one) => mentions(facts, &one.subject).chain(mentions(facts, &one.object)).collect(),
        }
    }
}

fn mentions<'p>(facts: &'p PageFacts, id: &'p EntityId) -> impl Iterator<Item = Span> + 'p {
    let agencies = facts.agencies.iter().filter(move |one| one.id == *id).flat_map(|one| &one.mentions);
    let programmes = facts.programmes.iter().filter(move |one| one.id == *id).flat_map(|one| &one.mentions);
    let locations = facts.locations.iter().filter(move |one| one.id == *id).flat_map(|one| &one.mentions);
    agencies.chain(programmes).chain(locations).copied()
}

/// All of a statement.
fn show(page: &Page, id: &StatementId, base: &Base, out: &mut Output) -> Result<(), Failure> {
    let facts = &page.facts;
    let Some(about) = About::all(facts).find(|about| about.id() == id) else { return Ok(()) };
    let coloured = out.is_coloured();
    let evidence = about.evidence();
    let line = page.text.chars().take(evidence.span.start as usize).filter(|c| *c == '\n').count() + 1;
    let entity = |id: &EntityId| {
        let place = facts.locations.iter().find(|location| location.id == *id).map(wording::place);
        format!("{}  {}", place.unwrap_or_else(|| wording::name(facts, id).to_owned()), base.entity(id))
    };
    let mut lines: Vec<(&str, String)> = vec![("says", plain(&about.says(facts)).to_string())];
    let mut add = |name, value: String| lines.push((name, plain(&value).to_string()));
    match about {
        About::Observation(one) => {
            one.agency.iter().for_each(|id| add("agency", entity(id)));
            one.programme.iter().for_each(|id| add("programme", entity(id)));
            one.location.iter().for_each(|id| add("place", entity(id)));
            add("indicator", format!("{}  {}", one.indicator, base.indicator(&one.indicator)));
            add("value", wording::quantity(&one.quantity));
            one.period.iter().for_each(|period| add("period", period.to_string()));
        }
        About::Relation(one) => {
            add("subject", entity(&one.subject));
            add("relation", one.predicate.word().replace('_', " "));
            add("object", entity(&one.object));
        }
    }
    lines.push(("sentence", wording::sentence(&page.text, evidence, &about.marked(facts), coloured)));
    if let About::Observation(one) = about {
        let repeats = one.repeats.iter().map(|again| ("again", wording::sentence(&page.text, again, &[], coloured)));
        lines.extend(repeats);
    }
    let mut add = |name, value: String| lines.push((name, plain(&value).to_string()));
    let Span { start, end } = evidence.span;
    add("page", format!("{}, line {line}, characters {start} to {end}", wording::page(&facts.page)));
    facts.page.title.iter().for_each(|title| add("title", title.clone()));
    facts.page.url.iter().for_each(|url| add("address", url.clone()));
    let (confidence, rule) = about.read_by();
    add("rule", rule.to_owned());
    add("confidence", confidence);
    add("read by", page.reader.to_string());
    writeln!(out, "{}", styled(&base.statement(id), coloured))?;
    lines.iter().try_for_each(|(name, value)| writeln!(out, "  {name:<10}  {value}"))?;
    Ok(())
}

/// What is known of an entity.
fn entity(node: &Node, network: &Network, base: &Base, out: &mut Output) -> Result<(), Failure> {
    let coloured = out.is_coloured();
    let sort = node.sort.map(|sort| format!(", {sort}")).unwrap_or_default();
    let title = format!("{} ({}{sort})", node.name, node.kind);
    writeln!(out, "{}", styled(&plain(&title).to_string(), coloured))?;
    writeln!(out, "  {}", base.entity(&node.id))?;
    if node.path.len() > 1 {
        writeln!(out, "  {}", plain(&node.path.join(" ")))?;
    }
    if !node.aliases.is_empty() {
        let names: Vec<&str> = node.aliases.iter().map(String::as_str).collect();
        writeln!(out, "  also called {}", plain(&names.join(", ")))?;
    }
    let docs: Vec<&str> = node.sources.iter().filter_map(|&at| network.sources().get(at)).map(|p| &*p.doc).collect();
    let few = docs.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    let more = if docs.len() > LISTED { ", \u{2026}" } else { "" };
    writeln!(out, "  on {}: {}{more}", counted(docs.len(), "page"), plain(&few))?;
    Ok(())
}

/// The statements of a page that fit, each in short. Returns how many.
fn statements(page: &Page, fits: impl Fn(About<'_>) -> bool, out: &mut Output) -> Result<usize, Failure> {
    let facts = &page.facts;
    let coloured = out.is_coloured();
    let mut told = 0;
    for about in About::all(facts).filter(|about| fits(*about)) {
        told += 1;
        let sentence = wording::sentence(&page.text, about.evidence(), &about.marked(facts), coloured);
        writeln!(out, "\n{}  {}", about.id(), plain(&about.says(facts)))?;
        writeln!(out, "  {sentence}")?;
        writeln!(out, "  {}, {}", plain(&wording::page(&facts.page)), about.read_by().0)?;
    }
    Ok(told)
}
