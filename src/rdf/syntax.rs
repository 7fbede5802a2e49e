//! Where a query is wrong, counted in characters, and what was expected there.
//!
//! The library's parser tells neither: it goes back and forth over the text, and what it reports is the last place
//! that it looked at. So a query that it refused is read once more along `sparql.grammar`, token by token.

use std::collections::BTreeSet;

use crate::rdf::{
    PREFIXES, Position, QueryError,
    format::nearest,
    grammar::{Failure, grammar},
    token::{Kind, Token, tokens},
};

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
