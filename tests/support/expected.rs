//! The expected facts of a page: files `X.facts` as `examples/README.md` tells them.

use std::{collections::BTreeMap, ops::Range};

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;
use zhengtu::{
    model::{Aggregate, Bound, Change, EntityKind, Predicate},
    text::{Document, Span},
};

/// The facts that a careful reader finds on one page.
#[derive(Debug, Default)]
pub struct Expected {
    pub entities: Vec<Entity>,
    pub metrics: Vec<Metric>,
    pub relations: Vec<Relation>,
}

/// An agency, a programme or a location.
#[derive(Debug)]
pub struct Entity {
    /// The line of the file, without `~ `.
    pub line: String,
    /// Whether a careful reader may leave it out.
    pub optional: bool,
    pub kind: EntityKind,
    /// Its name; of a location the last part of the path.
    pub name: String,
    /// Of a location.
    pub path: Vec<String>,
    /// The word for what sort it is: of a location its level.
    pub sort: String,
    /// Of an agency: the place of its line.
    pub place: Option<String>,
    /// Words of the page for it.
    pub mentions: Vec<String>,
}

/// A figure. Links are numbers in [`Expected::entities`]; where several answers can be defended, any is right.
#[derive(Debug)]
pub struct Metric {
    pub line: String,
    pub optional: bool,
    /// Where the number stands in [`Page::bare`].
    pub at: Range<usize>,
    pub value: Decimal,
    pub max: Option<Decimal>,
    pub from: Option<Decimal>,
    pub unit: Option<String>,
    pub indicators: Vec<String>,
    pub bound: Bound,
    pub change: Option<Change>,
    pub aggregate: Option<Aggregate>,
    pub time: Vec<Option<String>>,
    pub agency: Vec<Option<usize>>,
    pub programme: Vec<Option<usize>>,
    pub location: Vec<Option<usize>>,
}

/// A relation of two entities.
#[derive(Debug)]
pub struct Relation {
    pub line: String,
    pub optional: bool,
    pub subject: usize,
    pub predicate: Predicate,
    pub object: usize,
}

/// What is read of a page, without white space: line breaks of a scan fall inside words.
pub struct Page {
    /// The characters, each with its place in the document.
    pub bare: Vec<(char, Span)>,
    /// Their compatibility forms, and for each the number of its character in `bare`.
    folded: Vec<(char, usize)>,
}

impl Page {
    pub fn new(document: &Document) -> Self {
        let bare: Vec<(char, Span)> = document.characters().filter(|(c, _)| !c.is_whitespace()).collect();
        let folded = bare.iter().enumerate().flat_map(|(at, (c, _))| c.nfkc().map(move |c| (c, at)));
        Self { folded: folded.filter(|(c, _)| !c.is_whitespace()).collect(), bare }
    }

    /// The characters of `bare` that lie in a span of the document.
    pub fn range(&self, span: Span) -> Range<usize> {
        let low = self.bare.partition_point(|(_, at)| at.end <= span.start);
        low..self.bare.partition_point(|(_, at)| at.start < span.end).max(low)
    }

    /// What is read in a span of the document.
    pub fn words(&self, span: Span) -> String {
        self.bare[self.range(span)].iter().map(|(c, _)| c).collect()
    }

    /// Where `words` stand in the folded text, from `from` on.
    fn find(&self, words: &str, from: usize) -> Option<usize> {
        let words: Vec<char> = words.chars().collect();
        let starts = from..(self.folded.len() + 1).saturating_sub(words.len());
        starts.into_iter().find(|&at| self.folded[at..].iter().zip(&words).all(|((c, _), want)| c == want))
    }

    /// Where a number stands: the next one from `cursor` that no digit stands before, or the one that `words` hold.
    fn number(&self, surface: &str, words: Option<&str>, cursor: usize) -> Option<usize> {
        if let Some(words) = words {
            let start = self.find(words, cursor).or_else(|| self.find(words, 0))?;
            return self.find(surface, start).filter(|&at| at <= start + words.chars().count());
        }
        let mut from = cursor;
        loop {
            let at = self.find(surface, from)?;
            let inside = at > 0 && matches!(self.folded[at - 1].0, '0'..='9' | '.');
            if !inside || !surface.starts_with(|c: char| c.is_ascii_digit()) {
                return Some(at);
            }
            from = at + 1;
        }
    }
}

/// The lines of a file by the document that they are of: `None` where the file is for one only.
pub fn by_document(text: &str) -> BTreeMap<Option<String>, Vec<(usize, &str)>> {
    let mut groups: BTreeMap<Option<String>, Vec<(usize, &str)>> = BTreeMap::new();
    let mut current = None;
    for (at, line) in text.lines().enumerate() {
        if let Some(id) = line.strip_prefix("# doc ") {
            current = Some(id.trim().to_owned());
        } else if !line.trim().is_empty() && !line.starts_with('#') {
            groups.entry(current.clone()).or_default().push((at + 1, line));
        }
    }
    groups
}

impl Expected {
    /// Reads the lines of one page; an error begins with the number of its line.
    pub fn parse(lines: &[(usize, &str)], page: &Page) -> Result<Self, String> {
        let mut expected = Self::default();
        let mut cursor = 0;
        for &(at, line) in lines {
            expected.line(line, page, &mut cursor).map_err(|error| format!("{at}: {error}: {line}"))?;
        }
        Ok(expected)
    }

