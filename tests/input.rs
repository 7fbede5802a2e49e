//! From paths to pages: encodings, folders, names, and everything that a folder may hold besides pages.

use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::{BIG5, GB18030, GBK};
use proptest::prelude::*;
use tempfile::TempDir;
use zhengtu::text::{Diagnostic, Document, Input, Severity, list, read};

const PAGE: &str = "湘潭日报讯（记者 王小明）8月15日，市医疗保障局追回资金7.88亿元。\n全市参保人数达二百余万。\n";

/// A folder that is gone after the test.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

/// What reading gave.
struct Read {
    pages: Vec<Document>,
    said: Vec<Diagnostic>,
}

impl Read {
    fn of<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Self {
        let listing = list(paths);
        let (mut pages, mut said) = (Vec::new(), listing.diagnostics);
        for input in read(listing.sources) {
            match input {
                Input::Page(page) => pages.push(page),
                Input::Diagnostic(diagnostic) => said.push(diagnostic),
            }
        }
        Self { pages, said }
    }

    fn file(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let folder = Folder::new();
        Self::of([folder.write(name, bytes)])
    }

    fn names(&self) -> Vec<&str> {
        self.pages.iter().map(|page| page.name.as_str()).collect()
    }

    fn texts(&self) -> Vec<&str> {
        self.pages.iter().map(|page| &*page.text).collect()
    }

    fn gravest(&self) -> Option<Severity> {
        self.said.iter().map(|said| said.severity).max()
    }

    /// All that was said, the folder of the test taken out.
    fn messages(&self) -> Vec<String> {
        let after_folder = |said: &Diagnostic| {
            let name = said.source.rsplit('/').next().unwrap_or_default().to_owned();
            Diagnostic { source: name, ..said.clone() }.to_string()
        };
        self.said.iter().map(after_folder).collect()
    }

    #[track_caller]
    fn says(&self, severity: Severity, part: &str) {
        let found = self.said.iter().any(|said| said.severity == severity && said.to_string().contains(part));
        assert!(found, "no {severity:?} says {part:?} in {:#?}", self.messages());
    }
}

/// What is read of a page.
fn readable(page: &Document) -> String {
    page.characters().map(|(c, _)| c).collect()
}

#[test]
fn one_page_in_every_encoding() {
    let utf_16 = |unit: fn(u16) -> [u8; 2]| PAGE.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    let marked = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
    let files = [
        PAGE.as_bytes().to_vec(),
        marked(b"\xef\xbb\xbf", PAGE.into()),
        GBK.encode(PAGE).0.into_owned(),
        GB18030.encode(PAGE).0.into_owned(),
        marked(b"\xff\xfe", utf_16(u16::to_le_bytes)),
        marked(b"\xfe\xff", utf_16(u16::to_be_bytes)),
        utf_16(u16::to_le_bytes),
    ];
    for (number, bytes) in files.into_iter().enumerate() {
        let read = Read::file("000.txt", bytes);
        assert_eq!(read.texts(), [PAGE], "file {number}");
        assert!(read.said.is_empty(), "file {number}: {:?}", read.messages());
    }
}

#[test]
fn the_declared_encoding_of_a_web_page() {
    let page = |charset: &str| format!("<html><head><meta charset=\"{charset}\"></head><p>臺北市財政局</p></html>");
    for (charset, encoding) in [("big5", BIG5), ("gb2312", GBK), ("utf-8", GBK)] {
        let read = Read::file("a.html", encoding.encode(&page(charset)).0);
        assert_eq!(read.pages.iter().map(readable).collect::<Vec<_>>(), ["臺北市財政局"], "{charset}");
    }
}

#[test]
fn offsets_count_characters_of_the_untouched_page() {
    let source = "\u{feff}<!DOCTYPE html>\r\n<title>甲</title><p>市财政&#23616;拨付<b>1,200</b>万元&nbsp;。</p>";
    let read = Read::file("a.html", source);
    let page = &read.pages[0];
    assert_eq!(&*page.text, source.trim_start_matches('\u{feff}'));
    assert_eq!(readable(page), "市财政局拨付1,200万元\u{a0}。");
    let text = page.readable.as_ref().unwrap();
    let number = text.text().find("1,200").unwrap();
    assert_eq!(text.span(number..number + 5).slice(&page.text), "1,200");
    let office = "市财政局".len();
    assert_eq!(text.span(0..office).slice(&page.text), "市财政&#23616;");
}

