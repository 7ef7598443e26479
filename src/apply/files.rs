//! The files of a vault as a run sees and changes them.

use super::record::{FileState, FolderTime};
use crate::disk::{ContentHash, Contents, Disk, Entry, Kind, MAX_NOTE_BYTES, Symlinks};
use crate::vault::{Vault, VaultPath};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a file is not changed: the rest of what is said of the group it is in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Error)]
pub(super) enum Obstacle {
    #[error("`{0}` has changed since the plan was made")]
    Changed(VaultPath),
    #[error("`{0}` was changed while this ran; the change is kept")]
    ChangedMeanwhile(VaultPath),
    #[error("`{0}` is not there any more")]
    Missing(VaultPath),
    #[error("`{0}` is not a regular file")]
    NotAFile(VaultPath),
    #[error("`{0}` is reached through a symbolic link, which is not followed")]
    Symlink(String),
    #[error("`{0}` is not a folder")]
    NotAFolder(String),
    #[error(
        "`{path}` is one file with {links} names (hard links), and which of them is meant cannot be told"
    )]
    HardLinked { path: VaultPath, links: u64 },
    #[error("`{0}` is too large for a note")]
    TooLarge(VaultPath),
    #[error("`{0}` is not available on this machine, only in the cloud")]
    NotAvailable(VaultPath),
    #[error("`{0}` exists already")]
    Taken(VaultPath),
    #[error("`{path}` differs from `{by}`, which exists, only by how it is written")]
    TakenAlike { path: VaultPath, by: String },
    #[error("{act} `{path}` failed: {why}")]
    Failed { act: &'static str, path: String, why: String },
}

impl Obstacle {
    /// What the system says against an act on a file.
    pub(super) fn failed(act: &'static str, path: &VaultPath) -> impl Fn(io::Error) -> Self {
        let path = if path.as_str().is_empty() { "." } else { path.as_str() }.to_owned();
        move |error| Self::Failed { act, path: path.clone(), why: error.to_string() }
    }
}

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// Nothing.
    Nothing,
    /// A file with this content.
    File(ContentHash),
    /// Something that is no file of ours: a folder, a link, a file larger than any note.
    Other,
}

/// The files of a vault as a run sees and changes them: by their paths in it, never through a symbolic link.
#[derive(Clone, Copy)]
pub(super) struct Files<'a> {
    pub(super) disk: &'a dyn Disk,
    pub(super) vault: &'a Vault,
}

