//! The ontology says what the graph says: every term in use is declared, every declared term is used.

#[path = "support/sample.rs"]
mod sample;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{NamedOrBlankNode, Quad, Term},
};
use rust_decimal::Decimal;
use zhengtu::{
    compare::{Comparison, Group, Judged, Judgement},
    lexicon::Lexicon,
    model::*,
    rdf::{Base, Lowering, NAMED, PREFIXES, Ranking, TERMS, comparisons, ranking},
    text::Span,
};

const ZT: &str = "https://w3id.org/zhengtu/ns#";

fn turtle(path: &str) -> Vec<Quad> {
    let text = fs::read_to_string(path).unwrap();
    RdfParser::from_format(RdfFormat::Turtle).for_slice(text.as_bytes()).map(|quad| quad.unwrap()).collect()
}

/// The `zt:` terms that are subjects of the ontology.
fn declared() -> BTreeSet<String> {
    let subjects = turtle("ontology/zhengtu.ttl").into_iter().filter_map(|quad| match quad.subject {
        NamedOrBlankNode::NamedNode(node) => Some(node.into_string()),
        NamedOrBlankNode::BlankNode(_) => None,
    });
    subjects.filter(|iri| iri.starts_with(ZT)).collect()
}

/// Pages on which everything that the model can say is said.
fn everything() -> Vec<PageFacts> {
    let (mut facts, _) = sample::pages().remove(0);
    let entity = |kind, name: &str| EntityId::new(kind, &[name]);
    for kind in AgencyKind::ALL {
        let agency = Agency { id: entity(EntityKind::Agency, kind.word()), kind: *kind, ..facts.agencies[0].clone() };
        facts.agencies.push(Agency { part_of: Some(facts.agencies[0].id.clone()), ..agency });
    }
    for kind in ProgrammeKind::ALL {
        let id = entity(EntityKind::Programme, kind.word());
        let part_of = Some(facts.programmes[0].id.clone());
        facts.programmes.push(Programme { id, kind: *kind, part_of, ..facts.programmes[0].clone() });
    }
    for level in Level::ALL {
        let id = entity(EntityKind::Location, level.word());
        facts.locations.push(Location {
            id,
            level: *level,
            mentions: vec![Span::new(17, 19)],
            ..facts.locations[1].clone()
        });
    }
    let mut say = |change: &dyn Fn(&mut Quantity)| {
        let mut observation = facts.observations[1].clone();
        observation.id = StatementId(format!("{:016x}", facts.observations.len()));
        observation.repeats = vec![observation.number.clone()];
        change(&mut observation.quantity);
        facts.observations.push(observation);
    };
    Bound::ALL.iter().for_each(|bound| say(&|quantity| quantity.bound = *bound));
    Change::ALL.iter().for_each(|change| say(&|quantity| quantity.change = Some(*change)));
    Aggregate::ALL.iter().for_each(|aggregate| say(&|quantity| quantity.aggregate = Some(*aggregate)));
    say(&|quantity| quantity.max = Some(Decimal::ONE_HUNDRED));
    for (i, predicate) in Predicate::ALL.iter().enumerate() {
        for (j, subject) in [facts.agencies[0].id.clone(), facts.programmes[0].id.clone()].into_iter().enumerate() {
            let id = StatementId(format!("f{i}{j}"));
            facts.relations.push(Relation { id, subject, predicate: *predicate, ..facts.relations[0].clone() });
        }
    }
    facts.page.title = Some("title".into());
    facts.page.url = Some("https://example.org/".into());
    let dates = ["2022", "2022-12", "2022-12-09"].map(|date| {
        let mut facts = facts.clone();
        facts.observations[0].period = Some(Period::date(date));
        facts.page.date = Some(date.into());
        facts
    });
    dates.into()
}

/// A group of claims with every judgement.
fn every_judgement() -> Vec<Group> {
    let (facts, _) = &sample::pages()[0];
    let mut comparison = Comparison::new(Lexicon::embedded(), None);
    let mut again = facts.clone();
    again.page.doc = "again.txt".into();
    [facts, &again].into_iter().for_each(|facts| comparison.add(facts));
    let mut groups = comparison.groups();
    let group = &mut groups[0];
    let judged = group.claims[1].clone();
    let against = group.claims[0].claim.statement.clone();
    group.claims.extend(Judgement::ALL.iter().map(|judgement| {
        let mut one = judged.clone();
        one.claim.statement = StatementId(judgement.word().into());
        Judged { judgement: Some((*judgement, against.clone())), ..one }
    }));
    groups
}

