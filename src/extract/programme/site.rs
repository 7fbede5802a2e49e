//! Where the name of a programme may stand, and from where to where it may reach.

use std::ops::Range;

use crate::{
    extract::Reading,
    lexicon::{Class, Hit},
    text::Taken,
};

/// Longest words before a noun that may belong to a name, in characters.
const NAME: usize = 24;
/// Longest quotation that may be a name, in characters.
const QUOTED: usize = 26;
/// Longest words before and behind a quotation that may belong to its name, in characters.
const AROUND: usize = 12;

/// Longest row of nouns, in bytes: no name has so many.
const NOUNS: usize = 120;

/// What shows that words may be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A noun of programmes.
    Noun,
    /// Quotation marks.
    Quoted,
    /// 《》.
    Title,
}

impl Mark {
    /// The word for it in the table.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Noun => "noun",
            Self::Quoted => "quoted",
            Self::Title => "title",
        }
    }
}

/// Where a name may end.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// **Byte** behind it.
    pub at: usize,
    /// The noun that ends there.
    pub noun: Option<Hit>,
    /// Where its noun begins, or without one its quotation.
    pub from: usize,
}

/// A place where at most one name stands.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub mark: Mark,
    /// The quotation or title with its marks, or the nouns.
    pub core: Range<usize>,
    /// Where a name may begin, from the left.
    pub begins: Vec<usize>,
    /// Where it may end.
    pub ends: Vec<End>,
}

impl Site {
    /// Each beginning and end that fit together, by their numbers.
    pub(super) fn names(&self, reading: &Reading<'_>) -> impl Iterator<Item = (usize, usize)> {
        let ends = self.ends.iter().enumerate();
        ends.flat_map(move |(end, to)| self.begins.iter().enumerate().map(move |(begin, &from)| (begin, end, from, to)))
            .filter(move |&(_, _, from, to)| {
                let whole = to.noun.is_some_and(|noun| reading.lexicon.word(&noun).value == "name");
                from <= to.from && (self.mark != Mark::Noun || whole || reading.chars(from..to.at) >= 3)
            })
            .map(|(begin, end, ..)| (begin, end))
    }
}

/// Whether a hit is a noun that programmes are named by.
pub(super) fn is_noun(hit: &Hit) -> bool {
    matches!(hit.class, Class::Programme | Class::ProgrammeWeak)
}

/// Every site of an article, in the order of its kinds.
pub(super) fn sites(reading: &Reading<'_>) -> Vec<Site> {
    let mut sites = Vec::new();
    titles(reading, &mut sites);

    quotations(reading, &mut sites);
    let mut taken = Taken::new(reading.text().len());
    sites.iter().for_each(|site| taken.take(&site.core));
    nouns(reading, &taken, &mut sites);

    sites
}

fn titles(reading: &Reading<'_>, sites: &mut Vec<Site>) {
    let scan = &reading.article.scan;
    for title in &reading.titles {
        let marks = scan.before(title.start, Class::Title).zip(scan.at(title.end, Class::Untitle));
        let Some((open, close)) = marks.filter(|_| reading.chars(title.clone()) >= 2) else { continue };
        let core = open.start..close.end;
        let end = End { at: core.end, noun: None, from: core.start };
        sites.push(Site { mark: Mark::Title, begins: vec![core.start], ends: vec![end], core });
    }
}

fn quotations(reading: &Reading<'_>, sites: &mut Vec<Site>) {
    let scan = &reading.article.scan;
    for quote in &reading.quotes {
        let marks = scan.before(quote.start, Class::Quote).zip(scan.at(quote.end, Class::Unquote));
        let Some((open, close)) = marks else { continue };
        let long = quote.is_empty() || !reading.is_within(quote.clone(), QUOTED);
        let speech = scan.of(Class::SentenceEnd, quote.clone()).next().is_some();
        if long || speech || reading.in_byline(quote) || Reading::holder(&reading.titles, quote).is_some() {
            continue;
        }
        let core = open.start..close.end;
        let clause = reading.clause(core.start);
        let mut ends = vec![End { at: core.end, noun: None, from: core.start }];
        let far = ahead(reading, core.end, clause.end, AROUND);
        for hit in scan.within(core.end..far).filter(|hit| is_noun(hit)) {
            let direct = hit.class == Class::Programme && hit.start == core.end;
            if (direct || reading.chars(hit.range()) >= 2) && ends.iter().all(|end| end.at != hit.end) {
                ends.push(End { at: hit.end, noun: Some(*hit), from: core.start });
            }
        }
        let floor = behind(reading, core.start, clause.start, AROUND);
        sites.push(Site { mark: Mark::Quoted, begins: begins(reading, floor, core.start), ends, core });
    }
}

