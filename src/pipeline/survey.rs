//! What a store holds, in numbers, and what is most told of.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::{
    model::{self, ArticleId, EntityId, EntityKind, Evidence, PageFacts, Predicate, Sources},
    store::{Page, Store, StoreError, pages},
};

/// What the pages of a store say, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Number of pages.
    pub pages: usize,
    /// Pages that say nothing.
    pub silent: usize,
    /// Number of pages of each newspaper or site, where it is known.
    pub papers: BTreeMap<String, usize>,
    /// The first and the last day of a page, as exactly as known.
    pub days: Option<(String, String)>,
    /// Number of figures.
    pub figures: usize,
    /// Number of relations.
    pub relations: usize,
    /// Agencies, programmes and places.
    entities: BTreeMap<EntityId, Told>,
    /// Keys of each name, indicators included.
    names: BTreeMap<String, BTreeSet<EntityId>>,
    /// Who runs a programme.
    runs: BTreeMap<EntityId, BTreeSet<EntityId>>,
}

/// An entity, and on how many pages it is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Its name.
    pub name: String,
    /// Number of pages.
    pub pages: usize,
}

/// Number of sources of a store: articles that statements were read from. The same one on several pages is one source, and
/// so is one that another paper shortens or puts under a headline of its own, by the sentences that it has left.
///
/// # Errors
/// As [`Store::page`].
pub fn sources(store: &Store) -> Result<usize, StoreError> {
    // articles, each with digests of the sentences that its statements quote
    let mut all: BTreeSet<(ArticleId, String)> = BTreeSet::new();
    let told = |page: Page| {
        let sources = Sources::of(&page.facts);
        let source = |evidence: &Evidence| {
            let digest = Sha256::digest(&evidence.text);
            (sources.at(evidence.span), digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
        };
        let figures = page.facts.observations.iter().map(|one| source(&one.evidence));
        figures.chain(page.facts.relations.iter().map(|one| source(&one.evidence))).collect::<BTreeSet<_>>()
    };
    pages(store, told, |some| {
        some.into_iter().for_each(|told| all.extend(told));
        Ok::<(), StoreError>(())
    })?;
    Ok(model::sources(all.iter().map(|(article, sentence)| (article, article, sentence.as_str()))))
}

impl Survey {
    /// The survey of all pages of a store.
    ///
    /// # Errors
    /// As [`Store::page`].
    pub fn of(store: &Store) -> Result<Self, StoreError> {
        let mut survey = Self::default();
        pages(
            store,
            |page| page.facts,
            |some| {
                some.iter().for_each(|facts| survey.add(facts));
                Ok::<(), StoreError>(())
            },
        )?;
        Ok(survey)
    }

    /// Adds a page.
    pub fn add(&mut self, facts: &PageFacts) {
        self.pages += 1;
        self.silent += usize::from(facts.is_silent());
        self.figures += facts.observations.len();
        self.relations += facts.relations.len();
        if let Some(paper) = &facts.page.paper {
            *self.papers.entry(paper.clone()).or_default() += 1;
        }
        if let Some(day) = &facts.page.date {
            self.days = Some(match self.days.take() {
                None => (day.clone(), day.clone()),
                Some((first, last)) => (first.min(day.clone()), last.max(day.clone())),
            });
        }
        facts.agencies.iter().for_each(|agency| self.told(&agency.id, &agency.name));
        facts.programmes.iter().for_each(|programme| self.told(&programme.id, &programme.name));
        facts.locations.iter().for_each(|location| self.told(&location.id, &location.name));
        for observation in &facts.observations {
            let name = &observation.indicator;
            let known = self.names.get(name).is_some_and(|ids| ids.iter().any(|id| id.kind() == EntityKind::Indicator));
            if !known {
                self.named(name, &EntityId::new(EntityKind::Indicator, &[name]));
            }
        }
        for relation in facts.relations.iter().filter(|relation| relation.predicate == Predicate::Implements) {
            self.runs.entry(relation.object.clone()).or_default().insert(relation.subject.clone());
        }
    }

    fn told(&mut self, id: &EntityId, name: &str) {
        let told = self.entities.entry(id.clone()).or_default();
        told.pages += 1;
        if told.name.is_empty() || *name < *told.name {
            told.name = name.to_owned();
        }
        self.named(name, id);
    }

    fn named(&mut self, name: &str, id: &EntityId) {
        match self.names.get_mut(name) {
            Some(ids) if ids.contains(id) => {}
            Some(ids) => drop(ids.insert(id.clone())),
            None => drop(self.names.insert(name.to_owned(), [id.clone()].into())),
        }
    }

    /// How many things of a kind there are (indicators are not counted).
    pub fn count(&self, kind: EntityKind) -> usize {
        self.entities.keys().filter(|id| id.kind() == kind).count()
    }

    /// The things of a kind that most pages name, first those on most pages, of equals in the order of their keys.
    pub fn most_told(&self, kind: EntityKind, most: usize) -> Vec<(&EntityId, &Told)> {
        let mut told: Vec<_> = self.entities.iter().filter(|(id, _)| id.kind() == kind).collect();
        told.sort_by_key(|(id, told)| (std::cmp::Reverse(told.pages), *id));
        told.truncate(most);
        told
    }

    /// The name of an entity, or its key if no page names it.
    pub fn name<'s>(&'s self, id: &'s EntityId) -> &'s str {
        self.entities.get(id).map_or(id.as_str(), |told| &told.name)
    }

    /// What to call an entity so that nothing else is meant: its name if no other thing has it, else its key.
    pub fn call<'s>(&'s self, id: &'s EntityId) -> &'s str {
        let Some(told) = self.entities.get(id) else { return id.as_str() };
        let one = self.names.get(&told.name).is_some_and(|ids| ids.len() == 1);
        if one { &told.name } else { id.as_str() }
    }

    /// The programme that most pages tell of, among those that somebody is said to run.
    pub fn main_programme(&self) -> Option<&EntityId> {
        let run = self.runs.keys().filter_map(|id| Some((id, self.entities.get(id)?.pages)));
        run.min_by_key(|(id, pages)| (std::cmp::Reverse(*pages), *id)).map(|(id, _)| id)
    }

    /// Two things that hang together: two agencies that run one programme, else an agency and a programme of it.
    pub fn joined(&self) -> Option<(&EntityId, &EntityId)> {
        let shared = self.runs.iter().filter(|(_, agencies)| agencies.len() > 1);
        let shared = shared.min_by_key(|(id, _)| (std::cmp::Reverse(self.entities.get(*id).map(|t| t.pages)), *id));
        if let Some((_, agencies)) = shared {
            let mut two = agencies.iter();
            return two.next().zip(two.next());
        }
        let programme = self.main_programme()?;
        Some((self.runs.get(programme)?.first()?, programme))
    }
}
