//! The graph as RDF: what a page becomes, what is answered, and what is written.

#[path = "support/sample.rs"]
mod sample;

use std::{collections::BTreeSet, time::Duration};

use oxigraph::io::{RdfFormat, RdfParser};
use proptest::prelude::*;
use rust_decimal::Decimal;
use zhengtu::{
    model::*,
    rdf::{
        Answer, Base, FORMATS, Format, Graph, Limits, Lowering, NAMED, PREFIXES, PageWriter, QueryError, Shape, Term,
        bind,
    },
    text::Span,
};

fn sample() -> Graph {
    graph(&sample::pages())
}

fn graph(pages: &[(PageFacts, &str)]) -> Graph {
    let graph = Graph::new(Base::default());
    graph.load(pages.iter().map(|(facts, text)| graph.lowering().page(facts, text)));
    graph
}

fn written(graph: &Graph, format: &str) -> String {
    let mut out = Vec::new();
    graph.write(Format::named(format).unwrap(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// N-Quads with the known prefixes, IRIs below the base shortened, and without their graph.
fn short(line: &str, graph: &str) -> String {
    let mut line = line.strip_suffix(&format!(" <{graph}> .")).unwrap().to_owned();
    for (name, iri) in PREFIXES {
        while let Some(start) = line.find(&format!("<{iri}")) {
            let end = start + line[start..].find('>').unwrap();
            line = format!("{}{name}:{}{}", &line[..start], &line[start + 1 + iri.len()..end], &line[end + 1..]);
        }
    }
    line.replace(&format!("<{}", Base::DEFAULT), "<")
}

/// The quads about `subject` of page `page`, shortened.
fn about(page: usize, subject: &str) -> Vec<String> {
    let (facts, text) = &sample::pages()[page];
    let quads = Lowering::default().page(facts, text);
    let lines = quads.n_quads();
    let shortened = lines.lines().map(|line| short(line, quads.graph()));
    shortened.filter_map(|line| line.strip_prefix(&format!("<{subject}> ")).map(str::to_owned)).collect()
}

#[test]
fn a_figure_is_an_observation_with_its_words() {
    assert_eq!(
        about(0, "statement/2222222222222222"),
        [
            "qudt:hasUnit <unit/%25>",
            "schema:observationAbout <location/430300/湘潭市>",
            "schema:value \"97.1\"^^xsd:decimal",
            "schema:variableMeasured <indicator/参保率>",
            "rdf:type schema:Observation",
            "time:hasTime <period/2022-12>",
            "prov:wasDerivedFrom <page/aaaaaaaaaaaaaaaa>",
            "zt:agency <agency/430300/湘潭市医疗保障局>",
            "zt:confidence \"0.85\"^^xsd:decimal",
            "zt:evidence <page/aaaaaaaaaaaaaaaa#char=53,70>",
            "zt:numeral <page/aaaaaaaaaaaaaaaa#char=65,70>",
            "zt:period \"2022-12\"",
            "zt:programme <programme/15分钟医保服务圈>",
            "zt:rule \"metric.subject\"",
            "zt:valueBefore \"95.2\"^^xsd:decimal",
        ]
    );
    assert_eq!(
        about(0, "page/aaaaaaaaaaaaaaaa#char=53,70"),
        [
            "dcterms:isPartOf <article/cccccccccccccccc>",
            "rdf:type zt:Passage",
            "oa:end \"70\"^^xsd:integer",
            "oa:exact \"参保率由95.2%提高到97.1%\"",
            "oa:start \"53\"^^xsd:integer",
        ]
    );
    assert_eq!(about(0, "unit/%25"), ["rdf:type qudt:Unit", "rdfs:label \"%\"@zh", "skos:exactMatch unit:PERCENT"]);
}

#[test]
fn a_relation_is_a_statement_about_a_plain_triple() {
    assert_eq!(
        about(1, "statement/5555555555555555"),
        [
            "rdf:object <programme/15分钟医保服务圈>",
            "rdf:predicate zt:implements",
            "rdf:subject <agency/430381/湘乡市医疗保障局>",
            "rdf:type rdf:Statement",
            "prov:wasDerivedFrom <page/bbbbbbbbbbbbbbbb>",
            "zt:confidence \"0.9\"^^xsd:decimal",
            "zt:evidence <page/bbbbbbbbbbbbbbbb#char=0,27>",
            "zt:rule \"relation.verb\"",
        ]
    );
    assert_eq!(
        about(1, "agency/430381/湘乡市医疗保障局"),
        [
            "schema:location <location/430381/湘乡市>",
            "rdf:type org:Organization",
            "rdf:type zt:GovernmentAgency",
            "rdfs:label \"湘乡市医疗保障局\"@zh",
            "skos:prefLabel \"湘乡市医疗保障局\"@zh",
            "zt:implements <programme/15分钟医保服务圈>",
        ]
    );
    assert_eq!(
        about(1, "location/430381003/昆仑桥街道"),
        [
            "schema:containedInPlace <location/430381/湘乡市>",
            "geo:sfWithin <location/430000/湖南省>",
            "geo:sfWithin <location/430300/湘潭市>",
            "geo:sfWithin <location/430381/湘乡市>",
            "rdf:type schema:AdministrativeArea",
            "rdf:type schema:Place",
            "rdf:type zt:Township",
            "rdfs:label \"昆仑桥街道\"@zh",
            "skos:broader <location/430381/湘乡市>",
            "skos:notation \"430381003\"",
            "skos:prefLabel \"昆仑桥街道\"@zh",
        ]
    );
}

#[test]
fn a_page_says_where_it_is_from_and_what_read_it() {
    let (mut facts, text) = sample::pages().remove(0);
    facts.page.title = Some("医保就在家门口".into());
    facts.page.url = Some("https://例子.cn/a?b=1".into());
    let quads = Lowering::default().with_reader("zhengtu 0.1.0").page(&facts, text);
    let lines: Vec<String> = quads.n_quads().lines().map(|line| short(line, quads.graph())).collect();
    for expected in [
        "<page/aaaaaaaaaaaaaaaa> dcterms:identifier \"city.txt\"",
        "<page/aaaaaaaaaaaaaaaa> dcterms:issued \"2022-12-09\"^^xsd:date",
        "<page/aaaaaaaaaaaaaaaa> dcterms:publisher <paper/湘潭日报>",
        "<page/aaaaaaaaaaaaaaaa> dcterms:source <https://例子.cn/a?b=1>",
        "<page/aaaaaaaaaaaaaaaa> dcterms:title \"医保就在家门口\"@zh",
        "<page/aaaaaaaaaaaaaaaa> zt:readBy <reader/zhengtu%200.1.0>",
        "<paper/湘潭日报> rdfs:label \"湘潭日报\"@zh",
    ] {
        assert!(lines.iter().any(|line| line == expected), "{expected} in {lines:#?}");
    }
    facts.page.date = Some("2022-13".into());
    facts.page.url = Some("no address".into());
    let quads = Lowering::default().page(&facts, text).n_quads();
    assert!(quads.contains("/issued> \"2022-13\" "), "what is no date stays a text");
    assert!(quads.contains("/source> \"no address\" "), "what is no IRI stays a text");
}

#[test]
fn other_forms_of_a_name_are_kept_and_words_that_stand_for_a_place_are_not() {
    let text = "湘潭市全市湘潭\n市医保局";
    let (mut facts, _) = sample::pages().remove(0);
    facts.locations[1].mentions =
        vec![Span::new(0, 3), Span::new(3, 5), Span::new(5, 7), Span::new(5, 9), Span::new(90, 99)];
    facts.agencies[0].mentions = vec![Span::new(8, 12), Span::new(11, 8)];
    let lines = Lowering::default().page(&facts, text).n_quads();
    let labels: Vec<&str> = lines.lines().filter(|line| line.contains("altLabel")).collect();
    assert_eq!(labels.len(), 2, "{labels:#?}");
    assert!(labels[0].contains("\"市医保局\"@zh"));
    assert!(labels[1].contains("\"湘潭\"@zh"));
}

#[test]
fn a_period_is_an_interval_that_its_figures_share() {
    assert_eq!(
        about(0, "period/2022-12"),
        [
            "rdf:type time:ProperInterval",
            "rdfs:label \"2022-12\"",
            "time:hasBeginning <period/2022-12#start>",
            "time:hasEnd <period/2022-12#end>",
            "zt:periodEnd \"2022-12\"^^xsd:gYearMonth",
            "zt:periodStart \"2022-12\"^^xsd:gYearMonth",
        ]
    );
    assert_eq!(
        about(0, "period/2022-12#end"),
        ["rdf:type time:Instant", "time:inXSDgYearMonth \"2022-12\"^^xsd:gYearMonth"]
    );
    // What is no date is no instant, and an open end has none.
    let (mut facts, text) = sample::pages().remove(0);
    for (period, iri, instants) in [
        (Period::between("2022-01", "2022-11-30"), "period/2022-01/2022-11-30", 2),
        (Period::until("2022"), "period/until/2022", 1),
        (Period::since("2020"), "period/since/2020", 1),
        (Period::date("until/2022"), "period/until%2F2022", 0),
        (Period::date("2022-13"), "period/2022-13", 0),
    ] {
        facts.observations.iter_mut().for_each(|one| one.period = Some(period.clone()));
        let quads = Lowering::default().page(&facts, text).n_quads();
        let interval = format!("/time#hasTime> <{}{iri}> ", Base::DEFAULT);
        assert_eq!(quads.matches(&interval).count(), 2, "{period}");
        assert_eq!(quads.matches("/time#Instant> ").count(), instants, "{period}");
    }
}

#[test]
fn what_lies_in_a_province_is_found_without_a_path() {
    let query = "SELECT ?name { ?place geo:sfWithin <location/430000/湖南省> ; rdfs:label ?name } ORDER BY ?name";
    let found = table(&sample().query(query, &Limits::default()).unwrap());
    assert_eq!(found, ["昆仑桥街道", "湘乡市", "湘潭市"]);
    // A page whose places go in a circle is written all the same.
    let (mut facts, text) = sample::pages().remove(1);
    facts.locations[0].within = Some(facts.locations[2].id.clone());
    let quads = Lowering::default().page(&facts, text).n_quads();
    assert!(!quads.lines().any(|line| {
        let mut parts = line.split(' ');
        line.contains("#sfWithin> ") && parts.next() == parts.nth(1)
    }));
}

/// A figure with all that a page can say of one at a time.
fn fullest() -> PageFacts {
    let (mut facts, _) = sample::pages().remove(0);
    facts.observations.truncate(1);
    let observation = &mut facts.observations[0];
    observation.period = Some(Period::between("2022-01", "2022-11"));
    observation.quantity.from = Some(Decimal::ONE);
    observation.quantity.bound = Bound::Ge;
    observation.quantity.aggregate = Some(Aggregate::Cumulative);
    facts
}

#[test]
fn a_figure_takes_at_most_25_quads_with_its_evidence() {
    for facts in sample::pages().into_iter().map(|(facts, _)| facts).chain([fullest()]) {
        let quads = Lowering::default().page(&facts, "").n_quads();
        for observation in &facts.observations {
            let base = Base::default();
            let words = [&observation.evidence, &observation.number].map(|e| base.passage(&facts.page.id, e.span));
            let own = [base.statement(&observation.id)].into_iter().chain(words);
            let own: Vec<String> = own.map(|iri| format!("<{iri}> ")).collect();
            let count = quads.lines().filter(|line| own.iter().any(|iri| line.starts_with(iri))).count();
            assert!((20..=25).contains(&count), "{count}");
        }
    }
}

#[test]
fn plain_triples_have_statements_behind_them() {
    let graph = sample();
    let unsupported = "SELECT * {
        VALUES ?p { zt:implements zt:takesPlaceIn zt:partners zt:hasMetric }
        ?s ?p ?o
        FILTER NOT EXISTS { ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; zt:evidence ?words }
        FILTER NOT EXISTS { ?o zt:programme ?s ; zt:evidence ?words }
        FILTER NOT EXISTS { ?statement zt:programme ?s ; schema:observationAbout ?o ; zt:evidence ?words }
    }";
    assert!(graph.query(unsupported, &Limits::default()).unwrap().is_empty());
    let all = "SELECT * { VALUES ?p { zt:implements zt:takesPlaceIn zt:hasMetric } ?s ?p ?o }";
    assert_eq!(graph.query(all, &Limits::default()).unwrap().len(), 2 + 2 + 3);
}

/// A table as lines of text, columns between bars.
fn table(answer: &Answer) -> Vec<String> {
    let Answer::Solutions { rows, .. } = answer else { panic!("no table: {answer:?}") };
    let cell = |cell: &Option<Term>| cell.as_ref().map_or_else(|| "-".into(), Term::text).replace(Base::DEFAULT, "");
    rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" | ")).collect()
}

