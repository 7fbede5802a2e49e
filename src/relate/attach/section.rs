//! The sections of an article, with what their headings and first sentences are.

use std::ops::Range;

use crate::{
    article::Role,
    extract::Reading,
    relate::{attach::pairs::Pairs, focus},
};

/// A section of an article.
pub(crate) struct Section {
    pub(super) range: Range<usize>,
    /// Where its first sentences end.
    pub(super) lead: usize,
    headings: Vec<Range<usize>>,
    /// The words of its headings.
    pub(super) words: Pairs,
}

impl Section {
    pub(super) fn new(reading: &Reading<'_>, range: Range<usize>) -> Self {
        let blocks = &reading.article.blocks;
        let blocks = &blocks[blocks.partition_point(|block| block.range.start < range.start)..];
        let inside = blocks.iter().take_while(|block| block.range.end <= range.end);
        let headings = inside.filter(|block| block.role == Role::Heading);
        let headings: Vec<Range<usize>> = headings.map(|block| block.range.clone()).collect();
        let words: String = headings.iter().map(|heading| reading.slice(heading.clone())).collect();
        Self { lead: focus::lead(reading, &range), words: Pairs::new(&words), range, headings }
    }

    /// Whether a heading of it opens with what begins at `at`.
    pub(super) fn heading_opens(&self, reading: &Reading<'_>, at: usize) -> bool {
        let heading = self.headings.partition_point(|heading| heading.end <= at);
        let heading = self.headings.get(heading).filter(|heading| heading.start <= at);
        heading.is_some_and(|heading| reading.is_within(heading.start..at, 4))
    }
}
