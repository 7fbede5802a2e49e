//! Which agency a mention is: place and office in full, short forms matched with full ones of the page.

use std::ops::Range;

use crate::{
    extract::{AgencyMention, Mentions, Opening, Reading, Rejected},
    lexicon::{Class, Form, Hit, Lexicon},
    model::{AgencyKind, Level, Location},
    resolve::{Entities, Link, Links, alias, place, topic},
};

pub(crate) fn resolve(
    readings: &[Reading<'_>],
    mentions: &mut [Mentions],
    articles: &mut [Links],
    entities: &mut Entities,
    lexicon: &Lexicon,
) {
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
                    Some(entity) => links.agencies.push(Link { range: mention.range.clone(), entity }),
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
        acting_places(reading, links, entities);
        own_names(reading, links, entities);
        aliases(reading, links);
    }
}

/// Shortest own name by which a company is known again, in characters.
const OWN: usize = 4;

/// A company told once with its place is known by its own name wherever it comes back: 林丰铝电 of 广元市林丰铝电.
fn own_names(reading: &Reading<'_>, links: &mut Links, entities: &Entities) {
    let mut names: Vec<(&str, usize)> = Vec::new();
    for link in &links.agencies {
        let company = entities.agencies[link.entity].kind == AgencyKind::Company;
        let place = links
            .places
            .iter()
            .filter(|place| place.range.start == link.range.start)
            .map(|place| place.range.end)
            .max();
        if let Some(end) = place.filter(|&end| company && end < link.range.end) {
            names.push((reading.slice(end..link.range.end), link.entity));
        }
    }
    names.retain(|(name, _)| name.chars().count() >= OWN);
    for (name, entity) in names {
        for (at, _) in reading.text().match_indices(name) {
            let range = at..at + name.len();
            if !links.agencies.iter().any(|link| link.range.start < range.end && range.start < link.range.end) {
                links.agencies.push(Link { range, entity });
            }
        }
    }
    links.agencies.sort_by_key(|link| (link.range.start, link.range.end));
}

/// Farthest that the verb of an acting village or township stands behind its name, in characters.
const VERB: usize = 6;

/// A village, community or township that runs something is an agency: 鸦雀塘社区开展…行动.
fn acting_places(reading: &Reading<'_>, links: &mut Links, entities: &mut Entities) {
    let scan = &reading.article.scan;
    for link in links.places.clone() {
        let (name, level) = (display_name(link.entity, entities), entities.locations[link.entity].level);
        let kind = match level {
            Level::Village => AgencyKind::Community,
            Level::Township => AgencyKind::Government,
            _ => continue,
        };
        let clause = reading.clause(link.range.start);
        let tail = link.range.end..clause.end.max(link.range.end);
        let verb = scan.of(Class::VerbRun, tail.clone()).find(|verb| !reading.hidden(verb.range()));
        let near = |verb: &Hit| {
            reading.chars(link.range.end..verb.start) <= VERB && !reading.breaks(link.range.end..verb.start)
        };
        let town = level == Level::Township && reading.opens_clause(link.range.start);
        let acts = verb.is_some_and(near) || town && does(reading, tail);
        let named = links
            .agencies
            .iter()
            .any(|agency| agency.range.start <= link.range.start && agency.range.end >= link.range.end);
        let listed = scan.at(link.range.end, Class::ListMark).is_some()
            || links.places.iter().any(|next| next.range.start == link.range.end);
        let within = scan.ending(link.range.start).any(|word| word.class == Class::Preposition);
        if acts && !named && !listed && !within && !reading.in_heading(link.range.start) {
            let entity = entities.agency(&name, kind, Some(link.entity), None);
            links.agencies.push(Link { range: link.range.clone(), entity });
        }
    }
}

