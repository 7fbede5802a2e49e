//! Which place a mention is: by the places around it, by what the article is about, by the paper's home.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::{
    article::Page,
    extract::{Mentions, PlaceMention, PlaceName, Reading, Rejected},
    lexicon::{Class, DivisionId, Form, Gazetteer, Lexicon, Village},
    model::Level,
    resolve::{
        Entities, Link, Links,
        topic::{self, Topic, begins_phrase, candidates, is_full, is_region, kind_of},
    },
};

/// The places that an article is about, as numbers of locations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// The province that 全省 stands for.
    pub province: Option<usize>,
    /// The prefecture that the article or its paper is at home in; a municipality is one to itself.
    pub prefecture: Option<usize>,
    /// The county that the article is about, if it is about one.
    pub county: Option<usize>,
    /// Whether that county is a city: then 全市 stands for it.
    pub county_is_city: bool,
    /// The zone that the article is about, if it is about one.
    pub zone: Option<usize>,
}

impl Setting {
    /// The narrowest place down to the county that the article is about.
    pub fn topic(&self) -> Option<usize> {
        self.zone.or(self.county).or(self.prefecture).or(self.province)
    }

    /// The place that 全市 stands for.
    pub fn city(&self) -> Option<usize> {
        self.county.filter(|_| self.county_is_city).or(self.prefecture)
    }
}

