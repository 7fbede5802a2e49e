//! Relations of two entities: implements, part of, located in, partners.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    extract::Reading,
    lexicon::Class,
    model::{Confidence, EntityId, Predicate, Relation, StatementId},
    relate::{
        Quote,
        focus::{self, Focus},
    },
    resolve::{Link, Links, Resolved},
};

/// Farthest apart that an agency and its partner stand, in characters.
const JOINED: usize = 4;

pub(crate) fn of(
    reading: &Reading<'_>,
    links: &Links,
    resolved: &Resolved,
    focus: &Focus,
    quote: &Quote,
) -> Vec<Relation> {
    let mut relations = Vec::new();
    let mut add = |subject: &EntityId, predicate, object: &EntityId, words: Range<usize>, sure: u8, rule: &str| {
        if subject != object {
            relations.push(Relation {
                id: StatementId(String::new()),
                subject: subject.clone(),
                predicate,
                object: object.clone(),
                evidence: quote.evidence(reading, words),
                confidence: Confidence::hundredths(sure),
                rule: rule.into(),
            });
        }
    };
    let mut run: BTreeSet<usize> = BTreeSet::new();
    for (index, sentence) in reading.article.sentences.iter().enumerate() {
        let words = focus::without_byline(reading, sentence.clone());
        for link in focus::within(&links.programmes, sentence.clone()) {
            let programme = &resolved.programmes[link.entity].id;
            if let Some((agency, sure, rule)) = runner(reading, links, resolved, focus, index, sentence, link) {
                run.insert(link.entity);
                add(&resolved.agencies[agency].id, Predicate::Implements, programme, words.clone(), sure, rule);
                // 县公安局会同县农业农村局、县财政局开展: those who act with it run it too.
                let before = sentence.start..link.range.start;
                let same = |team: &&Vec<&Link>| {
                    let verb =
                        reading.article.scan.of(Class::VerbRun, team[team.len() - 1].range.end..link.range.start);
                    let clause = |at: usize| reading.clause(at).start;
                    team[0].entity == agency
                        && verb.into_iter().next().is_some_and(|verb| clause(verb.start) == clause(link.range.start))
                };
                for team in teams(reading, links, before).iter().filter(same) {
                    for other in &team[1..] {
                        let other = &resolved.agencies[other.entity].id;
                        add(other, Predicate::Implements, programme, words.clone(), sure, "implements.with");
                    }
                }
            }
            if runs(reading, sentence, link)
                && let Some(place) = place_of(reading, links, sentence, link)
            {
                add(
                    programme,
                    Predicate::LocatedIn,
                    &resolved.locations[place].id,
                    words.clone(),
                    70,
                    "located.clause",
                );
            }
        }
        for team in teams(reading, links, sentence.clone()) {
            let lead = &resolved.agencies[team[0].entity].id;
            for other in &team[1..] {
                let other = &resolved.agencies[other.entity].id;
                add(lead, Predicate::Partners, other, words.clone(), 80, "partners.verb");
            }
        }
    }
    // A programme that no sentence gives a runner is run by whoever the paragraph or the section is about.
    let mut rest: BTreeMap<usize, &Link> = BTreeMap::new();
    let told = |link: &&Link| !run.contains(&link.entity) && !links.passing.contains(&link.range);
    for link in links.programmes.iter().filter(told) {
        let heading = |link: &Link| reading.in_heading(link.range.start);
        let first = rest.entry(link.entity).or_insert(link);
        if heading(first) && !heading(link) {
            *first = link;
        }
    }
    for (entity, link) in rest {
        let Some((index, sentence)) = reading.article.sentence(link.range.start) else { continue };
        if let Some((agency, sure, rule)) = keeper(reading, links, resolved, focus, index, link) {
            let words = focus::without_byline(reading, sentence.clone());
            add(
                &resolved.agencies[agency].id,
                Predicate::Implements,
                &resolved.programmes[entity].id,
                words,
                sure,
                rule,
            );
        }
    }
    for link in &links.agencies {
        let agency = &resolved.agencies[link.entity];
        let words = reading
            .article
            .sentence(link.range.start)
            .map_or(link.range.clone(), |(_, s)| focus::without_byline(reading, s.clone()));
        if let Some(outer) = &agency.part_of {
            add(&agency.id, Predicate::PartOf, outer, words.clone(), 90, "part.name");
        }
        if let Some(place) = &agency.place {
            add(&agency.id, Predicate::LocatedIn, place, words, 85, "located.name");
        }
    }
    relations
}

