//! One class of reading a sentence: what each of them says, fact by fact.
//!
//! `tests/reading/*.txt` holds cases: a `# class` line, the words of a page behind `> `, then the facts, one a line.
//! `UPDATE=1 cargo test --test reading` writes the facts as they are read today: read the difference.

use std::{fmt::Write, fs, path::Path};

use zhengtu::{lexicon::Lexicon, model::PageFacts, pipeline, text::Document};

fn facts(page: &str) -> String {
    let facts = pipeline::read(&Document::new("page.txt", page), Lexicon::embedded());
    let name = |id: &Option<_>| id.as_ref().and_then(|id| facts.name(id)).unwrap_or("-");
    let mut lines = String::new();
    for one in facts.locations.iter().filter(|place| !place.mentions.is_empty()) {
        let _ = writeln!(lines, "location   {}", one.path.join("/"));
    }
    for one in facts.agencies.iter().filter(|agency| !agency.mentions.is_empty()) {
        let _ = writeln!(lines, "agency     {}", one.name);
    }
    for one in facts.programmes.iter().filter(|programme| !programme.mentions.is_empty()) {
        let _ = writeln!(lines, "programme  {} ({})", one.name, one.kind);
    }
    for one in &facts.observations {
        let quantity = &one.quantity;
        let mut value = quantity.value.to_string();
        for (mark, more) in [("..", quantity.max), (" from ", quantity.from)] {
            if let Some(more) = more {
                let _ = write!(value, "{mark}{more}");
            }
        }
        let unit = quantity.unit.as_deref().unwrap_or("-");
        let _ = write!(lines, "figure     {} = {value} {unit} {}", one.indicator, quantity.bound);
        let time = one.period.as_ref().map(|period| format!(" | {period}")).unwrap_or_default();
        let _ = writeln!(lines, " | {} | {} | {}{time}", name(&one.agency), name(&one.programme), name(&one.location));
    }
    implements(&facts, &mut lines);
    lines
}

fn implements(facts: &PageFacts, lines: &mut String) {
    for one in facts.relations.iter().filter(|one| matches!(one.predicate.word(), "implements" | "partners")) {
        let name = |id| facts.name(id).unwrap_or("-");
        let _ = writeln!(lines, "{:<10} {} → {}", one.predicate.word(), name(&one.subject), name(&one.object));
    }
}

#[test]
fn each_class_of_reading_is_read() {
    let mut wrong = Vec::new();
    let mut files: Vec<_> = fs::read_dir("tests/reading").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "txt"));
    files.sort();
    assert!(!files.is_empty());
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let now = reread(&text);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(file, &now).unwrap();
        } else if now != text {
            wrong.push(format!("{}\n{}", show(file), difference(&text, &now)));
        }
    }
    assert!(wrong.is_empty(), "{}\nIf this is better: UPDATE=1 cargo test --test reading", wrong.join("\n"));
}

/// The cases of a file with the facts that are read today.
fn reread(text: &str) -> String {
    let mut now = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if !(line.starts_with("# ") || line.starts_with("> ")) {
            continue;
        }
        if line.starts_with("# ") {
            let _ = writeln!(now, "{}{line}", if now.is_empty() { "" } else { "\n" });
            continue;
        }
        let mut page = line[2..].to_owned();
        let _ = writeln!(now, "{line}");
        while let Some(more) = lines.next_if(|next| next.starts_with('>')) {
            let _ = writeln!(now, "{more}");
            page = page + "\n" + more[1..].trim_start();
        }
        now += &facts(&page);
    }
    now
}

fn show(file: &Path) -> String {
    file.display().to_string()
}

fn difference(then: &str, now: &str) -> String {
    let (then, now): (Vec<&str>, Vec<&str>) = (then.lines().collect(), now.lines().collect());
    let gone = then.iter().filter(|line| !now.contains(line)).map(|line| format!("  - {line}\n"));
    let new = now.iter().filter(|line| !then.contains(line)).map(|line| format!("  + {line}\n"));
    gone.chain(new).collect()
}
