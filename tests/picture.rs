//! Pictures: what a DOT file says, where things stand in it, and what Graphviz makes of it where it is installed.

#[path = "support/networks.rs"]
mod networks;
#[path = "support/sample.rs"]
mod sample;

use std::{collections::BTreeMap, process::Command};

use networks::{agencies, export, hostile_names, network, written};
use zhengtu::{
    export::*,
    model::*,
    network::{Network, measure},
    rdf::Base,
};

// DOT, read by a tokenizer after graphviz.org/doc/info/lang.html.

#[derive(Debug, PartialEq)]
enum Token {
    /// A quoted string with `\"` resolved and nothing else.
    Quoted(String),
    Html(String),
    Word(String),
    Mark(char),
    Arrow,
}

fn dot_tokens(dot: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = dot.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                let mut text = String::new();
                loop {
                    match chars.next().expect("a string ends") {
                        '"' => break,
                        '\\' if chars.peek() == Some(&'"') => text.extend(chars.next()),
                        '\\' if chars.peek() == Some(&'\\') => {
                            text.push('\\');
                            text.extend(chars.next());
                        }
                        '\n' => panic!("a line break inside a string: {text}"),
                        c => text.push(c),
                    }
                }
                assert!(text.len() < 16_384, "Graphviz 2 takes no longer strings");
                tokens.push(Token::Quoted(text));
            }
            '<' => {
                let (mut depth, mut text) = (1, String::new());
                while depth > 0 {
                    let c = chars.next().expect("HTML ends");
                    depth += i32::from(c == '<') - i32::from(c == '>');
                    text.push(c);
                }
                tokens.push(Token::Html(text));
            }
            '-' if chars.peek() == Some(&'>') => {
                chars.next();
                tokens.push(Token::Arrow);
            }
            '{' | '}' | '[' | ']' | '=' | ',' | ';' => tokens.push(Token::Mark(c)),
            '/' if chars.peek() == Some(&'/') => chars.by_ref().take_while(|c| *c != '\n').for_each(drop),
            c if c.is_whitespace() => {}
            c if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') => {
                let mut word = String::from(c);
                while let Some(c) = chars.next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')) {
                    word.push(c);
                }
                tokens.push(Token::Word(word));
            }
            c => panic!("{c} stands outside a string"),
        }
    }
    tokens
}

type Attributes = BTreeMap<String, String>;

/// Nodes with their attributes, and the ends of the edges.
fn dot_graph(dot: &str) -> (BTreeMap<String, Attributes>, Vec<(String, String)>) {
    let tokens = dot_tokens(dot);
    let (mut nodes, mut edges) = (BTreeMap::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at..] {
            [Token::Quoted(from), Token::Arrow, Token::Quoted(to), ..] => {
                edges.push((from.clone(), to.clone()));
                at += 3;
            }
            [Token::Quoted(id), Token::Mark('['), ..] => {
                let mut attributes = BTreeMap::new();
                at += 2;
                while tokens[at] != Token::Mark(']') {
                    if let [Token::Word(key), Token::Mark('='), value, ..] = &tokens[at..] {
                        let (Token::Quoted(value) | Token::Word(value)) = value else { panic!("{key} is {value:?}") };
                        attributes.insert(key.clone(), value.clone());
                        at += 2;
                    }
                    at += 1;
                }
                nodes.insert(id.clone(), attributes);
            }
            _ => at += 1,
        }
    }
    (nodes, edges)
}

/// What Graphviz shows for an escString without `\N` and the like.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => shown.push('\n'),
                Some('\\') => shown.push('\\'),
                other => panic!("\\{other:?} means something else in Graphviz"),
            },
            c => shown.push(c),
        }
    }
    assert!(shown.matches('&').count() == shown.matches("&amp;").count(), "a bare & in {shown}");
    shown.replace("&amp;", "&")
}

#[test]
fn dot_draws_every_node_and_edge_with_its_words() {
    let dot = export("dot", &network());
    let (nodes, edges) = dot_graph(&dot);
    assert_eq!((nodes.len(), edges.len()), (10, 16));
    let bureau = &nodes["agency/430300/湘潭市医疗保障局"];
    assert_eq!((bureau["label"].as_str(), bureau["shape"].as_str()), ("湘潭市医疗保障局", "box"));
    assert_eq!(nodes["programme/15分钟医保服务圈"]["style"], "filled,rounded");
    assert_eq!(nodes["location/430300/湘潭市"]["shape"], "underline");
    assert!(dot.contains("label=\"湖南省湘潭市\"; labelloc=t"), "a box for the city");
    assert!(dot.contains(
        "tooltip=\"implements: 1 independent source (town.txt)\\n湘乡市医疗保障局在昆仑桥街道试点“15分钟医保服务圈”\""
    ));
    assert!(dot.contains("10 nodes and 16 edges, out of 2 pages"), "the legend counts");
    assert!(dot.contains("Noto Sans CJK SC,"));

    let kinds = written(&Dot { clusters: Clusters::Kind, rankdir: "TB", ..Dot::DEFAULT }, &network());
    assert!(kinds.contains("rankdir=TB") && kinds.matches("subgraph cluster_").count() == 4);
    let flat = written(&Dot { clusters: Clusters::None, ..Dot::DEFAULT }, &network());
    assert!(!flat.contains("subgraph") && dot_graph(&flat).0.len() == 10);
}

