//! Pages in JSON: one object a page, one page a line (`.jsonl`), or an object or an array of them (`.json`).
//!
//! The names of the keys are those of `ontology/metadata.tsv`; keys of other names are passed over, whatever they hold.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::text::metadata::{Field, Metadata, field};
use crate::text::{Diagnostic, Document, markup};

/// Longest id that is taken for a name, in characters.
const LONGEST_ID: usize = 200;

/// What is expected of a record, for messages.
const EXPECTED: &str = "a page is an object with its text under \"text\", \"content\" or \"body\"";

/// One object, as far as its keys are known.
#[derive(Default)]
struct Record {
    metadata: Metadata,
    id: Option<(usize, String)>,
    text: Option<(usize, String)>,
}

/// A page out of a record, or why there is none.
pub(crate) type Outcome = Result<Document, Diagnostic>;

/// The page on one line of a `.jsonl` file. `source` and `number` say where the line stands, for messages.
pub(crate) fn line(text: &str, source: &str, number: u32, name: &str) -> Outcome {
    let mut outcome = None;
    let mut parser = serde_json::Deserializer::from_str(text);
    let read = Item { found: &mut |found| outcome = Some(found), nested: false }
        .deserialize(&mut parser)
        .and_then(|()| parser.end());
    let place = |said: Diagnostic, column| said.on_line(number, column);
    match (read, outcome) {
        (Err(error), _) => Err(place(broken(source, &error), column(text, &error))),
        (Ok(()), Some(found)) => {
            found.and_then(|record| page(record, name)).map_err(|why| place(why.about(source), None))
        }
        (Ok(()), None) => Err(place(Wrong("nothing").about(source), None)),
    }
}

/// The pages of a `.json` file: an object, an array of objects, or several of these one after the other.
pub(crate) fn file(text: &str, source: &str, name: &str) -> Vec<Outcome> {
    let mut found = Vec::new();
    let mut parser = serde_json::Deserializer::from_str(text);
    let failure = loop {
        // `end` fails where more is to come.
        if parser.end().is_ok() {
            break None;
        }
        let item = Item { found: &mut |record| found.push(record), nested: true };
        if let Err(error) = item.deserialize(&mut parser) {
            break Some(error);
        }
    };
    let one = found.len() == 1;
    let numbered = (1..).zip(found).map(|(number, record)| {
        let place = if one { name.to_owned() } else { format!("{name}#{number}") };
        record.and_then(|record| page(record, &place)).map_err(|why| {
            let said = why.about(source);
            if one { said } else { Diagnostic { message: format!("record {number}: {}", said.message), ..said } }
        })
    });
    let mut outcomes: Vec<Outcome> = numbered.collect();
    if let Some(error) = failure {
        let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
        let column = text.lines().nth(error.line().saturating_sub(1)).and_then(|text| column(text, &error));
        outcomes.push(Err(broken(source, &error).on_line(line, column)));
    }
    outcomes
}

fn broken(source: &str, error: &serde_json::Error) -> Diagnostic {
    // The message ends with a line and a column that counts bytes: ours count characters.
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    Diagnostic::new(source, format!("broken JSON, left out: {message}")).hint(EXPECTED)
}

/// The column of an error in its line, from 1, in characters.
fn column(line: &str, error: &serde_json::Error) -> Option<u32> {
    let before = error.column().checked_sub(1)?;
    u32::try_from(line.char_indices().take_while(|(at, c)| at + c.len_utf8() <= before).count() + 1).ok()
}

/// What stood where a page was expected.
struct Wrong(&'static str);

impl Wrong {
    fn about(self, source: &str) -> Diagnostic {
        Diagnostic::new(source, format!("no page, left out: {}", self.0)).hint(EXPECTED)
    }
}

/// The page that a record holds; `name` is for one without an id.
fn page(record: Record, name: &str) -> Result<Document, Wrong> {
    let (_, text) = record.text.ok_or(Wrong("its text is missing"))?;
    let id = record.id.map(|(_, id)| id.trim().to_owned());
    let id = id.filter(|id| !id.is_empty() && id.chars().count() <= LONGEST_ID);
    let mut page = Document::new(id.unwrap_or_else(|| name.to_owned()), text.strip_prefix('\u{feff}').unwrap_or(&text));
    let mut metadata = record.metadata;
    // Many crawlers keep the article with its tags.
    if page.text.trim_start().starts_with('<') && page.text.contains("</") {
        let (readable, _) = markup::read(&page.text);
        page.readable = Some(readable);
    }
    std::mem::take(&mut metadata).describe(&mut page);
    Ok(page)
}

/// Reads one value and tells what it found; in a file, an array is a list of records.
struct Item<'a> {
    found: &'a mut dyn FnMut(Result<Record, Wrong>),
    nested: bool,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Item<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut record = Record::default();
        while let Some(key) = map.next_key::<String>()? {
            let Some((known, rank)) = field(&key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let scalar = Scalar { numbers: known != Field::Text };
            let Some(value) = map.next_value_seed(scalar)? else { continue };
            match known {
                Field::Id if record.id.as_ref().is_none_or(|(held, _)| rank <= *held) => {
                    record.id = Some((rank, value))
                }
                Field::Text if record.text.as_ref().is_none_or(|(held, _)| rank <= *held) => {
                    record.text = Some((rank, value));
                }
                Field::Id | Field::Text => {}
                _ => record.metadata.set(&key, &value),
            }
        }
        (self.found)(Ok(record));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.nested {
            while seq.next_element_seed(Item { found: &mut *self.found, nested: false })?.is_some() {}
        } else {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            (self.found)(Err(Wrong("an array")));
        }
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        (self.found)(Err(Wrong("a string")));
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        (self.found)(Err(Wrong("a truth value")));
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        (self.found)(Err(Wrong("a number")));
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        (self.found)(Err(Wrong("a number")));
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        (self.found)(Err(Wrong("a number")));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        (self.found)(Err(Wrong("null")));
        Ok(())
    }
}

/// A string, or a whole number where `numbers` are welcome, as text; `None` for all else.
struct Scalar {
    numbers: bool,
}

impl<'de> DeserializeSeed<'de> for Scalar {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scalar {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Some(value.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(self.numbers.then(|| value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(self.numbers.then(|| value.to_string()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