#[test]
fn the_graph_uses_the_declared_terms_and_no_others() {
    let mut used = BTreeSet::new();
    for facts in everything() {
        let lowering = Lowering::default().with_reader("zhengtu-0.1.0+00ff");
        let quads =
            lowering.page(&facts, sample::CITY).n_quads() + &lowering.provenance(&facts, sample::CITY).n_quads();
        for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(quads.as_bytes()) {
            let Quad { predicate, object, .. } = quad.unwrap();
            match object {
                Term::NamedNode(node) => used.extend([node.into_string()]),
                Term::Literal(literal) => used.extend([literal.datatype().as_str().to_owned()]),
                _ => panic!("the graph has no blank node and no triple term"),
            }
            used.insert(predicate.into_string());
        }
    }
    // Claims held against each other.
    let quads = comparisons(&Base::default(), &every_judgement()).n_quads();
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(quads.as_bytes()).map(|quad| quad.unwrap()) {
        used.insert(quad.predicate.into_string());
        if let Term::NamedNode(node) = quad.object {
            used.insert(node.into_string());
        }
    }
    // A ranking of a part of the network.
    let all = Ranking {
        part: vec![("place".into(), "湘潭市".into())],
        place: Some(EntityId::new(EntityKind::Location, &["430300", "湘潭市"])),
        time: (Some("2022".into()), None),
        error: Some(0.1),
        scores: vec![(EntityId::new(EntityKind::Agency, &["430300", "湘潭市医疗保障局"]), 1, 0.5)],
        ..Ranking::default()
    };
    let quads = ranking(&Base::default(), &all).n_quads();
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(quads.as_bytes()).map(|quad| quad.unwrap()) {
        used.insert(quad.predicate.into_string());
        if let Term::NamedNode(node) = quad.object {
            used.insert(node.into_string());
        }
    }
    // Links that a user adds.
    used.insert("http://www.w3.org/2002/07/owl#sameAs".into());
    // Data stand below the base, units of QUDT are data of others, and plain texts have datatypes of their own.
    let data = |iri: &String| {
        (iri.starts_with("https://w3id.org/zhengtu/") && !iri.starts_with(ZT))
            || iri.starts_with("https://example.org/")
            || iri.starts_with("http://qudt.org/vocab/unit/")
            || iri.ends_with("#string")
            || iri.ends_with("#langString")
            || iri.ends_with("XMLSchema#integer")
    };
    used.retain(|iri| !data(iri));
    let terms: BTreeSet<String> = TERMS.iter().map(|term| (*term).to_owned()).collect();
    assert_eq!(used.difference(&terms).collect::<Vec<_>>(), [""; 0], "in the graph, not in TERMS");
    assert_eq!(terms.difference(&used).collect::<Vec<_>>(), [""; 0], "in TERMS, not in the graph");

    let minted: BTreeSet<String> = terms.into_iter().filter(|term| term.starts_with(ZT)).collect();
    assert_eq!(minted, declared(), "in use, and declared in ontology/zhengtu.ttl");
}

#[test]
fn terms_of_others_are_of_the_listed_vocabularies() {
    let see_also: BTreeSet<String> = turtle("ontology/zhengtu.ttl")
        .into_iter()
        .filter(|quad| quad.subject.to_string() == "<https://w3id.org/zhengtu/ns>")
        .filter_map(|quad| match quad.object {
            Term::NamedNode(node) => Some(node.into_string().trim_end_matches('#').to_owned()),
            _ => None,
        })
        .collect();
    let basic = [
        "http://www.w3.org/1999/02/22-rdf-syntax-ns",
        "http://www.w3.org/2000/01/rdf-schema",
        "http://www.w3.org/2001/XMLSchema",
    ];
    for term in TERMS.iter().filter(|term| !term.starts_with(ZT)) {
        let (_, vocabulary) = PREFIXES.iter().find(|(_, iri)| term.starts_with(iri)).unwrap();
        let vocabulary = vocabulary.trim_end_matches('#');
        assert!(basic.contains(&vocabulary) || see_also.contains(vocabulary), "{term} is of no listed vocabulary");
    }
}

#[test]
fn every_declared_term_is_explained_in_both_languages() {
    let mut texts: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for quad in turtle("ontology/zhengtu.ttl") {
        if let Term::Literal(literal) = &quad.object {
            let language = literal.language().unwrap_or("none").to_owned();
            let entry = texts.entry((quad.subject.to_string(), quad.predicate.into_string())).or_default();
            assert!(entry.insert(language), "{} is said twice in one language", quad.subject);
        }
    }
    let both: BTreeSet<String> = ["en".into(), "zh".into()].into();
    for term in declared() {
        for property in ["label", "comment"] {
            let key = (format!("<{term}>"), format!("http://www.w3.org/2000/01/rdf-schema#{property}"));
            assert_eq!(texts.get(&key), Some(&both), "rdfs:{property} of {term}");
        }
    }
}

/// The words `zt:…` in a text.
fn mentioned(text: &str) -> BTreeSet<String> {
    let after = text.split("zt:").skip(1);
    let names = after.map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap());
    names.filter(|name| !name.is_empty()).map(|name| format!("{ZT}{name}")).collect()
}

#[test]
fn queries_shapes_and_context_name_declared_terms_only() {
    let declared = declared();
    let read = |path| fs::read_to_string(path).unwrap();
    let (shapes, context) = (read("ontology/shapes.ttl"), read("ontology/context.jsonld"));
    let texts = NAMED.iter().map(|query| (query.name, query.text));
    for (name, text) in texts.chain([("shapes.ttl", shapes.as_str()), ("context.jsonld", &context)]) {
        let unknown: Vec<String> = mentioned(text).difference(&declared).cloned().collect();
        assert!(unknown.is_empty(), "{name} names {unknown:?}");
    }
    assert!(!turtle("ontology/shapes.ttl").is_empty());

    // The context has a short name for every property.
    let context: serde_json::Value = serde_json::from_str(&context).unwrap();
    let names = context["@context"].as_object().unwrap().values();
    let names: BTreeSet<&str> = names.filter_map(|name| name.as_str().or(name["@id"].as_str())).collect();
    for term in TERMS {
        let (prefix, iri) = PREFIXES.iter().find(|(_, iri)| term.starts_with(iri)).unwrap();
        let local = &term[iri.len()..];
        let a_property = local.starts_with(|c: char| c.is_lowercase()) && *prefix != "xsd" && local != "type";
        assert!(
            !a_property || names.contains(format!("{prefix}:{local}").as_str()),
            "{prefix}:{local} in context.jsonld"
        );
    }
}

#[test]
fn the_table_of_units_has_no_row_twice() {
    let table = fs::read_to_string("ontology/qudt.tsv").unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    let units: BTreeSet<&str> = rows.iter().map(|row| row.split_once('\t').unwrap().0).collect();
    assert_eq!(units.len(), rows.len());
}