/// Whether a predicate of doing begins here, adverbs left out: 将…改造成, 通过…, 投入….
fn does(reading: &Reading<'_>, tail: Range<usize>) -> bool {
    let scan = &reading.article.scan;
    let mut at = tail.start;
    loop {
        let starting = |wanted: &dyn Fn(&Hit) -> bool| scan.starting(at).find(|hit| hit.end <= tail.end && wanted(hit));
        let verb = |hit: &Hit| {
            matches!(hit.class, Class::VerbRun | Class::VerbProgramme | Class::VerbDo)
                && reading.chars(hit.range()) >= 2
                && hit.class != Class::NounPerson
                || hit.class == Class::Preposition && reading.lexicon.word(hit).value == "means"
        };
        if starting(&verb).is_some() {
            return true;
        }
        let adverb = |hit: &Hit| {
            hit.class.is_time()
                || matches!(hit.class, Class::TrimLeft)
                || hit.class == Class::Boundary
                    && reading.lexicon.word(hit).value.is_empty()
                    && reading.chars(hit.range()) > 1
        };
        match starting(&adverb).map(|hit| hit.end).or_else(|| reading.date_at(at, tail.end)) {
            Some(next) if next > at => at = next,
            _ => return false,
        }
    }
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
        return collective(reading, mention, range, links, entities, lexicon);
    }
    let (rest_start, place) = match &mention.opening {
        Opening::Place(range) => {
            let last = links.places.iter().rfind(|link| link.range.start >= range.start && link.range.end <= range.end);
            let Some(last) = last else { return proper_name(reading, mention, links, entities) };
            (range.end, Some(last.entity))
        }
        Opening::Level(range) => {
            let words = lexicon.lookup(reading.slice(range.clone()));
            let word = words.iter().find(|word| matches!(word.class, Class::Level | Class::Deictic))?;
            if word.value == "country" {
                let own = expand(reading, range.end..mention.range.end, lexicon);
                let name = format!("{}{own}", reading.slice(range.clone()));
                return Some(entities.agency(&name, mention.kind, None, None));
            } else {
                let before = Links {
                    places: links.places.iter().filter(|link| link.range.end <= range.start).cloned().collect(),
                    ..links.clone()
                };
                (range.end, Some(place::deictic(&word.value, range.start, reading, &before, entities, lexicon)?))
            }
        }
        Opening::Beside => {
            let place = links.agencies.last().filter(|link| {
                link.range.end <= mention.range.start && reading.chars(link.range.end..mention.range.start) <= 1
            });
            let seat = entities.agencies[place?.entity].place.clone();
            (mention.range.start, Some(entities.place(&seat?)?))
        }
        Opening::Department | Opening::Name | Opening::Short | Opening::Collective(_) => (mention.range.start, None),
    };
    // 莲湖大队 for the brigade that was named with its bureau.
    let branch = reading
        .article
        .scan
        .at(rest_start, Class::Office)
        .is_some_and(|office| office.end == mention.range.end && lexicon.word(office).value == "branch");
    if branch && matches!(mention.opening, Opening::Place(_)) {
        let surface = reading.slice(mention.range.clone());
        let full = entities
            .agencies
            .iter()
            .position(|agency| agency.name.len() > surface.len() && agency.name.ends_with(surface));
        if full.is_some() {
            return full;
        }
    }
    let unplaced = matches!(mention.opening, Opening::Department | Opening::Name | Opening::Short);
    if unplaced {
        let full = expand(reading, rest_start..mention.range.end, lexicon);
        let same = |name: &str| name.ends_with(&full) || name.ends_with(reading.slice(mention.range.clone()));
        let known = links.agencies.iter().rev().map(|link| link.entity).find(|&at| same(&entities.agencies[at].name));
        let known = known.or_else(|| entities.agencies.iter().position(|agency| same(&agency.name)));
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
            if national || mention.kind == AgencyKind::Government && full.chars().count() >= 3 {
                let place = if national { None } else { links.setting(mention.range.start).topic() };
                let name = place.map_or(String::new(), |at| entities.locations[at].name.clone()) + &full;
                return (national || place.is_some()).then(|| entities.agency(&name, mention.kind, place, None));
            }
            return None;
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
    // 厦门住建部…: a ministry is of no place.
    let last = reading.article.scan.ending(mention.range.end);
    let last = last.filter(|hit| matches!(hit.class, Class::Office | Class::Organ)).min_by_key(|hit| hit.start);
    let national = last.is_some_and(|hit| hit.class == Class::Office && lexicon.word(hit).value == "national");
    let place = place.filter(|_| !national);
    // The parts of a company are called after it as it calls itself.
    let first = reading.article.scan.ending(mention.ends[0]).find(|hit| hit.class == Class::Office);
    let company = first.is_some_and(|hit| matches!(lexicon.word(hit).kind.as_str(), "company" | "brand"));
    // 郑州儿童医院 is its proper name, unless the page calls it 郑州市儿童医院 too.
    let proper = || {
        let short = reading.places.iter().rfind(|hit| hit.end == rest_start)?;
        let office = reading.article.scan.ending(mention.ends[0]).find(|hit| hit.class == Class::Office)?;
        let name = format!("{}{}", display_name(place?, entities), reading.slice(rest_start..mention.ends[0]));
        let known = || entities.agencies.iter().any(|agency| agency.name == name);
        (short.form != Form::Full && lexicon.word(office).value == "proper" && !known()).then_some(())
    };
    let place_name = match place {
        Some(_) if company || proper().is_some() => reading.slice(mention.range.start..rest_start).to_owned(),
        Some(at) => display_name(at, entities),
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
        let name = if repeats { format!("{place_name}{own}") } else { format!("{prefix}{own}") };
        // A branch is called by its own place: 生态环境局沂南县分局.
        let place = links
            .places
            .iter()
            .filter(|link| at > 0 && link.range.start >= start && link.range.end <= end)
            .map(|link| link.entity)
            .next_back()
            .or(place);
        let kind = if end == mention.range.end { mention.kind } else { AgencyKind::Government };
        let entity = entities.agency(&name, kind, place, outer);
        prefix = name;
        outer = Some(entity);
        start = end;
    }
    outer
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
    let called = reading.places.iter().any(|place| place.start == mention.range.start && place.end < mention.range.end);
    (proper && called && mention.ends.len() == 1)
        .then(|| entities.agency(name, mention.kind, links.setting(mention.range.start).topic(), None))
}