fn ask(name: &str, parameters: &[(&str, &str)]) -> Vec<String> {
    table(&sample().query(&bind(name, parameters).unwrap(), &Limits::default()).unwrap())
}

#[test]
fn named_queries_answer() {
    let service = ("programme", "15分钟医保服务圈");
    assert_eq!(
        ask("programmes-of-agency", &[("agency", "湘潭市医疗保障局")]),
        [
            "湘潭市医疗保障局 | 15分钟医保服务圈 | 2022-12-09 | 1 | 1 | agency/430300/湘潭市医疗保障局 | programme/15分钟医保服务圈"
        ]
    );
    assert_eq!(
        ask("who-runs-programme", &[service]),
        [
            "15分钟医保服务圈 | 湘潭市医疗保障局 | 湘潭市 | 2022-12-09 | 1 | 1 | agency/430300/湘潭市医疗保障局",
            "15分钟医保服务圈 | 湘乡市医疗保障局 | 湘乡市 | 2023-03-01 | 1 | 1 | agency/430381/湘乡市医疗保障局",
        ]
    );
    assert_eq!(
        ask("first-seen", &[service]),
        [
            "15分钟医保服务圈 | 湘潭市 | 2022-12-09 | 1 | 1 | location/430300/湘潭市",
            "15分钟医保服务圈 | 湘乡市 | 2023-03-01 | 1 | 1 | location/430381/湘乡市",
        ]
    );
    assert_eq!(
        ask("figures-of-indicator", &[("indicator", "参保")]),
        [
            "基本医疗保险参保率 | 参保率 | 湘潭市 | 2022-12 | 97.1 | - | 95.2 | % | - | - | - | 湘潭市医疗保障局 | 参保率由95.2%提高到97.1% | 2022-12-09 | statement/2222222222222222"
        ]
    );
    assert_eq!(
        ask("evidence-of-statement", &[("key", "4444444444444444")]),
        [
            "statement/4444444444444444 | evidence | 追回违规资金45万元 | 28 | 38 | town.txt | - | 2023-03-01 | metric.subject | 0.85",
            "statement/4444444444444444 | numeral | 45万元 | 34 | 38 | town.txt | - | 2023-03-01 | metric.subject | 0.85",
        ]
    );
    assert_eq!(
        ask("told-of-place", &[("place", "湘乡市")]),
        [
            "湘乡市 | 追回违规资金 | 450000 | 元 | 2022-12 | 湘乡市医疗保障局 | 追回违规资金45万元 | 2023-03-01 | statement/4444444444444444",
            "湘乡市 | 15分钟医保服务圈 | - | - | - | 湘乡市医疗保障局 | 湘乡市医疗保障局在昆仑桥街道试点“15分钟医保服务圈” | 2023-03-01 | statement/5555555555555555",
        ]
    );
    assert_eq!(ask("told-of-place", &[("place", "湖南省")]).len(), 5, "places within it count");
    assert_eq!(ask("coverage", &[]), ["- | 2023-03 | 1 | 1 | 2", "湘潭日报 | 2022-12 | 1 | 1 | 3"]);
    let overview = ask("overview", &[]);
    for line in [
        "http://schema.org/Observation | 3",
        "https://w3id.org/zhengtu/ns#Programme | 1",
        "http://schema.org/Place | 4",
    ] {
        assert!(
            overview.iter().any(|one| one.replace("ns#", "https://w3id.org/zhengtu/ns#") == line),
            "{line}: {overview:#?}"
        );
    }
    assert!(ask("partners", &[]).is_empty());
    assert!(ask("disagreeing-figures", &[]).is_empty());
}

