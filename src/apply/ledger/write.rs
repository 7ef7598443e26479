//! Writing the ledger of a run.

use super::entry::{Entry, FORMAT_VERSION, Header};
use super::texts::Texts;
use crate::apply::ApplyError;
use crate::disk::{ContentHash, Disk};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// The name of a ledger in the folder of its run.
pub(super) const LEDGER: &str = "ledger.jsonl";

/// What is written down of a group, with the texts it names.
#[derive(Debug)]
pub(in crate::apply) struct Written {
    pub(in crate::apply) entry: Entry,
    pub(in crate::apply) texts: BTreeMap<ContentHash, Vec<u8>>,
}

/// The ledger of a run that is going on. Each line is on the disk, with all texts it names, before the first change of
/// its group is made; the journal tells later whether the group was done.
pub(in crate::apply) struct LedgerFile<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
    folder: PathBuf,
    texts: Texts<'d>,
    is_begun: bool,
}

impl<'d> LedgerFile<'d> {
    /// The ledger of the run in the folder `run`; texts are kept in the folder `texts`.
    pub(in crate::apply) fn of(disk: &'d dyn Disk, run: &Path, texts: PathBuf) -> Self {
        let texts = Texts::of(disk, texts);
        Self { disk, path: run.join(LEDGER), folder: run.to_owned(), texts, is_begun: false }
    }

    /// Writes a line.
    pub(in crate::apply) fn append(&mut self, written: &Written) -> Result<(), ApplyError> {
        let path = self.path.clone();
        let failed = |source| ApplyError::state("writing the ledger", &path, source);
        self.texts.keep(written.texts.iter().map(|(hash, text)| (*hash, text.as_slice())))?;
        let line = |line: serde_json::Result<String>| line.map(|line| line + "\n").map_err(io::Error::from);
        if !self.is_begun {
            let header = line(serde_json::to_string(&Header { format_version: FORMAT_VERSION }));
            self.disk.create_private(&self.path, header.map_err(failed)?.as_bytes()).map_err(failed)?;
            self.disk.sync_folder(&self.folder).map_err(failed)?;
            self.is_begun = true;
        }
        let entry = line(serde_json::to_string(&written.entry)).map_err(failed)?;
        self.disk.append(&self.path, entry.as_bytes()).map_err(failed)?;
        self.disk.sync_file(&self.path).map_err(failed)
    }
}
