//! Reads files into pages, one after the other: a file of many pages never lies in memory as a whole.

use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read};

use crate::text::input::{Form, Source, cause, free_name};
use crate::text::metadata::{Metadata, front_matter};
use crate::text::{Decoded, Diagnostic, Document, Edited, Span, declared_encoding, decode, markup, records};

/// The longest page, in bytes: no day's edition comes near it.
pub const LONGEST_PAGE: u64 = 32 << 20;

/// What reading gives, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A page.
    Page(Document),
    /// What is to be said of a page or a file: a note, a complaint, or a refusal of the whole file.
    Diagnostic(Diagnostic),
}

/// Reads sources in their order, page by page.
///
/// No two of its pages have the same name. Whatever a source holds, the others go on.
///
/// ```no_run
/// use zhengtu::text::{Input, list, read};
/// let listing = list(["examples/pages"]);
/// for input in read(listing.sources) {
///     match input {
///         Input::Page(page) => println!("{}: {} bytes", page.name, page.text.len()),
///         Input::Diagnostic(said) => eprintln!("{said}"),
///     }
/// }
/// ```
pub fn read(sources: impl IntoIterator<Item = Source>) -> Reader {
    let sources = sources.into_iter().collect();
    Reader { sources, current: None, label: String::new(), waiting: VecDeque::new(), names: HashSet::new(), done: 0 }
}

/// The pages of all sources; made by [`read`].
pub struct Reader {
    sources: VecDeque<Source>,
    current: Option<Lines>,
    /// What messages call the source that is being read.
    label: String,
    waiting: VecDeque<Input>,
    /// Hashes of the names so far: a file of ten million lines has ten million names.
    names: HashSet<u64>,
    done: u64,
}

impl Reader {
    /// How many bytes were read so far, of [`crate::text::Listing::bytes`] in all: what a progress bar shows.
    pub fn bytes(&self) -> u64 {
        self.done + self.current.as_ref().map_or(0, |lines| lines.read)
    }

    /// Opens the next source.
    fn open(&mut self, source: Source) {
        let label = source.label();
        self.label.clone_from(&label);
        match open(&source) {
            Ok(mut bytes) => match form(&source, &mut *bytes) {
                Form::Lines => self.current = Some(Lines::new(source.name().to_owned(), label, bytes)),
                form => {
                    let (inputs, length) = whole(source.name(), &label, form, bytes);
                    self.waiting.extend(inputs);
                    self.done += source.bytes().unwrap_or(length);
                }
            },
            Err(error) => {
                let refusal = Diagnostic::refusal(label, format!("can't be read: {}", cause(&error)));
                self.waiting.push_back(Input::Diagnostic(refusal));
                self.done += source.bytes().unwrap_or_default();
            }
        }
    }

    /// Makes sure that no other page has the name.
    fn name(&mut self, input: &mut Input) {
        let Input::Page(page) = input else { return };
        let key = |name: &str| {
            let mut hasher = DefaultHasher::new();
            name.hash(&mut hasher);
            hasher.finish()
        };
        let name = free_name(&page.name, |name| self.names.contains(&key(name)));
        self.names.insert(key(&name));
        if name != page.name {
            let said = format!("a second page is named {}, it is called {name}", page.name);
            page.name = name;
            let said = Diagnostic::new(&self.label, said).hint("give each page an id of its own");
            self.waiting.push_front(Input::Diagnostic(said));
        }
    }
}

impl Iterator for Reader {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            if let Some(mut input) = self.waiting.pop_front() {
                self.name(&mut input);
                return Some(input);
            }
            match &mut self.current {
                Some(lines) => match lines.next() {
                    Some(inputs) => self.waiting.extend(inputs),
                    None => self.done += self.current.take().map_or(0, |lines| lines.read),
                },
                None => {
                    let source = self.sources.pop_front()?;
                    self.open(source);
                }
            }
        }
    }
}

fn open(source: &Source) -> io::Result<Box<dyn BufRead + Send>> {
    Ok(match source.path() {
        Some(path) => Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)),
        None => Box::new(BufReader::with_capacity(1 << 16, io::stdin())),
    })
}

