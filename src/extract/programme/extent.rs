//! Where a name begins, which verbs govern it, and whether it is told of in passing.

use std::ops::Range;

use crate::{
    extract::{Reading, number},
    lexicon::{Class, Hit},
};

/// Longest name, in characters.
pub(super) const NAME: usize = 24;

/// Longest rest of a list that a name counts, in characters.
const LISTED: usize = 10;

/// Whether a list is counted right before its noun at `end`: 蓝天、碧水、净土三大保卫战.
pub(super) fn counts_list(reading: &Reading<'_>, end: usize) -> bool {
    let scan = &reading.article.scan;
    let low = reading.slice(reading.clause(end).start.min(end)..end).char_indices().rev().nth(1);
    let low = low.map_or(end, |(at, _)| reading.clause(end).start.min(end) + at);
    scan.of(Class::Numeral, low..end).next().is_some_and(|number| reading.chars(number.end..end) == 1)
}

/// Where the name whose noun or quotation begins at `end` itself begins: behind the verb, 的, a number, a mark, or the
/// place that opens it.
pub(super) fn head(reading: &Reading<'_>, end: usize, quoted: bool) -> usize {
    let scan = &reading.article.scan;
    let clause = reading.clause(end);
    let floor = clause.start.min(end);
    let mut start = reading.slice(floor..end).char_indices().rev().nth(NAME).map_or(floor, |(at, _)| floor + at);
    for hit in scan.within(start..end) {
        let noun = || scan.at(hit.start, Class::Programme).is_some_and(|noun| noun.end >= hit.end);
        let single = reading.chars(hit.range()) == 1;
        let cuts = match hit.class {
            Class::SentenceEnd | Class::ClauseEnd | Class::Quote | Class::Unquote | Class::Title | Class::Untitle => {
                true
            }
            // A bracket inside a name stays: 遥测遥控(SCADA)系统.
            Class::Close => {
                quoted || reading.chars(hit.end..end) > 6 || scan.of(Class::Open, start..hit.start).next().is_none()
            }
            Class::ListMark => {
                scan.ending(hit.start).any(|word| word.class == Class::Programme)
                    || reading.chars(hit.end..end) > if counts_list(reading, end) { LISTED } else { 6 }
            }
            Class::BoundAfter => true,
            // 首个“保交楼”项目
            Class::ProgrammeGeneric => reading.lexicon.word(hit).value == "first",
            // 预约服务和延时服务 are two.
            Class::TrimBoth => scan.ending(hit.start).any(|word| word.class == Class::Programme),
            Class::Boundary if matches!(reading.lexicon.word(hit).value.as_str(), "joint" | "verb") => {
                at_verb_position(reading, hit.start, clause.start) && !is_taken(reading, hit)
            }
            Class::Boundary => {
                (quoted && hit.end == end || !single || reading.lexicon.word(hit).value == "hard")
                    && !reading.hidden(hit.range())
                    && (quoted || !noun())
            }
            Class::VerbRun => !reading.hidden(hit.range()) && (quoted || !noun()),
            Class::VerbProgramme | Class::Verb | Class::VerbDo => {
                let takes = hit.end == end && quoted && hit.class != Class::VerbDo;
                let governs = takes || at_verb_position(reading, hit.start, clause.start);
                governs && !is_taken(reading, hit) && !reading.hidden(hit.range()) && (quoted || !noun())
            }
            Class::Particle => reading.lexicon.word(hit).value == "hard",
            // 县域医共体: a level that goes into names.
            Class::Deictic => !scan.starting(hit.start).any(|word| word.class == Class::Whole && word.end == hit.end),
            Class::Alias | Class::Anaphor | Class::Speech | Class::Collective => true,
            Class::TimeTail => reading.chars(hit.range()) > 1 && !reading.hidden(hit.range()),
            _ if hit.class.is_time() => true,
            Class::Office | Class::Organ => {
                let state = matches!(reading.lexicon.word(hit).kind.as_str(), "government" | "party" | "court");
                let whole = reading.chars(hit.range()) >= 2 || scan.before(hit.start, Class::Department).is_some();
                state && whole && !reading.hidden(hit.range())
            }
            Class::UnitCount | Class::UnitPhrase | Class::UnitMoney | Class::UnitMeasure | Class::UnitYear => {
                scan.ending(hit.start).any(|n| {
                    matches!(n.class, Class::Numeral | Class::Magnitude | Class::NumeralSome | Class::BoundInside)
                }) || reading.slice(floor..hit.start).ends_with(|c: char| c.is_ascii_digit())
            }
            _ => false,
        };
        if cuts && hit.end > start && hit.end <= end {
            start = hit.end;
        }
    }
    // The place that the phrase opens with is told beside the name; one inside it belongs to it: 健康石峰行动.
    let joint = |at: usize| {
        scan.at(at, Class::ListMark).or_else(|| scan.at(at, Class::TrimBoth)).filter(|mark| mark.end <= end)
    };
    while let Some(mark) = joint(start) {
        start = mark.end;
    }
    // Marks of captions and lists are none of it.
    let sign = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | '+');
    while let Some(c) = reading.slice(start..end).chars().next().filter(|&c| !quoted && sign(c)) {
        start += c.len_utf8();
    }
    while let Some(place) = reading.place_at(start).filter(|place| place.end <= end && reading.is_firm(place)) {
        start = place.end;
    }
    start
}