/// 社区党委, 村委会: that of the village or community that the paragraph spoke of last.
fn community(reading: &Reading<'_>, mention: &AgencyMention, links: &Links, entities: &mut Entities) -> Option<usize> {
    let block = reading.article.block(mention.range.start)?.range.start;
    let before = links.places.iter().rev().filter(|link| link.range.end <= mention.range.start);
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

/// The bureau that a collective stands for: one of that department that the page knows, else that of the place before
/// it; a collective without a place needs one that is known.
fn collective(
    reading: &Reading<'_>,
    mention: &AgencyMention,
    opening: &Range<usize>,
    links: &Links,
    entities: &mut Entities,
    lexicon: &Lexicon,
) -> Option<usize> {
    let own = || {
        let whole =
            reading.article.scan.at(opening.end, Class::Collective).filter(|hit| hit.end == mention.range.end)?;
        Some(lexicon.word(whole).value.strip_prefix('=')?.to_owned())
    };
    let whole = own();
    let full = whole.clone().or_else(|| department(reading, opening.end, lexicon))?;
    let place = links
        .places
        .iter()
        .rfind(|link| link.range.start >= opening.start && link.range.end == opening.end && !opening.is_empty())
        .map(|link| link.entity);
    let level = || {
        let word = lexicon
            .lookup(reading.slice(opening.clone()))
            .iter()
            .find(|word| matches!(word.class, Class::Level | Class::Deictic))?;
        place::deictic(&word.value, opening.start, reading, links, entities, lexicon)
    };
    let place = place.or_else(level);
    let home = place.or(links.setting(mention.range.start).topic())?;
    let seat = entities.locations[home].id.clone();
    // The word may say the office for each level: 支队 of a prefecture, 大队 of a county.
    let county = entities.locations[home].level >= Level::County;
    let full = match full.split_once('|') {
        Some((prefecture, district)) => if county { district } else { prefecture }.to_owned(),
        None => full,
    };
    let whole = whole.map(|_| full.clone());
    let known = |branch: bool| {
        entities.agencies.iter().position(|agency| {
            agency.place.as_ref() == Some(&seat)
                && agency.name.contains(&full)
                && agency.part_of.is_some() == branch
                && (agency.kind == AgencyKind::Government || whole.is_some() && agency.name.ends_with(&full))
        })
    };
    if let Some(known) = known(false).or_else(|| known(true)) {
        return Some(known);
    }
    // 公安局 is no office of a province.
    let widest = if whole.is_some() { Level::Prefecture } else { Level::Province };
    let place = place.filter(|&at| entities.locations[at].level >= widest)?;
    let office = match whole {
        Some(_) => String::new(),
        None => office_of(&full, &entities.locations[place], lexicon).or_else(|| {
            let word = reading.article.scan.before(mention.range.end, Class::Collective);
            word.map(|hit| lexicon.word(hit).value.clone())
        })?,
    };
    let name = format!("{}{full}{office}", entities.locations[place].name);
    Some(entities.agency(&name, AgencyKind::Government, Some(place), None))
}

/// What the office of a department is called in a place, where it is no bureau: 厅 of a province, but not of a
/// municipality.
fn office_of(department: &str, place: &Location, lexicon: &Lexicon) -> Option<String> {
    let city = place.level == Level::Province && topic::kind_of(&place.name, lexicon) == "city";
    let level = if city { Level::Prefecture } else { place.level };
    let word = lexicon.lookup(department).iter().find(|word| word.class == Class::DepartmentOffice)?;
    let (office, end) = word.value.split_once('|')?;
    (level < Level::from_word(end)?).then(|| office.to_owned())
}

/// A place in front of an office: townships and villages with their county, wider places alone.
fn display_name(at: usize, entities: &Entities) -> String {
    let place = &entities.locations[at];
    match place.level {
        Level::Township | Level::Village => {
            let from = place
                .path
                .len()
                .saturating_sub(if place.level == Level::Village { 3 } else { 2 })
                .max(1)
                .min(place.path.len() - 1);
            place.path[from..].concat()
        }
        _ => place.name.clone(),
    }
}

/// The full name of the department that begins at `at`.
fn department(reading: &Reading<'_>, at: usize, lexicon: &Lexicon) -> Option<String> {
    let hit = reading.article.scan.at(at, Class::Department)?;
    let word = lexicon.word(hit);
    Some(if word.value.is_empty() { word.surface.clone() } else { word.value.clone() })
}

/// The office with its department's full name, and organs in their canonical form.
fn expand(reading: &Reading<'_>, range: Range<usize>, lexicon: &Lexicon) -> String {
    let scan = &reading.article.scan;
    let text = reading.slice(range.clone());
    if let Some(organ) = scan.at(range.start, Class::Organ).filter(|hit| hit.end == range.end) {
        let word = lexicon.word(organ);
        if !word.value.is_empty() {
            return word.value.clone();
        }
    }
    // The department whose end meets an office word: 医保+局, not 建设 in 建设银行.
    let whole = scan.starting(range.start).find(|hit| hit.class == Class::Office && hit.end <= range.end);
    let stem = scan
        .within(range.clone())
        .filter(|hit| whole.is_none_or(|office| hit.end >= office.end))
        .filter(|hit| hit.class == Class::Department && hit.start == range.start)
        .find(|hit| {
            hit.end < range.end
                && scan.starting(hit.end).any(|office| office.class == Class::Office && office.end <= range.end)
                || scan.ending(range.end).any(|o| o.class == Class::Office && o.start <= hit.end)
        });
    // 建设职业技术学院 is called so.
    let proper = scan.ending(range.end).any(|hit| hit.class == Class::Office && lexicon.word(hit).value == "proper");
    let office = match stem.filter(|_| !proper).map(|hit| lexicon.word(hit)) {
        Some(word) if !word.value.is_empty() => format!("{}{}", word.value, &text[word.surface.len()..]),
        _ => text.to_owned(),
    };
    canonical_end(&office, lexicon)
}

/// The canonical form of the office word that the name ends with, where the table has one.
fn canonical_end(name: &str, lexicon: &Lexicon) -> String {
    let tails = name.char_indices().map(|(at, _)| at);
    for at in tails {
        let word = lexicon.lookup(&name[at..]).iter().find(|word| word.class == Class::Office);
        if let Some(word) = word {
            return match word.value.as_str() {
                "" | "whole" | "national" | "single" | "branch" | "proper" | "body" | "local" => name.to_owned(),
                // 市政府办公室, but 军民融合办 is called so.
                value if value.starts_with("single-organ=") && !ends_as_organ(&name[..at], lexicon) => name.to_owned(),
                value => format!("{}{}", &name[..at], value.split_once('=').map_or(value, |(_, full)| full)),
            };
        }
    }
    name.to_owned()
}

/// Whether a name ends with an organ: 某市人民政府.
fn ends_as_organ(name: &str, lexicon: &Lexicon) -> bool {
    name.char_indices().any(|(at, _)| lexicon.is(&name[at..], Class::Organ))
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
