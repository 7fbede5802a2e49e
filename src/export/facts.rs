//! Facts as lines of JSON: figures and relations page by page, then the entities of all pages.

use std::{collections::BTreeMap, io::Write};

use rust_decimal::Decimal;
use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

use crate::{
    export::ExportError,
    model::{
        AgencyKind, Confidence, EntityId, EntityKind, Evidence, Level, Observation, PageFacts, ProgrammeKind, Relation,
    },
    network::Tally,
    rdf::Base,
    text::Span,
};

/// Writes facts as JSON Lines, one object a line: `metric` and `relation` lines as pages come in, and at the end one
/// line for each agency, programme and location with its mentions on all pages, in the order of first mention.
///
/// Offsets count Unicode scalar values of the page, `end` exclusive; `text` is what stands there without white space.
/// Numbers are written exactly as decimals. What a page does not say is `null`.
pub struct FactsWriter<W> {
    out: W,
    base: Base,
    entities: BTreeMap<EntityId, Entity>,
}

/// What pages say of one entity so far.
#[derive(Default)]
struct Entity {
    name: Tally<String>,
    agency: Tally<AgencyKind>,
    programme: Tally<ProgrammeKind>,
    level: Tally<Level>,
    path: Tally<Vec<String>>,
    code: Tally<String>,
    place: Tally<EntityId>,
    part_of: Tally<EntityId>,
    mentions: Vec<Words>,
}

/// Words of a page. Ordered by page and place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Words {
    doc: String,
    start: u32,
    end: u32,
    text: String,
}

/// A line of the file, its keys in the order of the format.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(clippy::large_enum_variant, reason = "one line at a time")]
enum Line<'p> {
    Agency {
        id: String,
        name: String,
        r#type: Option<&'static str>,
        place: Option<String>,
        mentions: Vec<Words>,
        part_of: Option<String>,
    },
    Programme {
        id: String,
        name: String,
        r#type: Option<&'static str>,
        mentions: Vec<Words>,
        part_of: Option<String>,
    },
    Location {
        id: String,
        name: String,
        path: Vec<String>,
        level: Option<&'static str>,
        code: Option<String>,
        mentions: Vec<Words>,
        within: Option<String>,
    },
    Metric {
        id: String,
        value: Exact,
        value_max: Option<Exact>,
        from: Option<Exact>,
        unit: Option<&'p str>,
        indicator: &'p str,
        bound: &'static str,
        change: Option<&'static str>,
        aggregate: Option<&'static str>,
        time: Option<String>,
        agency: Option<String>,
        programme: Option<String>,
        location: Option<String>,
        number: Words,
        evidence: Words,
        confidence: Exact,
        rule: &'p str,
        repeats: Vec<Words>,
        paper: Option<&'p str>,
        date: Option<&'p str>,
    },
    Relation {
        subject: String,
        predicate: &'static str,
        object: String,
        evidence: Words,
        confidence: Exact,
        rule: &'p str,
        id: String,
        paper: Option<&'p str>,
        date: Option<&'p str>,
    },
}

/// A decimal that becomes a JSON number digit by digit, never through a binary float.
struct Exact(Decimal);

impl From<Confidence> for Exact {
    fn from(confidence: Confidence) -> Self {
        Self(Decimal::new(confidence.as_hundredths().into(), 2))
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = RawValue::from_string(self.0.normalize().to_string()).map_err(S::Error::custom)?;
        number.serialize(serializer)
    }
}

impl<W: Write> FactsWriter<W> {
    /// A writer to `out` with IRIs below `base`.
    pub fn new(out: W, base: Base) -> Self {
        Self { out, base, entities: BTreeMap::new() }
    }

