//! Adoptions in their order, and where each came from.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diffusion::{Basis, Options, Place, Step, Variant, When, gather::Sighting, place::Places, when::Slot},
    model::{Confidence, EntityId, Level, StatementId, sources},
};

/// Where an adoption came from, by what surely was there before, in the whole store: by the last day of the other and the
/// first day of this one. Where several hold, the first of them in this order is told; [`Before`] counts all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Nobody before it; several places may share the day.
    First,
    /// A wider place that it lies in had it: from the province or the city down (Shipan and Volden: top-down).
    Above,
    /// A place in it had it (bottom-up).
    Below,
    /// A place of its level in the same next wider place had it (Berry and Berry: a neighbour, regional diffusion).
    Beside,
    /// Only places farther off had it.
    Elsewhere,
    /// Its date is too vague to say who was before it.
    Unclear,
    /// It has no date.
    Undated,
}

impl Direction {
    /// Every direction, in order.
    pub const ALL: &'static [Self] =
        &[Self::First, Self::Above, Self::Below, Self::Beside, Self::Elsewhere, Self::Unclear, Self::Undated];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Above => "above",
            Self::Below => "below",
            Self::Beside => "sideways",
            Self::Elsewhere => "elsewhere",
            Self::Unclear => "unclear",
            Self::Undated => "undated",
        }
    }

    /// What it says, for people.
    pub const fn about(self) -> &'static str {
        match self {
            Self::First => "nobody before it",
            Self::Above => "a wider place before it",
            Self::Below => "a place in it before it",
            Self::Beside => "a neighbour before it",
            Self::Elsewhere => "only places farther off before it",
            Self::Unclear => "its date is too vague to tell",
            Self::Undated => "no date",
        }
    }
}

/// How many places surely had the programme before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// Wider ones that hold the place.
    pub above: usize,
    /// Those in it.
    pub below: usize,
    /// Those of its level in the same next wider place.
    pub beside: usize,
    /// All others.
    pub elsewhere: usize,
}

/// The first time that a statement ties the programme to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adoption {
    /// Where.
    pub place: Place,
    /// The narrower place that the statement names, where that counts for `place`: key and name.
    pub at: Option<(EntityId, String)>,
    /// By when; none if neither the statement nor the page says it.
    pub when: Option<When>,
    /// Its number in the order of the dates, from 1; those of one last day share it. None without a date.
    pub order: Option<usize>,
    /// Days since the first adoption of those that were asked for, each by the last day that it may be.
    pub lag: Option<i64>,
    /// Where it came from.
    pub direction: Direction,
    /// The place that it came from: the nearest above, else the earliest below or beside.
    pub from: Option<(EntityId, String)>,
    /// Who was before.
    pub before: Before,
    /// The name of the programme there.
    pub programme: String,
    /// Who runs it or tells the figure, if said.
    pub agency: Option<String>,
    /// The statement that tells it.
    pub statement: StatementId,
    /// Its sentence.
    pub sentence: String,
    /// How sure the reading of it is.
    pub confidence: Confidence,
    /// Its page.
    pub doc: String,
    /// The paper, if known.
    pub paper: Option<String>,
    /// The day of the page, if known.
    pub page_date: Option<String>,
    /// Statements that tie the programme to the place, at any time.
    pub statements: usize,
    /// Pages that hold them.
    pub pages: usize,
    /// Independent sources among them ([`sources`]).
    pub sources: usize,
}

/// How a programme spread.
#[derive(Clone, Debug)]
pub struct Diffusion {
    /// The programme: the one asked for, then what counted as it, and why.
    pub variants: Vec<Variant>,
    /// Adoptions in their order; those without a date are the last. Each place stands once.
    pub adoptions: Vec<Adoption>,
    /// The level that was asked for.
    pub level: Option<Level>,
    /// How long periods are.
    pub step: Step,
    /// Pages that were looked at.
    pub pages: usize,
    /// Those of them without a date as exact as a period: they cover nothing.
    pub undated: usize,
    /// Places of the event history, in the order of their codes, each with the periods in which it is covered.
    pub(crate) units: Vec<(Place, BTreeSet<Slot>)>,
}

