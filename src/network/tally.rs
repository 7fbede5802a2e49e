//! Pages may differ in what they say of one entity: the value that most of them give holds.

/// Counts of values, few of them.
#[derive(Clone, Debug)]
pub(crate) struct Tally<T>(Vec<(T, usize)>);

impl<T> Default for Tally<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord + Clone> Tally<T> {
    /// Counts one more `value`.
    pub fn add(&mut self, value: &T) {
        match self.0.iter_mut().find(|(seen, _)| seen == value) {
            Some((_, count)) => *count += 1,
            None => self.0.push((value.clone(), 1)),
        }
    }

    /// The value counted most often; of equals the smallest, so that the order of counting does not matter.
    pub fn winner(&self) -> Option<T> {
        let best = self.0.iter().min_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
        best.map(|(value, _)| value.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn the_most_frequent_wins_and_of_equals_the_smallest() {
        let tally = |values: &[i32]| {
            let mut tally = Tally::default();
            values.iter().for_each(|value| tally.add(value));
            tally.winner()
        };
        assert_eq!(tally(&[3, 1, 3]), Some(3));
        assert_eq!((tally(&[2, 1]), tally(&[1, 2])), (Some(1), Some(1)));
        assert_eq!(tally(&[]), None);
    }
}
