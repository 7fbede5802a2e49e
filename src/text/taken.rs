//! Which parts of a text are taken already, and where names come back in it.

use std::ops::Range;

use daachorse::DoubleArrayAhoCorasick;

/// So many names are searched for one after the other; more of them all at once.
const FEW: usize = 32;

/// Which bytes of a text are taken.
#[derive(Clone, Debug)]
pub struct Taken(Vec<bool>);

impl Taken {
    /// Nothing of a text of so many bytes.
    pub fn new(length: usize) -> Self {
        Self(vec![false; length])
    }

    /// Takes a byte range; as much of it as the text has.
    pub fn take(&mut self, range: &Range<usize>) {
        let end = range.end.min(self.0.len());
        self.0[range.start.min(end)..end].fill(true);
    }

    /// Whether some of a byte range is taken.
    ///
    /// ```
    /// use zhengtu::text::Taken;
    /// let mut taken = Taken::new(9);
    /// taken.take(&(3..6));
    /// assert!(taken.overlaps(&(5..8)) && !taken.overlaps(&(6..9)));
    /// ```
    pub fn overlaps(&self, range: &Range<usize>) -> bool {
        let end = range.end.min(self.0.len());
        self.0[range.start.min(end)..end].contains(&true)
    }
}

/// Where each of several names stands in a text: the number of the name and the byte, by name and from left to right;
/// of occurrences of one name that overlap the first. The cost is in step with the text however many names there are.
///
/// ```
/// use zhengtu::text::occurrences;
/// assert_eq!(occurrences("aaabab", &["ab", "aa"]), [(0, 2), (0, 4), (1, 0)]);
/// ```
pub fn occurrences(text: &str, names: &[&str]) -> Vec<(usize, usize)> {
    let each = || {
        let mut found = Vec::new();
        for (number, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            found.extend(text.match_indices(name).map(|(at, _)| (number, at)));
        }
        found
    };
    if names.len() <= FEW {
        return each();
    }
    // It takes no name twice, and none that is empty.
    let Ok(matcher) = DoubleArrayAhoCorasick::<usize>::new(names) else { return each() };
    let mut found: Vec<(usize, usize)> =
        matcher.find_overlapping_iter(text).map(|found| (found.value(), found.start())).collect();
    found.sort_unstable();
    let mut free = (0, 0);
    found.retain(|&(name, at)| {
        let keeps = name != free.0 || at >= free.1;
        if keeps {
            free = (name, at + names[name].len());
        }
        keeps
    });
    found
}
