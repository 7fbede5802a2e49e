//! Which place a mention is: by the places around it, by what the article is about, by the paper's home.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    article::{Page, Role},
    extract::{Mentions, PlaceMention, PlaceName, Reading, Rejected},
    lexicon::{Class, DivisionId, Form, Gazetteer, Hit, Lexicon},
    model::Level,
    resolve::{Entities, Link, Links},
};

/// The places that an article is about, as numbers of locations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// The province that 全省 stands for.
    pub province: Option<usize>,
    /// The prefecture that the article or its paper is at home in.
    pub prefecture: Option<usize>,
    /// The county that the article is about, if it is about one.
    pub county: Option<usize>,
    /// Whether that county is a city: then 全市 stands for it.
    pub county_is_city: bool,
    /// The zone that the article is about, if it is about one.
    pub zone: Option<usize>,
    /// The township that the article is about, if it is about one.
    pub township: Option<usize>,
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

/// Where a page is at home, by its paper or by the places that it names most.
#[derive(Clone, Copy, Debug, Default)]
struct Home {
    province: Option<DivisionId>,
    prefecture: Option<DivisionId>,
    /// Whether its paper says it.
    certain: bool,
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
    let home = home(page, readings, mentions, lexicon);
    // Villages told behind the place that they lie in.
    let mut chained: BTreeSet<usize> = BTreeSet::new();
    for ((reading, mentions), links) in readings.iter().zip(mentions).zip(articles.iter_mut()) {
        let topics = topics(reading, &mentions.places, home, lexicon);
        let enter = |topic: &Topic, entities: &mut Entities| Setting {
            province: topic.province.map(|id| entities.division(gazetteer, id)),
            prefecture: topic.prefecture.map(|id| entities.division(gazetteer, id)),
            county: topic.county.map(|id| entities.division(gazetteer, id)),
            county_is_city: topic.county.is_some_and(|id| kind_of(gazetteer.name(id), lexicon) == "city"),
            zone: None,
            township: None,
        };
        let starts = reading.article.sections.iter().map(|section| section.start);
        links.settings = starts.zip(&topics).map(|(start, topic)| (start, enter(topic, entities))).collect();
        let full = mentions.places.iter().filter(|place| is_full(place) && candidates(place).len() == 1);
        let named: Vec<DivisionId> = full.flat_map(|place| candidates(place).iter().copied()).collect();
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
    for links in articles {
        for link in &mut links.places {
            let place = &entities.locations[link.entity];
            if place.level != Level::Village || place.code.is_some() || chained.contains(&link.entity) {
                continue;
            }
            let mut fuller = chained.iter().filter(|&&at| {
                entities.locations[at].name == place.name && entities.locations[at].level == Level::Village
            });
            if let (Some(&only), None) = (fuller.next(), fuller.next()) {
                link.entity = only;
            }
        }
    }
}

fn is_full(place: &PlaceMention) -> bool {
    matches!(place.name, PlaceName::Division { form: Form::Full, .. })
}

fn candidates(place: &PlaceMention) -> &[DivisionId] {
    match &place.name {
        PlaceName::Division { candidates, .. } => candidates,
        _ => &[],
    }
}

/// The table's word for the last part of a division's name: `city`, `district`, `county`, `township`, `province`.
fn kind_of(name: &str, lexicon: &Lexicon) -> String {
    let tails = name.char_indices().skip(1).map(|(at, _)| &name[at..]);
    let words = tails.flat_map(|tail| lexicon.lookup(tail)).find(|word| word.class == Class::Level);
    words.map(|word| word.value.clone()).unwrap_or_default()
}

/// Whether a mention says what an article is about: a full name, or a short one that is no everyday word and no
/// distant county's.
fn votes(reading: &Reading<'_>, place: &PlaceMention, gazetteer: &Gazetteer) -> bool {
    let hit = reading.places.iter().find(|hit| hit.start == place.range.start);
    let begins = || begins_phrase(reading, place.range.start);
    hit.is_some_and(|hit| {
        let wide = hit.candidates.iter().any(|&id| gazetteer.level(id) <= Level::Prefecture);
        reading.is_firm(hit) && (hit.form == Form::Full || wide || begins())
    })
}

/// Where the page is at home: the place that its paper is called by, else the prefecture that most of its firm places
/// lie in.
fn home(page: &Page, readings: &[Reading<'_>], mentions: &[Mentions], lexicon: &Lexicon) -> Home {
    let gazetteer = lexicon.gazetteer();
    if let Some(paper) = &page.paper {
        let hits = gazetteer.scan(paper);
        let first = hits.iter().filter(|hit| hit.start == 0).flat_map(|hit| hit.candidates.iter().copied());
        if let Some(id) = first.min_by_key(|&id| (gazetteer.level(id), id)) {
            let prefecture = gazetteer.ancestor_at(id, Level::Prefecture);
            return Home {
                province: gazetteer.ancestor_at(id, Level::Province),
                certain: prefecture.is_some(),
                prefecture,
            };
        }
    }
    let mut provinces: BTreeMap<DivisionId, usize> = BTreeMap::new();
    let mut prefectures: BTreeMap<DivisionId, usize> = BTreeMap::new();
    for (reading, mentions) in readings.iter().zip(mentions) {
        for place in &mentions.places {
            let firm = votes(reading, place, gazetteer);
            let known: Vec<DivisionId> =
                candidates(place).iter().copied().filter(|&id| gazetteer.level(id) <= Level::County).collect();
            if let ([id], true) = (known.as_slice(), firm) {
                if let Some(province) = gazetteer.ancestor_at(*id, Level::Province) {
                    *provinces.entry(province).or_default() += 1;
                }
                if let Some(prefecture) = gazetteer.ancestor_at(*id, Level::Prefecture) {
                    *prefectures.entry(prefecture).or_default() += 1;
                }
            }
        }
    }
    let most = |counts: &BTreeMap<DivisionId, usize>| {
        counts.iter().max_by_key(|&(id, count)| (*count, std::cmp::Reverse(*id))).map(|(&id, &count)| (id, count))
    };
    let province = most(&provinces).map(|(id, _)| id);
    let total: usize = prefectures.values().sum();
    let prefecture = most(&prefectures)
        .filter(|&(id, count)| count * 3 >= total && province.is_none_or(|province| gazetteer.within(id, province)));
    Home { province, prefecture: prefecture.map(|(id, _)| id), certain: false }
}

/// The places that one article is about.
#[derive(Clone, Copy, Debug, Default)]
struct Topic {
    province: Option<DivisionId>,
    prefecture: Option<DivisionId>,
    county: Option<DivisionId>,
}

/// What each section of an article is about: a place of its own, or else what the whole article is about.
fn topics(reading: &Reading<'_>, places: &[PlaceMention], home: Home, lexicon: &Lexicon) -> Vec<Topic> {
    let gazetteer = lexicon.gazetteer();
    let sections = &reading.article.sections;
    let whole = topic(reading, &(0..reading.text().len()), places, home, lexicon);
    if sections.len() == 1 {
        return vec![whole];
    }
    let own = |section: &Range<usize>| {
        let low = places.partition_point(|place| place.range.start < section.start);
        let high = places.partition_point(|place| place.range.start < section.end);
        let topic = topic(reading, section, &places[low..high], Home { prefecture: None, ..home }, lexicon);
        let region = topic.province.is_some_and(|id| is_region(gazetteer.name(id), lexicon));
        if topic.county.or(topic.prefecture).is_none() && !home.certain && of_province(reading, section, region) {
            return Some(topic);
        }
        let narrowest = topic.county.or(topic.prefecture)?;
        let of_whole = whole.county.or(whole.prefecture).or(whole.province);
        // What lies in the article's place may be an example: it has to stand in the heading, or come back.
        let inside = of_whole.is_some_and(|outer| outer != narrowest && gazetteer.within(narrowest, outer));
        let told = places[low..high]
            .iter()
            .filter(|place| candidates(place).iter().any(|&id| gazetteer.within(id, narrowest)));
        let mut told =
            told.filter(|place| is_full(place) || reading.in_heading(place.range.start)).map(|place| place.range.start);
        let heads = |at: usize| reading.in_heading(at);
        let blocks: BTreeSet<usize> =
            told.clone().filter_map(|at| reading.article.block(at)).map(|block| block.range.start).collect();
        let signed = reading.article.signed;
        let stands = told.any(heads) || blocks.len() >= 2 || !signed && !blocks.is_empty();
        (!inside || stands).then_some(topic)
    };
    sections.iter().map(|section| own(section).unwrap_or(whole)).collect()
}

/// Whether a stretch speaks of the whole province and of no city or county: 全省, 我省, 省医保局.
fn of_province(reading: &Reading<'_>, range: &Range<usize>, region: bool) -> bool {
    let scan = &reading.article.scan;
    let word = |hit: &Hit| reading.lexicon.word(hit).value.as_str();
    let office = |hit: &Hit| scan.starting(hit.end).any(|next| matches!(next.class, Class::Department | Class::Organ));
    // 全区 of an autonomous region.
    let province =
        scan.of(Class::Deictic, range.clone()).any(|hit| word(hit) == "province" || region && word(hit) == "district")
            || scan.of(Class::Level, range.clone()).any(|hit| word(hit) == "province" && office(hit));
    let below = |hit: &Hit| matches!(word(hit), "city" | "county") || word(hit) == "district" && !region;
    let narrower = scan.of(Class::Deictic, range.clone()).any(below)
        || scan.of(Class::Level, range.clone()).any(|hit| below(hit) && office(hit));
    province && !narrower
}

/// What a stretch of an article is about, by how often it names each place in full, its headline and first sentences
/// counted more.
fn topic(reading: &Reading<'_>, range: &Range<usize>, places: &[PlaceMention], home: Home, lexicon: &Lexicon) -> Topic {
    let gazetteer = lexicon.gazetteer();
    let mut bodies = reading.article.blocks.iter().filter(|block| block.range.start >= range.start);
    let lead = bodies.find(|block| block.role == Role::Body).map_or(0, |block| block.range.start);
    let lead = lead + 360;
    let mut counties: BTreeMap<DivisionId, usize> = BTreeMap::new();
    let mut prefectures: BTreeMap<DivisionId, usize> = BTreeMap::new();
    let mut provinces: BTreeMap<DivisionId, usize> = BTreeMap::new();
    let mut leads = false;
    let stranger = |id: DivisionId| home.province.is_some_and(|province| !gazetteer.within(id, province));
    for place in places {
        if !votes(reading, place, gazetteer) {
            continue;
        }
        let local = |id: &DivisionId| home.province.is_none_or(|province| gazetteer.within(*id, province));
        let all = candidates(place);
        let wide = |id: &DivisionId| gazetteer.level(*id) <= Level::County;
        let near: Vec<DivisionId> = all.iter().copied().filter(|id| all.len() == 1 && wide(id) || local(id)).collect();
        // 甘孜 is the prefecture rather than the county of that name in it.
        let widest = || {
            near.iter()
                .min_by_key(|&&id| gazetteer.level(id))
                .filter(|&&outer| near.iter().all(|&id| gazetteer.within(id, outer)))
        };
        let Some(id) = (if let [id] = near.as_slice() { Some(id) } else { widest() }) else { continue };
        let weight = if place.range.start < lead { 2 } else { 1 };
        leads |= place.range.start < lead
            && gazetteer.level(*id) > Level::Province
            && home.province.is_none_or(|province| gazetteer.within(*id, province));
        let count = |level, counts: &mut BTreeMap<DivisionId, usize>| {
            if let Some(id) = gazetteer.ancestor_at(*id, level) {
                *counts.entry(id).or_default() += weight;
            }
        };
        count(Level::Province, &mut provinces);
        count(Level::Prefecture, &mut prefectures);
        count(Level::County, &mut counties);
    }
    // A place of another province told in passing is not what a page of this one is about.
    let told: usize = provinces.iter().filter(|&(&id, _)| stranger(id)).map(|(_, count)| count).sum();
    if told <= 3 || told * 2 < provinces.values().sum() {
        prefectures.retain(|&id, _| !stranger(id));
        counties.retain(|&id, _| !stranger(id));
    }
    let most = |counts: &BTreeMap<DivisionId, usize>| {
        counts.iter().max_by_key(|&(id, count)| (*count, std::cmp::Reverse(*id))).map(|(&id, &count)| (id, count))
    };
    let province = home.province.or(most(&provinces).map(|(id, _)| id));
    let region = province.is_some_and(|id| is_region(gazetteer.name(id), lexicon));
    if !leads && !home.certain && of_province(reading, range, region) && province.is_some() {
        return Topic { province, prefecture: None, county: None };
    }
    let at_home = |id: DivisionId| home.prefecture.is_none_or(|prefecture| gazetteer.within(id, prefecture));
    let home_certain = home.certain;
    let prefecture = match (home.prefecture, most(&prefectures)) {
        (Some(home), Some((id, count))) => {
            let own = prefectures.get(&home).copied().unwrap_or(0);
            let total: usize = prefectures.values().sum();
            // What the page names most is a weaker guess than what its paper is called by.
            let other = if home_certain { own == 0 && count >= 4 } else { count > own && count * 2 > total };
            Some(if other { id } else { home })
        }
        (Some(home), None) => Some(home),
        (None, Some((id, count))) => {
            // A provincial paper's article about one prefecture: most of its places lie there.
            let total: usize = prefectures.values().sum();
            (count * 2 > total).then_some(id)
        }
        (None, None) => None,
    };
    let named: usize = prefectures.values().sum();
    let county = most(&counties).filter(|&(id, count)| {
        let second = counties.iter().filter(|&(&other, _)| other != id).map(|(_, &count)| count).max().unwrap_or(0);
        let all: usize = counties.values().sum();
        count >= 2 && count > second && (count * 2 > all) && (count * 2 >= named || at_home(id) && count >= 3)
    });
    let county = county.map(|(id, _)| id);
    let prefecture = county.and_then(|id| gazetteer.ancestor_at(id, Level::Prefecture)).or(prefecture);
    let province = prefecture.or(county).and_then(|id| gazetteer.ancestor_at(id, Level::Province));
    Topic { province: province.or(home.province).or(most(&provinces).map(|(id, _)| id)), prefecture, county }
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
    named: &[DivisionId],
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
        return elsewhere().filter(|_| form != Form::Full);
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

/// Whether a name can begin at `at`: at the head of a clause, or behind a word that is known.
fn begins_phrase(reading: &Reading<'_>, at: usize) -> bool {
    reading.clause(at).start == at
        || reading.article.scan.ending(at).next().is_some()
        || reading.places.iter().any(|place| place.end == at)
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
    let town = links.places.iter().rev().take_while(|link| link.range.start >= block).map(|link| link.entity);
    let town = town.filter(|&at| level_of(at) <= Level::Township && level_of(at) >= Level::County).next();
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
    let known = entities.locations.iter().position(|place| {
        let (inner, outer) = (&place.path, &entities.locations[parent].path);
        let same = place.name == name && place.level == level;
        same && (!exact && entities_within(inner, outer) || inner[..inner.len() - 1] == outer[..])
    });
    Some(known.unwrap_or_else(|| entities.below(name, level, Some(parent))))
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

/// Whether a province is an autonomous region: 全区 stands for it.
fn is_region(name: &str, lexicon: &Lexicon) -> bool {
    // Its last word is longer than one character and names a province's level.
    name.char_indices().skip(1).any(|(at, c)| {
        let tail = &name[at..];
        tail.len() > c.len_utf8()
            && lexicon.lookup(tail).iter().any(|word| word.class == Class::Level && word.value == "province")
    })
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
    // What the same paragraph told of: a place at the head of a clause, or that of an office.
    let block = reading.article.block(at).map_or(at, |block| block.range.start);
    let spoken_of = |wanted: &dyn Fn(usize) -> bool| {
        let office = |end: usize| {
            reading.article.scan.starting(end).any(|hit| matches!(hit.class, Class::Department | Class::Organ))
        };
        let own = links.places.iter().rev().filter(|link| link.range.end <= at);
        own.take_while(|link| link.range.start >= block)
            .filter(|link| wanted(link.entity))
            .find(|link| reading.opens_clause(link.range.start) || office(link.range.end))
            .map(|link| link.entity)
    };
    let recent =
        |wanted: &dyn Fn(usize) -> bool| links.places.iter().rev().map(|link| link.entity).find(|&at| wanted(at));
    let county_of = |kind: &str| {
        recent(&|at| {
            entities.locations[at].level == Level::County && kind_of(&entities.locations[at].name, lexicon) == kind
        })
    };
    let setting = links.setting(at);
    match word {
        "province" => setting.province,
        "city" => spoken_of(&|at| {
            entities.locations[at].level == Level::Prefecture
                || entities.locations[at].level == Level::County
                    && kind_of(&entities.locations[at].name, lexicon) == "city"
        })
        .or(setting.city()),
        "district"
            if setting.county.is_none()
                && setting.zone.is_none()
                && is_region(setting.province.map_or("", |at| entities.locations[at].name.as_str()), lexicon) =>
        {
            setting.province
        }
        "district" => setting
            .zone
            .or(setting.county.filter(|&at| kind_of(&entities.locations[at].name, lexicon) == "district"))
            .or_else(|| county_of("district"))
            .or_else(|| recent(&|at| entities.locations[at].level == Level::Zone)),
        "county" => setting
            .county
            .filter(|&at| kind_of(&entities.locations[at].name, lexicon) == "county")
            .or_else(|| county_of("county"))
            .or(setting.county),
        "township" => recent(&|at| entities.locations[at].level == Level::Township),
        "village" => recent(&|at| entities.locations[at].level == Level::Village),
        "zone" => setting.zone.or_else(|| recent(&|at| entities.locations[at].level == Level::Zone)),
        _ => None,
    }
}
