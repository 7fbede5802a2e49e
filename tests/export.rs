//! Exports, each read back by another program's rules than it was written by.

#[path = "support/sample.rs"]
mod sample;

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event, attributes::Attribute},
};
use serde_json::Value;
use zhengtu::{export::*, model::*, network::Network, rdf::Base, text::Span};

fn network() -> Network {
    Network::from_pages(sample::pages().iter().map(|(facts, _)| facts))
}

fn written(format: &dyn Exporter, network: &Network) -> String {
    let mut file = Vec::new();
    format.write(network, &mut file).unwrap();
    String::from_utf8(file).unwrap()
}

fn export(format: &str, network: &Network) -> String {
    written(exporter(format).unwrap(), network)
}

/// Names that break out of one format or another if they are not escaped.
fn hostile_names() -> Vec<String> {
    let names = [
        "甲\"]; x [label=\"乙",
        "反斜杠\\",
        "反斜杠引号\\\"",
        "转义\\N\\G\\L\\n",
        "尖括号<b>&lt;局</b>",
        "<<TABLE>>",
        "]]><!--",
        "\" -> \"乙局",
        "}digraph{a->b",
        "第一行\n第二行\r\n第三行\t栏",
        "逗号,分号;竖线|",
        "=1+1",
        "'单引号'",
        "🏛🧨局",
        "右到左\u{202E}局",
        "&#x0;&bad;&amp;",
        "%zz?#[x](y)",
        "{|}<f0>",
    ];
    names.iter().map(|name| name.to_string()).chain(["长".repeat(2_000), "\\".repeat(2_000)]).collect()
}

/// A page on which agencies of these names run one programme, each in a sentence that is its name.
fn agencies(names: &[String]) -> Network {
    let programme = EntityId::new(EntityKind::Programme, &["行动"]);
    let agency = |name: &String| Agency {
        id: EntityId::new(EntityKind::Agency, &[name]),
        name: name.clone(),
        kind: AgencyKind::Government,
        place: None,
        part_of: None,
        mentions: vec![],
    };
    let agencies: Vec<Agency> = names.iter().map(agency).collect();
    let relation = |(i, agency): (usize, &Agency)| Relation {
        id: StatementId(format!("{i:016x}")),
        subject: agency.id.clone(),
        predicate: Predicate::Implements,
        object: programme.clone(),
        evidence: Evidence { span: Span::new(0, 1), text: agency.name.clone() },
        confidence: Confidence::hundredths(70),
        rule: "made".into(),
    };
    Network::from_pages(&[PageFacts {
        page: PageInfo {
            id: PageId("c".into()),
            doc: "a \"b\" <c>;.txt".into(),
            title: None,
            paper: None,
            date: None,
            url: None,
            digest: None,
        },
        articles: vec![],
        relations: agencies.iter().enumerate().map(relation).collect(),
        agencies,
        programmes: vec![],
        locations: vec![],
        observations: vec![],
        rejections: vec![],
    }])
}

fn names_in(network: &Network) -> BTreeSet<String> {
    network.nodes().map(|node| node.name.clone()).collect()
}

#[test]
fn the_registry_has_unlike_names_and_finds_formats_by_name_or_ending() {
    let names: BTreeSet<&str> = EXPORTERS.iter().map(|format| format.name()).collect();
    let endings: BTreeSet<&str> = EXPORTERS.iter().map(|format| format.extension()).collect();
    assert_eq!((names.len(), endings.len()), (EXPORTERS.len(), EXPORTERS.len()));
    assert_eq!(exporter("GEXF").unwrap().name(), "gexf");
    assert_eq!(exporter("cyjs").unwrap().name(), "cytoscape");
    let error = exporter("docx").map(|format| format.name()).unwrap_err().to_string();
    assert!(error.starts_with("no export format is called docx (one of dot, graphml, gexf, node-link"), "{error}");
}

#[test]
fn every_format_writes_the_same_bytes_again_and_takes_an_empty_network() {
    for format in EXPORTERS {
        assert_eq!(written(*format, &network()), written(*format, &network()), "{}", format.name());
        assert!(!written(*format, &Network::default()).is_empty(), "{}", format.name());
    }
}

#[test]
fn a_full_disk_is_an_error() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("no space left"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for format in EXPORTERS {
        let error = format.write(&network(), &mut Full).unwrap_err().to_string();
        assert_eq!(error, "could not write the export: no space left", "{}", format.name());
    }
}

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
    assert_eq!(nodes["programme/15分钟医保服务圈"]["shape"], "ellipse");
    assert!(dot.contains("label=\"湖南省湘潭市\"; labelloc=t"), "a box for the city");
    assert!(dot.contains(
        "tooltip=\"implements: 1 independent source (town.txt)\\n湘乡市医疗保障局在昆仑桥街道试点“15分钟医保服务圈”\""
    ));
    assert!(dot.contains("10 nodes, 16 edges<"), "the legend counts");
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
    assert!(dot.contains("150 nodes, 149 edges. Left out: 151 nodes with fewer neighbours; narrow by place"), "{dot}");
}

