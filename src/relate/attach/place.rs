//! What speaks for the place that a figure is measured over.

use crate::{
    lexicon::{Class, Clue, Clues, Hit},
    model::{AgencyKind, Level},
    relate::attach::{
        Context,
        candidate::{Candidate, Field, Mentioned, Near, Spot},
        named::{Named, Spoken},
    },
    resolve::{Link, Reach, Resolved},
};

/// The steps of [`Near::far`], and one that is farther than all of them.
const BEYOND: usize = 5;

/// The places of an article.
pub(super) struct Places {
    named: Named,
    /// For each of its entities the others that it lies in, as they stand in [`Named::entities`].
    wider: Vec<Vec<usize>>,
}

impl Places {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let Context { reading, links, resolved, .. } = *context;
        // 湘潭市雨湖区: the wider one is only where the narrower lies.
        let chained = |link: &Link| links.places.binary_search_by_key(&link.range.end, |next| next.range.start).is_ok();
        let own: Vec<Link> = links.places.iter().filter(|link| !chained(link)).cloned().collect();
        let (agencies, programmes) = (Reach::new(&links.agencies), Reach::new(&links.programmes));
        let spoken = |link: &Link| {
            let opens = reading.opens_clause(link.range.start);
            let mut spoken = Spoken { opens, ..spoken(context, link) };
            // What a place is in a name is all that it speaks.
            if agencies.holds(&link.range) {
                spoken.clues.add(true, Clue::InAgency);
            } else if programmes.holds(&link.range) {
                spoken.clues.add(true, Clue::InProgramme);
            } else {
                let free = of_free(context, link);
                spoken.clues = spoken.clues.and(free);
                spoken.clues.add(opens, Clue::Opens);
            }
            spoken
        };
        let named = Named::new(context, &own, spoken);
        let mut paths: Vec<(usize, usize)> = Vec::new();
        for (at, one) in named.entities.iter().enumerate() {
            paths.extend(resolved.path(one.entity).1.map(|path| (path, at)));
        }
        paths.sort_unstable();
        let wider = |entity: usize| {
            let outer = resolved.path(entity).0.iter().flat_map(|&path| {
                let low = paths.partition_point(|&(one, _)| one < path);
                paths[low..].iter().take_while(move |&&(one, _)| one == path).map(|&(_, at)| at)
            });
            outer.collect()
        };
        let wider = named.entities.iter().map(|one| wider(one.entity)).collect();
        Self { named, wider }
    }

    /// `agency` is who the figure is of, and how near its mention stands.
    pub(super) fn candidates(
        &self,
        context: &Context<'_>,
        spot: &Spot,
        agency: Option<(usize, Near)>,
    ) -> Vec<Candidate> {
        let Context { links, resolved, .. } = *context;
        let mut field = Field::new(&self.named, spot);
        let setting = links.setting(spot.number.start);
        let seat = agency.and_then(|(agency, _)| resolved.seat(agency));
        [setting.topic(), seat].into_iter().flatten().for_each(|entity| field.add(entity));
        let last_opens = self.named.last_opening(field.before);
        let level = |one: &Mentioned<'_>| resolved.locations[one.entity].level;
        let deepest = field.entities.iter().filter(|one| one.near.far() == 0).map(level).max();
        let guest = agency.is_some_and(|(agency, _)| {
            matches!(resolved.agencies[agency].kind, AgencyKind::Institution | AgencyKind::Company)
        });
        let around = self.around(&field, resolved);
        let candidate = |(one, [inside, outside]): (&Mentioned<'_>, [usize; 2])| {
            let far = one.near.far();
            let mut clues = Clues::default();
            clues.add(last_opens == Some(one.entity), Clue::LastOpens);
            clues.add(setting.topic() == Some(one.entity), Clue::Topic);
            clues.add(far == 0 && deepest == Some(level(one)), Clue::Deepest);
            // A school or a company works elsewhere than where it sits.
            let around = |seat: usize| seat == one.entity || resolved.lies_in(seat, one.entity);
            clues.add(guest && seat.is_some_and(around), Clue::Guest);
            let mut candidate = field.candidate(one, level(one) as usize, clues);
            let facts = &mut candidate.facts;
            facts.tell(Clue::Outer, (far + 1 + BEYOND).saturating_sub(inside + 1));
            facts.tell(Clue::Inner, (far + 1 + BEYOND).saturating_sub(outside + 1));
            facts.tell(Clue::SeatNear, agency.map_or(0, |(_, near)| near as usize + 1));
            facts.tell(Clue::Seat, lies(resolved, one.entity, seat));
            facts.tell(Clue::TopicLies, lies(resolved, one.entity, setting.topic()));
            candidate
        };
        let mut all: Vec<Candidate> = Vec::with_capacity(field.entities.len() + 1);
        all.extend(field.entities.iter().zip(around).map(candidate));
        // A figure is measured somewhere; that of an agency without a place perhaps over the whole country.
        let wide = |seat: Option<usize>| seat.is_none_or(|seat| resolved.locations[seat].level == Level::Country);
        if all.is_empty() || agency.is_some() && wide(seat) {
            all.push(field.none());
        }
        all
    }

    /// For each place of the field, in steps, how near the nearest of those stands that lie in it, and of those that it
    /// lies in.
    fn around(&self, field: &Field<'_>, resolved: &Resolved) -> Vec<[usize; 2]> {
        let mut around = vec![[BEYOND; 2]; field.entities.len()];
        let far = |at: usize| field.entities[at].near.far();
        for (inner, wider) in self.wider.iter().enumerate() {
            for &outer in wider {
                around[outer][0] = around[outer][0].min(far(inner));
                around[inner][1] = around[inner][1].min(far(outer));
            }
        }
        // Those that the article does not name stand behind the others.
        for added in self.wider.len()..field.entities.len() {
            for other in 0..added {
                for (inner, outer) in [(added, other), (other, added)] {
                    if resolved.lies_in(field.entities[inner].entity, field.entities[outer].entity) {
                        around[outer][0] = around[outer][0].min(far(inner));
                        around[inner][1] = around[inner][1].min(far(outer));
                    }
                }
            }
        }
        around
    }
}

