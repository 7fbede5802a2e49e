//! The SPARQL 1.1 Protocol, for queries.

use axum::{
    http::{HeaderValue, Method, StatusCode, header},
    response::Response,
};

use crate::{
    rdf::{Dataset, Shape},
    serve::{
        answer::{Wanted, answer},
        describe,
        negotiate::Form,
        params::Params,
        problem::Problem,
        room::Call,
    },
};

const FORM: &str = "application/x-www-form-urlencoded";
const QUERY: &str = "application/sparql-query";
const UPDATE: &str = "application/sparql-update";

/// What a client asks (section 2.1).
struct Question {
    query: String,
    dataset: Option<Dataset>,
}

/// Answers a query, or describes the service to who asks nothing.
pub(super) async fn respond(mut call: Call) -> Result<Response, Problem> {
    let question = if call.method == Method::POST { posted(&mut call).await? } else { got(&call)? };
    let Some(Question { query, dataset }) = question else { return description(&call) };
    let mut response = answer(&call, &query, dataset.as_ref(), Wanted::accepted(&call)).await?;
    if changes(&query) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

fn description(call: &Call) -> Result<Response, Problem> {
    let html = call.accept().choose(Shape::Triples, true).is_ok_and(|chosen| chosen.form == Form::Html);
    if !html {
        return describe::service(call);
    }
    let mut response = Response::default();
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(value) = HeaderValue::from_str(&format!("{}#sparql", call.prefix())) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    Ok(response)
}

/// Whoever sends an update is told how facts are added.
pub(super) async fn update(_: Call) -> Result<Response, Problem> {
    Err(Problem::read_only())
}

/// A query in the address (section 2.1.1); `None` if there is none.
fn got(call: &Call) -> Result<Option<Question>, Problem> {
    let params = call.params()?;
    if params.all("update").next().is_some() {
        return Err(Problem::read_only());
    }
    let Some(query) = params.one("query")? else { return Ok(None) };
    Ok(Some(Question { query: query.into(), dataset: dataset(&params) }))
}

/// A query in the body (sections 2.1.2 and 2.1.3).
async fn posted(call: &mut Call) -> Result<Option<Question>, Problem> {
    let kind = call.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut parts = kind.split(';').map(|part| part.trim().to_ascii_lowercase());
    let kind = parts.next().unwrap_or_default();
    let charset = parts.find_map(|part| Some(part.strip_prefix("charset=")?.trim_matches('"').to_owned()));
    let other = charset.filter(|charset| !matches!(&**charset, "utf-8" | "utf8" | "us-ascii"));
    match (&*kind, other) {
        (UPDATE, _) => return Err(Problem::read_only()),
        (FORM | QUERY, None) => {}
        (kind, other) => {
            let found = other.map_or(kind.to_owned(), |charset| format!("{kind} in {charset}"));
            let detail = format!("found a body of type {found:?}, expected {QUERY} or {FORM}, in UTF-8");
            let problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", detail);
            return Err(problem.with("accept-post", format!("{QUERY}, {FORM}")));
        }
    }
    let params = call.params()?;
    let body = call.body().await?;
    let text =
        std::str::from_utf8(&body).map_err(|_| Problem::bad("the body is not UTF-8: encode the query in UTF-8"))?;
    if kind == QUERY {
        return Ok(Some(Question { query: text.into(), dataset: dataset(&params) }));
    }
    let params = Params::parse(text)?;
    if params.all("update").next().is_some() {
        return Err(Problem::read_only());
    }
    let query = params.one("query")?.ok_or_else(|| Problem::bad("the form holds no query: expected query=..."))?;
    Ok(Some(Question { query: query.into(), dataset: dataset(&params) }))
}

/// The dataset that a client names (section 2.1.4), which comes before what the query says.
fn dataset(params: &Params) -> Option<Dataset> {
    let all = |name| params.all(name).map(str::to_owned).collect();
    let dataset = Dataset { default: all("default-graph-uri"), named: all("named-graph-uri") };
    (dataset != Dataset::default()).then_some(dataset)
}

/// Whether the same query may be answered differently the next time.
fn changes(query: &str) -> bool {
    let upper = query.to_ascii_uppercase();
    ["RAND", "NOW", "UUID", "BNODE"].iter().any(|name| upper.contains(name))
}
