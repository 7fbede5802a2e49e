//! What pages tell of a programme: where it is seen, and which places they cover at all.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diffusion::{Diffusion, Step, Variant, When, place::Places, when::Slot},
    lexicon::Lexicon,
    model::{
        AgencyKind, ArticleId, Confidence, EntityId, EntityKind, Level, Observation, PageFacts, Predicate, Relation,
        Sources, StatementId,
    },
};

/// What is wanted.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Leave out statements that are less sure. They still show that a page covers a place.
    pub min_confidence: Option<Confidence>,
    /// The level that what is seen counts for: a township's adoption is its county's too. Without one, each place stands
    /// for itself, villages, zones and sites for the nearest wider place. So does what lies in no place of this level (a
    /// district of a municipality is in no prefecture), and stays out of curve and event history.
    pub level: Option<Level>,
    /// How long the periods of the event history are.
    pub step: Step,
    /// Only this place (name or key) with all below it. Order and lags are then those within it; where an adoption came from is
    /// still told by all places.
    pub place: Option<String>,
    /// Date by the days of pages alone, not by what statements say.
    pub page_days: bool,
}

/// A statement that ties the programme to a place.
#[derive(Clone, Debug)]
pub(crate) struct Sighting {
    pub place: EntityId,
    pub when: Option<When>,
    pub programme: String,
    pub agency: Option<String>,
    pub statement: StatementId,
    pub doc: String,
    pub paper: Option<String>,
    pub page_date: Option<String>,
    pub article: ArticleId,
    pub sentence: String,
    pub confidence: Confidence,
}

/// Collects what pages tell of a programme. The order of the pages makes no difference; a page is to be added once.
///
/// A statement ties it to a place in one of three ways: an agency implements it, and the place is the agency's; it is
/// said to take place there; a figure of it is given there, or, where the figure has no place, by an agency of the place. An
/// organ of the state without a place is the country's.
pub struct Gathering<'l> {
    lexicon: &'l Lexicon,
    variants: Vec<Variant>,
    /// Their names by their keys.
    names: BTreeMap<EntityId, String>,
    options: Options,
    places: Places,
    /// The country's key.
    country: Option<EntityId>,
    sightings: Vec<Sighting>,
    covered: BTreeMap<EntityId, BTreeSet<Slot>>,
    pages: usize,
    undated: usize,
}

/// Whose agency, and where.
type Seat<'f> = (Option<&'f str>, Option<EntityId>);

impl<'l> Gathering<'l> {
    /// Of the programme under these names.
    pub fn new(lexicon: &'l Lexicon, variants: Vec<Variant>, options: Options) -> Self {
        let (gazetteer, mut places) = (lexicon.gazetteer(), Places::default());
        let country = gazetteer.iter().find(|&one| gazetteer.level(one) == Level::Country);
        let country = country.map(|one| places.add_division(gazetteer, one));
        let names = variants.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
        Self {
            lexicon,
            variants,
            names,
            options,
            places,
            country,
            sightings: Vec::new(),
            covered: BTreeMap::new(),
            pages: 0,
            undated: 0,
        }
    }

    /// Adds a page.
    pub fn add(&mut self, facts: &PageFacts) {
        self.pages += 1;
        facts.locations.iter().for_each(|location| self.places.add(location));
        self.cover(facts);
        let sources = Sources::of(facts);
        for relation in &facts.relations {
            if let Some((id, agency, place)) = self.tie(facts, relation) {
                let Relation { id: statement, evidence, confidence, .. } = relation;
                let when = When::of(None, facts.page.date.as_deref());
                let told = (statement, evidence.text.as_str(), *confidence, sources.at(evidence.span));
                self.see(facts, id, agency, &place, when, told);
            }
        }
        for figure in &facts.observations {
            let Observation { id: statement, evidence, confidence, period, .. } = figure;
            let (agency, seat) = figure.agency.as_ref().map_or((None, None), |id| self.seat(facts, id));
            if let Some((id, place)) = figure.programme.as_ref().zip(figure.location.clone().or(seat)) {
                let period = period.as_ref().filter(|_| !self.options.page_days);
                let when = When::of(period, facts.page.date.as_deref());
                let told = (statement, evidence.text.as_str(), *confidence, sources.at(evidence.span));
                self.see(facts, id, agency, &place, when, told);
            }
        }
    }

