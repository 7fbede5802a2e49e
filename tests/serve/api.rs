//! The API: each answer as it is written out, each parameter, and the description held against what is answered.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zhengtu::{
    model::{ArticleId, Bound, EntityId, EntityKind, Evidence, PageFacts, PageId, StatementId},
    serve::ROUTES,
};

use crate::{
    client::{Reply, Served, encode},
    sample,
    schema::wrong,
};

const BASE: &str = "https://w3id.org/zhengtu/";
const CITY: &str = "湘潭市医疗保障局";
const TOWN: &str = "湘乡市医疗保障局";
const CIRCLE: &str = "15分钟医保服务圈";

/// The sample pages, a later one that tells the city's figures anew, and one with an agency that nothing joins to them.
fn pages() -> Vec<(PageFacts, &'static str)> {
    let mut pages = sample::pages();
    let (mut later, text) = pages[0].clone();
    let text: &'static str = text.replace("1900余个", "2200余个").leak();
    (later.page.id, later.page.doc) = (PageId("cccccccccccccccc".into()), "later.txt".into());
    later.page.date = Some("2023-01-20".into());
    later.articles.iter_mut().for_each(|article| article.id = ArticleId("later".into()));
    for one in &mut later.observations {
        one.id = StatementId(one.id.0.replace(['1', '2'], "6"));
        one.number = Evidence { text: one.number.span.quote(text), ..one.number };
        one.evidence = Evidence { text: one.evidence.span.quote(text), ..one.evidence };
    }
    later.observations[0].quantity.value = 2200.into();
    later.observations[1].id = StatementId("7777777777777777".into());
    later.relations.clear();
    let mut alone = pages[1].0.clone();
    (alone.page.id, alone.page.doc) = (PageId("dddddddddddddddd".into()), "alone.txt".into());
    let mut bureau = alone.agencies.remove(0);
    (bureau.id, bureau.name) = (EntityId::new(EntityKind::Agency, &["水利局"]), "水利局".into());
    (bureau.place, bureau.mentions) = (None, vec![]);
    alone.agencies = vec![bureau];
    (alone.programmes, alone.locations) = (vec![], vec![]);
    (alone.observations, alone.relations) = (vec![], vec![]);
    pages.extend([(later, text), (alone, sample::TOWN)]);
    pages
}

fn served() -> Served {
    Served::with(&pages(), |_| ())
}

impl Served {
    /// Asks the API; values are encoded here.
    fn api(&self, path: &str, values: &[(&str, &str)]) -> Reply {
        let values: Vec<String> = values.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let path: String = path.chars().map(|c| if c.is_ascii() { c.into() } else { encode(&c.to_string()) }).collect();
        self.get(&format!("{path}?{}", values.join("&")), "*/*")
    }

    /// What was found.
    fn found(&self, path: &str, values: &[(&str, &str)]) -> Value {
        let reply = self.api(path, values);
        assert_eq!((reply.status, reply.kind()), (200, "application/json"), "{path} {values:?}: {}", reply.text());
        reply.json()
    }

    /// Why nothing was: status, code and the whole.
    fn refused(&self, path: &str, values: &[(&str, &str)]) -> (u16, String, Value) {
        let reply = self.api(path, values);
        assert_eq!(reply.kind(), "application/problem+json", "{path} {values:?}: {}", reply.text());
        let json = reply.json();
        (reply.status, json["code"].as_str().unwrap().to_owned(), json)
    }

    /// The last parts of the IRIs of the statements that fit.
    fn statements(&self, values: &[(&str, &str)]) -> Vec<String> {
        let found = self.found("/api/statements", values);
        let keys: Vec<String> = found["statements"].as_array().unwrap().iter().map(|one| key(&one["id"])).collect();
        assert_eq!(found["total"], keys.len());
        keys.iter().map(|key| key[..1].to_owned()).collect()
    }
}

