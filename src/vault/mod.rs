//! A vault: where it is, what is in it, and its notes, each read once.
//!
//! ```text
//! folders, Scope ──► Listing ──► Snapshot
//! ```
//!
//! A [`Listing`] is the walk: it opens nothing, and is quick. A [`Snapshot`] reads each note of it once, on all cores,
//! and keeps of its text only what the caller makes of it. Nothing is skipped in silence: what cannot be read is a
//! [`Problem`] with its [`Reason`].

mod listing;
mod path;
mod problem;
mod scope;
mod settings;
mod snapshot;
mod stamp;

pub use listing::Listing;
pub use path::VaultPath;
pub use problem::{Problem, Reason};
pub use scope::{PatternError, Scope, ScopeOptions};
pub use settings::{LinkFormat, Settings, TrashOption};
pub use snapshot::{Scanned, Snapshot};

#[cfg(test)]
mod tests;

use crate::disk::{Disk, Entry, Kind, ReadError, read_found, read_found_with_entry};
use std::path::{Path, PathBuf};

/// The folder Obsidian keeps the settings of a vault in; what makes a folder a vault.
const OBSIDIAN: &str = ".obsidian";

/// A folder with notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vault {
    root: PathBuf,
}

impl Vault {
    /// The vault with this folder, whether or not Obsidian has been there; `None` when it is no folder.
    #[must_use]
    pub fn at(disk: &dyn Disk, folder: &Path) -> Option<Self> {
        let root = disk.canonical(folder).ok()?;
        is_folder(disk, &root).then_some(Self { root })
    }

    /// The vault a file or folder is in: the nearest folder that holds `.obsidian/`, which may be itself. `place` is
    /// without symbolic links, as [`Disk::canonical`] gives it, save for its last name.
    #[must_use]
    pub fn around(disk: &dyn Disk, place: &Path) -> Option<Self> {
        let root = place.ancestors().find(|folder| is_vault(disk, folder))?;
        Some(Self { root: root.to_owned() })
    }

    /// Its folder, absolute and without symbolic links.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file of the vault is on disk.
    #[must_use]
    pub fn place(&self, path: &VaultPath) -> PathBuf {
        path.below(&self.root)
    }

    /// The path in the vault of a place on disk; `None` when that is elsewhere, and for names that are no UTF-8.
    #[must_use]
    pub fn path(&self, place: &Path) -> Option<VaultPath> {
        VaultPath::of(place.strip_prefix(&self.root).ok()?)
    }

    /// Reads a note of the vault; symbolic links are not followed.
    ///
    /// # Errors
    ///
    /// As [`read_found`].
    pub fn read(&self, disk: &dyn Disk, path: &VaultPath) -> Result<String, ReadError> {
        read_found(disk, &self.place(path))
    }

    /// The same, with what is known of the file.
    fn read_with_entry(
        &self,
        disk: &dyn Disk,
        path: &VaultPath,
    ) -> Result<(String, Option<Entry>), ReadError> {
        read_found_with_entry(disk, &self.place(path))
    }

    /// The settings Obsidian has for the vault, and what of them is not understood.
    #[must_use]
    pub fn settings(&self, disk: &dyn Disk) -> (Settings, Vec<Problem>) {
        Settings::read(disk, self)
    }

    /// The path in the vault of a place on disk, for a person to read.
    fn shown(&self, place: &Path) -> String {
        let relative = place.strip_prefix(&self.root).unwrap_or(place);
        let parts = relative.components().map(|part| part.as_os_str().to_string_lossy());
        parts.collect::<Vec<_>>().join("/")
    }
}

fn is_vault(disk: &dyn Disk, folder: &Path) -> bool {
    is_folder(disk, &folder.join(OBSIDIAN))
}

fn is_folder(disk: &dyn Disk, path: &Path) -> bool {
    disk.entry(path).is_ok_and(|entry| entry.kind == Kind::Folder)
}
