//! What an article and each of its sections is about: the place that its paper is called by, the places that it names
//! most, the province that it speaks of as a whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    article::{Page, Role},
    extract::{Mentions, PlaceMention, PlaceName, Reading},
    lexicon::{Class, DivisionId, Form, Gazetteer, Hit, Lexicon},
    model::Level,
};

/// Where a page is at home, by its paper or by the places that it names most.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Home {
    province: Option<DivisionId>,
    prefecture: Option<DivisionId>,
    /// Of a county's paper.
    county: Option<DivisionId>,
    /// Whether its paper says it.
    certain: bool,
}

/// Where the page is at home: the place that its paper is called by, else the prefecture that most of its firm places
/// lie in.
pub(super) fn home(page: &Page, readings: &[Reading<'_>], mentions: &[Mentions], lexicon: &Lexicon) -> Home {
    let gazetteer = lexicon.gazetteer();
    if let Some(id) = page.paper.as_deref().and_then(|paper| lexicon.home(paper)) {
        let [province, prefecture, county] =
            [Level::Province, Level::Prefecture, Level::County].map(|level| gazetteer.ancestor_at(id, level));
        // A paper of the whole country says nothing.
        if province.is_some() {
            return Home { province, prefecture, county, certain: prefecture.or(county).is_some() };
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
    Home { province, prefecture: prefecture.map(|(id, _)| id), county: None, certain: false }
}

/// The places that one article is about.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Topic {
    pub(super) province: Option<DivisionId>,
    pub(super) prefecture: Option<DivisionId>,
    pub(super) county: Option<DivisionId>,
}

/// What each section of an article is about: a place of its own, or else what the whole article is about.
pub(super) fn of_sections(reading: &Reading<'_>, places: &[PlaceMention], home: Home, lexicon: &Lexicon) -> Vec<Topic> {
    let gazetteer = lexicon.gazetteer();
    let home = if home.certain { home } else { dateline(reading, gazetteer).unwrap_or(home) };
    let sections = &reading.article.sections;
    let whole = topic(reading, &(0..reading.text().len()), places, home, lexicon);
    if sections.len() == 1 {
        return vec![whole];
    }
    let own = |section: &Range<usize>| {
        let low = places.partition_point(|place| place.range.start < section.start);
        let high = places.partition_point(|place| place.range.start < section.end);
        let topic =
            topic(reading, section, &places[low..high], Home { prefecture: None, county: None, ..home }, lexicon);
        let province = topic.province.map_or("", |id| gazetteer.name(id));
        if topic.county.or(topic.prefecture).is_none() && !home.certain && of_province(reading, section, province) {
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

/// Where an article is at home by its dateline: 本报长沙3月2日讯. The place that a newspaper is called by is none.
fn dateline(reading: &Reading<'_>, gazetteer: &Gazetteer) -> Option<Home> {
    let byline = reading.bylines.first()?;
    let scan = &reading.article.scan;
    let told = |at: usize| {
        let at = reading.date_at(at, byline.end).unwrap_or(at);
        scan.at(at, Class::Dispatch).is_some()
    };
    let places = reading.places.iter().filter(|place| byline.start <= place.start && place.end <= byline.end);
    let place = places.filter(|place| reading.is_firm(place)).find(|place| told(place.end))?;
    // Of 长沙市 and 长沙县 the wider one.
    let id = place.candidates.iter().copied().min_by_key(|&id| (gazetteer.level(id), id))?;
    let [province, prefecture, county] =
        [Level::Province, Level::Prefecture, Level::County].map(|level| gazetteer.ancestor_at(id, level));
    prefecture.or(county).map(|_| Home { province, prefecture, county, certain: false })
}

/// Whether a stretch speaks of the whole province and of no city or county: 全省, 我省, 省医保局.
fn of_province(reading: &Reading<'_>, range: &Range<usize>, province: &str) -> bool {
    let scan = &reading.article.scan;
    let word = |hit: &Hit| reading.lexicon.word(hit).value.as_str();
    let office = |hit: &Hit| scan.starting(hit.end).any(|next| matches!(next.class, Class::Department | Class::Organ));
    // 全区 of an autonomous region, 全市 of a municipality.
    let own = if is_region(province, reading.lexicon) { "district" } else { &kind_of(province, reading.lexicon) };
    let whole = |hit: &Hit| word(hit) == "province" || word(hit) == own;
    let province = scan.of(Class::Deictic, range.clone()).any(whole)
        || scan.of(Class::Level, range.clone()).any(|hit| whole(hit) && office(hit));
    let below = |hit: &Hit| matches!(word(hit), "city" | "county" | "district") && word(hit) != own;
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
    let name = province.map_or("", |id| gazetteer.name(id));
    if !leads && !home.certain && of_province(reading, range, name) && province.is_some() {
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
    // A county's paper tells of its county, unless it tells of another place.
    let own = || home.county.filter(|&id| prefecture.is_none_or(|prefecture| gazetteer.within(id, prefecture)));
    let county = county.map(|(id, _)| id).or_else(own);
    let prefecture = county.and_then(|id| gazetteer.ancestor_at(id, Level::Prefecture)).or(prefecture);
    let province = prefecture.or(county).and_then(|id| gazetteer.ancestor_at(id, Level::Province));
    Topic { province: province.or(home.province).or(most(&provinces).map(|(id, _)| id)), prefecture, county }
}

/// Whether a mention says what an article is about: a full name, or a short one that is no everyday word and no
/// distant county's.
fn votes(reading: &Reading<'_>, place: &PlaceMention, gazetteer: &Gazetteer) -> bool {
    let hit = reading.place_at(place.range.start);
    let begins = || begins_phrase(reading, place.range.start);
    hit.is_some_and(|hit| {
        let wide = hit.candidates.iter().any(|&id| gazetteer.level(id) <= Level::Prefecture);
        reading.is_firm(hit) && (hit.form == Form::Full || wide || begins())
    })
}

pub(super) fn is_full(place: &PlaceMention) -> bool {
    matches!(place.name, PlaceName::Division { form: Form::Full, .. })
}

pub(super) fn candidates(place: &PlaceMention) -> &[DivisionId] {
    match &place.name {
        PlaceName::Division { candidates, .. } => candidates,
        _ => &[],
    }
}

/// The table's word for the last part of a division's name: `city`, `district`, `county`, `township`, `province`.
pub(super) fn kind_of(name: &str, lexicon: &Lexicon) -> String {
    let tails = name.char_indices().skip(1).map(|(at, _)| &name[at..]);
    let words = tails.flat_map(|tail| lexicon.lookup(tail)).find(|word| word.class == Class::Level);
    words.map(|word| word.value.clone()).unwrap_or_default()
}

/// Whether a province is an autonomous region: 全区 stands for it.
pub(super) fn is_region(name: &str, lexicon: &Lexicon) -> bool {
    // Its last word is longer than one character and names a province's level.
    name.char_indices().skip(1).any(|(at, c)| {
        let tail = &name[at..];
        tail.len() > c.len_utf8()
            && lexicon.lookup(tail).iter().any(|word| word.class == Class::Level && word.value == "province")
    })
}

/// Whether a name can begin at `at`: at the head of a clause, or behind a word that is known.
pub(super) fn begins_phrase(reading: &Reading<'_>, at: usize) -> bool {
    reading.clause(at).start == at
        || reading.article.scan.ending(at).next().is_some()
        || reading.place_ending(at).is_some()
}
