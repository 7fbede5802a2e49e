//! `/api/path`: how two things hang together, with the sentences that say so.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    network::{Network, NetworkError, Path, PathOptions, Step},
    rdf::Base,
    serve::{
        api::{
            edges::EdgeTold,
            registry::{Endpoint, Of, Parameter},
            things::Thing,
        },
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
};

/// Sentences that are told of an edge.
const SENTENCES: usize = 5;

pub(super) static ENDPOINT: Endpoint = Endpoint {
    path: "/api/path",
    name: "path",
    about: "How two things hang together: the shortest paths between them, each step with the sentences that carry it. \
        Without one, 404 says how far each end leads and which names come near.",
    parameters: &[
        Parameter::required("from", Of::Thing(None), "where the paths begin"),
        Parameter::required("to", Of::Thing(None), "where they end"),
        Parameter::new("max", Of::Whole(1, 20, None), "how many steps a path may have"),
        Parameter::new("count", Of::Whole(1, 20, Some(1)), "how many paths at most, the shortest first"),
        Parameter::new(
            "weighted",
            Of::One(|| vec!["true", "false"], Some("false")),
            "whether a step that more sources tell of is shorter",
        ),
    ],
    answer: |schemas| schemas.subschema_for::<Paths>(),
};

/// Paths between two things.
#[derive(Serialize, JsonSchema)]
struct Paths {
    from: Option<Thing>,
    to: Option<Thing>,
    /// The shortest first.
    paths: Vec<PathTold>,
}

/// A path.
#[derive(Serialize, JsonSchema)]
struct PathTold {
    /// The things that it comes by, both ends among them.
    things: Vec<Thing>,
    steps: Vec<StepTold>,
}

/// A step of a path.
#[derive(Serialize, JsonSchema)]
struct StepTold {
    from: Thing,
    to: Thing,
    /// What joins the two, the best first; forward is the direction of the step.
    edges: Vec<EdgeTold>,
}

pub(in crate::serve) fn respond(asker: &Asker<'_>, reply: &mut Reply<'_>) -> Result<(), Problem> {
    ENDPOINT.respond(asker, reply, |given| {
        let (network, base) = (&given.catalogue().network, given.base());
        let node = |name| Ok::<_, Problem>(given.thing(name)?.and_then(|at| network.node(at)));
        let (from, to) = (node("from")?, node("to")?);
        let key = |node: Option<&crate::network::Node>| node.map(|node| node.id.to_string()).unwrap_or_default();
        let options = PathOptions {
            count: given.whole("count").unwrap_or(1),
            max_steps: given.whole("max"),
            weighted: given.one("weighted") == Some("true"),
        };
        let paths = network.paths(&key(from), &key(to), &options).map_err(none)?;
        let thing = |node| Thing::node(base, node);
        Ok(Paths {
            from: from.map(thing),
            to: to.map(thing),
            paths: paths.iter().map(|path| told(base, network, path)).collect(),
        })
    })
}

/// Why there is none.
fn none(error: NetworkError) -> Problem {
    match error {
        NetworkError::NoPath { .. } | NetworkError::PathTooLong { .. } => {
            Problem::new(404, "no-path", error.to_string())
        }
        _ => Problem::bad(error.to_string()),
    }
}

fn told(base: &Base, network: &Network, path: &Path<'_>) -> PathTold {
    let step = |step: &Step<'_>| StepTold {
        from: Thing::node(base, step.from),
        to: Thing::node(base, step.to),
        edges: step
            .edges
            .iter()
            .map(|(edge, forward)| EdgeTold::of(base, network, edge, *forward, SENTENCES))
            .collect(),
    };
    let nodes = std::iter::once(path.start).chain(path.steps.iter().map(|step| step.to));
    PathTold {
        things: nodes.map(|node| Thing::node(base, node)).collect(),
        steps: path.steps.iter().map(step).collect(),
    }
}
