//! What can be opened: one registry, and what holds for every request.

use std::{pin::Pin, sync::Arc};

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::Response,
    routing::any,
};
use sha2::{Digest, Sha256};

use crate::serve::{
    describe, graph,
    html::POLICY,
    index, named, ontology,
    problem::Problem,
    room::{Call, Listed, Room},
    sparql, thing,
};

type Handler = fn(Call) -> Pin<Box<dyn Future<Output = Result<Response, Problem>> + Send>>;

/// A path that can be opened, as one row of [`ROUTES`].
pub struct Route {
    /// The path; `{name}` stands for a segment, `{*name}` for the rest.
    pub path: &'static str,
    /// The methods that are answered. HEAD comes with GET, and OPTIONS with all.
    pub methods: &'static [&'static str],
    /// What it gives, in English.
    pub about: &'static str,
    handler: Handler,
}

const GET: &[&str] = &["GET"];
const GET_POST: &[&str] = &["GET", "POST"];
/// The writing methods are answered too: by saying how facts are added.
const ALL: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Everything that can be opened.
///
/// ```
/// use zhengtu::serve::ROUTES;
/// assert!(ROUTES.iter().any(|route| route.path == "/sparql" && route.methods == ["GET", "POST"]));
/// ```
pub static ROUTES: &[Route] = &[
    Route { path: "/", methods: GET, about: "this page", handler: |call| Box::pin(index::respond(call)) },
    Route {
        path: "/sparql",
        methods: GET_POST,
        about: "SPARQL 1.1 Protocol; without a query, the service description",
        handler: |call| Box::pin(sparql::respond(call)),
    },
    Route {
        path: "/update",
        methods: GET_POST,
        about: "says how facts are added: over HTTP the graph is only read",
        handler: |call| Box::pin(sparql::update(call)),
    },
    Route {
        path: "/query",
        methods: GET,
        about: "the named queries, as JSON",
        handler: |call| Box::pin(named::list(call)),
    },
    Route {
        path: "/query/{name}",
        methods: GET,
        about: "the answer of a named query; ?PARAMETER=..., NAME.csv and the like choose the form",
        handler: |call| Box::pin(named::respond(call)),
    },
    Route {
        path: "/graph",
        methods: ALL,
        about: "Graph Store Protocol, for reading: ?default or ?graph=IRI",
        handler: |call| Box::pin(graph::respond(call)),
    },
    Route {
        path: "/download/{file}",
        methods: GET,
        about: "the whole graph as a file: graph.nq, graph.trig, graph.jsonld, graph.ttl, graph.nt, graph.rdf",
        handler: |call| Box::pin(graph::download(call)),
    },
    thing("/agency/{*key}", "an agency, as a page or as RDF"),
    thing("/programme/{*key}", "a programme"),
    thing("/location/{*key}", "a place"),
    thing("/indicator/{*key}", "what figures measure"),
    thing("/unit/{*key}", "a unit"),
    thing("/variable/{*key}", "what indicators of many pages measure"),
    thing("/article/{*key}", "an article, wherever it is printed"),
    thing("/period/{*key}", "when figures hold"),
    thing("/statement/{*key}", "a statement with its sentence"),
    thing("/page/{*key}", "a page with all that it says"),
    thing("/paper/{*key}", "a newspaper or site"),
    thing("/reader/{*key}", "what read pages"),
    Route {
        path: "/ns",
        methods: GET,
        about: "the ontology, in Turtle or as a page",
        handler: |call| Box::pin(ontology::respond(call)),
    },
    Route {
        path: "/.well-known/void",
        methods: GET,
        about: "what the data set holds (VoID)",
        handler: |call| Box::pin(async move { describe::void(&call) }),
    },
    Route {
        path: "/health",
        methods: GET,
        about: "whether it answers, and which commit of the store it shows",
        handler: |call| Box::pin(index::health(call)),
    },
    Route {
        path: "/assets/{file}",
        methods: GET,
        about: "files of the pages",
        handler: |call| Box::pin(index::asset(call)),
    },
];

