//! Claims on the same indicator, place and period.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    compare::{Judgement, judge::Weighed},
    lexicon::Lexicon,
    model::{
        ArticleId, Confidence, EntityId, Evidence, Observation, PageFacts, Period, Quantity, Sources, StatementId,
        sources,
    },
};

/// A figure as one page claims it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its statement.
    pub statement: StatementId,
    /// The page.
    pub doc: String,
    /// The article that it stands in.
    pub article: ArticleId,
    /// The paper, if known.
    pub paper: Option<String>,
    /// The page's day, as exactly as known.
    pub date: Option<String>,
    /// The page's own phrase for what is measured.
    pub indicator: String,
    /// How much.
    pub quantity: Quantity,
    /// The number as it is printed.
    pub number: String,
    /// Who did or reports it: key and name.
    pub agency: Option<(EntityId, String)>,
    /// The programme: key and name.
    pub programme: Option<(EntityId, String)>,
    /// The sentence.
    pub sentence: String,
}

/// What makes claims comparable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    variable: String,
    place: EntityId,
    period: String,
    unit: String,
    change: Option<&'static str>,
}

impl Key {
    fn id(&self) -> String {
        let Self { variable, place, period, unit, change } = self;
        let parts = [variable, place.as_str(), period, unit, change.unwrap_or_default()];
        let hash = parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part).chain_update([0]));
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A claim and how it stands to another of its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The claim.
    pub claim: Claim,
    /// How it stands to the claim of its group, told before it, that it is nearest to; none for the first.
    pub judgement: Option<(Judgement, StatementId)>,
}

/// Claims on one indicator, place and period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its key: 16 hexadecimal digits of a SHA-256 over what makes its claims comparable.
    pub id: String,
    /// What is measured, under its shared name.
    pub variable: String,
    /// Where: key and name.
    pub place: (EntityId, String),
    /// The place from the province down.
    pub path: Vec<String>,
    /// When, as ISO 8601; empty where no page says it: then the claims are of pages of one year.
    pub period: String,
    /// The gravest judgement.
    pub worst: Judgement,
    /// How many sources tell of it: what stands on one page, in one article or in the same words is of one.
    pub sources: usize,
    /// How many pages.
    pub pages: usize,
    /// The claims in the order of their days.
    pub claims: Vec<Judged>,
}

impl Group {
    /// Whether its place is the one of this name or key, or lies in it.
    pub fn lies_in(&self, place: &str) -> bool {
        self.place.0.as_str() == place || self.path.iter().any(|one| one == place)
    }
}

/// Claims of many pages, to be grouped.
#[derive(Clone)]
pub struct Comparison<'l> {
    lexicon: &'l Lexicon,
    least: Option<Confidence>,
    groups: BTreeMap<Key, Vec<Claim>>,
    /// Places from the province down.
    places: BTreeMap<EntityId, Vec<String>>,
}

impl<'l> Comparison<'l> {
    /// Of figures that are at least so sure, all without one.
    pub fn new(lexicon: &'l Lexicon, least: Option<Confidence>) -> Self {
        Self { lexicon, least, groups: BTreeMap::new(), places: BTreeMap::new() }
    }

    /// Adds what a page claims. Figures without a place can't be compared.
    pub fn add(&mut self, facts: &PageFacts) {
        let sources = Sources::of(facts);
        let named = |id: &EntityId| Some((id.clone(), facts.name(id)?.to_owned()));
        let sure = |one: &&Observation| self.least.is_none_or(|least| one.confidence >= least);
        for one in facts.observations.iter().filter(sure) {
            let known = |id: &EntityId| facts.locations.iter().find(|place| place.id == *id);
            let Some(location) = one.location.as_ref().and_then(known) else { continue };
            let place = location.id.clone();
            self.places.entry(place.clone()).or_insert_with(|| location.path.clone());
            let key = Key {
                variable: one.variable.name.clone(),
                place,
                period: period(one.period.as_ref(), facts.page.date.as_deref()),
                unit: self.lexicon.claims().unit(one.quantity.unit.as_deref().unwrap_or_default()).to_owned(),
                change: one.quantity.change.map(|change| change.word()),
            };
            let words = |evidence: &Evidence| evidence.text.clone();
            self.groups.entry(key).or_default().push(Claim {
                statement: one.id.clone(),
                doc: facts.page.doc.clone(),
                article: sources.at(one.evidence.span),
                paper: facts.page.paper.clone(),
                date: facts.page.date.clone(),
                indicator: one.indicator.clone(),
                quantity: one.quantity.clone(),
                number: words(&one.number),
                agency: one.agency.as_ref().and_then(named),
                programme: one.programme.as_ref().and_then(named),
                sentence: words(&one.evidence),
            });
        }
    }

