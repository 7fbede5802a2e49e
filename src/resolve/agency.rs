//! Which agency a mention is: place and office in full, short forms matched with full ones of the page.

mod acting;
mod collective;
mod name;

use std::{collections::BTreeSet, ops::Range};

use crate::{
    extract::{AgencyMention, Mentions, Opening, Reading, Rejected},
    lexicon::{Class, Form, Lexicon},
    model::{AgencyKind, Level},
    resolve::{
        Entities, Link, Links, again,
        agency::name::{department, display_name, expand},
        alias, place, within,
    },
};

pub(crate) fn resolve(
    readings: &[Reading<'_>],
    mentions: &mut [Mentions],
    articles: &mut [Links],
    entities: &mut Entities,
    lexicon: &Lexicon,
) {
    for (mentions, links) in mentions.iter_mut().zip(articles.iter_mut()) {
        regions_in_names(mentions, links, entities);
    }
    // Names that say their place first: what comes without one is matched with them.
    for named in [true, false] {
        for ((reading, mentions), links) in readings.iter().zip(mentions.iter_mut()).zip(articles.iter_mut()) {
            let found = std::mem::take(&mut mentions.agencies);
            for mention in &found {
                let local = matches!(&mention.opening, Opening::Collective(place) if !place.is_empty());
                if (matches!(mention.opening, Opening::Place(_) | Opening::Level(_) | Opening::Beside) || local)
                    != named
                {
                    continue;
                }
                match identify(reading, mention, links, entities, lexicon) {
                    Some(entity) => {
                        let host = reading.article.scan.before(mention.range.end, Class::Host).is_some();
                        let list = if host { &mut links.hosts } else { &mut links.agencies };
                        list.push(Link { range: mention.range.clone(), entity });
                    }
                    None => mentions.rejected.push(Rejected {
                        kind: "agency",
                        range: mention.range.clone(),
                        reason: "no agency of the page that it could be short for",
                    }),
                }
            }
            mentions.agencies = found;
        }
    }
    for (reading, links) in readings.iter().zip(articles.iter_mut()) {
        acting::places(reading, links, entities);
        own_names(reading, links, entities);
        aliases(reading, links);
    }
}

/// A region that does not lie in the place before it is a part of the name: 江永县湘南供水有限公司.
fn regions_in_names(mentions: &mut Mentions, links: &mut Links, entities: &Entities) {
    for mention in &mut mentions.agencies {
        let Opening::Place(range) = &mut mention.opening else { continue };
        let inside = || within(&links.places, range.clone());
        let (first, last) = (inside().next(), inside().last());
        let (Some(first), Some(last)) = (first.cloned(), last.cloned()) else { continue };
        let [outer, inner] = [&first, &last].map(|link| &entities.locations[link.entity]);
        if inner.level == Level::Zone && !inner.path.starts_with(&outer.path) {
            range.end = first.range.end;
            links.places.retain(|link| link.range != last.range);
        }
    }
}

/// Stands for the place in a canonical form: 共青团*委.
const PLACE: char = '*';

/// Among how many mentions of agencies before it one is looked for that an abbreviation stands for.
const NEAR: usize = 256;

/// Shortest own name by which a company is known again, in characters.
const OWN: usize = 4;

/// A company told once with its place is known by its own name wherever it comes back: 林丰铝电 of 广元市林丰铝电.
fn own_names(reading: &Reading<'_>, links: &mut Links, entities: &Entities) {
    let mut names: Vec<(&str, usize)> = Vec::new();
    for link in &links.agencies {
        let company = entities.agencies[link.entity].kind == AgencyKind::Company;
        let same = &links.places[links.places.partition_point(|place| place.range.start < link.range.start)..];
        let same = same.iter().take_while(|place| place.range.start == link.range.start);
        let place = same.map(|place| place.range.end).max();
        if let Some(end) = place.filter(|&end| company && end < link.range.end) {
            names.push((reading.slice(end..link.range.end), link.entity));
        }
    }
    let mut seen = BTreeSet::new();
    names.retain(|&(name, _)| name.chars().count() >= OWN && seen.insert(name));
    again(reading.text(), &mut links.agencies, &names);
}

/// The agency that a mention is; its nested ones are entered from the outside in.
fn identify(
    reading: &Reading<'_>,
    mention: &AgencyMention,
    links: &Links,
    entities: &mut Entities,
    lexicon: &Lexicon,
) -> Option<usize> {
    if let Opening::Collective(range) = &mention.opening {
        return collective::identify(reading, mention, range, links, entities, lexicon);
    }
    let (rest_start, place) = match &mention.opening {
        Opening::Place(range) => {
            let last = within(&links.places, range.clone()).last();
            let Some(last) = last else {
                return proper_name(reading, mention, links, entities)
                    .or_else(|| local_organ(reading, mention, range, entities, lexicon));
            };
            (range.end, Some(last.entity))
        }
        Opening::Level(range) => {
            let words = lexicon.lookup(reading.slice(range.clone()));
            let word = words.iter().find(|word| matches!(word.class, Class::Level | Class::Deictic | Class::Zone))?;
            if matches!(word.value.as_str(), "country" | "nation") {
                let own = expand(reading, range.end..mention.range.end, lexicon);
                let name = format!("{}{own}", reading.slice(range.clone()));
                return Some(entities.agency(&name, mention.kind, None, None));
            } else {
                let which = if word.class == Class::Zone { "zone" } else { word.value.as_str() };
                (range.end, Some(place::deictic(which, range.start, reading, links, entities, lexicon)?))
            }
        }
        Opening::Beside => {
            let place = links.agencies.last().filter(|link| {
                link.range.end <= mention.range.start && reading.chars(link.range.end..mention.range.start) <= 1
            });
            let seat = entities.agencies[place?.entity].place.clone();
            (mention.range.start, Some(entities.place(&seat?)?))
        }
        // 桃李村党支部: the village is a place of the page, though of no register.
        Opening::Name | Opening::Short => match opening_place(mention, links, entities) {
            Some(link) => (link.range.end, Some(link.entity)),
            None => (mention.range.start, None),
        },
        Opening::Department | Opening::Collective(_) => (mention.range.start, None),
    };
    // 莲湖大队 for the brigade that was named with its bureau.
    let branch = reading
        .article
        .scan
        .at(rest_start, Class::Office)
        .is_some_and(|office| office.end == mention.range.end && lexicon.word(office).value == "branch");
    if branch && matches!(mention.opening, Opening::Place(_)) {
        let surface = reading.slice(mention.range.clone());
        let first = entities.agency_ending(surface).unwrap_or(entities.agencies.len());
        let longer = |&at: &usize| entities.agencies[at].name.len() > surface.len();
        let full =
            (first..entities.agencies.len()).filter(longer).find(|&at| entities.agencies[at].name.ends_with(surface));
        if full.is_some() {
            return full;
        }
    }
    if let Some(seat) = beside(reading, mention, links, entities) {
        let own = expand(reading, rest_start..mention.range.end, lexicon);
        let name = called(&display_name(seat, entities), &own);
        return Some(entities.agency(&name, mention.kind, Some(seat), None));
    }
    let unplaced = matches!(mention.opening, Opening::Department | Opening::Name | Opening::Short);
    if unplaced && place.is_none() {
        let full = expand(reading, rest_start..mention.range.end, lexicon);
        let same = |name: &str| name.ends_with(&full) || name.ends_with(reading.slice(mention.range.clone()));
        let ends = [full.as_str(), reading.slice(mention.range.clone())];
        let first = ends.into_iter().filter_map(|end| entities.agency_ending(end)).min();
        let here = || links.agencies.iter().rev().map(|link| link.entity).find(|&at| same(&entities.agencies[at].name));
        let known = first.and_then(|first| here().or(Some(first)));
        let known = known.or_else(|| abbreviated(reading, mention, links, entities));
        if known.is_some() {
            return known;
        }
        if mention.opening == Opening::Department {
            let national = reading
                .article
                .scan
                .ending(mention.range.end)
                // The longest: 指挥部 is no ministry.
                .find(|hit| hit.class == Class::Office)
                .is_some_and(|hit| reading.lexicon.word(hit).value == "national");
            if national || mention.kind == AgencyKind::Government && full.chars().count() >= 3 || full.contains(PLACE) {
                let topic = || founder(reading, mention, links).or(links.setting(mention.range.start).topic());
                // 团县委: of the county that the article is about.
                let level = reading.article.scan.of(Class::Level, mention.range.clone()).next();
                let level = level.filter(|_| full.contains(PLACE)).map(|hit| lexicon.word(hit).value.as_str());
                let place = match level {
                    _ if national => None,
                    Some(level) => place::deictic(level, mention.range.start, reading, links, entities, lexicon),
                    None => topic(),
                };
                let name = called(&place.map_or(String::new(), |at| display_name(at, entities)), &full);
                return (national || place.is_some()).then(|| entities.agency(&name, mention.kind, place, None));
            }
            return None;
        }
        if mention.opening == Opening::Name && mention.kind == AgencyKind::Institution {
            let seat = links.setting(mention.range.start).topic();
            return Some(entities.agency(reading.slice(mention.range.clone()), mention.kind, seat, None));
        }
        if mention.kind == AgencyKind::Community {
            return community(reading, mention, links, entities);
        }
        if mention.opening == Opening::Short {
            return proper_name(reading, mention, links, entities);
        }
    }
    if matches!(mention.kind, AgencyKind::Company) {
        // A company is called as it calls itself, 省电力公司 by its province; its place is where it sits.
        let name = match (&mention.opening, place) {
            (Opening::Level(_), Some(place)) => {
                entities.locations[place].name.clone() + reading.slice(rest_start..mention.range.end)
            }
            _ => reading.slice(mention.range.clone()).to_owned(),
        };
        let place = place.or(links.setting(mention.range.start).topic());
        return Some(entities.agency(&name, mention.kind, place, None));
    }
    // 省纪委 where the page also has 省纪委监委.
    if let (Some(place), true) = (place, reading.article.scan.at(rest_start, Class::Organ).is_some()) {
        let name =
            format!("{}{}", entities.locations[place].name, expand(reading, rest_start..mention.range.end, lexicon));
        let seat = Some(entities.locations[place].id.clone());
        let fuller = entities.agencies.iter().position(|agency| {
            agency.place == seat
                && agency.kind == AgencyKind::Party
                && agency.name.len() > name.len()
                && agency.name.starts_with(&name)
                && lexicon.is(&agency.name[name.len()..], Class::Organ)
        });
        if fuller.is_some() {
            return fuller;
        }
    }
    // 厦门住建部…: a ministry is of no place, and neither is what belongs to it.
    let head = reading.article.scan.ending(mention.ends[0]);
    let head = head.filter(|hit| matches!(hit.class, Class::Office | Class::Organ)).min_by_key(|hit| hit.start);
    let national = head.is_some_and(|hit| hit.class == Class::Office && lexicon.word(hit).value == "national");
    let place = place.filter(|_| !national);
    // The parts of a company are called after it as it calls itself.
    let first = reading.article.scan.ending(mention.ends[0]).find(|hit| hit.class == Class::Office);
    let company = first.is_some_and(|hit| matches!(lexicon.word(hit).kind.as_str(), "company" | "brand"));
    // 郑州儿童医院 is its proper name, unless the page calls it 郑州市儿童医院 too.
    let proper = || {
        let short = reading.place_ending(rest_start)?;
        let office = reading.article.scan.ending(mention.ends[0]).find(|hit| hit.class == Class::Office)?;
        let own = expand(reading, rest_start..mention.ends[0], lexicon);
        let name = format!("{}{own}", display_name(place?, entities));
        let known = || !entities.agencies_called(&name).is_empty();
        (short.form != Form::Full && lexicon.word(office).value.starts_with("proper") && !known()).then_some(())
    };
    // 民盟某市委: what stands before its place is a part of its name.
    let owner = match &mention.opening {
        Opening::Place(range) if reading.article.scan.at(mention.range.start, Class::BrandPrefix).is_some() => {
            reading.slice(mention.range.start..range.start)
        }
        _ => "",
    };
    let place_name = match place {
        Some(_) if company || proper().is_some() => reading.slice(mention.range.start..rest_start).to_owned(),
        Some(at) => owner.to_owned() + &display_name(at, entities),
        None => String::new(),
    };
    let mut outer: Option<usize> = None;
    let mut prefix = place_name.clone();
    let mut start = rest_start;
    for (at, &end) in mention.ends.iter().enumerate() {
        let own = expand(reading, start..end, lexicon);
        // 市医保局医疗保障事务中心: the centre is called by the department itself.
        let repeats = at > 0
            && department(reading, start, lexicon)
                .is_some_and(|full| expand(reading, rest_start..mention.ends[at - 1], lexicon).starts_with(&full));
        let name = called(if repeats { &place_name } else { &prefix }, &own);
        // A branch is called by its own place: 生态环境局沂南县分局.
        let own = within(&links.places, start..end).filter(|_| at > 0).last();
        let place = own.map(|link| link.entity).or(place);
        let kind = if end == mention.range.end { mention.kind } else { AgencyKind::Government };
        let entity = entities.agency(&name, kind, place, outer);
        prefix = name;
        outer = Some(entity);
        start = end;
    }
    outer
}

/// 资助中心 for 学生资助受理中心: the only agency of the article whose name has its own words and ends alike.
fn abbreviated(reading: &Reading<'_>, mention: &AgencyMention, links: &Links, entities: &Entities) -> Option<usize> {
    if mention.opening != Opening::Short {
        return None;
    }
    let office = reading.article.scan.ending(mention.range.end).find(|hit| hit.class == Class::Office)?;
    let own = reading.slice(mention.range.start..office.start.max(mention.range.start));
    let tail = reading.slice(office.range());
    let fits = |name: &str| own.chars().count() >= 2 && name.ends_with(tail) && name.contains(own);
    let near = &links.agencies[links.agencies.len().saturating_sub(NEAR)..];
    let mut fuller = near.iter().map(|link| link.entity).filter(|&at| fits(&entities.agencies[at].name));
    let first = fuller.next()?;
    fuller.all(|other| other == first).then_some(first)
}

/// The village or township that a name without a known place begins with.
fn opening_place<'l>(mention: &AgencyMention, links: &'l Links, entities: &Entities) -> Option<&'l Link> {
    within(&links.places, mention.range.clone()).take_while(|link| link.range.start == mention.range.start).find(
        |link| {
            link.range.end < mention.range.end
                && matches!(entities.locations[link.entity].level, Level::Village | Level::Township)
        },
    )
}

