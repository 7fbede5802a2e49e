//! What speaks for linking a figure to an entity, and how much each thing weighs.

use std::collections::BTreeMap;

use crate::model::{AgencyKind, Level, ProgrammeKind};

/// A link that is chosen among candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// Who did what a figure tells, or reports it.
    Agency,
    /// The programme that a figure is a result or a size of.
    Programme,
    /// The place that a figure is measured over.
    Location,
    /// Who runs a programme.
    Runner,
}

impl Slot {
    /// Every slot, in the order of the declaration.
    pub const ALL: &'static [Self] = &[Self::Agency, Self::Programme, Self::Location, Self::Runner];

    /// The word for it in the tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Programme => "programme",
            Self::Location => "location",
            Self::Runner => "runner",
        }
    }
}

/// The values that a thing can have: words of the table, by their number.
type Values = &'static [&'static str];

/// How near the nearest mention stands to the number.
const NEAR: Values = &[
    "behind-in-clause",
    "clause",
    "sentence",
    "behind",
    "sentence-before",
    "paragraph",
    "block-before",
    "section",
    "article",
    "later",
    "never",
];
/// The same in five steps.
const FAR: Values = &["clause", "sentence", "paragraph", "section", "article"];
/// A count in steps.
const STEPS: Values = &["0", "1", "2", "3", "4-5", "6+"];
/// A share in steps, in hundredths.
const SHARE: Values = &["0-9", "10-19", "20-34", "35-49", "50-74", "75+"];
/// How the seat of an agency lies to a place.
const SEAT: Values = &["no-seat", "no-place", "same", "around", "inside", "elsewhere"];
/// How a place lies to another.
const LIES: Values = &["inside", "around", "elsewhere"];
/// On which side of the number.
const SIDE: Values = &["before", "behind"];
/// What sort of unit.
const UNIT: Values = &["none", "percent", "money", "other"];
/// The kinds of programmes.
const KIND: Values =
    &["campaign", "service", "document", "platform", "project", "pilot", "reform", "mechanism", "event"];
/// What sort of entity it is: the kinds of agencies or programmes, the levels of places.
const SORT: Values = &[];
/// Nothing more to say.
const ONE: Values = &["-"];

/// Most values that the first and the second of a thing have.
const WIDTHS: (usize, usize) = (16, 16);

macro_rules! clues {
    ($($variant:ident = $word:literal ($first:ident, $second:ident): $doc:literal,)*) => {
        /// A thing that can speak for an entity.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Clue { $(#[doc = $doc] $variant,)* }

        impl Clue {
            const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word for it in the table.
            const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            const fn values(self) -> (Values, Values) {
                match self { $(Self::$variant => ($first, $second),)* }
            }
        }
    };
}

