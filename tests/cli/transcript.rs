//! Runs the transcripts of `tests/cmd`: files that read as a session at the prompt.
//!
//! ```text
//! # What the case shows.
//! @ pages/a.txt              a file of the case's folder; its lines follow, up to an empty line
//! 湘潭市医疗保障局……
//!
//! $ zhengtu build pages --store kg        a command; `< FILE` is its input, `| head 3` and `| find WORD` show less of it
//!   1 page (1 new) into kg                what it writes to standard output, indented
//! ! zhengtu: …                            what it writes to standard error
//! = 0                                     its exit status
//! ```
//!
//! `$KEY` is the last key of a statement or page that was shown. `$ write FILE TEXT`, `$ cut FILE BYTES`, `$ remove PATH`
//! and `$ folder PATH` change the folder. `UPDATE=1 cargo test --test cli` writes what comes out into the files.

use std::{fs, path::Path, process::Command};

use regex::Regex;

/// Runs a transcript, and gives it back as it came out.
pub fn run(transcript: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session { dir: folder.path(), key: String::new() };
    let mut out = String::new();
    let mut lines = transcript.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("! ") || line.starts_with("  ") || line.starts_with("= ") || line == "!" {
            continue; // what came out when it was written
        }
        out += &format!("{line}\n");
        if let Some(name) = line.strip_prefix("@ ") {
            let mut text = String::new();
            while let Some(line) = lines.next_if(|line| !line.is_empty()) {
                text += &format!("{line}\n");
            }
            out += &text;
            session.write(name, text.as_bytes());
        } else if let Some(command) = line.strip_prefix("$ ") {
            out += &session.command(command);
        }
    }
    out
}

struct Session<'d> {
    dir: &'d Path,
    key: String,
}

impl Session<'_> {
    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn command(&mut self, command: &str) -> String {
        let (command, filter) = command.split_once(" | ").unwrap_or((command, ""));
        let words = words(&command.replace("$KEY", &self.key));
        let at = |n: usize| words[n].as_str();
        match at(0) {
            "zhengtu" => return self.zhengtu(&words[1..], filter),
            "write" => self.write(at(1), at(2).replace("\\n", "\n").as_bytes()),
            "cut" => {
                let mut bytes = fs::read(self.dir.join(at(1))).unwrap();
                bytes.truncate(at(2).parse().unwrap());
                self.write(at(1), &bytes);
            }
            "remove" => fs::remove_file(self.dir.join(at(1))).unwrap(),
            "folder" => fs::create_dir_all(self.dir.join(at(1))).unwrap(),
            other => panic!("no command {other} in transcripts"),
        }
        String::new()
    }

    fn zhengtu(&mut self, words: &[String], filter: &str) -> String {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("zhengtu"));
        let (words, input) = match words.iter().position(|word| word == "<") {
            Some(at) => (&words[..at], fs::read(self.dir.join(&words[at + 1])).unwrap()),
            None => (words, Vec::new()),
        };
        command.args(words).current_dir(self.dir).env("COLUMNS", "100").env_remove("NO_COLOR");
        let done = assert_cmd::Command::from_std(command).write_stdin(input).output().unwrap();
        let stdout = String::from_utf8(done.stdout).unwrap();
        let stderr = String::from_utf8(done.stderr).unwrap();
        let key = Regex::new(r"\b[0-9a-f]{16}\b").unwrap();
        if let Some(found) = key.find_iter(&stdout).last() {
            self.key = found.as_str().to_owned();
        }
        let kept: Vec<&str> = match filter.split_once(' ') {
            Some(("head", n)) => stdout.lines().take(n.parse().unwrap()).collect(),
            Some(("find", word)) => stdout.lines().filter(|line| line.contains(word)).collect(),
            _ => stdout.lines().collect(),
        };
        let mut out = String::new();
        kept.iter().for_each(|line| out += format!("  {}\n", self.steady(line)).as_str());
        stderr.lines().for_each(|line| out += format!("{}\n", format!("! {}", self.steady(line)).trim_end()).as_str());
        out + &format!("= {}\n", done.status.code().unwrap_or(-1))
    }

    /// A line without what changes from machine to machine, from version to version, and with every step that the
    /// reading of pages gets better.
    fn steady(&self, line: &str) -> String {
        let bin = assert_cmd::cargo::cargo_bin!("zhengtu").display().to_string();
        let real = fs::canonicalize(self.dir).unwrap();
        let mut line = line.replace(&bin, "zhengtu").replace(&*real.to_string_lossy(), ".");
        for (pattern, steady) in [
            (r"\b[0-9a-f]{16}\b", "<key>"),
            (r"zhengtu-[0-9.]+\+[0-9a-f]{12}", "zhengtu-<version>"),
            (r"^zhengtu [0-9.]+$", "zhengtu <version>"),
            (r"\b[0-9][0-9,]* (figure|relation|programme|place)s?\b", "<n> ${1}s"),
            (r"\b[0-9][0-9,]* (agency|agencies)\b", "<n> agencies"),
            (r#""confidence":[0-9.]+"#, "\"confidence\":<confidence>"),
            (r"\b[01]\.[0-9]{2}\b", "<confidence>"),
            (r"^(  rule +).*", "$1<rule>"),
            (r"[0-9]+ (bytes|kB) on disk", "<size> on disk"),
            (r"bytes, expected [0-9]+", "bytes, expected <size>"),
            (r#""rule":"[^"]*""#, "\"rule\":<rule>"),
        ] {
            line = Regex::new(pattern).unwrap().replace_all(&line, steady).into_owned();
        }
        line.trim_end().to_owned()
    }
}

/// The words of a command: separated by spaces, single quotes around those that hold some.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut open) = (vec![String::new()], false);
    for c in command.chars() {
        match (c, open) {
            ('\'', _) => open = !open,
            (' ', false) => words.push(String::new()),
            (c, _) => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The words of a line of a help text that begins with `zhengtu`, as a shell would pass them to it.
pub fn example(line: &str) -> Vec<String> {
    let end = [" | ", " > ", " < ", " && "].iter().filter_map(|sign| line.find(sign)).min();
    words(&line[..end.unwrap_or(line.len())])
}
