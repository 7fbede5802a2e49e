//! Programmes: titles of documents, names in quotation marks, and names by their last word.

mod extent;
mod phrase;
mod quoted;

use std::ops::Range;

use crate::{
    extract::{Mentions, Reading, Rejected},
    lexicon::{Class, Hit},
    model::ProgrammeKind,
};

/// What showed that a phrase names a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// It stands in 《》.
    Title,
    /// It stands in “” and a programme noun or verb goes with it.
    Quoted,
    /// It ends with a programme noun and a verb takes it.
    Verb,
    /// It ends with a strong programme noun and has a name of its own.
    Suffix,
}

/// A programme in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeMention {
    /// **Bytes** of the article's cleaned text, with the quotation marks or title marks.
    pub range: Range<usize>,
    /// Its name: quotation marks taken out, 《》 kept.
    pub name: String,
    /// What sort of initiative.
    pub kind: ProgrammeKind,
    /// What showed it.
    pub sign: Sign,
    /// Whether it is only told of in passing: a means (依托X平台) or a thing counted (建成X15个).
    pub passing: bool,
}

pub(crate) fn extract(reading: &Reading<'_>, mentions: &mut Mentions) {
    let mut found: Vec<ProgrammeMention> = Vec::new();
    titles(reading, &mut found, &mut mentions.rejected);
    quoted::extract(reading, &mut found, &mut mentions.rejected);
    phrase::extract(reading, &mut found, &mut mentions.rejected);
    found.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end)));
    let mut end = 0;
    found.retain(|one| {
        let keep = one.range.start >= end || one.sign == Sign::Title && one.range.end > end;
        end = end.max(one.range.end);
        keep
    });
    mentions.programmes = found;
}

/// 《…》, unless it is a newspaper or a show.
fn titles(reading: &Reading<'_>, found: &mut Vec<ProgrammeMention>, rejected: &mut Vec<Rejected>) {
    let scan = &reading.article.scan;
    for title in &reading.titles {
        let (open, close) = (scan.before(title.start, Class::Title), scan.at(title.end, Class::Untitle));
        let (Some(open), Some(close)) = (open, close) else { continue };
        let range = open.start..close.end;
        let chars = reading.chars(title.clone());
        let documents = scan.ending(title.end).any(|hit| hit.class == Class::Programme)
            || scan.of(Class::Programme, title.clone()).any(|hit| reading.lexicon.word(hit).kind == "document");
        let paper = scan.ending(title.end).any(|hit| matches!(hit.class, Class::Paper | Class::Masthead));
        let law = chars >= 6;
        if reading.in_byline(&range) || paper || chars < 3 || !(documents || law) {
            rejected.push(Rejected { kind: "programme", range, reason: "title of no document" });
            continue;
        }
        let name = reading.slice(range.clone()).to_owned();
        found.push(ProgrammeMention { range, name, kind: ProgrammeKind::Document, sign: Sign::Title, passing: false });
    }
}

fn kind(reading: &Reading<'_>, hit: &Hit) -> ProgrammeKind {
    ProgrammeKind::from_word(&reading.lexicon.word(hit).kind).unwrap_or(ProgrammeKind::Campaign)
}

/// A name without its quotation marks.
fn bare(reading: &Reading<'_>, range: Range<usize>) -> String {
    let marks = |at: usize| {
        let mut words = reading.article.scan.starting(at);
        words.any(|hit| matches!(hit.class, Class::Quote | Class::Unquote))
    };
    let chars = reading.slice(range.clone()).char_indices();
    let name: String = chars.filter(|&(at, c)| c != '\n' && !marks(range.start + at)).map(|(_, c)| c).collect();
    // Bold type that was printed twice: 放管服放管服改革.
    let twice = |at: &usize| name[*at..].starts_with(&name[..*at]);
    let half = name.char_indices().map(|(at, _)| at).skip(2).take_while(|at| at * 2 <= name.len()).find(twice);
    half.map_or(name.clone(), |at| name[at..].to_owned())
}
