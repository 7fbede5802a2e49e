//! Places: names of the gazetteer, names below it by pattern, zones, and words that stand for a place.

use std::{collections::BTreeSet, ops::Range};

use crate::{
    extract::{Mentions, Reading, Rejected},
    lexicon::{Class, DivisionId, Form, PlaceHit},
    model::Level,
    text::{Taken, occurrences},
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
        if part_of_village(reading, hit) {
            continue;
        }
        if reading.in_byline(&range) {
            mentions.rejected.push(Rejected { kind: "location", range, reason: "byline" });
            continue;
        }
        if scan.starting(hit.end).any(|next| next.class == Class::Paper) {
            mentions.rejected.push(Rejected { kind: "location", range, reason: "newspaper" });
            continue;
        }
        // 惠济河, 福州路: a river or a road is called after the place; 西安铁路公安处 sits in it.
        let office = |at: usize| scan.starting(at).any(|next| next.class == Class::Office);
        let feature = hit.form != Form::Full
            && scan
                .at(hit.end, Class::PlaceStop)
                .is_some_and(|word| reading.lexicon.word(word).value == "feature" && !office(word.end));
        if feature || across_words(reading, hit) {
            mentions.rejected.push(Rejected { kind: "location", range, reason: "across two words" });
            continue;
        }
        let name = PlaceName::Division { candidates: hit.candidates, form: hit.form };
        places.push(PlaceMention { range, name, follows: false });
    }
    let mut taken = Taken::new(reading.text().len());
    places.iter().for_each(|place| taken.take(&place.range));
    for class in [Class::Deictic, Class::DeicticZone] {
        for hit in scan.all(class) {
            if reading.in_byline(&hit.range()) || taken.overlaps(&hit.range()) {
                continue;
            }
            taken.take(&hit.range());
            let value = reading.lexicon.word(hit).value.clone();
            places.push(PlaceMention { range: hit.range(), name: PlaceName::Deictic(value), follows: false });
        }
    }
    for hit in scan.all(Class::Zone) {
        let longer = scan.starting(hit.start).any(|other| other.class == Class::Zone && other.end > hit.end);
        let inside = scan.covered(hit.range(), &[Class::Zone]);
        let attached = reading.lexicon.word(hit).value == "attached" && reading.place_before(hit.start).is_none();
        if !longer && !inside && !attached && !reading.in_byline(&hit.range()) && !taken.overlaps(&hit.range()) {
            taken.take(&hit.range());
            places.push(PlaceMention { range: hit.range(), name: PlaceName::Zone, follows: false });
        }
    }
    places.sort_by_key(|place| (place.range.start, place.range.end));
    let below = below(reading, &places, taken);
    places.extend(below);
    places.sort_by_key(|place| (place.range.start, place.range.end));
    for at in 1..places.len() {
        places[at].follows = places[at - 1].range.end == places[at].range.start;
    }
    mentions.places = places;
}

/// Whether a township's name begins inside another word and follows no place: 中城镇 in 其中城镇就业.
fn across_words(reading: &Reading<'_>, hit: &PlaceHit<'_>) -> bool {
    let gazetteer = reading.lexicon.gazetteer();
    let small = hit.candidates.iter().all(|&id| gazetteer.level(id) >= Level::Township);
    let scan = &reading.article.scan;
    let crossed = || {
        scan.within(hit.start.saturating_sub(12)..hit.end).any(|word| word.start < hit.start && word.end > hit.start)
    };
    small && reading.place_before(hit.start).is_none() && crossed()
}

/// Whether a short name is the beginning of a village's: 马鞍山 in 云田镇马鞍山社区.
fn part_of_village(reading: &Reading<'_>, hit: &PlaceHit<'_>) -> bool {
    let scan = &reading.article.scan;
    let end = reading
        .slice(hit.end..reading.text().len())
        .char_indices()
        .nth(2)
        .map_or(reading.text().len(), |(at, _)| hit.end + at);
    let suffix = scan.within(hit.end..end.max(hit.end)).find(|word| word.class == Class::Village);
    let before = reading.places[..reading.places.partition_point(|other| other.end <= hit.start)].iter().rev();
    let mut close = before.take_while(|other| hit.start - other.end <= 6);
    let mut follows_full = || close.any(|other| other.form == Form::Full && !reading.breaks(other.end..hit.start));
    match suffix {
        Some(suffix) if hit.form != Form::Full => {
            let stop = scan.starting(suffix.start).any(|word| word.class == Class::PlaceStop && word.end > suffix.end);
            let free = !reading.breaks(hit.end..suffix.start);
            !stop && free && (suffix.start == hit.end || follows_full())
        }
        _ => false,
    }
}

