//! The entities that a figure may be linked to, and what is told of each.

use std::ops::Range;

use crate::{
    lexicon::{Clue, Clues, Facts, Forest, Slot},
    relate::attach::{
        Context,
        named::{Here, Mention, Named},
    },
};

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

/// An answer to who, what or where.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The entity, or that there is none.
    pub entity: Option<usize>,
    /// Where its nearest mention stands.
    pub near: Near,
    /// What is told of it.
    pub facts: Facts,
}

/// The answer for which most speaks, and how much more than for the next one, in hundredths of a logit. Of two for which
/// as much speaks the first.
pub(super) fn choose<'c>(forest: &Forest, slot: Slot, all: &'c [Candidate]) -> Option<(&'c Candidate, i32)> {
    let mut best: Option<(&Candidate, i32)> = None;
    let mut second: Option<i32> = None;
    for one in all {
        let sum = forest.weight(slot, &one.facts);
        match best {
            Some((_, most)) if sum <= most => second = second.max(Some(sum)),
            _ => {
                second = best.map(|(_, most)| most);
                best = Some((one, sum));
            }
        }
    }
    best.map(|(one, sum)| (one, second.map_or(i32::MAX, |second| sum - second)))
}

/// An entity as a figure sees it.
pub(super) struct Mentioned<'n> {
    pub(super) entity: usize,
    /// Where it stands in [`Named::entities`]; `None` if the article does not name it.
    pub(super) of: Option<usize>,
    pub(super) near: Near,
    /// The nearest mention; of two that are as near the last before the number.
    pub(super) nearest: Option<&'n Mention>,
}

/// The entities that an article names as a figure sees them, and what is known of all of them together.
pub(super) struct Field<'n> {
    pub(super) named: &'n Named,
    pub(super) entities: Vec<Mentioned<'n>>,
    /// How near the nearest of all stands.
    pub(super) nearest: Near,
    /// How many mentions begin before the number.
    pub(super) before: usize,
    /// The one named last before the number.
    last: Option<usize>,
    /// What the section says of those that it names, and how many mentions it has.
    here: &'n [Here],
    total_here: usize,
}

impl<'n> Field<'n> {
    pub(super) fn new(named: &'n Named, spot: &Spot) -> Self {
        let before = named.before(spot.number.start);
        let entity = |(of, one): (usize, &_)| {
            // The farther a mention stands before the number, or behind it, the less near it is.
            let around = named.around(one, before).into_iter().flatten();
            let nearest = around.map(|mention| (spot.near(&mention.range), mention)).min_by_key(|&(near, _)| near);
            let (near, nearest) = nearest.map_or((Near::Never, None), |(near, mention)| (near, Some(mention)));
            Mentioned { entity: one.entity, of: Some(of), near, nearest }
        };
        let entities: Vec<Mentioned<'n>> = named.entities.iter().enumerate().map(entity).collect();
        let here = named.here(spot.section);
        Self {
            named,
            nearest: entities.iter().map(|one| one.near).min().unwrap_or(Near::Never),
            before,
            last: named.last(before),
            here,
            total_here: here.iter().map(|here| here.count).sum(),
            entities,
        }
    }

    /// Adds an entity that the article does not name.
    pub(super) fn add(&mut self, entity: usize) {
        if self.entities.iter().all(|one| one.entity != entity) {
            self.entities.push(Mentioned { entity, of: None, near: Near::Never, nearest: None });
        }
    }

    /// What is told of an entity of any kind. `sort` is its kind or level, and `clues` are those that its own kind adds.
    pub(super) fn candidate(&self, one: &Mentioned<'_>, sort: usize, clues: Clues) -> Candidate {
        let own = one.of.map(|of| &self.named.entities[of]);
        let here = one.of.and_then(|of| Here::find(self.here, of));
        let mut clues = clues.and(one.nearest.map(|mention| mention.clues).unwrap_or_default());
        clues.add(one.near == self.nearest, Clue::Nearest);
        clues.add(self.last == Some(one.entity), Clue::Last);
        clues = clues.and(own.map(|own| own.clues).unwrap_or_default());
        clues = clues.and(here.map(|here| here.clues).unwrap_or_default());
        if clues.has(Clue::Headed) {
            clues = clues.without(Clue::Titled);
        }
        let mut facts = self.facts();
        facts.tell_all(clues);
        facts.tell(Clue::Near, one.near as usize + 1);
        facts.tell(Clue::Sort, sort + 1);
        let count = own.map_or(0, |own| own.count());
        facts.tell(Clue::Count, count);
        facts.tell(Clue::Blocks, own.map_or(0, |own| own.blocks));
        facts.tell(Clue::Share, share(count, self.named.mentions.len()));
        facts.tell(Clue::ShareHere, share(here.map_or(0, |here| here.count), self.total_here));
        Candidate { entity: Some(one.entity), near: one.near, facts }
    }

    /// That there is none.
    pub(super) fn none(&self) -> Candidate {
        let mut facts = self.facts();
        facts.tell(Clue::None, 1);
        Candidate { entity: None, near: Near::Never, facts }
    }

    /// What is told of all of them together.
    fn facts(&self) -> Facts {
        let mut facts = Facts::default();
        facts.tell(Clue::FieldNear, self.nearest as usize + 1);
        facts.tell(Clue::FieldMost, self.named.most);
        facts.tell(Clue::FieldCount, self.entities.len());
        facts
    }
}

/// A share in hundredths.
fn share(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(0)
}
