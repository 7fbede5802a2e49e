//! Which files there are to read, by what names.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

use encoding_rs::GB18030;

use crate::text::Diagnostic;

/// How a file holds its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// Text and Markdown.
    Text,
    /// HTML.
    Markup,
    /// One JSON object a line.
    Lines,
    /// JSON objects in one file.
    Json,
    /// To be told from the first bytes.
    Unknown,
}

/// Extensions of files that are pages, in folders too.
const PAGES: &[(&str, Form)] = &[
    ("txt", Form::Text),
    ("text", Form::Text),
    ("md", Form::Text),
    ("markdown", Form::Text),
    ("html", Form::Markup),
    ("htm", Form::Markup),
    ("shtml", Form::Markup),
    ("xhtml", Form::Markup),
    ("jsonl", Form::Lines),
    ("ndjson", Form::Lines),
];

/// Extensions of files that are read where they are named, and passed over in folders.
const NAMED: &[(&str, Form)] = &[("json", Form::Json), ("xml", Form::Markup), ("csv", Form::Text), ("tsv", Form::Text)];

/// Extensions of files that hold pages in a form that is not read: each is named, so that nobody thinks it was.
const PACKED: &[&str] = &[
    "pdf", "zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "tar", "doc", "docx", "wps", "ofd", "epub", "rtf",
    "djvu",
];

/// What a folder is expected to hold, for messages.
const EXPECTED: &str = "pages are .txt, .md, .html and .jsonl; files of other names are read if you name them";

/// One file to read, or standard input. It may hold many pages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Its name, unlike that of all others: the file's name, or its path below the folder that was given.
    name: String,
    /// Where it is; `None` is standard input.
    path: Option<PathBuf>,
    bytes: Option<u64>,
    pub(crate) form: Form,
}

impl Source {
    /// Its name: the file's name, or its path below the folder that was given, with `/` between the parts; in front
    /// of it as much of its path as it takes to tell it from another source of the same name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it is; `None` is standard input.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// How many bytes it has, if that is known before reading.
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    /// What messages call it: its path as the user would write it.
    pub(crate) fn label(&self) -> String {
        self.path.as_deref().map_or_else(|| self.name.clone(), shown)
    }
}

/// What there is to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The files, ordered by name: the order in which paths were given makes no difference.
    pub sources: Vec<Source>,
    /// What was not listed, and why.
    pub diagnostics: Vec<Diagnostic>,
}

impl Listing {
    /// Bytes of all files whose size is known.
    pub fn bytes(&self) -> u64 {
        self.sources.iter().filter_map(Source::bytes).sum()
    }
}

/// Lists the files to read: files as they are named, folders with all pages below them, `-` for standard input.
///
/// Below a folder, hidden files are passed over and symbolic links are not followed, which rules out loops and ways
/// out of the folder. A file that is reached twice is listed once. Nothing is opened, so nothing can block.
///
/// ```
/// let listing = zhengtu::text::list(["no such folder"]);
/// assert!(listing.sources.is_empty());
/// assert_eq!(listing.diagnostics[0].to_string(), "no such folder: not found, expected a file, a folder or -");
/// ```
pub fn list<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Listing {
    let mut listing = Listing::default();
    for path in paths {
        let path = path.as_ref();
        if path == Path::new("-") {
            listing.sources.push(Source { name: "stdin".into(), path: None, bytes: None, form: Form::Unknown });
        } else if let Err(refusal) = listing.add(path) {
            listing.diagnostics.push(refusal);
        }
    }
    distinguish(&mut listing.sources);
    listing
}

