//! Start, new pages, end.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use zhengtu::serve::{Options, ServeError, Server};

use crate::{
    client::{Served, put},
    sample,
};

#[test]
fn what_a_build_commits_is_shown_without_a_restart() {
    let pages = sample::pages();
    let served = Served::with(&pages[..1], |_| ());
    let town = "/statement/4444444444444444";
    assert_eq!(served.get(town, "text/turtle").status, 404);
    let before = served.get("/", "text/html");
    put(served.folder.path(), &pages[1..]);
    let start = Instant::now();
    while served.get(town, "text/turtle").status != 200 {
        assert!(start.elapsed() < Duration::from_secs(10), "the new page is not shown");
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(served.get("/health", "*/*").json()["pages"], 2);
    let tag = format!("If-None-Match: {}", before.header("etag"));
    assert_eq!(served.send("GET", "/", &["Accept: text/html", &tag], "").status, 200);
}

#[test]
fn a_store_that_breaks_stays_as_it_was() {
    let served = Served::new();
    std::fs::write(served.folder.path().join("MANIFEST"), "broken").unwrap();
    thread::sleep(Duration::from_millis(300));
    assert_eq!(served.get("/statement/4444444444444444", "text/turtle").status, 200);
}

#[test]
fn it_ends_soon_and_what_runs_gets_its_answer() {
    let served = Served::new();
    thread::scope(|scope| {
        let running = scope.spawn(|| served.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h 1 }"));
        thread::sleep(Duration::from_millis(50));
        served.stop();
        let reply = running.join().unwrap();
        assert!(reply.status == 200 && reply.whole, "{reply:?}");
    });
    let (ended, time) = served.end();
    assert!(ended.is_ok() && time < Duration::from_secs(5), "{ended:?} {time:?}");
    // a query without end does not keep it, nor a connection that says nothing
    let served = Served::with(&sample::pages(), |options| options.drain = Duration::from_millis(300));
    let idle = served.connect();
    let address = served.address;
    let long = thread::spawn(move || {
        use std::io::{Read, Write};
        let query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n";
        write!(stream, "{head}Content-Length: {}\r\n\r\n{query}", query.len()).unwrap();
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
        said
    });
    thread::sleep(Duration::from_millis(200));
    let (ended, time) = served.end();
    assert!(ended.is_ok() && time < Duration::from_secs(5), "{ended:?} {time:?}");
    assert!(!String::from_utf8_lossy(&long.join().unwrap()).contains("200 OK"));
    drop(idle);
}

#[test]
fn what_can_not_start_says_why() {
    let served = Served::new();
    let error = |options: Options| Server::bind(options).err().unwrap().to_string();
    let taken = Options { bind: served.address, ..Options::new(served.folder.path()) };
    assert!(error(taken.clone()).starts_with(&format!("{} is in use", served.address)));
    let free = Options { bind: "127.0.0.1:0".parse().unwrap(), ..taken };
    let missing = Options { store: served.folder.path().join("none"), ..free.clone() };
    assert!(error(missing).starts_with("no store in "));
    let url = Options { public_url: Some("example.org".into()), ..free.clone() };
    assert!(error(url).contains("no public address"));
    let address = Options { bind: "192.0.2.1:0".parse().unwrap(), ..free };
    assert!(matches!(Server::bind(address).err().unwrap(), ServeError::Bind { .. }));
}

/// The program itself: one line when it is ready, exit 0 on SIGTERM, exit 2 if the port is taken.
#[cfg(unix)]
#[test]
fn the_command_says_where_it_is_and_ends_well() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &sample::pages());
    let serve = |bind: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
        command.args(["serve", "--bind", bind, "--store"]).arg(folder.path());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let mut running = serve("127.0.0.1:0").spawn().unwrap();
    let mut line = String::new();
    BufReader::new(running.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    assert_eq!(line, format!("2 pages at http://{address}/ (Ctrl+C ends it)\n"));
    let taken = serve(address).output().unwrap();
    assert_eq!(taken.status.code(), Some(2));
    let said = String::from_utf8_lossy(&taken.stderr).into_owned();
    assert!(said.starts_with(&format!("zhengtu: {address} is in use")) && said.lines().count() == 1, "{said}");
    let start = Instant::now();
    Command::new("kill").args(["-TERM", &running.id().to_string()]).status().unwrap();
    assert_eq!(running.wait().unwrap().code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(5));
}

/// The process that holds the graph is lost (the system ends what takes too much memory): another takes its place.
#[cfg(target_os = "linux")]
#[test]
fn a_lost_nest_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &sample::pages());
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
    command.args(["serve", "--bind", "127.0.0.1:0", "--cache", "0", "--store"]).arg(folder.path());
    let mut running = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(running.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
    let ask = || {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(&address).unwrap();
        write!(stream, "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut said = String::new();
        let _ = stream.read_to_string(&mut said);
        said.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok())
    };
    let children = |parent: u32| -> Vec<u32> {
        let all = std::fs::read_dir("/proc").unwrap().flatten();
        let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let parent_of = |id: &u32| {
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse::<u32>().ok()
        };
        ids.filter(|id| parent_of(id) == Some(parent)).collect()
    };
    assert_eq!(ask(), Some(200));
    let nest = children(running.id());
    assert_eq!(nest.len(), 1, "{nest:?}");
    let workers = children(nest[0]);
    assert!(!workers.is_empty());
    for id in workers.iter().chain(&nest) {
        Command::new("kill").args(["-KILL", &id.to_string()]).status().unwrap();
    }
    let start = Instant::now();
    while ask() != Some(200) {
        assert!(start.elapsed() < Duration::from_secs(20), "nothing answers any more");
        thread::sleep(Duration::from_millis(100));
    }
    Command::new("kill").args(["-TERM", &running.id().to_string()]).status().unwrap();
    assert_eq!(running.wait().unwrap().code(), Some(0));
}

/// Rows of --link that come to nothing are told at the start, before the line that says where it is.
#[cfg(unix)]
#[test]
fn links_that_come_to_nothing_are_told() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), &sample::pages());
    let links = folder.path().with_extension("tsv");
    std::fs::write(&links, "430300\thttp://example.org/xiangtan\n乌有市\thttp://example.org/nowhere\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengtu"));
    command.args(["serve", "--bind", "127.0.0.1:0", "--store"]).arg(folder.path()).arg("--link").arg(&links);
    let mut running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(running.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "zhengtu: 1 link of nothing in the graph: 乌有市\n");
    Command::new("kill").args(["-TERM", &running.id().to_string()]).status().unwrap();
    running.wait().unwrap();
    std::fs::remove_file(links).unwrap();
}
