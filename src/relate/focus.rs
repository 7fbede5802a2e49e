//! What an article is about, as a whole and from sentence to sentence.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    article::Role,
    extract::{Figure, Reading},
    lexicon::Class,
    model::{AgencyKind, ProgrammeKind},
    resolve::{Link, Links, Reach, Resolved, within},
};

/// How many sentences from its beginning tell what an article is about.
const LEAD: usize = 3;

/// The agencies and programmes in focus at each sentence.
pub(crate) struct Focus {
    /// For each section the agency that it is about, if there is one.
    topic_agencies: Vec<Option<usize>>,
    /// For each section the programme that it is about, if there is one.
    topic_programmes: Vec<Option<usize>>,
    /// For each sentence the agency that acts or speaks in it, or the last one before it in the same paragraph.
    acting: Vec<Option<usize>>,
}

impl Focus {
    pub(crate) fn new(reading: &Reading<'_>, links: &Links, resolved: &Resolved) -> Self {
        let names = Reach::new(&links.agencies);
        let offices = Offices::new(links, resolved);
        let (mut last, mut paragraph) = (None, 0);
        let mut acting = Vec::with_capacity(reading.article.sentences.len());
        for sentence in &reading.article.sentences {
            let block = reading.article.block(sentence.start).map_or(0, |block| block.range.start);
            if block != paragraph {
                (last, paragraph) = (None, block);
            }
            last = subject(reading, links, resolved, (&names, &offices), sentence.clone()).or(last);
            acting.push(last);
        }
        Self {
            topic_agencies: topic_agencies(reading, links, resolved),
            topic_programmes: topic_programmes(reading, links, resolved),
            acting,
        }
    }

    /// The agency that the section at the byte `at` is about.
    pub(crate) fn topic_agency(&self, reading: &Reading<'_>, at: usize) -> Option<usize> {
        self.topic_agencies.get(reading.article.section(at)).copied().flatten()
    }

    /// The programme that the section at the byte `at` is about.
    pub(crate) fn topic_programme(&self, reading: &Reading<'_>, at: usize) -> Option<usize> {
        self.topic_programmes.get(reading.article.section(at)).copied().flatten()
    }

    /// The agency that acts in the sentence, or the last one before it in the same paragraph.
    pub(crate) fn agency_at(&self, sentence: usize) -> Option<usize> {
        self.acting.get(sentence).copied().flatten()
    }
}

/// Whether what follows may be told of the programme: it is not told in passing, and its clause has no figure of its
/// own, which makes it one result in a row of others.
pub(crate) fn leads(
    reading: &Reading<'_>,
    links: &Links,
    resolved: &Resolved,
    figures: &[Figure],
    link: &Link,
) -> bool {
    // What follows a document or a platform is done, not measured by it.
    if matches!(resolved.programmes[link.entity].kind, ProgrammeKind::Document | ProgrammeKind::Platform) {
        return false;
    }
    let clause = reading.clause(link.range.start);
    // Figures stand in the order of their clauses.
    let behind = &figures[figures.partition_point(|figure| figure.clause.start < clause.start)..];
    let mut inside = behind.iter().take_while(|figure| figure.clause.start <= clause.end);
    let subject = reading.opens_clause(link.range.start);
    !links.is_passing(&link.range) && (subject || !inside.any(|figure| figure.clause.end <= clause.end))
}

/// Where the text says that the agencies named next are in charge, and these: (责任单位:省民政厅、省残联).
pub(crate) fn charges(reading: &Reading<'_>, links: &Links) -> Vec<(usize, Vec<usize>)> {
    let Some(pattern) = reading.lexicon.pattern("agency.charge") else { return Vec::new() };
    let mut charges = Vec::new();
    for block in &reading.article.blocks {
        for said in pattern.find_iter(reading.slice(block.range.clone())) {
            let mut end = block.range.start + said.end();
            let mut named = Vec::new();
            for link in within(&links.agencies, end..block.range.end) {
                if link.range.start >= end && !reading.is_within(end..link.range.start, 2) {
                    break;
                }
                if link.range.start >= end {
                    named.push(link.entity);
                    end = link.range.end;
                }
            }
            charges.push((block.range.start + said.start(), named));
        }
    }
    charges
}

/// A sentence without the byline before it.
pub(crate) fn without_byline(reading: &Reading<'_>, sentence: Range<usize>) -> Range<usize> {
    match reading.byline_at(sentence.start) {
        Some(byline) if byline.end < sentence.end => byline.end..sentence.end,
        _ => sentence,
    }
}

