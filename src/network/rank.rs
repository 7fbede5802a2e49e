//! Rankings that say what they rest on.

use crate::{
    model::{EntityId, EntityKind},
    network::{Edge, EdgeKind, Network, Scores},
};

/// A node in a ranking, with what its place rests on.
#[derive(Clone, Debug)]
pub struct Ranked<'n> {
    /// Place from 1; nodes of equal score have the same.
    pub place: usize,
    /// The node's key.
    pub id: &'n EntityId,
    /// Its name.
    pub name: &'n str,
    /// Its kind.
    pub kind: EntityKind,
    /// What the measure gave it.
    pub score: f64,
    /// Its edges, the best supported first.
    pub reasons: Vec<Reason<'n>>,
    /// Positions in [`Network::sources`] of the pages behind these edges.
    pub sources: Vec<usize>,
}

/// An edge that a rank rests on, seen from the ranked node.
#[derive(Clone, Copy, Debug)]
pub struct Reason<'n> {
    /// The edge.
    pub edge: &'n Edge,
    /// What it says.
    pub kind: EdgeKind,
    /// Whether it leaves the ranked node.
    pub outgoing: bool,
    /// Key of the node at the other end.
    pub other: &'n EntityId,
    /// Name of the node at the other end.
    pub name: &'n str,
}

/// The `limit` nodes with the greatest scores, optionally of one kind; nodes of equal score in the order of their keys.
/// The scores are those of this network's nodes.
///
/// ```
/// use zhengtu::{lexicon::Lexicon, network::{Effort, Network, Shape, measure, rank}, pipeline, text::Document};
///
/// let page = Document::new("a.txt", "湘潭市医疗保障局、开化县医疗保障局推行15分钟医保服务圈。");
/// let network = Network::from_pages(&[pipeline::read(&page, Lexicon::embedded())]);
/// let scores = measure("degree")?.scores(&Shape::of(&network), &Effort::default())?;
/// let ranked = rank(&network, &scores, None, 3);
/// assert_eq!((ranked[0].place, ranked[0].reasons.is_empty()), (1, false));
/// # Ok::<(), zhengtu::network::NetworkError>(())
/// ```
pub fn rank<'n>(network: &'n Network, scores: &Scores, kind: Option<EntityKind>, limit: usize) -> Vec<Ranked<'n>> {
    let scores = &scores.values;
    // Sums of floats differ in the last digits between nodes that are equal by symmetry: compare nine digits.
    let top = scores.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let rounded = |score: f64| (score / top * 1e9).round() as i64;
    let of_kind = network.nodes().zip(scores).enumerate().filter(|(_, (node, _))| kind.is_none_or(|k| node.kind == k));
    let mut order: Vec<(i64, usize)> = of_kind.map(|(at, (_, &score))| (-rounded(score), at)).collect();
    order.sort_unstable();

    let mut ranked = Vec::with_capacity(limit.min(order.len()));
    let mut place = (0, None);
    for (number, &(key, at)) in order.iter().take(limit).enumerate() {
        if place.1 != Some(key) {
            place = (number + 1, Some(key));
        }
        let Some(node) = network.node(at) else { continue };
        let reasons = reasons(network, at);
        let mut sources: Vec<usize> = reasons.iter().flat_map(|reason| reason.edge.sources()).collect();
        sources.sort_unstable();
        sources.dedup();
        ranked.push(Ranked {
            place: place.0,
            id: &node.id,
            name: &node.name,
            kind: node.kind,
            score: scores[at],
            reasons,
            sources,
        });
    }
    ranked
}

fn reasons(network: &Network, at: usize) -> Vec<Reason<'_>> {
    let mut reasons: Vec<Reason<'_>> = Vec::new();
    for link in network.links_of(at) {
        let (outgoing, edge, other) = (link.from == at, link.edge, if link.from == at { link.to } else { link.from });
        let Some(other) = network.node(other) else { continue };
        reasons.push(Reason { edge, kind: edge.kind, outgoing, other: &other.id, name: &other.name });
    }
    reasons.sort_by_key(|reason| (std::cmp::Reverse(reason.edge.weight), reason.kind));
    reasons
}
