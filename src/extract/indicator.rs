//! What a figure measures: the shortest phrase of its clause that tells a stranger.
//!
//! The shapes are those of such pages (V verb, O object, S subject, Cl classifier):
//! `V O N`, `V N Cl O`, `S N`, `N Cl S V …`, `A、B等N项X`, `S 由A升至B`, `S 同比增长N`, `S 分别 … A和B`.

use std::ops::Range;

use crate::{
    extract::{
        Figure, Reading,
        figure::Measure,
    },
    lexicon::{Class, Hit},
};

/// Longest phrase, in characters.
const LONGEST: usize = 30;
/// Longest object behind the number, in characters.
const OBJECT: usize = 22;

/// The phrase for the figure at `at` of a clause's figures, and the shape it was read by. `before` is the figure told
/// before it.
pub(crate) fn of(reading: &Reading<'_>, measures: &[Measure], at: usize, before: Option<&Figure>) -> (String, &'static str) {
    let measure = &measures[at];
    let clause = measure.clause.clone();
    let low = if at > 0 { measures[at - 1].outer.end } else { clause.start };
    let high = measures.get(at + 1).map_or(clause.end, |next| next.outer.start);
    if let Some(each) = distributed(reading, measures, at) {
        return (each, "each");
    }
    let left = left(reading, low.min(measure.outer.start)..measure.outer.start);
    let mut right = right(reading, measure.outer.end.min(high)..high, at + 1 < measures.len());
    // 3家医院开通5种…结算: the verb takes the next number's thing along.
    if left.is_empty() && at + 1 < measures.len() && ends_with_verb(reading, &right) {
        right = right.start..self::right(reading, measures[at + 1].outer.end..clause.end, false).end.max(right.end);
    }
    let scan = &reading.article.scan;
    let compares = scan.starting(left.start).any(|hit| matches!(hit.class, Class::Compare | Class::Change) && hit.end <= left.end)
        && reading.chars(left.clone()) <= 9;
    let left_text = words(reading, left.clone());
    let right_text = words(reading, right.clone());
    if compares && !left_text.is_empty() && measure.quantity.change.is_some()
        && let Some(before) = before.filter(|before| reading.chars(before.number.end.min(measure.range.start)..measure.range.start) <= 40)
    {
        let subject = subject_of(&before.indicator, reading);
        return (clip(format!("{subject}{left_text}")), "compare");
    }
    // 是平时的近5倍: the subject stands before.
    let opened = low.min(measure.outer.start);
    let predicate = scan.starting(opened).any(|hit| hit.class == Class::TrimRight && hit.end <= left.end && left.start == opened);
    if predicate && right_text.is_empty() && reading.chars(left.clone()) <= 6
        && let Some(before) = before.filter(|before| reading.chars(before.number.end.min(opened)..opened) <= 6)
    {
        return (clip(format!("{}{left_text}", before.indicator)), "predicate");
    }
    if left_text.is_empty() && right_text.is_empty() {
        if let Some(from) = &measure.from {
            // 将原计划的1个采样窗口,增加到8个: the thing stands behind the first number.
            let thing = right_of(reading, from.clone());
            if !thing.is_empty() {
                return (thing, "from-to");
            }
        }
        let told = before.filter(|before| reading.chars(before.number.end.min(measure.range.start)..measure.range.start) <= 24);
        if let Some(told) = told {
            return (told.indicator.clone(), "ellipsis");
        }
        return (clause_before(reading, &clause), "ellipsis");
    }
    if right_text.is_empty() {
        return (clip(left_text), "left");
    }
    // 来自…等行业的5个优质项目: what describes the thing from afar is left out.
    let describes = scan.ending(measure.outer.start).any(|hit| hit.class == Class::Particle && reading.lexicon.word(hit).value == "hard")
        && reading.chars(left.clone()) > 8;
    if left_text.is_empty() || describes {
        return (clip(right_text), "right");
    }
    // A、B等N项X: the verb and what is counted, or the examples and what is counted.
    if let Some(examples) = examples(reading, &left) {
        let verb = scan.within(examples.clone()).find(|hit| hit.start == examples.start && matches!(hit.class, Class::VerbDo | Class::VerbRun | Class::VerbProgramme));
        let head = match verb {
            Some(verb) => reading.slice(verb.range()).to_owned(),
            None => words(reading, examples),
        };
        return (clip(head + &right_text), "examples");
    }
    if is_verb_first(reading, &right) && !ends_with_verb(reading, &left) {
        return (clip(left_text), "left");
    }
    (clip(left_text + &right_text), "around")
}