clues! {
    Near = "near" (NEAR, ONE): "Where its nearest mention stands.",
    Sort = "sort" (FAR, SORT): "What sort it is, by where its nearest mention stands; so all with FAR.",
    Nearest = "nearest" (FAR, ONE): "No other stands nearer.",
    Last = "last" (FAR, ONE): "It was named last before the number.",
    Subject = "subject" (FAR, ONE): "It opens its clause.",
    Acts = "acts" (NEAR, ONE): "It is the subject of its clause, and no silent official of it.",
    LastActs = "last-acts" (FAR, ONE): "It was the last one before the number to act.",
    Focus = "focus" (FAR, ONE): "It acted last in the paragraph.",
    Topic = "topic" (FAR, ONE): "The section is about it.",
    Headed = "headed" (FAR, ONE): "A heading of the section names it.",
    Titled = "titled" (FAR, ONE): "Another heading of the article names it.",
    OpensHeading = "opens-heading" (FAR, ONE): "A heading of the article or the section opens with it.",
    InHeading = "in-heading" (FAR, ONE): "Its nearest mention is a heading's.",
    Lead = "lead" (FAR, ONE): "The first sentences of the article name it.",
    LeadHere = "lead-here" (FAR, ONE): "The first sentences of the section name it.",
    First = "first" (FAR, ONE): "It is the first that the article names.",
    FirstHere = "first-here" (FAR, ONE): "It is the first that the section names.",
    Count = "count" (FAR, STEPS): "How often it is named.",
    Blocks = "blocks" (FAR, STEPS): "In how many paragraphs it is named.",
    Share = "share" (SORT, SHARE): "Its share of all mentions of the article.",
    ShareHere = "share-here" (SHARE, ONE): "Its share of the mentions of the section.",
    Most = "most" (FAR, ONE): "None is named more often.",
    Only = "only" (FAR, ONE): "The article names no other.",
    Passing = "passing" (FAR, ONE): "A programme: it is told of in passing.",
    Leads = "leads" (FAR, ONE): "A programme: what follows may be told of it.",
    Gap = "gap" (SIDE, STEPS): "A programme of the clause: how far from the number, in steps of three characters.",
    Example = "example" (ONE, ONE): "A document that is an example of what is counted.",
    Spent = "spent" (FAR, STEPS): "A programme: how many figures stand between.",
    Alike = "alike" (FAR, STEPS): "A programme: how many pairs of characters it shares with what is measured.",
    AlikeClause = "alike-clause" (FAR, STEPS): "A programme: how many pairs of characters it shares with the clause.",
    AlikeTitle = "alike-title" (FAR, STEPS): "A programme: how many pairs of characters it shares with the article's headline.",
    AlikeHeading = "alike-heading" (FAR, STEPS): "A programme: how many pairs of characters it shares with the section's heading.",
    Long = "long" (STEPS, ONE): "A programme: how long its name is, in steps of four characters.",
    WithAgency = "with-agency" (FAR, ONE): "A programme: a sentence names it with the agency of the figure.",
    WithPlace = "with-place" (FAR, ONE): "A programme: a sentence names it with the place that the clause opens with.",
    Official = "official" (FAR, ONE): "An agency: an official of it is named.",
    Source = "source" (FAR, ONE): "An agency: it is where the article has it from.",
    Speaker = "speaker" (ONE, ONE): "An agency: it speaks behind the quotation that holds the number.",
    Charge = "charge" (ONE, ONE): "An agency: the paragraph says that it is in charge.",
    Part = "part" (FAR, ONE): "An agency: it is a part of another.",
    SeatSubject = "seat-subject" (FAR, SEAT): "An agency: how its seat lies to the place that the sentence opens with.",
    SeatTopic = "seat-topic" (FAR, SEAT): "An agency: how its seat lies to the place that the section is about.",
    InAgency = "in-agency" (FAR, ONE): "A place: it is named in an agency's name.",
    InProgramme = "in-programme" (FAR, ONE): "A place: it is named in a programme's name.",
    Opens = "opens" (NEAR, ONE): "A place: it opens its clause.",
    In = "in" (NEAR, ONE): "A place: a preposition of place stands before it.",
    Listed = "listed" (FAR, ONE): "A place: it is one of a list.",
    Ranked = "ranked" (FAR, ONE): "A place: among whose parts something ranks.",
    Adverb = "adverb" (FAR, ONE): "A place: it is a part of an adverb.",
    Deictic = "deictic" (FAR, ONE): "A place: a word stands for it.",
    LastOpens = "last-opens" (FAR, ONE): "A place: it was the last before the number to open a clause.",
    Seat = "seat" (FAR, FAR): "A place: the agency of the figure sits in it; how near both stand.",
    SeatLies = "seat-lies" (LIES, FAR): "A place: how it lies to the seat of the figure's agency.",
    TopicLies = "topic-lies" (LIES, FAR): "A place: how it lies to the place that the section is about.",
    Guest = "guest" (FAR, FAR): "A place: the agency of the figure, a school, hospital or company, sits in it or around it.",
    Deepest = "deepest" (ONE, ONE): "A place: the clause names no narrower one.",
    Outer = "outer" (FAR, ONE): "A place: another that is as near lies in it.",
    Inner = "inner" (FAR, ONE): "A place: it lies in another that is as near.",
    None = "none" (NEAR, ONE): "To none: where the nearest stands.",
    NoneMost = "none-most" (STEPS, ONE): "To none: how often the one is named that is named most.",
    NoneCount = "none-count" (STEPS, ONE): "To none: how many the article names.",
    NoneTopic = "none-topic" (ONE, ONE): "To none: the section is about none.",
    NoneUnit = "none-unit" (UNIT, ONE): "To none: what sort of unit the figure has.",
    NoneChange = "none-change" (ONE, ONE): "To none: it tells a change.",
    NoneAggregate = "none-aggregate" (ONE, ONE): "To none: it is added up.",
    RunBetween = "run-between" (FAR, ONE): "A runner: a verb of running stands between it and the programme.",
    Owner = "owner" (ONE, ONE): "A runner: it stands right before the programme.",
    NoneKind = "none-kind" (KIND, ONE): "A runner: none, by the kind of the programme.",
    NoneHeading = "none-heading" (ONE, ONE): "A runner: none, where a heading names the programme.",
    NonePassing = "none-passing" (ONE, ONE): "A runner: none, where the programme is told of in passing.",
    NonePlace = "none-place" (FAR, ONE): "To none: the sentence opens with a place.",
    NoneFocus = "none-focus" (ONE, ONE): "To none: none acted in the paragraph.",
}

