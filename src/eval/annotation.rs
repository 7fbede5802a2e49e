//! Gold as annotations: a JSON file a page.

use std::{collections::BTreeMap, ops::Range};

use serde::Deserialize;

use crate::{
    eval::{
        bare::Bare,
        compare,
        error::GoldError,
        gold::{Entity, Gold, Metric, Relation, ends, line},
    },
    model::{Aggregate, Bound, Change, EntityKind, Predicate},
    text::{Diagnostic, Document},
};

/// A file as it stands. Fields that are not compared may be there, and are passed over.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Annotation {
    agencies: Vec<Named>,
    programmes: Vec<Named>,
    locations: Vec<Place>,
    metrics: Vec<Figure>,
    relations: Vec<Link>,
}

/// An agency or a programme.
#[derive(Clone, Debug, Deserialize)]
struct Named {
    id: String,
    name: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    place: Option<String>,
    mentions: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    optional: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct Place {
    id: String,
    name: String,
    path: Vec<String>,
    #[serde(default)]
    level: Option<String>,
    mentions: Vec<String>,
    #[serde(default)]
    also: Vec<Vec<String>>,
    #[serde(default)]
    optional: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct Figure {
    id: String,
    quote: String,
    number: String,
    value: f64,
    #[serde(default)]
    value_max: Option<f64>,
    #[serde(default)]
    from: Option<f64>,
    #[serde(default)]
    unit: Option<String>,
    indicator: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    bound: Option<String>,
    #[serde(default)]
    change: Option<String>,
    #[serde(default)]
    aggregate: Option<String>,
    #[serde(default)]
    time: Answers,
    #[serde(default)]
    agency: Answers,
    #[serde(default)]
    programme: Answers,
    #[serde(default)]
    location: Answers,
    #[serde(default)]
    optional: bool,
}

#[derive(Clone, Debug, Deserialize)]
struct Link {
    s: String,
    p: String,
    o: String,
    #[serde(default)]
    optional: bool,
}

/// One answer, or all that can be defended.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "expected a word, null, or a list of these")]
enum Answers {
    One(Option<String>),
    Any(Vec<Option<String>>),
}

impl Default for Answers {
    fn default() -> Self {
        Self::One(None)
    }
}

impl Answers {
    fn all(&self) -> &[Option<String>] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Any(all) => all,
        }
    }
}

impl Annotation {
    /// Reads a file; errors call it `name`.
    pub fn parse(text: &str, name: &str) -> Result<Self, GoldError> {
        // a byte-order mark is no part of the text
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        serde_json::from_str(text).map_err(|source| GoldError::Json { name: name.to_owned(), source })
    }

    /// The gold of a page; errors call the file `name`.
    pub fn gold(&self, name: &str, document: &Document) -> Result<Gold, GoldError> {
        let page = Bare::new(document);
        let mut making = Making { name, gold: Gold::default(), ids: BTreeMap::new() };
        for one in &self.locations {
            making.place(one)?;
        }
        let named = [(EntityKind::Agency, &self.agencies), (EntityKind::Programme, &self.programmes)];
        for (kind, list) in named {
            for one in list {
                making.named(kind, one)?;
            }
        }
        for one in &self.metrics {
            making.figure(one, &page)?;
        }
        for one in &self.relations {
            making.link(one);
        }
        Ok(making.gold)
    }
}

impl Gold {
    /// Reads an annotation: a JSON object with `agencies`, `programmes`, `locations`, `metrics` and `relations`.
    ///
    /// # Errors
    /// If it is no such object, or if an item names another that is not there.
    pub fn from_json(text: &str, document: &Document) -> Result<Self, GoldError> {
        Annotation::parse(text, "gold")?.gold("gold", document)
    }
}

struct Making<'n> {
    name: &'n str,
    gold: Gold,
    /// Numbers of entities by their ids.
    ids: BTreeMap<(EntityKind, String), usize>,
}

