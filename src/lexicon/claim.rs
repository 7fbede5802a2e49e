//! What is looked at when two claims are held against each other.

use std::collections::BTreeMap;

use crate::lexicon::table::{Table, TableError};

/// The table `claim.tsv`.
#[derive(Clone, Debug, Default)]
pub struct ClaimWords {
    scope: Vec<String>,
    alike: Vec<(char, char)>,
    /// The first unit of its set, by unit.
    units: BTreeMap<String, String>,
}

impl ClaimWords {
    /// Adds the rows of a table.
    pub(super) fn add(&mut self, table: &Table<'_>) -> Result<(), TableError> {
        for (line, surfaces, part) in table.parts() {
            let first = surfaces.split_whitespace().next().unwrap_or_default();
            for surface in surfaces.split_whitespace() {
                let mut pair = surface.chars();
                match (part, pair.next(), pair.next(), pair.next()) {
                    ("scope", ..) => self.scope.push(surface.to_owned()),
                    ("unit", ..) => drop(self.units.insert(surface.to_owned(), first.to_owned())),
                    ("alike", Some(one), Some(other), None) => self.alike.push((one, other)),
                    _ => {
                        return Err(table.refuse(
                            line,
                            "expected scope with words, unit with units, or alike with pairs of digits",
                        ));
                    }
                }
            }
        }
        Ok(())
    }

    /// The words in `text` that narrow what is measured.
    pub fn scope<'s>(&'s self, text: &str) -> Vec<&'s str> {
        self.scope.iter().map(String::as_str).filter(|word| text.contains(word)).collect()
    }

    /// The unit that stands for all that say the same.
    pub fn unit<'u>(&'u self, unit: &'u str) -> &'u str {
        self.units.get(unit).map_or(unit, String::as_str)
    }

    /// Whether OCR takes one of two digits for the other.
    pub fn alike(&self, one: char, other: char) -> bool {
        self.alike.iter().any(|&pair| pair == (one, other) || pair == (other, one))
    }
}
