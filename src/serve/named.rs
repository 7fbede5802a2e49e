//! The named queries.

use serde::Serialize;

use crate::{
    rdf::{Format, NAMED, Shape, bind},
    serve::{
        answer::{Asked, Wanted, answer},
        negotiate::Chosen,
        params::decode,
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
};

/// Runs `/query/NAME?PARAMETER=…`; `/query/NAME.csv` and the like choose the form. An empty parameter is none.
pub(super) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let name = decode(asker.call.path.rsplit('/').next().unwrap_or_default())?;
    let (name, form) = match name.rsplit_once('.').and_then(|(stem, end)| Some((stem, Format::named(end).ok()?))) {
        Some((stem, format)) if format.shape == Shape::Table => (stem.to_owned(), Asked::Form(Chosen::of(format))),
        _ => (name, Asked::Accepted(asker.accept())),
    };
    let params = asker.call.params()?;
    let given: Vec<(&str, &str)> = params.iter().filter(|(_, value)| !value.is_empty()).collect();
    let query = bind(&name, &given)?;
    answer(asker, &query, None, Wanted { form, missing: None }, reply)
}

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    url: String,
    english: String,
    chinese: String,
    parameters: Vec<Parameter<'a>>,
    text: &'a str,
}

#[derive(Serialize)]
struct Parameter<'a> {
    name: &'a str,
    about: &'a str,
}

/// Lists them.
pub(super) fn list(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let root = &asker.call.root;
    let listed: Vec<Listed<'_>> = NAMED
        .iter()
        .map(|query| Listed {
            name: query.name,
            url: format!("{root}query/{}", query.name),
            english: query.english(),
            chinese: query.chinese(),
            parameters: query.parameters().map(|one| Parameter { name: one.name, about: one.about }).collect(),
            text: query.text,
        })
        .collect();
    reply.send("application/json", &serde_json::to_string_pretty(&listed).unwrap_or_default())
}
