//! The order in which the canonical note is written: the base's own, with what only the others say put in.

use crate::note::{BlockKind, Note, Role};

/// Where everything stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The sections, in order.
    pub sections: Vec<OutSection>,
}

/// A section of the canonical note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutSection {
    /// What it is for.
    pub role: Role,
    /// The note it was first found in, and its index there.
    pub origin: (usize, usize),
    /// The level its heading is written with; 0 without a heading.
    pub level: u8,
    /// Whether it takes its role from the section it stands under.
    pub inherits: bool,
    /// What stands in it, its heading first.
    pub blocks: Vec<OutBlock>,
}

/// A block of the canonical note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutBlock {
    /// The frontmatter, written from the properties.
    Frontmatter {
        /// The block of the base it replaces, if it has one.
        block: Option<usize>,
    },
    /// A block of a variant as it stands there.
    Kept {
        /// The index of the note.
        note: usize,
        /// The index of the block.
        block: usize,
        /// The row it belongs to: title, summary.
        row: Option<usize>,
    },
    /// A heading of another variant than the base, written with a level that fits.
    Heading {
        /// The index of the note.
        note: usize,
        /// The index of the block.
        block: usize,
        /// The level.
        level: u8,
    },
    /// One blank line.
    Blank,
    /// Header lines; a row each.
    Headers {
        /// The block of the base they stand in, if it has one.
        block: Option<usize>,
        /// Their rows.
        rows: Vec<usize>,
    },
    /// A list or table of items.
    Items {
        /// The note and block whose style it is written in.
        like: (usize, usize),
        /// The items, nested ones after the one they are nested under.
        items: Vec<Listed>,
    },
    /// A table of data as it stands in a variant; its rows are rows of the merge.
    Data {
        /// The index of the note.
        note: usize,
        /// The index of the block.
        block: usize,
        /// The row of its head.
        head: usize,
        /// The rows, each with the item it is.
        rows: Vec<(usize, usize)>,
    },
    /// A sentence of a summary that another variant's summary does not say.
    Sentence {
        /// The index of the note.
        note: usize,
        /// The 1-based line it stands on.
        line: usize,
        /// The sentence.
        text: String,
    },
}

impl OutBlock {
    /// Whether it is nothing but blank lines.
    pub(super) fn is_blank(&self, notes: &[&Note]) -> bool {
        match self {
            Self::Blank => true,
            Self::Kept { note, block, .. } => notes[*note].blocks()[*block].kind == BlockKind::Blank,
            Self::Items { items, .. } => items.is_empty(),
            Self::Frontmatter { .. }
            | Self::Heading { .. }
            | Self::Headers { .. }
            | Self::Data { .. }
            | Self::Sentence { .. } => false,
        }
    }
}

/// An item in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Its row.
    pub row: usize,
    /// How deep it is nested.
    pub depth: usize,
}

/// Whether a block is a table of data: one that says something as a whole, which its rows alone do not. A table of
/// actions or decisions is a list in another form.
pub(super) fn is_data_table(note: &Note, block: usize) -> bool {
    let block = &note.blocks()[block];
    block.kind == BlockKind::Table && !matches!(block.role, Role::Actions | Role::Decisions)
}
