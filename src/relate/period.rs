//! The period that a figure holds for.

use crate::{
    article::{Article, Day, Page},
    extract::{Figure, Reading, TimeMention, When},
    lexicon::Class,
    model::Period,
};

/// Longest word of time, in bytes.
const TIME: usize = 96;

/// The period of a figure: from a word of time in its clause, else in its sentence before it.
pub(crate) fn of(
    reading: &Reading<'_>,
    figure: &Figure,
    times: &[TimeMention],
    page: &Page,
    article: &Article,
) -> Option<Period> {
    let at = figure.number.start;
    let sentence = reading.article.sentence(at).map_or(figure.clause.clone(), |(_, sentence)| sentence.clone());
    // 比2018年增长: that year is not the figure's own.
    let own = |time: &TimeMention| {
        let scan = &reading.article.scan;
        let held = scan.ending(time.range.start).any(|hit| hit.class == Class::CompareMark)
            || scan.starting(time.range.end).any(|hit| hit.class == Class::CompareAfter);
        !held && !scan.covered(time.range.clone(), &[Class::Compare])
    };
    let before = &times[..times.partition_point(|time| time.range.start < at)];
    let last = |low: usize| {
        let behind = before.iter().enumerate().rev().take_while(|(_, time)| time.range.start >= low);
        behind.filter(|(_, time)| time.range.end <= at).find(|(_, time)| own(time))
    };
    let (number, time) = last(figure.clause.start).or_else(|| last(sentence.start))?;
    let printed = printed(page, article);
    let year_of = |offset: i16| printed.year.map(|year| year + offset);
    // A year named just before a month belongs to it: 去年11月.
    let close = before[..number].iter().rev().take_while(|other| other.range.start + TIME >= time.range.start);
    let led = close.filter(|other| other.range.end == time.range.start).last().and_then(|other| match other.when {
        When::Year(offset) => year_of(offset),
        When::Date { year, month: None, .. } => year,
        _ => None,
    });
    let running = reading.article.scan.starting(time.range.end).any(|hit| hit.class == Class::Aggregate);
    let date = |year: Option<i16>, month: Option<i8>, day: Option<i8>| {
        let text = Day { year, month, day }.to_string();
        (!text.is_empty()).then_some(text)
    };
    // 截至9月底, a level (a share, what rose from A to B) is that of the day; an amount has run up to it.
    let level = reading.lexicon.lookup(figure.quantity.unit.as_deref().unwrap_or_default()).iter();
    let level = level.into_iter().any(|word| word.class == Class::UnitRate) || figure.quantity.from.is_some();
    let bounded = |text: String| match (time.until && !level, time.since || running) {
        (true, _) => Period::until(text),
        (_, true) => Period::since(text),
        _ => Period::date(text),
    };
    match time.when {
        When::Date { year, month, day } => {
            let year = year.or(led).or_else(|| {
                // A month later than that of printing was last year's.
                let later = month.zip(printed.month).is_some_and(|(month, printed)| month > printed);
                year_of(if later { -1 } else { 0 })
            });
            date(year, month, day).map(bounded)
        }
        When::Months(first, last) => {
            let year = led.or(printed.year);
            Some(Period::between(date(year, Some(first), None)?, date(year, Some(last), None)?))
        }
        When::Year(offset) => date(year_of(offset), None, None).map(bounded),
        When::Since(offset) => {
            let year = year_of(offset)?;
            let end = if offset == 0 {
                date(Some(year), printed.month, None)?
            } else {
                date(printed.year, printed.month, None)?
            };
            Some(Period::between(format!("{year:04}-01"), end))
                .filter(|_| printed.month.is_some())
                .or_else(|| date(Some(year), None, None).map(Period::date))
        }
        When::Holiday((m1, d1), (m2, d2)) => {
            let year = led.or(printed.year);
            Some(Period::between(date(year, Some(m1), Some(d1))?, date(year, Some(m2), Some(d2))?))
        }
        When::Now => date(printed.year, printed.month, None).map(Period::date),
        When::Day(_) => date(printed.year, printed.month, printed.day).map(Period::date),
        When::Whole => before[..number]
            .iter()
            .rev()
            .filter(|other| other.range.end <= time.range.start)
            .find_map(|other| match other.when {
                When::Year(offset) => date(year_of(offset), None, None),
                When::Date { year: Some(year), .. } => date(Some(year), None, None),
                _ => None,
            })
            .or_else(|| date(printed.year, None, None))
            .map(Period::date),
    }
}

/// The day of the article, as far as it and its page say it.
fn printed(page: &Page, article: &Article) -> Day {
    let page = page.day.unwrap_or(Day { year: None, month: None, day: None });
    match article.day {
        Some(own) => Day { year: own.year.or(page.year), month: own.month, day: own.day },
        None => page,
    }
}
