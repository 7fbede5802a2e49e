//! The entities of one kind that an article names: what is known of them before a figure is looked at.

use std::ops::Range;

use crate::{
    lexicon::{Clue, Clues},
    relate::attach::{Context, section::Section},
    resolve::Link,
};

/// What a mention speaks for its entity, when it is the nearest to a figure.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spoken {
    pub(super) clues: Clues,
    /// Whether it opens what is told: a subject, a place at the head of a clause.
    pub(super) opens: bool,
}

/// A mention of an entity.
pub(super) struct Mention {
    pub(super) range: Range<usize>,
    /// Where its entity stands in [`Named::entities`].
    of: usize,
    pub(super) clues: Clues,
}

/// An entity with what the whole article says of it.
pub(super) struct Entity {
    pub(super) entity: usize,
    /// Its mentions: a piece of [`Named::order`].
    mentions: Range<usize>,
    pub(super) clues: Clues,
    /// In how many paragraphs it is named.
    pub(super) blocks: usize,
}

impl Entity {
    /// How often it is named.
    pub(super) fn count(&self) -> usize {
        self.mentions.len()
    }
}

/// What one section says of an entity that it names.
pub(super) struct Here {
    of: usize,
    pub(super) clues: Clues,
    /// How often it names it.
    pub(super) count: usize,
}

/// The entities of one kind that an article names.
pub(super) struct Named {
    /// In the order of the text.
    pub(super) mentions: Vec<Mention>,
    /// By their numbers.
    pub(super) entities: Vec<Entity>,
    /// The mentions of each entity, in the order of the text, one entity after the other.
    order: Vec<usize>,
    /// For each section the entities that it names, in the order of `entities`.
    here: Vec<Vec<Here>>,
    /// For each mention the last one up to it that opens what is told.
    opening: Vec<Option<usize>>,
    /// How often the one is named that is named most.
    pub(super) most: usize,
}

impl Named {
    /// `links` are the mentions in the order of the text, and `spoken` is what each speaks.
    pub(super) fn new(context: &Context<'_>, links: &[Link], spoken: impl Fn(&Link) -> Spoken) -> Self {
        let Context { reading, sections, .. } = *context;
        let mut numbers: Vec<usize> = links.iter().map(|link| link.entity).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mention = |link: &Link| {
            let of = numbers.binary_search(&link.entity).unwrap_or_else(|at| at);
            let Spoken { mut clues, opens } = spoken(link);
            clues.add(reading.in_heading(link.range.start), Clue::InHeading);
            (Mention { range: link.range.clone(), of, clues }, opens)
        };
        let (mentions, opening): (Vec<Mention>, Vec<bool>) = links.iter().map(mention).unzip();
        let mut order: Vec<usize> = (0..mentions.len()).collect();
        order.sort_by_key(|&at| mentions[at].of);
        let most = order.chunk_by(|&a, &b| mentions[a].of == mentions[b].of).map(<[usize]>::len).max().unwrap_or(0);
        let first = mentions.iter().find(|one| !one.clues.has(Clue::InHeading)).map(|one| one.of);
        let mut entities: Vec<Entity> = Vec::with_capacity(numbers.len());
        for own in order.chunk_by(|&a, &b| mentions[a].of == mentions[b].of) {
            let at = entities.len();
            let mut clues = Clues::default();
            let mut blocks: Vec<usize> = Vec::with_capacity(own.len());
            for one in own.iter().map(|&at| &mentions[at]) {
                clues.add(one.clues.has(Clue::InHeading), Clue::Titled);
                clues.add(one.range.start < sections[0].lead, Clue::Lead);
                clues.add(sections[0].heading_opens(reading, one.range.start), Clue::OpensHeading);
                blocks.extend(reading.article.block(one.range.start).map(|block| block.range.start));
            }
            blocks.dedup();
            clues.add(most > 1 && own.len() == most, Clue::Most);
            clues.add(first == Some(at), Clue::First);
            let low = entities.last().map_or(0, |before| before.mentions.end);
            entities.push(Entity { entity: numbers[at], mentions: low..low + own.len(), clues, blocks: blocks.len() });
        }
        let here = |section: &Section| {
            let low = mentions.partition_point(|one| one.range.start < section.range.start);
            let high = mentions.partition_point(|one| one.range.start < section.range.end);
            let mut own: Vec<usize> = (low..high).collect();
            own.sort_by_key(|&at| mentions[at].of);
            let entity = |own: &[usize]| {
                let mut here = Here { of: mentions[own[0]].of, clues: Clues::default(), count: own.len() };
                for one in own.iter().map(|&at| &mentions[at]) {
                    here.clues.add(one.clues.has(Clue::InHeading), Clue::Headed);
                    here.clues.add(one.range.start < section.lead, Clue::LeadHere);
                    here.clues.add(section.heading_opens(reading, one.range.start), Clue::OpensHeading);
                }
                here.clues.add(own[0] == low, Clue::FirstHere);
                here
            };
            own.chunk_by(|&a, &b| mentions[a].of == mentions[b].of).map(entity).collect()
        };
        let here = sections.iter().map(here).collect();
        let mut last = None;
        let opening = opening.into_iter().enumerate().map(|(at, opens)| {
            last = if opens { Some(at) } else { last };
            last
        });
        let opening = opening.collect();
        Self { mentions, entities, order, here, opening, most }
    }

    /// How many mentions begin before a byte.
    pub(super) fn before(&self, at: usize) -> usize {
        self.mentions.partition_point(|one| one.range.start < at)
    }

    /// The entity of the last mention of the first `count`.
    pub(super) fn last(&self, count: usize) -> Option<usize> {
        Some(self.entities[self.mentions[count.checked_sub(1)?].of].entity)
    }

    /// The entity of the last mention of the first `count` that opens what is told.
    pub(super) fn last_opening(&self, count: usize) -> Option<usize> {
        self.last(self.opening[count.checked_sub(1)?]? + 1)
    }

    /// The last of the first `count` mentions that is the entity's, and its first one behind them.
    pub(super) fn around(&self, entity: &Entity, count: usize) -> [Option<&Mention>; 2] {
        let own = &self.order[entity.mentions.clone()];
        let behind = own.partition_point(|&at| at < count);
        let mention = |at: Option<&usize>| at.map(|&at| &self.mentions[at]);
        [mention(behind.checked_sub(1).map(|before| &own[before])), mention(own.get(behind))]
    }

    /// The entities that a section names.
    pub(super) fn here(&self, section: usize) -> &[Here] {
        &self.here[section]
    }
}

impl Here {
    /// That of an entity, by where it stands in [`Named::entities`].
    pub(super) fn find(all: &[Self], of: usize) -> Option<&Self> {
        all.binary_search_by_key(&of, |here| here.of).ok().map(|at| &all[at])
    }
}
