//! Places, and what they lie in.

use std::collections::BTreeMap;

use crate::{
    lexicon::{DivisionId, Gazetteer},
    model::{EntityId, EntityKind, Level, Location},
};

/// Levels that a place of an adoption may have.
const LEVELS: [Level; 5] = [Level::Country, Level::Province, Level::Prefecture, Level::County, Level::Township];
/// More wider places than any place has.
const DEEPEST: usize = 12;

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its key.
    pub id: EntityId,
    /// Its full name.
    pub name: String,
    /// Full names from the province down to the place itself.
    pub path: Vec<String>,
    /// How wide it is.
    pub level: Level,
    /// GB/T 2260 code (6 digits) or statistical code (9 digits), if it has one.
    pub code: Option<String>,
    /// The next wider place.
    pub within: Option<EntityId>,
}

/// Places by their keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(BTreeMap<EntityId, Place>);

impl Places {
    /// Adds a place of a page. Of what pages say differently the longer and then the greater path stays, so that their
    /// order makes no difference.
    pub fn add(&mut self, location: &Location) {
        let Location { id, name, path, level, code, within, former: _, mentions: _ } = location;
        let fuller = |old: &Place| (old.path.len(), &old.path) < (path.len(), path);
        if self.0.get(id).is_none_or(fuller) {
            let (id, name, path) = (id.clone(), name.clone(), path.clone());
            let place = Place { id: id.clone(), name, path, level: *level, code: code.clone(), within: within.clone() };
            self.0.insert(id, place);
        }
    }

    /// Adds a division with all wider ones below the country; its key.
    pub fn add_division(&mut self, gazetteer: &Gazetteer, division: DivisionId) -> EntityId {
        let key = |one: DivisionId| {
            EntityId::new(EntityKind::Location, &[gazetteer.code(one).unwrap_or_default(), gazetteer.name(one)])
        };
        let wider = |one: DivisionId| gazetteer.parent(one).filter(|&at| gazetteer.level(at) != Level::Country);
        for one in std::iter::successors(Some(division), |&one| wider(one)).take(DEEPEST) {
            self.0.entry(key(one)).or_insert_with(|| Place {
                id: key(one),
                name: gazetteer.name(one).to_owned(),
                path: gazetteer.path(one).into_iter().map(ToOwned::to_owned).collect(),
                level: gazetteer.level(one),
                code: gazetteer.code(one).map(ToOwned::to_owned),
                within: wider(one).map(key),
            });
        }
        key(division)
    }

    pub fn get(&self, id: &EntityId) -> Option<&Place> {
        self.0.get(id)
    }

    /// The place itself, then the wider ones.
    pub fn around<'p>(&'p self, id: &EntityId) -> impl Iterator<Item = &'p Place> + use<'p> {
        let wider = |place: &&'p Place| place.within.as_ref().and_then(|id| self.0.get(id));
        std::iter::successors(self.0.get(id), wider).take(DEEPEST)
    }

    /// The place that `id` counts for: the one of this level that it is or lies in; else, and without a level, the
    /// nearest province, prefecture, county or township.
    pub fn unit(&self, id: &EntityId, level: Option<Level>) -> Option<&Place> {
        let at = |place: &&Place| Some(place.level) == level;
        self.around(id).find(at).or_else(|| self.around(id).find(|place| LEVELS.contains(&place.level)))
    }

    /// What a place lies in; none for a province.
    pub fn holder<'p>(&self, place: &'p Place) -> Option<&'p EntityId> {
        let country = |id: &&EntityId| self.0.get(*id).is_none_or(|wider| wider.level != Level::Country);
        place.within.as_ref().filter(country)
    }
}