impl Diffusion {
    pub(crate) fn of(
        variants: Vec<Variant>,
        options: Options,
        places: Places,
        sightings: Vec<Sighting>,
        covered: BTreeMap<EntityId, BTreeSet<Slot>>,
        (pages, undated): (usize, usize),
    ) -> Self {
        let Options { level, step, place, .. } = options;
        let wanted = |unit: &Place| {
            place.as_ref().is_none_or(|name| unit.id.as_str() == name || unit.path.iter().any(|one| one == name))
        };
        let mut seen: BTreeMap<EntityId, Vec<Sighting>> = BTreeMap::new();
        for sighting in sightings {
            if let Some(unit) = places.unit(&sighting.place, level) {
                seen.entry(unit.id.clone()).or_default().push(sighting);
            }
        }
        let mut adoptions: Vec<Adoption> =
            seen.into_iter().filter_map(|(unit, sightings)| adoption(places.get(&unit)?, sightings, &places)).collect();
        // Places told without a date come last.
        let key = |one: &Adoption| {
            (one.when.is_none(), one.when.as_ref().map(When::order), one.place.level, place_key(&one.place))
        };
        adoptions.sort_by_cached_key(key);
        trace(&mut adoptions, &places);
        adoptions.retain(|one| wanted(&one.place));
        number(&mut adoptions);

        let counts = |unit: &Place| level.is_none_or(|level| unit.level == level);
        let mut units: BTreeMap<EntityId, BTreeSet<Slot>> = BTreeMap::new();
        for (id, slots) in covered {
            if let Some(unit) = places.unit(&id, level).filter(|unit| counts(unit) && wanted(unit)) {
                units.entry(unit.id.clone()).or_default().extend(slots);
            }
        }
        for adoption in adoptions.iter().filter(|one| counts(&one.place)) {
            units.entry(adoption.place.id.clone()).or_default();
        }
        let place = |(id, slots)| Some((places.get(&id)?.clone(), slots));
        let mut units: Vec<(Place, BTreeSet<Slot>)> = units.into_iter().filter_map(place).collect();
        units.sort_by_cached_key(|(place, _)| place_key(place));
        Self { variants, adoptions, level, step, pages, undated, units }
    }

    /// The name of the programme that was asked for.
    pub fn name(&self) -> &str {
        self.variants.first().map_or("", |one| &one.name)
    }

    /// Whether an adoption is of a place of the level that was asked for; those of wider places only show where others
    /// came from, and are in neither curve nor event history.
    pub fn counts(&self, adoption: &Adoption) -> bool {
        self.level.is_none_or(|level| adoption.place.level == level)
    }

    /// Adoptions that have no date.
    pub fn without_date(&self) -> usize {
        self.adoptions.iter().filter(|one| one.when.is_none()).count()
    }
}

/// Codes run from the province down; places without one come last.
fn place_key(place: &Place) -> (bool, Option<String>, Vec<String>, String) {
    (place.code.is_none(), place.code.clone(), place.path.clone(), place.id.to_string())
}

/// What a place's sightings come to; none without any.
fn adoption(place: &Place, mut sightings: Vec<Sighting>, places: &Places) -> Option<Adoption> {
    let unsaid = |one: &Sighting| one.when.as_ref().map(|when| when.basis) != Some(Basis::Said);
    // Of one date: what says it itself, what says whose it is, the surer, the first by its page.
    sightings.sort_by(|a, b| {
        let date = |one: &Sighting| (one.when.is_none(), one.when.as_ref().map(When::order), unsaid(one));
        let rest = |one: &Sighting| {
            (one.agency.is_none(), std::cmp::Reverse(one.confidence), one.doc.clone(), one.statement.clone())
        };
        date(a).cmp(&date(b)).then_with(|| rest(a).cmp(&rest(b)))
    });
    let told = sightings.iter().map(|one| (one.doc.as_str(), &one.article, one.sentence.as_str()));
    let (statements, sources) = (sightings.len(), sources(told));
    let pages = sightings.iter().map(|one| one.doc.as_str()).collect::<BTreeSet<_>>().len();
    let first = sightings.into_iter().next()?;
    let at = places.get(&first.place).filter(|at| at.id != place.id).map(|at| (at.id.clone(), at.name.clone()));
    Some(Adoption {
        place: place.clone(),
        at,
        when: first.when,
        order: None,
        lag: None,
        direction: Direction::Undated,
        from: None,
        before: Before::default(),
        programme: first.programme,
        agency: first.agency,
        statement: first.statement,
        sentence: first.sentence,
        confidence: first.confidence,
        doc: first.doc,
        paper: first.paper,
        page_date: first.page_date,
        statements,
        pages,
        sources,
    })
}