fn key(iri: &Value) -> String {
    iri.as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

fn thing(kind: &str, key: &str) -> Value {
    json!({ "id": format!("{BASE}{kind}/{key}"), "kind": kind, "name": key.rsplit('/').next() })
}

fn city_page() -> Value {
    json!({ "id": format!("{BASE}page/aaaaaaaaaaaaaaaa"), "name": "city.txt", "title": null, "paper": "湘潭日报",
        "date": "2022-12-09", "url": null })
}

fn later_page() -> Value {
    json!({ "id": format!("{BASE}page/cccccccccccccccc"), "name": "later.txt", "title": null, "paper": "湘潭日报",
        "date": "2023-01-20", "url": null })
}

#[test]
fn the_description_is_that_of_the_routes() {
    let served = served();
    let description = served.found("/api", &[]);
    assert_eq!(description["openapi"], "3.1.1");
    assert_eq!(description, served.found("/api/openapi.json", &[]));
    assert_eq!(description["servers"][0]["url"], format!("http://{}", served.address));
    let described: BTreeSet<&str> = description["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let routes: BTreeSet<String> =
        ROUTES.iter().filter(|one| one.path.starts_with("/api")).map(|one| one.path.replace("{*", "{")).collect();
    assert_eq!(described, routes.iter().map(String::as_str).collect());
    let mut names = BTreeSet::new();
    for (path, operations) in description["paths"].as_object().unwrap() {
        let methods: Vec<&String> = operations.as_object().unwrap().keys().collect();
        assert_eq!(methods, ["get"], "{path}");
        assert!(names.insert(operations["get"]["operationId"].as_str().unwrap().to_owned()), "{path}");
    }
}

/// The path and each parameter of an operation, as pairs of name and example.
fn examples(path: &str, operation: &Value) -> (String, Vec<(Value, String, String)>) {
    let (mut path, mut parameters) = (path.to_owned(), Vec::new());
    for parameter in operation["parameters"].as_array().unwrap() {
        let name = parameter["name"].as_str().unwrap().to_owned();
        assert!(parameter["description"].as_str().is_some_and(|text| !text.is_empty()), "{path} {name}");
        let example = match &parameter["example"] {
            Value::String(text) => text.clone(),
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","),
            other => other.to_string(),
        };
        assert!(!example.is_empty() && example != "null", "{path} {name} has no example");
        if parameter["in"] == "path" {
            path = path.replace(&format!("{{{name}}}"), &example);
        } else {
            parameters.push((parameter.clone(), name, example));
        }
    }
    (path, parameters)
}

/// One value more.
fn with<'v>(values: &[(&'v str, &'v str)], name: &'v str, value: &'v str) -> Vec<(&'v str, &'v str)> {
    [values, &[(name, value)]].concat()
}

