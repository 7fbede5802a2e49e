//! `zhengtu verify`: every byte of a store.

use std::io::Write;

use crate::{
    cli::{
        args::Stored,
        failure::{Failure, Status},
        output::Output,
        report::say,
        wording::counted,
    },
    store::verify,
};

pub(crate) fn run(args: &Stored) -> Result<Status, Failure> {
    let verified = verify(&args.store)?;
    verified.damage.iter().for_each(|damage| say(&damage.to_string()));
    if verified.damage.is_empty() {
        let mut out = Output::open(None)?;
        let pages = counted(verified.pages, "page");
        writeln!(out, "{} is whole: {pages}, commit {}", args.store.display(), verified.generation)?;
        out.finish()?;
        return Ok(Status::Done);
    }
    let (dir, places) = (args.store.display(), counted(verified.damage.len(), "place"));
    say(&format!("{dir} is damaged in {places}: `zhengtu build` into a new folder reads the pages again"));
    Ok(Status::Complaints)
}