#[test]
fn a_folder_gives_its_pages_by_name_whatever_the_order() {
    let folder = Folder::new();
    for name in ["b.txt", "sub/a.md", "a.htm", ".hidden/x.txt", ".x.txt", "c.json", "d.jpg", "README"] {
        folder.write(name, PAGE);
    }
    let both = Read::of([folder.path("")]);
    assert_eq!(both.names(), ["a.htm", "b.txt", "sub/a.md"]);
    both.says(Severity::Note, "passed over what is no page: 1 .jpg, 1 .json, 1 without extension");

    let (first, second) = (folder.path("b.txt"), folder.path("sub/a.md"));
    assert_eq!(Read::of([&first, &second]).names(), Read::of([&second, &first]).names());
}

#[test]
fn pages_of_one_name_stay_apart_and_a_page_named_twice_is_one() {
    let folder = Folder::new();
    let paths = [folder.write("2021/08/1.txt", "甲"), folder.write("2022/08/1.txt", "乙")];
    let read = Read::of(&paths);
    assert_eq!(read.names(), ["2021/08/1.txt", "2022/08/1.txt"]);
    assert_eq!(read.texts(), ["甲", "乙"]);
    assert_eq!(Read::of([folder.path("2021"), paths[0].clone()]).names(), ["08/1.txt"]);
}

#[test]
fn a_folder_without_pages() {
    let folder = Folder::new();
    Read::of([folder.path("")]).says(Severity::Complaint, "no page in this folder, it is empty");
    folder.write("a.jpg", "x");
    Read::of([folder.path("")]).says(Severity::Complaint, "no page in this folder, only 1 .jpg (pages are .txt, .md");
}

#[test]
fn a_path_that_is_not_there() {
    let folder = Folder::new();
    folder.write("pages/xiangtan.txt", PAGE);
    let read = Read::of([folder.path("pages/xiangtam.txt")]);
    read.says(Severity::Refusal, "not found, expected a file, a folder or -");
    read.says(Severity::Refusal, "pages/xiangtan.txt?)");
}

#[test]
fn what_is_empty_is_noted_and_still_a_page() {
    for (name, bytes) in [("a.txt", ""), ("a.txt", "\u{feff}"), ("a.md", " \u{3000}\n\n"), ("a.html", "")] {
        let read = Read::file(name, bytes);
        assert_eq!(read.pages.len(), 1, "{name} {bytes:?}");
        assert_eq!(read.messages(), [format!("{name}: empty, nothing to read")]);
        assert_eq!(read.gravest(), Some(Severity::Note));
    }
    Read::file("a.html", "<script>x</script>").says(Severity::Note, "all of it is tags, menus or scripts");
}

#[test]
fn what_is_no_text_is_refused_with_what_to_do() {
    for (bytes, said) in [
        (b"%PDF-1.4\n1 0 obj".as_slice(), "this is a PDF, expected text (take its text with pdftotext"),
        (b"PK\x03\x04....", "this is a zip archive"),
        (b"\x1f\x8b\x08....", "this is gzip data, expected text (unpack it with gunzip"),
        (&[0; 1000], "1000 of 1000 characters are control characters"),
    ] {
        let read = Read::file("a.txt", bytes);
        assert!(read.pages.is_empty());
        read.says(Severity::Refusal, said);
    }
}

#[test]
fn faults_are_replaced_and_the_rest_is_read() {
    let read = Read::file("a.txt", [PAGE.as_bytes(), b"\xff", "市水利局".as_bytes()].concat());
    assert_eq!(read.texts(), [format!("{PAGE}\u{fffd}市水利局")]);
    assert!(read.messages()[0].starts_with("a.txt:3:1: 1 place was not UTF-8"), "{:?}", read.messages());
    assert_eq!(read.gravest(), Some(Severity::Complaint));
}