/// Nouns that overlap or follow each other are one site.
fn nouns(reading: &Reading<'_>, taken: &Taken, sites: &mut Vec<Site>) {
    let scan = &reading.article.scan;
    let free = |hit: &&Hit| is_noun(hit) && !taken.overlaps(&hit.range()) && !reading.in_byline(&hit.range());
    let mut row: Vec<Hit> = Vec::new();
    let mut all = scan.within(0..reading.text().len()).filter(free).peekable();
    while let Some(hit) = all.next() {
        row.push(*hit);
        let end = row.iter().map(|hit| hit.end).max().unwrap_or(0);
        if all.peek().is_none_or(|next| next.start > end || next.end > row[0].start + NOUNS) {
            sites.extend(of_nouns(reading, &row));
            row.clear();
        }
    }
}

fn of_nouns(reading: &Reading<'_>, row: &[Hit]) -> Option<Site> {
    let name = |hit: &Hit| reading.lexicon.word(hit).value == "name";
    let core = row.first()?.start..row.iter().map(|hit| hit.end).max()?;
    let mut ends: Vec<End> = Vec::new();
    for hit in row {
        // A noun of one character needs words before it that are nouns too.
        if reading.chars(hit.range()) < 2 && hit.start == core.start {
            continue;
        }
        match ends.iter_mut().find(|end| end.at == hit.end) {
            Some(end) => {
                let known = end.noun.filter(|noun| name(noun) && !name(hit));
                let longer = hit.start < end.from;
                if longer && known.is_none() || name(hit) && hit.start <= end.from {
                    *end = End { at: hit.end, noun: Some(*hit), from: hit.start };
                }
            }
            None => ends.push(End { at: hit.end, noun: Some(*hit), from: hit.start }),
        }
    }
    let last = ends.iter().map(|end| end.from).max()?;
    let floor = behind(reading, core.start, reading.clause(core.start).start, NAME);
    Some(Site { mark: Mark::Noun, begins: begins(reading, floor, last), ends, core })
}

/// Where a name may begin between `floor` and `last`: where a word or a place begins or ends.
fn begins(reading: &Reading<'_>, floor: usize, last: usize) -> Vec<usize> {
    let scan = &reading.article.scan;
    let mut all = vec![floor, last];
    let mut add = |at: usize| {
        if floor < at && at < last {
            all.push(at);
        }
    };
    for hit in scan.overlapping(floor..last) {
        add(hit.start);
        add(hit.end);
    }
    let low = reading.places.partition_point(|place| place.end <= floor);
    for place in reading.places[low..].iter().take_while(|place| place.start < last) {
        if reading.is_firm(place) {
            add(place.start);
            add(place.end);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The byte at most so many characters before `at`, and not before `floor`.
fn behind(reading: &Reading<'_>, at: usize, floor: usize, most: usize) -> usize {
    let floor = floor.min(at);
    let mut chars = reading.slice(floor..at).char_indices().rev();
    most.checked_sub(1).and_then(|last| chars.nth(last)).map_or(floor, |(from, _)| floor + from)
}

/// The byte at most so many characters behind `at`, and not behind `roof`.
fn ahead(reading: &Reading<'_>, at: usize, roof: usize, most: usize) -> usize {
    let roof = roof.max(at);
    reading.slice(at..roof).char_indices().nth(most).map_or(roof, |(to, _)| at + to)
}