/// The agency that runs the programme: the subject before it in the sentence, with a verb of running between; else, if
/// the clause has no subject, the one in focus.
fn runner(
    reading: &Reading<'_>,
    links: &Links,
    resolved: &Resolved,
    focus: &Focus,
    index: usize,
    sentence: &Range<usize>,
    link: &Link,
) -> Option<(usize, u8, &'static str)> {
    if reading.in_heading(link.range.start) {
        return None;
    }
    if let Some(agency) = focus::in_charge(reading, links, link.range.end) {
        return Some((agency, 75, "implements.charge"));
    }
    let scan = &reading.article.scan;
    let outermost = |agency: &&Link| {
        !links
            .agencies
            .iter()
            .any(|other| other.range.start <= agency.range.start && other.range.end > agency.range.end)
    };
    let before: Vec<&Link> =
        focus::within(&links.agencies, sentence.start..link.range.start).filter(outermost).collect();
    let verb_between = |agency: &Link| {
        scan.within(agency.range.end..link.range.start).any(|hit| {
            matches!(hit.class, Class::VerbRun | Class::VerbProgramme)
                && reading.lexicon.word(hit).value != "means"
                && !reading.hidden(hit.range())
        })
    };
    if let Some(agency) = before.iter().rev().find(|agency| focus::acts(reading, agency)) {
        return verb_between(agency).then_some((agency.entity, 80, "implements.subject"));
    }
    if !runs(reading, sentence, link) {
        // X的“Y”, X部署的Y
        let owner = before.last().filter(|agency| reading.chars(agency.range.end..link.range.start) <= 4)?;
        return Some((owner.entity, 65, "implements.owner"));
    }
    // A place as the subject acts through the office that the article is about, if that is one of the place itself.
    let subject = focus::within(&links.places, sentence.start..link.range.start)
        .find(|place| reading.opens_clause(place.range.start));
    let subject = subject.map(|first| {
        let mut last = first;
        while let Some(next) = links.places.iter().find(|link| link.range.start == last.range.end) {
            last = next;
        }
        &resolved.locations[last.entity].id
    });
    let of_place =
        |&agency: &usize| subject.is_none_or(|place| resolved.agencies[agency].place.as_ref() == Some(place));
    let agency = focus.agency_at(reading, index).filter(of_place).map(|agency| (agency, 65, "implements.focus"));
    agency.or(focus
        .topic_agency(reading, link.range.start)
        .filter(of_place)
        .map(|agency| (agency, 55, "implements.topic")))
}

/// The agency that a programme without a runner belongs to: the one that acts in its sentence or paragraph, else that of
/// the section.
fn keeper(
    reading: &Reading<'_>,
    links: &Links,
    resolved: &Resolved,
    focus: &Focus,
    index: usize,
    link: &Link,
) -> Option<(usize, u8, &'static str)> {
    let at = link.range.start;
    let place = focus::within(&links.places, reading.article.sentence(at)?.1.start..at)
        .filter(|place| reading.opens_clause(place.range.start))
        .last()
        .map(|place| place.entity);
    // An office of a wider place does not act for a narrower one.
    let local = |&agency: &usize| match (place, resolved.seat(agency)) {
        (Some(place), Some(seat)) => place == seat || resolved.lies_in(seat, place),
        _ => true,
    };
    let near = focus.agency_at(reading, index).filter(local).map(|agency| (agency, 50, "implements.near"));
    near.or(focus.topic_agency(reading, at).filter(local).map(|agency| (agency, 40, "implements.section")))
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
    let named = focus::within(&links.places, sentence.start..link.range.start)
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
    let own: Vec<&Link> = focus::within(&links.agencies, range).collect();
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
            (relation.confidence, std::cmp::Reverse(relation.evidence.span))
                > (old.confidence, std::cmp::Reverse(old.evidence.span))
        });
        if better {
            best.insert(key, relation);
        }
    }
    relations.extend(best.into_values());
}
