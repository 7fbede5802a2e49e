//! What the server says of itself: service description (SPARQL 1.1 Service Description) and VoID.

use crate::{
    rdf::{Answer, FORMATS, PREFIXES, Shape, Term},
    serve::{
        negotiate::Form,
        problem::Problem,
        reply::Reply,
        room::Asker,
        snapshot::{CLASSES, integer},
    },
};

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const DCTERMS: &str = "http://purl.org/dc/terms/";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/// Triples that are gathered.
struct Triples(Vec<[Term; 3]>);

impl Triples {
    fn add(&mut self, subject: &str, predicate: &str, object: Term) {
        self.0.push([Term::Iri(subject.into()), Term::Iri(predicate.into()), object]);
    }

    fn iri(&mut self, subject: &str, predicate: &str, object: impl Into<String>) {
        self.add(subject, predicate, Term::Iri(object.into()));
    }

    /// Sends them in the form that the client prefers.
    fn respond(mut self, asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
        let chosen = asker.accept().choose(Shape::Triples, false)?;
        self.0.sort_unstable();
        reply.kind(chosen.content_type());
        match chosen.form {
            Form::Of(format) => {
                let written = Answer::Graph(self.0).write(format, reply);
                reply.written(written)
            }
            Form::Html => Ok(()), // none was asked for
        }
    }
}

/// What the endpoint can do.
pub(super) fn service(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let endpoint = format!("{}sparql", asker.call.root);
    let (dataset, graph) = (format!("{endpoint}#dataset"), format!("{endpoint}#graph"));
    let sd = |name: &str| format!("{SD}{name}");
    let mut triples = Triples(Vec::new());
    triples.iri(&endpoint, TYPE, sd("Service"));
    triples.iri(&endpoint, &sd("endpoint"), &endpoint);
    triples.iri(&endpoint, &sd("supportedLanguage"), sd("SPARQL11Query"));
    // the default graph is all pages merged
    triples.iri(&endpoint, &sd("feature"), sd("UnionDefaultGraph"));
    for format in FORMATS.iter().filter_map(|format| format_iri(format.name)) {
        triples.iri(&endpoint, &sd("resultFormat"), format!("http://www.w3.org/ns/formats/{format}"));
    }
    triples.iri(&endpoint, &sd("defaultDataset"), &dataset);
    triples.iri(&dataset, TYPE, sd("Dataset"));
    triples.iri(&dataset, &sd("defaultGraph"), &graph);
    triples.iri(&graph, TYPE, sd("Graph"));
    triples.add(&graph, &format!("{VOID}triples"), integer(&asker.room.snapshot.counts.triples));
    triples.respond(asker, reply)
}

/// The name that W3C's "Unique URIs for File Formats" has for one of ours.
fn format_iri(name: &str) -> Option<&'static str> {
    Some(match name {
        "nquads" => "N-Quads",
        "trig" => "TriG",
        "jsonld" => "JSON-LD",
        "turtle" => "Turtle",
        "ntriples" => "N-Triples",
        "rdfxml" => "RDF_XML",
        "json" => "SPARQL_Results_JSON",
        "xml" => "SPARQL_Results_XML",
        "csv" => "SPARQL_Results_CSV",
        "tsv" => "SPARQL_Results_TSV",
        _ => return None,
    })
}

/// What is in the data set, and where to get it (W3C note "Describing Linked Datasets with the VoID Vocabulary").
pub(super) fn void(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let root = &asker.call.root;
    let dataset = format!("{root}.well-known/void#dataset");
    let void = |name: &str| format!("{VOID}{name}");
    let counts = &asker.room.snapshot.counts;
    let mut triples = Triples(Vec::new());
    triples.iri(&dataset, TYPE, void("Dataset"));
    let title = Term::Literal {
        value: "zhengtu: who ran which programme, in which place, with what figure".into(),
        language: Some("en".into()),
        datatype: None,
    };
    triples.add(&dataset, &format!("{DCTERMS}title"), title);
    triples.iri(&dataset, &void("sparqlEndpoint"), format!("{root}sparql"));
    let base = asker.room.base().as_str();
    let space = Term::Literal { value: base.into(), language: None, datatype: None };
    triples.add(&dataset, &void("uriSpace"), space);
    triples.add(&dataset, &void("triples"), integer(&counts.triples));
    for format in FORMATS.iter().filter(|format| format.shape != Shape::Table) {
        triples.iri(&dataset, &void("dataDump"), format!("{root}download/graph.{}", format.extension));
        if let Some(name) = format_iri(format.name) {
            triples.iri(&dataset, &void("feature"), format!("http://www.w3.org/ns/formats/{name}"));
        }
    }
    let used = ["dcterms", "oa", "org", "prov", "qudt", "schema", "skos", "zt"];
    for (_, vocabulary) in PREFIXES.iter().filter(|(name, _)| used.contains(name)) {
        triples.iri(&dataset, &void("vocabulary"), *vocabulary);
    }
    for (word, class) in CLASSES {
        let (Some(count), Some(class)) = (counts.term(word), long(class)) else { continue };
        let part = format!("{root}.well-known/void#{word}");
        triples.iri(&dataset, &void("classPartition"), &part);
        triples.iri(&part, &void("class"), class);
        triples.add(&part, &void("entities"), count);
    }
    triples.respond(asker, reply)
}

/// The IRI of a prefixed name.
fn long(name: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':')?;
    let (_, start) = PREFIXES.iter().find(|(one, _)| *one == prefix)?;
    Some(format!("{start}{local}"))
}