    fn line(&mut self, whole: &str, page: &Page, cursor: &mut usize) -> Result<(), String> {
        let line = whole.strip_prefix("~ ").unwrap_or(whole).to_owned();
        let optional = whole.starts_with("~ ");
        let mut fields: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let kind = fields.remove(0);
        if let Some(kind) = EntityKind::from_word(kind) {
            let aka = fields.last().and_then(|last| last.strip_prefix("aka "));
            let mut mentions: Vec<String> =
                aka.map(|aka| aka.split(',').map(|a| a.trim().into()).collect()).unwrap_or_default();
            fields.truncate(fields.len() - usize::from(aka.is_some()));
            let (whole, sort, place) = match (kind, &fields[..]) {
                (EntityKind::Agency, [name, sort, place]) => (*name, *sort, Some(*place).filter(|place| *place != "-")),
                (EntityKind::Programme | EntityKind::Location, [name, sort]) => (*name, *sort, None),
                _ => return Err("expected NAME | KIND, of an agency its PLACE, and aka".into()),
            };
            let path: Vec<String> = whole.split('/').map(str::to_owned).collect();
            let is_place = kind == EntityKind::Location;
            let name = if is_place { path[path.len() - 1].clone() } else { whole.to_owned() };
            if page.find(&name.nfkc().collect::<String>(), 0).is_some() && !mentions.contains(&name) {
                mentions.insert(0, name.clone());
            }
            let (sort, place) = (sort.to_owned(), place.map(str::to_owned));
            let path = if is_place { path } else { Vec::new() };
            self.entities.push(Entity { kind, name, path, sort, place, mentions, optional, line });
        } else if let Some(predicate) = Predicate::from_word(kind) {
            use EntityKind::{Agency, Location, Programme};
            let &[subject, object] = &fields[..] else { return Err("expected two names".into()) };
            let (from, to): (&[_], &[_]) = match predicate {
                Predicate::Implements => (&[Agency], &[Programme]),
                Predicate::Partners => (&[Agency], &[Agency]),
                Predicate::PartOf => (&[Agency, Programme], &[Agency, Programme]),
                Predicate::LocatedIn => (&[Agency, Programme], &[Location]),
            };
            let (subject, object) = (self.find(subject, from)?, self.find(object, to)?);
            self.relations.push(Relation { subject, predicate, object, optional, line });
        } else if kind == "metric" {
            let metric = self.metric(&fields, &line, optional, page, cursor)?;
            self.metrics.push(metric);
        } else {
            return Err(format!("expected agency, programme, location, metric or a relation, found {kind}"));
        }
        Ok(())
    }

    fn metric(
        &self,
        fields: &[&str],
        line: &str,
        optional: bool,
        page: &Page,
        cursor: &mut usize,
    ) -> Result<Metric, String> {
        let [surface, value, unit, indicator, keys @ ..] = fields else {
            return Err("expected NUMBER | VALUE | UNIT | INDICATOR and keys".into());
        };
        let mut of: BTreeMap<&str, &str> = BTreeMap::new();
        for key in keys {
            let (key, value) = key.split_once('=').ok_or_else(|| format!("expected key=value, found {key}"))?;
            of.insert(key, value);
        }
        let answers = |key: &str, kind: EntityKind| -> Result<Vec<Option<usize>>, String> {
            let Some(names) = of.get(key) else { return Ok(vec![None]) };
            names
                .split(" / ")
                .map(|name| if name == "-" { Ok(None) } else { self.find(name, &[kind]).map(Some) })
                .collect()
        };
        let number = |key: &str| of.get(key).map(|text| decimal(text)).transpose();
        let at = page.number(surface, of.get("at").copied(), *cursor);
        let at = at.ok_or("the number does not stand on the page behind the one before it")?;
        *cursor = (*cursor).max(at + 1);
        let last = at + surface.chars().count() - 1;
        let also = of.get("also").into_iter().flat_map(|also| also.split(" / "));
        let unknown = |key: &str| format!("unknown word in {key}");
        Ok(Metric {
            line: line.into(),
            optional,
            at: page.folded[at].1..page.folded[last].1 + 1,
            value: decimal(value)?,
            max: number("max")?,
            from: number("from")?,
            unit: Some(*unit).filter(|unit| *unit != "-").map(str::to_owned),
            indicators: [*indicator].into_iter().chain(also).map(str::to_owned).collect(),
            bound: of
                .get("bound")
                .map_or(Some(Bound::Eq), |word| Bound::from_word(word))
                .ok_or_else(|| unknown("bound"))?,
            change: word(of.get("change"), Change::from_word).ok_or_else(|| unknown("change"))?,
            aggregate: word(of.get("aggregate"), Aggregate::from_word).ok_or_else(|| unknown("aggregate"))?,
            time: match of.get("time") {
                Some(times) => {
                    times.split(" / ").map(|time| Some(time.to_owned()).filter(|time| time != "-")).collect()
                }
                None => vec![None],
            },
            agency: answers("who", EntityKind::Agency)?,
            programme: answers("what", EntityKind::Programme)?,
            location: answers("where", EntityKind::Location)?,
        })
    }

    /// The entity of that name, or of that path.
    fn find(&self, name: &str, kinds: &[EntityKind]) -> Result<usize, String> {
        let named = |entity: &Entity| entity.name == name || (!entity.path.is_empty() && entity.path.join("/") == name);
        let mut found =
            (0..self.entities.len()).filter(|&at| kinds.contains(&self.entities[at].kind) && named(&self.entities[at]));
        let first = found.next().ok_or_else(|| format!("{name} is not declared above"))?;
        found.next().map_or(Ok(first), |_| Err(format!("{name} is declared twice: give its path")))
    }
}

fn decimal(text: &str) -> Result<Decimal, String> {
    Decimal::from_str_exact(text).map_err(|error| format!("{text}: {error}"))
}

/// `Some(None)` where there is no word, `None` where it is unknown.
fn word<T>(word: Option<&&str>, from: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match word {
        Some(word) => from(word).map(Some),
        None => Some(None),
    }
}
