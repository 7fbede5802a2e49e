//! The facts that a careful person finds on a page.

use std::{fmt::Write, ops::Range};

use crate::{
    model::{EntityKind, Predicate},
    text::Diagnostic,
};

/// The facts that a careful person finds on one page.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    pub(crate) entities: Vec<Entity>,
    pub(crate) metrics: Vec<Metric>,
    pub(crate) relations: Vec<Relation>,
    /// What is odd about it and no error.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Gold {
    /// What is odd about it: words that do not stand on the page, an item that is not declared. The numbers hold all
    /// the same; such an item can only be missed.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// An agency, a programme or a location.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// The fact as a line of a facts file.
    pub line: String,
    /// Whether a careful reader may leave it out.
    pub optional: bool,
    pub kind: EntityKind,
    /// Its name, and others that are as good. Of a location only its own.
    pub names: Vec<String>,
    /// Of a location: its path, and others that are as good.
    pub paths: Vec<Vec<String>>,
    /// The word for what sort it is: of a location its level.
    pub sort: String,
    /// Of an agency: name or path of its place.
    pub place: Option<String>,
    /// Words of the page for it.
    pub mentions: Vec<String>,
}

impl Entity {
    pub fn name(&self) -> &str {
        self.names.first().map(String::as_str).unwrap_or_default()
    }

    /// Of a location its path, parts joined with `/`; else its name.
    pub fn title(&self) -> String {
        self.paths.first().map_or_else(|| self.name().to_owned(), |path| path.join("/"))
    }
}

/// A figure. Links are numbers in [`Gold::entities`]; where several answers can be defended, any is right.
#[derive(Clone, Debug)]
pub(crate) struct Metric {
    pub line: String,
    pub optional: bool,
    /// Where the number stands in the page without white space. What stands nowhere lies before it.
    pub at: Range<isize>,
    pub value: f64,
    pub max: Option<f64>,
    pub from: Option<f64>,
    pub unit: Option<String>,
    pub indicators: Vec<String>,
    pub bound: String,
    pub change: Option<String>,
    pub aggregate: Option<String>,
    pub time: Vec<Option<String>>,
    pub agency: Vec<Option<usize>>,
    pub programme: Vec<Option<usize>>,
    pub location: Vec<Option<usize>>,
}

/// A relation of two entities, `None` where an end is not declared.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    pub line: String,
    pub optional: bool,
    pub subject: Option<usize>,
    pub predicate: Predicate,
    pub object: Option<usize>,
}

/// What a relation may join.
pub(crate) fn ends(predicate: Predicate) -> (&'static [EntityKind], &'static [EntityKind]) {
    use EntityKind::{Agency, Location, Programme};
    match predicate {
        Predicate::Implements => (&[Agency], &[Programme]),
        Predicate::Partners => (&[Agency], &[Agency]),
        Predicate::PartOf => (&[Agency, Programme], &[Agency, Programme]),
        Predicate::LocatedIn => (&[Agency, Programme], &[Location]),
    }
}

/// A line of a facts file from its fields; keys without a value are left out.
pub(crate) fn line(fields: &[&str], keys: &[(&str, Option<String>)]) -> String {
    let mut line = fields.join(" | ");
    for (key, value) in keys {
        if let Some(value) = value {
            let _ = write!(line, " | {key}{value}"); // a string takes all
        }
    }
    line
}
