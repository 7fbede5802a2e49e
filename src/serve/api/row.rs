//! Statements in few bytes: what they are chosen and sorted by. The rest stands in the store.

use crate::model::{Confidence, Days};

/// No thing stands at this end.
pub(super) const NONE: u32 = u32::MAX;

/// A statement in few bytes.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Position of its page in [`Network::sources`](crate::network::Network::sources).
    pub page: u32,
    /// Its position among the page's figures, or among its relations.
    pub at: u32,
    pub figure: bool,
    /// Positions in the network: agency, programme, place and indicator of a figure, subject and object of a relation.
    pub ends: [u32; 4],
    /// Number of the variable that a figure measures.
    pub variable: u32,
    pub days: Days,
    /// Where the value of a figure comes among all values.
    pub value: u32,
    pub confidence: Confidence,
}
