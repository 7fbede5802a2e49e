//! The index page, and what it is made of.

use crate::{
    rdf::{FORMATS, NAMED, PREFIXES, Shape},
    serve::{
        html::{escape, fill, label},
        problem::Problem,
        reply::Reply,
        room::Asker,
        route::ROUTES,
    },
};

const INDEX: &str = include_str!("assets/index.html");
const EXAMPLE: &str = include_str!("assets/example.rq");

/// Files of the pages: name, media type, content.
const ASSETS: &[(&str, &str, &str)] = &[
    ("style.css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    ("editor.js", "text/javascript; charset=utf-8", include_str!("assets/editor.js")),
    ("icon.svg", "image/svg+xml", include_str!("assets/icon.svg")),
];

/// What is in the store, the named queries, an editor, downloads, and what programs can open.
pub(super) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let frame = asker.frame();
    let prefix = frame.prefix();
    let counts = &asker.room.snapshot.counts;
    let things = counts.things.iter().map(|(word, count)| (&**word, &**count)).chain([("triples", &*counts.triples)]);
    let counts = things.map(|(word, count)| format!("<li><b>{}</b> {}</li>\n", escape(count), label(word)));
    let prefixes = PREFIXES.iter().map(|(name, iri)| format!("{name}: &lt;{}&gt;\n", escape(iri)));
    let formats = FORMATS.iter().map(|format| {
        let value = format!("{} {}", format.media_type, format.extension);
        let table = format.shape == Shape::Table;
        let selected = if format.name == "csv" { " selected" } else { "" };
        let kind = if table { "SELECT" } else { "CONSTRUCT" };
        format!("<option value=\"{value}\"{selected}>{} ({kind})</option>", format.name)
    });
    let dumps = FORMATS.iter().filter(|format| format.shape != Shape::Table);
    let dumps =
        dumps.map(|format| format!("<a href=\"{prefix}download/graph.{}\">{}</a>", format.extension, format.name));
    let dumps = format!("<li>{}: {}</li>\n", label("all"), dumps.collect::<Vec<_>>().join(", "));
    let other = [(".well-known/void", "void"), ("sparql", "service"), ("ns", "ontology")];
    let other = other.map(|(path, word)| format!("<li><a href=\"{prefix}{path}\">{}</a></li>\n", label(word)));
    let routes = ROUTES.iter().map(|route| {
        let (path, methods) = (escape(route.path), route.methods.join(", "));
        format!("<tr><td><code>{path}</code></td><td>{methods}</td><td>{}</td></tr>\n", escape(route.about))
    });
    let body = fill(
        INDEX,
        &[
            ("prefix", prefix),
            ("base", &escape(asker.room.base().as_str())),
            ("counts", &counts.collect::<String>()),
            ("questions", &questions(prefix)),
            ("example", &escape(EXAMPLE)),
            ("formats", &formats.collect::<String>()),
            ("prefixes", &prefixes.collect::<String>()),
            ("downloads", &(dumps + &other.concat())),
            ("routes", &routes.collect::<String>()),
        ],
    );
    frame.page("graph", &body, reply)
}

/// A form for each named query.
fn questions(prefix: &str) -> String {
    let mut out = String::new();
    for query in NAMED {
        let (english, chinese) = (escape(&query.english()), escape(&query.chinese()));
        out.push_str(&format!(
            "<details><summary>{english} <span lang=\"zh\">{chinese}</span></summary>\n\
             <form class=\"question\" action=\"{prefix}query/{}\" method=\"get\">\n",
            query.name
        ));
        for parameter in query.parameters() {
            let (name, about) = (parameter.name, escape(parameter.about));
            out.push_str(&format!(
                "<p><label for=\"{}-{name}\">{about}</label><input id=\"{}-{name}\" name=\"{name}\" size=\"40\"></p>\n",
                query.name, query.name
            ));
        }
        out.push_str(&format!(
            "<p><button type=\"submit\">{}</button></p></form>\n<pre class=\"scroll\">{}</pre></details>\n",
            label("ask"),
            escape(query.text)
        ));
    }
    out
}

/// A file of the pages.
pub(super) fn asset(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let name = asker.call.path.rsplit('/').next().unwrap_or_default();
    let found = ASSETS.iter().find(|(one, ..)| *one == name);
    let (_, media_type, content) = found.ok_or_else(|| Problem::not_found("there is no such file"))?;
    reply.send(media_type, content)
}
