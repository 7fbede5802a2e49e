//! Lines of a page with characters folded and the spaces of a scan removed.

use unicode_normalization::UnicodeNormalization;

use crate::{
    lexicon::Lexicon,
    text::{Document, Span},
};

/// A character of the cleaned text and the page's character that it came from.
pub(crate) type Origin = (char, Span);

/// One line of the page, folded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// Folded characters; runs of white space are one space, none at the ends.
    pub chars: Vec<Origin>,
    /// Whether it begins with the two blanks of a new paragraph.
    pub indented: bool,
}

impl Line {
    pub(crate) fn is_blank(&self) -> bool {
        self.chars.is_empty()
    }

    /// The line as text, single spaces kept: what line patterns are matched on.
    pub(crate) fn raw(&self) -> String {
        self.chars.iter().map(|&(c, _)| c).collect()
    }

    /// Number of characters that are no spaces.
    pub(crate) fn width(&self) -> usize {
        self.chars.iter().filter(|(c, _)| *c != ' ').count()
    }
}

/// Characters of a line of a column, for which there is room at once.
const LINE: usize = 32;

/// The lines of a document.
pub(crate) fn lines(document: &Document, lexicon: &Lexicon) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    let mut blanks = 0;
    for (c, origin) in document.characters() {
        if c == '\n' || c == '\r' || c == '\u{0b}' || c == '\u{0c}' || c == '\u{2028}' || c == '\u{2029}' {
            lines.push(Line::default());
            blanks = 0;
            continue;
        }
        let Some(line) = lines.last_mut() else { continue };
        if c.is_whitespace() || is_invisible(c) {
            blanks += if c == '\u{3000}' || c == '\t' { 2 } else { usize::from(c.is_whitespace()) };
            continue;
        }
        if line.chars.is_empty() {
            line.chars.reserve(LINE);
            line.indented = blanks >= 2;
        } else if blanks > 0 {
            line.chars.push((' ', origin));
        }
        blanks = 0;
        line.chars.push((fold(c, lexicon), origin));
    }
    lines
}

/// Zero-width characters, soft hyphens and controls: they stand inside words and mean nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
        || (c.is_control() && !c.is_whitespace())
}

/// Full width to half width, compatibility characters to their plain forms, and the table's own foldings.
/// A character folds to one character, so that each keeps its place.
fn fold(c: char, lexicon: &Lexicon) -> char {
    if c.is_ascii() {
        return c;
    }
    let folded = lexicon.fold(c);
    if folded != c {
        return folded;
    }
    let compatible = matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{fe30}'..='\u{fe6f}');
    if !compatible {
        return c;
    }
    let mut plain = std::iter::once(c).nfkc();
    match (plain.next(), plain.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Appends a line's characters without the spaces that a scan put between them: a space stays only between two
/// words of Latin letters or digits.
pub(crate) fn append(target: &mut Vec<Origin>, chars: &[Origin]) {
    for (at, &(c, origin)) in chars.iter().enumerate() {
        if c == ' ' {
            let before = target.last().map(|&(c, _)| c);
            let after = chars.get(at + 1).map(|&(c, _)| c);
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            if !(latin(before) && latin(after)) {
                continue;
            }
        }
        target.push((c, origin));
    }
}
