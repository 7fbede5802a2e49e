//! A store with the sample pages, a server over it, and a client that says exactly what it is told.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use tempfile::TempDir;
use zhengtu::{
    model::PageFacts,
    serve::{Notice, Options, ServeError, Server, Stop},
    store::{Page, Writer},
};

use crate::sample;

/// A server that runs until it is dropped.
pub struct Served {
    pub address: SocketAddr,
    pub folder: TempDir,
    stop: Stop,
    running: Option<JoinHandle<Result<(), ServeError>>>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether the body ended as its head promised.
    pub whole: bool,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn kind(&self) -> &str {
        self.header("content-type").split(';').next().unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

pub fn put(folder: &std::path::Path, pages: &[(PageFacts, &str)]) {
    let mut writer = Writer::open_or_create(folder).unwrap();
    for (facts, text) in pages {
        writer.put(&Page { facts: facts.clone(), text: (*text).into(), reader: "tests 1".into() }).unwrap();
    }
    writer.commit().unwrap();
}

impl Served {
    /// Over both sample pages.
    pub fn new() -> Self {
        Self::with(&sample::pages(), |_| ())
    }

    pub fn with(pages: &[(PageFacts, &str)], change: impl FnOnce(&mut Options)) -> Self {
        Self::telling(pages, change, |_| ())
    }

    /// With an ear for what happens.
    pub fn telling(
        pages: &[(PageFacts, &str)],
        change: impl FnOnce(&mut Options),
        say: impl Fn(Notice) + Send + Sync + 'static,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), pages);
        let mut options = Options {
            bind: "127.0.0.1:0".parse().unwrap(),
            poll: Duration::from_millis(50),
            workers: cfg!(unix).then(|| env!("CARGO_BIN_EXE_zhengtu").into()),
            ..Options::new(folder.path())
        };
        change(&mut options);
        let server = Server::bind(options).unwrap();
        let (address, stop) = (server.address(), server.stop());
        let running = Some(thread::spawn(move || server.run(say)));
        Self { address, folder, stop, running }
    }

    pub fn stop(&self) {
        self.stop.stop();
    }

    /// How it ended, and after how long.
    pub fn end(mut self) -> (Result<(), ServeError>, Duration) {
        let start = Instant::now();
        self.stop();
        let ended = self.running.take().unwrap().join().unwrap();
        (ended, start.elapsed())
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Sends a request; `lines` are headers.
    pub fn send(&self, method: &str, path: &str, lines: &[&str], body: &str) -> Reply {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        if !body.is_empty() || method == "POST" {
            request += &format!("Content-Length: {}\r\n", body.len());
        }
        lines.iter().for_each(|line| request += &format!("{line}\r\n"));
        self.raw(format!("{request}\r\n{body}").as_bytes(), method == "HEAD")
    }

    pub fn get(&self, path: &str, accept: &str) -> Reply {
        self.send("GET", path, &[&format!("Accept: {accept}")], "")
    }

    /// A thing, wherever it leads.
    pub fn open(&self, path: &str, accept: &str) -> Reply {
        let reply = self.get(path, accept);
        if reply.status == 303 { self.get(reply.header("location"), accept) } else { reply }
    }

    /// A query, answered as JSON.
    pub fn ask(&self, query: &str) -> Reply {
        let lines = ["Content-Type: application/sparql-query", "Accept: application/sparql-results+json"];
        self.send("POST", "/sparql", &lines, query)
    }

    /// Sends bytes and reads what comes until the end.
    pub fn raw(&self, request: &[u8], headless: bool) -> Reply {
        let mut stream = self.connect();
        let _ = stream.write_all(request); // the server may have said all before
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        parse(&bytes, headless)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop();
        if let Some(running) = self.running.take() {
            let _ = running.join();
        }
    }
}

fn parse(bytes: &[u8], headless: bool) -> Reply {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
    let headers: Vec<(String, String)> =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.into(), value.into())).collect();
    let mut reply = Reply { status, headers, body: bytes[end..].to_vec(), whole: true };
    if reply.header("transfer-encoding") == "chunked" {
        (reply.body, reply.whole) = unchunk(&bytes[end..]);
    } else if let (Ok(length), false) = (reply.header("content-length").parse::<usize>(), headless) {
        reply.whole = reply.body.len() == length;
    }
    reply
}

fn unchunk(mut bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        let Some(at) = bytes.windows(2).position(|two| two == b"\r\n") else { return (body, false) };
        let Ok(length) = usize::from_str_radix(&String::from_utf8_lossy(&bytes[..at]), 16) else {
            return (body, false);
        };
        if length == 0 {
            return (body, true);
        }
        let Some(chunk) = bytes.get(at + 2..at + 2 + length) else { return (body, false) };
        body.extend_from_slice(chunk);
        bytes = bytes.get(at + 4 + length..).unwrap_or_default();
    }
}

/// As it stands in an address.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
