//! Parts of the network by time, and its projections.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use zhengtu::{
    model::*,
    network::*,
    rdf::{Answer, Base, Graph, Limits, Ranking, Term, ranking},
    text::Span,
};

fn agency(name: &str) -> EntityId {
    EntityId::new(EntityKind::Agency, &[name])
}

fn programme(name: &str) -> EntityId {
    EntityId::new(EntityKind::Programme, &[name])
}

fn location(name: &str) -> EntityId {
    EntityId::new(EntityKind::Location, &[name])
}

/// A page of a day that says who implements what, and what takes place where.
fn page(doc: &str, date: Option<&str>, said: &[(EntityId, Predicate, EntityId)]) -> PageFacts {
    let relation = |(at, (subject, predicate, object)): (usize, &(EntityId, Predicate, EntityId))| Relation {
        id: StatementId(format!("{doc}{at}")),
        subject: subject.clone(),
        predicate: *predicate,
        object: object.clone(),
        evidence: Evidence {
            span: Span::new(at as u32, at as u32 + 1),
            text: format!("{doc}: {subject} {predicate} {object}"),
        },
        confidence: Confidence::hundredths(80),
        rule: "made".into(),
    };
    let (id, doc, date) = (PageId(doc.into()), doc.into(), date.map(Into::into));
    PageFacts {
        page: PageInfo { id, doc, title: None, paper: None, date, url: None, digest: None },
        articles: vec![],
        agencies: vec![],
        programmes: vec![],
        locations: vec![],
        observations: vec![],
        relations: said.iter().enumerate().map(relation).collect(),
        rejections: vec![],
    }
}

/// The page with a figure for what an agency did in a period.
fn with_figure(mut facts: PageFacts, of: &str, indicator: &str, period: &str) -> PageFacts {
    let words = Evidence { span: Span::new(50, 60), text: indicator.into() };
    facts.observations.push(Observation {
        id: StatementId(format!("figure of {}", facts.page.doc)),
        indicator: indicator.into(),
        variable: Variable::default(),
        quantity: Quantity {
            value: 1.into(),
            max: None,
            unit: None,
            bound: Bound::Eq,
            change: None,
            from: None,
            aggregate: None,
        },
        period: Period::parse(period),
        agency: Some(agency(of)),
        programme: None,
        location: None,
        number: words.clone(),
        evidence: words,
        repeats: vec![],
        confidence: Confidence::hundredths(80),
        rule: "made".into(),
    });
    facts
}

/// The edges of a network: the keys of both ends, and the weight.
fn edges(network: &Network) -> Vec<(&str, &str, usize)> {
    let key = |at| network.node(at).unwrap().id.as_str();
    network.links().map(|link| (key(link.from), key(link.to), link.edge.weight)).collect()
}

#[test]
fn a_selection_by_time_keeps_what_may_hold_then() {
    let run = |who: &str| (agency(who), Predicate::Implements, programme("P"));
    let network = Network::from_pages(&[
        page("spring", Some("2022-04-01"), &[run("A"), run("B")]),
        page("autumn", Some("2022-10"), &[run("A")]),
        with_figure(page("later", Some("2023-05-01"), &[]), "A", "X", "2022"),
        page("undated", None, &[run("C")]),
    ]);
    let part = |from: Option<&str>, to: Option<&str>| {
        let text = |date: Option<&str>| date.map(str::to_owned);
        network.select(&Selection { from: text(from), to: text(to), ..Selection::default() })
    };
    let (a, b, c, x, p) = ("agency/A", "agency/B", "agency/C", "indicator/X", "programme/P");
    assert_eq!(edges(&part(None, None)), [(a, x, 1), (a, p, 2), (b, p, 1), (c, p, 1)]);
    // the figure holds for 2022, whatever the day of its page; who gives no day is nowhere in time
    assert_eq!(edges(&part(Some("2022"), Some("2022"))), [(a, x, 1), (a, p, 2), (b, p, 1)]);
    assert_eq!(edges(&part(Some("2022-10-15"), None)), [(a, x, 1), (a, p, 1)], "one of the supports stays");
    assert_eq!(edges(&part(None, Some("2022-06"))), [(a, x, 1), (a, p, 1), (b, p, 1)]);
    assert_eq!(edges(&part(Some("2023"), None)), []);
    assert_eq!(part(Some("2022-10-15"), None).nodes().filter(|node| node.id == agency("B")).count(), 0, "gone");
}

