//! The bullets of a list, as the Markdown parser sees them.

use super::cut::MARKDOWN;
use crate::text::{Lines, Span};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// Where an item of a list stands; offsets into the note.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::note) struct Bullet {
    /// The 1-based line it starts on; every bullet starts on a line of its own.
    pub(in crate::note) line: usize,
    /// The index of the bullet it is nested under.
    pub(in crate::note) parent: Option<usize>,
    /// How deep it is nested; 0 at the top.
    pub(in crate::note) depth: usize,
    /// How far its first paragraph reaches; `None` when it starts with something else.
    pub(in crate::note) content_end: Option<usize>,
    /// Whether something else has followed its first paragraph.
    closed: bool,
}

/// What an event of the parser means for the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    OpenList,
    OpenItem,
    /// A list or an item ends.
    Close,
    OpenParagraph,
    CloseParagraph,
    OpenHeading,
    /// A block that is neither paragraph nor list starts: code, a quote, a table.
    OpenOther,
    /// A heading or another block ends.
    CloseOther,
    /// Something inside a paragraph.
    Inline,
}

impl Step {
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is not a block stands inside one")]
    fn of(event: &Event<'_>) -> Self {
        match event {
            Event::Start(Tag::List(_)) => Self::OpenList,
            Event::Start(Tag::Item) => Self::OpenItem,
            Event::End(TagEnd::List(_) | TagEnd::Item) => Self::Close,
            Event::Start(Tag::Paragraph) => Self::OpenParagraph,
            Event::End(TagEnd::Paragraph) => Self::CloseParagraph,
            Event::Start(Tag::Heading { .. }) => Self::OpenHeading,
            Event::Start(
                Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::FootnoteDefinition(_)
                | Tag::Table(_),
            ) => Self::OpenOther,
            Event::End(
                TagEnd::Heading(_)
                | TagEnd::BlockQuote(_)
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::FootnoteDefinition
                | TagEnd::Table,
            ) => Self::CloseOther,
            _ => Self::Inline,
        }
    }
}

/// What the parser is inside of: a list, or the bullet with this index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    List,
    Bullet(usize),
}

/// Finds the bullets of a list while the parser goes through it.
///
/// A bullet on the line of the bullet it is nested in (`- - a`) is none of its own: it is that one's content.
pub(super) struct Bullets<'a> {
    /// The text of the note as the parser is to see it.
    masked: &'a str,
    lines: &'a Lines,
    found: Vec<Bullet>,
    frames: Vec<Frame>,
    /// How many other blocks the parser is inside of: what stands in quotes and code is no item.
    foreign: usize,
}

impl<'a> Bullets<'a> {
    /// Makes it for a list of which the parser has told nothing yet.
    pub(super) fn new(masked: &'a str, lines: &'a Lines) -> Self {
        Self { masked, lines, found: Vec::new(), frames: Vec::new(), foreign: 0 }
    }

    /// Finds the bullets of the list `span` by parsing it by itself.
    pub(super) fn of(masked: &'a str, lines: &'a Lines, span: Span) -> Vec<Bullet> {
        let mut bullets = Self::new(masked, lines);
        for (event, range) in Parser::new_ext(span.of(masked), MARKDOWN).into_offset_iter() {
            bullets.see(&event, span.start + range.start..span.start + range.end);
        }
        bullets.found
    }

    /// The bullets found.
    pub(super) fn found(self) -> Vec<Bullet> {
        self.found
    }

    /// Takes in what the parser tells next, which stands at `range` of the note.
    pub(super) fn see(&mut self, event: &Event<'_>, range: Range<usize>) {
        let step = Step::of(event);
        if self.foreign > 0 {
            match step {
                Step::OpenHeading | Step::OpenOther => self.foreign += 1,
                Step::CloseOther => self.foreign -= 1,
                Step::OpenList
                | Step::OpenItem
                | Step::Close
                | Step::OpenParagraph
                | Step::CloseParagraph
                | Step::Inline => {}
            }
            return;
        }
        let parent = self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Bullet(index) => Some(*index),
            Frame::List => None,
        });
        if matches!(step, Step::OpenList | Step::OpenItem) {
            self.open(step, parent, self.first_line(&range));
            return;
        }
        let Some(bullet) = parent.and_then(|parent| self.found.get_mut(parent)) else {
            if step == Step::Close {
                self.frames.pop();
            }
            self.foreign += usize::from(matches!(step, Step::OpenHeading | Step::OpenOther));
            return;
        };
        match step {
            Step::OpenParagraph | Step::Inline => {
                if !bullet.closed {
                    bullet.content_end = bullet.content_end.max(Some(range.end));
                }
            }
            Step::CloseParagraph => bullet.closed = true,
            Step::OpenHeading | Step::OpenOther => {
                self.foreign += 1;
                if !bullet.closed && step == Step::OpenHeading {
                    bullet.content_end = bullet.content_end.max(Some(range.end));
                }
                bullet.closed = true;
            }
            Step::Close => {
                self.frames.pop();
            }
            Step::OpenList | Step::OpenItem | Step::CloseOther => {}
        }
    }

    /// A list or an item starts on `line`, inside the bullet `parent`.
    fn open(&mut self, step: Step, parent: Option<usize>, line: usize) {
        if step == Step::OpenList {
            if let Some(bullet) = parent.and_then(|parent| self.found.get_mut(parent))
                && bullet.line < line
            {
                bullet.closed = true;
            }
            self.frames.push(Frame::List);
        } else if let Some(same) =
            self.found.len().checked_sub(1).filter(|last| self.found[*last].line >= line)
        {
            self.frames.push(Frame::Bullet(same));
        } else {
            let depth = parent.map_or(0, |parent| self.found[parent].depth + 1);
            self.frames.push(Frame::Bullet(self.found.len()));
            self.found.push(Bullet { line, parent, depth, content_end: None, closed: false });
        }
    }

    /// The line of the first word of `range`: where a tab is cut in two, the parser lets an item start on the line above.
    fn first_line(&self, range: &Range<usize>) -> usize {
        let words = self.masked.get(range.clone()).unwrap_or_default();
        self.lines.number_at(range.end - words.trim_start().len())
    }
}
