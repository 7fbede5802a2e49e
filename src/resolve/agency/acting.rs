//! Places that act: a village, a community or a township that runs something.

use std::ops::Range;

use crate::{
    extract::Reading,
    lexicon::{Class, Hit},
    model::{AgencyKind, Level},
    resolve::{Entities, Link, Links, agency::name::display_name},
};

/// A village, community or township that runs something is an agency: 鸦雀塘社区开展…行动.
pub(super) fn places(reading: &Reading<'_>, links: &mut Links, entities: &mut Entities) {
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
        let opens = reading.opens_clause(link.range.start);
        // 清溪社区书记李某介绍: who speaks for it.
        let head = level == Level::Village
            && scan
                .at(link.range.end, Class::PersonTitle)
                .is_some_and(|title| reading.lexicon.word(title).value == "head");
        let acts = head
            || level == Level::Village && does(reading, tail.clone(), false)
            || level == Level::Township && opens && does(reading, tail, true);
        let named = links
            .agencies
            .iter()
            .any(|agency| agency.range.start <= link.range.start && agency.range.end >= link.range.end);
        let listed = scan.at(link.range.end, Class::ListMark).is_some()
            || links.places.binary_search_by_key(&link.range.end, |next| next.range.start).is_ok();
        let within = scan.ending(link.range.start).any(|word| word.class == Class::Preposition);
        if acts && !named && !listed && !within && !reading.in_heading(link.range.start) {
            let entity = entities.agency(&name, kind, Some(link.entity), None);
            links.agencies.push(Link { range: link.range.clone(), entity });
        }
    }
}

/// Whether a predicate of doing (`widely`: of any sort) begins here, adverbs left out: 将…改造成, 通过…, 投入….
fn does(reading: &Reading<'_>, tail: Range<usize>, widely: bool) -> bool {
    let scan = &reading.article.scan;
    let mut at = tail.start;
    loop {
        let starting = |wanted: &dyn Fn(&Hit) -> bool| scan.starting(at).find(|hit| hit.end <= tail.end && wanted(hit));
        let verb = |hit: &Hit| {
            let class = matches!(hit.class, Class::VerbRun)
                || widely && matches!(hit.class, Class::VerbProgramme | Class::VerbDo | Class::Verb);
            class && reading.chars(hit.range()) >= 2
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
