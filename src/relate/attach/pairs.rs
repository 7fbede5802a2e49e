//! How alike two texts are: the pairs of characters that they share.

/// Pairs of characters that stand side by side, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs(Vec<(char, char)>);

impl Pairs {
    pub(super) fn new(text: &str) -> Self {
        let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let mut pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.sort_unstable();
        pairs.dedup();
        Self(pairs)
    }

    /// How many pairs two texts share.
    pub(super) fn shared(&self, other: &Self) -> usize {
        self.0.iter().filter(|pair| other.0.binary_search(pair).is_ok()).count()
    }
}
