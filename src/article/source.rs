//! Which article is which: the same words are the same article, on whatever page they are printed.

use sha2::{Digest, Sha256};

use crate::{
    article::{Article, Page},
    model::{ArticleId, ArticleInfo},
    text::Span,
};

/// The articles of a page, each with its key and its place.
///
/// ```
/// use zhengtu::{article, lexicon::Lexicon, text::Document};
/// let sources = |text: &str| article::sources(&article::articles(&Document::new("a.txt", text), Lexicon::embedded()));
/// let (one, reprint) = (sources("全县新建高标准农田3万亩。"), sources("  全县新建高标准农\n田３万亩。"));
/// assert_eq!(one[0].id, reprint[0].id);
/// assert_ne!(one[0].spans, reprint[0].spans);
/// ```
pub fn sources(page: &Page) -> Vec<ArticleInfo> {
    let mut articles: Vec<ArticleInfo> =
        page.articles.iter().map(|article| ArticleInfo { id: key(article), spans: Vec::new() }).collect();
    // Columns may lie between each other: the page's characters in order, each with its article.
    let mut places: Vec<(Span, usize)> = Vec::new();
    for (at, article) in page.articles.iter().enumerate() {
        places.extend(article.edited.characters().filter(|(c, _)| *c != '\n').map(|(_, place)| (place, at)));
    }
    places.sort_unstable();
    for run in places.chunk_by(|a, b| a.1 == b.1) {
        if let [(first, at), ..] = run {
            articles[*at].spans.push(run.iter().fold(*first, |all, (place, _)| all.join(*place)));
        }
    }
    articles
}

/// The key of an article: of all its words, as what is a headline and what is text hangs on the layout.
fn key(article: &Article) -> ArticleId {
    let words: String = article.text().split_whitespace().collect();
    ArticleId(Sha256::digest(words).iter().take(8).map(|byte| format!("{byte:02x}")).collect::<String>().into())
}
