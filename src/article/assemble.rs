//! Blocks into articles: where one begins, and which pieces of a broken sentence belong together.

use std::ops::Range;

use crate::{
    article::{
        Article, Block, Role,
        clean::Origin,
        dates,
        segment::{self, Kind},
    },
    lexicon::{Class, Lexicon},
    text::Edited,
};

/// Longest article that is read as one, in bytes; what is longer goes on in a next one. Keeps the cost of a page in
/// step with its length.
const LONGEST: usize = 48 * 1024;
/// Most lines above a text that are its headline and what stands around it.
const STACK: usize = 200;
/// Among how many headings on each side one that is alike is looked for.
const ALIKE: usize = 64;
/// Longest end of a block that says that its article closes, in characters.
const CLOSING: usize = 200;
/// How many blocks ahead the rest of a broken sentence is looked for.
const REACH: usize = 14;

/// Groups the page's blocks into articles.
pub(crate) fn articles(blocks: &[segment::Block], lexicon: &Lexicon) -> Vec<Article> {
    let next = continuations(blocks, lexicon);
    let starts = starts(blocks, lexicon);
    let mut is_rest = vec![false; blocks.len()];
    next.iter().flatten().for_each(|&rest| is_rest[rest] = true);
    let mut articles = Vec::new();
    let mut bounds: Vec<usize> = starts;
    if bounds.first() != Some(&0) {
        bounds.insert(0, 0);
    }
    bounds.push(blocks.len());
    let mut own: Vec<Vec<usize>> = vec![Vec::new(); bounds.len() - 1];
    for (at, article) in regroup(blocks, &bounds).into_iter().enumerate() {
        own[article].push(at);
    }
    for own in own {
        let mut builder = Builder::default();
        for at in own {
            let block = &blocks[at];
            if builder.edited.text().len() > LONGEST {
                articles.extend(std::mem::take(&mut builder).finish(lexicon));
            }
            builder.signed |= matches!(block.kind, Kind::Byline | Kind::Body(true));
            match block.kind {
                Kind::Heading(_) => builder.push(Role::Heading, &[&block.chars], lexicon),
                Kind::Caption => builder.push(Role::Body, &[&block.chars], lexicon),
                Kind::Body(_) if !is_rest[at] => {
                    let mut pieces: Vec<&[Origin]> = vec![&block.chars];
                    let mut piece = at;
                    while let Some(rest) = next[piece] {
                        pieces.push(&blocks[rest].chars);
                        piece = rest;
                    }
                    builder.push(Role::Body, &pieces, lexicon);
                }
                _ => {}
            }
        }
        if let Some(article) = builder.finish(lexicon) {
            articles.push(article);
        }
    }
    articles
}

/// Where articles begin: at the headings before a byline or a line of date and source, or at the byline itself; at the
/// heading behind names or a jump that close an article; at a heading that names a place.
fn starts(blocks: &[segment::Block], lexicon: &Lexicon) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut closed = false;
    for (at, block) in blocks.iter().enumerate() {
        let behind = closed;
        closed = closes(block, lexicon) || closed && !is_text(block);
        let opens = match block.kind {
            Kind::Body(true) => true,
            Kind::Heading(_) => behind || names_place(block, lexicon),
            // A line of date or source between a headline and its text.
            Kind::Furniture => {
                let before = at.checked_sub(1).map(|before| blocks[before].kind);
                let after = blocks[at + 1..].iter().find(|b| !matches!(b.kind, Kind::Furniture | Kind::Caption));
                matches!(before, Some(Kind::Heading(_)))
                    && after.is_some_and(|b| matches!(b.kind, Kind::Body(_)))
                    && is_dated(block, lexicon)
            }
            // Names behind the text close an article; names before it open one.
            Kind::Byline => {
                let after = blocks[at + 1..].iter().find(|b| !matches!(b.kind, Kind::Furniture | Kind::Caption));
                let before = blocks[..at].iter().rev().find(|b| !matches!(b.kind, Kind::Furniture | Kind::Caption));
                let trailing = before.is_some_and(|b| matches!(b.kind, Kind::Body(_)) && !b.open)
                    && after.is_none_or(|b| matches!(b.kind, Kind::Heading(_)));
                let doubled = matches!(before.map(|b| b.kind), Some(Kind::Byline));
                !trailing && !doubled
            }
            _ => false,
        };
        if !opens {
            continue;
        }
        let mut start = at;
        while start > 0
            && matches!(blocks[start - 1].kind, Kind::Heading(_) | Kind::Furniture | Kind::Caption | Kind::Byline)
            && starts.last() != Some(&start)
            && at - start < STACK
        {
            start -= 1;
        }
        // Furniture above the headline belongs to what stood before.
        while start < at && matches!(blocks[start].kind, Kind::Furniture | Kind::Caption) {
            start += 1;
        }
        if starts.last().is_none_or(|&last| last < start) {
            starts.push(start);
        }
    }
    starts
}

fn is_text(block: &segment::Block) -> bool {
    matches!(block.kind, Kind::Heading(_) | Kind::Body(_) | Kind::Byline)
}

