//! Reads the tables of `ontology/gazetteer/`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    io::Read,
    thread,
};

use crate::{
    lexicon::gazetteer::{Division, DivisionId, Form, Gazetteer, names::Names},
    model::Level,
};

const DIVISIONS: &[u8] = include_bytes!("../../../ontology/gazetteer/divisions.tsv.zst");
const NAMES: &[u8] = include_bytes!("../../../ontology/gazetteer/names.tsv.zst");
const OVERLAY: &str = include_str!("../../../ontology/gazetteer/overlay.tsv");
const COMMON: &str = include_str!("../../../ontology/gazetteer/common.tsv");

/// What can be wrong with a table of the gazetteer.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// The packed table can't be unpacked.
    #[error("cannot unpack {table}: {reason}; make it again with ontology/gazetteer/rebuild.py")]
    Packed {
        /// Name of the table.
        table: &'static str,
        /// What the decoder says.
        reason: String,
    },
    /// A row isn't as the head of its table says.
    #[error("{table}, line {line}: expected {expected}")]
    Row {
        /// Name of the table.
        table: &'static str,
        /// Line, from 1.
        line: usize,
        /// What should stand there.
        expected: String,
    },
    /// The names don't fit into a matcher.
    #[error("cannot build the matcher of place names: {0}; look for an empty name in the tables")]
    Matcher(String),
}

/// The tables as they are, for a hash over all that reading knows.
pub(crate) const TABLES: [&[u8]; 4] = [DIVISIONS, NAMES, OVERLAY.as_bytes(), COMMON.as_bytes()];

pub(super) fn gazetteer(overlay: &str, common: &str) -> Result<Gazetteer, GazetteerError> {
    let mut builder = Builder::default();
    let names = unpack("names.tsv", NAMES)?;
    builder.divisions(&unpack("divisions.tsv", DIVISIONS)?)?;
    builder.names(&names)?;
    builder.overlay("overlay.tsv", OVERLAY)?;
    builder.overlay("overlay table", overlay)?;

    builder.finish([("common.tsv", COMMON), ("table of common names", common)])
}

fn unpack(table: &'static str, packed: &[u8]) -> Result<String, GazetteerError> {
    let failed = |reason: String| GazetteerError::Packed { table, reason };
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(packed).map_err(|e| failed(e.to_string()))?;
    let mut text = String::new();
    decoder.read_to_string(&mut text).map_err(|e| failed(e.to_string()))?;
    Ok(text)
}

/// Rows of a table with tabs: line number and cells. Empty lines and lines that start with `#` are none.
fn rows(text: &str) -> impl Iterator<Item = (usize, std::str::Split<'_, char>)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim_end_matches('\r')));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(|(at, line)| (at, line.split('\t')))
}

/// The gazetteer as it grows.
#[derive(Default)]
pub(super) struct Builder {
    divisions: Vec<Division>,
    codes: HashMap<Box<str>, DivisionId>,
    /// Divisions other than the register's townships by parent and name, once an overlay asks for them.
    wide: HashMap<(DivisionId, Box<str>), DivisionId>,
    /// Further names: those of the scan, and local ones.
    further: Vec<(Box<str>, DivisionId, Form)>,
    local: Vec<(Box<str>, DivisionId, Form)>,
    /// Divisions whose short form is local.
    shy: HashSet<DivisionId>,
    former: BTreeMap<DivisionId, Vec<(Box<str>, i16)>>,
}

