//! What speaks for the programme that a figure is a result or a size of.

use std::collections::BTreeSet;

use crate::{
    extract::Figure,
    lexicon::{Class, Clue, Sign},
    model::ProgrammeKind,
    relate::{
        attach::{
            Context,
            candidate::{Candidate, Field, Mentioned, Near, Spot, steps},
            pairs::Pairs,
        },
        focus,
    },
    resolve::Link,
};

/// Steps in which the likeness of a name is told.
const LIKE: usize = 3;

/// The words around a figure that a programme's name may come back in.
struct Words<'c> {
    indicator: Pairs,
    clause: Pairs,
    title: &'c Pairs,
    heading: &'c Pairs,
}

impl<'c> Words<'c> {
    fn new(context: &Context<'c>, figure: &Figure, spot: &Spot) -> Self {
        let reading = context.reading;
        Self {
            indicator: Pairs::new(&figure.indicator),
            clause: Pairs::new(reading.slice(spot.clause.clone())),
            title: &context.sections[0].words,
            heading: &context.sections[spot.section].words,
        }
    }

    fn signs(&self, name: &Pairs, far: usize) -> [Sign; 4] {
        let like = |words: &Pairs| steps(name.shared(words)).min(LIKE);
        [
            Clue::Alike.of(far.min(2), like(&self.indicator)),
            Clue::AlikeClause.of(far.min(1), like(&self.clause)),
            Clue::AlikeTitle.of(far.min(3), like(self.title)),
            Clue::AlikeHeading.of(far.min(3), like(self.heading)),
        ]
    }
}

/// What sort of unit a figure has, by the number of [`Clue::NoneUnit`]'s value.
fn unit(context: &Context<'_>, figure: &Figure) -> usize {
    let Some(unit) = figure.quantity.unit.as_deref() else { return 0 };
    let is = |class| context.reading.lexicon.is(unit, class);
    match () {
        () if is(Class::UnitRate) => 1,
        () if is(Class::UnitMoney) => 2,
        () => 3,
    }
}

/// `agency` is who the figure is of.
pub(super) fn candidates(context: &Context<'_>, figure: &Figure, spot: &Spot, agency: Option<usize>) -> Vec<Candidate> {
    let Context { reading, links, resolved, focus, .. } = *context;
    let field = Field::new(context, spot, links.programmes.iter());
    let words = Words::new(context, figure, spot);
    let topic = focus.topic_programme(reading, spot.number.start);
    // The sentences that name the figure's agency, and those that name the place that its clause opens with.
    let sentence = |link: &Link| reading.article.sentence(link.range.start).map(|(index, _)| index);
    let of_agency: BTreeSet<usize> =
        links.agencies.iter().filter(|link| Some(link.entity) == agency).filter_map(sentence).collect();
    let place = focus::within(&links.places, spot.clause.clone()).next().map(|link| link.entity);
    let of_place: BTreeSet<usize> =
        links.places.iter().filter(|link| Some(link.entity) == place).filter_map(sentence).collect();
    let candidate = |one: &Mentioned<'_>| {
        let programme = &resolved.programmes[one.entity];
        let far = one.near.far();
        let mut signs = field.signs(reading, one, programme.kind as usize);
        if topic == Some(one.entity) {
            signs.push(Clue::Topic.of(far, 0));
        }
        let with = |sentences: &BTreeSet<usize>| {
            one.mentions.iter().filter_map(|&link| sentence(link)).any(|at| sentences.contains(&at))
        };
        if with(&of_agency) {
            signs.push(Clue::WithAgency.of(far, 0));
        }
        if with(&of_place) {
            signs.push(Clue::WithPlace.of(far, 0));
        }
        signs.extend(words.signs(&context.names[one.entity], far));
        signs.push(Clue::Long.of(steps(programme.name.chars().count().div_ceil(4)), 0));
        of_nearest(context, spot, one, &mut signs);
        Candidate { entity: Some(one.entity), near: one.near, signs }
    };
    let mut all: Vec<Candidate> = field.entities.iter().map(candidate).collect();
    let mut none = field.none();
    // What a place has anyway is no result of a programme that its clause does not name.
    if reading.lexicon.matches("indicator.background", &figure.indicator) {
        all.retain(|one| one.near.far() == 0);
    }
    none.signs.push(Clue::NoneUnit.of(unit(context, figure), 0));
    if figure.quantity.change.is_some() {
        none.signs.push(Clue::NoneChange.alone());
    }
    if figure.quantity.aggregate.is_some() {
        none.signs.push(Clue::NoneAggregate.alone());
    }
    if topic.is_none() {
        none.signs.push(Clue::NoneTopic.alone());
    }
    all.push(none);
    all
}

/// What the nearest mention speaks.
fn of_nearest(context: &Context<'_>, spot: &Spot, one: &Mentioned<'_>, signs: &mut Vec<Sign>) {
    let Context { reading, figures, links, leads, resolved, .. } = *context;
    let Some(link) = one.nearest else { return };
    let far = one.near.far();
    let mut add = |holds: bool, clue: Clue| {
        if holds {
            signs.push(clue.of(far, 0));
        }
    };
    add(reading.opens_clause(link.range.start), Clue::Subject);
    add(links.passing.contains(&link.range), Clue::Passing);
    add(leads.contains(&link.range.start), Clue::Leads);
    let told = |at: usize| figures.partition_point(|figure| figure.number.start < at);
    let spent = told(spot.number.start).saturating_sub(told(link.range.start + 1));
    signs.push(Clue::Spent.of(far, steps(spent)));
    if far > 0 {
        return;
    }
    let behind = one.near == Near::BehindInClause;
    let gap = if behind {
        spot.number.end..link.range.start
    } else {
        link.range.end.min(spot.number.start)..spot.number.start
    };
    signs.push(Clue::Gap.of(usize::from(behind), steps(reading.chars(gap).div_ceil(3))));
    // 《…》等9项制度: an example of what is counted.
    let document = resolved.programmes[one.entity].kind == ProgrammeKind::Document;
    if document && reading.article.scan.at(link.range.end, Class::TrimBoth).is_some() {
        signs.push(Clue::Example.alone());
    }
}
