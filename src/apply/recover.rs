//! Putting right what a run that was cut off left behind.

use super::execute::finish;
use super::files::folder_of;
use super::journal::{JOURNAL, Journal};
use super::log::{JournalError, JournalFault, Log, Stage};
use super::record::{Change, Kept, Record};
use super::roll_back::unfinished;
use super::transaction::{Displaced, Transactions};
use super::{ApplyError, Lock, RunId, State};
use crate::disk::Disk;
use jiff::Timestamp;

/// Whether a vault may be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It may.
    Clean,
    /// A run was cut off: [`recover`] comes first.
    Unfinished {
        /// The run.
        run: RunId,
    },
    /// A run was cut off, and recovering it failed: a person has to look, and to call [`recover`].
    Failed {
        /// The run.
        run: RunId,
        /// What failed.
        why: String,
    },
}

/// What recovering a run came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// The run.
    pub run: RunId,
    /// The group that was taken back: it was neither wholly old nor wholly new.
    pub taken_back: Option<String>,
    /// How many groups the run had done before it was cut off; they stay done.
    pub done: usize,
    /// What somebody changed meanwhile, and how it is now.
    pub kept: Vec<Kept>,
}

/// Whether a run was cut off. Only the latest can have been: none begins before that is put right.
///
/// # Errors
///
/// When the folder of the runs cannot be read, or the journal cannot be believed.
pub fn status(disk: &dyn Disk, state: &State) -> Result<Status, ApplyError> {
    Ok(match unfinished_run(disk, state)? {
        None => Status::Clean,
        Some(Log { started, failed: Some(why), .. }) => Status::Failed { run: started.run, why },
        Some(Log { started, .. }) => Status::Unfinished { run: started.run },
    })
}

fn unfinished_run(disk: &dyn Disk, state: &State) -> Result<Option<Log>, ApplyError> {
    // A run without a journal never began; the one before it may still be the one that was cut off.
    for run in state.run_ids(disk)?.iter().rev() {
        if let Some(log) = Log::read(disk, state, run)? {
            return Ok(log.finished.is_none().then_some(log));
        }
    }
    Ok(None)
}

/// Puts right what the latest run left behind when it was cut off: the group it was in the middle of is taken back,
/// temporary files are removed, the run ends. `None` when no run was cut off. What somebody changed meanwhile stays and
/// is named. It may be cut off itself, and be called again.
///
/// # Errors
///
/// When a file cannot be read or changed; the journal says so then, and nothing else runs before a person has looked.
pub fn recover(lock: &Lock<'_>, now: &dyn Fn() -> Timestamp) -> Result<Option<Recovery>, ApplyError> {
    let disk = lock.disk;
    let Some(log) = unfinished_run(disk, &lock.state)? else { return Ok(None) };
    let run = log.started.run.clone();
    let folder = lock.state.run(&run);
    let path = folder.join(JOURNAL);
    if log.started.vault != lock.vault.root().to_string_lossy() {
        let source = JournalError { line: 1, fault: JournalFault::OtherRun };
        return Err(ApplyError::Journal { run, path, source });
    }
    let mut transactions = Transactions::of(lock, &folder, Journal::at(disk, path, log.is_torn));
    let noted = transactions.journal.append(&Record::Recovering { time: now() });
    noted.map_err(|source| transactions.journal.failed(source))?;
    let mut recovery = Recovery { run, taken_back: None, done: 0, kept: Vec::new() };
    if let Some(group) = log.in_flight() {
        recovery.kept = transactions.take_back(&group.id, &group.changes, group.stage == Stage::Ready)?;
        recovery.taken_back = Some(group.id.clone());
    }
    for group in log.applied() {
        recovery.done += 1;
        sweep(&mut transactions, &group.changes, &mut recovery.kept);
    }
    let left_over = finish(&mut transactions, now(), Vec::new())?;
    recovery.kept.extend(left_over);
    Ok(Some(recovery))
}

/// Removes what an applied group displaced and did not come to remove. What is not what it displaced is kept.
fn sweep(transactions: &mut Transactions<'_>, changes: &[Change], kept: &mut Vec<Kept>) {
    let files = transactions.files;
    for (change, displaced) in changes.iter().filter_map(|change| Some((change, Displaced::of(change)?))) {
        let temporary = displaced.temporary;
        // The folder may be elsewhere by now; a link in its place is not followed.
        if files.way(temporary).is_err() {
            continue;
        }
        drop(files.disk.remove_temporary(&files.place(&unfinished(temporary))));
        match displaced.clear_away(files) {
            Ok(file) => kept.extend(file),
            Err(_) => transactions.leftovers.push(change.clone()),
        }
        transactions.unsynced.insert(folder_of(temporary));
    }
}