/// Says where each of the adoptions, which stand in their order, came from.
fn trace(adoptions: &mut [Adoption], places: &Places) {
    let dates: Vec<When> = adoptions.iter().map_while(|one| one.when.clone()).collect();
    let kin = Kin::of(&adoptions[..dates.len()], places);
    for (at, when) in dates.iter().enumerate() {
        // All that surely was before stands at the front.
        let prior = dates.partition_point(|other| other.is_before(when));
        let earlier = |all: &[usize]| all.partition_point(|&other| other < prior);
        let above: Vec<usize> = kin.above[at].iter().copied().filter(|&other| other < prior).collect();
        let (below, beside) = (kin.below(&adoptions[at].place.id), kin.beside(&adoptions[at].place, places));
        let mut before = Before { above: above.len(), below: earlier(below), beside: earlier(beside), elsewhere: 0 };
        before.elsewhere = prior - before.above - before.below - before.beside;
        let (direction, from) = match before {
            Before { above: 1.., .. } => (Direction::Above, above.first()),
            Before { below: 1.., .. } => (Direction::Below, below.first()),
            Before { beside: 1.., .. } => (Direction::Beside, beside.first()),
            Before { elsewhere: 1.., .. } => (Direction::Elsewhere, None),
            _ if when.last == dates[0].last => (Direction::First, None),
            _ => (Direction::Unclear, None),
        };
        let from = from.map(|&other| (adoptions[other].place.id.clone(), adoptions[other].place.name.clone()));
        (adoptions[at].direction, adoptions[at].from, adoptions[at].before) = (direction, from, before);
    }
}

/// Numbers adoptions that stand in their order.
fn number(adoptions: &mut [Adoption]) {
    let Some(first) = adoptions.first().and_then(|one| one.when.clone()) else { return };
    let (mut order, mut last) = (1, first.last);
    for (at, one) in adoptions.iter_mut().enumerate() {
        let Some(when) = &one.when else { break };
        if when.last != last {
            (order, last) = (at + 1, when.last);
        }
        (one.order, one.lag) = (Some(order), Some(when.lag(&first)));
    }
}

/// How the places of adoptions stand to one another: numbers of adoptions in their order.
struct Kin {
    /// For each adoption those of the places that hold its place, the nearest first.
    above: Vec<Vec<usize>>,
    /// By place, those of the places in it.
    below: BTreeMap<EntityId, Vec<usize>>,
    /// By level and next wider place, those of neighbours.
    beside: BTreeMap<(Level, Option<EntityId>), Vec<usize>>,
}

impl Kin {
    fn of(adoptions: &[Adoption], places: &Places) -> Self {
        let at: BTreeMap<&EntityId, usize> =
            adoptions.iter().enumerate().map(|(at, one)| (&one.place.id, at)).collect();
        let country = adoptions.iter().position(|one| one.place.level == Level::Country);
        let mut kin = Self { above: Vec::new(), below: BTreeMap::new(), beside: BTreeMap::new() };
        for (number, one) in adoptions.iter().enumerate() {
            let mut above: Vec<usize> = Vec::new();
            for wider in places.around(&one.place.id).skip(1) {
                above.extend(at.get(&wider.id));
                kin.below.entry(wider.id.clone()).or_default().push(number);
            }
            // Provinces don't say that they lie in the country.
            if let Some(country) = country.filter(|country| *country != number && !above.contains(country)) {
                above.push(country);
                kin.below.entry(adoptions[country].place.id.clone()).or_default().push(number);
            }
            kin.above.push(above);
            kin.beside.entry((one.place.level, places.holder(&one.place).cloned())).or_default().push(number);
        }
        kin
    }

    fn below(&self, place: &EntityId) -> &[usize] {
        self.below.get(place).map_or(&[], Vec::as_slice)
    }

    /// Neighbours of a place, itself among them; none if it is not known what it lies in.
    fn beside(&self, place: &Place, places: &Places) -> &[usize] {
        let holder = places.holder(place).cloned();
        if holder.is_none() && place.level != Level::Province {
            return &[];
        }
        self.beside.get(&(place.level, holder)).map_or(&[], Vec::as_slice)
    }
}
