//! The tables of `ontology/lexicon` hold what they say: each row's example is found and its counter-example is not.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use regex::Regex;
use zhengtu::lexicon::{Class, Lexicon};

/// A row of a table.
struct Row {
    /// `file:line`.
    at: String,
    columns: Vec<String>,
}

impl Row {
    fn column(&self, at: usize) -> &str {
        self.columns.get(at).map_or("", String::as_str)
    }

    fn surfaces(&self) -> impl Iterator<Item = &str> {
        self.column(0).split_whitespace()
    }

    fn class(&self) -> Class {
        let class = Class::parse(self.column(1));
        class.unwrap_or_else(|| panic!("{}: unknown class {}", self.at, self.column(1))).0
    }
}

fn rows(file: &Path) -> Vec<Row> {
    let name = file.file_name().unwrap().to_str().unwrap();
    let text = fs::read_to_string(file).unwrap();
    let rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    rows.map(|(at, line)| Row {
        at: format!("ontology/lexicon/{name}:{}", at + 1),
        columns: line.split('\t').map(|column| column.trim().to_owned()).collect(),
    })
    .collect()
}

/// Rows of every table but those of patterns and characters.
fn words() -> Vec<Row> {
    let mut files: Vec<PathBuf> = fs::read_dir("ontology/lexicon").unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let kept = files.iter().filter(|file| !file.ends_with("pattern.tsv") && !file.ends_with("char.tsv"));
    kept.flat_map(|file| rows(file)).collect()
}

fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn each_example_holds_a_word_of_its_row() {
    let lexicon = Lexicon::embedded();
    let mut wrong = Vec::new();
    for row in words().iter().filter(|row| !row.column(3).is_empty()) {
        let (example, class) = (row.column(3), row.class());
        let scan = lexicon.scan(example);
        let found: Vec<&str> = scan.all(class).map(|hit| &example[hit.range()]).collect();
        if !row.surfaces().any(|surface| found.contains(&surface)) {
            wrong.push(format!(
                "{}: no word of the row is found as {} in its example {example}: give an example that holds one",
                row.at,
                row.column(1)
            ));
        }
    }
    none(wrong);
}

#[test]
fn each_word_of_each_table_is_found() {
    let lexicon = Lexicon::embedded();
    let mut wrong = Vec::new();
    for row in &words() {
        for surface in row.surfaces().filter(|surface| !lexicon.is(surface, row.class())) {
            wrong.push(format!("{}: {surface} is not in the lexicon: is the table listed in src/lexicon?", row.at));
        }
    }
    none(wrong);
}

#[test]
fn each_counter_example_could_mislead() {
    let mut wrong = Vec::new();
    for row in words().iter().filter(|row| !row.column(4).is_empty()) {
        if !row.surfaces().any(|surface| row.column(4).contains(surface)) {
            wrong.push(format!(
                "{}: the counter-example {} holds no word of the row: give one where a word means something else",
                row.at,
                row.column(4)
            ));
        }
    }
    none(wrong);
}

#[test]
fn no_word_stands_in_two_rows_of_a_class() {
    let mut seen: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in &words() {
        for surface in row.surfaces() {
            let key = (surface.to_owned(), row.column(1).to_owned());
            let first = seen.insert(key, row.at.clone()).filter(|first| *first != row.at);
            if let Some(first) = first {
                wrong.push(format!("{}: {surface} is {} already at {first}: keep one", row.at, row.column(1)));
            }
        }
    }
    none(wrong);
}

#[test]
fn each_pattern_matches_its_example_only() {
    let mut wrong = Vec::new();
    for row in rows(Path::new("ontology/lexicon/pattern.tsv")) {
        let (name, example, counter) = (row.column(0), row.column(2), row.column(3));
        let pattern = Lexicon::embedded().pattern(name).unwrap_or_else(|| panic!("{}: {name} is not there", row.at));
        assert_eq!(pattern.as_str(), row.column(1), "{}: another pattern is named {name}", row.at);
        if example.is_empty() || !pattern.is_match(example) {
            wrong.push(format!("{}: {name} does not match its example {example:?}", row.at));
        }
        if !counter.is_empty() && pattern.is_match(counter) {
            wrong.push(format!("{}: {name} matches its counter-example {counter:?}", row.at));
        }
    }
    none(wrong);
}

#[test]
fn each_character_is_folded() {
    for row in rows(Path::new("ontology/lexicon/char.tsv")) {
        let one = |at: usize| row.column(at).chars().next().unwrap();
        let folded = Lexicon::embedded().fold(one(0));
        assert_eq!(folded, one(1), "{}", row.at);
        assert_eq!(Lexicon::embedded().fold(folded), folded, "{}: folds to what is folded again", row.at);
    }
}

