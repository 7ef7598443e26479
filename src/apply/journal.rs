//! Writing the journal of a run, line by line.

use super::ApplyError;
use super::record::Record;
use crate::disk::Disk;
use std::io;
use std::path::PathBuf;

/// The name of a journal in the folder of its run.
pub(super) const JOURNAL: &str = "journal.jsonl";

/// The journal of a run that is going on. Each record is one line, and is on the disk before [`Journal::append`]
/// returns.
pub(super) struct Journal<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
    /// Whether the last line may be half a line.
    is_torn: bool,
}

impl<'d> Journal<'d> {
    /// The journal at `path`, which exists; `is_torn` says that its last line is not whole.
    pub(super) fn at(disk: &'d dyn Disk, path: PathBuf, is_torn: bool) -> Self {
        Self { disk, path, is_torn }
    }

    /// Writes a record and waits until it has reached the disk. After a failure only [`Record::Recovering`] and
    /// [`Record::Failed`] may follow: they stand on a line of their own whatever the failure left.
    pub(super) fn append(&mut self, record: &Record) -> io::Result<()> {
        let may_follow = matches!(record, Record::Recovering { .. } | Record::Failed { .. });
        if self.is_torn && !may_follow {
            return Err(io::Error::other("the record before could not be written"));
        }
        let mut line = if self.is_torn { "\n".to_owned() } else { String::new() };
        line.push_str(&serde_json::to_string(record)?);
        line.push('\n');
        self.is_torn = true;
        self.disk.append(&self.path, line.as_bytes())?;
        self.disk.sync_file(&self.path)?;
        self.is_torn = false;
        Ok(())
    }

    /// What a failure to write it is to the run.
    pub(super) fn failed(&self, source: io::Error) -> ApplyError {
        ApplyError::state("writing the journal", &self.path, source)
    }
}
