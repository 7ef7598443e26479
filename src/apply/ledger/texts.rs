//! The texts the ledger knows, each kept once under its sha256.

use crate::apply::ApplyError;
use crate::apply::state::make_folders;
use crate::disk::{ContentHash, Contents, Disk, MAX_NOTE_BYTES, Symlinks};
use std::io;
use std::path::PathBuf;

/// The texts of a vault's ledger. Unlike the backups of a run they belong to all runs: a text that is there whole is not
/// written again, so that a crash in the middle of a run cannot hurt what an earlier one kept.
pub(super) struct Texts<'d> {
    disk: &'d dyn Disk,
    folder: PathBuf,
}

impl<'d> Texts<'d> {
    pub(super) fn of(disk: &'d dyn Disk, folder: PathBuf) -> Self {
        Self { disk, folder }
    }

    /// Keeps texts: when it returns they have reached the disk.
    pub(super) fn keep<'t>(
        &self,
        texts: impl Iterator<Item = (ContentHash, &'t [u8])>,
    ) -> Result<(), ApplyError> {
        let mut is_changed = false;
        for (hash, text) in texts {
            if self.get(&hash)?.is_some() {
                continue;
            }
            make_folders(self.disk, &self.folder)?;
            let place = self.place(&hash);
            let failed = |source| ApplyError::state("writing", &place, source);
            match self.disk.create_private(&place, text) {
                // What is there is not whole: left by a run that was cut off.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    self.disk.remove_temporary(&place).map_err(failed)?;
                    self.disk.create_private(&place, text).map_err(failed)?;
                }
                made => made.map_err(failed)?,
            }
            self.disk.sync_file(&place).map_err(failed)?;
            is_changed = true;
        }
        if is_changed {
            let failed = |source| ApplyError::state("syncing the folder", &self.folder, source);
            self.disk.sync_folder(&self.folder).map_err(failed)?;
        }
        Ok(())
    }

    /// The text with this hash; `None` when there is none, or what is there is not it.
    pub(super) fn get(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, ApplyError> {
        let place = self.place(hash);
        match self.disk.read(&place, MAX_NOTE_BYTES, Symlinks::Refuse) {
            Ok(Contents::Bytes(bytes)) => Ok((ContentHash::of(&bytes) == *hash).then_some(bytes)),
            Ok(Contents::TooLarge { .. } | Contents::NotAFile(_) | Contents::NotAvailable) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ApplyError::state("reading", &place, source)),
        }
    }

    pub(super) fn place(&self, hash: &ContentHash) -> PathBuf {
        self.folder.join(hash.to_string())
    }
}
