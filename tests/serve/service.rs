//! Other endpoints that a query asks.

use std::time::{Duration, Instant};

use zhengtu::rdf::Services;

use crate::{client::Served, sample};

/// What the other endpoint knows, asked through this one.
fn through(other: &str) -> String {
    format!("SELECT (COUNT(*) AS ?n) {{ SERVICE <{other}> {{ ?programme a zt:Programme }} }}")
}

#[test]
fn only_endpoints_that_are_listed_are_asked() {
    let other = Served::new();
    let address = format!("http://{}/sparql", other.address);
    let unlisted = Served::with(&[], |_| {});
    let refused = unlisted.ask(&through(&address));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (403, Some("service")));
    assert!(refused.text().contains("--service"), "{}", refused.text());

    let listed = Served::with(&[], |options| options.services = Services::new([&address]).unwrap());
    let here = listed.ask("ASK { ?programme a zt:Programme }");
    assert_eq!(here.json()["boolean"], false);
    let count = |served: &Served, query: &str| {
        let reply = served.ask(query);
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["results"]["bindings"][0]["n"]["value"].as_str().unwrap().to_owned()
    };
    let there = count(&other, "SELECT (COUNT(*) AS ?n) { ?programme a zt:Programme }");
    assert_ne!(there, "0");
    assert_eq!(count(&listed, &through(&address)), there);
    // another path of the same host is another endpoint
    assert_eq!(listed.ask(&through(&format!("{address}/more"))).status, 403);
    // what it says may change: it is not remembered
    assert_eq!(listed.ask(&through(&address)).header("cache-control"), "no-store");
}

#[test]
fn an_endpoint_that_is_silent_is_an_error_in_time() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = format!("http://{}/sparql", listener.local_addr().unwrap());
    let html = Served::with(&sample::pages(), |_| {});
    let page = format!("http://{}/about/", html.address);
    let served = Served::with(&[], |options| {
        options.services = Services::new([&silent, &page]).unwrap();
        options.query.time = Some(Duration::from_millis(500));
    });
    let start = Instant::now();
    let late = served.ask(&through(&silent));
    assert!(matches!(late.status, 502 | 504), "{}", late.text());
    assert!(start.elapsed() < Duration::from_secs(5));
    let wrong = served.ask(&through(&page));
    assert_eq!((wrong.status, wrong.json()["code"].as_str()), (502, Some("service")), "{}", wrong.text());
    let ignored = served.ask(&format!("SELECT * {{ SERVICE SILENT <{page}> {{ ?s ?p ?o }} }}"));
    assert_eq!(ignored.status, 200, "{}", ignored.text());
}
