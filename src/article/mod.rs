//! From a page to its articles: lines joined, furniture dropped, headlines and bylines found, sentences cut.

mod assemble;
mod clean;
mod dates;
mod segment;
mod source;
mod table;

use std::ops::Range;

use crate::{
    lexicon::{Lexicon, Scan},
    text::{Document, Edited},
};

pub use dates::Day;
pub use source::sources;

/// What a stretch of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Headline or section heading.
    Heading,
    /// Running text.
    Body,
}

/// A stretch of an article: a heading or a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// **Bytes** of the article's cleaned text.
    pub range: Range<usize>,
}

/// One article: cleaned text with the way back to the page.
#[derive(Clone, Debug)]
pub struct Article {
    /// Half-width, without line breaks inside sentences and without furniture; `\n` between blocks.
    pub edited: Edited,
    /// Headings and paragraphs in order.
    pub blocks: Vec<Block>,
    /// Sections, each from its heading, or stack of headings, to the next, as **byte** ranges; at least one.
    pub sections: Vec<Range<usize>>,
    /// Whether reporters are named: then its sections are parts of one story, not items of a digest.
    pub signed: bool,
    /// Sentences of all blocks, as **byte** ranges; a heading is one sentence.
    pub sentences: Vec<Range<usize>>,
    /// The words of the lexicon in it.
    pub scan: Scan,
    /// The day of its dispatch, where it says one (本报讯3月22日).
    pub day: Option<Day>,
}

impl Article {
    /// The cleaned text.
    pub fn text(&self) -> &str {
        self.edited.text()
    }

    /// The block that the byte at `at` lies in.
    pub fn block(&self, at: usize) -> Option<&Block> {
        let low = self.blocks.partition_point(|block| block.range.end <= at);
        self.blocks.get(low).filter(|block| block.range.start <= at)
    }

    /// The number of the section that the byte at `at` lies in.
    pub fn section(&self, at: usize) -> usize {
        self.sections.partition_point(|section| section.start <= at).saturating_sub(1)
    }

    /// The sentence that the byte at `at` lies in.
    pub fn sentence(&self, at: usize) -> Option<(usize, &Range<usize>)> {
        let low = self.sentences.partition_point(|sentence| sentence.end <= at);
        self.sentences.get(low).filter(|sentence| sentence.start <= at).map(|sentence| (low, sentence))
    }
}

/// A page cut into its articles, with what it says of itself.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its articles, in the order of their beginnings.
    pub articles: Vec<Article>,
    /// The newspaper, from metadata or else from its bylines and masthead.
    pub paper: Option<String>,
    /// Day of printing: from metadata, the file's name or the text; as exact as that says.
    pub day: Option<Day>,
}

/// Cuts a document into articles.
///
/// ```
/// use zhengtu::{article, lexicon::Lexicon, text::Document};
/// let page = Document::new("a.txt", "本报讯 全县新建高标准农\n田３万亩。");
/// let cut = article::articles(&page, Lexicon::embedded());
/// assert!(cut.articles[0].text().contains("新建高标准农田3万亩"));
/// ```
pub fn articles(document: &Document, lexicon: &Lexicon) -> Page {
    let lines = table::told(clean::lines(document, lexicon), lexicon);
    let blocks = segment::blocks(&lines, lexicon);
    let paper = document.paper.clone().or_else(|| segment::paper(document, &blocks, lexicon));
    let articles = assemble::articles(&blocks, lexicon);
    let day = dates::of_page(document, &articles, lexicon);
    Page { articles, paper, day }
}
