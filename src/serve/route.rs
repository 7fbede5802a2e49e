//! What can be opened: one registry.

use std::sync::LazyLock;

use matchit::Router;

use crate::{
    rdf::Cancel,
    serve::{
        api,
        call::Call,
        describe,
        frame::Sink,
        graph, index, named, ontology,
        problem::Problem,
        reply::Reply,
        room::{Asker, Listed, Room},
        sparql, thing,
    },
};

/// Who answers a request.
#[derive(Clone, Copy)]
pub(super) enum Handler {
    /// A function of the commit that is shown.
    Room(fn(&Asker<'_>, &mut Reply<'_>) -> Result<(), Problem>),
    /// The door itself, also when nothing behind it does: how it goes.
    Health,
    /// The door itself: what it has counted.
    Metrics,
}

/// A path that can be opened, as one row of [`ROUTES`].
pub struct Route {
    /// The path; `{name}` stands for a segment, `{*name}` for the rest.
    pub path: &'static str,
    /// The methods that are answered. HEAD comes with GET, and OPTIONS with all.
    pub methods: &'static [&'static str],
    /// What it gives, in English.
    pub about: &'static str,
    pub(super) handler: Handler,
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
    Route { path: "/", methods: GET, about: "this page", handler: Handler::Room(index::respond) },
    Route {
        path: "/sparql",
        methods: GET_POST,
        about: "SPARQL 1.1 Protocol; without a query, the service description",
        handler: Handler::Room(sparql::respond),
    },
    Route {
        path: "/update",
        methods: GET_POST,
        about: "says how facts are added: over HTTP the graph is only read",
        handler: Handler::Room(sparql::update),
    },
    Route { path: "/query", methods: GET, about: "the named queries, as JSON", handler: Handler::Room(named::list) },
    Route {
        path: "/query/{name}",
        methods: GET,
        about: "the answer of a named query; ?PARAMETER=..., NAME.csv and the like choose the form",
        handler: Handler::Room(named::respond),
    },
    Route {
        path: "/graph",
        methods: ALL,
        about: "Graph Store Protocol, for reading: ?default or ?graph=IRI",
        handler: Handler::Room(graph::respond),
    },
    Route {
        path: "/download/{file}",
        methods: GET,
        about: "the whole graph as a file: graph.nq, graph.trig, graph.jsonld, graph.ttl, graph.nt, graph.rdf",
        handler: Handler::Room(graph::download),
    },
    Route {
        path: "/about/{*key}",
        methods: GET,
        about: "what is said about a thing, as a page or as RDF",
        handler: Handler::Room(thing::respond),
    },
    thing("/agency/{*key}", "an agency: leads to /about/agency/..."),
    thing("/programme/{*key}", "a programme"),
    thing("/location/{*key}", "a place"),
    thing("/indicator/{*key}", "what figures measure"),
    thing("/unit/{*key}", "a unit"),
    thing("/variable/{*key}", "what indicators of many pages measure"),
    thing("/article/{*key}", "an article, wherever it is printed"),
    thing("/period/{*key}", "when figures hold"),
    Route {
        path: "/statement/{*key}",
        methods: GET,
        about: "a statement with its sentence",
        handler: Handler::Room(thing::respond),
    },
    Route {
        path: "/page/{*key}",
        methods: GET,
        about: "a page with all that it says",
        handler: Handler::Room(thing::respond),
    },
    thing("/paper/{*key}", "a newspaper or site"),
    thing("/reader/{*key}", "what read pages"),
    api("/api", "the API for programs that don't speak SPARQL, described as OpenAPI 3.1", api::openapi::respond),
    api("/api/openapi.json", "the same", api::openapi::respond),
    api("/api/search", "things by name: ?q=...", api::search::respond),
    api("/api/entity/{*key}", "what is known of a thing, as JSON", api::entity::respond),
    api("/api/statements", "figures and relations with their sentences, filtered", api::statements::respond),
    api("/api/compare", "what pages say of the same, held against each other", api::compare::respond),
    api("/api/path", "how two things hang together: ?from=...&to=...", api::path::respond),
    api("/api/rank", "who and what is central: ?by=...", api::rank::respond),
    Route {
        path: "/ns",
        methods: GET,
        about: "the ontology, in Turtle or as a page",
        handler: Handler::Room(ontology::respond),
    },
    Route {
        path: "/.well-known/void",
        methods: GET,
        about: "what the data set holds (VoID)",
        handler: Handler::Room(describe::void),
    },
    Route {
        path: "/health",
        methods: GET,
        about: "whether it answers, and which commit of the store it shows",
        handler: Handler::Health,
    },
    Route {
        path: "/metrics",
        methods: GET,
        about: "what it has answered, how fast, and what it refused (Prometheus)",
        handler: Handler::Metrics,
    },
    Route { path: "/assets/{file}", methods: GET, about: "files of the pages", handler: Handler::Room(index::asset) },
];

const fn thing(path: &'static str, about: &'static str) -> Route {
    Route { path, methods: GET, about, handler: Handler::Room(thing::lead) }
}

const fn api(
    path: &'static str,
    about: &'static str,
    respond: fn(&Asker<'_>, &mut Reply<'_>) -> Result<(), Problem>,
) -> Route {
    Route { path, methods: GET, about, handler: Handler::Room(respond) }
}

impl Route {
    /// `Allow` and its like.
    pub(super) fn allowed(&self) -> String {
        let head = self.methods.contains(&"GET").then_some("HEAD");
        self.methods.iter().copied().chain(head).chain(["OPTIONS"]).collect::<Vec<_>>().join(", ")
    }
}

/// The route of a path as it stands in a request.
pub(super) fn find(path: &str) -> Option<&'static Route> {
    static ROUTER: LazyLock<Router<&Route>> = LazyLock::new(|| {
        let mut router = Router::new();
        for route in ROUTES {
            // two rows for one path: the first counts, and a test says so
            let _ = router.insert(route.path, route);
        }
        router
    });
    ROUTER.at(path).ok().map(|found| *found.value)
}

/// What people are told of the routes.
static LISTING: LazyLock<Vec<Listed>> =
    LazyLock::new(|| ROUTES.iter().map(|Route { path, methods, about, .. }| Listed { path, methods, about }).collect());

/// Answers a request. The thread must have the stack that queries need ([`STACK`](crate::rdf::STACK)).
pub(super) fn respond(room: &Room, call: &Call, cancel: &Cancel, sink: &mut dyn Sink) {
    let mut reply = Reply::new(sink, room.answer);
    let asker = Asker { room, call, cancel, listing: &LISTING };
    let done = match find(&call.path).map(|route| route.handler) {
        Some(Handler::Room(handler)) => handler(&asker, &mut reply),
        _ => Err(Problem::not_found("nothing is here")),
    };
    reply.end(done, &asker.accept());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_found_by_its_own_path() {
        for route in ROUTES {
            let path = route.path.replace("{*key}", "a/b").replace("{name}", "a").replace("{file}", "a");
            assert_eq!(find(&path).map(|found| found.path), Some(route.path), "{path}");
        }
        assert!(find("/nothing").is_none());
    }
}
