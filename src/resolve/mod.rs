//! From mentions to entities: which place, which agency, which programme each mention is, with its canonical name.

mod agency;
mod alias;
mod entities;
mod place;
mod programme;
mod reach;
mod topic;

use std::ops::Range;

use crate::{
    article::Page,
    extract::{Mentions, Reading},
    lexicon::Lexicon,
    model::{Agency, Location, Programme},
};

pub use entities::Entities;
pub use place::Setting;
use reach::again;
pub(crate) use reach::{Reach, within};

/// A mention and the entity that it is, by its number in the list of that kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// **Bytes** of the article's cleaned text.
    pub range: Range<usize>,
    /// Number in [`Resolved::locations`], [`Resolved::agencies`] or [`Resolved::programmes`].
    pub entity: usize,
}

/// The resolved mentions of one article, each list in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Mentions of places.
    pub places: Vec<Link>,
    /// Mentions of agencies.
    pub agencies: Vec<Link>,
    /// Mentions of offices that only host what others tell: those of the press.
    pub hosts: Vec<Link>,
    /// Mentions of programmes.
    pub programmes: Vec<Link>,
    /// Those of the mentions of programmes that tell of one only in passing, as **byte** ranges in the order of the text.
    pub passing: Vec<Range<usize>>,
    /// What each section is about, with the **byte** that it begins at: its own place, and the wider ones that 全市
    /// and 全省 stand for.
    pub settings: Vec<(usize, Setting)>,
}

impl Links {
    /// What the text at `at` is about.
    pub fn setting(&self, at: usize) -> &Setting {
        let section = self.settings.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.settings.get(section).map_or(&NOWHERE, |(_, setting)| setting)
    }

    /// Whether the mention of a programme at this range tells of it only in passing.
    pub fn is_passing(&self, range: &Range<usize>) -> bool {
        self.passing.binary_search_by_key(&(range.start, range.end), |one| (one.start, one.end)).is_ok()
    }

    fn setting_mut(&mut self, at: usize) -> Option<&mut Setting> {
        let section = self.settings.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.settings.get_mut(section).map(|(_, setting)| setting)
    }
}

/// About no place.
static NOWHERE: Setting = Setting { province: None, prefecture: None, county: None, county_is_city: false, zone: None };

/// The entities of a page and where its articles name them.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Places, each after the wider ones.
    pub locations: Vec<Location>,
    /// Which places nothing names any more, once variants were merged.
    pub dropped: Vec<bool>,
    /// Agencies.
    pub agencies: Vec<Agency>,
    /// Programmes.
    pub programmes: Vec<Programme>,
    /// One for each article, in their order.
    pub articles: Vec<Links>,
    /// For each agency the number of its place, and that of the agency that it is a part of.
    pub(in crate::resolve) seats: Vec<Option<usize>>,
    pub(in crate::resolve) outers: Vec<Option<usize>>,
    /// For each place the numbers of the paths that lead to it, its own the last.
    pub(in crate::resolve) paths: Vec<Vec<usize>>,
}

impl Resolved {
    /// The place where an agency sits or that it is for.
    pub fn seat(&self, agency: usize) -> Option<usize> {
        self.seats[agency]
    }

    /// The agency that an agency is a part of.
    pub fn outer(&self, agency: usize) -> Option<usize> {
        self.outers[agency]
    }

    /// Whether the first place lies in the second and is not the second itself.
    pub fn lies_in(&self, inner: usize, outer: usize) -> bool {
        let (inner, outer) = (&self.paths[inner], &self.paths[outer]);
        inner.len() > outer.len() && outer.last().is_none_or(|own| inner[outer.len() - 1] == *own)
    }

    /// The numbers of the paths of all that a place lies in, and that of its own, which another of the same path shares.
    pub(crate) fn path(&self, place: usize) -> (&[usize], Option<usize>) {
        self.paths[place].split_last().map_or((&[], None), |(own, wider)| (wider, Some(*own)))
    }
}

/// Resolves the mentions of all articles of a page together: what one of them names in full, another may shorten.
///
/// ```
/// use zhengtu::{article, extract::{self, Reading}, lexicon::Lexicon, resolve, text::Document};
/// let lexicon = Lexicon::embedded();
/// let page = Document::new("a.txt", "湘潭市医疗保障局召开会议。市医保局将追回基金450万元。");
/// let page = article::articles(&page, lexicon);
/// let readings: Vec<_> = page.articles.iter().map(|article| Reading::new(article, lexicon)).collect();
/// let mut mentions: Vec<_> = readings.iter().map(extract::mentions).collect();
/// let resolved = resolve::page(&page, &readings, &mut mentions, lexicon);
/// assert_eq!(resolved.agencies.len(), 1);
/// assert_eq!(resolved.agencies[0].id.as_str(), "agency/430300/湘潭市医疗保障局");
/// ```
pub fn page(page: &Page, readings: &[Reading<'_>], mentions: &mut [Mentions], lexicon: &Lexicon) -> Resolved {
    let mut entities = Entities::default();
    let mut articles = vec![Links::default(); readings.len()];
    place::resolve(page, readings, mentions, &mut articles, &mut entities, lexicon);
    agency::resolve(readings, mentions, &mut articles, &mut entities, lexicon);
    programme::resolve(readings, mentions, &mut articles, &mut entities, lexicon);
    for links in &mut articles {
        for list in [&mut links.places, &mut links.agencies, &mut links.programmes] {
            list.sort_by_key(|link| (link.range.start, link.range.end, link.entity));
            list.dedup();
        }
        links.passing.sort_by_key(|range| (range.start, range.end));
    }
    entities.finish(readings, articles)
}
