//! Bytes to text: which encoding, and what to say about bytes that fit none.
//!
//! The order: a byte-order mark; strict UTF-8, which text in another encoding all but never satisfies; UTF-16, UTF-32
//! and HZ by their shape; what the page declares, if it fits; else what the statistics of the bytes say. What
//! stands in a declaration comes so late because pages often lie, and bytes don't.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use thiserror::Error;

use crate::text::{Diagnostic, Span};

/// A page's text with what decoding it cost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte-order mark.
    pub text: String,
    /// The encoding's name as in the WHATWG Encoding Standard, where it has one.
    pub encoding: &'static str,
    /// How many faults were replaced by U+FFFD.
    pub replaced: usize,
}

impl Decoded {
    /// The complaint about what was replaced, for a page of this `name`.
    pub fn complaint(&self, name: &str) -> Option<Diagnostic> {
        if self.replaced == 0 {
            return None;
        }
        let (count, encoding) = (self.replaced, self.encoding);
        let at = self.text.chars().position(|c| c == char::REPLACEMENT_CHARACTER).unwrap_or_default() as u32;
        let times = if count == 1 { "1 place was".into() } else { format!("{count} places were") };
        Some(
            Diagnostic::new(name, format!("{times} not {encoding} and became U+FFFD, the first one here"))
                .at(Span::new(at, at + 1))
                .within(&self.text)
                .hint("the rest was read; save the page as UTF-8 from its source to have these too"),
        )
    }
}

/// Why bytes are no page.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NotText {
    /// A format that holds something else or holds text packed.
    #[error("this is {what}, expected text")]
    Packed {
        /// The format, with its article.
        what: &'static str,
        /// What makes text of it.
        hint: &'static str,
    },
    /// Control characters or undecodable bytes all over.
    #[error("{faults} of {characters} characters are control characters or fit no encoding, expected text")]
    Binary {
        /// Control characters and replaced bytes.
        faults: usize,
        /// All characters.
        characters: usize,
    },
}

impl NotText {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Packed { hint, .. } => hint,
            Self::Binary { .. } => "read are UTF-8, UTF-16, UTF-32, GB18030, Big5 and HZ; convert it to UTF-8",
        }
    }
}

/// Decodes a page. `declared` is the encoding that its markup names, if it names one.
///
/// ```
/// let page = zhengtu::text::decode(b"\xb9\xe3\xbb\xf9", None)?;
/// assert_eq!(page.text, "广基");
/// # Ok::<(), zhengtu::text::NotText>(())
/// ```
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, NotText> {
    if let Some((what, hint)) = packed(bytes) {
        return Err(NotText::Packed { what, hint });
    }
    let page = with_mark(bytes).unwrap_or_else(|| without_mark(bytes, declared));
    let characters = page.text.chars().count();
    let controls = page.text.chars().filter(|c| matches!(c, '\0'..='\x08' | '\x0e'..='\x1a' | '\x1c'..='\x1f')).count();
    let faults = controls + page.replaced;
    // One bad byte in a line of three characters is a cut, not a picture.
    if faults > 2 && faults * 10 > characters {
        return Err(NotText::Binary { faults, characters });
    }
    Ok(page)
}

