//! Links to what others call the same things: Wikidata, GeoNames, registers.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedNode, Quad};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    model::EntityId,
    rdf::{Answer, Graph, Limits, PageQuads, QueryError, Term, vocab::owl},
};

/// A table of links: what a thing is called here, and IRIs that it has elsewhere.
///
/// Two columns, with tabs or commas between; more are left alone. The first is a key or an IRI of this graph, the code
/// of a division, or a name; the second an IRI. Empty lines and lines that start with `#` are none.
///
/// ```
/// use zhengtu::rdf::Links;
/// let links = Links::parse("# Wikidata\n430300\thttp://www.wikidata.org/entity/Q365954\n")?;
/// assert_eq!(links.len(), 1);
/// assert_eq!(Links::parse("430300\tQ365954").unwrap_err().to_string(), "line 1: \"Q365954\" is no IRI");
/// # Ok::<_, zhengtu::rdf::LinkError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links(Vec<(String, String)>);

/// What is wrong with a table of links.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LinkError {
    /// A row without two columns.
    #[error("line {line}: expected a key, a code or a name, and an IRI, with a tab or a comma between")]
    Columns {
        /// From 1.
        line: usize,
    },
    /// The second column is no IRI.
    #[error("line {line}: {given:?} is no IRI")]
    Iri {
        /// From 1.
        line: usize,
        /// What stands there.
        given: String,
    },
}

/// What came of linking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// Number of links that were made.
    pub made: usize,
    /// Rows whose first column is nothing in the graph.
    pub unknown: Vec<String>,
    /// Rows whose first column is the name of several things.
    pub ambiguous: Vec<String>,
}

impl Links {
    /// The links of a table.
    ///
    /// # Errors
    /// [`LinkError`] names the line.
    pub fn parse(table: &str) -> Result<Self, LinkError> {
        let rows = table.lines().enumerate().filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#'));
        let row = |(at, row): (usize, &str)| {
            let line = at + 1;
            let mark = if row.contains('\t') { '\t' } else { ',' };
            let mut cells = row.split(mark).map(|cell| cell.trim().trim_matches('"'));
            let (Some(thing), Some(iri)) = (cells.next(), cells.next()) else {
                return Err(LinkError::Columns { line });
            };
            if thing.is_empty() {
                return Err(LinkError::Columns { line });
            }
            NamedNode::new(iri).map_err(|_| LinkError::Iri { line, given: iri.to_owned() })?;
            Ok((thing.to_owned(), iri.to_owned()))
        };
        rows.map(row).collect::<Result<_, _>>().map(Self)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds `owl:sameAs` for each row whose thing the graph has, in a graph of their own: `links` below the base.
    ///
    /// # Errors
    /// As [`Graph::query`].
    pub fn add(&self, graph: &Graph) -> Result<Linked, QueryError> {
        let base = graph.lowering().base();
        let limits = Limits { time: None, rows: None, ..Limits::default() };
        let things = "SELECT ?thing ?called { ?thing a ?class VALUES ?class { org:Organization zt:Programme schema:Place } \
                      ?thing rdfs:label|skos:notation ?called }";
        let mut called: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        if let Answer::Solutions { rows, .. } = graph.query(things, &limits)? {
            for row in rows {
                if let [Some(Term::Iri(thing)), Some(name)] = &row[..] {
                    called.entry(name.text()).or_default().insert(thing.clone());
                    called.entry(thing.clone()).or_default().insert(thing.clone());
                }
            }
        }
        let node = |iri: &str| NamedNode::new_unchecked(iri);
        let name = node(&format!("{}links", base.as_str()));
        let (mut linked, mut quads) = (Linked::default(), Vec::new());
        for (thing, other) in &self.0 {
            let key = EntityId::parse(thing).map(|id| base.entity(&id));
            let found = called.get(key.as_ref().unwrap_or(thing)).map(|found| found.iter().collect::<Vec<_>>());
            match found.as_deref() {
                Some([one]) => {
                    linked.made += 1;
                    quads.push(Quad::new(node(one), owl::SAME_AS, node(other), GraphName::from(name.clone())));
                }
                Some(_) => linked.ambiguous.push(thing.clone()),
                None => linked.unknown.push(thing.clone()),
            }
        }
        if !quads.is_empty() {
            graph.load([PageQuads::of(name, quads)]);
        }
        Ok(linked)
    }
}
