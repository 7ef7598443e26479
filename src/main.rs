//! The `notefold` program.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Reading notes is making many small texts, on all cores at once.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    notefold::cli::run(std::env::args_os()).into()
}