/// Formats known by their first bytes that people take for pages.
fn packed(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const UNPACK: &str = "unpack it and give the files in it";
    const OCR: &str = "run OCR over it and give the text";
    const EXPORT: &str = "save it as text or HTML and give that";
    const MAGIC: &[(&[u8], &str, &str)] = &[
        (
            b"PK\x03\x04",
            "a zip archive or an office document",
            "unpack it, or save the document as text, and give that",
        ),
        (b"PK\x05\x06", "an empty zip archive", UNPACK),
        (b"\x1f\x8b", "gzip data", "unpack it with gunzip, or send what gunzip -c gives to standard input and give -"),
        (b"BZh", "bzip2 data", UNPACK),
        (b"\xfd7zXZ\0", "xz data", UNPACK),
        (b"\x28\xb5\x2f\xfd", "zstd data", UNPACK),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
        (b"Rar!\x1a\x07", "a rar archive", UNPACK),
        (b"%PDF-", "a PDF", "take its text with pdftotext, or run OCR over it, and give that"),
        (b"\x89PNG\r\n", "a PNG picture", OCR),
        (b"\xff\xd8\xff", "a JPEG picture", OCR),
        (b"GIF8", "a GIF picture", OCR),
        (b"II*\0", "a TIFF picture", OCR),
        (b"MM\0*", "a TIFF picture", OCR),
        (b"AT&TFORM", "a DjVu document", OCR),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", EXPORT),
        (b"{\\rtf", "a rich-text document", EXPORT),
        (b"\x7fELF", "a program", "give files of text"),
        (b"SQLite format 3\0", "an SQLite database", "write its texts to a .jsonl file and give that"),
    ];
    let known = MAGIC.iter().find(|(magic, ..)| bytes.starts_with(magic)).map(|&(_, what, hint)| (what, hint));
    let tar = bytes.get(257..262).filter(|magic| magic == b"ustar").map(|_| ("a tar archive", UNPACK));
    known.or(tar)
}

/// The page if its first bytes are a byte-order mark (which is no part of the text).
fn with_mark(bytes: &[u8]) -> Option<Decoded> {
    let after = |mark: &[u8]| bytes.strip_prefix(mark);
    // UTF-32's mark begins with that of UTF-16, so comes first.
    None.or_else(|| after(b"\xef\xbb\xbf").map(utf_8))
        .or_else(|| after(b"\xff\xfe\0\0").map(|rest| utf_32(rest, u32::from_le_bytes, "UTF-32LE")))
        .or_else(|| after(b"\0\0\xfe\xff").map(|rest| utf_32(rest, u32::from_be_bytes, "UTF-32BE")))
        .or_else(|| after(b"\xff\xfe").map(|rest| in_encoding(UTF_16LE, rest)))
        .or_else(|| after(b"\xfe\xff").map(|rest| in_encoding(UTF_16BE, rest)))
        .or_else(|| after(b"\x84\x31\x95\x33").map(|rest| in_encoding(GB18030, rest)))
}

fn without_mark(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let utf_8_text = std::str::from_utf8(bytes).ok();
    if let Some(text) = utf_8_text {
        if let Some(page) = hz(text) {
            return page;
        }
        if !bytes.contains(&0) {
            return Decoded { text: text.into(), encoding: UTF_8.name(), replaced: 0 };
        }
    }
    if let Some(page) = wide_units(bytes) {
        return page;
    }
    if let Some(text) = utf_8_text {
        return Decoded { text: text.into(), encoding: UTF_8.name(), replaced: 0 };
    }
    // A page that says ISO-8859-1 says nothing: every byte fits it, and many editors write it unasked.
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|e| !e.is_single_byte());
    if let Some(encoding) = declared.filter(|&encoding| encoding != UTF_8) {
        let page = in_encoding(encoding, bytes);
        if page.replaced == 0 {
            return page;
        }
    }
    if share_of_utf_8(bytes) > 0.15 { line_by_line(bytes) } else { by_statistics(bytes) }
}

/// Decodes in an encoding of the Encoding Standard, the mark already taken away.
fn in_encoding(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    let replaced = if faulty { text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count() } else { 0 };
    // GBK is decoded as GB18030, its superset.
    let name = if encoding == GBK { GB18030.name() } else { encoding.name() };
    Decoded { text: text.into_owned(), encoding: name, replaced }
}

/// Decodes UTF-8; counts faults one by one, for a page may hold U+FFFD of its own.
fn utf_8(bytes: &[u8]) -> Decoded {
    let replaced = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    Decoded { text: String::from_utf8_lossy(bytes).into_owned(), encoding: UTF_8.name(), replaced }
}

