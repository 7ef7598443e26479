//! The log of unattended passes.

use crate::apply::{RunReport, State};
use crate::cli::Exit;
use crate::cli::failure::Failure;
use crate::disk::{Contents, Disk, Symlinks};
use crate::maintain::{Entry, MAX_LOG_BYTES, Waiting, line};

/// What a pass came to, for the log.
pub(super) fn entry(
    disk: &dyn Disk,
    notes: usize,
    reports: &[RunReport],
    waiting: &[Waiting],
    refused: Option<String>,
    exit: Exit,
) -> Entry {
    let runs = reports.iter().filter_map(|report| report.run.as_ref());
    let done = reports.iter().flat_map(|report| &report.done);
    Entry {
        time: disk.now().to_string(),
        notes,
        runs: runs.map(ToString::to_string).collect(),
        applied: done.map(|group| group.id.clone()).collect(),
        waiting: waiting.iter().map(|waiting| waiting.group.clone()).collect(),
        refused,
        exit: exit as u8,
    }
}

/// The last pass that a guard did not refuse, as the log has it.
pub(super) fn last_pass(disk: &dyn Disk, state: &State) -> Option<Entry> {
    entries(disk, state).into_iter().find(|entry| entry.refused.is_none())
}

/// The passes the logs tell of, the latest first. A line that a crash cut short tells of none.
pub(in crate::cli) fn entries(disk: &dyn Disk, state: &State) -> Vec<Entry> {
    let read = |path| match disk.read(path, 2 * MAX_LOG_BYTES, Symlinks::Refuse) {
        Ok(Contents::Bytes(bytes)) => String::from_utf8(bytes).ok(),
        Ok(_) | Err(_) => None,
    };
    let texts = [read(&state.log()), read(&state.older_log())];
    let lines = texts.iter().flatten().flat_map(|text| text.lines().rev());
    lines.filter_map(|line| serde_json::from_str::<Entry>(line).ok()).collect()
}

/// Writes a line into the log, unless the pass did nothing and the last one says so already.
pub(super) fn write(disk: &dyn Disk, state: &State, entry: &Entry) -> Result<(), Failure> {
    let is_news = |last: &Entry| {
        (entry.notes, &entry.waiting, &entry.refused) != (last.notes, &last.waiting, &last.refused)
    };
    if entry.runs.is_empty() && !entries(disk, state).first().is_none_or(is_news) {
        return Ok(());
    }
    Ok(state.append_to_log(disk, line(entry).as_bytes(), MAX_LOG_BYTES)?)
}
