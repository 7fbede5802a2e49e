//! Administrative divisions of China, from the country down to townships, with the names that newspapers use.
//!
//! The tables stand in `ontology/gazetteer/`: two packed ones that a script makes from published registers, and two
//! that people edit, `overlay.tsv` (what the registers lack) and `common.tsv` (names that are everyday words too).

mod names;
mod read;
mod texts;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use crate::{
    lexicon::gazetteer::{names::Names, texts::Texts},
    model::Level,
};

pub(crate) use read::TABLES;

pub use read::GazetteerError;

/// A division of the [`Gazetteer`] that gave it out. In the order of the codes; those without one come last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DivisionId(u32);

impl DivisionId {
    fn row(self) -> usize {
        self.0 as usize
    }
}

/// How a surface names a place, from the plainest to the loosest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Form {
    /// The full name: 湘潭市, 雨湖区, 楠竹山镇.
    Full,
    /// Without its suffix or its peoples: 湘潭, 浏阳, 恩施, 恩施州, 楠竹山.
    Short,
    /// Another name for it: 三湘, 羊城.
    Byname,
    /// A name that it bore once (襄樊市), or the name of a division that is no more (江干区).
    Former,
    /// One character of a compound: 湘 in 湘赣边. Never found by [`Gazetteer::scan`].
    Abbreviation,
}

impl Form {
    /// Every form, in order.
    pub const ALL: &'static [Self] = &[Self::Full, Self::Short, Self::Byname, Self::Former, Self::Abbreviation];

    /// The word for it in the tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Short => "short",
            Self::Byname => "byname",
            Self::Former => "former",
            Self::Abbreviation => "abbr",
        }
    }
}

/// A place name found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceHit<'g> {
    /// Where it starts in the scanned text, in bytes.
    pub start: usize,
    /// Where it ends, in bytes, exclusive.
    pub end: usize,
    /// How the surface names the first-ranking of the candidates; [`Gazetteer::form`] tells it for each.
    pub form: Form,
    /// Every division that bears this name, in the order of the codes. Never empty.
    pub candidates: &'g [DivisionId],
}

/// One row of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Division {
    #[serde(borrow)]
    code: Cow<'static, str>,
    #[serde(borrow)]
    name: Cow<'static, str>,
    /// Bytes of the name that make its short form; 0: none.
    short: u8,
    level: Level,
    parent: Option<DivisionId>,
    until: Option<i16>,
    into: Option<DivisionId>,
}

impl Division {
    fn short(&self) -> Option<&str> {
        (self.short > 0).then(|| self.name.get(..usize::from(self.short))).flatten()
    }
}

/// The divisions, and a matcher for all their names.
///
/// ```
/// use zhengtu::lexicon::Gazetteer;
///
/// let gazetteer = Gazetteer::embedded();
/// let text = "长沙浏阳推行上门服务";
/// let hits = gazetteer.scan(text);
/// let surfaces: Vec<&str> = hits.iter().map(|hit| &text[hit.start..hit.end]).collect();
/// assert_eq!(surfaces, ["长沙", "浏阳"]);
/// let liuyang = hits[1].candidates[0];
/// assert_eq!(gazetteer.path(liuyang), ["湖南省", "长沙市", "浏阳市"]);
/// assert_eq!(gazetteer.code(liuyang), Some("430181"));
/// ```
#[derive(Debug, Default)]
pub struct Gazetteer {
    divisions: Vec<Division>,
    /// Names that the scan finds, and abbreviations.
    names: Names,
    /// Names that count only below a known parent: short ones of townships, generic ones of zones.
    local: Names,
    former: BTreeMap<DivisionId, Vec<(Box<str>, i16)>>,
    /// Sorted.
    common: Texts,
}

impl Gazetteer {
    /// The built-in gazetteer with rows of the user's own, in the columns of `overlay.tsv` and `common.tsv`.
    ///
    /// # Errors
    /// [`GazetteerError`] names the table, the line and what was expected there.
    pub fn with_tables(overlay: &str, common: &str) -> Result<Self, GazetteerError> {
        read::gazetteer(overlay, common)
    }

