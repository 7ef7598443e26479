//! What a run did, told.

use super::FORMAT_VERSION;
use crate::apply::{DoneGroup, Kept, LeftBehind, RunId, RunReport, Stopped};
use crate::cli::Exit;
use crate::cli::arguments::Data;
use crate::cli::failure::{Failure, with_causes};
use crate::cli::screen::Screen;
use crate::text::shown::Shown;
use serde::Serialize;
use std::fmt::Write as _;

/// What a run did, for other programs.
#[derive(Serialize)]
struct Told<'r> {
    format_version: u32,
    run: Option<&'r RunId>,
    done: Vec<&'r str>,
    left: &'r [LeftBehind],
    kept: Vec<&'r Kept>,
    stopped: Option<String>,
}

/// Prints what a run did, and says how it ended. `sum` is what was done to files, in words; `did` the word for what was
/// done to a group: `applied`, `undone`.
pub(super) fn tell(
    report: &RunReport,
    did: &str,
    sum: &str,
    format: Data,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let kept: Vec<&Kept> =
        report.kept.iter().chain(report.done.iter().flat_map(|DoneGroup { kept, .. }| kept)).collect();
    let data = match format {
        Data::Text => text(report, did, sum, &kept),
        Data::Json => {
            let told = Told {
                format_version: FORMAT_VERSION,
                run: report.run.as_ref(),
                done: report.done.iter().map(|group| group.id.as_str()).collect(),
                left: &report.left,
                kept: kept.clone(),
                stopped: report.stopped.as_ref().map(|stopped| match stopped {
                    Stopped::Asked => "asked".to_owned(),
                    Stopped::Failed(error) => with_causes(error),
                }),
            };
            serde_json::to_string_pretty(&told)? + "\n"
        }
    };
    screen.print(&data).map_err(Failure::Reader)?;
    match &report.stopped {
        Some(Stopped::Failed(error)) => {
            screen.error(&with_causes(error));
            screen.hint("put it right: notefold recover");
            return Ok(Exit::Partly);
        }
        Some(Stopped::Asked) => return Ok(Exit::Interrupted),
        None => {}
    }
    Ok(if report.left.is_empty() && kept.is_empty() { Exit::Done } else { Exit::Partly })
}

fn text(report: &RunReport, did: &str, sum: &str, kept: &[&Kept]) -> String {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("a String takes everything");
    let groups = match report.done.len() {
        1 => "1 group".to_owned(),
        many => format!("{many} groups"),
    };
    let sum = if report.done.is_empty() || sum.is_empty() { String::new() } else { format!(": {sum}") };
    line(format!("{did} {groups}{sum}"));
    if !report.left.is_empty() {
        line(format!("left {} as they are:", report.left.len()));
        for LeftBehind { group, why, .. } in &report.left {
            line(format!("  {group}  {}", Shown(why)));
        }
    }
    if !kept.is_empty() {
        line("changed by somebody else meanwhile, and kept:".to_owned());
        for Kept { path, what } in kept {
            line(format!("  {}  {}", Shown(path.as_str()), Shown(what)));
        }
    }
    if let Some(run) = report.run.as_ref().filter(|_| !report.done.is_empty()) {
        line(format!("run {run}; to take it back: notefold undo {run}"));
    }
    text
}