#[test]
fn dot_keeps_hostile_names_inside_their_strings() {
    let names = hostile_names();
    let (nodes, edges) = dot_graph(&export("dot", &agencies(&names)));
    assert_eq!((nodes.len(), edges.len()), (names.len() + 1, names.len()));
    for name in &names {
        let whole = name.replace(['\r', '\t'], " ");
        let node =
            nodes.values().find(|node| shown(&node["tooltip"]).starts_with(&format!("{whole}\nagency, government")));
        let label = shown(&node.unwrap_or_else(|| panic!("{name:?} is not whole in a tooltip"))["label"]);
        let lines: Vec<&str> = label.lines().collect();
        assert!(lines.len() <= 5 && lines.iter().all(|line| line.chars().count() <= 19), "{label:?}");
    }
}

#[test]
fn dot_leaves_out_the_least_connected_and_says_so() {
    let names: Vec<String> = (0..300).map(|i| format!("第{i}局")).collect();
    let dot = export("dot", &agencies(&names));
    let (nodes, edges) = dot_graph(&dot);
    assert_eq!((nodes.len(), edges.len()), (150, 149), "the programme that all share stays");
    assert!(
        dot.contains("150 nodes and 149 edges of 301 nodes and 300 edges")
            && dot.contains("Left out: 151 agencies, those least central"),
        "{dot}"
    );
}

/// Where a placed node is: left, bottom, right, top, in points.
fn extent(node: &Attributes) -> [f64; 4] {
    let (x, y) = node["pos"].split_once(',').unwrap();
    let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
    let half = |key: &str| node[key].parse::<f64>().unwrap() * 36.0;
    [x - half("width"), y - half("height"), x + half("width"), y + half("height")]
}

/// A page on which agencies in many cities run programmes of their own, and some run one that many share.
fn country(cities: usize) -> Network {
    let place =
        |city: usize| EntityId::new(EntityKind::Location, &[&format!("{:06}", 100_000 + city), &format!("第{city}市")]);
    let location = |city: usize| Location {
        id: place(city),
        name: format!("第{city}市"),
        level: Level::Prefecture,
        path: vec!["某省".into(), format!("第{city}市")],
        code: None,
        former: vec![],
        within: None,
        mentions: vec![],
    };
    let agency = |at: usize| Agency {
        id: EntityId::new(EntityKind::Agency, &[&format!("第{}市第{at}局", at % cities)]),
        name: format!("第{}市第{at}号医疗保障服务管理局", at % cities),
        kind: AgencyKind::Government,
        place: Some(place(at % cities)),
        part_of: None,
        mentions: vec![],
    };
    let agencies: Vec<Agency> = (0..cities * 6).map(agency).collect();
    let relation = |at: usize| Relation {
        id: StatementId(format!("{at:016x}")),
        subject: agencies[at].id.clone(),
        predicate: Predicate::Implements,
        object: EntityId::new(
            EntityKind::Programme,
            &[&if at.is_multiple_of(5) { format!("共同行动{}", at % 3) } else { format!("第{at}行动") }],
        ),
        evidence: Evidence { span: zhengtu::text::Span::new(0, 1), text: "推行".into() },
        confidence: Confidence::hundredths(70),
        rule: "made".into(),
    };
    let mut pages = sample::pages();
    let mut page = pages.remove(0).0;
    page.relations = (0..agencies.len()).map(relation).collect();
    (page.locations, page.programmes, page.observations) = ((0..cities).map(location).collect(), vec![], vec![]);
    page.agencies = agencies;
    Network::from_pages(&[page])
}

