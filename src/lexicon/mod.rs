//! Typed view of `ontology/`.

mod gazetteer;

pub use gazetteer::{DivisionId, Form, Gazetteer, GazetteerError, PlaceHit};
