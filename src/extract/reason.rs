//! Why what was seen is not taken: the rules by their names, from one table.

use std::sync::LazyLock;

/// A rule that refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What was seen looked like: `agency`, `programme`, `location` or `metric`.
    pub kind: &'static str,
    /// Its name, as [`Rejection::reason`](crate::model::Rejection) has it.
    pub name: &'static str,
    /// Why, in words that go on after "is not taken as metric:".
    pub words: &'static str,
    /// A text in which it refuses something.
    pub example: &'static str,
    /// What it refuses there.
    pub refused: &'static str,
}

static REASONS: LazyLock<Vec<Reason>> = LazyLock::new(|| {
    let rows = include_str!("../../ontology/rejection.tsv").lines().filter(|line| !line.starts_with('#'));
    let reason = |row: &'static str| {
        let mut columns = row.split('\t');
        let mut next = || columns.next();
        Some(Reason { kind: next()?, name: next()?, words: next()?, example: next()?, refused: next()? })
    };
    rows.filter_map(reason).collect()
});

/// All rules that refuse, in the order of the table `ontology/rejection.tsv`.
///
/// ```
/// let age = zhengtu::extract::reasons().iter().find(|reason| reason.name == "age").unwrap();
/// assert_eq!((age.kind, age.words), ("metric", "an age"));
/// ```
pub fn reasons() -> &'static [Reason] {
    &REASONS
}
