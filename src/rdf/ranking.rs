//! A ranking as RDF: to be loaded beside the graph that holds what is ranked.

use oxigraph::model::Literal;
use sha2::{Digest, Sha256};

use crate::{
    model::EntityId,
    rdf::{
        Base, PageQuads,
        term_of::node,
        told::Told,
        vocab::{dcterms, qb, rdf, rdfs, schema, xsd, zt},
    },
};

/// Things in the order of a measure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// Name of the measure.
    pub measure: String,
    /// Its definition, and where that comes from.
    pub formula: String,
    /// Of which part of the network: pairs of a word and a value, as the prompt has them; empty is all of it.
    pub part: Vec<(String, String)>,
    /// The place that the part is cut down to, if it is.
    pub place: Option<EntityId>,
    /// The time that it is cut down to, if it is: first and last date.
    pub time: (Option<String>, Option<String>),
    /// Where only some of the network was looked at: how far scores may be off.
    pub error: Option<f64>,
    /// Each thing with its place from 1 and its score.
    pub scores: Vec<(EntityId, usize, f64)>,
}

/// A ranking as a `zt:Ranking` with a `zt:Score` for each thing, in a graph of its own that has the ranking's name.
///
/// A ranking is a `qb:DataSet` and a score one of its observations (W3C Data Cube): of which thing (`schema:about`), how much
/// (`schema:value`) and in which place (`zt:rank`). The ranking says by which measure, and of which part of the network.
/// Another measure or another part is another ranking, so that several can be loaded together.
///
/// ```
/// use zhengtu::{model::{EntityId, EntityKind}, rdf::{Base, Ranking, ranking}};
/// let thing = EntityId::new(EntityKind::Programme, &["15分钟医保服务圈"]);
/// let degrees = Ranking { measure: "degree".into(), scores: vec![(thing, 1, 0.25)], ..Ranking::default() };
/// assert!(ranking(&Base::default(), &degrees).n_quads().contains("/value> \"0.25\"^^"));
/// ```
pub fn ranking(base: &Base, ranking: &Ranking) -> PageQuads {
    let Ranking { measure, formula, part, place, time, error, scores } = ranking;
    let text = |text: &str| Literal::new_simple_literal(text);
    let part: Vec<String> = part.iter().map(|(word, value)| format!("{word} {value}")).collect();
    let part = part.join(", ");
    let digest = Sha256::digest(format!("{measure}\n{part}"));
    let key: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let set = node(base.below(&format!("ranking/{key}")));
    let mut told = Told::new(set.clone());
    told.add(&set, rdf::TYPE, zt::RANKING);
    told.add(&set, rdfs::LABEL, text(&if part.is_empty() { measure.clone() } else { format!("{measure}: {part}") }));
    told.add(&set, zt::MEASURE, text(measure));
    told.add(&set, dcterms::DESCRIPTION, text(formula));
    if !part.is_empty() {
        told.add(&set, zt::PART, text(&part));
    }
    if let Some(place) = place {
        told.add(&set, schema::SPATIAL_COVERAGE, node(base.entity(place)));
    }
    if let (from, to) = time
        && (from.is_some() || to.is_some())
    {
        // open ends as schema.org has them
        let end = |date: &Option<String>| date.clone().unwrap_or_else(|| "..".into());
        told.add(&set, schema::TEMPORAL_COVERAGE, text(&format!("{}/{}", end(from), end(to))));
    }
    if let Some(error) = error {
        told.add(&set, zt::ERROR, decimal(*error));
    }
    for (thing, rank, score) in scores {
        let subject = node(format!("{}#{}", set.as_str(), base.entity(thing).trim_start_matches(base.as_str())));
        told.add(&subject, rdf::TYPE, zt::SCORE);
        told.add(&subject, qb::DATA_SET, set.clone());
        told.add(&subject, schema::ABOUT, node(base.entity(thing)));
        told.add(&subject, schema::VALUE, decimal(*score));
        told.add(&subject, zt::RANK, Literal::from(*rank as u64));
    }
    told.finish()
}

/// Twelve digits after the point, without zeros at the end: more are not the same on every machine.
fn decimal(number: f64) -> Literal {
    let text = format!("{number:.12}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    Literal::new_typed_literal(if text == "-0" { "0" } else { text }, xsd::DECIMAL)
}
