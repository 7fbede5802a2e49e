//! Content negotiation (RFC 9110, section 12): what a client wants, and what there is.

use crate::rdf::{FORMATS, Format, Shape};

/// A media range with its weight in thousandths.
#[derive(Debug)]
struct Range {
    kind: String,
    weight: u16,
}

/// What a client wants; all media types if it says nothing.
#[derive(Debug)]
pub(super) struct Accept(Vec<Range>);

/// A form that an answer can be given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One of the registry's.
    Of(&'static Format),
    /// A page for people.
    Html,
}

/// A form, and the media type that the client knows it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub form: Form,
    pub media_type: &'static str,
}

const HTML: &str = "text/html";

impl Accept {
    /// What `Accept` says.
    pub fn of(accept: &str) -> Self {
        let ranges = accept.split(',').map(str::trim).filter(|range| !range.is_empty());
        let mut ranges: Vec<Range> = ranges.map(Range::parse).collect();
        if ranges.is_empty() {
            ranges.push(Range { kind: "*/*".into(), weight: 1000 });
        }
        Self(ranges)
    }

    /// How much `offer` is wanted: what its most specific range says.
    pub fn weight(&self, offer: &str) -> u16 {
        let major = offer.split('/').next().unwrap_or_default();
        let fits = |range: &&Range| match range.kind.split_once('/') {
            Some(("*", "*")) => true,
            Some((one, "*")) => one == major,
            _ => range.kind == offer,
        };
        let specific = |range: &Range| match range.kind.split_once('/') {
            Some(("*", "*")) => 0,
            Some((_, "*")) => 1,
            _ => 2,
        };
        let best = self.0.iter().filter(fits).max_by_key(|range| (specific(range), range.weight));
        best.map_or(0, |range| range.weight)
    }

    /// How much `offer` is wanted by its own name.
    pub fn named(&self, offer: &str) -> u16 {
        self.0.iter().filter(|range| range.kind == offer).map(|range| range.weight).max().unwrap_or(0)
    }

    /// The form to take for something of `shape`, a page for people among them if `html`. Of forms that are wanted
    /// equally, those of the registry come in its order, Turtle before the others, and HTML last.
    pub fn choose(&self, shape: Shape, html: bool) -> Result<Chosen, NotAcceptable> {
        let mut best: Option<(u16, Chosen)> = None;
        for (media_type, form) in offers(shape, html) {
            let weight = self.weight(media_type);
            if weight > best.map_or(0, |(weight, _)| weight) {
                best = Some((weight, Chosen { form, media_type }));
            }
        }
        best.map(|(_, chosen)| chosen).ok_or(NotAcceptable { shape, html })
    }
}

/// No form of an answer is acceptable.
#[derive(Debug)]
pub(super) struct NotAcceptable {
    shape: Shape,
    html: bool,
}

impl NotAcceptable {
    /// The media types that there are.
    pub fn offers(&self) -> String {
        offers(self.shape, self.html).map(|(media_type, _)| media_type).collect::<Vec<_>>().join(", ")
    }
}

/// The media types of `shape`, the first names before the other ones.
fn offers(shape: Shape, html: bool) -> impl Iterator<Item = (&'static str, Form)> {
    let fits = move |format: &&Format| (format.shape == Shape::Table) == (shape == Shape::Table);
    let triples = FORMATS.iter().filter(fits).filter(|format| format.shape != Shape::Quads);
    let quads = FORMATS.iter().filter(fits).filter(|format| format.shape == Shape::Quads);
    let formats: Vec<&'static Format> = triples.chain(quads).collect();
    let first: Vec<_> = formats.iter().map(|format| (format.media_type, Form::Of(format))).collect();
    let other: Vec<_> =
        formats.iter().flat_map(|format| format.also.iter().map(|name| (*name, Form::Of(format)))).collect();
    first.into_iter().chain(other).chain(html.then_some((HTML, Form::Html)))
}

impl Range {
    /// A weight that is none, or of another parameter, counts as 1.
    fn parse(text: &str) -> Self {
        let mut parts = text.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let weight = weight.and_then(|weight| weight.trim().parse::<f32>().ok()).unwrap_or(1.0);
        Self { kind, weight: (weight.clamp(0.0, 1.0) * 1000.0).round() as u16 }
    }
}

impl Chosen {
    /// The format of a file name's extension.
    pub fn of(format: &'static Format) -> Self {
        Self { form: Form::Of(format), media_type: format.media_type }
    }

    /// The media type with the charset that texts need.
    pub fn content_type(self) -> String {
        if self.media_type.starts_with("text/") {
            format!("{}; charset=utf-8", self.media_type)
        } else {
            self.media_type.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(accept: &str, shape: Shape, html: bool) -> &'static str {
        Accept::of(accept).choose(shape, html).map_or("406", |chosen| chosen.media_type)
    }

    #[test]
    fn weights_specificity_and_order_decide() {
        for (accept, table, graph) in [
            ("", "application/sparql-results+json", "text/turtle"),
            ("*/*", "application/sparql-results+json", "text/turtle"),
            ("text/csv, */*;q=0.1", "text/csv", "text/turtle"),
            ("application/xml;q=0.5, text/csv;q=0.4", "application/xml", "406"),
            (
                "application/rdf+xml, application/sparql-results+xml",
                "application/sparql-results+xml",
                "application/rdf+xml",
            ),
            ("text/*;q=0.3, text/tab-separated-values;q=0.2", "text/csv", "text/turtle"),
            ("application/json", "application/json", "406"),
            (
                "*/*, application/sparql-results+json;q=0, text/turtle;q=0",
                "application/sparql-results+xml",
                "application/n-triples",
            ),
            ("application/n-quads;q=1, application/trig;q=0.95", "406", "application/n-quads"),
            ("image/png", "406", "406"),
            ("TEXT/CSV; charset=utf-8; q=0.5", "text/csv", "406"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html", "text/html"),
        ] {
            assert_eq!(choose(accept, Shape::Table, true), table, "{accept}");
            assert_eq!(choose(accept, Shape::Triples, true), graph, "{accept}");
        }
        assert_eq!(choose("text/html", Shape::Table, false), "406");
    }
}
