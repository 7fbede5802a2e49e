//! Pages into a store: what is there already stays, what changed is replaced, and a build that is killed goes on.

use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    lexicon::Lexicon,
    pipeline::{Outcome, page_id, read_some},
    store::{Page, Store, StoreError, Writer},
    text::Input,
};

/// Time after which a build commits what it has.
const PATIENCE: Duration = Duration::from_secs(10);

/// What reads pages: this program's version and that of its lexicon. Pages that another reader read are read again.
pub fn reader(lexicon: &Lexicon) -> String {
    format!("{}-{}+{}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"), lexicon.version())
}

/// What a build did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages that were not there.
    pub new: usize,
    /// Pages that were there with other content, or from an export without their text.
    pub replaced: usize,
    /// Pages that were there with this content, read by another version of the program or its lexicon.
    pub reread: usize,
    /// Pages that were there as they are.
    pub unchanged: usize,
    /// Pages among those that were read that say nothing: no agency, programme, place or figure.
    pub silent: usize,
}

impl Counts {
    /// All pages that came in.
    pub fn pages(&self) -> usize {
        self.read() + self.unchanged
    }

    /// Pages that were read.
    pub fn read(&self) -> usize {
        self.new + self.replaced + self.reread
    }
}

/// Puts pages into a store.
///
/// ```
/// use zhengtu::{lexicon::Lexicon, pipeline::Build, store::Writer, text::{Document, Input}};
/// let dir = tempfile::tempdir()?;
/// let page = || Input::Page(Document::new("a.txt", "湘潭市医疗保障局追回资金45万元。"));
/// for new in [1, 0] {
///     let mut build = Build::new(Writer::open_or_create(dir.path())?, Lexicon::embedded());
///     let mut inputs = std::iter::once(page());
///     while !build.step(&mut inputs)?.is_empty() {}
///     let (counts, store) = build.finish()?;
///     assert_eq!((counts.new, counts.pages(), store.len()), (new, 1, 1));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Build<'l> {
    writer: Writer,
    lexicon: &'l Lexicon,
    reader: Arc<str>,
    batch: usize,
    committed: Instant,
    counts: Counts,
    others: Vec<String>,
}

impl<'l> Build<'l> {
    /// A build into the store of `writer`.
    pub fn new(writer: Writer, lexicon: &'l Lexicon) -> Self {
        let reader = reader(lexicon).into();
        Self {
            writer,
            lexicon,
            reader,
            batch: 1000,
            committed: Instant::now(),
            counts: Counts::default(),
            others: Vec::new(),
        }
    }

    /// Commits after so many pages, or ten seconds if that is sooner; at first 1000.
    pub fn with_batch(self, batch: usize) -> Self {
        Self { batch, ..self }
    }

    /// What was done so far.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Names of the pages so far that took the place of a page with quite another text: a new version of a page has most
    /// of its words in common with the old one, so these may be pages of another folder.
    pub fn others(&self) -> &[String] {
        &self.others
    }

    /// Takes the next inputs as [`read_some`] does, and puts the pages among them into the store. Empty at the end.
    ///
    /// # Errors
    /// As [`Writer::put`] and [`Writer::commit`].
    pub fn step(&mut self, inputs: &mut impl Iterator<Item = Input>) -> Result<Vec<Outcome>, StoreError> {
        let (writer, reader) = (&self.writer, &self.reader);
        let outcomes = read_some(inputs, self.lexicon, |page| !writer.contains(&page.name, &page_id(page), reader));
        for outcome in &outcomes {
            let (document, facts) = match outcome {
                Outcome::Read(document, facts) => (document, facts),
                Outcome::Passed(_) => {
                    self.counts.unchanged += 1;
                    continue;
                }
                Outcome::Said(_) => continue,
            };
            let before = self.writer.store().id(&document.name);
            match before {
                None => self.counts.new += 1,
                Some(id) if *id == facts.page.id && self.writer.store().is_whole(&document.name) => {
                    self.counts.reread += 1
                }
                Some(_) => {
                    self.counts.replaced += 1;
                    // A record that can't be read is no reason to keep it.
                    let old = self.writer.store().page(&document.name).ok().flatten();
                    if old.is_some_and(|old| !alike(&old.text, &document.text)) {
                        self.others.push(document.name.clone());
                    }
                }
            }
            self.counts.silent += usize::from(facts.is_silent());
            let page = Page { facts: facts.clone(), text: document.text.clone(), reader: self.reader.clone() };
            self.writer.put(&page)?;
        }
        if self.writer.pending() >= self.batch || self.committed.elapsed() >= PATIENCE {
            self.commit()?;
        }
        Ok(outcomes)
    }

    /// Commits what is left, and gives the store as it is now.
    ///
    /// # Errors
    /// As [`Writer::commit`] and [`Store::open`].
    pub fn finish(mut self) -> Result<(Counts, Store), StoreError> {
        self.commit()?;
        let store = Store::open(self.writer.store().dir())?;
        Ok((self.counts, store))
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.writer.commit()?;
        self.committed = Instant::now();
        Ok(())
    }
}

/// Whether two texts are versions of one: at least half of the pairs of characters of the shorter one stand in the other.
fn alike(one: &str, other: &str) -> bool {
    let pairs = |text: &str| -> BTreeSet<(char, char)> {
        let characters = || text.chars().filter(|c| !c.is_whitespace());
        characters().zip(characters().skip(1)).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    one.intersection(&other).count() * 2 >= one.len().min(other.len())
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn versions_of_a_page_are_alike_and_other_pages_are_not() {
        let page = "湘潭市医疗保障局今年追回医保基金450万元,全市参保率达97.1%。";
        assert!(alike(page, "湘潭市医疗保障局今年追回医保基金460万元,\n全市参保率达 97.2%。记者李明"));
        assert!(alike(page, "湘潭市医疗保障局今年追回医保"), "a part of it");
        assert!(alike(page, "湘漳市医疔保障局今年追问医保基金450万元,全市参保率达97.l%。"), "scanned again");
        assert!(!alike(page, "海伦市农业农村局新建高标准农田16.8万亩,总投资2.79亿元,涉及12个乡镇。"));
        assert!(alike("", page) && alike("", ""));
    }
}
