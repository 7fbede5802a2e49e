//! Words in DOT: quoted, wrapped and measured.

use unicode_width::UnicodeWidthChar;

use crate::export::xml::holdable;

/// Fonts with Han characters on Linux, macOS and Windows; fontconfig takes the first that is there.
pub(crate) const FONTS: &str =
    "Noto Sans CJK SC,Source Han Sans SC,WenQuanYi Micro Hei,PingFang SC,Microsoft YaHei,sans-serif";
/// Width of a line of a label, in columns: a Han character takes two.
const LINE: usize = 18;
/// Lines of a label; what is longer is cut there, and whole in the tooltip.
const LINES: usize = 4;
/// Graphviz before version 3 refuses strings of 16,384 bytes and more; escapes may double a length.
const LONGEST: usize = 8_000;

/// How wide a text is, in columns.
pub(super) fn columns(text: &str) -> usize {
    text.chars().filter_map(|c| c.width()).sum()
}

/// Lines of at most [`LINE`] columns, at most [`LINES`] of them.
pub(super) fn wrapped(name: &str) -> Vec<String> {
    // Lines of like length, so that no character stands alone in the last one.
    let whole = columns(name);
    let even = whole.div_ceil(whole.div_ceil(LINE).clamp(1, LINES));
    let most = if whole <= LINE * LINES { (even + 1).min(LINE) } else { LINE };
    let mut lines = vec![String::new()];
    let mut width = 0;
    for c in name.chars() {
        let wide = c.width().unwrap_or(0);
        if c == '\n' || width + wide > most {
            if lines.len() == LINES {
                if let Some(last) = lines.last_mut() {
                    last.push('\u{2026}');
                }
                break;
            }
            lines.push(String::new());
            width = 0;
        }
        if let Some(line) = lines.last_mut().filter(|_| c != '\n') {
            line.push(c);
            width += wide;
        }
    }
    lines
}

/// The text on one line, cut at so many columns.
pub(super) fn cut(text: &str, most: usize) -> String {
    let (mut line, mut width) = (String::new(), 0);
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        width += c.width().unwrap_or(0);
        if width > most {
            line.push('\u{2026}');
            break;
        }
        line.push(c);
    }
    line
}

/// A quoted string for a label or a tooltip.
pub(crate) fn text(text: &str) -> String {
    quoted(text, LONGEST)
}

/// A quoted string for the key of a node: never cut, so that two keys stay two.
pub(super) fn id(key: &str) -> String {
    quoted(key, usize::MAX)
}

/// A quoted string. In labels and tooltips Graphviz resolves backslashes and character entities; keys of nodes go into
/// the titles of an SVG with their entities as they stand, so they are escaped alike.
fn quoted(text: &str, longest: usize) -> String {
    let mut quoted = String::from("\"");
    for c in holdable(text).chars() {
        match c {
            _ if quoted.len() > longest => {
                quoted.push('\u{2026}');
                break;
            }
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            '&' => quoted.push_str("&amp;"),
            '\n' => quoted.push_str("\\n"),
            '\r' | '\t' => quoted.push(' '),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
