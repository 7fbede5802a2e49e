//! What every extractor starts from: an article with its words, places, clauses and quotations.

use std::{cell::RefCell, ops::Range};

use crate::{
    article::{Article, Role},
    lexicon::{Class, Form, Hit, Lexicon, PlaceHit},
    model::Level,
};

/// An article with the lexicon's hits and its clauses, quotations and titles as **byte** ranges.
pub struct Reading<'a> {
    /// The article.
    pub article: &'a Article,
    /// What is known.
    pub lexicon: &'a Lexicon,
    /// Names of the gazetteer in it, leftmost-longest.
    pub places: Vec<PlaceHit<'static>>,
    /// Clauses, in order: pieces of sentences between commas.
    pub clauses: Vec<Range<usize>>,
    /// What stands inside “”, the marks not counted.
    pub quotes: Vec<Range<usize>>,
    /// What stands inside 《》, the marks not counted.
    pub titles: Vec<Range<usize>>,
    /// Bylines and datelines at the heads of paragraphs.
    pub bylines: Vec<Range<usize>>,
    /// What [`Reading::opens_clause`] said of a place: it is asked for each figure of an article.
    opening: RefCell<Vec<Option<bool>>>,
}

/// Longest byline or dateline, in bytes.
const BYLINE: usize = 240;

/// Longest clause, in bytes: what has no mark for so long is no prose, and is read in pieces.
const CLAUSE: usize = 900;

/// A byte range in pieces of at most `longest` bytes, cut between characters.
fn pieces(text: &str, range: Range<usize>, longest: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    while range.end - start > longest {
        let end = (start + 1..=start + longest).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(range.end);
        pieces.push(start..end);
        start = end;
    }
    pieces.push(start..range.end);
    pieces
}

/// Whether a place name is a verb and a level before an office: 会同+县 in 交警大队会同县农业农村局.
fn is_verb_and_level(article: &Article, place: &PlaceHit<'_>) -> bool {
    let scan = &article.scan;
    let verb = scan
        .starting(place.start)
        .find(|hit| matches!(hit.class, Class::Boundary | Class::Partner) && hit.end < place.end);
    let level = verb.and_then(|verb| scan.at(verb.end, Class::Level)).is_some_and(|level| level.end == place.end);
    level && scan.starting(place.end).any(|hit| matches!(hit.class, Class::Department | Class::Office | Class::Organ))
}

/// Whether a short name is the end of one word and the beginning of another: 镇平 in 乡镇平台.
fn is_between_words(article: &Article, place: &PlaceHit<'_>) -> bool {
    let around = article.scan.within(place.start.saturating_sub(12)..(place.end + 12).min(article.text().len()));
    let (mut left, mut right) = (false, false);
    for word in around {
        left |= word.start < place.start && word.end > place.start && word.end < place.end;
        right |= word.start > place.start && word.start < place.end && word.end > place.end;
    }
    place.form != Form::Full && left && right
}

impl<'a> Reading<'a> {
    /// Reads the layout of an article.
    pub fn new(article: &'a Article, lexicon: &'a Lexicon) -> Self {
        let mut places = lexicon.gazetteer().scan(article.text());
        places.retain(|place| !is_verb_and_level(article, place) && !is_between_words(article, place));
        let mut reading = Self {
            article,
            lexicon,
            places,
            clauses: Vec::new(),
            quotes: Vec::new(),
            titles: Vec::new(),
            bylines: Vec::new(),
            opening: RefCell::new(vec![None; article.text().len() + 1]),
        };
        reading.find_pairs();
        reading.find_bylines();
        reading.find_clauses();
        reading
    }

