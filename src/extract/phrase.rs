//! The words around a number: what they say once adverbs, times, places, links and particles are taken off their ends.

use std::ops::Range;

use crate::{
    extract::{Reading, number},
    lexicon::{Class, PlaceHit},
};

/// Longest object behind a number, in characters.
pub(crate) const OBJECT: usize = 22;

/// The phrase before the number, its ends taken off.
pub(crate) fn left(reading: &Reading<'_>, range: Range<usize>) -> Range<usize> {
    let scan = &reading.article.scan;
    let mut start = range.start;
    let mut end = range.end;
    let whole = range.start;
    let tail = trim_end(reading, start, end);
    // Behind the last agency or speaker that the clause names: what it did.
    for hit in scan.within(start..end) {
        let names = match hit.class {
            Class::Office | Class::Organ => {
                !scan.covered(
                    hit.range(),
                    &[Class::Office, Class::VerbDo, Class::VerbProgramme, Class::NounPerson, Class::Collective],
                ) && (reading.lexicon.word(hit).kind != "brand" || reading.place_before(hit.start).is_some())
                    && (reading.chars(hit.range()) >= 2
                        || scan.before(hit.start, Class::Department).is_some()
                        || hit.class == Class::Organ && scan.before(hit.start, Class::Level).is_some())
                    && Reading::holder(&reading.titles, &hit.range()).is_none()
                    && Reading::holder(&reading.quotes, &hit.range()).is_none()
            }
            Class::Anaphor => hit.start == start,
            Class::Collective => {
                scan.before(hit.start, Class::Department).is_some() || reading.lexicon.word(hit).value.starts_with('=')
            }
            Class::Speech => reading.chars(hit.range()) >= 2,
            _ => false,
        };
        // An office at the very end is what is measured, not who did it; one with 为 behind it did something for it.
        let closes = scan.at(hit.end, Class::Preposition).is_some_and(|word| word.end == end);
        // 恒远公司等共计7家单位: named as one of those that are counted.
        let named = scan.at(hit.end, Class::TrimBoth).is_some() && hit.end + 6 <= end;
        if names
            && (hit.end + 6 <= tail || closes || named)
            && scan.at(hit.end, Class::ListMark).is_none()
            && hit.end > start
        {
            start = hit.end;
        }
    }
    let acted = start;
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
    // 各级河长共计巡河, 为企业办理退税: what was done, without who and for whom.
    let opened = scan.starting(start).any(|hit| hit.class == Class::Preposition);
    // 重大项目共完成投资: a project is what is measured.
    let thing = |at: usize| scan.ending(at).any(|hit| hit.class == Class::Programme && hit.start >= start);
    let total =
        |at: usize| scan.ending(at).any(|hit| hit.class == Class::Aggregate && hit.start > start && !thing(hit.start));
    let near = |at: usize| opened && (2..=14).contains(&reading.chars(start..at));
    let verb = scan.of(Class::VerbDo, start..end).find(|verb| {
        let object = reading.chars(verb.end..end) >= 2 && reading.chars(verb.range()) >= 2;
        verb.start > start && !reading.hidden(verb.range()) && (total(verb.start) || near(verb.start) && object)
    });
    if let Some(verb) = verb {
        start = verb.start;
    }
    // 接待量 alone tells nothing: whose it is stays with it; 采血 is what the agency before it did.
    let verb = scan.starting(start).any(|hit| hit.class == Class::VerbDo && hit.end == end)
        || start == acted && reading.chars(start..end) == 2 && scan.of(Class::VerbDo, whole..start).next().is_none();
    if start > whole && end > start && reading.chars(start..end) <= 3 && !verb {
        let mut wider = whole;
        loop {
            let wider_before = wider;
            let step = trimmed_left(reading, wider, end);
            wider = step.min(start);
            if step == wider_before || step >= start {
                break;
            }
        }
        if reading.chars(wider..end) <= OBJECT {
            start = wider;
        }
    }
    // A long lead is cut at its last verb, if enough is left.
    if reading.chars(start..end) > OBJECT {
        // 组织志愿者深入各村开展垃圾分类、普法宣讲、助餐等: the verb that takes the list.
        let listed = scan.at(end, Class::TrimBoth).is_some();
        let mark = scan.of(Class::ListMark, start..end).next().map(|mark| mark.start).filter(|_| listed);
        let mut verbs = scan.within(start..end).filter(|hit| {
            let verb = matches!(hit.class, Class::VerbDo | Class::VerbRun)
                || mark.is_some() && hit.class == Class::VerbProgramme;
            verb && !reading.hidden(hit.range()) && hit.end - hit.start > 3
        });
        let verb = match mark {
            Some(mark) => verbs.take_while(|hit| hit.end < mark).last(),
            None => verbs.find(|hit| (5..=OBJECT).contains(&reading.chars(hit.start..end))),
        };
        let verb = verb.map(|hit| hit.start);
        if let Some(verb) = verb {
            start = verb;
        }
    }
    start..end
}

