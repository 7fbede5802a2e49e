//! Names in quotation marks: with a programme noun behind them, a programme verb before them, or in a row that is counted.

use std::collections::HashMap;

use crate::{
    extract::{
        Reading, Rejected, number,
        programme::{
            ProgrammeMention, Sign, bare, extent, kind,
            phrase::{by, modifies},
        },
    },
    lexicon::{Class, Hit},
    model::ProgrammeKind,
};

/// Longest quoted name, in characters.
const QUOTED: usize = 22;
/// Longest run of words before a quotation that belongs to its name, in characters.
const LEAD: usize = 10;
/// Longest run of words behind a quotation that still belongs to its name, in characters.
const TAIL: usize = 12;
/// Longest run of words between a quotation with 的 and the way of working that it is called, in characters.
const WAY: usize = 8;
/// Longest run of words between 等 and what a row of quotations is called, in characters.
const SEVERAL: usize = 9;

/// “…” with a programme noun behind it, a programme verb before it, or coming back through the article.
pub(super) fn extract(reading: &Reading<'_>, found: &mut Vec<ProgrammeMention>, rejected: &mut Vec<Rejected>) {
    let scan = &reading.article.scan;
    let mut listed: Option<usize> = None;
    let mut told: HashMap<&str, usize> = HashMap::new();
    for quote in &reading.quotes {
        *told.entry(reading.slice(quote.clone())).or_default() += 1;
    }
    for quote in &reading.quotes {
        let (Some(open), Some(close)) = (scan.before(quote.start, Class::Quote), scan.at(quote.end, Class::Unquote))
        else {
            continue;
        };
        let chars = reading.chars(quote.clone());
        let marks = |class| scan.of(class, quote.clone()).next().is_some();
        let speech = marks(Class::SentenceEnd) || chars > QUOTED || (marks(Class::ClauseEnd) && chars > 12);
        // 苏工暖“新”行动: a mark within a name.
        let within = chars < 2 && scan.starting(close.end).any(|hit| hit.class == Class::Programme);
        let alias = scan.ending(open.start).any(|hit| hit.class == Class::Alias);
        // “两委”, “三类重点户”: people and offices. “流动办” is none: 办 is the verb there.
        let group = scan.ending(quote.end).any(|hit| {
            matches!(hit.class, Class::Organ | Class::NounPerson | Class::NounHousehold)
                || hit.class == Class::Office
                    && reading.chars(hit.range()) > 1
                    && matches!(reading.lexicon.word(hit).kind.as_str(), "government" | "party")
        }) && scan.ending(quote.end).all(|hit| hit.class != Class::Programme)
            && !reading.slice(close.end..reading.text().len()).starts_with(char::is_alphabetic);
        if group {
            rejected.push(Rejected { kind: "programme", range: open.start..close.end, reason: "people or an office" });
            continue;
        }
        if alias || speech || chars < 2 && !within || reading.in_byline(quote) {
            if speech {
                rejected.push(Rejected { kind: "programme", range: open.start..close.end, reason: "speech" });
            }
            continue;
        }
        let slogan = scan.ending(quote.end).any(|hit| hit.class == Class::Slogan)
            || tail(reading, close.end).is_none()
                && scan.of(Class::Particle, quote.clone()).any(|hit| reading.lexicon.word(hit).value == "hard");
        let honoured = honoured(reading, open.start, close.end);
        let ends = scan
            .ending(quote.end)
            .any(|hit| matches!(hit.class, Class::Programme | Class::ProgrammeWeak) && hit.start > quote.start);
        // “无假日门诊”工作模式 is called by what it is; “清廉医保”专项监督检查 by both.
        let governed = extent::governed(reading, open.start);
        let tail = tail(reading, close.end)
            .or_else(|| {
                let far = if governed { WAY } else { 0 };
                weak_tail(reading, close.end, far).filter(|noun| !ends && !modifies(reading, noun))
            })
            .filter(|noun| !ends || noun.start == close.end || kind(reading, noun) == ProgrammeKind::Campaign);
        let back = listed.filter(|&end| {
            scan.within(end..open.start).all(|hit| hit.class == Class::ListMark) && reading.chars(end..open.start) <= 1
        });
        let returns = told.get(reading.slice(quote.clone())).is_some_and(|&times| times > 1);
        let inner = scan.ending(quote.end).find(|hit| hit.class == Class::Programme && hit.start > quote.start);
        // “绿色通道”, “回头看”: nothing but the noun, so that what stands before belongs to the name.
        let noun = scan.at(quote.start, Class::Programme).filter(|hit| hit.end == quote.end);
        let whole = noun.is_some();
        let known = noun.is_some_and(|hit| reading.lexicon.word(hit).value == "name");
        let weak = scan.ending(quote.end).any(|hit| hit.class == Class::ProgrammeWeak && hit.start > quote.start);
        // 一张“密不透风”的网络: a figure of speech.
        let describes =
            scan.at(close.end, Class::Particle).is_some_and(|hit| reading.lexicon.word(hit).value == "hard");
        let taken = !slogan
            && !honoured
            && (tail.is_some()
                || known
                || counted_behind(reading, close.end)
                || inner.is_some_and(|noun| chars >= reading.chars(noun.range()) + 2)
                || way_behind(reading, close.end)
                || several_behind(reading, close.end)
                || governed && (inner.is_some() || weak || !describes && (returns || chars >= 4))
                || back.is_some()
                || returns && inner.is_some());
        if !taken {
            let reason = if honoured {
                "honour"
            } else if slogan {
                "slogan"
            } else {
                "quotation without programme word or verb"
            };
            rejected.push(Rejected { kind: "programme", range: open.start..close.end, reason });
            continue;
        }
        // A programme noun behind the quotation takes the words before it along: 农村“厕所革命”行动.
        let named =
            tail.filter(|noun| !ends || noun.start == close.end || reading.lexicon.word(noun).kind == "campaign");
        let end = named.map_or(close.end, |hit| hit.end);
        let start = if named.is_some() || whole && !known || within {
            extent::head(reading, open.start, true)
        } else {
            open.start
        };
        let start = if reading.chars(start..open.start) > LEAD { open.start } else { start };
        let kind = tail.or(inner.copied()).map_or(ProgrammeKind::Service, |hit| kind(reading, &hit));
        let name = bare(reading, start..end);
        found.push(ProgrammeMention {
            range: start..end,
            name,
            kind,
            sign: Sign::Quoted,
            passing: extent::passing(reading, start..end),
        });
        listed = Some(close.end);
    }
}