/// Whether a block is the last of its article: it ends with names in brackets, or says where the article goes on.
fn closes(block: &segment::Block, lexicon: &Lexicon) -> bool {
    let tail = &block.chars[block.chars.len().saturating_sub(CLOSING)..];
    let text: String = tail.iter().map(|&(c, _)| c).collect();
    match block.kind {
        Kind::Body(_) => lexicon.matches("byline.end", &text),
        Kind::Furniture => lexicon.matches("jump", &text),
        _ => false,
    }
}

/// Whether a line of furniture says when, or by whom, the text below was published.
fn is_dated(block: &segment::Block, lexicon: &Lexicon) -> bool {
    let text: String = block.chars.iter().map(|&(c, _)| c).collect();
    ["date.full", "date.month", "source"].iter().any(|name| lexicon.matches(name, &text))
}

/// Whether a heading opens with a place and a colon: 三台:警保合作劝导站.
fn names_place(block: &segment::Block, lexicon: &Lexicon) -> bool {
    let text: String = block.chars.iter().map(|&(c, _)| c).collect();
    let text = text.trim_start_matches('#').trim_start();
    let Some((head, _)) = text.split_once(':') else { return false };
    let known = lexicon.gazetteer().scan(head).first().is_some_and(|place| place.start == 0 && place.end == head.len());
    let scan = lexicon.scan(head);
    let like = scan.ending(head.len()).any(|hit| matches!(hit.class, Class::Village | Class::Zone | Class::Township));
    head.chars().count() <= 8 && (known || like)
}

/// Sections that a page's layout put into another article go back to the one whose headings they are like:
/// 15分钟,打造“…的医保” and 36.7℃,打造“…的医保”. Gives the article of each block.
fn regroup(blocks: &[segment::Block], bounds: &[usize]) -> Vec<usize> {
    let mut owner: Vec<usize> = Vec::new();
    for (article, bound) in bounds.windows(2).enumerate() {
        owner.extend(std::iter::repeat_n(article, bound[1] - bound[0]));
    }
    let headings: Vec<(usize, Vec<char>)> = (0..blocks.len())
        .filter(|&at| matches!(blocks[at].kind, Kind::Heading(mark) if mark > 0))
        .map(|at| (at, blocks[at].chars.iter().map(|&(c, _)| c).filter(|&c| c != '#').collect()))
        .collect();
    for (number, (at, text)) in headings.iter().enumerate() {
        if bounds.binary_search(at).is_ok() {
            continue;
        }
        let near = &headings[number.saturating_sub(ALIKE)..(number + ALIKE + 1).min(headings.len())];
        let best = |own: bool| {
            let others = near.iter().filter(|(other, _)| other != at && (owner[*other] == owner[*at]) == own);
            others.map(|(other, words)| (alike(text, words), owner[*other])).max()
        };
        let (near, far) = (best(true).map_or(0, |(score, _)| score), best(false));
        if let Some((_, article)) = far.filter(|&(score, _)| score >= 55 && score >= near + 20) {
            let end = (at + 1..blocks.len())
                .find(|&i| matches!(blocks[i].kind, Kind::Heading(_)) || bounds.binary_search(&i).is_ok())
                .unwrap_or(blocks.len());
            owner[*at..end].fill(article);
        }
    }
    owner
}

