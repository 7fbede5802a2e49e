//! SPARQL 1.1 Protocol, service description, Graph Store Protocol for reading.

use crate::client::{Served, encode};

const NAMES: &str = "SELECT ?name WHERE { ?agency a org:Organization ; rdfs:label ?name } ORDER BY ?name";

#[test]
fn a_query_comes_by_get_by_form_and_by_body() {
    let served = Served::new();
    let get = served.get(&format!("/sparql?query={}&format=xyz&x=1", encode(NAMES)), "text/csv");
    let form = served.send(
        "POST",
        "/sparql",
        &["Content-Type: application/x-www-form-urlencoded; charset=UTF-8", "Accept: text/csv"],
        &format!("query={}&output=json", encode(NAMES)),
    );
    let body = served.send(
        "POST",
        "/sparql?format=json",
        &["Content-Type: application/sparql-query", "Accept: text/csv"],
        NAMES,
    );
    for reply in [get, form, body] {
        assert_eq!((reply.status, reply.header("content-type")), (200, "text/csv; charset=utf-8"), "{}", reply.text());
        assert_eq!(reply.text(), "name\r\n湘乡市医疗保障局\r\n湘潭市医疗保障局\r\n");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert!(reply.header("vary").contains("Accept"));
    }
}

#[test]
fn what_is_no_query_gets_the_status_of_the_protocol() {
    let served = Served::new();
    let form = "Content-Type: application/x-www-form-urlencoded";
    let query = "Content-Type: application/sparql-query";
    for (method, path, lines, body, status) in [
        ("GET", "/sparql?query=ASK%20%7B", &[][..], "", 400),
        ("GET", "/sparql?query=", &[], "", 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", &[], "", 400),
        ("GET", "/sparql?query=ASK%7B%7D%FF", &[], "", 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=relative", &[], "", 400),
        ("POST", "/sparql", &[form], "query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("POST", "/sparql", &[form], "x=y", 400),
        ("POST", "/sparql", &[query], "", 400),
        ("POST", "/sparql", &[query, "Accept: image/png"], "ASK {}", 406),
        ("POST", "/sparql", &[query, "Accept: text/turtle"], "ASK {}", 406),
        ("POST", "/sparql", &["Content-Type: text/plain"], "ASK {}", 415),
        ("POST", "/sparql", &["Content-Type: application/sparql-query; charset=utf-16"], "ASK {}", 415),
        ("POST", "/sparql", &[], "ASK {}", 415),
        ("PUT", "/sparql", &[query], "ASK {}", 405),
        ("DELETE", "/sparql?query=ASK%7B%7D", &[], "", 405),
        ("POST", "/", &[], "", 405),
        ("GET", "/nothing", &[], "", 404),
    ] {
        let reply = served.send(method, path, lines, body);
        assert_eq!(reply.status, status, "{method} {path} {lines:?} {body}: {}", reply.text());
        assert_eq!(reply.kind(), "text/plain");
        assert_eq!(reply.text().lines().count(), 1, "{}", reply.text());
    }
    let refused = served.send("PUT", "/sparql", &[], "");
    assert_eq!(refused.header("allow"), "GET, POST, HEAD, OPTIONS");
    assert!(served.get("/nothing", "*/*").text().contains("/sparql"));
    let not_utf8 = [
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n\
        Content-Length: 3\r\n\r\n"
            .as_slice(),
        &[0xFF, 0xFE, 0x41],
    ]
    .concat();
    assert_eq!(served.raw(&not_utf8, false).status, 400);
}

#[test]
fn every_way_to_write_is_refused_with_the_way_to_add_facts() {
    let served = Served::new();
    let before = served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text();
    let insert = "INSERT DATA { <urn:a> <urn:b> 1 }";
    let form = "Content-Type: application/x-www-form-urlencoded";
    let update = "Content-Type: application/sparql-update";
    for (method, path, line, body) in [
        ("POST", "/sparql", update, insert.to_owned()),
        ("POST", "/update", update, insert.to_owned()),
        ("POST", "/sparql", form, format!("update={}", encode(insert))),
        ("GET", &*format!("/sparql?update={}", encode(insert)), "Accept: */*", String::new()),
        ("POST", "/sparql", "Content-Type: application/sparql-query", insert.to_owned()),
        ("POST", "/sparql", form, format!("query={}", encode(insert))),
        ("PUT", "/graph?default", "Content-Type: text/turtle", "<urn:a> <urn:b> 1 .".into()),
        ("DELETE", "/graph?graph=urn%3Ag", "Accept: */*", String::new()),
        ("POST", "/graph?default", "Content-Type: text/turtle", "<urn:a> <urn:b> 1 .".into()),
    ] {
        let reply = served.send(method, path, &[line], &body);
        assert_eq!(reply.status, 403, "{method} {path}: {}", reply.text());
        assert!(reply.text().contains("zhengtu build"), "{}", reply.text());
    }
    assert_eq!(served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text(), before);
}

#[test]
fn each_format_is_given_to_who_asks_for_it() {
    let served = Served::new();
    let construct = "CONSTRUCT { ?s rdfs:label ?name } WHERE { ?s a org:Organization ; rdfs:label ?name }";
    for (query, accept, kind, found) in [
        ("ASK {}", "application/sparql-results+json", "application/sparql-results+json", "true"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml", "true"),
        ("ASK {}", "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values", "true"),
        (NAMES, "application/json", "application/json", "湘潭市医疗保障局"),
        (NAMES, "text/xml", "text/xml", "湘潭市医疗保障局"),
        (NAMES, "*/*", "application/sparql-results+json", "湘潭市医疗保障局"),
        (
            NAMES,
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html",
            "<td>湘潭市医疗保障局</td>",
        ),
        (construct, "*/*", "text/turtle", "rdfs:label"),
        (construct, "application/n-triples", "application/n-triples", "rdf-schema#label> \"湘"),
        (construct, "application/n-quads", "application/n-quads", "rdf-schema#label> \"湘"),
        (construct, "application/trig", "application/trig", "rdfs:label"),
        (construct, "application/ld+json", "application/ld+json", "湘潭市医疗保障局"),
        (construct, "application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml", "rdf:RDF"),
        ("DESCRIBE <agency/430300/湘潭市医疗保障局>", "text/turtle", "text/turtle", "湘潭市医疗保障局"),
    ] {
        let reply = served.get(&format!("/sparql?query={}", encode(query)), accept);
        assert_eq!((reply.status, reply.kind()), (200, kind), "{query} {accept}: {}", reply.text());
        assert!(reply.text().contains(found), "{accept}: {}", reply.text());
    }
}

#[test]
fn errors_say_where_and_what_was_expected() {
    let served = Served::new();
    let query = "SELECT ?s WHERE { ?s rdfs:label '水利局' ?o }";
    let path = format!("/sparql?query={}", encode(query));
    let text = served.get(&path, "text/html");
    assert_eq!((text.status, text.kind()), (400, "text/plain"));
    assert!(text.text().starts_with("1:39: found \"?o\", expected"), "{}", text.text());
    for accept in ["application/sparql-results+json", "application/problem+json", "application/json;q=0.9, */*;q=0.1"] {
        let json = served.get(&path, accept);
        assert_eq!(json.kind(), "application/problem+json");
        let json = json.json();
        assert_eq!(
            (json["status"].as_u64(), json["line"].as_u64(), json["column"].as_u64()),
            (Some(400), Some(1), Some(39))
        );
        assert!(json["prefixes"].as_array().unwrap().iter().any(|name| name == "zt"));
        assert!(!json["expected"].as_array().unwrap().is_empty());
    }
    let service = served.ask("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }");
    assert_eq!(service.status, 403);
}

#[test]
fn a_dataset_is_the_pages_that_the_client_names() {
    let served = Served::new();
    let (city, town) =
        ("https://w3id.org/zhengtu/page/aaaaaaaaaaaaaaaa", "https://w3id.org/zhengtu/page/bbbbbbbbbbbbbbbb");
    let count = |parameters: String, query: &str| {
        let reply = served.get(&format!("/sparql?query={}{parameters}", encode(query)), "text/csv");
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.text().lines().nth(1).unwrap().to_owned()
    };
    let agencies = "SELECT (COUNT(*) AS ?n) { ?s a org:Organization }";
    let programmes = "SELECT (COUNT(*) AS ?n) { ?s a zt:Programme }";
    let graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }";
    let one = format!("&default-graph-uri={}", encode(city));
    let both = format!("{one}&default-graph-uri={}", encode(town));
    let named = format!("&named-graph-uri={}", encode(town));
    assert_eq!(count(String::new(), agencies), "2");
    assert_eq!(count(one.clone(), agencies), "1");
    assert_eq!(count(both.clone(), agencies), "2");
    // both pages say it: merged, it is one triple
    assert_eq!(count(both.clone(), programmes), "1");
    assert_eq!(count(named.clone(), agencies), "0");
    assert_eq!(count(String::new(), graphs), "2");
    assert_eq!(count(named.clone(), graphs), "1");
    assert_eq!(count(both.clone(), graphs), "0");
    assert_eq!(count("&default-graph-uri=urn%3Anowhere".into(), agencies), "0");
    // what the client names comes before what the query says
    let from = format!("SELECT (COUNT(*) AS ?n) FROM <{city}> FROM <{town}> {{ ?s a zt:Programme }}");
    assert_eq!(count(String::new(), &from), "1");
    assert_eq!(count(named, &from), "0");
    let body = served.send(
        "POST",
        &format!("/sparql?default-graph-uri={}", encode(town)),
        &["Content-Type: application/sparql-query", "Accept: text/csv"],
        "SELECT ?name { ?s a org:Organization ; rdfs:label ?name }",
    );
    assert_eq!(body.text(), "name\r\n湘乡市医疗保障局\r\n");
}

#[test]
fn who_asks_nothing_gets_the_service_description() {
    let served = Served::new();
    let reply = served.get("/sparql", "text/turtle");
    assert_eq!((reply.status, reply.kind()), (200, "text/turtle"));
    let endpoint = format!("<http://{}/sparql>", served.address);
    let triples = served.get("/sparql", "application/n-triples").text();
    let sd = "<http://www.w3.org/ns/sparql-service-description#";
    assert!(triples.contains(&format!("{endpoint} {sd}endpoint> {endpoint} .")), "{triples}");
    assert!(triples.contains(&format!("{endpoint} {sd}supportedLanguage> {sd}SPARQL11Query> .")));
    assert!(!triples.contains("BasicFederatedQuery"));
    let void = served.get("/.well-known/void", "application/n-triples").text();
    assert!(void.contains("void#sparqlEndpoint>") && void.contains("classPartition"), "{void}");
    assert_eq!(served.get("/sparql", "text/html").header("location"), "/#sparql");
    let public = Served::with(&[], |options| options.public_url = Some("https://example.org/graph".into()));
    let triples = public.get("/sparql", "application/n-triples").text();
    assert!(triples.contains("<https://example.org/graph/sparql>"), "{triples}");
    assert!(public.get("/", "text/html").text().contains("href=\"/graph/assets/style.css\""));
}

#[test]
fn head_options_and_tags() {
    let served = Served::new();
    let path = format!("/sparql?query={}", encode(NAMES));
    let (get, head) = (served.get(&path, "text/csv"), served.send("HEAD", &path, &["Accept: text/csv"], ""));
    assert_eq!((head.status, head.body.len()), (200, 0));
    for name in ["content-type", "content-length", "etag"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
        assert!(!head.header(name).is_empty(), "{name}");
    }
    let tag = format!("If-None-Match: \"x\", {}", get.header("etag"));
    let known = served.send("GET", &path, &["Accept: text/csv", &tag], "");
    assert_eq!((known.status, known.body.len()), (304, 0));
    assert_eq!(served.send("GET", &path, &["Accept: text/html", &tag], "").status, 200);
    // what is not there is not known either
    assert_eq!(served.send("GET", "/statement/zz", &["If-None-Match: *"], "").status, 404);
    let random = served.get(&format!("/sparql?query={}", encode("SELECT (RAND() AS ?x) {}")), "text/csv");
    assert_eq!((random.header("etag"), random.header("cache-control")), ("", "no-store"));
    let asked = served.send("OPTIONS", "/sparql", &["Origin: http://example.org"], "");
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (204, "*"));
}

#[test]
fn graphs_are_read_whole() {
    let served = Served::new();
    let page = encode("https://w3id.org/zhengtu/page/bbbbbbbbbbbbbbbb");
    let reply = served.get(&format!("/graph?graph={page}"), "application/n-triples");
    assert_eq!(reply.status, 200);
    assert!(reply.text().contains("湘乡市医疗保障局") && !reply.text().contains("1111111111111111"));
    assert_eq!(served.send("HEAD", &format!("/graph?graph={page}"), &[], "").kind(), "text/turtle");
    let all = served.get("/graph?default", "application/n-triples");
    assert!(all.text().contains("1111111111111111") && all.text().contains("4444444444444444"));
    assert_eq!(served.get("/graph?graph=urn%3Ax", "*/*").status, 404);
    for path in ["/graph", "/graph?default&graph=urn%3Ax"] {
        assert_eq!(served.get(path, "*/*").status, 400);
    }
    let quads = served.get("/download/graph.nq", "*/*");
    assert_eq!(quads.header("content-disposition"), "attachment; filename=\"zhengtu.nq\"");
    let lines: Vec<&[u8]> = quads.body.split(|byte| *byte == b'\n').collect();
    assert!(lines.len() > 100 && lines.is_sorted_by(|a, b| b.is_empty() || a <= b));
    assert_eq!(served.get("/download/graph.csv", "*/*").status, 404);
}
