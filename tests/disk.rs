//! A graph on disk (feature `rocksdb`): it answers and writes what the graph in memory does, whatever was added, changed
//! and forgotten, and whenever whoever made it was killed.
#![cfg(feature = "rocksdb")]

#[path = "support/sample.rs"]
mod sample;

use std::{collections::BTreeSet, fs, path::Path, process::Command, thread, time::Duration};

use proptest::prelude::*;
use rust_decimal::Decimal;
use zhengtu::{
    lexicon::Lexicon,
    model::*,
    pipeline::Build,
    rdf::{
        Answer, Base, Cancel, Dataset, FORMATS, Format, Graph, GraphError, Limits, Links, NAMED, QueryError, STACK,
        Shape, Shapes, Term,
    },
    store::{Page, Store, Writer},
    text::{list, read},
};

fn written(graph: &Graph, format: &'static Format) -> String {
    let mut out = Vec::new();
    graph.write(format, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn n_quads(graph: &Graph) -> String {
    written(graph, Format::named("nquads").unwrap())
}

/// An answer without the order of its rows, where the query leaves that open.
fn rows(answer: Answer) -> Answer {
    match answer {
        Answer::Solutions { variables, mut rows } => {
            rows.sort();
            Answer::Solutions { variables, rows }
        }
        other => other,
    }
}

/// With the stack that it needs.
fn answer(graph: &Graph, query: &str, dataset: Option<&Dataset>) -> Result<Answer, QueryError> {
    thread::scope(|scope| {
        let run = || graph.answer(query, dataset, &Limits::default(), &Cancel::default()).map(rows);
        thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).unwrap().join().unwrap()
    })
}

/// The graph on disk is the graph in memory.
fn agree(dir: &Path) {
    let store = Store::open(dir).unwrap();
    let memory = Graph::in_memory(&store, &Base::default()).unwrap();
    let disk = Graph::of(&store, &Base::default()).unwrap();
    assert!(Graph::is_on_disk(dir));
    same(&memory, &disk);
}

fn same(memory: &Graph, disk: &Graph) {
    assert_eq!((memory.len(), memory.pages()), (disk.len(), disk.pages()));
    for format in FORMATS.iter().filter(|format| format.shape != Shape::Table) {
        assert!(written(memory, format) == written(disk, format), "{}", format.name);
    }
    let pages = memory.pages();
    let some = |from: usize, to: usize| pages.iter().skip(from).take(to - from).cloned().collect::<Vec<_>>();
    let all = "SELECT * { ?s ?p ?o }";
    let merged = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";
    let named = "SELECT ?page (COUNT(*) AS ?n) { GRAPH ?page { ?s ?p ?o } } GROUP BY ?page";
    let both = "SELECT ?s ?page { ?s a zt:Programme . GRAPH ?page { ?s ?p ?o } }";
    let from = pages.iter().take(2).map(|page| format!("FROM <{page}> ")).collect::<String>();
    let from = format!("SELECT ?s ?p ?o {from} {{ ?s ?p ?o }}");
    let from_named = pages.first().map_or_else(String::new, |page| format!("FROM NAMED <{page}>"));
    let from_named = format!("SELECT ?g ?s {from_named} {{ {{ ?s a ?c }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}");
    for query in
        [all, merged, named, both, &from, &from_named, "ASK { GRAPH ?g {} }", "DESCRIBE ?p { ?p a zt:Programme }"]
    {
        for dataset in [
            None,
            Some(Dataset { default: some(0, 1), named: vec![] }),
            Some(Dataset { default: some(0, 3), named: some(1, 2) }),
            Some(Dataset { default: vec![], named: some(0, 2) }),
            Some(Dataset { default: vec!["http://nowhere/".into()], named: vec!["http://nowhere/".into()] }),
        ] {
            assert_eq!(
                answer(memory, query, dataset.as_ref()),
                answer(disk, query, dataset.as_ref()),
                "{query} {dataset:?}"
            );
        }
    }
    for query in NAMED {
        let name = ["15分钟医保服务圈", "湘乡市医疗保障局", "湘乡市"];
        let of = |value| query.bind(&query.parameters().map(|one| (one.name, value)).collect::<Vec<_>>()).unwrap();
        for bound in name.map(of).into_iter().chain([query.bind(&[]).unwrap()]) {
            assert_eq!(answer(memory, &bound, None), answer(disk, &bound, None), "{bound}");
        }
    }
}

/// A store of the example pages.
fn examples(dir: &Path) {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/pages");
    let mut inputs = read(list(&[pages]).sources);
    let mut build = Build::new(Writer::open_or_create(dir).unwrap(), Lexicon::embedded());
    while !build.step(&mut inputs).unwrap().is_empty() {}
    build.finish().unwrap();
}

fn index(dir: &Path) -> zhengtu::rdf::Keeping {
    Graph::keep_on_disk(&Store::open(dir).unwrap(), &Base::default()).unwrap()
}

fn forget(dir: &Path, doc: &str) {
    let mut writer = Writer::open(dir).unwrap();
    writer.forget(doc);
    writer.commit().unwrap();
}

/// The states in the folder.
fn states(dir: &Path) -> BTreeSet<String> {
    let names = fs::read_dir(dir.join("quads")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "LOCK").collect()
}

#[test]
fn the_examples_answer_the_same_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    examples(dir);
    let done = index(dir);
    assert_eq!((done.added, done.removed), (12, 0));
    agree(dir);
    let again = index(dir);
    assert_eq!((again.added, again.removed, again.quads), (0, 0, done.quads), "nothing to do");

    let store = Store::open(dir).unwrap();
    let shapes = Shapes::embedded().unwrap();
    let disk = Graph::of(&store, &Base::default()).unwrap();
    assert_eq!(
        shapes.check(&disk).unwrap(),
        shapes.check(&Graph::in_memory(&store, &Base::default()).unwrap()).unwrap()
    );

    let doc = store.docs().next().unwrap().to_owned();
    forget(dir, &doc);
    agree(dir);
    assert_eq!(states(dir).len(), 2, "what is still read stays");
    drop(disk);
    examples(dir);
    agree(dir);
    index(dir);
    assert_eq!(states(dir).len(), 1, "and goes when nobody reads it");
    assert!(Graph::keep_in_memory(dir).unwrap());
    assert!(!Graph::is_on_disk(dir) && !Graph::keep_in_memory(dir).unwrap());
}

