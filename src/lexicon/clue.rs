//! What is told of an entity that a figure may be linked to, and of a programme that an agency may run.

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

macro_rules! clues {
    ($($variant:ident = $word:literal: $doc:literal,)*) => {
        /// A thing that can be told of a candidate. Its value is a number; 0 if it is not told, or does not hold. How near
        /// something stands is a number from 1, in its clause, to 11, nowhere.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Clue { $(#[doc = $doc] $variant,)* }

        impl Clue {
            /// Every clue, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word for it in the tables.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

clues! {
    None = "none": "It is none of the entities.",
    Near = "near": "How near its nearest mention stands.",
    Sort = "sort": "What sort it is: the kind of an agency or programme, the level of a place.",
    Nearest = "nearest": "No other stands nearer.",
    Last = "last": "It was named last before the number.",
    Subject = "subject": "It opens its clause.",
    Acts = "acts": "It is the subject of its clause, and no silent official of it.",
    LastActs = "last-acts": "It was the last one before the number to act.",
    Focus = "focus": "It acted last in the paragraph.",
    Topic = "topic": "The section is about it.",
    Headed = "headed": "A heading of the section names it.",
    Titled = "titled": "Another heading of the article names it.",
    OpensHeading = "opens-heading": "A heading of the article or the section opens with it.",
    InHeading = "in-heading": "Its nearest mention is a heading's.",
    Lead = "lead": "The first sentences of the article name it.",
    LeadHere = "lead-here": "The first sentences of the section name it.",
    First = "first": "It is the first that the article names.",
    FirstHere = "first-here": "It is the first that the section names.",
    Count = "count": "How often it is named.",
    Blocks = "blocks": "In how many paragraphs it is named.",
    Share = "share": "Its share of all mentions of the article, in hundredths.",
    ShareHere = "share-here": "Its share of the mentions of the section, in hundredths.",
    Most = "most": "None is named more often.",
    Passing = "passing": "A programme: it is told of in passing.",
    Leads = "leads": "A programme: what follows may be told of it.",
    GapBefore = "gap-before": "A programme before the number in its clause: how many characters lie between, and one.",
    GapBehind = "gap-behind": "A programme behind the number in its clause: how many characters lie between, and one.",
    Example = "example": "A document that is an example of what is counted.",
    Spent = "spent": "A programme: how many figures stand between.",
    Alike = "alike": "A programme: how many pairs of characters it shares with what is measured.",
    AlikeClause = "alike-clause": "A programme: how many pairs of characters it shares with the clause.",
    AlikeTitle = "alike-title": "A programme: how many pairs of characters it shares with the article's headline.",
    AlikeHeading = "alike-heading": "A programme: how many pairs of characters it shares with the section's heading.",
    Long = "long": "A programme: how many characters its name has.",
    WithAgency = "with-agency": "A programme: a sentence names it with the agency of the figure.",
    WithPlace = "with-place": "A programme: a sentence names it with the place that the clause opens with.",
    Official = "official": "An agency: an official of it is named.",
    Source = "source": "An agency: it is where the article has it from.",
    Speaker = "speaker": "An agency: it speaks behind the quotation that holds the number.",
    Charge = "charge": "An agency: the paragraph says that it is in charge.",
    Part = "part": "An agency: it is a part of another.",
    SeatSubject = "seat-subject": "An agency: how its seat lies to the place that the sentence opens with: 1 it has none, 2 no place does, 3 the same, 4 around it, 5 inside, 6 elsewhere.",
    SeatTopic = "seat-topic": "An agency: the same to the place that the section is about.",
    InAgency = "in-agency": "A place: it is named in an agency's name.",
    InProgramme = "in-programme": "A place: it is named in a programme's name.",
    Opens = "opens": "A place: it opens its clause.",
    In = "in": "A place: a preposition of place stands before it.",
    Listed = "listed": "A place: it is one of a list.",
    Ranked = "ranked": "A place: among whose parts something ranks.",
    Adverb = "adverb": "A place: it is a part of an adverb.",
    Deictic = "deictic": "A place: a word stands for it.",
    LastOpens = "last-opens": "A place: it was the last before the number to open a clause.",
    Seat = "seat": "A place: how it lies to the seat of the figure's agency: 1 the same, 2 inside it, 3 around it, 4 elsewhere.",
    SeatNear = "seat-near": "A place: how near the agency of the figure stands.",
    TopicLies = "topic-lies": "A place: the same to the place that the section is about.",
    Guest = "guest": "A place: the agency of the figure, a school, hospital or company, sits in it or around it.",
    Deepest = "deepest": "A place of the clause: the clause names no narrower one.",
    Outer = "outer": "A place: its step (0 in the clause to 4 in the article) and five, less that of the nearest that lies in it; its step if none does.",
    Inner = "inner": "A place: the same of the nearest that it lies in.",
    FieldNear = "field-near": "How near the nearest of all candidates stands.",
    FieldMost = "field-most": "How often the one is named that is named most.",
    FieldCount = "field-count": "How many the article names.",
    NoTopic = "no-topic": "The section is about none.",
    NoFocus = "no-focus": "None acted in the paragraph.",
    Place = "place": "The sentence opens with a place.",
    Unit = "unit": "What sort of unit the figure has: 1 none, 2 a share, 3 money, 4 another.",
    Change = "change": "The figure tells a change.",
    Aggregate = "aggregate": "The figure is added up.",
    RunBetween = "run-between": "A runner: a verb of running stands between it and the programme.",
    Owner = "owner": "A runner: it stands right before the programme.",
    Kind = "kind": "A runner: the kind of the programme.",
    HeadingRun = "heading-run": "A runner: a heading names the programme.",
    PassingRun = "passing-run": "A runner: the programme is told of in passing.",
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

/// As many values as a number of clues can tell apart: looking one up needs no check.
const VALUES: usize = 128;
const _: () = assert!(Clue::ALL.len() <= VALUES);

/// All that is told of a candidate: the value of each clue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts([u8; VALUES]);

impl Default for Facts {
    fn default() -> Self {
        Self([0; VALUES])
    }
}

impl Facts {
    /// Tells a clue; what is more than a byte holds is 255.
    pub fn tell(&mut self, clue: Clue, value: usize) {
        self.0[clue as usize] = u8::try_from(value).unwrap_or(u8::MAX);
    }

    /// Tells each of the clues.
    pub fn tell_all(&mut self, clues: Clues) {
        clues.iter().for_each(|clue| self.tell(clue, 1));
    }

    /// The value of a clue, by its number.
    pub(super) fn value(&self, clue: u8) -> u8 {
        self.0[usize::from(clue) % VALUES]
    }

    /// The clues that are told, with their values.
    pub fn told(&self) -> impl Iterator<Item = (Clue, u8)> {
        Clue::ALL.iter().copied().zip(self.0).filter(|&(_, value)| value > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_gives_its_clues_in_order() {
        let mut clues = Clues::default();
        clues.add(true, Clue::Topic);
        clues.add(true, Clue::Last);
        clues.add(false, Clue::Most);
        assert!(clues.iter().eq([Clue::Last, Clue::Topic]));
        assert!(clues.without(Clue::Last).iter().eq([Clue::Topic]));
        assert!(clues.has(Clue::Topic) && !clues.has(Clue::Most));
    }

    #[test]
    fn what_is_told_is_kept_up_to_a_byte() {
        let mut facts = Facts::default();
        facts.tell(Clue::Count, 3);
        facts.tell(Clue::GapBefore, 1000);
        assert!(facts.told().eq([(Clue::Count, 3), (Clue::GapBefore, 255)]));
    }
}