    /// Writes the figures and relations of a page, and keeps its entities. `text` is the page that its spans point
    /// into.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn page(&mut self, facts: &PageFacts, text: &str) -> Result<(), ExportError> {
        for observation in &facts.observations {
            let line = self.metric(facts, observation);
            self.line(&line)?;
        }
        for relation in &facts.relations {
            let line = self.relation(facts, relation);
            self.line(&line)?;
        }
        self.keep(facts, text);
        Ok(())
    }

    /// Writes the entities of all pages, in the order of kinds and keys.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn finish(mut self) -> Result<(), ExportError> {
        let mut entities: Vec<(EntityId, Entity)> = std::mem::take(&mut self.entities).into_iter().collect();
        for (_, entity) in &mut entities {
            entity.mentions.sort_unstable();
            entity.mentions.dedup();
        }
        // As a reader meets them; what is only there as the wider place of another comes last.
        entities.sort_by_cached_key(|(id, entity)| {
            let first = entity.mentions.first().cloned();
            (id.kind(), first.is_none(), first, id.clone())
        });
        for (id, entity) in entities {
            let line = self.entity(&id, entity);
            self.line(&line)?;
        }
        Ok(self.out.flush()?)
    }

    fn line(&mut self, line: &Line<'_>) -> Result<(), ExportError> {
        serde_json::to_writer(&mut self.out, line)?;
        Ok(self.out.write_all(b"\n")?)
    }

    fn iri(&self, id: &Option<EntityId>) -> Option<String> {
        id.as_ref().map(|id| self.base.entity(id))
    }

    fn metric<'p>(&self, facts: &'p PageFacts, observation: &'p Observation) -> Line<'p> {
        let quantity = &observation.quantity;
        let words = |evidence| Words::of(&facts.page.doc, evidence);
        Line::Metric {
            id: self.base.statement(&observation.id),
            value: Exact(quantity.value),
            value_max: quantity.max.map(Exact),
            from: quantity.from.map(Exact),
            unit: quantity.unit.as_deref(),
            indicator: &observation.indicator,
            bound: quantity.bound.word(),
            change: quantity.change.map(|change| change.word()),
            aggregate: quantity.aggregate.map(|aggregate| aggregate.word()),
            time: observation.period.as_ref().map(ToString::to_string),
            agency: self.iri(&observation.agency),
            programme: self.iri(&observation.programme),
            location: self.iri(&observation.location),
            number: words(&observation.number),
            evidence: words(&observation.evidence),
            confidence: observation.confidence.into(),
            rule: &observation.rule,
            repeats: observation.repeats.iter().map(words).collect(),
            paper: facts.page.paper.as_deref(),
            date: facts.page.date.as_deref(),
        }
    }

    fn relation<'p>(&self, facts: &'p PageFacts, relation: &'p Relation) -> Line<'p> {
        Line::Relation {
            subject: self.base.entity(&relation.subject),
            predicate: relation.predicate.word(),
            object: self.base.entity(&relation.object),
            evidence: Words::of(&facts.page.doc, &relation.evidence),
            confidence: relation.confidence.into(),
            rule: &relation.rule,
            id: self.base.statement(&relation.id),
            paper: facts.page.paper.as_deref(),
            date: facts.page.date.as_deref(),
        }
    }

    fn entity(&self, id: &EntityId, entity: Entity) -> Line<'static> {
        let name = entity.name.winner().unwrap_or_default();
        let mentions = entity.mentions;
        let (place, part_of) = (self.iri(&entity.place.winner()), self.iri(&entity.part_of.winner()));
        let id_iri = self.base.entity(id);
        match id.kind() {
            EntityKind::Location => Line::Location {
                id: id_iri,
                name,
                path: entity.path.winner().unwrap_or_default(),
                level: entity.level.winner().map(Level::word),
                code: entity.code.winner(),
                mentions,
                within: place,
            },
            EntityKind::Programme => Line::Programme {
                id: id_iri,
                name,
                r#type: entity.programme.winner().map(ProgrammeKind::word),
                mentions,
                part_of,
            },
            EntityKind::Agency | EntityKind::Indicator => Line::Agency {
                id: id_iri,
                name,
                r#type: entity.agency.winner().map(AgencyKind::word),
                place,
                mentions,
                part_of,
            },
        }
    }

    fn keep(&mut self, facts: &PageFacts, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        let doc = &facts.page.doc;
        let mut keep = |id: &EntityId, name: &String, mentions: &[Span], more: &dyn Fn(&mut Entity)| {
            let entity = self.entities.entry(id.clone()).or_default();
            entity.name.add(name);
            entity.mentions.extend(mentions.iter().map(|&span| Words::at(doc, span, &chars)));
            more(entity);
        };
        for agency in &facts.agencies {
            keep(&agency.id, &agency.name, &agency.mentions, &|entity| {
                entity.agency.add(&agency.kind);
                agency.place.iter().for_each(|place| entity.place.add(place));
                agency.part_of.iter().for_each(|whole| entity.part_of.add(whole));
            });
        }
        for programme in &facts.programmes {
            keep(&programme.id, &programme.name, &programme.mentions, &|entity| {
                entity.programme.add(&programme.kind);
                programme.part_of.iter().for_each(|whole| entity.part_of.add(whole));
            });
        }
        for location in &facts.locations {
            keep(&location.id, &location.name, &location.mentions, &|entity| {
                entity.level.add(&location.level);
                entity.path.add(&location.path);
                location.code.iter().for_each(|code| entity.code.add(code));
                location.within.iter().for_each(|wider| entity.place.add(wider));
            });
        }
    }
}

impl Words {
    fn of(doc: &str, evidence: &Evidence) -> Self {
        let Evidence { span, text } = evidence;
        Self { doc: doc.to_owned(), start: span.start, end: span.end, text: text.clone() }
    }

    fn at(doc: &str, span: Span, page: &[char]) -> Self {
        let end = page.len().min(span.end as usize);
        let words = &page[end.min(span.start as usize)..end];
        let text = words.iter().filter(|c| !c.is_whitespace()).collect();
        Self { doc: doc.to_owned(), start: span.start, end: span.end, text }
    }
}
