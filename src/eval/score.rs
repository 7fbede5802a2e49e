//! What a reading got right, what it got wrong and what it missed.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    eval::{
        bare::Bare,
        compare::{norm, similarity},
        figure::{self, STEPS, is_link_right, unreached, wrong_parts},
        gold::{Entity, Gold, Metric, Relation},
        merged::{LIKE_NAME, Merged, Seen},
        row::{Row, Tallies},
    },
    extract::NameCandidate,
    lexicon::{Facts, Hint, Slot},
    model::{EntityId, EntityKind, Observation, PageFacts, Predicate},
    relate::{Answer, Candidates},
    text::Document,
};

/// A page with what was read from it and what should have been.
#[derive(Clone, Copy, Debug)]
pub struct Read<'p> {
    /// What a careful person found.
    pub gold: &'p Gold,
    /// The page.
    pub document: &'p Document,
    /// What was read.
    pub facts: &'p PageFacts,
}

/// What the reading of a page is worth.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The counts.
    pub tallies: Tallies,
    /// Required facts that were not read, or not in full.
    pub misses: Vec<Miss>,
    /// What was read and is not on the page.
    pub extras: Vec<Extra>,
}

/// A required fact that was not read, or not in full.
#[derive(Clone, Debug)]
pub struct Miss {
    /// The fact as a line of a facts file.
    pub line: String,
    /// Where it counts as missed. None of them where only what is not counted is wrong, such as an agency's kind.
    pub rows: Vec<Row>,
    /// The parts that are wrong, each as it was read; `nothing` if it was not read at all.
    pub wrong: Vec<(&'static str, String)>,
}

/// What was read and is not on the page, or a second time.
#[derive(Clone, Debug)]
pub struct Extra {
    /// It as a line of a facts file.
    pub line: String,
    /// Where it counts as wrong.
    pub rows: Vec<Row>,
}

/// The kinds of entities, each with its rows: right, and found at least.
const KINDS: [(EntityKind, Row, Row); 3] = [
    (EntityKind::Agency, Row::Agency, Row::AgencyFound),
    (EntityKind::Programme, Row::Programme, Row::ProgrammeFound),
    (EntityKind::Location, Row::Location, Row::LocationFound),
];

/// The end of a link: an expected entity, or another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End<'f> {
    /// One of the gold, by its number.
    Expected(usize),
    /// One that was read and is not in the gold.
    Other(&'f EntityId),
    /// What the gold names and does not declare.
    Undeclared,
}

/// Compares the readings of all pages with their gold, and says of each page what it is worth.
///
/// Pages are judged one by one, but an entity is called what all of them together call it.
pub fn score(pages: &[Read<'_>]) -> Vec<Outcome> {
    let merged = Merged::new(pages.iter().map(|page| (page.document.name.as_str(), page.facts)));
    pages.iter().map(|page| Scoring::of(page, &merged).outcome).collect()
}

/// A figure with the answers that it could be linked to, and which of them are right.
#[derive(Clone, Debug)]
pub struct Case {
    /// The shape of the clause that its indicator was read by.
    pub shape: &'static str,
    /// Whether its number, unit and indicator are right.
    pub right: bool,
    /// Whether the gold may be without it.
    pub optional: bool,
    /// For each kind of link the answers: whether it is right, and what is told of it.
    pub answers: [(Slot, Judged); 3],
}

/// The answers for a link: whether each is right, and what is told of it.
pub type Judged = Vec<(bool, Facts)>;

/// The figures of a page that stand in its gold, and the mentions of the programmes that do, with the answers that they
/// could be linked to.
pub fn cases(read: &Read<'_>, candidates: &Candidates) -> (Vec<Case>, Vec<Judged>) {
    let merged = Merged::new([(read.document.name.as_str(), read.facts)].into_iter());
    let scoring = Scoring::of(read, &merged);
    let case = |(want, one): (&Metric, &Observation)| {
        let figure = candidates.figures.iter().find(|figure| figure.number == one.number.span)?;
        let parts = wrong_parts(want, one, read.gold, read.facts, &scoring.ends);
        let answers = figure.answers.clone().map(|(slot, all)| {
            let right = |entity: Option<&EntityId>| is_link_right(want, slot, entity, read.gold, &scoring.ends);
            (slot, all.into_iter().map(|answer| (right(answer.entity.as_ref()), answer.facts)).collect())
        });
        let wrong = unreached(&parts).contains(&Row::Indicator);
        Some(Case { shape: figure.shape, right: !wrong, optional: want.optional, answers })
    };
    let figures = scoring.paired().into_iter().filter_map(case).collect();
    let runners = candidates.runners.iter().filter_map(|(programme, all)| {
        let &programme = scoring.ends.get(programme)?;
        let told = read.gold.relations.iter().filter(|one| one.predicate == Predicate::Implements);
        let told: Vec<_> = told.filter(|one| one.object == Some(programme)).collect();
        let runs = |agency: &EntityId| {
            let agency = scoring.ends.get(agency).copied();
            agency.is_some() && told.iter().any(|one| one.subject == agency)
        };
        let free = |one: &&Relation| one.optional || one.subject.is_some_and(|at| read.gold.entities[at].optional);
        let none = read.gold.entities[programme].optional || told.iter().all(free);
        let right = |one: &Answer| one.entity.as_ref().map_or(none, runs);
        Some(all.iter().map(|one| (right(one), one.facts)).collect())
    });
    (figures, runners.collect())
}

/// What could be a name: whether it is right, and what speaks for it.
pub type Named<'c> = Vec<(bool, &'c [(Hint, String)])>;

/// For each place where a programme's name may stand what it could be: whether it is right, and what speaks for it. The
/// last one is that it is none. Of the second the gold may be without the name.
pub fn names<'c>(gold: &Gold, candidates: &'c Candidates) -> Vec<(Named<'c>, bool)> {
    let programmes = || gold.entities.iter().filter(|one| one.kind == EntityKind::Programme);
    let pool = |optional| {
        let all = programmes().filter(move |one| one.optional == optional);
        all.flat_map(|one| one.names.iter().chain(&one.mentions)).map(|name| norm(name)).collect::<BTreeSet<_>>()
    };
    let (required, optional) = (pool(false), pool(true));
    let case = |all: &'c Vec<NameCandidate>| {
        let said: Vec<String> = all.iter().map(|one| norm(&one.name)).collect();
        let must = nearest(&said, &required);
        let free = if must.is_empty() { nearest(&said, &optional) } else { BTreeSet::new() };
        let is_right = |at: usize| must.contains(&at) || free.contains(&at);
        let answers = all.iter().enumerate().map(|(at, one)| (is_right(at), one.hints.as_slice()));
        (answers.chain([(must.is_empty(), [].as_slice())]).collect(), !free.is_empty())
    };
    candidates.names.iter().map(case).collect()
}

