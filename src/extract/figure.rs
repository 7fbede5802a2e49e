//! Figures: quantities with unit, bound, range and change, and what they measure.

use std::{collections::BTreeMap, ops::Range};

use rust_decimal::Decimal;

use crate::{
    extract::{
        Figure, Mentions, Reading, Rejected, indicator,
        measure::Measure,
        number::{self, Number},
    },
    lexicon::{Class, Form, Hit},
    model::{Aggregate, Bound, Change, Quantity},
};

const UNITS: &[Class] = &[
    Class::UnitCount,
    Class::UnitMoney,
    Class::UnitMeasure,
    Class::UnitRate,
    Class::UnitTime,
    Class::UnitYear,
    Class::UnitAge,
    Class::UnitDate,
    Class::UnitOrdinal,
    Class::UnitPhrase,
    Class::UnitGrade,
];

pub(crate) fn extract(reading: &Reading<'_>, mentions: &mut Mentions) {
    let mut measures = Vec::new();
    let mut at = 0;
    for start in number_starts(reading) {
        if start < at {
            continue;
        }
        match measure(reading, start) {
            Ok((measure, end)) => {
                at = end.max(start + 1);
                measures.push(measure);
            }
            Err((end, reason)) => {
                if let Some(reason) = reason {
                    mentions.rejected.push(Rejected { kind: "metric", range: start..end, reason });
                }
                at = end.max(start + 1);
            }
        }
    }
    share_units(reading, &mut measures);
    join_changes(reading, &mut measures);
    let mut by_clause: BTreeMap<usize, Vec<Measure>> = BTreeMap::new();
    for measure in measures {
        by_clause.entry(measure.clause.start).or_default().push(measure);
    }
    for measures in by_clause.into_values() {
        for at in 0..measures.len() {
            let measure = &measures[at];
            let (indicator, shape) = indicator::of(reading, &measures, at, &mentions.figures);
            if says_nothing(reading, measure.range.start, &indicator) {
                mentions.rejected.push(Rejected {
                    kind: "metric",
                    range: measure.range.clone(),
                    reason: "nothing measured",
                });
                continue;
            }
            let figure = Figure {
                number: measure.range.clone(),
                quantity: measure.quantity.clone(),
                clause: measure.clause.clone(),
                indicator,
                shape,
            };
            mentions.figures.push(figure);
        }
    }
}

