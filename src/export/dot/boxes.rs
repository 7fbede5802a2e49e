//! Which box of a picture a node is in.

use std::collections::BTreeSet;

use crate::{
    export::Clusters,
    model::{EntityKind, Level},
    network::{Network, Node},
};

/// More boxes than these, and cities are put together by province.
const MANY: usize = 24;

/// For each node of the network, the name of the box that it is in. Places that it lacks are looked for in the `whole`.
pub(super) fn boxes(network: &Network, whole: &Network, clusters: Clusters) -> Vec<Option<String>> {
    match clusters {
        Clusters::None => vec![None; network.node_count()],
        Clusters::Kind => network.nodes().map(|node| Some(node.kind.word().to_owned())).collect(),
        Clusters::Place => {
            let count = |boxes: &Vec<Option<String>>| boxes.iter().flatten().collect::<BTreeSet<_>>().len();
            let cities = places(network, whole, 2);
            let other = match count(&cities) {
                1 => places(network, whole, 3),
                some if some > MANY => places(network, whole, 1),
                _ => return cities,
            };
            if count(&other) > 0 { other } else { cities }
        }
    }
}

/// Boxes for provinces (1), cities (2) or counties (3).
fn places(network: &Network, whole: &Network, depth: usize) -> Vec<Option<String>> {
    let mut boxes: Vec<Option<String>> = network.nodes().map(|node| place(whole, node, depth)).collect();
    // A programme or an indicator is in a box if all its neighbours of other kinds are. Programmes first: indicators
    // may hang on them alone.
    for kind in [EntityKind::Programme, EntityKind::Indicator] {
        let common: Vec<(usize, Option<String>)> = network
            .nodes()
            .enumerate()
            .filter(|(_, node)| node.kind == kind)
            .map(|(at, _)| (at, common(network, at, &boxes)))
            .collect();
        common.into_iter().for_each(|(at, name)| boxes[at] = name);
    }
    boxes
}

/// The names down to `depth` of a location, or of an agency's place; `None` for a whole country.
fn place(whole: &Network, node: &Node, depth: usize) -> Option<String> {
    let (path, sort) = match node.kind {
        EntityKind::Location => (&node.path, node.sort),
        _ => {
            let place = whole.node(whole.position(node.place.as_ref()?)?)?;
            (&place.path, place.sort)
        }
    };
    let wide = sort == Some(Level::Country.word());
    (!wide && !path.is_empty()).then(|| path[..path.len().min(depth)].concat())
}

/// The box that all neighbours of a node are in. A place counts no more where another neighbour is in a part of it.
fn common(network: &Network, at: usize, boxes: &[Option<String>]) -> Option<String> {
    let mut found: Vec<(&String, EntityKind)> = Vec::new();
    for link in network.links_of(at) {
        let other = if link.from == at { link.to } else { link.from };
        match (network.node(other)?.kind, &boxes[other]) {
            (kind, Some(name)) if kind != EntityKind::Indicator => found.push((name, kind)),
            (EntityKind::Agency | EntityKind::Location, None) => return None,
            _ => {}
        }
    }
    let within = |name: &String| found.iter().any(|(other, _)| *other != name && other.starts_with(name.as_str()));
    let mut told = found.iter().filter(|(name, kind)| *kind != EntityKind::Location || !within(name));
    let first = told.next()?.0;
    told.all(|(name, _)| *name == first).then(|| first.clone())
}
