//! Words that stand for an office: a department with 部门 behind it, 警方, 公安机关.

use crate::{
    extract::{
        Mentions, Reading, Rejected,
        agency::{
            AgencyMention, Opening,
            office::WORDS,
            opening::{chain_start, level_before},
        },
    },
    lexicon::{Class, Hit},
    model::AgencyKind,
};

/// 株洲民政部门, 市医保部门, 医保部门: a department with a collective behind it; 安康警方, 全市公安机关: a word for the
/// office itself.
pub(super) fn extract(reading: &Reading<'_>, mentions: &mut Mentions) {
    let scan = &reading.article.scan;
    for hit in scan.all(Class::Collective) {
        let stem = match reading.lexicon.word(hit).value.strip_prefix('=') {
            Some(_) if scan.covered(hit.range(), WORDS) || hidden_collective(reading, hit) => continue,
            Some(_) => hit,
            None => match scan.before(hit.start, Class::Department) {
                Some(stem) => stem,
                None => continue,
            },
        };
        let place = reading.place_before(stem.start).map(|place| chain_start(reading, place.start)..place.end);
        let opening = place.or_else(|| level_before(reading, stem.start)).unwrap_or(stem.start..stem.start);
        // 绍兴公安, 陕西省教育系统, but no 公安 or 教育系统 without its place.
        let word = reading.lexicon.word(hit);
        let sort = word.value.starts_with('=')
            && scan.at(hit.start, Class::Department).is_some_and(|stem| stem.end == hit.end)
            || scan.at(hit.start, Class::Programme).is_some_and(|other| other.end == hit.end);
        if sort && opening.is_empty() {
            continue;
        }
        let clause = reading.clause(opening.start);
        let free = opening.start <= clause.start
            || !opening.is_empty()
            || scan.ending(opening.start).any(|before| {
                matches!(before.class, Class::Boundary | Class::ListMark | Class::TimeNow | Class::VerbDo)
            });
        let generic = scan.before(opening.start, Class::Generic).is_some();
        let mention = AgencyMention {
            range: opening.start..hit.end,
            ends: vec![hit.end],
            opening: Opening::Collective(opening.clone()),
            kind: AgencyKind::Government,
        };
        if free && !generic && !reading.in_byline(&hit.range()) {
            mentions.agencies.push(mention);
        } else {
            mentions.rejected.push(Rejected { kind: "agency", range: stem.start..hit.end, reason: "generic plural" });
        }
    }
}

/// Whether a word for an office is the beginning of a longer name: 公安 in 绍兴公安交警, in 公安分局.
fn hidden_collective(reading: &Reading<'_>, hit: &Hit) -> bool {
    let scan = &reading.article.scan;
    let longer = scan.starting(hit.start).any(|other| {
        other.end > hit.end && matches!(other.class, Class::Office | Class::Department | Class::Collective)
    });
    let follows = scan.starting(hit.end).any(|next| {
        matches!(next.class, Class::Office | Class::Department | Class::Collective | Class::Level)
            || next.class == Class::PersonTitle
    });
    let inside = scan.within(hit.start.saturating_sub(12)..hit.end).any(|other| {
        other.start < hit.start && other.end >= hit.end && matches!(other.class, Class::Department | Class::Office)
    });
    longer || follows || inside
}