impl Making<'_> {
    fn place(&mut self, one: &Place) -> Result<(), GoldError> {
        let sort = one.level.clone().unwrap_or_default();
        self.entity(
            &one.id,
            Entity {
                line: line(&["location", &one.path.join("/"), &sort], &[("aka ", aka(&one.mentions))]),
                optional: one.optional,
                kind: EntityKind::Location,
                names: vec![one.name.clone()],
                paths: [&one.path].into_iter().chain(&one.also).cloned().collect(),
                sort,
                place: None,
                mentions: one.mentions.clone(),
            },
        )
    }

    fn named(&mut self, kind: EntityKind, one: &Named) -> Result<(), GoldError> {
        let sort = one.kind.clone().unwrap_or_default();
        let place = one.place.as_ref().and_then(|id| self.ids.get(&(EntityKind::Location, id.clone())));
        let place = place.map(|&at| self.gold.entities[at].title());
        let at = place.as_deref().unwrap_or("-");
        let fields = [kind.word(), &one.name, &sort, at];
        let fields = if kind == EntityKind::Agency { &fields[..] } else { &fields[..3] };
        // a programme is compared by its mentions as well, which leaves nothing to other names
        let also = if kind == EntityKind::Agency { &one.also[..] } else { &[] };
        self.entity(
            &one.id,
            Entity {
                line: line(fields, &[("aka ", aka(&one.mentions))]),
                optional: one.optional,
                kind,
                names: [&one.name].into_iter().chain(also).cloned().collect(),
                paths: Vec::new(),
                sort,
                place,
                mentions: one.mentions.clone(),
            },
        )
    }

    fn entity(&mut self, id: &str, entity: Entity) -> Result<(), GoldError> {
        let key = (entity.kind, id.to_owned());
        if self.ids.insert(key, self.gold.entities.len()).is_some() {
            return Err(self.wrong(id, format!("two are called {id} in the list of its kind")));
        }
        self.gold.entities.push(entity);
        Ok(())
    }

    fn figure(&mut self, one: &Figure, page: &Bare) -> Result<(), GoldError> {
        let agency = self.answers(&one.id, &one.agency, EntityKind::Agency)?;
        let programme = self.answers(&one.id, &one.programme, EntityKind::Programme)?;
        let location = self.answers(&one.id, &one.location, EntityKind::Location)?;
        let bound = one.bound.clone().unwrap_or_else(|| Bound::Eq.word().into());
        for (key, word, is_known) in [
            ("bound", Some(&bound), Bound::from_word(&bound).is_some()),
            ("change", one.change.as_ref(), one.change.as_deref().is_none_or(|word| Change::from_word(word).is_some())),
            (
                "aggregate",
                one.aggregate.as_ref(),
                one.aggregate.as_deref().is_none_or(|word| Aggregate::from_word(word).is_some()),
            ),
        ] {
            if let Some(word) = word.filter(|_| !is_known) {
                self.odd(&one.id, format!("{word} is no word for {key}"));
            }
        }
        let named = |links: &[Option<usize>]| {
            let name = |at: &Option<usize>| at.map_or("-".to_owned(), |at| self.gold.entities[at].title());
            let names: Vec<String> = links.iter().map(name).collect();
            Some(names.join(" / ")).filter(|names| names != "-")
        };
        let shown = |value: Option<f64>| value.map(|value| value.to_string());
        let time = one.time.all().iter().map(|time| time.as_deref().unwrap_or("-")).collect::<Vec<_>>().join(" / ");
        let line = line(
            &["metric", &one.number, &one.value.to_string(), one.unit.as_deref().unwrap_or("-"), &one.indicator],
            &[
                ("who=", named(&agency)),
                ("what=", named(&programme)),
                ("where=", named(&location)),
                ("bound=", Some(bound.clone()).filter(|bound| bound != Bound::Eq.word())),
                ("max=", shown(one.value_max)),
                ("from=", shown(one.from)),
                ("change=", one.change.clone()),
                ("aggregate=", one.aggregate.clone()),
                ("time=", Some(time).filter(|time| time != "-")),
                ("at=", Some(compare::bare(&one.quote))),
            ],
        );
        let at = self.place_of(one, page);
        self.gold.metrics.push(Metric {
            line,
            optional: one.optional,
            at,
            value: one.value,
            max: one.value_max,
            from: one.from,
            unit: one.unit.clone(),
            indicators: [&one.indicator].into_iter().chain(&one.also).cloned().collect(),
            bound,
            change: one.change.clone(),
            aggregate: one.aggregate.clone(),
            time: one.time.all().to_vec(),
            agency,
            programme,
            location,
        });
        Ok(())
    }

    /// Where the number stands: in the first place of its quote. What is not found counts as one before the beginning
    /// of where it was looked for, so that numbers are those of the measure that the annotations were made for.
    fn place_of(&mut self, one: &Figure, page: &Bare) -> Range<isize> {
        let (quote, number) = (compare::bare(&one.quote), compare::bare(&one.number));
        let start = page.find(&quote);
        let within = quote.find(&number).map(|at| quote[..at].chars().count());
        if start.is_none() {
            self.odd(&one.id, format!("its quote does not stand on the page: {quote}"));
        }
        if within.is_none() {
            self.odd(&one.id, format!("its number does not stand in its quote: {number}"));
        }
        let place = |at: Option<usize>| at.map_or(-1, |at| at as isize);
        let at = place(start) + place(within);
        at..at + number.chars().count() as isize
    }

    fn answers(&self, of: &str, links: &Answers, kind: EntityKind) -> Result<Vec<Option<usize>>, GoldError> {
        let find = |id: &Option<String>| match id {
            None => Ok(None),
            Some(id) => match self.ids.get(&(kind, id.clone())) {
                Some(&at) => Ok(Some(at)),
                None => Err(self.wrong(of, format!("its {kind} {id} is not among those of the page"))),
            },
        };
        links.all().iter().map(find).collect()
    }

    fn link(&mut self, one: &Link) {
        let item = format!("{} {} {}", one.s, one.p, one.o);
        let Some(predicate) = Predicate::from_word(&one.p) else {
            self.odd(&item, "no such relation: expected implements, part_of, located_in or partners".into());
            return;
        };
        let (from, to) = ends(predicate);
        let find = |id: &String, kinds: &[EntityKind]| {
            kinds.iter().find_map(|&kind| self.ids.get(&(kind, id.clone()))).copied()
        };
        let (subject, object) = (find(&one.s, from), find(&one.o, to));
        for (id, end) in [(&one.s, subject), (&one.o, object)] {
            if end.is_none() {
                self.odd(&item, format!("{id} is not among the things that it may join"));
            }
        }
        let name = |id: &str, end: Option<usize>| end.map_or(id.to_owned(), |at| self.gold.entities[at].title());
        let line = line(&[predicate.word(), &name(&one.s, subject), &name(&one.o, object)], &[]);
        self.gold.relations.push(Relation { line, optional: one.optional, subject, predicate, object });
    }

    fn wrong(&self, item: &str, message: String) -> GoldError {
        GoldError::Item { name: self.name.to_owned(), item: item.to_owned(), message }
    }

    fn odd(&mut self, item: &str, message: String) {
        self.gold.diagnostics.push(Diagnostic::new(self.name, format!("{item}: {message}")));
    }
}

fn aka(mentions: &[String]) -> Option<String> {
    (!mentions.is_empty()).then(|| mentions.join(", "))
}
