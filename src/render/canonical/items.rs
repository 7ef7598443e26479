//! The items of a list or table of the canonical note: kept as they stand, or written in the style of their section.

use super::Origin;
use super::page::{Page, Repair};
use crate::merge::outline::Listed;
use crate::merge::{MergedItem, MergedRow, Source, Value};
use crate::note::item::Column;
use crate::note::{FieldName, Item, Note, Priority, Role, Shape, Status};
use crate::render::line::{Fits, Style};
use crate::text::blanks::one_line;
use crate::text::{Span, mojibake};

impl Page<'_, '_> {
    /// Writes `items`, in the style of the list or table `like`: a note and its block.
    pub(super) fn items(&mut self, role: Role, like: (usize, usize), items: &[Listed]) {
        self.end_line();
        let style = Style::of(self.merged, self.alignment, role, like, self.fits(like, items));
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

    /// Whether rows of the table `like` can hold the items.
    fn fits(&self, (note, block): (usize, usize), items: &[Listed]) -> Fits {
        let mut own = self.note(note).items().iter().filter(|item| item.block == block);
        let tells_status =
            own.any(|item| matches!(&item.shape, Shape::Row(columns) if columns.contains(&Column::Status)));
        let fits = items.iter().all(|listed| {
            let row = &self.merged.rows[listed.row];
            let Value::Item(item) = &row.value else { return true };
            let attached = |source: &Source| self.attachment(row, source.note).is_some();
            listed.depth == 0
                && item.details.is_empty()
                && (tells_status || item.fields.status.is_none())
                && !row.sources.iter().any(attached)
        });
        if fits { Fits::Row } else { Fits::Bullet }
    }

    /// Writes what stands between two items: as in the base where they follow each other there.
    fn gap(&mut self, style: &Style, item: Option<&Item>, next: &Listed, note: usize, block: usize) {
        self.end_line();
        let is_empty = next.depth > 0 && self.is_empty(&self.merged.rows[next.row]);
        let next = self.merged.rows[next.row].sources.iter().find(|source| source.note == note);
        let next = next.and_then(|source| source.item).map(|item| &self.note(note).items()[item]);
        let next = next.filter(|next| next.block == block);
        if let (Some(item), Some(next)) = (item, next)
            && item.span.end == next.span.start
        {
            let body = without_trailing_blank(self.note(note), item.span);
            self.keep(note, Span::new(body.end, item.span.end), Repair::No);
        } else if style.loose || is_empty {
            // Right below words the marker of an empty item is the line under a heading.
            self.write("\n", &[]);
        }
    }

    /// Whether an item is a marker and nothing else.
    fn is_empty(&self, row: &MergedRow) -> bool {
        let Value::Item(item) = &row.value else { return false };
        let source = &row.sources[item.wording];
        let own = source.item.map(|item| &self.note(source.note).items()[item]);
        item.text.is_none()
            && item.fields.status.is_none()
            && own.is_some_and(|own| self.note(source.note).slice(own.content).trim().is_empty())
    }

    fn stands_as_it_is(&self, style: &Style, row: &MergedRow, item: &MergedItem, depth: usize) -> bool {
        let source = &row.sources[item.wording];
        let Some(own) = source.item.map(|item| &self.note(source.note).items()[item]) else { return false };
        let is_bullet = matches!(own.shape, Shape::Bullet { .. });
        if self.merged.equal {
            return true;
        }
        source.note == 0
            && item.text.is_none()
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
            self.put(indent);
            self.put(&new);
            self.keep(0, Span::new(rest.min(body.end), body.end), Repair::Yes);
        } else if let (Some(cell), Some(number)) = (number_cell(self.note(0), item), number) {
            self.keep(0, Span::new(body.start, cell.start), Repair::Yes);
            self.put(&number.to_string());
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
        let wording = item.text.clone().unwrap_or_else(|| self.carried(source.note, &wording));
        let kept = self.own_content(style, source, item, &wording);
        let content = kept.unwrap_or_else(|| style.content(&wording, item, template, depth, number));
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

    /// The content of a line as its note has it, where the words hold fields that are read as words, such as a second
    /// due date: in another order they might be taken for the first.
    fn own_content(
        &self,
        style: &Style,
        source: &Source,
        item: &MergedItem,
        wording: &str,
    ) -> Option<String> {
        let variant = self.note(source.note);
        let own = &variant.items()[source.item?];
        let stays = style.columns.is_none()
            && matches!(own.shape, Shape::Bullet { .. })
            && item.text.is_none()
            && own.fields == item.fields
            && holds_fields(wording);
        stays.then(|| one_line(&self.carried(source.note, variant.slice(own.content))))
    }

    fn attachment(&self, row: &MergedRow, note: usize) -> Option<(usize, Span)> {
        let source = row.sources.iter().find(|source| source.note == note)?;
        Some((note, self.note(note).items()[source.item?].attachment?))
    }

    /// The attachments of the other sources that the one of `first` does not say.
    fn other_attachments(&self, row: &MergedRow, first: usize) -> Vec<(usize, Span)> {
        let said = |(note, span): (usize, Span)| one_line(self.note(note).slice(span));
        let mut known: Vec<String> = self.attachment(row, first).into_iter().map(said).collect();
        let mut others = Vec::new();
        for source in row.sources.iter().filter(|source| source.note != first) {
            let attachment = source.item.and_then(|item| self.note(source.note).items()[item].attachment);
            if let Some(span) = attachment
                && !known.contains(&said((source.note, span)))
            {
                known.push(said((source.note, span)));
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
}

/// Whether words hold what is read as a field.
fn holds_fields(words: &str) -> bool {
    words.contains("::")
        || words.chars().any(|c| FieldName::of_sign(c).is_some() || Priority::of_sign(c).is_some())
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
