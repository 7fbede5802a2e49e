//! Where a query is wrong, counted in characters, and what was expected there.
//!
//! The library's parser tells neither: it goes back and forth over the text, and what it reports is the last place
//! that it looked at. So a query that it refused is read once more along `sparql.grammar`, token by token.

use std::{collections::BTreeSet, ops::Range};

use crate::rdf::{
    PREFIXES, Position, QueryError,
    format::nearest,
    grammar::{Failure, grammar},
};

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

/// Why the library refused `text`; `reason` is what it said.
pub(super) fn explain(text: &str, reason: &str) -> QueryError {
    let tokens = tokens(text);
    let failure = grammar().check(&tokens);
    let place = failure.as_ref().map_or(tokens.len(), |failure| failure.token);
    if let Some(error) = unknown_prefix(text, &tokens[..place.min(tokens.len())]) {
        return error;
    }
    match failure {
        Some(failure) => syntax_error(text, &tokens, failure),
        None => QueryError::Meaning { at: None, message: meaning(reason).into() },
    }
}

fn syntax_error(text: &str, tokens: &[Token<'_>], failure: Failure) -> QueryError {
    let token = &tokens[failure.token];
    let a_form = failure.expected.iter().any(|word| word == "CONSTRUCT");
    if a_form && UPDATES.iter().any(|word| token.text.eq_ignore_ascii_case(word)) {
        return QueryError::Update;
    }
    let found = match token.kind {
        Kind::End => "the end of the query".into(),
        Kind::Broken if token.text.starts_with(['"', '\'']) => "a string without its end".into(),
        _ => {
            let short: String = token.text.chars().take(24).collect();
            let more = if short.len() < token.text.len() { "..." } else { "" };
            format!("{:?}", short + more)
        }
    };
    let keywords = failure.expected.iter().filter(|word| word.chars().all(|c| c.is_ascii_uppercase() || c == '_'));
    let hint = match token.kind {
        Kind::Word => nearest(&token.text.to_ascii_uppercase(), keywords.map(String::as_str)),
        _ => None,
    };
    QueryError::Syntax { at: Position::of(text, token.range.start), found, expected: failure.expected, hint }
}

/// Words that an update begins with (SPARQL 1.1 Update), where a query says SELECT or the like.
const UPDATES: [&str; 10] = ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"];

/// The first prefix that neither the query nor [`PREFIXES`] declares.
fn unknown_prefix(text: &str, tokens: &[Token<'_>]) -> Option<QueryError> {
    let mut known: BTreeSet<&str> = PREFIXES.iter().map(|(name, _)| *name).collect();
    let mut declares = false;
    for token in tokens {
        if token.kind == Kind::Prefixed {
            let prefix = token.text.split(':').next().unwrap_or_default();
            if declares {
                known.insert(prefix);
            } else if !known.contains(prefix) {
                let near = nearest(prefix, known.iter().copied()).map_or_else(String::new, |near| format!(" ({near})"));
                let names: Vec<&str> = known.into_iter().collect();
                let message = format!(
                    "the prefix {:?} is not declared: expected a PREFIX line for it, or one of {}{near}",
                    format!("{prefix}:"),
                    names.join(", "),
                );
                return Some(QueryError::Meaning { at: Some(Position::of(text, token.range.start)), message });
            }
        }
        declares = token.text.eq_ignore_ascii_case("PREFIX");
    }
    None
}

/// What the library's reason means, for a query whose form is right.
fn meaning(reason: &str) -> &'static str {
    const REASONS: &[(&str, &str)] = &[
        (
            "variable that is unbound",
            "SELECT names a variable that has no single value in a group: add it to GROUP BY, or take SAMPLE(), MIN() or COUNT() of it",
        ),
        ("SELECT * is not authorized", "SELECT * and GROUP BY don't go together: name the variables"),
        ("Duplicated variable", "SELECT names a variable twice"),
        ("overrid", "AS names a variable that has a value already: take a new name"),
        (
            "clause rows",
            "a row of VALUES has more or fewer values than there are variables: put UNDEF where there is none",
        ),
        ("Repeated variables", "VALUES names a variable twice"),
        ("blank node", "a blank node's label is used in two patterns: take a variable"),
        ("language tag", "a language tag is not valid: expected one such as @zh or @en"),
        ("non negative integer", "LIMIT and OFFSET take whole numbers from 0"),
        ("property path", "a property path can't be annotated"),
        ("IRI parsing failed", "an IRI is not valid"),
        ("base IRI", "the IRI after BASE is not an absolute one"),
        (
            "escape",
            "a string holds an escape that does not exist: expected one of \\t \\b \\n \\r \\f \\\\ \\\" \\' \\uXXXX",
        ),
        ("aggregate", "an aggregate stands where none may: expected it in SELECT, HAVING or ORDER BY"),
    ];
    let found = REASONS.iter().find(|(part, _)| reason.contains(part));
    found.map_or("it is no valid SPARQL query", |(_, message)| message)
}
