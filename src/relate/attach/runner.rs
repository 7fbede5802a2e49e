//! What speaks for the agency that runs a programme.

use crate::{
    lexicon::{Class, Clue},
    relate::attach::{
        Context, agency,
        candidate::{Candidate, Spot},
    },
    resolve::Link,
};

/// Most characters between a programme and its owner before it: X的“Y”, X部署的Y.
const OWNER: usize = 4;

/// The agencies of the article as one mention of the programme sees them.
pub(super) fn candidates(context: &Context<'_>, link: &Link) -> Vec<Candidate> {
    let Context { reading, links, resolved, .. } = *context;
    let scan = &reading.article.scan;
    let spot = Spot::new(context, link.range.clone(), reading.clause(link.range.start));
    let mut all = agency::candidates(context, &spot);
    for candidate in &mut all {
        let Some(entity) = candidate.entity else {
            let kind = resolved.programmes[link.entity].kind as usize;
            candidate.signs.push(Clue::NoneKind.of(kind, 0));
            if reading.in_heading(link.range.start) {
                candidate.signs.push(Clue::NoneHeading.alone());
            }
            if links.passing.contains(&link.range) {
                candidate.signs.push(Clue::NonePassing.alone());
            }
            continue;
        };
        let before = |agency: &&Link| agency.entity == entity && agency.range.end <= link.range.start;
        let Some(last) = links.agencies.iter().rev().find(before) else { continue };
        let between = last.range.end..link.range.start;
        if between.start < spot.sentence.start {
            continue;
        }
        let runs = scan.within(between.clone()).any(|hit| {
            matches!(hit.class, Class::VerbRun | Class::VerbProgramme)
                && reading.lexicon.word(hit).value != "means"
                && !reading.hidden(hit.range())
        });
        if runs {
            candidate.signs.push(Clue::RunBetween.of(candidate.near.far(), 0));
        }
        if reading.chars(between) <= OWNER {
            candidate.signs.push(Clue::Owner.alone());
        }
    }
    all
}
