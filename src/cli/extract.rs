//! `zhengtu extract`: pages to facts, without a store.

use crate::{
    cli::{
        args::Extract,
        facts::{FactsOut, keep_sure},
        failure::{Failure, Status},
        given::Given,
        output::Output,
        rejected::rejected,
    },
    pipeline::{Outcome, read_some, reader},
};

pub(crate) fn run(args: &Extract) -> Result<Status, Failure> {
    let mut given = Given::new(&args.pages.pages, &args.pages.reading);
    let lexicon = given.lexicon()?;
    let mut out = Output::open(args.destination.output.as_deref())?;
    // a bar between lines of facts would be in their way
    let mut report = given.report(!out.is_terminal());
    let pool = given.pool()?;

    let mut writer = FactsOut::new(&args.format, &args.base.iri, &mut out)?;
    let by = reader(lexicon.get());
    loop {
        let outcomes = pool.install(|| read_some(&mut given.inputs, lexicon.get(), |_| true));
        if outcomes.is_empty() {
            break;
        }
        for outcome in outcomes {
            match outcome {
                Outcome::Read(page, mut facts) => {
                    report.page(&page, facts.is_silent());
                    if args.explain {
                        rejected(&page, &facts).for_each(|said| report.line(&said.to_string()));
                    }
                    keep_sure(&mut facts, args.min_confidence);
                    writer.page(&facts, &page.text, &by)?;
                }
                Outcome::Passed(page) => report.page(&page, false),
                Outcome::Said(said) => report.say(&said),
            }
        }
        report.progress(given.inputs.bytes());
    }
    writer.finish()?;
    out.finish()?;
    Ok(report.finish())
}
