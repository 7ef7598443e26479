//! Files: the only place that touches them.
//!
//! [`Disk`] is what a file system does, one small act at a time; [`RealDisk`] is the one there is. What notefold
//! promises about files is built on it once, for every disk: [`read_note`] takes in a note whole or says why not,
//! and [`write_whole`] leaves either the old file or the new one, never half of one. A test puts in a disk that
//! fails at the k-th act and sees whether the promise holds.

mod attributes;
mod hash;
mod lock;
mod metadata;
mod read;
mod real;
mod write;

pub use attributes::{Attributes, ExtendedValue, FileTime, Owner};
pub use hash::{ContentHash, NotAHash, QuickHash};
pub use lock::{HeldLock, Locking};
pub use read::{MAX_NOTE_BYTES, ReadError, read_found, read_found_with_entry, read_note};
pub use real::RealDisk;
pub use write::{Existing, WriteError, may_write, write_whole};

use jiff::Timestamp;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A file with bytes in it.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Symlink,
    /// A pipe, a socket, a device.
    Special,
}

/// What is known of a file without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Who may do what with it.
    pub permissions: std::fs::Permissions,
    /// How many bytes it holds.
    pub bytes: u64,
    /// When it, or for a folder the names in it, last changed.
    pub modified: FileTime,
    /// When anything about it last changed, its permissions too, by the clock of the system: no program sets it. `None`
    /// where the system does not tell.
    pub changed: Option<FileTime>,
    /// How many names it has: a file with two is two notes to a person and one to the disk.
    pub links: u64,
    /// What tells it from every other file, whatever its name, where the system has such a thing.
    pub identity: Option<FileIdentity>,
}

/// What tells a file from every other one as long as it lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileIdentity {
    /// The file system it is in.
    pub device: u64,
    /// Its number there.
    pub number: u64,
}

/// Who may use a file or folder that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever may use any new one: what the umask leaves.
    Usual,
    /// The user alone.
    OnlyUser,
}

/// What reading a path gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// The bytes of the file, all of them.
    Bytes(Vec<u8>),
    /// Nothing, because the file is larger than was asked for.
    TooLarge {
        /// How large it is.
        bytes: u64,
    },
    /// Nothing, because it is no file.
    NotAFile(Kind),
    /// Nothing, because its bytes are in a cloud and not on this machine; reading it would fetch them.
    NotAvailable,
}

/// Whether a symbolic link is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symlinks {
    /// It is, as where a person named the path.
    Follow,
    /// It is not: the path is that of the link.
    Refuse,
}

/// Something met on a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where: the folder walked, and the names below it.
    pub path: PathBuf,
    /// What it is.
    pub kind: Kind,
}

/// A folder or file whose listing failed on a walk.
#[derive(Debug)]
pub struct WalkError {
    /// Where.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

/// Where a walk goes from a folder it met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Into it.
    Into,
    /// Past it.
    Past,
}

/// Whether an extended attribute is the system's own mark on the very bytes or on who wrote them: it is not carried
/// over to other bytes. `security.ima` and `security.evm` sign the content (Linux), `com.apple.provenance` names the
/// program that wrote (macOS) and cannot be set.
#[must_use]
pub fn is_set_by_the_system(extended: &str) -> bool {
    matches!(extended, "security.ima" | "security.evm" | "com.apple.provenance")
}

/// A file system, one act at a time.
///
/// Each method is one thing that can fail by itself, so that a test can make it fail.
pub trait Disk {
    /// The time, by the clock files get theirs from.
    #[expect(clippy::disallowed_methods, reason = "the clock of the files")]
    fn now(&self) -> Timestamp {
        Timestamp::try_from(std::time::SystemTime::now()).unwrap_or(Timestamp::MAX)
    }

    /// Says what stands at `path`; a symbolic link is not followed.
    fn entry(&self, path: &Path) -> io::Result<Entry>;

    /// The absolute path of `path` without symbolic links, `.` and `..`: two spellings of one file give one path.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;

    /// Reads the file at `path`. Never waits, as opening a pipe would, and never takes in more than `limit` bytes.
    fn read(&self, path: &Path, limit: u64, symlinks: Symlinks) -> io::Result<Contents>;

    /// As [`Disk::read`], with what is known of the file that was read, which costs nothing where it is open anyway; of
    /// what is no file nothing is known.
    fn read_with_entry(
        &self,
        path: &Path,
        limit: u64,
        symlinks: Symlinks,
    ) -> io::Result<(Contents, Option<Entry>)> {
        // Looked at before: a file that is written in between is known by what it was, and so taken for changed later.
        let entry = self.entry(path).ok().filter(|entry| entry.kind == Kind::File);
        Ok((self.read(path, limit, symlinks)?, entry))
    }

    /// Shows `visit` what stands at `path` and everything below it, each folder before what is in it, in no
    /// particular order otherwise. Symbolic links are shown and not followed. What `visit` answers matters for
    /// folders only.
    fn walk(&self, path: &Path, visit: &mut dyn FnMut(Result<Found, WalkError>) -> Step);

    /// The names in the folder at `path`, in no particular order.
    fn names(&self, path: &Path) -> io::Result<Vec<OsString>>;

    /// What the file at `path` has besides its bytes; a symbolic link is not followed. Fails with
    /// [`io::ErrorKind::InvalidData`] where the name of an extended attribute is no UTF-8.
    fn attributes(&self, path: &Path) -> io::Result<Attributes>;

    /// Gives the file at `path` these attributes and takes those extended ones away that are not among them. The
    /// system's own marks ([`is_set_by_the_system`]) are left to the system.
    fn set_attributes(&self, path: &Path, attributes: &Attributes) -> io::Result<()>;

    /// Sets when the file or folder at `path` was last written.
    fn set_modified(&self, path: &Path, time: FileTime) -> io::Result<()>;

    /// Makes the file `path`, which must not exist yet, and writes `bytes` into it. It gets `permissions`, or where
    /// there are none those of any new file: `0666` less what the umask takes.
    fn create(&self, path: &Path, bytes: &[u8], permissions: Option<&std::fs::Permissions>)
    -> io::Result<()>;

    /// Waits until the bytes of the file at `path` have reached the disk.
    fn sync_file(&self, path: &Path) -> io::Result<()>;

    /// Waits until the names in the folder at `path` have reached the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// Makes the file `path`, which must not exist yet, for the user alone, and writes `bytes` into it.
    fn create_private(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes `bytes` at the end of the file at `path`, which exists.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Makes the folder `path` in a folder that exists; fails with [`io::ErrorKind::AlreadyExists`] when something has
    /// that name.
    fn make_folder(&self, path: &Path, access: Access) -> io::Result<()>;

    /// Removes the folder at `path`, which must be empty: fails with [`io::ErrorKind::DirectoryNotEmpty`] otherwise.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Takes the lock of the file at `path`, which is made where it is missing, and writes `holder` into it. Never
    /// waits. The file stays when the lock is given back: a lock on a file that is removed excludes nobody.
    fn lock(&self, path: &Path, holder: &str) -> io::Result<Locking>;

    /// Exchanges the names of two files in one act, so that each of them names a whole file at any time. Fails with
    /// [`io::ErrorKind::Unsupported`] where the system or the file system cannot.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    /// Gives the file `from` the name `to`, in the same folder or another one of the same file system; fails with
    /// [`io::ErrorKind::AlreadyExists`] when something has that name.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives the file `from` the name `to` in the same folder, in place of the file that has it.
    fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a temporary file this program made.
    fn remove_temporary(&self, path: &Path) -> io::Result<()>;
}
