//! HTML: what of a page to read, what it says about itself.
//!
//! The tokens come from html5gum; no tree is built, so depth costs nothing and broken nesting can't lose the page.
//! Everything is one pass over the tokens and one over the pieces, whatever the page holds.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use crate::text::entity::{expand, expanded};
use crate::text::metadata::Metadata;
use crate::text::{Edited, Span};

/// Elements whose content nobody reads as news.
const SKIPPED: &[&[u8]] = &[
    b"script",
    b"style",
    b"noscript",
    b"template",
    b"iframe",
    b"noframes",
    b"object",
    b"svg",
    b"math",
    b"title",
    b"select",
    b"datalist",
    b"button",
    b"textarea",
    b"nav",
    b"aside",
    b"menu",
    b"dialog",
    b"header",
    b"footer",
];
// `form` is not among them: portals built with ASP.NET put the whole page into one.

/// Elements whose header and footer belong to the article: they hold its headline, its paper and date.
const CONTENT: &[&[u8]] = &[b"article", b"main"];

/// Elements that begin and end a paragraph.
const PARAGRAPH: &[&[u8]] = &[
    b"address",
    b"article",
    b"blockquote",
    b"body",
    b"caption",
    b"center",
    b"details",
    b"dir",
    b"div",
    b"dl",
    b"fieldset",
    b"figcaption",
    b"figure",
    b"footer",
    b"form",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"head",
    b"header",
    b"hr",
    b"html",
    b"legend",
    b"main",
    b"ol",
    b"p",
    b"pre",
    b"section",
    b"summary",
    b"table",
    b"title",
    b"ul",
];

/// Elements that begin and end a line.
const LINE: &[&[u8]] = &[b"br", b"dd", b"dt", b"li", b"tbody", b"tfoot", b"thead", b"tr"];

/// Elements that stand beside each other in a line.
const CELL: &[&[u8]] = &[b"td", b"th"];

/// What lies between two blocks of text, the stronger one greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    Cell,
    Line,
    Paragraph,
}

impl Break {
    fn of(element: &[u8]) -> Option<Self> {
        let kinds = [(PARAGRAPH, Self::Paragraph), (LINE, Self::Line), (CELL, Self::Cell)];
        kinds.into_iter().find(|(elements, _)| elements.contains(&element)).map(|(_, kind)| kind)
    }

    fn text(self) -> &'static str {
        match self {
            Self::Cell => "\t",
            Self::Line => "\n",
            Self::Paragraph => "\n\n",
        }
    }
}

/// The page in pieces, in order. Places are bytes of the source in 32 bits: a page may be half tags.
enum Piece {
    /// Text with its range in the source.
    Text(Run),
    /// A tag that ends a block, and where it stands.
    Break { kind: Break, at: u32 },
    /// An element to skip begins; `end` is the piece that ends it, or 0.
    Skip { header: bool, end: u32 },
    /// An element to skip ends.
    Skipped,
    /// The content proper begins or ends.
    Content(bool),
    /// A link begins or ends.
    Link(bool),
    /// A heading begins or ends.
    Heading(bool),
    /// Preformatted text begins or ends.
    Verbatim(bool),
}

/// Text between two tags.
#[derive(Clone, Copy)]
struct Run {
    start: u32,
    end: u32,
    /// Whether it holds entities.
    coded: bool,
    /// Whether it lies in a link to another page.
    linked: bool,
}

