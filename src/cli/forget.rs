//! `zhengtu forget`: pages taken back.

use std::io::Write;

use crate::{
    cli::{
        args::Forget,
        failure::{Failure, Status},
        output::Output,
        report::say,
        wording::counted,
    },
    store::{Store, Writer},
    text::plain,
};

/// How like a name must be to be what was meant.
const LIKE: f64 = 0.6;

pub(crate) fn run(args: &Forget) -> Result<Status, Failure> {
    let mut writer = Writer::open(&args.stored.store)?;
    let mut found = Vec::new();
    let mut status = Status::Done;
    for key in &args.pages {
        match writer.store().find(key).map(ToOwned::to_owned) {
            Some(doc) => found.push(doc),
            None => {
                say(&unknown(writer.store(), key));
                status = Status::Complaints;
            }
        }
    }
    found.sort();
    found.dedup();
    let mut lines = Vec::new();
    for doc in &found {
        let facts = writer.store().page(doc)?.map(|page| page.facts);
        let (figures, relations) = facts.map_or((0, 0), |facts| (facts.observations.len(), facts.relations.len()));
        lines.push(format!("{doc}: {}, {}", counted(figures, "figure"), counted(relations, "relation")));
        writer.forget(doc);
    }
    writer.commit()?;
    let mut out = Output::open(None)?;
    lines.iter().try_for_each(|line| writeln!(out, "forgotten {}", plain(line)))?;
    if !lines.is_empty() {
        writeln!(out, "{} left", counted(writer.store().len(), "page"))?;
    }
    out.finish()?;
    Ok(status)
}

fn unknown(store: &Store, key: &str) -> String {
    let alike = store.docs().map(|doc| (strsim::normalized_damerau_levenshtein(key, doc), doc));
    let ends = store.docs().find(|doc| doc.ends_with(&format!("/{key}")));
    let near = || alike.filter(|(like, _)| *like >= LIKE).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    let hint = match ends.or_else(|| near().map(|(_, doc)| doc)) {
        Some(doc) => format!("did you mean {doc}?"),
        None => "`zhengtu query` with \"SELECT ?page { ?p a zt:Page ; dcterms:identifier ?page }\" lists them".into(),
    };
    format!("no page is called {key} ({hint})")
}