impl Files<'_> {
    /// Where a file is on disk.
    pub(super) fn place(&self, path: &VaultPath) -> PathBuf {
        self.vault.place(path)
    }

    /// Checks that the folders on the way to `path` are folders, and not links to some. The folders that are not there
    /// are given, the outermost first.
    pub(super) fn way(&self, path: &VaultPath) -> Result<Vec<VaultPath>, Obstacle> {
        let mut missing = Vec::new();
        for folder in folders_of(path) {
            if !missing.is_empty() {
                missing.push(folder);
                continue;
            }
            match self
                .entry(&folder)
                .map_err(Obstacle::failed("looking at", &folder))?
                .map(|entry| entry.kind)
            {
                Some(Kind::Folder) => {}
                Some(Kind::Symlink) => return Err(Obstacle::Symlink(path.as_str().to_owned())),
                Some(Kind::File | Kind::Special) => {
                    return Err(Obstacle::NotAFolder(folder.as_str().to_owned()));
                }
                None => missing.push(folder),
            }
        }
        Ok(missing)
    }

    /// What stands at a path, as little as can be said without opening it.
    pub(super) fn entry(&self, path: &VaultPath) -> io::Result<Option<Entry>> {
        match self.disk.entry(&self.place(path)) {
            Ok(entry) => Ok(Some(entry)),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What stands at a path. Anything that cannot be told is an error, never [`At::Nothing`].
    pub(super) fn at(&self, path: &VaultPath) -> Result<At, Obstacle> {
        match self.disk.read(&self.place(path), MAX_NOTE_BYTES, Symlinks::Refuse) {
            Ok(Contents::Bytes(bytes)) => Ok(At::File(ContentHash::of(&bytes))),
            Ok(Contents::NotAFile(_) | Contents::TooLarge { .. } | Contents::NotAvailable) => Ok(At::Other),
            Err(error) if is_absence(&error) => Ok(At::Nothing),
            Err(error) => Err(Obstacle::failed("reading", path)(error)),
        }
    }

    /// Reads a file a run is going to change, by a way without links, that is one file with one name.
    pub(super) fn read(&self, path: &VaultPath) -> Result<Vec<u8>, Obstacle> {
        if !self.way(path)?.is_empty() {
            return Err(Obstacle::Missing(path.clone()));
        }
        let entry = self.entry(path).map_err(Obstacle::failed("looking at", path))?;
        match entry {
            None => return Err(Obstacle::Missing(path.clone())),
            Some(Entry { kind: Kind::Symlink, .. }) => {
                return Err(Obstacle::Symlink(path.as_str().to_owned()));
            }
            Some(Entry { kind: Kind::Folder | Kind::Special, .. }) => {
                return Err(Obstacle::NotAFile(path.clone()));
            }
            Some(Entry { links, .. }) if links > 1 => {
                return Err(Obstacle::HardLinked { path: path.clone(), links });
            }
            Some(_) => {}
        }
        match self.disk.read(&self.place(path), MAX_NOTE_BYTES, Symlinks::Refuse) {
            Ok(Contents::Bytes(bytes)) => Ok(bytes),
            Ok(Contents::TooLarge { .. }) => Err(Obstacle::TooLarge(path.clone())),
            Ok(Contents::NotAvailable) => Err(Obstacle::NotAvailable(path.clone())),
            Ok(Contents::NotAFile(_)) => Err(Obstacle::NotAFile(path.clone())),
            Err(error) if is_absence(&error) => Err(Obstacle::Missing(path.clone())),
            Err(error) => Err(Obstacle::failed("reading", path)(error)),
        }
    }

    /// Reads a file a run is going to change, and all that is to be restored of it, given what it has to hold.
    pub(super) fn observe(
        &self,
        path: &VaultPath,
        expected: ContentHash,
    ) -> Result<(Vec<u8>, FileState), Obstacle> {
        let bytes = self.read(path)?;
        let sha256 = ContentHash::of(&bytes);
        if sha256 != expected {
            return Err(Obstacle::Changed(path.clone()));
        }
        let attributes = self
            .disk
            .attributes(&self.place(path))
            .map_err(Obstacle::failed("reading the attributes of", path))?;
        Ok((bytes, FileState { sha256, attributes }))
    }

    /// Writes a temporary file and waits until it has reached the disk.
    pub(super) fn write_temporary(
        &self,
        path: &VaultPath,
        bytes: &[u8],
        state: &FileState,
    ) -> Result<(), Obstacle> {
        let place = self.place(path);
        self.disk.create_private(&place, bytes).map_err(Obstacle::failed("writing", path))?;
        self.disk
            .set_attributes(&place, &state.attributes)
            .map_err(Obstacle::failed("setting the attributes of", path))?;
        self.disk.sync_file(&place).map_err(Obstacle::failed("syncing", path))
    }

    /// Waits until the names in the folder of each of `paths` have reached the disk.
    pub(super) fn sync_folders_of<'p>(
        &self,
        paths: impl IntoIterator<Item = &'p VaultPath>,
    ) -> Result<(), Obstacle> {
        let folders: std::collections::BTreeSet<VaultPath> = paths.into_iter().map(folder_of).collect();
        for folder in folders {
            match self.disk.sync_folder(&self.place(&folder)) {
                // It was removed, and so are the names in it.
                Err(error) if is_absence(&error) => {}
                synced => synced.map_err(Obstacle::failed("syncing the folder", &folder))?,
            }
        }
        Ok(())
    }

    /// When the names in these folders last changed; what cannot be told is left out, it is a nicety.
    pub(super) fn folder_times(&self, folders: impl IntoIterator<Item = VaultPath>) -> Vec<FolderTime> {
        let time = |folder: VaultPath| {
            let entry = self.entry(&folder).ok()??;
            let named = (!folder.as_str().is_empty()).then_some(folder);
            (entry.kind == Kind::Folder).then_some(FolderTime { folder: named, modified: entry.modified })
        };
        folders.into_iter().filter_map(time).collect()
    }
}

/// Whether an error says that nothing is there: nothing of that name, or something on the way is no folder.
pub(super) fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The folder a file is in; the empty path for the vault's own.
pub(super) fn folder_of(path: &VaultPath) -> VaultPath {
    VaultPath::of(Path::new(path.folder())).unwrap_or_default()
}

/// The folders on the way to a file, the outermost first, without the vault's own.
pub(super) fn folders_of(path: &VaultPath) -> Vec<VaultPath> {
    let mut folders = Vec::new();
    let mut folder = folder_of(path);
    while !folder.as_str().is_empty() {
        let outer = folder_of(&folder);
        folders.push(folder);
        folder = outer;
    }
    folders.reverse();
    folders
}

/// A file beside `path`.
pub(super) fn beside(path: &VaultPath, name: &str) -> VaultPath {
    let place = Path::new(path.folder()).join(name);
    VaultPath::of(&place).unwrap_or_else(|| path.clone())
}
