//! What a figure is, before and after it is known what it measures.

use std::ops::Range;

use crate::model::Quantity;

/// A figure in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The quantity's **bytes**, unit included.
    pub number: Range<usize>,
    /// How much.
    pub quantity: Quantity,
    /// The clause that it stands in.
    pub clause: Range<usize>,
    /// What it measures.
    pub indicator: String,
    /// The shape of clause that the indicator was read by.
    pub shape: &'static str,
}

/// A quantity before it is known what it measures.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    /// Bytes of number and unit.
    pub range: Range<usize>,
    /// Bytes with the words of bounds before and behind.
    pub outer: Range<usize>,
    pub clause: Range<usize>,
    pub quantity: Quantity,
    /// The end that a change starts from, given before it.
    pub from: Option<Range<usize>>,
}
