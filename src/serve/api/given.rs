//! A request held against the registry: what was given, as what it means.

use std::{collections::BTreeMap, io::Write, ops::Range};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    model::{Confidence, EntityId, EntityKind},
    rdf::Base,
    serve::{
        api::{
            catalogue::Catalogue,
            names::Names,
            registry::{Endpoint, Of, Parameter},
            things::Thing,
        },
        params::decode,
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
};

/// Things that an error lists.
const LISTED: usize = 10;

impl Endpoint {
    /// Answers a request with what `answer` makes of it, as JSON; what is wrong with it too.
    pub(super) fn respond<'a, T: Serialize + JsonSchema>(
        &'static self,
        asker: &'a Asker<'a>,
        reply: &mut Reply<'_>,
        answer: impl FnOnce(&Given<'a>) -> Result<T, Problem>,
    ) -> Result<(), Problem> {
        let answered = Given::of(asker, self).and_then(|given| answer(&given)).map_err(Problem::for_programs)?;
        reply.kind("application/json");
        let written = serde_json::to_writer(&mut *reply, &answered);
        reply.written(written)?;
        let written = reply.write_all(b"\n");
        reply.written(written)
    }
}

/// What was given, by the names of the registry.
pub(super) struct Given<'a> {
    asker: &'a Asker<'a>,
    endpoint: &'static Endpoint,
    values: BTreeMap<&'static str, String>,
}

impl<'a> Given<'a> {
    /// Refuses names that are not in the registry, values that are not what it says, and to do without what is
    /// required. An empty value is none.
    pub fn of(asker: &'a Asker<'a>, endpoint: &'static Endpoint) -> Result<Self, Problem> {
        let params = asker.call.params()?;
        let mut values = BTreeMap::new();
        for (name, value) in params.iter() {
            let Some(parameter) = endpoint.parameters.iter().find(|one| one.name == name) else {
                let known: Vec<String> = endpoint.parameters.iter().map(|one| one.name.to_owned()).collect();
                let listed = if known.is_empty() { "none".to_owned() } else { format!("some of {}", known.join(", ")) };
                let detail = format!("{} has no parameter {name:?}: expected {listed}", endpoint.path);
                return Err(Problem::new(400, "unknown-parameter", detail).expecting(known));
            };
            params.one(name)?;
            if value.trim().is_empty() {
                continue;
            }
            parameter.of.check(value).map_err(|expected| {
                let detail = format!("{name} is {value:?}: expected {expected}");
                Problem::new(400, "bad-value", detail).expecting(parameter.of.words().into_iter().map(str::to_owned))
            })?;
            values.insert(parameter.name, value.trim().to_owned());
        }
        if let Some(missing) = endpoint.parameters.iter().find(|one| one.required && !values.contains_key(one.name)) {
            let detail = format!("{} is missing: expected ?{}=..., {}", missing.name, missing.name, missing.about);
            return Err(Problem::new(400, "missing-parameter", detail).expecting([missing.name.to_owned()]));
        }
        Ok(Self { asker, endpoint, values })
    }

