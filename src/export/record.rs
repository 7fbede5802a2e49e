//! Nodes and edges as flat records: what every network format says of them, under one set of names.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::network::{Edge, Link, Network, Node};

/// A node.
#[derive(Debug, Serialize)]
pub(crate) struct NodeRecord<'n> {
    /// Its key.
    pub id: &'n str,
    pub name: &'n str,
    pub kind: &'static str,
    /// The sort within its kind.
    pub sort: Option<&'static str>,
    /// Of a location: full names from the province down, `/` between them.
    pub path: Option<String>,
    /// Of a location: its official code.
    pub code: Option<&'n str>,
    /// Key of the place that it lies in.
    pub place: Option<&'n str>,
    /// Number of pages that name it.
    pub pages: usize,
    /// Day of the first and of the last dated page that names it.
    pub first: Option<&'n str>,
    pub last: Option<&'n str>,
}

impl<'n> NodeRecord<'n> {
    pub fn new(network: &'n Network, node: &'n Node) -> Self {
        let pages = node.sources.iter().filter_map(|&at| network.sources().get(at));
        let dates: BTreeSet<&str> = pages.filter_map(|page| page.date.as_deref()).collect();
        Self {
            id: node.id.as_str(),
            name: &node.name,
            kind: node.kind.word(),
            sort: node.sort,
            path: (!node.path.is_empty()).then(|| node.path.join("/")),
            code: node.code.as_deref(),
            place: node.place.as_ref().map(|place| place.as_str()),
            pages: node.sources.len(),
            first: dates.first().copied(),
            last: dates.last().copied(),
        }
    }

    /// Every node of a network in its order.
    pub fn all(network: &'n Network) -> impl Iterator<Item = Self> {
        network.nodes().map(|node| Self::new(network, node))
    }
}

/// An edge.
#[derive(Debug, Serialize)]
pub(crate) struct EdgeRecord<'n> {
    /// Its key: keys of its ends and the relation, spaces between them (keys have none).
    pub id: String,
    /// Key of the node that it leaves.
    pub source: &'n str,
    /// Key of the node that it enters.
    pub target: &'n str,
    /// What it says.
    pub relation: &'static str,
    /// Number of independent sources behind it.
    pub weight: usize,
    /// How sure the surest reading behind it is.
    pub confidence: f64,
    /// Day of the first and of the last dated page behind it.
    pub first: Option<&'n str>,
    pub last: Option<&'n str>,
    /// Keys of the statements behind it.
    pub statements: Vec<&'n str>,
    /// Names of the pages behind it.
    pub docs: Vec<&'n str>,
    /// The sentences, each once, the surest first.
    pub evidence: Vec<&'n str>,
}

impl<'n> EdgeRecord<'n> {
    pub fn new(network: &'n Network, link: Link<'n>) -> Option<Self> {
        let (source, target) = (network.node(link.from)?.id.as_str(), network.node(link.to)?.id.as_str());
        let Edge { kind, supports, weight, via: _ } = link.edge;
        let pages: Vec<_> = link.edge.sources().into_iter().filter_map(|at| network.sources().get(at)).collect();
        let dates: BTreeSet<&str> = pages.iter().filter_map(|page| page.date.as_deref()).collect();
        let mut stated: Vec<_> = supports.iter().filter(|support| support.statement.is_some()).collect();
        stated.sort_by_key(|support| std::cmp::Reverse(support.confidence));
        let mut evidence: Vec<&str> = Vec::new();
        for support in stated {
            if !evidence.contains(&&*support.text) {
                evidence.push(&support.text);
            }
        }
        Some(Self {
            id: format!("{source} {kind} {target}"),
            source,
            target,
            relation: kind.word(),
            weight: *weight,
            confidence: link.edge.confidence().value(),
            first: dates.first().copied(),
            last: dates.last().copied(),
            statements: link.edge.statements().into_iter().map(|id| id.0.as_str()).collect(),
            docs: pages.iter().map(|page| page.doc.as_str()).collect(),
            evidence,
        })
    }

    /// Every edge of a network in its order.
    pub fn all(network: &'n Network) -> impl Iterator<Item = Self> {
        network.links().filter_map(|link| Self::new(network, link))
    }
}
