//! Whether a graph is as its shapes say: the part of SHACL Core that shapes of such graphs need.
//!
//! Each constraint becomes a SPARQL query for what breaks it (SHACL, sections 2 to 4). Read are node shapes with
//! `sh:targetClass`, `sh:targetSubjectsOf` and `sh:targetObjectsOf`, properties by a single predicate, and the
//! constraints of [`Component`]; a shapes file that asks for more is refused, so that nothing passes unread. Classes are
//! taken as the graph states them, without their superclasses, and literals as they are written.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{NamedOrBlankNode, Term as Node},
};
use thiserror::Error;

use crate::rdf::{Answer, Graph, Limits, QueryError, Term};

const SH: &str = "http://www.w3.org/ns/shacl#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// The shapes that every graph built by this program satisfies.
const SHAPES: &str = include_str!("../../ontology/shapes.ttl");

/// What is wrong with a file of shapes.
#[derive(Debug, Error)]
pub enum ShapesError {
    /// It is no Turtle.
    #[error("the shapes are no Turtle: {0}")]
    Syntax(String),
    /// It asks for what is not understood here.
    #[error("{shape} uses {term}, which is not understood; {}", known())]
    Unknown {
        /// The shape.
        shape: String,
        /// The term of SHACL, or a path.
        term: String,
    },
    /// There is no shape in it.
    #[error("there is no sh:NodeShape with a target")]
    Empty,
}

fn known() -> String {
    let names: Vec<&str> = Component::WORDS.iter().map(|(name, _)| *name).collect();
    format!("known are {} on node shapes and on properties by one predicate", names.join(", "))
}

/// A constraint, by its component in SHACL Core.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Component {
    MinCount(u64),
    MaxCount(u64),
    Datatype(Term),
    NodeKind(Term),
    Class(Term),
    In(Vec<Term>),
    Pattern(Term),
    MinInclusive(Term),
    MaxInclusive(Term),
    LessThanOrEquals(Term),
}

