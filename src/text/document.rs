//! One page as it came in.

use std::sync::Arc;

/// A decoded page with what its file says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its name: the file's name, its path below the folder that was given (`/` between parts), or a JSON line's id.
    pub name: String,
    /// The decoded page, untouched: what spans point into.
    pub text: Arc<str>,
    /// Parts of `text` to read, in order, as **byte** ranges on character boundaries; `None` is all of it.
    /// Markup (HTML tags, front matter) lies outside them.
    pub readable: Option<Vec<std::ops::Range<usize>>>,
    /// Title, where metadata gives one.
    pub title: Option<String>,
    /// Newspaper or site, where metadata gives one.
    pub paper: Option<String>,
    /// Day of publication as ISO 8601, where metadata gives one.
    pub date: Option<String>,
    /// Address, where metadata gives one.
    pub url: Option<String>,
}

impl Document {
    /// A document that is all text.
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { name: name.into(), text: text.into(), ..Self::default() }
    }
}
