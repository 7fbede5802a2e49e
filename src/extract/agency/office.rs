//! Office words: which of them are the right edge of an agency, and which are nested in the one before.

use crate::{
    extract::{Reading, Rejected},
    lexicon::{Class, Hit},
};

/// Longest stretch between two nested offices, in characters.
const NEST: usize = 9;

/// Office words that lie in no longer one, in no byline, in no document's title.
pub(super) fn offices(reading: &Reading<'_>, rejected: &mut Vec<Rejected>) -> Vec<Hit> {
    let scan = &reading.article.scan;
    let mut offices: Vec<Hit> = Vec::new();
    let candidates =
        scan.within(0..reading.text().len()).filter(|hit| matches!(hit.class, Class::Office | Class::Organ));
    for hit in candidates {
        let range = hit.range();
        let inside = scan.covered(range.clone(), WORDS)
            || trade_of_company(reading, hit)
            || cut_by_word(reading, hit)
            // 第五中学 is no 五中.
            || scan.within(hit.start..hit.end + 12).any(|other| {
                other.class == Class::Office && other.start > hit.start && other.start < hit.end && other.end > hit.end
            })
            || scan
                .starting(hit.end)
                .any(|next| next.class == Class::Programme && reading.lexicon.word(next).kind == "platform")
            // 林业局家属院, 市政府门户网站
            || scan.starting(hit.end).any(|next| next.class == Class::Premises)
            || reading.place_over(&range).is_some_and(|place| reading.is_firm(place));
        let place = if reading.in_byline(&range) {
            Some("byline")
        } else {
            Reading::holder(&reading.titles, &range).map(|_| "inside a title")
        };
        if let Some(reason) = place.filter(|_| !inside) {
            rejected.push(Rejected { kind: "agency", range, reason });
            continue;
        }
        if !inside && offices.last().is_none_or(|last| last.end <= hit.start) {
            offices.push(*hit);
        } else if !inside
            && let Some(last) = offices.last_mut()
            && last.start == hit.start
            && hit.class == Class::Organ
            && scan.before(hit.start, Class::Department).is_none()
        {
            // As an organ it has a canonical form; it needs a place or a level before it.
            *last = *hit;
        }
    }
    offices
}

/// Whether a trade is told in the name of a company that goes on: 食品 in 秦绿食品有限公司.
fn trade_of_company(reading: &Reading<'_>, hit: &Hit) -> bool {
    let kind = |hit: &Hit| reading.lexicon.word(hit).kind.as_str();
    let name = reading.slice(hit.end..reading.text().len()).char_indices().nth(NEST);
    let stop = name.map_or(reading.text().len(), |(at, _)| hit.end + at);
    let mut later = reading.article.scan.of(Class::Office, hit.end..stop);
    kind(hit) == "brand" && later.any(|office| kind(office) == "company" && !reading.breaks(hit.end..office.start))
}

/// Words that an office word may be a part of, and then is none.
pub(super) const WORDS: &[Class] = &[
    Class::Office,
    Class::Anaphor,
    Class::Organ,
    Class::PersonTitle,
    Class::Generic,
    Class::Boundary,
    Class::VerbProgramme,
    Class::VerbRun,
    Class::VerbDo,
    Class::Programme,
    Class::ProgrammeWeak,
    Class::Collective,
    Class::UnitCount,
    Class::NounPerson,
    Class::Zone,
    Class::PlaceStop,
];

/// Whether the office's last character begins another word: 委 in 委托, 部 in 部分.
fn cut_by_word(reading: &Reading<'_>, hit: &Hit) -> bool {
    let last = reading.slice(hit.range()).char_indices().next_back().map_or(hit.start, |(at, _)| hit.start + at);
    reading.article.scan.starting(last).any(|other| {
        other.end > hit.end
            && matches!(
                other.class,
                Class::Boundary
                    | Class::PersonTitle
                    | Class::VerbDo
                    | Class::VerbRun
                    | Class::VerbProgramme
                    | Class::Generic
                    | Class::BoundAfter
                    | Class::Collective
                    | Class::Programme
            )
    })
}

/// Whether the second office is nested in the first: close behind it, with nothing between that breaks a name.
pub(super) fn nests(reading: &Reading<'_>, first: &Hit, second: &Hit) -> bool {
    let gap = first.end..second.start;
    let scan = &reading.article.scan;
    let value = |hit: &Hit| reading.lexicon.word(hit).value.as_str();
    let verb = || {
        scan.within(gap.clone()).any(|hit| {
            let breaks = match hit.class {
                // 市水利局农村供水中心, but not 市教育局各学校.
                Class::Generic => {
                    value(hit) != "sort" && !scan.covered(hit.range(), &[Class::Generic, Class::PlaceStop])
                }
                // 市水利局下设工作组, but 市总工会就业保障中心
                Class::Verb => scan.at(hit.start, Class::VerbName).is_none(),
                class => {
                    class.is_time()
                        || matches!(class, Class::PersonTitle | Class::VerbRun | Class::Speech | Class::Collective)
                }
            };
            breaks && !reading.hidden(hit.range())
        })
    };
    let branch = value(second) == "branch";
    // 局, 委 and 办 stand behind a department of their own, not behind another office.
    let stem = scan.before(second.start, Class::Department).is_some_and(|stem| stem.start >= first.end);
    let whole = |hit: &Hit| value(hit).starts_with("whole");
    if value(second).starts_with("single") && !stem || whole(second) || whole(first) && !branch {
        return false;
    }
    // 公共服务局建设学校: what the first one does.
    let does = scan.starting(first.end).any(|hit| {
        matches!(hit.class, Class::VerbDo | Class::VerbProgramme)
            && hit.end == second.start
            && !reading.hidden(hit.range())
    });
    // A level directly before the second opens an agency of its own: 省委省政府. A branch is called by its place.
    let opens = !branch
        && (scan.before(second.start, Class::Level).is_some_and(|level| level.start >= first.end)
            || reading.place_before(second.start).is_some_and(|place| place.start >= first.end)
            || stem
                && scan
                    .before(second.start, Class::Department)
                    .is_some_and(|stem| reading.place_before(stem.start).is_some()));
    // 省住建厅驻某村工作队
    let sent = scan.at(first.end, Class::Stationed).is_some_and(|sent| sent.end <= second.start);
    second.class == Class::Office
        && reading.chars(gap.clone()) <= NEST
        && (!opens || sent)
        && !does
        && !scan.within(gap.clone()).any(|hit| matches!(hit.class, Class::Quote | Class::Unquote))
        && !reading.breaks(gap.clone())
        && !reading.slice(gap.clone()).contains(|c: char| c.is_ascii_digit())
        && !verb()
        && first.class == Class::Office
        && (whole(first) || !matches!(reading.lexicon.word(first).kind.as_str(), "company" | "brand"))
}
