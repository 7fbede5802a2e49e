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
    /// Whether some character comes from before the one before it.
    turned: bool,
    /// Ends of the places that are more than one character long, by their beginning, in the order of pushing.
    wide: Vec<Span>,
}

impl Edited {
    /// Adds a character that stands for the page's character number `origin`.
    pub fn push(&mut self, c: char, origin: u32) {
        self.turned |= self.origin.last().is_some_and(|&before| origin < before);
        self.text.push(c);
        self.origin.resize(self.text.len(), origin);
    }

    /// Adds a character that stands for several of the page's: an entity of HTML such as `&#20013;`.
    ///
    /// ```
    /// use zhengtu::text::{Edited, Span};
    /// let mut read = Edited::default();
    /// read.push_span('中', Span::new(3, 11)); // <p>&#20013;
    /// assert_eq!(read.span(0..3), Span::new(3, 11));
    /// ```
    pub fn push_span(&mut self, c: char, origin: Span) {
        self.push(c, origin.start);
        if origin.len() > 1 && self.wide.last() != Some(&origin) {
            let at = self.wide.partition_point(|wide| *wide < origin);
            self.wide.insert(at, origin);
        }
    }

    /// The cleaned text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The page's character that the byte at `at` came from.
    pub fn origin(&self, at: usize) -> u32 {
        self.origin[at]
    }

    /// Its characters, each with the place in the page that it stands for: what the next clean-up step starts from.
    pub fn characters(&self) -> impl Iterator<Item = (char, Span)> + '_ {
        self.text.char_indices().map(|(at, c)| {
            let start = self.origin[at];
            (c, Span::new(start, self.end(start)))
        })
    }

    /// Where a **byte** range of the cleaned text stands in the page, counted in characters.
    /// Covers what was dropped between its first and its last character.
    pub fn span(&self, range: Range<usize>) -> Span {
        match self.origin.get(range.start) {
            Some(&start) if range.end > range.start => {
                let inside = &self.origin[range.start..range.end.min(self.origin.len())];
                let last = inside.last().copied().unwrap_or(start);
                // A piece that goes on in a later column may lie before its beginning.
                let (low, high) = match self.turned {
                    true => inside.iter().fold((start, start), |(low, high), &at| (low.min(at), high.max(at))),
                    false => (start, last),
                };
                Span::new(low, self.end(high))
            }
            Some(&start) => Span::new(start, start),
            None => {
                let end = self.origin.last().map_or(0, |&last| self.end(last));
                Span::new(end, end)
            }
        }
    }

    /// Where the place that begins at the page's character `start` ends.
    fn end(&self, start: u32) -> u32 {
        let after = self.wide.partition_point(|wide| wide.start <= start);
        match after.checked_sub(1).map(|i| self.wide[i]) {
            Some(wide) if wide.start == start => wide.end,
            _ => start + 1,
        }
    }
}
