//! The command `zhengtu`.

use std::process::ExitCode;

fn main() -> ExitCode {
    zhengtu::cli::run(std::env::args_os())
}
