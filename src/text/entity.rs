//! Character references of HTML: `&amp;`, `&#20013;`, `&nbsp`.

use html5gum::{Token, Tokenizer};

/// Text with its character references expanded.
pub(crate) fn expanded(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain += &rest[..at];
        let (character, length) = expand(&rest[at..]);
        plain += character.as_deref().unwrap_or(&rest[at..at + length]);
        rest = &rest[at + length..];
    }
    plain + rest
}

/// The character reference that `text` begins with, expanded, and its length in bytes; `None` and the length of what
/// is to be taken as it stands where it is none. `text` begins with `&`.
pub(crate) fn expand(text: &str) -> (Option<String>, usize) {
    // The longest name of the standard has 32 characters; a number may be padded with zeros, within reason.
    const LONGEST: usize = 40;
    let body = text.bytes().skip(1).take(LONGEST);
    let mut length = 1 + body.take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    if text.as_bytes().get(length) == Some(&b';') {
        length += 1;
    }
    let reference = &text[..length];
    let mut expanded = String::new();
    for token in Tokenizer::new(reference) {
        let Ok(token) = token;
        if let Token::String(value) = token {
            expanded += &String::from_utf8_lossy(&value);
        }
    }
    // A name without a semicolon may be followed by letters that are not part of it.
    let shared =
        reference.bytes().rev().zip(expanded.bytes().rev()).take_while(|(a, b)| a == b && a.is_ascii()).count();
    // `&semi;` is a semicolon all the same.
    let shared = if shared == expanded.len() && expanded.len() < reference.len() { 0 } else { shared };
    match (expanded.len() - shared, length - shared) {
        (0, _) | (_, 0) => (None, length),
        (character, reference) => {
            expanded.truncate(character);
            (Some(expanded), reference)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_expand() {
        let cases = [
            ("&amp;x", Some("&"), 5),
            ("&#20013;国", Some("中"), 8),
            ("&#x4e2d;", Some("中"), 8),
            ("&nbspx", Some("\u{a0}"), 5),
            ("&nosuch;", None, 8),
            ("& b", None, 1),
            ("&;", None, 2),
            ("&#xD800;", Some("\u{fffd}"), 8),
            ("&semi;", Some(";"), 6),
        ];
        for (source, expanded, length) in cases {
            assert_eq!(expand(source), (expanded.map(str::to_owned), length), "{source}");
        }
    }
}
