//! The index page, and what it is made of. Its workbench is made in `web/`.

use std::sync::LazyLock;

use crate::{
    rdf::{FORMATS, NAMED, PREFIXES, Shape, TERMS, ontology},
    serve::{
        html::{escape, fill, label, short},
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
};

const INDEX: &str = include_str!("assets/index.html");
const EXAMPLE: &str = include_str!("assets/example.rq");
const LABELS: &str = include_str!("assets/labels.tsv");

/// What the editor completes and offers to save: prefixes, terms with their names, formats. As JSON.
static VOCABULARY: LazyLock<String> = LazyLock::new(vocabulary);

/// Files of the pages: name, media type, content.
const ASSETS: &[(&str, &str, &str)] = &[
    ("style.css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    ("workbench.css", "text/css; charset=utf-8", include_str!("assets/workbench.css")),
    ("workbench.js", "text/javascript; charset=utf-8", include_str!("assets/workbench.js")),
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
    let dumps = FORMATS.iter().filter(|format| format.shape != Shape::Table);
    let dumps =
        dumps.map(|format| format!("<a href=\"{prefix}download/graph.{}\">{}</a>", format.extension, format.name));
    let dumps = format!("<li>{}: {}</li>\n", label("all"), dumps.collect::<Vec<_>>().join(", "));
    let other = [(".well-known/void", "void"), ("sparql", "service"), ("ns", "ontology")];
    let other = other.map(|(path, word)| format!("<li><a href=\"{prefix}{path}\">{}</a></li>\n", label(word)));
    let routes = asker.listing.iter().map(|route| {
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
        let (english, chinese) = (query.english(), query.chinese());
        let ((head, more), (head_zh, more_zh)) = (headline(&english), headline(&chinese));
        out.push_str(&format!(
            "<details name=\"question\"><summary>{} <span lang=\"zh\">{}</span></summary>\n",
            escape(head),
            escape(head_zh)
        ));
        if !more.is_empty() {
            out.push_str(&format!("<p>{} <span lang=\"zh\">{}</span></p>\n", escape(more), escape(more_zh)));
        }
        out.push_str(&format!("<form class=\"question\" action=\"{prefix}query/{}\" method=\"get\">\n", query.name));
        for parameter in query.parameters() {
            let id = format!("{}-{}", query.name, parameter.name);
            let (english, chinese) = parameter.about.split_once(" \u{b7} ").unwrap_or((parameter.about, ""));
            out.push_str(&format!(
                "<p><label for=\"{id}\">{} <span lang=\"zh\">{}</span></label><input id=\"{id}\" name=\"{}\"></p>\n",
                escape(english),
                escape(chinese),
                parameter.name
            ));
        }
        out.push_str(&format!(
            "<p><button type=\"submit\" class=\"main\">{}</button></p></form>\n<pre class=\"scroll\">{}</pre></details>\n",
            label("ask"),
            escape(query.text)
        ));
    }
    out
}

/// What a query answers in a few words, and the rest of it: split at the first colon or full stop, in both languages.
fn headline(about: &str) -> (&str, &str) {
    let (head, rest) = about.split_once([':', '.', '\u{FF1A}', '\u{3002}']).unwrap_or((about, ""));
    (head, rest.trim())
}

/// [`VOCABULARY`].
fn vocabulary() -> String {
    let declared = ontology();
    let words = |name: &str, iri: &str| {
        let term = declared.iter().find(|term| term.iri == iri);
        let own = term.and_then(|term| Some((term.text("label", "en")?, term.text("label", "zh")?)));
        let rows = || LABELS.lines().find_map(|row| row.strip_prefix(name)?.strip_prefix('\t')?.split_once('\t'));
        own.or_else(rows).map_or(Default::default(), |(english, chinese)| (english.to_owned(), chinese.to_owned()))
    };
    let terms = TERMS.iter().filter_map(|iri| {
        let name = short(iri)?;
        let (en, zh) = words(&name, iri);
        Some(serde_json::json!({ "name": name, "en": en, "zh": zh }))
    });
    let formats = FORMATS.iter().map(|format| {
        let table = format.shape == Shape::Table;
        serde_json::json!({ "name": format.name, "media_type": format.media_type, "extension": format.extension, "table": table })
    });
    let (terms, formats): (Vec<_>, Vec<_>) = (terms.collect(), formats.collect());
    serde_json::json!({ "prefixes": PREFIXES, "terms": terms, "formats": formats }).to_string()
}

/// A file of the pages.
pub(super) fn asset(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let name = asker.call.path.rsplit('/').next().unwrap_or_default();
    let (media_type, content) = match ASSETS.iter().find(|(one, ..)| *one == name) {
        Some((_, media_type, content)) => (*media_type, *content),
        None if name == "vocabulary.json" => ("application/json", VOCABULARY.as_str()),
        None => return Err(Problem::not_found("there is no such file")),
    };
    reply.send(media_type, content)
}
