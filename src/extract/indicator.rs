//! What a figure measures: the shortest phrase of its clause that tells a stranger.
//!
//! The shapes are those of such pages (V verb, O object, S subject, Cl classifier):
//! `V O N`, `V N Cl O`, `S N`, `N Cl S V …`, `A、B等N项X`, `S 由A升至B`, `S 同比增长N`, `S 分别 … A和B`.

mod share;
mod told;

use std::ops::Range;

use rust_decimal::Decimal;

use crate::{
    extract::{Figure, Reading, measure::Measure, phrase},
    lexicon::{Class, Hit, PlaceHit},
};

/// Longest phrase, in characters.
const LONGEST: usize = 30;
/// Longest phrase that may leave its subject to the figure before, in characters.
const SHORT: usize = 5;

/// The phrase for the figure at `at` of a clause's figures, and the shape it was read by. `before` are the figures told
/// before it. An empty phrase: nothing says what is measured.
pub(crate) fn of(reading: &Reading<'_>, measures: &[Measure], at: usize, before: &[Figure]) -> (String, &'static str) {
    let around = Around::new(reading, measures, at, before);
    let found = SHAPES.iter().find_map(|(name, shape)| Some((shape(&around)?, *name)));
    let (phrase, name) = found.unwrap_or_default();
    (clip(phrase), name)
}

/// A shape of clause: the phrase, if the words around the number have it.
type Shape = fn(&Around<'_>) -> Option<String>;

/// The shapes, in the order in which they are tried.
const SHAPES: &[(&str, Shape)] = &[
    ("share", |around| around.share()),
    ("each", |around| around.each()),
    ("per", |around| around.per()),
    ("compare", |around| around.compare()),
    ("predicate", |around| around.predicate()),
    ("from-to", |around| around.changed()),
    ("place", |around| around.place()),
    ("ellipsis", |around| around.ellipsis()),
    ("rest", |around| around.rest()),
    ("alike", |around| around.alike()),
    ("for", |around| around.for_whom()),
    ("object", |around| around.object()),
    ("verb", |around| around.verb()),
    ("left", |around| around.left_only()),
    ("right", |around| around.right_only()),
    ("examples", |around| around.examples()),
    ("left", |around| around.verb_behind()),
    ("around", |around| around.both()),
];

/// A number with the phrases before and behind it.
struct Around<'r> {
    reading: &'r Reading<'r>,
    measures: &'r [Measure],
    at: usize,
    /// The figures told before.
    before: &'r [Figure],
    /// Where what may belong to this number begins.
    low: usize,
    left: Range<usize>,
    left_text: String,
    right: Range<usize>,
    right_text: String,
}

impl<'r> Around<'r> {
    fn new(reading: &'r Reading<'r>, measures: &'r [Measure], at: usize, before: &'r [Figure]) -> Self {
        let measure = &measures[at];
        let clause = measure.clause.clone();
        let low = low(reading, measures, at).min(measure.outer.start);
        let next = measures.get(at + 1);
        let high = next.map_or(clause.end, |next| next.outer.start).max(measure.outer.end);
        let left = phrase::left(reading, low..measure.outer.start);
        // 批捕20人起诉35人: the verb is the next number's.
        let bare = |hit: &Hit| hit.class == Class::VerbDo && hit.range() == (measure.outer.end..high);
        let high =
            match next.is_some() && !left.is_empty() && reading.article.scan.starting(measure.outer.end).any(bare) {
                true => measure.outer.end,
                false => high,
            };
        let mut right = match served(reading, measure, high) {
            Some(served) => served,
            None => phrase::right(reading, measure.outer.end..high, next.is_some()),
        };
        // 3家医院开通5种…结算: the verb takes the next number's thing along.
        if let Some(next) = measures.get(at + 1).filter(|_| left.is_empty() && ends_with_verb(reading, &right)) {
            let object = phrase::right(reading, next.outer.end.min(clause.end)..clause.end, false);
            right = right.start..object.end.max(right.end);
        }
        let right_text = phrase::words(reading, right.clone());
        // 长宁县65个乡镇完成改厕: where it is measured is no part of what is.
        let place = |place: &PlaceHit<'_>| (place.start..place.end) == left && reading.is_firm(place);
        // 恒远县医院5支医疗队: nor is whose they are.
        let office = reading.article.scan.ending(left.end).any(|hit| {
            hit.class == Class::Office && hit.start >= left.start && reading.place_before(left.start).is_some()
        });
        let left = match (office || reading.place_at(left.start).is_some_and(place)) && right_text.chars().count() >= 2
        {
            true => left.end..left.end,
            false => left,
        };
        let left_text = phrase::words(reading, left.clone());
        let mut around = Self { reading, measures, at, before, low, left_text, left, right_text, right };
        around.share_verb();
        around
    }

