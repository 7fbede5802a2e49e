//! Every IRI opens: its path below the base, as a page for people or as RDF.
//!
//! A statement and a page are documents, and are sent. An agency or a place is not: its IRI leads to what is said about
//! it by 303 (W3C note "Cool URIs for the Semantic Web", section 4.2).

use crate::{
    model::{EntityId, PageId, StatementId},
    rdf::{Base, Shape, Term},
    serve::{
        answer::{Asked, Wanted, answer},
        html::{Frame, document, escape, label, short},
        negotiate::Form,
        params::decode,
        problem::Problem,
        reply::Reply,
        room::{Asker, about},
        statement,
    },
};

const DESCRIBE: &str = include_str!("assets/describe.rq");
const PAGE: &str = include_str!("assets/page.rq");
const PROPERTIES: &str = include_str!("assets/properties.rq");
const NEIGHBOURS: &str = include_str!("assets/neighbours.rq");

/// The IRI whose path below the base is `path`, as a client encodes it; with its kind.
fn iri(base: &Base, path: &str) -> Result<Option<(String, String)>, Problem> {
    let Some((kind, rest)) = path.trim_start_matches('/').split_once('/') else { return Ok(None) };
    let key = decode(rest)?;
    if key.is_empty() {
        return Ok(None);
    }
    let iri = match kind {
        "unit" => base.unit(&key),
        "variable" => base.variable(&key),
        "paper" => base.paper(&key),
        "reader" => base.reader(&key),
        "statement" => base.statement(&StatementId(key)),
        "page" => base.page(&PageId(key)),
        "article" | "period" => base.below(&format!("{kind}/{key}")),
        _ => match EntityId::parse(&format!("{kind}/{key}")) {
            Some(id) => base.entity(&id),
            None => return Ok(None),
        },
    };
    Ok(Some((iri, kind.to_owned())))
}

/// Leads from a thing to what is said about it.
pub(super) fn lead(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let path = asker.call.path.trim_start_matches('/');
    reply.status(303);
    reply.header("location", format!("{}{}", asker.call.prefix(), document(path)));
    Ok(())
}

/// What is said about the thing that the path names.
pub(super) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let missing = || Problem::not_found("nothing in the store has this address");
    let (iri, kind) = iri(asker.room.base(), asker.call.path.strip_prefix("/about").unwrap_or(&asker.call.path))?
        .ok_or_else(missing)?;
    let chosen = asker.accept().choose(Shape::Triples, true)?;
    if let Form::Of(_) = chosen.form {
        let query = about(if kind == "page" { PAGE } else { DESCRIBE }, &iri);
        let wanted = Wanted { form: Asked::Form(chosen), missing: Some(missing().detail) };
        return answer(asker, &query, None, wanted, reply);
    }
    let frame = asker.frame();
    let (title, body) = page(asker, &frame, &iri, &kind)?;
    frame.page(&title, &body, reply)
}

/// Title and body of a thing's page.
fn page(asker: &Asker<'_>, frame: &Frame, iri: &str, kind: &str) -> Result<(String, String), Problem> {
    let properties = asker.rows(PROPERTIES, iri)?;
    if properties.is_empty() {
        return Err(Problem::not_found("nothing in the store has this address"));
    }
    let title = title(&properties).unwrap_or_else(|| iri.rsplit('/').next().unwrap_or_default().to_owned());
    let mut body = format!("<p>{}</p>\n<h1>{}</h1>\n", label(kind), escape(&title));
    match kind {
        "statement" => body.push_str(&statement::in_context(asker, frame, iri)?),
        "page" => body.push_str(&statement::on_page(asker, frame, iri)?),
        _ => {}
    }
    body.push_str(&table(frame, &properties));
    if kind != "statement" {
        body.push_str(&statement::list(asker, frame, iri)?);
    }
    let neighbours = asker.rows(NEIGHBOURS, iri)?;
    if !neighbours.is_empty() {
        body.push_str(&format!("<h2>{}</h2>\n<ul>\n", label("neighbours")));
        for row in &neighbours {
            if let [Some(property), Some(Term::Iri(other)), Some(name)] = row.as_slice() {
                let (name, property) = (frame.link(other, &name.text()), frame.term(property, None));
                body.push_str(&format!("<li>{name} &middot; {property}</li>\n"));
            }
        }
        body.push_str("</ul>\n");
    }
    body.push_str(&format!("<p>{}: <code>{}</code></p>\n", label("data"), escape(iri)));
    Ok((title, body))
}

/// What to call a thing: its name, or what a statement says in short.
fn title(properties: &[Vec<Option<Term>>]) -> Option<String> {
    let said = |wanted: &str| {
        properties.iter().find_map(|row| match row.as_slice() {
            [Some(Term::Iri(property)), Some(value), name] if short(property).as_deref() == Some(wanted) => {
                Some(name.as_ref().unwrap_or(value).text())
            }
            _ => None,
        })
    };
    let name = said("rdfs:label").or_else(|| said("dcterms:identifier"));
    name.or_else(|| {
        let parts = ["rdf:subject", "rdf:object", "schema:variableMeasured", "schema:value", "qudt:hasUnit"];
        let parts: Vec<String> = parts.into_iter().filter_map(said).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    })
}

/// Properties and values, the same property once.
fn table(frame: &Frame, rows: &[Vec<Option<Term>>]) -> String {
    let mut out = format!("<h2>{}</h2>\n<table>\n", label("properties"));
    let mut last = None;
    let mut shown = None;
    for row in rows {
        let [Some(property), Some(value), name] = row.as_slice() else { continue };
        // a thing has a name in each language
        if shown.replace((property, value)) == Some((property, value)) {
            continue;
        }
        let head = if last.replace(property) == Some(property) { String::new() } else { frame.term(property, None) };
        let value = frame.term(value, name.as_ref().map(Term::text).as_deref());
        out.push_str(&format!("<tr><th>{head}</th><td>{value}</td></tr>\n"));
    }
    out + "</table>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_the_iris_of_the_graph() {
        let base = Base::default();
        for (path, expected) in [
            ("/agency/430300/%E6%B9%98%E6%BD%AD", Some("agency/430300/湘潭")),
            ("/programme/a%2523%23", Some("programme/a%2523%23")),
            ("/unit/%E5%85%83%2F%E6%9C%88", Some("unit/元%2F月")),
            ("/page/00ff", Some("page/00ff")),
            ("/location/x%3E%20%7D", Some("location/x%3E%20%7D")),
            ("/other/x", None),
            ("/agency/", None),
        ] {
            let found = iri(&base, path).unwrap().map(|(iri, _)| iri);
            assert_eq!(found, expected.map(|rest| format!("{}{rest}", Base::DEFAULT)), "{path}");
        }
        assert!(iri(&base, "/agency/%FF").is_err());
    }
}
