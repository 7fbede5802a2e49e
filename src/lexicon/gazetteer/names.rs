//! Surfaces and the divisions that bear them.

use daachorse::MatchKind;
use serde::{Deserialize, Serialize};

use crate::lexicon::{
    automaton::Automaton,
    gazetteer::{DivisionId, Form, GazetteerError, PlaceHit, texts::Texts},
};

/// Sorted surfaces with the divisions that each of them names.
#[derive(Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Names {
    /// In the order of the bytes, each once.
    surfaces: Texts,
    /// Where the entries of each surface end.
    ends: Vec<u32>,
    /// Entries of all surfaces, one after the other, each surface's in the order of the codes.
    ids: Vec<DivisionId>,
    forms: Vec<Form>,
    matcher: Option<Automaton>,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Names").field("surfaces", &self.surfaces.len()).finish_non_exhaustive()
    }
}

impl Names {
    /// From entries in any order. Of two forms of one surface for one division the plainer one stays.
    pub(super) fn new(mut entries: Vec<(&str, DivisionId, Form)>) -> Self {
        entries.sort_unstable();
        entries.dedup_by(|b, a| a.0 == b.0 && a.1 == b.1);
        let mut names = Self::default();
        for (surface, id, form) in entries {
            if names.ends.is_empty() || names.surfaces.get(names.ends.len() - 1) != surface {
                names.surfaces.push(surface);
                names.ends.push(0);
            }
            names.ids.push(id);
            names.forms.push(form);
            if let Some(end) = names.ends.last_mut() {
                *end = names.ids.len() as u32;
            }
        }
        names
    }

    /// The same, so that [`Names::scan`] finds the surfaces.
    pub(super) fn with_matcher(mut self) -> Result<Self, GazetteerError> {
        let scanned = |place: &u32| self.best_form(*place as usize) != Form::Abbreviation;
        let places = (0..self.surfaces.len() as u32).filter(scanned);
        let surfaces = places.map(|place| (self.surfaces.get(place as usize), place));
        let matcher =
            Automaton::new(MatchKind::LeftmostLongest, surfaces).map_err(|e| GazetteerError::Matcher(e.to_string()))?;
        self.matcher = Some(matcher);
        Ok(self)
    }

    pub(super) fn scan(&self, text: &str) -> Vec<PlaceHit<'_>> {
        let Some(matcher) = &self.matcher else { return Vec::new() };
        let hit = |m: daachorse::Match<u32>| {
            let place = m.value() as usize;
            PlaceHit {
                start: m.start(),
                end: m.end(),
                form: self.best_form(place),
                candidates: &self.ids[self.range(place)],
            }
        };
        matcher.0.leftmost_find_iter(text).map(hit).collect()
    }

    pub(super) fn get(&self, surface: &str) -> &[DivisionId] {
        self.place(surface).map_or(&[], |place| &self.ids[self.range(place)])
    }

    pub(super) fn form(&self, surface: &str, id: DivisionId) -> Option<Form> {
        let range = self.range(self.place(surface)?);
        let at = self.ids[range.clone()].binary_search(&id).ok()?;
        Some(self.forms[range][at])
    }

    fn place(&self, surface: &str) -> Option<usize> {
        self.surfaces.find(surface)
    }

    fn range(&self, place: usize) -> std::ops::Range<usize> {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[place] as usize
    }

    fn best_form(&self, place: usize) -> Form {
        self.forms[self.range(place)].iter().copied().min().unwrap_or(Form::Abbreviation)
    }
}
