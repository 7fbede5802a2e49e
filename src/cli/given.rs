//! How pages come in.

use std::path::PathBuf;

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::{
    cli::{args::Reading, failure::Failure, report::Report},
    lexicon::Lexicon,
    text::{Diagnostic, Input, Listing, Reader, Severity, list, read},
};

/// What a user gave to be read.
pub(crate) struct Given<'a> {
    args: &'a Reading,
    listed: Vec<Diagnostic>,
    bytes: u64,
    /// The pages.
    pub inputs: Stated,
}

/// The built-in lexicon, or one with the user's tables.
pub(crate) enum SomeLexicon {
    BuiltIn(&'static Lexicon),
    More(Box<Lexicon>),
}

impl SomeLexicon {
    pub fn get(&self) -> &Lexicon {
        match self {
            Self::BuiltIn(lexicon) => lexicon,
            Self::More(lexicon) => lexicon,
        }
    }
}

impl<'a> Given<'a> {
    /// Looks at what there is to read.
    pub fn new(pages: &[PathBuf], args: &'a Reading) -> Self {
        let listing = list(pages);
        let bytes = listing.bytes();
        let Listing { sources, diagnostics } = listing;
        let inputs = Stated {
            first: None,
            reader: read(sources),
            paper: args.paper.clone(),
            date: args.date.clone(),
            prefix: None,
        };
        Self { args, listed: diagnostics, bytes, inputs }
    }

    /// Puts `prefix` and `/` before the names of the pages.
    pub fn with_prefix(mut self, prefix: Option<&str>) -> Self {
        self.inputs.prefix = prefix.map(ToOwned::to_owned);
        self
    }

    /// Says nothing of what was passed over in folders: it is there for a reason.
    pub fn without_notes(mut self) -> Self {
        self.listed.retain(|said| said.severity != Severity::Note);
        self
    }

    /// The lexicon to read with.
    pub fn lexicon(&self) -> Result<SomeLexicon, Failure> {
        Ok(match &self.args.lexicon {
            None => SomeLexicon::BuiltIn(Lexicon::embedded()),
            Some(folder) if folder.is_dir() => SomeLexicon::More(Box::new(Lexicon::with_folder(folder)?)),
            Some(other) => {
                let message = format!("{} is no folder: --lexicon takes one with tables (*.tsv)", other.display());
                return Err(Failure::stopped(message));
            }
        })
    }

    /// The threads to read on.
    pub fn pool(&self) -> Result<ThreadPool, Failure> {
        let threads = self.args.jobs.unwrap_or(0);
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        pool.map_err(|error| Failure::stopped(format!("no threads to read on: {error}; try --jobs 1")))
    }

    /// A report that begins with what was not listed, and why.
    pub fn report(&mut self, bar: bool) -> Report {
        let mut report = Report::new(self.bytes, bar);
        self.listed.drain(..).for_each(|said| report.say(&said));
        report
    }
}

/// Inputs, with what the user says of pages that don't say it themselves.
pub(crate) struct Stated {
    first: Option<Input>,
    reader: Reader,
    paper: Option<String>,
    date: Option<String>,
    prefix: Option<String>,
}

impl Stated {
    /// How many bytes were read so far.
    pub fn bytes(&self) -> u64 {
        self.reader.bytes()
    }

    /// Whether there is a page at all; says what is to be said of inputs before it.
    pub fn find_page(&mut self, report: &mut Report) -> bool {
        while self.first.is_none() {
            match self.next() {
                Some(Input::Diagnostic(said)) => report.say(&said),
                Some(page) => self.first = Some(page),
                None => return false,
            }
        }
        true
    }
}

impl Iterator for Stated {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        let mut input = self.reader.next()?;
        if let Input::Page(page) = &mut input {
            page.paper = page.paper.take().or_else(|| self.paper.clone());
            page.date = page.date.take().or_else(|| self.date.clone());
            if let Some(prefix) = &self.prefix {
                page.name = format!("{prefix}/{}", page.name);
            }
        }
        Some(input)
    }
}
