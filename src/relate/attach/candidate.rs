//! The entities that a figure may be linked to, and what speaks for each.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    article::Role,
    extract::Reading,
    lexicon::{Clue, Sign, Slot, Weights},
    relate::{
        attach::{Context, pairs::Pairs},
        focus,
    },
    resolve::Link,
};

/// As many signs as a candidate has, or a few more.
const SIGNS: usize = 32;

/// How near a mention stands to a figure, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Near {
    BehindInClause,
    Clause,
    Sentence,
    Behind,
    SentenceBefore,
    Paragraph,
    BlockBefore,
    Section,
    Article,
    Later,
    Never,
}

impl Near {
    /// In five steps: the clause, the sentence, the paragraph, the section, the article.
    pub(super) fn far(self) -> usize {
        match self {
            Self::BehindInClause | Self::Clause => 0,
            Self::Sentence | Self::Behind => 1,
            Self::SentenceBefore | Self::Paragraph => 2,
            Self::BlockBefore | Self::Section => 3,
            Self::Article | Self::Later | Self::Never => 4,
        }
    }

    /// The step as rules have it.
    pub(super) fn word(self) -> &'static str {
        ["clause", "sentence", "paragraph", "section", "article"][self.far()]
    }
}

/// A section of an article.
pub(crate) struct Section {
    range: Range<usize>,
    /// Where its first sentences end.
    lead: usize,
    headings: Vec<Range<usize>>,
    /// The words of its headings.
    pub(super) words: Pairs,
}

impl Section {
    pub(super) fn new(reading: &Reading<'_>, range: Range<usize>) -> Self {
        let headings = reading.article.blocks.iter().filter(|block| block.role == Role::Heading);
        let headings = headings.map(|block| block.range.clone());
        let headings: Vec<Range<usize>> =
            headings.filter(|heading| range.start <= heading.start && heading.end <= range.end).collect();
        let words: String = headings.iter().map(|heading| reading.slice(heading.clone())).collect();
        Self { lead: focus::lead(reading, &range), words: Pairs::new(&words), range, headings }
    }
}

/// Where a figure, or a programme that somebody runs, stands, as **byte** ranges.
pub(super) struct Spot {
    pub(super) number: Range<usize>,
    pub(super) clause: Range<usize>,
    /// The number of its sentence.
    pub(super) index: usize,
    pub(super) sentence: Range<usize>,
    /// The number of its section.
    pub(super) section: usize,
    section_range: Range<usize>,
    sentence_before: Range<usize>,
    block: Range<usize>,
    block_before: Range<usize>,
}

impl Spot {
    /// The spot of words in a clause.
    pub(super) fn new(context: &Context<'_>, number: Range<usize>, clause: Range<usize>) -> Self {
        let article = context.reading.article;
        let at = number.start;
        let (index, sentence) = article.sentence(at).map_or((0, clause.clone()), |(at, s)| (at, s.clone()));
        let block_at = article.blocks.partition_point(|block| block.range.end <= at);
        let range = |at: Option<usize>| at.and_then(|at| article.blocks.get(at)).map(|block| block.range.clone());
        let block = range(Some(block_at)).unwrap_or_else(|| sentence.clone());
        let sentence_before = index.checked_sub(1).and_then(|at| article.sentences.get(at)).cloned();
        let section = article.section(at);
        let start = context.sections[section].range.start;
        let block_before = range(block_at.checked_sub(1)).filter(|before| before.start >= start);
        Self {
            number,
            clause,
            index,
            sentence,
            section_range: context.sections[section].range.clone(),
            section,
            sentence_before: sentence_before.filter(|before| before.start >= block.start).unwrap_or(at..at),
            block,
            block_before: block_before.unwrap_or(at..at),
        }
    }

    pub(super) fn near(&self, range: &Range<usize>) -> Near {
        let inside = |outer: &Range<usize>| outer.contains(&range.start);
        match (inside(&self.clause), inside(&self.sentence), range.start < self.number.start) {
            (true, _, true) => Near::Clause,
            (true, _, false) => Near::BehindInClause,
            (_, true, true) => Near::Sentence,
            (_, true, false) => Near::Behind,
            (_, _, false) => Near::Later,
            _ if inside(&self.sentence_before) => Near::SentenceBefore,
            _ if inside(&self.block) => Near::Paragraph,
            _ if inside(&self.block_before) => Near::BlockBefore,
            _ if inside(&self.section_range) => Near::Section,
            _ => Near::Article,
        }
    }
}

/// An answer to who, what or where, and what speaks for it.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The entity, or that there is none.
    pub entity: Option<usize>,
    /// Where its nearest mention stands.
    pub near: Near,
    /// What speaks for it, or against.
    pub signs: Vec<Sign>,
}

/// The answer for which most speaks, and how much more than for the next one, in hundredths of a logit. Of two for which
/// as much speaks the first.
pub(super) fn choose<'c>(weights: &Weights, slot: Slot, all: &'c [Candidate]) -> Option<(&'c Candidate, i32)> {
    let mut sums: Vec<(i32, usize)> =
        all.iter().enumerate().map(|(at, one)| (weights.sum(slot, &one.signs), at)).collect();
    sums.sort_by_key(|&(sum, at)| (std::cmp::Reverse(sum), at));
    let &(best, at) = sums.first()?;
    Some((&all[at], sums.get(1).map_or(i32::MAX, |&(second, _)| best - second)))
}

/// An entity with its mentions.
pub(super) struct Mentioned<'l> {
    pub(super) entity: usize,
    pub(super) near: Near,
    /// The nearest mention; of two that are as near the last before the number.
    pub(super) nearest: Option<&'l Link>,
    pub(super) mentions: Vec<&'l Link>,
}

