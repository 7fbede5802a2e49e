//! How alike two texts are: the pairs of characters that they share.

/// Pairs of characters that stand side by side, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    all: Vec<u64>,
    /// Which remainders they have: what has another is none of them.
    remainders: [u64; 8],
}

/// Where a pair's remainder stands in [`Pairs::remainders`].
fn remainder(pair: u64) -> (usize, u64) {
    let mixed = (pair ^ pair >> 27).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55;
    ((mixed >> 6) as usize, 1 << (mixed & 63))
}

impl Pairs {
    pub(super) fn new(text: &str) -> Self {
        let mut all = Vec::with_capacity(text.len() / 3);
        let mut letters = text.chars().filter(|c| c.is_alphanumeric()).map(u64::from);
        if let Some(mut before) = letters.next() {
            for letter in letters {
                all.push(before << 32 | letter);
                before = letter;
            }
        }
        all.sort_unstable();
        all.dedup();
        let mut remainders = [0; 8];
        for &pair in &all {
            let (at, bit) = remainder(pair);
            remainders[at] |= bit;
        }
        Self { all, remainders }
    }

    fn has(&self, pair: u64) -> bool {
        let (at, bit) = remainder(pair);
        self.remainders[at] & bit != 0 && self.all.binary_search(&pair).is_ok()
    }

    /// How many pairs of this text another has, counted up to `most`.
    pub(super) fn shared(&self, other: &Self, most: usize) -> usize {
        self.all.iter().filter(|&&pair| other.has(pair)).take(most).count()
    }
}
