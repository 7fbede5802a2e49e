//! Graphs as a whole: the Graph Store Protocol for reading, and downloads.

use crate::{
    rdf::{Dataset, Format, Shape},
    serve::{
        answer::{Asked, Wanted, answer, dump},
        negotiate::Chosen,
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
};

/// `?default`: all pages merged; `?graph=IRI`: one page (SPARQL 1.1 Graph Store HTTP Protocol, section 4.2).
pub(super) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    if asker.call.method != "GET" {
        return Err(Problem::read_only());
    }
    let params = asker.call.params()?;
    let (default, graph) = (params.one("default")?, params.one("graph")?);
    let chosen = asker.accept().choose(Shape::Triples, false)?;
    match (default, graph) {
        (Some(_), None) => dump(asker, chosen, reply),
        (None, Some(graph)) => {
            let dataset = Dataset { default: vec![graph.into()], named: Vec::new() };
            let wanted =
                Wanted { form: Asked::Form(chosen), missing: Some(format!("there is no page {graph:?} in the store")) };
            answer(asker, "CONSTRUCT WHERE { ?s ?p ?o }", Some(&dataset), wanted, reply)
        }
        _ => Err(Problem::bad("expected either ?default or ?graph=IRI")),
    }
}

/// The whole graph as a file: `/download/graph.EXTENSION`.
pub(super) fn download(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let name = asker.call.path.rsplit('/').next().unwrap_or_default();
    let format = name.strip_prefix("graph.").and_then(|extension| Format::named(extension).ok());
    let Some(format) = format.filter(|format| format.shape != Shape::Table) else {
        return Err(Problem::not_found("expected graph. and one of nq, trig, jsonld, ttl, nt, rdf"));
    };
    reply.header("content-disposition", format!("attachment; filename=\"zhengtu.{}\"", format.extension));
    dump(asker, Chosen::of(format), reply)
}
