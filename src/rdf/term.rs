//! Terms of answers.

use std::fmt;

use oxigraph::model::{self, BaseDirection};

/// A term of an answer.
///
/// Shown as N-Triples writes it; [`Term::text`] is what a person wants to read in a table.
///
/// ```
/// use zhengtu::rdf::Term;
/// let name = Term::Literal { value: "湘潭市".into(), language: Some("zh".into()), datatype: None };
/// assert_eq!(name.text(), "湘潭市");
/// assert_eq!(name.to_string(), "\"湘潭市\"@zh");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// An IRI.
    Iri(String),
    /// A blank node, by its label. The graph holds none; a query may make them.
    Blank(String),
    /// A literal.
    Literal {
        /// Its lexical form.
        value: String,
        /// Its language tag; `--ltr` or `--rtl` behind it is a base direction (RDF 1.2).
        language: Option<String>,
        /// The IRI of its datatype; `None` for plain strings and tagged ones.
        datatype: Option<String>,
    },
    /// A triple term (RDF 1.2). The graph holds none; a query may make them.
    Triple(Box<[Term; 3]>),
}

impl Term {
    /// The IRI, the literal's lexical form, or the term as N-Triples writes it.
    pub fn text(&self) -> String {
        match self {
            Self::Iri(iri) => iri.clone(),
            Self::Literal { value, .. } => value.clone(),
            Self::Blank(_) | Self::Triple(_) => self.to_string(),
        }
    }

    /// The term with what XML can't hold (most control characters: XML 1.0, section 2.2) as U+FFFD.
    pub(super) fn xml_safe(self) -> Self {
        let fits = |c: char| match c {
            '\t' | '\n' | '\r' => true,
            '\u{FFFE}' | '\u{FFFF}' => false,
            _ => c >= ' ',
        };
        match self {
            Self::Literal { value, language, datatype } if !value.chars().all(fits) => {
                let value = value.chars().map(|c| if fits(c) { c } else { '\u{FFFD}' }).collect();
                Self::Literal { value, language, datatype }
            }
            term => term,
        }
    }

    pub(super) fn of(term: model::Term) -> Self {
        match term {
            model::Term::NamedNode(node) => Self::Iri(node.into_string()),
            model::Term::BlankNode(node) => Self::Blank(node.into_string()),
            model::Term::Literal(literal) => {
                let (value, datatype, language, direction) = literal.destruct();
                let language = language.map(|tag| match direction {
                    Some(direction) => format!("{tag}--{direction}"),
                    None => tag,
                });
                Self::Literal { value, language, datatype: datatype.map(model::NamedNode::into_string) }
            }
            model::Term::Triple(triple) => Self::Triple(Box::new(Self::of_triple(*triple))),
        }
    }

    pub(super) fn of_triple(triple: model::Triple) -> [Self; 3] {
        [Self::of(triple.subject.into()), Self::Iri(triple.predicate.into_string()), Self::of(triple.object)]
    }

    /// The library's term. Terms are only made by [`Term::of`], or by hand from what a person answers for.
    pub(super) fn to_model(&self) -> model::Term {
        match self {
            Self::Iri(iri) => model::NamedNode::new_unchecked(iri).into(),
            Self::Blank(label) => model::BlankNode::new_unchecked(label).into(),
            Self::Literal { value, language: Some(tag), .. } => match tag.split_once("--") {
                Some((tag, direction)) => {
                    let direction = if direction == "rtl" { BaseDirection::Rtl } else { BaseDirection::Ltr };
                    model::Literal::new_directional_language_tagged_literal_unchecked(value, tag, direction).into()
                }
                None => model::Literal::new_language_tagged_literal_unchecked(value, tag).into(),
            },
            Self::Literal { value, datatype: Some(datatype), .. } => {
                model::Literal::new_typed_literal(value, model::NamedNode::new_unchecked(datatype)).into()
            }
            Self::Literal { value, .. } => model::Literal::new_simple_literal(value).into(),
            Self::Triple(parts) => match Self::triple_to_model(parts) {
                Some(triple) => model::Term::Triple(Box::new(triple)),
                None => model::Literal::new_simple_literal("").into(),
            },
        }
    }

    /// `None` if the parts are no triple: a literal as the subject, or no IRI as the predicate.
    pub(super) fn triple_to_model([subject, predicate, object]: &[Self; 3]) -> Option<model::Triple> {
        model::Triple::from_terms(subject.to_model(), predicate.to_model(), object.to_model()).ok()
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_model().fmt(f)
    }
}