#[test]
fn rankings_stand_beside_each_other_and_beside_the_graph() {
    let base = Base::default();
    let graph = Graph::new(base.clone());
    let part = |word: &str| vec![(word.to_owned(), "2022".to_owned())];
    for (measure, part, scores) in [
        ("degree", vec![], vec![(agency("A"), 1, 0.5), (agency("B"), 2, 0.25)]),
        ("degree", part("from"), vec![(agency("A"), 1, 1.0)]),
        ("pagerank", vec![], vec![(agency("A"), 1, 1.0 / 3.0)]),
    ] {
        let told = Ranking { measure: measure.into(), part, scores, ..Ranking::default() };
        graph.load([ranking(&base, &told)]);
    }
    let query = "SELECT ?measure ?part ?rank ?value { \
         ?score schema:about ?thing ; qb:dataSet ?set ; zt:rank ?rank ; schema:value ?value . \
         ?set a zt:Ranking ; zt:measure ?measure . OPTIONAL { ?set zt:part ?part } \
         FILTER(STRENDS(STR(?thing), 'agency/A')) } ORDER BY ?measure ?part";
    let Answer::Solutions { rows, .. } = graph.query(query, &Limits::default()).unwrap() else { panic!("rows") };
    let text = |cell: &Option<Term>| cell.as_ref().map(Term::text).unwrap_or_default();
    let rows: Vec<String> = rows.iter().map(|row| row.iter().map(text).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(rows, ["degree  1 0.5", "degree from 2022 1 1", "pagerank  1 0.333333333333"]);
}

#[test]
fn a_projection_joins_things_by_what_they_share_and_knows_the_statements() {
    let run = |who: &str, what: &str| (agency(who), Predicate::Implements, programme(what));
    let lies = |what: EntityId, place: &str| (what, Predicate::LocatedIn, location(place));
    let network = Network::from_pages(&[
        page("1", None, &[run("A", "P"), run("B", "P"), run("A", "Q"), run("C", "R")]),
        page("2", None, &[run("B", "Q"), run("D", "Q"), lies(agency("A"), "X"), lies(agency("D"), "Y")]),
        page("3", None, &[lies(programme("R"), "X"), lies(programme("R"), "Z")]),
    ]);

    let agencies = network.project(Projection::Agencies);
    let (a, b, d) = ("agency/A", "agency/B", "agency/D");
    assert_eq!(edges(&agencies), [(a, b, 2), (a, d, 1), (b, d, 1)]);
    assert_eq!(agencies.node_count(), 4, "C runs a programme alone");
    let first = agencies.links().next().unwrap().edge;
    assert_eq!(first.via, [programme("P"), programme("Q")]);
    let behind: Vec<&str> = first.statements().iter().map(|id| id.0.as_str()).collect();
    assert_eq!(behind, ["10", "11", "12", "20"], "A and B run P, A runs Q, B runs Q");
    assert_eq!(first.sources().len(), 2);

    // R lies in X and Z, Q is run from X and Y
    let places = network.project(Projection::Places);
    assert_eq!(edges(&places), [("location/X", "location/Y", 1), ("location/X", "location/Z", 1)]);
    let programmes = network.project(Projection::Programmes);
    assert_eq!(edges(&programmes), [("programme/P", "programme/Q", 2)], "A and B run both");

    // What is shared has no direction: rank flows both ways.
    let scores = measure("pagerank").unwrap().scores(&Shape::of(&programmes), &Effort::default()).unwrap().values;
    assert!((scores[0] - scores[1]).abs() < 1e-12 && scores[2] < scores[0], "{scores:?}");
    assert_eq!(Network::default().project(Projection::Places).node_count(), 0);
}

proptest! {
    #[test]
    fn an_edge_weighs_as_much_as_both_share(runs in prop::collection::btree_set((0_u8..6, 0_u8..6), 0..25)) {
        let said: Vec<_> = runs
            .iter()
            .map(|(who, what)| (agency(&who.to_string()), Predicate::Implements, programme(&what.to_string())))
            .collect();
        let network = Network::from_pages(&[page("made", None, &said)]);
        let mut of: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
        runs.iter().for_each(|(who, what)| _ = of.entry(*who).or_default().insert(*what));

        let projected = network.project(Projection::Agencies);
        prop_assert_eq!(projected.node_count(), of.len());
        let mut expected = Vec::new();
        for (one, mine) in &of {
            for (other, theirs) in of.range(one + 1..) {
                let shared: Vec<EntityId> = mine.intersection(theirs).map(|what| programme(&what.to_string())).collect();
                if !shared.is_empty() {
                    expected.push((agency(&one.to_string()), agency(&other.to_string()), shared));
                }
            }
        }
        let id = |at| projected.node(at).unwrap().id.clone();
        let found: Vec<_> = projected.links().map(|link| (id(link.from), id(link.to), link.edge.via.clone())).collect();
        prop_assert_eq!(found, expected);
        for link in projected.links() {
            prop_assert_eq!(link.edge.weight, link.edge.via.len());
            prop_assert_eq!(link.edge.statements().len(), 2 * link.edge.weight, "one statement at each end of each");
        }
    }
}