/// The subject of a clause that gives only the number stands in the clause before it, of the same sentence.
fn clause_before(reading: &Reading<'_>, clause: &Range<usize>) -> String {
    let at = reading.clauses.partition_point(|one| one.end <= clause.start);
    let Some(before) = at.checked_sub(1).and_then(|at| reading.clauses.get(at)) else { return String::new() };
    let same = reading.article.sentence(before.start).map(|(at, _)| at) == reading.article.sentence(clause.start).map(|(at, _)| at);
    if !same {
        return String::new();
    }
    let text = words(reading, left(reading, before.clone()));
    if text.chars().count() <= OBJECT { text } else { String::new() }
}

/// The phrase before the number, its ends taken off.
fn left(reading: &Reading<'_>, range: Range<usize>) -> Range<usize> {
    let scan = &reading.article.scan;
    let mut start = range.start;
    let mut end = range.end;
    let whole = range.start;
    // Behind the last agency or speaker that the clause names: what it did.
    for hit in scan.within(start..end) {
        let names = match hit.class {
            Class::Office | Class::Organ => {
                !scan.covered(hit.range(), &[Class::Office, Class::VerbDo, Class::VerbProgramme])
                    && reading.chars(hit.range()) >= 2
                    && Reading::holder(&reading.titles, &hit.range()).is_none()
                    && Reading::holder(&reading.quotes, &hit.range()).is_none()
            }
            Class::Anaphor => hit.start == start,
            Class::Speech => reading.chars(hit.range()) >= 2,
            _ => false,
        };
        // An office at the very end is what is measured, not who did it.
        if names && hit.end + 6 <= end && scan.at(hit.end, Class::ListMark).is_none() && hit.end > start {
            start = hit.end;
        }
    }
    loop {
        let step = trimmed_left(reading, start, end);
        if step == start {
            break;
        }
        start = step;
    }
    loop {
        let step = trimmed_right(reading, start, end);
        if step == end {
            break;
        }
        end = step;
    }
    // 接待量 alone tells nothing: whose it is stays with it.
    if start > whole && end > start && reading.chars(start..end) <= 3 {
        let mut wider = whole;
        loop {
            let step = trimmed_left(reading, wider, end);
            if step == wider || step >= start {
                break;
            }
            wider = step;
        }
        if reading.chars(wider..end) <= OBJECT {
            start = wider;
        }
    }
    // A long lead is cut at its last verb, if enough is left.
    if reading.chars(start..end) > OBJECT {
        let verb = scan
            .within(start..end)
            .filter(|hit| matches!(hit.class, Class::VerbDo | Class::VerbRun) && !reading.hidden(hit.range()) && hit.end - hit.start > 3)
            .filter(|hit| (5..=OBJECT).contains(&reading.chars(hit.start..end)))
            .map(|hit| hit.start)
            .next();
        if let Some(verb) = verb {
            start = verb;
        }
    }
    start..end
}

fn trimmed_left(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let scan = &reading.article.scan;
    if let Some(place) = reading.places.iter().find(|p| p.start == start && p.end < end && reading.is_firm(p)) {
        // A place that a list goes on with, or that a name is made of, stays.
        if !scan.starting(place.end).any(|hit| matches!(hit.class, Class::ListMark)) {
            return place.end;
        }
    }
    let cut = scan.starting(start).find(|hit| {
        hit.end <= end
            && matches!(
                hit.class,
                Class::TrimLeft | Class::TrimBoth | Class::Particle | Class::Preposition | Class::Deictic | Class::DeicticZone | Class::Each | Class::Aggregate
                    | Class::TimeNow | Class::TimeYear | Class::TimeSince | Class::TimeWhole | Class::TimePart | Class::TimeHoliday | Class::TimeDay | Class::TimeTail | Class::Close | Class::Unquote | Class::ListMark
            )
    });
    // A longer word that is a thing hides a short one: 每 in 每人每月 stays with its phrase.
    if let Some(hit) = cut {
        let longer = scan.starting(start).any(|other| other.end > hit.end && matches!(other.class, Class::VerbDo | Class::VerbRun | Class::NounPerson | Class::Per | Class::Office | Class::Programme));
        if !longer {
            return hit.end;
        }
    }
    for name in ["date.full", "date.month", "date.day", "date.months", "date.year", "date.month.only"] {
        let found = reading.lexicon.pattern(name).and_then(|p| p.find(reading.slice(start..end)));
        if let Some(found) = found.filter(|found| found.start() == 0 && !found.is_empty()) {
            return start + found.end();
        }
    }
    start
}