    fn measure(&self) -> &'r Measure {
        &self.measures[self.at]
    }

    /// The figure told before, if no more than `chars` characters lie between it and `end`.
    fn told(&self, end: usize, chars: usize) -> Option<&'r Figure> {
        self.before.last().filter(|before| self.reading.chars(before.number.end.min(end)..end) <= chars)
    }

    /// What the clause's first number shares with this one: its verb in a list (出动警力3860人次、警车1240辆次), all
    /// of its phrase where this one has none (完成66.8%、56%) or follows at once (惠及87个村4.3万人).
    fn share_verb(&mut self) {
        if self.at == 0 {
            return;
        }
        let (reading, first, last) = (self.reading, &self.measures[0], &self.measures[self.at - 1]);
        let scan = &reading.article.scan;
        let gap = self.low..self.measure().outer.start;
        let listed = scan.starting(self.low).any(|hit| matches!(hit.class, Class::ListMark | Class::TrimBoth));
        let opening =
            |low: usize, measure: &Measure| phrase::left(reading, low.min(measure.outer.start)..measure.outer.start);
        let phrase_of_first = opening(first.clause.start, first);
        if listed && !(self.left_text.is_empty() && self.right.is_empty()) {
            self.left_text = first_verb(reading, &phrase_of_first) + &self.left_text;
        } else if scan.of(Class::VerbDo, gap.clone()).next().is_some() {
            // 批捕20人起诉35人
        } else if listed || reading.chars(gap.clone()) <= 3 && scan.within(gap).all(|hit| hit.class != Class::ClauseEnd)
        {
            let low = low(reading, self.measures, self.at - 1);
            let phrase = if listed { phrase_of_first } else { opening(low, last) };
            self.left_text = phrase::words(reading, phrase);
        }
    }

    /// 分别: as many conjuncts before as numbers behind.
    fn each(&self) -> Option<String> {
        distributed(self.reading, self.measures, self.at).or_else(|| self.each_told())
    }

    fn is_bare(&self) -> bool {
        self.left_text.is_empty() && self.right_text.is_empty()
    }

    /// V O N, S N.
    fn left_only(&self) -> Option<String> {
        self.right_text.is_empty().then(|| self.left_text.clone())
    }

    /// N Cl S V …; 来自…等行业的5个优质项目, where what describes the thing from afar is left out.
    fn right_only(&self) -> Option<String> {
        let hard = |hit: &Hit| hit.class == Class::Particle && self.reading.lexicon.word(hit).value == "hard";
        let describes = self.reading.article.scan.ending(self.measure().outer.start).any(hard)
            && self.reading.chars(self.left.clone()) > 8;
        (self.left_text.is_empty() || describes).then(|| self.right_text.clone())
    }

    /// 为N家企业落实资金, 对N家机构作出处罚: for whom or to whom it was done.
    fn for_whom(&self) -> Option<String> {
        let served = served(self.reading, self.measure(), self.right.end)?;
        let word = preposition(self.reading, self.measure().outer.start)?;
        (served.start == self.right.start).then(|| self.reading.slice(word.range()).to_owned() + &self.right_text)
    }

    /// A、B等N项X: the verb and what is counted, or the examples and what is counted.
    fn examples(&self) -> Option<String> {
        let scan = &self.reading.article.scan;
        let list = scan.at(self.left.end, Class::TrimBoth).filter(|list| self.reading.chars(list.range()) == 1);
        let closed = list.is_some() && scan.at(self.left.end, Class::Boundary).is_some();
        if !closed && !self.counts_list() {
            return None;
        }
        // 谢桥镇、迪沟镇等12个乡镇, 恒远、启明等5家企业: names are no part of what is counted.
        let verb = first_verb(self.reading, &self.left);
        let place = self.reading.place_ending(self.left.end).is_some();
        let listed = scan.of(Class::ListMark, self.left.clone()).next().is_some();
        let named = (place || listed) && self.right_text.chars().count() >= 2;
        let head = if verb.is_empty() && !named { phrase::words(self.reading, self.left.clone()) } else { verb };
        Some(head + &self.right_text)
    }

    /// 清溪水库、石门水库、柏木水库3座重点水库: as many as were named.
    fn counts_list(&self) -> bool {
        let marks = self.reading.article.scan.of(Class::ListMark, self.left.clone()).count();
        marks >= 1 && self.measure().quantity.value == Decimal::from(marks + 1) && !self.right_text.is_empty()
    }

    /// S N V …: a preposition or a comparison behind the number opens something else.
    fn verb_behind(&self) -> Option<String> {
        let opens = |hit: &Hit| {
            matches!(hit.class, Class::Boundary | Class::Compare | Class::Preposition) && hit.end <= self.right.end
        };
        let other = self.reading.article.scan.starting(self.right.start).any(opens);
        (other && !ends_with_verb(self.reading, &self.left)).then(|| self.left_text.clone())
    }

    /// V N Cl O.
    fn both(&self) -> Option<String> {
        Some(format!("{}{}", self.left_text, self.right_text))
    }
}