/// The longest of the names that are one of the pool; else those most like one, if they are like it enough to count.
fn nearest(names: &[String], pool: &BTreeSet<String>) -> BTreeSet<usize> {
    let same = names.iter().enumerate().filter(|(_, name)| pool.contains(*name));
    let longest = same.clone().map(|(_, name)| name.len()).max();
    if longest.is_some() {
        return same.filter(|(_, name)| Some(name.len()) == longest).map(|(at, _)| at).collect();
    }
    let like = |name: &String| pool.iter().map(|other| similarity(name, other)).fold(0.0, f64::max);
    let likes: Vec<f64> = names.iter().map(like).collect();
    let best = likes.iter().copied().fold(0.0, f64::max);
    let enough = |&(_, &like): &(usize, &f64)| best >= LIKE_NAME && like == best;
    likes.iter().enumerate().filter(enough).map(|(at, _)| at).collect()
}

/// The scoring of a page.
struct Scoring<'p> {
    gold: &'p Gold,
    facts: &'p PageFacts,
    page: Bare,
    seen: Vec<Seen<'p>>,
    /// Gold entities behind those that were read, where they were found at least.
    ends: BTreeMap<&'p EntityId, usize>,
    outcome: Outcome,
}

impl<'p> Scoring<'p> {
    fn of(read: &Read<'p>, merged: &Merged<'p>) -> Self {
        let page = Bare::new(read.document);
        let seen = merged.of(read.facts, &page);
        let (ends, outcome) = (BTreeMap::new(), Outcome::default());
        let mut scoring = Self { gold: read.gold, facts: read.facts, page, seen, ends, outcome };
        for (kind, right, found) in KINDS {
            scoring.entities(kind, right, found);
        }
        scoring.places();
        scoring.figures();
        scoring.relations();
        scoring
    }

