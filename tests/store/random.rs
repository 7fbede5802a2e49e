//! Random sequences of changes against a map that can't go wrong.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tempfile::tempdir;
use zhengtu::store::{Page, Store, Writer, verify};

use crate::{files, page, read, write, writer};

#[derive(Clone, Debug)]
enum Step {
    Put(usize, usize),
    Forget(usize),
    Commit,
    /// Drops the writer, and with it what is not committed.
    Reopen,
    /// A reader opens and is read at the end.
    Read,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0..12usize, 0..4usize).prop_map(|(n, version)| Step::Put(n, version)),
        3 => (0..12usize).prop_map(Step::Forget),
        6 => Just(Step::Commit),
        1 => Just(Step::Reopen),
        1 => Just(Step::Read),
    ]
}

type Model = BTreeMap<String, Page>;

fn all(store: &Store) -> Vec<Page> {
    store.pages().collect::<Result<_, _>>().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_comes_to_what_a_map_would_hold(
 still in prop_oneof![Just(0usize), Just(40)], steps in prop::collection::vec(step(), 1..100)) {
        let folder = tempdir().unwrap();
        let dir = folder.path().join("kg");
        // pages that nothing touches: on them, and not only on all, segments are merged
        let still: Vec<_> = (100..100 + still).map(|n| page(n, 0)).collect();
        let mut committed: Model = still.iter().map(|page| (page.facts.page.doc.clone(), page.clone())).collect();
        write(&dir, &still);
        let mut writer: Writer = writer(&dir);
        let mut pending = committed.clone();
        let mut readers: Vec<(Store, Model)> = vec![];
        for step in steps {
            match step {
                Step::Put(n, version) => {
                    let one = page(n, version);
                    writer.put(&one).unwrap();
                    prop_assert!(writer.contains(&one.facts.page.doc, &one.facts.page.id, &one.reader));
                    pending.insert(one.facts.page.doc.clone(), one);
                }
                Step::Forget(n) => {
                    let doc = page(n, 0).facts.page.doc;
                    prop_assert_eq!(writer.forget(&doc), pending.remove(&doc).is_some());
                }
                Step::Commit => {
                    let before = writer.store().generation();
                    let expected = before + u64::from(committed != pending);
                    prop_assert_eq!(writer.commit().unwrap(), expected);
                    committed.clone_from(&pending);
                    // what the writer keeps up to date is what a reader finds
                    let found = Store::open(&dir).unwrap();
                    prop_assert_eq!(found.len(), writer.store().len());
                    prop_assert_eq!(found.bytes(), writer.store().bytes());
                    prop_assert_eq!(all(&found), all(writer.store()));
                }
                Step::Reopen => {
                    drop(writer);
                    pending.clone_from(&committed);
                    writer = Writer::open(&dir).unwrap();
                }
                Step::Read => readers.push((Store::open(&dir).unwrap(), committed.clone())),
            }
        }
        drop(writer);
        for (store, model) in &readers {
            prop_assert_eq!(all(store), model.values().cloned().collect::<Vec<_>>());
        }
        prop_assert!(verify(&dir).unwrap().damage.is_empty());
        prop_assert!(files(&dir).len() < 2 + 14, "{:?}", files(&dir));

        let afresh = folder.path().join("afresh");
        write(&afresh, &committed.into_values().collect::<Vec<_>>());
        prop_assert_eq!(read(&dir), read(&afresh));
    }
}
