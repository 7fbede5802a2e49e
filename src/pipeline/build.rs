//! Pages into a store: what is there already stays, what changed is replaced, and a build that is killed goes on.

use std::{
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
}

impl<'l> Build<'l> {
    /// A build into the store of `writer`.
    pub fn new(writer: Writer, lexicon: &'l Lexicon) -> Self {
        let reader = reader(lexicon).into();
        Self { writer, lexicon, reader, batch: 1000, committed: Instant::now(), counts: Counts::default() }
    }

    /// Commits after so many pages, or ten seconds if that is sooner; at first 1000.
    pub fn with_batch(self, batch: usize) -> Self {
        Self { batch, ..self }
    }

    /// What was done so far.
    pub fn counts(&self) -> Counts {
        self.counts
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
                Some(_) => self.counts.replaced += 1,
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