/// Where numbers may begin: at digits that nothing Latin goes before, at numerals, at a bare 百 or 万 behind a bound.
fn number_starts(reading: &Reading<'_>) -> Vec<usize> {
    let bytes = reading.text().as_bytes();
    let scan = &reading.article.scan;
    let before = |at: usize, back: usize| at.checked_sub(back).map(|at| bytes[at]);
    let inside = |at: usize| match before(at, 1) {
        Some(b'.') => true,
        Some(b'-') => before(at, 2).is_some_and(|b| b.is_ascii_alphanumeric()),
        Some(b) => b.is_ascii_alphanumeric(),
        None => false,
    };
    let digits = (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit() && !inside(at));
    let words = [Class::Numeral, Class::Magnitude, Class::NumeralShare].into_iter().flat_map(|class| scan.all(class));
    let words = words.filter(|hit| {
        let bound = || scan.ending(hit.start).any(|bound| bound.class == Class::BoundBefore);
        let after_digit = before(hit.start, 1).is_some_and(|b| b.is_ascii_digit());
        !after_digit && (hit.class != Class::Magnitude || bound())
    });
    let mut starts: Vec<usize> = digits.chain(words.map(|hit| hit.start)).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The unit that begins at `at`: the longest one. `words`: whether its number is in words.
fn unit_at<'r>(reading: &'r Reading<'_>, at: usize, words: bool) -> Option<&'r Hit> {
    // 三个环节 counts phrases, 3个环节 counts things.
    let phrase = |hit: &Hit| hit.class == Class::UnitPhrase && !words && reading.lexicon.word(hit).value == "words";
    reading.article.scan.starting(at).find(|hit| UNITS.contains(&hit.class) && !phrase(hit))
}

/// The quantity that begins at `start`, and where to go on; or where to go on and why it is none (no reason: it did not
/// even look like one).
fn measure(reading: &Reading<'_>, start: usize) -> Result<(Measure, usize), (usize, Option<&'static str>)> {
    let scan = &reading.article.scan;
    let step = reading.slice(start..reading.text().len()).chars().next().map_or(1, char::len_utf8);
    let Some(first) = number::at(reading, start) else { return Err((start + step, None)) };
    // of numerals of one character nearly all are part of a word, and nobody asks for them
    let told = !first.words || reading.chars(first.range.clone()) > 1;
    let stop = |reason: &'static str| Err((first.range.end, told.then_some(reason)));
    let held = |ranges: &[Range<usize>], longest: usize| {
        Reading::holder(ranges, &first.range).filter(|holder| reading.chars(holder.clone()) <= longest)
    };
    if reading.in_byline(&first.range) {
        return stop("byline");
    }
    if held(&reading.titles, usize::MAX).is_some() {
        return stop("inside a title");
    }
    if held(&reading.quotes, 18).is_some_and(|quote| scan.of(Class::SentenceEnd, quote.clone()).next().is_none()) {
        return stop("inside a name");
    }
    // 六安市, 十八里铺镇.
    if reading.place_over(&(start..start + 1)).is_some_and(|place| reading.is_firm(place)) {
        return stop("inside a place's name");
    }
    if scan.ending(start).any(|hit| hit.class == Class::Ordinal) {
        return stop("ordinal");
    }
    let mut number = first.clone();
    let mut unit = unit_at(reading, number.range.end, number.words).copied();
    // A range: 6至8小时, 5%-8%; 10月1日至7日 is none.
    let low_unit = unit;
    let between = unit.map_or(number.range.end, |unit| unit.end);
    if let Some(to) = scan.at(between, Class::Range)
        && !unit.is_some_and(|unit| matches!(unit.class, Class::UnitDate | Class::UnitYear | Class::UnitOrdinal))
        && let Some(high) = number::at(reading, to.end)
        && let Some(high_unit) = unit_at(reading, high.range.end, high.words).copied()
        && low_unit.is_none_or(|low| reading.slice(low.range()) == reading.slice(high_unit.range()))
    {
        if !matches!(high_unit.class, Class::UnitDate | Class::UnitOrdinal | Class::UnitYear | Class::UnitAge) {
            // 3至5万元: the magnitude stands once, for both.
            let scale = if high.scaled && !first.scaled && low_unit.is_none() {
                scale_of(&high, reading)
            } else {
                Decimal::ONE
            };
            number.value = first.value.checked_mul(scale).unwrap_or(first.value);
            number.max = Some(high.value);
        }
        number.range.end = high.range.end;
        number.more |= high.more;
        unit = Some(high_unit);
    }
    let mut end = unit.map_or(number.range.end, |unit| unit.end);
    let class = unit.map(|unit| unit.class);
    let text_unit = number.unit.clone().or_else(|| unit.map(|unit| unit_text(reading, &unit)));
    let refuse = |reason: &'static str| Err((end, told.then_some(reason)));
    match class {
        Some(Class::UnitDate) => return refuse("date"),
        Some(Class::UnitAge) => return refuse("age"),
        Some(Class::UnitOrdinal) => return refuse("ordinal"),
        Some(Class::UnitPhrase) => return refuse("count of phrases"),
        Some(Class::UnitGrade) => return refuse("attribute"),
        Some(Class::UnitYear)
            if !scan.ending(start).chain(scan.starting(end)).any(|hit| hit.class == Class::YearSign) =>
        {
            return refuse("year");
        }
        _ => {}
    }
    let mut before = start;
    let mut bound = if number.more { Bound::Gt } else { Bound::Eq };
    // 签约30亿元: a part of the verb.
    let bound_before =
        scan.before(start, Class::BoundBefore).filter(|hit| !scan.covered(hit.range(), &[Class::VerbDo]));
    if let Some(hit) = bound_before {
        let said = bound_of(reading, hit);
        before = hit.start;
        if said != Bound::Eq {
            bound = said;
        }
        // 达到近500人: two words, the nearer one counts.
        if let Some(outer) = scan.before(before, Class::BoundBefore) {
            before = outer.start;
            if bound == Bound::Eq {
                bound = bound_of(reading, outer);
            }
        }
    }
    let mut after = end;
    if let Some(hit) = scan.at(end, Class::BoundInside).filter(|_| !number.more) {
        bound = Bound::Gt;
        after = hit.end;
    }
    if let Some(hit) = scan.at(after, Class::BoundAfter) {
        let hidden = scan
            .starting(after)
            .any(|other| other.end > hit.end && matches!(other.class, Class::Office | Class::Deictic | Class::Village));
        if !hidden {
            bound = bound_of(reading, hit);
            after = hit.end;
        }
    }
    // 5天多, 3小时多: the unit may stand between number and 多.
    let clause = bracket(reading, start).unwrap_or_else(|| reading.clause(start));
    let mut unit_name = text_unit;
    if unit_name.is_none() {
        match bare_unit(reading, before, end) {
            Some(name) => unit_name = Some(name),
            None => return refuse("no unit"),
        }
    }
    // 三方, 五方: parties, not cubic metres.
    if number.words && scan.at(start, Class::Whole).is_some_and(|word| word.end >= end) {
        return Err((end, None));
    }
    if number.words && number.unit.is_none() && !counts(reading, &number, class, end) {
        return Err((end, None));
    }
    if class == Some(Class::UnitMeasure)
        && after > end
        && scan.ending(after).any(|h| h.class == Class::BoundAfter)
        && followed_by_noun(reading, after, &clause)
        && before == start
    {
        return refuse("attribute");
    }
    if class == Some(Class::UnitTime) {
        let limit = scan.of(Class::TimeLimit, clause.clone()).next().is_some()
            || scan.of(Class::Compare, clause.start.min(before)..before).next().is_some()
            || scan.ending(before).any(|hit| hit.class == Class::To)
            || scan.before(start, Class::From).is_some()
            || bound == Bound::Le;
        if !limit {
            return refuse("duration");
        }
    }
    end = unit.map_or(number.range.end, |unit| unit.end).max(number.range.end);
    let factor = unit.and_then(|unit| reading.lexicon.word(&unit).value.split_once('=')?.1.parse().ok());
    let scaled = |value: Decimal| value.checked_mul(factor.unwrap_or(Decimal::ONE)).unwrap_or(value).normalize();
    let quantity = Quantity {
        value: scaled(number.value),
        max: number.max.map(scaled),
        from: None,
        unit: unit_name,
        bound,
        change: change(reading, before, &clause, class),
        aggregate: aggregate(reading, &clause, start),
    };
    let measure = Measure { range: start..end, outer: before..after, clause, quantity, from: None };
    Ok((measure, after))
}

fn scale_of(number: &Number, reading: &Reading<'_>) -> Decimal {
    let scan = &reading.article.scan;
    let magnitude = scan.of(Class::Magnitude, number.range.clone()).last();
    magnitude.and_then(|hit| reading.lexicon.word(hit).value.parse().ok()).unwrap_or(Decimal::ONE)
}

fn unit_text(reading: &Reading<'_>, unit: &Hit) -> String {
    let word = reading.lexicon.word(unit);
    // 八成 is 80 %: the table gives the unit and how many of it one is.
    match word.value.split('=').next() {
        Some("") | None => word.surface.clone(),
        Some(unit) => unit.to_owned(),
    }
}

fn bound_of(reading: &Reading<'_>, hit: &Hit) -> Bound {
    Bound::from_word(&reading.lexicon.word(hit).value).unwrap_or(Bound::Eq)
}

/// Whether a phrase tells nothing of what is measured: it is empty, has no letter, or names the place of a row that has
/// lost its table.
fn says_nothing(reading: &Reading<'_>, at: usize, indicator: &str) -> bool {
    let place = || {
        let places = reading.lexicon.gazetteer().scan(indicator);
        places.iter().any(|place| place.start == 0 && place.end == indicator.len() && place.form == Form::Full)
    };
    let row = || {
        let sentence = reading.article.sentence(at).map_or(at..at, |(_, sentence)| sentence.clone());
        const PROSE: &[Class] = &[Class::ClauseEnd, Class::ListMark, Class::VerbDo, Class::VerbRun, Class::Boundary];
        !reading.article.scan.within(sentence).any(|hit| PROSE.contains(&hit.class))
    };
    !indicator.chars().any(char::is_alphabetic) || row() && place()
}

/// The clause that holds `at` inside the brackets of an aside: 定点医院12家 of 检查机构34家(定点医院12家,药店22家).
fn bracket(reading: &Reading<'_>, at: usize) -> Option<Range<usize>> {
    let clause = reading.clause(at);
    let scan = &reading.article.scan;
    let open = scan.of(Class::Open, clause.start..at).last()?;
    let close = scan.of(Class::Close, open.end..clause.end).next()?;
    let inside = scan.of(Class::ClauseEnd, open.end..close.start);
    // 12,345 is one number.
    let digit = |at: usize| reading.text().as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let marks = inside.filter(|mark| !(digit(mark.start - 1) && digit(mark.end)));
    let (mut low, mut high) = (open.end, close.start);
    for mark in marks {
        if mark.end <= at {
            low = mark.end;
        } else {
            high = high.min(mark.start);
        }
    }
    (close.start > at).then_some(low..high)
}

/// The unit of a number without one: what the noun beside it counts.
fn bare_unit(reading: &Reading<'_>, before: usize, end: usize) -> Option<String> {
    let scan = &reading.article.scan;
    const NOUNS: &[Class] = &[Class::NounPerson, Class::NounHousehold, Class::NounVisit];
    let mut left = before;
    while let Some(link) = scan.before(left, Class::TrimRight).or_else(|| scan.before(left, Class::To)) {
        left = link.start;
    }
    // 40.64万农村低收入人口: a modifier may stand before the noun.
    let clause = reading.clause(end);
    let reach = reading.slice(end..clause.end.max(end)).char_indices().nth(8).map_or(clause.end, |(at, _)| end + at);
    let modified = || {
        let noun = scan.within(end..reach.max(end)).find(|hit| NOUNS.contains(&hit.class) && hit.end <= reach)?;
        let plain = reading.slice(end..noun.start).chars().all(char::is_alphabetic);
        (plain && !reading.breaks(end..noun.start)).then_some(noun)
    };
    let scaled = reading.article.scan.ending(end).any(|hit| hit.class == Class::Magnitude);
    if let Some(money) = scan.ending(left).find(|hit| scaled && hit.class == Class::NounMoney) {
        return Some(reading.lexicon.word(money).value.clone());
    }
    let beside = scan.ending(left).chain(scan.starting(end)).find(|hit| NOUNS.contains(&hit.class));
    let beside = beside.or_else(|| if scaled { modified() } else { None })?;
    Some(reading.lexicon.word(beside).value.clone())
}

/// Whether a number in words is a count and no figure of speech: 三百二十户, 两家医院, 五成; not 一批, 三个维度.
fn counts(reading: &Reading<'_>, number: &Number, class: Option<Class>, end: usize) -> bool {
    let small = number.value < Decimal::TEN && number.max.is_none();
    let one = number.value == Decimal::ONE;
    match class {
        Some(Class::UnitRate | Class::UnitMoney | Class::UnitMeasure) => {
            !one || reading.chars(number.range.start..end) > 3
        }
        Some(Class::UnitCount) => {
            let concrete = number.unit.is_some()
                || reading.chars(number.range.end..end) >= 1
                    && reading.article.scan.at(number.range.end, Class::UnitPhrase).is_none();
            !small && concrete
        }
        Some(Class::UnitTime | Class::UnitYear) => !small,
        _ => false,
    }
}

fn followed_by_noun(reading: &Reading<'_>, at: usize, clause: &Range<usize>) -> bool {
    at < clause.end && reading.slice(at..clause.end).starts_with(|c: char| c.is_alphabetic())
}

/// The direction, where the figure is a change by an amount: 同比增长11.4%, 下调0.15个百分点.
fn change(reading: &Reading<'_>, before: usize, clause: &Range<usize>, unit: Option<Class>) -> Option<Change> {
    let scan = &reading.article.scan;
    let low = clause.start.min(before);
    if scan.ending(before).any(|hit| hit.class == Class::To) {
        return None;
    }
    let direct = scan.before(before, Class::Change);
    // 较2007年增加216亿元
    let against = |mark: &Hit| reading.date_at(mark.end, before).is_some();
    let compared = scan.of(Class::Compare, low..before).next().is_some()
        || direct.is_some() && scan.of(Class::CompareMark, low..before).any(against);
    let rate = unit == Some(Class::UnitRate);
    let hit = match direct {
        Some(hit) if rate || compared => Some(hit),
        _ if rate || compared => scan
            .of(Class::Change, low..before)
            .filter(|hit| !reading.hidden(hit.range()) && hit.end - hit.start > 3)
            .last()
            .filter(|_| compared || reading.slice(low..before).chars().count() < 24),
        _ => None,
    }?;
    Change::from_word(&reading.lexicon.word(hit).value)
}

fn aggregate(reading: &Reading<'_>, clause: &Range<usize>, start: usize) -> Option<Aggregate> {
    let scan = &reading.article.scan;
    let low = clause.start.min(start);
    let said = scan.of(Class::Aggregate, low..start).next().is_some()
        || scan.of(Class::TimeSince, low..start).next().is_some();
    said.then_some(Aggregate::Cumulative)
}

/// 压缩至35个、10个工作日: the unit stands in full behind the last number of a list.
fn share_units(reading: &Reading<'_>, measures: &mut [Measure]) {
    let scan = &reading.article.scan;
    for at in (1..measures.len()).rev() {
        let gap = measures[at - 1].outer.end..measures[at].outer.start;
        let list = scan.at(gap.start, Class::ListMark).is_some_and(|mark| mark.end == gap.end);
        let (Some(short), Some(full)) = (&measures[at - 1].quantity.unit, &measures[at].quantity.unit) else {
            continue;
        };
        if list && full.len() > short.len() && full.starts_with(short.as_str()) {
            measures[at - 1].quantity.unit = Some(full.clone());
        }
    }
}

/// 由A降到B, 从A提高到B, A缩短到B: the first becomes where the second came from.
fn join_changes(reading: &Reading<'_>, measures: &mut Vec<Measure>) {
    let scan = &reading.article.scan;
    let mut at = 1;
    while at < measures.len() {
        let (before, after) = (&measures[at - 1], &measures[at]);
        let to = scan
            .ending(after.outer.start)
            .chain(scan.ending(after.range.start))
            .find(|hit| hit.class == Class::To || hit.class == Class::Range)
            // 提高到每人每月1120元, 减少到目前的2件: a period or a measure may stand between.
            .or_else(|| {
                let mut words = scan.of(Class::To, before.outer.end..after.range.start);
                words.find(|to| is_period(reading, to.end..after.outer.start))
            })
            .copied();
        let from = from_before(reading, before).is_some();
        let close = reading.chars(before.outer.end.min(after.range.start)..after.range.start) <= 18;
        let same = before.quantity.unit == after.quantity.unit;
        let adjoining = to.is_some_and(|to| before.outer.end == to.start);
        let next_clause = scan.of(Class::SentenceEnd, before.range.end..after.range.start).next().is_none();
        let joined = to.is_some_and(|to| to.class == Class::To || from && adjoining)
            && same
            && close
            && next_clause
            && (from || adjoining);
        if joined {
            let first = measures.remove(at - 1);
            let second = &mut measures[at - 1];
            second.quantity.from = Some(first.quantity.value);
            second.quantity.change = None;
            second.from = Some(first.range.clone());
            if first.clause.start == second.clause.start {
                second.outer.start = first.outer.start;
                if let Some(from) = from_before(reading, &first) {
                    second.outer.start = from;
                }
            }
        } else {
            at += 1;
        }
    }
}

/// Longest period or measure between 从 or 到 and its number, in characters.
const PERIOD: usize = 10;

/// Where the word begins that a change starts from: directly before the number, or before its period.
fn from_before(reading: &Reading<'_>, measure: &Measure) -> Option<usize> {
    let scan = &reading.article.scan;
    let end = measure.outer.start;
    if let Some(from) = scan.before(end, Class::From) {
        return Some(from.start);
    }
    let low = measure.clause.start.min(end);
    let words = scan.of(Class::From, low..end).filter(|from| is_period(reading, from.end..end));
    words.last().map(|from| from.start)
}

/// Whether a range holds nothing but a time, a rate's base (每人每月) and particles.
fn is_period(reading: &Reading<'_>, range: Range<usize>) -> bool {
    let scan = &reading.article.scan;
    if range.start >= range.end || reading.chars(range.clone()) > PERIOD {
        return false;
    }
    let mut at = range.start;
    while at < range.end {
        let word = scan.starting(at).filter(|hit| hit.end <= range.end).find(|hit| {
            hit.class.is_time()
                || matches!(
                    hit.class,
                    Class::Per | Class::Particle | Class::TimeTail | Class::UnitDate | Class::BoundBefore | Class::From
                )
        });
        match word.map(|hit| hit.end).or_else(|| reading.date_at(at, range.end)) {
            Some(next) if next > at => at = next,
            _ => return false,
        }
    }
    true
}
