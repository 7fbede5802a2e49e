//! The period that a figure holds for.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An ISO 8601 period with dates as exact as the page says: `2022`, `2022-09-30`, `2022-01/2022-11`,
/// `/2022-08` (up to) or `2020/` (since).
///
/// ```
/// use zhengtu::model::Period;
/// assert_eq!(Period::between("2022-01", "2022-11").to_string(), "2022-01/2022-11");
/// assert_eq!(Period::parse("/2022-08"), Some(Period::until("2022-08")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First date; `None` is open.
    pub start: Option<String>,
    /// Last date; `None` is open.
    pub end: Option<String>,
    /// Whether it is one date (`2022-09`) rather than an interval.
    pub single: bool,
}

impl Period {
    /// One date: a year, a month or a day.
    pub fn date(date: impl Into<String>) -> Self {
        let date = date.into();
        Self { start: Some(date.clone()), end: Some(date), single: true }
    }

    /// From one date to another.
    pub fn between(start: impl Into<String>, end: impl Into<String>) -> Self {
        Self { start: Some(start.into()), end: Some(end.into()), single: false }
    }

    /// Up to a date.
    pub fn until(end: impl Into<String>) -> Self {
        Self { start: None, end: Some(end.into()), single: false }
    }

    /// Since a date.
    pub fn since(start: impl Into<String>) -> Self {
        Self { start: Some(start.into()), end: None, single: false }
    }

    /// The period that an ISO 8601 text as [`Period`] shows it stands for.
    pub fn parse(text: &str) -> Option<Self> {
        let date = |part: &str| {
            let ok = matches!(part.len(), 4 | 7 | 10)
                && part.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
            ok.then(|| part.to_owned())
        };
        match text.split_once('/') {
            None => date(text).map(Self::date),
            Some(("", end)) => date(end).map(Self::until),
            Some((start, "")) => date(start).map(Self::since),
            Some((start, end)) => Some(Self::between(date(start)?, date(end)?)),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start.as_deref().unwrap_or_default();
        if self.single {
            return f.write_str(start);
        }
        write!(f, "{start}/{}", self.end.as_deref().unwrap_or_default())
    }
}