#[test]
fn partners_and_figures_that_disagree_are_found() {
    let mut pages = sample::pages();
    let city = &mut pages[0].0;
    let mut other = city.agencies[0].clone();
    other.id = EntityId::new(EntityKind::Agency, &["430300", "湘潭市公安局"]);
    other.name = "湘潭市公安局".into();
    other.mentions.clear();
    city.relations.push(Relation {
        id: StatementId("6666666666666666".into()),
        subject: other.id.clone(),
        predicate: Predicate::Partners,
        object: city.agencies[0].id.clone(),
        ..city.relations[0].clone()
    });
    city.agencies.push(other);
    let mut told_again = city.observations[1].clone();
    told_again.id = StatementId("7777777777777777".into());
    told_again.quantity.value = "96.7".parse().unwrap();
    pages[1].0.observations.push(told_again);
    let graph = graph(&pages);
    let ask =
        |name, parameters: &[_]| table(&graph.query(&bind(name, parameters).unwrap(), &Limits::default()).unwrap());
    assert_eq!(
        ask("partners", &[("agency", "湘潭市医疗保障局")]),
        [
            "湘潭市医疗保障局 | 湘潭市公安局 | 湘潭市医疗保障局推行“15分钟医保服务圈” | 2022-12-09 | statement/6666666666666666"
        ]
    );
    let words = "参保率由95.2%提高到97.1%";
    assert_eq!(
        ask("disagreeing-figures", &[("indicator", "参保率")]),
        [format!(
            "基本医疗保险参保率 | 湘潭市 | 2022-12 | % | 96.7 | 97.1 | {words} | {words} | statement/7777777777777777 | statement/2222222222222222"
        )]
    );
}

