//! A page and its form on disk: postcard, compressed by LZ4, under a SHA-256.

use std::{fmt::Write, sync::Arc};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{model::PageFacts, store::StoreError};

/// A page as the store holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What was read from it. `facts.page.doc` is its key in the store, `facts.page.id` stands for its content.
    pub facts: PageFacts,
    /// Its text as decoded, untouched: what the spans of `facts` point into.
    pub text: Arc<str>,
    /// What read it: version of the program and hash of its lexicon. A page is read again when this has changed.
    pub reader: Arc<str>,
}

/// What is compressed: postcard writes a tuple and borrowed values the same as owned ones.
#[derive(Serialize)]
struct Out<'a>(&'a PageFacts, &'a str);
#[derive(Deserialize)]
struct In(PageFacts, Arc<str>);

/// LZ4 counts in 32 bits; its own limit for one block is a little below 2 GiB.
const MAX_BYTES: usize = 0x7E00_0000;

impl Page {
    /// The record of facts and text. The same page always gives the same bytes.
    pub(crate) fn encode(&self) -> Result<Vec<u8>, StoreError> {
        pack(&Out(&self.facts, &self.text))
            .map_err(|reason| StoreError::Page { doc: self.facts.page.doc.clone(), reason })
    }

    /// The page of a record that `reader` read; `None` if the bytes are no record.
    pub(crate) fn decode(record: &[u8], reader: Arc<str>) -> Option<Self> {
        unpack::<In>(record).map(|In(facts, text)| Self { facts, text, reader })
    }
}

/// `value` as compressed postcard.
pub(crate) fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>, String> {
    let plain = postcard::to_stdvec(value).map_err(|error| error.to_string())?;
    if plain.len() > MAX_BYTES {
        return Err(format!("{} bytes, expected at most {MAX_BYTES}", plain.len()));
    }
    Ok(lz4_flex::compress_prepend_size(&plain))
}

/// What [`pack`] was given; `None` if the bytes don't come from it.
pub(crate) fn unpack<T: for<'de> Deserialize<'de>>(packed: &[u8]) -> Option<T> {
    let (size, block) = lz4_flex::block::uncompressed_size(packed).ok()?;
    // LZ4 can't do better than 255 to 1: a greater size is a lie that would only ask for memory
    if size > block.len().saturating_mul(255) {
        return None;
    }
    let plain = lz4_flex::decompress(block, size).ok().filter(|plain| plain.len() == size)?;
    match postcard::take_from_bytes(&plain) {
        Ok((value, [])) => Some(value),
        _ => None,
    }
}

/// A SHA-256.
pub(crate) type Digest = [u8; 32];

/// The SHA-256 of `bytes`.
pub(crate) fn digest(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// As 64 hexadecimal digits.
pub(crate) fn hex(digest: Digest) -> String {
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a String does not fail
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_and_refuses_what_it_did_not_pack() {
        let words = vec!["医保".to_owned(); 100];
        let packed = pack(&words).unwrap();
        assert!(packed.len() < 60, "{}", packed.len());
        assert_eq!(unpack(&packed), Some(words));

        let cut = &packed[..packed.len() - 1];
        let longer = [&packed[..], b"x"].concat();
        let bomb = [&[255, 255, 255, 255][..], &packed[4..]].concat();
        for bad in [b"", &b"abc"[..], cut, &longer, &bomb] {
            assert_eq!(unpack::<Vec<String>>(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn hex_is_the_usual_notation() {
        assert_eq!(hex(digest(b"")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
