//! What XML can hold.

use std::borrow::Cow;

/// The text with U+FFFD for each character that XML 1.0 (section 2.2, `Char`) cannot hold, escaped or not.
pub(crate) fn holdable(text: &str) -> Cow<'_, str> {
    let holds = |c: char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        _ => c >= ' ',
    };
    if text.chars().all(holds) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if holds(c) { c } else { char::REPLACEMENT_CHARACTER }).collect())
}
