//! When something was seen, as exactly as it is said.

use std::fmt;

use jiff::{ToSpan, civil::Date};

use crate::{article::Day, model::Period};

/// What a date rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The statement says it.
    Said,
    /// The page's day: the statement says none, or one that is still to come.
    Page,
}

impl Basis {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Page => "page",
        }
    }
}

/// The date by which something was there: a year, a month or a day, with the days that it may be.
///
/// Of dates in their order the one whose *last* day comes first is the earliest, so that a vague date never goes before an
/// exact one that it may be: `2022` comes after `2022-05-13`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// ISO 8601: `2022`, `2022-09` or `2022-09-30`.
    pub date: String,
    /// What it rests on.
    pub basis: Basis,
    pub(crate) first: Date,
    pub(crate) last: Date,
}

impl When {
    /// Of a statement with this period on a page of this day; none if neither is known.
    ///
    /// An interval counts by its end (by then it was there), one without an end by its start. A period that begins after
    /// the page's day is a plan: the page's day counts. One that ends after it ends with it.
    pub fn of(period: Option<&Period>, page: Option<&str>) -> Option<Self> {
        let page = page.and_then(|date| Some((date, days(date)?)));
        let said = period.and_then(|period| period.end.as_deref().or(period.start.as_deref()));
        if let Some((date, (first, last))) = said.and_then(|date| Some((date, days(date)?))) {
            let end = page.map_or(last, |(_, (_, end))| last.min(end));
            if first <= end {
                return Some(Self { date: date.to_owned(), basis: Basis::Said, first, last: end });
            }
        }
        let (date, (first, last)) = page?;
        Some(Self { date: date.to_owned(), basis: Basis::Page, first, last })
    }

    /// The first day that it may be, as ISO 8601.
    pub fn first_day(&self) -> String {
        self.first.to_string()
    }

    /// The last day that it may be, as ISO 8601.
    pub fn last_day(&self) -> String {
        self.last.to_string()
    }

    /// Whether it is one day.
    pub fn is_exact(&self) -> bool {
        self.first == self.last
    }

    /// Whether it surely lies before `other`.
    pub fn is_before(&self, other: &Self) -> bool {
        self.last < other.first
    }

    /// What dates are ordered by: the last day that it may be, of equals the more exact one first.
    pub(crate) fn order(&self) -> (Date, std::cmp::Reverse<Date>) {
        (self.last, std::cmp::Reverse(self.first))
    }

    /// Days from `first` to this one, each by the last day that it may be.
    pub(crate) fn lag(&self, first: &Self) -> i64 {
        i64::from(self.last.since(first.last).map_or(0, |span| span.get_days()))
    }
}

/// The first and the last day of a date.
pub(crate) fn days(date: &str) -> Option<(Date, Date)> {
    let day = Day::parse(date)?;
    let first = Date::new(day.year?, day.month.unwrap_or(1), day.day.unwrap_or(1)).ok()?;
    let length = match (day.month, day.day) {
        (None, _) => 1.year(),
        (_, None) => 1.month(),
        _ => 1.day(),
    };
    let last = first.checked_add(length).and_then(|next| next.checked_sub(1.day())).ok()?;
    Some((first, last))
}

/// How long the periods of an event history are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// Months: `2022-09`.
    #[default]
    Month,
    /// Years: `2022`.
    Year,
}

impl Step {
    /// Every step.
    pub const ALL: &'static [Self] = &[Self::Month, Self::Year];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The period that holds a day.
    pub(crate) fn at(self, day: Date) -> Slot {
        let year = i32::from(day.year());
        Slot { step: self, number: if self == Self::Month { year * 12 + i32::from(day.month()) - 1 } else { year } }
    }

    /// The period that a date lies in; none where it is too vague to tell.
    pub(crate) fn of(self, date: &str) -> Option<Slot> {
        let (first, last) = days(date)?;
        Some(self.at(first)).filter(|slot| *slot == self.at(last))
    }
}

/// A month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    step: Step,
    pub number: i32,
}

impl Slot {
    pub fn next(self) -> Self {
        Self { number: self.number + 1, ..self }
    }

    /// Its first day.
    pub fn start(self) -> Date {
        let (year, month) = match self.step {
            Step::Month => (self.number.div_euclid(12), self.number.rem_euclid(12) + 1),
            Step::Year => (self.number, 1),
        };
        Date::new(year as i16, month as i8, 1).unwrap_or(Date::ZERO)
    }
}

impl PartialOrd for Slot {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Slot {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.number.cmp(&other.number)
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            Step::Month => write!(f, "{:04}-{:02}", self.number.div_euclid(12), self.number.rem_euclid(12) + 1),
            Step::Year => write!(f, "{:04}", self.number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(period: Option<&str>, page: Option<&str>) -> Option<(String, &'static str, String, String)> {
        let period = period.map(|text| Period::parse(text).unwrap());
        let when = When::of(period.as_ref(), page)?;
        Some((when.date, when.basis.word(), when.first.to_string(), when.last.to_string()))
    }

    #[test]
    fn a_date_is_the_one_by_which_it_was_there() {
        let told = |date: &str, basis, first: &str, last: &str| Some((date.into(), basis, first.into(), last.into()));
        let page = Some("2023-04-18");
        for (period, page, expected) in [
            (None, page, told("2023-04-18", "page", "2023-04-18", "2023-04-18")),
            (Some("2022"), page, told("2022", "said", "2022-01-01", "2022-12-31")),
            (Some("2022-02"), None, told("2022-02", "said", "2022-02-01", "2022-02-28")),
            (Some("2023"), page, told("2023", "said", "2023-01-01", "2023-04-18")),
            (Some("2023-01/2023-04"), page, told("2023-04", "said", "2023-04-01", "2023-04-18")),
            (Some("/2022-11-20"), page, told("2022-11-20", "said", "2022-11-20", "2022-11-20")),
            (Some("2020/"), page, told("2020", "said", "2020-01-01", "2020-12-31")),
            (Some("2025"), page, told("2023-04-18", "page", "2023-04-18", "2023-04-18")),
            (None, None, None),
        ] {
            assert_eq!(when(period, page), expected, "{period:?} {page:?}");
        }
    }

    #[test]
    fn vague_dates_come_after_the_exact_ones_that_they_may_be() {
        let of = |date: &str| When::of(None, Some(date)).unwrap();
        assert!(of("2022-05-13").order() < of("2022").order() && of("2022-12-31").order() < of("2022-12").order());
        assert!(!of("2022").is_before(&of("2022-05-13")) && of("2021").is_before(&of("2022-05-13")));
        assert_eq!(of("2022-03").lag(&of("2022-02")), 31);
    }

    #[test]
    fn periods_follow_one_another() {
        let slot = Step::Month.of("2022-12-09").unwrap();
        assert_eq!((slot.to_string(), slot.next().to_string()), ("2022-12".into(), "2023-01".into()));
        assert_eq!(slot.next().start().to_string(), "2023-01-01");
        assert_eq!(Step::Month.of("2022"), None);
        assert_eq!(Step::Year.of("2022").unwrap().to_string(), "2022");
    }
}
