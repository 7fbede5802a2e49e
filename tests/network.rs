//! The network: what is in it, what is found by name, how things hang together and which are central.

#[path = "support/sample.rs"]
mod sample;

use zhengtu::{model::*, network::*, text::Span};

fn network() -> Network {
    let mut builder = Builder::default();
    for (facts, text) in sample::pages() {
        builder.page_with_text(&facts, text);
    }
    builder.finish()
}

/// A page that says of pairs of agencies that they act together, or (`implements`) that the one runs the other.
fn made(doc: &str, pairs: &[(&str, Predicate, &str)]) -> PageFacts {
    let agency = |name: &str| EntityId::new(EntityKind::Agency, &[name]);
    let programme = |name: &str| EntityId::new(EntityKind::Programme, &[name]);
    let relation = |(i, (from, predicate, to)): (usize, &(&str, Predicate, &str))| Relation {
        id: StatementId(format!("{doc}{i}")),
        subject: agency(from),
        predicate: *predicate,
        object: if *predicate == Predicate::Implements { programme(to) } else { agency(to) },
        evidence: Evidence { span: Span::new(i as u32, i as u32 + 1), text: format!("{from} {predicate} {to}") },
        confidence: Confidence::hundredths(80),
        rule: "made".into(),
    };
    PageFacts {
        page: PageInfo {
            id: PageId(doc.into()),
            doc: doc.into(),
            title: None,
            paper: None,
            date: None,
            url: None,
            digest: None,
        },
        articles: vec![],
        agencies: vec![],
        programmes: vec![],
        locations: vec![],
        observations: vec![],
        relations: pairs.iter().enumerate().map(relation).collect(),
        rejections: vec![],
    }
}

fn partners(pairs: &[(&str, &str)]) -> Network {
    let pairs: Vec<_> = pairs.iter().map(|&(a, b)| (a, Predicate::Partners, b)).collect();
    Network::from_pages(&[made("made.txt", &pairs)])
}

fn score(network: &Network, by: &str, name: &str) -> f64 {
    measure(by).unwrap().scores(&Shape::of(network), &Effort::default()).unwrap().values[network.find(name).unwrap()]
}

fn top<'n>(network: &'n Network, by: &str, kind: Option<EntityKind>, limit: usize) -> Vec<Ranked<'n>> {
    let scores = measure(by).unwrap().scores(&Shape::of(network), &Effort::default()).unwrap();
    rank(network, &scores, kind, limit)
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn nodes_and_edges_stand_in_the_order_of_their_keys_and_name_their_pages() {
    let network = network();
    let nodes: Vec<String> = network
        .nodes()
        .map(|node| format!("{} {} {} on {:?}", node.kind, node.sort.unwrap_or("-"), node.name, node.sources))
        .collect();
    assert_eq!(
        nodes,
        [
            "agency government 湘潭市医疗保障局 on [0]",
            "agency government 湘乡市医疗保障局 on [1]",
            "indicator - 参保率 on [0]",
            "indicator - 建成服务点 on [0]",
            "indicator - 追回违规资金 on [1]",
            "location province 湖南省 on [0, 1]",
            "location prefecture 湘潭市 on [0, 1]",
            "location county 湘乡市 on [1]",
            "location township 昆仑桥街道 on [1]",
            "programme service 15分钟医保服务圈 on [0, 1]",
        ]
    );
    let edges: Vec<String> = network
        .links()
        .map(|Link { from, to, edge }| {
            let name = |at| &network.node(at).unwrap().name;
            format!("{} {} {} x{}", name(from), edge.kind, name(to), edge.weight)
        })
        .collect();
    assert_eq!(
        edges,
        [
            "湘潭市医疗保障局 reports 参保率 x1",
            "湘潭市医疗保障局 reports 建成服务点 x1",
            "湘潭市医疗保障局 located_in 湘潭市 x1",
            "湘潭市医疗保障局 implements 15分钟医保服务圈 x1",
            "湘乡市医疗保障局 reports 追回违规资金 x1",
            "湘乡市医疗保障局 located_in 湘乡市 x1",
            "湘乡市医疗保障局 implements 15分钟医保服务圈 x1",
            "参保率 measured_in 湘潭市 x1",
            "建成服务点 measured_in 湘潭市 x1",
            "追回违规资金 measured_in 湘乡市 x1",
            "湘潭市 within 湖南省 x2",
            "湘乡市 within 湘潭市 x1",
            "昆仑桥街道 within 湘乡市 x1",
            "15分钟医保服务圈 measured_by 参保率 x1",
            "15分钟医保服务圈 measured_by 建成服务点 x1",
            "15分钟医保服务圈 measured_by 追回违规资金 x1",
        ]
    );
    let sources: Vec<&str> = network.sources().iter().map(|page| page.doc.as_str()).collect();
    assert_eq!(sources, ["city.txt", "town.txt"]);
}

