//! Agencies: the grammar of Chinese public bodies.
//!
//! The right edge is an office word; offices that follow each other closely are nested (a bureau, its brigade, its
//! squadron). The left edge is a place, a level that stands for one (省, 市, 县 …), a department, or else the last
//! word that cannot stand inside a name.

use std::ops::Range;

use crate::{
    extract::{Mentions, Reading, Rejected},
    lexicon::{Class, Hit, PlaceHit},
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

/// Longest stretch between a place or a level and the office word, in characters.
const GAP: usize = 16;
/// Longest stretch between two nested offices, in characters.
const NEST: usize = 9;
/// Longest name that opens with neither place nor level, in characters.
const OWN: usize = 20;

pub(crate) fn extract(reading: &Reading<'_>, mentions: &mut Mentions) {
    let offices = offices(reading, &mut mentions.rejected);
    let mut at = 0;
    while at < offices.len() {
        let mut chain = vec![offices[at]];
        while let Some(next) = offices.get(at + chain.len()) {
            let last = chain[chain.len() - 1];
            if !nests(reading, &last, next) {
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
        match opening(reading, &chain, before) {
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
    collectives(reading, mentions);
    mentions.agencies.sort_by_key(|one| (one.range.start, one.range.end));
}

/// Whether what begins at `start` is a company's name before a place: 农行衡阳县支行.
fn opens_with_owner(reading: &Reading<'_>, start: usize) -> bool {
    let owner = reading.article.scan.at(start, Class::BrandPrefix);
    owner.is_some_and(|owner| reading.places.iter().any(|place| place.start == owner.end))
}

/// Whether an agency of the whole country opens the names of its local ones: 国家税务总局.
fn heads(reading: &Reading<'_>, agency: &AgencyMention) -> bool {
    let mut level = reading.article.scan.starting(agency.range.start).filter(|hit| hit.class == Class::Level);
    agency.ends.len() == 1 && level.any(|hit| reading.lexicon.word(hit).value == "country")
}

/// 株洲民政部门, 市医保部门, 医保部门: a department with a collective behind it; 安康警方, 全市公安机关: a word for the
/// office itself.
fn collectives(reading: &Reading<'_>, mentions: &mut Mentions) {
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

/// Office words that lie in no longer one, in no byline, in no document's title.
fn offices(reading: &Reading<'_>, rejected: &mut Vec<Rejected>) -> Vec<Hit> {
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
            || reading.places.iter().any(|p| p.start <= hit.start && p.end >= hit.end && reading.is_firm(p));
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
const WORDS: &[Class] = &[
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
            )
    })
}

/// Whether the second office is nested in the first: close behind it, with nothing between that breaks a name.
fn nests(reading: &Reading<'_>, first: &Hit, second: &Hit) -> bool {
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
                class => matches!(class, Class::PersonTitle | Class::VerbRun | Class::Speech | Class::Collective),
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
    second.class == Class::Office
        && reading.chars(gap.clone()) <= NEST
        && !opens
        && !does
        && !scan.within(gap.clone()).any(|hit| matches!(hit.class, Class::Quote | Class::Unquote))
        && !reading.breaks(gap.clone())
        && !reading.slice(gap.clone()).contains(|c: char| c.is_ascii_digit())
        && !verb()
        && first.class == Class::Office
        && (whole(first) || !matches!(reading.lexicon.word(first).kind.as_str(), "company" | "brand"))
}

/// Where the agency begins, and how; or why it is none. `before`: where the agency before it ends.
fn opening(reading: &Reading<'_>, chain: &[Hit], before: usize) -> Result<(usize, Opening), &'static str> {
    let scan = &reading.article.scan;
    let first = chain[0];
    let word = reading.lexicon.word(&first);
    let department = scan.before(first.start, Class::Department);
    let mut stem = department.map_or(first.start, |hit| hit.start);
    // 教育和体育局: two departments under one roof.
    while let Some(joint) = scan.before(stem, Class::TrimBoth)
        && let Some(other) = scan.before(joint.start, Class::Department)
        && scan.at(joint.start, Class::ListMark).is_none()
    {
        stem = other.start;
    }
    let stem = stem;
    let clause = reading.clause(first.start);
    let floor = window(reading, stem, clause.start).max(before.min(stem));
    let company = matches!(word.kind.as_str(), "company" | "brand");
    let branch = word.value == "branch";
    // The nearest place or level, with nothing but a name between it and the office.
    let left = reading.last_break(floor..stem).unwrap_or(floor);
    let gap_free = |at: usize| {
        let gap = at..stem;
        !reading.slice(gap.clone()).contains(|c: char| c.is_ascii_digit() || "()+/".contains(c))
            && !scan.within(gap).any(|hit| {
                // Companies have their trade in their names: 种植, 养殖, 建设.
                let verb = !company && matches!(hit.class, Class::VerbRun | Class::VerbProgramme | Class::VerbDo)
                    || matches!(hit.class, Class::Speech | Class::PersonTitle | Class::Deictic)
                    || hit.class.is_time();
                verb && hit.end - hit.start > 3 && !reading.hidden(hit.range())
            })
    };
    let single = word.value.starts_with("single") || word.value == "national";
    // 局 and 委 stand behind a department or a name, 办 behind a department or an organ.
    let bare = |from: usize| {
        let own = from..first.start;
        let organ = || scan.before(first.start, Class::Organ).is_some_and(|organ| organ.start >= from);
        let unnamed = || {
            if word.value.starts_with("single-organ") { !organ() } else { reading.chars(own.clone()) < 2 }
        };
        single && department.is_none() && unnamed() || word.value == "body" && is_plain(reading, own.clone())
    };
    // 九华街道办事处: the office's word begins within the place.
    let within = |place: &&PlaceHit<'_>| place.start < first.start && first.start < place.end && place.end < first.end;
    if let Some(place) = reading.places.iter().find(within) {
        return Ok((chain_start(reading, place.start), Opening::Place(chain_start(reading, place.start)..place.end)));
    }
    let mut at = stem;
    loop {
        if !gap_free(at) {
            break;
        }
        if let Some(place) = reading.place_before(at).filter(|place| place.end > before) {
            let start = chain_start(reading, place.start);
            if word.kind == "brand" {
                let prefix = scan.before(start, Class::BrandPrefix);
                let own = reading.chars(place.end..first.start);
                return match prefix {
                    Some(prefix) => Ok((prefix.start, Opening::Place(start..place.end))),
                    None if own >= 2 => Ok((start, Opening::Place(start..place.end))),
                    None => Err("trade without a brand"),
                };
            }
            if bare(place.end) {
                return Err("office word without a department");
            }
            // 文水县县委 is 文水县委.
            let owner = scan.before(start, Class::BrandPrefix).filter(|_| company || branch);
            let start = owner.map_or(start, |owner| owner.start);
            let again = scan.at(place.end, Class::Level).filter(|level| {
                level.end == stem && reading.slice(start..place.end).ends_with(reading.slice(level.range()))
            });
            return Ok((start, Opening::Place(start..again.map_or(place.end, |level| level.end))));
        }
        if let Some(zone) = scan.before(at, Class::Zone).filter(|zone| zone.start >= left) {
            let start = reading.place_before(zone.start).map_or(zone.start, |place| chain_start(reading, place.start));
            return Ok((start, Opening::Place(start..zone.end)));
        }
        if let Some(level) = level_before(reading, at).filter(|level| level.start >= left.min(clause.start)) {
            if bare(level.end) {
                return Err("office word without a department");
            }
            return Ok((level.start, Opening::Level(level)));
        }
        match reading.slice(left..at).char_indices().next_back() {
            Some((step, _)) => at = left + step,
            None => break,
        }
    }
    if first.class == Class::Organ {
        let party = |end: usize| {
            scan.ending(end).any(|hit| hit.class == Class::Office && reading.lexicon.word(hit).kind == "party")
        };
        let beside = party(scan.before(first.start, Class::ListMark).map_or(first.start, |mark| mark.start));
        return if beside { Ok((first.start, Opening::Beside)) } else { Err("organ without place or level") };
    }
    let generic = scan.before(left, Class::Generic).is_some()
        || scan.starting(left).any(|hit| hit.class == Class::Generic && hit.end <= first.start)
        || scan.before(stem, Class::Generic).is_some();
    if word.value.starts_with("whole") {
        return Ok((first.start, Opening::Name));
    }
    if generic {
        return Err("generic plural");
    }
    if department.is_some() && single && left == stem {
        return Ok((stem, Opening::Department));
    }
    let left = scan
        .within(left..first.start)
        .filter(|hit| hit.class == Class::Deictic || hit.class.is_time())
        .map(|hit| hit.end)
        .max()
        .unwrap_or(left);
    let mut left = left;
    while let Some(verb) = scan.starting(left).find(|hit| {
        matches!(
            hit.class,
            Class::Verb | Class::VerbDo | Class::VerbRun | Class::VerbProgramme | Class::ProgrammeGeneric
        ) && company
            && hit.end <= first.start
    }) {
        left = verb.end;
    }
    let own = reading.chars(left..first.start);
    let proper = company && word.kind == "company" && own >= 2 && reading.chars(first.range()) >= 2;
    if proper && own + reading.chars(first.range()) <= OWN && gap_free(left) {
        return Ok((left, Opening::Name));
    }
    // 危房改造领导小组, 河长办: of the place that the article is about.
    let named = word.value == "body" && own >= 3 && gap_free(left) && !is_plain(reading, left..first.start);
    if named || word.value == "local" && left == first.start {
        return Ok((left, Opening::Department));
    }
    // It may be short for an agency that the page names in full.
    if reading.chars(first.range()) >= 3 && left == first.start
        || (1..=6).contains(&own) && !company && !word.value.starts_with("single")
    {
        return Ok((left, Opening::Short));
    }
    Err("no place, level or name before the office")
}

/// Whether what stands before an office is made of words that name nothing: 专项工作 in 专项工作领导小组.
fn is_plain(reading: &Reading<'_>, own: Range<usize>) -> bool {
    let plain = [Class::ProgrammeGeneric, Class::ProgrammeWeak, Class::PersonTitle, Class::Level];
    let scan = &reading.article.scan;
    let mut at = own.start;
    while let Some(word) = scan.starting(at).filter(|hit| plain.contains(&hit.class) && hit.end <= own.end).last() {
        at = word.end;
    }
    at >= own.end
}

/// The earliest byte from which the name may begin.
fn window(reading: &Reading<'_>, stem: usize, clause: usize) -> usize {
    let slice = reading.slice(clause..stem);
    slice.char_indices().rev().nth(GAP - 1).map_or(clause, |(at, _)| clause + at)
}

/// Where a chain of places that touch each other begins.
fn chain_start(reading: &Reading<'_>, mut start: usize) -> usize {
    while let Some(place) = reading.place_before(start) {
        start = place.start;
    }
    start
}

/// A word for a level that ends at `at` and stands for the article's place: 市 in 由市医保局, 全市 in 全市法院.
fn level_before(reading: &Reading<'_>, at: usize) -> Option<Range<usize>> {
    let scan = &reading.article.scan;
    let level = scan.before(at, Class::Level)?;
    let in_place = reading
        .places
        .iter()
        .any(|place| place.start <= level.start && place.end >= level.end && place.end > level.start);
    let free = reading.clause(level.start).start == level.start
        || reading.last_break(reading.clause(level.start).start.min(level.start)..level.start) == Some(level.start)
        || scan.ending(level.start).any(|hit| {
            matches!(
                hit.class,
                Class::Boundary
                    | Class::VerbRun
                    | Class::VerbDo
                    | Class::VerbProgramme
                    | Class::Office
                    | Class::Organ
                    | Class::TimeYear
                    | Class::TimeNow
                    | Class::TimeTail
                    | Class::TimeSince
                    | Class::PersonTitle
            )
        });
    // 区 in 社区卫生服务中心 ends a word; 市 in 市民政局 only looks as if it began one.
    const WORDS: &[Class] = &[Class::Generic, Class::Village, Class::Zone, Class::Collective, Class::PlaceStop];
    let office = scan.starting(level.end).any(|hit| match hit.class {
        Class::Office => !reading.lexicon.word(hit).value.is_empty(),
        class => matches!(class, Class::Department | Class::Organ),
    });
    let word = if office {
        scan.ending(level.end).any(|hit| WORDS.contains(&hit.class) && hit.start < level.start)
    } else {
        scan.covered(level.range(), WORDS)
    };
    (!in_place && free && !word).then(|| level.range())
}
