//! When something holds, in few bytes.

use crate::model::Period;

/// When something holds that is told: the first and the last day that may be meant, each as the number YYYYMMDD.
///
/// ```
/// use zhengtu::model::{Days, Period};
/// let autumn = Days::of(Some(&Period::between("2022-09", "2022-11")), None);
/// assert!(autumn.meets(Some("2022-11-15"), None) && !autumn.meets(Some("2023"), None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    first: u32,
    last: u32,
}

impl Days {
    /// Nobody says when.
    pub const UNKNOWN: Self = Self { first: u32::MAX, last: 0 };

    /// Of a figure's period, else of the page's day.
    pub fn of(period: Option<&Period>, date: Option<&str>) -> Self {
        match (period, date) {
            (Some(period), _) => Self {
                first: period.start.as_deref().map_or(0, first_day),
                last: period.end.as_deref().map_or(u32::MAX, last_day),
            },
            (None, Some(date)) => Self { first: first_day(date), last: last_day(date) },
            (None, None) => Self::UNKNOWN,
        }
    }

    /// Whether it may hold on a day between these, which are days, months or years.
    pub fn meets(self, from: Option<&str>, to: Option<&str>) -> bool {
        from.is_none_or(|from| self.last >= first_day(from)) && to.is_none_or(|to| self.first <= last_day(to))
    }
}

fn first_day(date: &str) -> u32 {
    day(date, '0')
}

fn last_day(date: &str) -> u32 {
    day(date, '9')
}

/// The day, what is not said of it filled up.
fn day(date: &str, rest: char) -> u32 {
    let digits = date.chars().filter(char::is_ascii_digit).chain(std::iter::repeat(rest));
    digits.take(8).filter_map(|digit| digit.to_digit(10)).fold(0, |day, digit| 10 * day + digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_holds_on_the_days_that_its_period_may_mean() {
        let period = |text: &str| Days::of(Period::parse(text).as_ref(), Some("1999-01-01"));
        for (period, from, to, meets) in [
            (period("2022"), "2022-05", "2022-06", true),
            (period("2022-05-01"), "2022-05", "2022-05", true),
            (period("2022-05"), "2022-06-01", "2022-12", false),
            (period("/2022-08"), "2020", "2021", true),
            (period("/2022-08"), "2022-09", "2023", false),
            (period("2022/"), "2030", "2031", true),
            (Days::of(None, Some("2023-01-16")), "2023", "2023", true),
            (Days::UNKNOWN, "0001", "9999", false),
        ] {
            assert_eq!(period.meets(Some(from), Some(to)), meets, "{period:?} {from} {to}");
        }
        assert!(Days::UNKNOWN.meets(None, None));
    }
}
