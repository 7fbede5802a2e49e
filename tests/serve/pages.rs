//! Every IRI opens, and the index page leads to it.

use crate::client::{Served, encode};

fn path(key: &str) -> String {
    format!("/{}", key.split('/').map(encode).collect::<Vec<_>>().join("/"))
}

#[test]
fn every_iri_of_the_graph_opens_as_a_page_and_as_rdf() {
    let served = Served::new();
    let all = "SELECT DISTINCT ?x { { ?x ?p ?o } UNION { ?s ?q ?x } FILTER(ISIRI(?x)) }";
    let reply = served.send("POST", "/sparql", &["Content-Type: application/sparql-query", "Accept: text/csv"], all);
    let base = "https://w3id.org/zhengtu/";
    let text = reply.text();
    let keys = text.lines().filter_map(|iri| iri.strip_prefix(base)).filter(|key| !key.contains('#'));
    let mut opened = 0;
    for key in keys {
        // as a browser sends it: what is encoded stays so
        let path: String =
            format!("/{key}").chars().map(|c| if c.is_ascii() { c.into() } else { encode(&c.to_string()) }).collect();
        let page = served.open(&path, "text/html,*/*;q=0.8");
        assert_eq!((page.status, page.kind()), (200, "text/html"), "{key}: {}", page.text());
        let data = served.open(&path, "application/n-triples");
        assert_eq!(data.status, 200, "{key}");
        assert!(data.text().contains(&format!("<{base}{key}>")), "{key}: {}", data.text());
        opened += 1;
    }
    assert!(opened > 15, "{text}");
}

#[test]
fn an_agency_shows_its_statements_with_their_words() {
    let served = Served::new();
    let page = served.open(&path("agency/430300/湘潭市医疗保障局"), "text/html").text();
    for part in [
        "<h1>湘潭市医疗保障局</h1>",
        "全市已建成服务点<mark class=\"number\">1900余个</mark>",
        "href=\"/about/programme/15分钟医保服务圈\"",
        "href=\"/statement/1111111111111111\"",
        "href=\"/about/location/430300/湘潭市\"",
        "href=\"/page/aaaaaaaaaaaaaaaa\">city.txt</a>",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    // an agency is no document, and its own address leads to one
    let thing = served.get(&path("agency/430300/湘潭市医疗保障局"), "text/html");
    assert_eq!((thing.status, thing.header("location")), (303, &*path("about/agency/430300/湘潭市医疗保障局")));
    let data = served.open(&path("agency/430300/湘潭市医疗保障局"), "text/turtle");
    assert_eq!((data.status, data.kind()), (200, "text/turtle"));
    assert!(data.text().contains("湘潭市"), "{}", data.text());
    assert!(data.header("vary").contains("Accept"));
}

#[test]
fn a_statement_shows_its_sentence_on_the_page() {
    let served = Served::new();
    let page = served.get("/statement/2222222222222222", "text/html").text();
    assert!(page.contains("<mark>参保率由95.2%提高到</mark><mark><b>97.1%</b></mark>。"), "{page}");
    let data = served.get("/statement/2222222222222222", "application/n-triples").text();
    assert!(data.contains("参保率由95.2%提高到97.1%") && data.contains("oa#start"), "{data}");
    let page = served.get("/page/aaaaaaaaaaaaaaaa", "text/html").text();
    assert!(page.contains("<a href=\"/statement/1111111111111111\"><mark>全市已建成服务点</mark></a>"), "{page}");
    let data = served.get("/page/aaaaaaaaaaaaaaaa", "application/n-triples").text();
    assert!(data.contains("1111111111111111") && !data.contains("4444444444444444"));
}

#[test]
fn what_is_not_there_is_not_found() {
    let served = Served::new();
    for path in
        [path("agency/430300/没有这个局"), "/statement/zz".into(), "/page/x%3E%7D%20%3C".into(), "/unit/%00".into()]
    {
        for accept in ["text/html", "text/turtle"] {
            let reply = served.open(&path, accept);
            assert_eq!((reply.status, reply.kind()), (404, "text/plain"), "{path}");
        }
    }
    assert_eq!(served.open("/agency/%FF", "text/html").status, 400);
    assert_eq!(served.get("/statement/1111111111111111", "image/png").status, 406);
}

#[test]
fn the_index_page_needs_no_other_host() {
    let served = Served::new();
    let reply = served.get("/", "text/html");
    let page = reply.text();
    assert!(reply.header("content-security-policy").starts_with("default-src 'none'"));
    for part in
        ["<b>2</b> agencies", "action=\"/query/who-runs-programme\"", "lang=\"zh\">机构</span>", "/download/graph.nq"]
    {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    for route in zhengtu::serve::ROUTES {
        assert!(page.contains(&format!("<code>{}</code>", route.path)), "{}", route.path);
    }
    assert!(!page.contains("{{"), "{page}");
    let loaded = ["src=\"", "<link rel=\"stylesheet\" href=\"", "rel=\"icon\" href=\""];
    for asset in loaded.iter().flat_map(|mark| page.split(*mark).skip(1)).map(|rest| rest.split('"').next().unwrap()) {
        assert!(asset.starts_with("/assets/"), "{asset}");
        let reply = served.get(asset, "*/*");
        assert_eq!(reply.status, 200, "{asset}");
        // namespaces are names; any other address would be a request to somebody else
        let text = reply.text().replace("http://www.w3.org/", "");
        assert!(!text.contains("http://") && !text.contains("https://"), "{asset}");
    }
}

#[test]
fn the_editor_is_told_of_prefixes_terms_and_formats() {
    let served = Served::new();
    let reply = served.get("/assets/vocabulary.json", "*/*");
    assert_eq!((reply.status, reply.kind()), (200, "application/json"));
    let told = reply.json();
    let terms = told["terms"].as_array().unwrap();
    assert!(told["prefixes"].as_array().unwrap().iter().any(|prefix| prefix[0] == "zt"));
    for (name, en, zh) in [("zt:evidence", "evidence", "依据"), ("rdfs:label", "name", "名称")] {
        let term = terms.iter().find(|term| term["name"] == name).unwrap();
        assert_eq!((&term["en"], &term["zh"]), (&en.into(), &zh.into()), "{name}");
    }
    for format in zhengtu::rdf::FORMATS {
        assert!(told["formats"].as_array().unwrap().iter().any(|one| one["media_type"] == format.media_type));
    }
    assert_eq!(served.get("/assets/none.js", "*/*").status, 404);
}

#[test]
fn named_queries_run_with_their_parameters() {
    let served = Served::new();
    let path = format!("/query/who-runs-programme?programme={}&x=", encode("15分钟医保服务圈"));
    let html = served.get(&path, "text/html");
    assert!(html.text().contains("<td>湘乡市医疗保障局</td>"), "{}", html.text());
    let csv = served.get(&path.replace("programme?", "programme.csv?"), "text/html");
    assert_eq!((csv.status, csv.kind()), (200, "text/csv"));
    assert_eq!(csv.text().lines().count(), 3, "{}", csv.text());
    let quoted = format!("/query/partners?agency={}", encode("\" } # <script>"));
    assert_eq!(served.get(&quoted, "text/csv").status, 200);
    let unknown = served.get("/query/who-runs-programm", "text/csv");
    assert_eq!(unknown.status, 404);
    assert!(unknown.text().contains("did you mean who-runs-programme?"), "{}", unknown.text());
    assert_eq!(served.get("/query/partners?agnecy=x", "text/csv").status, 400);
    assert_eq!(served.get("/query", "*/*").json().as_array().unwrap().len(), zhengtu::rdf::NAMED.len());
}
