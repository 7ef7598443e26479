//! The file system of the machine.

use super::{Contents, Disk, Entry, Found, Kind, Step, Symlinks, WalkError};
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

    fn read(&self, path: &Path, limit: u64, symlinks: Symlinks) -> io::Result<Contents> {
        // Looked at first only where it can be told: opening a file that is in a cloud fetches it.
        if TELLS_AVAILABILITY && fs::metadata(path).is_ok_and(|metadata| !is_available(&metadata)) {
            return Ok(Contents::NotAvailable);
        }
        let file = match open_without_waiting(path, symlinks) {
            Ok(file) => file,
            // A symbolic link that is not followed cannot be opened, nor can a socket, and Windows opens no folder:
            // none is a matter of permissions.
            Err(error) => {
                let look = match symlinks {
                    Symlinks::Follow => fs::metadata(path),
                    Symlinks::Refuse => fs::symlink_metadata(path),
                };
                return match look.map(|metadata| kind_of(metadata.file_type())) {
                    Ok(kind @ (Kind::Folder | Kind::Symlink | Kind::Special)) => Ok(Contents::NotAFile(kind)),
                    Ok(Kind::File) | Err(_) => Err(error),
                };
            }
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
        // /proc do, is noticed. Room for all of it at once spares a dozen small reads per note.
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        let read = bytes.len() as u64;
        Ok(if read > limit { Contents::TooLarge { bytes: read } } else { Contents::Bytes(bytes) })
    }

    fn walk(&self, path: &Path, visit: &mut dyn FnMut(Result<Found, WalkError>) -> Step) {
        let mut entries =
            walkdir::WalkDir::new(path).follow_links(false).follow_root_links(false).into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    let kind = kind_of(entry.file_type());
                    let step = visit(Ok(Found { path: entry.into_path(), kind }));
                    if kind == Kind::Folder && step == Step::Past {
                        entries.skip_current_dir();
                    }
                }
                Err(error) => {
                    let path = error.path().unwrap_or(path).to_owned();
                    let source = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
                    visit(Err(WalkError { path, source }));
                }
            }
        }
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
fn open_without_waiting(path: &Path, symlinks: Symlinks) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    // Without NONBLOCK, opening a pipe waits for its writer, possibly for ever.
    let mut flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    if symlinks == Symlinks::Refuse {
        flags |= OFlags::NOFOLLOW;
    }
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

/// Elsewhere a link is looked for before the file is opened: a link put there in between is followed.
#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]
fn open_without_waiting(path: &Path, symlinks: Symlinks) -> io::Result<File> {
    if symlinks == Symlinks::Refuse && fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    File::open(path)
}

/// Whether the system tells files that are in a cloud from those that are here.
const TELLS_AVAILABILITY: bool = cfg!(any(target_os = "macos", windows));

/// Whether the bytes of a file are on this machine: macOS marks a file of iCloud Drive without them `SF_DATALESS`.
#[cfg(target_os = "macos")]
fn is_available(metadata: &fs::Metadata) -> bool {
    use std::os::macos::fs::MetadataExt;
    const SF_DATALESS: u32 = 0x4000_0000;
    metadata.st_flags() & SF_DATALESS == 0
}

/// Whether the bytes of a file are on this machine: Windows marks those that would be fetched on opening or reading.
#[cfg(windows)]
fn is_available(metadata: &fs::Metadata) -> bool {
    use std::os::windows::fs::MetadataExt;
    const OFFLINE: u32 = 0x1000;
    const RECALL_ON_OPEN: u32 = 0x0004_0000;
    const RECALL_ON_DATA_ACCESS: u32 = 0x0040_0000;
    metadata.file_attributes() & (OFFLINE | RECALL_ON_OPEN | RECALL_ON_DATA_ACCESS) == 0
}

/// Elsewhere clients leave placeholders under other names, or fetch without saying so.
#[cfg(not(any(target_os = "macos", windows)))]
fn is_available(_metadata: &fs::Metadata) -> bool {
    true
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
