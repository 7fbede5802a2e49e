//! Words of time: dates, years by their distance, parts of years, since and until.

use std::ops::Range;

use crate::{
    extract::{Mentions, Reading},
    lexicon::Class,
    text::Taken,
};

/// What a word of time says, before the article's own date is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// A date with what it names of year, month and day.
    Date {
        /// The year, if named.
        year: Option<i16>,
        /// The month, if named.
        month: Option<i8>,
        /// The day, if named.
        day: Option<i8>,
    },
    /// From one month to another of a year.
    Months(i8, i8),
    /// A year by its distance: 今年 is 0, 去年 -1.
    Year(i16),
    /// From the beginning of that year on.
    Since(i16),
    /// A holiday: first and last month and day.
    Holiday((i8, i8), (i8, i8)),
    /// The day of the page, or before it.
    Day(i16),
    /// Now.
    Now,
    /// The whole year.
    Whole,
}

/// A word of time in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMention {
    /// **Bytes** of the article's cleaned text.
    pub range: Range<usize>,
    /// What it says.
    pub when: When,
    /// Whether 截至 or 至 stands before it: up to then.
    pub until: bool,
    /// Whether 起 or 以来 stands behind it: since then.
    pub since: bool,
}

pub(crate) fn extract(reading: &Reading<'_>, mentions: &mut Mentions) {
    let mut times: Vec<TimeMention> = Vec::new();
    let mut taken = Taken::new(reading.text().len());
    let mut add = |range: Range<usize>, when: When, times: &mut Vec<TimeMention>| {
        if !reading.in_byline(&range) && !taken.overlaps(&range) {
            taken.take(&range);
            let until = until(reading, range.start);
            let since = reading.article.scan.starting(range.end).any(|hit| hit.class == Class::Aggregate);
            times.push(TimeMention { range, when, until, since });
        }
    };
    let number = |text: &str| text.parse().ok();
    for (name, parts) in [("date.full", 3), ("date.month", 2), ("date.year", 1)] {
        let Some(pattern) = reading.lexicon.pattern(name) else { continue };
        for found in pattern.captures_iter(reading.text()) {
            let Some(whole) = found.get(0) else { continue };
            let part = |at: usize| if at <= parts { found.get(at).and_then(|m| number(m.as_str())) } else { None };
            let (month, day) =
                (part(2).and_then(|m: i16| i8::try_from(m).ok()), part(3).and_then(|d: i16| i8::try_from(d).ok()));
            add(whole.range(), When::Date { year: part(1), month, day }, &mut times);
        }
    }
    for (name, kind) in [("date.first.months", 3), ("date.months", 2), ("date.day", 1), ("date.month.only", 0)] {
        let Some(pattern) = reading.lexicon.pattern(name) else { continue };
        for found in pattern.captures_iter(reading.text()) {
            let Some(whole) = found.get(0) else { continue };
            let part = |at: usize| found.get(at).and_then(|m| m.as_str().parse::<i8>().ok());
            let when = match (kind, part(1), part(2)) {
                (3, Some(last), _) if (1..=12).contains(&last) => When::Months(1, last),
                (2, Some(first), Some(last)) if (1..=12).contains(&first) && (first..=12).contains(&last) => {
                    When::Months(first, last)
                }
                (1, Some(month), Some(day)) if (1..=12).contains(&month) && (1..=31).contains(&day) => {
                    When::Date { year: None, month: Some(month), day: Some(day) }
                }
                (0, Some(month), _) if (1..=12).contains(&month) => {
                    When::Date { year: None, month: Some(month), day: None }
                }
                _ => continue,
            };
            add(whole.range(), when, &mut times);
        }
    }
    for hit in reading.article.scan.within(0..reading.text().len()) {
        let value = &reading.lexicon.word(hit).value;
        let offset = || value.parse().unwrap_or(0);
        let when = match hit.class {
            Class::TimeSince => When::Since(offset()),
            Class::TimeYear => When::Year(offset()),
            Class::TimeDay => When::Day(offset()),
            Class::TimeNow => When::Now,
            Class::TimeWhole => When::Whole,
            Class::TimePart => match value.split_once('/').map(|(a, b)| (a.parse(), b.parse())) {
                Some((Ok(first), Ok(last))) => When::Months(first, last),
                _ => continue,
            },
            Class::TimeHoliday => match holiday(value) {
                Some((first, last)) => When::Holiday(first, last),
                None => continue,
            },
            _ => continue,
        };
        add(hit.range(), when, &mut times);
    }
    times.sort_by_key(|time| (time.range.start, time.range.end));
    mentions.times = times;
}

fn holiday(value: &str) -> Option<((i8, i8), (i8, i8))> {
    let day = |text: &str| {
        let (month, day) = text.split_once('-')?;
        Some((month.parse().ok()?, day.parse().ok()?))
    };
    let (first, last) = value.split_once('/')?;
    Some((day(first)?, day(last)?))
}

fn until(reading: &Reading<'_>, start: usize) -> bool {
    let clause = reading.clause(start);
    let head = reading.slice(clause.start.min(start)..start);
    reading
        .lexicon
        .pattern("time.until")
        .is_some_and(|pattern| pattern.find_iter(head).any(|found| head[found.end()..].chars().count() <= 3))
}