/// The agency that acts in a sentence: one at the head of a clause, or the office of a speaker, or one behind 由.
fn subject(
    reading: &Reading<'_>,
    links: &Links,
    resolved: &Resolved,
    (names, offices): (&Reach, &Offices<'_>),
    sentence: Range<usize>,
) -> Option<usize> {
    let scan = &reading.article.scan;
    let outer = |link: &&Link| !names.exceeds(&link.range);
    let own = within(&links.agencies, sentence.clone()).filter(outer).find(|link| acts(reading, link));
    let pointed = scan
        .of(Class::Anaphor, sentence.clone())
        .find(|hit| reading.opens_clause(hit.start) && own.is_none_or(|own| hit.start < own.range.start))
        .and_then(|hit| offices.before(hit.start, reading.slice(hit.range()).chars().next_back()?));
    pointed.or(own.map(|link| head_office(reading, resolved, link)))
}

/// Whether an agency is the subject of its clause; an official of it who does not speak is not.
pub(crate) fn acts(reading: &Reading<'_>, link: &Link) -> bool {
    let scan = &reading.article.scan;
    let clause = reading.clause(link.range.start);
    let official = scan.at(link.range.end, Class::PersonTitle);
    let silent = official.is_some_and(|title| {
        scan.of(Class::Speech, title.end..clause.end.max(title.end)).next().is_none()
            && scan.of(Class::VerbDo, title.end..clause.end.max(title.end)).next().is_none()
    });
    reading.opens_clause(link.range.start) && !silent
}

/// The agency of a mention; for a part of a hospital or school whose head is named, the whole.
pub(crate) fn head_office(reading: &Reading<'_>, resolved: &Resolved, link: &Link) -> usize {
    let official = reading.article.scan.at(link.range.end, Class::PersonTitle).is_some();
    resolved
        .outer(link.entity)
        .filter(|&outer| official && resolved.agencies[outer].kind == AgencyKind::Institution)
        .unwrap_or(link.entity)
}

/// The agencies that a word may point back to, by the last character of their names.
struct Offices<'l>(BTreeMap<char, Vec<(&'l Link, usize)>>);

impl<'l> Offices<'l> {
    fn new(links: &'l Links, resolved: &Resolved) -> Self {
        let top = |mut at: usize| {
            while let Some(outer) = resolved.outer(at) {
                at = outer;
            }
            at
        };
        let last = |at: usize| resolved.agencies[at].name.chars().next_back();
        let mut all: BTreeMap<char, Vec<(&Link, usize)>> = BTreeMap::new();
        for link in &links.agencies {
            let own = last(link.entity);
            let outer = Some(top(link.entity)).filter(|&outer| last(outer) != own);
            for at in [Some(link.entity), outer].into_iter().flatten() {
                if let Some(last) = last(at) {
                    all.entry(last).or_default().push((link, at));
                }
            }
        }
        Self(all)
    }

    /// The agency that 该局, 该院, 公司 at the byte `at` points back to: the last one named before whose name ends alike.
    fn before(&self, at: usize, tail: char) -> Option<usize> {
        let named = self.0.get(&tail)?;
        let before = &named[..named.partition_point(|(link, _)| link.range.start < at)];
        before.iter().rfind(|(link, _)| link.range.end <= at).map(|&(_, office)| office)
    }
}

/// Where the first sentences of the text of a section end.
pub(crate) fn lead(reading: &Reading<'_>, section: &Range<usize>) -> usize {
    let sentences = &reading.article.sentences;
    let sentences = sentences[sentences.partition_point(|sentence| sentence.start < section.start)..].iter();
    let text = sentences.take_while(|sentence| sentence.end <= section.end);
    let text = text.filter(|sentence| !reading.in_heading(sentence.start));
    text.take(LEAD).map(|sentence| sentence.end).max().unwrap_or(section.start)
}

/// The agency of each section: one of its own, or else that of the whole article, if the section is a part of one story
/// and about the same place.
fn topic_agencies(reading: &Reading<'_>, links: &Links, resolved: &Resolved) -> Vec<Option<usize>> {
    let whole = topic_agency(reading, links, resolved, &(0..reading.text().len()));
    let sections = &reading.article.sections;
    if sections.len() == 1 {
        return vec![whole];
    }
    let of_story = |section: &Range<usize>| {
        let here = links.setting(section.start).topic();
        let near = |&at: &usize| match (resolved.seat(at), here) {
            (Some(seat), Some(here)) => here == seat || resolved.lies_in(here, seat),
            _ => true,
        };
        let named = |whole: &usize| within(&links.agencies, section.clone()).any(|link| link.entity == *whole);
        whole.filter(near).filter(|whole| reading.article.signed || named(whole))
    };
    let own = |section: &Range<usize>| topic_agency(reading, links, resolved, section);
    let of_section = |section: &Range<usize>| match reading.article.signed {
        true => of_story(section).or_else(|| own(section)),
        false => own(section).or_else(|| of_story(section)),
    };
    sections.iter().map(of_section).collect()
}

