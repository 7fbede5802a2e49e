//! What the facts told of a candidate weigh: a sum of decision trees.
//!
//! Gradient-boosted trees for ranking: Friedman 2001, Annals of Statistics 29(5), 1189–1232; fitted to put the right one
//! of several candidates first by the cross entropy of Bruch 2021, Proceedings of the Web Conference, 118–126.

use std::collections::BTreeMap;

use crate::lexicon::clue::{Clue, Facts, Slot};

/// How many questions a tree asks. One that asks fewer is filled up: trees of one shape are walked without a branch.
const DEPTH: usize = 5;
const QUESTIONS: usize = (1 << DEPTH) - 1;

/// Whether the value of a clue is at least so much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Question {
    /// The clue, by its number.
    clue: u8,
    least: u8,
}

/// A decision tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// Behind the question at `n` stand those for less, at `2n + 1`, and for as much or more, at `2n + 2`.
    questions: [Question; QUESTIONS],
    /// Its ends from the left, in hundredths of a logit.
    weights: [i16; QUESTIONS + 1],
}

impl Tree {
    /// Reads questions, `near<4`, and weights, in this order: a question, the tree for less, the tree for as much or more.
    pub fn parse(text: &str) -> Option<Self> {
        let mut tree = Self { questions: [Question::default(); QUESTIONS], weights: [0; QUESTIONS + 1] };
        let mut words = text.split(' ');
        tree.read(&mut words, 0)?;
        words.next().is_none().then_some(tree)
    }

    /// Reads what stands at `at`, and everything below it.
    fn read<'t>(&mut self, words: &mut impl Iterator<Item = &'t str>, at: usize) -> Option<()> {
        let word = words.next()?;
        let Some((clue, least)) = word.split_once('<') else {
            self.fill(at, word.parse().ok()?);
            return Some(());
        };
        let clue = Clue::ALL.iter().position(|one| one.word() == clue)?;
        *self.questions.get_mut(at)? = Question { clue: u8::try_from(clue).ok()?, least: least.parse().ok()? };
        self.read(words, 2 * at + 1)?;
        self.read(words, 2 * at + 2)
    }

    /// Gives all ends below `at` a weight.
    fn fill(&mut self, at: usize, weight: i16) {
        match at.checked_sub(QUESTIONS) {
            Some(end) => self.weights[end] = weight,
            None => [2 * at + 1, 2 * at + 2].into_iter().for_each(|below| self.fill(below, weight)),
        }
    }

    fn weight(&self, facts: &Facts) -> i32 {
        let mut at = 0;
        for _ in 0..DEPTH {
            let Question { clue, least } = self.questions[at];
            at = 2 * at + 1 + usize::from(facts.value(clue) >= least);
        }
        i32::from(self.weights[at - QUESTIONS])
    }
}

/// The trees of each slot.
#[derive(Clone, Debug, Default)]
pub struct Forest(BTreeMap<Slot, Vec<Tree>>);

impl Forest {
    pub(super) fn new(rows: Vec<(Slot, Tree)>) -> Self {
        let mut slots: BTreeMap<Slot, Vec<Tree>> = BTreeMap::new();
        for (slot, tree) in rows {
            slots.entry(slot).or_default().push(tree);
        }
        Self(slots)
    }

    /// What the facts told of a candidate weigh, in hundredths of a logit.
    pub fn weight(&self, slot: Slot, facts: &Facts) -> i32 {
        self.0.get(&slot).map_or(0, |trees| trees.iter().map(|tree| tree.weight(facts)).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_of_the_trees_are_added_up() {
        let rows = ["near<3 topic<1 10 40 -5", "count<2 1 2", "7"];
        let forest = Forest::new(rows.iter().map(|row| (Slot::Agency, Tree::parse(row).expect("a tree"))).collect());
        let mut facts = Facts::default();
        assert_eq!(forest.weight(Slot::Agency, &facts), 10 + 1 + 7);
        facts.tell(Clue::Near, 2);
        facts.tell(Clue::Topic, 1);
        assert_eq!(forest.weight(Slot::Agency, &facts), 40 + 1 + 7);
        facts.tell(Clue::Near, 3);
        facts.tell(Clue::Count, 5);
        assert_eq!(forest.weight(Slot::Agency, &facts), -5 + 2 + 7);
        assert_eq!(forest.weight(Slot::Runner, &facts), 0);
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let deep = "near<3 ".repeat(DEPTH + 1) + &"1 ".repeat(DEPTH + 1) + "1";
        for text in ["", "near<3", "near<3 1", "1 2", "nowhere<3 1 2", "near<x 1 2", "near<3 1 2 3", &deep] {
            assert_eq!(Tree::parse(text), None, "{text}");
        }
    }
}
