//! Texts in a folder, each a file named by its sha256.

use super::ApplyError;
use super::state::make_folders;
use crate::disk::{ContentHash, Contents, Disk, MAX_NOTE_BYTES, Symlinks};
use std::io;
use std::path::PathBuf;

/// A folder with a file for each text, named by its sha256. What is read is held against the name, so that it is that
/// text or none. Which texts are written, and when, is for those to say who keep them.
pub(super) struct TextFolder<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
}

impl<'d> TextFolder<'d> {
    /// The folder at `path`, which need not be there yet.
    pub(super) fn at(disk: &'d dyn Disk, path: PathBuf) -> Self {
        Self { disk, path }
    }

    /// Makes the folder, for the user alone, where it is missing.
    pub(super) fn make(&self) -> Result<(), ApplyError> {
        make_folders(self.disk, &self.path)
    }

    /// Writes a text, in place of whatever has its name: what a try left that was cut short. When it returns the bytes
    /// have reached the disk; their name has when [`Self::sync`] returns.
    pub(super) fn write(&self, hash: &ContentHash, text: &[u8]) -> Result<(), ApplyError> {
        let place = self.place(hash);
        let failed = |source| ApplyError::state("writing", &place, source);
        match self.disk.create_private(&place, text) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.disk.remove_temporary(&place).map_err(failed)?;
                self.disk.create_private(&place, text).map_err(failed)?;
            }
            made => made.map_err(failed)?,
        }
        self.disk.sync_file(&place).map_err(|source| ApplyError::state("syncing", &place, source))
    }

    /// Waits until the names of the texts have reached the disk.
    pub(super) fn sync(&self) -> Result<(), ApplyError> {
        let failed = |source| ApplyError::state("syncing the folder", &self.path, source);
        self.disk.sync_folder(&self.path).map_err(failed)
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

    /// Where the text with this hash is, if it is kept.
    pub(super) fn place(&self, hash: &ContentHash) -> PathBuf {
        self.path.join(hash.to_string())
    }
}
