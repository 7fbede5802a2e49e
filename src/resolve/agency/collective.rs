//! The office that a collective stands for: 民政部门, 警方, 公安机关.

use std::ops::Range;

use crate::{
    extract::{AgencyMention, Reading},
    lexicon::{Class, Lexicon},
    model::{AgencyKind, Level, Location},
    resolve::{Entities, Links, agency::name::department, place, topic, within},
};

/// The bureau that a collective stands for: one of that department that the page knows, else that of the place before
/// it; a collective without a place needs one that is known.
pub(super) fn identify(
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
    let inside = within(&links.places, opening.clone());
    let place = inside.filter(|link| link.range.end == opening.end && !opening.is_empty()).last();
    let place = place.map(|link| link.entity);
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
