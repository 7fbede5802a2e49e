//! Left edges: where the name of an agency begins, and how.

use std::ops::Range;

use crate::{
    extract::{Reading, agency::Opening},
    lexicon::{Class, Form, Hit, PlaceHit},
    model::Level,
};

/// Longest stretch between a place or a level and the office word, in characters.
const GAP: usize = 16;
/// Longest name that opens with neither place nor level, in characters.
const OWN: usize = 20;
/// Shortest office that makes an everyday word before it a place, in characters.
const BUREAU: usize = 4;
/// Shortest purpose that names a body, in characters.
const PURPOSE: usize = 4;
/// Longest quotation inside a name, in characters.
const QUOTED: usize = 8;

/// Where the agency begins, and how; or why it is none. `before`: where the agency before it ends.
pub(super) fn of(reading: &Reading<'_>, chain: &[Hit], before: usize) -> Result<(usize, Opening), &'static str> {
    let scan = &reading.article.scan;
    let first = chain[0];
    let word = reading.lexicon.word(&first);
    if word.value.starts_with("alone") {
        return Ok((first.start, Opening::Name));
    }
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
    // A byline is no part of a name: 某县讯 县残联.
    let byline = reading.bylines.partition_point(|byline| byline.end <= stem);
    let byline = byline.checked_sub(1).map_or(0, |last| reading.bylines[last].end);
    let floor = window(reading, stem, clause.start).max(before.min(stem)).max(byline);
    let company = matches!(word.kind.as_str(), "company" | "brand");
    let branch = word.value == "branch";
    let body = word.value == "body";
    // The nearest place or level, with nothing but a name between it and the office.
    let left = reading.last_break_but(floor..stem, |hit| inside_name(reading, hit, floor..stem, body)).unwrap_or(floor);
    let left = if company { before_bracket(reading, left, floor) } else { left };
    let gap_free = |at: usize| {
        let gap = at..stem;
        // A company has its place or its form in brackets.
        !reading
            .slice(gap.clone())
            .contains(|c: char| c.is_ascii_digit() || !company && "()".contains(c) || "+/".contains(c))
            && !scan.within(gap.clone()).any(|hit| {
                // Companies have their trade in their names: 种植, 养殖, 建设.
                let verb = !company && matches!(hit.class, Class::VerbRun | Class::VerbProgramme | Class::VerbDo)
                    || hit.class == Class::Verb && !named_by(reading, hit, true)
                    || matches!(hit.class, Class::Speech | Class::PersonTitle | Class::Deictic)
                    || hit.class.is_time();
                verb && hit.end - hit.start > 3 && !reading.hidden(hit.range()) && !named_by(reading, hit, body)
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
    if let Some(place) = reading.place_over(&(first.start..first.start + 1)).filter(within) {
        return Ok((chain_start(reading, place.start), Opening::Place(chain_start(reading, place.start)..place.end)));
    }
    let bracketed = |place: &PlaceHit<'_>| {
        company && scan.before(place.start, Class::Open).is_some() && scan.at(place.end, Class::Close).is_some()
    };
    // 株洲市培训学校教师: a verb alone between the place and the office is what the place does.
    let does = |at: usize| {
        let verb = |hit: &Hit| matches!(hit.class, Class::VerbRun | Class::VerbProgramme | Class::VerbDo);
        let hidden = |hit: &Hit| reading.hidden(hit.range());
        let plain = !company && reading.chars(first.range()) <= 2;
        plain && scan.starting(at).any(|hit| verb(hit) && hit.end == stem && hit.end - hit.start > 3 && !hidden(hit))
    };
    let mut at = stem;
    loop {
        if !gap_free(at) || does(at) && (reading.place_before(at).is_some() || level_before(reading, at).is_some()) {
            break;
        }
        if let Some(place) = reading.place_before(at).filter(|place| place.end > before && !bracketed(place)) {
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
            // 农行衡阳县支行, 民盟某市委
            let owner = scan.before(start, Class::BrandPrefix).filter(|owner| {
                let committee = reading.lexicon.word(owner).value == "organ";
                if first.class == Class::Organ {
                    committee && word.kind == "party"
                } else {
                    !committee && (company || branch)
                }
            });
            let start = owner.map_or(start, |owner| owner.start);
            // 文水县县委 is 文水县委; but 贵州用政府收入, 省十四届人大会议.
            let again = scan.at(place.end, Class::Level).filter(|level| {
                level.end == stem && reading.slice(start..place.end).ends_with(reading.slice(level.range()))
            });
            if first.class == Class::Organ && at < stem && again.is_none() {
                return Err("organ without place or level");
            }
            return Ok((start, Opening::Place(start..again.map_or(place.end, |level| level.end))));
        }
        // 新区市场监管局: of the zone that the article is about.
        let zone = scan.before(at, Class::Zone).filter(|zone| at == stem && stem < first.start && left <= zone.start);
        if let Some(zone) = zone
            .filter(|zone| reading.place_before(zone.start).is_none() && reading.lexicon.word(zone).value == "attached")
        {
            return Ok((zone.start, Opening::Level(zone.range())));
        }
        if let Some(zone) = scan.before(at, Class::Zone).filter(|zone| zone.start >= left) {
            let start = reading.place_before(zone.start).map_or(zone.start, |place| chain_start(reading, place.start));
            return Ok((start, Opening::Place(start..zone.end)));
        }
        // 该县交通运输局, but not 该市多家医院
        let pointed = scan.before(at, Class::Deictic).filter(|hit| scan.at(hit.start, Class::Boundary).is_some());
        if let Some(deictic) =
            pointed.filter(|hit| scan.before(at, Class::Level).is_some_and(|level| level.start > hit.start))
        {
            if scan.at(deictic.end, Class::Generic).is_some() || bare(deictic.end) {
                return Err("office word without a department");
            }
            return Ok((deictic.start, Opening::Level(deictic.range())));
        }
        if let Some(level) = level_before(reading, at).filter(|level| level.start >= left.min(clause.start)) {
            if bare(level.end) {
                return Err("office word without a department");
            }
            let nation =
                || scan.at(level.start, Class::Level).is_some_and(|hit| reading.lexicon.word(hit).value == "nation");
            if first.class == Class::Organ && (at < stem || nation()) {
                return Err("organ without place or level");
            }
            return Ok((level.start, Opening::Level(level)));
        }
        match reading.slice(left..at).char_indices().next_back() {
            Some((step, _)) => at = left + step,
            None => break,
        }
    }
    if let Some(place) = everyday_place(reading, left, stem).filter(|_| stem < first.start || !single) {
        let bureau = department.is_some() || word.kind == "government" && reading.chars(first.range()) >= BUREAU;
        if bureau {
            return Ok((place.start, Opening::Place(place.start..place.end)));
        }
    }
    if first.class == Class::Organ {
        let office = |end: usize| scan.ending(end).any(|hit| matches!(hit.class, Class::Office | Class::Organ));
        let beside = office(scan.before(first.start, Class::ListMark).map_or(first.start, |mark| mark.start));
        return if beside { Ok((first.start, Opening::Beside)) } else { Err("organ without place or level") };
    }
    let generic = scan.before(left, Class::Generic).is_some()
        || scan.starting(left).any(|hit| hit.class == Class::Generic && hit.end <= first.start)
        || scan.before(stem, Class::Generic).is_some();
    if word.value.starts_with("whole") {
        return Ok((first.start, Opening::Name));
    }
    // 农村危房改造领导小组: what the body is for.
    let purpose = word.value == "body" && reading.chars(left..first.start) >= PURPOSE;
    if generic && !purpose {
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
    if named || word.value.starts_with("local") && left == first.start {
        return Ok((left, Opening::Department));
    }
    // 复康医院 in a row of agencies: a name of its own, made of no word that is known.
    let joined =
        scan.ending(left).any(|mark| matches!(mark.class, Class::ListMark | Class::TrimBoth) && mark.start == before);
    let unknown = || !scan.within(left..first.start).any(|hit| hit.end - hit.start > 3);
    if joined && word.value == "proper" && (2..=6).contains(&own) && unknown() {
        return Ok((left, Opening::Name));
    }
    // It may be short for an agency that the page names in full.
    if reading.chars(first.range()) >= 3 && left == first.start
        || (1..=6).contains(&own) && !company && !word.value.starts_with("single")
    {
        return Ok((left, Opening::Short));
    }
    Err("no place, level or name before the office")
}

/// A county by a name that is an everyday word too, with nothing before it: 大英交警大队.
fn everyday_place<'r>(reading: &'r Reading<'_>, left: usize, stem: usize) -> Option<&'r PlaceHit<'static>> {
    let gazetteer = reading.lexicon.gazetteer();
    let county = |place: &&PlaceHit<'_>| place.candidates.iter().any(|&id| gazetteer.level(id) == Level::County);
    let named = reading.place_at(left).filter(|place| place.end == stem);
    named.filter(|place| matches!(place.form, Form::Short)).filter(county)
}

/// Whether a break between `range`'s start and the office belongs to the office's name: 推进 in 棚改项目推进办公室,
/// 和 in 公共登记和档案服务局, a quotation in 市“两违”办.
fn inside_name(reading: &Reading<'_>, hit: &Hit, range: Range<usize>, body: bool) -> bool {
    let scan = &reading.article.scan;
    match hit.class {
        Class::Boundary if named_by(reading, hit, body) => true,
        Class::Boundary => {
            let joins = scan.at(hit.start, Class::TrimBoth).is_some_and(|joint| joint.end == hit.end);
            let named = |word: &Hit| {
                word.start > range.start
                    && (word.class == Class::Department
                        || word.class == Class::VerbName && reading.lexicon.word(word).value.is_empty())
            };
            joins && scan.ending(hit.start).any(named)
        }
        Class::Quote | Class::Unquote => {
            body && reading.quotes.iter().any(|quote| {
                let marked =
                    [quote.start, quote.end].contains(if hit.class == Class::Quote { &hit.end } else { &hit.start });
                marked && quote.end < range.end && quote.start > range.start && reading.is_within(quote.clone(), QUOTED)
            })
        }
        _ => false,
    }
}

/// Whether a verb is one that names of offices hold: 学生资助服务中心; some stand in the names of bodies for one thing
/// only: 项目推进领导小组.
fn named_by(reading: &Reading<'_>, hit: &Hit, body: bool) -> bool {
    let named =
        reading.article.scan.starting(hit.start).find(|word| word.class == Class::VerbName && word.end >= hit.end);
    named.is_some_and(|word| body || reading.lexicon.word(word).value.is_empty())
}

/// Where the name of a company begins that has its place or its form in brackets before `left`:
/// 恒远(江西)木业有限公司, 恒远(集团)有限公司.
fn before_bracket(reading: &Reading<'_>, left: usize, floor: usize) -> usize {
    let scan = &reading.article.scan;
    let Some(close) = scan.before(left, Class::Close) else { return left };
    let Some(open) = scan.of(Class::Open, floor..close.start).last() else { return left };
    let place = reading.place_at(open.end).is_some_and(|place| place.end == close.start);
    let form = scan.at(open.end, Class::Office).is_some_and(|word| word.end == close.start);
    if place || form { reading.last_break(floor..open.start).unwrap_or(floor) } else { left }
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
pub(super) fn chain_start(reading: &Reading<'_>, mut start: usize) -> usize {
    while let Some(place) = reading.place_before(start) {
        start = place.start;
    }
    start
}

/// A word for a level that ends at `at` and stands for the article's place: 市 in 由市医保局, 全市 in 全市法院.
pub(super) fn level_before(reading: &Reading<'_>, at: usize) -> Option<Range<usize>> {
    let scan = &reading.article.scan;
    let level = scan.before(at, Class::Level)?;
    let in_place = reading.place_over(&level.range()).is_some() && reading.lexicon.word(level).value != "nation";
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
    // 各区资助中心
    let plural = scan.before(level.start, Class::Generic).is_some();
    (!in_place && free && !word && !plural).then(|| level.range())
}