    fn see(
        &mut self,
        facts: &PageFacts,
        programme: &EntityId,
        agency: Option<&str>,
        place: &EntityId,
        when: Option<When>,
        (statement, sentence, confidence, article): (&StatementId, &str, Confidence, ArticleId),
    ) {
        let Some(name) = self.names.get(programme) else { return };
        if self.options.min_confidence.is_some_and(|least| confidence < least) {
            return;
        }
        self.sightings.push(Sighting {
            place: place.clone(),
            when,
            programme: name.clone(),
            agency: agency.map(ToOwned::to_owned),
            statement: statement.clone(),
            doc: facts.page.doc.clone(),
            paper: facts.page.paper.clone(),
            page_date: facts.page.date.clone(),
            article,
            sentence: sentence.to_owned(),
            confidence,
        });
    }

    /// The places that a page covers in the period of its day: those of its statements and of the agencies in them, and
    /// the one that its paper is called by. A place that it only names is not covered.
    fn cover(&mut self, facts: &PageFacts) {
        let Some(slot) = facts.page.date.as_deref().and_then(|date| self.options.step.of(date)) else {
            self.undated += 1;
            return;
        };
        let mut told: BTreeSet<EntityId> = BTreeSet::new();
        for figure in &facts.observations {
            told.extend(figure.location.clone());
            told.extend(figure.agency.as_ref().and_then(|id| self.seat(facts, id).1));
        }
        for Relation { subject, object, .. } in &facts.relations {
            for id in [subject, object] {
                match id.kind() {
                    EntityKind::Location => told.extend([id.clone()]),
                    EntityKind::Agency => told.extend(self.seat(facts, id).1),
                    EntityKind::Programme | EntityKind::Indicator => {}
                }
            }
        }
        if let Some(home) = facts.page.paper.as_deref().and_then(|paper| self.lexicon.home(paper)) {
            told.insert(self.places.add_division(self.lexicon.gazetteer(), home));
        }
        for id in told {
            self.covered.entry(id).or_default().insert(slot);
        }
    }

    /// The programme, the agency and the place that a relation ties together.
    fn tie<'f>(
        &self,
        facts: &'f PageFacts,
        relation: &'f Relation,
    ) -> Option<(&'f EntityId, Option<&'f str>, EntityId)> {
        let Relation { subject, predicate, object, .. } = relation;
        match predicate {
            Predicate::Implements => {
                let (agency, place) = self.seat(facts, subject);
                Some((object, agency, place?))
            }
            Predicate::LocatedIn if subject.kind() == EntityKind::Programme => Some((subject, None, object.clone())),
            Predicate::LocatedIn | Predicate::PartOf | Predicate::Partners => None,
        }
    }

    /// An agency's name, and its place: its own or that of what it belongs to; for an organ of the state that has none the
    /// country.
    fn seat<'f>(&self, facts: &'f PageFacts, id: &EntityId) -> Seat<'f> {
        let agency = |id: &EntityId| facts.agencies.iter().find(|agency| agency.id == *id);
        let Some(found) = agency(id) else { return (None, None) };
        let whole = || found.part_of.as_ref().and_then(agency).and_then(|whole| whole.place.as_ref());
        let organ = matches!(found.kind, AgencyKind::Government | AgencyKind::Party | AgencyKind::Court);
        let country = self.country.as_ref().filter(|_| organ);
        (Some(found.name.as_str()), found.place.as_ref().or_else(whole).or(country).cloned())
    }

    /// What follows from all pages.
    pub fn finish(self) -> Diffusion {
        let Self { lexicon: _, variants, names: _, country: _, options, places, sightings, covered, pages, undated } =
            self;
        Diffusion::of(variants, options, places, sightings, covered, (pages, undated))
    }
}
