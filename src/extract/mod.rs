//! From an article to mentions: who, what, where, how much, when. Extractors are blind to each other: each reads the
//! same [`Reading`] of the article and gives mentions as **byte** ranges of its cleaned text.

mod agency;
mod figure;
mod indicator;
mod measure;
mod number;
mod phrase;
mod place;
mod programme;
mod reading;
mod reason;
mod time;

pub use agency::{AgencyMention, Opening};
pub use measure::Figure;
pub use place::{PlaceMention, PlaceName};
pub(crate) use programme::candidates as names;
pub use programme::{NameCandidate, ProgrammeMention};
pub use reading::Reading;
pub use reason::{Reason, reasons};
pub use time::{TimeMention, When};

use std::ops::Range;

/// Something that looked like a mention and was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// What it looked like: `agency`, `programme`, `location` or `metric`.
    pub kind: &'static str,
    /// **Bytes** of the article's cleaned text.
    pub range: Range<usize>,
    /// Why: the name of a rule, one of [`reasons`].
    pub reason: &'static str,
}

/// All mentions of one article, each list in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// Places, and words that stand for one.
    pub places: Vec<PlaceMention>,
    /// Agencies.
    pub agencies: Vec<AgencyMention>,
    /// Programmes.
    pub programmes: Vec<ProgrammeMention>,
    /// Figures with what they measure.
    pub figures: Vec<Figure>,
    /// Words of time.
    pub times: Vec<TimeMention>,
    /// What was seen and not taken.
    pub rejected: Vec<Rejected>,
}

/// Reads the mentions of an article.
///
/// ```
/// use zhengtu::{article, extract::{self, Reading}, lexicon::Lexicon, text::Document};
/// let lexicon = Lexicon::embedded();
/// let page = article::articles(&Document::new("a.txt", "湘潭市医疗保障局今年追回医保基金450万元。"), lexicon);
/// let article = &page.articles[0];
/// let mentions = extract::mentions(&Reading::new(article, lexicon));
/// assert_eq!(&article.text()[mentions.agencies[0].range.clone()], "湘潭市医疗保障局");
/// assert_eq!(mentions.figures.len(), 1);
/// ```
pub fn mentions(reading: &Reading<'_>) -> Mentions {
    let mut mentions = Mentions::default();
    for extractor in EXTRACTORS {
        extractor(reading, &mut mentions);
    }
    mentions
}

/// An extractor adds the mentions of its kind, and what it rejected.
type Extractor = fn(&Reading<'_>, &mut Mentions);

/// One extractor a kind of mention.
const EXTRACTORS: &[Extractor] = &[place::extract, agency::extract, programme::extract, figure::extract, time::extract];
