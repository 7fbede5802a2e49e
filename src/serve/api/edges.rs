//! Edges of the network as JSON has them, with the sentences that they rest on.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    model::StatementId,
    network::{Edge, Network, Support},
    rdf::Base,
    serve::api::things::{Source, Thing},
};

/// How two things hang together.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct EdgeTold {
    /// implements, part_of, located_in, partners, within, reports, measured_by or measured_in.
    pub relation: &'static str,
    /// Whether it runs from here to there, rather than from there to here.
    pub forward: bool,
    /// Independent sources that tell of it: what stands on one page, in one article or in the same words is of one.
    pub sources: usize,
    /// Statements behind it; none where it follows from names or the register of places.
    pub statements: usize,
    /// How sure the surest is, from 0 to 1.
    pub confidence: f64,
    /// The surest sentences behind it, a few.
    pub sentences: Vec<Sentence>,
}

/// A sentence that a statement was read from.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Sentence {
    /// IRI of the statement.
    pub statement: String,
    /// The words, white space removed.
    pub text: String,
    /// Where they begin on the page, in Unicode characters from 0.
    pub start: u32,
    /// Where they end, the character behind them.
    pub end: u32,
    /// How sure the reading is, from 0 to 1.
    pub confidence: f64,
    pub source: Source,
}

impl EdgeTold {
    /// With so many sentences at most.
    pub fn of(base: &Base, network: &Network, edge: &Edge, forward: bool, sentences: usize) -> Self {
        let mut stated: Vec<(&Support, &StatementId)> =
            edge.supports.iter().filter_map(|support| Some((support, support.statement.as_ref()?))).collect();
        stated.sort_by_key(|(support, _)| std::cmp::Reverse(support.confidence));
        let sentence = |(support, id): &(&Support, &StatementId)| Sentence {
            statement: base.statement(id),
            text: support.text.to_string(),
            start: support.span.start,
            end: support.span.end,
            confidence: support.confidence.value(),
            source: Source::of(base, network.source(support)),
        };
        Self {
            relation: edge.kind.word(),
            forward,
            sources: edge.weight,
            statements: edge.statements().len(),
            confidence: edge.confidence().value(),
            sentences: stated.iter().take(sentences).map(sentence).collect(),
        }
    }
}

/// A thing, and how another hangs together with it.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Neighbour {
    #[serde(flatten)]
    pub thing: Thing,
    #[serde(flatten)]
    pub edge: EdgeTold,
}
