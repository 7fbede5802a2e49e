//! Where the graph's IRIs stand: one base, readable paths below it, Han characters kept.

use thiserror::Error;

use crate::{
    model::{ArticleId, EntityId, EntityKind, PageId, Period, StatementId},
    text::Span,
};

/// The IRI that all data IRIs stand below.
///
/// An entity's path is its key ([`EntityId::as_str`]), so what a thing is can be read from its IRI, and two pages that
/// speak of one thing give one IRI. Characters that an IRI can't hold are percent-encoded (see [`Base::entity`]).
///
/// ```
/// use zhengtu::{model::{EntityId, EntityKind}, rdf::Base};
/// let base = Base::default();
/// let bureau = EntityId::new(EntityKind::Agency, &["430300", "湘潭市医疗保障局"]);
/// assert_eq!(base.entity(&bureau), "https://w3id.org/zhengtu/agency/430300/湘潭市医疗保障局");
/// assert_eq!(base.key(&base.entity(&bureau)).as_deref(), Some(bureau.as_str()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base(String);

/// A text that can't be the base of IRIs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{given:?} is no base for IRIs: expected an absolute IRI that ends in '/', such as {}", Base::DEFAULT)]
pub struct BaseError {
    /// What was given.
    pub given: String,
}

impl Base {
    /// The base that is used unless another is asked for.
    pub const DEFAULT: &str = "https://w3id.org/zhengtu/";

    /// The base `iri`: absolute, ending in `/`.
    ///
    /// # Errors
    /// If it is not.
    pub fn new(iri: &str) -> Result<Self, BaseError> {
        let fits = iri.ends_with('/') && !iri.contains(['?', '#']) && oxigraph::model::NamedNode::new(iri).is_ok();
        if fits { Ok(Self(iri.into())) } else { Err(BaseError { given: iri.into() }) }
    }

    /// The base as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The IRI of an entity: its key below the base.
    ///
    /// Letters, digits, Han and other characters that RFC 3987 (section 2.2, `ipchar`) allows in a path stay as they
    /// are; every other one (space, quotation marks, `<>{}|\^`, `%`, `?`, `#`, brackets, controls, private use) becomes
    /// the `%XX` of its UTF-8 bytes. A segment of dots only is encoded too, so that no program takes it for "one up".
    pub fn entity(&self, id: &EntityId) -> String {
        self.below(id.as_str())
    }

    /// The IRI of an indicator: the phrase of what is measured, below `indicator/`.
    pub fn indicator(&self, phrase: &str) -> String {
        self.entity(&EntityId::new(EntityKind::Indicator, &[phrase]))
    }

    /// The IRI of what many pages' indicators measure, below `variable/`.
    pub fn variable(&self, name: &str) -> String {
        format!("{}variable/{}", self.0, segment(name))
    }

    /// The IRI of a unit as written, below `unit/`.
    pub fn unit(&self, unit: &str) -> String {
        format!("{}unit/{}", self.0, segment(unit))
    }

    /// The IRI of a period, below `period/`: `period/2022`, `period/2022-01/2022-11`, `period/until/2022-08`,
    /// `period/since/2020`. Its ends are the same with the fragments `start` and `end`.
    pub fn period(&self, period: &Period) -> String {
        let (first, second) = match (period.start.as_deref(), period.end.as_deref()) {
            (Some(date), _) if period.single => (date, None),
            (Some(start), Some(end)) => (start, Some(end)),
            (Some(start), None) => ("since", Some(start)),
            (None, end) => ("until", end),
        };
        let second = second.map(|second| format!("/{}", segment(second))).unwrap_or_default();
        format!("{}period/{}{second}", self.0, segment(first))
    }

    /// The IRI of a newspaper or site, below `paper/`.
    pub fn paper(&self, name: &str) -> String {
        format!("{}paper/{}", self.0, segment(name))
    }

    /// The IRI of what read a page, below `reader/`.
    pub fn reader(&self, name: &str) -> String {
        format!("{}reader/{}", self.0, segment(name))
    }

    /// The IRI of a page, which is also the name of its graph.
    pub fn page(&self, id: &PageId) -> String {
        format!("{}page/{}", self.0, segment(&id.0))
    }

    /// The IRI of an article, below `article/`.
    pub fn article(&self, id: &ArticleId) -> String {
        format!("{}article/{}", self.0, segment(&id.0))
    }