/// A folder of a user's tables.
fn folder(tables: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in tables {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn refusal(tables: &[(&str, &str)]) -> String {
    let folder = folder(tables);
    let error = Lexicon::with_folder(folder.path()).err().expect("is refused").to_string();
    error.replace(&format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR), "")
}

#[test]
fn a_folder_adds_words() {
    let folder = folder(&[("mine.tsv", "# my words\n\n稽征科 稽查科\toffice.government\t\t市稽征科\n")]);
    let lexicon = Lexicon::with_folder(folder.path()).unwrap();
    for surface in ["稽征科", "稽查科"] {
        let word = &lexicon.lookup(surface)[0];
        assert_eq!((word.class, word.kind.as_str()), (Class::Office, "government"));
    }
    assert!(!Lexicon::embedded().is("稽征科", Class::Office));
    assert!(lexicon.is("局", Class::Office), "the built-in words stay");
    assert_eq!(lexicon.scan("市稽征科").all(Class::Office).filter(|hit| hit.end == 12).count(), 1);
}

#[test]
fn a_folder_removes_words_of_one_class() {
    assert!(Lexicon::embedded().is("一", Class::Numeral));
    let folder = folder(&[("less.tsv", "一\tnumeral\t-\n")]);
    let lexicon = Lexicon::with_folder(folder.path()).unwrap();
    assert!(!lexicon.is("一", Class::Numeral));
    assert!(lexicon.is("二", Class::Numeral));
    let others = |lexicon: &Lexicon| {
        let words = lexicon.lookup("一").iter().filter(|word| word.class != Class::Numeral);
        words.cloned().collect::<Vec<_>>()
    };
    assert_eq!(others(&lexicon), others(Lexicon::embedded()), "its other classes stay");
}

#[test]
fn a_folder_adds_and_replaces_patterns_and_characters() {
    let folder = folder(&[("pattern.tsv", "caption\t^图$\nmine\t^x$\n"), ("char.tsv", "〔\t(\n")]);
    let lexicon = Lexicon::with_folder(folder.path()).unwrap();
    assert!(lexicon.matches("caption", "图") && !lexicon.matches("caption", "▲村民在晾晒稻谷。"));
    assert!(lexicon.matches("mine", "x") && lexicon.matches("jump", "上接01版"));
    assert_eq!((lexicon.fold('〔'), lexicon.fold('「')), ('(', '“'));
}

#[test]
fn a_folder_adds_villages() {
    let rows = "430321\t石鼓镇\t彭何村\t430321109237\n430321\t石鼓镇\t银匠村\t430321109001\n430321\t中路铺镇\t银匠村\t430321103001\n";
    let folder = folder(&[("villages.tsv", rows)]);
    let lexicon = Lexicon::with_folder(folder.path()).unwrap();
    let place = |text: &str, lexicon: &Lexicon| {
        let page = zhengtu::pipeline::read(&zhengtu::text::Document::new("a.txt", text), lexicon);
        let village = page.locations.iter().find(|place| place.level == zhengtu::model::Level::Village).unwrap();
        (village.path[2..].join("/"), village.code.clone())
    };
    let alone = "湘潭县彭何村流转土地500亩。";
    assert_eq!(place(alone, &lexicon), ("湘潭县/石鼓镇/彭何村".into(), Some("430321109237".into())));
    assert_eq!(place(alone, Lexicon::embedded()), ("湘潭县/彭何村".into(), None));
    let told = "湘潭县中路铺镇银匠村流转土地500亩。";
    assert_eq!(place(told, &lexicon), ("湘潭县/中路铺镇/银匠村".into(), Some("430321103001".into())));
    assert_eq!(place("湘潭县银匠村流转土地500亩。", &lexicon), ("湘潭县/银匠村".into(), None), "two of one name");
    assert_eq!(
        refusal(&[("villages.tsv", "430321\t石鼓镇\n")]),
        "villages.tsv:1: expected the code of a county, a township, a village and its code, with tabs between"
    );
}

#[test]
fn the_version_tells_the_tables_apart() {
    let version = |text: &str| Lexicon::with_folder(folder(&[("a.tsv", text)]).path()).unwrap().version().to_owned();
    assert_eq!(version("稽征科\toffice.government\n"), version("稽征科\toffice.government\n"));
    assert_ne!(version("稽征科\toffice.government\n"), version("稽征科\toffice.party\n"));
    let digits = Regex::new("^[0-9a-f]{12}$").unwrap();
    assert!(digits.is_match(Lexicon::embedded().version()));
}

#[test]
fn an_unknown_class_is_refused_with_a_near_one() {
    let said = refusal(&[("a.tsv", "# comment\n稽征科\toffice.government\n稽查科\tofice.government\n")]);
    assert_eq!(said, "a.tsv:3: unknown class `ofice.government`; did you mean `office`?");
    assert_eq!(
        refusal(&[("b.tsv", "亩\tunit.cuont\n")]),
        "b.tsv:1: unknown class `unit.cuont`; did you mean `unit.count`?"
    );
}

#[test]
fn broken_rows_are_refused_with_their_line() {
    assert!(
        refusal(&[("a.tsv", "\n稽征科\n")]).starts_with("a.tsv:2: expected at least two columns separated by a tab")
    );
    assert!(refusal(&[("pattern.tsv", "a\t(\n")]).starts_with("pattern.tsv:1: "));
    let tree = refusal(&[("linking.tsv", "programme\tnear<4 12\n")]);
    assert_eq!(tree, "linking.tsv:1: expected slot, tree: near<4 12 topic<1 -30 5");
    assert!(refusal(&[("char.tsv", "# x\nab\tc\n")]).starts_with("char.tsv:2: expected one character"));
}

#[test]
fn a_folder_that_is_none_is_refused() {
    let error = Lexicon::with_folder(Path::new("no/such/folder")).err().expect("is refused").to_string();
    assert!(error.starts_with("cannot read no/such/folder: "), "{error}");
}
