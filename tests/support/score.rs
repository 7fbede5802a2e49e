//! What a reading got right of the expected facts of a page.
//!
//! One item is counted for each distinct entity, figure or relation of a page; what is marked optional is neither
//! rewarded nor punished.
//!
//! - `agency`: its canonical name is right; `location`: its path is right; `programme`: its name resembles the expected
//!   one or a mention (similarity of at least 0.75).
//! - `number`: a figure was read where one stands; `value`: and its value, range, start and unit are right;
//!   `indicator`: and the phrase resembles an expected one (0.6); `statement`: and agency, programme and location are
//!   right or rightly absent; `qualified`: and bound, change, aggregate and time are right.
//! - relations: both ends are right.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;
use zhengtu::{
    model::{EntityId, EntityKind, Observation, PageFacts, Predicate},
    text::Span,
};

use crate::expected::{Entity, Expected, Metric, Page};

/// What is counted, in the order of the table.
pub const LEVELS: &[&str] = &[
    "agency",
    "programme",
    "location",
    "number",
    "value",
    "indicator",
    "statement",
    "qualified",
    "implements",
    "partners",
    "part_of",
    "located_in",
];
/// Kinds of entities with the word for them.
const KINDS: [EntityKind; 3] = [EntityKind::Agency, EntityKind::Programme, EntityKind::Location];

/// How many were right, wrong and missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
}

impl Tally {
    pub fn precision(self) -> f64 {
        share(self.right, self.wrong)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.missed)
    }

    pub fn f1(self) -> f64 {
        share(2 * self.right, self.wrong + self.missed)
    }

    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

fn share(right: usize, not: usize) -> f64 {
    if right == 0 { 0.0 } else { right as f64 / (right + not) as f64 }
}

/// What a reading of a page is worth.
#[derive(Default)]
pub struct Outcome {
    pub tallies: BTreeMap<&'static str, Tally>,
    /// Required facts that were not read, or not in full.
    pub misses: Vec<Miss>,
    /// What was read and is not on the page, each as a line like those of the expected facts.
    pub extras: Vec<String>,
}

/// A required fact and what is wrong with it: `nothing` was read, or the parts that are wrong, each as it was read.
pub struct Miss {
    pub line: String,
    pub wrong: Vec<(&'static str, String)>,
}

/// An entity as it was read from the page.
struct Read<'f> {
    kind: EntityKind,
    id: &'f EntityId,
    name: &'f str,
    path: &'f [String],
    sort: &'static str,
    place: Option<&'f EntityId>,
    mentions: Vec<String>,
    first: Option<Span>,
}

/// The end of a link: an expected entity, or another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End<'f> {
    Expected(usize),
    Other(&'f EntityId),
}

/// Compares a reading with what was expected.
pub fn score(page: &Page, expected: &Expected, facts: &PageFacts) -> Outcome {
    let reads = reads(page, facts);
    let mut outcome = Outcome::default();
    let mut ends: BTreeMap<&EntityId, usize> = BTreeMap::new();
    for kind in KINDS {
        entities(kind, expected, &reads, &mut outcome);
        ends.extend(pairs(kind, expected, &reads, is_found).into_iter().map(|(gold, read)| (reads[read].id, gold)));
    }
    places(expected, &reads, &ends, &mut outcome);
    figures(page, expected, facts, &ends, &mut outcome);
    relations(expected, facts, &ends, &mut outcome);
    outcome
}

/// Entities with a mention on the page, in the order of their first ones.
fn reads<'f>(page: &Page, facts: &'f PageFacts) -> Vec<Read<'f>> {
    let words = |spans: &[Span]| spans.iter().map(|span| page.words(*span)).collect();
    let agencies = facts.agencies.iter().map(|one| Read {
        kind: EntityKind::Agency,
        id: &one.id,
        name: &one.name,
        path: &[],
        sort: one.kind.word(),
        place: one.place.as_ref(),
        mentions: words(&one.mentions),
        first: one.mentions.iter().min().copied(),
    });
    let programmes = facts.programmes.iter().map(|one| Read {
        kind: EntityKind::Programme,
        id: &one.id,
        name: &one.name,
        path: &[],
        sort: one.kind.word(),
        place: None,
        mentions: words(&one.mentions),
        first: one.mentions.iter().min().copied(),
    });
    let locations = facts.locations.iter().map(|one| Read {
        kind: EntityKind::Location,
        id: &one.id,
        name: &one.name,
        path: &one.path,
        sort: one.level.word(),
        place: None,
        mentions: words(&one.mentions),
        first: one.mentions.iter().min().copied(),
    });
    let mut reads: Vec<Read<'f>> = agencies.chain(programmes).chain(locations).collect();
    reads.retain(|read| read.first.is_some());
    reads.sort_by_key(|read| (read.first, read.id));
    reads
}

