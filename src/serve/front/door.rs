//! What happens to a request at the door.

use std::{
    future::poll_fn,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::{
        Arc, OnceLock, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use hyper::{
    HeaderMap, Method, Request, Response, StatusCode,
    body::{Body as Streamed, Incoming},
    header::{self, HeaderName, HeaderValue},
};
use tokio::time::timeout;

use crate::{
    rdf::QueryError,
    serve::{
        Options,
        call::Call,
        engine::{Engine, Running, Shown},
        frame::{Frame, Head},
        front::{
            account::Account,
            body::{Body, Rest},
            cache::{self, Cache, Kept},
            gate::Gate,
            gzip::{self, Gzip},
            measure::Measure,
            notice::{Entry, Notice, Say},
        },
        html::POLICY,
        negotiate::Accept,
        problem::Problem,
        route::{Handler, ROUTES, Route, find},
    },
    store::Store,
};

/// Bytes of a body that are read only to be thrown away.
const DISCARDED: usize = 16 << 20;
/// Time for a query that was told to stop to say so; then it is ended.
const GRACE: Duration = Duration::from_secs(1);
/// Characters of an address in the log.
const LOGGED: usize = 500;

/// One commit of the store, and who answers from it.
pub(super) struct Showing {
    pub engine: Engine,
    pub shown: Shown,
    /// To see whether it is still the last one.
    pub store: Store,
    cache: Cache,
}

impl Showing {
    /// It remembers answers of so many bytes.
    pub fn new(engine: Engine, shown: Shown, store: Store, remembered: usize) -> Self {
        Self { engine, shown, store, cache: Cache::new(remembered) }
    }
}

/// What all requests share.
pub(super) struct Door {
    pub options: Options,
    pub address: SocketAddr,
    pub measure: Arc<Measure>,
    gate: Arc<Gate>,
    showing: RwLock<Arc<Showing>>,
    say: OnceLock<Say>,
    /// Requests so far, and when it began: together the name of a request.
    requests: AtomicU64,
    began: u64,
}

/// An answer before it is given to the connection.
type Answered = Result<Response<Body>, Problem>;

impl Door {
    #[expect(clippy::disallowed_methods, reason = "names of requests differ from one run of the server to the next")]
    pub fn new(options: Options, address: SocketAddr, showing: Showing) -> Self {
        let gate = Gate::new(options.queries, options.long, options.queue, options.patience);
        let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let (showing, say) = (RwLock::new(Arc::new(showing)), OnceLock::new());
        Self { options, address, measure: Measure::new(), gate, showing, say, requests: AtomicU64::new(0), began }
    }

    /// Who is told what happens, from now on.
    pub fn tell(&self, say: Say) {
        let _ = self.say.set(say);
    }

    pub fn say(&self, notice: Notice) {
        if let Some(say) = self.say.get() {
            say(notice);
        }
    }

    /// The latest commit that is ready.
    pub fn showing(&self) -> Arc<Showing> {
        self.showing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on, requests are answered from this commit. Running ones end with theirs.
    pub fn show(&self, showing: Showing) {
        *self.showing.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(showing);
    }

    /// Answers a request, whatever it is.
    pub async fn answer(self: Arc<Self>, client: IpAddr, request: Request<Incoming>) -> Response<Body> {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let headers = request.headers();
        let given = text(headers, "x-request-id");
        let fit = !given.is_empty() && given.len() <= 64 && given.bytes().all(|byte| byte.is_ascii_graphic());
        let id = if fit { given.to_owned() } else { format!("{:x}-{number:x}", self.began) };
        let accept = joined(headers, &header::ACCEPT);
        let path = request.uri().path_and_query().map_or("", |path| path.as_str());
        let entry = Entry {
            id: id.clone(),
            client,
            method: request.method().to_string(),
            path: path.chars().take(LOGGED).collect(),
            status: 499,
            bytes: 0,
            rows: 0,
            micros: 0,
            whole: false,
        };
        self.measure.running.inc();
        let log = self.say.get().filter(|_| self.options.log).cloned();
        let account = Account { measure: self.measure.clone(), log, entry, since: Instant::now(), route: "none" };
        let mut account = Some(Box::new(account));
        let mut response = match self.respond(request, &accept, &mut account).await {
            Ok(response) => response,
            Err(problem) => {
                let (head, body) = problem.parts(&Accept::of(&accept));
                finish(&head, Body::whole(body), None)
            }
        };
        if let Some(account) = &mut account {
            account.entry.status = response.status().as_u16();
            account.bytes(response.body().size_hint().exact().unwrap_or(0) as usize);
            account.entry.whole = true;
        }
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert("x-request-id", id);
        }
        response
    }

    async fn respond(
        self: &Arc<Self>,
        request: Request<Incoming>,
        accept: &str,
        account: &mut Option<Box<Account>>,
    ) -> Answered {
        let (parts, body) = request.into_parts();
        let Some(route) = find(parts.uri.path()) else { return Err(unknown()) };
        if let Some(account) = account {
            account.route = route.path;
        }
        if parts.method == Method::OPTIONS {
            return Ok(options(route));
        }
        let method = if parts.method == Method::HEAD { Method::GET } else { parts.method };
        if !route.methods.contains(&method.as_str()) {
            let detail = format!("{method} is not for {}: expected {}", route.path, route.allowed());
            return Err(Problem::new(405, "method", detail).with("allow", route.allowed()));
        }
        let showing = self.showing();
        match route.handler {
            Handler::Health => return Ok(self.health(&showing.shown)),
            Handler::Metrics => return self.metrics(&showing.shown),
            Handler::Room(_) => {}
        }
        let mut call = Call {
            method: method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            accept: accept.to_owned(),
            content_type: text(&parts.headers, "content-type").to_owned(),
            root: self.root(&parts.headers),
            body: Vec::new(),
        };
        if method != Method::GET {
            call.body = self.read(body).await?;
        }
        let key = cache::key(&showing.shown.version, &call);
        let tag = (method == Method::GET).then(|| tag(&key));
        if let Some(tag) = &tag
            && text(&parts.headers, "if-none-match").split(',').any(|one| one.trim() == tag)
        {
            return Ok(finish(&Head::new(304), Body::whole(""), Some(tag)));
        }
        let gzip = gzip::taken(&joined(&parts.headers, &header::ACCEPT_ENCODING));
        let kept = match showing.cache.get(&key) {
            Some(kept) => {
                self.measure.kept.inc();
                kept
            }
            None => match self.ask(&showing, call, account, gzip, tag.as_deref()).await? {
                Ok(kept) => {
                    showing.cache.keep(key, &kept);
                    kept
                }
                Err(long) => return Ok(long),
            },
        };
        if let Some(account) = account {
            account.entry.rows = kept.rows;
        }
        Ok(whole(&kept, gzip, tag.as_deref()))
    }

    /// Asks who is behind the door: an answer in one piece, or else the response that takes its pieces.
    async fn ask(
        self: &Arc<Self>,
        showing: &Showing,
        call: Call,
        account: &mut Option<Box<Account>>,
        gzip: bool,
        tag: Option<&str>,
    ) -> Result<Result<Kept, Response<Body>>, Problem> {
        let since = Instant::now();
        let mut seat = self.gate.enter().await?;
        let none = |_| Problem::new(503, "busy", "no worker answers: try again in a moment").with("retry-after", "5");
        let mut running = showing.engine.ask(call).await.map_err(none)?;
        let first = match timeout(self.options.quick, running.next()).await {
            Ok(first) => first,
            Err(_) => {
                running.tired();
                seat.stay()?;
                self.late(&mut running, since).await?
            }
        };
        let Ok(Frame::Head(head)) = first else { return Err(self.lost()) };
        let Some(length) = head.whole else {
            // it takes as long as its client does
            seat.stay()?;
            running.tired();
            let gzip = gzip && head.get("content-type").is_some_and(gzip::worthwhile);
            let Some(mut account) = account.take() else { return Err(Problem::failed()) };
            account.entry.status = head.status;
            let rest = Rest {
                running,
                gzip: gzip.then(Gzip::new),
                account,
                _seat: seat,
                patience: self.options.stall,
                since: Instant::now(),
                sent: 0,
                ended: false,
            };
            let mut response = finish(&head, Body::Rest(Box::new(rest)), tag);
            if gzip {
                response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            return Ok(Err(response));
        };
        let mut body = Vec::with_capacity(length);
        loop {
            match running.next().await {
                Ok(Frame::Bytes(bytes)) => body.extend_from_slice(&bytes),
                Ok(Frame::End { rows }) => return Ok(Ok(Kept { head: Arc::new(head), body: body.into(), rows })),
                _ => return Err(self.lost()),
            }
        }
    }

    /// The first piece of an answer that is not quick. The time that it waited `since` it came counts.
    async fn late(&self, running: &mut Running, since: Instant) -> Result<std::io::Result<Frame>, Problem> {
        let Some(limit) = self.options.query.time else { return Ok(running.next().await) };
        if let Ok(first) = timeout(limit.saturating_sub(since.elapsed()), running.next()).await {
            return Ok(first);
        }
        running.stop();
        timeout(GRACE, running.next()).await.map_err(|_| QueryError::TimeOut(limit).into())
    }

    /// Who answered has ended without an answer.
    fn lost(&self) -> Problem {
        self.measure.cancelled.inc();
        let most = self.options.memory >> 20;
        let detail = format!("the query took more than {most} MB of memory, or could not go on: ask for less");
        Problem::new(503, "memory", detail)
    }

    /// The server's address as the client knows it, ending in `/`.
    fn root(&self, headers: &HeaderMap) -> String {
        if let Some(url) = &self.options.public_url {
            return format!("{}/", url.trim_end_matches('/'));
        }
        let host = text(headers, "host");
        let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_:[]".contains(&b));
        if plain { format!("http://{host}/") } else { format!("http://{}/", self.address) }
    }

    /// A body, no longer and no later than allowed.
    async fn read(&self, body: Incoming) -> Result<Vec<u8>, Problem> {
        let options = &self.options;
        match timeout(options.body, read(body, options.upload)).await {
            Ok(Ok(Some(bytes))) => Ok(bytes),
            Ok(Ok(None)) => {
                let detail = format!("the body has more than {} bytes, the limit", options.upload);
                Err(Problem::new(413, "too-large", detail).with("connection", "close"))
            }
            Ok(Err(_)) => Err(Problem::bad("the body broke off")),
            Err(_) => {
                let detail = format!("the body did not come within {} s", options.body.as_secs_f64());
                Err(Problem::new(408, "slow", detail).with("connection", "close"))
            }
        }
    }

    /// That it answers, and what it shows.
    fn health(&self, shown: &Shown) -> Response<Body> {
        let body = serde_json::json!({
            "status": "ok", "generation": shown.generation, "pages": shown.pages,
            "triples": shown.counts.triples.parse::<u64>().unwrap_or(0), "version": shown.version,
        });
        let mut head = Head::new(200);
        head.set("content-type", "application/json");
        head.set("cache-control", "no-store");
        finish(&head, Body::whole(body.to_string()), None)
    }

    fn metrics(&self, shown: &Shown) -> Answered {
        let text = self.measure.text(shown.pages).map_err(|_| Problem::failed())?;
        let mut head = Head::new(200);
        head.set("content-type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
        head.set("cache-control", "no-store");
        Ok(finish(&head, Body::whole(text), None))
    }
}

/// A header as text, empty if there is none.
fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// All values of a header that is a list.
fn joined(headers: &HeaderMap, name: &HeaderName) -> String {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.collect::<Vec<_>>().join(",")
}

/// All of a body, `None` if it is longer than `most`. Some of what is too much is read too, as a client that still writes
/// would not see the answer.
async fn read(mut body: Incoming, most: usize) -> Result<Option<Vec<u8>>, hyper::Error> {
    let (mut held, mut length) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(bytes) = frame?.into_data() else { continue };
        length += bytes.len();
        if length <= most {
            held.extend_from_slice(&bytes);
        } else if length > most.saturating_add(DISCARDED) {
            break;
        }
    }
    Ok((length <= most).then_some(held))
}

/// Stands for what a GET is answered: the commit, what is asked, and how. Weak, as rows may come in another order.
fn tag(key: &cache::Key) -> String {
    let digits: String = key.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{digits}\"")
}

/// What OPTIONS answers, also to a browser that asks before it asks.
fn options(route: &Route) -> Response<Body> {
    let mut head = Head::new(204);
    let allowed = route.allowed();
    head.set("allow", &*allowed);
    head.set("access-control-allow-methods", allowed);
    head.set("access-control-allow-headers", "accept, content-type, if-none-match");
    head.set("access-control-max-age", "86400");
    finish(&head, Body::whole(""), None)
}

/// An answer in one piece.
fn whole(kept: &Kept, gzip: bool, tag: Option<&str>) -> Response<Body> {
    let worthwhile = kept.head.get("content-type").is_some_and(gzip::worthwhile);
    if gzip
        && worthwhile
        && kept.body.len() >= gzip::SHORTEST
        && let Ok(body) = Gzip::whole(&kept.body)
    {
        let mut response = finish(&kept.head, Body::whole(body), tag);
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        return response;
    }
    finish(&kept.head, Body::whole(kept.body.clone()), tag)
}

/// What every answer has.
fn finish(head: &Head, body: Body, tag: Option<&str>) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(head.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in &head.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Accept-Encoding"));
    let html = head.get("content-type").is_some_and(|kind| kind.starts_with("text/html"));
    if html {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    } else {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        let shown = HeaderValue::from_static("ETag, Retry-After, X-Request-Id");
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, shown);
    }
    if matches!(head.status, 200 | 304)
        && !headers.contains_key(header::CACHE_CONTROL)
        && let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(tag).ok())
    {
        headers.insert(header::ETAG, tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}

fn unknown() -> Problem {
    let paths: Vec<&str> = ROUTES.iter().map(|route| route.path).collect();
    Problem::not_found(format!("nothing is here: expected one of {}", paths.join(" ")))
}