/// What any mention of a place speaks.
fn spoken(context: &Context<'_>, link: &Link) -> Spoken {
    let mut words = context.reading.article.scan.starting(link.range.start);
    let deictic = words.any(|hit| hit.class == Class::Deictic && hit.end == link.range.end);
    let mut spoken = Spoken::default();
    spoken.clues.add(deictic, Clue::Deictic);
    spoken
}

/// What a mention speaks that stands in no name.
fn of_free(context: &Context<'_>, link: &Link) -> Clues {
    let reading = context.reading;
    let scan = &reading.article.scan;
    let word = |hit: &Hit| reading.lexicon.word(hit).value.as_str();
    let mut clues = Clues::default();
    let place = |hit: &Hit| hit.class == Class::Preposition && word(hit) == "in" && !reading.hidden(hit.range());
    clues.add(scan.ending(link.range.start).any(place), Clue::In);
    // 12个乡镇: 谢桥镇、迪沟镇等 are examples.
    let list = |hit: &Hit| matches!(hit.class, Class::ListMark | Class::TrimBoth);
    let listed = scan.starting(link.range.end).any(list) || scan.ending(link.range.start).any(list);
    clues.add(listed, Clue::Listed);
    // 在湖南省率先
    clues.add(scan.at(link.range.end, Class::TrimLeft).is_some_and(|hit| word(hit) == "rank"), Clue::Ranked);
    clues.add(scan.covered(link.range.clone(), &[Class::TrimLeft]), Clue::Adverb);
    clues
}

/// How a place lies to another: 1 the same, 2 inside it, 3 around it, 4 elsewhere; 0 if there is no other.
fn lies(resolved: &Resolved, place: usize, other: Option<usize>) -> usize {
    match other {
        None => 0,
        Some(other) if other == place => 1,
        Some(other) if resolved.lies_in(place, other) => 2,
        Some(other) if resolved.lies_in(other, place) => 3,
        Some(_) => 4,
    }
}
