//! Positions in a page: half-open ranges counted in Unicode scalar values.

use serde::{Deserialize, Serialize};

/// A half-open range `start..end` of **Unicode scalar values** of the decoded page.
///
/// A span always points into the untouched page, never into cleaned text. A byte-order mark is not counted.
///
/// ```
/// use zhengtu::text::Span;
/// let page = "追回资金7.88亿元。";
/// assert_eq!(Span::new(4, 10).slice(page), "7.88亿元");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

impl Span {
    /// The span `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Number of characters.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no character.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies within this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two have a character in common.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// What stands there in `page`; as much of it as the page has.
    pub fn slice(self, page: &str) -> &str {
        let mut at = page.char_indices().map(|(i, _)| i).chain([page.len()]);
        let start = at.nth(self.start as usize).unwrap_or(page.len());
        match self.len() {
            0 => &page[start..start],
            n => &page[start..at.nth(n as usize - 1).unwrap_or(page.len())],
        }
    }

    /// What stands there in `page`, white space removed (line breaks of a scan fall inside words).
    pub fn quote(self, page: &str) -> String {
        self.slice(page).split_whitespace().collect()
    }
}
