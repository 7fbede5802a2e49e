//! Relations of two entities: implements, part of, located in, partners.

use std::{borrow::Cow, cmp::Reverse, collections::BTreeMap, ops::Range};

use crate::{
    extract::Reading,
    lexicon::{Class, Slot},
    model::{Confidence, EntityId, Predicate, Relation, StatementId},
    relate::{
        Quote,
        attach::{Context, Linker},
        focus,
    },
    resolve::{Link, Links, Resolved, within},
    text::Span,
};

/// Farthest apart that an agency and its partner stand, in characters.
const JOINED: usize = 4;

/// Longest sentence of prose, in bytes.
const SENTENCE: usize = 6000;

/// An end of a relation, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Agency(usize),
    Programme(usize),
    Place(usize),
}

impl End {
    fn id(self, resolved: &Resolved) -> &EntityId {
        match self {
            Self::Agency(at) => &resolved.agencies[at].id,
            Self::Programme(at) => &resolved.programmes[at].id,
            Self::Place(at) => &resolved.locations[at].id,
        }
    }
}

/// The words that tell a relation, and how surely.
#[derive(Clone, Debug)]
struct Told {
    words: Range<usize>,
    span: Span,
    sure: Confidence,
    rule: Cow<'static, str>,
}

/// The relations that an article tells, each by its surest words.
struct Surest<'c> {
    reading: &'c Reading<'c>,
    all: BTreeMap<(End, Predicate, End), Told>,
}

impl Surest<'_> {
    fn add(
        &mut self,
        (subject, predicate, object): (End, Predicate, End),
        words: &Range<usize>,
        sure: u8,
        rule: impl Into<Cow<'static, str>>,
    ) {
        let (span, sure) = (self.reading.article.edited.span(words.clone()), Confidence::hundredths(sure));
        let better = |old: &Told| (sure, Reverse(span)) > (old.sure, Reverse(old.span));
        let key = (subject, predicate, object);
        if subject != object && self.all.get(&key).is_none_or(better) {
            self.all.insert(key, Told { words: words.clone(), span, sure, rule: rule.into() });
        }
    }
}

pub(crate) fn of(linker: &Linker<'_>, quote: &Quote) -> Vec<Relation> {
    let Context { reading, links, resolved, .. } = *linker.context();
    let mut surest = Surest { reading, all: BTreeMap::new() };
    for (link, agency, near, ahead) in runners(linker) {
        let Some((_, sentence)) = reading.article.sentence(link.range.start) else { continue };
        let words = words(reading, sentence, link);
        let runs = |agency| (End::Agency(agency), Predicate::Implements, End::Programme(link.entity));
        let sure = reading.lexicon.sureness(Slot::Runner.word(), &ahead.to_string());
        surest.add(runs(agency), &words, sure, format!("implements.{near}"));
        for other in linker.beside(link, agency) {
            surest.add(runs(other), &words, sure, "implements.charge");
        }
        // 县公安局会同县农业农村局、县财政局开展: those who act with it run it too.
        let clause = |at: usize| reading.clause(at).start;
        let same = |team: &&Vec<&Link>| {
            let verb = reading.article.scan.of(Class::VerbRun, team[team.len() - 1].range.end..link.range.start);
            team.iter().any(|member| member.entity == agency)
                && verb.into_iter().next().is_some_and(|verb| clause(verb.start) == clause(link.range.start))
        };
        for team in teams(reading, links, sentence.start..link.range.start).iter().filter(same) {
            for other in team.iter().filter(|member| member.entity != agency) {
                surest.add(runs(other.entity), &words, sure, "implements.with");
            }
        }
    }
    for sentence in &reading.article.sentences {
        for link in within(&links.programmes, sentence.clone()) {
            if runs(reading, sentence, link)
                && let Some(place) = place_of(reading, links, sentence, link)
            {
                let lies = (End::Programme(link.entity), Predicate::LocatedIn, End::Place(place));
                surest.add(lies, &words(reading, sentence, link), 70, "located.clause");
            }
        }
        for team in teams(reading, links, sentence.clone()) {
            let words = words(reading, sentence, team[0]);
            for other in &team[1..] {
                let partners = (End::Agency(team[0].entity), Predicate::Partners, End::Agency(other.entity));
                surest.add(partners, &words, 80, "partners.verb");
            }
        }
    }
    for link in &links.agencies {
        let words = reading
            .article
            .sentence(link.range.start)
            .map_or(link.range.clone(), |(_, sentence)| words(reading, sentence, link));
        let agency = End::Agency(link.entity);
        if let Some(outer) = resolved.outer(link.entity) {
            surest.add((agency, Predicate::PartOf, End::Agency(outer)), &words, 90, "part.name");
        }
        if let Some(place) = resolved.seat(link.entity) {
            surest.add((agency, Predicate::LocatedIn, End::Place(place)), &words, 85, "located.name");
        }
    }
    let relation = |((subject, predicate, object), told): ((End, Predicate, End), Told)| Relation {
        id: StatementId(String::new()),
        subject: subject.id(resolved).clone(),
        predicate,
        object: object.id(resolved).clone(),
        evidence: quote.evidence(reading, told.words),
        confidence: told.sure,
        rule: told.rule.into_owned(),
    };
    surest.all.into_iter().map(relation).collect()
}

