//! The file system of the machine.

use super::{Contents, Disk, Entry, Kind};
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The file system of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

#[expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]
impl Disk for RealDisk {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        let metadata = fs::symlink_metadata(path)?;
        Ok(Entry { kind: kind_of(metadata.file_type()), permissions: metadata.permissions() })
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Contents> {
        let file = match open_without_waiting(path) {
            Ok(file) => file,
            // A socket cannot be opened, and Windows opens no folder; neither is a matter of permissions.
            Err(error) => match fs::metadata(path).map(|metadata| kind_of(metadata.file_type())) {
                Ok(kind @ (Kind::Folder | Kind::Special)) => return Ok(Contents::NotAFile(kind)),
                Ok(Kind::File | Kind::Symlink) | Err(_) => return Err(error),
            },
        };
        // Asked of the open file: what stands at the path may change between a look and an opening.
        let metadata = file.metadata()?;
        match kind_of(metadata.file_type()) {
            Kind::File => {}
            kind @ (Kind::Folder | Kind::Symlink | Kind::Special) => return Ok(Contents::NotAFile(kind)),
        }
        if metadata.len() > limit {
            return Ok(Contents::TooLarge { bytes: metadata.len() });
        }
        // One byte more than allowed: a file that grows while it is read, or lies about its length as those of
        // /proc do, is noticed.
        let mut bytes = Vec::new();
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        let read = bytes.len() as u64;
        Ok(if read > limit { Contents::TooLarge { bytes: read } } else { Contents::Bytes(bytes) })
    }

    fn create(&self, path: &Path, bytes: &[u8], permissions: Option<&Permissions>) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions.clone())?;
        }
        file.write_all(bytes)
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        // Windows syncs only what is open for writing; elsewhere any handle will do, and which one can be had
        // depends on the permissions the file was given.
        let file = OpenOptions::new().write(true).open(path).or_else(|_| File::open(path))?;
        file.sync_all()
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Windows has no such thing: its file systems journal names by themselves.
        if cfg!(windows) { Ok(()) } else { File::open(path)?.sync_all() }
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match rename_without_replacing(from, to) {
            Err(error) if cannot(&error) => link_without_replacing(from, to),
            done => done,
        }
    }

    fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_temporary(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

fn kind_of(file_type: fs::FileType) -> Kind {
    if file_type.is_file() {
        Kind::File
    } else if file_type.is_dir() {
        Kind::Folder
    } else if file_type.is_symlink() {
        Kind::Symlink
    } else {
        Kind::Special
    }
}

#[cfg(unix)]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    // Without NONBLOCK, opening a pipe waits for its writer, possibly for ever.
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]
fn open_without_waiting(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Renames in one act that fails when `to` exists: `renameat2` of Linux, `renameatx_np` of macOS.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn rename_without_replacing(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn rename_without_replacing(_from: &Path, _to: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether an error says that the file system or the kernel has no such act.
fn cannot(error: &io::Error) -> bool {
    // EINVAL is what Linux says for a file system without the flag.
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

/// Gives `from` a second name and takes the first away: two acts, but neither can replace anything.
///
/// The weaker path of file systems that know neither this nor [`rename_without_replacing`] (FAT): a look whether
/// `to` exists, then a rename. A file that appears under that name in between is replaced.
#[expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]
fn link_without_replacing(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => match fs::symlink_metadata(to) {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
            Err(error) => Err(error),
        },
    }
}
