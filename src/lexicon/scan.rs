//! Where the words of the lexicon stand in a text.

use std::ops::Range;

use crate::lexicon::Class;

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
    /// By start and longest first.
    by_start: Vec<Hit>,
    /// By end and longest first.
    by_end: Vec<Hit>,
    /// For each stretch of the text.
    stretches: Vec<Stretch>,
}

/// Where in the lists of a [`Scan`] a stretch of the text is found.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    /// How many hits begin before it.
    starts: u32,
    /// How many hits end before it.
    ends: u32,
    /// The first hit by start that goes on into it or stands behind its beginning.
    reaches: u32,
}

/// Bytes of a stretch: about one character.
const STRETCH: usize = 4;

impl Scan {
    /// `hits` are in the order of their ends, the longest first, as a matcher finds them; `length` is the text's.
    pub(crate) fn new(mut hits: Vec<Hit>, length: usize) -> Self {
        // In order already, but that no matcher promises it.
        hits.sort_by_key(|hit| (hit.end, hit.start));
        let mut stretches = vec![Stretch::default(); length / STRETCH + 2];
        // A hit begins a few hits before those that end before it: it sinks to its place in a few steps.
        let mut by_start: Vec<Hit> = Vec::with_capacity(hits.len());
        for &hit in &hits {
            let behind = |other: &Hit| other.start > hit.start || other.start == hit.start && other.end < hit.end;
            let mut at = by_start.len();
            by_start.push(hit);
            while at > 0 && behind(&by_start[at - 1]) {
                by_start[at] = by_start[at - 1];
                at -= 1;
            }
            by_start[at] = hit;
            stretches[hit.start / STRETCH + 1].starts += 1;
            stretches[hit.end / STRETCH + 1].ends += 1;
        }
        let mut reached = 0;
        for (number, hit) in by_start.iter().enumerate() {
            let beyond = hit.end.div_ceil(STRETCH);
            if reached < beyond {
                stretches[reached..beyond].iter_mut().for_each(|stretch| stretch.reaches = number as u32);
                reached = beyond;
            }
        }
        stretches[reached..].iter_mut().for_each(|stretch| stretch.reaches = by_start.len() as u32);
        let (mut starts, mut ends) = (0, 0);
        for stretch in &mut stretches {
            starts += stretch.starts;
            ends += stretch.ends;
            (stretch.starts, stretch.ends) = (starts, ends);
        }
        Self { by_start, by_end: hits, stretches }
    }

    fn stretch(&self, at: usize) -> Stretch {
        let end = self.by_start.len() as u32;
        let behind = Stretch { starts: end, ends: end, reaches: end };
        self.stretches.get(at / STRETCH).copied().unwrap_or(behind)
    }

    /// The hits by start from the first that begins at `at` or behind it.
    fn from(&self, at: usize) -> &[Hit] {
        let rest = &self.by_start[self.stretch(at).starts as usize..];
        &rest[rest.iter().take_while(|hit| hit.start < at).count()..]
    }

    /// Hits that begin at `at`, longest first.
    pub fn starting(&self, at: usize) -> impl Iterator<Item = &Hit> {
        self.from(at).iter().take_while(move |hit| hit.start == at)
    }

    /// Hits that end at `at`, longest first.
    pub fn ending(&self, at: usize) -> impl Iterator<Item = &Hit> {
        let rest = self.by_end[self.stretch(at).ends as usize..].iter();
        rest.skip_while(move |hit| hit.end < at).take_while(move |hit| hit.end == at)
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
        let inside = self.from(range.start).iter().take_while(move |hit| hit.start < range.end);
        inside.filter(move |hit| hit.end <= range.end)
    }

    /// Hits of which a part lies in `range`, by start and longest first.
    pub fn overlapping(&self, range: Range<usize>) -> impl Iterator<Item = &Hit> {
        let around = &self.by_start[self.stretch(range.start).reaches as usize..];
        let near = around.iter().take_while(move |hit| hit.start < range.end);
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
        let around = &self.by_start[self.stretch(range.start).reaches as usize..];
        around.iter().take_while(|hit| hit.start <= range.start).any(|hit| {
            hit.end >= range.end && hit.end - hit.start > range.end - range.start && classes.contains(&hit.class)
        })
    }
}
