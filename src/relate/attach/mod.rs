//! Who, by which programme and where: the links of a figure.
//!
//! Each entity that the article names is a candidate, and so is none. What speaks for a candidate is told by clues:
//! where its mentions stand, whether it is a subject, how much of the article is about it. The trees of `linking.tsv` say
//! how much they weigh together; the candidate with the greatest sum is taken. How far it is ahead of the next one says
//! how sure the link is.

mod agency;
mod candidate;
mod named;
mod pairs;
mod place;
mod programme;
mod runner;
mod section;

use std::collections::BTreeSet;

use crate::{
    extract::{Figure, Reading},
    lexicon::{Class, Clue, Slot},
    model::{Confidence, Programme},
    relate::focus::Focus,
    resolve::{Link, Links, Resolved},
};

use agency::Agencies;
use candidate::{Near, Spot, choose};
use pairs::Pairs;
use place::Places;
use programme::Programmes;
use section::Section;

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
#[derive(Clone, Copy)]
pub(crate) struct Context<'c> {
    pub reading: &'c Reading<'c>,
    pub figures: &'c [Figure],
    pub links: &'c Links,
    pub resolved: &'c Resolved,
    pub focus: &'c Focus,
    /// The names of all programmes of the page, to be held against the words around a figure.
    pub names: &'c [Name],
    /// Where the mentions of programmes begin of which what follows may be told.
    pub leads: &'c BTreeSet<usize>,
    /// The sections of the article; at least one.
    pub sections: &'c [Section],
}

/// The sections of an article.
pub(crate) fn sections(reading: &Reading<'_>) -> Vec<Section> {
    reading.article.sections.iter().map(|range| Section::new(reading, range.clone())).collect()
}

/// The name of a programme.
pub(crate) struct Name {
    /// To be held against the words around a figure.
    pairs: Pairs,
    /// How long it is.
    chars: usize,
}

/// The names of programmes.
pub(crate) fn names(programmes: &[Programme]) -> Vec<Name> {
    let name =
        |programme: &Programme| Name { pairs: Pairs::new(&programme.name), chars: programme.name.chars().count() };
    programmes.iter().map(name).collect()
}

/// The candidates for each link of a figure, in the order in which the links are decided.
pub(crate) type PerSlot = [(Slot, Vec<Candidate>); 3];

/// A link: the entity, how near it stands, how far it is ahead of the next candidate.
type Chosen = (Option<usize>, Near, i32);

/// All that an article names, made ready for its figures.
pub(crate) struct Linker<'c> {
    context: Context<'c>,
    agencies: Agencies<'c>,
    programmes: Programmes,
    places: Places,
}

impl<'c> Linker<'c> {
    pub(crate) fn new(context: Context<'c>) -> Self {
        let (agencies, programmes) = (Agencies::new(&context), Programmes::new(&context));
        Self { agencies, programmes, places: Places::new(&context), context }
    }

    pub(crate) fn context(&self) -> &Context<'c> {
        &self.context
    }

    fn chosen(&self, slot: Slot, all: &[Candidate]) -> Chosen {
        let best = choose(self.context.reading.lexicon.forest(), slot, all);
        best.map_or((None, Near::Never, 0), |(one, ahead)| (one.entity, one.near, ahead))
    }

    /// All candidates of a figure, each with what is told of it.
    pub(crate) fn candidates(&self, figure: &Figure) -> PerSlot {
        let context = &self.context;
        let spot = Spot::new(context, figure.number.clone(), figure.clause.clone());
        let mut agencies = self.agencies.candidates(context, &spot);
        // Who it is speaks for what it is and where.
        of_figure(context, figure, &mut agencies);
        let (agency, near, _) = self.chosen(Slot::Agency, &agencies);
        let mut programmes = self.programmes.candidates(context, figure, &spot, agency);
        of_figure(context, figure, &mut programmes);
        let agency = agency.map(|agency| (agency, near));
        let places = self.places.candidates(context, &spot, agency);
        [(Slot::Agency, agencies), (Slot::Programme, programmes), (Slot::Location, places)]
    }

    /// The candidates for who runs a programme, as one mention of it tells.
    pub(crate) fn runners(&self, link: &Link) -> Vec<Candidate> {
        runner::candidates(&self.context, &self.agencies, link)
    }

    /// Who else is in charge of a programme, where its paragraph says that the agency is.
    pub(crate) fn beside(&self, link: &Link, agency: usize) -> impl Iterator<Item = usize> {
        let all = self.agencies.in_charge(self.context.reading, link.range.start);
        let all = if all.contains(&agency) { all } else { &[] };
        all.iter().copied().filter(move |&other| other != agency)
    }

    /// Who runs a programme, as one mention of it tells: the agency, how near it stands, in which steps it is ahead of
    /// the next candidate.
    pub(crate) fn runner(&self, link: &Link) -> Option<(usize, &'static str, i32)> {
        let (agency, near, ahead) = self.chosen(Slot::Runner, &self.runners(link));
        agency.map(|agency| (agency, near.word(), steps(ahead)))
    }

    /// The links of a figure.
    pub(crate) fn figure(&self, figure: &Figure) -> Attached {
        let all = self.candidates(figure);
        let [agency, programme, location] = all.map(|(slot, all)| self.chosen(slot, &all));
        let lexicon = self.context.reading.lexicon;
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
}

/// Tells what the figure is to each of its candidates.
fn of_figure(context: &Context<'_>, figure: &Figure, all: &mut [Candidate]) {
    let is = |unit: &str, class| context.reading.lexicon.is(unit, class);
    let unit = match figure.quantity.unit.as_deref() {
        None => 1,
        Some(unit) if is(unit, Class::UnitRate) => 2,
        Some(unit) if is(unit, Class::UnitMoney) => 3,
        Some(_) => 4,
    };
    for one in all {
        one.facts.tell(Clue::Unit, unit);
        one.facts.tell(Clue::Change, usize::from(figure.quantity.change.is_some()));
        one.facts.tell(Clue::Aggregate, usize::from(figure.quantity.aggregate.is_some()));
    }
}

/// In which step a link is ahead of the next candidate.
fn steps(ahead: i32) -> i32 {
    (ahead / STEP.0).min(STEP.1)
}
