//! Exports, each read back by another program's rules than it was written by.

#[path = "support/networks.rs"]
mod networks;
#[path = "support/sample.rs"]
mod sample;

use std::collections::{BTreeMap, BTreeSet};

use networks::{agencies, export, hostile_names, names_in, network, written};
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event, attributes::Attribute},
};
use serde_json::Value;
use zhengtu::{export::*, model::*, network::Network, rdf::Base, text::Span};

#[test]
fn the_registry_has_unlike_names_and_finds_formats_by_name_or_ending() {
    let names: BTreeSet<&str> = EXPORTERS.iter().map(|format| format.name()).collect();
    let endings: BTreeSet<&str> = EXPORTERS.iter().map(|format| format.extension()).collect();
    assert_eq!((names.len(), endings.len()), (EXPORTERS.len(), EXPORTERS.len()));
    assert_eq!(exporter("GEXF").unwrap().name(), "gexf");
    assert_eq!(exporter("cyjs").unwrap().name(), "cytoscape");
    let error = exporter("docx").map(|format| format.name()).unwrap_err().to_string();
    assert!(
        error.starts_with("no export format is called docx (one of svg, png, pdf, dot, graphml, gexf, node-link"),
        "{error}"
    );
}

#[test]
fn every_format_writes_the_same_bytes_again_and_takes_an_empty_network() {
    for format in EXPORTERS.iter().filter(|format| format.needs().is_none()) {
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
    for format in EXPORTERS.iter().filter(|format| format.needs().is_none()) {
        let error = format.write(&network(), &mut Full).unwrap_err().to_string();
        assert_eq!(error, "could not write the export: no space left", "{}", format.name());
    }
}

type Attributes = BTreeMap<String, String>;

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
fn gexf_has_time() {
    let xml = export("gexf", &network());
    let graph = &elements(&xml, "graph")[0].0;
    assert_eq!((graph["mode"].as_str(), graph["timeformat"].as_str()), ("dynamic", "date"));
    let nodes: BTreeMap<String, Attributes> =
        elements(&xml, "node").into_iter().map(|(node, _)| (node["id"].clone(), node)).collect();
    for (edge, _) in elements(&xml, "edge") {
        let ends = [&edge["source"], &edge["target"]].map(|end| nodes[end]["start"].clone());
        assert!(ends.iter().all(|start| *start <= edge["start"]), "{edge:?} begins before an end of it: {ends:?}");
    }
    // Months and years begin on their first day; without a date there is no time.
    let mut pages = sample::pages();
    pages[0].0.page.date = Some("2022".into());
    pages[1].0.page.date = Some("some day".into());
    let dated = export("gexf", &Network::from_pages(pages.iter().map(|(facts, _)| facts)));
    assert!(dated.contains("start=\"2022-01-01\"") && !dated.contains("start=\"some day\""));
    pages[0].0.page.date = None;
    let timeless = export("gexf", &Network::from_pages(pages.iter().map(|(facts, _)| facts)));
    assert!(timeless.contains("mode=\"static\"") && !timeless.contains("timeformat"));
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
    let (nodes, edges) = (rows(&export("neo4j-nodes", &network)), rows(&export("neo4j-relationships", &network)));
    assert_eq!(nodes.iter().map(|node| node["name"].clone()).collect::<BTreeSet<_>>(), names_in(&network));
    let ids: BTreeSet<&String> = nodes.iter().map(|node| &node["id:ID"]).collect();
    assert!(edges.iter().all(|edge| ids.contains(&edge[":START_ID"]) && ids.contains(&edge[":END_ID"])));
    assert!(edges.iter().all(|edge| edge["docs"] == "a \"b\" <c>;.txt" && edge["weight:int"] == "1"));
    assert!(nodes.iter().any(|node| node["name"] == "=1+1" && node[":LABEL"] == "Agency"), "values stand as they are");
}

#[test]
fn plain_tables_are_as_graphframes_and_igraph_want_them() {
    let network = agencies(&hostile_names());
    let (nodes, edges) = (rows(&export("csv-vertices", &network)), rows(&export("csv-edges", &network)));
    assert_eq!(nodes.iter().map(|node| node["label"].clone()).collect::<BTreeSet<_>>(), names_in(&network));
    let ids: BTreeSet<&String> = nodes.iter().map(|node| &node["id"]).collect();
    assert!(edges.iter().all(|edge| ids.contains(&edge["src"]) && ids.contains(&edge["dst"])));
    assert!(export("csv-edges", &network).starts_with("\"src\",\"dst\","), "igraph takes the first two columns");
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
