//! Reading the journal of a run, which may be torn, and which anyone may have written.

use super::journal::JOURNAL;
use super::record::{Change, FORMAT_VERSION, FolderTime, Kept, LeftBehind, Record, Started};
use super::{ApplyError, RunId, State};
use crate::disk::{Contents, Disk, Symlinks};
use crate::vault::VaultPath;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io;
use thiserror::Error;

/// The largest journal that is read: 1 GiB. A group takes about 2 kB, so it is far above any plan.
const MAX_JOURNAL_BYTES: u64 = 1 << 30;

/// What a run did, as its journal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Log {
    pub(super) started: Started,
    /// The groups begun, in their order.
    pub(super) groups: Vec<GroupLog>,
    /// Whether the run ended, the groups it left, if so.
    pub(super) finished: Option<Vec<LeftBehind>>,
    /// Why recovering it failed, when it was last tried.
    pub(super) failed: Option<String>,
    /// Whether the last line is not whole.
    pub(super) is_torn: bool,
    /// The ids of the groups begun.
    ids: BTreeSet<String>,
}

/// What a run did with a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GroupLog {
    pub(super) id: String,
    pub(super) changes: Vec<Change>,
    /// The folders names changed in, as they were before.
    pub(super) before: Vec<FolderTime>,
    /// The same after; empty where that was not noted.
    pub(super) after: Vec<FolderTime>,
    pub(super) stage: Stage,
    /// What was not brought to where the run would have had it.
    pub(super) kept: Vec<Kept>,
}

/// How far a group got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Temporary files may exist, and nothing else has changed.
    Begun,
    /// Any of its changes may be made.
    Ready,
    /// All of its changes are made.
    Applied,
    /// None is, save for what a person changed meanwhile.
    RolledBack,
}

/// Why a journal cannot be believed.
#[derive(Debug, Error)]
#[error("line {line}: {fault}")]
pub struct JournalError {
    /// The 1-based line.
    pub line: usize,
    /// What is wrong with it.
    pub fault: JournalFault,
}

/// What no journal may say.
#[derive(Debug, Error)]
pub enum JournalFault {
    /// It is no record this version knows.
    #[error("it is not a record: {0}")]
    NotARecord(serde_json::Error),
    /// It is of another version.
    #[error("it has the format version {found}; this notefold reads version {FORMAT_VERSION}")]
    Version {
        /// The version it says it has.
        found: u64,
    },
    /// Records are not in an order any run writes.
    #[error("it does not follow from the lines before it")]
    OutOfOrder,
    /// It names a file no run changes.
    #[error("`{0}` is not a file a run changes")]
    Reserved(VaultPath),
    /// It is larger than any journal.
    #[error("it is larger than any journal")]
    TooLarge,
    /// It is no file.
    #[error("it is not a regular file")]
    NotAFile,
    /// It is the journal of another run or vault.
    #[error("it is the journal of another run or of another vault")]
    OtherRun,
}

/// The version of a journal, which decides whether the rest can be understood.
#[derive(Deserialize)]
struct Versioned {
    format_version: u64,
}

