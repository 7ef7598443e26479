//! Writes a vault of some size, to measure on or to try things out:
//! `cargo run --release --example vault -- 10000 /tmp/vault`.

#[path = "mod.rs"]
mod vaults;

use std::path::Path;
use std::process::ExitCode;

/// The seed of the vaults the README speaks of.
const SEED: u64 = 1;

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a program of its own")]
fn main() -> ExitCode {
    let typed: Vec<String> = std::env::args().skip(1).collect();
    let [notes, folder] = typed.as_slice() else {
        eprintln!("usage: vault NOTES FOLDER");
        return ExitCode::from(2);
    };
    let (folder, Ok(notes)) = (Path::new(folder), notes.parse()) else {
        eprintln!("`{notes}` is no number of notes");
        return ExitCode::from(2);
    };
    if folder.exists() {
        eprintln!("`{}` exists, and nothing is written over it", folder.display());
        return ExitCode::from(2);
    }
    let generated = vaults::write(folder, notes, SEED);
    let groups = generated.groups.len();
    println!("{} notes, {} bytes, {groups} groups of variants", generated.notes, generated.bytes);
    ExitCode::SUCCESS
}
