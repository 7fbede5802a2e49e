//! The sample pages keep what the model promises.

#[path = "support/sample.rs"]
mod sample;

#[test]
fn every_quote_stands_in_its_page() {
    for (facts, text) in sample::pages() {
        for one in &facts.observations {
            assert_eq!(one.number.span.quote(text), one.number.text);
            assert!(one.evidence.span.contains(one.number.span), "{one:?}");
        }
        for id in facts.observations.iter().flat_map(|o| [&o.agency, &o.programme, &o.location]).flatten() {
            assert!(facts.name(id).is_some(), "{id} is on no list");
        }
    }
}
