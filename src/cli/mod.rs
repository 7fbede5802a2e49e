//! The command line: the only room that prints.
//!
//! Results go to standard output, everything else to standard error, each complaint on one line. The exit status is 0
//! if all was done, 1 if there were complaints or nothing was found, and 2 if it was not done. A reader of the output
//! that goes away is no failure.

mod args;
mod facts;
mod failure;
mod given;
mod links;
mod output;
mod rejected;
mod report;
mod selection;
mod table;
mod values;
mod wording;

mod build;
mod compare;
mod diffusion;
mod eval;
mod explain;
mod export;
mod extract;
mod forget;
mod import;
mod index;
mod manual;
mod parts;
mod path;
mod query;
mod rank;
mod serve;
mod stats;
mod validate;
mod verify;

use std::{ffi::OsString, process::ExitCode};

use clap::{CommandFactory, Parser};

use crate::cli::{
    args::{Cli, Command},
    failure::{Failure, Status},
    report::say,
};

/// Runs the command line `arguments`, the name of the program first, and says how it went.
///
/// ```
/// # use std::process::ExitCode;
/// let status = zhengtu::cli::run(["zhengtu", "query", "--list"].map(Into::into));
/// assert_eq!(format!("{status:?}"), format!("{:?}", ExitCode::SUCCESS));
/// ```
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print(); // nobody reads it
            return if error.use_stderr() { Status::NotDone.into() } else { Status::Done.into() };
        }
    };
    let done = match cli.command {
        Command::Extract(args) => extract::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Query(args) => query::run(&args),
        Command::Path(args) => path::run(&args),
        Command::Rank(args) => rank::run(&args),
        Command::Parts(args) => parts::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Diffusion(args) => diffusion::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Serve(args) => serve::run(&args),
        #[cfg(unix)]
        Command::Nest => serve::nest(),
        Command::Explain(args) => explain::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Forget(args) => forget::run(&args),
        Command::Index(args) => index::run(&args),
        Command::Validate(args) => validate::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::pages(&args),
    };
    match done {
        Ok(status) => status.into(),
        Err(Failure::Closed) => Status::Done.into(),
        Err(Failure::Nothing(message)) => {
            say(&message);
            Status::Complaints.into()
        }
        Err(Failure::Stopped(message)) => {
            say(&message);
            Status::NotDone.into()
        }
    }
}

/// The command line as clap has it: what completions and manual pages are made from.
pub fn command() -> clap::Command {
    Cli::command()
}
