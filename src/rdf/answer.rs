//! What a query answers.

use std::io::Write;

use oxigraph::{
    model::{self, GraphName, Variable},
    sparql::results::{QueryResultsFormat, QueryResultsSerializer},
};

use crate::rdf::{Base, Format, Shape, Term, WriteError, format::Writer, write::PageWriter};

/// What a query answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The rows of a SELECT.
    Solutions {
        /// Names of the columns, without `?`.
        variables: Vec<String>,
        /// Rows, each as long as `variables`; `None` where a variable has no value.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// The yes or no of an ASK.
    Boolean(bool),
    /// The triples of a CONSTRUCT or a DESCRIBE, sorted, each once.
    Graph(Vec<[Term; 3]>),
}

impl Answer {
    /// Rows, triples, or 1 for a yes or no.
    pub fn len(&self) -> usize {
        match self {
            Self::Solutions { rows, .. } => rows.len(),
            Self::Boolean(_) => 1,
            Self::Graph(triples) => triples.len(),
        }
    }

    /// Whether it has neither row nor triple.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What a format must hold to hold it.
    pub fn shape(&self) -> Shape {
        match self {
            Self::Solutions { .. } | Self::Boolean(_) => Shape::Table,
            Self::Graph(_) => Shape::Triples,
        }
    }

    /// Writes it in one of [`FORMATS`](crate::rdf::FORMATS).
    ///
    /// ```
    /// use zhengtu::rdf::{Answer, Format, Term};
    /// let name = Term::Literal { value: "湘潭市".into(), language: Some("zh".into()), datatype: None };
    /// let answer = Answer::Solutions { variables: vec!["place".into()], rows: vec![vec![Some(name)], vec![None]] };
    /// let mut csv = Vec::new();
    /// answer.write(Format::named("csv")?, &mut csv)?;
    /// assert_eq!(String::from_utf8(csv)?, "place\r\n湘潭市\r\n\r\n");
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`WriteError::Unfit`] if the format can't hold it; what `out` reports.
    pub fn write(&self, format: &'static Format, out: &mut dyn Write) -> Result<(), WriteError> {
        match (self, format.writer) {
            (Self::Boolean(value), Writer::Results(results)) => {
                QueryResultsSerializer::from_format(results).serialize_boolean_to_writer(out, *value)?;
            }
            (Self::Solutions { variables, rows }, Writer::Results(results)) => {
                let columns: Vec<Variable> = variables.iter().map(Variable::new_unchecked).collect();
                let mut writer =
                    QueryResultsSerializer::from_format(results).serialize_solutions_to_writer(out, columns.clone())?;
                for row in rows {
                    let terms: Vec<_> = row.iter().map(|term| Some(plain(term.as_ref()?, results))).collect();
                    let bound = columns.iter().zip(&terms).filter_map(|(name, term)| Some((name, term.as_ref()?)));
                    writer.serialize(bound.map(|(name, term)| (name.as_ref(), term.as_ref())))?;
                }
                writer.finish()?;
            }
            (Self::Graph(triples), Writer::Rdf(_)) => {
                let mut writer = PageWriter::new(format, &Base::default(), out)?;
                let triples = triples.iter().filter_map(Term::triple_to_model);
                writer.sorted(triples.map(|t| t.in_graph(GraphName::DefaultGraph)).collect())?;
                writer.finish()?;
            }
            _ => return Err(WriteError::Unfit { format: format.name, wanted: self.shape() }),
        }
        Ok(())
    }
}

/// The library's term, without what the format can't hold.
fn plain(term: &Term, format: QueryResultsFormat) -> model::Term {
    if format == QueryResultsFormat::Xml { term.clone().xml_safe().to_model() } else { term.to_model() }
}