fn utf_32(bytes: &[u8], unit: fn([u8; 4]) -> u32, encoding: &'static str) -> Decoded {
    let (units, rest) = bytes.as_chunks::<4>();
    let mut replaced = usize::from(!rest.is_empty());
    let decoded = units.iter().map(|&four| {
        char::from_u32(unit(four)).unwrap_or_else(|| {
            replaced += 1;
            char::REPLACEMENT_CHARACTER
        })
    });
    let mut text: String = decoded.collect();
    text.extend((!rest.is_empty()).then_some(char::REPLACEMENT_CHARACTER));
    Decoded { text, encoding, replaced }
}

/// UTF-32 and UTF-16 without a mark, told by the shape of Chinese text in them; `None` where the bytes aren't that.
fn wide_units(bytes: &[u8]) -> Option<Decoded> {
    let (fours, rest) = bytes.as_chunks::<4>();
    if rest.is_empty() && !fours.is_empty() {
        let all = |unit: fn([u8; 4]) -> u32| fours.iter().all(|&four| matches!(unit(four), 1..0x4_0000));
        if all(u32::from_le_bytes) {
            return Some(utf_32(bytes, u32::from_le_bytes, "UTF-32LE"));
        }
        if all(u32::from_be_bytes) {
            return Some(utf_32(bytes, u32::from_be_bytes, "UTF-32BE"));
        }
    }
    // Words of ASCII also look like ideographs in pairs, so bytes that are no ASCII have to be there too.
    let foreign = bytes.iter().filter(|&&byte| byte == 0 || byte >= 0x80).count();
    let (pairs, _) = bytes.as_chunks::<2>();
    if foreign * 5 < bytes.len() || pairs.len() < 4 {
        return None;
    }
    let usual = |unit: fn([u8; 2]) -> u16| {
        let plausible = |unit: u16| matches!(unit, 9 | 10 | 13 | 0x20..0x7f | 0x2010..0x2028 | 0x3000..0x3020 | 0x4e00..0xa000 | 0xff00..0xfff0);
        pairs.iter().filter(|&&pair| plausible(unit(pair))).count()
    };
    let (little, big) = (usual(u16::from_le_bytes), usual(u16::from_be_bytes));
    let (most, encoding) = if little >= big { (little, UTF_16LE) } else { (big, UTF_16BE) };
    (most * 10 >= pairs.len() * 9).then(|| in_encoding(encoding, bytes))
}

/// HZ (RFC 1843), GB 2312 in seven bits between `~{` and `~}`; `None` where `text` isn't that.
fn hz(text: &str) -> Option<Decoded> {
    if !text.is_ascii() || !text.contains("~{") {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('~') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at + 1..];
        match rest.as_bytes().first() {
            Some(b'{') => {
                let end = rest.find("~}")?;
                let pairs = &rest.as_bytes()[1..end];
                if pairs.len() % 2 == 1 || !pairs.iter().all(|byte| matches!(byte, 0x21..=0x7e)) {
                    return None;
                }
                bytes.extend(pairs.iter().map(|byte| byte | 0x80));
                rest = &rest[end + 2..];
            }
            Some(b'~') => {
                bytes.push(b'~');
                rest = &rest[1..];
            }
            Some(b'\n') => rest = &rest[1..],
            _ => return None,
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    let page = in_encoding(GBK, &bytes);
    (page.replaced == 0).then_some(Decoded { encoding: "HZ-GB-2312", ..page })
}

/// Which part of the bytes beyond ASCII stands in whole UTF-8 characters of three bytes and more, as ideographs do.
fn share_of_utf_8(bytes: &[u8]) -> f64 {
    let whole: usize =
        bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars()).map(char::len_utf8).filter(|&n| n > 2).sum();
    let beyond = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    whole as f64 / beyond.max(1) as f64
}

