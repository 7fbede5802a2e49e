//! What one page brings into a network.

use std::collections::{BTreeSet, HashMap};

use crate::{
    model::{
        Agency, Confidence, Days, EntityId, EntityKind, Location, Observation, PageFacts, PageInfo, Predicate,
        Programme, Relation, Sources,
    },
    network::{EdgeKind, Support},
    text::Span,
};

/// What one page brings into a network: made of the page alone, so that many can be made at once, and taken in by a
/// [`Builder`](crate::network::Builder).
#[derive(Debug)]
pub struct Leaf {
    pub(super) page: PageInfo,
    /// Each once.
    pub(super) things: Vec<Thing>,
    /// From a thing, how, to a thing, and why; the page of a support is not known yet.
    pub(super) edges: Vec<(usize, EdgeKind, usize, Support)>,
}

/// A node as a page has it.
#[derive(Debug)]
pub(super) struct Thing {
    pub id: EntityId,
    pub name: Option<String>,
    pub sort: Option<&'static str>,
    pub path: Vec<String>,
    pub code: Option<String>,
    pub place: Option<EntityId>,
    /// Words of the page for it.
    pub words: BTreeSet<String>,
}

impl Leaf {
    /// Of a page; with its text, nodes can also be found by the words that the page has for them.
    pub fn of(facts: &PageFacts, text: Option<&str>) -> Self {
        let leaf = Self { page: facts.page.clone(), things: Vec::new(), edges: Vec::new() };
        let mut reading = Reading {
            leaf,
            numbers: HashMap::new(),
            sources: Sources::of(facts),
            text: text.map(|text| text.chars().collect()),
            days: Days::of(None, facts.page.date.as_deref()),
        };
        facts.locations.iter().for_each(|location| reading.location(location));
        facts.agencies.iter().for_each(|agency| reading.agency(agency));
        facts.programmes.iter().for_each(|programme| reading.programme(programme));
        facts.relations.iter().for_each(|relation| reading.relation(relation));
        facts.observations.iter().for_each(|observation| reading.observation(observation));
        reading.leaf
    }
}

/// A page while it is gone through.
struct Reading<'f> {
    leaf: Leaf,
    numbers: HashMap<EntityId, usize>,
    sources: Sources<'f>,
    text: Option<Vec<char>>,
    /// The page's own day.
    days: Days,
}

impl Reading<'_> {
    fn thing(&mut self, id: &EntityId) -> usize {
        if let Some(&at) = self.numbers.get(id) {
            return at;
        }
        let things = &mut self.leaf.things;
        let (name, sort, code, place) = (None, None, None, None);
        things.push(Thing { id: id.clone(), name, sort, path: Vec::new(), code, place, words: BTreeSet::new() });
        self.numbers.insert(id.clone(), things.len() - 1);
        things.len() - 1
    }

    fn entity(&mut self, id: &EntityId, name: &str, sort: &'static str, mentions: &[Span]) -> &mut Thing {
        let at = self.thing(id);
        let Self { leaf: Leaf { things, .. }, text, .. } = self;
        let thing = &mut things[at];
        thing.name = Some(name.to_owned());
        thing.sort = Some(sort);
        if let Some(text) = text {
            let words = mentions.iter().filter_map(|span| text.get(span.start as usize..span.end as usize));
            let words = words.map(|word| word.iter().filter(|c| !c.is_whitespace()).collect::<String>());
            thing.words.extend(words.filter(|word| !word.is_empty()));
        }
        thing
    }

    fn location(&mut self, location: &Location) {
        let Location { id, name, path, level, code, within, mentions, .. } = location;
        let thing = self.entity(id, name, level.word(), mentions);
        thing.path.clone_from(path);
        thing.code.clone_from(code);
        thing.place.clone_from(within);
        if let Some(wider) = within {
            self.known(id, EdgeKind::Within, wider, mentions);
        }
    }

    fn agency(&mut self, agency: &Agency) {
        let Agency { id, name, kind, place, part_of, mentions } = agency;
        self.entity(id, name, kind.word(), mentions).place.clone_from(place);
        if let Some(place) = place {
            self.known(id, EdgeKind::LocatedIn, place, mentions);
        }
        if let Some(whole) = part_of {
            self.known(id, EdgeKind::PartOf, whole, mentions);
        }
    }

    fn programme(&mut self, programme: &Programme) {
        let Programme { id, name, kind, part_of, mentions } = programme;
        self.entity(id, name, kind.word(), mentions);
        if let Some(whole) = part_of {
            self.known(id, EdgeKind::PartOf, whole, mentions);
        }
    }

    /// An edge that follows from what an entity is; it rests on each page that names the entity.
    fn known(&mut self, from: &EntityId, kind: EdgeKind, to: &EntityId, mentions: &[Span]) {
        let span = mentions.first().copied().unwrap_or_default();
        let article = self.sources.at(span);
        let confidence = Confidence::hundredths(100);
        let days = self.days;
        let support = Support { source: 0, span, statement: None, text: "".into(), confidence, article, days };
        self.edge(from, kind, to, support);
    }

    fn relation(&mut self, relation: &Relation) {
        let Relation { id, subject, predicate, object, evidence, confidence, rule: _ } = relation;
        let kind = match predicate {
            Predicate::Implements => EdgeKind::Implements,
            Predicate::PartOf => EdgeKind::PartOf,
            Predicate::LocatedIn => EdgeKind::LocatedIn,
            Predicate::Partners => EdgeKind::Partners,
        };
        let (from, to) = match predicate {
            Predicate::Partners if object < subject => (object, subject),
            _ => (subject, object),
        };
        let support = Support {
            source: 0,
            span: evidence.span,
            statement: Some(id.clone()),
            text: evidence.text.as_str().into(),
            confidence: *confidence,
            article: self.sources.at(evidence.span),
            days: self.days,
        };
        self.edge(from, kind, to, support);
    }

    fn observation(&mut self, observation: &Observation) {
        let indicator = EntityId::new(EntityKind::Indicator, &[&observation.indicator]);
        let at = self.thing(&indicator);
        self.leaf.things[at].name = Some(observation.indicator.clone());
        let support = Support {
            source: 0,
            span: observation.evidence.span,
            statement: Some(observation.id.clone()),
            text: observation.evidence.text.as_str().into(),
            confidence: observation.confidence,
            article: self.sources.at(observation.evidence.span),
            days: observation.period.as_ref().map_or(self.days, |period| Days::of(Some(period), None)),
        };
        if let Some(agency) = &observation.agency {
            self.edge(agency, EdgeKind::Reports, &indicator, support.clone());
        }
        if let Some(programme) = &observation.programme {
            self.edge(programme, EdgeKind::MeasuredBy, &indicator, support.clone());
        }
        if let Some(location) = &observation.location {
            self.edge(&indicator, EdgeKind::MeasuredIn, location, support);
        }
    }

    fn edge(&mut self, from: &EntityId, kind: EdgeKind, to: &EntityId, support: Support) {
        if from != to {
            let (from, to) = (self.thing(from), self.thing(to));
            self.leaf.edges.push((from, kind, to, support));
        }
    }
}
