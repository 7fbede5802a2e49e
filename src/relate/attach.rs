//! Who, by which programme and where: the links of a figure.

use crate::{
    extract::{Figure, Reading},
    lexicon::{Class, Hit},
    model::{AgencyKind, Confidence, Level, ProgrammeKind},
    relate::focus::{self, Focus},
    resolve::{Link, Links, Resolved},
};

/// Within how many bytes behind a quotation its speaker stands.
const SPEAKER: usize = 90;

/// The links of a figure.
pub(crate) struct Attached {
    pub agency: Option<usize>,
    pub programme: Option<usize>,
    pub location: Option<usize>,
    /// The shape of the clause and how each link was found.
    pub rule: String,
    pub confidence: Confidence,
}

/// A link, if there is one, and where it was found.
type Found = (Option<usize>, &'static str);

/// What the links of an article's figures are read from.
pub(crate) struct Context<'c> {
    pub reading: &'c Reading<'c>,
    pub figures: &'c [Figure],
    pub links: &'c Links,
    pub resolved: &'c Resolved,
    pub focus: &'c Focus,
}

/// The links of a figure.
pub(crate) fn figure(context: &Context<'_>, figure: &Figure) -> Attached {
    let article = context.reading.article;
    let (index, sentence) =
        article.sentence(figure.number.start).map_or((0, figure.clause.clone()), |(at, s)| (at, s.clone()));
    let agency = agency(context, figure, index, sentence.clone());
    let programme = programme(context, figure, index, sentence.clone());
    let location = location(context, figure, agency, sentence);
    let named = |(link, how): Found| if link.is_some() { how } else { "none" };
    let parts = [
        ("shape", figure.shape),
        ("agency", named(agency)),
        ("programme", named(programme)),
        ("location", named(location)),
    ];
    // The product of the parts orders the figures; how many of such figures were right says what it is worth.
    let sure: u64 =
        parts.iter().fold(1, |sure, (part, how)| sure * u64::from(context.reading.lexicon.sureness(part, how)));
    Attached {
        agency: agency.0,
        programme: programme.0,
        location: location.0,
        rule: parts.iter().fold(String::from("metric"), |rule, (_, how)| rule + "." + how),
        confidence: Confidence::hundredths(
            context.reading.lexicon.calibrated(u8::try_from(sure / 1_000_000).unwrap_or(0)),
        ),
    }
}

/// Who did or reports it: the subject of the clause, of the sentence, of the paragraph, of the article.
fn agency(context: &Context<'_>, figure: &Figure, index: usize, sentence: std::ops::Range<usize>) -> Found {
    let Context { reading, links, resolved, focus, .. } = *context;
    let at = figure.number.start;
    let outermost = |range: &std::ops::Range<usize>| {
        !links.agencies.iter().any(|other| other.range.start <= range.start && other.range.end > range.end)
    };
    let before = |low: usize| {
        focus::within(&links.agencies, low..at)
            .filter(|link| outermost(&link.range))
            .filter(|link| focus::acts(reading, link))
            .last()
    };
    if let Some(link) = before(figure.clause.start.min(at)) {
        return (Some(focus::head_office(reading, resolved, link)), "clause");
    }
    if let Some(link) = before(sentence.start.min(at)) {
        return (Some(focus::head_office(reading, resolved, link)), "sentence");
    }
    // “我们投资2510.6万元”,该公司负责人说: whoever is quoted.
    if let Some(quote) = Reading::holder(&reading.quotes, &figure.number) {
        let behind = focus::within(&links.agencies, quote.end..(quote.end + SPEAKER).min(reading.text().len()));
        let spoken =
            reading.article.scan.of(Class::Speech, quote.end..(quote.end + SPEAKER).min(reading.text().len())).next();
        if let (Some(link), Some(_)) = (behind.filter(|link| outermost(&link.range)).last(), spoken) {
            return (Some(focus::head_office(reading, resolved, link)), "speaker");
        }
    }
    // (责任单位:省民政厅) behind the measure: who is in charge of it.
    if let Some(agency) = focus::in_charge(reading, links, at) {
        return (Some(agency), "charge");
    }
    let in_focus = focus.agency_at(reading, index);
    // A place as the subject: the office that the article is about, if it is an office of that place.
    let place = links
        .places
        .iter()
        .filter(|link| link.range.start >= sentence.start && link.range.end <= at)
        .find(|link| reading.opens_clause(link.range.start));
    if let Some(place) = place {
        // A part of a part (公安局交警大队车管所) does not speak for the whole place.
        let is_squad = |agency: usize| resolved.outer(agency).and_then(|outer| resolved.outer(outer)).is_some();
        let seat = |agency: usize| resolved.seat(agency).filter(|_| !is_squad(agency));
        let here = place.entity;
        // An office of a wider place does not act for a narrower one, unless the paragraph is about it.
        let around = |&agency: &usize| seat(agency).is_some_and(|seat| seat == here || resolved.lies_in(here, seat));
        let topic = || focus.topic_agency(reading, at).filter(|&agency| seat(agency) == Some(here));
        return (in_focus.filter(around).or_else(topic), "place");
    }
    match in_focus {
        Some(agency) => (Some(agency), "focus"),
        None => (focus.topic_agency(reading, at).filter(|&agency| !is_beyond(context, agency, at)), "topic"),
    }
}

