//! The blocks of the canonical note one after the other: headings, kept blocks, header lines, sentences put in.

use super::Origin;
use super::page::{Indent, Page, Repair};
use crate::merge::carry::repaired;
use crate::merge::outline::{OutBlock, OutSection};
use crate::merge::{MergedRow, Source, Value};
use crate::note::{BlockKind, HeaderLine, Note};
use crate::text::Span;
use crate::text::blanks::one_line;
use unicode_segmentation::UnicodeSegmentation;

impl Page<'_, '_> {
    /// Writes the next block of `section`.
    pub(super) fn block(&mut self, section: &OutSection, block: &OutBlock) {
        self.close();
        let ends_in_list = self.ends_in_list(block);
        let below_list = std::mem::replace(&mut self.below_list, ends_in_list);
        match block {
            OutBlock::Frontmatter { block: Some(block) } => {
                let span = self.note(0).blocks()[*block].span;
                self.frontmatter(span);
            }
            OutBlock::Frontmatter { block: None } => {}
            OutBlock::Kept { note: 0, block, .. }
                if self.note(0).blocks()[*block].kind == BlockKind::ByteOrderMark
                    && !self.text().is_empty() =>
            {
                // It stands already, before the new frontmatter.
            }
            OutBlock::Kept { note, block, row } => {
                self.end_line();
                if below_list && runs_on(self.note(*note).blocks()[*block].kind) {
                    self.blank();
                }
                if let Some(row) = row {
                    self.begin_row(*row);
                }
                let value = row.map(|row| &self.merged.rows[row].value);
                let block = &self.note(*note).blocks()[*block];
                if let (Some(Value::Written { text: title, .. }), BlockKind::Heading) = (value, block.kind) {
                    let row = row.map(|row| &self.merged.rows[row]);
                    self.title(row.map_or(&[], |row| &row.sources), title);
                    return;
                }
                let repair = if block.kind.is_verbatim() { Repair::No } else { Repair::Yes };
                let indent = if below_list { Indent::Cut } else { Indent::of(*note) };
                self.keep_indented(*note, block.span, repair, indent);
                self.leave_open(*note, block);
            }
            OutBlock::Heading { note, block, level } => {
                self.end_line();
                self.heading(*note, *block, *level);
            }
            OutBlock::Blank => {
                self.end_line();
                self.blank();
            }
            OutBlock::Headers { block, rows } => self.headers(*block, rows),
            OutBlock::Items { like, items } => self.items(section.role, *like, items),
            OutBlock::Data { note, block, head, rows } => {
                self.end_line();
                self.begin_row(*head);
                self.data(*note, *block, rows);
            }
            OutBlock::Sentence { note, line, text } => self.sentence(*note, *line, text),
        }
    }

    /// Writes a blank line, where none stands yet.
    fn blank(&mut self) {
        let ends_blank = self.text().ends_with("\n\n") || self.text().ends_with("\n\r\n");
        if !ends_blank {
            self.write("\n", &[]);
        }
    }

    /// Whether the last thing written is a list once `block` is, blank lines aside.
    fn ends_in_list(&self, block: &OutBlock) -> bool {
        match block {
            OutBlock::Items { items, .. } => self.below_list || !items.is_empty(),
            OutBlock::Kept { note, block, .. } => match self.note(*note).blocks()[*block].kind {
                BlockKind::List => true,
                BlockKind::Blank => self.below_list,
                BlockKind::ByteOrderMark
                | BlockKind::Frontmatter
                | BlockKind::Heading
                | BlockKind::Paragraph
                | BlockKind::Table
                | BlockKind::Code
                | BlockKind::Quote
                | BlockKind::Comment
                | BlockKind::Html
                | BlockKind::ThematicBreak
                | BlockKind::Definition
                | BlockKind::Raw => false,
            },
            OutBlock::Blank => self.below_list,
            OutBlock::Frontmatter { .. }
            | OutBlock::Heading { .. }
            | OutBlock::Headers { .. }
            | OutBlock::Data { .. }
            | OutBlock::Sentence { .. } => false,
        }
    }

    /// Writes the title of another variant than the base.
    fn title(&mut self, sources: &[Source], title: &str) {
        let from: Vec<&Source> = sources.iter().filter(|source| source.text == title).collect();
        let origins = from.iter().map(|source| Origin { note: source.note, line: source.line }).collect();
        let title = self.carried(from.first().map_or(0, |source| source.note), title);
        self.write(&format!("# {title}\n"), &[origins]);
    }

