//! Reads tokens along a grammar that is kept as text, and tells where they leave it.

use std::{collections::BTreeMap, iter::Peekable, str::SplitAsciiWhitespace, sync::LazyLock};

use crate::rdf::token::{Kind, Token};

/// The grammar of queries, ready to be followed.
pub(super) struct Grammar {
    rules: Vec<Rule>,
    start: usize,
}

struct Rule {
    description: Option<&'static str>,
    item: Item,
}

enum Item {
    /// A keyword or a sign.
    Word(&'static str),
    /// A kind of token.
    Kind(Kind),
    /// The name of a function: a word before `(`.
    Function,
    Rule(usize),
    Sequence(Vec<Item>),
    Choice(Vec<Item>),
    /// At least `least` times, once or more.
    Repeat {
        item: Box<Item>,
        least: usize,
        most: usize,
    },
}

/// Where tokens leave the grammar.
#[derive(Debug)]
pub(super) struct Failure {
    /// The first token that fits nowhere.
    pub(super) token: usize,
    /// What would have fitted.
    pub(super) expected: Vec<String>,
}

/// The grammar of `sparql.grammar`. A test holds that it can be read.
pub(super) fn grammar() -> &'static Grammar {
    static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| Grammar::read(include_str!("sparql.grammar")));
    &GRAMMAR
}

impl Grammar {
    fn read(text: &'static str) -> Self {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let split: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(" = ")).collect();
        let name = |head: &'static str| head.split(' ').next().unwrap_or_default();
        let names: BTreeMap<&str, usize> = split.iter().enumerate().map(|(i, (head, _))| (name(head), i)).collect();
        let rule = |(head, body): &(&'static str, &'static str)| {
            let mut words: Words = body.split_ascii_whitespace().peekable();
            Rule { description: head.split('"').nth(1), item: choice(&mut words, &names) }
        };
        Self { rules: split.iter().map(rule).collect(), start: 0 }
    }

    /// Where `tokens` leave the grammar; `None` if they don't.
    pub(super) fn check(&self, tokens: &[Token<'_>]) -> Option<Failure> {
        let mut walk = Walk { grammar: self, tokens, at: 0, furthest: 0, expected: Vec::new() };
        match walk.item(&Item::Rule(self.start)) {
            Ok(true) => None,
            Ok(false) | Err(Left) => {
                let mut expected = Vec::new();
                for word in walk.expected {
                    if !expected.contains(&word) {
                        expected.push(word);
                    }
                }
                Some(Failure { token: walk.furthest, expected })
            }
        }
    }
}

type Words = Peekable<SplitAsciiWhitespace<'static>>;

fn choice(words: &mut Words, names: &BTreeMap<&str, usize>) -> Item {
    let mut choices = vec![sequence(words, names)];
    while words.next_if_eq(&"|").is_some() {
        choices.push(sequence(words, names));
    }
    if choices.len() == 1 { choices.remove(0) } else { Item::Choice(choices) }
}

fn sequence(words: &mut Words, names: &BTreeMap<&str, usize>) -> Item {
    let mut items = Vec::new();
    while let Some(word) = words.next_if(|word| *word != "|" && !word.starts_with(')')) {
        // The mark of how often stands right behind the item.
        let quoted = word.len() > 1 && word.ends_with('\'');
        let (bare, mark) = match word.chars().last() {
            Some(mark @ ('?' | '*' | '+')) if !quoted && word != "(" => (&word[..word.len() - 1], Some(mark)),
            _ => (word, None),
        };
        let (item, mark) = if bare == "(" {
            let inner = choice(words, names);
            (inner, words.next().and_then(|close| close.chars().nth(1)))
        } else {
            (leaf(bare, names), mark)
        };
        items.push(match mark {
            Some('?') => Item::Repeat { item: Box::new(item), least: 0, most: 1 },
            Some('*') => Item::Repeat { item: Box::new(item), least: 0, most: usize::MAX },
            Some(_) => Item::Repeat { item: Box::new(item), least: 1, most: usize::MAX },
            None => item,
        });
    }
    Item::Sequence(items)
}

fn leaf(word: &'static str, names: &BTreeMap<&str, usize>) -> Item {
    match word {
        "VARIABLE" => Item::Kind(Kind::Variable),
        "IRI" => Item::Kind(Kind::Iri),
        "PREFIXED" => Item::Kind(Kind::Prefixed),
        "BLANK" => Item::Kind(Kind::Blank),
        "LANGUAGE" => Item::Kind(Kind::Language),
        "STRING" => Item::Kind(Kind::String),
        "NUMBER" => Item::Kind(Kind::Number),
        "END" => Item::Kind(Kind::End),
        "FUNCTION" => Item::Function,
        _ => match names.get(word) {
            Some(rule) => Item::Rule(*rule),
            None => Item::Word(word.trim_matches('\'')),
        },
    }
}

/// The tokens left the grammar after a part of an item had fitted.
struct Left;

struct Walk<'a> {
    grammar: &'a Grammar,
    tokens: &'a [Token<'a>],
    at: usize,
    /// The furthest token that was looked at, and what would have fitted there.
    furthest: usize,
    expected: Vec<String>,
}

