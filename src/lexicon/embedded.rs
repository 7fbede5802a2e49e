//! What the build script made, so that no start of the program has to: the gazetteer, and the matcher of words.

use std::sync::OnceLock;

use crate::lexicon::{automaton::Automaton, gazetteer::Gazetteer};

static GAZETTEER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gazetteer"));
static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words"));

impl Gazetteer {
    /// The gazetteer that is built in. It is loaded at the first call.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Gazetteer> = OnceLock::new();
        // A test loads what this build made, so that the default, an empty gazetteer, never stands in for it.
        EMBEDDED.get_or_init(|| Self::from_bytes(GAZETTEER).unwrap_or_default())
    }
}

/// The matcher of the words of the built-in tables, if `surfaces` are those: sorted, each once.
pub(super) fn matcher(surfaces: &[&str]) -> Option<Automaton> {
    let (of, rest) = postcard::take_from_bytes::<Vec<&str>>(WORDS).ok()?;
    if of != surfaces {
        return None;
    }
    postcard::from_bytes(rest).ok()
}

#[cfg(test)]
mod tests {
    use daachorse::MatchKind;

    use crate::lexicon::{Gazetteer, Lexicon, automaton::Automaton, embedded::matcher};

    #[test]
    fn what_was_made_ahead_is_what_would_be_made_now() {
        let now = Gazetteer::with_tables("", "").unwrap();
        assert!(now.to_bytes().unwrap() == Gazetteer::embedded().to_bytes().unwrap());

        let mut surfaces: Vec<&str> = Lexicon::embedded().words().iter().map(|word| word.surface.as_str()).collect();
        surfaces.dedup();
        let now = Automaton::new(MatchKind::Standard, surfaces.iter().copied().zip(0..)).unwrap();
        let made = matcher(&surfaces).expect("the build script takes the words of the same tables");
        assert!(now.0.serialize() == made.0.serialize());

        surfaces.pop();
        assert!(matcher(&surfaces).is_none(), "other words have a matcher of their own");
    }
}