    /// The cleaned text.
    pub fn text(&self) -> &'a str {
        self.article.text()
    }

    /// What stands in a byte range.
    pub fn slice(&self, range: Range<usize>) -> &'a str {
        self.text().get(range).unwrap_or_default()
    }

    /// Number of characters of a byte range.
    pub fn chars(&self, range: Range<usize>) -> usize {
        self.slice(range).chars().count()
    }

    /// Whether a byte range holds so many characters at most; a long one is not counted through.
    pub fn is_within(&self, range: Range<usize>, most: usize) -> bool {
        range.len() <= most * 4 && self.chars(range) <= most
    }

    /// The clause that holds the byte at `at`.
    pub fn clause(&self, at: usize) -> Range<usize> {
        let low = self.clauses.partition_point(|clause| clause.end <= at);
        self.clauses.get(low).filter(|clause| clause.start <= at).cloned().unwrap_or(at..at)
    }

    /// Where a date that begins at `at`, with a digit, ends, if one does before `end`.
    pub fn date_at(&self, at: usize, end: usize) -> Option<usize> {
        if !self.text().as_bytes().get(at).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let dates = ["date.full", "date.month", "date.day", "date.months", "date.year", "date.month.only"];
        let found = dates.iter().filter_map(|name| self.lexicon.pattern(name)?.find(self.slice(at..end)));
        let mut opening = found.filter(|found| found.start() == 0 && !found.is_empty());
        opening.next().map(|found| at + found.end())
    }

    /// Whether a range lies in a byline.
    pub fn in_byline(&self, range: &Range<usize>) -> bool {
        let behind = self.bylines.partition_point(|byline| byline.start < range.end);
        behind.checked_sub(1).is_some_and(|last| range.start < self.bylines[last].end)
    }

    /// The byline that begins at `at`.
    pub fn byline_at(&self, at: usize) -> Option<&Range<usize>> {
        self.bylines.binary_search_by_key(&at, |byline| byline.start).ok().map(|at| &self.bylines[at])
    }

    /// Whether a range lies in a heading.
    pub fn in_heading(&self, at: usize) -> bool {
        self.article.block(at).is_some_and(|block| block.role == Role::Heading)
    }

    /// The range of `ranges` that holds `range`.
    pub fn holder(ranges: &[Range<usize>], range: &Range<usize>) -> Option<Range<usize>> {
        let low = ranges.partition_point(|one| one.end < range.end);
        ranges[low..].iter().take_while(|one| one.start <= range.start).find(|one| one.end >= range.end).cloned()
    }

    /// The place of the gazetteer that ends at `at` and is worth building on: a full name, or a short one that is no
    /// everyday word.
    pub fn place_before(&self, at: usize) -> Option<&PlaceHit<'static>> {
        self.place_ending(at).filter(|place| self.is_firm(place))
    }

    /// The place of the gazetteer that begins at `at`.
    pub fn place_at(&self, at: usize) -> Option<&PlaceHit<'static>> {
        self.places.binary_search_by_key(&at, |place| place.start).ok().map(|number| &self.places[number])
    }

    /// The place of the gazetteer that ends at `at`.
    pub fn place_ending(&self, at: usize) -> Option<&PlaceHit<'static>> {
        self.places.binary_search_by_key(&at, |place| place.end).ok().map(|number| &self.places[number])
    }

    /// The place of the gazetteer that holds a byte range.
    pub fn place_over(&self, range: &Range<usize>) -> Option<&PlaceHit<'static>> {
        let behind = self.places.partition_point(|place| place.start <= range.start);
        self.places[..behind].last().filter(|place| place.end >= range.end)
    }

    /// The quotation that begins at `at`.
    pub fn quote_at(&self, at: usize) -> Option<&Range<usize>> {
        self.quotes.binary_search_by_key(&at, |quote| quote.start).ok().map(|number| &self.quotes[number])
    }

    /// Whether a name says by itself that it is a place.
    pub fn is_firm(&self, place: &PlaceHit<'_>) -> bool {
        let surface = self.slice(place.start..place.end);
        let gazetteer = self.lexicon.gazetteer();
        let wide = || {
            let level = place.candidates.iter().map(|&id| gazetteer.level(id)).min();
            level.is_some_and(|level| level <= Level::County)
        };
        match place.form {
            Form::Full => true,
            Form::Short | Form::Former | Form::Byname => wide() && !gazetteer.is_common(surface),
            _ => false,
        }
    }

    /// Whether a mark of punctuation or a word that cannot stand inside a name lies within the range. Words of names
    /// (departments, offices, places) hide what stands inside them.
    pub fn breaks(&self, range: Range<usize>) -> bool {
        self.last_break(range).is_some()
    }

    /// The end of the last break within the range, if there is one.
    pub fn last_break(&self, range: Range<usize>) -> Option<usize> {
        self.last_break_but(range, |_| false)
    }

    /// The end of the last break within the range that is none of those that a name may hold.
    pub fn last_break_but(&self, range: Range<usize>, held: impl Fn(&Hit) -> bool) -> Option<usize> {
        let scan = &self.article.scan;
        let mut last = None;
        for hit in scan.within(range.clone()) {
            let breaks = match hit.class {
                Class::SentenceEnd | Class::ClauseEnd | Class::ListMark | Class::Quote | Class::Unquote => true,
                Class::Title | Class::Untitle | Class::Open | Class::Close => true,
                Class::Boundary | Class::Speech => !self.hidden(hit.range()),
                _ => false,
            };
            if breaks && !held(hit) {
                last = last.max(Some(hit.end));
            }
        }
        let newline = self.slice(range.clone()).rfind('\n').map(|at| range.start + at + 1);
        last.max(newline)
    }

    /// Whether a short word lies inside a longer one that is part of names.
    pub fn hidden(&self, range: Range<usize>) -> bool {
        const NAMES: &[Class] = &[
            Class::Department,
            Class::Office,
            Class::Organ,
            Class::Programme,
            Class::PersonTitle,
            Class::Zone,
            Class::Boundary,
            Class::Whole,
        ];
        self.article.scan.covered(range.clone(), NAMES)
            || self.place_over(&range).is_some_and(|place| self.is_firm(place))
    }

    /// Whether what begins at `at` is the subject of its clause: nothing before it but time, place and adverbs.
    pub fn opens_clause(&self, at: usize) -> bool {
        let known = self.opening.borrow().get(at).copied().flatten();
        known.unwrap_or_else(|| {
            let opens = self.find_opening(at);
            if let Some(known) = self.opening.borrow_mut().get_mut(at) {
                *known = Some(opens);
            }
            opens
        })
    }

    fn find_opening(&self, at: usize) -> bool {
        let scan = &self.article.scan;
        let clause = self.clause(at);
        let mut start = clause.start.min(at);
        let quote = self.quote_at(at).is_some();
        while start < at && !quote {
            let step = scan
                .starting(start)
                .filter(|hit| hit.end <= at)
                .filter(|hit| {
                    (hit.class.is_time()
                        || matches!(
                            hit.class,
                            Class::TrimLeft
                                | Class::TimeTail
                                | Class::Quote
                                | Class::Boundary
                                | Class::ListMark
                                | Class::Deictic
                                | Class::Particle
                        ))
                        && !(hit.class == Class::Boundary
                            && matches!(self.lexicon.word(hit).value.as_str(), "joint" | "verb"))
                        && !(hit.class == Class::Boundary
                            && scan.at(hit.start, Class::Preposition).is_some()
                            && self.lexicon.word(hit).surface.chars().count() == 1
                            && !self.is_agent(hit.start))
                })
                .map(|hit| hit.end)
                .max();
            let place = self.place_at(start).map(|place| place.end).filter(|&end| end <= at);
            let date = self.date_at(start, at);
            match step.max(place).max(date) {
                Some(next) if next > start => start = next,
                _ => return false,
            }
        }
        true
    }

    /// Whether the word at `at` marks the doer: 由, 经.
    fn is_agent(&self, at: usize) -> bool {
        self.article.scan.at(at, Class::From).is_some()
    }

    fn find_pairs(&mut self) {
        let scan = &self.article.scan;
        for block in &self.article.blocks {
            // An inner pair of other marks is a part of what the outer one quotes.
            let (mut quote, mut title): (Option<(usize, &str)>, _) = (None, None);
            for hit in scan.within(block.range.clone()) {
                match hit.class {
                    Class::Quote if quote.is_none() => quote = Some((hit.end, self.lexicon.word(hit).value.as_str())),
                    Class::Unquote => {
                        let own = quote.filter(|(_, closing)| *closing == self.slice(hit.range()));
                        if let Some((start, _)) = own {
                            self.quotes.push(start..hit.start);
                            quote = None;
                        }
                    }
                    Class::Title if title.is_none() => title = Some(hit.end),
                    Class::Untitle => self.titles.extend(title.take().map(|start| start..hit.start)),
                    _ => {}
                }
            }
        }
        self.quotes.sort_by_key(|range| (range.start, range.end));
        self.titles.sort_by_key(|range| (range.start, range.end));
    }

    fn find_bylines(&mut self) {
        for block in self.article.blocks.iter().filter(|block| block.role == Role::Body) {
            let mut end = (block.range.start + BYLINE).min(block.range.end);
            while !self.text().is_char_boundary(end) {
                end -= 1;
            }
            let head = self.slice(block.range.start..end);
            let patterns = ["byline.paren", "byline.dispatch", "byline.place", "byline.report", "byline.date"];
            let found = patterns
                .iter()
                .filter_map(|name| self.lexicon.pattern(name)?.find(head))
                .map(|found| found.end())
                .max();
            if let Some(length) = found {
                self.bylines.push(block.range.start..block.range.start + length);
            }
        }
    }

    fn find_clauses(&mut self) {
        let text = self.text().as_bytes();
        let digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
        for sentence in &self.article.sentences {
            let mut start = sentence.start;
            if let Some(byline) = self.byline_at(start) {
                start = byline.end.min(sentence.end);
            }
            // 25. and (三) open a sentence and say nothing.
            let numbers = self.lexicon.pattern("enumeration");
            let opening = numbers.and_then(|pattern| pattern.captures(self.slice(start..sentence.end))?.get(1));
            start += opening.map_or(0, |number| number.end());
            let mut depth = 0usize;
            for hit in self.article.scan.within(start..sentence.end) {
                match hit.class {
                    Class::Open | Class::Title => depth += 1,
                    Class::Close | Class::Untitle => depth = depth.saturating_sub(1),
                    // 12,345 and 12:30 are one number.
                    Class::ClauseEnd if hit.start > 0 && digit(hit.start - 1) && digit(hit.end) => {}
                    Class::ClauseEnd | Class::SentenceEnd if depth == 0 && hit.start >= start => {
                        self.clauses.push(start..hit.start);
                        start = hit.end;
                    }
                    _ => {}
                }
            }
            if start < sentence.end {
                self.clauses.push(start..sentence.end);
            }
        }
        let text = self.text();
        self.clauses = self.clauses.iter().flat_map(|clause| pieces(text, clause.clone(), CLAUSE)).collect();
        self.clauses.retain(|clause| clause.start < clause.end);
    }
}