/// Whether the paragraph speaks of a place that is only a part of where the agency sits.
fn is_beyond(context: &Context<'_>, agency: usize, at: usize) -> bool {
    let Context { reading, links, resolved, .. } = *context;
    let Some(block) = reading.article.block(at) else { return false };
    let told = focus::within(&links.places, block.range.start..at)
        .filter(|link| reading.opens_clause(link.range.start))
        .last()
        .map(|link| link.entity);
    let (Some(seat), Some(told)) = (resolved.seat(agency), told) else { return false };
    resolved.locations[told].level <= Level::County && resolved.lies_in(told, seat)
}

/// The programme that the figure is a result or a size of.
fn programme(context: &Context<'_>, figure: &Figure, index: usize, sentence: std::ops::Range<usize>) -> Found {
    let Context { reading, figures, links, resolved, focus } = *context;
    let clause = figure.clause.clone();
    let at = figure.number.start;
    // In its own clause: behind the number what is counted, else before it.
    let scan = &reading.article.scan;
    // 《…》等9项制度: an example of what is counted.
    let example = |link: &&Link| {
        resolved.programmes[link.entity].kind == ProgrammeKind::Document
            && scan.at(link.range.end, Class::TrimBoth).is_some()
    };
    let own = focus::within(&links.programmes, clause.clone()).filter(|link| !example(link));
    if let Some(link) = own
        .min_by_key(|link| if link.range.start >= at { link.range.start - at } else { at - link.range.start.min(at) })
    {
        let once = links.programmes.iter().filter(|other| other.entity == link.entity).count() == 1;
        let wider = focus::within(&links.programmes, sentence.start.min(at)..at)
            .filter(|link| focus::leads(reading, links, resolved, figures, link))
            .last();
        let wider = wider.map(|link| link.entity).or_else(|| focus.programme_before(reading, resolved, index));
        // 建成村级医保服务点186个 in the course of a programme is a result of that programme.
        return match wider.filter(|_| once && links.passing.contains(&link.range)) {
            Some(wider) => (Some(wider), "paragraph"),
            None => (Some(link.entity), "own"),
        };
    }
    // What a place has anyway is no result of a programme.
    if reading.lexicon.matches("indicator.background", &figure.indicator) {
        return (None, "none");
    }
    // In the sentence before it, the last one.
    if let Some(link) = focus::within(&links.programmes, sentence.start.min(at)..at)
        .filter(|link| focus::leads(reading, links, resolved, figures, link))
        .last()
    {
        return (Some(link.entity), "sentence");
    }
    if let Some(before) = focus.programme_before(reading, resolved, index) {
        return (Some(before), "paragraph");
    }
    match focus.programme_of_heading(reading, resolved, index) {
        Some(heading) => (Some(heading), "heading"),
        None => (focus.topic_programme(reading, at), "topic"),
    }
}