impl Run {
    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What there is to read in an HTML page, and what its head says about it.
pub(crate) fn read(source: &str) -> (Edited, Metadata) {
    let (pieces, metadata) = pieces(source);
    let mut page = Page::new(source);
    let (mut content, mut at) = (0_usize, 0);
    while let Some(piece) = pieces.get(at) {
        at += 1;
        match *piece {
            // The headline of an article is often a link to itself.
            Piece::Text(run) => page.block.push(Run { linked: page.linked && !page.heading, ..run }),
            Piece::Break { kind, at } => page.end_block(kind, at as usize),
            // What never ends would swallow the page.
            Piece::Skip { header, end } if end > 0 && !(header && content > 0) => at = end as usize + 1,
            Piece::Skip { .. } | Piece::Skipped => {}
            Piece::Content(true) => content += 1,
            Piece::Content(false) => content = content.saturating_sub(1),
            Piece::Link(begins) => page.linked = begins,
            Piece::Heading(begins) => page.heading = begins,
            Piece::Verbatim(begins) => page.verbatim = begins,
        }
    }
    page.end_block(Break::Paragraph, source.len());
    (page.read, metadata)
}

fn pieces(source: &str) -> (Vec<Piece>, Metadata) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut pieces = Vec::new();
    let mut metadata = Metadata::default();
    let mut open: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    let (mut in_title, mut titled) = (false, false);
    let mut open_link = None;
    for token in Tokenizer::new_with_emitter(&*in_short_rows(source), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name: &[u8] = &tag.name;
                describe(&tag, &mut metadata);
                end_block(&mut pieces, Break::of(name), tag.span.start);
                if let Some(&name) = SKIPPED.iter().find(|&&skipped| skipped == name) {
                    open.entry(name).or_default().push(pieces.len());
                    pieces.push(Piece::Skip { header: matches!(name, b"header" | b"footer"), end: 0 });
                }
                in_title = name == b"title" && !titled;
                pieces.extend(about(name, true));
                // An anchor without an address is a place on this page.
                if name == b"a" && tag.attributes.contains_key(b"href".as_slice()) {
                    open_link = Some(pieces.len());
                    pieces.push(Piece::Link(true));
                }
            }
            Token::EndTag(tag) => {
                let name: &[u8] = &tag.name;
                if let Some(begin) = open.get_mut(name).and_then(Vec::pop) {
                    let here = pieces.len();
                    if let Some(Piece::Skip { end, .. }) = pieces.get_mut(begin) {
                        *end = here as u32;
                    }
                    pieces.push(Piece::Skipped);
                }
                in_title = false;
                pieces.extend(about(name, false));
                if name == b"a" && open_link.take().is_some() {
                    pieces.push(Piece::Link(false));
                }
                end_block(&mut pieces, Break::of(name), tag.span.start);
            }
            Token::String(text) => {
                let range = on_characters(source, text.span.start..text.span.end);
                if in_title {
                    metadata.set("title", &String::from_utf8_lossy(&text.value));
                    titled = true;
                }
                let coded = source.as_bytes()[range.clone()].contains(&b'&');
                pieces.push(Piece::Text(Run {
                    start: range.start as u32,
                    end: range.end as u32,
                    coded,
                    linked: false,
                }));
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    // A link that is never closed is a slip, and not all the rest of the page.
    if let Some(piece) = open_link.and_then(|at| pieces.get_mut(at)) {
        *piece = Piece::Link(false);
    }
    (pieces, metadata)
}

/// Notes down that a tag at byte `at` ends a block; of two such tags in a row the stronger one counts.
fn end_block(pieces: &mut Vec<Piece>, kind: Option<Break>, at: usize) {
    match (kind, pieces.last()) {
        (None, _) => {}
        (Some(kind), Some(&Piece::Break { kind: held, .. })) if held >= kind => {}
        (Some(kind), _) => pieces.push(Piece::Break { kind, at: at as u32 }),
    }
}

fn about(element: &[u8], begins: bool) -> Option<Piece> {
    match element {
        b"pre" => Some(Piece::Verbatim(begins)),
        b"h1" | b"h2" | b"h3" => Some(Piece::Heading(begins)),
        _ if CONTENT.contains(&element) => Some(Piece::Content(begins)),
        _ => None,
    }
}

/// Notes down what a tag of the head says about the page.
fn describe(tag: &StartTag<usize>, metadata: &mut Metadata) {
    let value = |name: &str| tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value));
    match &**tag.name {
        b"meta" => {
            let name = ["name", "property", "itemprop"].into_iter().find_map(value);
            if let (Some(name), Some(content)) = (name, value("content")) {
                metadata.set(&name, &content);
            }
        }
        b"link" => {
            if let (Some(relation), Some(address)) = (value("rel"), value("href")) {
                // Only this relation is an address of the page itself.
                if relation.eq_ignore_ascii_case("canonical") {
                    metadata.set("canonical", &address);
                }
            }
        }
        _ => {}
    }
}

/// The range cut down to the source and to whole characters.
fn on_characters(source: &str, range: Range<usize>) -> Range<usize> {
    let boundary = |at: usize| (0..=at.min(source.len())).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0);
    let end = boundary(range.end);
    boundary(range.start).min(end)..end
}

