//! What speaks for words to be the name of a programme.

use std::{collections::HashMap, ops::Range};

use foldhash::fast::FixedState;

use crate::{
    extract::{
        AgencyMention, Reading, number,
        programme::{
            self, extent,
            site::{End, Mark, Site, is_noun},
        },
    },
    lexicon::{Class, Hint, Hit, Said},
    text::Taken,
};

/// Longest words between a row of quotations and what it is called, in characters.
const ROW: usize = 9;
/// How many quotations a row has that is looked through.
const ROW_LONG: usize = 20;
/// Farthest that a verb stands before a name that it takes, in characters.
const VERB: usize = 16;

/// Takes hints with the words that say it, one behind the other.
pub(super) type Tell<'t> = &'t mut dyn FnMut(Hint, &[&str]);

/// What the names of an article are judged by.
pub(super) struct Hints<'r> {
    reading: &'r Reading<'r>,
    /// Where agencies begin and end, each in order, and all of them.
    agencies: (Vec<usize>, Vec<usize>, Taken),
    /// Words that lie in no longer one, by their start and by their end.
    starts: Vec<Hit>,
    ends: Vec<Hit>,
    /// Where digits stand.
    digits: Vec<usize>,
    /// How often each candidate's words are a candidate, and whether a heading or a quotation has them.
    told: HashMap<Said, Told, FixedState>,
}

#[derive(Clone, Copy, Default)]
struct Told {
    times: usize,
    headed: bool,
    quoted: bool,
}

/// A site, and what is asked of it again and again.
pub(super) struct View<'s> {
    pub site: &'s Site,
    clause: Range<usize>,
    /// Where a name begins that ends there, as far as the grammar of its clause tells.
    head: usize,
}

