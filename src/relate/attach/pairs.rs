//! How alike two texts are: the pairs of characters that they share.

use std::cmp::Ordering;

/// Pairs of characters that stand side by side, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs(Vec<u64>);

impl Pairs {
    pub(super) fn new(text: &str) -> Self {
        let mut pairs = Vec::with_capacity(text.len() / 3);
        let mut letters = text.chars().filter(|c| c.is_alphanumeric()).map(u64::from);
        if let Some(mut before) = letters.next() {
            for letter in letters {
                pairs.push(before << 32 | letter);
                before = letter;
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self(pairs)
    }

    /// How many pairs two texts share, counted up to `most`.
    pub(super) fn shared(&self, other: &Self, most: usize) -> usize {
        let (mut one, mut other) = (self.0.as_slice(), other.0.as_slice());
        let mut shared = 0;
        while let ([first, rest @ ..], [second, others @ ..]) = (one, other)
            && shared < most
        {
            let order = first.cmp(second);
            shared += usize::from(order == Ordering::Equal);
            one = if order == Ordering::Greater { one } else { rest };
            other = if order == Ordering::Less { other } else { others };
        }
        shared
    }
}
