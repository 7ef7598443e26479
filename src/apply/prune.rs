//! Removing the backups of old runs.

use super::backup::BACKUP;
use super::log::Log;
use super::recover::{Status, status};
use super::{ApplyError, Lock, RunId, State};
use crate::disk::{Disk, Symlinks};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

/// The name of the file that says that the backups of a run were removed, or are being removed.
const PRUNED: &str = "pruned";

/// The backups of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunBackups {
    /// The run.
    pub run: RunId,
    /// When it was made.
    pub time: Timestamp,
    /// How many texts there are.
    pub texts: usize,
    /// How many bytes they have.
    pub bytes: u64,
    folder: PathBuf,
    names: Vec<PathBuf>,
}

/// The backups of runs made before `before`, the earliest run first. Never those of the latest run, nor of the run it
/// undid, nor of any while a run is unfinished.
///
/// # Errors
///
/// When the folder of the runs cannot be read.
pub fn prunable(disk: &dyn Disk, state: &State, before: Timestamp) -> Result<Vec<RunBackups>, ApplyError> {
    match status(disk, state)? {
        Status::Clean => {}
        Status::Unfinished { run } => return Err(ApplyError::Unfinished { run }),
        Status::Failed { run, why } => return Err(ApplyError::RecoveryFailed { run, why }),
    }
    let mut logs = Vec::new();
    for run in state.run_ids(disk)? {
        logs.extend(Log::read(disk, state, &run)?);
    }
    let latest = logs.last().map(|log| &log.started);
    let needed: BTreeSet<&RunId> =
        latest.into_iter().flat_map(|latest| std::iter::once(&latest.run).chain(&latest.undoes)).collect();
    let mut found = Vec::new();
    for started in logs.iter().map(|log| &log.started) {
        if started.time >= before || needed.contains(&started.run) {
            continue;
        }
        let folder = state.run(&started.run).join(BACKUP);
        let failed = |source| ApplyError::state("listing", &folder, source);
        let names = match disk.names(&folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(error)),
        };
        let mut names: Vec<PathBuf> = names.into_iter().map(|name| folder.join(name)).collect();
        names.sort();
        let size = |path: &PathBuf| match disk.read(path, 0, Symlinks::Refuse) {
            Ok(crate::disk::Contents::TooLarge { bytes }) => bytes,
            Ok(_) | Err(_) => 0,
        };
        let bytes = names.iter().map(size).sum();
        let (run, time) = (started.run.clone(), started.time);
        found.push(RunBackups { run, time, texts: names.len(), bytes, folder, names });
    }
    Ok(found)
}

/// Removes the backups of a run; from then on it cannot be undone. Cut off, it can be begun again.
///
/// # Errors
///
/// When a file cannot be removed.
pub fn prune(lock: &Lock<'_>, backups: &RunBackups) -> Result<(), ApplyError> {
    let disk = lock.disk;
    let mark = lock.state.run(&backups.run).join(PRUNED);
    match disk.create_private(&mark, b"") {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(ApplyError::state("writing", &mark, error));
        }
        Ok(()) | Err(_) => {}
    }
    for path in &backups.names {
        match disk.remove_temporary(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(ApplyError::state("removing", path, error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    disk.remove_folder(&backups.folder)
        .map_err(|source| ApplyError::state("removing the folder", &backups.folder, source))
}

/// Whether the backups of a run were removed.
pub(super) fn is_pruned(disk: &dyn Disk, state: &State, run: &RunId) -> bool {
    disk.entry(&state.run(run).join(PRUNED)).is_ok()
}