    /// The gazetteer of [`Gazetteer::to_bytes`], whose names stay where they are; `None` of other bytes.
    pub(crate) fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let (divisions, names, local, former, common) = postcard::from_bytes(bytes).ok()?;
        Some(Self { divisions, names, local, former, common })
    }

    /// All of it in a form that loads at once.
    #[allow(dead_code, reason = "the build script and a test call it")]
    pub(crate) fn to_bytes(&self) -> postcard::Result<Vec<u8>> {
        let Self { divisions, names, local, former, common } = self;
        postcard::to_stdvec(&(divisions, names, local, former, common))
    }

    /// Every place name in `text`: leftmost, then longest, none overlapping another.
    ///
    /// Not found are abbreviations of one character, short names of townships that have two characters or name a street
    /// (文艺路 for 文艺路街道), and names that mean something only below a known parent (高新区): see
    /// [`Gazetteer::child`]. Whether a hit is a place at all the caller has to judge: [`Gazetteer::is_common`].
    pub fn scan(&self, text: &str) -> Vec<PlaceHit<'_>> {
        self.names.scan(text)
    }

    /// The divisions of exactly this name, in any form, in the order of the codes.
    pub fn lookup(&self, surface: &str) -> &[DivisionId] {
        self.names.get(surface)
    }

    /// How `surface` names `id`; `None` if it doesn't.
    pub fn form(&self, surface: &str, id: DivisionId) -> Option<Form> {
        self.names.form(surface, id).or_else(|| self.local.form(surface, id))
    }

    /// The division of this name below `parent`, the nearest level first, standing ones before dissolved ones. Short
    /// names of townships and generic names of zones (高新区) count here.
    pub fn child(&self, parent: DivisionId, surface: &str) -> Option<DivisionId> {
        let below = |id: &DivisionId| *id != parent && self.within(*id, parent);
        let all = self.names.get(surface).iter().chain(self.local.get(surface)).copied();
        all.filter(below).min_by_key(|&id| (self.depth(id), self.until(id).is_some(), self.form(surface, id), id))
    }

    /// Full name.
    pub fn name(&self, id: DivisionId) -> &str {
        self.division(id).map_or("", |d| &d.name)
    }

    /// The part of the full name that newspapers use alone: 湘潭 of 湘潭市. `None` where there is none (临县).
    pub fn short_name(&self, id: DivisionId) -> Option<&str> {
        self.division(id)?.short()
    }

    /// GB/T 2260 code of six digits for a county and above, statistical code of nine digits for a township. `None` for
    /// the country and for what no register has.
    pub fn code(&self, id: DivisionId) -> Option<&str> {
        self.division(id).map(|d| &*d.code).filter(|code| !code.is_empty())
    }

    /// How wide it is.
    pub fn level(&self, id: DivisionId) -> Level {
        self.division(id).map_or(Level::Site, |d| d.level)
    }

    /// The next wider division. That of a province is the country.
    pub fn parent(&self, id: DivisionId) -> Option<DivisionId> {
        self.division(id)?.parent
    }

    /// Full names from the province down to the division itself. The country is no part of it, except alone.
    pub fn path(&self, id: DivisionId) -> Vec<&str> {
        let mut path: Vec<&str> = self.ancestors(id).map(|one| self.name(one)).collect();
        path.reverse();
        if path.len() > 1 {
            path.remove(0);
        }
        path
    }

    /// Whether `inner` is `outer` or lies in it.
    pub fn within(&self, inner: DivisionId, outer: DivisionId) -> bool {
        self.ancestors(inner).any(|one| one == outer)
    }

    /// The division of this level that `id` is or lies in.
    pub fn ancestor_at(&self, id: DivisionId, level: Level) -> Option<DivisionId> {
        self.ancestors(id).find(|&one| self.level(one) == level)
    }

    /// The year in which it was dissolved; `None` for what stands.
    pub fn until(&self, id: DivisionId) -> Option<i16> {
        self.division(id)?.until
    }

    /// The division that took in a dissolved one.
    pub fn successor(&self, id: DivisionId) -> Option<DivisionId> {
        self.division(id)?.into
    }

    /// Names that it bore earlier, each with the year in which that ended, the oldest first.
    pub fn former_names(&self, id: DivisionId) -> impl Iterator<Item = (&str, i16)> {
        self.former.get(&id).into_iter().flatten().map(|(name, until)| (&**name, *until))
    }

    /// Whether the name is an everyday word too (合作, 城区), or often arises where two words meet (和县 in 县市和县区):
    /// it is a place only with support from elsewhere.
    pub fn is_common(&self, surface: &str) -> bool {
        self.common.find(surface).is_some()
    }

    /// The country that all others lie in.
    pub fn country(&self) -> Option<DivisionId> {
        let widest = self.ancestors(self.iter().next()?).last();
        widest.filter(|&id| self.level(id) == Level::Country)
    }

    /// Every division, in the order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = DivisionId> + use<> {
        (0..self.divisions.len() as u32).map(DivisionId)
    }

    fn division(&self, id: DivisionId) -> Option<&Division> {
        self.divisions.get(id.row())
    }

    /// The division itself, then the wider ones up to the country.
    fn ancestors(&self, id: DivisionId) -> impl Iterator<Item = DivisionId> {
        std::iter::successors(Some(id), |&one| self.parent(one))
    }

    fn depth(&self, id: DivisionId) -> usize {
        self.ancestors(id).count()
    }
}