/// Whether what is quoted is called a way of working: “党支部+合作社+农户”的办法.
fn way_behind(reading: &Reading<'_>, end: usize) -> bool {
    let scan = &reading.article.scan;
    let of = scan.at(end, Class::Particle).filter(|hit| reading.lexicon.word(hit).value == "hard");
    let Some(of) = of else { return false };
    // “A+B”的经营模式: a word may stand before it.
    let clause = reading.clause(end);
    let way = |noun: &&Hit| {
        let kind = reading.lexicon.word(noun).kind.as_str();
        matches!(noun.class, Class::Programme | Class::ProgrammeWeak)
            && kind == "mechanism"
            && reading.chars(of.end..noun.start) <= WAY
            && !reading.breaks(of.end..noun.start)
    };
    scan.within(of.end..clause.end.max(of.end)).find(way).is_some()
}

/// Whether quotations in a row are called programmes: “A”“B”等系列专项行动.
fn several_behind(reading: &Reading<'_>, end: usize) -> bool {
    let scan = &reading.article.scan;
    let at = row_end(reading, end);
    let Some(etc) = scan.at(at, Class::TrimBoth) else { return false };
    let clause = reading.clause(end);
    let noun = scan.of(Class::Programme, etc.end..clause.end.max(etc.end)).next();
    noun.is_some_and(|noun| reading.chars(etc.end..noun.start) <= SEVERAL && !reading.breaks(etc.end..noun.start))
}

/// Where a row of quotations ends, of which one ends at `end`.
fn row_end(reading: &Reading<'_>, end: usize) -> usize {
    let scan = &reading.article.scan;
    let mut at = end;
    loop {
        let open = scan.at(at, Class::ListMark).map_or(at, |mark| mark.end);
        let next = scan.at(open, Class::Quote).and_then(|open| reading.quote_at(open.end));
        match next.and_then(|quote| scan.at(quote.end, Class::Unquote)) {
            Some(close) => at = close.end,
            None => return at,
        }
    }
}