#[test]
fn every_literal_survives() {
    let folder = tempfile::tempdir().unwrap();
    examples(folder.path());
    let mut writer = Writer::open(folder.path()).unwrap();
    for (facts, text) in sample::pages() {
        writer.put(&Page { facts, text: text.into(), reader: "zhengtu-0.1.0+00ff".into() }).unwrap();
    }
    writer.commit().unwrap();
    index(folder.path());
    let store = Store::open(folder.path()).unwrap();
    let literals = |graph: &Graph| -> BTreeSet<String> {
        let Answer::Solutions { rows, .. } =
            answer(graph, "SELECT DISTINCT ?o { ?s ?p ?o FILTER(isLiteral(?o)) }", None).unwrap()
        else {
            panic!("a SELECT has rows")
        };
        rows.into_iter().flatten().flatten().map(|term: Term| term.to_string()).collect()
    };
    let held = literals(&Graph::of(&store, &Base::default()).unwrap());
    assert_eq!(held, literals(&Graph::in_memory(&store, &Base::default()).unwrap()));
    for kind in ["decimal", "integer", "date", "gYearMonth", "gYear"] {
        assert!(held.iter().any(|literal| literal.ends_with(&format!("#{kind}>"))), "none is of type {kind}");
    }
}

/// A store of `pages`, committed over what `dir` holds.
fn put(dir: &Path, pages: &[PageFacts]) {
    let text = sample::CITY;
    let mut writer = Writer::open_or_create(dir).unwrap();
    for facts in pages {
        writer.put(&Page { facts: facts.clone(), text: text.into(), reader: "test".into() }).unwrap();
    }
    writer.commit().unwrap();
}