#[test]
fn the_order_of_the_pages_and_a_page_that_comes_twice_change_nothing() {
    let pages = sample::pages();
    let shown = |order: &[usize]| {
        let network = Network::from_pages(order.iter().map(|&at| &pages[at].0));
        format!(
            "{:?} {:?} {:?}",
            network.sources(),
            network.nodes().collect::<Vec<_>>(),
            network.links().collect::<Vec<_>>()
        )
    };
    assert_eq!(shown(&[0, 1]), shown(&[1, 0, 1]));
}

#[test]
fn pages_that_quote_the_same_words_count_once() {
    let say = |doc: &str, words: &str| {
        let mut page = made(doc, &[("A", Predicate::Partners, "B")]);
        page.relations[0].evidence.text = words.into();
        page
    };
    let pages = [say("1", "甲局与乙局联合开展行动"), say("2", "甲局与乙局联合开展行动"), say("3", "乙局会同甲局检查")];
    let network = Network::from_pages(&pages);
    let edge = network.links().next().unwrap().edge;
    assert_eq!((network.edge_count(), edge.supports.len(), edge.weight), (1, 3, 2));
}

#[test]
fn partners_have_no_direction_and_nothing_partners_itself() {
    let network = partners(&[("B", "A"), ("A", "B"), ("A", "A")]);
    assert_eq!(network.edge_count(), 1);
    assert_eq!(network.links().next().unwrap().edge.statements().len(), 2);
}

#[test]
fn names_are_found_whole_by_key_by_alias_and_by_their_end() {
    let network = network();
    let found = |name: &str| network.find(name).map(|at| network.node(at).unwrap().name.clone());
    for (asked, name) in [
        ("湘潭市医疗保障局", "湘潭市医疗保障局"),
        ("agency/430300/湘潭市医疗保障局", "湘潭市医疗保障局"),
        ("https://example.org/agency/430300/湘潭市医疗保障局", "湘潭市医疗保障局"),
        ("湖南省湘潭市湘乡市", "湘乡市"),
        ("桥街道", "昆仑桥街道"),
        ("医保服务", "15分钟医保服务圈"),
        (" 参保率 ", "参保率"),
    ] {
        assert_eq!(found(asked).as_deref(), Ok(name), "{asked}");
    }
    let several = found("医疗保障局").unwrap_err().to_string();
    assert!(several.starts_with("医疗保障局 may be any of 2 nodes"), "{several}");
    assert!(several.contains("agency/430381/湘乡市医疗保障局"), "{several}");

    let mut pages = sample::pages();
    pages[0].0.agencies[0].mentions = vec![Span::new(27, 29)];
    let text: String = pages[0].1.chars().enumerate().map(|(i, c)| if i == 27 { '甲' } else { c }).collect();
    let word: String = text.chars().skip(27).take(2).collect();
    let mut builder = Builder::default();
    builder.page_with_text(&pages[0].0, &text);
    let network = builder.finish();
    assert_eq!(network.node(network.find(&word).unwrap()).unwrap().name, "湘潭市医疗保障局");
}

#[test]
fn an_unknown_name_gets_the_nearest_ones() {
    let network = network();
    for asked in ["湘谭市医疗保障局", "湘潭医保局"] {
        let error = network.find(asked).unwrap_err();
        let NetworkError::UnknownName { near, .. } = &error else { panic!("{error}") };
        assert_eq!(near[0], "湘潭市医疗保障局", "{asked}");
        assert!(near.len() <= 5);
        assert!(error.to_string().starts_with(&format!("no node is called {asked} (did you mean 湘潭市医疗保障局")));
    }
    assert_eq!(network.find("xyz").unwrap_err().to_string(), "no node is called xyz");
    assert_eq!(network.find("").unwrap_err().to_string(), "no node is called ");
}

