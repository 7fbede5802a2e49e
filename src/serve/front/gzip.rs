//! Answers in gzip, for clients that take it (RFC 9110, section 12.5.3).

use std::io::{self, Write};

use flate2::{Compression, write::GzEncoder};
use hyper::body::Bytes;

/// Shorter answers gain nothing.
pub(super) const SHORTEST: usize = 1 << 10;

/// Whether a client takes gzip.
pub(super) fn taken(accept_encoding: &str) -> bool {
    accept_encoding.split(',').any(|one| {
        let (coding, weight) = one.split_once(';').unwrap_or((one, ""));
        let refused = weight.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0);
        coding.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

/// Whether something of this media type gets shorter.
pub(super) fn worthwhile(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || ["json", "xml", "javascript", "trig", "n-triples", "n-quads", "openmetrics"]
            .iter()
            .any(|kind| media_type.contains(kind))
}

/// An answer that gets shorter on its way.
pub(super) struct Gzip(GzEncoder<Vec<u8>>);

impl Gzip {
    pub fn new() -> Self {
        Self(GzEncoder::new(Vec::new(), Compression::fast()))
    }

    /// A part of it, so that the client gets it now.
    pub fn part(&mut self, bytes: &[u8]) -> io::Result<Bytes> {
        self.0.write_all(bytes)?;
        self.0.flush()?;
        Ok(std::mem::take(self.0.get_mut()).into())
    }

    /// Its last bytes.
    pub fn end(self) -> io::Result<Bytes> {
        self.0.finish().map(Bytes::from)
    }

    /// All of it at once.
    pub fn whole(bytes: &[u8]) -> io::Result<Bytes> {
        let mut gzip = Self::new();
        gzip.0.write_all(bytes)?;
        gzip.end()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn parts_are_one_answer() {
        let mut gzip = Gzip::new();
        let parts = [gzip.part(b"a,b\r\n").unwrap(), gzip.part(b"1,2\r\n").unwrap(), gzip.end().unwrap()];
        assert!(parts.iter().all(|part| !part.is_empty()));
        let mut text = String::new();
        flate2::read::GzDecoder::new(&*parts.concat()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "a,b\r\n1,2\r\n");
    }

    #[test]
    fn clients_say_whether_they_take_it() {
        for (accepted, expected) in [
            ("gzip, deflate, br", true),
            ("br;q=1, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("identity", false),
            ("", false),
        ] {
            assert_eq!(taken(accepted), expected, "{accepted}");
        }
    }
}
