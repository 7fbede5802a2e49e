//! Villages and neighbourhoods below the townships: a table that a user may add.

use std::collections::HashMap;

use crate::{
    lexicon::{
        gazetteer::{DivisionId, Gazetteer},
        table::TableError,
    },
    model::Level,
};

/// A village or neighbourhood of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Village {
    /// The township that it lies in.
    pub township: DivisionId,
    /// Statistical code of twelve digits.
    pub code: Box<str>,
}

/// Villages by county and name.
#[derive(Clone, Debug, Default)]
pub struct Villages(HashMap<(DivisionId, Box<str>), Vec<Village>>);

impl Villages {
    /// From `villages.tsv`: the code of the county, the full name of the township, the name of the village, its code.
    /// `ontology/gazetteer/villages.py` writes such a table. A village of a township that the gazetteer doesn't have is
    /// left out.
    pub(crate) fn parse(table: &str, text: &str, gazetteer: &Gazetteer) -> Result<Self, TableError> {
        let counties: HashMap<&str, DivisionId> = gazetteer
            .iter()
            .filter(|&id| gazetteer.level(id) < Level::Township)
            .filter_map(|id| Some((gazetteer.code(id)?, id)))
            .collect();
        let mut villages: HashMap<(DivisionId, Box<str>), Vec<Village>> = HashMap::new();
        let mut last: Option<(&str, &str, Option<DivisionId>)> = None;
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let cells: Vec<&str> = line.trim_end_matches('\r').split('\t').collect();
            let [code, township, name, own] = cells[..] else {
                let expected = "expected the code of a county, a township, a village and its code, with tabs between";
                return Err(TableError::broken(table, at + 1, expected));
            };
            let Some(&county) = counties.get(code) else { continue };
            // Rows of one township stand together.
            let found = match last {
                Some((before, town, found)) if (before, town) == (code, township) => found,
                _ => gazetteer.child(county, township).filter(|&id| gazetteer.level(id) == Level::Township),
            };
            last = Some((code, township, found));
            if let Some(township) = found {
                let rows = villages.entry((county, name.into())).or_default();
                rows.push(Village { township, code: own.into() });
            }
        }
        Ok(Self(villages))
    }

    /// The village of this name in a county; `None` if there is none, or if two of its townships have one.
    pub fn only(&self, county: DivisionId, name: &str) -> Option<&Village> {
        match self.named(county, name) {
            [village] => Some(village),
            _ => None,
        }
    }

    /// The village of this name in a township of a county.
    pub fn of_township(&self, county: DivisionId, township: DivisionId, name: &str) -> Option<&Village> {
        self.named(county, name).iter().find(|village| village.township == township)
    }

    fn named(&self, county: DivisionId, name: &str) -> &[Village] {
        if self.0.is_empty() {
            return &[];
        }
        self.0.get(&(county, name.into())).map_or(&[], Vec::as_slice)
    }
}
