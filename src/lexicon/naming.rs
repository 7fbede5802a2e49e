//! What speaks for words to be the name of a programme, and how much each thing weighs.

use std::collections::HashMap;

use foldhash::fast::FixedState;

macro_rules! hints {
    ($($variant:ident = $word:literal: $doc:literal,)*) => {
        /// A thing that can speak for words to be a name. What it says is a word of its own: a class of the lexicon, a
        /// step, characters of the text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Hint { $(#[doc = $doc] $variant,)* }

        impl Hint {
            /// Every hint, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word for it in the table.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

hints! {
    Bias = "bias": "How much a name needs: what all names have in common.",
    Sort = "sort": "How the name is marked: by its noun, by quotation marks, as a title.",
    Own = "own": "How many characters stand before the noun.",
    Long = "long": "How many characters it has.",
    Noun = "noun": "The noun that it ends with.",
    Kind = "kind": "The class and kind of that noun.",
    KindOwn = "kind-own": "The same, with how many characters stand before it.",
    KindVerb = "kind-verb": "The same, with the nearest verb before the name that takes programmes.",
    Holds = "holds": "Two characters inside it.",
    Before = "before": "A word that ends where it begins.",
    Begins = "begins": "A word that it begins with.",
    Cuts = "cuts": "It begins inside a word.",
    Inside = "inside": "A word inside it.",
    After = "after": "A word behind it.",
    Verb = "verb": "The nearest verb before it that takes programmes, and how far it stands.",
    Again = "again": "How often the article tells it, and how long it is.",
    Heading = "heading": "It stands in a heading.",
    Headed = "headed": "A heading tells it.",
    QuotedToo = "quoted-too": "The article quotes it elsewhere.",
    Figures = "figures": "Whether a number follows in its clause, or in its sentence.",
    Office = "office": "It holds an agency's name.",
    Lead = "lead": "How many characters stand before its quotation.",
    Tail = "tail": "The noun behind its quotation, and how far it stands.",
    QuoteLong = "quote-long": "How many characters its quotation has.",
    QuoteHolds = "quote-holds": "A word inside its quotation.",
    QuoteEnds = "quote-ends": "A word that its quotation ends with.",
    QuoteSaid = "quote-said": "How its quotation is worded: with marks, with a character that comes back.",
    Row = "row": "A quotation stands right before or behind its own.",
    RowTail = "row-tail": "What a row of quotations is called: the noun behind the last one.",
    TitleEnds = "title-ends": "A word that a document's title ends with.",
    Char = "char": "The character before it, at its beginning, at its end, or behind it.",
    Pair = "pair": "The two characters there.",
}

/// What a hint says, by the 64-bit FNV-1a hash of its words (Fowler, Noll, Vo; RFC 9923), so that it is looked up without
/// being put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Said(u64);

impl Said {
    /// What these words say one after the other.
    pub fn new(words: &[&str]) -> Self {
        let bytes = words.iter().flat_map(|word| word.bytes());
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    /// Said by that hint.
    fn by(self, hint: Hint) -> u64 {
        self.0 ^ (hint as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// How much each hint weighs, in hundredths of a logit.
#[derive(Debug, Default)]
pub struct Naming(HashMap<u64, i32, FixedState>);

impl Naming {
    pub(super) fn new(rows: Vec<(Hint, String, i32)>) -> Self {
        Self(rows.iter().map(|(hint, value, weight)| (Said::new(&[value]).by(*hint), *weight)).collect())
    }

    /// How much a hint weighs that says this.
    pub fn weight(&self, hint: Hint, said: Said) -> i32 {
        self.0.get(&said.by(hint)).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_weighs_by_what_it_says() {
        let naming = Naming::new(vec![(Hint::Noun, "行动".into(), 80), (Hint::Pair, "last 行动".into(), -5)]);
        assert_eq!(naming.weight(Hint::Noun, Said::new(&["行", "动"])), 80);
        assert_eq!(naming.weight(Hint::Noun, Said::new(&["工作"])), 0);
        assert_eq!(naming.weight(Hint::Pair, Said::new(&["last", " ", "行动"])), -5);
    }
}
