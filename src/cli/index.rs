//! `zhengtu index`: the graph of a store on disk.

use std::io::Write;

use crate::{
    cli::{
        args::Index,
        failure::{Failure, Status},
        output::Output,
        report::say,
        wording::counted,
    },
    rdf::{Graph, Keeping},
    store::Store,
};

pub(crate) fn run(args: &Index) -> Result<Status, Failure> {
    let dir = &args.stored.store;
    let store = Store::open(dir)?;
    if args.remove {
        if !Graph::keep_in_memory(dir)? {
            say("there is no graph on disk: it is held in memory already");
        }
        return Ok(Status::Done);
    }
    let Keeping { added, removed, quads } = Graph::keep_on_disk(&store, &args.base.iri)?;
    let mut out = Output::open(None)?;
    let pages = counted(store.len(), "page");
    let quads = counted(quads, "quad");
    writeln!(out, "{pages} ({added} brought in, {removed} taken out), {quads} in {}", dir.join("quads").display())?;
    out.finish()?;
    Ok(Status::Done)
}
