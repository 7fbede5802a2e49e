//! Programmes: titles of documents, names in quotation marks, and names by their last word.
//!
//! Each site of the article (a title, a quotation, a noun of programmes) holds one name at most. From where to where it
//! reaches, and whether it is one, is told by hints: the words before, in and behind it, its noun, its length. The table
//! `naming.tsv` says how much each weighs; the candidate with the greatest sum is taken, if that is above nought (a
//! conditional logit: McFadden 1974, in Frontiers in Econometrics, pp. 105–142).

mod extent;
mod hints;
mod site;

use std::ops::Range;

use crate::{
    extract::{AgencyMention, Mentions, Reading, Rejected},
    lexicon::{Class, Hint, Hit, Said},
    model::ProgrammeKind,
    text::Taken,
};

use hints::{Hints, Tell};
use site::{End, Mark, Site, is_noun};

/// How many names of a site are weighed as a whole: those whose two ends speak most for them.
const WEIGHED: usize = 6;

/// So little speaks for the two ends of a name, in hundredths of a logit, that nothing in it makes it one.
const HOPELESS: i32 = -300;

/// A programme in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeMention {
    /// **Bytes** of the article's cleaned text, with the quotation marks or title marks.
    pub range: Range<usize>,
    /// Its name: quotation marks taken out, 《》 kept.
    pub name: String,
    /// What sort of initiative.
    pub kind: ProgrammeKind,
    /// Whether it is only told of in passing: a means (依托X平台) or a thing counted (建成X15个).
    pub passing: bool,
}

/// Words that could be a name, with what speaks for it: hints and what they say.
#[derive(Clone, Debug)]
pub struct NameCandidate {
    /// The name.
    pub name: String,
    /// What speaks for it, or against.
    pub hints: Vec<(Hint, String)>,
}

/// A name that a site could hold.
struct Chosen<'s> {
    site: &'s Site,
    range: Range<usize>,
    end: &'s End,
    sum: i32,
}

pub(crate) fn extract(reading: &Reading<'_>, mentions: &mut Mentions) {
    let sites = site::sites(reading);
    let hints = Hints::new(reading, &mentions.agencies, &sites);
    let mut best: Vec<Chosen<'_>> = sites.iter().filter_map(|site| choose(reading, &hints, site)).collect();
    // What most speaks for comes first, and nothing else stands in its words.
    best.sort_by_key(|one| (std::cmp::Reverse(one.sum), one.range.start));
    let mut found: Vec<ProgrammeMention> = Vec::new();
    let mut taken = Taken::new(reading.text().len());
    for one in best {
        if one.sum <= 0 {
            let range = one.site.core.clone();
            mentions.rejected.push(Rejected { kind: "programme", range, reason: reason(one.site.mark) });
        } else if !taken.overlaps(&one.range) {
            taken.take(&one.range);
            let thing = thing(reading, &one.range, one.end);
            let named = thing.map_or(one.range.end, |thing| thing.end);
            found.push(ProgrammeMention {
                name: bare(reading, one.range.start..named),
                kind: sort(reading, one.site, thing.or(one.end.noun.as_ref())),
                passing: extent::passing(reading, one.range.clone()),
                range: one.range,
            });
        }
    }
    found.sort_by_key(|one| one.range.start);
    mentions.programmes = found;
}

/// The names that each site of an article could hold.
pub(crate) fn candidates(reading: &Reading<'_>, agencies: &[AgencyMention]) -> Vec<Vec<NameCandidate>> {
    let sites = site::sites(reading);
    let hints = Hints::new(reading, agencies, &sites);
    let of_site = |site: &Site| {
        let view = hints.view(site);
        let one = |(begin, end): (usize, usize)| {
            let (from, to) = (site.begins[begin], &site.ends[end]);
            let mut all = Vec::new();
            let mut tell = |hint, words: &[&str]| all.push((hint, words.concat()));
            hints.of_begin(&view, from, &mut tell);
            hints.of_end(&view, to, &mut tell);
            hints.of_whole(&view, from, to, &mut tell);
            NameCandidate { name: bare(reading, from..to.at), hints: all }
        };
        site.names(reading).map(one).collect()
    };
    sites.iter().map(of_site).collect()
}

/// The name of a site for which most speaks; of two for which as much speaks the first.
fn choose<'s>(reading: &Reading<'_>, hints: &Hints<'_>, site: &'s Site) -> Option<Chosen<'s>> {
    let naming = reading.lexicon.naming();
    let sum = |told: &dyn Fn(Tell<'_>)| {
        let mut sum = 0;
        told(&mut |hint, words: &[&str]| sum += naming.weight(hint, Said::new(words)));
        sum
    };
    let view = hints.view(site);
    let begins: Vec<i32> = site.begins.iter().map(|&at| sum(&|tell| hints.of_begin(&view, at, tell))).collect();
    let ends: Vec<i32> = site.ends.iter().map(|end| sum(&|tell| hints.of_end(&view, end, tell))).collect();
    let mut names: Vec<(usize, usize)> = site.names(reading).collect();
    names.sort_by_key(|&(begin, end)| std::cmp::Reverse(begins[begin] + ends[end]));
    let all = names.into_iter().take(WEIGHED).map(|(begin, end)| {
        let (from, to) = (site.begins[begin], &site.ends[end]);
        let both = begins[begin] + ends[end];
        let whole = if both > HOPELESS { sum(&|tell| hints.of_whole(&view, from, to, tell)) } else { 0 };
        Chosen { site, range: from..to.at, end: to, sum: both + whole }
    });
    all.reduce(|best, one| if one.sum > best.sum { one } else { best })
}

/// Why what could be a name is taken for none.
fn reason(mark: Mark) -> &'static str {
    match mark {
        Mark::Noun => "no name of its own",
        Mark::Quoted => "quoted for another reason",
        Mark::Title => "title of no document",
    }
}

/// What sort of initiative a name is: what its noun says.
fn sort(reading: &Reading<'_>, site: &Site, noun: Option<&Hit>) -> ProgrammeKind {
    let scan = &reading.article.scan;
    let kind = |hit: &Hit| ProgrammeKind::from_word(&reading.lexicon.word(hit).kind);
    match site.mark {
        Mark::Title => ProgrammeKind::Document,
        Mark::Noun => noun.and_then(kind).unwrap_or(ProgrammeKind::Campaign),
        Mark::Quoted => {
            let strong = noun.filter(|noun| noun.class == Class::Programme).and_then(kind);
            let quote = scan.before(site.core.end, Class::Unquote).map_or(site.core.end, |mark| mark.start);
            let inner = || scan.ending(quote).find(|hit| is_noun(hit)).and_then(kind);
            strong.or_else(inner).or_else(|| noun.and_then(kind)).unwrap_or(ProgrammeKind::Service)
        }
    }
}

/// What is built or run, where a name ends with the work on it: the 服务圈 of “15分钟服务圈”建设.
fn thing<'r>(reading: &'r Reading<'_>, range: &Range<usize>, end: &End) -> Option<&'r Hit> {
    let scan = &reading.article.scan;
    let work = end.noun.filter(|noun| {
        noun.class == Class::ProgrammeWeak && reading.lexicon.is(reading.slice(noun.range()), Class::ProgrammeFiller)
    })?;
    let inner = scan.before(work.start, Class::Unquote).map_or(work.start, |mark| mark.start);
    scan.ending(inner).find(|hit| hit.class == Class::Programme && hit.start > range.start)
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
