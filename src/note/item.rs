//! Items: list items and table rows.

use super::{Fields, Part, Role};
use crate::text::Span;

/// One thing said in a section: a list item or a table row.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The index of its block.
    pub block: usize,
    /// The index of its section.
    pub section: usize,
    /// The role of its section.
    pub role: Role,
    /// The item it is nested under.
    pub parent: Option<usize>,
    /// How deep it is nested; 0 at the top.
    pub depth: usize,
    /// The 1-based line it starts on.
    pub line: usize,
    /// Its own lines with their endings, and the blank lines up to the next item of the list: without nested items.
    /// The spans of the items of a list, one after the other, are the list; so are those of a table's rows,
    /// after its head.
    pub span: Span,
    /// Its own lines and those of all items nested under it.
    pub tree: Span,
    /// How it is written.
    pub shape: Shape,
    /// Its first paragraph, or the whole row, without marker and checkbox; what [`Part`]s are found in.
    pub content: Span,
    /// What follows its first paragraph in its own lines: code, quotes, more paragraphs, up to the last line that
    /// is not blank. `None` when nothing does.
    pub attachment: Option<Span>,
    /// What it says, without fields and with mojibake read as what it was; one line.
    pub wording: String,
    /// Its fields.
    pub fields: Fields,
    /// Its content in the order written: wording and fields.
    pub parts: Vec<Part>,
}

/// How an item is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A list item.
    Bullet {
        /// The blanks and tabs before the marker.
        indent: String,
        /// `-`, `*`, `+`, `1.`, `2)`.
        marker: String,
        /// The blanks between the marker and what follows.
        gap: String,
    },
    /// A row of a table: the meaning of each column, in order.
    Row(Vec<Column>),
}

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// What is to be done, was decided, was said.
    Wording,
    /// Who does it.
    Owner,
    /// The day it is due.
    Due,
    /// Its priority.
    Priority,
    /// How far it is.
    Status,
    /// A running number, which says nothing.
    Number,
    /// Anything else: part of the wording, set off by its heading.
    Other,
}