fn trimmed_right(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let scan = &reading.article.scan;
    let cut = scan.ending(end).find(|hit| {
        hit.start >= start
            && matches!(
                hit.class,
                Class::TrimRight | Class::TrimBoth | Class::Particle | Class::To | Class::From | Class::BoundBefore | Class::Each | Class::Aggregate | Class::Preposition | Class::Open | Class::Quote | Class::ListMark | Class::Range
            )
    });
    match cut {
        Some(hit) => {
            let longer = scan.ending(end).any(|other| other.start < hit.start && matches!(other.class, Class::VerbDo | Class::NounPerson | Class::NounHousehold | Class::Programme | Class::Office | Class::Change));
            if longer { end } else { hit.start }
        }
        None => end,
    }
}

/// The phrase behind the number: what is counted, up to the next number.
fn right(reading: &Reading<'_>, range: Range<usize>, more: bool) -> Range<usize> {
    let scan = &reading.article.scan;
    let (mut start, mut end) = (range.start, range.end);
    while let Some(hit) = scan.starting(start).find(|hit| hit.end <= end && matches!(hit.class, Class::Particle | Class::BoundAfter | Class::Close | Class::Unquote)) {
        start = hit.end;
    }
    if scan.starting(start).any(|hit| matches!(hit.class, Class::ListMark | Class::TrimBoth)) {
        return start..start;
    }
    // 35千伏及以上变电站: a measure that describes the thing is not part of its name.
    if let Some(number) = super::number::at(reading, start).filter(|number| number.range.end < end) {
        let unit = scan.starting(number.range.end).find(|hit| hit.class.word().starts_with("unit."));
        let after = unit.map_or(number.range.end, |unit| unit.end);
        if let Some(bound) = scan.at(after, Class::BoundAfter) {
            start = bound.end;
        }
    }
    // What stands before the next number belongs to it if a verb or a list mark opens it.
    if more {
        for hit in scan.within(start..end) {
            if matches!(hit.class, Class::ListMark | Class::Aggregate | Class::Boundary | Class::From | Class::To) && hit.start > start && !reading.hidden(hit.range()) {
                end = hit.start;
                break;
            }
        }
    }
    // A long remark in brackets at the end is left out: 7项医保服务(含…).
    if let Some(close) = scan.before(end, Class::Close)
        && let Some(open) = scan.of(Class::Open, start..close.start).last()
        && reading.chars(open.end..close.start) > 5
    {
        end = open.start;
    }
    // A place in brackets behind a noun is kept, an open bracket without its end is not.
    if let Some(open) = scan.of(Class::Open, start..end).last()
        && scan.of(Class::Close, open.end..end).next().is_none()
    {
        end = open.start;
    }
    loop {
        let cut = scan.ending(end).find(|hit| hit.start >= start && matches!(hit.class, Class::TrimBoth | Class::Particle | Class::SentenceEnd | Class::ListMark));
        match cut {
            Some(hit) => end = hit.start,
            None => break,
        }
    }
    if reading.chars(start..end) > OBJECT {
        let stop = scan.within(start..end).find(|hit| matches!(hit.class, Class::Boundary | Class::Preposition) && !reading.hidden(hit.range()) && reading.chars(start..hit.start) >= 2);
        if let Some(stop) = stop {
            end = stop.start;
        }
    }
    start..end.max(start)
}

fn right_of(reading: &Reading<'_>, number: Range<usize>) -> String {
    let clause = reading.clause(number.start);
    words(reading, right(reading, number.end.min(clause.end)..clause.end, false))
}

/// The words of a range: numbers with their units, quotation marks and spaces taken out.
fn words(reading: &Reading<'_>, range: Range<usize>) -> String {
    let scan = &reading.article.scan;
    let mut out = String::new();
    let mut at = range.start;
    while at < range.end {
        let digit = reading.text().as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        let inside_name = Reading::holder(&reading.quotes, &(at..at + 1)).is_some();
        if digit && !inside_name
            && let Some(number) = super::number::at(reading, at)
        {
            let unit = scan.starting(number.range.end).find(|hit| hit.class.word().starts_with("unit."));
            let after = unit.map_or(number.range.end, |unit| unit.end);
            // 5年以下, 2022年度: it tells one thing from another.
            if unit.is_some_and(|unit| matches!(unit.class, Class::UnitYear | Class::UnitAge)) {
                out.push_str(reading.slice(at..after));
            }
            at = after;
            continue;
        }
        let Some(c) = reading.slice(at..range.end).chars().next() else { break };
        let mark = scan.starting(at).any(|hit| matches!(hit.class, Class::Quote | Class::Unquote));
        if !mark && c != '\n' {
            out.push(c);
        }
        at += c.len_utf8();
    }
    out.trim().to_owned()
}