pub(crate) fn resolve(
    page: &Page,
    readings: &[Reading<'_>],
    mentions: &mut [Mentions],
    articles: &mut [Links],
    entities: &mut Entities,
    lexicon: &Lexicon,
) {
    let gazetteer = lexicon.gazetteer();
    let home = topic::home(page, readings, mentions, lexicon);
    // Villages told behind the place that they lie in.
    let mut chained: BTreeSet<usize> = BTreeSet::new();
    for ((reading, mentions), links) in readings.iter().zip(mentions).zip(articles.iter_mut()) {
        let topics = topic::of_sections(reading, &mentions.places, home, lexicon);
        let city = |id: &DivisionId| kind_of(gazetteer.name(*id), lexicon) == "city";
        let enter = |topic: &Topic, entities: &mut Entities| Setting {
            province: topic.province.map(|id| entities.division(gazetteer, id)),
            prefecture: topic.prefecture.or(topic.province.filter(city)).map(|id| entities.division(gazetteer, id)),
            county: topic.county.map(|id| entities.division(gazetteer, id)),
            county_is_city: topic.county.as_ref().is_some_and(city),
            zone: None,
        };
        let starts = reading.article.sections.iter().map(|section| section.start);
        links.settings = starts.zip(&topics).map(|(start, topic)| (start, enter(topic, entities))).collect();
        let full = mentions.places.iter().filter(|place| is_full(place) && candidates(place).len() == 1);
        let named: HashSet<DivisionId> = full.flat_map(|place| candidates(place).iter().copied()).collect();
        for (at, mention) in mentions.places.iter().enumerate() {
            let previous = links.places.last().filter(|_| mention.follows && at > 0).map(|link: &Link| link.entity);
            let previous =
                previous.filter(|_| links.places.last().is_some_and(|link| link.range.end == mention.range.start));
            let found = match &mention.name {
                PlaceName::Division { candidates, form } => {
                    let wider = previous.and_then(|at| entities.divisions[at]);
                    let stranger = wider.filter(|&wider| {
                        *form == Form::Full
                            && gazetteer.level(wider) == Level::County
                            && candidates
                                .iter()
                                .all(|&id| gazetteer.level(id) == Level::Township && !gazetteer.within(id, wider))
                    });
                    let topic = topics.get(reading.article.section(mention.range.start)).copied().unwrap_or_default();
                    if stranger.is_some() {
                        // A township behind a county that the register does not give it.
                        below(reading, mention, Level::Township, previous, links, entities)
                    } else {
                        choose(reading, mention, candidates, *form, wider, &topic, &named, gazetteer)
                            .map(|id| entities.division(gazetteer, id))
                    }
                }
                PlaceName::Below(level) => below(reading, mention, *level, previous, links, entities),
                PlaceName::Zone => zone(reading, mention, previous, links, entities, gazetteer),
                PlaceName::Deictic(word) if word == "country" => {
                    gazetteer.country().map(|id| entities.division(gazetteer, id))
                }
                PlaceName::Deictic(word) => deictic(word, mention.range.start, reading, links, entities, lexicon),
            };
            match found {
                Some(entity) => {
                    if previous.is_some_and(|outer| entities.locations[outer].level == Level::Township) {
                        chained.insert(entity);
                    }
                    links.places.push(Link { range: mention.range.clone(), entity });
                    let heads =
                        entities.locations[entity].level == Level::Zone && reading.in_heading(mention.range.start);
                    if let Some(setting) = links.setting_mut(mention.range.start).filter(|_| heads) {
                        setting.zone = setting.zone.or(Some(entity));
                    }
                }
                None => mentions.rejected.push(Rejected {
                    kind: "location",
                    range: mention.range.clone(),
                    reason: "ambiguous or without support",
                }),
            }
        }
    }
    merge_villages(articles, entities, &chained);
}

/// A village told behind its township once is the same one wherever its name stands alone.
fn merge_villages(articles: &mut [Links], entities: &Entities, chained: &BTreeSet<usize>) {
    // The one of each name, if there is but one.
    let mut only: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for &at in chained.iter().filter(|&&at| entities.locations[at].level == Level::Village) {
        only.entry(&entities.locations[at].name).and_modify(|one| *one = None).or_insert(Some(at));
    }
    for links in articles {
        for link in &mut links.places {
            let place = &entities.locations[link.entity];
            if place.level != Level::Village || place.code.is_some() || chained.contains(&link.entity) {
                continue;
            }
            if let Some(&Some(only)) = only.get(place.name.as_str()) {
                link.entity = only;
            }
        }
    }
}

/// The division that a name stands for here.
#[allow(clippy::too_many_arguments)]
fn choose(
    reading: &Reading<'_>,
    mention: &PlaceMention,
    candidates: &[DivisionId],
    form: Form,
    wider: Option<DivisionId>,
    topic: &Topic,
    named: &HashSet<DivisionId>,
    gazetteer: &Gazetteer,
) -> Option<DivisionId> {
    let surface = reading.slice(mention.range.clone());
    let inside = |outer: Option<DivisionId>| {
        let outer = outer?;
        candidates
            .iter()
            .copied()
            .filter(|&id| id != outer && gazetteer.within(id, outer))
            .min_by_key(|&id| (gazetteer.level(id), id))
    };
    if let Some(id) = inside(wider) {
        return Some(id);
    }
    if candidates.iter().all(|&id| gazetteer.level(id) == Level::Country) {
        return None;
    }
    // 岫岩县 for 岫岩满族自治县 says its level, as a full name does.
    let levelled = form == Form::Short
        && surface.char_indices().skip(2).any(|(at, _)| reading.lexicon.is(&surface[at..], Class::Level));
    let form = if levelled { Form::Full } else { form };
    let firm = match form {
        Form::Full => true,
        _ => !gazetteer.is_common(surface),
    };
    let elsewhere = || candidates.iter().copied().find(|id| named.contains(id));
    if !firm {
        // 大英交警大队: an everyday word, but for the office behind it.
        let office = reading.article.scan.starting(mention.range.end).any(|hit| match hit.class {
            Class::Department => true,
            Class::Office => reading.lexicon.word(hit).kind == "government",
            _ => false,
        });
        let local = || inside(topic.prefecture).filter(|&id| office && gazetteer.level(id) == Level::County);
        return elsewhere().or_else(local).filter(|_| form != Form::Full);
    }
    // The topic itself, what lies in it, then its surroundings.
    let itself =
        candidates.iter().copied().find(|&id| [topic.county, topic.prefecture, topic.province].contains(&Some(id)));
    let near = itself
        .or_else(|| inside(topic.county))
        .or_else(|| inside(topic.prefecture))
        .or_else(|| elsewhere().filter(|_| form != Form::Full))
        .or_else(|| inside(topic.province));
    let wide = || {
        candidates
            .iter()
            .copied()
            .filter(|&id| matches!(gazetteer.level(id), Level::Province | Level::Prefecture))
            .min()
    };
    let only = || {
        if gazetteer.is_common(surface) {
            return None;
        }
        let counties: Vec<DivisionId> =
            candidates.iter().copied().filter(|&id| gazetteer.level(id) <= Level::County).collect();
        match (counties.as_slice(), candidates) {
            ([id], _) => Some(*id),
            // A township far from home needs its county; without a home it may be the only one of its name.
            ([], [id]) if topic.province.is_none() => Some(*id),
            _ => None,
        }
    };
    match form {
        // A county far away stands where a name can begin: 西山区 is none in 浙西山区.
        Form::Full => near.or_else(wide).or_else(|| only().filter(|_| begins_phrase(reading, mention.range.start))),
        // A short name of a county far away needs its full name or its parent.
        _ => near.filter(|&id| gazetteer.level(id) <= Level::County).or_else(wide),
    }
}

fn below(
    reading: &Reading<'_>,
    mention: &PlaceMention,
    level: Level,
    previous: Option<usize>,
    links: &Links,
    entities: &mut Entities,
) -> Option<usize> {
    let name = reading.slice(mention.range.clone());
    let holds = |at: usize, entities: &Entities| {
        entities.locations[at].level < level && entities.locations[at].level >= Level::Prefecture
    };
    let recent =
        |wanted: &dyn Fn(usize) -> bool| links.places.iter().rev().map(|link| link.entity).find(|&at| wanted(at));
    let level_of = |at: usize| entities.locations[at].level;
    // The township that the same paragraph spoke of last, if it is one of the article's county.
    let block = reading.article.block(mention.range.start).map_or(0, |block| block.range.start);
    let mut town = links.places.iter().rev().take_while(|link| link.range.start >= block).map(|link| link.entity);
    let town = town.find(|&at| level_of(at) <= Level::Township && level_of(at) >= Level::County);
    let local = |at: &usize| {
        level_of(*at) == Level::Township
            && links.setting(mention.range.start).county.is_none_or(|county| entities.within(*at, county))
    };
    let parent = previous
        .filter(|&at| holds(at, entities))
        .or_else(|| town.filter(local).filter(|_| level == Level::Village))
        .or_else(|| if level == Level::Village { links.setting(mention.range.start).county } else { None })
        .or_else(|| recent(&|at| matches!(level_of(at), Level::Township | Level::County)))?;
    let exact = previous == Some(parent) && level_of(parent) == Level::Township;
    if level == Level::Village
        && let Some(village) = registered(name, parent, exact, entities, reading.lexicon)
    {
        return Some(entities.village(reading.lexicon.gazetteer(), village, name));
    }
    let known = entities.locations_called(name).iter().copied().find(|&at| {
        let (inner, outer) = (&entities.locations[at].path, &entities.locations[parent].path);
        let same = level_of(at) == level;
        same && (!exact && entities_within(inner, outer) || inner[..inner.len() - 1] == outer[..])
    });
    Some(known.unwrap_or_else(|| entities.below(name, level, Some(parent))))
}

/// The village of a user's table: one of the township told, else the only one of that name in the county.
fn registered<'l>(
    name: &str,
    parent: usize,
    exact: bool,
    entities: &Entities,
    lexicon: &'l Lexicon,
) -> Option<&'l Village> {
    let (gazetteer, villages) = (lexicon.gazetteer(), lexicon.villages());
    let outer = entities.divisions[parent]?;
    let county = gazetteer.ancestor_at(outer, Level::County)?;
    villages.of_township(county, outer, name).or_else(|| villages.only(county, name).filter(|_| !exact))
}

