//! Gold as lines, one fact each: files `X.facts` as `examples/README.md` tells them.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{
    eval::{
        bare::Bare,
        error::GoldError,
        gold::{Entity, Gold, Metric, Relation, ends},
    },
    model::{Aggregate, Bound, Change, EntityKind, Predicate},
    text::Document,
};

/// A line with its number, from 1.
pub(crate) type Line = (usize, String);

/// The lines of a file by the document that they are of: `None` where the file is for one only.
pub(crate) fn by_document(text: &str) -> BTreeMap<Option<String>, Vec<Line>> {
    let mut groups: BTreeMap<Option<String>, Vec<Line>> = BTreeMap::new();
    let mut current = None;
    for (at, line) in text.lines().enumerate() {
        if let Some(id) = line.strip_prefix("# doc ") {
            current = Some(id.trim().to_owned());
            groups.entry(current.clone()).or_default();
        } else if is_fact(line) {
            groups.entry(current.clone()).or_default().push((at + 1, line.to_owned()));
        }
    }
    groups
}

/// The lines of a text that is for one document.
pub(crate) fn numbered(text: &str) -> Vec<Line> {
    let lines = text.lines().enumerate().filter(|(_, line)| is_fact(line));
    lines.map(|(at, line)| (at + 1, line.to_owned())).collect()
}

fn is_fact(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with('#')
}

impl Gold {
    /// Reads the lines of a `.facts` file, one fact a line, as `examples/README.md` tells them.
    ///
    /// # Errors
    /// If a line is no fact, or names what was not declared above or does not stand on the page.
    pub fn from_lines(text: &str, document: &Document) -> Result<Self, GoldError> {
        gold(&numbered(text), "gold", document)
    }
}

/// Reads the lines of one page; errors call the file `name`.
pub(crate) fn gold(lines: &[Line], name: &str, document: &Document) -> Result<Gold, GoldError> {
    let mut gold = Gold::default();
    let (page, mut cursor) = (Bare::new(document), 0);
    for (at, line) in lines {
        add(&mut gold, line, &page, &mut cursor).map_err(|message| GoldError::Line {
            name: name.to_owned(),
            line: *at,
            message,
            text: line.clone(),
        })?;
    }
    Ok(gold)
}

fn add(gold: &mut Gold, whole: &str, page: &Bare, cursor: &mut usize) -> Result<(), String> {
    let line = whole.strip_prefix("~ ").unwrap_or(whole).to_owned();
    let optional = whole.starts_with("~ ");
    let mut fields: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let kind = fields.remove(0);
    if let Some(kind) = EntityKind::from_word(kind) {
        let entity = entity(kind, fields, &line, optional, page)?;
        gold.entities.push(entity);
    } else if let Some(predicate) = Predicate::from_word(kind) {
        let &[subject, object] = &fields[..] else { return Err("expected two names".into()) };
        let (from, to) = ends(predicate);
        let (subject, object) = (Some(find(gold, subject, from)?), Some(find(gold, object, to)?));
        gold.relations.push(Relation { subject, predicate, object, optional, line });
    } else if kind == "metric" {
        let metric = metric(gold, &fields, &line, optional, page, cursor)?;
        gold.metrics.push(metric);
    } else {
        return Err(format!("expected agency, programme, location, metric or a relation, found {kind}"));
    }
    Ok(())
}

fn entity(kind: EntityKind, mut fields: Vec<&str>, line: &str, optional: bool, page: &Bare) -> Result<Entity, String> {
    let aka = fields.last().and_then(|last| last.strip_prefix("aka "));
    let mut mentions: Vec<String> =
        aka.map(|aka| aka.split(',').map(|a| a.trim().into()).collect()).unwrap_or_default();
    fields.truncate(fields.len() - usize::from(aka.is_some()));
    let (whole, sort, place) = match (kind, &fields[..]) {
        (EntityKind::Agency, [name, sort, place]) => (*name, *sort, Some(*place).filter(|place| *place != "-")),
        (EntityKind::Programme | EntityKind::Location, [name, sort]) => (*name, *sort, None),
        _ => return Err("expected NAME | KIND, of an agency its PLACE, and aka".into()),
    };
    let (name, paths) = match kind {
        EntityKind::Location => {
            let path: Vec<String> = whole.split('/').map(str::to_owned).collect();
            (path.last().cloned().unwrap_or_default(), vec![path])
        }
        _ => (whole.to_owned(), Vec::new()),
    };
    if page.holds(&name) && !mentions.contains(&name) {
        mentions.insert(0, name.clone());
    }
    Ok(Entity {
        line: line.to_owned(),
        optional,
        kind,
        names: vec![name],
        paths,
        sort: sort.to_owned(),
        place: place.map(str::to_owned),
        mentions,
    })
}

fn metric(
    gold: &Gold,
    fields: &[&str],
    line: &str,
    optional: bool,
    page: &Bare,
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
            .map(|name| if name == "-" { Ok(None) } else { find(gold, name, &[kind]).map(Some) })
            .collect()
    };
    let number = |key: &str| of.get(key).map(|text| decimal(text)).transpose();
    let word = |key: &str, is_known: fn(&str) -> bool| match of.get(key) {
        Some(word) if is_known(word) => Ok(Some((*word).to_owned())),
        Some(_) => Err(format!("unknown word in {key}")),
        None => Ok(None),
    };
    let found = page.number(surface, of.get("at").copied(), *cursor);
    let (folded, at) = found.ok_or("the number does not stand on the page behind the one before it")?;
    *cursor = (*cursor).max(folded + 1);
    let also = of.get("also").into_iter().flat_map(|also| also.split(" / "));
    Ok(Metric {
        line: line.into(),
        optional,
        at,
        value: decimal(value)?,
        max: number("max")?,
        from: number("from")?,
        unit: Some(*unit).filter(|unit| *unit != "-").map(str::to_owned),
        indicators: [*indicator].into_iter().chain(also).map(str::to_owned).collect(),
        bound: word("bound", |word| Bound::from_word(word).is_some())?.unwrap_or_else(|| Bound::Eq.word().into()),
        change: word("change", |word| Change::from_word(word).is_some())?,
        aggregate: word("aggregate", |word| Aggregate::from_word(word).is_some())?,
        time: match of.get("time") {
            Some(times) => times.split(" / ").map(|time| Some(time.to_owned()).filter(|time| time != "-")).collect(),
            None => vec![None],
        },
        agency: answers("who", EntityKind::Agency)?,
        programme: answers("what", EntityKind::Programme)?,
        location: answers("where", EntityKind::Location)?,
    })
}

/// The entity of that name, or of that path.
fn find(gold: &Gold, name: &str, kinds: &[EntityKind]) -> Result<usize, String> {
    let named = |entity: &Entity| entity.name() == name || (!entity.paths.is_empty() && entity.title() == name);
    let mut found =
        (0..gold.entities.len()).filter(|&at| kinds.contains(&gold.entities[at].kind) && named(&gold.entities[at]));
    let first = found.next().ok_or_else(|| format!("{name} is not declared above"))?;
    found.next().map_or(Ok(first), |_| Err(format!("{name} is declared twice: give its path")))
}

fn decimal(text: &str) -> Result<f64, String> {
    let decimal = Decimal::from_str_exact(text).map_err(|error| format!("{text}: {error}"))?;
    decimal.to_f64().ok_or_else(|| format!("{text}: expected a number"))
}