impl Clue {
    /// With its values, by their numbers; the last one stands for all that are more.
    pub fn of(self, first: usize, second: usize) -> Sign {
        let place = |at: usize, width: usize| at.min(width - 1);
        Sign((self as usize * WIDTHS.0 + place(first, WIDTHS.0)) * WIDTHS.1 + place(second, WIDTHS.1))
    }

    /// By itself.
    pub fn alone(self) -> Sign {
        self.of(0, 0)
    }
}

/// A set of clues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clues(u128);

// Each clue has a bit.
const _: () = assert!(Clue::ALL.len() <= u128::BITS as usize);

impl Clues {
    /// Adds a clue, if it holds.
    pub fn add(&mut self, holds: bool, clue: Clue) {
        self.0 |= u128::from(holds) << clue as u32;
    }

    /// Whether a clue is one of them.
    pub fn has(self, clue: Clue) -> bool {
        self.0 >> clue as u32 & 1 == 1
    }

    /// Those of both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// All but one.
    pub fn without(self, clue: Clue) -> Self {
        Self(self.0 & !(1 << clue as u32))
    }

    /// In the order of the declaration.
    pub fn iter(self) -> impl Iterator<Item = Clue> {
        let rest = std::iter::successors(Some(self.0), |bits| Some(bits & bits.wrapping_sub(1)));
        rest.take_while(|&bits| bits != 0).map(|bits| Clue::ALL[bits.trailing_zeros() as usize])
    }
}

/// A clue with its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign(usize);

impl Sign {
    /// As the table has it: the clue and its two values.
    pub fn words(self, slot: Slot) -> [&'static str; 3] {
        let (first, second) = (self.0 / WIDTHS.1 % WIDTHS.0, self.0 % WIDTHS.1);
        let clue = Clue::ALL[self.0 / WIDTHS.1 / WIDTHS.0];
        let (one, two) = clue.values();
        let word = |values: Values, at: usize| {
            if values.is_empty() { sort(slot, at) } else { values[at.min(values.len() - 1)] }
        };
        [clue.word(), word(one, first), word(two, second)]
    }

    pub(super) fn from_words(slot: Slot, words: [&str; 3]) -> Option<Self> {
        let clue = Clue::ALL.iter().copied().find(|clue| clue.word() == words[0])?;
        let (one, two) = clue.values();
        let number = |values: Values, word: &str| {
            let all = if values.is_empty() { WIDTHS.1 } else { values.len() };
            (0..all).find(|&at| word == if values.is_empty() { sort(slot, at) } else { values[at] })
        };
        Some(clue.of(number(one, words[1])?, number(two, words[2])?))
    }
}

