//! Writing a file whole or not at all.

use super::{Disk, Entry, Kind};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What happens to a file that is already there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is left alone and the writing is refused.
    Refuse,
    /// The new file takes its place and its permissions.
    Replace,
}

/// Why a file was not written. Whatever stood at the path is still there, whole.
#[derive(Debug, Error)]
pub enum WriteError {
    /// Something is there already.
    #[error("`{}` exists already", path.display())]
    Exists {
        /// The path.
        path: PathBuf,
    },
    /// A symbolic link is there, and what it leads to is not ours to change.
    #[error("`{}` is a symbolic link, which is not written through", path.display())]
    Symlink {
        /// The path.
        path: PathBuf,
    },
    /// A folder, pipe, socket or device is there.
    #[error("`{}` is {}, not a file", path.display(), if *kind == Kind::Folder { "a folder" } else { "a special file" })]
    NotAFile {
        /// The path.
        path: PathBuf,
        /// What it is.
        kind: Kind,
    },
    /// The path names no file (`..`, `/`).
    #[error("`{}` names no file", path.display())]
    NoName {
        /// The path.
        path: PathBuf,
    },
    /// There is no folder to write it into.
    #[error("there is no folder `{}` to write into", folder.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The system does not let us.
    #[error("`{}` cannot be written ({act})", path.display())]
    Failed {
        /// The path.
        path: PathBuf,
        /// What failed, in words.
        act: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// The file is in place, but the system could not say that it would outlast a power cut.
    #[error("`{}` is written, but its folder could not be synced", path.display())]
    Unsynced {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Writes `bytes` as the file at `path`: into a hidden temporary file in the same folder, which is synced and then
/// renamed, so that the path never names half a file. The folder is synced last.
///
/// # Errors
///
/// When `existing` refuses what is there, when it is not a plain file, and when the system does not let us. The
/// temporary file is removed then.
pub fn write_whole(disk: &dyn Disk, path: &Path, bytes: &[u8], existing: Existing) -> Result<(), WriteError> {
    let failed = |act| move |source| WriteError::Failed { path: path.to_owned(), act, source };
    if path.file_name().is_none() {
        return Err(WriteError::NoName { path: path.to_owned() });
    }
    let there = replaceable(disk, path, existing)?;
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let permissions = there.as_ref().map(|entry| &entry.permissions);
    let temporary = create_temporary(disk, folder, bytes, permissions).map_err(|(temporary, source)| {
        discard(disk, temporary.as_deref());
        if matches!(source.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) {
            WriteError::NoFolder { folder: folder.to_owned() }
        } else {
            failed("creating a temporary file beside it")(source)
        }
    })?;
    let placed = disk.sync_file(&temporary).map_err(failed("syncing")).and_then(|()| match existing {
        Existing::Replace => disk.rename_over(&temporary, path).map_err(failed("renaming")),
        Existing::Refuse => disk.rename_new(&temporary, path).map_err(|source| {
            if source.kind() == io::ErrorKind::AlreadyExists {
                WriteError::Exists { path: path.to_owned() }
            } else {
                failed("renaming")(source)
            }
        }),
    });
    if let Err(error) = placed {
        discard(disk, Some(&temporary));
        return Err(error);
    }
    disk.sync_folder(folder).map_err(|source| WriteError::Unsynced { path: path.to_owned(), source })
}

/// Looks whether [`write_whole`] would refuse what stands at `path` now: to say so before any work is done.
///
/// # Errors
///
/// As [`write_whole`].
pub fn may_write(disk: &dyn Disk, path: &Path, existing: Existing) -> Result<(), WriteError> {
    replaceable(disk, path, existing).map(|_| ())
}

/// What is at `path` and may be replaced; `None` when nothing is there.
fn replaceable(disk: &dyn Disk, path: &Path, existing: Existing) -> Result<Option<Entry>, WriteError> {
    let path_of = || path.to_owned();
    let entry = match disk.entry(path) {
        Ok(entry) => entry,
        // NotADirectory: creating the temporary file will say it better.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(source) => {
            return Err(WriteError::Failed { path: path_of(), act: "looking what is there", source });
        }
    };
    match (entry.kind, existing) {
        (Kind::Symlink, _) => Err(WriteError::Symlink { path: path_of() }),
        (kind @ (Kind::Folder | Kind::Special), _) => Err(WriteError::NotAFile { path: path_of(), kind }),
        (Kind::File, Existing::Refuse) => Err(WriteError::Exists { path: path_of() }),
        (Kind::File, Existing::Replace) => Ok(Some(entry)),
    }
}

/// Creates a temporary file with a name nothing has. With the error comes the file, if it may have been made.
fn create_temporary(
    disk: &dyn Disk,
    folder: &Path,
    bytes: &[u8],
    permissions: Option<&std::fs::Permissions>,
) -> Result<PathBuf, (Option<PathBuf>, io::Error)> {
    // Names are taken only by what a killed run of the same process id left behind, so a few tries are plenty.
    const TRIES: u32 = 100;
    let process = std::process::id();
    for attempt in 0..TRIES {
        // Hidden, so that neither Obsidian nor a sync client picks it up; short, so that any file system takes it.
        let temporary = folder.join(format!(".notefold-{process}-{attempt}.tmp"));
        match disk.create(&temporary, bytes, permissions) {
            Ok(()) => return Ok(temporary),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err((None, error)),
            Err(error) => return Err((Some(temporary), error)),
        }
    }
    Err((None, io::ErrorKind::AlreadyExists.into()))
}

/// Removes a temporary file that is not needed any more. When even that fails the error that led here says more.
fn discard(disk: &dyn Disk, temporary: Option<&Path>) {
    if let Some(path) = temporary {
        drop(disk.remove_temporary(path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::{
        Access, Attributes, Contents, FileTime, Found, Locking, RealDisk, Step, Symlinks, WalkError,
    };
    use assert_fs::TempDir;
    use assert_fs::prelude::*;
    use std::cell::Cell;
    use std::ffi::OsString;
    use std::fs::Permissions;

    /// A disk whose act number `fails_at` fails, before anything happened.
    struct FailingDisk {
        acts: Cell<usize>,
        fails_at: usize,
    }

    impl FailingDisk {
        fn act<T>(&self, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
            self.acts.set(self.acts.get() + 1);
            if self.acts.get() == self.fails_at {
                Err(io::Error::other("the disk is on fire"))
            } else {
                act()
            }
        }
    }

    impl Disk for FailingDisk {
        fn entry(&self, path: &Path) -> io::Result<Entry> {
            self.act(|| RealDisk.entry(path))
        }
        fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
            self.act(|| RealDisk.canonical(path))
        }
        fn read(&self, path: &Path, limit: u64, symlinks: Symlinks) -> io::Result<Contents> {
            self.act(|| RealDisk.read(path, limit, symlinks))
        }
        fn walk(&self, path: &Path, visit: &mut dyn FnMut(Result<Found, WalkError>) -> Step) {
            RealDisk.walk(path, visit);
        }
        fn create(&self, path: &Path, bytes: &[u8], permissions: Option<&Permissions>) -> io::Result<()> {
            // Cut short: what a full disk does.
            self.act(|| RealDisk.create(path, bytes, permissions)).inspect_err(|_| {
                RealDisk.create(path, bytes.get(..bytes.len() / 2).unwrap(), permissions).unwrap();
            })
        }
        fn sync_file(&self, path: &Path) -> io::Result<()> {
            self.act(|| RealDisk.sync_file(path))
        }
        fn sync_folder(&self, path: &Path) -> io::Result<()> {
            self.act(|| RealDisk.sync_folder(path))
        }
        fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.act(|| RealDisk.rename_new(from, to))
        }
        fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.act(|| RealDisk.rename_over(from, to))
        }
        fn remove_temporary(&self, path: &Path) -> io::Result<()> {
            RealDisk.remove_temporary(path)
        }
        // What writing a file whole does without.
        fn names(&self, _: &Path) -> io::Result<Vec<OsString>> {
            Err(io::ErrorKind::Unsupported.into())
        }
        fn attributes(&self, _: &Path) -> io::Result<Attributes> {
            Err(io::ErrorKind::Unsupported.into())
        }
        fn set_attributes(&self, _: &Path, _: &Attributes) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }
        fn set_modified(&self, _: &Path, _: FileTime) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }
        fn create_private(&self, _: &Path, _: &[u8]) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }
        fn append(&self, _: &Path, _: &[u8]) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }
        fn make_folder(&self, _: &Path, _: Access) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }
        fn remove_folder(&self, _: &Path) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }
        fn lock(&self, _: &Path, _: &str) -> io::Result<Locking> {
            Err(io::ErrorKind::Unsupported.into())
        }
        fn exchange(&self, _: &Path, _: &Path) -> io::Result<()> {
            Err(io::ErrorKind::Unsupported.into())
        }
    }

    fn names(folder: &TempDir) -> Vec<String> {
        let mut names: Vec<_> = walkdir::WalkDir::new(folder.path())
            .min_depth(1)
            .into_iter()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn contents(path: &Path) -> Option<Vec<u8>> {
        match RealDisk.read(path, 100, Symlinks::Follow) {
            Ok(Contents::Bytes(bytes)) => Some(bytes),
            _ => None,
        }
    }

    /// Writes `new` to a file that holds `old`, if anything, on a disk that fails at each act in turn.
    fn check(old: Option<&str>, existing: Existing) {
        for fails_at in 1.. {
            let folder = TempDir::new().unwrap();
            let file = folder.child("note.md");
            if let Some(old) = old {
                file.write_str(old).unwrap();
            }
            let disk = FailingDisk { acts: Cell::new(0), fails_at };
            let result = write_whole(&disk, file.path(), b"new", existing);
            let now = contents(file.path());
            match result {
                Ok(()) => {
                    assert_eq!(now.as_deref(), Some(b"new".as_slice()));
                    assert!(disk.acts.get() < fails_at, "act {fails_at} failed and nobody noticed");
                    assert_eq!(names(&folder), ["note.md"]);
                    return;
                }
                Err(WriteError::Unsynced { .. }) => assert_eq!(now.as_deref(), Some(b"new".as_slice())),
                Err(_) => assert_eq!(now.as_deref(), old.map(str::as_bytes), "act {fails_at}"),
            }
            assert_eq!(
                names(&folder).len(),
                usize::from(now.is_some()),
                "a temporary file is left by act {fails_at}"
            );
        }
    }

    #[test]
    fn whichever_act_fails_the_file_is_wholly_old_or_wholly_new() {
        check(None, Existing::Refuse);
        check(None, Existing::Replace);
        check(Some("old"), Existing::Replace);
    }

    #[test]
    fn an_existing_file_is_left_alone_unless_replacing_is_asked_for() {
        let folder = TempDir::new().unwrap();
        let file = folder.child("note.md");
        file.write_str("old").unwrap();
        let error = write_whole(&RealDisk, file.path(), b"new", Existing::Refuse).unwrap_err();
        assert!(matches!(error, WriteError::Exists { .. }));
        file.assert("old");
        // Also when it appears after the look.
        assert_eq!(
            RealDisk.rename_new(file.path(), file.path()).unwrap_err().kind(),
            io::ErrorKind::AlreadyExists
        );
    }

    #[test]
    fn a_folder_that_is_missing_is_named() {
        let folder = TempDir::new().unwrap();
        let error =
            write_whole(&RealDisk, &folder.path().join("none/note.md"), b"", Existing::Refuse).unwrap_err();
        assert!(matches!(error, WriteError::NoFolder { folder } if folder.ends_with("none")));
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_is_not_written_through_and_modes_are_kept() {
        use std::os::unix::fs::PermissionsExt;
        let folder = TempDir::new().unwrap();
        let file = folder.child("note.md");
        RealDisk.create(file.path(), b"old", Some(&Permissions::from_mode(0o640))).unwrap();
        let link = folder.path().join("link.md");
        std::os::unix::fs::symlink(file.path(), &link).unwrap();
        for existing in [Existing::Refuse, Existing::Replace] {
            let error = write_whole(&RealDisk, &link, b"new", existing).unwrap_err();
            assert!(matches!(error, WriteError::Symlink { .. }));
        }
        file.assert("old");
        write_whole(&RealDisk, file.path(), b"new", Existing::Replace).unwrap();
        assert_eq!(RealDisk.entry(file.path()).unwrap().permissions.mode() & 0o7777, 0o640);
        file.assert("new");
    }
}
