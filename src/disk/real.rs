//! The file system of the machine.

use super::metadata;
use super::{
    Access, Attributes, Contents, Disk, Entry, FileTime, Found, HeldLock, Kind, Locking, Step, Symlinks,
    WalkError,
};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The file system of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

/// A file with a lock, which is given back when this is dropped. Closing the file alone would not do: a process that is
/// being started by another thread has a copy of it for a moment, and the lock is held until that one is closed too.
struct LockedFile(File);

impl Drop for LockedFile {
    fn drop(&mut self) {
        // Where it cannot be given back, closing it does so.
        drop(self.0.unlock());
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that touches files")]
impl Disk for RealDisk {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        entry_of(&fs::symlink_metadata(path)?)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn read(&self, path: &Path, limit: u64, symlinks: Symlinks) -> io::Result<Contents> {
        self.read_with_entry(path, limit, symlinks).map(|(contents, _)| contents)
    }

    fn read_with_entry(
        &self,
        path: &Path,
        limit: u64,
        symlinks: Symlinks,
    ) -> io::Result<(Contents, Option<Entry>)> {
        // Looked at first only where it can be told: opening a file that is in a cloud fetches it.
        if TELLS_AVAILABILITY && fs::metadata(path).is_ok_and(|metadata| !is_available(&metadata)) {
            return Ok((Contents::NotAvailable, None));
        }
        let mut file = match open_without_waiting(path, symlinks) {
            Ok(file) => file,
            // A symbolic link that is not followed cannot be opened, nor can a socket, and Windows opens no folder:
            // none is a matter of permissions.
            Err(error) => {
                let look = match symlinks {
                    Symlinks::Follow => fs::metadata(path),
                    Symlinks::Refuse => fs::symlink_metadata(path),
                };
                return match look.map(|metadata| kind_of(metadata.file_type())) {
                    Ok(kind @ (Kind::Folder | Kind::Symlink | Kind::Special)) => {
                        Ok((Contents::NotAFile(kind), None))
                    }
                    Ok(Kind::File) | Err(_) => Err(error),
                };
            }
        };
        // Asked of the open file: what stands at the path may change between a look and an opening.
        let metadata = file.metadata()?;
        match kind_of(metadata.file_type()) {
            Kind::File => {}
            kind @ (Kind::Folder | Kind::Symlink | Kind::Special) => {
                return Ok((Contents::NotAFile(kind), None));
            }
        }
        // Where the system does not tell a time, the bytes are read all the same.
        let entry = entry_of(&metadata).ok();
        if metadata.len() > limit {
            return Ok((Contents::TooLarge { bytes: metadata.len() }, entry));
        }
        let length = usize::try_from(metadata.len()).unwrap_or(0);
        // All of it at once, and room for a byte more: where that is left over, the end was met, and asking for more is
        // spared. A file that grows while it is read, or lies about its length as those of /proc do, is read on, up to
        // one byte more than allowed, which is noticed.
        let mut bytes = vec![0; length + 1];
        let read = match file.read(&mut bytes) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            read => read?,
        };
        bytes.truncate(read);
        if read != length || read == 0 {
            let rest = limit.saturating_add(1).saturating_sub(read as u64);
            file.take(rest).read_to_end(&mut bytes)?;
        }
        let read = bytes.len() as u64;
        let contents = if read > limit { Contents::TooLarge { bytes: read } } else { Contents::Bytes(bytes) };
        Ok((contents, entry))
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

    fn names(&self, path: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(path)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    fn attributes(&self, path: &Path) -> io::Result<Attributes> {
        metadata::attributes(path, &fs::symlink_metadata(path)?)
    }

    fn set_attributes(&self, path: &Path, attributes: &Attributes) -> io::Result<()> {
        metadata::set_attributes(path, attributes)
    }

    fn set_modified(&self, path: &Path, time: FileTime) -> io::Result<()> {
        metadata::set_modified(path, time)
    }

    fn create(&self, path: &Path, bytes: &[u8], permissions: Option<&Permissions>) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions.clone())?;
        }
        file.write_all(bytes)
    }

    fn create_private(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        metadata::only_the_user(options.write(true).create_new(true)).open(path)?.write_all(bytes)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().append(true).open(path)?.write_all(bytes)
    }