#[test]
fn every_path_takes_and_gives_what_is_described() {
    let served = served();
    let description = served.found("/api", &[]);
    for (path, operations) in description["paths"].as_object().unwrap() {
        let operation = &operations["get"];
        let answer = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let (path, parameters) = examples(path, operation);
        let needed: Vec<(&str, &str)> = parameters
            .iter()
            .filter(|(parameter, ..)| parameter["required"] == true)
            .map(|(_, name, example)| (&**name, &**example))
            .collect();
        let check = |values: &[(&str, &str)]| {
            let found = served.found(&path, values);
            assert_eq!(wrong(&found, answer, &description), None, "{path} {values:?}");
        };
        check(&needed);
        let problem = &description["components"]["schemas"]["Problem"];
        let refused = |values: &[(&str, &str)], code: &str| {
            let (status, found, json) = served.refused(&path, values);
            assert_eq!((status, &*found), (400, code), "{path} {values:?}");
            assert_eq!(wrong(&json, problem, &description), None, "{path} {values:?}");
            json
        };
        let known: Vec<&str> = parameters.iter().map(|(_, name, _)| &**name).collect();
        let unknown = refused(&[&needed[..], &[("nonsense", "1")]].concat(), "unknown-parameter");
        let expected: Vec<&str> =
            unknown["expected"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(expected, known, "{path}");
        for (parameter, name, example) in &parameters {
            let others: Vec<(&str, &str)> = needed.iter().copied().filter(|(one, _)| one != name).collect();
            check(&with(&others, name, example));
            refused(&with(&with(&others, name, example), name, example), "bad-request");
            if parameter["required"] == true {
                refused(&others, "missing-parameter");
            }
            // each value that the description allows is taken, and one beside them is not
            let schema = &parameter["schema"];
            let (allowed, beside): (Vec<String>, Vec<String>) =
                match (schema, &schema["items"]["enum"], &schema["enum"]) {
                    (_, Value::Array(words), _) | (_, _, Value::Array(words)) => {
                        (words.iter().map(|word| word.as_str().unwrap().to_owned()).collect(), vec!["nonsense".into()])
                    }
                    (schema, ..) if !schema["minimum"].is_null() => {
                        let (least, most) = (schema["minimum"].as_u64().unwrap(), schema["maximum"].as_u64().unwrap());
                        let beside = [(most + 1).to_string(), "-1".into(), "x".into()];
                        (vec![least.to_string(), most.to_string()], beside.into())
                    }
                    (schema, ..) if !schema["pattern"].is_null() => {
                        (vec!["2022".into(), "2022-12".into()], vec!["12/2022".into(), "2022-13".into()])
                    }
                    _ => (vec![], vec![]),
                };
            for value in &allowed {
                check(&with(&others, name, value));
            }
            for value in &beside {
                let json = refused(&with(&others, name, value), "bad-value");
                assert!(json["detail"].as_str().unwrap().contains("expected"), "{json}");
            }
        }
    }
}

#[test]
fn search_gives_whole_names_first_then_beginnings_then_parts() {
    let served = served();
    let found = served.found("/api/search", &[("q", "湘潭市"), ("limit", "2")]);
    let expected = json!({
        "total": 2,
        "next": null,
        "things": [
            { "id": format!("{BASE}location/430300/湘潭市"), "kind": "location", "name": "湘潭市", "matched": "湘潭市",
                "fit": "whole", "place": thing("location", "430000/湖南省"), "statements": 4, "pages": 3 },
            { "id": format!("{BASE}agency/430300/{CITY}"), "kind": "agency", "name": CITY, "matched": CITY,
                "fit": "beginning", "place": thing("location", "430300/湘潭市"), "statements": 5, "pages": 2 },
        ],
    });
    assert_eq!(found, expected);
    let names = |values: &[(&str, &str)]| -> Vec<String> {
        let found = served.found("/api/search", values);
        found["things"].as_array().unwrap().iter().map(|one| format!("{} {}", one["name"], one["fit"])).collect()
    };
    let all = names(&[("q", "医疗保障")]);
    assert_eq!(all, [format!("\"{CITY}\" \"inside\""), format!("\"{TOWN}\" \"inside\"")]);
    assert_eq!(names(&[("q", "湘潭专区")]), ["\"湘潭市\" \"whole\""], "a name that it once had");
    assert_eq!(names(&[("q", "１５分钟")]), [format!("\"{CIRCLE}\" \"beginning\"")], "full-width digits");
    assert_eq!(names(&[("q", "参保率"), ("kind", "indicator")]), ["\"参保率\" \"whole\""]);
    assert_eq!(names(&[("q", "参保率"), ("kind", "agency")]), [""; 0]);
}

#[test]
fn an_entity_has_names_place_neighbours_and_sources() {
    let served = served();
    let found = served.found(&format!("/api/entity/agency/430300/{CITY}"), &[("relation", "implements,located_in")]);
    let sentence = "湘潭市医疗保障局推行“15分钟医保服务圈”";
    let expected = json!({
        "id": format!("{BASE}agency/430300/{CITY}"), "kind": "agency", "name": CITY,
        "key": format!("agency/430300/{CITY}"), "sort": "government", "names": [], "code": null, "path": [],
        "place": thing("location", "430300/湘潭市"),
        "figures": 4, "relations": 1, "pages": 2,
        "statements": format!("http://{}/api/statements?agency={}", served.address, encode(&format!("agency/430300/{CITY}"))),
        "edges": [
            { "relation": "implements", "forward": true, "count": 1 },
            { "relation": "located_in", "forward": true, "count": 1 },
            { "relation": "reports", "forward": true, "count": 2 },
        ],
        "neighbours": [
            { "id": format!("{BASE}location/430300/湘潭市"), "kind": "location", "name": "湘潭市", "relation": "located_in",
                "forward": true, "sources": 2, "statements": 0, "confidence": 1.0, "sentences": [] },
            { "id": format!("{BASE}programme/{CIRCLE}"), "kind": "programme", "name": CIRCLE, "relation": "implements",
                "forward": true, "sources": 1, "statements": 1, "confidence": 0.9, "sentences": [
                    { "statement": format!("{BASE}statement/3333333333333333"), "text": sentence, "start": 16, "end": 37,
                        "confidence": 0.9, "source": city_page() },
                ] },
        ],
        "sources": [city_page(), later_page()],
        "next": null,
    });
    assert_eq!(found, expected);
    let place = served.found("/api/entity/location/430300/湘潭市", &[]);
    assert_eq!(place["names"], json!(["湘潭专区"]));
    assert_eq!(place["path"], json!(["湖南省", "湘潭市"]));
    assert_eq!((&place["code"], &place["sort"]), (&json!("430300"), &json!("prefecture")));
    for key in ["agency/430300/没有", "nothing/x", "agency", "statement/1111111111111111"] {
        let (status, code, _) = served.refused(&format!("/api/entity/{key}"), &[]);
        assert_eq!((status, &*code), (404, "not-found"), "{key}");
    }
}

#[test]
fn statements_have_value_sentence_and_place_on_the_page() {
    let served = served();
    let found =
        served.found("/api/statements", &[("agency", CITY), ("to", "2022"), ("sort", "value"), ("limit", "500")]);
    assert_eq!((&found["total"], &found["next"]), (&json!(5), &Value::Null));
    let figure = json!({
        "id": format!("{BASE}statement/2222222222222222"), "kind": "figure",
        "agency": thing("agency", &format!("430300/{CITY}")), "programme": thing("programme", CIRCLE),
        "location": thing("location", "430300/湘潭市"), "indicator": thing("indicator", "参保率"),
        "variable": thing("variable", "基本医疗保险参保率"),
        "value": "97.1", "number": 97.1, "max": null, "before": "95.2", "unit": "%", "bound": "eq", "change": null,
        "aggregate": null, "period": { "text": "2022-12", "start": "2022-12", "end": "2022-12" },
        "subject": null, "relation": null, "object": null,
        "confidence": 0.85, "rule": "metric.subject",
        "sentence": "参保率由95.2%提高到97.1%", "exact": "参保率由95.2%提高到97.1%", "start": 53, "end": 70,
        "printed": "97.1%", "source": city_page(),
    });
    assert_eq!(found["statements"][0], figure);
    let relation = json!({
        "id": format!("{BASE}statement/3333333333333333"), "kind": "relation",
        "agency": null, "programme": null, "location": null, "indicator": null, "variable": null,
        "value": null, "number": null, "max": null, "before": null, "unit": null, "bound": null, "change": null,
        "aggregate": null, "period": null,
        "subject": thing("agency", &format!("430300/{CITY}")), "relation": "implements",
        "object": thing("programme", CIRCLE),
        "confidence": 0.9, "rule": "relation.verb",
        "sentence": "湘潭市医疗保障局推行“15分钟医保服务圈”", "exact": "湘潭市医疗保障局推行“15分钟医保服务圈”",
        "start": 16, "end": 37, "printed": null, "source": city_page(),
    });
    assert_eq!(found["statements"][4], relation);
    // what the offsets stand for
    let exact: String = sample::CITY.chars().skip(53).take(70 - 53).collect();
    assert_eq!(exact, "参保率由95.2%提高到97.1%");
}

#[test]
fn filters_narrow_each_other() {
    let served = served();
    for (values, expected) in [
        (vec![], "3 1 2 6 7 5 4"),
        (vec![("kind", "relation")], "3 5"),
        (vec![("agency", TOWN)], "5 4"),
        (vec![("programme", CIRCLE), ("kind", "figure")], "1 2 6 7 4"),
        (vec![("location", "湖南省")], "3 1 2 6 7 5 4"),
        (vec![("location", "湘乡市")], "5 4"),
        (vec![("location", "昆仑桥街道")], ""),
        (vec![("location", "湘潭市"), ("agency", TOWN)], "5 4"),
        (vec![("indicator", "参保率")], "2 7"),
        (vec![("variable", "基本医疗保险参保率")], "2 7"),
        (vec![("variable", &format!("{BASE}variable/基本医疗保险参保率"))], "2 7"),
        (vec![("from", "2023")], "5"),
        (vec![("to", "2022-12-08")], "1 2 6 7 4"),
        (vec![("from", "2024")], ""),
        (vec![("paper", "湘潭日报")], "3 1 2 6 7"),
        (vec![("paper", "湘潭日报"), ("min_confidence", "0.9")], "3"),
        (vec![("sort", "-value")], "4 6 1 2 7 3 5"),
        (vec![("sort", "value")], "2 7 1 6 4 3 5"),
        (vec![("sort", "date"), ("kind", "figure")], "1 2 6 7 4"),
        (vec![("sort", "-date")], "5 4 6 7 3 1 2"),
        (vec![("sort", "-confidence")], "3 5 1 2 6 7 4"),
        (vec![("sort", "confidence")], "1 2 6 7 4 3 5"),
        (vec![("agency", ""), ("kind", "relation")], "3 5"),
    ] {
        assert_eq!(served.statements(&values).join(" "), expected, "{values:?}");
    }
}

#[test]
fn parts_of_a_list_lead_on_to_the_next() {
    let served = served();
    let mut found = served.found("/api/statements", &[("limit", "3"), ("sort", "-value")]);
    let (mut keys, mut parts) = (Vec::new(), 0);
    loop {
        parts += 1;
        keys.extend(found["statements"].as_array().unwrap().iter().map(|one| key(&one["id"])[..1].to_owned()));
        let Some(next) = found["next"].as_str() else { break };
        let path = next.strip_prefix(&format!("http://{}", served.address)).unwrap().to_owned();
        found = served.get(&path, "application/json").json();
    }
    assert_eq!((parts, keys.join(" ")), (3, "4 6 1 2 7 3 5".into()));
    let beyond = served.found("/api/statements", &[("limit", "3"), ("page", "1000000")]);
    assert_eq!((&beyond["total"], &beyond["next"], &beyond["statements"]), (&json!(7), &Value::Null, &json!([])));
    let first = served.found("/api/search", &[("q", "医"), ("limit", "1")]);
    let path = first["next"].as_str().unwrap().split_once("/api").unwrap().1.to_owned();
    let second = served.get(&format!("/api{path}"), "*/*").json();
    assert_ne!(first["things"][0]["id"], second["things"][0]["id"]);
}

#[test]
fn things_are_named_by_iri_key_or_any_name_that_means_one() {
    let served = served();
    let iri = format!("{BASE}agency/430381/{TOWN}");
    for name in [
        &*iri,
        &format!("agency/430381/{TOWN}"),
        &format!("/agency/430381/{TOWN}"),
        TOWN,
        " 湘乡市医疗 保障局",
        "湘乡市医",
    ] {
        assert_eq!(served.statements(&[("agency", name)]).join(" "), "5 4", "{name}");
    }
    assert_eq!(served.statements(&[("location", "湖南省湘潭市湘乡市")]).join(" "), "5 4");
    assert_eq!(served.statements(&[("location", "湘潭专区"), ("kind", "relation")]).join(" "), "3 5");
    let (status, code, json) = served.refused("/api/statements", &[("agency", "医疗保障局")]);
    assert_eq!((status, &*code), (400, "ambiguous-name"));
    assert_eq!(
        json["candidates"],
        json!([thing("agency", &format!("430300/{CITY}")), thing("agency", &format!("430381/{TOWN}"))])
    );
    let (status, code, json) = served.refused("/api/statements", &[("agency", "湘乡市医疗保险局")]);
    assert_eq!((status, &*code), (404, "unknown-name"));
    assert_eq!(json["candidates"][0], thing("agency", &format!("430381/{TOWN}")));
    let (status, code, _) = served.refused("/api/statements", &[("agency", &format!("programme/{CIRCLE}"))]);
    assert_eq!((status, &*code), (400, "bad-value"));
    for (name, value) in [("variable", "没有"), ("paper", "没有"), ("programme", CITY)] {
        let (status, code, json) = served.refused("/api/statements", &[(name, value)]);
        assert_eq!((status, &*code), (404, "unknown-name"), "{name}: {json}");
    }
}

#[test]
fn claims_are_held_against_each_other_with_both_sentences() {
    let served = served();
    let found = served.found("/api/compare", &[("indicator", "服务点")]);
    let claim = |statement: &str, value: &str, printed: &str, judgement: Value, against: Value, source: Value| {
        json!({
            "statement": format!("{BASE}statement/{statement}"), "judgement": judgement, "against": against,
            "indicator": thing("indicator", "建成服务点"),
            "value": value, "number": value.parse::<u64>().unwrap(), "max": null, "before": null, "unit": "个",
            "bound": "gt", "change": null, "aggregate": null, "printed": printed,
            "agency": thing("agency", &format!("430300/{CITY}")), "programme": thing("programme", CIRCLE),
            "sentence": format!("全市已建成服务点{printed}"), "source": source,
        })
    };
    let expected = json!({
        "total": 1,
        "next": null,
        "groups": [{
            "key": found["groups"][0]["key"], "variable": thing("variable", "建成服务点"), "location": thing("location", "430300/湘潭市"),
            "path": ["湖南省", "湘潭市"], "period": "2022-12", "judgement": "revised",
            "about": "told anew by the same agency on a later page", "sources": 2, "pages": 2,
            "claims": [
                claim("1111111111111111", "1900", "1900余个", Value::Null, Value::Null, city_page()),
                claim("6666666666666666", "2200", "2200余个", json!("revised"),
                    json!(format!("{BASE}statement/1111111111111111")), later_page()),
            ],
        }],
    });
    assert_eq!(found, expected);
    for (values, groups) in [
        (vec![], 2),
        (vec![("judgement", "equal")], 1),
        (vec![("judgement", "equal,revised")], 2),
        (vec![("judgement", "conflict")], 0),
        (vec![("place", "湖南省")], 2),
        (vec![("place", "湘乡市")], 0),
        (vec![("indicator", &*format!("{BASE}variable/基本医疗保险参保率"))], 1),
        (vec![("indicator", "参保率"), ("judgement", "revised")], 0),
    ] {
        assert_eq!(served.found("/api/compare", &values)["total"], groups, "{values:?}");
    }
}

#[test]
fn a_path_has_the_sentences_of_its_steps_and_none_says_why() {
    let served = served();
    let found = served.found("/api/path", &[("from", CITY), ("to", TOWN)]);
    let (city, town) = (thing("agency", &format!("430300/{CITY}")), thing("agency", &format!("430381/{TOWN}")));
    let circle = thing("programme", CIRCLE);
    let edge = |forward, statement: &str, text: &str, span: (u32, u32), source: Value| {
        json!({ "relation": "implements", "forward": forward, "sources": 1, "statements": 1, "confidence": 0.9, "sentences": [
            { "statement": format!("{BASE}statement/{statement}"), "text": text, "start": span.0, "end": span.1,
                "confidence": 0.9, "source": source },
        ] })
    };
    let town_page = json!({ "id": format!("{BASE}page/bbbbbbbbbbbbbbbb"), "name": "town.txt", "title": null, "paper": null,
        "date": "2023-03-01", "url": null });
    let expected = json!({
        "from": city, "to": town,
        "paths": [{
            "things": [city, circle, town],
            "steps": [
                { "from": city, "to": circle, "edges": [
                    edge(true, "3333333333333333", "湘潭市医疗保障局推行“15分钟医保服务圈”", (16, 37), city_page()),
                ] },
                { "from": circle, "to": town, "edges": [
                    edge(false, "5555555555555555", "湘乡市医疗保障局在昆仑桥街道试点“15分钟医保服务圈”", (0, 27), town_page),
                ] },
            ],
        }],
    });
    assert_eq!(found, expected);
    let several = served.found("/api/path", &[("from", CITY), ("to", TOWN), ("count", "5"), ("max", "3")]);
    let lengths: Vec<usize> =
        several["paths"].as_array().unwrap().iter().map(|path| path["steps"].as_array().unwrap().len()).collect();
    assert!(lengths.len() > 1 && lengths.is_sorted() && lengths.iter().all(|length| *length <= 3), "{lengths:?}");
    let itself = served.found("/api/path", &[("from", CITY), ("to", CITY)]);
    assert_eq!(itself["paths"][0]["steps"], json!([]));
    for values in
        [[("from", CITY), ("to", TOWN), ("max", "1")], [("from", CITY), ("to", "agency/水利局"), ("max", "9")]]
    {
        let (status, code, json) = served.refused("/api/path", &values);
        assert_eq!((status, &*code), (404, "no-path"), "{json}");
    }
    let (_, _, json) = served.refused("/api/path", &[("from", CITY), ("to", "agency/水利局")]);
    let detail = json["detail"].as_str().unwrap();
    assert!(detail.contains("the second with 0"), "{detail}");
}

#[test]
fn a_rank_says_what_it_rests_on() {
    let served = served();
    let found = served.found("/api/rank", &[("by", "strength"), ("kind", "programme"), ("top", "1")]);
    assert_eq!(found["by"], "strength");
    assert!(found["formula"].as_str().unwrap().contains("doi:"), "{found}");
    let first = &found["things"][0];
    let top = json!({ "id": first["id"], "kind": first["kind"], "name": first["name"], "place": first["place"],
        "score": first["score"], "edges": first["edges"], "pages": first["pages"] });
    let expected = json!({ "id": format!("{BASE}programme/{CIRCLE}"), "kind": "programme", "name": CIRCLE, "place": 1,
        "score": 6.0, "edges": 5, "pages": 3 });
    assert_eq!(top, expected);
    let because: Vec<String> = first["because"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!("{} {} {}", one["relation"].as_str().unwrap(), one["name"].as_str().unwrap(), one["sources"])
        })
        .collect();
    assert_eq!(because[0], "measured_by 建成服务点 2");
    assert!(because.contains(&format!("implements {TOWN} 1")), "{because:?}");
    assert_eq!(first["sources"].as_array().unwrap().len(), 3);
    let words = |values: &[(&str, &str)]| served.found("/api/rank", values)["things"].as_array().unwrap().len();
    assert_eq!(words(&[("top", "2")]), 2);
    assert_eq!(words(&[("kind", "agency")]), 3);
}