#[test]
fn named_queries_say_what_they_answer_and_take_what_they_declare() {
    let names: BTreeSet<&str> = NAMED.iter().map(|query| query.name).collect();
    let files = std::fs::read_dir("ontology/query").unwrap().map(|file| file.unwrap().file_name());
    let files: BTreeSet<String> = files.map(|name| name.to_string_lossy().trim_end_matches(".rq").to_owned()).collect();
    assert!(files.iter().map(String::as_str).eq(names), "every file of ontology/query is registered: {files:?}");
    for query in NAMED {
        assert!(!query.english().is_empty() && query.chinese().chars().any(|c| c > '\u{4DFF}'), "{}", query.name);
        let parameters: BTreeSet<String> = query.parameters().map(|p| format!("${}", p.name)).collect();
        let body = query.text.lines().filter(|line| !line.starts_with('#')).collect::<String>();
        let used: BTreeSet<String> = body
            .split('$')
            .skip(1)
            .map(|rest| format!("${}", rest.split(|c: char| !c.is_alphanumeric()).next().unwrap()))
            .collect();
        assert_eq!(parameters, used, "{}: declared and used parameters", query.name);
        for parameter in query.parameters() {
            let spaced = body.replace(|c: char| !c.is_alphanumeric() && c != '?', " ");
            assert!(!spaced.split(' ').any(|word| word == format!("?{}", parameter.name)), "{}", query.name);
        }
        // Whatever is filled in, it stays one literal.
        for value in ["", "\"", "\\", "\n} DROP ALL #", "'''", "$programme ?s", "😀\u{0}"] {
            let filled: Vec<(&str, &str)> = query.parameters().map(|p| (p.name, value)).collect();
            sample().query(&query.bind(&filled).unwrap(), &Limits::default()).unwrap();
        }
    }
    let error = bind("coverage", &[("x", "y")]).unwrap_err();
    assert_eq!(error.to_string(), "the query takes no parameter \"x\": expected none");
}

