//! Tables of numbers: each row is told as a sentence, 衡南县参保人数52万人,参保率95.6%。
//!
//! A table is a line of names over lines of a name and numbers, their cells divided by `|` or by blanks. What stands in
//! such rows but fits no name above is left out: a row without its heads says nothing.

use crate::{
    article::clean::{Line, Origin},
    lexicon::{Class, Lexicon},
};

/// Longest name of a row or column, in characters.
const NAME: usize = 16;
/// Fewest cells of a table that only blanks divide.
const COLUMNS: usize = 3;

/// A cell: its characters, with single blanks inside.
type Cell = Vec<Origin>;

/// The lines of a page, the rows of its tables as sentences.
pub(crate) fn told(mut lines: Vec<Line>, lexicon: &Lexicon) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        match table(&lines[at..], lexicon) {
            Some((rows, length)) => {
                out.push(Line::default());
                out.extend(rows);
                out.push(Line::default());
                at += length;
            }
            None => {
                out.push(std::mem::take(&mut lines[at]));
                at += 1;
            }
        }
    }
    out
}

/// The sentences of the table that the lines begin with, and how many lines it takes.
fn table(lines: &[Line], lexicon: &Lexicon) -> Option<(Vec<Line>, usize)> {
    let piped = is_piped(&lines[0]);
    if !piped && lines[0].chars.iter().filter(|(c, _)| *c == ' ').count() + 1 < COLUMNS {
        return None;
    }
    let mut head = cells(&lines[0], piped);
    let width = head.len();
    if width < if piped { 2 } else { COLUMNS } || !head.iter().all(is_name) {
        return None;
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut length = 1;
    for line in &lines[1..] {
        let row = cells(line, piped);
        if is_piped(line) != piped || row.len() != width {
            break;
        }
        length += 1;
        // | --- | --- |
        if !row.iter().flatten().all(|&(c, _)| matches!(c, '-' | ':' | ' ')) {
            rows.push(row);
        }
    }
    // 1, 2, 3 … before the names.
    if !rows.is_empty() && rows.iter().all(|row| row[0].iter().all(|(c, _)| c.is_ascii_digit())) {
        head.remove(0);
        rows.iter_mut().for_each(|row| drop(row.remove(0)));
    }
    let numbers = |row: &Vec<Cell>| match piped {
        true => row.iter().skip(1).any(is_number),
        // Blanks divide words of prose, too: all must be numbers.
        false => row.iter().skip(1).all(is_number),
    };
    let told = !rows.is_empty() && rows.iter().all(|row| row.first().is_some_and(is_name)) && rows.iter().all(numbers);
    if !told || !piped && rows.len() < 2 {
        return None;
    }
    // The sum stands for none of the rows' places.
    let sum = |row: &&Vec<Cell>| lexicon.is(&row[0].iter().map(|&(c, _)| c).collect::<String>(), Class::Aggregate);
    Some((rows.iter().filter(|row| !sum(row)).map(|row| sentence(&head, row, lexicon)).collect(), length))
}

/// A row as a sentence: its name, then each number behind the name of its column, with the unit that the column says.
fn sentence(head: &[Cell], row: &[Cell], lexicon: &Lexicon) -> Line {
    let mut chars: Vec<Origin> = Vec::new();
    let mut unit: Option<&Cell> = None;
    for (name, cell) in head.iter().zip(row).skip(1) {
        if !is_number(cell) {
            // A column of units stands before that of their numbers.
            unit = Some(cell).filter(|cell| is_unit(cell, lexicon));
            continue;
        }
        // What is read of the column's head stands where the number does.
        let (Some(&(_, place)), Some(&(_, end))) = (cell.first(), cell.last()) else { continue };
        let mark = if chars.is_empty() { None } else { Some((',', place)) };
        let (name, own) = divided(name);
        chars.extend(mark);
        chars.extend(row[0].iter().filter(|(c, _)| *c != ' ').map(|&(c, origin)| match mark {
            // The first time it stands for itself.
            None => (c, origin),
            Some(_) => (c, place),
        }));
        if unit.is_none() {
            chars.extend(name.iter().map(|&c| (c, place)));
        }
        chars.extend(cell.iter().filter(|(c, _)| *c != ' '));
        let bare = cell.last().is_some_and(|(c, _)| c.is_ascii_digit());
        let said = unit.take().map(|unit| unit.iter().map(|&(c, _)| c).collect()).or(own).filter(|_| bare);
        chars.extend(said.into_iter().flatten().map(|c| (c, end)));
    }
    if let Some(&(_, end)) = chars.last() {
        chars.push((STOP, end));
    }
    Line { chars, indented: true }
}

/// Ends a sentence.
const STOP: char = '\u{3002}';

/// The name of a column, and the unit that stands in brackets behind it: 投资(万元).
fn divided(head: &Cell) -> (Vec<char>, Option<Vec<char>>) {
    let chars: Vec<char> = head.iter().map(|&(c, _)| c).filter(|&c| c != ' ').collect();
    let open = chars.iter().position(|&c| c == '(').filter(|_| chars.last() == Some(&')'));
    match open {
        Some(open) => (chars[..open].to_vec(), Some(chars[open + 1..chars.len() - 1].to_vec())),
        None => (chars, None),
    }
}

fn is_piped(line: &Line) -> bool {
    line.chars.iter().filter(|(c, _)| *c == '|').count() >= 2
}

/// The cells of a line, the empty ones outside the first and the last `|` left out.
fn cells(line: &Line, piped: bool) -> Vec<Cell> {
    let divides = |c: char| if piped { c == '|' } else { c == ' ' };
    let trimmed = |cell: &[Origin]| {
        let blank = |&&(c, _): &&Origin| c == ' ';
        let start = cell.iter().take_while(blank).count();
        let end = cell.len() - cell[start..].iter().rev().take_while(blank).count();
        cell[start..end].to_vec()
    };
    let mut cells: Vec<Cell> = line.chars.split(|&(c, _)| divides(c)).map(trimmed).collect();
    if piped {
        if cells.first().is_some_and(Vec::is_empty) {
            cells.remove(0);
        }
        if cells.last().is_some_and(Vec::is_empty) {
            cells.pop();
        }
    }
    cells
}

/// Whether a cell may name a row or a column: letters, no digits, no sentence.
fn is_name(cell: &Cell) -> bool {
    let letters = cell.first().is_some_and(|(c, _)| c.is_alphabetic());
    letters && cell.len() <= NAME && !cell.iter().any(|&(c, _)| c.is_ascii_digit() || ",;:!?\u{3002}".contains(c))
}

/// Whether a cell begins like a number. One below zero is none: figures have no sign.
fn is_number(cell: &Cell) -> bool {
    cell.first().is_some_and(|(c, _)| c.is_ascii_digit())
}

/// Whether a cell is a unit: 公里, 万吨.
fn is_unit(cell: &Cell, lexicon: &Lexicon) -> bool {
    let text: String = cell.iter().map(|&(c, _)| c).collect();
    let scan = lexicon.scan(&text);
    let magnitude = scan.starting(0).find(|hit| hit.class == Class::Magnitude).map_or(0, |hit| hit.end);
    let unit = [0, magnitude].into_iter().flat_map(|at| scan.starting(at));
    let mut units = unit.filter(|hit| hit.class.word().starts_with("unit."));
    units.any(|hit| hit.end == text.len())
}
