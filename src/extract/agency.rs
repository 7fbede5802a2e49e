//! Agencies: the grammar of Chinese public bodies.
//!
//! The right edge is an office word; offices that follow each other closely are nested (a bureau, its brigade, its
//! squadron). The left edge is a place, a level that stands for one (省, 市, 县 …), a department, or else the last
//! word that cannot stand inside a name.

mod collective;
mod office;
mod opening;

use std::ops::Range;

use crate::{
    extract::{Mentions, Reading, Rejected},
    lexicon::Class,
    model::AgencyKind,
};

/// How the name of an agency begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// With one place or a chain of places, this **byte** range.
    Place(Range<usize>),
    /// With a word for a level, this range: 市 in 市医保局, 全市 in 全市公安机关.
    Level(Range<usize>),
    /// With a department and nothing before it: 医保局.
    Department,
    /// With its own name: 湘电集团, 中国人民银行.
    Name,
    /// With a department in front of a collective: 民政部门 stands for the local bureau. The range is that of a place or
    /// a level before it, empty if there is none.
    Collective(Range<usize>),
    /// It may be short for an agency named in full elsewhere on the page: 车管所, 高新分局.
    Short,
    /// With the place of the agency before it: 政府 in 镇党委、政府.
    Beside,
}

/// An agency in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyMention {
    /// **Bytes** of the article's cleaned text.
    pub range: Range<usize>,
    /// Ends of its nested offices, outermost first; the last is the end of the range.
    pub ends: Vec<usize>,
    /// How it begins.
    pub opening: Opening,
    /// What sort of organisation the innermost office is.
    pub kind: AgencyKind,
}

pub(crate) fn extract(reading: &Reading<'_>, mentions: &mut Mentions) {
    let offices = office::offices(reading, &mut mentions.rejected);
    let mut at = 0;
    while at < offices.len() {
        let mut chain = vec![offices[at]];
        while let Some(next) = offices.get(at + chain.len()) {
            let last = chain[chain.len() - 1];
            if !office::nests(reading, &last, next) {
                break;
            }
            chain.push(*next);
        }
        at += chain.len();
        // What stands before another agency is not its own; but 省政府 opens 省政府新闻办公室.
        let before = mentions.agencies.last().map_or(0, |agency| agency.range.end);
        let organ = reading.article.scan.ending(before).any(|hit| hit.class == Class::Organ);
        let opens = organ && reading.chars(before..chain[0].start.max(before)) <= 4;
        let before = if opens { 0 } else { before };
        match opening::of(reading, &chain, before) {
            Ok((mut start, opening)) => {
                let last = chain[chain.len() - 1];
                // 国家税务总局常德市税务局 is one.
                let tax = |before: &AgencyMention| {
                    before.range.end == start && matches!(opening, Opening::Place(_)) && heads(reading, before)
                };
                if let Some(before) = mentions.agencies.pop_if(|before| tax(before)) {
                    start = before.range.start;
                }
                let kind = match reading.lexicon.word(&last).kind.as_str() {
                    "brand" => AgencyKind::Company,
                    _ if opens_with_owner(reading, start) => AgencyKind::Company,
                    kind => AgencyKind::from_word(kind).unwrap_or(AgencyKind::Government),
                };
                let ends = chain.iter().map(|office| office.end).collect();
                mentions.agencies.push(AgencyMention { range: start..last.end, ends, opening, kind });
            }
            Err(reason) => {
                let range = chain[0].start..chain[chain.len() - 1].end;
                mentions.rejected.push(Rejected { kind: "agency", range, reason });
            }
        }
    }
    collective::extract(reading, mentions);
    mentions.agencies.sort_by_key(|one| (one.range.start, one.range.end));
}

/// Whether what begins at `start` is a company's name before a place: 农行衡阳县支行.
fn opens_with_owner(reading: &Reading<'_>, start: usize) -> bool {
    let owner = reading.article.scan.at(start, Class::BrandPrefix);
    owner.is_some_and(|owner| reading.place_at(owner.end).is_some())
}

/// Whether an agency of the whole country opens the names of its local ones: 国家税务总局.
fn heads(reading: &Reading<'_>, agency: &AgencyMention) -> bool {
    let mut level = reading.article.scan.starting(agency.range.start).filter(|hit| hit.class == Class::Level);
    agency.ends.len() == 1 && level.any(|hit| reading.lexicon.word(hit).value == "country")
}