/// Whether a verb is the head of what a verb before it takes: 打通 in 开展打通“生命通道”工程.
fn is_taken(reading: &Reading<'_>, verb: &Hit) -> bool {
    let scan = &reading.article.scan;
    let takes = |hit: &Hit| {
        hit.class == Class::VerbProgramme
            && reading.lexicon.word(hit).value != "means"
            && reading.chars(hit.range()) >= 2
            && !reading.hidden(hit.range())
    };
    let itself = scan.starting(verb.start).any(|hit| hit.end == verb.end && hit.class == Class::VerbProgramme);
    !itself && reading.chars(verb.range()) >= 2 && scan.ending(verb.start).any(takes)
}

/// Whether a word that can be a verb stands where one does: first in its clause, or behind an adverb, a mark, a place,
/// an office or a particle.
pub(super) fn at_verb_position(reading: &Reading<'_>, at: usize, clause: usize) -> bool {
    at <= clause
        || reading.place_before(at).is_some()
        || reading.article.scan.ending(at).any(|hit| {
            matches!(
                hit.class,
                Class::Boundary
                    | Class::ListMark
                    | Class::Particle
                    | Class::Office
                    | Class::Organ
                    | Class::TrimLeft
                    | Class::Deictic
                    | Class::Anaphor
                    | Class::Collective
                    | Class::PersonTitle
                    | Class::Verb
                    | Class::VerbRun
            ) && !reading.hidden(hit.range())
                // The adverb 能 is no part of 技能.
                && (hit.class != Class::TrimLeft
                    || reading.chars(hit.range()) > 1
                    || at_verb_position(reading, hit.start, clause))
                // 移动 is a company only behind a place.
                && !(hit.class == Class::Office && reading.lexicon.word(hit).kind == "brand")
                // 青年创新创业行动: a verb that is a part of a name goes on with it.
                && !(matches!(hit.class, Class::Verb | Class::VerbRun) && hit.start > clause && !at_verb_position(reading, hit.start, clause))
        })
}

/// Whether a name is told of in passing: its verb makes it a means, or a number stands at it.
pub(super) fn passing(reading: &Reading<'_>, range: Range<usize>) -> bool {
    let scan = &reading.article.scan;
    let clause = reading.clause(range.start);
    let verb = scan
        .of(Class::VerbProgramme, clause.start.min(range.start)..range.start)
        .filter(|verb| !reading.hidden(verb.range()))
        .last();
    let means = verb.is_some_and(|verb| reading.lexicon.word(verb).value == "means");
    // 一次整治行动 is one, and named.
    let one =
        |unit: &Hit| scan.ending(unit.start).any(|n| n.class == Class::Numeral && reading.lexicon.word(n).value == "1");
    let counted = scan.ending(range.start).any(|unit| unit.class == Class::UnitCount && !one(unit))
        || number::at(reading, range.end)
            .is_some_and(|number| scan.starting(number.range.end).any(|unit| unit.class == Class::UnitCount));
    means || counted
}