/// The source as the tokenizer can bear it: html5gum 0.9 calls itself once more for every attribute in double quotes
/// that a space follows, and a tag with 100,000 of them overflows the stack. A slash in place of such a space means
/// nothing in HTML and ends that row of calls. Every place stays where it is, and text is taken from the real source.
fn in_short_rows(source: &str) -> Cow<'_, str> {
    const LONGEST: usize = 32;
    let bytes = source.as_bytes();
    let mut edits = Vec::new();
    let mut row = 0;
    for (at, three) in bytes.windows(3).enumerate() {
        if let [b'"', b'\t' | b'\n' | b'\x0c' | b'\r' | b' ', next] = *three {
            row += 1;
            // One of two neighbours is the end of a value; the other may be the beginning of one with a space first.
            if row > LONGEST && next != b'>' {
                edits.push(at + 1);
            }
            if row > LONGEST + 1 {
                row = 0;
            }
        }
    }
    if edits.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut text = String::with_capacity(source.len());
    let mut from = 0;
    for at in edits {
        text += &source[from..at];
        text.push('/');
        from = at + 1;
    }
    text += &source[from..];
    Cow::Owned(text)
}

/// The page as it is put together.
struct Page<'a> {
    source: &'a str,
    read: Edited,
    /// Byte of the source, and the number of its character: pieces come in order, so one walk counts them all.
    counted: (usize, u32),
    /// The block so far.
    block: Vec<Run>,
    /// The strongest break since the last block, and where it stands.
    pending: Option<(Break, usize)>,
    linked: bool,
    heading: bool,
    verbatim: bool,
}

impl<'a> Page<'a> {
    fn new(source: &'a str) -> Self {
        let (read, block) = (Edited::default(), Vec::new());
        Self { source, read, counted: (0, 0), block, pending: None, linked: false, heading: false, verbatim: false }
    }

    /// Ends the block before a tag at byte `at`.
    fn end_block(&mut self, kind: Break, at: usize) {
        let block = std::mem::take(&mut self.block);
        if !self.is_blank(&block) && !self.is_menu(&block) {
            if let Some((kind, at)) = self.pending.take().filter(|_| !self.read.text().is_empty()) {
                let at = self.character(at);
                kind.text().chars().for_each(|c| self.read.push(c, at));
            }
            for run in block {
                if run.coded { self.push_coded(run.range()) } else { self.push_text(run.range()) }
            }
        }
        if self.pending.is_none_or(|(held, _)| held < kind) {
            self.pending = Some((kind, at));
        }
    }

    fn is_blank(&self, block: &[Run]) -> bool {
        block.iter().all(|run| self.source[run.range()].trim().is_empty())
    }

    /// A block that is all links and no sentence leads to other pages, and tells nothing on this one.
    fn is_menu(&self, block: &[Run]) -> bool {
        // Ideographic full stop, full-width semicolon, exclamation and question mark.
        const STOPS: [char; 4] = ['\u{3002}', '\u{ff1b}', '\u{ff01}', '\u{ff1f}'];
        let (linked, beside): (Vec<Run>, Vec<Run>) = block.iter().partition(|run| run.linked);
        !linked.is_empty()
            && linked.iter().all(|run| !self.source[run.range()].contains(STOPS))
            && beside.iter().all(|run| !expanded(&self.source[run.range()]).contains(char::is_alphanumeric))
    }

    /// The number of the character at byte `at`, which lies behind all that were asked before.
    fn character(&mut self, at: usize) -> u32 {
        let (byte, character) = self.counted;
        if at > byte {
            self.counted = (at, character + self.source[byte..at].chars().count() as u32);
        }
        self.counted.1
    }

    fn push_text(&mut self, range: Range<usize>) {
        let first = self.character(range.start);
        for (at, c) in (first..).zip(self.source[range.clone()].chars()) {
            self.push(c, Span::new(at, at + 1));
        }
        self.character(range.end);
    }

    /// White space of the source that is not preformatted is one space.
    fn push(&mut self, c: char, origin: Span) {
        if self.verbatim || !c.is_ascii_whitespace() {
            self.read.push_span(c, origin);
        } else if !self.read.text().is_empty() && !self.read.text().ends_with([' ', '\n', '\t']) {
            self.read.push_span(' ', origin);
        }
    }

