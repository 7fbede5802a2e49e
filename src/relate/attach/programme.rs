//! What speaks for the programme that a figure is a result or a size of.

use crate::{
    article::Article,
    extract::Figure,
    lexicon::{Class, Clue, Clues, Facts},
    model::ProgrammeKind,
    relate::attach::{
        Context,
        candidate::{Candidate, Field, Mentioned, Near, Spot},
        named::{Named, Spoken},
        pairs::Pairs,
    },
    resolve::{Link, within},
};

/// Most pairs of characters that the likeness of a name is told by.
const LIKE: usize = 6;

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

    fn tell(&self, name: &Pairs, facts: &mut Facts) {
        facts.tell(Clue::Alike, name.shared(&self.indicator, LIKE));
        facts.tell(Clue::AlikeClause, name.shared(&self.clause, LIKE));
        facts.tell(Clue::AlikeTitle, name.shared(self.title, LIKE));
        facts.tell(Clue::AlikeHeading, name.shared(self.heading, LIKE));
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

impl Programmes {
    pub(super) fn new(context: &Context<'_>) -> Self {
        let Context { reading, links, leads, .. } = *context;
        let spoken = |link: &Link| {
            let mut spoken = Spoken::default();
            spoken.clues.add(reading.opens_clause(link.range.start), Clue::Subject);
            spoken.clues.add(links.is_passing(&link.range), Clue::Passing);
            spoken.clues.add(leads.contains(&link.range.start), Clue::Leads);
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
    pub(super) fn candidates(
        &self,
        context: &Context<'_>,
        figure: &Figure,
        spot: &Spot,
        agency: Option<usize>,
    ) -> Vec<Candidate> {
        let Context { reading, links, resolved, focus, .. } = *context;
        let field = Field::new(&self.named, spot);
        let topic = focus.topic_programme(reading, spot.number.start);
        let mut all: Vec<Candidate> = Vec::with_capacity(field.entities.len() + 1);
        if !field.entities.is_empty() {
            let words = Words::new(context, figure, spot);
            // The sentences that name the figure's agency, and those that name the place that its clause opens with.
            let of_agency = self.of_agencies.of(agency);
            let place = within(&links.places, spot.clause.clone()).next().map(|link| link.entity);
            let of_place = self.of_places.of(place);
            // What a place has anyway is no result of a programme that its clause does not name.
            let background = reading.lexicon.matches("indicator.background", &figure.indicator);
            for one in field.entities.iter().filter(|one| !background || one.near.far() == 0) {
                let sentences = self.sentences.of(Some(one.entity));
                let mut clues = Clues::default();
                clues.add(topic == Some(one.entity), Clue::Topic);
                clues.add(meet(sentences, of_agency), Clue::WithAgency);
                clues.add(meet(sentences, of_place), Clue::WithPlace);
                let mut candidate = field.candidate(one, resolved.programmes[one.entity].kind as usize, clues);
                let name = &context.names[one.entity];
                words.tell(&name.pairs, &mut candidate.facts);
                candidate.facts.tell(Clue::Long, name.chars);
                of_nearest(context, spot, one, &mut candidate.facts);
                all.push(candidate);
            }
        }
        all.push(field.none());
        all.iter_mut().for_each(|one| one.facts.tell(Clue::NoTopic, usize::from(topic.is_none())));
        all
    }
}

/// What the nearest mention is to this figure.
fn of_nearest(context: &Context<'_>, spot: &Spot, one: &Mentioned<'_>, facts: &mut Facts) {
    let Context { reading, figures, resolved, .. } = *context;
    let Some(link) = one.nearest else { return };
    let told = |at: usize| figures.partition_point(|figure| figure.number.start < at);
    facts.tell(Clue::Spent, told(spot.number.start).saturating_sub(told(link.range.start + 1)));
    if one.near.far() > 0 {
        return;
    }
    match one.near {
        Near::BehindInClause => facts.tell(Clue::GapBehind, 1 + reading.chars(spot.number.end..link.range.start)),
        _ => {
            let gap = link.range.end.min(spot.number.start)..spot.number.start;
            facts.tell(Clue::GapBefore, 1 + reading.chars(gap));
        }
    }
    // 《…》等9项制度: an example of what is counted.
    let document = resolved.programmes[one.entity].kind == ProgrammeKind::Document;
    let example = document && reading.article.scan.at(link.range.end, Class::TrimBoth).is_some();
    facts.tell(Clue::Example, usize::from(example));
}
