//! Entities as they were read: their names as all pages together tell them, their words as each page has them.

use std::collections::BTreeMap;

use crate::{
    eval::{
        bare::Bare,
        compare::{norm, similarity},
        gold::Entity,
    },
    model::{EntityId, EntityKind, PageFacts},
    network::Tally,
    text::Span,
};

/// An entity as it was read from a page.
pub(crate) struct Seen<'f> {
    pub kind: EntityKind,
    pub id: &'f EntityId,
    pub name: String,
    pub path: Vec<String>,
    pub sort: &'static str,
    pub place: Option<&'f EntityId>,
    /// The words of its mentions.
    pub mentions: Vec<String>,
}

/// What all pages say of one entity.
#[derive(Default)]
struct Told<'f> {
    name: Tally<String>,
    path: Tally<Vec<String>>,
    /// Page and place of its first mention.
    first: Option<(&'f str, Span)>,
}

/// What all pages say of entities. Where they differ the most frequent holds, as in the facts that are written out.
#[derive(Default)]
pub(crate) struct Merged<'f>(BTreeMap<&'f EntityId, Told<'f>>);

/// An entity of a page, of any kind.
struct One<'f> {
    kind: EntityKind,
    id: &'f EntityId,
    name: &'f String,
    path: &'f [String],
    sort: &'static str,
    place: Option<&'f EntityId>,
    mentions: &'f [Span],
}

fn all(facts: &PageFacts) -> impl Iterator<Item = One<'_>> {
    let agencies = facts.agencies.iter().map(|one| One {
        kind: EntityKind::Agency,
        id: &one.id,
        name: &one.name,
        path: &[],
        sort: one.kind.word(),
        place: one.place.as_ref(),
        mentions: &one.mentions,
    });
    let programmes = facts.programmes.iter().map(|one| One {
        kind: EntityKind::Programme,
        id: &one.id,
        name: &one.name,
        path: &[],
        sort: one.kind.word(),
        place: None,
        mentions: &one.mentions,
    });
    let locations = facts.locations.iter().map(|one| One {
        kind: EntityKind::Location,
        id: &one.id,
        name: &one.name,
        path: &one.path,
        sort: one.level.word(),
        place: None,
        mentions: &one.mentions,
    });
    agencies.chain(programmes).chain(locations)
}

impl<'f> Merged<'f> {
    /// What pages say, each with its name.
    pub fn new(pages: impl Iterator<Item = (&'f str, &'f PageFacts)>) -> Self {
        let mut merged = Self::default();
        for (name, facts) in pages {
            for one in all(facts) {
                let told = merged.0.entry(one.id).or_default();
                told.name.add(one.name);
                told.path.add(&one.path.to_vec());
                let first = one.mentions.iter().min().map(|span| (name, *span));
                told.first = [told.first, first].into_iter().flatten().min();
            }
        }
        merged
    }

    /// The entities with a mention on a page, in the order of their first ones on all pages.
    pub fn of(&self, facts: &'f PageFacts, page: &Bare) -> Vec<Seen<'f>> {
        let mut ones: Vec<(&Told<'_>, One<'f>)> = all(facts)
            .filter(|one| !one.mentions.is_empty())
            .filter_map(|one| Some((self.0.get(one.id)?, one)))
            .collect();
        ones.sort_by_key(|(told, one)| (one.kind, told.first, one.id));
        let seen = |(told, one): (&Told<'_>, One<'f>)| Seen {
            kind: one.kind,
            id: one.id,
            name: told.name.winner().unwrap_or_default(),
            path: told.path.winner().unwrap_or_default(),
            sort: one.sort,
            place: one.place,
            mentions: one.mentions.iter().map(|span| page.words(*span)).collect(),
        };
        ones.into_iter().map(seen).collect()
    }
}

impl Seen<'_> {
    /// Whether it is what the gold names.
    pub fn is_right(&self, gold: &Entity) -> bool {
        let path = || self.path.iter().map(|part| norm(part));
        match gold.kind {
            EntityKind::Location => gold.paths.iter().any(|good| good.iter().map(|part| norm(part)).eq(path())),
            EntityKind::Programme => {
                let names = gold.names.iter().chain(&gold.mentions);
                names.into_iter().any(|name| similarity(&self.name, name) >= LIKE_NAME)
            }
            _ => gold.names.iter().any(|name| norm(name) == norm(&self.name)),
        }
    }

    /// Whether it is, or has a word for it that the gold has.
    pub fn is_found(&self, gold: &Entity) -> bool {
        let mut have = self.mentions.iter().chain([&self.name]).map(|words| norm(words));
        let want: Vec<String> = gold.mentions.iter().map(String::as_str).chain([gold.name()]).map(norm).collect();
        self.is_right(gold) || have.any(|words| want.contains(&words))
    }
}

/// From here on the names of two programmes are alike.
pub(crate) const LIKE_NAME: f64 = 0.75;