    pub fn catalogue(&self) -> &'a Catalogue {
        &self.asker.room.snapshot.catalogue
    }

    pub fn base(&self) -> &'a Base {
        self.asker.room.base()
    }

    pub fn asker(&self) -> &'a Asker<'a> {
        self.asker
    }

    /// What stands behind the endpoint's path, decoded.
    pub fn key(&self) -> Result<String, Problem> {
        let begin = self.endpoint.path.split('{').next().unwrap_or_default();
        decode(self.asker.call.path.strip_prefix(begin).unwrap_or_default())
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.endpoint.parameters.iter().find(|one| one.name == name)
    }

    /// A whole number, or what the registry has for none.
    pub fn whole(&self, name: &str) -> Option<usize> {
        let given = self.text(name).and_then(|value| value.parse().ok());
        given.or_else(|| match self.parameter(name)?.of {
            Of::Whole(_, _, otherwise) => otherwise,
            _ => None,
        })
    }

    /// One of some words, or what the registry has for none.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.text(name).or_else(|| match self.parameter(name)?.of {
            Of::One(_, otherwise) => otherwise,
            _ => None,
        })
    }

    /// Some of some words.
    pub fn some(&self, name: &str) -> Vec<&str> {
        self.text(name).into_iter().flat_map(|value| value.split(',')).map(str::trim).collect()
    }

    pub fn kind(&self, name: &str) -> Option<EntityKind> {
        self.text(name).and_then(EntityKind::from_word)
    }

    pub fn confidence(&self, name: &str) -> Option<Confidence> {
        let share: f64 = self.text(name)?.parse().ok()?;
        Some(Confidence::hundredths((share * 100.0).round() as u8))
    }

    /// The node of a thing that was named.
    pub fn thing(&self, name: &str) -> Result<Option<usize>, Problem> {
        let kind = match self.parameter(name).map(|parameter| parameter.of) {
            Some(Of::Thing(kind)) => kind,
            _ => None,
        };
        self.text(name).map(|value| self.node(name, value, kind)).transpose()
    }

    fn node(&self, parameter: &str, value: &str, kind: Option<EntityKind>) -> Result<usize, Problem> {
        let (catalogue, base) = (self.catalogue(), self.base());
        let thing = |at: usize| catalogue.network.node(at).map(|node| Thing::node(base, node));
        let key = base.key(value).unwrap_or_else(|| value.trim_start_matches('/').to_owned());
        if let Some(at) = EntityId::parse(&key).and_then(|id| catalogue.network.position(&id)) {
            return match (kind, catalogue.network.node(at).map(|node| node.kind)) {
                (Some(kind), Some(found)) if kind != found => {
                    let detail =
                        format!("{parameter} is {value:?}: expected the kind {kind}, this is of the kind {found}");
                    Err(Problem::new(400, "bad-value", detail))
                }
                _ => Ok(at),
            };
        }
        let fits = |at: usize| kind.is_none_or(|kind| catalogue.network.node(at).is_some_and(|one| one.kind == kind));
        catalogue.names.find(value, fits).map_err(|things| {
            let what = kind.map_or("thing", EntityKind::word);
            if !things.is_empty() {
                return ambiguous(parameter, value, things.len(), things.into_iter().filter_map(thing));
            }
            let near = catalogue.network.near(value);
            let near = near.iter().filter_map(|name| catalogue.names.find(name, fits).ok()).filter_map(thing);
            unknown(parameter, value, what, near)
        })
    }

    /// The number of a variable that was named.
    pub fn variable(&self, name: &str) -> Result<Option<usize>, Problem> {
        let catalogue = self.catalogue();
        self.listed(name, "variable", &catalogue.variables, &catalogue.variable_names, Thing::variable)
    }

    /// The number of a newspaper or site that was named.
    pub fn paper(&self, name: &str) -> Result<Option<usize>, Problem> {
        let catalogue = self.catalogue();
        self.listed(name, "paper", &catalogue.papers, &catalogue.paper_names, Thing::paper)
    }

    fn listed(
        &self,
        parameter: &str,
        what: &str,
        all: &[String],
        names: &Names,
        thing: impl Fn(&Base, &str) -> Thing,
    ) -> Result<Option<usize>, Problem> {
        let Some(value) = self.text(parameter) else { return Ok(None) };
        let key = self.base().key(value).unwrap_or_else(|| value.trim_start_matches('/').to_owned());
        let name = key.split_once('/').filter(|(kind, _)| *kind == what).map_or(value, |(_, name)| name);
        let found = names.find(name, |_| true);
        found.map(Some).map_err(|things| {
            let count = things.len();
            let things = things.into_iter().filter_map(|at| all.get(at)).map(|name| thing(self.base(), name));
            match count {
                0 => unknown(parameter, value, what, []),
                _ => ambiguous(parameter, value, count, things),
            }
        })
    }

    /// Which of so many are told.
    pub fn part(&self, total: usize) -> Range<usize> {
        let (limit, page) = (self.whole("limit").unwrap_or(total), self.whole("page").unwrap_or(1));
        let start = limit.saturating_mul(page.saturating_sub(1)).min(total);
        start..start.saturating_add(limit).min(total)
    }

    /// The address of the next part, if there is one.
    pub fn next(&self, total: usize) -> Option<String> {
        if self.part(total).end >= total {
            return None;
        }
        let page = (self.whole("page").unwrap_or(1) + 1).to_string();
        let others = self.values.iter().map(|(name, value)| (*name, &**value)).filter(|(name, _)| *name != "page");
        let pairs = others.chain([("page", &*page)]);
        let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", encode(value))).collect();
        Some(format!("{}?{}", self.address(self.asker.call.path.trim_start_matches('/')), pairs.join("&")))
    }

    /// The address of a path on this server.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.asker.call.root)
    }
}

/// As it stands behind `=`.
pub(super) fn encode(value: &str) -> String {
    utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
}

fn ambiguous(parameter: &str, value: &str, count: usize, things: impl IntoIterator<Item = Thing>) -> Problem {
    let few: Vec<Thing> = things.into_iter().take(LISTED).collect();
    let names = names(&few, |thing| &thing.id);
    let detail =
        format!("{parameter} is {value:?}, which may be any of {count}: give the full name or the IRI ({names})");
    Problem::new(400, "ambiguous-name", detail).naming(few)
}

fn unknown(parameter: &str, value: &str, what: &str, near: impl IntoIterator<Item = Thing>) -> Problem {
    let near: Vec<Thing> = near.into_iter().take(LISTED).collect();
    let hint = match near[..] {
        [] => "/api/search finds names".to_owned(),
        _ => format!("did you mean {}?", names(&near, |thing| &thing.name)),
    };
    Problem::new(404, "unknown-name", format!("{parameter} is {value:?}: no {what} is called so; {hint}")).naming(near)
}

fn names(things: &[Thing], name: impl Fn(&Thing) -> &str) -> String {
    things.iter().map(name).collect::<Vec<_>>().join(", ")
}
