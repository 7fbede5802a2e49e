//! What speaks for the agency that did what a figure tells, or reports it.

use std::ops::Range;

use crate::{
    extract::Reading,
    lexicon::{Class, Clue},
    relate::{
        attach::{
            Context,
            candidate::{Candidate, Field, Mentioned, Spot},
        },
        focus,
    },
    resolve::{Link, Resolved},
};

/// Within how many bytes behind a quotation its speaker stands.
const SPEAKER: usize = 90;

pub(super) fn candidates(context: &Context<'_>, spot: &Spot) -> Vec<Candidate> {
    let Context { reading, links, resolved, focus, .. } = *context;
    let at = spot.number.start;
    let outermost = |range: &Range<usize>| {
        !links.agencies.iter().any(|other| other.range.start <= range.start && other.range.end > range.end)
    };
    let own = links.agencies.iter().filter(|link| outermost(&link.range));
    let own: Vec<Link> = own
        .map(|link| Link { range: link.range.clone(), entity: focus::head_office(reading, resolved, link) })
        .collect();
    let field = Field::new(context, spot, own.iter());
    let mut before = own.iter().rev().filter(|link| link.range.start < at);
    let last_acts = before.find(|link| focus::acts(reading, link)).map(|link| link.entity);
    let topic = focus.topic_agency(reading, at);
    let in_focus = focus.agency_at(reading, spot.index);
    let charge = focus::in_charge(reading, links, at);
    let quote = Reading::holder(&reading.quotes, &spot.number);
    // The place that the sentence opens with, and the one that the section is about.
    let in_name = |link: &Link| own.iter().any(|a| a.range.start <= link.range.start && link.range.end <= a.range.end);
    let subject = focus::within(&links.places, spot.sentence.start.min(at)..at)
        .find(|link| reading.opens_clause(link.range.start) && !in_name(link))
        .map(|link| link.entity);
    let here = links.setting(at).topic();
    let candidate = |one: &Mentioned<'_>| {
        let far = one.near.far();
        let mut signs = field.signs(reading, one, resolved.agencies[one.entity].kind as usize);
        let mut add = |holds: bool, clue: Clue| {
            if holds {
                signs.push(clue.of(far, 0));
            }
        };
        let scan = &reading.article.scan;
        let nearest = |holds: &dyn Fn(&Link) -> bool| one.nearest.is_some_and(holds);
        add(last_acts == Some(one.entity), Clue::LastActs);
        add(topic == Some(one.entity), Clue::Topic);
        add(in_focus == Some(one.entity), Clue::Focus);
        add(resolved.outer(one.entity).is_some(), Clue::Part);
        add(nearest(&|link| scan.at(link.range.end, Class::PersonTitle).is_some()), Clue::Official);
        // 记者从X获悉: the article's source.
        add(nearest(&|link| scan.before(link.range.start, Class::From).is_some()), Clue::Source);
        if nearest(&|link| focus::acts(reading, link)) {
            signs.push(Clue::Acts.of(one.near as usize, 0));
        }
        // “我们投资2510.6万元”,该公司负责人说: whoever is quoted.
        let speaks =
            |quote: &Range<usize>| nearest(&|link| (quote.end..quote.end + SPEAKER).contains(&link.range.start));
        if quote.as_ref().is_some_and(speaks) {
            signs.push(Clue::Speaker.alone());
        }
        if charge == Some(one.entity) {
            signs.push(Clue::Charge.alone());
        }
        let seat = resolved.seat(one.entity);
        signs.push(Clue::SeatSubject.of(far, lies(resolved, seat, subject)));
        signs.push(Clue::SeatTopic.of(far, lies(resolved, seat, here)));
        Candidate { entity: Some(one.entity), near: one.near, signs }
    };
    let mut all: Vec<Candidate> = field.entities.iter().map(candidate).collect();
    let mut none = field.none();
    if subject.is_some() {
        none.signs.push(Clue::NonePlace.of(field.nearest.far(), 0));
    }
    if topic.is_none() {
        none.signs.push(Clue::NoneTopic.alone());
    }
    if in_focus.is_none() {
        none.signs.push(Clue::NoneFocus.alone());
    }
    all.push(none);
    all
}

/// How the seat of an agency lies to a place, by the number of [`Clue::SeatTopic`]'s second value.
fn lies(resolved: &Resolved, seat: Option<usize>, place: Option<usize>) -> usize {
    match (seat, place) {
        (None, _) => 0,
        (_, None) => 1,
        (Some(seat), Some(place)) if seat == place => 2,
        (Some(seat), Some(place)) if resolved.lies_in(place, seat) => 3,
        (Some(seat), Some(place)) if resolved.lies_in(seat, place) => 4,
        _ => 5,
    }
}
