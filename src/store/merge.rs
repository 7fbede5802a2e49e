//! When segments are merged: few enough to open at once, and not too much of them dead.

/// So many segments of like size may stand at the end before they become one.
const LIKE: usize = 8;

/// From which segment on a commit writes all anew, given the sizes of the segments in order, the new one last.
///
/// The answer is the new one itself, mostly. Each merge at least doubles the size of the segment that a byte lies in, so
/// a byte is copied at most log2(pages) times; and what is not merged is more than all that follows it, so that beside
/// the last [`LIKE`] there are at most log2(size of the store) segments.
pub(crate) fn by_size(sizes: &[u64]) -> usize {
    let mut later: u64 = sizes.iter().sum();
    for (at, size) in sizes.iter().enumerate() {
        later -= size;
        if sizes.len() - at >= LIKE && *size <= later {
            return at;
        }
    }
    sizes.len().saturating_sub(1)
}

/// Whether so much is dead, replaced or forgotten, that all is written anew: more than what is alive.
///
/// It pays for itself: what is copied is less than what was written to make it dead.
pub(crate) fn by_waste(alive: u64, all: u64) -> bool {
    all.saturating_sub(alive) > alive
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Commits of the given sizes; segments after each.
    fn run(commits: impl IntoIterator<Item = u64>) -> (Vec<u64>, u64, usize) {
        let (mut sizes, mut copied, mut most) = (vec![], 0, 0);
        for commit in commits {
            sizes.push(commit);
            let from = by_size(&sizes);
            let merged: u64 = sizes[from..].iter().sum();
            copied += merged - commit;
            sizes.truncate(from);
            sizes.push(merged);
            most = most.max(sizes.len());
        }
        (sizes, copied, most)
    }

    #[test]
    fn few_segments_and_few_copies() {
        let (sizes, copied, most) = run(std::iter::repeat_n(1, 1000));
        assert_eq!(sizes.iter().sum::<u64>(), 1000);
        assert!(most <= 16, "{most} segments");
        assert!(copied < 7 * 1000, "{copied} copied for 1000");
    }

    #[test]
    fn a_small_commit_on_a_big_store_copies_little() {
        let (sizes, copied, _) = run([1_000_000].into_iter().chain(std::iter::repeat_n(1, 100)));
        assert_eq!(sizes[0], 1_000_000);
        assert!(copied < 700, "{copied}");
    }

    #[test]
    fn nothing_and_segments_without_weight() {
        assert_eq!(by_size(&[]), 0);
        assert_eq!(by_size(&[0]), 0);
        assert_eq!(by_size(&[9, 0, 0, 0, 0, 0, 0, 0, 0]), 1);
        assert!(!by_waste(0, 0));
        assert!(by_waste(0, 1));
        assert!(!by_waste(5, 10));
    }
}
