//! What speaks for the place that a figure is measured over.

use crate::{
    lexicon::{Class, Clue, Hit, Sign},
    model::{AgencyKind, Level},
    relate::attach::{
        Context,
        candidate::{Candidate, Field, Mentioned, Near, Spot},
    },
    resolve::{Link, Resolved},
};

/// `agency` is who the figure is of, and how near its mention stands.
pub(super) fn candidates(context: &Context<'_>, spot: &Spot, agency: Option<(usize, Near)>) -> Vec<Candidate> {
    let Context { reading, links, resolved, .. } = *context;
    let at = spot.number.start;
    // 湘潭市雨湖区: the wider one is only where the narrower lies.
    let chained = |link: &Link| links.places.iter().any(|next| next.range.start == link.range.end);
    let own: Vec<&Link> = links.places.iter().filter(|link| !chained(link)).collect();
    let mut field = Field::new(context, spot, own.iter().copied());
    let setting = links.setting(at);
    let seat = agency.and_then(|(agency, _)| resolved.seat(agency));
    let known = [setting.topic(), setting.county, setting.prefecture, setting.province, seat];
    known.into_iter().flatten().for_each(|entity| field.add(entity));
    let mut before = own.iter().rev().filter(|link| link.range.start < at);
    let last_opens = before.find(|link| reading.opens_clause(link.range.start)).map(|link| link.entity);
    let level = |one: &Mentioned<'_>| resolved.locations[one.entity].level;
    let deepest = field.entities.iter().filter(|one| one.near.far() == 0).map(level).max();
    let guest = agency.is_some_and(|(agency, _)| {
        matches!(resolved.agencies[agency].kind, AgencyKind::Institution | AgencyKind::Company)
    });
    let agency_far = agency.map_or(0, |(_, near)| near.far());
    let candidate = |one: &Mentioned<'_>| {
        let far = one.near.far();
        let mut signs = field.signs(reading, one, level(one) as usize);
        of_nearest(context, one, &mut signs);
        let as_near = |holds: &dyn Fn(usize) -> bool| {
            field.entities.iter().any(|other| other.near.far() <= far && holds(other.entity))
        };
        let mut add = |holds: bool, clue: Clue| {
            if holds {
                signs.push(clue.of(far, 0));
            }
        };
        add(last_opens == Some(one.entity), Clue::LastOpens);
        add(as_near(&|other| resolved.lies_in(other, one.entity)), Clue::Outer);
        add(as_near(&|other| resolved.lies_in(one.entity, other)), Clue::Inner);
        if far == 0 && deepest == Some(level(one)) {
            signs.push(Clue::Deepest.alone());
        }
        // A school or a company works elsewhere than where it sits.
        let around = |seat: usize| seat == one.entity || resolved.lies_in(seat, one.entity);
        if guest && seat.is_some_and(around) {
            signs.push(Clue::Guest.of(far, agency_far));
        }
        match seat {
            Some(seat) if seat == one.entity => signs.push(Clue::Seat.of(far, agency_far)),
            Some(seat) => signs.push(Clue::SeatLies.of(lies(resolved, one.entity, seat), agency_far)),
            None => {}
        }
        match setting.topic() {
            Some(topic) if topic == one.entity => signs.push(Clue::Topic.of(far, 0)),
            Some(topic) => signs.push(Clue::TopicLies.of(lies(resolved, one.entity, topic), far)),
            None => {}
        }
        Candidate { entity: Some(one.entity), near: one.near, signs }
    };
    let mut all: Vec<Candidate> = field.entities.iter().map(candidate).collect();
    // A figure is measured somewhere; that of an agency without a place perhaps over the whole country.
    let wide = |seat: Option<usize>| seat.is_none_or(|seat| resolved.locations[seat].level == Level::Country);
    if all.is_empty() || agency.is_some() && wide(seat) {
        all.push(field.none());
    }
    all
}

/// What the nearest mention speaks.
fn of_nearest(context: &Context<'_>, one: &Mentioned<'_>, signs: &mut Vec<Sign>) {
    let Context { reading, links, .. } = *context;
    let Some(link) = one.nearest else { return };
    let (near, far, scan) = (one.near as usize, one.near.far(), &reading.article.scan);
    let word = |hit: &Hit| reading.lexicon.word(hit).value.as_str();
    let holds = |outer: &Link| outer.range.start <= link.range.start && link.range.end <= outer.range.end;
    if scan.within(link.range.clone()).any(|hit| hit.class == Class::Deictic && hit.range() == link.range) {
        signs.push(Clue::Deictic.of(far, 0));
    }
    if links.agencies.iter().any(holds) {
        return signs.push(Clue::InAgency.of(far, 0));
    }
    if links.programmes.iter().any(holds) {
        return signs.push(Clue::InProgramme.of(far, 0));
    }
    if reading.opens_clause(link.range.start) {
        signs.push(Clue::Opens.of(near, 0));
    }
    let place = |hit: &&Hit| hit.class == Class::Preposition && word(hit) == "in" && !reading.hidden(hit.range());
    if scan.ending(link.range.start).find(place).is_some() {
        signs.push(Clue::In.of(near, 0));
    }
    let mut add = |holds: bool, clue: Clue| {
        if holds {
            signs.push(clue.of(far, 0));
        }
    };
    // 12个乡镇: 谢桥镇、迪沟镇等 are examples.
    let list = |hit: &Hit| matches!(hit.class, Class::ListMark | Class::TrimBoth);
    add(scan.starting(link.range.end).any(list) || scan.ending(link.range.start).any(list), Clue::Listed);
    // 在湖南省率先
    add(scan.at(link.range.end, Class::TrimLeft).is_some_and(|hit| word(hit) == "rank"), Clue::Ranked);
    add(scan.covered(link.range.clone(), &[Class::TrimLeft]), Clue::Adverb);
}

/// How a place lies to another: inside, around, elsewhere.
fn lies(resolved: &Resolved, place: usize, other: usize) -> usize {
    if resolved.lies_in(place, other) {
        0
    } else if resolved.lies_in(other, place) {
        1
    } else {
        2
    }
}
