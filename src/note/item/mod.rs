//! Items: list items and table rows.

mod list;
mod owners;
mod table;

pub(super) use table::says_who_does_what;

use super::field::{self, Context, Leads};
pub(super) use owners::names_owner;

use super::block::Bullet;
use super::{Block, BlockKind, Fields, HeaderLine, Part, Problem, Role, Section};
use crate::text::{Lines, Span};

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
    /// after its head. What stands below nested items belongs to the last of them.
    pub span: Span,
    /// Its own lines and those of all items nested under it.
    pub tree: Span,
    /// How it is written.
    pub shape: Shape,
    /// Its first paragraph, or the whole row, without marker and checkbox; what [`Part`]s are found in.
    pub content: Span,
    /// What follows its first paragraph in its own lines: code, quotes, more paragraphs, up to the last line that
    /// is not blank, whole lines with their endings. It starts behind the marker when the item starts with it
    /// (`- > quote`). `None` when nothing does.
    pub attachment: Option<Span>,
    /// The cells of a row, without the blanks around them, empty ones too; a list item has none.
    pub cells: Vec<Span>,
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
    /// A row of a table: the meaning of the column of each of its [`Item::cells`].
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

/// What items are read from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    /// The bullets of each block that is a list.
    pub(super) lists: &'a [Vec<Bullet>],
    pub(super) lines: &'a Lines,
    pub(super) sections: &'a [Section],
    pub(super) context: Context<'a>,
}

/// Reads the items of all blocks that may have some.
///
/// Lists and tables have them in sections that say single things; a summary, a source and quotes are kept whole, and
/// a list of header lines has none.
pub(super) fn items(
    source: &Source<'_>,
    blocks: &[Block],
    headers: &[HeaderLine],
    problems: &mut Vec<Problem>,
) -> Vec<Item> {
    let mut items = Vec::new();
    let mut lists = source.lists.iter();
    for (at, block) in blocks.iter().enumerate() {
        let list = if block.kind == BlockKind::List { lists.next() } else { None };
        let after = headers.partition_point(|header| header.span.start < block.span.start);
        let is_header = headers.get(after).is_some_and(|header| block.span.contains(header.span));
        if !is_header && !matches!(block.role, Role::Summary | Role::Source | Role::Quotes) {
            if let Some(bullets) = list {
                let first = items.len();
                list::read(source, at, block, bullets, &mut items, problems);
                if block.role == Role::Actions && !source.context.names.participants().is_empty() {
                    let above = owners::above(source, blocks, at);
                    owners::settle(source, &mut items, first, &above);
                }
            } else if block.kind == BlockKind::Table {
                table::read(source, at, block, &mut items, problems);
            }
        }
    }
    items
}

impl Item {
    /// An item of a block, of which only the place is known.
    fn at(block: usize, of: &Block, line: usize, span: Span, shape: Shape) -> Self {
        Self {
            block,
            section: of.section,
            role: of.role,
            parent: None,
            depth: 0,
            line,
            span,
            tree: span,
            shape,
            content: Span::new(span.start, span.start),
            attachment: None,
            cells: Vec::new(),
            wording: String::new(),
            fields: Fields::default(),
            parts: Vec::new(),
        }
    }

    /// Reads wording and fields again from the content of the item, where leads that are no participants are topics.
    fn read_lead_as_topic(&mut self, source: &Source<'_>) {
        let context = Context { leads: Leads::Participants, ..source.context };
        self.parts.clear();
        // What is odd about it was told when it was read first.
        self.read_fields(&Source { context, ..*source }, self.content, &mut Vec::new());
    }

    /// Reads wording and fields from the stretch `words` of the note; the status stays.
    fn read_fields(&mut self, source: &Source<'_>, words: Span, problems: &mut Vec<Problem>) {
        let context = Context { role: Some(self.role), ..source.context };
        let read = field::read(words.of(source.text), context);
        let status = self.fields.status;
        self.wording = read.wording;
        self.fields = read.fields;
        self.fields.status = status.or(self.fields.status);
        let shifted = |part: Part| Part { span: part.span.shifted(words.start), ..part };
        let parts = read.parts.into_iter().map(shifted);
        if self.parts.is_empty() {
            self.parts = parts.collect();
        } else {
            self.parts.extend(parts);
        }
        let line = self.line;
        problems.extend(read.problems.into_iter().map(|message| Problem { line, message }));
    }
}
