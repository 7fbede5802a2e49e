//! The named queries.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::Response,
};
use serde::Serialize;

use crate::{
    rdf::{Format, NAMED, Shape, bind},
    serve::{
        answer::{Asked, Wanted, answer},
        negotiate::Chosen,
        params::decode,
        problem::Problem,
        room::Call,
    },
};

/// Runs `/query/NAME?PARAMETER=…`; `/query/NAME.csv` and the like choose the form. An empty parameter is none.
pub(super) async fn respond(call: Call) -> Result<Response, Problem> {
    let name = decode(call.path.rsplit('/').next().unwrap_or_default())?;
    let (name, form) = match name.rsplit_once('.').and_then(|(stem, end)| Some((stem, Format::named(end).ok()?))) {
        Some((stem, format)) if format.shape == Shape::Table => (stem.to_owned(), Asked::Form(Chosen::of(format))),
        _ => (name, Asked::Accepted(call.accept())),
    };
    let params = call.params()?;
    let given: Vec<(&str, &str)> = params.iter().filter(|(_, value)| !value.is_empty()).collect();
    let query = bind(&name, &given)?;
    answer(&call, &query, None, Wanted { form, missing: None }).await
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
pub(super) async fn list(call: Call) -> Result<Response, Problem> {
    let root = call.root();
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
    let mut response = Response::new(Body::from(serde_json::to_string_pretty(&listed).unwrap_or_default()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