// XML, read by quick-xml's reader.

/// Elements of a name with their attributes and own text.
fn elements(xml: &str, name: &str) -> Vec<(Attributes, String)> {
    let attributes = |start: &BytesStart<'_>| {
        let attribute = |attribute: Attribute<'_>| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned();
            (attribute.key.as_ref().to_owned(), value)
        };
        start.attributes().map(|one| attribute(one.unwrap())).collect()
    };
    let mut reader = Reader::from_str(xml);
    let (mut found, mut open) = (Vec::new(), None::<(Attributes, String)>);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Empty(start) if start.name().as_ref() == name => found.push((attributes(&start), String::new())),
            Event::Start(start) if start.name().as_ref() == name => open = Some((attributes(&start), String::new())),
            Event::End(end) if end.name().as_ref() == name => found.extend(open.take()),
            Event::Text(text) => open.iter_mut().for_each(|(_, own)| own.push_str(&text)),
            Event::GeneralRef(entity) => {
                let c = entity.resolve_char_ref().unwrap().map(String::from);
                let text = c.unwrap_or_else(|| resolve_predefined_entity(&entity).unwrap().to_owned());
                open.iter_mut().for_each(|(_, own)| own.push_str(&text));
            }
            _ => {}
        }
    }
}

#[test]
fn graphml_declares_its_attributes_and_uses_only_these() {
    let xml = export("graphml", &network());
    let declared: BTreeSet<String> = elements(&xml, "key").into_iter().map(|(key, _)| key["id"].clone()).collect();
    let data = elements(&xml, "data");
    assert!(data.iter().all(|(of, _)| declared.contains(&of["key"])));
    let labels: Vec<&str> =
        data.iter().filter(|(of, _)| of["key"] == "n_label").map(|(_, text)| text.as_str()).collect();
    assert_eq!(labels.len(), 10);
    assert_eq!((labels[0], labels[9]), ("湘潭市医疗保障局", "15分钟医保服务圈"));
    let ids: BTreeSet<String> = elements(&xml, "node").into_iter().map(|(node, _)| node["id"].clone()).collect();
    let edges = elements(&xml, "edge");
    assert_eq!((ids.len(), edges.len()), (10, 16));
    assert!(edges.iter().all(|(edge, _)| ids.contains(&edge["source"]) && ids.contains(&edge["target"])));
    assert!(data.iter().any(|(of, text)| of["key"] == "e_evidence" && text == "参保率由95.2%提高到97.1%"));
}

#[test]
fn gexf_has_labels_weights_and_the_pages_behind_edges() {
    let xml = export("gexf", &network());
    let nodes: Vec<String> = elements(&xml, "node").into_iter().map(|(node, _)| node["label"].clone()).collect();
    assert_eq!((nodes.len(), nodes[6].as_str()), (10, "湘潭市"));
    let edges = elements(&xml, "edge");
    let within = edges.iter().find(|(edge, _)| edge["target"] == "location/430000/湖南省").unwrap();
    assert_eq!((within.0["kind"].as_str(), within.0["weight"].as_str()), ("within", "2"));
    let values: Vec<_> = elements(&xml, "attvalue").into_iter().map(|(value, _)| value).collect();
    let declared: BTreeSet<String> =
        elements(&xml, "attribute").into_iter().map(|(one, _)| one["id"].clone()).collect();
    assert!(values.iter().all(|value| declared.contains(&value["for"])));
    assert!(values.iter().any(|value| value["for"] == "docs" && value["value"] == "city.txt\ntown.txt"));
    assert!(values.iter().any(|value| value["for"] == "first" && value["value"] == "2022-12-09"));
}

#[test]
fn xml_gives_hostile_names_back_whole_but_for_what_xml_cannot_hold() {
    let mut names = hostile_names();
    names.push("控制\u{1}\u{B}\u{FFFE}符".into());
    let network = agencies(&names);
    let expected: BTreeSet<String> =
        names_in(&network).iter().map(|name| name.replace(['\u{1}', '\u{B}', '\u{FFFE}'], "\u{FFFD}")).collect();
    let graphml = elements(&export("graphml", &network), "data").into_iter();
    let found: BTreeSet<String> = graphml.filter(|(of, _)| of["key"] == "n_label").map(|(_, text)| text).collect();
    assert_eq!(found, expected);
    let gexf = elements(&export("gexf", &network), "node").into_iter();
    assert_eq!(gexf.map(|(node, _)| node["label"].clone()).collect::<BTreeSet<_>>(), expected);
}