#[test]
fn a_path_carries_the_sentence_of_each_step() {
    let network = network();
    let paths = network.paths("湘潭市医疗保障局", "湘乡市医疗保障局", &PathOptions::default()).unwrap();
    let steps: Vec<_> = paths[0].steps.iter().map(|step| (&*step.to.name, step.sentence(), step.edges[0].1)).collect();
    assert_eq!(
        steps,
        [
            ("15分钟医保服务圈", Some("湘潭市医疗保障局推行“15分钟医保服务圈”"), true),
            ("湘乡市医疗保障局", Some("湘乡市医疗保障局在昆仑桥街道试点“15分钟医保服务圈”"), false),
        ]
    );
    let support = paths[0].steps[0].edges[0].0.best().unwrap();
    assert_eq!(network.source(support).doc, "city.txt");

    let register = network.paths("昆仑桥街道", "湖南省", &PathOptions::default()).unwrap();
    assert_eq!(register[0].steps.iter().map(|step| step.sentence()).collect::<Vec<_>>(), [None, None, None]);
    let itself = network.paths("湖南省", "湖南省", &PathOptions::default()).unwrap();
    assert!(itself[0].steps.is_empty() && itself[0].start.name == "湖南省");
}

#[test]
fn the_k_shortest_paths_come_by_length_and_no_node_twice() {
    let network = partners(&[("A", "B"), ("B", "D"), ("A", "C"), ("C", "D"), ("B", "C"), ("D", "E")]);
    let all = |options: &PathOptions| -> Vec<String> {
        let path = |path: &Path| path.steps.iter().fold("A".to_owned(), |way, step| way + &step.to.name);
        network.paths("agency/A", "agency/E", options).unwrap().iter().map(path).collect()
    };
    let options = PathOptions { count: 10, ..PathOptions::default() };
    assert_eq!(all(&options), ["ABDE", "ACDE", "ABCDE", "ACBDE"]);
    assert_eq!(all(&PathOptions { count: 2, ..options.clone() }), ["ABDE", "ACDE"]);
    assert_eq!(all(&PathOptions { max_steps: Some(3), ..options.clone() }), ["ABDE", "ACDE"]);
    let short = PathOptions { max_steps: Some(2), ..options };
    let error = network.paths("agency/A", "agency/E", &short).unwrap_err();
    assert_eq!(error.to_string(), "no path between A and E is short enough: the shortest has 3 steps (allow as many)");
}

#[test]
fn all_paths_are_all_of_them_or_say_that_they_are_not() {
    let network = partners(&[("A", "B"), ("B", "D"), ("A", "C"), ("C", "D"), ("B", "C"), ("D", "E")]);
    let all = |count, max_steps, weighted| {
        let options = PathOptions { count, max_steps: Some(max_steps), weighted };
        let path = |path: &Path| path.steps.iter().fold("A".to_owned(), |way, step| way + &step.to.name);
        network
            .all_paths("agency/A", "agency/E", &options)
            .map(|(paths, whole)| (paths.iter().map(path).collect::<Vec<_>>().join(" "), whole))
    };
    assert_eq!(all(10, 4, false), Ok(("ABDE ACDE ABCDE ACBDE".into(), true)));
    assert_eq!(all(10, 100, true), Ok(("ABDE ACDE ABCDE ACBDE".into(), true)));
    assert_eq!(all(4, 4, false), Ok(("ABDE ACDE ABCDE ACBDE".into(), true)), "exactly as many as there are");
    assert_eq!(all(2, 4, false), Ok(("ABDE ACDE".into(), false)));
    assert_eq!(all(10, 3, false), Ok(("ABDE ACDE".into(), true)));
    assert!(matches!(all(10, 2, false), Err(NetworkError::PathTooLong { shortest: 3, .. })));
    let options = PathOptions { count: 10, max_steps: Some(5), ..PathOptions::default() };
    let (itself, whole) = network.all_paths("agency/A", "agency/A", &options).unwrap();
    assert_eq!((itself.len(), itself[0].steps.len(), whole), (1, 0, true));
}

