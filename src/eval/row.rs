//! What is counted: the rows of the table, and the counts.

use std::{
    fmt,
    ops::{Index, IndexMut},
};

/// A row of the table. Each counts one item for each distinct entity, figure or relation of a page; what is optional in
/// the gold is neither rewarded nor punished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// An agency's canonical name is right.
    Agency,
    /// An agency was found: its name is right, or one of its mentions is one of the gold's.
    AgencyFound,
    /// A programme's name resembles the gold one or a mention of it.
    Programme,
    /// A programme was found, as [`Row::AgencyFound`].
    ProgrammeFound,
    /// The path of a place is right, from the province down.
    Location,
    /// A place was found, as [`Row::AgencyFound`].
    LocationFound,
    /// A figure was read where one stands.
    Number,
    /// And its value, range, start and unit are right.
    Value,
    /// And what is measured resembles the gold phrase.
    Indicator,
    /// And agency, programme and place are right, or rightly absent. The headline.
    Statement,
    /// Agency → programme.
    Implements,
    /// As [`Row::Statement`], and bound, change, aggregate and time are right.
    Qualified,
    /// Agency ↔ agency.
    Partners,
    /// Agency → agency, programme → programme.
    PartOf,
    /// Agency or programme → place.
    LocatedIn,
}

impl Row {
    /// Every row, in the order of the table.
    pub const ALL: &'static [Self] = &[
        Self::Agency,
        Self::AgencyFound,
        Self::Programme,
        Self::ProgrammeFound,
        Self::Location,
        Self::LocationFound,
        Self::Number,
        Self::Value,
        Self::Indicator,
        Self::Statement,
        Self::Implements,
        Self::Qualified,
        Self::Partners,
        Self::PartOf,
        Self::LocatedIn,
    ];

    /// The word for it in tables and on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::AgencyFound => "agency.found",
            Self::Programme => "programme",
            Self::ProgrammeFound => "programme.found",
            Self::Location => "location",
            Self::LocationFound => "location.found",
            Self::Number => "number",
            Self::Value => "value",
            Self::Indicator => "indicator",
            Self::Statement => "statement",
            Self::Implements => "implements",
            Self::Qualified => "qualified",
            Self::Partners => "partners",
            Self::PartOf => "part_of",
            Self::LocatedIn => "located_in",
        }
    }

    /// The row that `word` stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|row| row.word() == word)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// How many were right, wrong and missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Required items that were read rightly.
    pub right: usize,
    /// What was read and is not so.
    pub wrong: usize,
    /// Required items that were not read, or not rightly.
    pub missed: usize,
}

impl Tally {
    /// Share of what was read that is right, from 0 to 1; 0 if nothing was read.
    pub fn precision(self) -> f64 {
        share(self.right, self.wrong)
    }

    /// Share of the required items that was read rightly, from 0 to 1; 0 if there are none.
    pub fn recall(self) -> f64 {
        share(self.right, self.missed)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

fn share(right: usize, not: usize) -> f64 {
    if right == 0 { 0.0 } else { right as f64 / (right + not) as f64 }
}

/// The counts of every row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallies([Tally; Row::ALL.len()]);

impl Tallies {
    /// Adds the counts of another page.
    pub fn add(&mut self, other: &Self) {
        for (one, other) in self.0.iter_mut().zip(&other.0) {
            one.right += other.right;
            one.wrong += other.wrong;
            one.missed += other.missed;
        }
    }
}

impl Index<Row> for Tallies {
    type Output = Tally;

    fn index(&self, row: Row) -> &Tally {
        &self.0[row as usize]
    }
}

impl IndexMut<Row> for Tallies {
    fn index_mut(&mut self, row: Row) -> &mut Tally {
        &mut self.0[row as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_its_place_and_its_word() {
        for (at, row) in Row::ALL.iter().enumerate() {
            assert_eq!((*row as usize, Row::from_word(row.word())), (at, Some(*row)));
        }
    }

    #[test]
    fn shares_of_nothing_are_none() {
        assert_eq!(Tally::default().f1(), 0.0);
        let tally = Tally { right: 3, wrong: 1, missed: 3 };
        assert_eq!((tally.precision(), tally.recall(), tally.f1()), (0.75, 0.5, 0.6));
    }
}
