//! Statements with their sentence, the number in it marked, and the page that it stands on.

use std::collections::BTreeSet;

use crate::{
    model::PageId,
    rdf::Term,
    serve::{
        html::{Frame, escape, label},
        problem::Problem,
        room::Asker,
    },
    text::Span,
};

const STATEMENTS: &str = include_str!("assets/statements.rq");
const PASSAGES: &str = include_str!("assets/passages.rq");

/// Statements that are shown of a thing; the query asks for one more.
const MOST: usize = 200;
/// Characters that are shown around a sentence.
const AROUND: u32 = 120;

/// Words of a page that are marked.
struct Mark {
    span: Span,
    /// The statement that they say; `None` for a number in them.
    statement: Option<String>,
}

/// A row of `statements.rq`.
struct Row<'a>(&'a [Option<Term>]);

impl Row<'_> {
    fn term(&self, column: usize) -> Option<&Term> {
        self.0.get(column)?.as_ref()
    }

    fn text(&self, column: usize) -> Option<String> {
        self.term(column).map(Term::text)
    }

    fn span(&self, column: usize) -> Option<Span> {
        Some(Span::new(self.text(column)?.parse().ok()?, self.text(column + 1)?.parse().ok()?))
    }
}

/// The statements that have to do with a thing.
pub(super) fn list(asker: &Asker<'_>, frame: &Frame, iri: &str) -> Result<String, Problem> {
    let rows = asker.rows(STATEMENTS, iri)?;
    if rows.is_empty() {
        return Ok(String::new());
    }
    let mut out = format!("<h2>{}</h2>\n<ul>\n", label("statements"));
    let mut last = None;
    for row in rows.iter().take(MOST).map(|row| Row(row)) {
        let statement = row.text(0);
        // a thing with two names, or one that is named twice
        if last.replace(statement.clone()) == Some(statement.clone()) {
            continue;
        }
        out.push_str(&item(frame, &row).unwrap_or_default());
    }
    out.push_str("</ul>\n");
    if rows.len() > MOST {
        out.push_str(&format!("<p>{}</p>\n", label("more")));
    }
    Ok(out)
}

/// One statement: what is related, the words, and where they stand.
fn item(frame: &Frame, row: &Row<'_>) -> Option<String> {
    let (statement, words) = (row.text(0)?, row.text(1)?);
    let mut out = String::from("<li class=\"statement\">");
    if let (Some(subject), Some(predicate), Some(object)) = (row.term(7), row.term(9), row.term(10)) {
        let subject = frame.term(subject, row.text(8).as_deref());
        let object = frame.term(object, row.text(11).as_deref());
        out.push_str(&format!("{subject} {} {object}", frame.term(predicate, None)));
    }
    let offset = row.span(2).zip(row.span(5)).map(|(words, number)| number.start.saturating_sub(words.start));
    let quote = quote(&words, row.text(4).as_deref(), offset.unwrap_or(0));
    out.push_str(&format!("<div class=\"quote\">{quote}</div>"));
    let (page, document) = (row.text(12)?, row.text(13)?);
    let date = row.text(14).unwrap_or_default();
    out.push_str(&format!(
        "{} &middot; {} {}",
        frame.link(&statement, short(&statement)),
        frame.link(&page, &document),
        escape(&date)
    ));
    out.push_str("</li>\n");
    Some(out)
}

fn short(iri: &str) -> &str {
    iri.rsplit('/').next().unwrap_or(iri)
}

/// The words with their number marked: where it stands, or where it stands nearest to `offset` (white space of the page
/// is not in the words).
fn quote(words: &str, number: Option<&str>, offset: u32) -> String {
    let Some(number) = number.filter(|number| !number.is_empty()) else { return escape(words) };
    let places = words.match_indices(number).map(|(byte, _)| byte);
    let place = places.min_by_key(|byte| (words[..*byte].chars().count() as u32).abs_diff(offset));
    match place {
        Some(byte) => {
            let (before, after) = (&words[..byte], &words[byte + number.len()..]);
            format!("{}<mark class=\"number\">{}</mark>{}", escape(before), escape(number), escape(after))
        }
        None => escape(words),
    }
}

