//! What of a vault was not read, and why.

use crate::disk::{MAX_NOTE_BYTES, ReadError};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use std::fmt;

/// A file or folder that was not read, or only in part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Its path in the vault; bytes that are no UTF-8 stand as U+FFFD.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

/// Why a file or folder was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It was named, and is not there; or it went away after it was listed.
    Missing,
    /// It is a symbolic link, which may lead anywhere, also to a note that is listed already.
    Symlink,
    /// It is a pipe, a socket, a device.
    Special,
    /// The system does not let us read it, for this reason.
    Unreadable(String),
    /// It is larger than a note may be, so many bytes.
    TooLarge(u64),
    /// Its bytes are no UTF-8, first in this line.
    NotUtf8(usize),
    /// Its name is no UTF-8.
    NameNotUtf8,
    /// It is in a cloud and not on this machine.
    NotAvailable,
    /// It is a vault of its own.
    NestedVault,
    /// It was named, and is hidden: it, or a folder it is in, has a name that starts with a dot.
    Hidden,
    /// It was named, and the configuration leaves it out.
    OutOfScope,
    /// It was named, and is no Markdown file.
    NotANote,
    /// It is a file of settings that cannot be understood; defaults hold.
    Settings(String),
}

impl Reason {
    /// The reason as programs read it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Symlink => "symlink",
            Self::Special => "special",
            Self::Unreadable(_) => "unreadable",
            Self::TooLarge(_) => "too-large",
            Self::NotUtf8(_) => "not-utf8",
            Self::NameNotUtf8 => "name-not-utf8",
            Self::NotAvailable => "not-available",
            Self::NestedVault => "nested-vault",
            Self::Hidden => "hidden",
            Self::OutOfScope => "out-of-scope",
            Self::NotANote => "not-a-note",
            Self::Settings(_) => "settings",
        }
    }

    /// The reason a note was not read.
    pub(super) fn of(error: &ReadError) -> Self {
        match error {
            ReadError::Missing { .. } => Self::Missing,
            ReadError::Symlink { .. } => Self::Symlink,
            // What was a file when it was listed.
            ReadError::Folder { .. } | ReadError::Special { .. } => Self::Special,
            ReadError::NotAvailable { .. } => Self::NotAvailable,
            ReadError::Unreadable { source, .. } => Self::Unreadable(source.to_string()),
            ReadError::TooLarge { bytes, .. } => Self::TooLarge(*bytes),
            ReadError::NotUtf8 { line, .. } => Self::NotUtf8(*line),
        }
    }
}

/// A sentence's rest, as in "`path`: is a symbolic link, …".
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MIB: u64 = 1024 * 1024;
        match self {
            Self::Missing => f.write_str("is not there"),
            Self::Symlink => f.write_str("is a symbolic link, which is not followed"),
            Self::Special => f.write_str("is not a regular file"),
            Self::Unreadable(why) => write!(f, "cannot be read: {why}"),
            Self::TooLarge(bytes) => write!(
                f,
                "is too large for a note: {} MiB, and notes of up to {} MiB are read",
                bytes.div_ceil(MIB),
                MAX_NOTE_BYTES / MIB
            ),
            Self::NotUtf8(line) => write!(f, "is not UTF-8 text (line {line})"),
            Self::NameNotUtf8 => f.write_str("has a name that is not UTF-8"),
            Self::NotAvailable => f.write_str("is not available on this machine, only in the cloud"),
            Self::NestedVault => f.write_str("is a vault of its own; scan it by itself"),
            Self::Hidden => f.write_str("is hidden by a dot, and no part of the vault"),
            Self::OutOfScope => f.write_str("is left out by the configuration"),
            Self::NotANote => f.write_str("is not a Markdown file"),
            Self::Settings(why) => write!(f, "cannot be understood, so the defaults hold: {why}"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path, self.reason)
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Problem", 3)?;
        fields.serialize_field("path", &self.path)?;
        fields.serialize_field("reason", self.reason.code())?;
        fields.serialize_field("message", &self.reason.to_string())?;
        fields.end()
    }
}