impl Component {
    /// Local names of the parameters and of the components.
    const WORDS: &'static [(&'static str, &'static str)] = &[
        ("minCount", "MinCountConstraintComponent"),
        ("maxCount", "MaxCountConstraintComponent"),
        ("datatype", "DatatypeConstraintComponent"),
        ("nodeKind", "NodeKindConstraintComponent"),
        ("class", "ClassConstraintComponent"),
        ("in", "InConstraintComponent"),
        ("pattern", "PatternConstraintComponent"),
        ("minInclusive", "MinInclusiveConstraintComponent"),
        ("maxInclusive", "MaxInclusiveConstraintComponent"),
        ("lessThanOrEquals", "LessThanOrEqualsConstraintComponent"),
    ];

    fn of(parameter: &str, value: &Term, list: impl Fn(&Term) -> Vec<Term>) -> Option<Self> {
        let count = || value.text().parse().ok();
        Some(match parameter {
            "minCount" => Self::MinCount(count()?),
            "maxCount" => Self::MaxCount(count()?),
            "datatype" => Self::Datatype(value.clone()),
            "nodeKind" => Self::NodeKind(value.clone()),
            "class" => Self::Class(value.clone()),
            "in" => Self::In(list(value)),
            "pattern" => Self::Pattern(value.clone()),
            "minInclusive" => Self::MinInclusive(value.clone()),
            "maxInclusive" => Self::MaxInclusive(value.clone()),
            "lessThanOrEquals" => Self::LessThanOrEquals(value.clone()),
            _ => return None,
        })
    }

    fn number(&self) -> usize {
        match self {
            Self::MinCount(_) => 0,
            Self::MaxCount(_) => 1,
            Self::Datatype(_) => 2,
            Self::NodeKind(_) => 3,
            Self::Class(_) => 4,
            Self::In(_) => 5,
            Self::Pattern(_) => 6,
            Self::MinInclusive(_) => 7,
            Self::MaxInclusive(_) => 8,
            Self::LessThanOrEquals(_) => 9,
        }
    }

    /// Local name of the component.
    fn name(&self) -> &'static str {
        Self::WORDS[self.number()].1
    }

    /// The query for what breaks it: `?focus`, and `?value` where there is one.
    fn query(&self, target: &str, path: Option<&str>) -> String {
        // Without a path the value is the focus itself.
        let value = path.map_or("BIND(?focus AS ?value)".to_owned(), |path| format!("?focus <{path}> ?value ."));
        let path = path.unwrap_or_default();
        let counted = |test: String| {
            format!(
                "SELECT ?focus {{ {{ SELECT ?focus (COUNT(DISTINCT ?found) AS ?count) {{ {target} OPTIONAL {{ ?focus \
                 <{path}> ?found }} }} GROUP BY ?focus }} FILTER({test}) }}"
            )
        };
        let broken = |test: String| {
            format!("SELECT DISTINCT ?focus ?value {{ {target} {value} FILTER(!COALESCE({test}, false)) }}")
        };
        match self {
            Self::MinCount(least) => counted(format!("?count < {least}")),
            Self::MaxCount(most) => counted(format!("?count > {most}")),
            Self::Datatype(datatype) => broken(format!("DATATYPE(?value) = {datatype}")),
            Self::NodeKind(kind) => broken(match kind.text().strip_prefix(SH) {
                Some("IRI") => "isIRI(?value)".into(),
                Some("Literal") => "isLiteral(?value)".into(),
                Some("BlankNode") => "isBlank(?value)".into(),
                Some("BlankNodeOrIRI") => "!isLiteral(?value)".into(),
                Some("IRIOrLiteral") => "!isBlank(?value)".into(),
                _ => "!isIRI(?value)".into(),
            }),
            Self::Class(class) => broken(format!("EXISTS {{ ?value a {class} }}")),
            Self::In(terms) => {
                let terms: Vec<String> = terms.iter().map(ToString::to_string).collect();
                broken(format!("?value IN ({})", terms.join(", ")))
            }
            Self::Pattern(pattern) => broken(format!("!isBlank(?value) && REGEX(STR(?value), {pattern})")),
            Self::MinInclusive(least) => broken(format!("?value >= {least}")),
            Self::MaxInclusive(most) => broken(format!("?value <= {most}")),
            Self::LessThanOrEquals(other) => format!(
                "SELECT DISTINCT ?focus ?value {{ {target} {value} ?focus {other} ?other \
                 FILTER(!COALESCE(?value <= ?other, false)) }}"
            ),
        }
    }
}

/// A constraint of a shape.
#[derive(Clone, Debug)]
struct Constraint {
    /// IRI of the node shape.
    shape: String,
    /// What selects the nodes that it is asked of.
    target: String,
    path: Option<String>,
    component: Component,
    /// Messages with their language tags.
    messages: Vec<Term>,
}

/// Shapes that a graph can be held against.
#[derive(Clone, Debug)]
pub struct Shapes {
    constraints: Vec<Constraint>,
}

/// What breaks a constraint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// IRI of the shape.
    pub shape: String,
    /// The node.
    pub focus: Term,
    /// IRI of the property, unless the node itself is meant.
    pub path: Option<String>,
    /// The value, unless they are too many or too few.
    pub value: Option<Term>,
    /// Local name of the component of SHACL: `MinCountConstraintComponent`.
    pub component: &'static str,
    /// What the shape says to it, in each of its languages.
    pub messages: Vec<Term>,
}

/// How a graph stands to its shapes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Sorted; empty if the graph conforms.
    pub violations: Vec<Violation>,
    /// Number of constraints that were asked.
    pub constraints: usize,
}

impl Shapes {
    /// The shapes that are built in.
    ///
    /// # Errors
    /// None in a release: a test reads them.
    pub fn embedded() -> Result<Self, ShapesError> {
        Self::parse(SHAPES)
    }