#[test]
fn one_page_a_line() {
    let lines = [
        r#"{"id": "xt-1", "title": "甲", "paper": "湘潭日报", "date": "2022年8月15日", "url": "https://www.example.cn/1", "text": "本报讯"}"#,
        r#"{"id": 7, "正文": "又讯", "extra": {"deep": [1e999, {"x": null}]}}"#,
        "",
        r#"{"title": "标题","content": "#,
        r#"{"title": "没有正文"}"#,
        "[1, 2]",
        r#"{"text": 5}"#,
        r#"{"content": "<p>市&#27700;利局</p>"}"#,
        r#"{"id": "xt-1", "text": "同名"}"#,
    ];
    let read = Read::file("p.jsonl", format!("\u{feff}{}", lines.join("\r\n")));
    assert_eq!(read.names(), ["xt-1", "7", "p.jsonl:8", "xt-1#2"]);
    assert_eq!(read.texts()[..2], ["本报讯", "又讯"]);
    assert_eq!(readable(&read.pages[2]), "市水利局");
    let first = &read.pages[0];
    assert_eq!(first.title.as_deref(), Some("甲"));
    assert_eq!(first.paper.as_deref(), Some("湘潭日报"));
    assert_eq!(first.date.as_deref(), Some("2022-08-15"));
    assert_eq!(first.url.as_deref(), Some("https://www.example.cn/1"));
    let messages = read.messages();
    assert_eq!(messages.len(), 5, "{messages:#?}");
    assert!(messages[0].starts_with("p.jsonl:4:27: broken JSON, left out: EOF"), "{}", messages[0]);
    assert!(messages[1].starts_with("p.jsonl:5: no page, left out: its text is missing"), "{}", messages[1]);
    assert!(messages[2].starts_with("p.jsonl:6: no page, left out: an array"), "{}", messages[2]);
    assert!(messages[3].starts_with("p.jsonl:7: no page, left out: its text is missing"), "{}", messages[3]);
    assert!(messages[4].starts_with("p.jsonl: a second page is named xt-1, it is called xt-1#2"), "{}", messages[4]);
    assert_eq!(read.gravest(), Some(Severity::Complaint));
}

#[test]
fn lines_of_another_encoding_and_lines_of_nothing() {
    let line = GBK.encode("{\"text\": \"湘潭市医疗保障局追回资金\"}").0.into_owned();
    assert_eq!(Read::file("p.jsonl", line).texts(), ["湘潭市医疗保障局追回资金"]);
    assert_eq!(Read::file("p.jsonl", "\n\n").messages(), ["p.jsonl: empty, nothing to read"]);
    Read::file("p.jsonl", "a\nb\n").says(Severity::Refusal, "no line of this file is a page");
}