fn trimmed_left(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let scan = &reading.article.scan;
    // (以下简称“雨湖分局”) behind the name that was cut off.
    if let Some(open) = scan.at(start, Class::Open)
        && let Some(close) = scan.of(Class::Close, open.end..end).next()
    {
        return close.end;
    }
    // 新建 is a place too, but not before 学校.
    let verb = |p: &PlaceHit<'_>| scan.starting(p.start).any(|hit| hit.class == Class::VerbDo && hit.end == p.end);
    let known = |at: usize| reading.place_ending(at).is_some();
    let place = reading.place_at(start).filter(|p| p.end < end && (reading.is_firm(p) || known(p.start)) && !verb(p));
    if let Some(place) = place {
        // A place that a list goes on with, or that a name is made of, stays.
        if !scan.starting(place.end).any(|hit| matches!(hit.class, Class::ListMark)) {
            return place.end;
        }
    }
    let cut = scan.starting(start).find(|hit| {
        hit.end <= end
            && (hit.class.is_time()
                || matches!(
                    hit.class,
                    Class::TrimLeft
                        | Class::TrimBoth
                        | Class::Particle
                        | Class::Preposition
                        | Class::Deictic
                        | Class::DeicticZone
                        | Class::Each
                        | Class::Aggregate
                        | Class::TimeTail
                        | Class::Close
                        | Class::Unquote
                        | Class::ListMark
                ))
    });
    // A longer word that is a thing hides a short one: 每 in 每人每月 stays with its phrase.
    if let Some(hit) = cut {
        let longer = scan.starting(start).any(|other| {
            other.end > hit.end
                && matches!(
                    other.class,
                    Class::VerbDo | Class::VerbRun | Class::NounPerson | Class::Per | Class::Office | Class::Programme
                )
        });
        let tail = hit.class == Class::TimeTail
            && !scan
                .ending(start)
                .any(|time| time.class.is_time() || matches!(time.class, Class::UnitDate | Class::UnitYear));
        if !longer && !tail && !scan.covered(hit.range(), &[Class::Whole]) {
            return hit.end;
        }
    }
    reading.date_at(start, end).unwrap_or(start)
}

pub(crate) fn trimmed_right(reading: &Reading<'_>, start: usize, end: usize) -> usize {
    let scan = &reading.article.scan;
    let cut = scan.ending(end).find(|hit| {
        let closes = hit.class == Class::Preposition && reading.lexicon.word(hit).value != "open";
        hit.start >= start
            && (closes
                || matches!(
                    hit.class,
                    Class::TrimRight
                        | Class::TrimBoth
                        | Class::Particle
                        | Class::To
                        | Class::From
                        | Class::BoundBefore
                        | Class::Each
                        | Class::Aggregate
                        | Class::Open
                        | Class::Quote
                        | Class::ListMark
                        | Class::Range
                ))
    });
    match cut {
        Some(hit) => {
            let longer = scan.ending(end).any(|other| {
                // 新建有6所 is no 建有.
                let crossed =
                    scan.ending(hit.start).any(|word| word.start < other.start && word.class == Class::VerbDo);
                other.start < hit.start
                    && !crossed
                    && matches!(
                        other.class,
                        Class::VerbDo
                            | Class::NounPerson
                            | Class::NounHousehold
                            | Class::Programme
                            | Class::Office
                            | Class::Change
                            | Class::Per
                    )
            });
            if longer || scan.covered(hit.range(), &[Class::Whole]) { end } else { hit.start }
        }
        None => end,
    }
}

