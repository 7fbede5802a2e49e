//! Places: names of the gazetteer, names below it by pattern, zones, and words that stand for a place.

use std::ops::Range;

use crate::{
    extract::{Mentions, Reading, Rejected},
    lexicon::{Class, DivisionId, Form},
    model::Level,
};

/// How a place is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceName {
    /// A name of the gazetteer: the divisions it can be.
    Division {
        /// All divisions of that name, sorted by code.
        candidates: &'static [DivisionId],
        /// How the surface names them.
        form: Form,
    },
    /// A village, community or township that the gazetteer lacks.
    Below(Level),
    /// A development zone or a part of a city.
    Zone,
    /// A word that stands for a place of the article: `province`, `city`, `district`, `county`, `township`,
    /// `village` or `zone`.
    Deictic(String),
}

/// A place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceMention {
    /// **Bytes** of the article's cleaned text.
    pub range: Range<usize>,
    /// What it names.
    pub name: PlaceName,
    /// Whether the place before it, with nothing between, may be the wider one.
    pub follows: bool,
}

/// Longest name of a village or community, in characters, its last word included.
const VILLAGE: usize = 7;

pub(crate) fn extract(reading: &Reading<'_>, mentions: &mut Mentions) {
    let scan = &reading.article.scan;
    let mut places: Vec<PlaceMention> = Vec::new();
    for hit in &reading.places {
        let range = hit.start..hit.end;
        if reading.in_byline(&range) {
            continue;
        }
        if scan.starting(hit.end).any(|next| next.class == Class::Paper) {
            mentions.rejected.push(Rejected { kind: "location", range, reason: "newspaper" });
            continue;
        }
        let name = PlaceName::Division { candidates: hit.candidates, form: hit.form };
        places.push(PlaceMention { range, name, follows: false });
    }
    for class in [Class::Deictic, Class::DeicticZone] {
        for hit in scan.all(class) {
            if reading.in_byline(&hit.range()) || overlaps(&places, &hit.range()) {
                continue;
            }
            let value = reading.lexicon.word(hit).value.clone();
            places.push(PlaceMention { range: hit.range(), name: PlaceName::Deictic(value), follows: false });
        }
    }
    for hit in scan.all(Class::Zone) {
        let longer = scan.starting(hit.start).any(|other| other.class == Class::Zone && other.end > hit.end);
        let inside = scan.covered(hit.range(), &[Class::Zone]);
        if !longer && !inside && !reading.in_byline(&hit.range()) && !overlaps(&places, &hit.range()) {
            places.push(PlaceMention { range: hit.range(), name: PlaceName::Zone, follows: false });
        }
    }
    places.sort_by_key(|place| (place.range.start, place.range.end));
    let below = below(reading, &places);
    places.extend(below);
    places.sort_by_key(|place| (place.range.start, place.range.end));
    for at in 1..places.len() {
        places[at].follows = places[at - 1].range.end == places[at].range.start;
    }
    mentions.places = places;
}

fn overlaps(places: &[PlaceMention], range: &Range<usize>) -> bool {
    places.iter().any(|place| place.range.start < range.end && range.start < place.range.end)
}

/// Villages, communities and townships that the gazetteer does not hold: a short name that ends like one, behind a
/// known place or at the beginning of a phrase.
fn below(reading: &Reading<'_>, known: &[PlaceMention]) -> Vec<PlaceMention> {
    let scan = &reading.article.scan;
    let mut found: Vec<PlaceMention> = Vec::new();
    for (class, level) in [(Class::Village, Level::Village), (Class::Township, Level::Township)] {
        for hit in scan.all(class) {
            let longer = scan.ending(hit.end).any(|other| other.class == class && other.start < hit.start);
            let stop = scan.ending(hit.end).any(|other| other.class == Class::PlaceStop)
                || scan.covered(hit.range(), &[Class::PlaceStop, Class::Deictic, Class::DeicticZone, Class::Zone]);
            if longer || stop || reading.in_byline(&hit.range()) || overlaps(known, &hit.range()) {
                continue;
            }
            let clause = reading.clause(hit.start);
            let after =
                known.iter().chain(&found).filter(|place| place.range.end <= hit.start).map(|p| p.range.end).max();
            let left = after.unwrap_or(0).max(clause.start);
            let left = reading.last_break(left..hit.start).unwrap_or(left);
            let left = scan
                .within(left..hit.start)
                .filter(|word| {
                    matches!(
                        word.class,
                        Class::VerbRun | Class::VerbDo | Class::Level | Class::TimeTail | Class::ProgrammeGeneric
                    )
                })
                .filter(|word| !reading.hidden(word.range()))
                .map(|word| word.end)
                .max()
                .unwrap_or(left);
            let length = reading.chars(left..hit.end);
            let own = reading.chars(left..hit.start);
            let attached = after == Some(left);
            let plain = reading.slice(left..hit.start).chars().all(|c| c.is_alphabetic() && !c.is_ascii());
            let fits = if attached { (1..=VILLAGE).contains(&length) && own >= 1 } else { length <= 5 && own >= 2 };
            if fits && plain && !(level == Level::Township && !attached) {
                found.push(PlaceMention { range: left..hit.end, name: PlaceName::Below(level), follows: false });
            }
        }
        found.sort_by_key(|place| (place.range.start, place.range.end));
    }
    found
}
