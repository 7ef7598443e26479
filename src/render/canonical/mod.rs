//! The text of the canonical note, with the origin of every line.

mod blocks;
mod frontmatter;
mod items;
mod page;

use crate::align::Alignment;
use crate::merge::MergedNote;
use crate::note::Frontmatter;
use page::Page;

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
    let mut page = Page::new(merged, alignment);
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
    page.finished()
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
