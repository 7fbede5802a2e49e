//! Plain values that flow through the stages: what a page says, and where it says it.

mod words;
mod level;
mod days;
mod entity;
mod page;
mod period;
mod quantity;
mod source;
mod statement;

pub use days::Days;
pub use entity::{Agency, AgencyKind, EntityId, EntityKind, Location, Programme, ProgrammeKind};
pub use level::Level;
pub use page::{PageFacts, PageId, PageInfo, Rejection};
pub use period::Period;
pub use quantity::{Aggregate, Bound, Change, Quantity};
pub use source::{ArticleId, ArticleInfo, Sources, sources};
pub use statement::{Confidence, Evidence, Observation, Predicate, Relation, StatementId, Variable};