fn parsed(format: RdfFormat, text: &str) -> BTreeSet<String> {
    let parser = RdfParser::from_format(format).with_base_iri(Base::DEFAULT).unwrap();
    parser.for_slice(text.as_bytes()).map(|quad| format!("{} .", quad.unwrap())).collect()
}

#[test]
fn every_format_of_graphs_reads_back_equal() {
    let graph = sample();
    let quads: BTreeSet<String> = written(&graph, "nquads").lines().map(str::to_owned).collect();
    assert_eq!(quads.len(), graph.len());
    let triples: BTreeSet<String> = parsed(RdfFormat::NTriples, &written(&graph, "ntriples"));
    assert!(triples.len() < quads.len(), "what both pages say stands once");
    for format in FORMATS.iter().filter(|format| format.shape != Shape::Table) {
        let library = RdfFormat::from_extension(format.extension).unwrap();
        assert_eq!(library.media_type(), format.media_type);
        let expected = if format.shape == Shape::Quads { &quads } else { &triples };
        assert_eq!(&parsed(library, &written(&graph, format.name)), expected, "{}", format.name);
        // Page by page gives the same, with no store in between.
        let mut writer = PageWriter::new(format, &Base::default(), Vec::new()).unwrap();
        for (facts, text) in sample::pages() {
            writer.page(&Lowering::default().page(&facts, text)).unwrap();
        }
        let text = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert_eq!(&parsed(library, &text), expected, "{} page by page", format.name);
    }
}

#[test]
fn the_same_pages_in_any_order_give_the_same_bytes() {
    let pages = sample::pages();
    let forward = graph(&pages);
    let backward = Graph::new(Base::default());
    for (facts, text) in pages.iter().rev() {
        backward.insert_page(facts, text);
        backward.insert_page(facts, text);
    }
    for format in FORMATS.iter().filter(|format| format.shape != Shape::Table) {
        assert_eq!(written(&forward, format.name), written(&backward, format.name), "{}", format.name);
    }
    let sorted = written(&forward, "nquads");
    assert!(sorted.lines().is_sorted() && !sorted.contains("_:"));
}

#[test]
fn a_page_taken_back_leaves_what_others_say() {
    let pages = sample::pages();
    let whole = graph(&pages);
    whole.remove_page(&pages[0].0.page.id);
    let rest = graph(&pages[1..]);
    assert_eq!(written(&whole, "nquads"), written(&rest, "nquads"));
    let all = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }";
    let limits = Limits::default();
    assert_eq!(whole.query(all, &limits).unwrap(), rest.query(all, &limits).unwrap());
    assert_eq!(whole.pages(), [format!("{}page/bbbbbbbbbbbbbbbb", Base::DEFAULT)]);
    whole.remove_page(&pages[0].0.page.id);
    whole.remove_page(&pages[1].0.page.id);
    assert!(whole.is_empty());
}

#[test]
fn a_thing_that_many_pages_name_counts_once() {
    let count = |query| table(&sample().query(query, &Limits::default()).unwrap());
    assert_eq!(count("SELECT (COUNT(?p) AS ?n) { ?p a zt:Programme }"), ["1"]);
    assert_eq!(count("SELECT (COUNT(?g) AS ?n) { GRAPH ?g { ?p a zt:Programme } }"), ["2"]);
    assert_eq!(
        count("SELECT ?o { <agency/430300/湘潭市医疗保障局> rdfs:label ?o }"),
        ["湘潭市医疗保障局"],
        "relative IRIs are taken from the base"
    );
}

