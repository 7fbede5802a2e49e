//! What speaks for the agency that runs a programme.

use crate::{
    lexicon::{Class, Clue, SlotWeights},
    relate::attach::{
        Context,
        agency::Agencies,
        candidate::{Candidate, Spot, Tally},
    },
    resolve::Link,
};

/// Most characters between a programme and its owner before it: X的“Y”, X部署的Y.
const OWNER: usize = 4;

/// The agencies of the article as one mention of the programme sees them.
pub(super) fn candidates<'w, T: Tally<'w>>(
    context: &Context<'_>,
    agencies: &Agencies<'_>,
    link: &Link,
    weights: SlotWeights<'w>,
) -> Vec<Candidate<T>> {
    let Context { reading, links, resolved, .. } = *context;
    let scan = &reading.article.scan;
    let spot = Spot::new(context, link.range.clone(), reading.clause(link.range.start));
    let mut all = agencies.candidates::<T>(context, &spot, weights);
    for candidate in &mut all {
        let Some(entity) = candidate.entity else {
            let kind = resolved.programmes[link.entity].kind as usize;
            candidate.signs.add(Clue::NoneKind.of(kind, 0));
            if reading.in_heading(link.range.start) {
                candidate.signs.add(Clue::NoneHeading.alone());
            }
            if links.is_passing(&link.range) {
                candidate.signs.add(Clue::NonePassing.alone());
            }
            continue;
        };
        let own = agencies.of(entity);
        let before = &own[..own.partition_point(|(_, agency)| agency.range.start < link.range.start)];
        let Some((_, last)) = before.iter().rfind(|(_, agency)| agency.range.end <= link.range.start) else { continue };
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
            candidate.signs.add(Clue::RunBetween.of(candidate.near.far(), 0));
        }
        if reading.is_within(between, OWNER) {
            candidate.signs.add(Clue::Owner.alone());
        }
    }
    all
}
