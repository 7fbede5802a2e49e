//! From mentions to statements: who did it, by which programme, where, when.
//!
//! A model of what the article is about at each point, not the nearest name: the subject of the clause, the office of
//! the speaker, the agency in focus, the programme that a heading or a sentence before introduces.

mod attach;
mod focus;
mod period;
mod relation;

use std::{
    collections::{BTreeSet, HashMap, hash_map::RandomState},
    hash::BuildHasher,
};

use sha2::{Digest, Sha256};

use crate::{
    article::Page,
    extract::{self, Mentions, NameCandidate, Reading, Rejected},
    lexicon::{Facts, Slot},
    model::{EntityId, Evidence, Observation, PageId, Relation, StatementId},
    resolve::{Reach, Resolved},
    text::{Document, Span},
};

/// What was read from the articles of a page.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// Figures.
    pub observations: Vec<Observation>,
    /// Relations.
    pub relations: Vec<Relation>,
}

/// An answer to who, what or where of a figure, with what is told of it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The entity, or that there is none.
    pub entity: Option<EntityId>,
    /// What is told of it.
    pub facts: Facts,
}

/// The answers that a figure is linked to one of, for each kind of link.
#[derive(Clone, Debug)]
pub struct FigureCandidates {
    /// Where its number stands.
    pub number: Span,
    /// The shape of the clause that its indicator was read by.
    pub shape: &'static str,
    /// Agencies, programmes and places.
    pub answers: [(Slot, Vec<Answer>); 3],
}

/// What the links of a page are chosen from.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// For each figure.
    pub figures: Vec<FigureCandidates>,
    /// For each mention of a programme who may run it.
    pub runners: Vec<(EntityId, Vec<Answer>)>,
    /// For each place where the name of a programme may stand what it could be.
    pub names: Vec<Vec<NameCandidate>>,
}

