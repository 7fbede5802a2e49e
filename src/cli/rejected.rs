//! What was seen on a page and left out: `zhengtu extract --explain`.

use crate::{
    extract::reasons,
    model::{PageFacts, Rejection},
    text::{Diagnostic, Document, Span},
};

/// A line for each thing that was seen and is not among the facts: the words, where they stand, why they were not taken,
/// and the kind and name of the rule that refused them, as one word.
///
/// Left out is what lies inside something longer that was taken or is told already: 公安 in 湘潭市公安局.
pub(crate) fn rejected<'p>(page: &'p Document, facts: &'p PageFacts) -> impl Iterator<Item = Diagnostic> + 'p {
    let taken = Taken::of(facts);
    let left_out = facts.rejections.iter().filter(move |one| !taken.holds(one) && !is_within_another(one, facts));
    let mut at = Place { rest: page.text.chars(), offset: 0, line: 1, column: 1 };
    left_out.map(move |rejection| {
        let Rejection { kind, span, reason } = rejection;
        at.go_to(span.start);
        let words: String = at.rest.clone().take(span.len() as usize).filter(|c| !c.is_whitespace()).collect();
        let why = reasons().iter().find(|known| known.kind == kind && known.name == reason);
        let why = why.map_or(reason.as_str(), |known| known.words);
        let said = Diagnostic::note(&page.name, format!("{words} is not taken as {kind}: {why}"));
        said.on_line(at.line, Some(at.column)).hint(rule(rejection))
    })
}

/// The rule that refused it, as one word: `metric.inside-a-name`.
fn rule(rejection: &Rejection) -> String {
    let name = rejection.reason.replace("'s ", " ");
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    format!("{}.{}", rejection.kind, words.collect::<Vec<_>>().join("-"))
}

/// How far back is looked for something longer that was refused too, in characters.
const BACK: u32 = 200;

/// Whether it is a part of something longer of its kind that was refused too.
fn is_within_another(one: &Rejection, facts: &PageFacts) -> bool {
    let all = &facts.rejections; // in the order of the text: what holds it begins no later
    let from = all.partition_point(|other| other.span.start.saturating_add(BACK) < one.span.start);
    let to = all.partition_point(|other| other.span.start <= one.span.start);
    let holds = |other: &Rejection| other.kind == one.kind && other.span != one.span && other.span.contains(one.span);
    all.get(from..to).is_some_and(|near| near.iter().any(holds))
}

/// Where the page has what was taken, in stretches that do not touch, in order.
struct Taken {
    numbers: Vec<Span>,
    names: Vec<Span>,
    agencies: Vec<Span>,
    programmes: Vec<Span>,
    locations: Vec<Span>,
}

impl Taken {
    fn of(facts: &PageFacts) -> Self {
        let agencies: Vec<Span> = facts.agencies.iter().flat_map(|one| &one.mentions).copied().collect();
        let programmes: Vec<Span> = facts.programmes.iter().flat_map(|one| &one.mentions).copied().collect();
        let locations: Vec<Span> = facts.locations.iter().flat_map(|one| &one.mentions).copied().collect();
        Self {
            numbers: joined(facts.observations.iter().map(|one| one.number.span).collect()),
            names: joined([&agencies[..], &programmes, &locations].concat()),
            agencies: joined(agencies),
            programmes: joined(programmes),
            locations: joined(locations),
        }
    }

    /// Whether another rule took what one refused, or a name that it is a part of.
    fn holds(&self, rejection: &Rejection) -> bool {
        let overlapping = |spans: &[Span]| {
            let at = spans.partition_point(|span| span.end <= rejection.span.start);
            spans.get(at).copied().filter(|span| span.overlaps(rejection.span))
        };
        let own = match rejection.kind.as_str() {
            "agency" => &self.agencies,
            "programme" => &self.programmes,
            "location" => &self.locations,
            // a number in a name is worth telling
            _ => return overlapping(&self.numbers).is_some(),
        };
        overlapping(own).is_some() || overlapping(&self.names).is_some_and(|span| span.contains(rejection.span))
    }
}

/// Spans in order, those that overlap as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.join(span),
            _ => joined.push(span),
        }
    }
    joined
}

/// A place in a page, which goes forward only.
struct Place<'p> {
    rest: std::str::Chars<'p>,
    offset: u32,
    /// From 1.
    line: u32,
    /// From 1, in characters.
    column: u32,
}

impl Place<'_> {
    fn go_to(&mut self, offset: u32) {
        while self.offset < offset {
            let Some(c) = self.rest.next() else { return };
            self.offset += 1;
            (self.line, self.column) = if c == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
    }
}