impl Builder {
    /// `divisions.tsv`: code, level, parent, name, short, until, into.
    fn divisions(&mut self, text: &str) -> Result<(), GazetteerError> {
        let wrong =
            |line, expected: &str| GazetteerError::Row { table: "divisions.tsv", line, expected: expected.into() };
        let mut merged = Vec::new();
        for (line, mut cells) in rows(text) {
            let mut cell = || cells.next().ok_or_else(|| wrong(line, "seven cells"));
            let (code, level, parent, name) = (cell()?, cell()?, cell()?, cell()?);
            let (short, until, into) = (cell()?, cell()?, cell()?);
            let id = DivisionId(self.divisions.len() as u32);
            let level = Level::from_word(level).ok_or_else(|| wrong(line, "a level"))?;
            let parent = match level {
                Level::Country => None,
                _ => Some(*self.codes.get(parent).ok_or_else(|| wrong(line, "a parent that stands before it"))?),
            };
            let short: i8 = short.parse().map_err(|_| wrong(line, "a number of characters"))?;
            if short < 0 {
                self.shy.insert(id);
            }
            let short = name.chars().take(short.unsigned_abs().into()).map(char::len_utf8).sum::<usize>() as u8;
            if !into.is_empty() {
                merged.push((line, id, into));
            }
            if code.len() <= 6 {
                self.codes.insert(code.into(), id);
            }
            let until = until.parse().ok();
            self.divisions.push(Division {
                code: code.to_owned().into(),
                name: name.to_owned().into(),
                short,
                level,
                parent,
                until,
                into: None,
            });
        }
        for (line, id, into) in merged {
            let into = *self.codes.get(into).ok_or_else(|| wrong(line, "the code of a county or above"))?;
            self.divisions[id.row()].into = Some(into);
        }
        Ok(())
    }

