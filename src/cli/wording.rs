//! Statements, pages and commands in words.

use std::ffi::OsStr;

use rust_decimal::Decimal;

use crate::{
    model::{Bound, Change, EntityId, Evidence, Location, Observation, PageFacts, PageInfo, Quantity, Relation},
    network::Edge,
    text::{Span, plain},
};

/// An arrow.
pub(crate) const ARROW: char = '\u{2192}';

/// "1 page", "2 pages".
pub(crate) fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{} {}", grouped(&count.to_string()), plural(what)),
    }
}

/// "pages", "agencies".
pub(crate) fn plural(what: &str) -> String {
    what.strip_suffix('y').map_or_else(|| format!("{what}s"), |stem| format!("{stem}ies"))
}

/// Digits in groups of three.
fn grouped(number: &str) -> String {
    let (whole, fraction) = number.split_at(number.find('.').unwrap_or(number.len()));
    let digits = whole.trim_start_matches('-').len();
    let mut out = whole[..whole.len() - digits].to_owned();
    for (at, digit) in whole[whole.len() - digits..].chars().enumerate() {
        if at > 0 && (digits - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + fraction
}

/// How an edge of the network joins two things; of a projection, by what both share.
pub(crate) fn joined(edge: &Edge) -> String {
    let word = edge.kind.word().replace('_', " ");
    let Some((first, more)) = edge.via.split_first() else { return word };
    let name = first.as_str().rsplit('/').next().unwrap_or_default();
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    format!("{word} {name}{more} with")
}

/// Bold, where that is wanted.
pub(crate) fn styled(text: &str, coloured: bool) -> String {
    if coloured { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// How a figure bounds what it measures, in signs, and its value with all that belongs to it.
pub(crate) fn quantity(quantity: &Quantity) -> String {
    let Quantity { value, max, from, unit, bound, change, aggregate } = quantity;
    let number = |value: &Decimal| grouped(&value.normalize().to_string());
    let mut words = String::new();
    if let Some(aggregate) = aggregate {
        words += &format!("{aggregate} ");
    }
    match change {
        Some(Change::Increase) => words += "up by ",
        Some(Change::Decrease) => words += "down by ",
        None => {}
    }
    words += match bound {
        Bound::Eq => "",
        Bound::Ge => "at least ",
        Bound::Gt => "more than ",
        Bound::Le => "at most ",
        Bound::Lt => "less than ",
        Bound::Approx => "about ",
    };
    if let Some(from) = from {
        words += &format!("from {} to ", number(from));
    }
    words += &number(value);
    if let Some(max) = max {
        words += &format!(" to {}", number(max));
    }
    if let Some(unit) = unit {
        words += &format!(" {unit}");
    }
    words
}

/// The name of an entity of a page, or its key.
pub(crate) fn name<'p>(facts: &'p PageFacts, id: &'p EntityId) -> &'p str {
    facts.name(id).unwrap_or(id.as_str())
}

/// What a figure says, on one line.
pub(crate) fn observation(facts: &PageFacts, observation: &Observation) -> String {
    let Observation { agency, programme, location, indicator, period, .. } = observation;
    let about = [agency, programme, location].into_iter().flatten().map(|id| name(facts, id));
    let mut words = about.collect::<Vec<_>>().join(", ");
    if !words.is_empty() {
        words += ": ";
    }
    words += &format!("{indicator} {}", quantity(&observation.quantity));
    if let Some(period) = period {
        words += &format!(" ({period})");
    }
    words
}

/// What a relation says, on one line.
pub(crate) fn relation(facts: &PageFacts, relation: &Relation) -> String {
    let predicate = relation.predicate.word().replace('_', " ");
    format!("{} {predicate} {}", name(facts, &relation.subject), name(facts, &relation.object))
}

/// A place from the province down.
pub(crate) fn place(location: &Location) -> String {
    location.path.join(" ")
}

/// A page with what is known of it: `000.txt (湘潭日报, 2022-12-09)`.
pub(crate) fn page(page: &PageInfo) -> String {
    let known: Vec<&str> = [&page.paper, &page.date].into_iter().filter_map(|one| one.as_deref()).collect();
    if known.is_empty() { page.doc.clone() } else { format!("{} ({})", page.doc, known.join(", ")) }
}

/// The words of `evidence` as they stand in the page `text`, without its line breaks, those of `marked` set off: with
/// colour and underline, or with `[[` and `]]`.
pub(crate) fn sentence(text: &str, evidence: &Evidence, marked: &[Span], coloured: bool) -> String {
    let (open, close) = if coloured { ("\u{1b}[1;4;33m", "\u{1b}[0m") } else { ("[[", "]]") };
    let mut marked: Vec<Span> = marked.iter().copied().filter(|span| evidence.span.contains(*span)).collect();
    marked.sort_unstable();
    let (mut out, mut at) = (String::new(), evidence.span.start);
    for span in marked {
        if span.start < at || span.is_empty() {
            continue; // lies within the one before
        }
        out += &plain(&Span::new(at, span.start).quote(text)).to_string();
        out += &format!("{open}{}{close}", plain(&span.quote(text)));
        at = span.end;
    }
    out + &plain(&Span::new(at, evidence.span.end).quote(text)).to_string()
}

/// How this program was called: what to type to call it again.
pub(crate) fn program() -> String {
    let called = std::env::args_os().next();
    called.as_deref().and_then(OsStr::to_str).map_or_else(|| "zhengtu".to_owned(), quoted)
}

/// A word as a shell takes it.
pub(crate) fn quoted(word: &str) -> String {
    let plain = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "-_./:=,@%+".contains(c));
    if plain { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_digits_grouped() {
        assert_eq!(grouped("1234567.1234"), "1,234,567.1234");
        assert_eq!(grouped("-123"), "-123");
        assert_eq!(counted(1900, "agency"), "1,900 agencies");
        assert_eq!(counted(1, "agency"), "1 agency");
    }

    #[test]
    fn words_are_marked_where_they_stand() {
        let text = "追回资\n金45\n万元。";
        let evidence = Evidence { span: Span::new(0, 11), text: "追回资金45万元。".into() };
        assert_eq!(sentence(text, &evidence, &[Span::new(5, 10)], false), "追回资金[[45万元]]。");
        assert_eq!(
            sentence(text, &evidence, &[Span::new(0, 2), Span::new(0, 1)], true),
            "\u{1b}[1;4;33m追\u{1b}[0m回资金45万元。",
        );
    }

    #[test]
    fn words_for_a_shell() {
        assert_eq!(quoted("15分钟医保服务圈"), "15分钟医保服务圈");
        assert_eq!(quoted("《办法》 it's"), "'《办法》 it'\\''s'");
    }
}