impl<'a> Walk<'a> {
    /// Whether the item fits here; if it does, goes behind it.
    fn item(&mut self, item: &'a Item) -> Result<bool, Left> {
        match item {
            Item::Word(word) => Ok(self.token(
                |token| token.text.eq_ignore_ascii_case(word) && word_like(token),
                || {
                    if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
                        (*word).into()
                    } else {
                        format!("{word:?}")
                    }
                },
            )),
            Item::Kind(kind) => Ok(self.token(|token| token.kind == *kind, || name(*kind).into())),
            Item::Function => {
                let called = self.tokens.get(self.at + 1).is_some_and(|next| next.text == "(");
                Ok(self.token(|token| token.kind == Kind::Word && called, || "a function".into()))
            }
            Item::Rule(rule) => {
                let rule = &self.grammar.rules[*rule];
                let (at, furthest, known) = (self.at, self.furthest, self.expected.len());
                let fits = self.item(&rule.item)?;
                // Nothing of it fitted: say what it is rather than all that it may begin with.
                if let (false, Some(description)) = (fits, rule.description)
                    && self.furthest == at
                {
                    self.expected.truncate(if furthest == at { known } else { 0 });
                    self.expected.push(description.into());
                }
                Ok(fits)
            }
            Item::Sequence(items) => {
                let start = self.at;
                for item in items {
                    if !self.item(item)? {
                        return if self.at == start { Ok(false) } else { Err(Left) };
                    }
                }
                Ok(true)
            }
            Item::Choice(items) => {
                let start = self.at;
                let mut empty = false;
                for item in items {
                    if self.item(item)? {
                        if self.at > start {
                            return Ok(true);
                        }
                        empty = true;
                    }
                }
                Ok(empty)
            }
            Item::Repeat { item, least, most } => {
                let mut times = 0;
                while times < *most {
                    let before = self.at;
                    if !self.item(item)? || self.at == before {
                        break;
                    }
                    times += 1;
                }
                Ok(times >= *least)
            }
        }
    }

    fn token(&mut self, fits: impl Fn(&Token<'_>) -> bool, name: impl Fn() -> String) -> bool {
        if self.tokens.get(self.at).is_some_and(fits) {
            self.at += 1;
            return true;
        }
        if self.at > self.furthest {
            self.furthest = self.at;
            self.expected.clear();
        }
        if self.at == self.furthest {
            self.expected.push(name());
        }
        false
    }
}

fn word_like(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Word | Kind::Sign)
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Variable => "a variable",
        Kind::Iri => "an IRI",
        Kind::Prefixed => "a prefixed name",
        Kind::Blank => "a blank node",
        Kind::Language => "a language tag",
        Kind::String => "a string",
        Kind::Number => "a number",
        Kind::Word | Kind::Sign | Kind::Broken => "a word",
        Kind::End => "the end of the query",
    }
}