impl Listing {
    /// Adds what the user named.
    fn add(&mut self, path: &Path) -> Result<(), Diagnostic> {
        let refused = |message: String| Diagnostic::refusal(shown(path), message);
        let metadata = fs::metadata(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => not_found(path),
            _ => refused(format!("can't be looked at: {}", cause(&error))),
        })?;
        if metadata.is_dir() {
            if fs::canonicalize(path).is_ok_and(|path| path.parent().is_none()) {
                return Err(refused("this is the root of the file system, expected a folder of pages".into()));
            }
            self.add_folder(path);
            return Ok(());
        }
        if let Some(what) = special(metadata.file_type()).filter(|_| !is_open_already(path)) {
            let hint = "give a file, or send it to standard input and give -";
            return Err(refused(format!("this is {what}, expected a file or a folder")).hint(hint));
        }
        let name = path.file_name().map_or_else(|| shown(path), decoded_name);
        let form = form(path, &[PAGES, NAMED].concat()).unwrap_or(Form::Unknown);
        self.push(name, path, &metadata, form);
        Ok(())
    }

    /// Adds the pages below a folder.
    fn add_folder(&mut self, folder: &Path) {
        let before = self.sources.len();
        let mut others: BTreeMap<String, usize> = BTreeMap::new();
        // Names beside paths, so that a name never depends on how the folder was written.
        let mut folders = vec![(folder.to_path_buf(), String::new())];
        while let Some((path, below)) = folders.pop() {
            let entries = match fs::read_dir(&path) {
                Ok(entries) => entries,
                Err(error) => {
                    let message = format!("this folder can't be read: {}", cause(&error));
                    self.diagnostics.push(Diagnostic::refusal(shown(&path), message));
                    continue;
                }
            };
            let mut entries: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
            entries.sort();
            for path in entries {
                let name = decoded_name(path.file_name().unwrap_or_default());
                let Ok(metadata) = fs::symlink_metadata(&path) else { continue };
                if name.starts_with('.') {
                    continue;
                }
                if metadata.is_dir() {
                    folders.push((path, format!("{below}{name}/")));
                    continue;
                }
                let page = form(&path, PAGES).or_else(|| packed(&path).then_some(Form::Text));
                match (page, special(metadata.file_type())) {
                    (None, _) => *others.entry(extension(&path)).or_default() += 1,
                    (Some(form), None) => self.push(format!("{below}{name}"), &path, &metadata, form),
                    (Some(_), Some(what)) => {
                        let said = Diagnostic::new(shown(&path), format!("{what} is left out, expected a file"));
                        let link = metadata.is_symlink();
                        self.diagnostics.push(if link {
                            said.hint("to read it, name it or what it points to")
                        } else {
                            said
                        });
                    }
                }
            }
        }
        self.pass_over(folder, others, self.sources.len() == before);
    }

    fn push(&mut self, name: String, path: &Path, metadata: &Metadata, form: Form) {
        let bytes = metadata.is_file().then_some(metadata.len());
        self.sources.push(Source { name, path: Some(path.to_path_buf()), bytes, form });
    }

    /// Says what lay in a folder beside pages.
    fn pass_over(&mut self, folder: &Path, others: BTreeMap<String, usize>, all: bool) {
        let mut kinds: Vec<_> = others.into_iter().map(|(kind, count)| (count, kind)).collect();
        kinds.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let shown_kinds: Vec<_> = kinds.iter().take(5).map(|(count, kind)| format!("{count} {kind}")).collect();
        let more = if kinds.len() > 5 { " and others" } else { "" };
        let found = format!("{}{more}", shown_kinds.join(", "));
        let said = match (all, kinds.is_empty()) {
            (true, true) => Diagnostic::new(shown(folder), "no page in this folder, it is empty"),
            (true, false) => Diagnostic::new(shown(folder), format!("no page in this folder, only {found}")),
            (false, false) => Diagnostic::note(shown(folder), format!("passed over what is no page: {found}")),
            (false, true) => return,
        };
        self.diagnostics.push(said.hint(EXPECTED));
    }
}

/// Lists each file once, gives all different names, and sorts them by name.
fn distinguish(sources: &mut Vec<Source>) {
    sources.sort();
    sources.dedup_by(|a, b| a.path == b.path && a.name == b.name);
    if sources.len() < 2 {
        return;
    }
    let real = |source: &Source| source.path.as_ref().and_then(|path| fs::canonicalize(path).ok());
    // Of two names for one file, the one that says more of where it lies.
    let mut files: BTreeMap<PathBuf, Source> = BTreeMap::new();
    let mut kept = Vec::new();
    for source in sources.drain(..) {
        match real(&source) {
            None => kept.push(source),
            Some(path) => {
                let held = files.entry(path).or_insert_with(|| source.clone());
                if source.name.len() > held.name.len() {
                    *held = source;
                }
            }
        }
    }
    let mut by_name: BTreeMap<String, Vec<(PathBuf, Source)>> = BTreeMap::new();
    for (path, source) in files {
        by_name.entry(source.name.clone()).or_default().push((path, source));
    }
    for group in by_name.into_values() {
        let deepest = group.iter().map(|(path, _)| path.components().count()).max().unwrap_or_default();
        let own = group.first().map_or(0, |(_, source)| source.name.split('/').count());
        let different = |parts: usize| group.iter().map(|(path, _)| tail(path, parts)).collect::<BTreeSet<_>>().len();
        let parts = if group.len() == 1 { None } else { (own + 1..=deepest).find(|&n| different(n) == group.len()) };
        for (path, source) in group {
            let name = parts.map_or(source.name.clone(), |parts| tail(&path, parts));
            kept.push(Source { name, ..source });
        }
    }
    kept.sort();
    let mut taken = BTreeSet::new();
    for source in &mut kept {
        source.name = free_name(&source.name, |name| taken.contains(name));
        taken.insert(source.name.clone());
    }
    kept.sort();
    *sources = kept;
}