/// The agency that a stretch of the article names most, its headline and first sentences counted more; named at least
/// twice or in the lead.
fn topic_agency(reading: &Reading<'_>, links: &Links, resolved: &Resolved, section: &Range<usize>) -> Option<usize> {
    let mut weights: BTreeMap<usize, usize> = BTreeMap::new();
    let lead = lead(reading, section);
    let local = |link: &&Link| resolved.agencies[link.entity].place.is_some();
    for link in within(&links.agencies, section.clone()).filter(local) {
        let heads = reading.opens_clause(link.range.start);
        // 记者从X获悉: the article's source.
        let source = reading.article.scan.before(link.range.start, Class::From).is_some();
        let weight = 1
            + usize::from(link.range.start < lead)
            + usize::from(heads)
            + usize::from(reading.in_heading(link.range.start))
            + 2 * usize::from(source && link.range.start < lead);
        *weights.entry(link.entity).or_default() += weight;
    }
    let (&best, &weight) =
        weights.iter().max_by_key(|&(&entity, &weight)| (weight, std::cmp::Reverse(&resolved.agencies[entity].id)))?;
    let second = weights.iter().filter(|&(&entity, _)| entity != best).map(|(_, &weight)| weight).max().unwrap_or(0);
    (weight >= 3 && weight > second).then_some(best)
}

/// The programme of each section: one of its own, or else that of the whole article, if the section is a part of one
/// story.
fn topic_programmes(reading: &Reading<'_>, links: &Links, resolved: &Resolved) -> Vec<Option<usize>> {
    let whole = topic_programme(reading, links, resolved, &(0..reading.text().len()));
    let sections = &reading.article.sections;
    if sections.len() == 1 {
        return vec![whole];
    }
    let told = |range: Range<usize>| within(&links.programmes, range).any(|link| Some(link.entity) == whole);
    let body = reading.article.blocks.iter().find(|block| block.role == Role::Body);
    let headline = told(0..body.map_or(0, |body| body.range.start));
    let of_section = |section: &Range<usize>| {
        let own = topic_programme(reading, links, resolved, section);
        own.or_else(|| whole.filter(|_| reading.article.signed && headline || told(section.clone())))
    };
    sections.iter().map(of_section).collect()
}

/// The programme that a stretch of the article comes back to most, at least four times; else the only one of its
/// headline, or the only campaign of its first sentences.
fn topic_programme(reading: &Reading<'_>, links: &Links, resolved: &Resolved, section: &Range<usize>) -> Option<usize> {
    let mut weights: BTreeMap<usize, usize> = BTreeMap::new();
    for link in within(&links.programmes, section.clone()) {
        *weights.entry(link.entity).or_default() += 1 + usize::from(reading.in_heading(link.range.start));
    }
    let (&best, &weight) = weights.iter().max_by_key(|&(entity, weight)| (*weight, std::cmp::Reverse(*entity)))?;
    let second = weights.iter().filter(|&(&entity, _)| entity != best).map(|(_, &weight)| weight).max().unwrap_or(0);
    // What an article is about stands in a heading, or in several of its paragraphs; a story at its head does not.
    let own = || within(&links.programmes, section.clone()).filter(|link| link.entity == best);
    let blocks: BTreeSet<usize> =
        own().filter_map(|link| reading.article.block(link.range.start)).map(|block| block.range.start).collect();
    let all: usize = weights.values().sum();
    let whole = reading.article.sections.len() == 1;
    let told = own().any(|link| reading.in_heading(link.range.start)) || whole && blocks.len() >= 3 && weight * 2 > all;
    if weight >= 4 && weight > second && told {
        return Some(best);
    }
    let only = |mut found: Vec<usize>| {
        found.sort_unstable();
        found.dedup();
        if let [only] = found.as_slice() { Some(*only) } else { None }
    };
    let mut bodies = reading.article.blocks.iter().filter(|block| block.range.start >= section.start);
    let first = bodies.find(|block| block.role == Role::Body).map_or(section.start, |block| block.range.start);
    let headline = within(&links.programmes, section.start..first.min(section.end)).map(|link| link.entity);
    if let Some(only) = only(headline.collect()) {
        return Some(only);
    }
    let campaigns = within(&links.programmes, section.start..lead(reading, section))
        .filter(|link| !links.is_passing(&link.range))
        .map(|link| link.entity)
        .filter(|&at| resolved.programmes[at].kind == ProgrammeKind::Campaign);
    only(campaigns.collect())
}