/// The word directly before a number that says for whom or to whom something was done: 为, 对, 将.
fn preposition<'r>(reading: &'r Reading<'_>, number: usize) -> Option<&'r Hit> {
    reading.article.scan.ending(number).find(|hit| {
        hit.class == Class::Preposition
            && matches!(reading.lexicon.word(hit).value.as_str(), "for" | "means")
            && reading.chars(hit.range()) == 1
    })
}

/// Whom a number behind 为 or 对 counts, with what was done for them; none if nothing was.
fn served(reading: &Reading<'_>, measure: &Measure, high: usize) -> Option<Range<usize>> {
    let scan = &reading.article.scan;
    preposition(reading, measure.outer.start)?;
    let start = measure.outer.end;
    let does = |hit: &Hit| {
        let verb = matches!(hit.class, Class::VerbDo | Class::VerbRun | Class::VerbProgramme);
        let hard =
            hit.class == Class::Boundary && reading.lexicon.word(hit).value == "hard" && reading.chars(hit.range()) > 1;
        (verb || hard) && reading.chars(start..hit.start) >= 2 && !reading.hidden(hit.range())
    };
    let verb = scan.within(start..high.max(start)).find(|hit| does(hit))?;
    if scan.of(Class::ListMark, start..verb.start).next().is_some() {
        return None;
    }
    let object = phrase::right(reading, verb.end..high.max(verb.end), false);
    Some(start..object.end.max(verb.end))
}

/// Where what may belong to the number at `at` begins: behind the number before it, or behind the conjunction that
/// opens a phrase of its own (举办招聘会5场和培训班18个).
fn low(reading: &Reading<'_>, measures: &[Measure], at: usize) -> usize {
    let measure = &measures[at];
    let Some(previous) = at.checked_sub(1).map(|at| &measures[at]) else { return measure.clause.start };
    let low = previous.outer.end;
    let gap = low.min(measure.outer.start)..measure.outer.start;
    let scan = &reading.article.scan;
    // 12个乡镇建成劝导站15个: what the first number counts does it; the second is what was done.
    let verb = scan.within(gap.clone()).find(|hit| {
        matches!(hit.class, Class::VerbRun | Class::Change)
            && reading.chars(hit.range()) > 1
            && hit.start > low
            && reading.chars(hit.end..measure.outer.start) > 1
            && !reading.hidden(hit.range())
    });
    let joint = |hit: &&Hit| matches!(hit.class, Class::ListMark | Class::TrimBoth) && !reading.hidden(hit.range());
    let inside = scan.within(gap).filter(joint).last().filter(|hit| hit.start > low);
    match (verb, inside) {
        (Some(verb), None) => verb.start,
        // A list behind the verb is its object: 减少签约、对账等跑腿.
        (Some(verb), Some(joint)) if verb.start < joint.start => verb.start,
        (_, Some(joint)) => joint.start,
        (None, None) => low,
    }
}

/// Where the verb that an indicator opens with stands in it.
fn opening_verb(indicator: &str, reading: &Reading<'_>) -> Option<Range<usize>> {
    let scan = reading.lexicon.scan(indicator);
    let verb = scan.starting(0).find(|hit| matches!(hit.class, Class::VerbDo | Class::VerbRun))?;
    Some(verb.range())
}

