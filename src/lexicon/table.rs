//! Reading the tables: tab-separated lines, `#` comments, errors with file and line.

use std::path::Path;

use crate::lexicon::{Class, Hint, Slot, Tree, Word, pattern::Pattern, variable::Part};

/// A table that cannot be read or does not hold what it should.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file or folder cannot be read.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// Which.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// A row is not what the table's columns ask for.
    #[error("{table}:{line}: {message}")]
    Broken {
        /// Which table.
        table: String,
        /// Line number, from 1.
        line: usize,
        /// What was expected.
        message: String,
    },
}

impl TableError {
    pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self::Unreadable { path: path.display().to_string(), reason: error.to_string() }
    }

    pub(crate) fn broken(table: &str, line: usize, message: impl Into<String>) -> Self {
        Self::Broken { table: table.into(), line, message: message.into() }
    }
}

/// One row: surfaces (or a name), class (or a pattern), value, example, counter-example, reason.
struct Row<'t> {
    /// Line number in the file, from 1.
    line: usize,
    /// The columns as they stand.
    columns: Vec<&'t str>,
}

impl Row<'_> {
    fn column(&self, at: usize) -> &str {
        self.columns.get(at).copied().unwrap_or_default()
    }
}

/// A part of a statement and how it was read, with how often that is right, in hundredths.
pub(crate) type Sureness = ((String, String), u8);

pub(crate) struct Table<'t> {
    name: &'t str,
    rows: Vec<Row<'t>>,
}

impl<'t> Table<'t> {
    pub(crate) fn parse(name: &'t str, text: &'t str) -> Result<Self, TableError> {
        let mut rows = Vec::new();
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
            if columns.len() < 2 || columns[0].is_empty() || columns[1].is_empty() {
                let message = "expected at least two columns separated by a tab: surface and class";
                return Err(TableError::broken(name, at + 1, message));
            }
            rows.push(Row { line: at + 1, columns });
        }
        Ok(Self { name, rows })
    }

    pub(crate) fn words(&self) -> Result<Vec<Word>, TableError> {
        let mut words = Vec::new();
        for row in &self.rows {
            let (class, kind) = Class::parse(row.column(1)).ok_or_else(|| {
                let known: Vec<&str> = Class::ALL.iter().map(|class| class.word()).collect();
                let near = known
                    .iter()
                    .max_by(|a, b| strsim::jaro(a, row.column(1)).total_cmp(&strsim::jaro(b, row.column(1))))
                    .copied()
                    .unwrap_or_default();
                TableError::broken(
                    self.name,
                    row.line,
                    format!("unknown class `{}`; did you mean `{near}`?", row.column(1)),
                )
            })?;
            words.extend(row.column(0).split_whitespace().map(|surface| Word {
                surface: surface.into(),
                class,
                kind: kind.into(),
                value: row.column(2).into(),
            }));
        }
        Ok(words)
    }

    /// The rows of `pattern.tsv`. Those that are not `trusted` are compiled, to tell what is wrong with them.
    pub(crate) fn patterns(&self, trusted: bool) -> Result<Vec<(String, Pattern)>, TableError> {
        let row = |row: &Row<'_>| {
            let pattern = Pattern::new(row.column(1));
            let checked = if trusted { Ok(()) } else { pattern.check() };
            checked.map_err(|wrong| TableError::broken(self.name, row.line, wrong))?;
            Ok((row.column(0).to_owned(), pattern))
        };
        self.rows.iter().map(row).collect()
    }

    pub(crate) fn sureness(&self) -> Result<Vec<Sureness>, TableError> {
        let row = |row: &Row<'_>| {
            let hundredths = row.column(2).parse().ok().filter(|hundredths| *hundredths <= 100);
            let hundredths = hundredths.ok_or_else(|| {
                TableError::broken(self.name, row.line, "expected hundredths from 0 to 100 in the third column")
            })?;
            Ok(((row.column(0).to_owned(), row.column(1).to_owned()), hundredths))
        };
        self.rows.iter().map(row).collect()
    }

    /// The rows of `linking.tsv`: slot, decision tree.
    pub(crate) fn trees(&self) -> Result<Vec<(Slot, Tree)>, TableError> {
        let row = |row: &Row<'_>| {
            let slot = Slot::ALL.iter().copied().find(|slot| slot.word() == row.column(0));
            let read = slot.zip(Tree::parse(row.column(1)));
            read.ok_or_else(|| TableError::broken(self.name, row.line, "expected slot, tree: near<4 12 topic<1 -30 5"))
        };
        self.rows.iter().map(row).collect()
    }

    /// The rows of `naming.tsv`: hint, what it says, weight.
    pub(crate) fn hints(&self) -> Result<Vec<(Hint, String, i32)>, TableError> {
        let row = |row: &Row| {
            let hint = Hint::ALL.iter().copied().find(|hint| hint.word() == row.column(0));
            let read = hint.zip(row.column(2).parse().ok());
            let (hint, weight) =
                read.ok_or_else(|| TableError::broken(self.name, row.line, "expected hint, what it says, weight"))?;
            Ok((hint, row.column(1).to_owned(), weight))
        };
        self.rows.iter().map(row).collect()
    }

    /// Line, surfaces and part of each row.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        self.rows.iter().map(|row| (row.line, row.column(0), row.column(1)))
    }

    /// What is wrong with a row.
    pub(crate) fn refuse(&self, line: usize, message: &str) -> TableError {
        TableError::broken(self.name, line, message)
    }

    /// The rows of `variable.tsv`: surfaces, part, value.
    pub(crate) fn variables(&self) -> Result<Vec<(String, Part, String)>, TableError> {
        let mut all = Vec::new();
        for row in &self.rows {
            let part = Part::from_word(row.column(1)).ok_or_else(|| {
                let message = "expected open, close, drop, word or same in the second column";
                TableError::broken(self.name, row.line, message)
            })?;
            let value = row.column(2);
            if matches!(part, Part::Word | Part::Same) && value.is_empty() {
                return Err(TableError::broken(self.name, row.line, "expected what it stands for in the third column"));
            }
            all.extend(row.column(0).split_whitespace().map(|surface| (surface.to_owned(), part, value.to_owned())));
        }
        Ok(all)
    }

    pub(crate) fn characters(&self) -> Result<Vec<(char, char)>, TableError> {
        let one = |text: &str| {
            let mut chars = text.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        self.rows
            .iter()
            .map(|row| {
                one(row.column(0)).zip(one(row.column(1))).ok_or_else(|| {
                    TableError::broken(self.name, row.line, "expected one character in each of the first two columns")
                })
            })
            .collect()
    }
}
