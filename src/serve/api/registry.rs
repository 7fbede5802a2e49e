//! What the API answers: each path with its parameters, as one table from which requests are checked and the
//! description is written.

use std::{collections::BTreeMap, sync::LazyLock};

use schemars::{Schema, SchemaGenerator};

use crate::{article::Day, model::EntityKind};

/// A path of the API.
pub(super) struct Endpoint {
    /// As in [`ROUTES`](crate::serve::ROUTES).
    pub path: &'static str,
    /// One word for programs that are made from the description.
    pub name: &'static str,
    /// What it gives, in English.
    pub about: &'static str,
    pub parameters: &'static [Parameter],
    /// The shape of its answer.
    pub answer: fn(&mut SchemaGenerator) -> Schema,
}

/// What may stand behind `?`.
pub(super) struct Parameter {
    pub name: &'static str,
    /// What it is for, in English.
    pub about: &'static str,
    pub of: Of,
    /// Whether there is no answer without it.
    pub required: bool,
}

/// What a value must be.
#[derive(Clone, Copy)]
pub(super) enum Of {
    /// Any words.
    Text,
    /// A thing of this kind, or of any: its IRI, key or name.
    Thing(Option<EntityKind>),
    /// What indicators of many pages measure: its IRI or name.
    Variable,
    /// A newspaper or site: its IRI or name.
    Paper,
    /// A whole number between two, both included, and the one that is taken if none is given.
    Whole(usize, usize, Option<usize>),
    /// A number from 0 to 1.
    Share,
    /// A day, a month or a year.
    Day,
    /// One of these words, and the one that is taken if none is given.
    One(fn() -> Vec<&'static str>, Option<&'static str>),
    /// Some of these words, with commas between.
    Some(fn() -> Vec<&'static str>),
}

impl Parameter {
    /// One that may be left out.
    pub const fn new(name: &'static str, of: Of, about: &'static str) -> Self {
        Self { name, about, of, required: false }
    }

    /// One without which there is no answer.
    pub const fn required(name: &'static str, of: Of, about: &'static str) -> Self {
        Self { name, about, of, required: true }
    }

    /// A value that works, from `examples.tsv`, where an endpoint's name may stand before the parameter's.
    pub fn example(&self, endpoint: &Endpoint) -> &'static str {
        static EXAMPLES: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
            let rows = include_str!("../assets/examples.tsv").lines().filter(|row| !row.starts_with('#'));
            rows.filter_map(|row| row.split_once('\t')).collect()
        });
        let own = EXAMPLES.get(&*format!("{}.{}", endpoint.name, self.name));
        own.or_else(|| EXAMPLES.get(self.name)).copied().unwrap_or_default()
    }
}

/// How many are told at once, and the part of the list that is told.
pub(super) const LIMIT: Parameter = Parameter::new("limit", Of::Whole(1, 500, Some(50)), "how many at once");
pub(super) const PAGE: Parameter =
    Parameter::new("page", Of::Whole(1, 1_000_000, Some(1)), "which part of the list, from 1; `next` leads on");

impl Of {
    /// Says what was expected, if it is not that. Names are looked up later.
    pub fn check(self, value: &str) -> Result<(), String> {
        let fits = match self {
            Self::Text | Self::Thing(_) | Self::Variable | Self::Paper => true,
            Self::Whole(least, most, _) => value.parse().is_ok_and(|number| (least..=most).contains(&number)),
            Self::Share => value.parse::<f64>().is_ok_and(|share| (0.0..=1.0).contains(&share)),
            Self::Day => Day::parse(value).is_some_and(|day| day.to_string() == value),
            Self::One(words, _) => words().contains(&value),
            Self::Some(words) => value.split(',').all(|one| words().contains(&one.trim())),
        };
        if fits { Ok(()) } else { Err(self.expected()) }
    }

    /// In words.
    fn expected(self) -> String {
        match self {
            Self::Text => "words".into(),
            Self::Thing(kind) => format!("an IRI, key or name of this kind: {}", kind.map_or("any", EntityKind::word)),
            Self::Variable => "the IRI or name of a variable".into(),
            Self::Paper => "the IRI or name of a newspaper or site".into(),
            Self::Whole(least, most, _) => format!("a whole number from {least} to {most}"),
            Self::Share => "a number from 0 to 1, such as 0.8".into(),
            Self::Day => "a day, month or year, such as 2023-04-18 or 2023-04".into(),
            Self::One(words, _) => format!("one of {}", words().join(", ")),
            Self::Some(words) => format!("some of {}, with commas between", words().join(", ")),
        }
    }

    /// The words that there are, where only these are taken.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::One(words, _) | Self::Some(words) => words(),
            _ => Vec::new(),
        }
    }
}

/// The kinds of things.
pub(super) fn kinds() -> Vec<&'static str> {
    EntityKind::ALL.iter().map(|kind| kind.word()).collect()
}
