//! Parts of answers: things, pages and figures as JSON has them.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;

use crate::{
    model::{EntityId, PageInfo, Period, Quantity},
    network::Node,
    rdf::Base,
};

/// A thing of the graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(in crate::serve) struct Thing {
    /// Its IRI.
    pub id: String,
    /// What it is: agency, programme, location, indicator, variable or paper.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
}

impl Thing {
    pub fn of(base: &Base, id: &EntityId, name: impl Into<String>) -> Self {
        Self { id: base.entity(id), kind: id.kind().word(), name: name.into() }
    }

    pub fn node(base: &Base, node: &Node) -> Self {
        Self::of(base, &node.id, &*node.name)
    }

    pub fn variable(base: &Base, name: &str) -> Self {
        Self { id: base.variable(name), kind: "variable", name: name.into() }
    }

    pub fn paper(base: &Base, name: &str) -> Self {
        Self { id: base.paper(name), kind: "paper", name: name.into() }
    }
}

/// A page that statements were read from.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Source {
    /// Its IRI.
    pub id: String,
    /// Its name: that of its file, or the one that its record gives.
    pub name: String,
    pub title: Option<String>,
    /// Newspaper or site.
    pub paper: Option<String>,
    /// Day of publication as exactly as known: year, month or day after ISO 8601.
    pub date: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
}

impl Source {
    pub fn of(base: &Base, page: &PageInfo) -> Self {
        let PageInfo { id, doc, title, paper, date, url, digest: _ } = page.clone();
        Self { id: base.page(&id), name: doc, title, paper, date, url }
    }
}

/// How much.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(super) struct Amount {
    /// The exact decimal, 万 and 亿 multiplied out; the lower end of a range. None of a relation.
    pub value: Option<String>,
    /// The same as a number, where a double of IEEE 754 gives back the same digits.
    pub number: Option<Number>,
    /// The upper end of a range, an exact decimal.
    pub max: Option<String>,
    /// The value before a change, an exact decimal.
    pub before: Option<String>,
    /// As the page has it.
    pub unit: Option<String>,
    /// How the number bounds the true one: eq, ge, gt, le, lt or approx.
    pub bound: Option<&'static str>,
    /// Of a change by an amount, its direction: increase or decrease.
    pub change: Option<&'static str>,
    /// Of a running total: cumulative.
    pub aggregate: Option<&'static str>,
}

impl Amount {
    pub fn of(quantity: &Quantity) -> Self {
        let text = |decimal: Decimal| decimal.normalize().to_string();
        Self {
            value: Some(text(quantity.value)),
            number: number(quantity.value),
            max: quantity.max.map(text),
            before: quantity.from.map(text),
            unit: quantity.unit.clone(),
            bound: Some(quantity.bound.word()),
            change: quantity.change.map(|change| change.word()),
            aggregate: quantity.aggregate.map(|aggregate| aggregate.word()),
        }
    }
}

/// The decimal as a number that every reader of JSON takes for the same: of at most 15 digits, which a double keeps.
fn number(decimal: Decimal) -> Option<Number> {
    let decimal = decimal.normalize();
    if decimal.mantissa().unsigned_abs() >= 10_u128.pow(15) {
        return None;
    }
    match decimal.scale() {
        0 => decimal.to_i64().map(Number::from),
        _ => decimal.to_string().parse().ok().and_then(Number::from_f64),
    }
}

/// When it holds.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct When {
    /// As ISO 8601: 2022, 2022-01/2022-11, /2022-08 (up to), 2020/ (since).
    pub text: String,
    pub start: Option<String>,
    pub end: Option<String>,
}

impl When {
    pub fn of(period: &Period) -> Self {
        Self { text: period.to_string(), start: period.start.clone(), end: period.end.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_given_where_a_double_keeps_its_digits() {
        for (decimal, expected) in [
            ("6523000", Some("6523000")),
            ("95.20", Some("95.2")),
            ("-0.1", Some("-0.1")),
            ("999999999999999", Some("999999999999999")),
            ("1000000000000001", None),
            ("0.1234567890123456", None),
        ] {
            let found = number(decimal.parse().unwrap()).map(|number| number.to_string());
            assert_eq!(found.as_deref(), expected, "{decimal}");
        }
    }
}