/// The sort of that number.
fn sort(slot: Slot, at: usize) -> &'static str {
    let word = match slot {
        Slot::Agency | Slot::Runner => AgencyKind::ALL.get(at).map(|one| one.word()),
        Slot::Programme => ProgrammeKind::ALL.get(at).map(|one| one.word()),
        Slot::Location => Level::ALL.get(at).map(|one| one.word()),
    };
    word.unwrap_or("")
}

/// How much each sign weighs for each slot, in hundredths of a logit.
pub struct Weights(BTreeMap<Slot, Vec<i32>>);

impl Weights {
    pub(super) fn new(rows: Vec<(Slot, Sign, i32)>) -> Self {
        let size = Clue::ALL.len() * WIDTHS.0 * WIDTHS.1;
        let mut slots: BTreeMap<Slot, Vec<i32>> = BTreeMap::new();
        for (slot, sign, weight) in rows {
            slots.entry(slot).or_insert_with(|| vec![0; size])[sign.0] = weight;
        }
        Self(slots)
    }

    /// How much each sign weighs for one slot.
    pub fn of(&self, slot: Slot) -> SlotWeights<'_> {
        SlotWeights(self.0.get(&slot).map_or(&[], Vec::as_slice))
    }
}

/// How much each sign weighs for one slot, in hundredths of a logit.
#[derive(Clone, Copy)]
pub struct SlotWeights<'w>(&'w [i32]);

impl SlotWeights<'_> {
    /// The weight of a sign; nothing of one that the table lacks.
    pub fn weight(self, sign: Sign) -> i32 {
        self.0.get(sign.0).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_of_the_table_are_those_of_the_model() {
        assert!(KIND.iter().copied().eq(ProgrammeKind::ALL.iter().map(|kind| kind.word())));
    }

    #[test]
    fn a_sign_is_read_back_from_its_words() {
        for (slot, sign) in [
            (Slot::Agency, Clue::Acts.of(1, 0)),
            (Slot::Programme, Clue::Sort.of(4, ProgrammeKind::Project as usize)),
            (Slot::Location, Clue::Share.of(Level::County as usize, 5)),
            (Slot::Runner, Clue::NoneKind.of(2, 0)),
        ] {
            assert_eq!(Sign::from_words(slot, sign.words(slot)), Some(sign));
        }
        assert_eq!(Clue::Share.of(Level::County as usize, 5).words(Slot::Location), ["share", "county", "75+"]);
        assert_eq!(Sign::from_words(Slot::Agency, ["near", "nowhere", "-"]), None);
    }

    #[test]
    fn what_speaks_for_an_entity_is_added_up() {
        let (near, leads) = (Clue::Near.of(1, 0), Clue::Leads.of(0, 0));
        let weights = Weights::new(vec![(Slot::Programme, near, 120), (Slot::Programme, leads, -30)]);
        let sum = |slot, signs: &[Sign]| -> i32 { signs.iter().map(|&sign| weights.of(slot).weight(sign)).sum() };
        assert_eq!(sum(Slot::Programme, &[near, leads, Clue::Only.of(0, 0)]), 90);
        assert_eq!(sum(Slot::Agency, &[near]), 0);
    }

    #[test]
    fn a_set_gives_its_clues_in_order() {
        let mut clues = Clues::default();
        clues.add(true, Clue::Topic);
        clues.add(true, Clue::Near);
        clues.add(false, Clue::Only);
        assert!(clues.iter().eq([Clue::Near, Clue::Topic]));
        assert!(clues.has(Clue::Topic) && !clues.has(Clue::Only));
        assert!(clues.without(Clue::Near).iter().eq([Clue::Topic]));
    }
}