#[test]
fn weighted_paths_prefer_what_many_pages_say() {
    let mut pages = vec![made("0", &[("A", Predicate::Partners, "Z")])];
    for page in 1..=3 {
        let doc = page.to_string();
        let mut facts = made(&doc, &[("A", Predicate::Partners, "M"), ("M", Predicate::Partners, "Z")]);
        facts.relations.iter_mut().for_each(|relation| relation.evidence.text.push_str(&doc));
        pages.push(facts);
    }
    let network = Network::from_pages(&pages);
    let steps = |weighted| {
        let options = PathOptions { weighted, ..PathOptions::default() };
        network.paths("agency/A", "agency/Z", &options).unwrap()[0].steps.len()
    };
    assert_eq!((steps(false), steps(true)), (1, 2));
}

#[test]
fn no_path_says_what_each_end_hangs_together_with_and_what_comes_near() {
    let network =
        partners(&[("甲县水利局", "甲县人民政府"), ("甲县水务局", "乙县人民政府"), ("甲县水务局", "丙县人民政府")]);
    let error = network.paths("甲县人民政府", "乙县人民政府", &PathOptions::default()).unwrap_err();
    let NetworkError::NoPath { from_others, to_others, near, .. } = &error else { panic!("{error}") };
    assert_eq!((*from_others, *to_others), (1, 2));
    assert!(near.contains(&"甲县水利局 and 甲县水务局".to_owned()), "{near:?}");
    assert!(error.to_string().contains("no edge joins the two groups (nearest misses: "), "{error}");
}

#[test]
fn selections_narrow_by_kind_relation_place_confidence_and_neighbourhood() {
    let network = network();
    let names = |selection: Selection| -> Vec<String> {
        network.select(&selection).nodes().map(|node| node.name.clone()).collect()
    };
    let all = Selection::default();
    assert_eq!(names(all.clone()).len(), 10);

    let kinds = [EntityKind::Agency, EntityKind::Programme].into();
    assert_eq!(names(Selection { kinds, ..all.clone() }), ["湘潭市医疗保障局", "湘乡市医疗保障局", "15分钟医保服务圈"]);

    let relations = [EdgeKind::Within].into();
    assert_eq!(names(Selection { relations, ..all.clone() }), ["湖南省", "湘潭市", "湘乡市", "昆仑桥街道"]);

    let county = EntityId::new(EntityKind::Location, &["430381", "湘乡市"]);
    let place = Some(county.clone());
    assert_eq!(
        names(Selection { place, ..all.clone() }),
        ["湘乡市医疗保障局", "追回违规资金", "湘乡市", "昆仑桥街道", "15分钟医保服务圈"]
    );

    let sure = network.select(&Selection { min_confidence: Some(Confidence::hundredths(90)), ..all.clone() });
    assert!(sure.nodes().all(|node| node.kind != EntityKind::Indicator), "figures are read with 0.85");
    assert_eq!(sure.links().filter(|link| link.edge.kind == EdgeKind::Implements).count(), 2);

    let around = |depth| Some(Around { node: county.clone(), depth });
    assert_eq!(names(Selection { around: around(0), ..all.clone() }), ["湘乡市"]);
    assert_eq!(
        names(Selection { around: around(1), ..all.clone() }),
        ["湘乡市医疗保障局", "追回违规资金", "湘潭市", "湘乡市", "昆仑桥街道"]
    );
    let nowhere = Some(Around { node: EntityId::new(EntityKind::Agency, &["none"]), depth: 3 });
    assert!(names(Selection { around: nowhere, ..all }).is_empty());
}

#[test]
fn a_path_of_five_has_the_centralities_of_the_textbook() {
    let network = partners(&[("1", "2"), ("2", "3"), ("3", "4"), ("4", "5")]);
    for (node, betweenness, closeness, harmonic, degree) in [
        ("agency/1", 0.0, 4.0 / 10.0, 1.0 + 1.0 / 2.0 + 1.0 / 3.0 + 1.0 / 4.0, 0.25),
        ("agency/2", 3.0 / 6.0, 4.0 / 7.0, 2.0 + 1.0 / 2.0 + 1.0 / 3.0, 0.5),
        ("agency/3", 4.0 / 6.0, 4.0 / 6.0, 3.0, 0.5),
    ] {
        close(score(&network, "betweenness", node), betweenness);
        close(score(&network, "closeness", node), closeness);
        close(score(&network, "harmonic", node), harmonic);
        close(score(&network, "degree", node), degree);
    }
    // The principal eigenvector of a path is a half sine.
    let half_sine = |k: f64| (k * std::f64::consts::PI / 6.0).sin() / 3.0_f64.sqrt();
    close(score(&network, "eigenvector", "agency/2"), half_sine(2.0));
}