    /// The groups of two claims and more, the gravest first, of equals by what is measured, where and when.
    pub fn groups(self) -> Vec<Group> {
        let places = self.places;
        let groups: Vec<(Key, Vec<Claim>)> = self.groups.into_iter().filter(|(_, claims)| claims.len() > 1).collect();
        let mut groups: Vec<Group> = groups
            .into_par_iter()
            .filter_map(|(key, claims)| {
                let path = places.get(&key.place).cloned().unwrap_or_default();
                group(key, path, claims, self.lexicon)
            })
            .collect();
        groups.sort_by(|a, b| {
            let key = |group: &Group| (std::cmp::Reverse(group.worst), group.variable.clone(), group.place.0.clone());
            key(a).cmp(&key(b)).then_with(|| a.period.cmp(&b.period))
        });
        groups
    }
}

/// The group of these claims; none if no two of them can be held against each other.
fn group(key: Key, path: Vec<String>, mut claims: Vec<Claim>, lexicon: &Lexicon) -> Option<Group> {
    claims.sort_by(|a, b| (&a.date, &a.doc, &a.statement).cmp(&(&b.date, &b.doc, &b.statement)));
    let sources = sources(claims.iter().map(|claim| (&claim.doc, &claim.article, claim.sentence.as_str())));
    let pages: BTreeSet<&str> = claims.iter().map(|claim| claim.doc.as_str()).collect();
    let pages = pages.len();
    let weighed: Vec<Weighed<'_>> = claims.iter().map(|claim| Weighed::new(claim, lexicon)).collect();
    let judgements: Vec<Option<(Judgement, StatementId)>> = weighed
        .iter()
        .enumerate()
        .map(|(at, one)| {
            // One sentence tells of different things.
            let claim = one.claim;
            let others = weighed[..at].iter();
            let others = others.filter(|other| other.claim.doc != claim.doc || other.claim.sentence != claim.sentence);
            let nearest = others.map(|other| (one.against(other, lexicon), &other.claim.statement)).min();
            nearest.map(|(judgement, statement)| (judgement, statement.clone()))
        })
        .collect();
    let worst = judgements.iter().flatten().map(|(judgement, _)| *judgement).max()?;
    let claims = claims.into_iter().zip(judgements).map(|(claim, judgement)| Judged { claim, judgement }).collect();
    let name = path.last().cloned().unwrap_or_default();
    let id = key.id();
    let (variable, place, period) = (key.variable, (key.place, name), key.period);
    Some(Group { id, variable, place, path, period, worst, sources, pages, claims })
}

/// The period that claims are compared over; where a page says none, the year that it was printed in, in brackets.
fn period(period: Option<&Period>, date: Option<&str>) -> String {
    let Some(period) = period else {
        return date.and_then(|date| date.get(..4)).map(|year| format!("({year})")).unwrap_or_default();
    };
    // The twelve months of a year are the year.
    let year = |date: &Option<String>, month: &str| Some(date.as_deref()?.strip_suffix(month)?.to_owned());
    match (year(&period.start, "-01"), year(&period.end, "-12")) {
        (Some(start), Some(end)) if start == end && start.len() == 4 => start,
        _ => period.to_string(),
    }
}
