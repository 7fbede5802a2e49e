//! What of a figure is wrong.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, prelude::ToPrimitive};
use unicode_normalization::UnicodeNormalization;

use crate::{
    eval::{
        compare::{is_close, is_same_unit, similarity},
        gold::{Gold, Metric},
        row::Row,
    },
    lexicon::Slot,
    model::{EntityId, Observation, PageFacts},
};

/// From here on two phrases for what is measured are alike.
const LIKE_PHRASE: f64 = 0.6;

/// The rows that a figure climbs, and behind the first the parts that must be right for each.
pub(crate) const STEPS: [(Row, &[&str]); 5] = [
    (Row::Number, &[]),
    (Row::Value, &["value", "max", "from", "unit"]),
    (Row::Indicator, &["indicator"]),
    (Row::Statement, &["who", "what", "where"]),
    (Row::Qualified, &["bound", "change", "aggregate", "time"]),
];

/// The rows that a figure with these wrong parts does not reach.
pub(crate) fn unreached(wrong: &[(&'static str, String)]) -> Vec<Row> {
    let fails = |names: &[&str]| wrong.iter().any(|(name, _)| names.contains(name));
    STEPS.iter().skip_while(|(_, names)| !fails(names)).map(|(row, _)| *row).collect()
}

/// What of a figure is wrong, each part as it was read. `ends` are the gold entities behind those that were read.
pub(crate) fn wrong_parts(
    want: &Metric,
    read: &Observation,
    gold: &Gold,
    facts: &PageFacts,
    ends: &BTreeMap<&EntityId, usize>,
) -> Vec<(&'static str, String)> {
    let quantity = &read.quantity;
    let mut wrong = Vec::new();
    let mut check = |right: bool, part: &'static str, have: Option<String>| {
        if !right {
            wrong.push((part, have.unwrap_or("-".to_owned())));
        }
    };
    let values = [
        ("value", Some(quantity.value), Some(want.value)),
        ("max", quantity.max, want.max),
        ("from", quantity.from, want.from),
    ];
    for (part, have, want) in values {
        let right = is_close(have.and_then(|have| have.to_f64()), want);
        check(right, part, have.map(|have| have.normalize().to_string()));
    }
    check(is_same_unit(quantity.unit.as_deref(), want.unit.as_deref()), "unit", quantity.unit.clone());
    let like = want.indicators.iter().any(|one| similarity(&read.indicator, one) >= LIKE_PHRASE);
    check(like, "indicator", Some(read.indicator.clone()));
    let links = [
        ("who", Slot::Agency, &read.agency),
        ("what", Slot::Programme, &read.programme),
        ("where", Slot::Location, &read.location),
    ];
    for (part, slot, link) in links {
        let right = is_link_right(want, slot, link.as_ref(), gold, ends);
        check(right, part, link.as_ref().map(|id| facts.name(id).unwrap_or(id.as_str()).to_owned()));
    }
    check(quantity.bound.word() == want.bound, "bound", Some(quantity.bound.to_string()));
    let change = quantity.change.map(|change| change.word().to_owned());
    check(change == want.change, "change", change);
    let aggregate = quantity.aggregate.map(|aggregate| aggregate.word().to_owned());
    check(aggregate == want.aggregate, "aggregate", aggregate);
    let time = read.period.as_ref().map(ToString::to_string);
    check(want.time.contains(&time), "time", time);
    wrong
}

/// Whether a figure may be linked to that entity, or to none.
pub(crate) fn is_link_right(
    want: &Metric,
    slot: Slot,
    link: Option<&EntityId>,
    gold: &Gold,
    ends: &BTreeMap<&EntityId, usize>,
) -> bool {
    let fine = match slot {
        Slot::Agency => &want.agency,
        Slot::Programme => &want.programme,
        Slot::Location => &want.location,
        Slot::Runner => return false,
    };
    let has_optional = fine.iter().flatten().any(|&at| gold.entities[at].optional);
    match link {
        // Leaving out an optional entity is fine.
        None => fine.contains(&None) || has_optional,
        Some(id) => ends.get(id).is_some_and(|&at| fine.contains(&Some(at))),
    }
}

/// A figure as a line of a facts file.
pub(crate) fn line(read: &Observation) -> String {
    let unit = read.quantity.unit.as_deref().unwrap_or("-");
    let surface: String = read.number.text.nfkc().collect();
    let value: Decimal = read.quantity.value.normalize();
    format!("metric | {surface} | {value} | {unit} | {}", read.indicator)
}
