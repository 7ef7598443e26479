//! Reading a note whole.

use super::{Contents, Disk, Entry, Kind, Symlinks};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The largest file read as a note: 16 MiB.
///
/// An hour of speech is about 60 kB of transcript, so a note of a meeting is far below it, while a file above it
/// (a log, a database dump named `.md`) would only cost time and memory. [`ReadError::TooLarge`] says so in words.
pub const MAX_NOTE_BYTES: u64 = 16 * 1024 * 1024;

/// Why a file was not read as a note.
#[derive(Debug, Error)]
pub enum ReadError {
    /// Nothing is there.
    #[error("there is no file `{}`", path.display())]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// It is a folder.
    #[error("`{}` is a folder, not a note", path.display())]
    Folder {
        /// The path.
        path: PathBuf,
    },
    /// It is a symbolic link, and what it leads to was not asked for.
    #[error("`{}` is a symbolic link, which is not followed", path.display())]
    Symlink {
        /// The path.
        path: PathBuf,
    },
    /// Its bytes are in a cloud and not on this machine.
    #[error("`{}` is not available on this machine, only in the cloud", path.display())]
    NotAvailable {
        /// The path.
        path: PathBuf,
    },
    /// It is a pipe, a socket, a device.
    #[error("`{}` is no regular file", path.display())]
    Special {
        /// The path.
        path: PathBuf,
    },
    /// The system does not let us read it.
    #[error("`{}` cannot be read", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It is larger than [`MAX_NOTE_BYTES`].
    #[error("`{}` is too large for a note: {} MiB, and notes of up to {} MiB are folded",
        path.display(), bytes.div_ceil(1024 * 1024), MAX_NOTE_BYTES / (1024 * 1024))]
    TooLarge {
        /// The path.
        path: PathBuf,
        /// How large it is.
        bytes: u64,
    },
    /// Its bytes are no UTF-8.
    #[error("`{}` is not UTF-8 text (line {line})", path.display())]
    NotUtf8 {
        /// The path.
        path: PathBuf,
        /// The 1-based line of the first byte that is wrong.
        line: usize,
        /// The encoding it looks like.
        looks_like: &'static str,
    },
}

/// Reads the note at `path` whole; a symbolic link is followed, since the user named it.
///
/// # Errors
///
/// When there is no readable file of UTF-8 text of at most [`MAX_NOTE_BYTES`] there.
pub fn read_note(disk: &dyn Disk, path: &Path) -> Result<String, ReadError> {
    read(disk, path, Symlinks::Follow).map(|(text, _)| text)
}

/// Reads the note at `path`, which was found and not named: a symbolic link is refused.
///
/// # Errors
///
/// As [`read_note`].
pub fn read_found(disk: &dyn Disk, path: &Path) -> Result<String, ReadError> {
    read_found_with_entry(disk, path).map(|(text, _)| text)
}

/// The same, with what is known of the file, as [`Disk::read_with_entry`] gives it.
///
/// # Errors
///
/// As [`read_note`].
pub fn read_found_with_entry(disk: &dyn Disk, path: &Path) -> Result<(String, Option<Entry>), ReadError> {
    read(disk, path, Symlinks::Refuse)
}

fn read(disk: &dyn Disk, path: &Path, symlinks: Symlinks) -> Result<(String, Option<Entry>), ReadError> {
    let named = || path.to_owned();
    let (bytes, entry) = match disk.read_with_entry(path, MAX_NOTE_BYTES, symlinks) {
        Ok((Contents::Bytes(bytes), entry)) => (bytes, entry),
        Ok((Contents::TooLarge { bytes }, _)) => return Err(ReadError::TooLarge { path: named(), bytes }),
        Ok((Contents::NotAFile(Kind::Folder), _)) => return Err(ReadError::Folder { path: named() }),
        Ok((Contents::NotAFile(Kind::Symlink), _)) => return Err(ReadError::Symlink { path: named() }),
        Ok((Contents::NotAFile(Kind::File | Kind::Special), _)) => {
            return Err(ReadError::Special { path: named() });
        }
        Ok((Contents::NotAvailable, _)) => return Err(ReadError::NotAvailable { path: named() }),
        // NotADirectory: something on the way (`note.md/other.md`) is a file.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Err(ReadError::Missing { path: named() });
        }
        Err(source) => return Err(ReadError::Unreadable { path: named(), source }),
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = 1 + bytes.iter().take(good).filter(|byte| **byte == b'\n').count();
        ReadError::NotUtf8 { path: named(), line, looks_like: encoding_of(bytes) }
    })?;
    Ok((text, entry))
}

/// The encoding that bytes which are no UTF-8 most likely have; a byte order mark tells UTF-16, the rest is taken
/// for the code page of Western Windows, which is what old exports are in.
fn encoding_of(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "UTF-16"
    } else {
        "WINDOWS-1252"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::RealDisk;
    use assert_fs::TempDir;
    use assert_fs::prelude::*;

    fn check(bytes: &[u8], expect: Result<&str, &str>) {
        let folder = TempDir::new().unwrap();
        let file = folder.child("note.md");
        file.write_binary(bytes).unwrap();
        let read = read_note(&RealDisk, file.path()).map_err(|error| error.to_string());
        let expect = expect
            .map(str::to_owned)
            .map_err(|error| error.replace("note.md", &file.path().display().to_string()));
        assert_eq!(read, expect);
    }

    #[test]
    fn a_note_comes_as_it_is() {
        check(b"", Ok(""));
        check("\u{feff}ünï\r\nx".as_bytes(), Ok("\u{feff}ünï\r\nx"));
    }

    #[test]
    fn what_is_no_utf_8_is_named_with_its_line() {
        check(b"one\ntwo \xe4\n", Err("`note.md` is not UTF-8 text (line 2)"));
        check(b"\xff\xfea\0", Err("`note.md` is not UTF-8 text (line 1)"));
    }

    #[test]
    fn the_limit_is_the_last_size_that_is_read() {
        let limit = usize::try_from(MAX_NOTE_BYTES).unwrap();
        let folder = TempDir::new().unwrap();
        let file = folder.child("note.md");
        file.write_binary(&vec![b'a'; limit]).unwrap();
        assert_eq!(read_note(&RealDisk, file.path()).unwrap().len(), limit);
        file.write_binary(&vec![b'a'; limit + 1]).unwrap();
        let error = read_note(&RealDisk, file.path()).unwrap_err().to_string();
        assert!(error.ends_with("17 MiB, and notes of up to 16 MiB are folded"), "{error}");
    }

    #[test]
    fn what_is_no_file_is_named_for_what_it_is() {
        let folder = TempDir::new().unwrap();
        let kind = |path: &Path| read_note(&RealDisk, path).unwrap_err();
        assert!(matches!(kind(folder.path()), ReadError::Folder { .. }));
        assert!(matches!(kind(&folder.path().join("none.md")), ReadError::Missing { .. }));
        folder.child("file.md").touch().unwrap();
        assert!(matches!(kind(&folder.path().join("file.md/none.md")), ReadError::Missing { .. }));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_is_refused_without_waiting_for_its_writer() {
        let folder = TempDir::new().unwrap();
        let pipe = folder.path().join("pipe.md");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
        assert!(matches!(read_note(&RealDisk, &pipe), Err(ReadError::Special { .. })));
        let socket = folder.path().join("socket.md");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert!(matches!(read_note(&RealDisk, &socket), Err(ReadError::Special { .. })));
    }
}
