//! One page as it came in.

use std::sync::Arc;

use crate::text::{Edited, Span};

/// A decoded page with what its file says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its name: the file's name, its path below the folder that was given (`/` between parts), or a JSON line's id.
    pub name: String,
    /// The decoded page, untouched: what spans point into.
    pub text: Arc<str>,
    /// What of `text` to read where markup lies between (HTML tags, front matter), entities expanded, a line break
    /// where a block begins, an empty line between paragraphs; `None` is all of `text` as it stands.
    pub readable: Option<Edited>,
    /// Title, where metadata gives one.
    pub title: Option<String>,
    /// Newspaper or site, where metadata gives one.
    pub paper: Option<String>,
    /// Day of publication as ISO 8601, where metadata gives one.
    pub date: Option<String>,
    /// Address, where metadata gives one: `http` or `https`.
    pub url: Option<String>,
}

impl Document {
    /// A document that is all text.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into(), ..Self::default() }
    }

    /// The characters to read, in order, each with its place in [`Document::text`].
    ///
    /// ```
    /// use zhengtu::text::{Document, Span};
    /// let page = Document::new("000.txt", "县水利局");
    /// assert_eq!(page.characters().nth(1), Some(('水', Span::new(1, 2))));
    /// ```
    pub fn characters(&self) -> impl Iterator<Item = (char, Span)> + '_ {
        let all = self.readable.is_none().then(|| (0..).zip(self.text.chars()));
        let read = self.readable.iter().flat_map(Edited::characters);
        all.into_iter().flatten().map(|(at, c)| (c, Span::new(at, at + 1))).chain(read)
    }

    /// Whether there is nothing to read: no character but white space.
    pub fn is_blank(&self) -> bool {
        self.characters().all(|(c, _)| c.is_whitespace())
    }
}
