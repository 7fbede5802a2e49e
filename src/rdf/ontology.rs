//! The terms of the ontology as they are declared, for people to read.

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::Term as Node,
};

use crate::rdf::Term;

/// The ontology, in Turtle.
pub const ONTOLOGY: &str = include_str!("../../ontology/zhengtu.ttl");

/// A term of the ontology with all that is said of it, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Its IRI.
    pub iri: String,
    /// Properties with their values.
    pub said: Vec<(String, Term)>,
}

impl Declared {
    /// The values of a property, by its local name: `label`, `comment`, `subClassOf`.
    pub fn values(&self, local: &str) -> impl Iterator<Item = &Term> {
        let named = move |iri: &str| iri.rsplit(['#', '/']).next() == Some(local);
        self.said.iter().filter(move |(property, _)| named(property)).map(|(_, value)| value)
    }

    /// The text of a property in a language, as the ontology has them: `en`, `zh`.
    pub fn text(&self, local: &str, language: &str) -> Option<&str> {
        self.values(local).find_map(|value| match value {
            Term::Literal { value, language: Some(tag), .. } if tag == language => Some(value.as_str()),
            _ => None,
        })
    }
}

/// The terms that the ontology declares, and the ontology itself, in the order of the file.
///
/// ```
/// let terms = zhengtu::rdf::ontology();
/// let evidence = terms.iter().find(|term| term.iri.ends_with("#evidence")).unwrap();
/// assert_eq!(evidence.text("label", "en"), Some("evidence"));
/// ```
pub fn ontology() -> Vec<Declared> {
    let mut terms: Vec<Declared> = Vec::new();
    // It is part of the program, and a test parses it.
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(ONTOLOGY).map_while(Result::ok) {
        let Term::Iri(iri) = Term::of(Node::from(quad.subject)) else { continue };
        let said = (quad.predicate.into_string(), Term::of(quad.object));
        match terms.iter_mut().find(|term| term.iri == iri) {
            Some(term) => term.said.push(said),
            None => terms.push(Declared { iri, said: vec![said] }),
        }
    }
    terms
}
