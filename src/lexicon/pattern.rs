//! A pattern of the tables.

use std::sync::OnceLock;

use regex::Regex;

/// A regular expression that is compiled when it is first asked for: few pages need all of them.
pub(crate) struct Pattern {
    source: String,
    regex: OnceLock<Result<Regex, regex::Error>>,
}

impl Pattern {
    pub fn new(source: &str) -> Self {
        Self { source: source.into(), regex: OnceLock::new() }
    }

    fn compiled(&self) -> &Result<Regex, regex::Error> {
        self.regex.get_or_init(|| Regex::new(&self.source))
    }

    /// What is wrong with it.
    pub fn check(&self) -> Result<(), String> {
        self.compiled().as_ref().map(drop).map_err(ToString::to_string)
    }

    /// The expression; `None` if it is none. Those of the built-in tables are, as a test finds.
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled().as_ref().ok()
    }
}
