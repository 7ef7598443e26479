//! The places of a note that links can name: headings and block ids.

use crate::text::Span;

/// The headings and block ids of a note.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Anchors {
    /// The headings as Obsidian knows them, in order.
    pub headings: Vec<Heading>,
    /// The block ids without `^`, in lower case, and where each stands with its `^`; in order.
    pub block_ids: Vec<(String, Span)>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its lines.
    pub span: Span,
    /// 1 to 6.
    pub level: u8,
    /// What it is compared by.
    pub key: String,
    /// Its text as links name it: without the signs that mean something in a link.
    pub name: String,
}

/// A place in a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The index of a heading.
    Heading(usize),
    /// The index of a block id.
    Block(usize),
}

impl Anchors {
    /// Finds them in the text of a note.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let _ = text;
        Self::default()
    }

    /// The place a subpath (`#Heading`, `#Heading#Heading`, `#^block`) names; `None` when there is none, and for an
    /// empty one.
    #[must_use]
    pub fn find(&self, subpath: &str) -> Option<Anchor> {
        let _ = subpath;
        None
    }

    /// The shortest subpath that names a heading: by itself, or behind the headings it stands under; `None` when it
    /// cannot be told from another.
    #[must_use]
    pub fn subpath_of(&self, heading: usize) -> Option<String> {
        let _ = heading;
        None
    }
}

/// What subpaths are compared by: headings without punctuation, case and repeated blanks, as Obsidian does.
#[must_use]
pub fn subpath_key(subpath: &str) -> String {
    subpath.to_lowercase()
}
