//! Lines into blocks: paragraphs, headings, bylines, captions and furniture.

use std::collections::BTreeMap;

use crate::{
    article::clean::{self, Line, Origin},
    lexicon::{Class, Lexicon},
    text::Document,
};

/// What a block of lines is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Headline or section heading; `0` without a Markdown mark, else the number of `#`.
    Heading(u8),
    /// A line of reporters' names.
    Byline,
    /// Running text; `true` if it opens with a byline or dateline.
    Body(bool),
    /// Caption of a picture.
    Caption,
    /// Page credit, jump, site furniture.
    Furniture,
}

/// A block of lines with its cleaned characters.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub kind: Kind,
    pub chars: Vec<Origin>,
    /// Whether the page's text stops before its sentence does.
    pub open: bool,
}

/// Longest paragraph that is read as one, in characters.
const LONGEST: usize = 10_000;
/// Within how many blocks from the top a masthead stands.
const MASTHEAD: usize = 8;
/// Longest heading, in characters.
const HEADING: usize = 40;

/// Groups lines into blocks: joins the lines of a hard-wrapped paragraph, then says what each block is.
pub(crate) fn blocks(lines: &[Line], lexicon: &Lexicon) -> Vec<Block> {
    let wrap = wrap_width(lines);
    let mut runs: Vec<Line> = Vec::new();
    let mut last: Option<&Line> = None;
    // Lines of the last run so far.
    let mut height = 0;
    for line in lines {
        if line.is_blank() {
            last = None;
            continue;
        }
        // A full line without an end goes on in the next, unless that one opens something new.
        let goes_on = last.is_some_and(|last| {
            // In the middle of a paragraph a short line goes on, too, as long as its sentence does.
            let inside = height >= 2 && !ends_sentence(&last.chars, lexicon);
            wrap.is_some_and(|wrap| last.width() + 3 >= wrap || inside && last.width() * 2 >= wrap)
                && !line.indented
                && !opens(line, lexicon)
        });
        height = if goes_on { height + 1 } else { 1 };
        match runs.last_mut() {
            Some(run) if goes_on => {
                run.chars.push((' ', line.chars[0].1));
                run.chars.extend_from_slice(&line.chars);
            }
            _ => runs.push(line.clone()),
        }
        last = Some(line);
    }
    // A page that marks its headings has no others.
    let marked = lines.iter().filter(|line| line.chars.first().is_some_and(|&(c, _)| c == '#')).count() >= 2;
    runs.iter()
        .flat_map(|run| run.chars.chunks(LONGEST).map(|chars| Line { chars: chars.to_vec(), ..*run }))
        .map(|run| {
            let run = &run;
            let kind = match kind(run, lexicon) {
                Kind::Heading(0) if marked => Kind::Body(false),
                kind => kind,
            };
            let mut chars = Vec::new();
            clean::append(&mut chars, &run.chars);
            match_quotes(&mut chars);
            let open = matches!(kind, Kind::Body(_)) && !ends_sentence(&chars, lexicon);
            Block { kind, chars, open }
        })
        .collect()
}

/// Whether a line begins a block of its own wherever it stands: a mark of headings, a byline, a caption, a jump.
fn opens(line: &Line, lexicon: &Lexicon) -> bool {
    let raw = line.raw();
    let short = line.width() <= HEADING && !ends_sentence(&line.chars, lexicon);
    opens_body(&raw, lexicon)
        || lexicon.matches("heading.mark", &raw)
        || short && ["jump", "caption", "furniture", "byline.names"].iter().any(|name| lexicon.matches(name, &raw))
}

/// The width at which the page's lines are broken, if they are: the commonest width of lines that another follows.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut followed = 0;
    for pair in lines.windows(2) {
        let width = pair[0].width();
        if width >= 8 && !pair[1].is_blank() {
            followed += 1;
            *counts.entry(width).or_default() += 1;
        }
    }
    // Neighbouring widths count together: punctuation hangs, Latin letters are narrow.
    let (width, count) = counts
        .keys()
        .map(|&width| (width, (width.saturating_sub(1)..=width + 1).filter_map(|w| counts.get(&w)).sum::<usize>()))
        .max_by_key(|&(width, count)| (count, width))?;
    (count >= 4 && count * 3 >= followed && width <= 70).then_some(width)
}

