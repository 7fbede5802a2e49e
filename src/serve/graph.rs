//! Graphs as a whole: the Graph Store Protocol for reading, and downloads.

use axum::{
    http::{HeaderValue, Method, header},
    response::Response,
};

use crate::{
    rdf::{Dataset, Format, Shape},
    serve::{
        answer::{Asked, Wanted, answer, dump},
        negotiate::Chosen,
        problem::Problem,
        room::Call,
    },
};

/// `?default`: all pages merged; `?graph=IRI`: one page (SPARQL 1.1 Graph Store HTTP Protocol, section 4.2).
pub(super) async fn respond(call: Call) -> Result<Response, Problem> {
    if call.method != Method::GET {
        return Err(Problem::read_only());
    }
    let params = call.params()?;
    let (default, graph) = (params.one("default")?, params.one("graph")?);
    let chosen = call.accept().choose(Shape::Triples, false)?;
    match (default, graph) {
        (Some(_), None) => dump(&call, chosen).await,
        (None, Some(graph)) => {
            let dataset = Dataset { default: vec![graph.into()], named: Vec::new() };
            let wanted =
                Wanted { form: Asked::Form(chosen), missing: Some(format!("there is no page {graph:?} in the store")) };
            answer(&call, "CONSTRUCT WHERE { ?s ?p ?o }", Some(&dataset), wanted).await
        }
        _ => Err(Problem::bad("expected either ?default or ?graph=IRI")),
    }
}

/// The whole graph as a file: `/download/graph.EXTENSION`.
pub(super) async fn download(call: Call) -> Result<Response, Problem> {
    let name = call.path.rsplit('/').next().unwrap_or_default();
    let format = name.strip_prefix("graph.").and_then(|extension| Format::named(extension).ok());
    let Some(format) = format.filter(|format| format.shape != Shape::Table) else {
        return Err(Problem::not_found("expected graph. and one of nq, trig, jsonld, ttl, nt, rdf"));
    };
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"zhengtu.{}\"", format.extension));
    let mut response = dump(&call, Chosen::of(format)).await?;
    if let Ok(value) = disposition {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
