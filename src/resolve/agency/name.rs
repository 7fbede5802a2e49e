//! What an agency is called in full: its place, its department and its office in their canonical forms.

use std::ops::Range;

use crate::{
    extract::Reading,
    lexicon::{Class, Lexicon},
    model::Level,
    resolve::Entities,
};

/// A place in front of an office: townships and villages with their county, wider places alone.
pub(super) fn display_name(at: usize, entities: &Entities) -> String {
    let place = &entities.locations[at];
    match place.level {
        Level::Township | Level::Village => {
            // Of many villages nobody says in which township they lie.
            let around = place.within.as_ref().and_then(|id| entities.place(id)).map(|at| entities.locations[at].level);
            let names = if around == Some(Level::Township) { 3 } else { 2 };
            place.path[place.path.len().saturating_sub(names).max(1).min(place.path.len() - 1)..].concat()
        }
        _ => place.name.clone(),
    }
}

/// The full name of the department that begins at `at`.
pub(super) fn department(reading: &Reading<'_>, at: usize, lexicon: &Lexicon) -> Option<String> {
    let hit = reading.article.scan.at(at, Class::Department)?;
    let word = lexicon.word(hit);
    Some(if word.value.is_empty() { word.surface.clone() } else { word.value.clone() })
}

/// The office with its department's full name, and organs in their canonical form.
pub(super) fn expand(reading: &Reading<'_>, range: Range<usize>, lexicon: &Lexicon) -> String {
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
                "" | "whole" | "alone" | "national" | "single" | "branch" | "proper" | "body" | "local" => {
                    name.to_owned()
                }
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