/// Pairs each expected entity with the first that passes the test and is not taken, required ones first.
fn pairs(
    kind: EntityKind,
    expected: &Expected,
    reads: &[Read<'_>],
    test: fn(&Entity, &Read<'_>) -> bool,
) -> BTreeMap<usize, usize> {
    let mut golds: Vec<usize> = (0..expected.entities.len()).filter(|&at| expected.entities[at].kind == kind).collect();
    golds.sort_by_key(|&at| expected.entities[at].optional);
    let (mut pairs, mut used) = (BTreeMap::new(), BTreeSet::new());
    for gold in golds {
        let fits =
            |&at: &usize| reads[at].kind == kind && !used.contains(&at) && test(&expected.entities[gold], &reads[at]);
        if let Some(read) = (0..reads.len()).find(fits) {
            pairs.insert(gold, read);
            used.insert(read);
        }
    }
    pairs
}

fn is_right(gold: &Entity, read: &Read<'_>) -> bool {
    match gold.kind {
        EntityKind::Location => gold.path.iter().map(|part| norm(part)).eq(read.path.iter().map(|part| norm(part))),
        EntityKind::Programme => {
            [&gold.name].into_iter().chain(&gold.mentions).any(|name| similarity(read.name, name) >= 0.75)
        }
        _ => norm(&gold.name) == norm(read.name),
    }
}

fn is_found(gold: &Entity, read: &Read<'_>) -> bool {
    let words = |name: &str, mentions: &[String]| -> BTreeSet<String> {
        mentions.iter().map(|mention| norm(mention)).chain([norm(name)]).collect()
    };
    is_right(gold, read) || !words(&gold.name, &gold.mentions).is_disjoint(&words(read.name, &read.mentions))
}

fn entities(kind: EntityKind, expected: &Expected, reads: &[Read<'_>], outcome: &mut Outcome) {
    let right = pairs(kind, expected, reads, is_right);
    let found = pairs(kind, expected, reads, is_found);
    let tally = outcome.tallies.entry(kind.word()).or_default();
    for (at, gold) in expected.entities.iter().enumerate().filter(|(_, gold)| gold.kind == kind && !gold.optional) {
        let wrong = match (right.get(&at), found.get(&at)) {
            (Some(&read), _) if reads[read].sort == gold.sort => None,
            (Some(&read), _) => Some(("kind", reads[read].sort.to_owned())),
            (None, Some(&read)) if kind == EntityKind::Location => Some(("path", reads[read].path.join("/"))),
            (None, Some(&read)) => Some(("name", reads[read].name.to_owned())),
            (None, None) => Some(("nothing", String::new())),
        };
        tally.right += usize::from(right.contains_key(&at));
        tally.missed += usize::from(!right.contains_key(&at));
        outcome.misses.extend(wrong.map(|wrong| Miss { line: gold.line.clone(), wrong: vec![wrong] }));
    }
    let taken: BTreeSet<usize> = right.into_values().collect();
    for (_, read) in reads.iter().enumerate().filter(|(at, read)| read.kind == kind && !taken.contains(at)) {
        tally.wrong += 1;
        let name = if kind == EntityKind::Location { &read.path.join("/") } else { read.name };
        outcome.extras.push(format!("{} | {name} | {}", kind.word(), read.sort));
    }
}

/// The places of the agencies that were read by their names.
fn places(expected: &Expected, reads: &[Read<'_>], ends: &BTreeMap<&EntityId, usize>, outcome: &mut Outcome) {
    for (gold, read) in pairs(EntityKind::Agency, expected, reads, is_right) {
        let (gold, read) = (&expected.entities[gold], &reads[read]);
        let place = read.place.and_then(|place| ends.get(place)).map(|&at| &expected.entities[at]);
        let is_same = |want: &String| place.is_some_and(|place| place.name == *want || place.path.join("/") == *want);
        if !gold.optional && gold.place.as_ref().is_some_and(|want| !is_same(want)) {
            let have = read.place.map(ToString::to_string).unwrap_or_default();
            outcome.misses.push(Miss { line: gold.line.clone(), wrong: vec![("place", have)] });
        }
    }
}

fn figures(
    page: &Page,
    expected: &Expected,
    facts: &PageFacts,
    ends: &BTreeMap<&EntityId, usize>,
    outcome: &mut Outcome,
) {
    let mut read: BTreeMap<usize, &Observation> = BTreeMap::new();
    let mut spare = 0;
    for one in &facts.observations {
        let at = page.range(one.number.span);
        let shared = |metric: &Metric| at.end.min(metric.at.end) as isize - at.start.max(metric.at.start) as isize;
        let best = (0..expected.metrics.len()).rev().max_by_key(|&gold| shared(&expected.metrics[gold]));
        match best.filter(|gold| shared(&expected.metrics[*gold]) > 0 && !read.contains_key(gold)) {
            Some(gold) => {
                read.insert(gold, one);
            }
            None => {
                spare += 1;
                outcome.extras.push(line(one));
            }
        }
    }
    for level in ["number", "value", "indicator", "statement", "qualified"] {
        outcome.tallies.entry(level).or_default().wrong += spare;
    }
    for (at, gold) in expected.metrics.iter().enumerate().filter(|(_, gold)| !gold.optional) {
        let parts = read.get(&at).map(|one| wrong_parts(gold, one, expected, facts, ends));
        let reached = parts.as_ref().map_or(0, |parts| {
            let has = |names: &[&str]| parts.iter().any(|(name, _)| names.contains(name));
            let steps: [&[&str]; 4] = [
                &["value", "max", "from", "unit"],
                &["indicator"],
                &["who", "what", "where"],
                &["bound", "change", "aggregate", "time"],
            ];
            1 + steps.iter().take_while(|names| !has(names)).count()
        });
        for (step, level) in ["number", "value", "indicator", "statement", "qualified"].into_iter().enumerate() {
            let tally = outcome.tallies.entry(level).or_default();
            tally.right += usize::from(step < reached);
            tally.missed += usize::from(step >= reached);
            tally.wrong += usize::from(step >= reached && reached > 0);
        }
        let wrong = parts.unwrap_or_else(|| vec![("nothing", String::new())]);
        if !wrong.is_empty() {
            outcome.misses.push(Miss { line: gold.line.clone(), wrong });
        }
    }
}

/// What of a figure is wrong, each part as it was read.
fn wrong_parts(
    gold: &Metric,
    read: &Observation,
    expected: &Expected,
    facts: &PageFacts,
    ends: &BTreeMap<&EntityId, usize>,
) -> Vec<(&'static str, String)> {
    let shown = |value: Option<&dyn ToString>| value.map_or("-".to_owned(), |value| value.to_string());
    let number = |value: &Option<Decimal>| value.map_or("-".to_owned(), |value| value.normalize().to_string());
    let quantity = &read.quantity;
    let mut wrong = Vec::new();
    let mut check = |right: bool, part: &'static str, have: String| {
        if !right {
            wrong.push((part, have));
        }
    };
    check(quantity.value == gold.value, "value", number(&Some(quantity.value)));
    check(quantity.max == gold.max, "max", number(&quantity.max));
    check(quantity.from == gold.from, "from", number(&quantity.from));
    let unit = is_same_unit(quantity.unit.as_deref(), gold.unit.as_deref());
    check(unit, "unit", quantity.unit.clone().unwrap_or("-".into()));
    let like = gold.indicators.iter().any(|one| similarity(&read.indicator, one) >= 0.6);
    check(like, "indicator", read.indicator.clone());
    let links = [
        ("who", &gold.agency, &read.agency),
        ("what", &gold.programme, &read.programme),
        ("where", &gold.location, &read.location),
    ];
    for (part, fine, link) in links {
        let has_optional = fine.iter().flatten().any(|&at| expected.entities[at].optional);
        let right = match link {
            // Leaving out an optional entity is fine.
            None => fine.contains(&None) || has_optional,
            Some(id) => ends.get(id).is_some_and(|&at| fine.contains(&Some(at))),
        };
        let have = link.as_ref().map_or("-", |id| facts.name(id).unwrap_or(id.as_str()));
        check(right, part, have.to_owned());
    }
    check(quantity.bound == gold.bound, "bound", quantity.bound.to_string());
    check(quantity.change == gold.change, "change", shown(quantity.change.as_ref().map(|one| one as &dyn ToString)));
    let aggregate = quantity.aggregate.as_ref().map(|one| one as &dyn ToString);
    check(quantity.aggregate == gold.aggregate, "aggregate", shown(aggregate));
    let time = read.period.as_ref().map(ToString::to_string);
    check(gold.time.contains(&time), "time", time.unwrap_or("-".into()));
    wrong
}

/// A figure as a line.
fn line(read: &Observation) -> String {
    let unit = read.quantity.unit.as_deref().unwrap_or("-");
    let surface: String = read.number.text.nfkc().collect();
    format!("metric | {surface} | {} | {unit} | {}", read.quantity.value.normalize(), read.indicator)
}

fn relations(expected: &Expected, facts: &PageFacts, ends: &BTreeMap<&EntityId, usize>, outcome: &mut Outcome) {
    let end = |id| ends.get(id).map_or(End::Other(id), |&at| End::Expected(at));
    let is_optional = |end: End<'_>| matches!(end, End::Expected(at) if expected.entities[at].optional);
    // The order of partners says nothing.
    let key =
        |predicate, a, b| if predicate == Predicate::Partners && b < a { (predicate, b, a) } else { (predicate, a, b) };
    let mut have: BTreeMap<_, String> = BTreeMap::new();
    for one in &facts.relations {
        let name = |id| facts.name(id).unwrap_or(id.as_str());
        let line = format!("{} | {} | {}", one.predicate, name(&one.subject), name(&one.object));
        have.insert(key(one.predicate, end(&one.subject), end(&one.object)), line);
    }
    let mut want: BTreeMap<_, bool> = BTreeMap::new();
    for gold in &expected.relations {
        let key = key(gold.predicate, End::Expected(gold.subject), End::Expected(gold.object));
        let optional = gold.optional || is_optional(key.1) || is_optional(key.2);
        want.insert(key, optional);
        if optional {
            continue;
        }
        let tally = outcome.tallies.entry(gold.predicate.word()).or_default();
        if have.contains_key(&key) {
            tally.right += 1;
        } else {
            tally.missed += 1;
            outcome.misses.push(Miss { line: gold.line.clone(), wrong: vec![("nothing", String::new())] });
        }
    }
    for ((predicate, from, to), line) in have {
        // That an agency is in its place is told by the agency's own line.
        let told = predicate == Predicate::LocatedIn && line_is_of_agency(facts, from, expected);
        if !told && !want.contains_key(&(predicate, from, to)) && !is_optional(from) && !is_optional(to) {
            outcome.tallies.entry(predicate.word()).or_default().wrong += 1;
            outcome.extras.push(line);
        }
    }
}

fn line_is_of_agency(facts: &PageFacts, end: End<'_>, expected: &Expected) -> bool {
    match end {
        End::Expected(at) => expected.entities[at].kind == EntityKind::Agency,
        End::Other(id) => facts.agencies.iter().any(|agency| agency.id == *id),
    }
}

/// Names are compared without white space, width, quotation marks and case.
fn norm(text: &str) -> String {
    let bare: String = text.split_whitespace().collect();
    bare.nfkc().filter(|c| !"“”\"'‘’「」『』".contains(*c)).flat_map(char::to_lowercase).collect()
}

/// Twice the longest common subsequence by the lengths of both, from 0 to 1.
fn similarity(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (norm(a).chars().collect(), norm(b).chars().collect());
    if a.is_empty() || b.is_empty() {
        return f64::from(u8::from(a == b));
    }
    let mut row = vec![0; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    (2 * row[b.len()]) as f64 / (a.len() + b.len()) as f64
}

/// Units that say the same.
const SAME: &[&[&str]] = &[
    &["%", "百分之"],
    &["个百分点", "百分点"],
    &["元", "块", "人民币元", "cny"],
    &["人次", "人(次)"],
    &["公里", "千米", "km"],
    &["平方米", "㎡", "平米"],
    &["立方米", "方", "m³"],
    &["℃", "摄氏度"],
    &["名", "位", "人"],
    &["天", "日"],
    &["小时", "个小时"],
    &["工作日", "个工作日"],
    &["月", "个月"],
];

fn is_same_unit(a: Option<&str>, b: Option<&str>) -> bool {
    let (a, b) = (norm(a.unwrap_or_default()), norm(b.unwrap_or_default()));
    a == b || SAME.iter().any(|same| [&a, &b].iter().all(|unit| same.iter().any(|one| norm(one) == **unit)))
}

#[cfg(test)]
mod tests {
    use crate::score::{is_same_unit, norm, similarity};

    #[test]
    fn similarity_counts_what_is_common_in_order() {
        assert_eq!(similarity("建成服务点", "建成 服务点"), 1.0);
        assert_eq!(similarity("服务点", "建成服务点"), 0.75);
        assert_eq!(similarity("甲乙", "乙甲"), 0.5);
        assert_eq!(similarity("", "甲"), 0.0);
        assert_eq!(similarity("“”", ""), 1.0);
    }

    #[test]
    fn names_and_units_are_compared_by_what_they_say() {
        assert_eq!(norm("“１５分钟\n医保服务圈”"), "15分钟医保服务圈");
        assert!(
            is_same_unit(Some("名"), Some("人"))
                && is_same_unit(None, None)
                && is_same_unit(Some("㎡"), Some("平方米"))
        );
        assert!(!is_same_unit(Some("名"), Some("户")) && !is_same_unit(None, Some("户")));
    }
}