impl<'r> Hints<'r> {
    pub(super) fn new(reading: &'r Reading<'r>, agencies: &[AgencyMention], sites: &[Site]) -> Self {
        let all = reading.article.scan.within(0..reading.text().len());
        let starts: Vec<Hit> = all.filter(|hit| !reading.hidden(hit.range())).copied().collect();
        let mut ends = starts.clone();
        ends.sort_by_key(|hit| (hit.end, hit.start));
        let mut offices = Taken::new(reading.text().len());
        agencies.iter().for_each(|agency| offices.take(&agency.range));
        let sorted = |of: fn(&AgencyMention) -> usize| {
            let mut all: Vec<usize> = agencies.iter().map(of).collect();
            all.sort_unstable();
            all
        };
        let agencies = (sorted(|one| one.range.start), sorted(|one| one.range.end), offices);
        let bytes = reading.text().bytes().enumerate();
        let digits = bytes.filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at).collect();
        let mut hints = Self { reading, agencies, digits, starts, ends, told: HashMap::default() };
        for site in sites {
            for (begin, end) in site.names(reading) {
                let range = site.begins[begin]..site.ends[end].at;
                let one = hints.told.entry(hints.said(range.clone())).or_default();
                one.times += 1;
                one.headed |= reading.in_heading(range.start);
                one.quoted |= site.mark == Mark::Quoted && range == site.core;
            }
        }
        hints
    }

    pub(super) fn view<'s>(&self, site: &'s Site) -> View<'s> {
        let head = extent::head(self.reading, site.core.start, site.mark == Mark::Quoted);
        View { site, clause: self.reading.clause(site.core.start), head }
    }

    /// A name by its hash.
    fn said(&self, range: Range<usize>) -> Said {
        let marked = |hit: &Hit| matches!(hit.class, Class::Quote | Class::Unquote);
        let text = self.reading.slice(range.clone());
        if text.contains('\n') || self.reading.article.scan.within(range.clone()).any(marked) {
            Said::new(&[&programme::bare(self.reading, range)])
        } else {
            Said::new(&[text])
        }
    }

    fn starting(&self, at: usize) -> impl Iterator<Item = &Hit> {
        let low = self.starts.partition_point(|hit| hit.start < at);
        self.starts[low..].iter().take_while(move |hit| hit.start == at)
    }

    fn ending(&self, at: usize) -> impl Iterator<Item = &Hit> {
        let low = self.ends.partition_point(|hit| hit.end < at);
        self.ends[low..].iter().take_while(move |hit| hit.end == at)
    }

    fn within(&self, range: Range<usize>) -> impl Iterator<Item = &Hit> {
        let low = self.starts.partition_point(|hit| hit.start < range.start);
        let near = self.starts[low..].iter().take_while(move |hit| hit.start < range.end);
        near.filter(move |hit| hit.end <= range.end)
    }

    /// What a name's beginning says.
    pub(super) fn of_begin(&self, view: &View<'_>, at: usize, tell: Tell<'_>) {
        let (reading, scan) = (self.reading, &self.reading.article.scan);
        let View { site, clause, head } = view;
        let low = clause.start.min(at);
        if at <= clause.start {
            tell(Hint::Before, &["start"]);
        } else {
            let mut any = self.labels(Hint::Before, self.ending(at), tell);
            let mut also = |holds: bool, word: &str| {
                if holds {
                    tell(Hint::Before, &[word]);
                    any = true;
                }
            };
            also(reading.place_before(at).is_some(), "place");
            also(reading.slice(low..at).ends_with(|c: char| c.is_ascii_digit()), "digit");
            also(self.agencies.1.binary_search(&at).is_ok(), "agency");
            if !any {
                tell(Hint::Before, &["nothing"]);
            }
        }
        self.labels(Hint::Begins, self.starting(at).filter(|hit| hit.end < site.core.end), tell);
        let place = self.places(at..site.core.end).any(|place| place.start == at);
        let mut begins = |holds: bool, word: &str| {
            if holds {
                tell(Hint::Begins, &[word]);
            }
        };
        begins(place, "place");
        begins(self.agencies.0.binary_search(&at).is_ok(), "agency");
        begins(reading.slice(at..site.core.end).starts_with(|c: char| c.is_ascii_digit()), "digit");
        begins(at == *head, "head");
        begins(at < *head, "before-head");
        begins(at > *head, "behind-head");
        let words = [Class::Whole, Class::Programme, Class::Office, Class::Department, Class::Boundary, Class::Organ];
        let cut = |hit: &Hit| hit.start < at && words.contains(&hit.class);
        if scan.overlapping(at..at + 1).any(cut) {
            tell(Hint::Cuts, &["word"]);
        }
        self.verb(low, at, tell);
        if site.mark == Mark::Quoted {
            tell(Hint::Lead, &[step(reading.chars(at..site.core.start.max(at)), &[1, 2, 3, 4, 6])]);
        }
        if reading.in_heading(at) {
            tell(Hint::Heading, &[site.mark.word()]);
        }
        self.characters("before", "before", low..at, false, tell);
        self.characters("first", "first", at..site.core.end, true, tell);
    }

    /// The nearest verb before a name that takes programmes.
    fn verb_before(&self, low: usize, at: usize) -> Option<Hit> {
        let before = &self.ends[..self.ends.partition_point(|hit| hit.end <= at)];
        let near = before.iter().rev().take_while(|hit| hit.end >= low && at - hit.end <= 4 * VERB);
        let mut verbs = near.filter(|hit| matches!(hit.class, Class::VerbProgramme | Class::VerbRun));
        let last = *verbs.next()?;
        // Of several that end there the longest.
        let longest = verbs.take_while(|hit| hit.end == last.end).fold(last, |_, &hit| hit);
        (longest.start >= low && self.reading.is_within(longest.end..at, VERB)).then_some(longest)
    }

    fn verb(&self, low: usize, at: usize, tell: Tell<'_>) {
        let reading = self.reading;
        match self.verb_before(low, at) {
            None => tell(Hint::Verb, &["none"]),
            Some(verb) => {
                let far = step(reading.chars(verb.end..at), &[1, 3, 6, 10]);
                let word = reading.lexicon.word(&verb);
                tell(Hint::Verb, &[verb.class.word(), " ", &word.value, " ", far]);
            }
        }
    }

    /// What a name's end says.
    pub(super) fn of_end(&self, view: &View<'_>, end: &End, tell: Tell<'_>) {
        let (reading, scan) = (self.reading, &self.reading.article.scan);
        let View { site, clause, .. } = view;
        tell(Hint::Bias, &["-"]);
        tell(Hint::Sort, &[site.mark.word()]);
        let high = clause.end.max(end.at);
        let mut any = self.labels(Hint::After, self.starting(end.at), tell);
        let behind = reading.slice(end.at..high);
        for (holds, word) in [(behind.is_empty(), "end"), (behind.starts_with(|c: char| c.is_ascii_digit()), "digit")] {
            if holds {
                tell(Hint::After, &[word]);
                any = true;
            }
        }
        if !any {
            tell(Hint::After, &["nothing"]);
        }
        let next = self.digits.get(self.digits.partition_point(|&digit| digit < end.at));
        let digit = |before: usize| next.is_some_and(|&digit| digit < before);
        let sentence = reading.article.sentence(end.at.saturating_sub(1)).map_or(high, |(_, range)| range.end);
        if digit(high) {
            tell(Hint::Figures, &["clause"]);
        }
        if digit(sentence) {
            tell(Hint::Figures, &["sentence"]);
        }
        self.characters("after", "after", end.at..high, true, tell);
        self.characters("last", "last", end.from..end.at, false, tell);
        if let Some(noun) = &end.noun {
            let word = reading.lexicon.word(noun);
            let kind = [noun.class.word(), &word.kind].join(".");
            tell(Hint::Noun, &[reading.slice(noun.range())]);
            if site.mark == Mark::Noun {
                tell(Hint::Kind, &[&kind]);
                if !word.value.is_empty() {
                    tell(Hint::Kind, &[&kind, " ", &word.value]);
                }
                let before = reading.slice(clause.start.min(noun.start)..noun.start);
                if let Some(pair) = last(before, 2) {
                    tell(Hint::Pair, &["noun ", pair]);
                }
            } else {
                let far = step(reading.chars(site.core.end..noun.start.max(site.core.end)), &[1, 3, 5]);
                tell(Hint::Tail, &[&kind, " ", far]);
            }
        } else if site.mark == Mark::Quoted {
            tell(Hint::Tail, &["none"]);
        }
        match site.mark {
            Mark::Quoted => self.of_quotation(site, tell),
            Mark::Title => {
                let inner = inner(reading, &site.core);
                self.labels(Hint::TitleEnds, scan.ending(inner.end), tell);
            }
            Mark::Noun => {}
        }
    }

    fn of_quotation(&self, site: &Site, tell: Tell<'_>) {
        let (reading, scan) = (self.reading, &self.reading.article.scan);
        let inside = inner(reading, &site.core);
        let said = reading.slice(inside.clone());
        let count = said.chars().count();
        tell(Hint::QuoteLong, &[step(count, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16])]);
        self.labels(Hint::QuoteHolds, scan.within(inside.clone()), tell);
        self.labels(Hint::QuoteEnds, scan.ending(inside.end), tell);
        if scan.within(inside.clone()).any(|hit| matches!(hit.class, Class::ListMark | Class::ClauseEnd)) {
            tell(Hint::QuoteSaid, &["mark"]);
        }
        let back = said.char_indices().any(|(at, c)| said[at + c.len_utf8()..].contains(c));
        if back {
            tell(Hint::QuoteSaid, &["again"]);
        }
        let mark = |at: usize| scan.at(at, Class::ListMark).map_or(at, |mark| mark.end);
        if scan.at(mark(site.core.end), Class::Quote).is_some() {
            tell(Hint::Row, &["behind"]);
        }
        let joined = scan.before(site.core.start, Class::ListMark).map_or(site.core.start, |mark| mark.start);
        if scan.before(joined, Class::Unquote).is_some() {
            tell(Hint::Row, &["before"]);
        }
        if let Some(noun) = self.row_tail(site.core.end) {
            let kind = &reading.lexicon.word(&noun).kind;
            tell(Hint::RowTail, &[noun.class.word(), ".", kind]);
        }
        self.characters("quote-first", "quote-first", inside.clone(), true, tell);
        self.characters("quote-last", "quote-last", inside, false, tell);
        let clause = reading.clause(site.core.start);
        self.characters(
            "quote-before",
            "quote-before",
            clause.start.min(site.core.start)..site.core.start,
            false,
            tell,
        );
        self.characters("quote-after", "quote-after", site.core.end..clause.end.max(site.core.end), true, tell);
    }

    /// What quotations in a row are called, of which one ends at `end`: “A”“B”等专项行动, “A”、“B”两个项目.
    fn row_tail(&self, end: usize) -> Option<Hit> {
        let (reading, scan) = (self.reading, &self.reading.article.scan);
        let mut at = end;
        for _ in 0..ROW_LONG {
            let open = scan.at(at, Class::ListMark).map_or(at, |mark| mark.end);
            let start = scan.at(open, Class::Quote).map(|open| open.end);
            let quote = |start: usize| reading.quotes.get(reading.quotes.partition_point(|quote| quote.start < start));
            let next = start.and_then(quote).filter(|quote| Some(quote.start) == start);
            match next.and_then(|quote| scan.at(quote.end, Class::Unquote)) {
                Some(close) => at = close.end,
                None => break,
            }
        }
        let etc = scan.at(at, Class::TrimBoth).map_or(at, |etc| etc.end);
        let counted = number::at(reading, etc).is_some();
        let clause = reading.clause(end);
        let noun = scan.of(Class::Programme, etc..clause.end.max(etc)).next()?;
        let near = reading.is_within(etc..noun.start, ROW) && !reading.breaks(etc..noun.start);
        (near && (etc > at || counted)).then_some(*noun)
    }

    /// What the whole name says.
    pub(super) fn of_whole(&self, view: &View<'_>, from: usize, end: &End, tell: Tell<'_>) {
        let (reading, site) = (self.reading, view.site);
        let range = from..end.at;
        let mark = site.mark.word();
        let count = reading.chars(range.clone());
        tell(Hint::Long, &[mark, " ", step(count, &[3, 4, 5, 6, 8, 10, 13, 17, 22])]);
        if let Some(noun) = end.noun.filter(|_| site.mark == Mark::Noun) {
            let own = reading.chars(from..noun.start.max(from));
            tell(Hint::Own, &[mark, " ", step(own, &[1, 2, 3, 4, 6, 9, 13, 18])]);
            let kind = &reading.lexicon.word(&noun).kind;
            tell(Hint::KindOwn, &[noun.class.word(), ".", kind, " ", step(own, &[1, 2, 3, 5, 8])]);
        }
        let verb = self.verb_before(view.clause.start.min(from), from);
        let near = verb.map_or("none", |verb| verb.class.word());
        let far = verb.map_or("", |verb| step(reading.chars(verb.end..from), &[1, 6]));
        match end.noun.map(|noun| (noun.class.word(), &reading.lexicon.word(&noun).kind)) {
            None => tell(Hint::KindVerb, &[mark, " ", near, far]),
            Some((class, kind)) => tell(Hint::KindVerb, &[mark, " ", class, ".", kind, " ", near, far]),
        }
        let text = reading.slice(range.clone());
        let ends = text.char_indices().skip(2).map(|(at, _)| at).chain([text.len()]);
        for (start, stop) in text.char_indices().map(|(at, _)| at).zip(ends) {
            tell(Hint::Holds, &[&text[start..stop]]);
        }
        let inside = from + 1..end.from.max(from + 1);
        self.labels(Hint::Inside, self.within(inside.clone()), tell);
        if self.places(inside).next().is_some() {
            tell(Hint::Inside, &["place"]);
        }
        if self.agencies.2.overlaps(&range) {
            tell(Hint::Office, &["-"]);
        }
        let told = self.told.get(&self.said(range)).copied().unwrap_or_default();
        let times = step(told.times.min(4), &[2, 3, 4]);
        tell(Hint::Again, &[times, " ", step(count, &[4, 6, 9])]);
        if told.headed {
            tell(Hint::Headed, &["-"]);
        }
        if told.quoted && site.mark != Mark::Quoted {
            tell(Hint::QuotedToo, &["-"]);
        }
    }

    fn places(&self, range: Range<usize>) -> impl Iterator<Item = &crate::lexicon::PlaceHit<'static>> {
        let low = self.reading.places.partition_point(|place| place.start < range.start);
        let near = self.reading.places[low..].iter().take_while(move |place| place.start < range.end);
        near.filter(move |place| place.end <= range.end && self.reading.is_firm(place))
    }

    /// Tells what sorts of words there are, each once; whether there is any.
    fn labels<'h>(&self, hint: Hint, hits: impl Iterator<Item = &'h Hit>, tell: Tell<'_>) -> bool {
        let mut told: Vec<(Class, &str)> = Vec::new();
        for hit in hits {
            let word = self.reading.lexicon.word(hit);
            let sort = match hit.class {
                class if is_noun(hit) => (class, word.kind.as_str()),
                Class::Boundary
                | Class::Particle
                | Class::Preposition
                | Class::Verb
                | Class::VerbProgramme
                | Class::VerbRun
                | Class::ProgrammeGeneric
                | Class::TrimLeft => (hit.class, word.value.as_str()),
                class => (class, ""),
            };
            if !told.contains(&sort) {
                told.push(sort);
                match sort {
                    (class, "") => tell(hint, &[class.word()]),
                    (class, value) => tell(hint, &[class.word(), ".", value]),
                }
            }
        }
        !told.is_empty()
    }

    /// Tells the first or the last character of a range, and the first or the last two.
    fn characters(&self, one: &str, two: &str, range: Range<usize>, first: bool, tell: Tell<'_>) {
        let text = self.reading.slice(range);
        let take = |count: usize| if first { head(text, count) } else { last(text, count) };
        if let Some(chars) = take(1) {
            tell(Hint::Char, &[one, " ", chars]);
        }
        if let Some(chars) = take(2) {
            tell(Hint::Pair, &[two, " ", chars]);
        }
    }
}

/// What stands between the marks.
fn inner(reading: &Reading<'_>, core: &Range<usize>) -> Range<usize> {
    let text = reading.slice(core.clone());
    let open = text.chars().next().map_or(0, char::len_utf8);
    let close = text.chars().next_back().map_or(0, char::len_utf8);
    core.start + open..(core.end - close).max(core.start + open)
}

fn head(text: &str, count: usize) -> Option<&str> {
    let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.nth(count - 1).map(|end| &text[..end])
}

fn last(text: &str, count: usize) -> Option<&str> {
    text.char_indices().rev().nth(count - 1).map(|(at, _)| &text[at..])
}

/// How many of the bounds a count reaches, as a word.
fn step(count: usize, bounds: &[usize]) -> &'static str {
    const WORDS: [&str; 14] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13"];
    WORDS[bounds.iter().filter(|&&bound| count >= bound).count().min(WORDS.len() - 1)]
}
