//! Relations of two entities: implements, part of, located in, partners.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    extract::Reading,
    lexicon::{Class, Slot},
    model::{Confidence, EntityId, Predicate, Relation, StatementId},
    relate::{
        Quote,
        attach::{Context, Named},
        focus,
    },
    resolve::{Link, Links},
};

/// Farthest apart that an agency and its partner stand, in characters.
const JOINED: usize = 4;

pub(crate) fn of(named: &Named<'_>, quote: &Quote) -> Vec<Relation> {
    let Context { reading, links, resolved, .. } = *named.context();
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
    for (link, agency, near, ahead) in runners(named) {
        let Some((_, sentence)) = reading.article.sentence(link.range.start) else { continue };
        let words = focus::without_byline(reading, sentence.clone());
        let programme = &resolved.programmes[link.entity].id;
        let sure = reading.lexicon.sureness(Slot::Runner.word(), &ahead.to_string());
        let rule = format!("implements.{near}");
        add(&resolved.agencies[agency].id, Predicate::Implements, programme, words.clone(), sure, &rule);
        // 县公安局会同县农业农村局、县财政局开展: those who act with it run it too.
        let clause = |at: usize| reading.clause(at).start;
        let same = |team: &&Vec<&Link>| {
            let verb = reading.article.scan.of(Class::VerbRun, team[team.len() - 1].range.end..link.range.start);
            team.iter().any(|member| member.entity == agency)
                && verb.into_iter().next().is_some_and(|verb| clause(verb.start) == clause(link.range.start))
        };
        for team in teams(reading, links, sentence.start..link.range.start).iter().filter(same) {
            for other in team.iter().filter(|member| member.entity != agency) {
                let other = &resolved.agencies[other.entity].id;
                add(other, Predicate::Implements, programme, words.clone(), sure, "implements.with");
            }
        }
    }
    for sentence in &reading.article.sentences {
        let words = focus::without_byline(reading, sentence.clone());
        for link in focus::within(&links.programmes, sentence.clone()) {
            let programme = &resolved.programmes[link.entity].id;
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

/// Who runs each programme of the article: the mention that tells it most surely, the agency, how near it stands and how
/// far it is ahead of the next one.
fn runners<'c>(named: &Named<'c>) -> Vec<(&'c Link, usize, &'static str, i32)> {
    let mut best: BTreeMap<(usize, usize), (&Link, usize, &'static str, i32)> = BTreeMap::new();
    for link in &named.context().links.programmes {
        let Some((agency, near, ahead)) = named.runner(link) else { continue };
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