/// The text of a page of the store.
fn text(asker: &Asker<'_>, page: &str) -> Option<std::sync::Arc<str>> {
    let key = asker.room.base().key(page)?;
    let PageId(id) = PageId(key.strip_prefix("page/")?.into());
    asker.room.snapshot.store.page(&id).ok()?.map(|page| page.text)
}

/// The words of one statement as they stand on the page, with some of what is around them.
pub(super) fn in_context(asker: &Asker<'_>, frame: &Frame, iri: &str) -> Result<String, Problem> {
    let rows = asker.rows(PASSAGES, iri)?;
    let mut marks = Vec::new();
    let mut page = None;
    for row in rows.iter().map(|row| Row(row)) {
        let (Some(role), Some(span)) = (row.text(0), row.span(1)) else { continue };
        page = page.or_else(|| row.text(3));
        marks.push(Mark { span, statement: (!role.ends_with("numeral")).then(|| iri.to_owned()) });
    }
    let sentence = marks.iter().find(|mark| mark.statement.is_some()).map(|mark| mark.span);
    let (Some(page), Some(sentence)) = (page, sentence) else { return Ok(String::new()) };
    let Some(text) = text(asker, &page) else { return Ok(String::new()) };
    let shown = Span::new(sentence.start.saturating_sub(AROUND), sentence.end.saturating_add(AROUND));
    let words = marked(frame, &text, shown, &marks, false);
    Ok(format!("<h2>{}</h2>\n<div class=\"page\">{words}</div>\n", label("sentence")))
}

/// A page with the words of all its statements marked.
pub(super) fn on_page(asker: &Asker<'_>, frame: &Frame, iri: &str) -> Result<String, Problem> {
    let rows = asker.rows(STATEMENTS, iri)?;
    let Some(text) = text(asker, iri) else { return Ok(String::new()) };
    let mut marks = Vec::new();
    for row in rows.iter().map(|row| Row(row)) {
        marks.extend(row.span(2).map(|span| Mark { span, statement: row.text(0) }));
        marks.extend(row.span(5).map(|span| Mark { span, statement: None }));
    }
    let words = marked(frame, &text, Span::new(0, u32::MAX), &marks, true);
    Ok(format!("<h2>{}</h2>\n<div class=\"page\">{words}</div>\n", label("text")))
}

/// What stands at `shown`, cut where a mark begins or ends; sentences link to what they say if `linked`.
fn marked(frame: &Frame, text: &str, shown: Span, marks: &[Mark], linked: bool) -> String {
    let starts: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let length = starts.len() as u32 - 1;
    let shown = Span::new(shown.start.min(length), shown.end.min(length));
    let inner = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]);
    let inner = inner.filter(|at| (shown.start..shown.end).contains(at));
    let cuts: BTreeSet<u32> = inner.chain([shown.start, shown.end]).collect();
    let cuts: Vec<u32> = cuts.into_iter().collect();
    let mut out = String::new();
    for pair in cuts.windows(2) {
        let piece = Span::new(pair[0], pair[1]);
        let words = escape(&text[starts[piece.start as usize]..starts[piece.end as usize]]);
        let over = |mark: &&Mark| mark.span.contains(piece);
        let sentence = marks.iter().filter(over).find_map(|mark| mark.statement.as_deref());
        let number = marks.iter().filter(over).any(|mark| mark.statement.is_none());
        let words = if number { format!("<b>{words}</b>") } else { words };
        match sentence {
            Some(statement) if linked => out.push_str(&frame.link_html(statement, &format!("<mark>{words}</mark>"))),
            Some(_) => out.push_str(&format!("<mark>{words}</mark>")),
            None => out.push_str(&words),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_the_statement_is_marked_and_not_its_likes() {
        assert_eq!(quote("1个和1个<", Some("1个"), 3), "1个和<mark class=\"number\">1个</mark>&lt;");
        assert_eq!(quote("无", Some("1个"), 0), "无");
    }
}
