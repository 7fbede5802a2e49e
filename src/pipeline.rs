//! The order of the stages: from a document to the facts of its page, from pages to a store, and from there to what
//! answers questions.

mod build;
mod load;
mod many;
mod survey;

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::{
    article::{self, Page},
    extract::{self, Mentions, Reading},
    lexicon::Lexicon,
    model::{EntityId, Level, Location, Observation, PageFacts, PageId, PageInfo, Rejection},
    relate::{self, Candidates},
    resolve::{self, Resolved},
    text::Document,
};

pub use build::{Build, Counts, reader};
pub use load::{graph, network, provenance, quads};
pub use many::{Outcome, read_some};
pub use survey::{Survey, Told, sources};

/// The key of a page: it changes with its name, with its text and with what its metadata say.
pub fn page_id(document: &Document) -> PageId {
    let mut hash = Sha256::new();
    hash.update(&document.name);
    hash.update([0]);
    hash.update(&*document.text);
    let Document { title, paper, date, url, .. } = document;
    for (mark, stated) in [title, paper, date, url].into_iter().enumerate() {
        if let Some(stated) = stated {
            hash.update([0, mark as u8]);
            hash.update(stated);
        }
    }
    PageId(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

/// Reads one page: everything that it says, each statement tied to its words. Never fails: a page without a fact gives
/// empty lists.
///
/// ```
/// use zhengtu::{lexicon::Lexicon, pipeline, text::Document};
/// let page = Document::new("a.txt", "湘潭市医疗保障局今年追回医保基金450万元。");
/// let facts = pipeline::read(&page, Lexicon::embedded());
/// assert_eq!(facts.agencies[0].name, "湘潭市医疗保障局");
/// assert_eq!(facts.observations[0].indicator, "追回医保基金");
/// assert_eq!(facts.observations[0].quantity.value.to_string(), "4500000");
/// ```
pub fn read(document: &Document, lexicon: &Lexicon) -> PageFacts {
    let id = page_id(document);
    let page = article::articles(document, lexicon);
    let (readings, mut mentions, resolved) = resolved(&page, lexicon);
    let statements = relate::statements(&page, &id, document, &readings, &mut mentions, &resolved);
    let rejections = readings.iter().zip(&mentions).flat_map(|(reading, mentions)| {
        mentions.rejected.iter().map(|rejected| Rejection {
            kind: rejected.kind.into(),
            span: reading.article.edited.span(rejected.range.clone()),
            reason: rejected.reason.into(),
        })
    });
    let locations = places_of(resolved.locations, &resolved.dropped, &statements.observations);
    let mut facts = PageFacts {
        page: PageInfo {
            id,
            doc: document.name.clone(),
            title: document.title.clone(),
            paper: page.paper.clone(),
            date: page.day.map(|day| day.to_string()).filter(|day| !day.is_empty()),
            url: document.url.clone(),
            digest: None,
        },
        articles: article::sources(&page),
        rejections: rejections.collect(),
        agencies: resolved.agencies,
        programmes: resolved.programmes,
        locations,
        observations: statements.observations,
        relations: statements.relations,
    };
    facts.agencies.sort_by(|a, b| a.id.cmp(&b.id));
    facts.programmes.sort_by(|a, b| a.id.cmp(&b.id));
    facts.locations.sort_by(|a, b| a.id.cmp(&b.id));
    facts.rejections.sort_by_key(|rejection| (rejection.span, rejection.kind.clone()));
    facts
}

/// The candidates for the links of a page, with what speaks for each: what [`read`] chooses from.
pub fn candidates(document: &Document, lexicon: &Lexicon) -> Candidates {
    let page = article::articles(document, lexicon);
    let (readings, mentions, resolved) = resolved(&page, lexicon);
    relate::candidates(&readings, &mentions, &resolved)
}

/// The readings of a page's articles, their mentions and the entities of the page.
fn resolved<'p>(page: &'p Page, lexicon: &'p Lexicon) -> (Vec<Reading<'p>>, Vec<Mentions>, Resolved) {
    let readings: Vec<Reading<'_>> = page.articles.iter().map(|article| Reading::new(article, lexicon)).collect();
    let mut mentions: Vec<_> = readings.iter().map(extract::mentions).collect();
    let resolved = resolve::page(page, &readings, &mut mentions, lexicon);
    (readings, mentions, resolved)
}

/// The places of a page: those that it names, and those that a figure is measured over with all that they lie in. 全国 is
/// told everywhere: the country is a place of the page only where a figure is measured over it.
fn places_of(all: Vec<Location>, dropped: &[bool], observations: &[Observation]) -> Vec<Location> {
    let mut kept: Vec<bool> =
        all.iter().zip(dropped).map(|(place, dropped)| !dropped && place.level > Level::Country).collect();
    let numbers: HashMap<&EntityId, usize> = all.iter().enumerate().map(|(at, place)| (&place.id, at)).collect();
    let mut measured = vec![false; all.len()];
    for id in observations.iter().filter_map(|one| one.location.as_ref()) {
        let mut next = numbers.get(id);
        while let Some(&at) = next.filter(|&&at| !measured[at]) {
            (kept[at], measured[at]) = (true, true);
            next = all[at].within.as_ref().and_then(|outer| numbers.get(outer));
        }
    }
    drop(numbers);
    all.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(place, _)| place).collect()
}
