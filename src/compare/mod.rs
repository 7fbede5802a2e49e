//! Claims held against each other: what several pages say of one indicator, place and period.
//!
//! Nothing is corrected or dropped: each claim keeps its sentence, and the judgement says how it stands to another one.

mod group;
mod judge;

pub use group::{Claim, Comparison, Group, Judged};
pub use judge::{Judgement, judge};