    /// `names.tsv`: surface, form, code, until.
    fn names(&mut self, text: &str) -> Result<(), GazetteerError> {
        let wrong = |line, expected: &str| GazetteerError::Row { table: "names.tsv", line, expected: expected.into() };
        let long: HashMap<&str, u32> = self
            .divisions
            .iter()
            .zip(0..)
            .filter(|(d, _)| d.level == Level::Zone)
            .map(|(d, at)| (&*d.code, at))
            .collect();
        for (line, mut cells) in rows(text) {
            let mut cell = || cells.next().ok_or_else(|| wrong(line, "four cells"));
            let (surface, form, code, until) = (cell()?, cell()?, cell()?, cell()?);
            let id = self.codes.get(code).copied().or_else(|| long.get(code).copied().map(DivisionId));
            let id = id.ok_or_else(|| wrong(line, "the code of a division"))?;
            if form == "local" {
                self.local.push((surface.into(), id, Form::Short));
                continue;
            }
            let form = form_of(form).ok_or_else(|| wrong(line, "a form"))?;
            if let (Form::Former, Ok(until)) = (form, until.parse()) {
                self.former.entry(id).or_default().push((surface.into(), until));
            }
            self.further.push((surface.into(), id, form));
        }
        self.former.values_mut().for_each(|names| names.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0))));
        Ok(())
    }

    /// `overlay.tsv`: surface, form, level, path, reason. A path that no division has yet makes one.
    pub(super) fn overlay(&mut self, table: &'static str, text: &str) -> Result<(), GazetteerError> {
        let wrong = |line, expected: &str| GazetteerError::Row { table, line, expected: expected.into() };
        for (line, mut cells) in rows(text) {
            let mut cell = || cells.next().map(str::trim).filter(|cell| !cell.is_empty());
            let mut cell = || cell().ok_or_else(|| wrong(line, "surface, form, level, path and reason"));
            let (surface, form, level, path, _reason) = (cell()?, cell()?, cell()?, cell()?, cell()?);
            let level = Level::from_word(level).ok_or_else(|| wrong(line, "a level, such as township or zone"))?;
            let id = self.at_path(path, level).ok_or_else(|| wrong(line, "a path whose wider places are known"))?;
            if self.divisions[id.row()].level != level {
                return Err(wrong(line, &format!("level {}", self.divisions[id.row()].level)));
            }
            if form == "local" {
                self.local.push((surface.into(), id, Form::Short));
            } else {
                let form = form_of(form).ok_or_else(|| wrong(line, "full, short, byname, former, abbr or local"))?;
                self.further.push((surface.into(), id, form));
            }
        }
        Ok(())
    }

    /// The division of a path of full names with `/` between them; its last part may be new.
    fn at_path(&mut self, path: &str, level: Level) -> Option<DivisionId> {
        let country = DivisionId(0);
        let parts: Vec<&str> = path.split('/').collect();
        if parts == [&*self.divisions.first()?.name] {
            return Some(country);
        }
        let mut at = country;
        for (depth, part) in parts.iter().enumerate() {
            at = match self.child(at, part) {
                Some(known) => known,
                None if depth + 1 == parts.len() && !part.is_empty() => {
                    let (code, name, parent) = ("".into(), (*part).to_owned().into(), Some(at));
                    let id = DivisionId(self.divisions.len() as u32);
                    self.divisions.push(Division { code, name, short: 0, level, parent, until: None, into: None });
                    self.wide.insert((at, (*part).into()), id);
                    id
                }
                None => return None,
            };
        }
        Some(at)
    }

    /// The division of this full name right below another. Townships of the register stand right after their county;
    /// all others are indexed.
    fn child(&mut self, parent: DivisionId, name: &str) -> Option<DivisionId> {
        if self.wide.is_empty() {
            let wide = self.divisions.iter().zip((0..).map(DivisionId)).filter(|(d, _)| d.level != Level::Township);
            self.wide = wide.filter_map(|(d, id)| Some(((d.parent?, (*d.name).into()), id))).collect();
        }
        let county = self.divisions.get(parent.row()).filter(|d| d.code.len() == 6);
        let townships = county.into_iter().flat_map(|county| {
            let below = self.divisions.iter().enumerate().skip(parent.row() + 1);
            below.take_while(|(_, d)| d.code.starts_with(&*county.code))
        });
        let township = || townships.into_iter().find(|(_, d)| *d.name == *name).map(|(row, _)| DivisionId(row as u32));
        self.wide.get(&(parent, name.into())).copied().or_else(township)
    }

    pub(super) fn finish(self, common: [(&'static str, &str); 2]) -> Result<Gazetteer, GazetteerError> {
        let mut words = BTreeSet::new();
        for (table, text) in common {
            for (line, mut cells) in rows(text) {
                match (cells.next().map(str::trim), cells.next().map(str::trim)) {
                    (Some(surface), Some(reason)) if !surface.is_empty() && !reason.is_empty() => {
                        words.insert(surface);
                    }
                    _ => return Err(GazetteerError::Row { table, line, expected: "surface and reason".into() }),
                }
            }
        }
        let mut names: Vec<(&str, DivisionId, Form)> = Vec::with_capacity(self.divisions.len() * 2);
        let mut local = Vec::with_capacity(self.divisions.len());
        for (division, id) in self.divisions.iter().zip((0..).map(DivisionId)) {
            let gone = division.until.is_some();
            names.push((&division.name, id, if gone { Form::Former } else { Form::Full }));
            if let Some(short) = division.short() {
                let form = if gone { Form::Former } else { Form::Short };
                if self.shy.contains(&id) { local.push((short, id, form)) } else { names.push((short, id, form)) }
            }
        }
        names.extend(self.further.iter().map(|(surface, id, form)| (&**surface, *id, *form)));
        local.extend(self.local.iter().map(|(surface, id, form)| (&**surface, *id, *form)));
        // the matcher takes as long as all else together
        let (names, local) = thread::scope(|scope| {
            let local = scope.spawn(|| Names::new(local));
            (Names::new(names).with_matcher(), local.join())
        });
        // what ends that thread ends this one
        let local = local.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok(Gazetteer {
            divisions: self.divisions,
            names: names?,
            local,
            former: self.former,
            common: words.into_iter().collect(),
        })
    }
}

fn form_of(word: &str) -> Option<Form> {
    Form::ALL.iter().copied().find(|form| form.word() == word)
}