// JSON, read by serde_json.

#[test]
fn node_link_json_is_as_networkx_wants_it() {
    let json: Value = serde_json::from_str(&export("node-link", &network())).unwrap();
    assert_eq!((&json["directed"], &json["multigraph"]), (&Value::Bool(true), &Value::Bool(true)));
    let (nodes, edges) = (json["nodes"].as_array().unwrap(), json["edges"].as_array().unwrap());
    let ids: BTreeSet<&str> = nodes.iter().map(|node| node["id"].as_str().unwrap()).collect();
    assert_eq!((ids.len(), edges.len()), (10, 16));
    assert!(edges.iter().all(|edge| ids.contains(edge["source"].as_str().unwrap())));
    let keys: BTreeSet<_> =
        edges.iter().map(|e| (e["source"].as_str(), e["target"].as_str(), e["key"].as_str())).collect();
    assert_eq!(keys.len(), 16, "source, target and key tell edges apart");
    let implements = edges.iter().find(|edge| edge["key"] == "implements").unwrap();
    assert_eq!(implements["evidence"][0], "湘潭市医疗保障局推行“15分钟医保服务圈”");
    assert_eq!((&implements["docs"][0], &implements["first"]), (&"city.txt".into(), &"2022-12-09".into()));
}

#[test]
fn cytoscape_json_has_elements_with_data() {
    let names = hostile_names();
    let network = agencies(&names);
    let json: Value = serde_json::from_str(&export("cytoscape", &network)).unwrap();
    let found: BTreeSet<String> = json["elements"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["data"]["name"].as_str().unwrap().into())
        .collect();
    assert_eq!(found, names_in(&network));
    let edge = &json["elements"]["edges"][0];
    assert_eq!((&edge["classes"], &edge["data"]["interaction"]), (&"implements".into(), &"implements".into()));
    assert_eq!(edge["data"]["target"], "programme/行动");
}

// Tables, read by the csv crate's reader.

fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(table.as_bytes()).deserialize().collect::<Result<_, _>>().unwrap()
}

#[test]
fn tables_of_nodes_and_edges_fit_together() {
    let network = agencies(&hostile_names());
    let (nodes, edges) = (rows(&export("csv-nodes", &network)), rows(&export("csv-edges", &network)));
    assert_eq!(nodes.iter().map(|node| node["name"].clone()).collect::<BTreeSet<_>>(), names_in(&network));
    let ids: BTreeSet<&String> = nodes.iter().map(|node| &node["id:ID"]).collect();
    assert!(edges.iter().all(|edge| ids.contains(&edge[":START_ID"]) && ids.contains(&edge[":END_ID"])));
    assert!(edges.iter().all(|edge| edge["docs"] == "a \"b\" <c>;.txt" && edge["weight:int"] == "1"));
    assert!(nodes.iter().any(|node| node["name"] == "=1+1" && node[":LABEL"] == "Agency"), "values stand as they are");
}

#[test]
fn the_table_of_figures_is_as_kept() {
    let mut file = Vec::new();
    let mut table = TableWriter::new(&mut file).unwrap();
    sample::pages().iter().for_each(|(facts, _)| table.page(facts).unwrap());
    table.finish().unwrap();
    let file = String::from_utf8(file).unwrap();
    let mut lines = file.lines();
    assert_eq!(
        lines.next().unwrap().replace('"', ""),
        "doc,paper,date,agency,programme,location,code,indicator,value,value_max,from,unit,bound,change,aggregate,period,\
         quote,confidence,rule,statement"
    );
    assert_eq!(
        lines.nth(1).unwrap(),
        "\"city.txt\",\"湘潭日报\",\"2022-12-09\",\"湘潭市医疗保障局\",\"15分钟医保服务圈\",\"湖南省/湘潭市\",430300,\
         \"参保率\",97.1,\"\",95.2,\"%\",\"eq\",\"\",\"\",\"2022-12\",\"参保率由95.2%提高到97.1%\",0.85,\
         \"metric.subject\",2222222222222222"
    );
    assert_eq!(rows(&file)[2]["value"], "450000");
}

// Facts.