/// The form of a source whose name doesn't tell it, from its first bytes.
fn form(source: &Source, bytes: &mut dyn BufRead) -> Form {
    if source.form != Form::Unknown {
        return source.form;
    }
    let Ok(head) = bytes.fill_buf() else { return Form::Text };
    let head = String::from_utf8_lossy(&head[..head.len().min(1 << 12)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let begins = |with: &str| head.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    if begins("<!doctype") || begins("<html") || begins("<?xml") {
        Form::Markup
    } else if begins("{") && head[1..].trim_start().starts_with(['"', '}']) {
        Form::Lines
    } else {
        Form::Text
    }
}

/// A file that is read as a whole, and its length.
fn whole(name: &str, label: &str, form: Form, source: Box<dyn BufRead + Send>) -> (Vec<Input>, u64) {
    let mut bytes = Vec::new();
    let read = source.take(LONGEST_PAGE + 1).read_to_end(&mut bytes);
    let length = bytes.len() as u64;
    let refused = |refusal| (vec![Input::Diagnostic(refusal)], length);
    if let Err(error) = read {
        return refused(Diagnostic::refusal(label, format!("can't be read: {}", cause(&error))));
    }
    if length > LONGEST_PAGE {
        let message = format!("longer than {} MiB, expected one page", LONGEST_PAGE >> 20);
        let hint = "split it, or write one page a line to a .jsonl file, which may be of any length";
        return refused(Diagnostic::refusal(label, message).hint(hint));
    }
    let declared = if form == Form::Markup { declared_encoding(&bytes) } else { None };
    let decoded = match decode(&bytes, declared.as_deref()) {
        Ok(decoded) => decoded,
        Err(error) => return refused(Diagnostic::refusal(label, error.to_string()).hint(error.hint())),
    };
    drop(bytes);
    let complaint = decoded.complaint(label);
    let mut inputs: Vec<_> = complaint.into_iter().map(Input::Diagnostic).collect();
    if form == Form::Json {
        inputs.extend(json(&decoded, label, name));
    } else {
        let page = page(name, decoded.text, form);
        inputs.extend(blank(&page, label).map(Input::Diagnostic));
        inputs.push(Input::Page(page));
    }
    (inputs, length)
}

fn json(decoded: &Decoded, label: &str, name: &str) -> Vec<Input> {
    let outcomes = records::file(&decoded.text, label, name);
    let none = outcomes.iter().all(Result::is_err);
    let mut inputs = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(page) => {
                inputs.extend(blank(&page, label).map(Input::Diagnostic));
                inputs.push(Input::Page(page));
            }
            // A file of which nothing was read is refused as a whole.
            Err(said) if none => {
                inputs.push(Input::Diagnostic(Diagnostic { severity: crate::text::Severity::Refusal, ..said }))
            }
            Err(said) => inputs.push(Input::Diagnostic(said)),
        }
    }
    if inputs.is_empty() {
        inputs.push(Input::Diagnostic(Diagnostic::note(label, "empty, nothing to read")));
    }
    inputs
}

/// A page out of a decoded file.
fn page(name: &str, text: String, form: Form) -> Document {
    let mut page = Document::new(name, text);
    let metadata = if form == Form::Markup {
        let (readable, metadata) = markup::read(&page.text);
        page.readable = Some(readable);
        metadata
    } else if let Some((metadata, end)) = front_matter(&page.text) {
        page.readable = Some(from(&page.text, end));
        metadata
    } else {
        Metadata::default()
    };
    metadata.describe(&mut page);
    page
}

/// The text from a byte on.
fn from(text: &str, start: usize) -> Edited {
    let mut rest = Edited::default();
    let first = text[..start].chars().count() as u32;
    (first..).zip(text[start..].chars()).for_each(|(at, c)| rest.push_span(c, Span::new(at, at + 1)));
    rest
}

