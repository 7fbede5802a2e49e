//! What a client may cost.

use std::{
    io::{Read, Write},
    thread,
    time::{Duration, Instant},
};

use crate::{client::Served, sample};

/// Takes longer than any test, and listens when told to stop: each row looks into the graph.
const LONG: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER NOT EXISTS { ?a ?h ?f } }";

#[test]
fn time_rows_text_and_depth() {
    let served = Served::with(&sample::pages(), |options| {
        options.query.time = Some(Duration::from_millis(300));
        options.query.rows = Some(50);
        options.query.text = 1000;
    });
    let start = Instant::now();
    let late = served.ask(LONG);
    assert_eq!(late.status, 504, "{}", late.text());
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(late.json()["code"], "time-out");
    let many = served.ask("SELECT * { ?s ?p ?o }");
    assert_eq!((many.status, many.json()["code"].as_str()), (422, Some("too-many-rows")));
    assert_eq!(served.ask("SELECT * { ?s ?p ?o } LIMIT 50").status, 200);
    assert_eq!(served.ask(&format!("ASK {{}} #{}", " ".repeat(1000))).status, 413);
    assert_eq!(served.ask(&format!("ASK {}{}", "{".repeat(101), "}".repeat(101))).status, 400);
    assert_eq!(served.ask("ASK {}").status, 200);
}

#[test]
fn a_cut_answer_never_looks_whole() {
    // 256 KiB are held back: what is cut before has a status, what is cut later has no end
    let all = "SELECT ?s ?p ?o ?s2 { ?s ?p ?o . ?s2 a ?type } LIMIT 3000";
    let served = Served::with(&sample::pages(), |options| options.answer = 100 << 10);
    let reply = served.ask(all);
    assert_eq!((reply.status, reply.json()["code"].as_str()), (422, Some("too-many-bytes")));
    let served = Served::with(&sample::pages(), |options| options.answer = 400 << 10);
    let reply = served.ask(all);
    assert_eq!((reply.status, reply.whole), (200, false));
    let served = Served::new();
    let reply = served.ask(all);
    assert_eq!((reply.status, reply.whole, reply.header("transfer-encoding")), (200, true, "chunked"));
    assert_eq!(reply.json()["results"]["bindings"].as_array().unwrap().len(), 3000);
}

#[test]
fn bodies_have_a_size_and_a_time() {
    let served = Served::with(&[], |options| {
        options.upload = 10_000;
        options.body = Duration::from_millis(300);
        options.head = Duration::from_millis(300);
    });
    let long = format!("ASK {{}}{}", " ".repeat(20_000));
    assert_eq!(served.ask(&long).status, 413);
    let chunked = format!(
        "POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n\
         Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{long}\r\n0\r\n\r\n",
        long.len()
    );
    assert_eq!(served.raw(chunked.as_bytes(), false).status, 413);
    let slow =
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK";
    assert_eq!(served.raw(slow.as_bytes(), false).status, 408);
    // a head that does not come: the connection ends
    let mut stream = served.connect();
    stream.write_all(b"GET / HTT").unwrap();
    let start = Instant::now();
    let _ = stream.read_to_end(&mut Vec::new());
    assert!(start.elapsed() < Duration::from_secs(5));
    let head = format!("GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nX-A: {}\r\n\r\n", "a".repeat(1 << 20));
    let reply = served.raw(head.as_bytes(), false);
    assert!(matches!(reply.status, 0 | 431), "{reply:?}");
}

#[test]
fn few_run_some_wait_others_come_back_later() {
    let served = Served::with(&sample::pages(), |options| {
        options.queries = 1;
        options.long = 0;
        options.queue = 1;
        options.quick = Duration::from_secs(2);
        options.patience = Duration::from_millis(200);
        options.query.time = Some(Duration::from_secs(3));
    });
    thread::scope(|scope| {
        let long = scope.spawn(|| served.ask(LONG));
        thread::sleep(Duration::from_millis(300));
        let busy = served.ask("ASK {}");
        assert_eq!((busy.status, busy.header("retry-after")), (503, "2"), "{}", busy.text());
        assert_eq!(served.get("/health", "*/*").status, 200);
        // it is long, and there is no place for long ones
        assert_eq!(long.join().unwrap().status, 503);
    });
    assert_eq!(ask_soon(&served), 200);
}

#[test]
fn a_client_that_leaves_frees_its_place() {
    let served = Served::with(&sample::pages(), |options| {
        (options.queries, options.long) = (1, 0);
        options.quick = Duration::from_secs(600);
        options.query.time = Some(Duration::from_secs(600));
    });
    let mut stream = served.connect();
    let head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n";
    stream.write_all(format!("{head}Content-Length: {}\r\n\r\n{LONG}", LONG.len()).as_bytes()).unwrap();
    thread::sleep(Duration::from_millis(300));
    drop(stream);
    assert_eq!(ask_soon(&served), 200);
}

/// What a query gets that may wait for a moment.
fn ask_soon(served: &Served) -> u16 {
    let start = Instant::now();
    loop {
        let status = served.ask("ASK {}").status;
        if status == 200 || start.elapsed() > Duration::from_secs(5) {
            return status;
        }
        thread::sleep(Duration::from_millis(50));
    }
}