/// The phrase behind the number: what is counted, up to the next number.
pub(crate) fn right(reading: &Reading<'_>, range: Range<usize>, more: bool) -> Range<usize> {
    let scan = &reading.article.scan;
    let (mut start, mut end) = (range.start, range.end);
    while let Some(hit) = scan.starting(start).find(|hit| {
        hit.end <= end && matches!(hit.class, Class::Particle | Class::BoundAfter | Class::Close | Class::Unquote)
    }) {
        start = hit.end;
    }
    if scan.starting(start).any(|hit| matches!(hit.class, Class::ListMark | Class::TrimBoth)) {
        return start..start;
    }
    // 5.8吨/平方公里·月: the rest of a unit.
    while let Some(rest) = reading.slice(start..end).strip_prefix(['/', '\u{b7}']) {
        let next = end - rest.len();
        let unit = scan.starting(next).find(|hit| hit.class.word().starts_with("unit.") && hit.end <= end);
        start = unit.map_or(next, |unit| unit.end);
    }
    // 35千伏及以上变电站: a measure that describes the thing is not part of its name.
    if let Some(number) = number::at(reading, start).filter(|number| number.range.end < end) {
        let unit = scan.starting(number.range.end).find(|hit| hit.class.word().starts_with("unit."));
        let after = unit.map_or(number.range.end, |unit| unit.end);
        if let Some(bound) = scan.at(after, Class::BoundAfter) {
            start = bound.end;
        }
    }
    // What stands before the next number belongs to it if a verb or a list mark opens it.
    if more {
        for hit in scan.within(start..end) {
            if matches!(hit.class, Class::ListMark | Class::Aggregate | Class::Boundary | Class::From | Class::To)
                && (hit.class != Class::Boundary
                    || reading.chars(hit.range()) > 1
                    || reading.lexicon.word(hit).value == "hard")
                && hit.start > start
                && !reading.hidden(hit.range())
            {
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
        let cut = scan.ending(end).find(|hit| {
            hit.start >= start
                && matches!(hit.class, Class::TrimBoth | Class::Particle | Class::SentenceEnd | Class::ListMark)
        });
        match cut {
            Some(hit) => end = hit.start,
            None => break,
        }
    }
    if reading.chars(start..end) > OBJECT {
        let stop = scan.within(start..end).find(|hit| {
            matches!(hit.class, Class::Boundary | Class::Preposition)
                && !reading.hidden(hit.range())
                && reading.chars(start..hit.start) >= 2
        });
        if let Some(stop) = stop {
            end = stop.start;
        }
    }
    start..end.max(start)
}

pub(crate) fn right_of(reading: &Reading<'_>, number: Range<usize>) -> String {
    let clause = reading.clause(number.start);
    words(reading, right(reading, number.end.min(clause.end)..clause.end, false))
}

/// The words of a range: numbers with their units, quotation marks and spaces taken out.
pub(crate) fn words(reading: &Reading<'_>, range: Range<usize>) -> String {
    let scan = &reading.article.scan;
    let mut out = String::new();
    let mut at = range.start;
    while at < range.end {
        let digit = reading.text().as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        let letter = |at: Option<usize>| {
            at.and_then(|at| reading.text().as_bytes().get(at)).is_some_and(u8::is_ascii_alphabetic)
        };
        // PM2.5, 4A级: a number that is a part of a name.
        let name = letter(at.checked_sub(1))
            || letter(Some(at + 1))
            || out.ends_with(|c: char| c == '.' || c.is_ascii_digit());
        let inside_name = name || Reading::holder(&reading.quotes, &(at..at + 1)).is_some();
        if digit
            && !inside_name
            && let Some(number) = number::at(reading, at)
        {
            let unit = scan.starting(number.range.end).find(|hit| hit.class.word().starts_with("unit."));
            let after = unit.map_or(number.range.end, |unit| unit.end);
            // 5年以下, 2022年度: it tells one thing from another.
            if unit.is_some_and(|unit| matches!(unit.class, Class::UnitYear | Class::UnitAge | Class::UnitGrade)) {
                out.push_str(reading.slice(at..after));
            }
            at = after;
            continue;
        }
        // 办件量较去年同期提升: against what is told by the change.
        if let Some(compare) = scan.at(at, Class::Compare).filter(|compare| at > range.start && compare.end < range.end)
            && reading.chars(compare.range()) > 3
        {
            at = compare.end;
            continue;
        }
        // 项目共完成投资
        let total = scan.at(at, Class::Aggregate).filter(|total| at > range.start && total.end < range.end);
        if let Some(total) = total.filter(|total| !reading.hidden(total.range())) {
            at = total.end;
            continue;
        }
        // 机构34家(其中医院12家): an aside with figures of its own.
        if let Some(open) = scan.at(at, Class::Open)
            && let Some(close) = scan.of(Class::Close, open.end..range.end).next()
            && reading.slice(open.end..close.start).contains(|c: char| c.is_ascii_digit())
            && !scan.within(open.end..close.start).any(|hit| matches!(hit.class, Class::UnitYear | Class::UnitAge))
        {
            at = close.end;
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

pub(crate) fn trim_end(reading: &Reading<'_>, start: usize, mut end: usize) -> usize {
    loop {
        let step = trimmed_right(reading, start, end);
        if step == end {
            return end;
        }
        end = step;
    }
}
