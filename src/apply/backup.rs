//! Copies of every file a run touches, by what they hold.

use super::ApplyError;
use super::state::make_folders;
use crate::disk::{ContentHash, Contents, Disk, MAX_NOTE_BYTES, Symlinks};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// The name of the folder of the copies in the folder of their run.
pub(super) const BACKUP: &str = "backup";

/// The copies of one run: a file for each text, named by its sha256.
pub(super) struct Backups<'d> {
    disk: &'d dyn Disk,
    folder: PathBuf,
    /// What is there, whole and synced.
    kept: BTreeSet<ContentHash>,
}

impl<'d> Backups<'d> {
    /// The copies of the run kept in the folder `run`.
    pub(super) fn of(disk: &'d dyn Disk, run: &Path) -> Self {
        Self { disk, folder: run.join(BACKUP), kept: BTreeSet::new() }
    }

    /// Keeps texts: when it returns they have reached the disk, and were read back.
    pub(super) fn keep(&mut self, texts: &BTreeMap<ContentHash, Vec<u8>>) -> Result<(), ApplyError> {
        if self.kept.is_empty() {
            make_folders(self.disk, &self.folder)?;
        }
        let mut written = Vec::new();
        for (hash, text) in texts {
            if self.kept.contains(hash) {
                continue;
            }
            let place = self.place(hash);
            let failed = |act| ApplyError::state(act, &place, io::ErrorKind::Other.into());
            match self.disk.create_private(&place, text) {
                // From a try that was cut short: whole or not, it is written again, and only this run uses it.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    self.disk
                        .remove_temporary(&place)
                        .and_then(|()| self.disk.create_private(&place, text))
                        .map_err(|source| ApplyError::state("writing the backup", &place, source))?;
                }
                made => made.map_err(|source| ApplyError::state("writing the backup", &place, source))?,
            }
            self.disk
                .sync_file(&place)
                .map_err(|source| ApplyError::state("syncing the backup", &place, source))?;
            if self.get(hash)?.as_ref() != Some(text) {
                return Err(failed("reading back the backup"));
            }
            written.push(*hash);
        }
        if !written.is_empty() {
            self.disk
                .sync_folder(&self.folder)
                .map_err(|source| ApplyError::state("syncing the folder", &self.folder, source))?;
        }
        self.kept.extend(written);
        Ok(())
    }

    /// The text with this hash; `None` when there is none, or what is there is not it.
    pub(super) fn get(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, ApplyError> {
        let place = self.place(hash);
        match self.disk.read(&place, MAX_NOTE_BYTES, Symlinks::Refuse) {
            Ok(Contents::Bytes(bytes)) => Ok((ContentHash::of(&bytes) == *hash).then_some(bytes)),
            Ok(Contents::TooLarge { .. } | Contents::NotAFile(_) | Contents::NotAvailable) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ApplyError::state("reading the backup", &place, source)),
        }
    }

    fn place(&self, hash: &ContentHash) -> PathBuf {
        self.folder.join(hash.to_string())
    }
}