/// One of the sample pages with the name `doc`, a figure of `value` and the date `date`.
fn page(which: usize, doc: &str, value: Decimal, date: &str) -> PageFacts {
    let (mut facts, _) = sample::pages().remove(which);
    facts.page.doc = doc.into();
    facts.page.id = PageId(format!("{:0>16}", format!("{doc}{}", value.is_sign_negative())));
    facts.page.date = Some(date.into());
    facts.observations[0].quantity.value = value;
    facts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn any_sequence_of_changes_ends_in_the_same_graph(
        changes in prop::collection::vec((0_usize..2, 0_u8..4, prop::option::weighted(0.7, any::<i16>())), 1..6)
    ) {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), &[]);
        index(folder.path());
        for (which, doc, value) in changes {
            let doc = char::from(b'a' + doc).to_string();
            match value {
                Some(value) => put(folder.path(), &[page(which, &doc, Decimal::new(value.into(), 2), "2022-12")]),
                None => forget(folder.path(), &doc),
            }
            let store = Store::open(folder.path()).unwrap();
            let (memory, disk) = (Graph::in_memory(&store, &Base::default()), Graph::of(&store, &Base::default()));
            same(&memory.unwrap(), &disk.unwrap());
        }
    }

    #[test]
    fn figures_and_dates_stay_as_written(
        mantissa in any::<i64>(), scale in 0_u32..29, large in any::<u128>(),
        date in "[0-9]{4}|[0-2][0-9]{3}-[01][0-9]|[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]|\\PC{1,9}"
    ) {
        let folder = tempfile::tempdir().unwrap();
        let large = Decimal::from_i128_with_scale((large >> 33) as i128, scale);
        put(folder.path(), &[
            page(0, "a", Decimal::new(mantissa, scale), &date),
            page(0, "b", large, &date),
        ]);
        index(folder.path());
        let store = Store::open(folder.path()).unwrap();
        let (memory, disk) = (Graph::in_memory(&store, &Base::default()), Graph::of(&store, &Base::default()));
        prop_assert_eq!(n_quads(&memory.unwrap()), n_quads(&disk.unwrap()));
    }
}

#[test]
fn what_a_program_adds_is_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    examples(dir);
    index(dir);
    let store = Store::open(dir).unwrap();
    let (memory, disk) =
        (Graph::in_memory(&store, &Base::default()).unwrap(), Graph::of(&store, &Base::default()).unwrap());
    let links = Links::parse("430381\thttp://www.wikidata.org/entity/Q1071112\n").unwrap();
    assert_eq!(links.add(&memory).unwrap(), links.add(&disk).unwrap());
    for (facts, text) in sample::pages() {
        memory.insert_page(&facts, text);
        disk.insert_page(&facts, text);
    }
    same(&memory, &disk);
    let first = store.id(store.docs().next().unwrap()).unwrap();
    memory.remove_page(first);
    disk.remove_page(first);
    same(&memory, &disk);
    agree(dir);
    drop(disk);
    assert_eq!(states(dir).len(), 1, "nothing of it is left");
}

#[test]
fn time_and_rows_are_limited() {
    let folder = tempfile::tempdir().unwrap();
    examples(folder.path());
    index(folder.path());
    let disk = Graph::of(&Store::open(folder.path()).unwrap(), &Base::default()).unwrap();
    let long = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let second = Limits { time: Some(Duration::from_secs(1)), ..Limits::default() };
    assert!(matches!(disk.query(long, &second), Err(QueryError::TimeOut(_))));
    let few = Limits { rows: Some(3), ..Limits::default() };
    assert_eq!(disk.query("SELECT * { ?s ?p ?o }", &few), Err(QueryError::TooManyRows(3)));
    let cancel = Cancel::default();
    cancel.cancel();
    assert!(disk.answer("SELECT * { ?s ?p ?o }", None, &few, &cancel).is_err());
}

#[test]
fn a_half_done_state_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let dir = &folder.path().join("kg");
    examples(dir);
    for wait in [0, 5, 10, 20, 40, 80, 160, 320] {
        let mut making =
            Command::new(env!("CARGO_BIN_EXE_zhengtu")).args(["index", "--store"]).arg(dir).spawn().unwrap();
        thread::sleep(Duration::from_millis(wait));
        making.kill().unwrap();
        making.wait().unwrap();
        if dir.join("quads").is_dir() {
            agree(dir);
        }
        // the next one starts from a whole state of other pages, or from nothing
        match wait % 3 {
            0 => drop(Graph::keep_in_memory(dir).unwrap()),
            _ => forget(dir, Store::open(dir).unwrap().docs().next().unwrap()),
        }
    }
}