fn kind(line: &Line, lexicon: &Lexicon) -> Kind {
    let raw = line.raw();
    let width = line.width();
    let marks = raw.chars().take_while(|&c| c == '#').count().min(6) as u8;
    if marks > 0 {
        return Kind::Heading(marks);
    }
    let ended = ends_sentence(&line.chars, lexicon);
    let opens = opens_body(&raw, lexicon);
    if width <= 12 && lexicon.matches("jump", &raw)
        || width <= 60 && !ended && lexicon.matches("furniture", &raw)
        || width <= 34 && !ended && !opens && lexicon.matches("date.full", &raw)
        || width > 0 && !line.chars.iter().any(|&(c, _)| c.is_alphanumeric())
    {
        return Kind::Furniture;
    }
    if width <= 80 && lexicon.matches("caption", &raw) {
        return Kind::Caption;
    }
    if opens && width > 30 {
        return Kind::Body(true);
    }
    if width <= 60 && !ended && (lexicon.matches("byline.names", &raw) || lexicon.matches("byline.bare", &raw)) {
        return Kind::Byline;
    }
    if opens {
        return Kind::Body(true);
    }
    let commas = line.chars.iter().filter(|&&(c, _)| c == ',' || c == ';').count();
    let heading = width <= HEADING && !ended && commas <= 1 && !dangles(&line.chars, lexicon);
    if heading { Kind::Heading(0) } else { Kind::Body(false) }
}

fn opens_body(raw: &str, lexicon: &Lexicon) -> bool {
    ["byline.open", "byline.dispatch", "byline.place", "byline.report", "byline.date", "byline.paren"]
        .iter()
        .any(|name| lexicon.matches(name, raw))
}

/// Whether the last mark ends a sentence.
fn ends_sentence(chars: &[Origin], lexicon: &Lexicon) -> bool {
    let mut tail = chars.iter().rev().map(|&(c, _)| c).filter(|c| *c != ' ');
    let is = |c: char, class| lexicon.is(c.encode_utf8(&mut [0; 4]), class);
    match tail.next() {
        Some(c) if is(c, Class::SentenceEnd) || c == ';' => true,
        Some(c) if is(c, Class::Unquote) || is(c, Class::Close) => {
            tail.next().is_some_and(|c| is(c, Class::SentenceEnd) || c == ';')
        }
        _ => false,
    }
}

/// Whether the line stops at a mark that cannot end a heading.
fn dangles(chars: &[Origin], lexicon: &Lexicon) -> bool {
    let last = chars.last().map_or(' ', |&(c, _)| c);
    last == ',' || lexicon.is(last.encode_utf8(&mut [0; 4]), Class::ListMark)
}

/// Gives straight quotation marks their direction: by turns, anew in each block.
fn match_quotes(chars: &mut [Origin]) {
    const OPENING: char = '\u{201c}';
    const CLOSING: char = '\u{201d}';
    let mut open = false;
    for (c, _) in chars.iter_mut() {
        match *c {
            '"' => {
                *c = if open { CLOSING } else { OPENING };
                open = !open;
            }
            OPENING => open = true,
            CLOSING => open = false,
            _ => {}
        }
    }
}

/// The newspaper that the page's name, bylines or first lines name.
pub(crate) fn paper(document: &Document, blocks: &[Block], lexicon: &Lexicon) -> Option<String> {
    let pattern = lexicon.pattern("paper")?;
    let named = |text: &str| pattern.captures(text).map(|found| found[1].to_owned());
    if let Some(paper) = named(&document.name) {
        return Some(paper);
    }
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for block in blocks {
        let head: String = block.chars.iter().take(40).map(|&(c, _)| c).collect();
        if matches!(block.kind, Kind::Body(true) | Kind::Byline)
            && let Some(paper) = named(&head)
        {
            *counts.entry(paper).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(paper, count)| (*count, std::cmp::Reverse(paper.len())));
    if let Some((paper, _)) = most {
        return Some(paper);
    }
    // A masthead, or the line that says where a site has the page from.
    let text = |block: &Block| -> String { block.chars.iter().take(60).map(|&(c, _)| c).collect() };
    let masthead = blocks
        .iter()
        .take(MASTHEAD)
        .filter(|block| matches!(block.kind, Kind::Furniture | Kind::Heading(_)) && block.chars.len() <= 34);
    let source = lexicon.pattern("source");
    let sourced = || blocks.iter().find_map(|block| Some(source?.captures(&text(block))?[1].to_owned()));
    masthead.map(text).find_map(|text| named(&text)).or_else(sourced)
}
