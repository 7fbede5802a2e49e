//! Programmes: titles of documents, names in quotation marks, and names by their last word.

use std::ops::Range;

use crate::{
    extract::{Mentions, Reading, Rejected, number},
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

/// Longest quoted name, in characters.
const QUOTED: usize = 22;
/// Longest run of words before a quotation that belongs to its name, in characters.
const LEAD: usize = 8;
/// Longest run of words behind a quotation that still belongs to its name, in characters.
const TAIL: usize = 12;
/// How close the verb of a noun that says little has to stand, in characters.
const CLOSE: usize = 5;
/// Longest name by its last word, in characters.
const NAME: usize = 24;

pub(crate) fn extract(reading: &Reading<'_>, mentions: &mut Mentions) {
    let mut found: Vec<ProgrammeMention> = Vec::new();
    titles(reading, &mut found, &mut mentions.rejected);
    quotes(reading, &mut found, &mut mentions.rejected);
    suffixes(reading, &mut found, &mut mentions.rejected);
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

/// “…” with a programme noun behind it, a programme verb before it, or coming back through the article.
fn quotes(reading: &Reading<'_>, found: &mut Vec<ProgrammeMention>, rejected: &mut Vec<Rejected>) {
    let scan = &reading.article.scan;
    let mut listed: Option<usize> = None;
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
        let tail = tail(reading, close.end)
            .or_else(|| {
                scan.at(close.end, Class::ProgrammeWeak).copied().filter(|noun| reading.chars(noun.range()) >= 2)
            })
            .filter(|noun| !ends || noun.start == close.end);
        let governed = governing_verb(reading, open.start);
        let back = listed.filter(|&end| {
            scan.within(end..open.start).all(|hit| hit.class == Class::ListMark) && reading.chars(end..open.start) <= 1
        });
        let returns = reading
            .quotes
            .iter()
            .filter(|other| reading.slice((*other).clone()) == reading.slice(quote.clone()))
            .count()
            > 1;
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
        let named = tail.filter(|noun| !ends || reading.lexicon.word(noun).kind == "campaign");
        let end = named.map_or(close.end, |hit| hit.end);
        let start = if named.is_some() || whole || within { head(reading, open.start, true) } else { open.start };
        let start = if reading.chars(start..open.start) > LEAD { open.start } else { start };
        let kind = tail.or(inner.copied()).map_or(ProgrammeKind::Service, |hit| kind(reading, &hit));
        let name = bare(reading, start..end);
        found.push(ProgrammeMention {
            range: start..end,
            name,
            kind,
            sign: Sign::Quoted,
            passing: passing(reading, start..end),
        });
        listed = Some(close.end);
    }
}

/// Whether what is quoted is called a way of working: “党支部+合作社+农户”的办法.
fn way_behind(reading: &Reading<'_>, end: usize) -> bool {
    let scan = &reading.article.scan;
    let of = scan.at(end, Class::Particle).filter(|hit| reading.lexicon.word(hit).value == "hard");
    of.is_some_and(|of| {
        scan.starting(of.end).any(|noun| {
            let kind = reading.lexicon.word(noun).kind.as_str();
            matches!(noun.class, Class::Programme | Class::ProgrammeWeak) && kind == "mechanism"
        })
    })
}

/// Whether quotations in a row end with a count of programmes: “A”“B”两个项目.
fn counted_behind(reading: &Reading<'_>, end: usize) -> bool {
    let scan = &reading.article.scan;
    let mut at = end;
    // The other quotations of the row.
    loop {
        let open = scan.at(at, Class::ListMark).map_or(at, |mark| mark.end);
        let next = scan.at(open, Class::Quote).and_then(|open| reading.quotes.iter().find(|q| q.start == open.end));
        match next.and_then(|quote| scan.at(quote.end, Class::Unquote)) {
            Some(close) => at = close.end,
            None => break,
        }
    }
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

/// Names by their last word: behind a verb that takes a programme, or with a strong noun and a name of their own.
fn suffixes(reading: &Reading<'_>, found: &mut Vec<ProgrammeMention>, rejected: &mut Vec<Rejected>) {
    let scan = &reading.article.scan;
    let nouns =
        scan.within(0..reading.text().len()).filter(|hit| matches!(hit.class, Class::Programme | Class::ProgrammeWeak));
    // The end of the last name taken: a list goes on behind it.
    let mut listed = 0;
    for hit in nouns {
        let word = reading.lexicon.word(hit);
        let range = hit.range();
        if goes_on(reading, hit) || reading.in_byline(&range) {
            continue;
        }
        let held =
            Reading::holder(&reading.titles, &range).is_some() || Reading::holder(&reading.quotes, &range).is_some();
        if held || found.iter().any(|one| one.range.start < range.end && range.start < one.range.end) {
            continue;
        }
        let weak = hit.class == Class::ProgrammeWeak;
        // 垃圾分类, 退耕还林: a programme by itself.
        let known =
            word.value == "name" && !scan.covered(range.clone(), &[Class::Department, Class::Office, Class::Organ]);
        let start = head(reading, hit.start, false);
        let own = reading.chars(start..hit.start);
        let noun = reading.chars(range.clone());
        let generic =
            scan.starting(start).any(|first| first.class == Class::ProgrammeGeneric && first.end >= hit.start);
        let in_list = scan
            .ending(start)
            .any(|mark| matches!(mark.class, Class::ListMark | Class::TrimBoth) && mark.start == listed);
        // 把牧区户厕改造列为…: what is handled is told of.
        let handled =
            scan.ending(start).any(|hit| hit.class == Class::Preposition && reading.lexicon.word(hit).value == "means");
        let governed = in_list || governing_verb(reading, start) || handled && own >= 3;
        let run = governed && runs(reading, start);
        // 专项行动 alone names none; 跨省通办 alone does.
        let says = word.kind != "campaign" && governed && !weak;
        let named = own >= 3 || own >= 2 && noun >= 3 || noun >= 4 && (own > 0 || says);
        let campaign = word.kind == "campaign" && noun >= 3;
        let strong =
            !weak && (noun >= 4 || campaign) && (own >= 3 || noun >= 4 && matches!(word.kind.as_str(), "platform"));
        let strong = strong || !weak && word.kind == "project" && own >= 4 && tells(reading, start, hit.end);
        // 项目, 平台, 体系 end anything: their verb has to stand close.
        let far = noun == 2 && !in_list && !handled && !verb_within(reading, start, Class::VerbProgramme, CLOSE);
        // A long name of its own needs no verb: 新能源牧户转网电工程.
        let strong = strong
            || !weak
                && matches!(word.kind.as_str(), "platform" | "project" | "mechanism")
                && own >= 5
                && !generic
                && !scan.within(start..hit.start).any(|inner| {
                    let verb = inner.class == Class::VerbDo && word.kind != "project";
                    let breaks =
                        matches!(inner.class, Class::Boundary | Class::ListMark | Class::VerbRun | Class::NounPerson);
                    let whole = reading.chars(inner.range()) > 1 || inner.end == hit.start;
                    (verb || breaks && whole) && !reading.hidden(inner.range())
                });
        // 建立联席机制
        let named = named || own == 2 && !far_verb(reading, start) && word.kind == "mechanism";
        let start = if known { hit.start } else { start };
        // 公示、记录、审核制度 is one; of 服务区、志愿服务 the last is.
        let joint = |mark: &&Hit| {
            let word = || {
                scan.at(mark.start, Class::TrimBoth).is_some()
                    || mark.class == Class::Boundary
                        && reading.lexicon.word(mark).value != "joint"
                        && scan.at(mark.start, Class::Partner).is_some()
            };
            (mark.class == Class::ListMark || word()) && !reading.hidden(mark.range())
        };
        let list = scan.within(start..hit.start).filter(joint).last().copied();
        let (start, listed_too) = match list {
            Some(mark) if reading.chars(mark.end..hit.start) >= 3 || noun >= 4 => (mark.end, false),
            Some(mark) => (start, reading.chars(start..mark.start) >= 4),
            None => (start, false),
        };
        let reason = if known {
            ""
        } else if !strong && (!named || far) {
            "nothing but the noun"
        } else if generic {
            "generic modifier"
        } else if listed_too {
            "a list, not a name"
        } else if reading.slice(start..hit.end).matches('(').count()
            != reading.slice(start..hit.end).matches(')').count()
        {
            "a bracket of its own"
        } else if own > NAME {
            "too long for a name"
        } else if reading.in_heading(hit.start) && !governed {
            "heading"
        } else if weak && !(run && own >= 3 && noun >= 2 && !modifies(reading, hit)) || !governed && !strong {
            "no programme verb before it"
        } else if number_opens(reading, start)
            || matches!(word.kind.as_str(), "project" | "service" | "platform") && counted_at(reading, hit.end)
        {
            "counted, not named"
        } else if scan
            .of(Class::VerbDo, start..hit.start)
            .any(|verb| verb.end == hit.start && verb.start > start && light(reading, verb))
        {
            "a sentence, not a name"
        } else {
            ""
        };
        if reason.is_empty() {
            let sign = if governed { Sign::Verb } else { Sign::Suffix };
            let name = bare(reading, start..hit.end);
            found.push(ProgrammeMention {
                range: start..hit.end,
                name,
                kind: kind(reading, hit),
                sign,
                passing: passing(reading, start..hit.end),
            });
            listed = hit.end;
        } else {
            rejected.push(Rejected { kind: "programme", range: start..hit.end, reason });
        }
    }
}

/// Whether a verb only carries the noun behind it: 进行 in 早厕进行改造.
fn light(reading: &Reading<'_>, verb: &Hit) -> bool {
    reading.lexicon.word(verb).value == "light"
}

/// Whether a name at the head of its clause is what the clause tells of: a verb or a number follows.
fn tells(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let scan = &reading.article.scan;
    let follows = scan.starting(end).any(|hit| {
        matches!(hit.class, Class::VerbDo | Class::Aggregate | Class::TrimLeft | Class::TrimRight | Class::BoundBefore)
    });
    at_verb_position(reading, start, reading.clause(start).start) && (follows || number::at(reading, end).is_some())
}

/// Whether a noun follows that the work is only a modifier of: 水利建设 in 水利建设投资.
fn modifies(reading: &Reading<'_>, hit: &Hit) -> bool {
    let clause = reading.clause(hit.start);
    let follows = reading.slice(hit.end..clause.end.max(hit.end)).starts_with(char::is_alphabetic);
    follows
        && !reading.article.scan.starting(hit.end).any(|word| {
            matches!(
                word.class,
                Class::Boundary
                    | Class::Verb
                    | Class::VerbRun
                    | Class::VerbProgramme
                    | Class::Particle
                    | Class::Preposition
                    | Class::TrimLeft
                    | Class::TrimBoth
                    | Class::Programme
                    | Class::ProgrammeFiller
            ) || word.class.is_time()
        })
}

/// Whether the name does not end with this noun: another one follows at once or holds it.
fn goes_on(reading: &Reading<'_>, hit: &Hit) -> bool {
    let scan = &reading.article.scan;
    let noun = |class| matches!(class, Class::Programme | Class::ProgrammeWeak);
    let follows = scan.starting(hit.end).any(|next| {
        (noun(next.class) || next.class == Class::ProgrammeFiller)
            && reading.lexicon.word(next).kind != "document"
            && !matches!(next.class, Class::ProgrammeWeak)
    });
    let longer = scan.ending(hit.end).any(|other| noun(other.class) && other.start < hit.start)
        || scan.starting(hit.start).any(|other| noun(other.class) && other.end > hit.end)
        || scan.covered(hit.range(), &[Class::Programme, Class::Office, Class::Boundary, Class::PersonTitle]);
    let end = reading.text().len().min(hit.end + 12);
    let overlapped = scan
        .within(hit.start..end.max(hit.end))
        .any(|o| noun(o.class) && o.start > hit.start && o.start < hit.end && o.end > hit.end);
    follows || longer || overlapped
}

fn kind(reading: &Reading<'_>, hit: &Hit) -> ProgrammeKind {
    ProgrammeKind::from_word(&reading.lexicon.word(hit).kind).unwrap_or(ProgrammeKind::Campaign)
}

/// A name without its quotation marks.
fn bare(reading: &Reading<'_>, range: Range<usize>) -> String {
    let marks = |c: char| {
        let surface = c.to_string();
        reading.lexicon.is(&surface, Class::Quote) || reading.lexicon.is(&surface, Class::Unquote)
    };
    reading.slice(range).chars().filter(|&c| !marks(c) && c != '\n').collect()
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
            || hit.class == Class::Verb && reading.chars(hit.range()) > 1;
        let breaks = (word
            || matches!(hit.class, Class::ListMark | Class::Quote | Class::Title | Class::Open | Class::Speech)
            || hit.class == Class::Generic && reading.chars(hit.range()) > 1)
            && !reading.hidden(hit.range());
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

/// Where the name whose noun or quotation begins at `end` itself begins: behind the verb, 的, a number, a mark, or the
/// place that opens it.
fn head(reading: &Reading<'_>, end: usize, quoted: bool) -> usize {
    let scan = &reading.article.scan;
    let clause = reading.clause(end);
    let floor = clause.start.min(end);
    let mut start = reading.slice(floor..end).char_indices().rev().nth(NAME).map_or(floor, |(at, _)| floor + at);
    for hit in scan.within(start..end) {
        let noun = || scan.at(hit.start, Class::Programme).is_some_and(|noun| noun.end >= hit.end);
        let single = reading.chars(hit.range()) == 1;
        let cuts = match hit.class {
            Class::SentenceEnd | Class::ClauseEnd | Class::Quote | Class::Unquote | Class::Title | Class::Untitle => {
                true
            }
            // A bracket inside a name stays: 遥测遥控(SCADA)系统.
            Class::Close => {
                quoted || reading.chars(hit.end..end) > 6 || scan.of(Class::Open, start..hit.start).next().is_none()
            }
            Class::ListMark => {
                scan.ending(hit.start).any(|word| word.class == Class::Programme) || reading.chars(hit.end..end) > 6
            }
            Class::BoundAfter => true,
            // 预约服务和延时服务 are two.
            Class::TrimBoth => scan.ending(hit.start).any(|word| word.class == Class::Programme),
            Class::Boundary if matches!(reading.lexicon.word(hit).value.as_str(), "joint" | "verb") => {
                at_verb_position(reading, hit.start, clause.start)
            }
            Class::Boundary => {
                (quoted && hit.end == end || !single || reading.lexicon.word(hit).value == "hard")
                    && !reading.hidden(hit.range())
                    && (quoted || !noun())
            }
            Class::VerbRun => !reading.hidden(hit.range()) && (quoted || !noun()),
            Class::VerbProgramme | Class::Verb | Class::VerbDo => {
                let governs = hit.end == end && quoted || at_verb_position(reading, hit.start, clause.start);
                governs && !reading.hidden(hit.range()) && (quoted || !noun())
            }
            Class::Particle => reading.lexicon.word(hit).value == "hard",
            Class::Deictic | Class::Alias | Class::Anaphor | Class::Speech | Class::Collective => true,
            Class::TimeTail => reading.chars(hit.range()) > 1 && !reading.hidden(hit.range()),
            _ if hit.class.is_time() => true,
            Class::Office | Class::Organ => {
                let state = matches!(reading.lexicon.word(hit).kind.as_str(), "government" | "party" | "court");
                let whole = reading.chars(hit.range()) >= 2 || scan.before(hit.start, Class::Department).is_some();
                state && whole && !reading.hidden(hit.range())
            }
            _ if hit.class.word().starts_with("unit.") => {
                scan.ending(hit.start).any(|n| {
                    matches!(n.class, Class::Numeral | Class::Magnitude | Class::NumeralSome | Class::BoundInside)
                }) || reading.slice(floor..hit.start).ends_with(|c: char| c.is_ascii_digit())
            }
            _ => false,
        };
        if cuts && hit.end > start && hit.end <= end {
            start = hit.end;
        }
    }
    // The place that the phrase opens with is told beside the name; one inside it belongs to it: 健康石峰行动.
    let joint = |at: usize| {
        scan.at(at, Class::ListMark).or_else(|| scan.at(at, Class::TrimBoth)).filter(|mark| mark.end <= end)
    };
    while let Some(mark) = joint(start) {
        start = mark.end;
    }
    // Marks of captions and lists are none of it.
    let sign = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | '+' | '·');
    while let Some(c) = reading.slice(start..end).chars().next().filter(|&c| !quoted && sign(c)) {
        start += c.len_utf8();
    }
    while let Some(place) =
        reading.places.iter().find(|place| place.start == start && place.end < end && reading.is_firm(place))
    {
        start = place.end;
    }
    start
}

/// Whether a word that can be a verb stands where one does: first in its clause, or behind an adverb, a mark, a place,
/// an office or a particle.
fn at_verb_position(reading: &Reading<'_>, at: usize, clause: usize) -> bool {
    at <= clause
        || reading.place_before(at).is_some()
        || reading.article.scan.ending(at).any(|hit| {
            matches!(
                hit.class,
                Class::Boundary
                    | Class::ListMark
                    | Class::Particle
                    | Class::Office
                    | Class::Organ
                    | Class::TrimLeft
                    | Class::Deictic
                    | Class::Anaphor
                    | Class::Collective
                    | Class::Verb
                    | Class::VerbRun
            ) && !reading.hidden(hit.range())
                // 青年创新创业行动: a verb that is a part of a name goes on with it.
                && !(matches!(hit.class, Class::Verb | Class::VerbRun) && hit.start > clause && !at_verb_position(reading, hit.start, clause))
        })
}

/// Whether a verb that takes programmes governs the phrase that begins at `start`: directly before it, or before its
/// modifiers in the same clause.
fn governing_verb(reading: &Reading<'_>, start: usize) -> bool {
    verb_before(reading, start, Class::VerbProgramme)
}

/// Whether no verb that takes programmes stands directly before it.
fn far_verb(reading: &Reading<'_>, start: usize) -> bool {
    !reading.article.scan.ending(start).any(|hit| hit.class == Class::VerbProgramme && !reading.hidden(hit.range()))
}

/// Whether a verb of running governs it.
fn runs(reading: &Reading<'_>, start: usize) -> bool {
    verb_before(reading, start, Class::VerbRun)
}

fn verb_before(reading: &Reading<'_>, start: usize, class: Class) -> bool {
    verb_within(reading, start, class, 14)
}

/// Whether a verb of the class stands at most so many characters before `start`, in its clause.
fn verb_within(reading: &Reading<'_>, start: usize, class: Class, most: usize) -> bool {
    let scan = &reading.article.scan;
    let clause = reading.clause(start);
    let low = clause.start.min(start);
    scan.of(class, low..start).filter(|verb| !reading.hidden(verb.range())).last().is_some_and(|verb| {
        let between = verb.end..start;
        reading.chars(between.clone()) <= most
            && !scan
                .within(between)
                .any(|hit| matches!(hit.class, Class::ClauseEnd | Class::SentenceEnd | Class::Speech))
    })
}

/// Whether a name is told of in passing: its verb makes it a means, or a number stands at it.
fn passing(reading: &Reading<'_>, range: Range<usize>) -> bool {
    let scan = &reading.article.scan;
    let clause = reading.clause(range.start);
    let verb = scan
        .of(Class::VerbProgramme, clause.start.min(range.start)..range.start)
        .filter(|verb| !reading.hidden(verb.range()))
        .last();
    let means = verb.is_some_and(|verb| reading.lexicon.word(verb).value == "means");
    // 一次整治行动 is one, and named.
    let one =
        |unit: &Hit| scan.ending(unit.start).any(|n| n.class == Class::Numeral && reading.lexicon.word(n).value == "1");
    let counted = scan.ending(range.start).any(|unit| unit.class == Class::UnitCount && !one(unit))
        || number::at(reading, range.end)
            .is_some_and(|number| scan.starting(number.range.end).any(|unit| unit.class == Class::UnitCount));
    means || counted
}

/// Whether a count stands behind the name: 助餐点100个.
fn counted_at(reading: &Reading<'_>, end: usize) -> bool {
    let scan = &reading.article.scan;
    let at = scan.at(end, Class::BoundBefore).map_or(end, |bound| bound.end);
    number::at(reading, at)
        .is_some_and(|number| scan.starting(number.range.end).any(|unit| unit.class == Class::UnitCount))
}

/// Whether the phrase begins with a bare number, so that things are counted.
fn number_opens(reading: &Reading<'_>, start: usize) -> bool {
    number::at(reading, start).is_some_and(|number| {
        // 15分钟服务圈 is a name, 15个服务点 a count.
        !number.words && !reading.article.scan.starting(number.range.end).any(|unit| unit.class == Class::UnitTime)
    })
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