/// The place of the office that a bureau without one stands beside: 县纪委、财政局, 县法院、检察院、公安局.
fn beside(reading: &Reading<'_>, mention: &AgencyMention, links: &Links, entities: &mut Entities) -> Option<usize> {
    let scan = &reading.article.scan;
    let office = scan.ending(mention.range.end).find(|hit| hit.class == Class::Office)?;
    let bureau = scan.ending(mention.range.end).any(|hit| {
        hit.class == Class::Office && reading.lexicon.word(hit).value.starts_with("single") && hit.start >= office.start
    });
    let bare = match mention.opening {
        Opening::Department => true,
        Opening::Short => office.start == mention.range.start,
        _ => false,
    };
    let joint = scan.ending(mention.range.start).find(|hit| matches!(hit.class, Class::ListMark | Class::TrimBoth))?;
    if !bare || !bureau {
        return None;
    }
    let first = links.agencies.iter().find(|link| link.range.end == joint.start)?;
    let first = &entities.agencies[first.entity];
    let seat = first
        .place
        .clone()
        .filter(|_| matches!(first.kind, AgencyKind::Government | AgencyKind::Party | AgencyKind::Court))?;
    entities.place(&seat)
}

/// A name of a place and what stands behind it, unless its own form says where the place stands: 共青团*委.
fn called(place: &str, own: &str) -> String {
    if own.contains(PLACE) { own.replace(PLACE, place) } else { place.to_owned() + own }
}