/// 分别: as many conjuncts before as numbers behind; each number with its own.
fn distributed(reading: &Reading<'_>, measures: &[Measure], at: usize) -> Option<String> {
    let scan = &reading.article.scan;
    let clause = &measures[at].clause;
    let first = &measures[0];
    let each = scan.of(Class::Each, clause.start..first.outer.start).last()?;
    let list = left_list(reading, clause.start..each.start);
    let (shared, parts) = (list.0, list.1);
    if parts.len() != measures.len() || parts.len() < 2 {
        return None;
    }
    let low = scan.starting(each.end).filter(|hit| matches!(hit.class, Class::To | Class::BoundBefore) && hit.end <= first.outer.start).map(|hit| hit.end).max();
    let low = low.unwrap_or(each.end);
    let tail = words(reading, low..trim_end(reading, low, first.outer.start));
    Some(clip(format!("{}{}{}", parts[at], shared, tail)))
}

fn trim_end(reading: &Reading<'_>, start: usize, mut end: usize) -> usize {
    loop {
        let step = trimmed_right(reading, start, end);
        if step == end {
            return end;
        }
        end = step;
    }
}

/// The conjuncts of a list, and what the last one has behind it for all: 城乡低保、农村低保+标准.
fn left_list(reading: &Reading<'_>, range: Range<usize>) -> (String, Vec<String>) {
    let scan = &reading.article.scan;
    let phrase = left(reading, range);
    let mut parts = Vec::new();
    let mut start = phrase.start;
    for hit in scan.within(phrase.clone()) {
        let joins = hit.class == Class::ListMark || hit.class == Class::TrimBoth && !reading.hidden(hit.range());
        if joins && hit.start >= start {
            parts.push(start..hit.start);
            start = hit.end;
        }
    }
    parts.push(start..phrase.end);
    let texts: Vec<String> = parts.into_iter().map(|part| words(reading, part)).filter(|part| !part.is_empty()).collect();
    // What the last conjunct is longer by than the others stands for all.
    let chars = |text: &String| text.chars().count();
    let shared = match texts.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            let usual = rest.iter().map(chars).max().unwrap_or(0);
            let over = chars(last).saturating_sub(usual);
            if (2..=12).contains(&over) && rest.iter().all(|part| !part.ends_with(&tail_of(last, over))) { tail_of(last, over) } else { String::new() }
        }
        _ => String::new(),
    };
    let count = texts.len();
    let texts = texts
        .into_iter()
        .enumerate()
        .map(|(i, text)| if i + 1 == count { text.strip_suffix(&shared).unwrap_or(&text).to_owned() } else { text })
        .collect();
    (shared, texts)
}

fn tail_of(text: &str, count: usize) -> String {
    let skip = text.chars().count().saturating_sub(count);
    text.chars().skip(skip).collect()
}

/// The examples of 等N项X: the range before 等, if the phrase ends with it.
fn examples(reading: &Reading<'_>, left: &Range<usize>) -> Option<Range<usize>> {
    let scan = &reading.article.scan;
    let list = scan.at(left.end, Class::TrimBoth)?;
    (reading.chars(list.range()) == 1 && scan.at(left.end, Class::Boundary).is_some() && reading.chars(left.clone()) > 0).then(|| left.clone())
}

fn is_verb_first(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    reading.article.scan.starting(range.start).any(|hit| matches!(hit.class, Class::Boundary | Class::Compare | Class::Preposition) && hit.end <= range.end)
}

fn ends_with_verb(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    reading.article.scan.ending(range.end).any(|hit: &Hit| matches!(hit.class, Class::VerbDo | Class::VerbRun | Class::VerbProgramme))
}

/// The subject of an indicator told before: without what it changed by.
fn subject_of(indicator: &str, reading: &Reading<'_>) -> String {
    let scan = reading.lexicon.scan(indicator);
    let cut = scan.all(Class::Compare).map(|hit| hit.start).min();
    cut.map_or(indicator, |cut| &indicator[..cut]).to_owned()
}

fn clip(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }
}