/// A page on which every text is `name`.
fn hostile(name: &str) -> PageFacts {
    let (mut facts, _) = sample::pages().remove(1);
    let agency = &mut facts.agencies[0];
    agency.id = EntityId::new(EntityKind::Agency, &["430381", name]);
    agency.name = name.into();
    let programme = &mut facts.programmes[0];
    programme.id = EntityId::new(EntityKind::Programme, &[name]);
    programme.name = name.into();
    programme.mentions = vec![Span::new(0, u32::MAX), Span::new(7, 3)];
    let observation = &mut facts.observations[0];
    observation.agency = Some(facts.agencies[0].id.clone());
    observation.programme = Some(programme.id.clone());
    observation.indicator = name.into();
    observation.quantity.unit = Some(name.into());
    observation.evidence.text = name.into();
    observation.rule = name.into();
    observation.period = Some(Period::date(name));
    facts.relations[0].subject = facts.agencies[0].id.clone();
    facts.relations[0].object = facts.programmes[0].id.clone();
    facts.page.doc = name.into();
    facts.page.title = Some(name.into());
    facts.page.paper = Some(name.into());
    facts.page.url = Some(name.into());
    facts.page.date = Some(name.into());
    facts
}

/// Every format holds the page, and reads back to what it was.
fn survives(name: &str) {
    let facts = hostile(name);
    let lowered = Lowering::default().with_reader(name).page(&facts, name);
    let quads = parsed(RdfFormat::NQuads, &lowered.n_quads());
    assert_eq!(quads.len(), lowered.len(), "{name:?}");
    let graph = Graph::new(Base::default());
    graph.load([lowered.clone()]);
    assert_eq!(written(&graph, "nquads"), lowered.n_quads(), "the store keeps every form: {name:?}");
    let plain = name.chars().all(|c| c >= ' ' && c != '\u{FFFE}' && c != '\u{FFFF}');
    for (format, library) in [
        ("trig", RdfFormat::TriG),
        ("turtle", RdfFormat::Turtle),
        ("ntriples", RdfFormat::NTriples),
        ("rdfxml", RdfFormat::RdfXml),
    ] {
        let back = parsed(library, &written(&graph, format));
        assert_eq!(back.len(), quads.len(), "{format}: {name:?}");
        if format == "trig" {
            assert_eq!(back, quads, "{format}: {name:?}");
        } else if format != "rdfxml" || plain {
            assert_eq!(back, parsed(RdfFormat::NTriples, &written(&graph, "ntriples")), "{format}: {name:?}");
        }
    }
    let limits = Limits::default();
    let query = bind("programmes-of-agency", &[("agency", name)]).unwrap();
    let answer = graph.query(&query, &limits).unwrap();
    assert_eq!(answer.len(), 1, "{name:?}");
    for format in FORMATS.iter().filter(|format| format.shape == Shape::Table) {
        answer.write(format, &mut Vec::new()).unwrap();
    }
}