impl Log {
    /// Reads the journal of a run; `None` when the run never got to write one, and so changed nothing.
    pub(super) fn read(disk: &dyn Disk, state: &State, run: &RunId) -> Result<Option<Self>, ApplyError> {
        let path = state.run(run).join(JOURNAL);
        let fault = |line, fault| ApplyError::Journal {
            run: run.clone(),
            path: path.clone(),
            source: JournalError { line, fault },
        };
        let bytes = match disk.read(&path, MAX_JOURNAL_BYTES, Symlinks::Refuse) {
            Ok(Contents::Bytes(bytes)) => bytes,
            Ok(Contents::TooLarge { .. }) => return Err(fault(1, JournalFault::TooLarge)),
            Ok(Contents::NotAFile(_) | Contents::NotAvailable) => {
                return Err(fault(1, JournalFault::NotAFile));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(ApplyError::state("reading the journal", &path, source)),
        };
        let log = Self::parse(&bytes).map_err(|JournalError { line, fault: why }| fault(line, why))?;
        match log {
            Some(log) if log.started.run != *run => Err(fault(1, JournalFault::OtherRun)),
            log => Ok(log),
        }
    }

    /// Reads a journal; `None` when not even its first line is whole.
    pub(super) fn parse(bytes: &[u8]) -> Result<Option<Self>, JournalError> {
        let mut lines = bytes.split(|byte| *byte == b'\n');
        let first = lines.next().unwrap_or_default();
        let mut rest: Vec<&[u8]> = lines.collect();
        // What stands after the end of the last line: nothing, or a line that is not whole, or lacks only its end.
        let is_torn = rest.last().is_none_or(|tail| !tail.is_empty());
        if !is_torn {
            rest.pop();
        } else if rest.is_empty() {
            return Ok(None);
        }
        let started = first_record(first).map_err(|fault| JournalError { line: 1, fault })?;
        let mut log =
            Self { started, groups: Vec::new(), finished: None, failed: None, is_torn, ids: BTreeSet::new() };
        // Lines that are not whole stand before a recovery, and at the end.
        let mut torn = None;
        for (line, bytes) in (2..).zip(rest) {
            let error = |fault| JournalError { line, fault };
            match serde_json::from_slice::<Record>(bytes) {
                Ok(record) => {
                    let may_follow = matches!(record, Record::Recovering { .. } | Record::Failed { .. });
                    match torn.take() {
                        Some(torn) if !may_follow => return Err(torn),
                        Some(_) | None => log.take(record).map_err(error)?,
                    }
                }
                Err(fault) => drop(torn.get_or_insert_with(|| error(JournalFault::NotARecord(fault)))),
            }
        }
        log.is_torn |= torn.is_some();
        Ok(Some(log))
    }

    fn take(&mut self, record: Record) -> Result<(), JournalFault> {
        if self.finished.is_some() {
            return Err(JournalFault::OutOfOrder);
        }
        match record {
            Record::Started(_) => return Err(JournalFault::OutOfOrder),
            Record::Begin { group, changes, folders, settled } => {
                if self.in_flight().is_some() || !self.ids.insert(group.clone()) {
                    return Err(JournalFault::OutOfOrder);
                }
                changes.iter().try_for_each(check)?;
                self.settle(settled);
                let (stage, after, kept) = (Stage::Begun, Vec::new(), Vec::new());
                self.groups.push(GroupLog { id: group, changes, before: folders, after, stage, kept });
            }
            Record::Ready { group } => self.last(&group, &[Stage::Begun])?.stage = Stage::Ready,
            Record::Applied { group, kept } => {
                let log = self.last(&group, &[Stage::Ready])?;
                (log.stage, log.kept) = (Stage::Applied, kept);
            }
            Record::Recovering { .. } => self.failed = None,
            // Its beginning was not written; it was taken back before anything was done.
            Record::RolledBack { group, .. } if !self.ids.contains(&group) => {}
            Record::RolledBack { group, kept } => {
                // Applied: the record of that was written, and the system said it was not.
                let log = self.last(&group, &[Stage::Begun, Stage::Ready, Stage::Applied])?;
                (log.stage, log.kept) = (Stage::RolledBack, kept);
            }
            Record::Failed { why } => self.failed = Some(why),
            Record::Finished { left, settled, .. } => {
                if self.in_flight().is_some() {
                    return Err(JournalFault::OutOfOrder);
                }
                self.settle(settled);
                self.finished = Some(left);
            }
        }
        Ok(())
    }

    fn last(&mut self, group: &str, stages: &[Stage]) -> Result<&mut GroupLog, JournalFault> {
        let last = self.groups.last_mut().filter(|log| log.id == group && stages.contains(&log.stage));
        last.ok_or(JournalFault::OutOfOrder)
    }

    fn settle(&mut self, settled: Vec<FolderTime>) {
        if let Some(last) = self.groups.last_mut().filter(|log| log.stage == Stage::Applied) {
            last.after = settled;
        }
    }

    /// The group that is neither wholly applied nor wholly taken back.
    pub(super) fn in_flight(&self) -> Option<&GroupLog> {
        self.groups.last().filter(|log| matches!(log.stage, Stage::Begun | Stage::Ready))
    }

    /// The groups that are applied, in their order.
    pub(super) fn applied(&self) -> impl DoubleEndedIterator<Item = &GroupLog> {
        self.groups.iter().filter(|log| log.stage == Stage::Applied)
    }
}

fn first_record(line: &[u8]) -> Result<Started, JournalFault> {
    let Versioned { format_version } = serde_json::from_slice(line).map_err(JournalFault::NotARecord)?;
    if format_version != u64::from(FORMAT_VERSION) {
        return Err(JournalFault::Version { found: format_version });
    }
    match serde_json::from_slice(line).map_err(JournalFault::NotARecord)? {
        Record::Started(started) => Ok(*started),
        Record::Begin { .. }
        | Record::Ready { .. }
        | Record::Applied { .. }
        | Record::Recovering { .. }
        | Record::RolledBack { .. }
        | Record::Failed { .. }
        | Record::Finished { .. } => Err(JournalFault::OutOfOrder),
    }
}

/// Checks that a change is one a run makes: whoever writes a journal could have files of the settings moved about.
fn check(change: &Change) -> Result<(), JournalFault> {
    for path in change.paths() {
        // `.trash` itself may be made; below it and elsewhere nothing starts with a dot.
        let mut parts = path.parts().peekable();
        parts.next_if_eq(&TRASH);
        if parts.any(|part| part.starts_with('.')) {
            return Err(JournalFault::Reserved(path.clone()));
        }
    }
    let of = change.paths().next();
    match change.temporary() {
        Some(temporary)
            if of.is_none_or(|of| of.folder() != temporary.folder())
                || !is_temporary_name(temporary.name()) =>
        {
            Err(JournalFault::Reserved(temporary.clone()))
        }
        Some(_) | None => Ok(()),
    }
}

/// The folder retired notes go to unless the user chose another one.
const TRASH: &str = ".trash";
const TEMPORARY_START: &str = ".notefold-";
const TEMPORARY_END: &str = ".tmp";

/// The name of the temporary file number `number` of a run. Hidden, so that neither Obsidian nor a sync client picks
/// it up; with the run in it, so that no other run's is met.
pub(super) fn temporary_name(run: &RunId, number: usize) -> String {
    format!("{TEMPORARY_START}{run}-{number}{TEMPORARY_END}")
}

fn is_temporary_name(name: &str) -> bool {
    let middle = name.strip_prefix(TEMPORARY_START).and_then(|name| name.strip_suffix(TEMPORARY_END));
    middle.is_some_and(|middle| middle.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}
