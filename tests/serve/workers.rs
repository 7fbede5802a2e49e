//! Workers: what a query may take, how it ends, and that threads of one process answer the same.

use std::{
    io::Read,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use zhengtu::serve::{Notice, Options};

use crate::{
    client::{Reply, Served},
    sample,
};

/// Never looks at the graph, so that it never sees that it is told to stop.
fn deaf() -> String {
    let numbers: String = (0..300).map(|n| format!("{n} ")).collect();
    let values: String = ["a", "b", "c", "d", "e"].iter().map(|v| format!("VALUES ?{v} {{ {numbers} }} ")).collect();
    format!("SELECT (COUNT(*) AS ?n) {{ {values} FILTER(?a + ?b + ?c + ?d + ?e < 0) }}")
}

/// Doubles a string thirty times.
fn bomb() -> String {
    let doubled: String = (0..30).map(|n| format!("BIND(CONCAT(?v{n}, ?v{n}) AS ?v{}) ", n + 1)).collect();
    format!("SELECT (STRLEN(?v30) AS ?n) {{ BIND(\"xxxxxxxx\" AS ?v0) {doubled} }}")
}

fn limited(change: impl FnOnce(&mut Options)) -> Served {
    Served::with(&sample::pages(), |options| {
        options.query.time = Some(Duration::from_millis(500));
        change(options);
    })
}

#[test]
#[cfg(unix)]
fn a_query_that_does_not_listen_is_ended() {
    let served = limited(|options| (options.queries, options.long) = (1, 1));
    let start = Instant::now();
    let late = served.ask(&deaf());
    assert_eq!((late.status, late.json()["code"].as_str()), (504, Some("time-out")), "{}", late.text());
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert_eq!(served.ask("ASK {}").status, 200);
}

#[test]
#[cfg(target_os = "linux")]
fn a_query_that_takes_too_much_memory_ends_alone() {
    let served = limited(|options| {
        options.memory = 64 << 20;
        options.query.time = Some(Duration::from_secs(20));
    });
    let large = served.ask(&bomb());
    assert_eq!((large.status, large.json()["code"].as_str()), (503, Some("memory")), "{}", large.text());
    assert!(large.text().contains("64 MB"), "{}", large.text());
    assert_eq!(served.ask("ASK {}").status, 200);
}

#[test]
fn long_queries_leave_room_for_others() {
    let served = limited(|options| {
        (options.queries, options.long) = (1, 1);
        options.quick = Duration::from_millis(100);
        options.query.time = Some(Duration::from_secs(2));
    });
    std::thread::scope(|scope| {
        let long: Vec<_> = (0..4).map(|_| scope.spawn(|| served.ask(&deaf()).status)).collect();
        std::thread::sleep(Duration::from_millis(600));
        let start = Instant::now();
        assert_eq!(served.ask("ASK {}").status, 200);
        assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
        let mut statuses: Vec<u16> = long.into_iter().map(|one| one.join().unwrap()).collect();
        statuses.sort_unstable();
        // one may go on until its time is over, the others are told to come again
        assert_eq!(statuses, [503, 503, 503, 504]);
    });
}

#[test]
fn too_many_patterns_are_refused_before_they_are_planned() {
    let served = limited(|options| options.query.patterns = 20);
    let chain: String = (0..21).map(|n| format!("?a{n} ?b{n} ?a{} . ", n + 1)).collect();
    let refused = served.ask(&format!("ASK {{ {chain} }}"));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (400, Some("too-much")));
    assert_eq!(refused.json()["detail"], "the query has 21 triple patterns, more than the limit of 20: ask in parts");
}

#[test]
fn threads_of_one_process_answer_as_workers_do() {
    let (workers, threads) = (Served::new(), Served::with(&sample::pages(), |options| options.workers = None));
    for (path, accept) in [
        ("/", "text/html"),
        ("/sparql", "text/turtle"),
        ("/sparql?query=SELECT%20*%20%7B%3Fs%20a%20%3Fo%7D%20ORDER%20BY%20%3Fs%20%3Fo", "text/csv"),
        ("/sparql?query=ASK%20%7B", "application/json"),
        ("/query/overview", "text/csv"),
        ("/graph?default", "application/n-triples"),
        ("/page/nothing", "text/html"),
        ("/ns", "text/turtle"),
        ("/nothing", "*/*"),
    ] {
        let answers = [&workers, &threads].map(|served| {
            let Reply { status, body, .. } = served.get(path, accept);
            // the address of the server is part of some answers
            (status, String::from_utf8(body).unwrap().replace(&served.address.to_string(), "HOST"))
        });
        assert_eq!(answers[0], answers[1], "{path}");
    }
}

#[test]
fn answers_come_in_gzip_to_who_takes_it() {
    let served = Served::new();
    for path in ["/graph?default", "/download/graph.nq", "/"] {
        let plain = served.send("GET", path, &["Accept: */*"], "");
        let zipped = served.send("GET", path, &["Accept: */*", "Accept-Encoding: br, gzip"], "");
        assert_eq!((plain.header("content-encoding"), zipped.header("content-encoding")), ("", "gzip"), "{path}");
        assert_eq!(plain.header("vary"), "Accept, Accept-Encoding");
        let mut body = Vec::new();
        flate2::read::GzDecoder::new(&*zipped.body).read_to_end(&mut body).unwrap();
        assert!(zipped.whole && zipped.body.len() < plain.body.len() && body == plain.body, "{path}");
    }
    let short = served.send("GET", "/health", &["Accept-Encoding: gzip"], "");
    assert_eq!(short.header("content-encoding"), "");
}

#[test]
fn requests_have_names_and_are_counted() {
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let entries = told.clone();
    let say = move |notice: Notice| {
        if let Notice::Answered(entry) = notice {
            let told = format!("{} {} {} {}", entry.id, entry.method, entry.path, entry.status);
            entries.lock().unwrap().push(told);
        }
    };
    let served = Served::telling(&sample::pages(), |options| options.log = true, say);
    let named = served.send("GET", "/query", &["X-Request-Id: abc-1"], "");
    assert_eq!(named.header("x-request-id"), "abc-1");
    let (first, second) = (served.get("/nothing", "*/*"), served.get("/health", "*/*"));
    assert!(!first.header("x-request-id").is_empty());
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    for _ in 0..2 {
        assert_eq!(served.ask("SELECT * { ?s ?p ?o } LIMIT 7").status, 200);
    }
    let metrics = served.get("/metrics", "*/*").text();
    for line in [
        "zhengtu_requests_total{route=\"/sparql\",status=\"200\"} 2",
        "zhengtu_requests_total{route=\"none\",status=\"404\"} 1",
        "zhengtu_rows_total 14",
        "zhengtu_cache_hits_total 1",
        "zhengtu_pages 2",
        "zhengtu_request_seconds_bucket{le=\"10.0\"} 5",
    ] {
        assert!(metrics.lines().any(|one| one == line), "{line}\n{metrics}");
    }
    let told = told.lock().unwrap();
    assert_eq!(told[0], "abc-1 GET /query 200");
    assert!(told[1].ends_with(" GET /nothing 404"), "{}", told[1]);
}