/// Villages, communities and townships that the gazetteer does not hold: a short name that ends like one, behind a
/// known place or at the beginning of a phrase.
fn below(reading: &Reading<'_>, known: &[PlaceMention], taken: Taken) -> Vec<PlaceMention> {
    let scan = &reading.article.scan;
    let mut found: Vec<PlaceMention> = Vec::new();
    // Known places do not overlap: the last that begins before a byte is the last that ends before it.
    let before =
        |at: usize| Some(known[known.partition_point(|place| place.range.end <= at).checked_sub(1)?].range.end);
    let mut ends: BTreeSet<usize> = BTreeSet::new();
    for (class, level) in [(Class::Township, Level::Township), (Class::Village, Level::Village)] {
        for hit in scan.all(class) {
            let longer = scan.ending(hit.end).any(|other| other.class == class && other.start < hit.start);
            let stop = scan.ending(hit.end).any(|other| other.class == Class::PlaceStop)
                || scan.starting(hit.start).any(|other| other.class == Class::PlaceStop && other.end > hit.end)
                    && !before(hit.start).is_some_and(|end| reading.is_within(end..hit.start, 4))
                || scan.covered(hit.range(), &[Class::Deictic, Class::DeicticZone, Class::Zone])
                || scan
                    .within(hit.start.saturating_sub(24)..hit.end + 24)
                    .any(|other| other.class == Class::PlaceStop && other.start < hit.start && other.end > hit.end);
            // 绥棱县靠山村: behind a place the word that looks like a common noun is the end of a name.
            let behind = hit.start.checked_sub(1).and_then(before);
            let named = behind.is_some_and(|at| {
                let mut stops = scan.ending(hit.end).filter(|other| other.class == Class::PlaceStop);
                let soft = stops.all(|stop| stop.start > at && reading.lexicon.word(stop).value == "soft");
                reading.is_within(at..hit.end, 5) && !reading.breaks(at..hit.start) && soft
            });
            let stop = stop && !named;
            if longer || stop || reading.in_byline(&hit.range()) || taken.overlaps(&hit.range()) {
                continue;
            }
            let clause = reading.clause(hit.start);
            let after = before(hit.start).max(ends.range(..=hit.start).next_back().copied());
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
                .filter(|word| reading.chars(word.range()) > 1 && !reading.hidden(word.range()))
                .map(|word| word.end)
                .max()
                .unwrap_or(left);
            let length = reading.chars(left..hit.end);
            let own = reading.chars(left..hit.start);
            let attached = after == Some(left);
            let plain = reading.slice(left..hit.start).chars().all(|c| c.is_alphabetic() && !c.is_ascii());
            let introduced = left == clause.start
                || scan.ending(left).any(|word| {
                    matches!(word.class, Class::Preposition | Class::ListMark | Class::Boundary | Class::Quote)
                });
            let word = scan.starting(left).any(|word| {
                word.end == hit.start
                    && matches!(
                        word.class,
                        Class::Verb
                            | Class::VerbDo
                            | Class::VerbRun
                            | Class::VerbProgramme
                            | Class::TrimLeft
                            | Class::Generic
                            | Class::Boundary
                            | Class::TimeNow
                            | Class::ProgrammeGeneric
                    )
            });
            // 大学生村官, 示范性社区: what stands before the last word is a word itself.
            let noun = own > 0
                && scan.starting(left).any(|word| {
                    word.end == hit.start
                        && matches!(
                            word.class,
                            Class::NounPerson
                                | Class::Generic
                                | Class::ProgrammeGeneric
                                | Class::Department
                                | Class::Whole
                        )
                });
            // 全村设四个村小组
            let counted = scan.of(Class::Numeral, left..hit.start).any(|n| scan.at(n.end, Class::UnitCount).is_some());
            let noun = noun || counted;
            let introduced = introduced && !word;
            let fits = if attached {
                (1..=VILLAGE).contains(&length) && own >= 1
            } else {
                length <= 5 && own >= 2 && introduced
            };
            if fits && plain && !noun && (attached || level != Level::Township) {
                ends.insert(hit.end);
                found.push(PlaceMention { range: left..hit.end, name: PlaceName::Below(level), follows: false });
            }
        }
        found.sort_by_key(|place| (place.range.start, place.range.end));
    }
    recurrences(reading, known, &mut found, taken);
    found
}

/// A village told once behind its township or county is one wherever its name comes back.
fn recurrences(reading: &Reading<'_>, known: &[PlaceMention], found: &mut Vec<PlaceMention>, mut taken: Taken) {
    found.iter().for_each(|place| taken.take(&place.range));
    let ends: BTreeSet<usize> = known.iter().chain(&*found).map(|place| place.range.end).collect();
    let mut names: Vec<(&str, PlaceName)> = found
        .iter()
        .filter(|place| ends.contains(&place.range.start) && reading.chars(place.range.clone()) >= 3)
        .map(|place| (reading.slice(place.range.clone()), place.name.clone()))
        .collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    names.retain(|(name, _)| seen.insert(name));
    let surfaces: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    for (number, at) in occurrences(reading.text(), &surfaces) {
        let (name, kind) = &names[number];
        let range = at..at + name.len();
        if !taken.overlaps(&range) && !reading.in_byline(&range) {
            taken.take(&range);
            found.push(PlaceMention { range, name: kind.clone(), follows: false });
        }
    }
}
