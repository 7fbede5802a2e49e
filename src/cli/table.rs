//! Rows for people: columns that fit the terminal, where a Han character takes two of its columns.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::{cli::wording::styled, text::plain};

/// What stands for the rest of a cell that is cut.
const REST: char = '\u{2026}';
/// Columns between two cells.
const GAP: usize = 2;
/// A cell is not cut below so many columns; where that is not enough, each row is shown as lines.
const NARROWEST: usize = 10;

/// Rows under names of columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { columns: columns.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Writes it as CSV (RFC 4180).
    pub fn csv(&self, out: impl Write) -> Result<(), csv::Error> {
        let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        table.write_record(&self.columns)?;
        self.rows.iter().try_for_each(|row| table.write_record(row))?;
        Ok(table.flush()?)
    }

    /// Writes it for people, cells cut so that it is no wider than `width` columns.
    pub fn write(&self, width: Option<usize>, coloured: bool, out: &mut dyn Write) -> io::Result<()> {
        let cells = |row: &Vec<String>| row.iter().map(|cell| plain(cell).to_string()).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = self.rows.iter().map(cells).collect();
        let column = |at: usize| rows.iter().filter_map(move |row| row.get(at));
        let natural = (0..self.columns.len())
            .map(|at| column(at).map(|cell| cell.width()).max().unwrap_or(0).max(self.columns[at].width()));
        let Some(widths) = fit(natural.collect(), width) else { return self.records(&rows, coloured, out) };
        let right: Vec<bool> = (0..widths.len()).map(|at| column(at).all(|cell| is_number(cell))).collect();
        let line = |cells: &[String]| {
            let padded = cells.iter().zip(&widths).zip(&right).map(|((cell, &width), &right)| pad(cell, width, right));
            padded.collect::<Vec<_>>().join(&" ".repeat(GAP)).trim_end().to_owned()
        };
        writeln!(out, "{}", styled(&line(&self.columns), coloured))?;
        rows.iter().try_for_each(|row| writeln!(out, "{}", line(row)))
    }

    /// Each row as lines of names and values, uncut.
    fn records(&self, rows: &[Vec<String>], coloured: bool, out: &mut dyn Write) -> io::Result<()> {
        let width = self.columns.iter().map(|name| name.width()).max().unwrap_or(0);
        for (number, row) in rows.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            for (name, cell) in self.columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                writeln!(out, "{}  {cell}", styled(&pad(name, width, false), coloured))?;
            }
        }
        Ok(())
    }
}

/// Widths of columns that take no more than `width` with the gaps, the widest cut first; `None` if that can't be.
fn fit(mut widths: Vec<usize>, width: Option<usize>) -> Option<Vec<usize>> {
    let Some(room) = width else { return Some(widths) };
    let room = room.saturating_sub(GAP * widths.len().saturating_sub(1));
    if widths.iter().map(|width| NARROWEST.min(*width)).sum::<usize>() > room {
        return None;
    }
    while widths.iter().sum::<usize>() > room {
        let widest = widths.iter_mut().max()?;
        *widest -= 1;
    }
    Some(widths)
}

/// `text` in exactly `width` columns: cut, or filled up with spaces.
fn pad(text: &str, width: usize, right: bool) -> String {
    let text = cut(text, width);
    let fill = " ".repeat(width.saturating_sub(text.width()));
    if right { fill + &text } else { text + &fill }
}

/// `text` in at most `width` columns.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut cut, mut used) = (String::new(), 1); // the sign for the rest takes one
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        cut.push(c);
    }
    cut.push(REST);
    cut
}

fn is_number(cell: &str) -> bool {
    cell.parse::<f64>().is_ok() || cell.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(table: &Table, width: Option<usize>) -> String {
        let mut out = Vec::new();
        table.write(width, false, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn table() -> Table {
        let mut table = Table::new(["agency", "programme", "pages"]);
        table.row(["湘潭市医疗保障局", "15分钟医保服务圈", "12"]);
        table.row(["公安局", "a\u{1b}[31m", "3"]);
        table
    }

    #[test]
    fn han_characters_take_two_columns() {
        let expected = "\
agency            programme         pages
湘潭市医疗保障局  15分钟医保服务圈     12
公安局            a\\u{1b}[31m           3
";
        assert_eq!(written(&table(), None), expected);
    }

    #[test]
    fn the_widest_cells_are_cut_to_fit() {
        let text = written(&table(), Some(32));
        assert!(text.contains("湘潭市医疗…"), "{text}");
        assert!(text.lines().all(|line| line.width() <= 32), "{text}");
    }

    #[test]
    fn where_cutting_is_not_enough_rows_become_lines() {
        let expected = "\
agency     湘潭市医疗保障局
programme  15分钟医保服务圈
pages      12

agency     公安局
programme  a\\u{1b}[31m
pages      3
";
        assert_eq!(written(&table(), Some(20)), expected);
    }
}
