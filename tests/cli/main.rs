//! The command line: transcripts, and what they can't show.

mod transcript;

use std::{
    fs,
    io::Read,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use zhengtu::store::{Store, Writer, verify};

fn zhengtu(dir: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("zhengtu");
    command.current_dir(dir);
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Many pages, each with an agency and a figure.
fn many_pages(dir: &Path, count: usize) {
    fs::create_dir_all(dir.join("pages")).unwrap();
    for n in 0..count {
        let page = format!("湘潭市医疗保障局推行“15分钟医保服务圈”,追回违规资金{}万元。\n", n + 1);
        fs::write(dir.join(format!("pages/{n:05}.txt")), page).unwrap();
    }
}

#[test]
fn transcripts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let update = std::env::var_os("UPDATE").is_some();
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 6, "{files:?}");
    let read = |file: &std::path::PathBuf| fs::read_to_string(file).unwrap();
    // most of the time goes into starting the program
    let runs: Vec<(String, String)> = std::thread::scope(|scope| {
        let run = |file| scope.spawn(move || (read(file), transcript::run(&read(file))));
        let runs: Vec<_> = files.iter().map(run).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let mut wrong = String::new();
    for (file, (expected, found)) in files.iter().zip(runs) {
        if update {
            fs::write(file, &found).unwrap();
        } else if found != expected {
            wrong += &format!("\n{}\n", file.display());
            let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), found.lines().collect());
            old.iter().filter(|line| !new.contains(line)).for_each(|line| wrong += &format!("- {line}\n"));
            new.iter().filter(|line| !old.contains(line)).for_each(|line| wrong += &format!("+ {line}\n"));
        }
    }
    assert!(wrong.is_empty(), "(UPDATE=1 writes what comes out into the files)\n{wrong}");
}

/// The examples in the help of a command, as words.
fn examples(command: &clap::Command) -> Vec<Vec<String>> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let begin = format!("zhengtu {}", command.get_name());
    let lines = help.lines().map(str::trim).filter(|line| line.starts_with(&begin));
    lines.map(transcript::example).collect()
}

#[test]
fn each_command_has_two_examples_that_can_be_typed() {
    for command in zhengtu::cli::command().get_subcommands().filter(|command| !command.is_hide_set()) {
        let examples = examples(command);
        assert_eq!(examples.len(), 2, "{command}: {examples:?}");
        for example in examples {
            if let Err(error) = zhengtu::cli::command().try_get_matches_from(&example) {
                panic!("{example:?}: {error}");
            }
        }
    }
}