/// The words that tell a relation: the sentence, or of one that is longer than any prose the clause.
fn words(reading: &Reading<'_>, sentence: &Range<usize>, link: &Link) -> Range<usize> {
    match sentence.len() <= SENTENCE {
        true => focus::without_byline(reading, sentence.clone()),
        false => reading.clause(link.range.start),
    }
}

/// Who runs each programme of the article: the mention that tells it most surely, the agency, how near it stands and how
/// far it is ahead of the next one.
fn runners<'c>(linker: &Linker<'c>) -> Vec<(&'c Link, usize, &'static str, i32)> {
    let mut best: BTreeMap<(usize, usize), (&Link, usize, &'static str, i32)> = BTreeMap::new();
    for link in &linker.context().links.programmes {
        let Some((agency, near, ahead)) = linker.runner(link) else { continue };
        let one = best.entry((link.entity, agency)).or_insert((link, agency, near, ahead));
        if ahead > one.3 {
            *one = (link, agency, near, ahead);
        }
    }
    best.into_values().collect()
}

/// Whether a verb of running governs the programme in its clause.
fn runs(reading: &Reading<'_>, sentence: &Range<usize>, link: &Link) -> bool {
    let scan = &reading.article.scan;
    let clause = reading.clause(link.range.start);
    let low = clause.start.max(sentence.start).min(link.range.start);
    let verb = |range: Range<usize>| scan.of(Class::VerbRun, range).any(|hit| !reading.hidden(hit.range()));
    // A clause that begins with the name goes on with the verb before it: 开展A整治,B专项行动和C整治.
    let goes_on = link.range.start == clause.start && verb(sentence.start..low);
    verb(low..link.range.start)
        || goes_on
        || scan
            .of(Class::VerbRun, link.range.end..clause.end.max(link.range.end))
            .next()
            .is_some_and(|hit| reading.chars(link.range.end..hit.start) <= 4)
}

/// The place that the programme is run in: the last one named at the head of a clause before it.
fn place_of(reading: &Reading<'_>, links: &Links, sentence: &Range<usize>, link: &Link) -> Option<usize> {
    let named = within(&links.places, sentence.start..link.range.start)
        .filter(|place| {
            reading.opens_clause(place.range.start)
                || reading
                    .article
                    .scan
                    .ending(place.range.start)
                    .any(|hit| hit.class == Class::Preposition && reading.lexicon.word(hit).value == "in")
        })
        .last();
    named.map(|place| place.entity).or(links.setting(link.range.start).topic())
}

/// Agencies of a range that act together, the one that leads first: X联合Y、Z.
fn teams<'l>(reading: &Reading<'_>, links: &'l Links, range: Range<usize>) -> Vec<Vec<&'l Link>> {
    let scan = &reading.article.scan;
    let own: Vec<&Link> = within(&links.agencies, range).collect();
    let mut teams: Vec<Vec<&Link>> = Vec::new();
    for pair in own.windows(2).filter(|pair| pair[0].range.end <= pair[1].range.start) {
        let between = pair[0].range.end..pair[1].range.start;
        let near = reading.chars(between.clone()) <= JOINED;
        // 联合 and 会同 join two; 、 and 和 go on with a team that is there.
        let joined = scan.of(Class::Partner, between.clone()).any(|hit| reading.chars(hit.range()) > 1);
        let listed = scan.within(between.clone()).any(|hit| matches!(hit.class, Class::ListMark | Class::TrimBoth));
        match teams.last_mut() {
            Some(team) if near && (listed || joined) && team.last() == Some(&pair[0]) => team.push(pair[1]),
            _ if near && joined => teams.push(vec![pair[0], pair[1]]),
            _ => {}
        }
    }
    teams
}

/// One relation for each pair and predicate: the surest, of those the first.
pub(crate) fn dedup(relations: &mut Vec<Relation>) {
    let mut best: BTreeMap<(EntityId, Predicate, EntityId), Relation> = BTreeMap::new();
    for relation in relations.drain(..) {
        let key = (relation.subject.clone(), relation.predicate, relation.object.clone());
        let better = best.get(&key).is_none_or(|old| {
            (relation.confidence, Reverse(relation.evidence.span)) > (old.confidence, Reverse(old.evidence.span))
        });
        if better {
            best.insert(key, relation);
        }
    }
    relations.extend(best.into_values());
}
