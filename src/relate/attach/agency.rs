//! What speaks for the agency that did what a figure tells, or reports it.

use std::ops::Range;

use crate::{
    extract::Reading,
    lexicon::{Class, Clue, Clues},
    relate::{
        attach::{
            Context,
            candidate::{Candidate, Field, Mentioned, Spot},
            named::{Named, Spoken},
        },
        focus,
    },
    resolve::{Link, Reach, Resolved},
};

/// Within how many bytes behind a quotation its speaker stands.
const SPEAKER: usize = 90;

/// The agencies of an article.
pub(super) struct Agencies<'c> {
    named: Named,
    /// Where the text says who is in charge, and the agencies that it names.
    charges: Vec<(usize, Vec<usize>)>,
    /// The places that open a clause and stand in no agency's name.
    openings: Vec<&'c Link>,
    /// The mentions of each agency as they were resolved, by its number.
    by_entity: Vec<(usize, &'c Link)>,
}

impl<'c> Agencies<'c> {
    pub(super) fn new(context: &Context<'c>) -> Self {
        let Context { reading, links, resolved, .. } = *context;
        let scan = &reading.article.scan;
        let names = Reach::new(&links.agencies);
        let own = links.agencies.iter().filter(|link| !names.exceeds(&link.range));
        let head = |link: &Link| focus::head_office(reading, resolved, link);
        let own: Vec<Link> = own.map(|link| Link { range: link.range.clone(), entity: head(link) }).collect();
        let spoken = |link: &Link| {
            let mut spoken = Spoken { opens: focus::acts(reading, link), ..Spoken::default() };
            spoken.clues.add(scan.at(link.range.end, Class::PersonTitle).is_some(), Clue::Official);
            // 记者从X获悉: the article's source.
            spoken.clues.add(scan.before(link.range.start, Class::From).is_some(), Clue::Source);
            spoken.clues.add(spoken.opens, Clue::Acts);
            spoken
        };
        let opens = |link: &&Link| !names.holds(&link.range) && reading.opens_clause(link.range.start);
        let mut by_entity: Vec<(usize, &Link)> = links.agencies.iter().map(|link| (link.entity, link)).collect();
        by_entity.sort_by_key(|&(entity, _)| entity);
        Self {
            named: Named::new(context, &own, spoken),
            charges: focus::charges(reading, links),
            openings: links.places.iter().filter(opens).collect(),
            by_entity,
        }
    }

    /// The mentions of an agency as they were resolved.
    pub(super) fn of(&self, entity: usize) -> &[(usize, &'c Link)] {
        let low = self.by_entity.partition_point(|&(one, _)| one < entity);
        let high = self.by_entity.partition_point(|&(one, _)| one <= entity);
        &self.by_entity[low..high]
    }

    pub(super) fn candidates(&self, context: &Context<'_>, spot: &Spot) -> Vec<Candidate> {
        let Context { reading, links, resolved, focus, .. } = *context;
        let at = spot.number.start;
        let field = Field::new(&self.named, spot);
        let last_acts = self.named.last_opening(field.before);
        let topic = focus.topic_agency(reading, at);
        let in_focus = focus.agency_at(spot.index);
        let charge = self.in_charge(reading, at);
        let quote = Reading::holder(&reading.quotes, &spot.number);
        // The place that the sentence opens with, and the one that the section is about.
        let subject = self.opening(spot.sentence.start.min(at)..at);
        let here = links.setting(at).topic();
        let candidate = |one: &Mentioned<'_>| {
            let mut clues = Clues::default();
            clues.add(last_acts == Some(one.entity), Clue::LastActs);
            clues.add(topic == Some(one.entity), Clue::Topic);
            clues.add(in_focus == Some(one.entity), Clue::Focus);
            clues.add(resolved.outer(one.entity).is_some(), Clue::Part);
            // “我们投资2510.6万元”,该公司负责人说: whoever is quoted.
            let behind = |quote: &Range<usize>| quote.end..quote.end + SPEAKER;
            let speaks = |quote| one.nearest.is_some_and(|link| behind(quote).contains(&link.range.start));
            clues.add(quote.as_ref().is_some_and(speaks), Clue::Speaker);
            clues.add(charge.contains(&one.entity), Clue::Charge);
            let mut candidate = field.candidate(one, resolved.agencies[one.entity].kind as usize, clues);
            let seat = resolved.seat(one.entity);
            candidate.facts.tell(Clue::SeatSubject, lies(resolved, seat, subject));
            candidate.facts.tell(Clue::SeatTopic, lies(resolved, seat, here));
            candidate
        };
        let mut all: Vec<Candidate> = Vec::with_capacity(field.entities.len() + 1);
        all.extend(field.entities.iter().map(candidate));
        all.push(field.none());
        let mut clues = Clues::default();
        clues.add(subject.is_some(), Clue::Place);
        clues.add(topic.is_none(), Clue::NoTopic);
        clues.add(in_focus.is_none(), Clue::NoFocus);
        all.iter_mut().for_each(|one| one.facts.tell_all(clues));
        all
    }

    /// The agencies that the paragraph names as in charge behind the byte `at`.
    pub(super) fn in_charge(&self, reading: &Reading<'_>, at: usize) -> &[usize] {
        let next = self.charges.get(self.charges.partition_point(|&(said, _)| said < at));
        let here = next.filter(|&&(said, _)| reading.article.block(at).is_some_and(|block| said < block.range.end));
        here.map_or(&[], |(_, named)| named)
    }

    /// The first place within a range that opens a clause.
    fn opening(&self, range: Range<usize>) -> Option<usize> {
        let low = self.openings.partition_point(|link| link.range.start < range.start);
        let mut inside = self.openings[low..].iter().take_while(|link| link.range.start <= range.end);
        inside.find(|link| link.range.end <= range.end).map(|link| link.entity)
    }
}

/// How the seat of an agency lies to a place: 1 no seat, 2 no place, 3 the same, 4 around it, 5 inside, 6 elsewhere.
fn lies(resolved: &Resolved, seat: Option<usize>, place: Option<usize>) -> usize {
    match (seat, place) {
        (None, _) => 1,
        (_, None) => 2,
        (Some(seat), Some(place)) if seat == place => 3,
        (Some(seat), Some(place)) if resolved.lies_in(place, seat) => 4,
        (Some(seat), Some(place)) if resolved.lies_in(seat, place) => 5,
        _ => 6,
    }
}