/// Decodes UTF-8 with faults, or a file put together from several: a line that is mostly not UTF-8 and has no fault
/// in GB18030 is in that.
fn line_by_line(bytes: &[u8]) -> Decoded {
    let mut page = Decoded { encoding: UTF_8.name(), ..Decoded::default() };
    for bytes in bytes.split_inclusive(|&byte| byte == b'\n') {
        let mut line = utf_8(bytes);
        if line.replaced > 0 && share_of_utf_8(bytes) < 0.5 {
            let other = in_encoding(GB18030, bytes);
            if other.replaced == 0 {
                line = other;
                page.encoding = "UTF-8 or GB18030";
            }
        }
        page.text += &line.text;
        page.replaced += line.replaced;
    }
    page
}

/// GB18030 or Big5, which a detector tells apart by how frequent the characters are that come out.
fn by_statistics(bytes: &[u8]) -> Decoded {
    const ENOUGH: usize = 1 << 18;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(ENOUGH)], bytes.len() <= ENOUGH);
    if detector.guess(None, Utf8Detection::Deny) == BIG5 {
        let page = in_encoding(BIG5, bytes);
        if page.replaced == 0 {
            return page;
        }
    }
    let simplified = in_encoding(GB18030, bytes);
    if simplified.replaced == 0 {
        return simplified;
    }
    let traditional = in_encoding(BIG5, bytes);
    if traditional.replaced * 2 < simplified.replaced { traditional } else { simplified }
}