#[test]
fn problems_are_json_unless_text_is_asked_for() {
    let served = served();
    let bad = "/api/search?nonsense=1";
    assert_eq!(served.get(bad, "application/json").kind(), "application/problem+json");
    assert_eq!(served.get(bad, "text/html,*/*;q=0.8").kind(), "application/problem+json");
    let text = served.get(bad, "text/plain");
    assert_eq!((text.status, text.kind()), (400, "text/plain"));
    assert!(text.text().contains("expected some of q, kind, limit, page"), "{}", text.text());
    assert_eq!(served.send("POST", "/api/search?q=a", &[], "").status, 405);
    assert_eq!(served.get("/api/search?q=%FF", "*/*").status, 400);
    assert_eq!(served.get("/api/entity/agency/%FF", "*/*").status, 400);
    let head = served.send("HEAD", "/api/statements", &[], "");
    assert_eq!((head.status, head.kind(), head.body.len()), (200, "application/json", 0));
    let tag = format!("If-None-Match: {}", served.get("/api/statements", "*/*").header("etag"));
    assert_eq!(served.send("GET", "/api/statements", &["Accept: */*", &tag], "").status, 304);
    assert_eq!(served.get("/api", "*/*").header("access-control-allow-origin"), "*");
}

#[test]
fn an_empty_store_and_a_process_without_workers_answer_too() {
    let empty = Served::with(&[], |options| options.workers = None);
    for path in ["/api", "/api/search?q=a", "/api/statements", "/api/compare", "/api/rank", "/api/rank?by=pagerank"] {
        let reply = empty.get(path, "*/*");
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    }
    assert_eq!(empty.get("/api/path?from=a&to=b", "*/*").status, 404);
    let here = Served::with(&pages(), |options| options.workers = None);
    assert_eq!(here.statements(&[("kind", "relation")]).join(" "), "3 5");
    let bound = here.found("/api/statements", &[("indicator", "建成服务点"), ("limit", "1")]);
    assert_eq!(bound["statements"][0]["bound"], Bound::Gt.word());
}
