//! Copies of every file a run touches, by what they hold.

use super::ApplyError;
use super::text_folder::TextFolder;
use crate::disk::{ContentHash, Disk};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// The name of the folder of the copies in the folder of their run.
pub(super) const BACKUP: &str = "backup";

/// The copies of one run. What an earlier try of the run left is written again, whole or not: only this run uses it.
pub(super) struct Backups<'d> {
    copies: TextFolder<'d>,
    /// What is there, whole and synced.
    kept: BTreeSet<ContentHash>,
}

impl<'d> Backups<'d> {
    /// The copies of the run kept in the folder `run`.
    pub(super) fn of(disk: &'d dyn Disk, run: &Path) -> Self {
        Self { copies: TextFolder::at(disk, run.join(BACKUP)), kept: BTreeSet::new() }
    }

    /// Keeps texts: when it returns they have reached the disk, and were read back.
    pub(super) fn keep(&mut self, texts: &BTreeMap<ContentHash, Vec<u8>>) -> Result<(), ApplyError> {
        if self.kept.is_empty() {
            self.copies.make()?;
        }
        let mut written = Vec::new();
        for (hash, text) in texts {
            if self.kept.contains(hash) {
                continue;
            }
            self.copies.write(hash, text)?;
            if self.get(hash)?.as_ref() != Some(text) {
                let place = self.copies.place(hash);
                return Err(ApplyError::state("reading back", &place, io::ErrorKind::Other.into()));
            }
            written.push(*hash);
        }
        if !written.is_empty() {
            self.copies.sync()?;
        }
        self.kept.extend(written);
        Ok(())
    }

    /// The text with this hash; `None` when there is none, or what is there is not it.
    pub(super) fn get(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, ApplyError> {
        self.copies.get(hash)
    }
}