/// The encoding that a page declares in its first bytes: `<meta charset=…>`, `<meta http-equiv=… content="…;
/// charset=…">` or `<?xml … encoding="…"?>`.
///
/// ```
/// use zhengtu::text::declared_encoding;
/// assert_eq!(declared_encoding(b"<meta charset='GB2312'>"), Some("gb2312".to_owned()));
/// assert_eq!(declared_encoding(b"<?xml version=\"1.0\" encoding=\"Big5\"?>"), Some("big5".to_owned()));
/// ```
pub fn declared_encoding(bytes: &[u8]) -> Option<String> {
    // The Encoding Standard looks at 1024 bytes; old portals put scripts first.
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]).to_ascii_lowercase();
    let named = |after: &str| {
        let (_, rest) = head.split_once(after)?;
        let rest = rest.trim_start().strip_prefix('=')?;
        let rest = rest.trim_start().trim_start_matches(['"', '\'']);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(rest.len());
        Some(rest[..end].to_owned()).filter(|label| !label.is_empty())
    };
    let xml = if head.trim_start().starts_with("<?xml") { named("encoding") } else { None };
    xml.or_else(|| named("charset"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str = "湘潭日报讯（记者 王小明）8月15日，市医疗保障局追回资金7.88亿元。\n全市参保人数达二百余万。\n";

    #[track_caller]
    fn reads(bytes: &[u8], encoding: &str) {
        let page = decode(bytes, None).unwrap();
        assert_eq!((page.text.as_str(), page.encoding, page.replaced), (PAGE, encoding, 0));
    }

    fn utf_16(unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        PAGE.encode_utf16().flat_map(unit).collect()
    }

    fn utf_32_of(unit: fn(u32) -> [u8; 4]) -> Vec<u8> {
        PAGE.chars().flat_map(|c| unit(c as u32)).collect()
    }

    #[test]
    fn encodings_without_mark() {
        reads(PAGE.as_bytes(), "UTF-8");
        reads(&GBK.encode(PAGE).0, "gb18030");
        reads(&utf_16(u16::to_le_bytes), "UTF-16LE");
        reads(&utf_16(u16::to_be_bytes), "UTF-16BE");
        reads(&utf_32_of(u32::to_le_bytes), "UTF-32LE");
        reads(&utf_32_of(u32::to_be_bytes), "UTF-32BE");
    }

    #[test]
    fn a_mark_is_no_text() {
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        reads(&marked(b"\xef\xbb\xbf", PAGE.as_bytes()), "UTF-8");
        reads(&marked(b"\xff\xfe", &utf_16(u16::to_le_bytes)), "UTF-16LE");
        reads(&marked(b"\xfe\xff", &utf_16(u16::to_be_bytes)), "UTF-16BE");
        reads(&marked(b"\xff\xfe\0\0", &utf_32_of(u32::to_le_bytes)), "UTF-32LE");
        reads(&marked(b"\0\0\xfe\xff", &utf_32_of(u32::to_be_bytes)), "UTF-32BE");
        reads(&marked(b"\x84\x31\x95\x33", &GB18030.encode(PAGE).0), "gb18030");
    }

    #[test]
    fn big5_is_told_from_gbk() {
        let page = "臺北市政府今日召開市政會議，會中討論防疫與交通建設預算。";
        let decoded = decode(&BIG5.encode(page).0, None).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), (page, "Big5"));
    }

    #[test]
    fn hz_is_read_and_a_tilde_is_not_hz() {
        let gb = GBK.encode("湘潭日报").0.iter().map(|byte| byte & 0x7f).collect::<Vec<_>>();
        let page = decode(&[b"a~~b ~{", gb.as_slice(), b"~}\n"].concat(), None).unwrap();
        assert_eq!((page.text.as_str(), page.encoding), ("a~b 湘潭日报\n", "HZ-GB-2312"));
        assert_eq!(decode(b"x ~{ y", None).unwrap().text, "x ~{ y");
    }

    #[test]
    fn a_declaration_is_taken_if_it_fits() {
        let gbk = GBK.encode(PAGE).0;
        for declared in ["gb2312", "utf-8", "iso-8859-1", "no such thing"] {
            assert_eq!(decode(&gbk, Some(declared)).unwrap().text, PAGE, "{declared}");
        }
        assert_eq!(decode(PAGE.as_bytes(), Some("gbk")).unwrap().text, PAGE);
        // Three characters are too few for statistics.
        assert_eq!(decode(&BIG5.encode("財政局").0, Some("big5")).unwrap().text, "財政局");
    }

    #[test]
    fn faults_are_replaced_counted_and_placed() {
        let bytes = [PAGE.as_bytes(), b"\xff\xfe", "县水利局\u{fffd}".as_bytes()].concat();
        let page = decode(&bytes, None).unwrap();
        assert_eq!(page.text, format!("{PAGE}\u{fffd}\u{fffd}县水利局\u{fffd}"));
        assert_eq!(page.replaced, 2);
        let said = page.complaint("a.txt").unwrap().to_string();
        assert!(said.starts_with("a.txt:3:1: 2 places were not UTF-8 and became U+FFFD"), "{said}");
        // Cut inside the last character.
        let cut = decode(&GBK.encode(PAGE.trim()).0[..60], None).unwrap();
        assert!(PAGE.starts_with(cut.text.trim_end_matches('\u{fffd}')), "{}", cut.text);
    }

    #[test]
    fn lines_of_two_encodings() {
        let (first, second) = PAGE.split_at(PAGE.find('\n').unwrap() + 1);
        let page = decode(&[first.as_bytes(), &GBK.encode(second).0, &GBK.encode(first).0].concat(), None).unwrap();
        assert_eq!(page.text, [first, second, first].concat());
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(matches!(decode(b"PK\x03\x04rest", None), Err(NotText::Packed { .. })));
        assert!(matches!(decode(b"%PDF-1.5\n", None), Err(NotText::Packed { .. })));
        assert!(matches!(decode(&[0; 4096], None), Err(NotText::Binary { .. })));
        let tar = [vec![b'x'; 257], b"ustar".to_vec()].concat();
        assert!(matches!(decode(&tar, None), Err(NotText::Packed { what: "a tar archive", .. })));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode(&bytes, Some("gbk"));
            let _ = declared_encoding(&bytes);
        }

        #[test]
        fn chinese_in_utf_8_comes_back(text in "[\u{4e00}-\u{9fff}，。0-9a-z\n]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes(), Some("gbk")).unwrap().text, text);
        }
    }
}