    /// Shapes in Turtle.
    ///
    /// # Errors
    /// [`ShapesError`] names the shape and what of it is not understood.
    pub fn parse(turtle: &str) -> Result<Self, ShapesError> {
        let mut nodes: BTreeMap<Term, Vec<(String, Term)>> = BTreeMap::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle) {
            let quad = quad.map_err(|error| ShapesError::Syntax(error.to_string()))?;
            let subject = match quad.subject {
                NamedOrBlankNode::NamedNode(node) => Node::from(node),
                NamedOrBlankNode::BlankNode(node) => Node::from(node),
            };
            nodes.entry(Term::of(subject)).or_default().push((quad.predicate.into_string(), Term::of(quad.object)));
        }
        let list = |head: &Term| {
            let of = |node: &Term, local: &str| {
                let values = nodes.get(node)?;
                values.iter().find(|(name, _)| *name == format!("{RDF}{local}")).map(|(_, value)| value.clone())
            };
            let (mut items, mut at) = (Vec::new(), head.clone());
            while let (Some(first), Some(rest)) = (of(&at, "first"), of(&at, "rest")) {
                items.push(first);
                at = rest;
            }
            items
        };
        let mut constraints = Vec::new();
        let is_shape = |values: &[(String, Term)]| {
            values.iter().any(|(name, value)| *name == format!("{RDF}type") && value.text() == format!("{SH}NodeShape"))
        };
        // Targets of what is no node shape, and classes that are their own target, would pass unread.
        let aims = |values: &[(String, Term)]| values.iter().any(|(name, _)| name.starts_with(&format!("{SH}target")));
        let is_class = |values: &[(String, Term)]| {
            values.iter().any(|(name, value)| *name == format!("{RDF}type") && value.text().ends_with("#Class"))
        };
        let unread =
            |values: &[(String, Term)]| aims(values) && !is_shape(values) || is_class(values) && is_shape(values);
        if let Some((node, _)) = nodes.iter().find(|(_, values)| unread(values)) {
            return Err(ShapesError::Unknown {
                shape: node.text(),
                term: "a target other than of a sh:NodeShape".into(),
            });
        }
        for (node, values) in nodes.iter().filter(|(_, values)| is_shape(values)) {
            let shape = node.text();
            let unknown = |term: &str| ShapesError::Unknown { shape: shape.clone(), term: format!("sh:{term}") };
            let target = target(values);
            for (name, value) in values {
                let Some(local) = name.strip_prefix(SH) else { continue };
                match local {
                    "targetClass" | "targetSubjectsOf" | "targetObjectsOf" | "message" | "name" | "description" => {}
                    "property" => {
                        let property = nodes.get(value).map_or(&[][..], Vec::as_slice);
                        let path = property.iter().find(|(name, _)| *name == format!("{SH}path"));
                        let Some((_, Term::Iri(path))) = path else {
                            return Err(unknown("path other than a predicate"));
                        };
                        let messages = messages(property);
                        for (name, value) in property {
                            let Some(local) = name.strip_prefix(SH) else { continue };
                            if matches!(local, "path" | "message" | "name" | "description") {
                                continue;
                            }
                            let component = Component::of(local, value, list).ok_or_else(|| unknown(local))?;
                            let (shape, target, path) = (shape.clone(), target.clone(), Some(path.clone()));
                            constraints.push(Constraint { shape, target, path, component, messages: messages.clone() });
                        }
                    }
                    local => {
                        let component = Component::of(local, value, list).ok_or_else(|| unknown(local))?;
                        let (shape, target, path) = (shape.clone(), target.clone(), None);
                        constraints.push(Constraint { shape, target, path, component, messages: messages(values) });
                    }
                }
            }
        }
        constraints.retain(|constraint| !constraint.target.is_empty());
        if constraints.is_empty() { Err(ShapesError::Empty) } else { Ok(Self { constraints }) }
    }

    /// Holds all pages of a graph, merged, against the shapes.
    ///
    /// ```
    /// use zhengtu::rdf::{Base, Graph, Shapes};
    /// let report = Shapes::embedded()?.check(&Graph::new(Base::default()))?;
    /// assert!(report.violations.is_empty() && report.constraints > 40);
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Graph::query`]; there is no limit of time or rows.
    pub fn check(&self, graph: &Graph) -> Result<Report, QueryError> {
        let limits = Limits { time: None, rows: None, text: usize::MAX, ..Limits::default() };
        let mut violations = BTreeSet::new();
        for constraint in &self.constraints {
            let query = constraint.component.query(&constraint.target, constraint.path.as_deref());
            let Answer::Solutions { rows, .. } = graph.query(&query, &limits)? else { continue };
            for row in rows {
                let mut cells = row.into_iter();
                let (Some(Some(focus)), value) = (cells.next(), cells.next().flatten()) else { continue };
                violations.insert(Violation {
                    shape: constraint.shape.clone(),
                    focus,
                    path: constraint.path.clone(),
                    value,
                    component: constraint.component.name(),
                    messages: constraint.messages.clone(),
                });
            }
        }
        Ok(Report { violations: violations.into_iter().collect(), constraints: self.constraints.len() })
    }
}

/// The pattern for the nodes that a shape is asked of; empty without a target.
fn target(values: &[(String, Term)]) -> String {
    let targets = values.iter().filter_map(|(name, value)| {
        Some(match name.strip_prefix(SH)? {
            "targetClass" => format!("{{ ?focus a {value} }}"),
            "targetSubjectsOf" => format!("{{ ?focus {value} ?any }}"),
            "targetObjectsOf" => format!("{{ ?any {value} ?focus }}"),
            _ => return None,
        })
    });
    let targets = targets.collect::<Vec<_>>().join(" UNION ");
    if targets.is_empty() { targets } else { format!("{{ SELECT DISTINCT ?focus {{ {targets} }} }}") }
}

fn messages(values: &[(String, Term)]) -> Vec<Term> {
    values.iter().filter(|(name, _)| *name == format!("{SH}message")).map(|(_, value)| value.clone()).collect()
}

impl Report {
    /// Whether nothing is broken.
    pub fn conforms(&self) -> bool {
        self.violations.is_empty()
    }

    /// The report as SHACL has it (section 3.6): a `sh:ValidationReport` with its results, named by numbers below
    /// `base` so that the same report gives the same triples.
    pub fn triples(&self, base: &str) -> Answer {
        let iri = |local: &str| Term::Iri(format!("{SH}{local}"));
        let kind = || Term::Iri(format!("{RDF}type"));
        let report = Term::Iri(format!("{base}report"));
        let boolean = Some("http://www.w3.org/2001/XMLSchema#boolean".to_owned());
        let conforms = Term::Literal { value: self.conforms().to_string(), language: None, datatype: boolean };
        let mut triples =
            vec![[report.clone(), kind(), iri("ValidationReport")], [report.clone(), iri("conforms"), conforms]];
        for (number, one) in self.violations.iter().enumerate() {
            let result = Term::Iri(format!("{base}report/{}", number + 1));
            triples.push([report.clone(), iri("result"), result.clone()]);
            let mut add = |property: &str, value: Term| triples.push([result.clone(), iri(property), value]);
            add("focusNode", one.focus.clone());
            add("resultSeverity", iri("Violation"));
            add("sourceConstraintComponent", iri(one.component));
            add("sourceShape", Term::Iri(one.shape.clone()));
            if let Some(path) = &one.path {
                add("resultPath", Term::Iri(path.clone()));
            }
            if let Some(value) = &one.value {
                add("value", value.clone());
            }
            one.messages.iter().for_each(|message| add("resultMessage", message.clone()));
            triples.push([result, kind(), iri("ValidationResult")]);
        }
        triples.sort_unstable();
        Answer::Graph(triples)
    }
}