fn facts(pages: &[(PageFacts, &str)]) -> Vec<String> {
    let mut file = Vec::new();
    let mut writer = FactsWriter::new(&mut file, Base::default());
    pages.iter().for_each(|(facts, text)| writer.page(facts, text).unwrap());
    writer.finish().unwrap();
    String::from_utf8(file).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn facts_have_the_keys_of_the_format_in_its_order() {
    let lines = facts(&sample::pages());
    let kinds: Vec<String> = lines
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["kind"].as_str().unwrap().into())
        .collect();
    assert_eq!(
        kinds.join(" "),
        "metric metric relation metric relation agency agency programme location location location location"
    );
    assert_eq!(
        lines[1],
        r#"{"kind":"metric","id":"https://w3id.org/zhengtu/statement/2222222222222222","value":97.1,"value_max":null,"from":95.2,"unit":"%","indicator":"参保率","bound":"eq","change":null,"aggregate":null,"time":"2022-12","agency":"https://w3id.org/zhengtu/agency/430300/湘潭市医疗保障局","programme":"https://w3id.org/zhengtu/programme/15分钟医保服务圈","location":"https://w3id.org/zhengtu/location/430300/湘潭市","number":{"doc":"city.txt","start":65,"end":70,"text":"97.1%"},"evidence":{"doc":"city.txt","start":53,"end":70,"text":"参保率由95.2%提高到97.1%"},"confidence":0.85,"rule":"metric.subject","repeats":[],"paper":"湘潭日报","date":"2022-12-09"}"#
    );
    assert!(lines[2].starts_with(
        r#"{"kind":"relation","subject":"https://w3id.org/zhengtu/agency/430300/湘潭市医疗保障局","predicate":"implements","object":"https://w3id.org/zhengtu/programme/15分钟医保服务圈","evidence":{"doc":"city.txt","#
    ));
    assert!(lines[2].contains(r#""confidence":0.9,"rule":"relation.verb","id":""#));
    assert_eq!(
        lines[5],
        r#"{"kind":"agency","id":"https://w3id.org/zhengtu/agency/430300/湘潭市医疗保障局","name":"湘潭市医疗保障局","type":"government","place":"https://w3id.org/zhengtu/location/430300/湘潭市","mentions":[{"doc":"city.txt","start":16,"end":24,"text":"湘潭市医疗保障局"}],"part_of":null}"#
    );
    let named = |name: &str| lines.iter().find(|line| line.contains(&format!("\"name\":\"{name}\""))).unwrap();
    assert_eq!(
        named("湘乡市"),
        r#"{"kind":"location","id":"https://w3id.org/zhengtu/location/430381/湘乡市","name":"湘乡市","path":["湖南省","湘潭市","湘乡市"],"level":"county","code":"430381","mentions":[{"doc":"town.txt","start":0,"end":3,"text":"湘乡市"}],"within":"https://w3id.org/zhengtu/location/430300/湘潭市"}"#
    );
    assert!(lines[7].starts_with(r#"{"kind":"programme","id":"https://w3id.org/zhengtu/programme/15分钟医保服务圈","name":"15分钟医保服务圈","type":"service","mentions":[{"doc":"city.txt""#));
    assert_eq!(lines[7].matches("\"doc\"").count(), 2, "one line with mentions on both pages");
}

#[test]
fn numbers_are_written_digit_by_digit() {
    for (given, expected) in [
        ("788000000", "788000000"),
        ("788000000.00", "788000000"),
        ("0.15", "0.15"),
        ("-0.30", "-0.3"),
        ("0.1000000000000000000000001", "0.1000000000000000000000001"),
        ("79228162514264337593543950335", "79228162514264337593543950335"),
    ] {
        let mut pages = sample::pages();
        pages[0].0.observations[0].quantity.value = given.parse().unwrap();
        let line = facts(&pages).remove(0);
        assert!(line.contains(&format!("\"value\":{expected},\"value_max\":null")), "{line}");
    }
}

#[test]
fn a_span_beyond_the_page_does_no_harm() {
    let mut pages = sample::pages();
    pages[0].0.agencies[0].mentions = vec![Span::new(5, 9_999), Span::new(9_999, 3)];
    assert_eq!(facts(&pages).len(), 12);
}

/// Only where Graphviz is installed: it draws what we write, hostile names too.
#[test]
fn graphviz_draws_it() {
    let graphs = [network(), agencies(&hostile_names()), Network::default()];
    for (number, graph) in graphs.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("graph.dot");
        std::fs::write(&path, export("dot", graph)).unwrap();
        let Ok(run) = std::process::Command::new("dot").arg("-Tsvg").arg(&path).output() else { return };
        let complaints = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(run.status.success() && complaints.is_empty(), "graph {number}: {complaints}");
        let svg = String::from_utf8(run.stdout).unwrap();
        assert_eq!(svg.matches("class=\"node\"").count(), graph.node_count());
        assert!(!elements(&svg, "svg").is_empty(), "well-formed");
    }
}