    /// Pairs each gold entity with the first that passes the test and is not taken, required ones first.
    fn pairs(&self, kind: EntityKind, test: impl Fn(&Seen<'p>, &Entity) -> bool) -> BTreeMap<usize, usize> {
        let (all, seen) = (&self.gold.entities, &self.seen);
        let mut golds: Vec<usize> = (0..all.len()).filter(|&at| all[at].kind == kind).collect();
        golds.sort_by_key(|&at| all[at].optional);
        let (mut pairs, mut used) = (BTreeMap::new(), BTreeSet::new());
        for gold in golds {
            let fits = |&at: &usize| seen[at].kind == kind && !used.contains(&at) && test(&seen[at], &all[gold]);
            if let Some(read) = (0..seen.len()).find(fits) {
                pairs.insert(gold, read);
                used.insert(read);
            }
        }
        pairs
    }

    fn entities(&mut self, kind: EntityKind, right_row: Row, found_row: Row) {
        let right = self.pairs(kind, Seen::is_right);
        let found = self.pairs(kind, Seen::is_found);
        let Outcome { tallies, misses, extras } = &mut self.outcome;
        for (at, gold) in self.gold.entities.iter().enumerate().filter(|(_, gold)| gold.kind == kind && !gold.optional)
        {
            let wrong = match (right.get(&at), found.get(&at)) {
                (Some(&read), _) if self.seen[read].sort == gold.sort => None,
                (Some(&read), _) => Some(("kind", self.seen[read].sort.to_owned())),
                (None, Some(&read)) if kind == EntityKind::Location => Some(("path", self.seen[read].path.join("/"))),
                (None, Some(&read)) => Some(("name", self.seen[read].name.clone())),
                (None, None) => Some(("nothing", String::new())),
            };
            let mut rows = Vec::new();
            for (row, pairs) in [(right_row, &right), (found_row, &found)] {
                if pairs.contains_key(&at) {
                    tallies[row].right += 1;
                } else {
                    tallies[row].missed += 1;
                    rows.push(row);
                }
            }
            if wrong.is_some() || !rows.is_empty() {
                misses.push(Miss { line: gold.line.clone(), rows, wrong: wrong.into_iter().collect() });
            }
        }
        // a second one for a gold entity that has its own already is wrong
        for (at, read) in self.seen.iter().enumerate().filter(|(_, read)| read.kind == kind) {
            let spare = [(right_row, &right), (found_row, &found)].into_iter();
            let spare = spare.filter(|(_, pairs)| pairs.values().all(|taken| *taken != at));
            let rows: Vec<Row> = spare.map(|(row, _)| row).collect();
            if !rows.is_empty() {
                rows.iter().for_each(|&row| tallies[row].wrong += 1);
                let name = if kind == EntityKind::Location { &read.path.join("/") } else { &read.name };
                extras.push(Extra { line: format!("{kind} | {name} | {}", read.sort), rows });
            }
        }
        self.ends.extend(found.into_iter().map(|(gold, read)| (self.seen[read].id, gold)));
    }

    /// The places of the agencies that were read by their names. They are in no row of the table.
    fn places(&mut self) {
        for (gold, read) in self.pairs(EntityKind::Agency, Seen::is_right) {
            let (gold, read) = (&self.gold.entities[gold], &self.seen[read]);
            let place = read.place.and_then(|place| self.ends.get(place)).map(|&at| &self.gold.entities[at]);
            let is_same = |want: &String| place.is_some_and(|place| place.name() == want || place.title() == *want);
            if !gold.optional && gold.place.as_ref().is_some_and(|want| !is_same(want)) {
                let have = read.place.map(ToString::to_string).unwrap_or_default();
                let miss = Miss { line: gold.line.clone(), rows: Vec::new(), wrong: vec![("place", have)] };
                self.outcome.misses.push(miss);
            }
        }
    }

    /// The expected figure that shares most with one that was read.
    fn expected(&self, one: &Observation) -> Option<usize> {
        let at = self.page.range(one.number.span);
        let shared = |&gold_at: &usize| {
            let want = &self.gold.metrics[gold_at].at;
            at.end.min(want.end) - at.start.max(want.start)
        };
        // of several that share as much the first
        (0..self.gold.metrics.len()).rev().max_by_key(shared).filter(|best| shared(best) > 0)
    }

    /// The figures that were read, each with the expected one that it stands for.
    fn paired(&self) -> Vec<(&'p Metric, &'p Observation)> {
        let facts = self.facts.observations.iter();
        facts.filter_map(|one| Some((&self.gold.metrics[self.expected(one)?], one))).collect()
    }

    fn figures(&mut self) {
        let best: Vec<Option<usize>> = self.facts.observations.iter().map(|one| self.expected(one)).collect();
        let Self { gold, facts, ends, outcome, .. } = self;
        let mut read: BTreeMap<usize, &Observation> = BTreeMap::new();
        for (one, best) in facts.observations.iter().zip(best) {
            match best.filter(|best| !read.contains_key(best)) {
                Some(best) => {
                    read.insert(best, one);
                }
                None => {
                    let rows: Vec<Row> = STEPS.iter().map(|(row, _)| *row).collect();
                    rows.iter().for_each(|&row| outcome.tallies[row].wrong += 1);
                    outcome.extras.push(Extra { line: figure::line(one), rows });
                }
            }
        }
        for (at, want) in gold.metrics.iter().enumerate().filter(|(_, want)| !want.optional) {
            let parts = read.get(&at).map(|one| wrong_parts(want, one, gold, facts, ends));
            let missed = match &parts {
                Some(parts) => unreached(parts),
                None => STEPS.iter().map(|(row, _)| *row).collect(),
            };
            for (row, _) in STEPS {
                let tally = &mut outcome.tallies[row];
                let is_missed = missed.contains(&row);
                tally.right += usize::from(!is_missed);
                tally.missed += usize::from(is_missed);
                tally.wrong += usize::from(is_missed && parts.is_some());
            }
            let wrong = parts.unwrap_or_else(|| vec![("nothing", String::new())]);
            if !wrong.is_empty() {
                outcome.misses.push(Miss { line: want.line.clone(), rows: missed, wrong });
            }
        }
    }

    fn relations(&mut self) {
        let Self { gold, facts, ends, outcome, .. } = self;
        let end = |id| ends.get(id).map_or(End::Other(id), |&at| End::Expected(at));
        let is_optional = |end: End<'_>| matches!(end, End::Expected(at) if gold.entities[at].optional);
        // the order of partners says nothing
        let key = |predicate, a, b| {
            if predicate == Predicate::Partners && b < a { (predicate, b, a) } else { (predicate, a, b) }
        };
        let mut have: BTreeMap<_, String> = BTreeMap::new();
        for one in &facts.relations {
            let name = |id| facts.name(id).unwrap_or(id.as_str());
            let line = format!("{} | {} | {}", one.predicate, name(&one.subject), name(&one.object));
            have.insert(key(one.predicate, end(&one.subject), end(&one.object)), line);
        }
        let declared = |end: Option<usize>| end.map_or(End::Undeclared, End::Expected);
        let mut want: BTreeMap<_, (&str, bool)> = BTreeMap::new();
        let mut order = Vec::new();
        for one in &gold.relations {
            let key = key(one.predicate, declared(one.subject), declared(one.object));
            let optional = one.optional || is_optional(key.1) || is_optional(key.2);
            if want.insert(key, (&one.line, optional)).is_none() {
                order.push(key);
            }
        }
        for key in order {
            let (line, optional) = want[&key];
            if optional {
                continue;
            }
            let row = row(key.0);
            if have.contains_key(&key) {
                outcome.tallies[row].right += 1;
            } else {
                outcome.tallies[row].missed += 1;
                let wrong = vec![("nothing", String::new())];
                outcome.misses.push(Miss { line: line.to_owned(), rows: vec![row], wrong });
            }
        }
        let is_agency = |end: End<'_>| match end {
            End::Expected(at) => gold.entities[at].kind == EntityKind::Agency,
            End::Other(id) => id.kind() == EntityKind::Agency,
            End::Undeclared => false,
        };
        for (key, line) in have {
            // that an agency is in its place is told by the agency itself
            let told = key.0 == Predicate::LocatedIn && is_agency(key.1);
            if !told && !want.contains_key(&key) && !is_optional(key.1) && !is_optional(key.2) {
                let row = row(key.0);
                outcome.tallies[row].wrong += 1;
                outcome.extras.push(Extra { line, rows: vec![row] });
            }
        }
    }
}

fn row(predicate: Predicate) -> Row {
    match predicate {
        Predicate::Implements => Row::Implements,
        Predicate::Partners => Row::Partners,
        Predicate::PartOf => Row::PartOf,
        Predicate::LocatedIn => Row::LocatedIn,
    }
}
