//! One Markdown file, read without failing and without losing a byte.
//!
//! [`Note::read`] cuts the text into [`Block`]s whose spans cover it, groups them into [`Section`]s by heading,
//! and finds the [`Item`]s: list items and table rows with the fields that stand in them. Whatever is odd becomes a
//! raw block and a listed [`Problem`].

pub mod block;
pub mod field;
pub mod frontmatter;
pub mod header;
pub mod item;
pub mod section;

pub use block::{Block, BlockKind};
pub use field::{FieldName, Fields, Notation, Owner, Part, PartKind, Priority, Status};
pub use frontmatter::{Frontmatter, ListStyle, Property};
pub use header::HeaderLine;
pub use item::{Item, Shape};
pub use section::{Role, Section};

use crate::text::{Lines, Span};
use jiff::civil::Date;

/// The options notes are read with.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Headings that mean a role besides the built-in ones; compared by [`section::heading_key`].
    pub headings: Vec<(String, Role)>,
    /// Property names that mean another one (`attendees` = `participants`) besides the built-in ones; lower case.
    pub property_synonyms: Vec<(String, String)>,
}

/// Something odd in a note, which was kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The 1-based line.
    pub line: usize,
    /// What is odd, in words, lower case, without a full stop.
    pub message: String,
}

/// How the lines of a text end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEnding {
    /// `\n`, also where a text has no line ending.
    #[default]
    Lf,
    /// `\r\n`, where most lines end so.
    CrLf,
}

impl LineEnding {
    /// The line ending as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }
}

/// One Markdown file: frontmatter, blocks, sections, items.
#[derive(Debug, Clone)]
pub struct Note {
    path: String,
    text: String,
    lines: Lines,
    line_ending: LineEnding,
    frontmatter: Frontmatter,
    blocks: Vec<Block>,
    sections: Vec<Section>,
    items: Vec<Item>,
    headers: Vec<HeaderLine>,
    date: Option<Date>,
    problems: Vec<Problem>,
}

impl Note {
    /// Reads `text`, the whole of the file at `path`.
    #[must_use]
    pub fn read(path: &str, text: &str, _options: &ReadOptions) -> Self {
        // Stands in until reading lands.
        Self {
            path: path.to_owned(),
            lines: Lines::of(text),
            text: text.to_owned(),
            line_ending: LineEnding::default(),
            frontmatter: Frontmatter::Absent,
            blocks: Vec::new(),
            sections: Vec::new(),
            items: Vec::new(),
            headers: Vec::new(),
            date: None,
            problems: Vec::new(),
        }
    }

    /// The path the note was read from, with `/` between its parts, as a person knows it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text, byte order mark and all.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines of the text.
    #[must_use]
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// How most of its lines end.
    #[must_use]
    pub fn line_ending(&self) -> LineEnding {
        self.line_ending
    }

    /// The frontmatter and its properties.
    #[must_use]
    pub fn frontmatter(&self) -> &Frontmatter {
        &self.frontmatter
    }

    /// The blocks; their spans, one after the other, are the text.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The sections, in order; the first is what stands before any heading.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The items, in order of their lines, of every section that is not a summary, a source or quotes.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The header lines under the H1 (`**Date**: …`).
    #[must_use]
    pub fn headers(&self) -> &[HeaderLine] {
        &self.headers
    }

    /// The day of the meeting: the property `date`, else the header line, else the file name or title.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// What was odd, in order of lines.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The text of a span of this note.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}
