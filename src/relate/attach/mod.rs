//! Who, by which programme and where: the links of a figure.
//!
//! Each entity that the article names is a candidate, and so is none. What speaks for a candidate is told by clues:
//! where its mentions stand, whether it is a subject, how much of the article is about it. The table `linking.tsv` says
//! how much each clue weighs; the candidate with the greatest sum is taken (a conditional logit: McFadden 1974, in
//! Frontiers in Econometrics, pp. 105–142). How far it is ahead of the next one says how sure the link is.

mod agency;
mod candidate;
mod pairs;
mod place;
mod programme;
mod runner;

use std::collections::BTreeSet;

use crate::{
    extract::{Figure, Reading},
    lexicon::Slot,
    model::{Confidence, Programme},
    relate::focus::Focus,
    resolve::{Link, Links, Resolved},
};

use candidate::{Near, Section, Spot, choose};
use pairs::Pairs;

pub(crate) use candidate::Candidate;

/// Hundredths of a logit to a step of sureness, and the last step.
const STEP: (i32, i32) = (40, 12);

/// The links of a figure.
pub(crate) struct Attached {
    pub agency: Option<usize>,
    pub programme: Option<usize>,
    pub location: Option<usize>,
    /// The shape of the clause and how near each link was found.
    pub rule: String,
    pub confidence: Confidence,
}

/// What the links of an article's figures are read from.
pub(crate) struct Context<'c> {
    pub reading: &'c Reading<'c>,
    pub figures: &'c [Figure],
    pub links: &'c Links,
    pub resolved: &'c Resolved,
    pub focus: &'c Focus,
    /// The names of all programmes of the page, to be held against the words around a figure.
    pub names: &'c [Pairs],
    /// Where the mentions of programmes begin of which what follows may be told.
    pub leads: &'c BTreeSet<usize>,
    /// The sections of the article; at least one.
    pub sections: &'c [Section],
}

/// The sections of an article.
pub(crate) fn sections(reading: &Reading<'_>) -> Vec<Section> {
    reading.article.sections.iter().map(|range| Section::new(reading, range.clone())).collect()
}

/// The names of programmes, to be held against the words around a figure.
pub(crate) fn names(programmes: &[Programme]) -> Vec<Pairs> {
    programmes.iter().map(|programme| Pairs::new(&programme.name)).collect()
}

/// The candidates for each link of a figure, in the order in which the links are decided.
pub(crate) type PerSlot = [(Slot, Vec<Candidate>); 3];

/// A link: the entity, how near it stands, how far it is ahead of the next candidate.
type Chosen = (Option<usize>, Near, i32);

fn chosen(context: &Context<'_>, slot: Slot, all: &[Candidate]) -> Chosen {
    let best = choose(context.reading.lexicon.weights(), slot, all);
    best.map_or((None, Near::Never, 0), |(one, ahead)| (one.entity, one.near, ahead))
}

/// All candidates of a figure.
pub(crate) fn candidates(context: &Context<'_>, figure: &Figure) -> PerSlot {
    let spot = Spot::new(context, figure.number.clone(), figure.clause.clone());
    let agencies = agency::candidates(context, &spot);
    // Who it is speaks for what it is and where.
    let (agency, near, _) = chosen(context, Slot::Agency, &agencies);
    let programmes = programme::candidates(context, figure, &spot, agency);
    let places = place::candidates(context, &spot, agency.map(|agency| (agency, near)));
    [(Slot::Agency, agencies), (Slot::Programme, programmes), (Slot::Location, places)]
}

/// The candidates for who runs a programme, as one mention of it tells.
pub(crate) fn runners(context: &Context<'_>, link: &Link) -> Vec<Candidate> {
    runner::candidates(context, link)
}

/// Who runs a programme, as one mention of it tells: the agency, how near it stands, in which steps it is ahead of the
/// next candidate.
pub(crate) fn runner(context: &Context<'_>, link: &Link) -> Option<(usize, &'static str, i32)> {
    let (agency, near, ahead) = chosen(context, Slot::Runner, &runners(context, link));
    agency.map(|agency| (agency, near.word(), steps(ahead)))
}

/// In which step a link is ahead of the next candidate.
fn steps(ahead: i32) -> i32 {
    (ahead / STEP.0).min(STEP.1)
}

/// The links of a figure.
pub(crate) fn figure(context: &Context<'_>, figure: &Figure) -> Attached {
    let [agency, programme, location] = candidates(context, figure).map(|(slot, all)| chosen(context, slot, &all));
    let lexicon = context.reading.lexicon;
    let step = |ahead: i32| steps(ahead).to_string();
    // The product of the parts orders the figures; how many of such figures were right says what it is worth.
    let parts = [
        lexicon.sureness("shape", figure.shape),
        lexicon.sureness(Slot::Agency.word(), &step(agency.2)),
        lexicon.sureness(Slot::Programme.word(), &step(programme.2)),
        lexicon.sureness(Slot::Location.word(), &step(location.2)),
    ];
    let sure = parts.iter().fold(1, |product, &part| product * u64::from(part)) / 1_000_000;
    let how = |(entity, near, _): Chosen| entity.map_or("none", |_| near.word());
    let parts = ["metric", figure.shape, how(agency), how(programme), how(location)];
    Attached {
        agency: agency.0,
        programme: programme.0,
        location: location.0,
        rule: parts.join("."),
        confidence: Confidence::hundredths(lexicon.calibrated(u8::try_from(sure).unwrap_or(0))),
    }
}
