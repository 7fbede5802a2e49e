//! What a query may cost.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::rdf::{Position, QueryError};

/// What a query may cost. Text and depth are held before it is parsed, what it is made of before it runs, time and rows
/// while it runs.
///
/// ```
/// use std::time::Duration;
/// use zhengtu::rdf::Limits;
/// let limits = Limits { time: Some(Duration::from_secs(5)), ..Limits::default() };
/// assert_eq!(limits.depth, 100);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// From the call to the answer; `None` waits for ever.
    pub time: Option<Duration>,
    /// Rows or triples of an answer; `None` takes all. More is an error, never a shorter answer.
    pub rows: Option<usize>,
    /// Bytes of the query's text.
    pub text: usize,
    /// Brackets within brackets.
    pub depth: usize,
    /// Triple patterns of a query: planning takes time with their cube.
    pub patterns: usize,
    /// Joins, filters, functions and the like of a query.
    pub operators: usize,
    /// Values of VALUES.
    pub cells: usize,
}

impl Default for Limits {
    /// A minute, a million rows, 64 KiB of text, 100 brackets deep, 100 patterns, 1,000 operators, 10,000 values.
    fn default() -> Self {
        Self {
            time: Some(Duration::from_secs(60)),
            rows: Some(1_000_000),
            text: 64 << 10,
            depth: 100,
            patterns: 100,
            operators: 1000,
            cells: 10_000,
        }
    }
}

impl Limits {
    /// Whether `text` may be parsed: parsers recurse, and brackets are what they recurse on.
    pub(super) fn admit(&self, text: &str) -> Result<(), QueryError> {
        if text.len() > self.text {
            return Err(QueryError::TooLong { bytes: text.len(), limit: self.text });
        }
        let mut depth = 0_usize;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > self.depth {
                return Err(QueryError::TooDeep { at: Position::of(text, at), limit: self.depth });
            }
        }
        Ok(())
    }
}