/// The entities that an article names, and what is known of all of them together.
pub(super) struct Field<'s, 'l> {
    /// The sections of the article's head and of the figure.
    sections: [&'s Section; 2],
    pub(super) entities: Vec<Mentioned<'l>>,
    /// How near the nearest of all stands.
    pub(super) nearest: Near,
    /// How often the one is named that is named most.
    pub(super) most: usize,
    /// How many mentions there are, and how many of them in the section.
    total: (usize, usize),
    /// The one named last before the number, the first of the article's text, and the first of the section.
    last: Option<usize>,
    first: Option<usize>,
    first_here: Option<usize>,
}

impl<'s, 'l> Field<'s, 'l> {
    pub(super) fn new(context: &Context<'s>, spot: &Spot, links: impl Iterator<Item = &'l Link> + Clone) -> Self {
        let reading = context.reading;
        let mut by: BTreeMap<usize, Mentioned<'l>> = BTreeMap::new();
        for link in links.clone() {
            let near = spot.near(&link.range);
            let one = by.entry(link.entity).or_insert_with(|| Mentioned {
                entity: link.entity,
                near,
                nearest: Some(link),
                mentions: Vec::new(),
            });
            one.mentions.push(link);
            if near < one.near || near == one.near && link.range.start < spot.number.start {
                one.near = near;
                one.nearest = Some(link);
            }
        }
        let entities: Vec<Mentioned<'l>> = by.into_values().collect();
        let sections = [&context.sections[0], &context.sections[spot.section]];
        let here = |link: &&Link| sections[1].range.contains(&link.range.start);
        Self {
            sections,
            nearest: entities.iter().map(|one| one.near).min().unwrap_or(Near::Never),
            most: entities.iter().map(|one| one.mentions.len()).max().unwrap_or(0),
            total: (links.clone().count(), links.clone().filter(here).count()),
            last: links.clone().filter(|link| link.range.start < spot.number.start).last().map(|link| link.entity),
            first: links.clone().find(|link| !reading.in_heading(link.range.start)).map(|link| link.entity),
            first_here: links.clone().find(here).map(|link| link.entity),
            entities,
        }
    }

    /// Adds an entity that the article does not name.
    pub(super) fn add(&mut self, entity: usize) {
        if self.entities.iter().all(|one| one.entity != entity) {
            self.entities.push(Mentioned { entity, near: Near::Never, nearest: None, mentions: Vec::new() });
        }
    }

    /// What speaks for an entity of any kind. `sort` is its kind or level.
    pub(super) fn signs(&self, reading: &Reading<'_>, one: &Mentioned<'_>, sort: usize) -> Vec<Sign> {
        let far = one.near.far();
        let [head, section] = self.sections;
        let here = |link: &&&Link| section.range.contains(&link.range.start);
        let named = |wanted: &dyn Fn(usize) -> bool| one.mentions.iter().any(|link| wanted(link.range.start));
        let mut signs = Vec::with_capacity(SIGNS);
        signs.extend([Clue::Near.of(one.near as usize, 0), Clue::Sort.of(far, sort)]);
        let mut add = |holds: bool, clue: Clue| {
            if holds {
                signs.push(clue.of(far, 0));
            }
        };
        add(one.near == self.nearest, Clue::Nearest);
        add(self.last == Some(one.entity), Clue::Last);
        add(self.first == Some(one.entity), Clue::First);
        add(self.first_here == Some(one.entity), Clue::FirstHere);
        add(self.most > 1 && one.mentions.len() == self.most, Clue::Most);
        add(self.entities.len() == 1, Clue::Only);
        let headed = named(&|at| section.range.contains(&at) && reading.in_heading(at));
        add(headed, Clue::Headed);
        add(!headed && named(&|at| reading.in_heading(at)), Clue::Titled);
        add(named(&|at| at < head.lead), Clue::Lead);
        add(named(&|at| section.range.contains(&at) && at < section.lead), Clue::LeadHere);
        let opens = |at: usize| {
            head.headings
                .iter()
                .chain(&section.headings)
                .any(|heading| heading.contains(&at) && reading.chars(heading.start..at) <= 4)
        };
        add(named(&opens), Clue::OpensHeading);
        add(one.nearest.is_some_and(|link| reading.in_heading(link.range.start)), Clue::InHeading);
        let mut blocks: Vec<usize> =
            one.mentions.iter().filter_map(|link| Some(reading.article.block(link.range.start)?.range.start)).collect();
        blocks.dedup();
        signs.push(Clue::Count.of(far.min(3), steps(one.mentions.len())));
        signs.push(Clue::Blocks.of(far.min(3), steps(blocks.len())));
        signs.push(Clue::Share.of(sort, share(one.mentions.len(), self.total.0)));
        signs.push(Clue::ShareHere.of(share(one.mentions.iter().filter(here).count(), self.total.1), 0));
        signs
    }

    /// That there is none, with what speaks for it.
    pub(super) fn none(&self) -> Candidate {
        let signs = vec![
            Clue::None.of(self.nearest as usize, 0),
            Clue::NoneMost.of(steps(self.most), 0),
            Clue::NoneCount.of(steps(self.entities.len()), 0),
        ];
        Candidate { entity: None, near: Near::Never, signs }
    }
}

/// A count in steps: 1, 2, 3, 4 to 5, more.
pub(super) fn steps(count: usize) -> usize {
    match count {
        0..=3 => count,
        4..=5 => 4,
        _ => 5,
    }
}

/// A share in steps.
fn share(part: usize, whole: usize) -> usize {
    let hundredths = (part * 100).checked_div(whole).unwrap_or(0);
    [10, 20, 35, 50, 75].iter().take_while(|&&low| hundredths >= low).count()
}
