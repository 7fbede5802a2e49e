//! What is one source: an article, wherever it is printed.

use std::{collections::BTreeMap, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{model::PageFacts, text::Span};

/// The key of an article: 16 hexadecimal digits of a SHA-256 over its words. Articles whose text is the same but for
/// layout (white space, line breaks, full and half width) have the same key, on whatever page they stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleId(pub Arc<str>);

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An article of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleInfo {
    /// Its key.
    pub id: ArticleId,
    /// Where it stands in the page: stretches in the order of the page, none of which holds words of another article.
    pub spans: Vec<Span>,
}

/// The articles of a page, to be asked which of them words stand in.
///
/// ```
/// use zhengtu::{lexicon::Lexicon, model::Sources, pipeline, text::Document};
/// let facts = pipeline::read(&Document::new("a.txt", "湘潭市医疗保障局追回资金45万元。"), Lexicon::embedded());
/// assert_eq!(Sources::of(&facts).at(facts.observations[0].evidence.span), facts.articles[0].id);
/// ```
pub struct Sources<'f> {
    facts: &'f PageFacts,
    /// Stretches in the order of the page, each with the number of its article.
    places: Vec<(Span, usize)>,
}

impl<'f> Sources<'f> {
    /// Those of a page.
    pub fn of(facts: &'f PageFacts) -> Self {
        let articles = facts.articles.iter().enumerate();
        let mut places: Vec<_> =
            articles.flat_map(|(at, article)| article.spans.iter().map(move |span| (*span, at))).collect();
        places.sort_unstable();
        Self { facts, places }
    }

    /// The article that the words at `span` begin in: the source of what is read from them. For words of no article it is
    /// the first one, on a page without any the page itself.
    pub fn at(&self, span: Span) -> ArticleId {
        let Self { facts, places } = self;
        let before = places.partition_point(|(place, _)| place.start <= span.start);
        let place = before.checked_sub(1).map(|at| places[at]).filter(|(place, _)| span.start < place.end);
        let article = place.map_or(facts.articles.first(), |(_, article)| facts.articles.get(article));
        article.map_or_else(|| ArticleId(facts.page.id.0.as_str().into()), |article| article.id.clone())
    }
}

/// Number of independent sources among what is told, each with its page, its article and its words: what stands on one
/// page, in one article or in the same words is of one source. Empty words are no sign.
///
/// ```
/// use zhengtu::model::{ArticleId, sources};
/// let (one, other) = (ArticleId("00aa".into()), ArticleId("00bb".into()));
/// assert_eq!(sources([("a.txt", &one, "45万元"), ("b.txt", &one, "45万"), ("c.txt", &other, "")]), 2);
/// assert_eq!(sources([("a.txt", &one, "45万元"), ("b.txt", &other, "45万元")]), 1);
/// ```
pub fn sources<'t, P: Ord>(told: impl IntoIterator<Item = (P, &'t ArticleId, &'t str)>) -> usize {
    let (mut pages, mut articles, mut words) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    // For each thing told one that it is of a source with; itself if there is none before it.
    let mut with: Vec<usize> = Vec::new();
    for (at, (page, article, text)) in told.into_iter().enumerate() {
        with.push(at);
        let page = *pages.entry(page).or_insert(at);
        let article = *articles.entry(article).or_insert(at);
        let text = if text.is_empty() { at } else { *words.entry(text).or_insert(at) };
        for other in [page, article, text] {
            let (one, other) = (first(&mut with, at), first(&mut with, other));
            with[one.max(other)] = one.min(other);
        }
    }
    with.iter().enumerate().filter(|(at, with)| at == *with).count()
}

/// The first thing that `at` is of a source with.
fn first(with: &mut [usize], mut at: usize) -> usize {
    while with[at] != at {
        with[at] = with[with[at]];
        at = with[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_together_by_any_sign_is_one_source() {
        let key = |name: &str| ArticleId(name.into());
        let (a, b, c, d) = (key("a"), key("b"), key("c"), key("d"));
        assert_eq!(sources::<u8>([]), 0);
        assert_eq!(sources([(1, &a, "x"), (2, &b, "y"), (3, &c, "z")]), 3);
        assert_eq!(sources([(1, &a, "x"), (1, &b, "y")]), 1, "one page");
        assert_eq!(sources([(1, &a, ""), (2, &b, "")]), 2, "no words are no sign");
        // a and b are two until c, told on the page of one in the words of the other, joins them; d stays alone
        assert_eq!(sources([(1, &a, "x"), (2, &b, "y"), (1, &c, "y"), (4, &d, "w")]), 2);
    }
}
