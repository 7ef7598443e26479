//! The `notefold` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    notefold::cli::run(std::env::args_os()).into()
}