    /// The IRI of words of a page: the page's with a fragment after RFC 5147, counted in Unicode characters
    /// (a line end of two characters counts as two, as spans have it).
    pub fn passage(&self, page: &PageId, span: Span) -> String {
        format!("{}#char={},{}", self.page(page), span.start, span.end)
    }

    /// The IRI of a name that a place bore until a year: the place's with that as a fragment.
    pub fn former_name(&self, place: &EntityId, name: &str, until: i16) -> String {
        format!("{}#until={until},{}", self.entity(place), segment(name))
    }

    /// The IRI of a statement.
    pub fn statement(&self, id: &StatementId) -> String {
        format!("{}statement/{}", self.0, segment(&id.0))
    }

    /// The path that an IRI has below the base, decoded; `None` if it lies elsewhere. The way back from
    /// [`Base::entity`].
    pub fn key(&self, iri: &str) -> Option<String> {
        let path = iri.strip_prefix(&self.0)?;
        let bytes = path.as_bytes();
        let mut key = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let byte = (bytes[at] == b'%').then(|| path.get(at + 1..at + 3)).flatten();
            match byte.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                Some(byte) => {
                    key.push(byte);
                    at += 3;
                }
                None => {
                    key.push(bytes[at]);
                    at += 1;
                }
            }
        }
        String::from_utf8(key).ok()
    }

    /// The IRI of `path` below the base, each part between two `/` encoded.
    pub(crate) fn below(&self, path: &str) -> String {
        let mut iri = self.0.clone();
        for (i, part) in path.split('/').enumerate() {
            if i > 0 {
                iri.push('/');
            }
            iri.push_str(&segment(part));
        }
        iri
    }
}

impl Default for Base {
    fn default() -> Self {
        Self(Self::DEFAULT.into())
    }
}

/// `name` as one segment of a path.
fn segment(name: &str) -> String {
    let dots = !name.is_empty() && name.bytes().all(|b| b == b'.');
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if stays(c) && !dots {
            out.push(c);
        } else {
            let mut utf8 = [0; 4];
            for byte in c.encode_utf8(&mut utf8).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

/// Whether RFC 3987 allows the character in a segment of a path (`ipchar` without `pct-encoded`).
fn stays(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@".contains(c);
    }
    let code = c as u32;
    match code {
        // Allowed or not, what can't be seen stays out: spaces, marks of direction (section 4.1), joiners, line ends.
        _ if c.is_whitespace() => false,
        0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF => false,
        0xA0..=0xD7FF | 0xF900..=0xFDCF | 0xFDF0..=0xFFEF => true,
        // Planes 1 to 14 without the last two of each and the tags of plane 14; private use lies outside.
        0x1_0000..=0xE_FFFD => code & 0xFFFF <= 0xFFFD && !(0xE_0000..0xE_1000).contains(&code),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_iri_cannot_hold_is_encoded_and_comes_back() {
        let base = Base::default();
        for (name, path) in [
            ("《办法》(试行)", "programme/《办法》(试行)"),
            ("a b\"<>", "programme/a_b%22%3C%3E"),
            ("{|}\\^`%", "programme/%7B%7C%7D%5C%5E%60%25"),
            ("何?#[]", "programme/何%3F%23%5B%5D"),
            ("..", "programme/%2E%2E"),
            ("\u{E000}\u{7F}", "programme/%EE%80%80_"),
            ("😀\u{20BB7}", "programme/😀\u{20BB7}"),
            ("\u{202E}a\u{200B}", "programme/%E2%80%AEa%E2%80%8B"),
        ] {
            let id = EntityId::new(EntityKind::Programme, &[name]);
            assert_eq!(base.entity(&id), format!("{}{path}", Base::DEFAULT));
            assert_eq!(base.key(&base.entity(&id)).as_deref(), Some(id.as_str()));
        }
    }

    #[test]
    fn a_base_is_absolute_and_ends_in_a_slash() {
        assert!(Base::new("http://例子.cn/图/").is_ok());
        for wrong in ["", "/", "x/", "http://a", "http://a/?b/", "http://a b/", "http://a/#/"] {
            assert!(Base::new(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            Base::new("x").unwrap_err().to_string(),
            "\"x\" is no base for IRIs: expected an absolute IRI that ends in '/', such as https://w3id.org/zhengtu/"
        );
    }
}
