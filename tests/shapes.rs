//! Graphs held against their shapes: what is built conforms, what is broken is told.

#[path = "support/sample.rs"]
mod sample;

use zhengtu::{
    lexicon::Lexicon,
    model::{EntityId, EntityKind, PageFacts, Period},
    pipeline,
    rdf::{Answer, Base, Graph, Lowering, Report, Shapes, Term},
    text::{Input, list, read},
};

fn report(pages: &[(PageFacts, &str)]) -> Report {
    let graph = Graph::new(Base::default());
    graph.load(pages.iter().map(|(facts, text)| Lowering::default().page(facts, text)));
    Shapes::embedded().unwrap().check(&graph).unwrap()
}

#[test]
fn what_is_built_from_the_example_pages_conforms() {
    let graph = Graph::new(Base::default());
    let pages = read(list(&[std::path::PathBuf::from("examples/pages")]).sources).filter_map(|input| match input {
        Input::Page(page) => Some(page),
        Input::Diagnostic(_) => None,
    });
    for page in pages {
        let facts = pipeline::read(&page, Lexicon::embedded());
        graph.insert_page(&facts, &page.text);
    }
    let found = Shapes::embedded().unwrap().check(&graph).unwrap();
    assert_eq!(found.violations, []);
    assert!(found.constraints > 50 && graph.pages().len() > 10);
}

#[test]
fn each_break_is_told() {
    let broken = |spoil: &dyn Fn(&mut PageFacts)| {
        let mut pages = sample::pages();
        spoil(&mut pages[0].0);
        let told = report(&pages).violations;
        told.into_iter()
            .map(|one| {
                let path = one.path.unwrap_or_default();
                let component = one.component.trim_end_matches("ConstraintComponent");
                format!("{component} {}", path.rsplit(['#', '/']).next().unwrap())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(broken(&|_| {}), [""; 0]);
    let nowhere = || EntityId::new(EntityKind::Location, &["999999", "乌有市"]);
    assert_eq!(broken(&|facts| facts.observations[0].location = Some(nowhere())), ["Class observationAbout"]);
    assert_eq!(broken(&|facts| facts.page.date = Some("soon".into())), ["Pattern issued"]);
    let vague = |facts: &mut PageFacts| facts.observations[0].period = Some(Period::until("soon"));
    assert_eq!(broken(&vague), ["Pattern periodEnd"]);
    let swapped = |facts: &mut PageFacts| {
        let span = &mut facts.observations[0].evidence.span;
        std::mem::swap(&mut span.start, &mut span.end);
    };
    assert_eq!(broken(&swapped), ["LessThanOrEquals start"]);
    assert_eq!(
        broken(&|facts| facts.locations[0].code = Some("43O3".into())),
        ["MaxCount notation", "Pattern notation"]
    );
    let stranger = |facts: &mut PageFacts| {
        facts.relations[0].object = EntityId::new(EntityKind::Programme, &["乌有计划"]);
    };
    assert_eq!(broken(&stranger), ["Class implements"]);
}

#[test]
fn the_report_is_rdf() {
    let mut pages = sample::pages();
    pages[0].0.page.date = Some("soon".into());
    let found = report(&pages);
    assert!(!found.conforms());
    let Answer::Graph(triples) = found.triples("http://example.org/") else { panic!() };
    let has = |subject: &str, predicate: &str, object: &str| {
        triples.iter().any(|[s, p, o]| {
            s.text() == format!("http://example.org/{subject}")
                && p.text() == format!("http://www.w3.org/ns/shacl#{predicate}")
                && o.text() == object
        })
    };
    assert!(has("report", "conforms", "false"));
    assert!(has("report/1", "value", "soon"));
    assert!(has("report/1", "resultMessage", "版面至多一个见报日期(ISO 8601)"));
    assert!(has("report/1", "resultPath", "http://purl.org/dc/terms/issued"));
    assert!(triples.iter().all(|triple| triple.iter().all(|term| !matches!(term, Term::Blank(_)))));
}

#[test]
fn shapes_that_ask_for_more_are_refused() {
    let head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix a: <http://a/> . a:S a sh:NodeShape ; sh:targetClass a:C ; ";
    for (rest, message) in [
        ("sh:or ( a:A a:B ) .", "http://a/S uses sh:or, which is not understood; known are minCount, maxCount,"),
        ("sh:property [ sh:path ( a:p a:q ) ; sh:minCount 1 ] .", "http://a/S uses sh:path other than a predicate"),
        ("sh:property [ sh:path a:p ; sh:uniqueLang true ] .", "http://a/S uses sh:uniqueLang"),
        ("sh:minCount 1 . a:P a sh:PropertyShape ; sh:targetClass a:C .", "http://a/P uses a target other than"),
        ("sh:nodeKind sh:IRI . a:S a <http://www.w3.org/2000/01/rdf-schema#Class> .", "http://a/S uses a target other"),
        ("sh:property", "the shapes are no Turtle: "),
    ] {
        let error = Shapes::parse(&format!("{head}{rest}")).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
    assert_eq!(Shapes::parse("").unwrap_err().to_string(), "there is no sh:NodeShape with a target");
}
