//! The page the canonical note is written on: bytes kept from a note or written anew, and where each line came from.

use super::{Origin, Rendering};
use crate::align::Alignment;
use crate::merge::MergedNote;
use crate::merge::carry::Passage;
use crate::note::{Block, Note};
use crate::render::unclosed::closing;
use crate::text::Span;

/// The canonical note as far as it is written.
pub(super) struct Page<'m, 'a> {
    /// What the page is to say.
    pub(super) merged: &'m MergedNote<'a>,
    /// The rows it was merged from.
    pub(super) alignment: &'m Alignment,
    ending: &'static str,
    text: String,
    /// What closes the code or comment just written, which its note left open.
    open: Option<String>,
    /// Whether what was written last is a list.
    pub(super) below_list: bool,
    /// How many lines have ended.
    ended: usize,
    origins: Vec<Vec<Origin>>,
    row_lines: Vec<Option<usize>>,
    row_order: Vec<usize>,
}

impl<'m, 'a> Page<'m, 'a> {
    /// A page with nothing on it yet.
    pub(super) fn new(merged: &'m MergedNote<'a>, alignment: &'m Alignment) -> Self {
        let base = merged.notes[0];
        Self {
            merged,
            alignment,
            ending: base.line_ending().as_str(),
            text: String::with_capacity(base.text().len() * 2),
            open: None,
            below_list: false,
            ended: 0,
            origins: Vec::new(),
            row_lines: vec![None; merged.rows.len()],
            row_order: Vec::new(),
        }
    }

    /// What has been written.
    pub(super) fn finished(self) -> Rendering {
        let Self { text, mut origins, row_lines, row_order, .. } = self;
        origins.truncate(text.lines().count());
        Rendering { text, origins, row_lines, row_order }
    }

    /// A variant; the base is the first.
    pub(super) fn note(&self, note: usize) -> &'a Note {
        self.merged.notes[note]
    }

    /// The text of a note as the canonical note has it.
    pub(super) fn carried(&self, note: usize, text: &str) -> String {
        Passage::of(self.merged, note).carry(text)
    }

    /// Ends the line that has been begun, if one has.
    pub(super) fn end_line(&mut self) {
        if !(self.text.is_empty() || self.text.ends_with('\n') || self.text == "\u{feff}") {
            self.break_line();
        }
    }

    /// Ends the line.
    pub(super) fn break_line(&mut self) {
        self.text.push_str(self.ending);
        self.ended += 1;
    }

    /// What is written so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Writes `text`, which ends no line.
    pub(super) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Takes back the white space at the end, line ends among it.
    pub(super) fn trim_end(&mut self) {
        let end = self.text.trim_end().len();
        let cut = self.text.get(end..).unwrap_or_default().matches('\n').count();
        self.text.truncate(end);
        self.ended -= cut;
    }

    /// Says that the line being written came from `origins`, too.
    pub(super) fn comes_from(&mut self, origins: &[Origin]) {
        self.origins.resize(self.origins.len().max(self.ended + 1), Vec::new());
        self.origins[self.ended].extend(origins);
    }

    /// Says that `row` stands from here on, where it is not said yet.
    pub(super) fn begin_row(&mut self, row: usize) {
        self.end_line();
        self.row_stands_here(row);
    }

    /// Says that what is written next, on the line that was begun, is `row`.
    pub(super) fn row_stands_here(&mut self, row: usize) {
        if self.row_lines[row].is_none() {
            self.row_lines[row] = Some(self.ended + 1);
            self.row_order.push(row);
        }
    }

    /// Writes text with the line endings of the base; each of its lines came from the next of `origins`, the last of
    /// which holds for the rest.
    pub(super) fn write(&mut self, text: &str, origins: &[Vec<Origin>]) {
        for (at, line) in text.split_inclusive('\n').enumerate() {
            self.comes_from(origins.get(at).or(origins.last()).map_or(&[], Vec::as_slice));
            match line.strip_suffix('\n') {
                Some(body) => {
                    self.text.push_str(body.strip_suffix('\r').unwrap_or(body));
                    self.break_line();
                }
                None => self.text.push_str(line),
            }
        }
    }

    /// Closes the code or comment that its note left open, if that was written last.
    pub(super) fn close(&mut self) {
        if let Some(closing) = self.open.take() {
            self.end_line();
            self.write(&format!("{closing}\n"), &[]);
        }
    }

    /// Writes a span of a note as it stands there, its mojibake repaired where `repair` says so.
    pub(super) fn keep(&mut self, note: usize, span: Span, repair: Repair) {
        self.keep_indented(note, span, repair, Indent::of(note));
    }

    /// Writes a span as [`Self::keep`] does, with its indentation or without.
    pub(super) fn keep_indented(&mut self, note: usize, span: Span, repair: Repair, indent: Indent) {
        let variant = self.note(note);
        let first = variant.lines().number_at(span.start);
        let text = variant.slice(span);
        let lines = text.split_inclusive('\n').count();
        let origins: Vec<Vec<Origin>> =
            (0..lines).map(|at| vec![Origin { note, line: first + at }]).collect();
        let repaired = match repair {
            Repair::Yes if !self.merged.equal => self.carried(note, text),
            Repair::Yes | Repair::No => text.to_owned(),
        };
        let repaired = match indent {
            Indent::Kept => repaired,
            Indent::Cut => outdented(repaired),
        };
        if note == 0 {
            // The base's own bytes, mixed line endings and all.
            for (line, origin) in repaired.split_inclusive('\n').zip(&origins) {
                self.comes_from(origin);
                self.text.push_str(line);
                self.ended += usize::from(line.ends_with('\n'));
            }
        } else {
            self.write(&repaired, &origins);
        }
    }

    /// Remembers how to close a block that its note leaves open at its end: what follows it here is no part of it.
    pub(super) fn leave_open(&mut self, note: usize, block: &Block) {
        let variant = self.note(note);
        let below = Span::new(block.span.end, variant.text().len());
        if variant.slice(below).trim().is_empty() {
            self.open = closing(block.kind, variant.slice(block.span));
        }
    }
}

/// Whether mojibake is read as what it was; not in code.
#[derive(Clone, Copy)]
pub(super) enum Repair {
    Yes,
    No,
}

/// Whether blanks before a block that are no indentation of code stay. Below a list that was put in before it, they
/// would make the block part of an item.
#[derive(Clone, Copy)]
pub(super) enum Indent {
    Kept,
    Cut,
}

impl Indent {
    /// That of the blocks of a note: the base's own stay as they are.
    pub(super) fn of(note: usize) -> Self {
        if note == 0 { Self::Kept } else { Self::Cut }
    }
}

/// A block without the blanks before it that are no indentation of code: below a list they would make it part of an
/// item.
fn outdented(block: String) -> String {
    const CODE: usize = 4;
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let first = block.lines().next().map_or(0, indent);
    if first == 0 || first >= CODE {
        return block;
    }
    let cut = |line: &str| line.get(first.min(indent(line))..).unwrap_or_default().to_owned();
    block.split_inclusive('\n').map(cut).collect()
}
