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
    raise(quads.as_bytes(), false, Some(&Base::default())).unwrap()
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
        let raised = raise(&out, trig, Some(&Base::default())).unwrap();
        let again = Graph::new(Base::default());
        raised.iter().for_each(|page| again.insert_page(&page.facts, &page.text));
        let mut second = Vec::new();
        again.write(Format::named(name).unwrap(), &mut second).unwrap();
        assert_eq!(String::from_utf8(second).unwrap(), String::from_utf8(out).unwrap());
    }
}

#[test]
fn an_export_below_any_base_comes_back() {
    let other = Base::new("http://例子.cn/page/图/").unwrap();
    let write = |base: &Base| {
        let lowering = Lowering::new(base.clone()).with_reader("zhengtu-test");
        let quads = sample::pages().into_iter().map(|(facts, text)| lowering.page(&facts, text).n_quads());
        quads.collect::<String>()
    };
    let quads = write(&other);
    let found = raise(quads.as_bytes(), false, None).unwrap();
    assert_eq!(found, raise(quads.as_bytes(), false, Some(&other)).unwrap());
    assert_eq!(found, back(&write(&Base::default())), "the pages are the same whatever they were written below");
    let again = found
        .iter()
        .map(|page| Lowering::new(other.clone()).with_reader(&*page.reader).page(&page.facts, &page.text).n_quads());
    assert_eq!(again.collect::<String>(), quads);

    let both = quads.clone() + &write(&Base::default());
    let error = raise(both.as_bytes(), false, None).unwrap_err().to_string();
    let expected = "its pages stand below http://例子.cn/page/图/ and https://w3id.org/zhengtu/: say with --base which";
    assert!(error.starts_with(expected), "{error}");
    assert_eq!(raise(both.as_bytes(), false, Some(&other)).unwrap(), found);
    let error = raise(quads.as_bytes(), false, Some(&Base::default())).unwrap_err().to_string();
    assert!(
        error.starts_with("there is no page: expected named graphs below https://w3id.org/zhengtu/page/"),
        "{error}"
    );
    let error = raise(b"", false, None).unwrap_err().to_string();
    assert!(error.starts_with("there is no page: expected named graphs below …page/, as"), "{error}");
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
        let error = raise(broken.as_bytes(), false, Some(&Base::default())).unwrap_err().to_string();
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
        if let Ok(pages) = raise(damaged.as_bytes(), false, Some(&Base::default())) {
            for page in pages {
                lower(&page.facts, &page.text);
            }
        }
    }
}
