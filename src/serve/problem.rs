//! Why a request was not answered, as problem+json (RFC 9457) or one line of text.

use hyper::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    rdf::{PREFIXES, Position, QueryError},
    serve::{
        api::Thing,
        frame::Head,
        negotiate::{Accept, NotAcceptable},
    },
};

/// What every refusal of a change says.
pub(super) const READ_ONLY: &str = "the graph is made from pages and takes no changes over HTTP: add pages with \
    `zhengtu build PAGES --store DIR`, take one back with `zhengtu forget --store DIR PAGE`";

/// Why a request was not answered.
#[derive(Debug)]
pub(super) struct Problem {
    pub status: u16,
    /// One word for programs.
    pub code: &'static str,
    /// One line for people: what was expected, what to do.
    pub detail: String,
    /// What is wrong with a query.
    pub query: Option<Box<QueryError>>,
    /// A header of this answer only.
    pub header: Option<(&'static str, String)>,
    /// What would have been right.
    better: Box<Better>,
    /// Whether it is told as JSON to who does not say how.
    json: bool,
}

/// What would have been right.
#[derive(Debug, Default)]
struct Better {
    expected: Vec<String>,
    candidates: Vec<Thing>,
}

/// Why a request was not answered (RFC 9457).
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub(super) struct Told<'a> {
    /// The status in words.
    title: &'a str,
    status: u16,
    /// One word for programs.
    code: &'a str,
    /// One line for people: what was expected, what to do.
    detail: &'a str,
    /// Line of a query, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// Character of the line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// What may stand there.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    expected: &'a [String],
    /// Things that may have been meant.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    candidates: &'a [Thing],
    /// Prefixes that a query need not declare.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    prefixes: Vec<&'a str>,
}

impl Problem {
    pub fn new(status: u16, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), query: None, header: None, better: Box::default(), json: false }
    }

    pub fn bad(detail: impl Into<String>) -> Self {
        Self::new(400, "bad-request", detail)
    }

    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(404, "not-found", detail)
    }

    pub fn failed() -> Self {
        Self::new(500, "failed", "the request failed")
    }

    pub fn read_only() -> Self {
        Self::new(403, "read-only", READ_ONLY)
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.header = Some((name, value.into()));
        self
    }

    /// Says which words would have been right.
    pub fn expecting(mut self, expected: impl IntoIterator<Item = String>) -> Self {
        self.better.expected.extend(expected);
        self
    }

    /// Says which things may have been meant.
    pub fn naming(mut self, candidates: impl IntoIterator<Item = Thing>) -> Self {
        self.better.candidates.extend(candidates);
        self
    }

    /// JSON, unless the client asks for text.
    pub fn for_programs(mut self) -> Self {
        self.json = true;
        self
    }

    /// As JSON for those who ask for it, else as text: never as HTML, so that nothing of a request is ever markup.
    pub fn parts(&self, accept: &Accept) -> (Head, String) {
        let json = ["application/problem+json", "application/json", "application/sparql-results+json"];
        let json = json.into_iter().map(|offer| accept.named(offer)).max().unwrap_or_default();
        let text = accept.named("text/plain");
        let (media_type, body) = if json > text || self.json && text == 0 {
            ("application/problem+json", self.json())
        } else {
            ("text/plain; charset=utf-8", format!("{}\n", self.detail))
        };
        let mut head = Head::new(self.status);
        head.set("content-type", media_type);
        head.set("cache-control", "no-store");
        if let Some((name, value)) = &self.header {
            head.set(name, value);
        }
        (head, body)
    }

    fn json(&self) -> String {
        let known = matches!(self.code, "syntax" | "meaning");
        let (position, expected): (Option<Position>, &[String]) = match self.query.as_deref() {
            Some(QueryError::Syntax { at, expected, .. }) => (Some(*at), expected),
            Some(QueryError::Meaning { at, .. }) => (*at, &[]),
            Some(QueryError::TooDeep { at, .. }) => (Some(*at), &[]),
            _ => (None, &self.better.expected),
        };
        let title = StatusCode::from_u16(self.status).ok().and_then(|status| status.canonical_reason());
        let json = Told {
            title: title.unwrap_or_default(),
            status: self.status,
            code: self.code,
            detail: &self.detail,
            line: position.map(|at| at.line),
            column: position.map(|at| at.column),
            expected,
            candidates: &self.better.candidates,
            prefixes: if known { PREFIXES.iter().map(|(name, _)| *name).collect() } else { Vec::new() },
        };
        serde_json::to_string(&json).unwrap_or_default()
    }
}

impl From<NotAcceptable> for Problem {
    fn from(none: NotAcceptable) -> Self {
        let detail = format!("no form of the answer is acceptable: expected one of {}", none.offers());
        Self::new(406, "not-acceptable", detail)
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        let detail = error.to_string();
        let (status, code) = match &error {
            QueryError::Syntax { .. } => (400, "syntax"),
            QueryError::Meaning { .. } => (400, "meaning"),
            QueryError::Update => return Self::read_only(),
            QueryError::Service => (403, "service"),
            QueryError::Silent(_) => (502, "service"),
            QueryError::TooLong { .. } => (413, "too-long"),
            QueryError::TooDeep { .. } => (400, "too-deep"),
            QueryError::TooMuch { .. } => (400, "too-much"),
            QueryError::TimeOut(_) => (504, "time-out"),
            QueryError::TooManyRows(_) => (422, "too-many-rows"),
            QueryError::UnknownName { .. } => (404, "unknown-name"),
            QueryError::UnknownParameter { .. } => (400, "unknown-parameter"),
            QueryError::Failed(_) => (500, "failed"),
        };
        Self { query: Some(Box::new(error)), ..Self::new(status, code, detail) }
    }
}
