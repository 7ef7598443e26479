//! Blocks: the stretches of whole lines a note is made of.

mod bullets;
mod cut;
mod veiled;

pub(super) use bullets::Bullet;
pub(crate) use cut::MARKDOWN;
pub(super) use cut::cut;
pub(super) use veiled::{Piece, pieces};

use super::Role;
use crate::text::Span;

/// A stretch of whole lines of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its lines, endings included.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// The index of the section it stands in; the frontmatter stands in the first.
    pub section: usize,
    /// The role it has: its section's, but a source line is [`Role::Source`] wherever it stands.
    pub role: Role,
}

/// The kinds of block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// U+FEFF at the start of the file; no line of its own.
    ByteOrderMark,
    /// The frontmatter, fences included.
    Frontmatter,
    /// Lines of nothing but white space between other blocks.
    Blank,
    /// A heading: ATX, setext, or a bold line that stands as one (`**Action items**`).
    Heading,
    /// A paragraph.
    Paragraph,
    /// A whole list, nested lists included.
    List,
    /// A table.
    Table,
    /// Fenced or indented code.
    Code,
    /// A quote or callout.
    Quote,
    /// A `%% … %%` comment that fills whole lines.
    Comment,
    /// A block of HTML.
    Html,
    /// A thematic break.
    ThematicBreak,
    /// A footnote definition or a link reference definition.
    Definition,
    /// What could not be understood, kept as it is.
    Raw,
}

impl BlockKind {
    /// Whether it comes into the canonical note byte for byte: what looks like a link or like mojibake in code is
    /// none.
    #[must_use]
    pub fn is_verbatim(self) -> bool {
        matches!(self, Self::Code | Self::Comment | Self::Html)
    }

    /// Whether it says something by itself and holds no headers or properties.
    #[must_use]
    pub fn is_passage(self) -> bool {
        match self {
            Self::Paragraph
            | Self::List
            | Self::Table
            | Self::Code
            | Self::Quote
            | Self::Comment
            | Self::Html
            | Self::Definition
            | Self::Raw => true,
            Self::ByteOrderMark | Self::Frontmatter | Self::Blank | Self::Heading | Self::ThematicBreak => {
                false
            }
        }
    }
}
