//! `/api` and `/api/openapi.json`: what the API is, as OpenAPI 3.1 has it, written from the registry.

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::serve::{
    api::{
        compare, entity, path, rank,
        registry::{Endpoint, Of, Parameter},
        search, statements,
    },
    problem::{Problem, Told},
    reply::Reply,
    room::Asker,
};

/// Every path that is described.
static ENDPOINTS: &[&Endpoint] = &[
    &search::ENDPOINT,
    &entity::ENDPOINT,
    &statements::ENDPOINT,
    &compare::ENDPOINT,
    &path::ENDPOINT,
    &rank::ENDPOINT,
    &ENDPOINT,
    &FILE,
];

const ABOUT: &str = "This description.";

static ENDPOINT: Endpoint = Endpoint {
    path: "/api",
    name: "api",
    about: ABOUT,
    parameters: &[],
    answer: |schemas| schemas.subschema_for::<Map<String, Value>>(),
};

static FILE: Endpoint = Endpoint {
    path: "/api/openapi.json",
    name: "openapi",
    about: ABOUT,
    parameters: &[],
    answer: |schemas| schemas.subschema_for::<Map<String, Value>>(),
};

pub(in crate::serve) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let endpoint = if asker.call.path == FILE.path { &FILE } else { &ENDPOINT };
    endpoint.respond(asker, reply, |_| Ok(description(&asker.call.root)))
}

/// The description of the API at `root`.
fn description(root: &str) -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut schemas = settings.into_generator();
    let problem = schemas.subschema_for::<Told<'static>>().to_value();
    let paths: Map<String, Value> =
        ENDPOINTS.iter().map(|one| (template(one), json!({ "get": operation(one, &mut schemas) }))).collect();
    let problem =
        |about: &str| json!({ "description": about, "content": { "application/problem+json": { "schema": problem } } });
    let mut description = Map::new();
    let info = json!({
        "title": "zhengtu",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "Who ran which programme, in which place, with what figure: statements of newspaper pages, each with its sentence. \
            It is only read. Things are named by IRI, by key (the path of the IRI below the base) or by name. An answer holds \
            for one commit of the store, which its ETag stands for.",
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
    });
    let components = json!({
        "schemas": schemas.take_definitions(true),
        "responses": {
            "Bad": problem("A parameter is unknown, missing, not what was expected, or a name that may mean several things."),
            "Missing": problem("Nothing has this name or address, or there is no path."),
            "Problem": problem("It was not answered; the code says why."),
        },
    });
    let parts = [
        ("openapi", json!("3.1.1")),
        ("info", info),
        ("servers", json!([{ "url": root.trim_end_matches('/') }])),
        ("paths", Value::Object(paths)),
        ("components", components),
    ];
    description.extend(parts.map(|(name, part)| (name.to_owned(), part)));
    description
}

/// The path as OpenAPI writes it.
fn template(endpoint: &Endpoint) -> String {
    endpoint.path.replace("{*", "{")
}

fn operation(endpoint: &Endpoint, schemas: &mut SchemaGenerator) -> Value {
    let in_path = endpoint.path.split_once("{*").map(|(_, name)| name.trim_end_matches('}'));
    let in_path = in_path.map(|name| {
        let key = Parameter::required(name, Of::Text, "the path of an IRI below the base; its slashes stay");
        json!({ "name": name, "in": "path", "required": true, "description": key.about,
            "schema": { "type": "string" }, "example": key.example(endpoint) })
    });
    let parameters = in_path.into_iter().chain(endpoint.parameters.iter().map(|one| parameter(endpoint, one)));
    json!({
        "operationId": endpoint.name,
        "summary": endpoint.about.split(['.', ':']).next(),
        "description": endpoint.about,
        "parameters": parameters.collect::<Vec<_>>(),
        "responses": {
            "200": {
                "description": "The answer.",
                "content": { "application/json": { "schema": (endpoint.answer)(schemas).to_value() } },
            },
            "400": { "$ref": "#/components/responses/Bad" },
            "404": { "$ref": "#/components/responses/Missing" },
            "default": { "$ref": "#/components/responses/Problem" },
        },
    })
}

fn parameter(endpoint: &Endpoint, parameter: &Parameter) -> Value {
    let example = parameter.example(endpoint);
    let text = json!({ "type": "string" });
    let (schema, example) = match parameter.of {
        Of::Text | Of::Thing(_) | Of::Variable | Of::Paper => (text, json!(example)),
        Of::Day => (json!({ "type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" }), json!(example)),
        Of::Whole(least, most, otherwise) => {
            let mut schema = json!({ "type": "integer", "minimum": least, "maximum": most });
            if let Some(otherwise) = otherwise {
                schema["default"] = json!(otherwise);
            }
            (schema, json!(example.parse::<u64>().unwrap_or_default()))
        }
        Of::Share => {
            (json!({ "type": "number", "minimum": 0, "maximum": 1 }), json!(example.parse::<f64>().unwrap_or_default()))
        }
        Of::One(words, otherwise) => {
            let mut schema = json!({ "type": "string", "enum": words() });
            if let Some(otherwise) = otherwise {
                schema["default"] = json!(otherwise);
            }
            (schema, json!(example))
        }
        Of::Some(words) => (
            json!({ "type": "array", "items": { "type": "string", "enum": words() } }),
            json!(example.split(',').collect::<Vec<_>>()),
        ),
    };
    let mut described = json!({
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "required": parameter.required,
        "schema": schema,
        "example": example,
    });
    if let Of::Some(_) = parameter.of {
        described["style"] = json!("form");
        described["explode"] = json!(false);
    }
    described
}
