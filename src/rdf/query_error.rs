//! Why a query was not answered, in words that help to mend it.

use std::{fmt, time::Duration};

use thiserror::Error;

/// A place in a query's text: line and column from 1, the column counted in **characters**, so that a Han character
/// is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Character of the line, from 1.
    pub column: usize,
}

impl Position {
    /// The place of the **byte** `at` of `text`.
    pub(super) fn of(text: &str, at: usize) -> Self {
        let before = text.get(..at).unwrap_or(text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
        Self { line, column }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Why a query was not answered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QueryError {
    /// It is no SPARQL query.
    #[error("{at}: found {found}, expected {}{}", listed(expected), hinted(hint))]
    Syntax {
        /// Where.
        at: Position,
        /// What stands there, shortened.
        found: String,
        /// What could stand there.
        expected: Vec<String>,
        /// What to do about it.
        hint: Option<String>,
    },
    /// It is well formed and means nothing: a prefix that nobody declared, a variable that can't be selected.
    #[error("{}{message}", at.map_or_else(String::new, |at| format!("{at}: ")))]
    Meaning {
        /// Where; `None` where only the whole is known to be wrong.
        at: Option<Position>,
        /// What is wrong.
        message: String,
    },
    /// It wants to change the graph.
    #[error("the graph is made from pages and takes no updates: add a page to change it, or take one back")]
    Update,
    /// It asks another endpoint, which is not among those that it may.
    #[error(
        "SERVICE is off for this endpoint: only those that are listed when the program starts (--service) are asked"
    )]
    Service,
    /// Another endpoint that it asks did not answer.
    #[error("{0}")]
    Silent(String),
    /// Its text is too long.
    #[error("the query has {bytes} bytes, more than the limit of {limit}")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Its brackets are nested too deeply.
    #[error("{at}: brackets are nested deeper than the limit of {limit}")]
    TooDeep {
        /// The first bracket too many.
        at: Position,
        /// The limit.
        limit: usize,
    },
    /// It is made of too much.
    #[error("the query has {found} {what}, more than the limit of {limit}: ask in parts")]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// How much it has.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// It ran too long.
    #[error("no answer within the limit of {} s: narrow the query, or ask for more time", .0.as_secs_f64())]
    TimeOut(Duration),
    /// Its answer is too large.
    #[error("the answer has more than {0} rows, the limit: add a LIMIT, or ask for more rows")]
    TooManyRows(usize),
    /// Its evaluation failed.
    #[error("the query failed: {0}")]
    Failed(String),
    /// No named query has that name.
    #[error("no query is named {name:?}: expected one of {}{}", known.join(", "), hinted(hint))]
    UnknownName {
        /// The name.
        name: String,
        /// Names that there are.
        known: Vec<&'static str>,
        /// The nearest of them.
        hint: Option<String>,
    },
    /// A named query has no such parameter.
    #[error("the query takes no parameter {name:?}: expected {}", parameters(known))]
    UnknownParameter {
        /// The name.
        name: String,
        /// Parameters that it has.
        known: Vec<String>,
    },
}

fn parameters(known: &[String]) -> String {
    if known.is_empty() { "none".into() } else { listed(known) }
}

/// "a", "a or b", "a, b or c".
fn listed(words: &[String]) -> String {
    match words {
        [] => "something else".into(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn hinted(hint: &Option<String>) -> String {
    hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"))
}
