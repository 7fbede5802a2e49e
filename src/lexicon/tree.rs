//! What the facts told of a candidate weigh: a sum of decision trees.
//!
//! Gradient-boosted trees for ranking: Friedman 2001, Annals of Statistics 29(5), 1189–1232; fitted to put the right one
//! of several candidates first by the cross entropy of Bruch 2021, Proceedings of the Web Conference, 118–126.

use std::collections::BTreeMap;

use crate::lexicon::clue::{Clue, Facts, Slot};

/// Stands for a clue where a tree ends.
const LEAF: u8 = u8::MAX;

/// A question of a tree, or one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Node {
    /// The clue asked for, by its number, or [`LEAF`].
    clue: u8,
    /// A candidate whose value is less goes to the next node, all others go on.
    least: u8,
    /// How many nodes behind this one they go on; of a leaf the weight, in hundredths of a logit.
    skip: i16,
}

/// A decision tree: its nodes, each question before those for less, these before those for more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree(Vec<Node>);

impl Tree {
    /// Reads questions, `near<4`, and weights, in this order: a question, the tree for less, the tree for as much or more.
    pub fn parse(text: &str) -> Option<Self> {
        let mut nodes = Vec::new();
        let mut words = text.split(' ');
        read(&mut words, &mut nodes)?;
        words.next().is_none().then_some(Self(nodes))
    }
}

/// Reads one tree, and everything below it.
fn read<'t>(words: &mut impl Iterator<Item = &'t str>, nodes: &mut Vec<Node>) -> Option<()> {
    let word = words.next()?;
    let Some((clue, least)) = word.split_once('<') else {
        nodes.push(Node { clue: LEAF, least: 0, skip: word.parse().ok()? });
        return Some(());
    };
    let clue = Clue::ALL.iter().position(|one| one.word() == clue)?;
    let at = nodes.len();
    nodes.push(Node { clue: u8::try_from(clue).ok()?, least: least.parse().ok()?, skip: 0 });
    read(words, nodes)?;
    nodes[at].skip = i16::try_from(nodes.len() - at).ok()?;
    read(words, nodes)
}

/// The trees of each slot.
#[derive(Clone, Debug, Default)]
pub struct Forest(BTreeMap<Slot, Trees>);

impl Forest {
    pub(super) fn new(rows: Vec<(Slot, Tree)>) -> Self {
        let mut slots: BTreeMap<Slot, Trees> = BTreeMap::new();
        for (slot, tree) in rows {
            let trees = slots.entry(slot).or_default();
            trees.roots.push(trees.nodes.len());
            trees.nodes.extend(tree.0);
        }
        Self(slots)
    }

    /// What the facts told of a candidate weigh, in hundredths of a logit.
    pub fn weight(&self, slot: Slot, facts: &Facts) -> i32 {
        self.0.get(&slot).map_or(0, |trees| trees.weight(facts))
    }
}

/// Trees whose weights are added up.
#[derive(Clone, Debug, Default)]
struct Trees {
    nodes: Vec<Node>,
    roots: Vec<usize>,
}

impl Trees {
    fn weight(&self, facts: &Facts) -> i32 {
        let end = |&root: &usize| {
            let mut at = root;
            loop {
                let node = self.nodes[at];
                match node.clue {
                    LEAF => return i32::from(node.skip),
                    clue if facts.value(clue) < node.least => at += 1,
                    _ => at += usize::from(node.skip.unsigned_abs()),
                }
            }
        };
        self.roots.iter().map(end).sum()
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
        for text in ["", "near<3", "near<3 1", "1 2", "nowhere<3 1 2", "near<x 1 2", "near<3 1 2 3"] {
            assert_eq!(Tree::parse(text), None, "{text}");
        }
    }
}
