//! The SPARQL 1.1 Protocol, for queries.

use crate::{
    rdf::{Dataset, Shape},
    serve::{
        answer::{Wanted, answer},
        call::Call,
        describe,
        negotiate::Form,
        params::Params,
        problem::Problem,
        reply::Reply,
        room::Asker,
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
pub(super) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let question = if asker.call.method == "POST" { posted(asker.call)? } else { got(asker.call)? };
    let Some(Question { query, dataset }) = question else { return description(asker, reply) };
    if changes(&query) {
        reply.header("cache-control", "no-store");
    }
    answer(asker, &query, dataset.as_ref(), Wanted::accepted(asker), reply)
}

fn description(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let html = asker.accept().choose(Shape::Triples, true).is_ok_and(|chosen| chosen.form == Form::Html);
    if !html {
        return describe::service(asker, reply);
    }
    reply.status(303);
    reply.header("location", format!("{}#sparql", asker.call.prefix()));
    Ok(())
}

/// Whoever sends an update is told how facts are added.
pub(super) fn update(_: &Asker<'_>, _: &mut Reply<'_>) -> Result<(), Problem> {
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
fn posted(call: &Call) -> Result<Option<Question>, Problem> {
    let kind = &call.content_type;
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
            let problem = Problem::new(415, "media-type", detail);
            return Err(problem.with("accept-post", format!("{QUERY}, {FORM}")));
        }
    }
    let params = call.params()?;
    let text = std::str::from_utf8(&call.body)
        .map_err(|_| Problem::bad("the body is not UTF-8: encode the query in UTF-8"))?;
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
    ["RAND", "NOW", "UUID", "BNODE", "SERVICE"].iter().any(|name| upper.contains(name))
}