#[test]
fn in_a_star_rank_flows_to_the_middle() {
    let leaves: Vec<String> = (1..=4).map(|leaf| format!("leaf{leaf}")).collect();
    let arms: Vec<_> = leaves.iter().map(|leaf| (leaf.as_str(), Predicate::Implements, "middle")).collect();
    let network = Network::from_pages(&[made("star.txt", &arms)]);
    // The middle has no way out and spreads over all: l = (1 - d)/5 + d m/5, and m + 4 l = 1.
    let d = 0.85;
    let leaf = 1.0 / (5.0 + 4.0 * d);
    close(score(&network, "pagerank", "middle"), 1.0 - 4.0 * leaf);
    close(score(&network, "pagerank", "leaf1"), leaf);
    close(score(&network, "betweenness", "middle"), 1.0);
    close(score(&network, "strength", "middle"), 4.0);
}

/// Who met whom outside the club: W. W. Zachary, Journal of Anthropological Research 33 (1977) 452–473.
#[rustfmt::skip]
const CLUB: &[(usize, &[usize])] = &[
    (1, &[2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32]), (2, &[3, 4, 8, 14, 18, 20, 22, 31]),
    (3, &[4, 8, 9, 10, 14, 28, 29, 33]), (4, &[8, 13, 14]), (5, &[7, 11]), (6, &[7, 11, 17]), (7, &[17]),
    (9, &[31, 33, 34]), (10, &[34]), (14, &[34]), (15, &[33, 34]), (16, &[33, 34]), (19, &[33, 34]), (20, &[34]),
    (21, &[33, 34]), (23, &[33, 34]), (24, &[26, 28, 30, 33, 34]), (25, &[26, 28, 32]), (26, &[32]), (27, &[30, 34]),
    (28, &[34]), (29, &[32, 34]), (30, &[33, 34]), (31, &[33, 34]), (32, &[33, 34]), (33, &[34]),
];

#[test]
fn the_karate_club_agrees_with_networkx() {
    let name = |member: usize| format!("{member:02}");
    let ties: Vec<(String, String)> =
        CLUB.iter().flat_map(|(a, friends)| friends.iter().map(move |b| (name(*a), name(*b)))).collect();
    let pairs: Vec<(&str, &str)> = ties.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let network = partners(&pairs);
    assert_eq!((network.node_count(), network.edge_count()), (34, 78));
    // Members 1, 3, 34 and 12, by networkx 3.5.
    for (measure, values) in [
        ("degree", [0.48484848484848486, 0.30303030303030304, 0.5151515151515151, 0.030303030303030304]),
        ("betweenness", [0.43763528138528146, 0.14365680615680618, 0.30407497594997596, 0.0]),
        ("closeness", [0.5689655172413793, 0.559322033898305, 0.55, 0.36666666666666664]),
        ("harmonic", [23.16666666666666, 21.0, 23.25, 13.500000000000004]),
        ("eigenvector", [0.3554914445167459, 0.3171925044837801, 0.3733634702989749, 0.05285569749194998]),
        ("pagerank", [0.0969972853883738, 0.05707850948846012, 0.1009191823325516, 0.009564745492141206]),
    ] {
        for (member, value) in [1, 3, 34, 12].into_iter().zip(values) {
            let score = score(&network, measure, &format!("agency/{}", name(member)));
            assert!((score - value).abs() < 1e-8, "{measure} of {member}: {score} is not {value}");
        }
    }
}

#[test]
fn a_ranking_says_what_it_rests_on_and_ties_go_by_key() {
    let network = network();
    let ranked = top(&network, "betweenness", None, 3);
    assert_eq!((ranked.len(), ranked[0].name, ranked[0].kind), (3, "湘潭市", EntityKind::Location));
    assert_eq!(ranked[0].sources, [0, 1]);
    assert!(
        ranked[0].reasons.iter().any(|why| why.name == "参保率" && !why.outgoing && why.kind == EdgeKind::MeasuredIn)
    );

    let programmes = top(&network, "PageRank", Some(EntityKind::Programme), 9);
    assert_eq!(programmes.iter().map(|one| one.name).collect::<Vec<_>>(), ["15分钟医保服务圈"]);

    let square = partners(&[("A", "B"), ("B", "C"), ("C", "D"), ("D", "A")]);
    for measure in MEASURES {
        let ranked = top(&square, measure.name(), None, 10);
        // those that look at directions differ
        if !["in-degree", "out-degree", "pagerank", "hubs", "authorities"].contains(&measure.name()) {
            assert_eq!(ranked.iter().map(|one| one.name).collect::<String>(), "ABCD", "{}", measure.name());
            assert!(ranked.iter().all(|one| one.place == 1), "{}", measure.name());
        }
    }
}

