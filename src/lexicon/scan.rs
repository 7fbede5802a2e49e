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
    /// Where in the two lists what begins or ends in a stretch of the text, or behind it, is found, and the first hit by
    /// start that goes on into the stretch or behind it.
    stretches: Vec<Stretch>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    starts: u32,
    ends: u32,
    reaches: u32,
}

/// Bytes of a stretch: about one character.
const STRETCH: usize = 4;

impl Scan {
    /// `hits` are in the order of their ends, the longest first, as a matcher finds them; `length` is the text's.
    pub(crate) fn new(mut hits: Vec<Hit>, length: usize) -> Self {
        // In order already, but for what a matcher does not promise.
        hits.sort_unstable_by_key(|hit| (hit.end, hit.start, hit.class, hit.word));
        // A hit begins a few hits before those that end before it: it sinks to its place in a few steps.
        let key = |hit: &Hit| (hit.start, std::cmp::Reverse(hit.end), hit.class, hit.word);
        let mut by_start: Vec<Hit> = Vec::with_capacity(hits.len());
        for &hit in &hits {
            let mut at = by_start.len();
            by_start.push(hit);
            while at > 0 && key(&by_start[at - 1]) > key(&hit) {
                by_start[at] = by_start[at - 1];
                at -= 1;
            }
            by_start[at] = hit;
        }
        let mut stretches = Vec::with_capacity(length / STRETCH + 1);
        let (mut starts, mut ends, mut reaches) = (0, 0, 0);
        for low in (0..=length).step_by(STRETCH) {
            let pass = |from: &mut usize, list: &[Hit], passed: &dyn Fn(&Hit) -> bool| {
                *from += list[*from..].iter().take_while(|hit| passed(hit)).count();
                *from as u32
            };
            stretches.push(Stretch {
                starts: pass(&mut starts, &by_start, &|hit| hit.start < low),
                ends: pass(&mut ends, &hits, &|hit| hit.end < low),
                reaches: pass(&mut reaches, &by_start, &|hit| hit.end <= low),
            });
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
