//! A figure is an observation, not a string.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::words::words;

words! {
    /// How the stated number bounds the true one.
    Bound {
        /// As stated.
        Eq = "eq",
        /// 以上, 不低于, 至少.
        Ge = "ge",
        /// 超过, 余, 多, 突破.
        Gt = "gt",
        /// 以内, 不超过.
        Le = "le",
        /// 不到, 近.
        Lt = "lt",
        /// 约, 左右.
        Approx = "approx",
    }
}

words! {
    /// Direction of a change by an amount.
    Change {
        /// 增长, 提升.
        Increase = "increase",
        /// 下降, 减少.
        Decrease = "decrease",
    }
}

words! {
    /// How a figure was added up.
    Aggregate {
        /// 累计, 截至, 今年以来.
        Cumulative = "cumulative",
    }
}

/// A number with its unit, bounds and direction, exact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// The value in the base unit, 万 and 亿 multiplied out; the lower end of a range.
    pub value: Decimal,
    /// The upper end of a range (6至8小时).
    pub max: Option<Decimal>,
    /// Where it came from (由A降到B, 从A提高到B).
    pub from: Option<Decimal>,
    /// The classifier or unit as written, without 万 and 亿; `None` where the page left it out.
    pub unit: Option<String>,
    /// How the number bounds the true value.
    pub bound: Bound,
    /// Set for a change by an amount (同比增长11.4%).
    pub change: Option<Change>,
    /// Set for running totals.
    pub aggregate: Option<Aggregate>,
}
