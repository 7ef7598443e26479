//! The timer as a line of the user's crontab.

use super::{ScheduleFailure, must, tells};
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::maintain::timer::Timer;

/// The user's crontab; empty where there is none.
fn now() -> Result<String, Failure> {
    let failed = |why: String| ScheduleFailure::Scheduler { command: "crontab -l".to_owned(), why };
    let told = tells("crontab", &["-l"], None).map_err(|error| failed(error.to_string()))?;
    if told.is_done {
        Ok(told.out)
    } else if told.err.contains("no crontab") {
        Ok(String::new())
    } else {
        // To take it for empty would be to write over it.
        Err(failed(told.err.trim().to_owned()).into())
    }
}

/// Prints the line that would be added.
pub(super) fn preview(timer: &Timer, screen: &Screen) -> Result<(), Failure> {
    let words = format!("would add this line to your crontab:\n{}\n", timer.crontab_line());
    screen.print(&words).map_err(Failure::Reader)
}

/// Adds the line.
pub(super) fn install(timer: &Timer, screen: &mut Screen) -> Result<(), Failure> {
    let before = now()?;
    let after = timer.added_to(&before);
    if after == before {
        screen.note("the line is in your crontab already");
    } else {
        must("crontab", &["-"], Some(&after))?;
        screen.note("added this line to your crontab:");
    }
    screen.print(&format!("{}\n", timer.crontab_line())).map_err(Failure::Reader)
}

/// Takes the line out, and the crontab away if it held nothing else.
pub(super) fn remove(timer: &Timer, screen: &mut Screen) -> Result<(), Failure> {
    let before = now()?;
    let Some(line) = timer.line_in(&before) else {
        screen.note("there is no line of this vault in your crontab");
        return Ok(());
    };
    let after = timer.removed_from(&before);
    if after.is_empty() {
        must("crontab", &["-r"], None)?;
    } else {
        must("crontab", &["-"], Some(&after))?;
    }
    screen.note("took this line out of your crontab:");
    screen.print(&format!("{line}\n")).map_err(Failure::Reader)
}

/// Prints the line that is there.
pub(super) fn show(timer: &Timer, screen: &Screen) -> Result<(), Failure> {
    let crontab = now()?;
    let words = match timer.line_in(&crontab) {
        Some(line) => format!("{line}\n"),
        None => "nothing is scheduled for this vault with cron\n".to_owned(),
    };
    screen.print(&words).map_err(Failure::Reader)
}