#[test]
fn hostile_names_survive_every_format() {
    let long = "局".repeat(2000);
    for name in [
        "\"<>",
        "a b\\c",
        "'; DROP GRAPH <x> #",
        "{|}^`%41",
        "何?#[]@:/../..",
        "..",
        "🏥👩‍👩‍👧",
        "\u{202E}反",
        "<![CDATA[]]>&amp;",
        "\u{1}\u{1B}[31m",
        "\u{FFFE}",
        "line\nline\r\n",
        "_:b",
        "http://a/",
        "\u{E000}",
        "-- \u{0}",
        &long,
    ] {
        survives(name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_name_survives_every_format(name in "\\PC{1,12}|[\\x00-\\x7f]{1,12}") {
        survives(&name);
    }

    #[test]
    fn no_query_ends_the_process(query in "(SELECT|ASK|[?$][a-c]|[{}()<>.;,*\"'@^]| |zt:x|湘|FILTER|\\PC){0,30}") {
        let graph = Graph::new(Base::default());
        if let Err(error) = graph.query(&query, &Limits::default()) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn figures_stay_exact(mantissa in any::<i64>(), scale in 0_u32..19) {
        let (mut facts, text) = sample::pages().remove(0);
        let value = Decimal::new(mantissa, scale);
        facts.observations[0].quantity.value = value;
        let query = "SELECT ?v { <statement/1111111111111111> schema:value ?v }";
        let answer = graph(&[(facts, text)]).query(query, &Limits::default()).unwrap();
        prop_assert_eq!(table(&answer), [value.normalize().to_string()]);
    }
}

fn refused(query: &str) -> String {
    sample().query(query, &Limits::default()).unwrap_err().to_string()
}

#[test]
fn errors_name_the_place_in_characters() {
    for (query, message) in [
        (
            "SELECT ?s WHERE { ?s ?p \"水利局\" . } }",
            "1:35: found \"}\", expected GROUP, HAVING, ORDER, LIMIT, OFFSET, VALUES or the end of the query",
        ),
        (
            "SELECT ?s WHERE { ?s ?p \"aaa\" . } }",
            "1:35: found \"}\", expected GROUP, HAVING, ORDER, LIMIT, OFFSET, VALUES or the end of the query",
        ),
        ("SELECT ?s WHERE {\n  ?s rdfs:label \"水利局\"@zh ?o }", "2:26: found \"?o\", expected "),
        (
            "SELEC ?s { ?s ?p ?o }",
            "1:1: found \"SELEC\", expected BASE, PREFIX, VERSION, SELECT, CONSTRUCT, DESCRIBE or ASK (did you mean SELECT?)",
        ),
        ("SELECT ?s WHERE { ?s ?p \"水利局 }", "1:25: found a string without its end, expected a term"),
        ("SELECT ?s WHERE { ?s ?p ?o", "1:27: found the end of the query, expected "),
        ("", "1:1: found the end of the query, expected BASE, PREFIX, "),
        ("SELECT * { ?s ?p 政府 }", "1:18: found \"政府\", expected a term"),
        ("SELECT * { FILTER(?年 > ) }", "1:24: found \")\", expected an expression"),
        ("SELECT * { ?s ?p ?o } ORDER BY", "1:31: found the end of the query, expected "),
        ("SELECT * { ?s ?p ?o LIMIT 3 }", "1:21: found \"LIMIT\", expected "),
        ("SELECT * { ?s <a b> ?o }", "1:15: found \"<\", expected a property"),
        (
            "SELECT * { ?政 zz:p \"水利局\" }",
            "1:15: the prefix \"zz:\" is not declared: expected a PREFIX line for it, or one of dcterms, foaf, ",
        ),
        (
            "PREFIX 局: <http://x/> SELECT * { ?s 局:名 skso:x }",
            "1:41: the prefix \"skso:\" is not declared: expected a PREFIX line for it, or one of ",
        ),
        ("SELECT ?s (COUNT(?p) AS ?n) { ?s ?p ?o }", "SELECT names a variable that has no single value in a group: "),
        ("SELECT * { BIND(<http://x/f>(1) AS ?s) }", "the query failed: there is no function <http://x/f>"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is off for this endpoint: "),
        ("INSERT DATA { <a> <b> <c> }", "the graph is made from pages and takes no updates: "),
        ("LOAD <http://127.0.0.1/>", "the graph is made from pages and takes no updates: "),
        ("PREFIX a: <b> DELETE WHERE { ?s ?p ?o }", "the graph is made from pages and takes no updates: "),
    ] {
        let error = refused(query);
        assert!(error.starts_with(message), "{query}\n  said {error}\n  for  {message}");
        assert!(!error.contains("[_]") && !error.contains("..="), "{error}");
    }
    assert!(refused("SELECT * { ?s skso:x ?o }").ends_with("(did you mean skos?)"));
}

#[test]
fn good_queries_follow_the_grammar_that_explains_bad_ones() {
    let wrong = |query: &str| match sample().query(&format!("{query}\n)"), &Limits::default()) {
        Err(QueryError::Syntax { at, .. }) => at.line == query.lines().count() + 1 && at.column == 1,
        _ => false,
    };
    for query in NAMED {
        let text: Vec<&str> = query.text.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(wrong(&text.join(" ")), "{}", query.name);
    }
    for query in [
        "BASE <http://x/> PREFIX a.b: <y> PREFIX a: <z> SELECT DISTINCT * FROM <z> FROM NAMED <w> WHERE { ?s a.b:c.d [] ; !(a|^a:b)/<p>*|^<q> (1 2.5 -3e2 \"x\"@en 'y'^^xsd:date true) . _:b a ?t, ?u ; . }",
        "CONSTRUCT { ?s ?p ?o . ?o ?q <x> } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?o ?q ?s } } MINUS { ?s a ?x } }",
        "CONSTRUCT WHERE { ?s ?p ?o }",
        "DESCRIBE ?x <y> WHERE { ?x a zt:Programme }",
        "ASK { FILTER(NOT EXISTS { ?s ?p ?o } && ?x NOT IN (1, 2) || !(-?y * 2 + 3 <= 4) = true) VALUES (?a ?b) { (1 UNDEF) (<x> 'y') } }",
        "SELECT (GROUP_CONCAT(DISTINCT ?x; SEPARATOR=', ') AS ?y) (COUNT(*) AS ?n) { SELECT ?x { ?x ?y ?z } LIMIT 3 } GROUP BY (STR(?x) AS ?k) HAVING (COUNT(?x) > 1) ORDER BY DESC(?n) ?y OFFSET 1 LIMIT 2",
        "SELECT * { << ?s ?p ?o ~ ?r >> ?q ?v . ?a ?b ?c {| ?d ?e |} ; rdf:reifies <<( ?s ?p ?o )>> . BIND(TRIPLE(?s, ?p, ?o) AS ?t) LATERAL { ?a ?b ?v } }",
        "SELECT ?政府 { ?政府 rdfs:label '''多\n行''' . # 注释 )\n OPTIONAL { ?政府 zt:partners+ ?另 FILTER(?另 < ?政府) } } VALUES ?x { 1 }",
    ] {
        assert!(wrong(query), "{query}: {:?}", sample().query(&format!("{query} )"), &Limits::default()));
    }
}

#[test]
fn limits_strike() {
    let graph = sample();
    let limits = Limits { time: Some(Duration::from_millis(200)), ..Limits::default() };
    let product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let start = std::time::Instant::now();
    assert_eq!(graph.query(product, &limits), Err(QueryError::TimeOut(Duration::from_millis(200))));
    assert!(start.elapsed() < Duration::from_secs(2));

    let limits = Limits { rows: Some(3), ..Limits::default() };
    assert_eq!(graph.query("SELECT * { ?s ?p ?o }", &limits), Err(QueryError::TooManyRows(3)));
    assert_eq!(graph.query("SELECT * { ?s ?p ?o } LIMIT 3", &limits).unwrap().len(), 3);
    assert_eq!(graph.query("CONSTRUCT WHERE { ?s ?p ?o }", &limits), Err(QueryError::TooManyRows(3)));

    let deep = format!("ASK {{ # 深\n {}", "(".repeat(5000));
    assert_eq!(refused(&deep), "2:101: brackets are nested deeper than the limit of 100");
    assert_eq!(refused(&" ".repeat(70_000)), "the query has 70000 bytes, more than the limit of 65536");
}

#[test]
fn what_is_deep_without_brackets_does_not_end_the_process() {
    let limits = Limits { time: Some(Duration::from_secs(2)), ..Limits::default() };
    for (head, part, tail) in [
        ("ASK { FILTER(", "!", "true) }"),
        ("ASK { FILTER(1", "||1", ") }"),
        ("ASK { ?s <p>", "/<p>", " ?o }"),
        ("ASK { {}", "UNION{}", "}"),
    ] {
        let query = format!("{head}{}{tail}", part.repeat(8_000 / part.len()));
        let _ = sample().query(&query, &limits);
    }
}

#[test]
fn answers_are_written_in_what_can_hold_them() {
    let graph = sample();
    let write = |query: &str, format: &str| {
        let mut out = Vec::new();
        let answer = graph.query(query, &Limits::default()).unwrap();
        answer.write(Format::named(format).unwrap(), &mut out).map(|()| String::from_utf8(out).unwrap())
    };
    let names = "SELECT ?name ?none { ?p a zt:Programme ; rdfs:label ?name }";
    assert_eq!(write(names, "csv").unwrap(), "name,none\r\n15分钟医保服务圈,\r\n");
    assert_eq!(write(names, "tsv").unwrap(), "?name\t?none\n\"15分钟医保服务圈\"@zh\t\n");
    assert_eq!(
        write(names, "json").unwrap(),
        r#"{"head":{"vars":["name","none"]},"results":{"bindings":[{"name":{"type":"literal","value":"15分钟医保服务圈","xml:lang":"zh"}}]}}"#
    );
    assert!(write(names, "xml").unwrap().contains("<literal xml:lang=\"zh\">15分钟医保服务圈</literal>"));
    assert_eq!(write("ASK {}", "json").unwrap(), r#"{"head":{},"boolean":true}"#);
    let triples = "CONSTRUCT { ?p rdfs:label ?name } WHERE { ?p a zt:Programme ; rdfs:label ?name }";
    assert!(
        write(triples, "turtle")
            .unwrap()
            .ends_with("\n<programme/15分钟医保服务圈> rdfs:label \"15分钟医保服务圈\"@zh .\n")
    );
    assert_eq!(
        write(triples, "csv").unwrap_err().to_string(),
        "csv can't hold a graph: expected nquads, trig, jsonld, turtle, ntriples, rdfxml"
    );
    assert_eq!(
        write(names, "ttl").unwrap_err().to_string(),
        "turtle can't hold the answer of a SELECT or an ASK: expected json, xml, csv, tsv"
    );
    let reified =
        "CONSTRUCT { ?p rdf:reifies <<( ?p rdfs:label ?name )>> } WHERE { ?p a zt:Programme ; rdfs:label ?name }";
    assert!(write(reified, "nquads").unwrap().contains("<<( "));
    assert!(write(reified, "jsonld").is_err());
}
