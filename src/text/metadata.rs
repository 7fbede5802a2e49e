//! What a file says about its page: META tags, front matter, JSON keys.
//!
//! The names that people give to title, paper, date and address stand in `ontology/metadata.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::text::Document;

/// What a metadata name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Title,
    Paper,
    Date,
    Url,
    /// The page itself: JSON only.
    Text,
    /// The page's name: JSON only.
    Id,
}

/// Longest value kept, in characters: nothing longer is a title, a paper or an address.
const LONGEST: usize = 1000;

static NAMES: LazyLock<BTreeMap<String, (Field, usize)>> = LazyLock::new(|| {
    let table = include_str!("../../ontology/metadata.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    let named = rows.enumerate().filter_map(|(rank, row)| {
        let mut cells = row.split('\t');
        let name = cells.next()?.to_lowercase();
        let field = match cells.next()? {
            "title" => Field::Title,
            "paper" => Field::Paper,
            "date" => Field::Date,
            "url" => Field::Url,
            "text" => Field::Text,
            "id" => Field::Id,
            _ => return None,
        };
        Some((name, (field, rank)))
    });
    named.collect()
});

/// The field that `name` stands for, with its rank: the lower one wins.
pub(crate) fn field(name: &str) -> Option<(Field, usize)> {
    // No name of the table is longer, and a stranger's may be without end.
    (name.len() <= 64).then(|| NAMES.get(&name.trim().to_lowercase()).copied()).flatten()
}

/// Values gathered under their fields.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    values: BTreeMap<Field, (usize, String)>,
}

impl Metadata {
    /// Takes `value` under `name` where the table knows the name, and no better name came before.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        let Some((field, rank)) = field(name) else { return };
        if self.values.get(&field).is_some_and(|(held, _)| *held <= rank) {
            return;
        }
        let value = match field {
            Field::Date => day(value),
            Field::Url => address(value),
            Field::Title | Field::Paper => words(value),
            Field::Text | Field::Id => None,
        };
        if let Some(value) = value {
            self.values.insert(field, (rank, value));
        }
    }

    /// Whether nothing was said.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Writes the values into `page`.
    pub(crate) fn describe(mut self, page: &mut Document) {
        let mut take = |field| self.values.remove(&field).map(|(_, value)| value);
        page.title = take(Field::Title);
        page.paper = take(Field::Paper);
        page.date = take(Field::Date);
        page.url = take(Field::Url);
    }
}

/// A value on one line, white space at its ends removed; `None` where nothing is left or far too much.
fn words(value: &str) -> Option<String> {
    let words = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = words.chars().filter(|c| !c.is_control()).collect();
    (!words.is_empty() && words.chars().count() <= LONGEST).then_some(words)
}

/// An address that a browser may be sent to: nothing but `http` and `https`.
fn address(value: &str) -> Option<String> {
    let value = value.trim();
    let web = ["http://", "https://"].iter().any(|scheme| value.len() > scheme.len() && value.starts_with(scheme));
    let clean = !value.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c));
    (web && clean && value.len() <= LONGEST).then(|| value.to_owned())
}

/// The day in a date as people write it: year, month and day in this order, with anything between or nothing at all,
/// whatever follows; `None` where that is no day of the calendar.
///
/// The day stands as it was written: a time zone does not move it.
pub(crate) fn day(value: &str) -> Option<String> {
    let mut groups = value.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    let first = groups.next()?;
    let (year, month, day) = match first.len() {
        4 => (first, groups.next()?, groups.next()?),
        8 | 14 => (&first[..4], &first[4..6], &first[6..8]),
        _ => return None,
    };
    let date = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1800..2200).contains(&date.year()).then(|| date.to_string())
}

/// Front matter at the head of `text`, and the byte where the page goes on behind it: lines of `key: value` between
/// two lines `---`. `None` where there is none, or none of its keys is known: then it is part of the page.
pub(crate) fn front_matter(text: &str) -> Option<(Metadata, usize)> {
    const LONGEST_BLOCK: usize = 1 << 16;
    let mut at = 0;
    let mut metadata = Metadata::default();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let line = line.trim_end();
        match (number, line) {
            (0, "---") => {}
            (0, _) => return None,
            (_, "---" | "...") => return (!metadata.is_empty()).then_some((metadata, at)),
            _ if at > LONGEST_BLOCK => return None,
            _ => {
                // A nested line belongs to a key that says nothing of the page.
                if let Some((key, value)) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t', '-', '#'])) {
                    metadata.set(key, value.trim().trim_matches(['"', '\'']));
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_counts() {
        let table = include_str!("../../ontology/metadata.tsv");
        let rows: Vec<_> = table.lines().filter(|line| !line.starts_with('#')).skip(1).collect();
        assert_eq!(NAMES.len(), rows.len(), "a row with an unknown field, or a name that comes twice");
        for row in rows {
            let cells: Vec<_> = row.split('\t').collect();
            assert_eq!(cells.len(), 4, "{row}");
            if let (Field::Date, _) = field(cells[0]).unwrap() {
                assert_eq!(day(cells[2]).as_deref(), Some("2022-08-15"), "{row}");
            }
        }
    }

    #[test]
    fn days() {
        for written in ["2022-08-15 09:30", "2022/8/15", "20220815", "2022年8月15日", "2022.08.15T00:00:00Z"] {
            assert_eq!(day(written).as_deref(), Some("2022-08-15"), "{written}");
        }
        for written in ["", "2022", "2022-08", "2022-02-30", "15/08/2022", "1660528800", "99991231235959000"] {
            assert_eq!(day(written), None, "{written}");
        }
    }

    #[test]
    fn the_upper_row_wins_in_any_order() {
        for order in [["SiteName", "ContentSource"], ["ContentSource", "SiteName"]] {
            let (mut metadata, mut page) = (Metadata::default(), Document::default());
            order.iter().for_each(|name| metadata.set(name, &format!("of {name}")));
            metadata.describe(&mut page);
            assert_eq!(page.paper.as_deref(), Some("of ContentSource"));
        }
    }

    #[test]
    fn front_matter_ends_where_the_page_begins() {
        let page =
            "---\ntitle: \"医保：新规\"\n来源: 湘潭日报\ntags:\n  - date: 1999-01-01\ndate: 2022-08-15\n---\n本报讯\n";
        let (metadata, at) = front_matter(page).unwrap();
        assert_eq!(&page[at..], "本报讯\n");
        let mut document = Document::default();
        metadata.describe(&mut document);
        assert_eq!(document.title.as_deref(), Some("医保：新规"));
        assert_eq!(document.paper.as_deref(), Some("湘潭日报"));
        assert_eq!(document.date.as_deref(), Some("2022-08-15"));
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        for page in ["---\n本报讯\n---\n", "---\ntitle: 甲\n", "本报讯\n---\ntitle: 甲\n---\n", "---"] {
            assert!(front_matter(page).is_none(), "{page}");
        }
    }

    #[test]
    fn addresses_are_of_the_web() {
        assert!(address(" https://www.example.cn/a?b=1 ").is_some());
        for bad in ["javascript:alert(1)", "http://", "https://a/<b>", "file:///etc/passwd", "/a.html"] {
            assert_eq!(address(bad), None, "{bad}");
        }
    }
}
