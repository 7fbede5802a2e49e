//! What speaks for the agency that runs a programme.

use crate::{
    lexicon::{Class, Clue, Clues, Hit},
    relate::attach::{
        Context,
        agency::Agencies,
        candidate::{Candidate, Spot},
    },
    resolve::Link,
};

/// Most characters between a programme and its owner before it: X的“Y”, X部署的Y.
const OWNER: usize = 4;

/// The agencies of the article as one mention of the programme sees them.
pub(super) fn candidates(context: &Context<'_>, agencies: &Agencies<'_>, link: &Link) -> Vec<Candidate> {
    let Context { reading, links, resolved, .. } = *context;
    let spot = Spot::new(context, link.range.clone(), reading.clause(link.range.start));
    let mut clues = Clues::default();
    clues.add(reading.in_heading(link.range.start), Clue::HeadingRun);
    clues.add(links.is_passing(&link.range), Clue::PassingRun);
    let mut all = agencies.candidates(context, &spot);
    for candidate in &mut all {
        candidate.facts.tell(Clue::Kind, resolved.programmes[link.entity].kind as usize + 1);
        candidate.facts.tell_all(clues);
        let before = candidate.entity.and_then(|entity| last_before(agencies, entity, link));
        let between = before.map(|last| last.range.end..link.range.start);
        if let Some(between) = between.filter(|between| between.start >= spot.sentence.start) {
            let mut clues = Clues::default();
            let runs = |hit: &Hit| {
                matches!(hit.class, Class::VerbRun | Class::VerbProgramme)
                    && reading.lexicon.word(hit).value != "means"
                    && !reading.hidden(hit.range())
            };
            clues.add(reading.article.scan.within(between.clone()).any(runs), Clue::RunBetween);
            clues.add(reading.is_within(between, OWNER), Clue::Owner);
            candidate.facts.tell_all(clues);
        }
    }
    all
}

/// The last mention of an agency that ends before the programme.
fn last_before<'a>(agencies: &Agencies<'a>, entity: usize, link: &Link) -> Option<&'a Link> {
    let own = agencies.of(entity);
    let before = &own[..own.partition_point(|(_, agency)| agency.range.start < link.range.start)];
    before.iter().rfind(|(_, agency)| agency.range.end <= link.range.start).map(|&(_, agency)| agency)
}
