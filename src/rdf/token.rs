//! The tokens of a SPARQL query (SPARQL 1.1, section 19.8), with their places.

use std::ops::Range;

/// The kinds of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Variable,
    Iri,
    Prefixed,
    Blank,
    Language,
    String,
    Number,
    Word,
    Sign,
    /// A string without its end, or a character that begins nothing.
    Broken,
    End,
}

/// A token with its range of **bytes**.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
}

/// Signs of more than one character, the longer first.
const SIGNS: &[&str] = &["<<(", ")>>", "^^", "<<", ">>", "{|", "|}", "||", "&&", "!=", "<=", ">="];

/// The tokens of a query, without comments; the last is [`Kind::End`].
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        if first == '#' {
            at += rest.find(['\n', '\r']).unwrap_or(rest.len());
            continue;
        }
        let (kind, length) = token(rest, first);
        found.push(Token { kind, text: &rest[..length], range: at..at + length });
        at += length;
    }
    found.push(Token { kind: Kind::End, text: "", range: text.len()..text.len() });
    found
}

/// Kind and length in bytes of the token that `rest` begins with.
fn token(rest: &str, first: char) -> (Kind, usize) {
    let run = |from: usize, fits: fn(char) -> bool| from + rest[from..].find(|c| !fits(c)).unwrap_or(rest.len() - from);
    let named = |c: char| c.is_alphanumeric() || c == '_';
    match first {
        '"' | '\'' => string(rest, first),
        '<' => match rest[1..].find(|c: char| c <= ' ' || "<>\"{}|^`\\".contains(c)) {
            Some(end) if rest[1 + end..].starts_with('>') => (Kind::Iri, end + 2),
            _ => sign(rest, first),
        },
        '?' | '$' => match run(1, named) {
            1 => sign(rest, first),
            length => (Kind::Variable, length),
        },
        '@' => (Kind::Language, run(1, |c| c.is_ascii_alphanumeric() || c == '-')),
        '0'..='9' => (Kind::Number, number(rest)),
        '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => (Kind::Number, number(rest)),
        '_' if rest[1..].starts_with(':') => (Kind::Blank, trimmed(rest, run(2, local))),
        _ if first == ':' || first.is_alphabetic() || first == '_' => {
            let word = run(0, |c| c.is_alphanumeric() || "_-.".contains(c));
            if rest[word..].starts_with(':') {
                (Kind::Prefixed, trimmed(rest, local_name(rest, word + 1)))
            } else {
                (Kind::Word, run(0, |c| c.is_alphanumeric() || c == '_').max(first.len_utf8()))
            }
        }
        _ => sign(rest, first),
    }
}

fn local(c: char) -> bool {
    c.is_alphanumeric() || "_-.".contains(c)
}

/// Where the local part of a prefixed name that begins at `at` ends: escapes (`\/`, `%2F`) and colons are parts of it.
fn local_name(rest: &str, mut at: usize) -> usize {
    while let Some(c) = rest[at..].chars().next() {
        match c {
            '\\' => at += 1 + rest[at + 1..].chars().next().map_or(0, char::len_utf8),
            _ if local(c) || c == ':' || c == '%' || c == '\u{B7}' => at += c.len_utf8(),
            _ => break,
        }
    }
    at
}

/// A name does not end in a dot: that is the end of the triple.
fn trimmed(rest: &str, length: usize) -> usize {
    rest[..length].trim_end_matches('.').len()
}

fn number(rest: &str) -> usize {
    let digits = |from: usize| from + rest[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = digits(0);
    if rest[end..].starts_with('.') && rest[end + 1..].starts_with(|c: char| c.is_ascii_digit()) {
        end = digits(end + 1);
    }
    if rest[end..].starts_with(['e', 'E']) {
        let signed = end + 1 + usize::from(rest[end + 1..].starts_with(['+', '-']));
        if digits(signed) > signed {
            end = digits(signed);
        }
    }
    end
}

fn string(rest: &str, quote: char) -> (Kind, usize) {
    let triple = rest.as_bytes().get(..3).is_some_and(|head| head.iter().all(|byte| *byte == quote as u8));
    let (open, close) = if triple { (3, &rest[..3]) } else { (1, &rest[..1]) };
    let mut at = open;
    while let Some(c) = rest[at..].chars().next() {
        if rest[at..].starts_with(close) {
            return (Kind::String, at + close.len());
        }
        if !triple && (c == '\n' || c == '\r') {
            break;
        }
        at += c.len_utf8();
        if c == '\\' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    (Kind::Broken, at)
}

fn sign(rest: &str, first: char) -> (Kind, usize) {
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => (Kind::Sign, sign.len()),
        None if first.is_ascii_punctuation() => (Kind::Sign, 1),
        None => (Kind::Broken, first.len_utf8()),
    }
}