/// The verb that opens a phrase; empty if none does.
fn first_verb(reading: &Reading<'_>, phrase: &Range<usize>) -> String {
    let verb = |hit: &&Hit| {
        let word = reading
            .article
            .scan
            .covered(hit.range(), &[Class::Office, Class::Department, Class::NounPerson, Class::Whole])
            || reading.article.scan.at(hit.end, Class::Office).is_some();
        matches!(hit.class, Class::VerbDo | Class::VerbRun | Class::VerbProgramme) && hit.end <= phrase.end && !word
    };
    let found = reading.article.scan.starting(phrase.start).find(verb);
    found.map_or(String::new(), |verb| reading.slice(verb.range()).to_owned())
}

/// The subject of a clause that gives only the number stands in the clause before it, of the same sentence.
fn clause_before(reading: &Reading<'_>, clause: &Range<usize>) -> String {
    let at = reading.clauses.partition_point(|one| one.end <= clause.start);
    let Some(before) = at.checked_sub(1).and_then(|at| reading.clauses.get(at)) else { return String::new() };
    let same = reading.article.sentence(before.start).map(|(at, _)| at)
        == reading.article.sentence(clause.start).map(|(at, _)| at);
    if !same {
        return String::new();
    }
    let text = phrase::words(reading, phrase::left(reading, before.clone()));
    if text.chars().count() <= phrase::OBJECT { text } else { String::new() }
}

/// 分别: as many conjuncts before as numbers behind; each number with its own.
fn distributed(reading: &Reading<'_>, measures: &[Measure], at: usize) -> Option<String> {
    let scan = &reading.article.scan;
    let clause = &measures[at].clause;
    let first = &measures[0];
    let each = scan.of(Class::Each, clause.start..first.outer.start).last()?;
    let list = left_list(reading, clause.start..each.start);
    let (shared, parts) = (list.0, list.1);
    if parts.len() != measures.len() || parts.len() < 2 {
        return None;
    }
    let low = scan
        .starting(each.end)
        .filter(|hit| matches!(hit.class, Class::To | Class::BoundBefore) && hit.end <= first.outer.start)
        .map(|hit| hit.end)
        .max();
    let low = low.unwrap_or(each.end);
    let tail = phrase::words(reading, low..phrase::trim_end(reading, low, first.outer.start));
    Some(clip(format!("{}{}{}", parts[at], shared, tail)))
}

/// The conjuncts of a list, and what the last one has behind it for all: 城乡低保、农村低保+标准.
fn left_list(reading: &Reading<'_>, range: Range<usize>) -> (String, Vec<String>) {
    let scan = &reading.article.scan;
    let phrase = phrase::left(reading, range);
    let mut parts = Vec::new();
    let mut start = phrase.start;
    for hit in scan.within(phrase.clone()) {
        let joins = hit.class == Class::ListMark || hit.class == Class::TrimBoth && !reading.hidden(hit.range());
        if joins && hit.start >= start {
            parts.push(start..hit.start);
            start = hit.end;
        }
    }
    parts.push(start..phrase.end);
    let texts: Vec<String> =
        parts.into_iter().map(|part| phrase::words(reading, part)).filter(|part| !part.is_empty()).collect();
    // What the last conjunct is longer by than the others stands for all.
    let chars = |text: &String| text.chars().count();
    let shared = match texts.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            let usual = rest.iter().map(chars).max().unwrap_or(0);
            let over = chars(last).saturating_sub(usual);
            if (2..=12).contains(&over) && rest.iter().all(|part| !part.ends_with(&tail_of(last, over))) {
                tail_of(last, over)
            } else {
                String::new()
            }
        }
        _ => String::new(),
    };
    let count = texts.len();
    let texts = texts
        .into_iter()
        .enumerate()
        .map(|(i, text)| if i + 1 == count { text.strip_suffix(&shared).unwrap_or(&text).to_owned() } else { text })
        .collect();
    (shared, texts)
}

fn tail_of(text: &str, count: usize) -> String {
    let skip = text.chars().count().saturating_sub(count);
    text.chars().skip(skip).collect()
}

fn ends_with_verb(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    reading
        .article
        .scan
        .ending(range.end)
        .any(|hit: &Hit| matches!(hit.class, Class::VerbDo | Class::VerbRun | Class::VerbProgramme))
}

/// The subject of an indicator told before: without what it changed by.
fn subject_of(indicator: &str, reading: &Reading<'_>) -> String {
    let scan = reading.lexicon.scan(indicator);
    let cut = scan.all(Class::Compare).chain(scan.all(Class::Share)).map(|hit| hit.start).filter(|&at| at > 0).min();
    cut.map_or(indicator, |cut| &indicator[..cut]).to_owned()
}

fn clip(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }
}