/// The place that the sentence of a body for one thing begins with: X镇成立“两违”整治领导小组.
fn founder(reading: &Reading<'_>, mention: &AgencyMention, links: &Links) -> Option<usize> {
    let at = mention.range.start;
    let body = reading.article.scan.before(mention.range.end, Class::Office)?;
    let sentence = reading.article.sentence(at)?.1;
    let before = &links.places[..links.places.partition_point(|link| link.range.start <= at)];
    let places = before.iter().rev().skip_while(|link| link.range.end > at);
    let mut own = places.take_while(|link| link.range.start >= sentence.start);
    let opening = own.find(|link| reading.opens_clause(link.range.start))?;
    (reading.lexicon.word(body).value == "body").then_some(opening.entity)
}

/// 长安大学: called by a place that the page doesn't say which.
fn proper_name(
    reading: &Reading<'_>,
    mention: &AgencyMention,
    links: &Links,
    entities: &mut Entities,
) -> Option<usize> {
    let mut offices = reading.article.scan.ending(mention.range.end).filter(|hit| hit.class == Class::Office);
    let proper = offices.any(|office| reading.lexicon.word(office).value == "proper");
    let name = reading.slice(mention.range.clone());
    let called = reading.place_at(mention.range.start).is_some_and(|place| place.end < mention.range.end);
    (proper && called && mention.ends.len() == 1)
        .then(|| entities.agency(name, mention.kind, links.setting(mention.range.start).topic(), None))
}