    /// Adds text with entities in it, each of which stands for its whole reference.
    fn push_coded(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source[at..range.end];
            let plain = rest.find('&').unwrap_or(rest.len());
            self.push_text(at..at + plain);
            at += plain;
            if plain < rest.len() {
                let (expanded, length) = expand(&rest[plain..]);
                match expanded {
                    Some(expanded) => {
                        let origin = Span::new(self.character(at), self.character(at + length));
                        expanded.chars().for_each(|c| self.push(c, origin));
                    }
                    None => self.push_text(at..at + length),
                }
                at += length;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(source: &str) -> String {
        read(source).0.text().to_owned()
    }

    #[test]
    fn blocks_lines_and_spaces() {
        let page = "<html><body><h1>标 题</h1>\n<div><p>追回\n  <b>资金</b>7.88&nbsp;亿元。<br>又讯</p></div><table><tr><td>甲<script></script><td>乙</table>";
        assert_eq!(text(page), "标 题\n\n追回 资金7.88\u{a0}亿元。\n又讯\n\n甲\t乙");
    }

    #[test]
    fn only_the_article_is_read() {
        let page = "<title>页名</title><style>p{}</style><header>站名</header><nav>首页</nav><form><ul><li><a href=1>要闻</a>&nbsp;| \
            <a href=2>公告</a></ul><h1><a href=3>标题</a></h1><article><header>本报讯</header><p>正<!--注释-->文<script>var a='市长';</script></article>\
            <p><a href=3>全句都是链接。</a></p></form><footer>版权</footer>";
        assert_eq!(text(page), "标题\n\n本报讯\n\n正文\n\n全句都是链接。");
    }

    #[test]
    fn what_is_never_closed_loses_nothing() {
        assert_eq!(text("<nav>首页<p>本报讯"), "首页\n\n本报讯");
        assert_eq!(text("</nav></p>本报讯"), "本报讯");
    }

    #[test]
    fn the_head_describes_the_page() {
        let page = "<head><title>甲_某站</title><meta name=\"ArticleTitle\" content=\"甲\"><meta name=PubDate content='2022-08-15 10:00'>\
            <meta property=og:site_name content=某站><link rel=canonical href=https://www.example.cn/1.html></head>正文";
        let mut document = crate::text::Document::default();
        read(page).1.describe(&mut document);
        assert_eq!(document.title.as_deref(), Some("甲"));
        assert_eq!(document.paper.as_deref(), Some("某站"));
        assert_eq!(document.date.as_deref(), Some("2022-08-15"));
        assert_eq!(document.url.as_deref(), Some("https://www.example.cn/1.html"));
    }

    #[test]
    fn a_flood_of_attributes_is_no_flood_of_calls() {
        for attribute in ["a=\"x\" ", "a=\" x\" ", "a=\" >\" ", "a=\"x\"\r\n", "a=\"\" b='\" \" ' ", "a=\"=\" "] {
            let page = format!("<p {}>本报讯 \"甲\" 乙</p>", attribute.repeat(50_000));
            assert_eq!(text(&page), "本报讯 \"甲\" 乙", "{attribute}");
        }
    }

    #[test]
    fn an_entity_knows_its_whole_place() {
        let page = "<p>&#20013;国</p>";
        let (read, _) = read(page);
        assert_eq!(read.text(), "中国");
        assert_eq!(read.span(0..6).slice(page), "&#20013;国");
        assert_eq!(read.span(0..3).slice(page), "&#20013;");
    }

    /// What is read stands in the source where it says, save for entities, spaces and breaks.
    fn agrees(source: &str) {
        let (read, _) = read(source);
        for (c, span) in read.characters() {
            let there = span.slice(source);
            let stands = there.chars().eq([c]);
            let made = there.starts_with('&')
                || (c.is_whitespace() && !there.is_empty())
                || span.start as usize == source.chars().count();
            // The tokenizer puts U+FFFD where the standard says so: then the source's NUL stands there.
            assert!(stands || made, "{c:?} for {there:?} at {span:?} in {source:?}");
        }
    }

    proptest! {
        #[test]
        fn places_agree_with_the_source(
            parts in proptest::collection::vec(
                prop_oneof![
                    "[\u{4e00}-\u{4eff}a-z &;\r\n<>/!\"'=-]{0,6}",
                    Just("<p>".to_owned()), Just("</p>".to_owned()), Just("<br/>".to_owned()), Just("<nav>".to_owned()),
                    Just("</nav>".to_owned()), Just("<article>".to_owned()), Just("<header a='王'>".to_owned()),
                    Just("</header>".to_owned()), Just("<script>".to_owned()), Just("</script>".to_owned()),
                    Just("<title>".to_owned()), Just("</title>".to_owned()), Just("<!--".to_owned()), Just("-->".to_owned()),
                    Just("&amp;".to_owned()), Just("&#20013;".to_owned()), Just("&notin;".to_owned()), Just("&ampx".to_owned()),
                    Just("<pre>".to_owned()), Just("<a href='&amp;'>".to_owned()), Just("</a>".to_owned()), Just("\r\n".to_owned()),
                ],
                0..24,
            )
        ) {
            agrees(&parts.concat());
        }

        #[test]
        fn no_source_panics(source in "\\PC{0,120}") {
            agrees(&source);
        }
    }
}
