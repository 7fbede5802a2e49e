//! What a word can be.

use std::{collections::HashMap, sync::LazyLock};

macro_rules! classes {
    ($($variant:ident = $word:literal : $doc:literal,)*) => {
        /// What a word of the lexicon is. A table writes the word given here, with the kind behind it where a class
        /// has kinds (`office.government`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Class { $(#[doc = $doc] $variant,)* }

        impl Class {
            /// Every class, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word for it in the tables.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

classes! {
    SentenceEnd = "mark.sentence": "Ends a sentence.",
    ClauseEnd = "mark.clause": "Ends a clause.",
    ListMark = "mark.list": "Joins the members of a list.",
    Open = "mark.open": "Opens a bracket.",
    Close = "mark.close": "Closes a bracket.",
    Quote = "mark.quote": "Opens a quotation.",
    Unquote = "mark.unquote": "Closes a quotation.",
    Title = "mark.title": "Opens a document's title.",
    Untitle = "mark.untitle": "Closes a document's title.",
    Numeral = "numeral": "A Chinese digit; value: 0 to 9.",
    NumeralPoint = "numeral.point": "The decimal point in words.",
    NumeralShare = "numeral.share": "Opens a share in words; value: its unit.",
    Ordinal = "ordinal": "Before a number that ranks or names.",
    YearSign = "year.sign": "Makes a number of years a figure.",
    TimeLimit = "time.limit": "Makes a duration a figure.",
    NumeralSome = "numeral.some": "An unknown digit.",
    Magnitude = "magnitude": "Multiplies what stands before; value: by how much.",
    BoundInside = "bound.inside": "Between number and unit; value: a bound.",
    BoundBefore = "bound.before": "Before a number; value: a bound.",
    BoundAfter = "bound.after": "Behind a unit; value: a bound.",
    Range = "range": "Between the ends of a range.",
    From = "from": "Before the value that a change starts from.",
    To = "to": "Before the value that a change ends at.",
    Change = "change": "A change by an amount; value: its direction.",
    Compare = "compare": "What a change is measured against.",
    Aggregate = "aggregate": "Says that a figure is added up.",
    Each = "each": "The numbers belong to the conjuncts one by one.",
    Share = "share": "Says what a share is a share of.",
    Per = "per": "A figure for each of something.",
    UnitCount = "unit.count": "Classifiers.",
    UnitMoney = "unit.money": "Money.",
    UnitMeasure = "unit.measure": "Physical measures.",
    UnitRate = "unit.rate": "Shares and rates.",
    UnitTime = "unit.time": "Durations.",
    UnitYear = "unit.year": "Years.",
    UnitAge = "unit.age": "Ages.",
    UnitDate = "unit.date": "Parts of dates and clock times.",
    UnitOrdinal = "unit.ordinal": "Numbers that name.",
    UnitGrade = "unit.grade": "Grades that describe a thing.",
    CompareMark = "compare.mark": "Stands before the time that a figure is held against.",
    CompareAfter = "compare.after": "Stands behind the time that a figure is held against.",
    UnitPhrase = "unit.phrase": "Counts of phrases.",
    NounPerson = "noun.person": "A bare number beside it counts people; value: the unit.",
    NounHousehold = "noun.household": "A bare number beside it counts households; value: the unit.",
    NounMoney = "noun.money": "A bare great number behind it is money; value: the unit.",
    NounVisit = "noun.visit": "A bare number beside it counts visits; value: the unit.",
    Deictic = "deictic": "Stands for a place of the article; value: which.",
    DeicticZone = "deictic.zone": "Stands for the zone that the article is about.",
    Zone = "zone": "A development zone or a part of a city.",
    Village = "place.village": "Ends the name of a village or community.",
    Township = "place.township": "Ends the name of a township.",
    PlaceStop = "place.stop": "Ends like a place and names none.",
    Level = "level": "The level that stands for the article's place before an office.",
    Department = "department": "A department; value: its full name.",
    DepartmentOffice = "department.office": "A department whose offices are no bureaus; value: what they are called, `|`, from which level down not.",
    Office = "office": "Right edge of an agency.",
    BrandPrefix = "brand.prefix": "Opens a company's name before its place.",
    Organ = "organ": "A Party or state organ behind a place or a level.",
    Generic = "agency.generic": "Makes an office-like phrase a generic plural.",
    Collective = "agency.collective": "Stands for the local department where one is known.",
    Host = "agency.host": "An office at whose press conferences others tell what they did.",
    Stationed = "agency.stationed": "Behind an office: where the team that follows is sent.",
    Premises = "agency.premises": "Behind an office: a building that is called after it.",
    Anaphor = "anaphor.agency": "Points back to the agency in focus.",
    PersonTitle = "title": "A person's title behind an office.",
    Speech = "speech": "A verb of speaking.",
    Partner = "partner": "Joins two agencies that act together.",
    Alias = "alias": "Defines a short form.",
    Boundary = "boundary": "Cannot stand inside a name.",
    Programme = "programme": "Ends the name of a programme.",
    ProgrammeWeak = "programme.weak": "Ends one only with more support.",
    ProgrammeGeneric = "programme.generic": "A modifier that names nothing.",
    ProgrammeFiller = "programme.filler": "What a name may be told with or without.",
    Slogan = "programme.slogan": "Ideology and slogans.",
    Honour = "honour": "Awards and honours.",
    HonourVerb = "honour.verb": "Takes an award.",
    Paper = "paper": "Newspapers and sites.",
    PaperHome = "paper.home": "A newspaper whose name doesn't say where it is at home; the value does.",
    Masthead = "masthead": "Ends a newspaper's name.",
    Dispatch = "dispatch": "Closes a dateline.",
    VerbProgramme = "verb.programme": "Takes a programme as its object.",
    VerbRun = "verb.run": "Its subject runs the programme.",
    VerbDo = "verb.do": "What a figure's phrase may begin with.",
    VerbName = "verb.name": "A verb that names of offices hold; value `body`: only those of bodies for one thing.",
    Verb = "verb": "Other verbs, behind which a name may begin.",
    Whole = "word": "A word that must not be cut at a function word inside it.",
    TrimLeft = "trim.left": "Taken off the left end of an indicator.",
    TrimRight = "trim.right": "Taken off the right end of an indicator.",
    TrimBoth = "trim.both": "Taken off both ends of an indicator.",
    Copula = "copula": "What stands behind it describes.",
    Particle = "particle": "Grammatical particles.",
    Preposition = "preposition": "Opens a phrase that is not the thing measured.",
    TimeTail = "time.tail": "Closes a phrase of time.",
    TimeYear = "time.year": "A year by its distance; value: offset.",
    TimePart = "time.part": "A part of a year; value: first and last month.",
    TimeNow = "time.now": "Now.",
    TimeSince = "time.since": "Since the beginning of a year; value: offset.",
    TimeWhole = "time.whole": "The whole year.",
    TimeDay = "time.day": "A day by its distance; value: offset.",
    TimeHoliday = "time.holiday": "A holiday; value: first and last day.",
}

impl Class {
    /// Whether a word of the class tells a time by itself.
    pub const fn is_time(self) -> bool {
        matches!(
            self,
            Self::TimeNow
                | Self::TimeYear
                | Self::TimeSince
                | Self::TimeWhole
                | Self::TimePart
                | Self::TimeHoliday
                | Self::TimeDay
        )
    }

    /// The class and kind that a table's word stands for: the longest class that the word is or begins with.
    pub fn parse(word: &str) -> Option<(Self, &str)> {
        static CLASSES: LazyLock<HashMap<&str, Class>> =
            LazyLock::new(|| Class::ALL.iter().map(|&class| (class.word(), class)).collect());
        if let Some(&class) = CLASSES.get(word) {
            return Some((class, ""));
        }
        let kinds = word.rmatch_indices('.').map(|(at, _)| (&word[..at], &word[at + 1..]));
        let mut known = kinds.filter_map(|(class, kind)| Some((*CLASSES.get(class)?, kind)));
        known.find(|(class, kind)| {
            kind.is_empty() || matches!(class, Self::Office | Self::Organ | Self::Programme | Self::ProgrammeWeak)
        })
    }
}
