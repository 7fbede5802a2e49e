//! The file of provenance, as a program reads it that knows PROV only.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::Term,
};
use zhengtu::{
    lexicon::Lexicon,
    model::PageFacts,
    pipeline,
    rdf::{Base, Format, Graph, Lowering},
    text::{Input, list, read},
};

const PROV: &str = "http://www.w3.org/ns/prov#";

/// Subject, local name of a term of PROV (or the whole IRI of another), object.
type Triple = (String, String, String);

fn examples() -> Vec<(PageFacts, String)> {
    let inputs = read(list(&[PathBuf::from("examples/pages")]).sources);
    let pages = inputs.filter_map(|input| match input {
        Input::Page(page) => Some((pipeline::read(&page, Lexicon::embedded()), page.text.to_string())),
        Input::Diagnostic(_) => None,
    });
    pages.collect()
}

/// The file, read back.
fn told(pages: &[(PageFacts, String)], base: &Base) -> Vec<Triple> {
    let lowering = Lowering::new(base.clone()).with_reader("zhengtu-0.1.0+5ca1ab1e");
    let graph = Graph::new(base.clone());
    graph.load(pages.iter().map(|(facts, text)| lowering.provenance(facts, text)));
    let mut file = Vec::new();
    graph.write(Format::named("turtle").unwrap(), &mut file).unwrap();
    let local = |iri: &str| iri.strip_prefix(PROV).unwrap_or(iri).to_owned();
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(&file)
        .map(|quad| {
            let quad = quad.unwrap();
            let object = match quad.object {
                Term::NamedNode(node) => local(node.as_str()),
                Term::Literal(literal) => literal.value().to_owned(),
                other => panic!("{other}"),
            };
            (quad.subject.to_string().trim_matches(['<', '>']).to_owned(), local(quad.predicate.as_str()), object)
        })
        .collect()
}

fn objects<'t>(told: &'t [Triple], subject: &str, property: &str) -> BTreeSet<&'t str> {
    let found = told.iter().filter(|(s, p, _)| s == subject && p == property);
    found.map(|(_, _, object)| object.as_str()).collect()
}

#[test]
fn each_statement_goes_back_to_its_words_its_page_and_what_read_it() {
    let pages = examples();
    let base = Base::new("http://example.org/kg/").unwrap();
    let told = told(&pages, &base);
    for (facts, _) in &pages {
        let page = base.page(&facts.page.id);
        let reading = format!("{page}#reading");
        let reader = base.reader("zhengtu-0.1.0+5ca1ab1e");
        assert_eq!(objects(&told, &reading, "used"), [&*page, &*format!("{reader}#lexicon")].into());
        assert_eq!(objects(&told, &reading, "wasAssociatedWith"), [&*reader].into());
        let paper = facts.page.paper.as_ref().map(|paper| base.paper(paper));
        assert_eq!(objects(&told, &page, "wasAttributedTo"), paper.iter().map(String::as_str).collect());
        let figures = facts.observations.iter().map(|one| (&one.id, &one.evidence));
        for (id, evidence) in figures.chain(facts.relations.iter().map(|one| (&one.id, &one.evidence))) {
            let (statement, words) = (base.statement(id), base.passage(&facts.page.id, evidence.span));
            assert_eq!(objects(&told, &statement, "wasGeneratedBy"), [&*reading].into());
            assert_eq!(objects(&told, &statement, "wasDerivedFrom"), [&*page, &*words].into());
            assert_eq!(objects(&told, &words, "wasQuotedFrom"), [&*page].into());
            assert_eq!(objects(&told, &words, "value"), [&*evidence.text].into());
        }
    }
    let statements: usize = pages.iter().map(|(facts, _)| facts.statements()).sum();
    assert_eq!(told.iter().filter(|(_, property, _)| property == "wasGeneratedBy").count(), statements);
}

/// PROV-O, domains and ranges: what a property is of, and what it leads to.
#[test]
fn every_node_has_the_class_that_prov_expects() {
    let pages = examples();
    let told = told(&pages, &Base::default());
    let mut classes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (subject, property, class) in &told {
        if property.ends_with("#type") {
            classes.entry(subject).or_default().insert(class);
        }
    }
    let is = |node: &str, expected: &[&str]| {
        let of = classes.get(node).unwrap_or_else(|| panic!("{node} has no class"));
        assert!(of.iter().any(|class| expected.contains(class)), "{node} is {of:?}, expected {expected:?}");
    };
    let (entity, activity, agent) = (&["Entity"][..], &["Activity"][..], &["SoftwareAgent", "Organization"][..]);
    let mut seen = BTreeSet::new();
    for (subject, property, object) in &told {
        let (of, to) = match property.as_str() {
            "used" => (activity, Some(entity)),
            "wasAssociatedWith" => (activity, Some(agent)),
            "wasAttributedTo" => (entity, Some(agent)),
            "wasGeneratedBy" => (entity, Some(activity)),
            "wasDerivedFrom" | "wasQuotedFrom" => (entity, Some(entity)),
            "value" => (entity, None),
            other => {
                assert!(other.contains(':'), "{other} is of PROV and not told of here");
                continue;
            }
        };
        seen.insert(property);
        is(subject, of);
        to.into_iter().for_each(|to| is(object, to));
    }
    assert_eq!(seen.len(), 7);
}

#[test]
fn the_file_is_the_same_whatever_the_order_of_the_pages() {
    let mut pages = examples();
    let forward = told(&pages, &Base::default());
    pages.reverse();
    assert_eq!(told(&pages, &Base::default()), forward);
    let once: BTreeSet<&Triple> = forward.iter().collect();
    assert_eq!(once.len(), forward.len(), "each triple stands once");
}