    fn data(&mut self, note: usize, block: usize, rows: &[(usize, usize)]) {
        let variant = self.note(note);
        let span = variant.blocks()[block].span;
        let mut at = span.start;
        for (row, item) in rows {
            let start = variant.items()[*item].span.start;
            self.keep(note, Span::new(at, start.max(at)), Repair::Yes);
            self.begin_row(*row);
            at = start.max(at);
        }
        self.keep(note, Span::new(at, span.end), Repair::Yes);
    }

    fn heading(&mut self, note: usize, block: usize, level: u8) {
        let variant = self.note(note);
        let block = &variant.blocks()[block];
        let title = &variant.sections()[block.section].title;
        let line = variant.lines().number_at(block.span.start);
        let text = format!("{} {}\n", "#".repeat(usize::from(level.max(1))), self.carried(note, title));
        self.write(&text, &[vec![Origin { note, line }]]);
    }

    fn sentence(&mut self, note: usize, line: usize, text: &str) {
        self.trim_end();
        let last = self.text().lines().last().unwrap_or_default();
        let in_list = last.trim_start().starts_with(['-', '*', '+']);
        let stands_alone = last.trim_start().starts_with(['|', '>', '`', '~', '<', '%']);
        let runs_on = !in_list && !parts(last, text);
        let origin = Origin { note, line };
        if stands_alone || runs_on {
            // A sentence is no part of a table, a quote, code, HTML or a comment, nor of a sentence that does not end.
            self.end_line();
            self.write("\n", &[]);
            let text = self.carried(note, text);
            self.write(&format!("{text}\n"), &[vec![origin]]);
        } else if in_list {
            self.end_line();
            self.write(&format!("- {}\n", self.carried(note, text)), &[vec![origin]]);
        } else {
            let text = self.carried(note, text);
            self.put(&format!(" {text}"));
            self.comes_from(&[origin]);
            self.break_line();
        }
    }

    fn headers(&mut self, block: Option<usize>, rows: &[usize]) {
        self.end_line();
        let base = self.note(0);
        let mut at = block.map(|block| base.blocks()[block].span.start);
        for row in rows {
            let merged = &self.merged.rows[*row];
            let first = &merged.sources[0];
            let Some(line) = header_of(self.note(first.note), first) else { continue };
            if let (0, Some(from)) = (first.note, at.as_mut()) {
                let before = Span::new(*from, line.span.start.max(*from));
                *from = line.span.end;
                self.keep(0, before, Repair::Yes);
                // The line may go on with another field.
                self.row_stands_here(*row);
                self.header(merged, line);
            } else {
                self.begin_row(*row);
                self.header(merged, line);
                self.end_line();
            }
        }
        if let (Some(block), Some(from)) = (block, at) {
            let end = base.blocks()[block].span.end;
            self.keep(0, Span::new(from, end.max(from)), Repair::Yes);
        }
    }

    fn header(&mut self, row: &MergedRow, line: &HeaderLine) {
        let first = &row.sources[0];
        let variant = self.note(first.note);
        match &row.value {
            Value::Written { text: value, .. } => {
                let before = Span::new(line.span.start, line.value.start).of(variant.text());
                let after = Span::new(line.value.end, line.span.end).of(variant.text());
                let origins = row
                    .sources
                    .iter()
                    .map(|source| Origin { note: source.note, line: source.line })
                    .collect();
                self.write(&repaired(&format!("{before}{value}{after}")), &[origins]);
            }
            Value::Passage { .. } | Value::Item(_) | Value::Nothing => {
                self.keep(first.note, line.span, Repair::Yes);
            }
        }
    }
}

/// Whether a block may become part of the item it stands right below. In its note it stood below something else, or
/// below an item that ends with code.
fn runs_on(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Paragraph | BlockKind::Table | BlockKind::Definition | BlockKind::Html | BlockKind::Raw
    )
}

/// The header line a row was made from.
fn header_of<'n>(note: &'n Note, source: &Source) -> Option<&'n HeaderLine> {
    let mut on_line = note.headers().iter().filter(|header| header.line == source.line);
    on_line.find(|header| one_line(note.slice(header.span)) == source.text)
}

/// Whether `sentence` behind `line` is a sentence of its own for who reads it.
fn parts(line: &str, sentence: &str) -> bool {
    let joined = format!("{line} {sentence}");
    joined.split_sentence_bound_indices().any(|(at, _)| at == line.len() + 1)
}
