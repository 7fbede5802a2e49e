//! Pages for people: text is escaped, words come from a table, links stay on this server.

use std::{
    collections::HashMap,
    fmt::Write as _,
    io::{self, Write},
    sync::LazyLock,
};

use crate::{
    rdf::{Answer, PREFIXES, Term},
    serve::{problem::Problem, reply::Reply},
};

/// For each page: nothing but what this server sends, and nobody may put it in a frame.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const FRAME: &str = include_str!("assets/frame.html");

/// `text` as it stands in HTML, also between quotation marks.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // controls have no form in HTML
            c if c.is_control() && !matches!(c, '\n' | '\t') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// `template` with each `{{name}}` replaced. What is put in is HTML.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { break };
        out.push_str(before);
        let value = values.iter().find(|(one, _)| *one == name);
        out.push_str(value.map_or("", |(_, value)| value));
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The words for a key of `labels.tsv`, in English and Chinese; the key itself if it has none.
pub(super) fn label(key: &str) -> String {
    static LABELS: LazyLock<HashMap<&str, (&str, &str)>> = LazyLock::new(|| {
        let rows = include_str!("assets/labels.tsv").lines().filter(|row| !row.starts_with('#'));
        let cells = rows.filter_map(|row| row.split_once('\t'));
        cells.filter_map(|(key, words)| Some((key, words.split_once('\t')?))).collect()
    });
    match LABELS.get(key) {
        Some((english, chinese)) => format!("{} <span lang=\"zh\">{}</span>", escape(english), escape(chinese)),
        None => escape(key),
    }
}

/// An IRI with a known prefix, `None` without.
pub(super) fn short(iri: &str) -> Option<String> {
    let found = PREFIXES.iter().find_map(|(name, start)| Some((name, iri.strip_prefix(start)?)));
    found.map(|(name, local)| format!("{name}:{local}"))
}

/// Where something is said about a thing with this path below the base: there, if it is a document itself.
pub(super) fn document(path: &str) -> String {
    let itself = path.starts_with("statement/") || path.starts_with("page/");
    if itself { path.to_owned() } else { format!("about/{path}") }
}

/// What all pages stand in, and where their links go.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    prefix: String,
    base: String,
}

impl Frame {
    /// `prefix` is the path of the server's root.
    pub fn new(prefix: &str, base: &str) -> Self {
        Self { prefix: escape(prefix), base: base.to_owned() }
    }

    /// The path that links begin with, as HTML.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// A page; `body` is HTML.
    pub fn page(&self, title: &str, body: &str, reply: &mut Reply<'_>) -> Result<(), Problem> {
        let values = [("title", &*escape(title)), ("prefix", &*self.prefix), ("body", body)];
        reply.send("text/html; charset=utf-8", &fill(FRAME, &values))
    }

    /// A link to what `iri` names: on this server if it stands below the base. Only the web is linked to.
    pub fn link(&self, iri: &str, text: &str) -> String {
        self.link_html(iri, &escape(text))
    }

    /// [`Frame::link`] around HTML.
    pub fn link_html(&self, iri: &str, text: &str) -> String {
        match iri.strip_prefix(&self.base) {
            Some(path) => format!("<a href=\"{}{}\">{text}</a>", self.prefix, escape(&document(path))),
            None if iri.starts_with("http://") || iri.starts_with("https://") => {
                format!("<a rel=\"noreferrer\" href=\"{}\">{text}</a>", escape(iri))
            }
            None => text.to_owned(),
        }
    }

    /// A term, linked if it is an IRI; `name` is what to call it.
    pub fn term(&self, term: &Term, name: Option<&str>) -> String {
        match (term, name) {
            (Term::Iri(iri), Some(name)) => self.link(iri, name),
            (Term::Iri(iri), None) => match short(iri) {
                Some(short) => self.link_html(iri, &label(&short)),
                None => self.link(iri, iri.strip_prefix(&self.base).unwrap_or(iri)),
            },
            (term, _) => escape(&term.text()),
        }
    }

    /// An answer as a page with a table.
    pub fn answer(&self, answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
        let values = [("title", "answer"), ("prefix", &*self.prefix), ("body", "{{body}}")];
        let page = fill(FRAME, &values);
        let (before, after) = page.split_once("{{body}}").unwrap_or((&page, ""));
        writeln!(out, "{before}<h1>{}</h1>", label("answer"))?;
        match answer {
            Answer::Boolean(value) => writeln!(out, "<p>{}</p>", label(if *value { "yes" } else { "no" }))?,
            Answer::Solutions { variables, rows } => {
                let head = variables.iter().fold(String::new(), |mut head, name| {
                    let _ = write!(head, "<th>{}</th>", escape(name));
                    head
                });
                writeln!(out, "<p>{}</p>\n<table>\n<tr>{head}</tr>", rows.len())?;
                for row in rows {
                    self.row(row.iter().map(Option::as_ref), out)?;
                }
                out.write_all(b"</table>\n")?;
            }
            Answer::Graph(triples) => {
                writeln!(out, "<p>{}</p>\n<table>", triples.len())?;
                for triple in triples {
                    self.row(triple.iter().map(Some), out)?;
                }
                out.write_all(b"</table>\n")?;
            }
        }
        out.write_all(after.as_bytes())
    }

    fn row<'t>(&self, terms: impl Iterator<Item = Option<&'t Term>>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<tr>")?;
        for term in terms {
            write!(out, "<td>{}</td>", term.map_or_else(String::new, |term| self.term(term, None)))?;
        }
        out.write_all(b"</tr>\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        let frame = Frame { prefix: "/".into(), base: "https://w3id.org/zhengtu/".into() };
        assert_eq!(escape("<a href='\"&\u{0}'>"), "&lt;a href=&#39;&quot;&amp;\u{FFFD}&#39;&gt;");
        assert_eq!(frame.link("javascript:alert(1)", "x"), "x");
        assert_eq!(
            frame.link("https://w3id.org/zhengtu/programme/a\"b", "<"),
            "<a href=\"/about/programme/a&quot;b\">&lt;</a>"
        );
        assert_eq!(fill("a{{x}}b{{y}}c{{", &[("x", "{{y}}")]), "a{{y}}bc{{");
    }

    #[test]
    fn every_row_of_the_table_has_two_languages() {
        for row in include_str!("assets/labels.tsv").lines().filter(|row| !row.starts_with('#')) {
            assert_eq!(row.split('\t').filter(|cell| !cell.is_empty()).count(), 3, "{row}");
        }
    }
}