#[test]
fn a_tour_of_the_examples() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/pages");
    let built = zhengtu(dir).args(["build", "--store", "kg"]).arg(&pages).assert().success().get_output().clone();
    let said = text(&built.stdout);
    assert!(said.starts_with("12 pages (12 new) into kg\n"), "{said}");

    // what it says to type next has an answer in this store
    let next: Vec<&str> = said.lines().skip_while(|line| *line != "Next").skip(1).collect();
    assert_eq!(next.len(), 3, "{said}");
    for line in next {
        let words = transcript::example(line.trim());
        let done = zhengtu(dir).args(&words[1..]).assert();
        if line.ends_with(".svg") && std::process::Command::new("dot").arg("-V").output().is_err() {
            assert!(text(&done.get_output().stderr).contains("install it"), "{line}");
            continue;
        }
        let done = done.success().get_output().clone();
        assert!(!done.stdout.is_empty() || dir.join("kg.svg").is_file(), "{line}");
    }

    let json = ["query", "--store", "kg", "--format", "json"];
    let query = "SELECT ?s { ?s a schema:Observation } LIMIT 1";
    let answer = text(&zhengtu(dir).args(json).arg(query).assert().success().get_output().stdout);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let statement = answer["results"]["bindings"][0]["s"]["value"].as_str().unwrap();
    let explained =
        text(&zhengtu(dir).args(["explain", "--store", "kg", statement]).assert().success().get_output().stdout);
    assert!(explained.starts_with(statement), "{explained}");
    assert!(explained.contains("[[") && explained.contains("]]"), "the words of the number are marked: {explained}");

    // so do the examples of the help texts
    for command in zhengtu::cli::command().get_subcommands().filter(|command| !command.is_hide_set()) {
        if ["query", "path", "rank", "diffusion", "export", "explain", "verify", "stats"].contains(&command.get_name())
        {
            for example in examples(command) {
                zhengtu(dir).args(&example[1..]).assert().success();
            }
        }
    }

    // built again nothing changes; forgotten and built again it is the same store
    let count = "SELECT (COUNT(*) AS ?n) { GRAPH ?page { ?s ?p ?o } }";
    let quads = || text(&zhengtu(dir).args(["query", "--store", "kg", count]).assert().success().get_output().stdout);
    let before = quads();
    zhengtu(dir).args(["forget", "--store", "kg", "page-009.txt"]).assert().success();
    assert_ne!(quads(), before);
    let again = zhengtu(dir).args(["build", "--store", "kg"]).arg(&pages).assert().success().get_output().clone();
    assert!(text(&again.stdout).starts_with("12 pages (1 new, 11 unchanged) into kg\n"), "{}", text(&again.stdout));
    assert_eq!(quads(), before);
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/pages");
    for format in ["jsonl", "nquads", "turtle", "csv"] {
        let run = |jobs: &str| {
            let done =
                zhengtu(folder.path()).args(["extract", "-j", jobs, "-f", format]).arg(&pages).assert().success();
            text(&done.get_output().stdout)
        };
        assert_eq!(run("1"), run("3"), "{format}");
    }
}

#[test]
fn the_numbers_of_a_measurement_are_those_of_its_table() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/pages");
    let measured = |more: &[&str]| {
        let mut eval = zhengtu(Path::new("."));
        text(
            &eval
                .arg("eval")
                .arg("--pages")
                .arg(&pages)
                .arg("--gold")
                .arg(&pages)
                .args(more)
                .assert()
                .success()
                .get_output()
                .stdout,
        )
    };
    let json: serde_json::Value = serde_json::from_str(&measured(&["--json"])).unwrap();
    assert_eq!(json["pages"].as_object().unwrap().len(), 12);
    let table = measured(&[]);
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert_eq!(rows.len(), json["total"].as_object().unwrap().len());
    for row in rows {
        let cells: Vec<&str> = row.split_whitespace().collect();
        let of = &json["total"][cells[0]];
        let shown = |key: &str| format!("{:.3}", of[key].as_f64().unwrap());
        assert_eq!(cells[1..4], [shown("p"), shown("r"), shown("f1")], "{row}");
        assert_eq!(cells[4], format!("{}/{}/{}", of["tp"], of["fp"], of["fn"]), "{row}");
        let sum = |key: &str| -> u64 {
            json["pages"].as_object().unwrap().values().map(|page| page[cells[0]][key].as_u64().unwrap()).sum()
        };
        assert_eq!([sum("tp"), sum("fp"), sum("fn")], ["tp", "fp", "fn"].map(|key| of[key].as_u64().unwrap()), "{row}");
    }
}

#[test]
fn a_second_writer_is_refused_and_readers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    many_pages(dir, 2);
    zhengtu(dir).args(["build", "pages", "--store", "kg"]).assert().success();
    let _writer = Writer::open(&dir.join("kg")).unwrap();
    for command in [&["build", "pages", "--store", "kg"][..], &["forget", "00000.txt", "--store", "kg"]] {
        let refused = zhengtu(dir).args(command).assert().code(2).get_output().clone();
        let expected = "zhengtu: kg is being written by another build: wait until it ends, or name another folder\n";
        assert_eq!(text(&refused.stderr), expected);
    }
    zhengtu(dir).args(["stats", "--store", "kg"]).assert().success();
}