fn entities_within(inner: &[String], outer: &[String]) -> bool {
    inner.starts_with(outer) || outer.starts_with(&inner[..inner.len().saturating_sub(1)])
}

/// A zone is called by its city: 高新区 on a Xiangtan page is 湘潭高新区.
fn zone(
    reading: &Reading<'_>,
    mention: &PlaceMention,
    previous: Option<usize>,
    links: &Links,
    entities: &mut Entities,
    gazetteer: &Gazetteer,
) -> Option<usize> {
    let surface = reading.slice(mention.range.clone());
    let base = previous
        .filter(|&at| entities.locations[at].level <= Level::County)
        .or(links.setting(mention.range.start).county)
        .or(links.setting(mention.range.start).city())?;
    let division = entities.divisions[base]?;
    if let Some(known) = gazetteer.child(division, surface).filter(|&id| gazetteer.level(id) == Level::Zone) {
        return Some(entities.division(gazetteer, known));
    }
    let short = gazetteer.short_name(division).unwrap_or(gazetteer.name(division)).to_owned();
    Some(entities.below(&format!("{short}{surface}"), Level::Zone, Some(base)))
}

/// The place that a word stands for: the last one of its kind that the article spoke of, or what the article is about.
pub(crate) fn deictic(
    word: &str,
    at: usize,
    reading: &Reading<'_>,
    links: &Links,
    entities: &Entities,
    lexicon: &Lexicon,
) -> Option<usize> {
    let before = &links.places[..links.places.partition_point(|link| link.range.start < at)];
    let before = || before.iter().rev().filter(|link| link.range.end <= at);
    // What the same paragraph told of: a place at the head of a clause, or that of an office.
    let block = reading.article.block(at).map_or(at, |block| block.range.start);
    let spoken_of = |wanted: &dyn Fn(usize) -> bool| {
        let office = |end: usize| {
            reading.article.scan.starting(end).any(|hit| matches!(hit.class, Class::Department | Class::Organ))
        };
        before()
            .take_while(|link| link.range.start >= block)
            .filter(|link| wanted(link.entity))
            .find(|link| reading.opens_clause(link.range.start) || office(link.range.end))
            .map(|link| link.entity)
    };
    let recent = |wanted: &dyn Fn(usize) -> bool| before().map(|link| link.entity).find(|&at| wanted(at));
    let is_county = |at: usize, kind: &str| {
        entities.locations[at].level == Level::County && kind_of(&entities.locations[at].name, lexicon) == kind
    };
    let county_of = |kind: &str| recent(&|at| is_county(at, kind));
    let setting = links.setting(at);
    match word {
        "province" => setting.province,
        "city" => spoken_of(&|at| {
            let place = &entities.locations[at];
            place.level == Level::Prefecture
                || matches!(place.level, Level::Province | Level::County) && kind_of(&place.name, lexicon) == "city"
        })
        .or(setting.city()),
        "district"
            if setting.county.is_none()
                && setting.zone.is_none()
                && is_region(setting.province.map_or("", |at| entities.locations[at].name.as_str()), lexicon) =>
        {
            setting.province
        }
        "district" => spoken_of(&|at| is_county(at, "district"))
            .or(setting.zone)
            .or(setting.county.filter(|&at| is_county(at, "district")))
            .or_else(|| county_of("district"))
            .or_else(|| recent(&|at| entities.locations[at].level == Level::Zone)),
        "county" => spoken_of(&|at| is_county(at, "county"))
            .or(setting.county.filter(|&at| is_county(at, "county")))
            .or_else(|| county_of("county"))
            .or(setting.county),
        "township" => recent(&|at| entities.locations[at].level == Level::Township),
        "village" => recent(&|at| entities.locations[at].level == Level::Village),
        "zone" => setting.zone.or_else(|| recent(&|at| entities.locations[at].level == Level::Zone)),
        _ => None,
    }
}
