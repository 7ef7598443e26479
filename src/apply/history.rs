//! What runs did, as their journals say.

use super::log::{Log, Stage};
use super::record::{LeftBehind, RunKind};
use super::{ApplyError, RunId, State};
use crate::disk::Disk;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// A run, as its journal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRun {
    /// What it is known by.
    pub run: RunId,
    /// What it did.
    pub kind: RunKind,
    /// The run it undid.
    pub undoes: Option<RunId>,
    /// When it started.
    pub time: Timestamp,
    /// The groups it did, in their order.
    pub done: Vec<PastGroup>,
    /// The groups it left as they were, and why; nothing where it was cut off.
    pub left: Vec<LeftBehind>,
    /// Whether it came to its end, or was recovered.
    pub is_finished: bool,
}

/// A group that a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastGroup {
    /// The group.
    pub id: String,
    /// The run that undid it, if one did and was not undone itself.
    pub undone_by: Option<RunId>,
}

/// The runs of a vault, the earliest first. A run that was cut off before it began to do anything is left out.
///
/// # Errors
///
/// When the folder of the runs cannot be read, or a journal cannot be believed.
pub fn history(disk: &dyn Disk, state: &State) -> Result<Vec<PastRun>, ApplyError> {
    let mut logs = Vec::new();
    for run in state.run_ids(disk)? {
        logs.extend(Log::read(disk, state, &run)?);
    }
    Ok(of_logs(&logs))
}

/// What the runs did that have these journals, the earliest first.
pub(super) fn of_logs(logs: &[Log]) -> Vec<PastRun> {
    // Later runs undo earlier ones, so whether a run's groups still stand is known before those it undid are looked at.
    let mut undone: BTreeMap<(&RunId, &str), &RunId> = BTreeMap::new();
    let mut runs = Vec::new();
    for log in logs.iter().rev() {
        let run = &log.started.run;
        let done: Vec<PastGroup> = log
            .applied()
            .map(|group| PastGroup {
                id: group.id.clone(),
                undone_by: undone.get(&(run, group.id.as_str())).map(|by| (*by).clone()),
            })
            .collect();
        if let Some(undoes) = &log.started.undoes {
            let standing: BTreeSet<&str> = done
                .iter()
                .filter(|group| group.undone_by.is_none())
                .map(|group| group.id.as_str())
                .collect();
            for group in log.groups.iter().filter(|group| group.stage == Stage::Applied) {
                if standing.contains(group.id.as_str()) {
                    undone.insert((undoes, &group.id), run);
                }
            }
        }
        runs.push(PastRun {
            run: run.clone(),
            kind: log.started.kind,
            undoes: log.started.undoes.clone(),
            time: log.started.time,
            done,
            left: log.finished.clone().unwrap_or_default(),
            is_finished: log.finished.is_some(),
        });
    }
    runs.reverse();
    runs
}
