//! The command line: arguments, terminal, exit codes.
//!
//! [`run`] is the whole program but for `main`. Arguments are understood in two steps: `arguments` is what was
//! typed, each command's request is what was meant, with the files looked at and the defaults filled in.

mod arguments;
mod config;
mod describe;
mod editor;
mod exit;
mod failure;
mod maintain;
mod memory;
mod merge;
mod noted;
mod paths;
mod plan;
mod planning;
mod progress;
mod prune;
mod recall;
mod review;
mod runs;
mod scan;
mod scanning;
mod schedule;
mod screen;
mod terminal;
mod typed;

pub use exit::Exit;

use crate::disk::{Disk, RealDisk};
use arguments::{Arguments, Color, Command, Manner};
use clap::Parser as _;
use failure::Failure;
use screen::Screen;
pub use screen::Streams;
use std::ffi::OsString;
use typed::Typed;

/// Runs the program with the `words` typed, the program's own name first, and says how it ended.
#[must_use]
pub fn run(words: impl IntoIterator<Item = OsString>) -> Exit {
    run_on(words, &RealDisk, Streams::Standard)
}

/// Runs the program on another disk than the real one, by whose clock it goes as well.
#[must_use]
pub fn run_on(words: impl IntoIterator<Item = OsString>, disk: &(dyn Disk + Sync), streams: Streams) -> Exit {
    let words: Vec<OsString> = words.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&words) {
        Ok(arguments) => arguments,
        Err(error) => return screen::print_usage(&error),
    };
    let screen_of = |manner: &Manner| Screen::new(manner.color, manner.quiet, streams);
    let mut screen = match &arguments.command {
        Command::Merge(arguments) => Screen::new(arguments.color, arguments.quiet, streams),
        Command::Plan(arguments) => screen_of(&arguments.printing.manner),
        Command::Review(arguments) => screen_of(&arguments.manner),
        Command::Apply(arguments) => screen_of(&arguments.printing.manner),
        Command::Undo(arguments) => screen_of(&arguments.printing.manner),
        Command::History(arguments) => screen_of(&arguments.printing.manner),
        Command::Recover(arguments) => screen_of(&arguments.manner),
        Command::Maintain(arguments) => screen_of(&arguments.printing.manner),
        Command::Prune(arguments) => screen_of(&arguments.manner),
        Command::Schedule(arguments) => screen_of(arguments.what.manner()),
        Command::Config(arguments) => Screen::new(arguments.color, false, streams),
        Command::Completions { .. } | Command::Man => Screen::new(Color::Auto, false, streams),
        Command::Scan(arguments) => screen_of(&arguments.printing.manner),
    };
    let outcome = match &arguments.command {
        Command::Merge(arguments) => merge::run(arguments, disk, &mut screen),
        Command::Plan(arguments) => plan::run(arguments, disk, &mut screen),
        Command::Review(arguments) => review::run(arguments, disk, &mut screen),
        Command::Apply(arguments) => runs::apply(arguments, disk, &mut screen),
        Command::Undo(arguments) => runs::undo(arguments, disk, &mut screen),
        Command::History(arguments) => runs::history(arguments, disk, &mut screen),
        Command::Recover(arguments) => runs::recover(arguments, disk, &screen),
        Command::Prune(arguments) => prune::run(arguments, disk, &mut screen),
        Command::Schedule(arguments) => schedule::run(arguments, disk, &mut screen),
        Command::Maintain(arguments) => maintain::run(arguments, disk, &mut screen),
        Command::Completions { shell } => describe::completions(*shell, &screen),
        Command::Man => describe::man_page(&screen),
        Command::Config(arguments) => config::run(arguments, disk, &mut screen),
        Command::Scan(arguments) => scan::run(arguments, disk, &mut screen),
    };
    match outcome {
        Ok(exit) => exit,
        Err(Failure::Reader(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Done,
        Err(failure) => {
            let typed = Typed::of(&words);
            for message in failure.messages() {
                screen.error(&message);
            }
            if let Some(hint) = failure.hint(&typed) {
                screen.hint(&hint);
            }
            failure.exit()
        }
    }
}
