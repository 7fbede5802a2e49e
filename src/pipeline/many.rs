//! Many pages: read in parallel, a bounded number at a time, and given on in the order in which they came.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::{
    lexicon::Lexicon,
    model::PageFacts,
    pipeline::read,
    text::{Diagnostic, Document, Input},
};

/// Pages that are held at once, for each thread.
const PAGES: usize = 32;
/// Bytes of text that are held at once; a single page may have more.
const BYTES: usize = 8 << 20;

/// What came of one input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "nearly all of them are pages that were read")]
pub enum Outcome {
    /// A page, and what it says.
    Read(Document, PageFacts),
    /// A page that was not wanted.
    Passed(Document),
    /// What is to be said of a page or a file.
    Said(Diagnostic),
}

/// Takes the next inputs, reads the wanted pages among them on all threads of the current pool, and returns what came
/// of each, in the order of the inputs. Empty at the end.
///
/// No more than a few pages a thread are held, so a run over any number of pages takes no more memory than that; between
/// two calls the caller writes, and shows how far things are.
///
/// ```
/// use zhengtu::{lexicon::Lexicon, pipeline::{Outcome, read_some}, text::{Document, Input}};
/// let pages = ["湘潭市医疗保障局追回资金45万元。", "天气很好。"];
/// let mut inputs = pages.iter().enumerate().map(|(i, text)| Input::Page(Document::new(format!("{i}.txt"), *text)));
/// let mut names = Vec::new();
/// loop {
///     let outcomes = read_some(&mut inputs, Lexicon::embedded(), |page| page.name != "1.txt");
///     if outcomes.is_empty() {
///         break;
///     }
///     names.extend(outcomes.into_iter().filter_map(|outcome| match outcome {
///         Outcome::Read(page, facts) => Some((page.name, facts.agencies.len())),
///         _ => None,
///     }));
/// }
/// assert_eq!(names, [("0.txt".to_owned(), 1)]);
/// ```
pub fn read_some(
    inputs: &mut impl Iterator<Item = Input>,
    lexicon: &Lexicon,
    wanted: impl Fn(&Document) -> bool + Sync,
) -> Vec<Outcome> {
    let outcome = |input| match input {
        Input::Page(page) if wanted(&page) => guarded(page, lexicon),
        Input::Page(page) => Outcome::Passed(page),
        Input::Diagnostic(said) => Outcome::Said(said),
    };
    // one page a task: pages differ in length a thousandfold
    some(inputs).into_par_iter().with_max_len(1).map(outcome).collect()
}

/// The next inputs, as many as are held at once.
fn some(inputs: &mut impl Iterator<Item = Input>) -> Vec<Input> {
    let most = PAGES * rayon::current_num_threads();
    let (mut held, mut bytes) = (Vec::new(), 0);
    while held.len() < most && bytes < BYTES {
        let Some(input) = inputs.next() else { break };
        if let Input::Page(page) = &input {
            bytes += page.text.len();
        }
        held.push(input);
    }
    held
}

/// Reads a page. Reading does not fail; should a fault of the program stop it all the same, that costs this page only.
fn guarded(page: Document, lexicon: &Lexicon) -> Outcome {
    match catch_unwind(AssertUnwindSafe(|| read(&page, lexicon))) {
        Ok(facts) => Outcome::Read(page, facts),
        Err(_) => {
            let said = Diagnostic::refusal(page.name, "left out: a fault of this program stopped its reading");
            Outcome::Said(said.hint("report it with the page"))
        }
    }
}
