//! `zhengtu import`: pages out of an export.

use std::{fs, io::Write};

use crate::{
    cli::{
        args::Import,
        failure::{Failure, Status, cause},
        output::Output,
        wording::counted,
    },
    rdf::raise,
    store::{Page, Writer},
};

pub(crate) fn run(args: &Import) -> Result<Status, Failure> {
    let read = |error| Failure::stopped(format!("{} can't be read: {}", args.file.display(), cause(&error)));
    let quads = fs::read(&args.file).map_err(read)?;
    let trig = args.file.extension().is_some_and(|extension| extension == "trig");
    let named = |error| Failure::stopped(format!("{}: {error}", args.file.display()));
    let pages = raise(&quads, trig, args.base.as_ref()).map_err(named)?;
    let mut writer = Writer::open_or_create(&args.store)?;
    let (mut new, mut kept) = (0, 0);
    for page in pages {
        // What was read from the page itself holds more than its quads do.
        let (store, info) = (writer.store(), &page.facts.page);
        if store.is_whole(&info.doc) && store.id(&info.doc) == Some(&info.id) {
            kept += 1;
            continue;
        }
        let before = writer.pending();
        writer.put(&Page { facts: page.facts, text: page.text.into(), reader: page.reader.into() })?;
        // A page that was imported before is no change.
        let change = writer.pending() > before;
        new += usize::from(change);
        kept += usize::from(!change);
    }
    writer.commit()?;
    let mut out = Output::open(None)?;
    let kept = if kept > 0 { format!(", {} there already", counted(kept, "page")) } else { String::new() };
    writeln!(out, "{} into {}{kept}", counted(new, "page"), args.store.display())?;
    out.finish()?;
    Ok(Status::Done)
}
