//! A matcher that is made once, and loads from its bytes.

use daachorse::{
    CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind, errors::DaachorseError,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Finds many surfaces in one pass over a text, each with its number.
pub(crate) struct Automaton(pub(crate) CharwiseDoubleArrayAhoCorasick<u32>);

impl Automaton {
    /// An automaton that finds `surfaces` as `kind` says.
    pub(crate) fn new<'s>(
        kind: MatchKind,
        surfaces: impl Iterator<Item = (&'s str, u32)>,
    ) -> Result<Self, DaachorseError> {
        CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(kind).build_with_values(surfaces).map(Self)
    }
}

impl Serialize for Automaton {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0.serialize())
    }
}

impl<'de> Deserialize<'de> for Automaton {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(from)?;
        match CharwiseDoubleArrayAhoCorasick::deserialize(bytes) {
            Ok((automaton, [])) => Ok(Self(automaton)),
            Ok(_) => Err(D::Error::custom("more bytes than the automaton has")),
            Err(error) => Err(D::Error::custom(error)),
        }
    }
}
