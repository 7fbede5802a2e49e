//! What speaks for the programme that a figure is a result or a size of.

use crate::{
    article::Article,
    extract::Figure,
    lexicon::{Class, Clue, Clues, SlotWeights},
    model::ProgrammeKind,
    relate::attach::{
        Context,
        candidate::{Candidate, Field, Mentioned, Near, Spot, Tally, steps},
        named::{Named, Spoken},
        pairs::Pairs,
    },
    resolve::{Link, within},
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

    fn speak<'w>(&self, name: &Pairs, far: usize, tally: &mut impl Tally<'w>) {
        let like = |words: &Pairs| steps(name.shared(words, LIKE)).min(LIKE);
        tally.add(Clue::Alike.of(far.min(2), like(&self.indicator)));
        tally.add(Clue::AlikeClause.of(far.min(1), like(&self.clause)));
        tally.add(Clue::AlikeTitle.of(far.min(3), like(self.title)));
        tally.add(Clue::AlikeHeading.of(far.min(3), like(self.heading)));
    }
}

/// The sentences that name each entity, in order.
struct Sentences(Vec<(usize, usize)>);

impl Sentences {
    fn new(article: &Article, links: &[Link]) -> Self {
        let sentence = |link: &Link| article.sentence(link.range.start).map(|(index, _)| (link.entity, index));
        let mut all: Vec<(usize, usize)> = links.iter().filter_map(sentence).collect();
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    fn of(&self, entity: Option<usize>) -> &[(usize, usize)] {
        let Some(entity) = entity else { return &[] };
        let low = self.0.partition_point(|&(one, _)| one < entity);
        let high = low + self.0[low..].partition_point(|&(one, _)| one == entity);
        &self.0[low..high]
    }
}

/// Whether two entities have a sentence in common.
fn meet(one: &[(usize, usize)], other: &[(usize, usize)]) -> bool {
    let (few, many) = if one.len() < other.len() { (one, other) } else { (other, one) };
    few.iter().any(|&(_, sentence)| many.binary_search_by_key(&sentence, |&(_, at)| at).is_ok())
}

/// The programmes of an article.
pub(super) struct Programmes {
    named: Named,
    sentences: Sentences,
    of_agencies: Sentences,
    of_places: Sentences,
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

impl Programmes {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let Context { reading, links, leads, .. } = *context;
        let spoken = |link: &Link| {
            let mut spoken = Spoken::default();
            spoken.far.add(reading.opens_clause(link.range.start), Clue::Subject);
            spoken.far.add(links.is_passing(&link.range), Clue::Passing);
            spoken.far.add(leads.contains(&link.range.start), Clue::Leads);
            spoken
        };
        let sentences = |links: &[Link]| Sentences::new(reading.article, links);
        Self {
            named: Named::new(context, &links.programmes, spoken),
            sentences: sentences(&links.programmes),
            of_agencies: sentences(&links.agencies),
            of_places: sentences(&links.places),
        }
    }

    /// `agency` is who the figure is of.
    pub(super) fn candidates<'w, T: Tally<'w>>(
        &self,
        context: &Context<'_>,
        figure: &Figure,
        spot: &Spot,
        agency: Option<usize>,
        weights: SlotWeights<'w>,
    ) -> Vec<Candidate<T>> {
        let Context { reading, links, resolved, focus, .. } = *context;
        let field = Field::new(&self.named, spot);
        let topic = focus.topic_programme(reading, spot.number.start);
        let mut all: Vec<Candidate<T>> = Vec::with_capacity(field.entities.len() + 1);
        if !field.entities.is_empty() {
            let words = Words::new(context, figure, spot);
            // The sentences that name the figure's agency, and those that name the place that its clause opens with.
            let of_agency = self.of_agencies.of(agency);
            let place = within(&links.places, spot.clause.clone()).next().map(|link| link.entity);
            let of_place = self.of_places.of(place);
            // What a place has anyway is no result of a programme that its clause does not name.
            let background = reading.lexicon.matches("indicator.background", &figure.indicator);
            for one in field.entities.iter().filter(|one| !background || one.near.far() == 0) {
                let programme = &resolved.programmes[one.entity];
                let far = one.near.far();
                let sentences = self.sentences.of(Some(one.entity));
                let mut clues = Clues::default();
                clues.add(topic == Some(one.entity), Clue::Topic);
                clues.add(meet(sentences, of_agency), Clue::WithAgency);
                clues.add(meet(sentences, of_place), Clue::WithPlace);
                let mut signs = T::new(weights);
                field.speak(one, programme.kind as usize, clues, &mut signs);
                let name = &context.names[one.entity];
                words.speak(&name.pairs, far, &mut signs);
                signs.add(Clue::Long.of(steps(name.chars.div_ceil(4)), 0));
                of_nearest(context, spot, one, &mut signs);
                all.push(Candidate { entity: Some(one.entity), near: one.near, signs });
            }
        }
        let mut none = field.none::<T>(weights);
        none.signs.add(Clue::NoneUnit.of(unit(context, figure), 0));
        if figure.quantity.change.is_some() {
            none.signs.add(Clue::NoneChange.alone());
        }
        if figure.quantity.aggregate.is_some() {
            none.signs.add(Clue::NoneAggregate.alone());
        }
        if topic.is_none() {
            none.signs.add(Clue::NoneTopic.alone());
        }
        all.push(none);
        all
    }
}

/// What the nearest mention speaks of this figure.
fn of_nearest<'w>(context: &Context<'_>, spot: &Spot, one: &Mentioned<'_>, signs: &mut impl Tally<'w>) {
    let Context { reading, figures, resolved, .. } = *context;
    let Some(link) = one.nearest else { return };
    let far = one.near.far();
    let told = |at: usize| figures.partition_point(|figure| figure.number.start < at);
    let spent = told(spot.number.start).saturating_sub(told(link.range.start + 1));
    signs.add(Clue::Spent.of(far, steps(spent)));
    if far > 0 {
        return;
    }
    let behind = one.near == Near::BehindInClause;
    let gap = if behind {
        spot.number.end..link.range.start
    } else {
        link.range.end.min(spot.number.start)..spot.number.start
    };
    signs.add(Clue::Gap.of(usize::from(behind), steps(reading.chars(gap).div_ceil(3))));
    // 《…》等9项制度: an example of what is counted.
    let document = resolved.programmes[one.entity].kind == ProgrammeKind::Document;
    if document && reading.article.scan.at(link.range.end, Class::TrimBoth).is_some() {
        signs.add(Clue::Example.alone());
    }
}