    fn make_folder(&self, path: &Path, access: Access) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        match access {
            Access::Usual => builder.create(path),
            Access::OnlyUser => metadata::folder_of_the_user(&mut builder).create(path),
        }
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn lock(&self, path: &Path, holder: &str) -> io::Result<Locking> {
        let mut options = OpenOptions::new();
        // Not truncated on opening: it may be the file of another holder.
        options.read(true).write(true).create(true).truncate(false);
        let mut file = metadata::only_the_user(&mut options).open(path)?;
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0)?;
                file.rewind()?;
                file.write_all(holder.as_bytes())?;
                Ok(Locking::Held(HeldLock::by(LockedFile(file))))
            }
            Err(TryLockError::WouldBlock) => {
                // What is not written yet, or cannot be read while locked (Windows), is not said.
                let mut other = Vec::new();
                let said = file.take(MAX_HOLDER).read_to_end(&mut other).is_ok();
                let other = if said { String::from_utf8_lossy(&other).into_owned() } else { String::new() };
                Ok(Locking::HeldByOther(other))
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        exchange_names(one, other)
            .map_err(|error| if cannot(&error) { io::ErrorKind::Unsupported.into() } else { error })
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

/// The most that is read of what another process says of itself in a lock file.
const MAX_HOLDER: u64 = 1024;

fn entry_of(metadata: &fs::Metadata) -> io::Result<Entry> {
    Ok(Entry {
        kind: kind_of(metadata.file_type()),
        permissions: metadata.permissions(),
        bytes: metadata.len(),
        modified: metadata::modified(metadata)?,
        changed: metadata::changed(metadata),
        links: metadata::links(metadata),
        identity: metadata::identity(metadata),
    })
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

/// Exchanges two names in one act: `renameat2` of Linux, `renameatx_np` of macOS.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange_names(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange_names(_one: &Path, _other: &Path) -> io::Result<()> {
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::disk::ExtendedValue;
    use assert_fs::TempDir;
    use assert_fs::prelude::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn exchanged_files_have_each_others_names() {
        let folder = TempDir::new().unwrap();
        let (one, other) = (folder.child("one.md"), folder.child("other.md"));
        one.write_str("1").unwrap();
        other.write_str("2").unwrap();
        match RealDisk.exchange(one.path(), other.path()) {
            Ok(()) => {
                one.assert("2");
                other.assert("1");
            }
            Err(error) => assert_eq!(error.kind(), io::ErrorKind::Unsupported),
        }
        let error = RealDisk.exchange(one.path(), &folder.path().join("none.md")).unwrap_err();
        assert!(matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::Unsupported), "{error}");
    }

    #[test]
    fn a_file_gets_the_attributes_of_another_to_the_nanosecond() {
        let folder = TempDir::new().unwrap();
        let (one, other) = (folder.child("one.md"), folder.child("other.md"));
        one.touch().unwrap();
        RealDisk.create_private(other.path(), b"").unwrap();
        let mut wanted = RealDisk.attributes(one.path()).unwrap();
        wanted.mode = Some(0o444);
        wanted.modified = FileTime { seconds: 1_700_000_000, nanoseconds: 123_456_789 };
        // A file system without extended attributes is no failure of ours.
        wanted.extended.insert("user.tag".to_owned(), ExtendedValue(vec![b'x'; 2000]));
        if RealDisk.set_attributes(other.path(), &wanted).is_err() {
            wanted.extended.clear();
            RealDisk.set_attributes(other.path(), &wanted).unwrap();
        }
        assert_eq!(RealDisk.attributes(other.path()).unwrap(), wanted);
        wanted.mode = Some(0o644);
        wanted.extended.clear();
        RealDisk.set_attributes(other.path(), &wanted).unwrap();
        assert_eq!(RealDisk.attributes(other.path()).unwrap(), wanted);
    }

    #[test]
    fn a_lock_excludes_until_it_is_dropped_and_says_who_has_it() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("lock");
        let Locking::Held(lock) = RealDisk.lock(&path, "me").unwrap() else { panic!("it is free") };
        assert!(matches!(RealDisk.lock(&path, "you").unwrap(), Locking::HeldByOther(by) if by == "me"));
        drop(lock);
        assert!(matches!(RealDisk.lock(&path, "you").unwrap(), Locking::Held(_)));
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "what is tested is given a file")]
    fn a_lock_is_given_back_while_a_copy_of_its_file_is_open() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("lock");
        let file = File::create(&path).unwrap();
        file.try_lock().unwrap();
        let copy = file.try_clone().unwrap();
        drop(LockedFile(file));
        assert!(matches!(RealDisk.lock(&path, "me").unwrap(), Locking::Held(_)));
        drop(copy);
    }

    #[test]
    fn what_is_for_the_user_alone_nobody_else_reads() {
        let folder = TempDir::new().unwrap();
        let mode = |path: &Path| RealDisk.entry(path).unwrap().permissions.mode() & 0o777;
        let private = folder.path().join("private");
        RealDisk.make_folder(&private, Access::OnlyUser).unwrap();
        RealDisk.create_private(&private.join("file"), b"1").unwrap();
        RealDisk.append(&private.join("file"), b"2").unwrap();
        assert_eq!((mode(&private), mode(&private.join("file"))), (0o700, 0o600));
        assert_eq!(RealDisk.names(&private).unwrap(), ["file"]);
        let error = RealDisk.remove_folder(&private).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::DirectoryNotEmpty);
        RealDisk.remove_temporary(&private.join("file")).unwrap();
        RealDisk.remove_folder(&private).unwrap();
        let error = RealDisk.append(&private.join("file"), b"").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
