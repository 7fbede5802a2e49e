//! Facts of pages, written page by page: what `extract` prints, and `export` too.

use crate::{
    cli::{failure::Failure, output::Output},
    export::{FactsWriter, TableWriter},
    model::{Confidence, PageFacts},
    rdf::{Base, Format, Lowering, PageWriter},
};

/// Leaves out statements that are less sure.
pub(crate) fn keep_sure(facts: &mut PageFacts, least: Option<Confidence>) {
    if let Some(least) = least {
        facts.observations.retain(|observation| observation.confidence >= least);
        facts.relations.retain(|relation| relation.confidence >= least);
    }
}

/// Facts of pages in one of the formats that are written page by page.
pub(crate) struct FactsOut<'o>(Kind<'o>);

enum Kind<'o> {
    Lines(FactsWriter<&'o mut Output>),
    Table(TableWriter<&'o mut Output>),
    Rdf(PageWriter<&'o mut Output>, Base),
}

impl<'o> FactsOut<'o> {
    /// A writer to `out` in the format called `format`, with IRIs below `base`.
    pub fn new(format: &str, base: &Base, out: &'o mut Output) -> Result<Self, Failure> {
        let base = base.clone();
        Ok(Self(match format {
            "jsonl" => Kind::Lines(FactsWriter::new(out, base)),
            "csv" => Kind::Table(TableWriter::new(out)?),
            rdf => Kind::Rdf(PageWriter::new(Format::named(rdf)?, &base, out)?, base),
        }))
    }

    /// Adds a page; `reader` is what read it.
    pub fn page(&mut self, facts: &PageFacts, text: &str, reader: &str) -> Result<(), Failure> {
        match &mut self.0 {
            Kind::Lines(writer) => writer.page(facts, text)?,
            Kind::Table(writer) => writer.page(facts)?,
            Kind::Rdf(writer, base) => {
                writer.page(&Lowering::new(base.clone()).with_reader(reader).page(facts, text))?;
            }
        }
        Ok(())
    }

    /// Writes what is left.
    pub fn finish(self) -> Result<(), Failure> {
        match self.0 {
            Kind::Lines(writer) => writer.finish()?,
            Kind::Table(writer) => writer.finish()?,
            Kind::Rdf(writer, _) => {
                writer.finish()?;
            }
        }
        Ok(())
    }
}