/// What the links of a page are chosen from.
pub fn candidates(readings: &[Reading<'_>], mentions: &[Mentions], resolved: &Resolved) -> Candidates {
    let mut all = Candidates::default();
    each_article(readings, mentions, resolved, |mentions, linker| {
        let context = linker.context();
        let id = |slot, at: usize| match slot {
            Slot::Agency | Slot::Runner => &resolved.agencies[at].id,
            Slot::Programme => &resolved.programmes[at].id,
            Slot::Location => &resolved.locations[at].id,
        };
        let answers = |slot, all: Vec<attach::Candidate>| -> Vec<Answer> {
            let entity = |one: &attach::Candidate| one.entity.map(|at| id(slot, at).clone());
            all.into_iter().map(|one| Answer { entity: entity(&one), facts: one.facts }).collect()
        };
        all.names.extend(extract::names(context.reading, &mentions.agencies));
        for figure in context.figures {
            let answers = linker.candidates(figure).map(|(slot, all)| (slot, answers(slot, all)));
            let number = context.reading.article.edited.span(figure.number.clone());
            all.figures.push(FigureCandidates { number, shape: figure.shape, answers });
        }
        for link in &context.links.programmes {
            let programme = resolved.programmes[link.entity].id.clone();
            all.runners.push((programme, answers(Slot::Runner, linker.runners(link))));
        }
    });
    all
}

/// Calls `told` with the mentions of each article and what its links are read from.
fn each_article(
    readings: &[Reading<'_>],
    mentions: &[Mentions],
    resolved: &Resolved,
    mut told: impl FnMut(&Mentions, &attach::Linker<'_>),
) {
    let names = attach::names(&resolved.programmes);
    for ((reading, mentions), links) in readings.iter().zip(mentions).zip(&resolved.articles) {
        let focus = focus::Focus::new(reading, links, resolved);
        let sections = attach::sections(reading);
        let figures = &mentions.figures;
        let heads = links.programmes.iter().filter(|link| focus::leads(reading, links, resolved, figures, link));
        let leads: BTreeSet<usize> = heads.map(|link| link.range.start).collect();
        let (names, focus, sections, leads) = (&names, &focus, &sections, &leads);
        let context = attach::Context { reading, figures, links, resolved, focus, names, leads, sections };
        told(mentions, &attach::Linker::new(context));
    }
}

/// Relates the resolved mentions of a page.
pub fn statements(
    page: &Page,
    id: &PageId,
    document: &Document,
    readings: &[Reading<'_>],
    mentions: &mut [Mentions],
    resolved: &Resolved,
) -> Statements {
    let mut chars = Vec::with_capacity(document.text.len() / HAN);
    chars.extend(document.characters().map(|(c, place)| (place.start, c)));
    let quote = Quote { chars };
    let mut all = Statements::default();
    let mut refused: Vec<Vec<Rejected>> = Vec::new();
    each_article(readings, mentions, resolved, |mentions, linker| {
        let attach::Context { reading, links, .. } = *linker.context();
        let programmes = Reach::new(&links.programmes);
        let mut rejected: Vec<Rejected> = Vec::new();
        for figure in &mentions.figures {
            // A number inside a programme's name is no figure.
            if programmes.holds(&figure.number) {
                rejected.push(Rejected {
                    kind: "metric",
                    range: figure.number.clone(),
                    reason: "inside a programme's name",
                });
                continue;
            }
            let attached = linker.figure(figure);
            let period = period::of(reading, figure, &mentions.times, page, reading.article);
            let number = quote.evidence(reading, figure.number.clone());
            let sentence =
                reading.article.sentence(figure.number.start).map_or(figure.clause.clone(), |(_, s)| s.clone());
            let sentence = focus::without_byline(reading, sentence);
            let evidence =
                quote.evidence(reading, if sentence.len() <= 600 { sentence } else { figure.clause.clone() });
            all.observations.push(Observation {
                id: StatementId(String::new()),
                variable: reading.lexicon.variables().of(&figure.indicator),
                indicator: figure.indicator.clone(),
                quantity: figure.quantity.clone(),
                period,
                agency: attached.agency.map(|at| resolved.agencies[at].id.clone()),
                programme: attached.programme.map(|at| resolved.programmes[at].id.clone()),
                location: attached.location.map(|at| resolved.locations[at].id.clone()),
                number,
                evidence,
                repeats: Vec::new(),
                confidence: attached.confidence,
                rule: attached.rule,
            });
        }
        refused.push(rejected);
        all.relations.extend(relation::of(linker, &quote));
    });
    for (mentions, refused) in mentions.iter_mut().zip(refused) {
        mentions.rejected.extend(refused);
    }
    merge_repeats(&mut all.observations);
    relation::dedup(&mut all.relations);
    for one in &mut all.observations {
        one.id =
            statement_id(id, &[&one.number.span.start.to_string(), &one.indicator, &one.quantity.value.to_string()]);
    }
    for one in &mut all.relations {
        one.id = statement_id(id, &[one.subject.as_str(), one.predicate.word(), one.object.as_str()]);
    }
    all
}

/// Sixteen hexadecimal digits of a SHA-256 over the page and what the statement says.
fn statement_id(page: &PageId, parts: &[&str]) -> StatementId {
    let mut hash = Sha256::new();
    hash.update(&page.0);
    for part in parts {
        hash.update([0]);
        hash.update(part);
    }
    let key = hash.finalize().iter().take(8).fold(0u64, |key, &byte| key << 8 | u64::from(byte));
    StatementId(format!("{key:016x}"))
}

/// The same paragraph may stand twice on a page: one figure, one statement, both as evidence.
fn merge_repeats(observations: &mut Vec<Observation>) {
    observations.sort_by_key(|one| (one.number.span, one.evidence.span));
    let mut kept: Vec<Observation> = Vec::with_capacity(observations.len());
    // Those kept so far, by their words and where in them the number stands.
    let mut told: HashMap<(u64, u32), Vec<usize>> = HashMap::new();
    let hasher = RandomState::new();
    for one in std::mem::take(observations) {
        let offset = one.number.span.start.wrapping_sub(one.evidence.span.start);
        let told = told.entry((hasher.hash_one(&one.evidence.text), offset)).or_default();
        let twin = told.iter().copied().find(|&at| {
            let other = &kept[at];
            other.evidence.text == one.evidence.text
                && other.evidence.span != one.evidence.span
                && other.indicator == one.indicator
                && other.quantity == one.quantity
        });
        match twin {
            Some(at) => kept[at].repeats.push(one.evidence),
            None => {
                told.push(kept.len());
                kept.push(one);
            }
        }
    }
    *observations = kept;
}

/// Bytes of a Chinese character.
const HAN: usize = 3;

/// Quotes of a page by character offsets: what there is to read, without markup.
pub(crate) struct Quote {
    /// The readable characters with their offsets, in the order of the page.
    chars: Vec<(u32, char)>,
}

impl Quote {
    /// The evidence that a byte range of an article's cleaned text stands for.
    pub(crate) fn evidence(&self, reading: &Reading<'_>, range: std::ops::Range<usize>) -> Evidence {
        let span = reading.article.edited.span(range);
        let place = |offset| self.chars.partition_point(|&(at, _)| at < offset);
        let inside = self.chars.get(place(span.start)..place(span.end)).unwrap_or_default();
        let mut text = String::with_capacity(inside.len() * HAN);
        text.extend(inside.iter().map(|&(_, c)| c).filter(|c| !c.is_whitespace()));
        Evidence { span, text }
    }
}
