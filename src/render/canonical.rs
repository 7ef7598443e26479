//! The text of the canonical note, with the origin of every line.

use super::carry::{Passage, repaired};
use super::line::{Fits, Style};
use super::unclosed::closing;
use crate::align::Alignment;
use crate::merge::outline::{Listed, OutBlock, OutSection};
use crate::merge::{MergedItem, MergedNote, MergedRow, Source, Value};
use crate::note::frontmatter::write_entry;
use crate::note::item::Column;
use crate::note::{
    Block, BlockKind, Frontmatter, Item, LineEnding, ListStyle, Note, Property, Role, Shape, Status,
};
use crate::text::{Span, mojibake};
use unicode_segmentation::UnicodeSegmentation;

/// Where a line of the canonical note came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The index of the note.
    pub note: usize,
    /// The 1-based line.
    pub line: usize,
}

/// The canonical note, written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendering {
    /// Its whole text.
    pub text: String,
    /// Where each line came from; empty for a line no variant has, such as a blank one that was put in.
    pub origins: Vec<Vec<Origin>>,
    /// The 1-based line each row starts on.
    pub row_lines: Vec<Option<usize>>,
    /// The rows in the order they stand.
    pub row_order: Vec<usize>,
}

/// Writes the canonical note.
#[must_use]
pub fn render(merged: &MergedNote<'_>, alignment: &Alignment) -> Rendering {
    let base = merged.notes[0];
    if merged.equal {
        return unchanged(merged);
    }
    let mut page = Page {
        merged,
        alignment,
        ending: base.line_ending().as_str(),
        text: String::with_capacity(base.text().len() * 2),
        open: None,
        ended: 0,
        origins: Vec::new(),
        row_lines: vec![None; merged.rows.len()],
        row_order: Vec::new(),
    };
    let has_frontmatter = !matches!(base.frontmatter(), Frontmatter::Absent);
    if !has_frontmatter && !merged.properties.is_empty() {
        page.new_frontmatter();
    }
    for section in &merged.outline.sections {
        for block in &section.blocks {
            page.block(section, block);
        }
    }
    if base.text().ends_with('\n') {
        page.end_line();
    }
    let Page { text, mut origins, row_lines, row_order, .. } = page;
    origins.truncate(text.lines().count());
    Rendering { text, origins, row_lines, row_order }
}

/// The text of notes that are equal: that of each of them, byte for byte.
fn unchanged(merged: &MergedNote<'_>) -> Rendering {
    let text = merged.notes[0].text().to_owned();
    let origins = (1..=text.lines().count())
        .map(|line| (0..merged.notes.len()).map(|note| Origin { note, line }).collect())
        .collect();
    let row_lines: Vec<Option<usize>> =
        merged.rows.iter().map(|row| row.sources.first().map(|source| source.line)).collect();
    let mut row_order: Vec<usize> = (0..row_lines.len()).filter(|row| row_lines[*row].is_some()).collect();
    row_order.sort_by_key(|row| row_lines[*row]);
    Rendering { text, origins, row_lines, row_order }
}

struct Page<'m, 'a> {
    merged: &'m MergedNote<'a>,
    alignment: &'m Alignment,
    ending: &'static str,
    text: String,
    /// What closes the code or comment just written, which its note left open.
    open: Option<String>,
    /// How many lines have ended.
    ended: usize,
    origins: Vec<Vec<Origin>>,
    row_lines: Vec<Option<usize>>,
    row_order: Vec<usize>,
}