/// The note on a page without a word.
fn blank(page: &Document, label: &str) -> Option<Diagnostic> {
    let marked = page.readable.is_some() && !page.text.trim().is_empty();
    let message =
        if marked { "nothing to read: all of it is tags, menus or scripts" } else { "empty, nothing to read" };
    page.is_blank().then(|| Diagnostic::note(label, message))
}

/// A `.jsonl` file, line by line.
struct Lines {
    name: String,
    label: String,
    source: Box<dyn BufRead + Send>,
    number: u32,
    read: u64,
    good: u32,
    bad: u32,
    over: bool,
}

impl Lines {
    fn new(name: String, label: String, source: Box<dyn BufRead + Send>) -> Self {
        Self { name, label, source, number: 0, read: 0, good: 0, bad: 0, over: false }
    }

    /// What the next line gives; `None` behind the last one.
    fn next(&mut self) -> Option<Vec<Input>> {
        if self.over {
            return None;
        }
        let (bytes, length) = match line(&mut *self.source, LONGEST_PAGE as usize) {
            Ok(Some(line)) => line,
            Ok(None) => {
                self.over = true;
                return Some(self.verdict().into_iter().map(Input::Diagnostic).collect());
            }
            Err(error) => {
                self.over = true;
                let message = format!("can't be read on: {}", cause(&error));
                let refusal = Diagnostic::refusal(&self.label, message).on_line(self.number + 1, None);
                return Some(vec![Input::Diagnostic(refusal)]);
            }
        };
        self.read += length;
        self.number = self.number.saturating_add(1);
        let inputs = match bytes {
            Some(bytes) => self.page(&bytes),
            None => {
                let message = format!("longer than {} MiB, left out, expected one page a line", LONGEST_PAGE >> 20);
                vec![Input::Diagnostic(Diagnostic::new(&self.label, message).on_line(self.number, None))]
            }
        };
        let pages = inputs.iter().filter(|input| matches!(input, Input::Page(_))).count();
        if pages > 0 {
            self.good += 1;
        } else if !inputs.is_empty() {
            self.bad += 1;
        }
        Some(inputs)
    }

    fn page(&self, bytes: &[u8]) -> Vec<Input> {
        if bytes.trim_ascii().is_empty() {
            return Vec::new();
        }
        let here = |said: Diagnostic| Input::Diagnostic(said.on_line(self.number, None));
        let decoded = match decode(bytes, None) {
            Ok(decoded) => decoded,
            Err(error) => {
                return vec![here(Diagnostic::new(&self.label, format!("left out: {error}")).hint(error.hint()))];
            }
        };
        let complaint = decoded.complaint(&self.label).map(here);
        let mut inputs: Vec<_> = complaint.into_iter().collect();
        match records::line(&decoded.text, &self.label, self.number, &format!("{}:{}", self.name, self.number)) {
            Ok(page) => {
                inputs.extend(blank(&page, &self.label).map(here));
                inputs.push(Input::Page(page));
            }
            Err(said) => inputs.push(Input::Diagnostic(said)),
        }
        inputs
    }

    /// What is to be said of the file as a whole.
    fn verdict(&self) -> Option<Diagnostic> {
        match (self.good, self.bad) {
            (0, 0) => Some(Diagnostic::note(&self.label, "empty, nothing to read")),
            (0, _) => Some(Diagnostic::refusal(
                &self.label,
                "no line of this file is a page, expected one JSON object a line",
            )),
            _ => None,
        }
    }
}

/// The next line without its end, and how many bytes it took; the line is `None` where it is longer than `longest`,
/// all is `None` at the end.
fn line(source: &mut dyn BufRead, longest: usize) -> io::Result<Option<(Option<Vec<u8>>, u64)>> {
    let (mut line, mut length, mut fits) = (Vec::new(), 0, true);
    loop {
        let buffer = match source.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        fits &= line.len() + part.len() <= longest;
        if fits {
            line.extend_from_slice(part);
        } else {
            line = Vec::new();
        }
        let used = part.len() + usize::from(end.is_some());
        source.consume(used);
        length += used as u64;
        if end.is_some() || used == 0 {
            return Ok((length > 0).then_some((fits.then_some(line), length)));
        }
    }
}