#[test]
fn a_build_that_is_killed_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    many_pages(dir, 600);
    let arguments = ["build", "pages", "--store", "kg", "--batch", "20", "--jobs", "1"];
    for wait in [150, 400, 900] {
        let mut build = Command::new(assert_cmd::cargo::cargo_bin!("zhengtu"));
        build.args(arguments).current_dir(dir).stdout(Stdio::null()).stderr(Stdio::null());
        let mut build = build.spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        build.kill().unwrap();
        build.wait().unwrap();
        if dir.join("kg/MANIFEST").exists() {
            assert_eq!(verify(&dir.join("kg")).unwrap().damage, []);
        }
    }
    // On a busy machine none of them came as far as making the store.
    let held = if dir.join("kg/MANIFEST").exists() { Store::open(&dir.join("kg")).unwrap().len() } else { 0 };
    let done = zhengtu(dir).args(arguments).assert().success().get_output().clone();
    let parts: Vec<String> = [(600 - held, "new"), (held, "unchanged")]
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    assert!(
        text(&done.stdout).starts_with(&format!("600 pages ({}) into kg\n", parts.join(", "))),
        "{}",
        text(&done.stdout)
    );
    assert_eq!(Store::open(&dir.join("kg")).unwrap().len(), 600);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    many_pages(dir, 300);
    let mut extract = Command::new(assert_cmd::cargo::cargo_bin!("zhengtu"));
    extract.args(["extract", "pages"]).current_dir(dir).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut extract = extract.spawn().unwrap();
    let mut begin = [0; 10];
    extract.stdout.take().unwrap().read_exact(&mut begin).unwrap(); // and here it is dropped
    let done = extract.wait_with_output().unwrap();
    assert_eq!((done.status.code(), text(&done.stderr).as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_takes_no_more_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    many_pages(dir, 1);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut extract = Command::new(assert_cmd::cargo::cargo_bin!("zhengtu"));
    let done =
        extract.args(["extract", "pages"]).current_dir(dir).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert_eq!(text(&done.stderr), "zhengtu: standard output can't be written: no space left on device\n");
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    many_pages(dir, 1);
    fs::write(dir.join("facts.jsonl"), "of before").unwrap();
    fs::write(dir.join("broken.rq"), "SELECT").unwrap();
    zhengtu(dir).args(["build", "pages", "--store", "kg"]).assert().success();
    zhengtu(dir).args(["query", "--store", "kg", "broken.rq", "-o", "facts.jsonl"]).assert().code(2);
    assert_eq!(fs::read_to_string(dir.join("facts.jsonl")).unwrap(), "of before");
    zhengtu(dir).args(["extract", "pages", "-o", "facts.jsonl"]).assert().success();
    assert!(fs::read_to_string(dir.join("facts.jsonl")).unwrap().starts_with('{'));
    let left: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "nothing is left over: {left:?}");
}

#[test]
fn each_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    zhengtu(folder.path()).args(["man", "share/man1"]).assert().success();
    let page = |name: &str| fs::read_to_string(folder.path().join("share/man1").join(name)).unwrap();
    assert!(page("zhengtu.1").contains("zhengtu\\-build"));
    for command in zhengtu::cli::command().get_subcommands().filter(|command| !command.is_hide_set()) {
        assert!(page(&format!("zhengtu-{}.1", command.get_name())).contains("Examples:"), "{command}");
    }
}

#[test]
fn what_a_user_says_of_a_page_counts() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    many_pages(dir, 1);
    let build = ["build", "pages", "--store", "kg"];
    zhengtu(dir).args(build).assert().success();
    let again = zhengtu(dir).args(build).args(["--paper", "湘潭日报", "--date", "2023-03"]).assert().success();
    assert!(text(&again.get_output().stdout).starts_with("1 page (1 replaced) into kg\n"));
    let page = Store::open(&dir.join("kg")).unwrap().page("00000.txt").unwrap().unwrap();
    assert_eq!(page.facts.page.paper.as_deref(), Some("湘潭日报"));
    assert_eq!(page.facts.page.date.as_deref(), Some("2023-03"));
}
