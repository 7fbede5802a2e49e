//! `zhengtu completions` and `zhengtu man`: made from what can be typed.

use std::{fs, io::Write, path::Path};

use clap::CommandFactory;

use crate::cli::{
    args::{Cli, Completions, Man},
    failure::{Failure, Status, cause},
    output::Output,
};

pub(crate) fn completions(args: &Completions) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "zhengtu", &mut script);
    let mut out = Output::open(None)?;
    out.write_all(&script)?;
    out.finish()?;
    Ok(Status::Done)
}

pub(crate) fn pages(args: &Man) -> Result<Status, Failure> {
    let mut command = Cli::command().disable_help_subcommand(true);
    let Some(dir) = &args.dir else {
        let mut out = Output::open(None)?;
        clap_mangen::Man::new(command).render(&mut out)?;
        out.finish()?;
        return Ok(Status::Done);
    };
    fs::create_dir_all(dir)
        .map_err(|error| Failure::stopped(format!("{} can't be made: {}", dir.display(), cause(&error))))?;
    command.build();
    page(&command, "zhengtu", dir)?;
    for sub in command.get_subcommands() {
        page(sub, &format!("zhengtu-{}", sub.get_name()), dir)?;
    }
    Ok(Status::Done)
}

fn page(command: &clap::Command, name: &str, dir: &Path) -> Result<(), Failure> {
    let mut out = Output::open(Some(&dir.join(format!("{name}.1"))))?;
    clap_mangen::Man::new(command.clone()).title(name).render(&mut out)?;
    out.finish()
}
