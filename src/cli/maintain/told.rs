//! What a pass did, told.

use crate::apply::{Kept, LeftBehind, RunReport, Stopped};
use crate::cli::arguments::{Data, MaintainArguments};
use crate::cli::failure::{Failure, with_causes};
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
    applied: Vec<&'r str>,
    left: Vec<&'r LeftBehind>,
    kept: Vec<&'r Kept>,
    waiting: Vec<Waits<'r>>,
}

#[derive(Serialize)]
struct Waits<'r> {
    group: &'r str,
    canonical: &'r str,
    why: &'r str,
}

/// A group that was applied, or would be.
#[derive(Debug)]
pub(super) struct Folded {
    pub(super) group: String,
    /// Its canonical note.
    pub(super) canonical: String,
}

/// Prints what a pass did, or would do: the groups `applied`, and those that wait.
pub(super) fn print(
    applied: &[Folded],
    waiting: &[Waiting],
    reports: &[RunReport],
    arguments: &MaintainArguments,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let runs: Vec<String> =
        reports.iter().filter_map(|report| report.run.as_ref()).map(ToString::to_string).collect();
    let left: Vec<&LeftBehind> = reports.iter().flat_map(|report| &report.left).collect();
    let in_groups = reports.iter().flat_map(|report| &report.done).flat_map(|group| &group.kept);
    let kept: Vec<&Kept> = reports.iter().flat_map(|report| &report.kept).chain(in_groups).collect();
    let data = match arguments.printing.format {
        Data::Json => {
            let waiting =
                waiting.iter().map(|Waiting { group, canonical, why }| Waits { group, canonical, why });
            let waiting = waiting.collect();
            let applied = applied.iter().map(|folded| folded.group.as_str()).collect();
            let (format_version, dry_run) = (FORMAT_VERSION, arguments.dry_run);
            let report = Report { format_version, dry_run, runs, applied, left, kept, waiting };
            serde_json::to_string_pretty(&report)? + "\n"
        }
        Data::Text => text(applied, waiting, &runs, (&left, &kept), arguments.dry_run),
    };
    screen.print(&data).map_err(Failure::Reader)?;
    for report in reports {
        if let Some(Stopped::Failed(error)) = &report.stopped {
            screen.error(&with_causes(error));
            screen.hint("put it right: notefold recover");
        }
    }
    Ok(())
}

fn text(
    applied: &[Folded],
    waiting: &[Waiting],
    runs: &[String],
    (left, kept): (&[&LeftBehind], &[&Kept]),
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
    for Folded { group, canonical } in applied {
        line(format!("  {group}  {done}: {}", Shown(canonical)));
    }
    for left in left {
        line(format!("  {}  left: {}", left.group, Shown(&left.why)));
    }
    for Kept { path, what } in kept {
        line(format!("  {}  {}", Shown(path.as_str()), Shown(what)));
    }
    for Waiting { group, canonical, why } in waiting {
        line(format!("  {group}  waits: {} · {}", Shown(why), Shown(canonical)));
    }
    for run in runs {
        line(format!("run {run}; to take it back: notefold undo {run}"));
    }
    text
}
