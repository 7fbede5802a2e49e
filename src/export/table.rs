//! Figures as a table, one row a statement: what pandas, R and spreadsheets read.

use std::io::Write;

use rust_decimal::Decimal;

use crate::{
    export::{ExportError, csv::writer},
    model::{Observation, PageFacts},
};

/// The columns, in their order.
const COLUMNS: [&str; 20] = [
    "doc",
    "paper",
    "date",
    "agency",
    "programme",
    "location",
    "code",
    "indicator",
    "value",
    "value_max",
    "from",
    "unit",
    "bound",
    "change",
    "aggregate",
    "period",
    "quote",
    "confidence",
    "rule",
    "statement",
];

/// Writes the figures of pages as CSV (RFC 4180), one row a figure, page by page.
///
/// Columns: the page (`doc`, `paper`, `date`), who, by what and where (`agency`, `programme`, `location` as full names
/// from the province down with `/` between them, its official `code`), what and how much (`indicator`, `value`,
/// `value_max`, `from`, `unit`, `bound`, `change`, `aggregate`), when (`period`, ISO 8601), and what it rests on
/// (`quote`, `confidence`, `rule`, `statement`). Numbers stand exact and unquoted, text quoted; what the page does not
/// say is empty. Text that a spreadsheet takes for a formula is left as it is: import the column as text.
///
/// ```
/// use zhengtu::export::TableWriter;
/// let mut file = Vec::new();
/// TableWriter::new(&mut file)?.finish()?;
/// assert!(String::from_utf8_lossy(&file).starts_with("\"doc\",\"paper\",\"date\",\"agency\""));
/// # Ok::<(), zhengtu::export::ExportError>(())
/// ```
pub struct TableWriter<W: Write> {
    table: csv::Writer<W>,
}

impl<W: Write> TableWriter<W> {
    /// A table with its header.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    pub fn new(out: W) -> Result<Self, ExportError> {
        let mut table = writer(out);
        table.write_record(COLUMNS)?;
        Ok(Self { table })
    }

    /// Adds the figures of a page.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn page(&mut self, facts: &PageFacts) -> Result<(), ExportError> {
        for observation in &facts.observations {
            self.row(facts, observation)?;
        }
        Ok(self.table.flush()?)
    }

    fn row(&mut self, facts: &PageFacts, observation: &Observation) -> Result<(), ExportError> {
        let Observation { id, indicator, quantity, period, agency, programme, location, evidence, confidence, .. } =
            observation;
        let place = location.as_ref().and_then(|id| facts.locations.iter().find(|location| location.id == *id));
        let name = |id: &Option<_>| id.as_ref().and_then(|id| facts.name(id)).unwrap_or_default();
        let number = |value: Option<Decimal>| value.map(|value| value.normalize().to_string()).unwrap_or_default();
        let row: [&str; COLUMNS.len()] = [
            &facts.page.doc,
            facts.page.paper.as_deref().unwrap_or_default(),
            facts.page.date.as_deref().unwrap_or_default(),
            name(agency),
            name(programme),
            &place.map(|place| place.path.join("/")).unwrap_or_default(),
            place.and_then(|place| place.code.as_deref()).unwrap_or_default(),
            indicator,
            &number(Some(quantity.value)),
            &number(quantity.max),
            &number(quantity.from),
            quantity.unit.as_deref().unwrap_or_default(),
            quantity.bound.word(),
            quantity.change.map_or("", |change| change.word()),
            quantity.aggregate.map_or("", |aggregate| aggregate.word()),
            &period.as_ref().map(ToString::to_string).unwrap_or_default(),
            &evidence.text,
            &confidence.to_string(),
            &observation.rule,
            &id.0,
        ];
        Ok(self.table.write_record(row)?)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn finish(mut self) -> Result<(), ExportError> {
        Ok(self.table.flush()?)
    }
}