#[test]
fn every_measure_takes_the_smallest_networks() {
    for network in [Network::default(), partners(&[("A", "B")])] {
        for measure in MEASURES {
            let scores = measure
                .scores(&Shape::of(&network), &Effort::default())
                .map(|scores| scores.values)
                .unwrap_or_else(|error| panic!("{}: {error}", measure.name()));
            assert_eq!(scores.len(), network.node_count(), "{}", measure.name());
            assert!(scores.iter().all(|score| score.is_finite()), "{}: {scores:?}", measure.name());
        }
    }
    let error = measure("katz-ish").map(|measure| measure.name()).unwrap_err().to_string();
    assert!(error.starts_with("no measure is called katz-ish (one of degree, in-degree, out-degree"), "{error}");
}

/// A graph of the literature, and what networkx says of its nodes (`.ci/centrality.py --write` made both files).
fn classic(name: &str) -> (Shape, Vec<(String, Vec<f64>)>) {
    let read = |file: &str| std::fs::read_to_string(format!("tests/network/{name}.{file}.tsv")).unwrap();
    let arcs = read("edges");
    let arcs = arcs.lines().map(|line| {
        let mut cells = line.split('\t').map(|cell| cell.parse::<f64>().unwrap());
        let mut next = || cells.next().unwrap();
        (next() as usize, next() as usize, next())
    });
    let scores = read("scores");
    let mut lines = scores.lines();
    let mut columns: Vec<(String, Vec<f64>)> =
        lines.next().unwrap().split('\t').map(|measure| (measure.to_owned(), Vec::new())).collect();
    for line in lines {
        for (column, cell) in columns.iter_mut().zip(line.split('\t')) {
            column.1.push(cell.parse().unwrap());
        }
    }
    (Shape::new(columns[0].1.len(), arcs), columns)
}

#[test]
fn classic_graphs_have_the_centralities_that_networkx_gives_them() {
    for name in ["karate", "miserables"] {
        let (shape, columns) = classic(name);
        let known: Vec<&str> = columns.iter().map(|(measure, _)| measure.as_str()).collect();
        assert_eq!(known, MEASURES.iter().map(|measure| measure.name()).collect::<Vec<_>>());
        for (by, expected) in columns {
            let scores = measure(&by).unwrap().scores(&shape, &Effort::default()).unwrap();
            assert_eq!(scores.error, None);
            for (node, (score, expected)) in scores.values.iter().zip(&expected).enumerate() {
                assert!((score - expected).abs() < 1e-6, "{name}, {by} of {node}: {score} is not {expected}");
            }
        }
    }
}

#[test]
fn classic_graphs_fall_into_communities_and_hang_on_joints() {
    // modularity that networkx's louvain_communities reaches at best in 1,000 seeds, and its joints
    for (name, parts, modularity, nodes, edges) in [("karate", 4, 0.4449, 1, 1), ("miserables", 6, 0.5667, 8, 18)] {
        let both = classic(name).0.both;
        let found = communities(&both, 0);
        assert!(found.modularity > modularity - 1e-4, "{name}: {}", found.modularity);
        assert_eq!(found, communities(&both, 0));
        assert_eq!(found.of.iter().max(), Some(&(parts - 1)), "{name}");
        let joints = joints(&both);
        assert_eq!((joints.nodes.len(), joints.edges.len()), (nodes, edges), "{name}");
        assert!(components(&both).iter().all(|&part| part == 0));
    }
}

/// A long way can't be walked by a function that calls itself.
#[test]
fn a_long_chain_is_no_burden() {
    let chain = Shape::new(200_000, (1..200_000).map(|node| (node - 1, node, 1.0)));
    assert_eq!(joints(&chain.both).nodes.len(), 199_998);
    assert!(components(&chain.both).iter().all(|&part| part == 0));
}