#[test]
fn damage_is_told_and_never_a_smaller_graph() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    examples(dir);
    index(dir);
    let store = Store::open(dir).unwrap();
    let whole = n_quads(&Graph::in_memory(&store, &Base::default()).unwrap());
    let state = dir.join("quads").join(states(dir).first().unwrap());
    let files = |dir: &Path| fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let tables =
        files(&state.join("rocksdb")).into_iter().filter(|path| path.extension().is_some_and(|it| it == "sst"));
    let mut told = 0;
    for path in tables {
        let bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        let flipped: Vec<u8> =
            bytes.iter().enumerate().map(|(at, byte)| if at == middle { byte ^ 1 } else { *byte }).collect();
        for damaged in [Some(&bytes[..middle]), None, Some(&flipped)] {
            match damaged {
                Some(bytes) => fs::write(&path, bytes).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            let read = || -> Result<String, Box<dyn std::error::Error>> {
                let graph = Graph::of(&store, &Base::default())?;
                let mut out = Vec::new();
                graph.write(Format::named("nquads")?, &mut out)?;
                graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", &Limits::default())?;
                Ok(String::from_utf8(out)?)
            };
            match read() {
                Ok(quads) => assert!(quads == whole, "{} is damaged, and other quads come out", path.display()),
                Err(error) => {
                    told += 1;
                    assert!(!error.to_string().contains('\n'), "{error}");
                }
            }
            fs::write(&path, &bytes).unwrap();
        }
    }
    assert!(told > 0);
    // without its list it is no state, and another is made
    fs::write(state.join("PAGES"), "{}").unwrap();
    agree(dir);
}

#[test]
fn another_base_is_another_graph() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    put(dir, &[page(0, "a", Decimal::ONE, "2022")]);
    index(dir);
    let (store, other) = (Store::open(dir).unwrap(), Base::new("http://example.org/").unwrap());
    assert!(matches!(Graph::of(&store, &other), Err(GraphError::Base { .. })));
    Graph::keep_on_disk(&store, &other).unwrap();
    let (memory, disk) = (Graph::in_memory(&store, &other).unwrap(), Graph::of(&store, &other).unwrap());
    assert_eq!(n_quads(&memory), n_quads(&disk));
    assert!(matches!(Graph::of(&store, &Base::default()), Err(GraphError::Base { .. })));
}

#[test]
fn commands_ask_it_and_follow_what_a_build_does() {
    let folder = tempfile::tempdir().unwrap();
    let zhengtu = |args: &[&str]| {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/pages");
        let args = args.iter().map(|arg| if *arg == "PAGES" { pages.to_str().unwrap() } else { arg });
        let done = Command::new(env!("CARGO_BIN_EXE_zhengtu")).args(args).current_dir(&folder).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    };
    zhengtu(&["build", "PAGES", "--store", "kg"]);
    let asked = |of: &dyn Fn(&[&str]) -> String| {
        [
            of(&["query", "--store", "kg", "who-runs-programme", "--param", "programme=15分钟医保服务圈"]),
            of(&["export", "--store", "kg", "--format", "nquads"]),
            of(&["validate", "--store", "kg", "--format", "turtle"]),
        ]
    };
    let memory = asked(&zhengtu);
    let said = zhengtu(&["index", "--store", "kg"]);
    assert!(said.starts_with("12 pages (12 brought in, 0 taken out), "), "{said}");
    assert_eq!(asked(&zhengtu), memory);
    zhengtu(&["forget", "--store", "kg", "page-009.txt"]);
    let fewer = asked(&zhengtu);
    assert_ne!(fewer, memory);
    zhengtu(&["verify", "--store", "kg"]);
    zhengtu(&["build", "PAGES", "--store", "kg"]);
    assert_eq!(asked(&zhengtu), memory);
    zhengtu(&["forget", "--store", "kg", "page-009.txt"]);
    zhengtu(&["index", "--store", "kg", "--remove"]);
    assert_eq!(asked(&zhengtu), fewer);
}
