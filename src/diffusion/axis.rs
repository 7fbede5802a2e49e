//! The axis of time of a picture.

use jiff::{ToSpan, civil::Date};

/// Months between two marks.
const STEPS: [i32; 9] = [1, 2, 3, 6, 12, 24, 60, 120, 240];
/// Marks at most.
const MARKS: i32 = 9;

/// Days from left to right.
pub(crate) struct Axis {
    first: Date,
    days: f64,
    left: f64,
    width: f64,
}

impl Axis {
    /// From the month of the first day to the end of the month of the last, drawn from `left` to `right`.
    pub fn new(first: Date, last: Date, (left, right): (f64, f64)) -> Self {
        let first = first.first_of_month();
        let end = last.last_of_month();
        Self { first, days: (days(first, end) + 1.0).max(28.0), left, width: right - left }
    }

    /// Where a day begins.
    pub fn x(&self, day: Date) -> f64 {
        self.left + self.width * (days(self.first, day) / self.days).clamp(0.0, 1.0)
    }

    /// Marks with their words: months, or years where there are many.
    pub fn marks(&self) -> Vec<(f64, String)> {
        let months = (self.days / 30.4).ceil() as i32;
        let step = STEPS.into_iter().find(|step| months / step < MARKS).unwrap_or(STEPS[STEPS.len() - 1]);
        let (mut marks, mut day) = (Vec::new(), self.first);
        while days(self.first, day) < self.days {
            let number = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
            if number % step == 0 {
                let words = if step < 12 { day.strftime("%Y-%m").to_string() } else { day.year().to_string() };
                marks.push((self.x(day), words));
            }
            let Ok(next) = day.checked_add(1.month()) else { break };
            day = next;
        }
        marks
    }
}

fn days(from: Date, to: Date) -> f64 {
    to.since(from).map_or(0.0, |span| f64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stay_few_and_in_the_picture() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (first, last, expected) in [
            ("2022-08-01", "2023-12-20", "2022-10 2023-01 2023-04 2023-07 2023-10"),
            ("2023-05-03", "2023-05-20", "2023-05"),
            ("2009-02-01", "2023-05-20", "2010 2012 2014 2016 2018 2020 2022"),
        ] {
            let axis = Axis::new(day(first), day(last), (100.0, 700.0));
            let marks = axis.marks();
            let words: Vec<&str> = marks.iter().map(|(_, words)| words.as_str()).collect();
            assert_eq!(words.join(" "), expected, "{first} {last}");
            assert!(marks.iter().all(|(x, _)| (100.0..=700.0).contains(x)), "{marks:?}");
        }
    }
}