/// Whether quotations in a row end with a count of programmes: “A”“B”两个项目.
fn counted_behind(reading: &Reading<'_>, end: usize) -> bool {
    let scan = &reading.article.scan;
    let at = row_end(reading, end);
    let at = scan.at(at, Class::TrimBoth).map_or(at, |etc| etc.end);
    let Some(number) = number::at(reading, at) else { return false };
    let unit = scan.starting(number.range.end).find(|hit| matches!(hit.class, Class::UnitCount | Class::UnitPhrase));
    // 两个子项目: a short word may stand before the noun.
    unit.is_some_and(|unit| {
        scan.of(Class::Programme, unit.end..reading.clause(end).end.max(unit.end))
            .next()
            .is_some_and(|noun| reading.chars(unit.end..noun.start) <= 3)
    })
}

/// The noun that is a programme's under its own name, at most so many characters behind a quotation: “A+B”救助方式.
fn weak_tail(reading: &Reading<'_>, end: usize, far: usize) -> Option<Hit> {
    let scan = &reading.article.scan;
    let clause = reading.clause(end);
    let fits = |noun: &&Hit| reading.chars(end..noun.start) <= far && reading.chars(noun.range()) >= 2;
    let mut nouns = scan
        .of(Class::ProgrammeWeak, end..clause.end.max(end))
        .take_while(|noun| reading.chars(end..noun.start) <= far);
    let noun = nouns.by_ref().filter(fits).last()?;
    let breaks = |hit: &Hit| {
        matches!(hit.class, Class::Particle | Class::Verb | Class::VerbRun | Class::VerbProgramme)
            && !reading.hidden(hit.range())
    };
    let whole = !reading.breaks(end..noun.start) && !scan.within(end..noun.start).any(breaks);
    whole.then_some(*noun)
}

/// The programme noun that goes with a quotation: directly behind it, or after a few words that break nothing.
fn tail(reading: &Reading<'_>, end: usize) -> Option<Hit> {
    let scan = &reading.article.scan;
    let clause = reading.clause(end);
    let stop = reading
        .slice(end..clause.end.max(end))
        .char_indices()
        .nth(TAIL)
        .map_or(clause.end.max(end), |(at, _)| end + at);
    let mut best: Option<Hit> = None;
    for hit in scan.within(end..stop) {
        // A conjunction stands in names (企业及集群综合整治), a preposition does not.
        let word = hit.class == Class::Boundary
            && (reading.chars(hit.range()) > 1 || reading.lexicon.word(hit).value == "hard")
            || hit.class == Class::Particle && reading.lexicon.word(hit).value == "hard"
            || hit.class == Class::Verb && reading.chars(hit.range()) > 1
            || scan.at(hit.end, Class::Programme).is_some() && by(reading, hit.end);
        let breaks = (word
            || matches!(hit.class, Class::ListMark | Class::Quote | Class::Title | Class::Open | Class::Speech))
            && !reading.hidden(hit.range())
            // 就业促进行动: a verb right before the noun, or a word that goes into names.
            && !(hit.start > end
                && (hit.class == Class::Verb || hit.class == Class::Boundary && reading.lexicon.word(hit).value == "verb")
                && scan.at(hit.end, Class::Programme).is_some())
            && !scan.starting(hit.start).any(|word| word.class == Class::Whole && word.end == hit.end);
        let noun = hit.class == Class::Programme;
        if breaks
            && best.is_none_or(|best| hit.start >= best.end)
            && !scan.starting(hit.start).any(|other| other.class == Class::Programme && other.end >= hit.end)
        {
            break;
        }
        if noun && best.is_none_or(|best| hit.end > best.end) {
            best = Some(*hit);
        }
    }
    // What follows the noun goes on with the name where it is a noun of the same sort: 宣传月+活动.
    best.map(|hit| scan.at(hit.end, Class::Programme).copied().unwrap_or(hit))
}

/// Whether an award is told of: a verb of winning before, or an honour behind.
fn honoured(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let scan = &reading.article.scan;
    let clause = reading.clause(start);
    let won =
        scan.of(Class::HonourVerb, clause.start.min(start)..start).any(|verb| reading.chars(verb.end..start) <= 10);
    let honour = scan.starting(end).any(|hit| hit.class == Class::Honour);
    won || honour
}
