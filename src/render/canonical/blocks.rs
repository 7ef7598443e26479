//! The blocks of the canonical note one after the other: headings, kept blocks, header lines, sentences put in.

use super::Origin;
use super::page::{Page, Repair};
use crate::merge::outline::{OutBlock, OutSection};
use crate::merge::{MergedRow, Source, Value};
use crate::note::{BlockKind, HeaderLine, Note};
use crate::render::carry::repaired;
use crate::text::Span;
use crate::text::blanks::one_line;
use unicode_segmentation::UnicodeSegmentation;

impl Page<'_, '_> {
    /// Writes the next block of `section`.
    pub(super) fn block(&mut self, section: &OutSection, block: &OutBlock) {
        self.close();
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
                let stays = matches!(block.kind, BlockKind::Code | BlockKind::Html | BlockKind::Comment);
                let repair = if stays { Repair::No } else { Repair::Yes };
                self.keep(*note, block.span, repair);
                self.leave_open(*note, block);
            }
            OutBlock::Heading { note, block, level } => {
                self.end_line();
                self.heading(*note, *block, *level);
            }
            OutBlock::Blank => {
                self.end_line();
                let ends_blank = self.text().ends_with("\n\n") || self.text().ends_with("\n\r\n");
                if !ends_blank {
                    self.write("\n", &[]);
                }
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
        let stands_alone = last.starts_with(['|', '>', '`', '~']);
        let runs_on = !in_list && !parts(last, text);
        let origin = Origin { note, line };
        if stands_alone || runs_on {
            // A sentence is no part of a table, a quote or code, nor of a sentence that does not end.
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
