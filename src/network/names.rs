//! Finds a node by what people call it, and says what comes near if there is none.

use crate::{
    model::EntityId,
    network::{Network, NetworkError, Node},
};

/// How many names an error lists.
const LISTED: usize = 5;
/// Below this, two names have too little in common to be worth showing.
const NEAR: f64 = 0.34;

impl Network {
    /// Position of the node called `name`: its key (or an IRI that ends in it), its name, a location's full path
    /// written in one, or another name of it; else the one node whose name ends with `name`, else contains it.
    ///
    /// # Errors
    /// [`NetworkError::UnknownName`] with names that come near, [`NetworkError::AmbiguousName`] if several nodes fit
    /// equally well.
    pub fn find(&self, name: &str) -> Result<usize, NetworkError> {
        let name = name.trim();
        if let Some(at) = self.by_key(name) {
            return Ok(at);
        }
        if !name.is_empty() {
            let tests: [&dyn Fn(&Node) -> bool; 4] = [
                &|node| node.name == name || (node.path.len() > 1 && node.path.concat() == name),
                &|node| node.aliases.contains(name),
                &|node| node.name.ends_with(name),
                &|node| node.name.contains(name),
            ];
            for test in tests {
                let fit: Vec<usize> =
                    self.nodes().enumerate().filter(|(_, node)| test(node)).map(|(at, _)| at).collect();
                match fit[..] {
                    [] => {}
                    [at] => return Ok(at),
                    _ => return Err(self.ambiguous(name, &fit)),
                }
            }
        }
        Err(NetworkError::UnknownName { name: name.to_owned(), near: self.near(name) })
    }

    fn by_key(&self, name: &str) -> Option<usize> {
        let keys = name.match_indices('/').map(|(slash, _)| &name[slash + 1..]);
        std::iter::once(name).chain(keys).filter_map(EntityId::parse).find_map(|id| self.position(&id))
    }

    fn ambiguous(&self, name: &str, fit: &[usize]) -> NetworkError {
        let described = fit.iter().filter_map(|&at| self.node(at)).map(|node| format!("{} {}", node.name, node.id));
        NetworkError::AmbiguousName {
            name: name.to_owned(),
            count: fit.len(),
            candidates: described.take(LISTED).collect(),
        }
    }

    /// Up to five names that come near `name`, nearest first.
    pub fn near(&self, name: &str) -> Vec<String> {
        let scored = self.nodes().map(|node| (nearness(name, &node.name), node));
        let mut scored: Vec<_> = scored.filter(|(score, _)| *score >= NEAR).collect();
        scored.sort_by(|(a, m), (b, n)| b.total_cmp(a).then_with(|| m.id.cmp(&n.id)));
        let mut names: Vec<String> = Vec::new();
        for (_, node) in scored {
            if names.len() < LISTED && !names.contains(&node.name) {
                names.push(node.name.clone());
            }
        }
        names
    }
}

/// From 0 to 1, how likely `asked` is meant for `name`.
///
/// Chinese short names keep characters of the full name in their order, so a name whose characters all occur in order
/// in the other comes before one that is a few edits away.
pub(crate) fn nearness(asked: &str, name: &str) -> f64 {
    if asked.is_empty() || name.is_empty() {
        return 0.0;
    }
    let edits = strsim::normalized_damerau_levenshtein(asked, name);
    let short = asked.chars().count().min(name.chars().count());
    if short >= 2 && (abbreviates(asked, name) || abbreviates(name, asked)) { (1.0 + edits) / 2.0 } else { edits }
}

fn abbreviates(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::nearness;

    #[test]
    fn a_short_name_is_nearer_than_a_stranger_of_like_length() {
        assert!(nearness("湘潭医保局", "湘潭市医疗保障局") > nearness("湘潭医保局", "湘潭市水利局"));
        assert!(nearness("湘谭市医疗保障局", "湘潭市医疗保障局") > 0.8);
        assert!(nearness("", "湘潭市") == 0.0);
        assert!(nearness("水", "湘潭市水利局") < 0.34, "one common character is not enough");
    }
}
