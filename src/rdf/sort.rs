//! Quads in order, more of them than memory holds: sorted runs in temporary files, merged.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Lines, Seek, Write},
    mem,
};

use oxigraph::{
    io::RdfFormat,
    model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term},
};

use crate::rdf::GraphError;

/// Bytes of a run.
const RUN: usize = 64 << 20;

/// Quads in the order that `format` groups by, each once: that of [`PageWriter`](crate::rdf::PageWriter).
pub(super) fn sorted(
    quads: impl Iterator<Item = Result<Quad, GraphError>>,
    format: RdfFormat,
) -> Result<impl Iterator<Item = io::Result<Quad>>, GraphError> {
    let graph_last = matches!(format, RdfFormat::NQuads | RdfFormat::NTriples);
    let lines = merged(quads.map(move |quad| Ok(line(&quad?, graph_last))), RUN)?;
    Ok(lines.map(move |line| {
        let line = line?;
        quad(&line, graph_last).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, format!("no quad: {line}")))
    }))
}

/// The terms as N-Triples writes them, with tabs between, which none of them holds.
fn line(quad: &Quad, graph_last: bool) -> String {
    let Quad { subject, predicate, object, graph_name } = quad;
    let graph = match graph_name {
        GraphName::DefaultGraph => String::new(),
        name => name.to_string(),
    };
    if graph_last {
        format!("{subject}\t{predicate}\t{object}\t{graph}")
    } else {
        format!("{graph}\t{subject}\t{predicate}\t{object}")
    }
}

fn quad(line: &str, graph_last: bool) -> Option<Quad> {
    let parts: Vec<&str> = line.split('\t').collect();
    let [subject, predicate, object, graph] = match parts[..] {
        [subject, predicate, object, graph] if graph_last => [subject, predicate, object, graph],
        [graph, subject, predicate, object] => [subject, predicate, object, graph],
        _ => return None,
    };
    let graph = match graph {
        "" => GraphName::DefaultGraph,
        name => name.parse::<NamedNode>().ok()?.into(),
    };
    let subject: NamedOrBlankNode = subject.parse::<NamedNode>().ok()?.into();
    Some(Quad::new(subject, predicate.parse::<NamedNode>().ok()?, object.parse::<Term>().ok()?, graph))
}

/// Lines in order, each once. No more than `run` bytes of them are held.
fn merged(
    lines: impl Iterator<Item = Result<String, GraphError>>,
    run: usize,
) -> Result<impl Iterator<Item = io::Result<String>>, GraphError> {
    let (mut runs, mut held, mut bytes) = (Vec::new(), Vec::new(), 0);
    for line in lines {
        let line = line?;
        bytes += line.len() + mem::size_of::<String>();
        held.push(line);
        if bytes >= run {
            runs.push(spill(mem::take(&mut held)).map_err(GraphError::Sort)?);
            bytes = 0;
        }
    }
    held.sort_unstable();
    let mut merge = Merge { heap: BinaryHeap::new(), runs, last: held.into_iter(), failed: None };
    for from in 0..=merge.runs.len() {
        merge.advance(from);
    }
    let mut before = None;
    Ok(merge.filter(move |line| {
        let new = line.as_ref().ok() != before.as_ref();
        if let (true, Ok(line)) = (new, line) {
            before = Some(line.clone());
        }
        new
    }))
}

/// Writes a run to a file that has no name.
fn spill(mut lines: Vec<String>) -> io::Result<Lines<BufReader<File>>> {
    lines.sort_unstable();
    lines.dedup();
    let mut out = BufWriter::new(tempfile::tempfile()?);
    for line in &lines {
        writeln!(out, "{line}")?;
    }
    let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(BufReader::new(file).lines())
}

/// Runs in files, and the last one in memory.
struct Merge {
    /// The next line of each run, with its number.
    heap: BinaryHeap<Reverse<(String, usize)>>,
    runs: Vec<Lines<BufReader<File>>>,
    last: std::vec::IntoIter<String>,
    failed: Option<io::Error>,
}

impl Merge {
    fn advance(&mut self, from: usize) {
        let next = match self.runs.get_mut(from) {
            Some(run) => run.next().transpose(),
            None => Ok(self.last.next()),
        };
        match next {
            Ok(line) => self.heap.extend(line.map(|line| Reverse((line, from)))),
            Err(error) => self.failed = Some(error),
        }
    }
}

impl Iterator for Merge {
    type Item = io::Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.failed.take() {
            self.heap.clear();
            return Some(Err(error));
        }
        let Reverse((line, from)) = self.heap.pop()?;
        self.advance(from);
        Some(Ok(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_in_files_give_what_a_sort_in_memory_gives() {
        let lines: Vec<String> =
            (0..500_u32).map(|n| format!("{} {}", n * 7919 % 97, "水".repeat(n as usize % 5))).collect();
        let mut expected = lines.clone();
        expected.sort();
        expected.dedup();
        for run in [1, 100, 5000, usize::MAX] {
            let merged = merged(lines.iter().cloned().map(Ok), run).unwrap();
            assert_eq!(merged.collect::<io::Result<Vec<_>>>().unwrap(), expected, "runs of {run} bytes");
        }
    }
}
