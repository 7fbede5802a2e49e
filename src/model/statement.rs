//! Statements, each tied to its words.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    model::{EntityId, Period, Quantity, words::words},
    text::Span,
};

/// How sure a reading is: 0 to 1 in steps of a hundredth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Confidence(u8);

impl Confidence {
    /// From hundredths, cut to 0..=100.
    pub const fn hundredths(hundredths: u8) -> Self {
        Self(if hundredths > 100 { 100 } else { hundredths })
    }

    /// As hundredths.
    pub const fn as_hundredths(self) -> u8 {
        self.0
    }

    /// As a number from 0 to 1.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// Words of a page that a statement was read from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// Where they stand in the page.
    pub span: Span,
    /// What stands there, white space removed.
    pub text: String,
}

/// The key of a statement: 16 hexadecimal digits of a SHA-256 over the page and what the statement says.
/// The statement's IRI is `statement/` and this below the base.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StatementId(pub String);

impl fmt::Display for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is measured, under the name that the phrases of many pages share (a SKOS concept).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// The shared name.
    pub name: String,
    /// What was done to the page's phrase, in order; empty where it is the name.
    pub reasons: Vec<String>,
}

/// A measured result: who, by which programme, where, what, how much, when (schema.org: `Observation`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Its key.
    pub id: StatementId,
    /// The shortest phrase that tells a stranger what is measured, without a number.
    pub indicator: String,
    /// What that is on every page.
    pub variable: Variable,
    /// How much.
    pub quantity: Quantity,
    /// When it holds.
    pub period: Option<Period>,
    /// Who did or reports it.
    pub agency: Option<EntityId>,
    /// The programme that it is a result or a size of.
    pub programme: Option<EntityId>,
    /// The narrowest place that it is measured over.
    pub location: Option<EntityId>,
    /// The words of the number.
    pub number: Evidence,
    /// The clause or sentence; holds `number`.
    pub evidence: Evidence,
    /// The same figure told again on the page.
    pub repeats: Vec<Evidence>,
    /// How sure the reading is.
    pub confidence: Confidence,
    /// The rule that read it.
    pub rule: String,
}

words! {
    /// How two entities hang together.
    Predicate {
        /// Agency → programme: runs, issues, founds it or takes part as a carrier.
        Implements = "implements",
        /// Agency → agency, programme → programme.
        PartOf = "part_of",
        /// Agency → location, programme → location.
        LocatedIn = "located_in",
        /// Agency ↔ agency: stated joint action.
        Partners = "partners",
    }
}

/// A stated relation of two entities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// Its key.
    pub id: StatementId,
    /// From.
    pub subject: EntityId,
    /// How.
    pub predicate: Predicate,
    /// To.
    pub object: EntityId,
    /// The words.
    pub evidence: Evidence,
    /// How sure the reading is.
    pub confidence: Confidence,
    /// The rule that read it.
    pub rule: String,
}