/// How alike two headings are: the share of characters that they have in common, in order, in hundredths.
fn alike(a: &[char], b: &[char]) -> usize {
    let mut row = vec![0usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    200 * row[b.len()] / (a.len() + b.len()).max(1)
}

/// For each block the one that its open sentence goes on in.
fn continuations(blocks: &[segment::Block], lexicon: &Lexicon) -> Vec<Option<usize>> {
    let mut next: Vec<Option<usize>> = vec![None; blocks.len()];
    let mut taken = vec![false; blocks.len()];
    for (at, block) in blocks.iter().enumerate() {
        if !block.open {
            continue;
        }
        let ahead = |at: &usize| matches!(blocks[*at].kind, Kind::Body(false));
        let reach = (at + REACH).min(blocks.len());
        // A word that the break cut in two is the best sign.
        let cut =
            (at + 1..reach).filter(ahead).find(|&rest| !taken[rest] && word_across(block, &blocks[rest], lexicon));
        let inside = || {
            let rest = (at + 1..reach).find(|&i| matches!(blocks[i].kind, Kind::Body(_)))?;
            (ahead(&rest) && !taken[rest] && begins_inside(&blocks[rest], lexicon)).then_some(rest)
        };
        let near = || {
            let rest = (at + 1..reach).find(|&i| !matches!(blocks[i].kind, Kind::Furniture | Kind::Caption))?;
            (ahead(&rest) && !taken[rest] && !begins_afresh(&blocks[rest], lexicon)).then_some(rest)
        };
        if let Some(rest) = cut.or_else(inside).or_else(near) {
            next[at] = Some(rest);
            taken[rest] = true;
        }
    }
    next
}

/// Whether a word of the lexicon stands across the break between two blocks.
fn word_across(first: &segment::Block, second: &segment::Block, lexicon: &Lexicon) -> bool {
    let marks = |c: Option<&Origin>| c.is_none_or(|&(c, _)| !c.is_alphabetic());
    if marks(first.chars.last()) || marks(second.chars.first()) {
        return false;
    }
    let tail: String =
        first.chars.iter().rev().take(4).map(|&(c, _)| c).collect::<Vec<_>>().into_iter().rev().collect();
    let head: String = second.chars.iter().take(4).map(|&(c, _)| c).collect();
    let text = format!("{tail}{head}");
    let scan = lexicon.scan(&text);
    // A word that the second block begins with is no sign of a break inside a word.
    scan.within(0..text.len()).any(|hit| hit.start < tail.len() && hit.end > tail.len())
        && !scan.starting(tail.len()).any(|hit| hit.end - hit.start >= 6)
}

/// Whether a block begins inside a word: a mark or a verb of speaking stands behind its first or second character.
fn begins_inside(block: &segment::Block, lexicon: &Lexicon) -> bool {
    let head: String = block.chars.iter().take(5).map(|&(c, _)| c).collect();
    let scan = lexicon.scan(&head);
    let word = scan.starting(0).any(|hit| hit.end > 3);
    let second = head.char_indices().skip(1).take(2).map(|(at, _)| at);
    let breaks =
        |at| scan.starting(at).any(|hit| matches!(hit.class, Class::Speech | Class::ClauseEnd | Class::SentenceEnd));
    !word && second.into_iter().any(breaks)
}

/// Whether a block begins like a sentence of its own: with a quotation, a time, a bracket.
fn begins_afresh(block: &segment::Block, lexicon: &Lexicon) -> bool {
    let head: String = block.chars.iter().take(12).map(|&(c, _)| c).collect();
    let scan = lexicon.scan(&head);
    let fresh = [Class::TimeNow, Class::TimeYear, Class::TimeSince, Class::TimeDay, Class::TimeWhole, Class::Quote];
    scan.starting(0).any(|hit| fresh.contains(&hit.class))
        || lexicon.matches("heading.mark", &head)
        || lexicon.pattern("date.day").and_then(|p| p.find(&head)).is_some_and(|found| found.start() == 0)
}

#[derive(Default)]
struct Builder {
    edited: Edited,
    blocks: Vec<Block>,
    signed: bool,
}

/// From each heading or stack of headings to the next.
fn sections(blocks: &[Block], end: usize) -> Vec<Range<usize>> {
    let opens = |at: usize| blocks[at].role == Role::Heading && (at == 0 || blocks[at - 1].role != Role::Heading);
    let mut starts: Vec<usize> = (0..blocks.len()).filter(|&at| opens(at)).map(|at| blocks[at].range.start).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts[1..].iter().copied().chain([end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

impl Builder {
    fn push(&mut self, role: Role, pieces: &[&[Origin]], lexicon: &Lexicon) {
        let mut chars: Vec<Origin> = pieces.concat();
        if role == Role::Heading {
            let text: String = chars.iter().map(|&(c, _)| c).collect();
            if let Some(mark) = lexicon.pattern("heading.mark").and_then(|p| p.find(&text)) {
                chars.drain(..text[..mark.end()].chars().count());
            }
        }
        if chars.is_empty() {
            return;
        }
        if let Some(&(_, origin)) = chars.first()
            && !self.edited.text().is_empty()
        {
            self.edited.push_span('\n', origin);
        }
        let start = self.edited.text().len();
        for (c, origin) in chars {
            self.edited.push_span(c, origin);
        }
        self.blocks.push(Block { role, range: start..self.edited.text().len() });
    }

    fn finish(self, lexicon: &Lexicon) -> Option<Article> {
        if self.blocks.is_empty() {
            return None;
        }
        let scan = lexicon.scan(self.edited.text());
        let mut sentences = Vec::new();
        for block in &self.blocks {
            let mut start = block.range.start;
            let mut depth = 0usize;
            for hit in scan.within(block.range.clone()) {
                match hit.class {
                    Class::Title => depth += 1,
                    Class::Untitle => depth = depth.saturating_sub(1),
                    Class::SentenceEnd if depth == 0 && hit.start >= start => {
                        // A closing quotation mark belongs to the sentence that it closes.
                        let end = scan.at(hit.end, Class::Unquote).map_or(hit.end, |quote| quote.end);
                        sentences.push(start..end);
                        start = end;
                    }
                    _ => {}
                }
            }
            if start < block.range.end {
                sentences.push(start..block.range.end);
            }
        }
        let day = self.blocks.iter().find(|b| b.role == Role::Body).and_then(|body| {
            let text = &self.edited.text()[body.range.clone()];
            dates::of_dispatch(text, lexicon)
        });
        let sections = sections(&self.blocks, self.edited.text().len());
        let (edited, blocks, signed) = (self.edited, self.blocks, self.signed);
        Some(Article { edited, blocks, sections, signed, sentences, scan, day })
    }
}
