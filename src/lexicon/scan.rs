//! Where the words of the lexicon stand in a text.

use std::ops::Range;

use crate::lexicon::Class;

/// No word of the lexicon is longer than so many bytes.
const REACH: usize = 96;

/// An occurrence of a word: a **byte** range of the scanned text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What the word is here.
    pub class: Class,
    /// Its number in the lexicon.
    pub(crate) word: u32,
}

impl Hit {
    /// The byte range.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// All hits of a text, to be asked by place and class.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    by_start: Vec<Hit>,
    by_end: Vec<Hit>,
}

impl Scan {
    pub(crate) fn new(mut hits: Vec<Hit>) -> Self {
        hits.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), hit.class, hit.word));
        let mut by_end = hits.clone();
        by_end.sort_unstable_by_key(|hit| (hit.end, hit.start, hit.class, hit.word));
        Self { by_start: hits, by_end }
    }

    /// Hits that begin at `at`, longest first.
    pub fn starting(&self, at: usize) -> impl Iterator<Item = &Hit> {
        let low = self.by_start.partition_point(|hit| hit.start < at);
        self.by_start[low..].iter().take_while(move |hit| hit.start == at)
    }

    /// Hits that end at `at`, longest first.
    pub fn ending(&self, at: usize) -> impl Iterator<Item = &Hit> {
        let low = self.by_end.partition_point(|hit| hit.end < at);
        self.by_end[low..].iter().take_while(move |hit| hit.end == at)
    }

    /// The longest hit of `class` that begins at `at`.
    pub fn at(&self, at: usize, class: Class) -> Option<&Hit> {
        self.starting(at).find(|hit| hit.class == class)
    }

    /// The longest hit of `class` that ends at `at`.
    pub fn before(&self, at: usize, class: Class) -> Option<&Hit> {
        self.ending(at).find(|hit| hit.class == class)
    }

    /// Hits that lie within `range`, by start and longest first.
    pub fn within(&self, range: Range<usize>) -> impl Iterator<Item = &Hit> {
        let low = self.by_start.partition_point(|hit| hit.start < range.start);
        self.by_start[low..].iter().take_while(move |hit| hit.start < range.end).filter(move |hit| hit.end <= range.end)
    }

    /// Hits of which a part lies in `range`, by start and longest first.
    pub fn overlapping(&self, range: Range<usize>) -> impl Iterator<Item = &Hit> {
        let low = self.by_start.partition_point(|hit| hit.start + REACH < range.start);
        let near = self.by_start[low..].iter().take_while(move |hit| hit.start < range.end);
        near.filter(move |hit| hit.end > range.start)
    }

    /// Hits of `class` within `range`, by start and longest first.
    pub fn of(&self, class: Class, range: Range<usize>) -> impl Iterator<Item = &Hit> {
        self.within(range).filter(move |hit| hit.class == class)
    }

    /// Every hit of `class`, by start and longest first.
    pub fn all(&self, class: Class) -> impl Iterator<Item = &Hit> {
        self.by_start.iter().filter(move |hit| hit.class == class)
    }

    /// Whether the byte range lies strictly inside a longer hit of one of `classes`.
    pub fn covered(&self, range: Range<usize>, classes: &[Class]) -> bool {
        let low = self.by_start.partition_point(|hit| hit.start + REACH < range.start);
        self.by_start[low..].iter().take_while(|hit| hit.start <= range.start).any(|hit| {
            classes.contains(&hit.class) && hit.end >= range.end && hit.end - hit.start > range.end - range.start
        })
    }
}
