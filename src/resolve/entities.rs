//! The entities of a page while they are found.

use std::collections::{BTreeSet, HashMap};

use crate::{
    extract::Reading,
    lexicon::{DivisionId, Gazetteer, Village},
    model::{Agency, AgencyKind, EntityId, EntityKind, Level, Location, Programme, ProgrammeKind},
    resolve::{Link, Links, Resolved},
};

/// Entities by key, numbered in the order in which they were found.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// Places.
    pub locations: Vec<Location>,
    /// The division of the gazetteer that a place is, by its number.
    pub divisions: Vec<Option<DivisionId>>,
    /// Agencies.
    pub agencies: Vec<Agency>,
    /// Programmes.
    pub programmes: Vec<Programme>,
    by_id: HashMap<EntityId, usize>,
    by_division: HashMap<DivisionId, usize>,
    agencies_by_name: HashMap<String, Vec<usize>>,
    locations_by_name: HashMap<String, Vec<usize>>,
    /// For an end of a name the first agency whose name has it, and how many agencies were looked at.
    agencies_by_end: HashMap<String, (Option<usize>, usize)>,
}

impl Entities {
    /// The number of a division of the gazetteer, with all wider ones before it.
    pub fn division(&mut self, gazetteer: &Gazetteer, id: DivisionId) -> usize {
        if let Some(&at) = self.by_division.get(&id) {
            return at;
        }
        let parent = gazetteer.parent(id).filter(|&parent| gazetteer.level(parent) > Level::Country);
        let within = parent.map(|parent| self.division(gazetteer, parent));
        let path = gazetteer.path(id).into_iter().map(str::to_owned).collect();
        let code = gazetteer.code(id).map(str::to_owned);
        let at = self.location(gazetteer.name(id), path, gazetteer.level(id), code, within, Some(id));
        if self.locations[at].former.is_empty() {
            let former = gazetteer.former_names(id).map(|(name, until)| (name.to_owned(), until));
            self.locations[at].former = former.collect();
        }
        self.by_division.insert(id, at);
        at
    }

    /// The number of a place below or beside the gazetteer, within a wider one.
    pub fn below(&mut self, name: &str, level: Level, within: Option<usize>) -> usize {
        let mut path: Vec<String> = within.map(|at| self.locations[at].path.clone()).unwrap_or_default();
        path.push(name.to_owned());
        self.location(name, path, level, None, within, None)
    }

    /// The number of a village of the register.
    pub fn village(&mut self, gazetteer: &Gazetteer, village: &Village, name: &str) -> usize {
        let township = self.division(gazetteer, village.township);
        let mut path = self.locations[township].path.clone();
        path.push(name.to_owned());
        self.location(name, path, Level::Village, Some(village.code.to_string()), Some(township), None)
    }

    fn location(
        &mut self,
        name: &str,
        path: Vec<String>,
        level: Level,
        code: Option<String>,
        within: Option<usize>,
        division: Option<DivisionId>,
    ) -> usize {
        let wider = within.map(|at| &self.locations[at]);
        // Where the register has no code the place is keyed by the code or else the path of what it lies in.
        let scope = match (&code, wider) {
            (Some(code), _) => code.clone(),
            (None, Some(wider)) => wider.code.clone().unwrap_or_else(|| wider.path.concat()),
            (None, None) => String::new(),
        };
        let id = EntityId::new(EntityKind::Location, &[&scope, name]);
        if let Some(&at) = self.by_id.get(&id) {
            return at;
        }
        let within = wider.map(|wider| wider.id.clone());
        let at = self.locations.len();
        self.by_id.insert(id.clone(), at);
        self.locations_by_name.entry(name.to_owned()).or_default().push(at);
        let (name, former, mentions) = (name.to_owned(), Vec::new(), Vec::new());
        self.locations.push(Location { id, name, path, level, code, within, former, mentions });
        self.divisions.push(division);
        at
    }

    /// The number of an agency of that canonical name.
    pub fn agency(&mut self, name: &str, kind: AgencyKind, place: Option<usize>, part_of: Option<usize>) -> usize {
        let code = place.and_then(|at| self.locations[at].code.as_deref()).unwrap_or_default();
        let id = EntityId::new(EntityKind::Agency, &[code, name]);
        if let Some(&at) = self.by_id.get(&id) {
            return at;
        }
        // Told once with its place and once without.
        let place_id = place.map(|at| &self.locations[at].id);
        let twin = self.agencies_called(name).iter().find(|&&at| {
            let seat = &self.agencies[at].place;
            seat.is_none() || place_id.is_none() || seat.as_ref() == place_id
        });
        if let Some(&at) = twin {
            return at;
        }
        let at = self.agencies.len();
        self.by_id.insert(id.clone(), at);
        self.agencies_by_name.entry(name.to_owned()).or_default().push(at);
        let place = place.map(|at| self.locations[at].id.clone());
        let part_of = part_of.map(|at| self.agencies[at].id.clone());
        self.agencies.push(Agency { id, name: name.to_owned(), kind, place, part_of, mentions: Vec::new() });
        at
    }