/// The narrowest place that the figure is measured over: named in the sentence before it, else the agency's, else the
/// article's.
fn location(context: &Context<'_>, figure: &Figure, agency: Found, sentence: std::ops::Range<usize>) -> Found {
    let Context { reading, links, resolved, .. } = *context;
    let at = figure.number.start;
    let inside_agency = |range: &std::ops::Range<usize>| {
        links.agencies.iter().any(|agency| agency.range.start <= range.start && range.end <= agency.range.end)
    };
    let free = |link: &&Link| {
        // 12个乡镇: 谢桥镇、迪沟镇等 are examples, not the place measured; 在全省率先 is no place at all.
        let listed = |hit: &Hit| matches!(hit.class, Class::ListMark | Class::TrimBoth);
        let scan = &reading.article.scan;
        !inside_agency(&link.range)
            && !scan.covered(link.range.clone(), &[Class::TrimLeft])
            && !scan.starting(link.range.end).any(listed)
            // 在湖南省率先: no place at all.
            && scan.at(link.range.end, Class::TrimLeft).is_none_or(|hit| reading.lexicon.word(hit).value != "rank")
            && !links.programmes.iter().any(|name| name.range.start <= link.range.start && link.range.end <= name.range.end)
            && !scan.ending(link.range.start).any(listed)
    };
    let low = |low: usize| low.min(at)..at;
    let chain = |first: &Link| {
        let mut last = first.clone();
        while let Some(next) = links.places.iter().find(|link| link.range.start == last.range.end) {
            last = next.clone();
        }
        last.entity
    };
    let find = |range: std::ops::Range<usize>| {
        let heads = focus::within(&links.places, range.clone())
            .filter(free)
            .filter(|link| reading.opens_clause(link.range.start))
            .filter(|link| !links.places.iter().any(|outer| outer.range.end == link.range.start))
            .last();
        let inside = || {
            focus::within(&links.places, range.clone())
                .filter(free)
                .filter(|link| {
                    let before = reading.article.scan.ending(link.range.start);
                    before
                        .filter(|hit| hit.class == Class::Preposition && reading.lexicon.word(hit).value == "in")
                        .any(|hit| !reading.hidden(hit.range()))
                })
                .last()
        };
        heads.or_else(inside).map(chain)
    };
    if let Some(place) = find(low(figure.clause.start)) {
        return (Some(place), "clause");
    }
    if let Some(place) = find(low(sentence.start)) {
        return (Some(place), "sentence");
    }
    let (agency, how) = agency;
    let seat = agency.and_then(|at| resolved.seat(at)).filter(|&at| resolved.locations[at].level > Level::Country);
    let block = reading.article.block(at).map_or(sentence.start, |block| block.range.start);
    // A school or a company works elsewhere than where it sits.
    let guest =
        agency.is_some_and(|at| matches!(resolved.agencies[at].kind, AgencyKind::Institution | AgencyKind::Company));
    let inside = |seat: usize| {
        let told = find(low(block)).or(links.setting(at).topic())?;
        (guest && resolved.lies_in(told, seat)).then_some(told)
    };
    if let Some(seat) = seat.filter(|_| matches!(how, "clause" | "sentence" | "speaker")) {
        return match inside(seat) {
            Some(told) => (Some(told), "paragraph"),
            None => (Some(seat), "seat"),
        };
    }
    // The place that the paragraph spoke of last.
    let wide = |&at: &usize| resolved.locations[at].level != Level::Zone;
    if let Some(place) = find(low(block)).filter(wide) {
        return (Some(place), "paragraph");
    }
    let topic = links.setting(at).topic();
    // An agency that is only in the background tells its place if the section is about nothing narrower.
    let wider = |seat: usize| topic.is_some_and(|topic| topic != seat && !resolved.lies_in(seat, topic));
    match seat.filter(|&seat| how == "focus" || !wider(seat)) {
        Some(seat) => (Some(seat), "seat"),
        None => (topic, "topic"),
    }
}