const fn thing(path: &'static str, about: &'static str) -> Route {
    Route { path, methods: GET, about, handler: |call| Box::pin(thing::respond(call)) }
}

impl Route {
    /// `Allow` and its like.
    fn allowed(&self) -> String {
        let head = self.methods.contains(&"GET").then_some("HEAD");
        self.methods.iter().copied().chain(head).chain(["OPTIONS"]).collect::<Vec<_>>().join(", ")
    }

    async fn respond(&self, room: Arc<Room>, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let asked = parts.headers.clone();
        if parts.method == Method::OPTIONS {
            return self.options();
        }
        let head = parts.method == Method::HEAD;
        let method = if head { Method::GET } else { parts.method };
        if !self.methods.contains(&method.as_str()) {
            let detail = format!("{method} is not for {}: expected {}", self.path, self.allowed());
            let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", detail);
            return finish(Err(problem.with("allow", self.allowed())), &asked, None);
        }
        let (path, query) = (parts.uri.path().to_owned(), parts.uri.query().unwrap_or_default().to_owned());
        let snapshot = room.snapshot();
        let call = Call { room, snapshot, method, path, query, headers: parts.headers, body: body.into() };
        let tag = (call.method == Method::GET).then(|| tag(&call));
        let known = asked.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
        if let (Some(tag), Some(known)) = (&tag, known)
            && known.split(',').any(|one| one.trim() == tag)
        {
            let mut response = Response::default();
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return finish(Ok(response), &asked, Some(tag));
        }
        finish((self.handler)(call).await, &asked, tag.as_deref())
    }

    /// What OPTIONS answers, also to a browser that asks before it asks.
    fn options(&self) -> Response {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        if let Ok(allowed) = HeaderValue::from_str(&self.allowed()) {
            headers.insert(header::ALLOW, allowed.clone());
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, allowed);
        }
        let asking = HeaderValue::from_static("accept, content-type, if-none-match");
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asking);
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
        response
    }
}

/// Stands for what a GET is answered: the commit, what is asked, and how. Weak, as rows may come in another order.
fn tag(call: &Call) -> String {
    let mut hash = Sha256::new();
    let root = call.root();
    let accept = call.headers.get_all(header::ACCEPT).iter().map(|value| value.as_bytes());
    for part in
        [&call.snapshot.version, &root, &call.path, &call.query].map(|part| part.as_bytes()).into_iter().chain(accept)
    {
        hash.update(part);
        hash.update([0]);
    }
    let digits: String = hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{digits}\"")
}

/// What every answer has.
fn finish(done: Result<Response, Problem>, asked: &HeaderMap, tag: Option<&str>) -> Response {
    let mut response = done.unwrap_or_else(|problem| problem.respond(asked));
    let good = matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED);
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    let html = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if html {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    } else {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        let shown = HeaderValue::from_static("ETag, Retry-After");
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, shown);
    }
    if good
        && !headers.contains_key(header::CACHE_CONTROL)
        && let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(tag).ok())
    {
        headers.insert(header::ETAG, tag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    response
}

/// What the index page says of the routes.
pub(super) fn listing() -> Vec<Listed> {
    ROUTES.iter().map(|Route { path, methods, about, .. }| Listed { path, methods, about }).collect()
}

/// Every route, and what is said of paths that are none.
pub(super) fn router(room: &Arc<Room>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let room = room.clone();
        router = router.route(route.path, any(move |request: Request| route.respond(room, request)));
    }
    router.fallback(|request: Request| async move { finish(Err(unknown()), request.headers(), None) })
}

fn unknown() -> Problem {
    let paths: Vec<&str> = ROUTES.iter().map(|route| route.path).collect();
    Problem::not_found(format!("nothing is here: expected one of {}", paths.join(" ")))
}