impl<'a> Page<'_, 'a> {
    fn note(&self, note: usize) -> &'a Note {
        self.merged.notes[note]
    }

    /// The text of a note as the canonical note has it.
    fn carried(&self, note: usize, text: &str) -> String {
        Passage::of(self.merged, note).carry(text)
    }

    /// Ends the line that has been begun, if one has.
    fn end_line(&mut self) {
        if !(self.text.is_empty() || self.text.ends_with('\n') || self.text == "\u{feff}") {
            self.break_line();
        }
    }

    fn break_line(&mut self) {
        self.text.push_str(self.ending);
        self.ended += 1;
    }

    /// Says that the line being written came from `origins`, too.
    fn comes_from(&mut self, origins: &[Origin]) {
        self.origins.resize(self.origins.len().max(self.ended + 1), Vec::new());
        self.origins[self.ended].extend(origins);
    }

    fn begin_row(&mut self, row: usize) {
        self.end_line();
        if self.row_lines[row].is_none() {
            self.row_lines[row] = Some(self.ended + 1);
            self.row_order.push(row);
        }
    }

    /// Writes text with the line endings of the base; each of its lines came from the next of `origins`, the last of
    /// which holds for the rest.
    fn write(&mut self, text: &str, origins: &[Vec<Origin>]) {
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

    /// Writes a span of a note as it stands there, its mojibake repaired where `repair` says so.
    fn keep(&mut self, note: usize, span: Span, repair: Repair) {
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
        let repaired = if note > 0 { outdented(repaired) } else { repaired };
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
    fn leave_open(&mut self, note: usize, block: &Block) {
        let variant = self.note(note);
        if block.span.end == variant.text().len() {
            self.open = closing(block.kind, variant.slice(block.span));
        }
    }

    fn block(&mut self, section: &OutSection, block: &OutBlock) {
        if let Some(closing) = self.open.take() {
            self.end_line();
            self.write(&format!("{closing}\n"), &[]);
        }
        match block {
            OutBlock::Frontmatter { block: Some(block) } => {
                let span = self.note(0).blocks()[*block].span;
                self.frontmatter(span);
            }
            OutBlock::Frontmatter { block: None } => {}
            OutBlock::Kept { note: 0, block, .. }
                if self.note(0).blocks()[*block].kind == BlockKind::ByteOrderMark
                    && !self.text.is_empty() =>
            {
                // It stands already, before the new frontmatter.
            }
            OutBlock::Kept { note, block, row } => {
                self.end_line();
                if let Some(row) = row {
                    self.begin_row(*row);
                }
                let block = &self.note(*note).blocks()[*block];
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
                let ends_blank = self.text.ends_with("\n\n") || self.text.ends_with("\n\r\n");
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
        let last = self.text.trim_end().lines().last().unwrap_or_default();
        let in_list = last.trim_start().starts_with(['-', '*', '+']);
        let stands_alone = last.starts_with(['|', '>', '`', '~']);
        let runs_on = !in_list && !parts(last, text);
        let end = self.text.trim_end().len();
        let cut = self.text.get(end..).unwrap_or_default().matches('\n').count();
        self.text.truncate(end);
        self.ended -= cut;
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
            self.text.push(' ');
            let text = self.carried(note, text);
            self.text.push_str(&text);
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
            let line = base.headers().iter().find(|line| first.note == 0 && line.line == first.line);
            if let (Some(line), Some(from)) = (line, at.as_mut()) {
                let before = Span::new(*from, line.span.start.max(*from));
                *from = line.span.end;
                self.keep(0, before, Repair::Yes);
            }
            self.begin_row(*row);
            self.header(merged);
        }
        if let (Some(block), Some(from)) = (block, at) {
            let end = base.blocks()[block].span.end;
            self.keep(0, Span::new(from, end.max(from)), Repair::Yes);
        }
    }

    fn header(&mut self, row: &MergedRow) {
        let first = &row.sources[0];
        let variant = self.note(first.note);
        let Some(line) = variant.headers().iter().find(|line| line.line == first.line) else { return };
        match &row.value {
            Value::Written(value) => {
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
        self.end_line();
    }

    fn items(&mut self, role: Role, like: (usize, usize), items: &[Listed]) {
        self.end_line();
        let style = Style::of(self.merged, self.alignment, role, like, self.fits(items));
        let (note, block) = like;
        let own: Vec<&Item> = self.note(note).items().iter().filter(|item| item.block == block).collect();
        if style.columns.is_some()
            && let Some(first) = own.first()
        {
            let head = Span::new(self.note(note).blocks()[block].span.start, first.span.start);
            self.keep(note, head, Repair::Yes);
        }
        let unchanged = own.len() == items.len();
        let mut numbers: Vec<usize> = Vec::new();
        for (at, listed) in items.iter().enumerate() {
            numbers.truncate(listed.depth + 1);
            numbers.resize(listed.depth + 1, 0);
            numbers[listed.depth] += 1;
            let number = (!unchanged).then_some(numbers[listed.depth]);
            let row = &self.merged.rows[listed.row];
            let Value::Item(item) = &row.value else { continue };
            self.begin_row(listed.row);
            let own = row.sources.iter().find(|source| source.note == note).and_then(|source| source.item);
            let own = own.map(|item| &self.note(note).items()[item]).filter(|item| item.block == block);
            match own.filter(|_| note == 0 && self.stands_as_it_is(&style, row, item, listed.depth)) {
                Some(own) => {
                    let body = without_trailing_blank(self.note(0), own.span);
                    self.keep_renumbered(own, body, number.filter(|_| listed.depth == 0));
                }
                None => self.compose(&style, row, item, own, listed.depth, number),
            }
            if let Some(next) = items.get(at + 1) {
                self.gap(&style, own.filter(|_| note == 0), next, note, block);
            }
        }
    }

    /// Whether rows of a table can hold the items.
    fn fits(&self, items: &[Listed]) -> Fits {
        let fits = items.iter().all(|listed| {
            let row = &self.merged.rows[listed.row];
            let has_details = matches!(&row.value, Value::Item(item) if !item.details.is_empty());
            let attached = |source: &Source| self.attachment(row, source.note).is_some();
            listed.depth == 0 && !has_details && !row.sources.iter().any(attached)
        });
        if fits { Fits::Row } else { Fits::Bullet }
    }

    /// Writes what stands between two items: as in the base where they follow each other there.
    fn gap(&mut self, style: &Style, item: Option<&Item>, next: &Listed, note: usize, block: usize) {
        self.end_line();
        let next = self.merged.rows[next.row].sources.iter().find(|source| source.note == note);
        let next = next.and_then(|source| source.item).map(|item| &self.note(note).items()[item]);
        let next = next.filter(|next| next.block == block);
        if let (Some(item), Some(next)) = (item, next)
            && item.span.end == next.span.start
        {
            let body = without_trailing_blank(self.note(note), item.span);
            self.keep(note, Span::new(body.end, item.span.end), Repair::No);
        } else if style.loose {
            self.write("\n", &[]);
        }
    }

    fn stands_as_it_is(&self, style: &Style, row: &MergedRow, item: &MergedItem, depth: usize) -> bool {
        let source = &row.sources[item.wording];
        let Some(own) = source.item.map(|item| &self.note(source.note).items()[item]) else { return false };
        let is_bullet = matches!(own.shape, Shape::Bullet { .. });
        if self.merged.equal {
            return true;
        }
        source.note == 0
            && item.as_in_base
            && item.details.is_empty()
            && own.depth == depth
            && own.fields.status == style.status(&item.fields, depth)
            && is_bullet == style.columns.is_none()
            && self.other_attachments(row, source.note).is_empty()
            && mojibake::repairs(self.note(0).slice(own.content)).is_empty()
    }

    /// Keeps an item's own bytes, with the number its place gives it where the list is numbered anew.
    fn keep_renumbered(&mut self, item: &Item, body: Span, number: Option<usize>) {
        if let (Shape::Bullet { indent, marker, .. }, Some(number)) = (&item.shape, number)
            && let Some(new) = numbered(marker, number)
            && new != *marker
        {
            let rest = body.start + indent.len() + marker.len();
            self.text.push_str(indent);
            self.text.push_str(&new);
            self.keep(0, Span::new(rest.min(body.end), body.end), Repair::Yes);
        } else if let (Some(cell), Some(number)) = (number_cell(self.note(0), item), number) {
            self.keep(0, Span::new(body.start, cell.start), Repair::Yes);
            self.text.push_str(&number.to_string());
            self.keep(0, Span::new(cell.end, body.end), Repair::Yes);
        } else {
            self.keep(0, body, Repair::Yes);
        }
    }

    fn compose(
        &mut self,
        style: &Style,
        row: &MergedRow,
        item: &MergedItem,
        template: Option<&Item>,
        depth: usize,
        number: Option<usize>,
    ) {
        let source = &row.sources[item.wording];
        let Some(wording) = source.item.map(|item| self.note(source.note).items()[item].wording.clone())
        else {
            return;
        };
        let origins: Vec<Origin> =
            row.sources.iter().map(|source| Origin { note: source.note, line: source.line }).collect();
        let content = style.content(&self.carried(source.note, &wording), item, template, depth, number);
        if style.columns.is_some() {
            self.write(&format!("{content}\n"), &[origins]);
            return;
        }
        let own = template.and_then(|item| match &item.shape {
            Shape::Bullet { indent, marker, gap } if item.depth == depth => Some((indent, marker, gap)),
            Shape::Bullet { .. } | Shape::Row(_) => None,
        });
        let indent =
            own.map_or_else(|| format!("{}{}", style.indent, style.step.repeat(depth)), |own| own.0.clone());
        let marker = own.map_or(&style.marker, |own| own.1);
        // The marker of an empty item has none.
        let gap = own.map_or(style.gap.as_str(), |own| own.2.as_str());
        let gap = if gap.is_empty() { " " } else { gap };
        let status = style.status(&item.fields, depth);
        let marker = if status.is_some() && own.is_none() && depth > 0 { "-" } else { marker };
        let marker = number.and_then(|number| numbered(marker, number)).unwrap_or_else(|| marker.to_owned());
        let status = status.map(|Status(mark)| format!("[{mark}] ")).unwrap_or_default();
        self.write(&format!("{indent}{marker}{gap}{status}{content}\n"), &[origins]);
        let inner = format!("{indent}{}", " ".repeat(marker.len() + gap.len()));
        for detail in &item.details {
            let source = &row.sources[*detail];
            let Some(item) = source.item else { continue };
            let wording = self.carried(source.note, &self.note(source.note).items()[item].wording);
            let origin = Origin { note: source.note, line: source.line };
            self.write(&format!("{indent}{}- {wording}\n", style.step), &[vec![origin]]);
        }
        let first = row.sources[item.wording].note;
        let own = self.attachment(row, first);
        let attachments: Vec<(usize, Span)> =
            own.into_iter().chain(self.other_attachments(row, first)).collect();
        for (note, span) in attachments {
            self.attach(&inner, note, span);
        }
    }

    fn attachment(&self, row: &MergedRow, note: usize) -> Option<(usize, Span)> {
        let source = row.sources.iter().find(|source| source.note == note)?;
        Some((note, self.note(note).items()[source.item?].attachment?))
    }

    /// The attachments of the other sources that the one of `first` does not say.
    fn other_attachments(&self, row: &MergedRow, first: usize) -> Vec<(usize, Span)> {
        let folded = |(note, span): &(usize, Span)| {
            self.note(*note).slice(*span).split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        let mut known: Vec<Vec<String>> = self.attachment(row, first).iter().map(folded).collect();
        let mut others = Vec::new();
        for source in row.sources.iter().filter(|source| source.note != first) {
            let attachment = source.item.and_then(|item| self.note(source.note).items()[item].attachment);
            if let Some(span) = attachment
                && !known.contains(&folded(&(source.note, span)))
            {
                known.push(folded(&(source.note, span)));
                others.push((source.note, span));
            }
        }
        others
    }

    /// Writes what stands below the first paragraph of an item, indented to the item it now stands in.
    fn attach(&mut self, inner: &str, note: usize, span: Span) {
        let variant = self.note(note);
        let text = variant.slice(span);
        let first = variant.lines().number_at(span.start);
        let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let least = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
        // Without the blank line a paragraph would run on the one above it.
        let above = first.checked_sub(1).and_then(|line| variant.lines().span(line));
        if above.is_some_and(|above| variant.slice(above).trim().is_empty()) {
            self.write("\n", &[]);
        }
        for (at, line) in text.lines().enumerate() {
            let body = line.get(least..).unwrap_or_default();
            let written = if body.trim().is_empty() { "\n".into() } else { format!("{inner}{body}\n") };
            self.write(&written, &[vec![Origin { note, line: first + at }]]);
        }
    }

    fn frontmatter(&mut self, span: Span) {
        let base = self.note(0);
        let Frontmatter::Parsed { body, properties } = base.frontmatter() else {
            self.keep(0, span, Repair::No);
            return;
        };
        let mut at = span.start;
        for (index, property) in properties.iter().enumerate() {
            let merged = self.merged.properties.iter().find(|merged| merged.in_base == Some(index));
            let Some(merged) = merged.filter(|merged| !merged.as_in_base) else { continue };
            self.keep(0, Span::new(at, property.span.start), Repair::No);
            at = property.span.end;
            let style = property.list_style.unwrap_or_else(|| list_style(properties));
            self.entry(
                &merged.key,
                &merged.value,
                style,
                property.quote,
                &[Origin { note: 0, line: property.line }],
            );
        }
        let end = properties.last().map_or(body.end, |last| last.span.end).max(at);
        self.keep(0, Span::new(at, end), Repair::No);
        self.end_line();
        self.new_entries();
        self.keep(0, Span::new(end, span.end), Repair::No);
    }

    fn new_entries(&mut self) {
        let properties: &[Property] = match self.note(0).frontmatter() {
            Frontmatter::Parsed { properties, .. } => properties,
            Frontmatter::Absent | Frontmatter::Unparsed { .. } => &[],
        };
        let quote = quote(properties);
        let style = list_style(properties);
        let merged = self.merged;
        for property in merged.properties.iter().filter(|property| property.in_base.is_none()) {
            self.entry(&property.key, &property.value, style, quote, &[]);
        }
    }

    fn entry(
        &mut self,
        key: &str,
        value: &serde_yaml::Value,
        style: ListStyle,
        quote: Option<char>,
        origins: &[Origin],
    ) {
        let text = write_entry(key, value, style, quote, LineEnding::Lf);
        self.write(&text, &[origins.to_vec()]);
    }

    fn new_frontmatter(&mut self) {
        let base = self.note(0);
        let mark = base.text().starts_with('\u{feff}');
        if mark {
            self.text.push('\u{feff}');
        }
        self.write("---\n", &[]);
        self.new_entries();
        self.write("---\n", &[]);
        let starts_blank = base.text().trim_start_matches('\u{feff}').starts_with(['\n', '\r']);
        if !starts_blank {
            self.write("\n", &[]);
        }
    }
}

/// Whether mojibake is read as what it was; not in code.
#[derive(Clone, Copy)]
enum Repair {
    Yes,
    No,
}

/// Whether `sentence` behind `line` is a sentence of its own for who reads it.
fn parts(line: &str, sentence: &str) -> bool {
    let joined = format!("{line} {sentence}");
    joined.split_sentence_bound_indices().any(|(at, _)| at == line.len() + 1)
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

/// The list style of the first list, else lines of their own without indentation, as Obsidian writes them.
fn list_style(properties: &[Property]) -> ListStyle {
    properties.iter().find_map(|property| property.list_style).unwrap_or(ListStyle::Block { indent: 2 })
}

/// The quote most values stand in.
fn quote(properties: &[Property]) -> Option<char> {
    let count = |quote: Option<char>| properties.iter().filter(|property| property.quote == quote).count();
    [None, Some('"'), Some('\'')].into_iter().rev().max_by_key(|quote| count(*quote)).flatten()
}

/// The cell of a row that holds its running number.
fn number_cell(note: &Note, item: &Item) -> Option<Span> {
    let Shape::Row(columns) = &item.shape else { return None };
    let at = columns.iter().position(|column| *column == Column::Number)?;
    let cell = *item.cells.get(at)?;
    note.slice(cell).parse::<usize>().is_ok().then_some(cell)
}

/// A numbered marker with another number; `None` when the marker is no number.
fn numbered(marker: &str, number: usize) -> Option<String> {
    let sign =
        marker.strip_prefix(|c: char| c.is_ascii_digit())?.trim_start_matches(|c: char| c.is_ascii_digit());
    Some(format!("{number}{sign}"))
}

/// The span of an item without the blank lines at its end.
fn without_trailing_blank(note: &Note, span: Span) -> Span {
    let text = note.slice(span);
    let mut end = text.len();
    for line in text.split_inclusive('\n').rev() {
        if !line.trim().is_empty() || end == line.len() {
            break;
        }
        end -= line.len();
    }
    Span::new(span.start, span.start + end)
}