#[test]
fn nothing_lies_on_anything_else_and_everything_in_its_box() {
    let names: Vec<String> = (0..90).map(|at| format!("第{at}局")).collect();
    for (what, network) in [
        ("places", country(12)),
        ("provinces", country(40)),
        ("no places", agencies(&names)),
        ("hostile", agencies(&hostile_names())),
    ] {
        for rankdir in ["LR", "TB", "RL", "BT"] {
            let dot = written(&Dot { rankdir, ..Dot::DEFAULT }, &network);
            assert!(dot.starts_with("// drawn by: neato -n2 "), "{what}");
            let nodes: Vec<[f64; 4]> = dot_graph(&dot).0.values().map(extent).collect();
            assert!(nodes.len() > 20 && nodes.len() <= 150, "{what}: {}", nodes.len());
            let apart = |a: &[f64; 4], b: &[f64; 4]| a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
            for (at, one) in nodes.iter().enumerate() {
                assert!(nodes[at + 1..].iter().all(|other| apart(one, other)), "{what} {rankdir}: {one:?}");
            }
            let corners = |line: &str| {
                line.split_once(" bb=\"")?
                    .1
                    .split('"')
                    .next()?
                    .split(',')
                    .map(|n| n.parse().ok())
                    .collect::<Option<Vec<f64>>>()
            };
            let frames: Vec<Vec<f64>> = dot.lines().filter_map(corners).collect();
            for (at, frame) in frames.iter().enumerate() {
                let frame: [f64; 4] = frame.as_slice().try_into().unwrap();
                let others = frames[at + 1..].iter().map(|other| <[f64; 4]>::try_from(other.as_slice()).unwrap());
                assert!(others.into_iter().all(|other| apart(&frame, &other)), "{what}: boxes overlap");
                let inside =
                    |n: &[f64; 4]| n[0] >= frame[0] && n[1] >= frame[1] && n[2] <= frame[2] && n[3] <= frame[3];
                assert!(
                    nodes.iter().all(|node| inside(node) || apart(node, &frame)),
                    "{what}: a node on the edge of a box"
                );
            }
            // Fitted into a laptop's screen, with the heading, names are 9 pixels high or more.
            let side = |low: usize, high: usize| {
                let all =
                    || nodes.iter().chain(frames.iter().map(|frame| <&[f64; 4]>::try_from(frame.as_slice()).unwrap()));
                all().map(|one| one[high]).fold(f64::MIN, f64::max) - all().map(|one| one[low]).fold(f64::MAX, f64::min)
            };
            let scale = (1440.0 / side(0, 2)).min(900.0 / (side(1, 3) + 100.0));
            assert!(11.0 * scale >= 9.0, "{what} {rankdir}: {} by {}", side(0, 2), side(1, 3));
        }
    }
}

#[test]
fn a_picture_has_title_focus_and_links() {
    let bureau = EntityId::new(EntityKind::Agency, &["430300", "湘潭市医疗保障局"]);
    let title = "<甲> & \"乙\"".to_owned();
    let dot = Dot { title, focus: Some(bureau.clone()), base: Some(Base::default()), ..Dot::DEFAULT };
    let file = written(&dot, &network());
    assert!(file.contains("<B>&lt;甲&gt; &amp; &quot;乙&quot;</B>"), "{file}");
    let (nodes, _) = dot_graph(&file);
    let node = &nodes[bureau.as_str()];
    assert_eq!(
        (node["penwidth"].as_str(), node["URL"].as_str()),
        ("2.5", "https://w3id.org/zhengtu/agency/430300/湘潭市医疗保障局")
    );
    assert!(!nodes["programme/15分钟医保服务圈"].contains_key("penwidth"));
    assert!(file.contains("URL=\"https://w3id.org/zhengtu/statement/"), "edges lead to statements");
}

#[test]
fn a_measure_says_what_is_left_out() {
    let network = country(12);
    let by = |name: &str| written(&Dot { most: 30, by: Some(measure(name).unwrap()), ..Dot::DEFAULT }, &network);
    let shared = |dot: &str| dot_graph(dot).0.keys().filter(|key| key.contains("共同行动")).count();
    assert_eq!((shared(&by("betweenness")), shared(&by("pagerank"))), (3, 3), "what joins the cities is kept");
    assert_ne!(by("betweenness"), by("out-degree"), "measures differ");
}

/// Only where Graphviz is installed: it draws what we write, hostile names too.
#[test]
fn graphviz_draws_it() {
    if Command::new("dot").arg("-V").output().is_err() {
        return;
    }
    let graphs = [network(), agencies(&hostile_names()), Network::default(), country(4)];
    for (number, graph) in graphs.iter().enumerate() {
        let svg = export("svg", graph);
        assert_eq!(svg.matches("class=\"node\"").count(), graph.node_count(), "graph {number}");
        assert!(svg.trim_end().ends_with("</svg>"));
    }
    let mut png = Vec::new();
    Picture::plain(Image::Png).write(&network(), &mut png).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
}

#[test]
fn without_graphviz_it_is_said_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str], path: &str| {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("zhengtu"));
        command.args(arguments).env("PATH", path).current_dir(folder.path()).output().unwrap()
    };
    std::fs::write(folder.path().join("a.txt"), "湘潭市医疗保障局推行15分钟医保服务圈。").unwrap();
    assert!(run(&["build", "a.txt", "--store", "kg"], "").status.success());
    let done = run(&["export", "--store", "kg", "-o", "kg.svg"], "");
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2));
    assert!(
        said.contains("Graphviz draws svg") && said.contains("apt-get install graphviz fonts-wqy-microhei"),
        "{said}"
    );
    assert!(!folder.path().join("kg.svg").exists(), "no half a picture");
}