#[test]
fn json_files() {
    let two = Read::file("p.json", r#"[{"text": "甲"}, 5, {"id": "b", "text": "乙"}]"#);
    assert_eq!((two.names(), two.texts()), (vec!["p.json#1", "b"], vec!["甲", "乙"]));
    two.says(Severity::Complaint, "record 2: no page, left out: a number");
    assert_eq!(Read::file("p.json", "{\"content\": \"甲\"}").names(), ["p.json"]);
    let cut = Read::file("p.json", "[{\"text\": \"甲\"},\n{\"text\": \"乙");
    assert_eq!(cut.texts(), ["甲"]);
    cut.says(Severity::Complaint, "p.json:2:11: broken JSON");
    for deep in ["[".repeat(200_000), "{\"a\":".repeat(100_000), "{\"text\":".repeat(100_000)] {
        let read = Read::file("deep.json", deep);
        assert_eq!((read.pages.len(), read.gravest()), (0, Some(Severity::Refusal)));
    }
}

#[test]
fn front_matter_is_metadata_and_not_read() {
    let source = "---\ntitle: 甲\n来源: 湘潭日报\ndate: 2022-08-15\n---\n# 标题\n";
    for name in ["a.md", "a.txt"] {
        let read = Read::file(name, source);
        let page = &read.pages[0];
        assert_eq!(readable(page), "# 标题\n");
        assert_eq!((page.paper.as_deref(), page.date.as_deref()), (Some("湘潭日报"), Some("2022-08-15")));
        let (c, span) = page.characters().nth(2).unwrap();
        assert_eq!((c, span.slice(source)), ('标', "标"));
    }
}

#[test]
fn hostile_markup_is_linear() {
    let floods = [
        format!("{}{PAGE}{}", "<div>".repeat(200_000), "</div>".repeat(200_000)),
        format!("{}{PAGE}", "<table><tr><td>".repeat(50_000)),
        format!("{}{PAGE}", "<nav>".repeat(100_000)),
        format!("<p {}>{PAGE}</p>", "a=\"1\" ".repeat(100_000)),
        format!("<p>{}</p><p>{PAGE}</p>", "&lt;".repeat(50_000)),
    ];
    for flood in floods {
        let read = Read::file("a.html", &flood);
        assert!(readable(&read.pages[0]).contains("追回资金7.88亿元"), "{}", &flood[..20]);
    }
}

#[test]
fn a_page_without_end_is_refused() {
    let folder = Folder::new();
    let path = folder.path("long.txt");
    fs::File::create(&path).unwrap().set_len(zhengtu::text::LONGEST_PAGE + 1).unwrap();
    let read = Read::of([&path]);
    assert!(read.pages.is_empty());
    read.says(Severity::Refusal, "longer than 32 MiB, expected one page (split it");
}

#[test]
fn messages_leave_the_terminal_alone() {
    let folder = Folder::new();
    let read = Read::of([folder.path("a\u{1b}[2J\n\u{202e}.txt")]);
    let message = read.said[0].to_string();
    assert!(message.contains(r"a\u{1b}[2J\n\u{202e}.txt: not found"), "{message}");
    assert!(!message.contains(char::is_control), "{message}");
}

#[test]
fn progress_ends_at_the_sum_of_sizes() {
    let folder = Folder::new();
    folder.write("a.txt", PAGE);
    folder.write("b.jsonl", "{\"text\": \"甲\"}\nbroken\n");
    folder.write("c.txt", "%PDF-");
    let listing = list([folder.path("")]);
    let all = listing.bytes();
    let mut reader = read(listing.sources);
    while reader.next().is_some() {
        assert!(reader.bytes() <= all);
    }
    assert_eq!(reader.bytes(), all);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_file_is_too_odd(
        name in prop::sample::select(vec!["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a"]),
        parts in prop::collection::vec(prop_oneof![
            prop::collection::vec(any::<u8>(), 0..8),
            "[\u{4e00}-\u{4eff}<>&;\"{}:,\\[\\]\n-]{0,8}".prop_map(String::into_bytes),
            prop::sample::select(vec!["---\n", "title: x\n", "{\"text\":\"", "\"}\n", "<p>", "&#20013;", "</nav>", "~{"])
                .prop_map(|part| part.as_bytes().to_vec()),
        ], 0..12),
    ) {
        for page in Read::file(name, parts.concat()).pages {
            let length = page.text.chars().count() as u32;
            for (c, span) in page.characters() {
                prop_assert!(!span.is_empty() && span.end <= length);
                let there = span.slice(&page.text);
                prop_assert!(there.starts_with([c, '&', '<', ' ', '\n', '\t', '\r', '\x0c']), "{:?} for {:?}", c, there);
            }
        }
    }
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_below_a_folder_are_not_followed() {
        let (folder, outside) = (Folder::new(), Folder::new());
        folder.write("sub/a.txt", PAGE);
        symlink("..", folder.path("sub/up")).unwrap();
        symlink("loop.txt", folder.path("loop.txt")).unwrap();
        symlink(outside.write("secret.txt", "x"), folder.path("link.txt")).unwrap();
        let read = Read::of([folder.path("")]);
        assert_eq!(read.names(), ["sub/a.txt"]);
        read.says(Severity::Complaint, "link.txt: a symbolic link is left out, expected a file");
        read.says(Severity::Complaint, "loop.txt: a symbolic link is left out, expected a file");
        // Named, a link is followed.
        assert_eq!(Read::of([folder.path("link.txt")]).texts(), ["x"]);
    }

    #[test]
    fn what_can_block_or_never_ends_is_not_opened() {
        let folder = Folder::new();
        let _socket = UnixListener::bind(folder.path("s.txt")).unwrap();
        symlink("/dev/zero", folder.path("zero.txt")).unwrap();
        symlink("nowhere", folder.path("dangling.txt")).unwrap();
        symlink("loop.txt", folder.path("loop.txt")).unwrap();
        symlink("/", folder.path("root")).unwrap();
        let mut cases = vec![
            ("s.txt", "this is a socket"),
            ("zero.txt", "this is a device"),
            ("dangling.txt", "points to nothing"),
            ("loop.txt", "too many levels of symbolic links"),
            ("root", "this is the root of the file system"),
        ];
        if Command::new("mkfifo").arg(folder.path("fifo.txt")).status().is_ok_and(|status| status.success()) {
            cases.push(("fifo.txt", "this is a named pipe, expected a file or a folder"));
        }
        for (name, said) in cases {
            let read = Read::of([folder.path(name)]);
            assert!(read.pages.is_empty(), "{name}");
            read.says(Severity::Refusal, said);
        }
    }

    #[test]
    fn file_names_of_old_archives() {
        let folder = Folder::new();
        let name = GBK.encode("湘潭.txt").0.into_owned();
        // Some file systems take no such name.
        if fs::write(folder.0.path().join(OsStr::from_bytes(&name)), PAGE).is_ok() {
            assert_eq!(Read::of([folder.path("")]).names(), ["湘潭.txt"]);
        }
    }
}
