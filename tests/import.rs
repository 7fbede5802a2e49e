//! Pages out of an export are those that went in.

#[path = "support/sample.rs"]
mod sample;

use std::path::PathBuf;

use proptest::prelude::*;
use zhengtu::{
    lexicon::Lexicon,
    model::PageFacts,
    pipeline,
    rdf::{Base, Format, Graph, Lowering, Raised, raise},
    text::{Input, list, read},
};

fn lower(facts: &PageFacts, text: &str) -> String {
    Lowering::default().with_reader("zhengtu-test").page(facts, text).n_quads()
}

fn back(quads: &str) -> Vec<Raised> {
    raise(quads.as_bytes(), false, &Base::default()).unwrap()
}

#[test]
fn the_example_pages_come_back_as_they_went() {
    let pages = read(list(&[PathBuf::from("examples/pages")]).sources);
    let (mut count, mut told) = (0, (0, 0));
    for input in pages {
        let Input::Page(page) = input else { continue };
        let facts = pipeline::read(&page, Lexicon::embedded());
        let quads = lower(&facts, &page.text);
        let [raised] = &back(&quads)[..] else { panic!("one page") };
        assert_eq!(raised.reader, "zhengtu-test");
        assert_eq!(lower(&raised.facts, &raised.text), quads, "{}", page.name);
        assert_eq!(raised.facts.observations, facts.observations);
        assert_eq!(raised.facts.relations.len(), facts.relations.len());
        // The sentences stand where they stood, with their numbers, but for those that jump over others.
        for words in facts.observations.iter().flat_map(|one| [&one.evidence, &one.number]) {
            let quote: String = words.span.quote(&raised.text).split_whitespace().collect();
            told.0 += usize::from(quote == words.text);
            told.1 += 1;
        }
        count += 1;
    }
    assert!(count > 10 && told.0 * 100 >= told.1 * 97, "{told:?}");
}

#[test]
fn both_formats_of_quads_come_back() {
    let graph = Graph::new(Base::default());
    sample::pages().iter().for_each(|(facts, text)| graph.insert_page(facts, text));
    for (name, trig) in [("nquads", false), ("trig", true)] {
        let mut out = Vec::new();
        graph.write(Format::named(name).unwrap(), &mut out).unwrap();
        let raised = raise(&out, trig, &Base::default()).unwrap();
        let again = Graph::new(Base::default());
        raised.iter().for_each(|page| again.insert_page(&page.facts, &page.text));
        let mut second = Vec::new();
        again.write(Format::named(name).unwrap(), &mut second).unwrap();
        assert_eq!(String::from_utf8(second).unwrap(), String::from_utf8(out).unwrap());
    }
}

#[test]
fn what_is_no_export_is_refused_with_what_was_expected() {
    let (facts, text) = &sample::pages()[0];
    let quads = lower(facts, text);
    let without =
        |part: &str| quads.lines().filter(|line| !line.contains(part)).map(|l| format!("{l}\n")).collect::<String>();
    for (broken, message) in [
        (String::new(), "there is no page: expected named graphs below https://w3id.org/zhengtu/page/, as"),
        ("no quads".into(), "Parser error at line 1"),
        (without("identifier"), "https://w3id.org/zhengtu/page/aaaaaaaaaaaaaaaa: expected a dcterms:identifier"),
        (without("ns#evidence"), "https://w3id.org/zhengtu/statement/"),
        (without("schema.org/value"), "https://w3id.org/zhengtu/statement/1111111111111111: expected a schema:value"),
        (quads.replace("/oa#end> \"", "/oa#end> \"99999999"), "https://w3id.org/zhengtu/page/aaaaaaaaaaaaaaaa#char="),
        (
            quads.replace("ns#MoreThan", "ns#Whatever"),
            "https://w3id.org/zhengtu/statement/1111111111111111: expected a known zt:bound",
        ),
    ] {
        let error = raise(broken.as_bytes(), false, &Base::default()).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}\n{message}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever lines are lost or doubled: an error or pages, never a panic.
    #[test]
    fn damaged_exports_are_told_or_read(keep in prop::collection::vec(0_usize..3, 200)) {
        let (facts, text) = &sample::pages()[1];
        let quads = lower(facts, text);
        let lines = quads.lines().zip(keep.iter().cycle()).flat_map(|(line, times)| std::iter::repeat_n(line, *times));
        let damaged: String = lines.map(|line| format!("{line}\n")).collect();
        if let Ok(pages) = raise(damaged.as_bytes(), false, &Base::default()) {
            for page in pages {
                lower(&page.facts, &page.text);
            }
        }
    }
}