/// `name`, or `name#2` and so on where it is taken.
pub(crate) fn free_name(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let mut numbered = (2_u64..).map(|number| format!("{name}#{number}"));
    numbered.find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
}

/// The last parts of a path, `/` between them.
fn tail(path: &Path, parts: usize) -> String {
    let all: Vec<_> = path
        .components()
        .filter_map(|part| if let Component::Normal(part) = part { Some(decoded_name(part)) } else { None })
        .collect();
    all[all.len().saturating_sub(parts)..].join("/")
}

/// A file name as text: UTF-8, else GB18030, as old archives unpack, else with U+FFFD.
fn decoded_name(name: &OsStr) -> String {
    match name.to_str() {
        Some(name) => name.to_owned(),
        None => GB18030
            .decode_without_bom_handling_and_without_replacement(name.as_encoded_bytes())
            .map_or_else(|| name.to_string_lossy().into_owned(), |name| name.into_owned()),
    }
}

/// A path as text, for messages.
fn shown(path: &Path) -> String {
    decoded_name(path.as_os_str())
}

/// What went wrong, without the number that the system gives it.
pub(crate) fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => {
            let message = error.to_string();
            let end = message.find(" (os error").unwrap_or(message.len());
            message[..end].to_lowercase()
        }
    }
}

/// The form of a file that a table names for its extension.
fn form(path: &Path, forms: &[(&str, Form)]) -> Option<Form> {
    let extension = path.extension()?.to_str()?;
    forms.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known)).map(|&(_, form)| form)
}

fn packed(path: &Path) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|ext| PACKED.iter().any(|p| ext.eq_ignore_ascii_case(p)))
}

/// The kind of a file for counting.
fn extension(path: &Path) -> String {
    match path.extension().and_then(OsStr::to_str) {
        Some(extension) if extension.len() <= 10 => format!(".{}", extension.to_lowercase()),
        _ => "without extension".into(),
    }
}

/// What a thing is that is no file and no folder.
fn special(kind: FileType) -> Option<&'static str> {
    if kind.is_file() || kind.is_dir() {
        return None;
    }
    if kind.is_symlink() {
        return Some("a symbolic link");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a named pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
    }
    Some("a device")
}

/// Whether it is a pipe that the shell has opened already, as in `zhengtu extract <(pdftotext a.pdf -)`: opening it
/// can't block.
fn is_open_already(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let pipe = fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo());
        pipe && (path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd"))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// The refusal of a path that isn't there, with the name beside it that was most likely meant.
fn not_found(path: &Path) -> Diagnostic {
    const MOST: usize = 10_000;
    if fs::symlink_metadata(path).is_ok() {
        return Diagnostic::refusal(shown(path), "this symbolic link points to nothing, expected a file or a folder");
    }
    let refusal = Diagnostic::refusal(shown(path), "not found, expected a file, a folder or -");
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Some(wanted), Ok(beside)) = (path.file_name().map(decoded_name), fs::read_dir(parent)) else { return refusal };
    let names = beside.filter_map(Result::ok).take(MOST).map(|entry| decoded_name(&entry.file_name()));
    let alike = names.map(|name| (strsim::normalized_damerau_levenshtein(&wanted, &name), name));
    let best = alike.filter(|(score, _)| *score >= 0.6).max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
    match best {
        Some((_, name)) => refusal.hint(format!("did you mean {}?", shown(&path.with_file_name(name)))),
        None => refusal,
    }
}
