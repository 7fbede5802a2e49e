//! Days of pages and dispatches, as exact as they are said.

use std::fmt;

use jiff::civil::Date;

use crate::{article::Article, lexicon::Lexicon, text::Document};

/// A date as exact as it is known: year, month or day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The year, if known.
    pub year: Option<i16>,
    /// The month, if known.
    pub month: Option<i8>,
    /// The day of the month, if known.
    pub day: Option<i8>,
}

impl Day {
    /// A full date that exists.
    pub fn full(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok()?;
        Some(Self { year: Some(year), month: Some(month), day: Some(day) })
    }

    /// The date of an ISO 8601 text: `2022`, `2022-09`, `2022-09-30`, or a date-time that begins so.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.get(..10).unwrap_or(text).split('-');
        let year = parts.next()?.parse().ok().filter(|year| (1800..2200).contains(year))?;
        let month = parts.next().and_then(|part| part.parse().ok()).filter(|month| (1..=12).contains(month));
        let day = month.and(parts.next()).and_then(|part| part.parse().ok());
        match (month, day) {
            (Some(month), Some(day)) => Self::full(year, month, day),
            _ => Some(Self { year: Some(year), month, day: None }),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(year) = self.year else { return Ok(()) };
        write!(f, "{year:04}")?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

/// The day that a dispatch gives at its head, within the first characters.
pub(crate) fn of_dispatch(body: &str, lexicon: &Lexicon) -> Option<Day> {
    let head: String = body.chars().take(30).collect();
    if let Some(day) = full_date(&head, lexicon) {
        return Some(day);
    }
    let byline = ["byline.dispatch", "byline.date"].iter().filter_map(|name| lexicon.pattern(name));
    let found = byline.filter_map(|pattern| pattern.find(&head)).next()?;
    let date = lexicon.pattern("date.day")?.captures(found.as_str())?;
    Some(Day { year: None, month: date[1].parse().ok(), day: date[2].parse().ok() })
}

fn full_date(text: &str, lexicon: &Lexicon) -> Option<Day> {
    let date = lexicon.pattern("date.full")?.captures(text)?;
    Day::full(date[1].parse().ok()?, date[2].parse().ok()?, date[3].parse().ok()?)
}

/// The day of printing: from metadata, else the file's name, else a full date at the head of the page, else the year
/// that the text speaks of most, with the latest day of its dispatches.
pub(crate) fn of_page(document: &Document, articles: &[Article], lexicon: &Lexicon) -> Option<Day> {
    let stated = document.date.as_deref().and_then(Day::parse);
    let named = || {
        let pattern = lexicon.pattern("date.compact")?;
        let date = pattern.captures(&document.name)?;
        Day::full(date[1].parse().ok()?, date[2].parse().ok()?, date[3].parse().ok()?)
    };
    let printed = || {
        let head: String =
            document.characters().map(|(c, _)| lexicon.fold(c)).filter(|c| !c.is_whitespace()).take(80).collect();
        full_date(&head, lexicon)
    };
    stated.or_else(named).or_else(printed).or_else(|| inferred(articles, lexicon))
}

/// The latest year that the page names at least twice, or that a full date or its only year gives; with the month and
/// day of the latest dispatch.
fn inferred(articles: &[Article], lexicon: &Lexicon) -> Option<Day> {
    let mut years: std::collections::BTreeMap<i16, usize> = std::collections::BTreeMap::new();
    for article in articles {
        for found in lexicon.pattern("date.year")?.captures_iter(article.text()) {
            *years.entry(found[1].parse().ok()?).or_default() += 1;
        }
    }
    let (&year, _) = years.iter().max_by_key(|&(&year, &count)| (count, year))?;
    let dispatch = articles.iter().filter_map(|article| article.day).max();
    Some(Day { year: Some(year), month: dispatch.and_then(|d| d.month), day: dispatch.and_then(|d| d.day) })
}