    /// The number of a programme of that name.
    pub fn programme(&mut self, name: &str, kind: ProgrammeKind) -> usize {
        let id = EntityId::new(EntityKind::Programme, &[name]);
        if let Some(&at) = self.by_id.get(&id) {
            return at;
        }
        let at = self.programmes.len();
        self.by_id.insert(id.clone(), at);
        self.programmes.push(Programme { id, name: name.to_owned(), kind, part_of: None, mentions: Vec::new() });
        at
    }

    /// The agencies of this name, in the order in which they were found.
    pub(in crate::resolve) fn agencies_called(&self, name: &str) -> &[usize] {
        self.agencies_by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The first agency whose name ends so.
    pub(in crate::resolve) fn agency_ending(&mut self, end: &str) -> Option<usize> {
        let (mut first, mut seen) = self.agencies_by_end.get(end).copied().unwrap_or_default();
        if first.is_none() && seen < self.agencies.len() {
            first = (seen..self.agencies.len()).find(|&at| self.agencies[at].name.ends_with(end));
            seen = self.agencies.len();
            self.agencies_by_end.insert(end.to_owned(), (first, seen));
        }
        first
    }

    /// The places of this name, in the order in which they were found.
    pub(in crate::resolve) fn locations_called(&self, name: &str) -> &[usize] {
        self.locations_by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The number of the place of that key.
    pub fn place(&self, id: &EntityId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Whether the first place is the second or lies in it.
    pub fn within(&self, inner: usize, outer: usize) -> bool {
        let outer = &self.locations[outer].path;
        self.locations[inner].path.starts_with(outer)
    }

    /// Sets the mentions of every entity and gives the whole away.
    pub(crate) fn finish(mut self, readings: &[Reading<'_>], articles: Vec<Links>) -> Resolved {
        for (reading, links) in readings.iter().zip(&articles) {
            let span = |link: &Link| reading.article.edited.span(link.range.clone());
            for link in &links.places {
                self.locations[link.entity].mentions.push(span(link));
            }
            for link in links.agencies.iter().chain(&links.hosts) {
                self.agencies[link.entity].mentions.push(span(link));
            }
            for link in &links.programmes {
                self.programmes[link.entity].mentions.push(span(link));
            }
        }
        // A place stays if it is named, or if one that is named or an agency lies in it.
        let mut kept: BTreeSet<EntityId> = BTreeSet::new();
        let named = self.locations.iter().filter(|place| !place.mentions.is_empty()).map(|place| &place.id);
        for id in named.chain(self.agencies.iter().filter_map(|agency| agency.place.as_ref())) {
            let mut next = Some(id.clone());
            while let Some(id) = next.filter(|id| !kept.contains(id)) {
                next = self.place(&id).and_then(|at| self.locations[at].within.clone());
                kept.insert(id);
            }
        }
        let dropped: Vec<bool> = self.locations.iter().map(|place| !kept.contains(&place.id)).collect();
        let lists = (self.locations.iter_mut().map(|e| &mut e.mentions))
            .chain(self.agencies.iter_mut().map(|e| &mut e.mentions))
            .chain(self.programmes.iter_mut().map(|e| &mut e.mentions));
        for mentions in lists {
            mentions.sort();
            mentions.dedup();
        }
        let number = |id: &Option<EntityId>| id.as_ref().and_then(|id| self.place(id));
        let seats = self.agencies.iter().map(|agency| number(&agency.place)).collect();
        let outers = self.agencies.iter().map(|agency| number(&agency.part_of)).collect();
        let paths = paths(&self.locations);
        let Self { locations, agencies, programmes, .. } = self;
        Resolved { locations, dropped, agencies, programmes, articles, seats, outers, paths }
    }
}

/// For each place the numbers of the paths that lead to it, its own the last: each beginning of a path has a number.
fn paths(locations: &[Location]) -> Vec<Vec<usize>> {
    let mut numbers: HashMap<(Option<usize>, &str), usize> = HashMap::new();
    let mut paths = Vec::with_capacity(locations.len());
    for place in locations {
        let mut path: Vec<usize> = Vec::with_capacity(place.path.len());
        for name in &place.path {
            let next = numbers.len();
            path.push(*numbers.entry((path.last().copied(), name)).or_insert(next));
        }
        paths.push(path);
    }
    paths
}
