//! The curve of adoption, and the event history: places by periods.

use std::collections::BTreeMap;

use crate::{
    diffusion::{Diffusion, Place, when::Slot},
    model::EntityId,
};

/// What is known of a place in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// It has the programme: it was seen in this period or in one before.
    Adopted,
    /// Pages cover it, and none up to now tells of the programme there.
    NotYetSeen,
    /// No page covers it, and none before tells of the programme there: nothing is known.
    NotCovered,
}

impl Seen {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::NotYetSeen => "not-yet-seen",
            Self::NotCovered => "not-covered",
        }
    }
}

/// A place in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow<'d> {
    /// The place.
    pub place: &'d Place,
    /// The period: `2022-09` or `2022`.
    pub period: String,
    /// Its number from 0: as an interval of time it goes from this to the next.
    pub start: usize,
    /// Whether a page of the period covers the place.
    pub covered: bool,
    /// What is known.
    pub seen: Seen,
    /// Whether the place adopts in this period; unknown where it is not covered and was not seen before.
    pub event: Option<bool>,
    /// Whether it is at risk: covered, and not seen before this period.
    pub at_risk: bool,
}

impl EventRow<'_> {
    /// Whether the place has the programme by the end of the period; unknown where nothing is known.
    pub fn adopted(&self) -> Option<bool> {
        match self.seen {
            Seen::Adopted => Some(true),
            Seen::NotYetSeen => Some(false),
            Seen::NotCovered => None,
        }
    }
}

/// A period of the curve of adoption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurveRow {
    /// The period.
    pub period: String,
    /// Places that adopt in it.
    pub new: usize,
    /// Places that have adopted by its end.
    pub cumulative: usize,
    /// Places that pages of it cover, adopters or not.
    pub covered: usize,
}

impl Diffusion {
    /// The event history: each place of the level that was asked for that is covered at all or has adopted, in each period
    /// from the first that a page or an adoption is of to the last, in this order.
    ///
    /// A page covers, in the period of its day, the places of its figures and relations, those of the agencies in them, and
    /// the place that its paper is called by; with a level, also what these lie in. A place that is only named, and one that
    /// lies in a covered one, is not covered by that. A place that no page covers in a period is *not covered* then, never
    /// without the programme. An adoption whose date is vaguer than a period is of the last period that it may be of. Once
    /// adopted, a place stays so: that a programme ended is not read.
    pub fn events(&self) -> Vec<EventRow<'_>> {
        let slots = self.slots();
        let adopted = self.slots_of_adoptions();
        let mut rows = Vec::new();
        for (place, covered) in &self.units {
            let adopted = adopted.get(&place.id).copied();
            for (start, slot) in slots.iter().copied().enumerate() {
                let covered = covered.contains(&slot);
                let (before, now) = (adopted.is_some_and(|at| at < slot), adopted == Some(slot));
                let seen = match (before || now, covered) {
                    (true, _) => Seen::Adopted,
                    (false, true) => Seen::NotYetSeen,
                    (false, false) => Seen::NotCovered,
                };
                let event = (seen != Seen::NotCovered).then_some(now);
                let at_risk = covered && !before;
                rows.push(EventRow { place, period: slot.to_string(), start, covered, seen, event, at_risk });
            }
        }
        rows
    }

    /// The curve of adoption, period by period without a gap, over the places of the event history. Adoptions without a
    /// date are not in it.
    pub fn curve(&self) -> Vec<CurveRow> {
        let (mut new, mut covered) = (BTreeMap::<Slot, usize>::new(), BTreeMap::<Slot, usize>::new());
        self.slots_of_adoptions().values().for_each(|slot| *new.entry(*slot).or_default() += 1);
        self.units.iter().flat_map(|(_, slots)| slots).for_each(|slot| *covered.entry(*slot).or_default() += 1);
        let mut cumulative = 0;
        let row = |slot: Slot| {
            let new = new.get(&slot).copied().unwrap_or(0);
            cumulative += new;
            CurveRow { period: slot.to_string(), new, cumulative, covered: covered.get(&slot).copied().unwrap_or(0) }
        };
        self.slots().into_iter().map(row).collect()
    }

    /// The period in which each place of the event history adopts.
    fn slots_of_adoptions(&self) -> BTreeMap<&EntityId, Slot> {
        let counted = self.adoptions.iter().filter(|one| self.counts(one));
        counted.filter_map(|one| Some((&one.place.id, self.step.at(one.when.as_ref()?.last)))).collect()
    }

    /// Every period from the first that something is known of to the last.
    fn slots(&self) -> Vec<Slot> {
        let covered = self.units.iter().flat_map(|(_, slots)| slots).copied();
        let all: Vec<Slot> = covered.chain(self.slots_of_adoptions().into_values()).collect();
        let Some((first, last)) = all.iter().min().copied().zip(all.iter().max().copied()) else { return Vec::new() };
        std::iter::successors(Some(first), |slot| Some(slot.next())).take_while(|slot| *slot <= last).collect()
    }
}
