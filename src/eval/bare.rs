//! A page without white space: line breaks of a scan fall inside words.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::text::{Document, Span};

/// What is read of a page, without white space.
pub(crate) struct Bare {
    /// The characters, each with its place in the document.
    characters: Vec<(char, Span)>,
    /// Their compatibility forms, and for each the number of its character.
    folded: Vec<(char, usize)>,
}

impl Bare {
    pub fn new(document: &Document) -> Self {
        let characters: Vec<(char, Span)> = document.characters().filter(|(c, _)| !c.is_whitespace()).collect();
        let folded = characters.iter().enumerate().flat_map(|(at, (c, _))| c.nfkc().map(move |c| (c, at)));
        Self { folded: folded.filter(|(c, _)| !c.is_whitespace()).collect(), characters }
    }

    /// The numbers of the characters that lie in a span of the document.
    pub fn range(&self, span: Span) -> Range<isize> {
        let low = self.characters.partition_point(|(_, at)| at.end <= span.start);
        low as isize..self.characters.partition_point(|(_, at)| at.start < span.end).max(low) as isize
    }

    /// What is read in a span of the document.
    pub fn words(&self, span: Span) -> String {
        let Range { start, end } = self.range(span);
        self.characters[start as usize..end as usize].iter().map(|(c, _)| c).collect()
    }

    /// Where `words`, free of white space, stand first.
    pub fn find(&self, words: &str) -> Option<usize> {
        find(&self.characters, words, 0)
    }

    /// Whether the compatibility form of `words` stands on the page.
    pub fn holds(&self, words: &str) -> bool {
        find(&self.folded, &words.nfkc().collect::<String>(), 0).is_some()
    }

    /// Where the number `surface`, in compatibility form, stands: the next one from `cursor` that no digit stands
    /// before, or the one that `words` hold. Gives its place in the folded text, and the characters that it takes.
    pub fn number(&self, surface: &str, words: Option<&str>, cursor: usize) -> Option<(usize, Range<isize>)> {
        let at = match words {
            Some(words) => {
                let start = find(&self.folded, words, cursor).or_else(|| find(&self.folded, words, 0))?;
                find(&self.folded, surface, start).filter(|&at| at <= start + words.chars().count())?
            }
            None => self.next_number(surface, cursor)?,
        };
        let last = (at + surface.chars().count()).saturating_sub(1);
        let (first, last) = (self.folded.get(at)?.1, self.folded.get(last)?.1);
        Some((at, first as isize..last as isize + 1))
    }

    fn next_number(&self, surface: &str, cursor: usize) -> Option<usize> {
        let mut from = cursor;
        loop {
            let at = find(&self.folded, surface, from)?;
            let inside = at > 0 && matches!(self.folded[at - 1].0, '0'..='9' | '.');
            if !inside || !surface.starts_with(|c: char| c.is_ascii_digit()) {
                return Some(at);
            }
            from = at + 1;
        }
    }
}

/// Where `words` stand in `text`, from `from` on.
fn find<T>(text: &[(char, T)], words: &str, from: usize) -> Option<usize> {
    let words: Vec<char> = words.chars().collect();
    let starts = from..(text.len() + 1).saturating_sub(words.len());
    starts.into_iter().find(|&at| text[at..].iter().zip(&words).all(|((c, _), want)| c == want))
}
