//! The READMEs: what they tell to type works, and both tell the same.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];

/// What runs no longer than the test, without other programs: everything of ours but the endpoint, and pictures of the
/// network where there is no Graphviz.
fn runs(command: &[String]) -> bool {
    let ours = command.first().is_some_and(|word| word == "zhengtu");
    match command.get(1).map(String::as_str) {
        Some("serve") => false,
        Some("export") if command.iter().any(|word| word.ends_with(".svg")) => {
            ours && Command::new("dot").arg("-V").output().is_ok()
        }
        _ => ours,
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// A fenced block: what stands behind the fence, the last line of text before it, and what it holds.
struct Block<'t> {
    language: &'t str,
    before: &'t str,
    text: String,
}

fn blocks(readme: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut open, mut before) = (Vec::new(), None, "");
    for line in readme.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => open = Some(Block { language, before, text: String::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => block.text += &format!("{line}\n"),
            (None, None) if !line.trim().is_empty() => before = line,
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block does not end");
    blocks
}

/// The commands of the `sh` blocks, as their words.
fn commands(readme: &str) -> Vec<Vec<String>> {
    blocks(readme).iter().filter(|block| block.language == "sh").flat_map(|block| words(&block.text)).collect()
}

/// The words of shell commands, one command a line: quotes hold words and lines together, `#` opens a comment.
fn words(text: &str) -> Vec<Vec<String>> {
    let (mut commands, mut command, mut word, mut quote) = (Vec::new(), Vec::new(), None::<String>, None);
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (c, Some(_)) => word.get_or_insert_default().push(c),
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            ('#', None) if word.is_none() => {
                characters.by_ref().find(|c| *c == '\n');
                commands.push(std::mem::take(&mut command));
            }
            (' ' | '\n', None) => {
                command.extend(word.take());
                if c == '\n' {
                    commands.push(std::mem::take(&mut command));
                }
            }
            (c, None) => word.get_or_insert_default().push(c),
        }
    }
    assert!(quote.is_none(), "a quote does not end: {text}");
    commands.retain(|command| !command.is_empty());
    commands
}

/// Copies the files of a folder.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

#[test]
fn the_commands_work() {
    let text = readme("README.md");
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("examples/pages"), &folder.path().join("examples/pages"));
    for block in blocks(&text).iter().filter(|block| block.language == "tsv") {
        let name = block.before.split('`').nth(1).expect("the name of the table before its block");
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, &block.text).unwrap();
    }
    let commands = commands(&text);
    // `cargo run --release -- build …`
    let first = commands.iter().find(|command| command.starts_with(&["cargo".into(), "run".into()])).unwrap();
    let build = first.iter().skip_while(|word| *word != "--").skip(1).cloned();
    let build: Vec<String> = ["zhengtu".into()].into_iter().chain(build).collect();
    let tour: Vec<&Vec<String>> = commands.iter().filter(|command| runs(command)).collect();
    assert!(tour.len() >= 12, "{} commands", tour.len());
    for command in [&build].into_iter().chain(tour) {
        let end = command.iter().position(|word| matches!(word.as_str(), "|" | ">" | "<" | "&&"));
        let done = Command::new(assert_cmd::cargo::cargo_bin!("zhengtu"))
            .args(&command[1..end.unwrap_or(command.len())])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "README.md tells to type `{}`, which ends with {}:\n{}\
             (a key of a statement changes with what the statement says: `zhengtu explain` with a name shows keys)",
            command.join(" "),
            done.status,
            String::from_utf8_lossy(&done.stderr)
        );
    }
}

#[test]
fn both_tell_the_same() {
    let [english, chinese] = READMES.map(readme);
    let (commands, others) = (commands(&english), commands(&chinese));
    for (command, other) in commands.iter().zip(&others) {
        assert_eq!(command, other);
    }
    assert_eq!(commands.len(), others.len());
    for language in ["python", "r", "tsv", "turtle"] {
        let of = |text: &str| -> Vec<String> {
            blocks(text).into_iter().filter(|block| block.language == language).map(|block| block.text).collect()
        };
        assert_eq!(of(&english), of(&chinese), "{language}");
    }
}

#[test]
fn links_lead_somewhere() {
    for name in READMES {
        let text = readme(name);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let pictures = text.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.chain(pictures).filter(|link| !link.contains("://") && !link.starts_with('#')) {
            assert!(root().join(link).exists(), "{name}: {link}");
        }
    }
}

#[test]
fn words_are_those_of_a_shell() {
    let text = "a 'b c'  \"d\" # e\n\n# f\ng='h\ni' |\tj\n";
    let found = words(text);
    assert_eq!(found, [vec!["a", "b c", "d"], vec!["g=h\ni", "|\tj"]]);
}
