//! The ontology: as it is for programs, as a page for people.

use crate::{
    rdf::{Declared, ONTOLOGY, Shape, Term, ontology},
    serve::{
        html::{escape, label, short},
        negotiate::Form,
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
};

/// What is told of a term, in this order: local names of properties.
const TOLD: &[&str] = &["subClassOf", "subPropertyOf", "domain", "range", "inverseOf", "seeAlso"];

/// Turtle, or a page that lists the terms.
pub(super) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let chosen = asker.accept().choose(Shape::Triples, true)?;
    match chosen.form {
        Form::Html => asker.frame().page("zhengtu", &page(), reply),
        Form::Of(format) if format.name == "turtle" => {
            reply.header("content-location", "ns");
            reply.send("text/turtle; charset=utf-8", ONTOLOGY)
        }
        Form::Of(_) => {
            let message = "the ontology is there as text/turtle and as text/html";
            Err(Problem::new(406, "not-acceptable", message))
        }
    }
}

/// The terms in the order of the file, each with its own anchor.
fn page() -> String {
    let terms = ontology();
    let mut out = format!("<h1>{}</h1>\n", label("ontology"));
    for term in &terms {
        let (name, local) = (short(&term.iri), term.iri.rsplit('#').next().unwrap_or_default());
        let both = |property: &str| {
            let words = ["en", "zh"].map(|language| {
                let text = term.text(property, language)?;
                Some(format!("<span lang=\"{language}\">{}</span>", escape(text)))
            });
            words.into_iter().flatten().collect::<Vec<_>>()
        };
        match name {
            // The ontology itself.
            None => {
                both("description").iter().for_each(|text| out += &format!("<p>{text}</p>\n"));
                out += &listing(&terms);
            }
            Some(name) => {
                let labels = both("label").join(" ");
                out += &format!("<h2 id=\"{}\">{labels} <code>{}</code></h2>\n", escape(local), escape(&name));
                both("comment").iter().for_each(|text| out += &format!("<p>{text}</p>\n"));
                out += &properties(term);
            }
        }
    }
    out
}

/// Links to all terms.
fn listing(terms: &[Declared]) -> String {
    let named = terms.iter().filter_map(|term| Some((short(&term.iri)?, term.iri.rsplit('#').next()?)));
    let links = named.map(|(name, local)| format!("<a href=\"#{}\">{}</a>", escape(local), escape(&name)));
    format!("<p>{}</p>\n", links.collect::<Vec<_>>().join(" &middot; "))
}

/// What a term is and how it hangs together with others.
fn properties(term: &Declared) -> String {
    let names = |local: &str| {
        let values = term.values(local).filter_map(|value| match value {
            Term::Iri(iri) => Some(short(iri).unwrap_or_else(|| iri.clone())),
            _ => None,
        });
        values.map(|name| format!("<code>{}</code>", escape(&name))).collect::<Vec<_>>().join(", ")
    };
    let rows = std::iter::once("type").chain(TOLD.iter().copied()).map(|local| (local, names(local)));
    let rows = rows.filter(|(_, names)| !names.is_empty());
    let rows: String = rows.map(|(local, names)| format!("<tr><th>{local}</th><td>{names}</td></tr>\n")).collect();
    format!("<table>\n{rows}</table>\n")
}
