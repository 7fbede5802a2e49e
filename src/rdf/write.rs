//! Quads into files.

use std::io::{self, Write};

use oxigraph::{
    io::{RdfFormat, RdfSerializer, WriterQuadSerializer},
    model::{GraphName, Quad, Triple},
};
use thiserror::Error;

use crate::rdf::{Base, FORMATS, Format, PREFIXES, PageQuads, Shape, Term, format::Writer};

/// Why something was not written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// No format has that name.
    #[error("no format is named {name:?}: expected {}{}",
        FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", "),
        hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})")))]
    UnknownFormat {
        /// The name.
        name: String,
        /// The nearest name.
        hint: Option<String>,
    },
    /// The format holds something else: rows, or triples.
    #[error("{format} can't hold {}: expected {}", held(*wanted), fitting(*wanted))]
    Unfit {
        /// The format's name.
        format: &'static str,
        /// What was to be written.
        wanted: Shape,
    },
    /// The place to write to failed, or the format has no form for a term.
    #[error(transparent)]
    Io(#[from] io::Error),
}

fn held(shape: Shape) -> &'static str {
    match shape {
        Shape::Table => "the answer of a SELECT or an ASK",
        Shape::Triples | Shape::Quads => "a graph",
    }
}

fn fitting(shape: Shape) -> String {
    let table = shape == Shape::Table;
    let fit = FORMATS.iter().filter(|format| (format.shape == Shape::Table) == table).map(|format| format.name);
    fit.collect::<Vec<_>>().join(", ")
}

/// Writes pages one after another, so that no more than one of them is held.
///
/// The quads of each page come out sorted; in N-Quads and N-Triples the lines of pages given in the order of their
/// graphs' names are not sorted over all pages ([`Graph::write`](crate::rdf::Graph::write) does that).
///
/// ```
/// # use zhengtu::{model::{PageFacts, PageId, PageInfo}, rdf::{Base, Format, Lowering, PageWriter}};
/// # let info = PageInfo { id: PageId("00ff".into()), doc: "a.txt".into(), title: None,
/// #     paper: None, date: Some("2022-12".into()), url: None, digest: None };
/// # let facts = PageFacts { page: info, articles: vec![], agencies: vec![], programmes: vec![], locations: vec![],
/// #     observations: vec![], relations: vec![], rejections: vec![] };
/// let mut writer = PageWriter::new(Format::named("turtle")?, &Base::default(), Vec::new())?;
/// writer.page(&Lowering::default().page(&facts, ""))?;
/// let turtle = String::from_utf8(writer.finish()?)?;
/// assert!(turtle.contains("dcterms:issued \"2022-12\"^^xsd:gYearMonth"));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
pub struct PageWriter<W: Write> {
    format: RdfFormat,
    quads: bool,
    inner: WriterQuadSerializer<W>,
}

impl<W: Write> PageWriter<W> {
    /// Writes to `out` in `format`.
    ///
    /// # Errors
    /// [`WriteError::Unfit`] for a format of tables.
    pub fn new(format: &'static Format, base: &Base, out: W) -> Result<Self, WriteError> {
        let Writer::Rdf(rdf) = format.writer else {
            return Err(WriteError::Unfit { format: format.name, wanted: Shape::Quads });
        };
        Ok(Self { format: rdf, quads: format.shape == Shape::Quads, inner: serializer(rdf, base).for_writer(out) })
    }

    /// Adds a page.
    ///
    /// # Errors
    /// If the place to write to fails.
    pub fn page(&mut self, page: &PageQuads) -> Result<(), WriteError> {
        self.sorted(page.quads().collect())
    }

    /// Adds quads in the order that the format groups by.
    pub(super) fn sorted(&mut self, mut quads: Vec<Quad>) -> Result<(), WriteError> {
        if !self.quads {
            for quad in &mut quads {
                quad.graph_name = GraphName::DefaultGraph;
            }
        }
        match self.format {
            RdfFormat::NQuads | RdfFormat::NTriples => quads.sort_by_cached_key(Quad::to_string),
            _ => quads.sort_by_cached_key(|quad| {
                let Quad { subject, predicate, object, graph_name } = quad;
                [graph_name.to_string(), subject.to_string(), predicate.to_string(), object.to_string()]
            }),
        }
        quads.dedup();
        self.each(quads.into_iter().map(Ok))
    }

    /// Adds quads that are in that order already.
    pub(super) fn each(&mut self, quads: impl Iterator<Item = io::Result<Quad>>) -> Result<(), WriteError> {
        for quad in quads {
            let quad = quad?;
            let quad = if self.format == RdfFormat::RdfXml { xml_safe(quad) } else { quad };
            if self.quads {
                self.inner.serialize_quad(&quad)?;
            } else {
                self.inner.serialize_triple(&Triple::from(quad))?;
            }
        }
        Ok(())
    }

    /// Writes what is left and gives the place back.
    ///
    /// # Errors
    /// If the place to write to fails.
    pub fn finish(self) -> Result<W, WriteError> {
        Ok(self.inner.finish()?)
    }
}

/// A serialiser that declares the known prefixes, and the base where that makes files easier to read.
pub(super) fn serializer(format: RdfFormat, base: &Base) -> RdfSerializer {
    let mut serializer = RdfSerializer::from_format(format);
    for (name, iri) in PREFIXES {
        serializer = serializer.clone().with_prefix(*name, *iri).unwrap_or(serializer);
    }
    match format {
        RdfFormat::Turtle | RdfFormat::TriG => serializer.clone().with_base_iri(base.as_str()).unwrap_or(serializer),
        _ => serializer,
    }
}

fn xml_safe(quad: Quad) -> Quad {
    Quad { object: Term::of(quad.object).xml_safe().to_model(), ..quad }
}
