//! What a pass did, told.

use crate::apply::{LeftBehind, RunReport};
use crate::cli::arguments::{Data, MaintainArguments};
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::maintain::Waiting;
use crate::text::shown::Shown;
use serde::Serialize;
use std::fmt::Write as _;

/// The version of what `--format json` prints.
const FORMAT_VERSION: u32 = 1;

/// What a pass did, for other programs.
#[derive(Serialize)]
struct Report<'r> {
    format_version: u32,
    dry_run: bool,
    runs: Vec<String>,
    applied: &'r [String],
    left: Vec<&'r LeftBehind>,
    waiting: Vec<Waits<'r>>,
}

#[derive(Serialize)]
struct Waits<'r> {
    group: &'r str,
    why: &'r str,
}

/// Prints what a pass did, or would do: the groups `applied`, and those that wait.
pub(super) fn print(
    applied: &[String],
    waiting: &[Waiting],
    reports: &[RunReport],
    arguments: &MaintainArguments,
    screen: &Screen,
) -> Result<(), Failure> {
    let runs: Vec<String> =
        reports.iter().filter_map(|report| report.run.as_ref()).map(ToString::to_string).collect();
    let left: Vec<&LeftBehind> = reports.iter().flat_map(|report| &report.left).collect();
    let data = match arguments.printing.format {
        Data::Json => {
            let waiting = waiting.iter().map(|Waiting { group, why }| Waits { group, why }).collect();
            let (format_version, dry_run) = (FORMAT_VERSION, arguments.dry_run);
            let report = Report { format_version, dry_run, runs, applied, left, waiting };
            serde_json::to_string_pretty(&report)? + "\n"
        }
        Data::Text => text(applied, waiting, &runs, &left, arguments.dry_run),
    };
    screen.print(&data).map_err(Failure::Reader)
}

fn text(
    applied: &[String],
    waiting: &[Waiting],
    runs: &[String],
    left: &[&LeftBehind],
    is_dry: bool,
) -> String {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("a String takes everything");
    let groups = |count: usize| if count == 1 { "1 group".to_owned() } else { format!("{count} groups") };
    let done = if is_dry { "would be applied" } else { "applied" };
    let wait = match waiting.len() {
        1 => "1 waits".to_owned(),
        count => format!("{count} wait"),
    };
    line(format!("{} {done}, {wait} for a decision", groups(applied.len())));
    for id in applied {
        line(format!("  {id}  {done}"));
    }
    for left in left {
        line(format!("  {}  left: {}", left.group, Shown(&left.why)));
    }
    for Waiting { group, why } in waiting {
        line(format!("  {group}  waits: {}", Shown(why)));
    }
    for run in runs {
        line(format!("run {run}; to take it back: notefold undo {run}"));
    }
    text
}
