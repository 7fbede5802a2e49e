//! Cleaned text that knows where each of its characters came from.

use std::ops::Range;

use crate::text::Span;

/// Text made from a page, with the way back: each of its bytes knows the page's character that it came from.
///
/// ```
/// use zhengtu::text::{Edited, Span};
/// let mut clean = Edited::default();
/// for (at, c) in "县水 利局".chars().enumerate().filter(|(_, c)| !c.is_whitespace()) {
///     clean.push(c, at as u32);
/// }
/// assert_eq!(clean.text(), "县水利局");
/// assert_eq!(clean.span(0..12), Span::new(0, 5));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    text: String,
    origin: Vec<u32>,
}

impl Edited {
    /// Adds a character that stands for the page's character number `origin`.
    pub fn push(&mut self, c: char, origin: u32) {
        self.text.push(c);
        self.origin.resize(self.text.len(), origin);
    }

    /// The cleaned text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The page's character that the byte at `at` came from.
    pub fn origin(&self, at: usize) -> u32 {
        self.origin[at]
    }

    /// Where a **byte** range of the cleaned text stands in the page, counted in characters.
    /// Covers what was dropped between its first and its last character.
    pub fn span(&self, range: Range<usize>) -> Span {
        match self.origin.get(range.start) {
            Some(&start) if range.end > range.start => {
                let inside = &self.origin[range.start..range.end.min(self.origin.len())];
                // A piece that goes on in a later column may lie before its beginning.
                let low = inside.iter().copied().min().unwrap_or(start);
                let high = inside.iter().copied().max().unwrap_or(start);
                Span::new(low, high + 1)
            }
            Some(&start) => Span::new(start, start),
            None => {
                let end = self.origin.last().map_or(0, |&last| last + 1);
                Span::new(end, end)
            }
        }
    }
}
