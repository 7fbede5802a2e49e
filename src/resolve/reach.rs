//! How far the mentions of an article reach, and where they come back.

use std::ops::Range;

use crate::{
    resolve::Link,
    text::{Taken, occurrences},
};

/// The links, in the order of the text, that lie within a byte range.
pub(crate) fn within(links: &[Link], range: Range<usize>) -> impl Iterator<Item = &Link> {
    let low = links.partition_point(|link| link.range.start < range.start);
    let inside = links[low..].iter().take_while(move |link| link.range.start <= range.end);
    inside.filter(move |link| link.range.end <= range.end)
}

/// Adds a mention wherever one of the names comes back in words that no other has, and puts all in the order of the text.
/// Each name stands with its entity.
pub(crate) fn again(text: &str, links: &mut Vec<Link>, names: &[(&str, usize)]) {
    let mut taken = Taken::new(text.len());
    links.iter().for_each(|link| taken.take(&link.range));
    let surfaces: Vec<&str> = names.iter().map(|&(name, _)| name).collect();
    for (number, at) in occurrences(text, &surfaces) {
        let (name, entity) = names[number];
        let range = at..at + name.len();
        if !taken.overlaps(&range) {
            taken.take(&range);
            links.push(Link { range, entity });
        }
    }
    links.sort_by_key(|link| (link.range.start, link.range.end));
}

/// Ranges in the order of their beginnings, to be asked how far they reach.
pub(crate) struct Reach(Vec<(usize, usize)>);

impl Reach {
    pub(crate) fn new(links: &[Link]) -> Self {
        let mut farthest = 0;
        let reach = |link: &Link| {
            farthest = farthest.max(link.range.end);
            (link.range.start, farthest)
        };
        Self(links.iter().map(reach).collect())
    }

    /// The farthest end of those that begin at `start` or before.
    fn from(&self, start: usize) -> usize {
        let after = self.0.partition_point(|&(low, _)| low <= start);
        after.checked_sub(1).map_or(0, |at| self.0[at].1)
    }

    /// Whether one of them holds a range.
    pub(crate) fn holds(&self, range: &Range<usize>) -> bool {
        self.from(range.start) >= range.end
    }

    /// Whether one of them holds a range and goes on behind it.
    pub(crate) fn exceeds(&self, range: &Range<usize>) -> bool {
        self.from(range.start) > range.end
    }
}