/// 云台镇党委 where nothing says which 云台镇 it is: called so.
fn local_organ(
    reading: &Reading<'_>,
    mention: &AgencyMention,
    place: &Range<usize>,
    entities: &mut Entities,
    lexicon: &Lexicon,
) -> Option<usize> {
    let full = reading.place_at(place.start).is_some_and(|hit| hit.end == place.end && hit.form == Form::Full);
    let organ = matches!(mention.kind, AgencyKind::Government | AgencyKind::Party) && mention.ends.len() == 1;
    let own = expand(reading, place.end..mention.range.end, lexicon);
    (full && organ)
        .then(|| entities.agency(&(reading.slice(place.clone()).to_owned() + &own), mention.kind, None, None))
}

/// 社区党委, 村委会: that of the village or community that the paragraph spoke of last.
fn community(reading: &Reading<'_>, mention: &AgencyMention, links: &Links, entities: &mut Entities) -> Option<usize> {
    let block = reading.article.block(mention.range.start)?.range.start;
    let before = &links.places[..links.places.partition_point(|link| link.range.start < mention.range.start)];
    let before = before.iter().rev().filter(|link| link.range.end <= mention.range.start);
    let village = before
        .take_while(|link| link.range.start >= block)
        .map(|link| link.entity)
        .find(|&at| entities.locations[at].level == Level::Village)?;
    let mut office = reading.slice(mention.range.clone());
    let name = display_name(village, entities);
    // 红浦社区 + 社区党委
    let shared = office.char_indices().map(|(at, _)| at).skip(1).filter(|&at| name.ends_with(&office[..at])).last();
    office = &office[shared.unwrap_or(0)..];
    Some(entities.agency(&format!("{name}{office}"), AgencyKind::Community, Some(village), None))
}

/// (以下简称“X”): X is the agency named before it, everywhere in the article.
fn aliases(reading: &Reading<'_>, links: &mut Links) {
    for (surface, entity) in alias::defined(reading, &links.agencies) {
        for (at, _) in reading.text().match_indices(surface) {
            let range = at..at + surface.len();
            links.agencies.retain(|link| {
                !(link.range.start >= range.start && link.range.end <= range.end && link.entity != entity)
            });
            if !links.agencies.iter().any(|link| link.range.start <= range.start && link.range.end >= range.end) {
                links.agencies.push(Link { range, entity });
            }
        }
    }
    links.agencies.sort_by_key(|link| (link.range.start, link.range.end));
}
