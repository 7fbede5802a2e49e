//! The formats that graphs and answers are written in: one registry, from which the command line and content
//! negotiation derive.

use oxigraph::{
    io::{JsonLdProfileSet, RdfFormat},
    sparql::results::QueryResultsFormat,
};

use crate::rdf::WriteError;

/// What a format can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Triples with the names of their graphs: which page says what.
    Quads,
    /// Triples: the pages' graphs merged.
    Triples,
    /// Rows of a SELECT, or the yes and no of an ASK.
    Table,
}

/// A format, as one row of [`FORMATS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Other media types that clients ask for it by.
    pub also: &'static [&'static str],
    /// The extension of its files, without the dot.
    pub extension: &'static str,
    /// What it can hold.
    pub shape: Shape,
    pub(super) writer: Writer,
}

/// Which of the library's writers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writer {
    Rdf(RdfFormat),
    Results(QueryResultsFormat),
}

/// Every format. Of those that fit an answer, the first is the one to take when nobody asks.
pub const FORMATS: &[Format] = &[
    Format {
        name: "nquads",
        media_type: "application/n-quads",
        also: &["text/x-nquads"],
        extension: "nq",
        shape: Shape::Quads,
        writer: Writer::Rdf(RdfFormat::NQuads),
    },
    Format {
        name: "trig",
        media_type: "application/trig",
        also: &["application/x-trig"],
        extension: "trig",
        shape: Shape::Quads,
        writer: Writer::Rdf(RdfFormat::TriG),
    },
    Format {
        name: "jsonld",
        media_type: "application/ld+json",
        also: &[],
        extension: "jsonld",
        shape: Shape::Quads,
        writer: Writer::Rdf(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
    },
    Format {
        name: "turtle",
        media_type: "text/turtle",
        also: &["application/turtle", "application/x-turtle"],
        extension: "ttl",
        shape: Shape::Triples,
        writer: Writer::Rdf(RdfFormat::Turtle),
    },
    Format {
        name: "ntriples",
        media_type: "application/n-triples",
        also: &["text/plain"],
        extension: "nt",
        shape: Shape::Triples,
        writer: Writer::Rdf(RdfFormat::NTriples),
    },
    Format {
        name: "rdfxml",
        media_type: "application/rdf+xml",
        also: &[],
        extension: "rdf",
        shape: Shape::Triples,
        writer: Writer::Rdf(RdfFormat::RdfXml),
    },
    Format {
        name: "json",
        media_type: "application/sparql-results+json",
        also: &["application/json"],
        extension: "srj",
        shape: Shape::Table,
        writer: Writer::Results(QueryResultsFormat::Json),
    },
    Format {
        name: "xml",
        media_type: "application/sparql-results+xml",
        also: &["application/xml", "text/xml"],
        extension: "srx",
        shape: Shape::Table,
        writer: Writer::Results(QueryResultsFormat::Xml),
    },
    Format {
        name: "csv",
        media_type: "text/csv",
        also: &[],
        extension: "csv",
        shape: Shape::Table,
        writer: Writer::Results(QueryResultsFormat::Csv),
    },
    Format {
        name: "tsv",
        media_type: "text/tab-separated-values",
        also: &[],
        extension: "tsv",
        shape: Shape::Table,
        writer: Writer::Results(QueryResultsFormat::Tsv),
    },
];

impl Format {
    /// The format of a name or a file extension, whatever its case.
    ///
    /// ```
    /// use zhengtu::rdf::Format;
    /// assert_eq!(Format::named("ttl")?.media_type, "text/turtle");
    /// let error = Format::named("turtel").unwrap_err().to_string();
    /// assert!(error.starts_with("no format is named \"turtel\": expected nquads, trig, "));
    /// assert!(error.ends_with("(did you mean turtle?)"));
    /// # Ok::<_, zhengtu::rdf::WriteError>(())
    /// ```
    ///
    /// # Errors
    /// [`WriteError::UnknownFormat`], with the nearest name.
    pub fn named(name: &str) -> Result<&'static Self, WriteError> {
        let lower = name.to_ascii_lowercase();
        FORMATS.iter().find(|format| format.name == lower || format.extension == lower).ok_or_else(|| {
            WriteError::UnknownFormat { name: name.into(), hint: nearest(&lower, FORMATS.iter().map(|f| f.name)) }
        })
    }

    /// The format of a media type without parameters.
    pub fn for_media_type(media_type: &str) -> Option<&'static Self> {
        let one = media_type.trim().to_ascii_lowercase();
        FORMATS.iter().find(|format| format.media_type == one || format.also.contains(&one.as_str()))
    }
}

/// The name most like `wrong`, as a question, if one is near.
pub(super) fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    names
        .map(|name| (strsim::jaro_winkler(wrong, name), name))
        .filter(|(near, _)| *near > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| format!("did you mean {name}?"))
}
