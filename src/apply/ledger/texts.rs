//! The texts the ledger knows, each kept once under its sha256.

use crate::apply::ApplyError;
use crate::apply::text_folder::TextFolder;
use crate::disk::{ContentHash, Disk};
use std::path::PathBuf;

/// The texts of a vault's ledger. Unlike the backups of a run they belong to all runs: a text that is there whole is not
/// written again, so that a crash in the middle of a run cannot hurt what an earlier one kept.
pub(super) struct Texts<'d> {
    texts: TextFolder<'d>,
}

impl<'d> Texts<'d> {
    pub(super) fn of(disk: &'d dyn Disk, folder: PathBuf) -> Self {
        Self { texts: TextFolder::at(disk, folder) }
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
            self.texts.make()?;
            self.texts.write(&hash, text)?;
            is_changed = true;
        }
        if is_changed { self.texts.sync() } else { Ok(()) }
    }

    /// The text with this hash; `None` when there is none, or what is there is not it.
    pub(super) fn get(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, ApplyError> {
        self.texts.get(hash)
    }

    /// Where the text with this hash is, if it is kept.
    pub(super) fn place(&self, hash: &ContentHash) -> PathBuf {
        self.texts.place(hash)
    }
}
