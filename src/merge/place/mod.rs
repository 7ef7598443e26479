//! Where everything goes: the base's outline, with what only the others say put where it belongs.
//!
//! The base's sections and blocks keep their order. Then the other variants are walked in order of their lines, and
//! what the canonical note does not have yet is put in: an item after the nearest preceding item of its variant that
//! has a place, a child under its parent, a topic with its items at the end of the sections of its role, a section
//! after the one it follows in its variant. A block equal to one that stands already is not put in again.

mod items;
mod leftovers;
mod levels;
mod sections;

use super::carry::Passage;
use super::outline::{Listed, OutBlock, OutSection, Outline, is_data_table};
use super::properties::file_key;
use super::wording::{Weights, Wordings};
use super::{Input, MergedRow, Reason, Renames, SetAside, Value, header, one_line, summary};
use crate::note::section::heading_key;
use crate::note::{Block, BlockKind, Note, Role};
use crate::people::Who;
use crate::text::particulars::{Particular, particulars};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Lays out the canonical note, and adds the rows of title, header lines and summary to `rows`.
pub(super) fn outline(
    input: Input<'_>,
    said: (&Wordings<'_>, &mut Weights),
    renames: &[Renames],
    rows: &mut Vec<MergedRow>,
    set_aside: &mut Vec<SetAside>,
) -> Outline {
    let mut placer = Placer::new(input, renames, rows);
    placer.lay_out_base();
    for note in 1..input.notes.len() {
        placer.put_in(note);
    }
    placer.set_aside_tables();
    placer.set_aside_headings();
    leftovers::topics(rows, &placer.emptied, &mut placer.set_aside);
    set_aside.append(&mut placer.set_aside);
    let mut outline =
        Outline { sections: placer.order.iter().map(|id| placer.sections[*id].clone()).collect() };
    levels::settle(&mut outline.sections);
    leftovers::table_heads(input, rows, &mut outline);
    header::unite(input, rows, &mut outline, set_aside);
    summary::choose(input, said, renames, rows, &mut outline, set_aside);
    outline
}

/// What code without a fence starts with. Below a list that would make it part of an item.
const CODE_INDENTS: [&str; 2] = ["    ", "\t"];

/// Whether a block is code without a fence.
pub(super) fn is_indented_code(note: &Note, block: &Block) -> bool {
    let text = note.slice(block.span);
    block.kind == BlockKind::Code && CODE_INDENTS.iter().any(|indent| text.starts_with(indent))
}

/// An item as note and index.
type Place = (usize, usize);

struct Placer<'a> {
    input: Input<'a>,
    renames: &'a [Renames],
    /// Whether the row has a value to be written.
    written: Vec<bool>,
    /// Whether it is written as an item, and not only as a row of a table of data.
    worded: Vec<bool>,
    /// The row of every item.
    row_of: BTreeMap<Place, usize>,
    /// The sections found so far, never moved; [`Placer::order`] says how they stand.
    sections: Vec<OutSection>,
    order: Vec<usize>,
    /// The section each row stands in.
    home: Vec<Option<usize>>,
    /// Which section a section of a variant goes to.
    counterpart: BTreeMap<Place, usize>,
    /// What the blocks that stand in the canonical note say there, see [`Passage::block`].
    texts: BTreeSet<String>,
    /// The files its source lines name.
    source_files: BTreeSet<String>,
    /// The keys of the headings that stand in it.
    headings: BTreeSet<String>,
    /// The note whose summary stands; [`summary::choose`] picks the text.
    summary: Option<usize>,
    set_aside: Vec<SetAside>,
    /// The rows that are no more than the topic of items which all stand elsewhere.
    emptied: Vec<usize>,
    /// Whether the base lists what is to be done under names, once that was asked.
    lists_by_names: OnceCell<bool>,
}

impl<'a> Placer<'a> {
    fn new(input: Input<'a>, renames: &'a [Renames], rows: &[MergedRow]) -> Self {
        let members = input.alignment.rows.iter().enumerate();
        let row_of = members
            .flat_map(|(at, row)| row.members.iter().map(move |member| ((member.note, member.item), at)))
            .collect();
        Self {
            input,
            renames,
            written: rows.iter().map(|row| row.value != Value::Nothing).collect(),
            worded: rows.iter().map(|row| matches!(row.value, Value::Item(_))).collect(),
            row_of,
            sections: Vec::new(),
            order: Vec::new(),
            home: vec![None; rows.len()],
            counterpart: BTreeMap::new(),
            texts: BTreeSet::new(),
            source_files: BTreeSet::new(),
            headings: BTreeSet::new(),
            summary: summary::has_summary(input.notes[0]).then_some(0),
            set_aside: Vec::new(),
            emptied: Vec::new(),
            lists_by_names: OnceCell::new(),
        }
    }

    fn note(&self, note: usize) -> &'a Note {
        self.input.notes[note]
    }

    /// What a block says in the canonical note.
    fn said(&self, note: usize, block: usize) -> String {
        let variant = self.note(note);
        Passage::between(&self.renames[note], variant, self.note(0)).block(variant, block)
    }

    fn lay_out_base(&mut self) {
        let base = self.note(0);
        for (at, section) in base.sections().iter().enumerate() {
            let id = self.sections.len();
            self.sections.push(OutSection {
                role: section.role,
                origin: (0, at),
                level: section.level,
                inherits: section.inherits,
                blocks: Vec::new(),
            });
            self.order.push(id);
            self.counterpart.insert((0, at), id);
            self.headings.insert(heading_key(&section.title));
            for block in section.blocks.clone() {
                let out = self.base_block(id, block);
                self.sections[id].blocks.push(out);
            }
        }
    }

    fn base_block(&mut self, section: usize, block: usize) -> OutBlock {
        let base = self.note(0);
        let Block { kind, span, role, .. } = base.blocks()[block];
        let first = base.items().partition_point(|item| item.block < block);
        let items: Vec<usize> =
            (first..base.items().len()).take_while(|item| base.items()[*item].block == block).collect();
        if !items.is_empty() && is_data_table(base, block) {
            self.texts.insert(self.said(0, block));
            return self.data_table(0, block, &items, section);
        }
        if !items.is_empty() {
            let listed = items.into_iter().filter_map(|item| {
                let row = self.row_of.get(&(0, item)).copied().filter(|row| self.written[*row])?;
                self.home[row].is_none().then(|| self.home[row] = Some(section))?;
                Some(Listed { row, depth: base.items()[item].depth })
            });
            return OutBlock::Items { like: (0, block), items: listed.collect() };
        }
        if kind == BlockKind::Frontmatter {
            return OutBlock::Frontmatter { block: Some(block) };
        }
        if let Some(rows) = self.headers_in(0, block) {
            return OutBlock::Headers { block: Some(block), rows };
        }
        if role == Role::Source {
            self.source_files.extend(targets(base, span));
        }
        // A summary may yet give way to that of another variant.
        if role != Role::Summary || !self.others_have_summary() {
            self.texts.insert(self.said(0, block));
        }
        OutBlock::Kept { note: 0, block, row: None }
    }

    /// A table of data that stands whole; its rows have their place in it where they have none yet.
    fn data_table(&mut self, note: usize, block: usize, items: &[usize], section: usize) -> OutBlock {
        let mut rows = Vec::new();
        for item in items {
            let Some(row) = self.row_of.get(&(note, *item)).copied() else { continue };
            if !self.worded[row] && self.home[row].is_none() {
                self.home[row] = Some(section);
                rows.push((row, *item));
            }
        }
        OutBlock::Data { note, block, head: usize::MAX, rows }
    }

    /// The header lines of a block; `None` when it holds none. Their rows are made by [`header::unite`].
    fn headers_in(&self, note: usize, block: usize) -> Option<Vec<usize>> {
        let span = self.note(note).blocks()[block].span;
        self.note(note).headers().iter().any(|line| span.contains(line.span)).then(Vec::new)
    }

    /// Puts in what the canonical note does not have yet of this note.
    fn put_in(&mut self, note: usize) {
        let variant = self.note(note);
        let mut item = 0;
        for (at, block) in variant.blocks().iter().enumerate() {
            let items = item..variant.items().partition_point(|item| item.block <= at);
            item = items.end;
            if !items.is_empty() && is_data_table(variant, at) {
                if self.texts.insert(self.said(note, at)) {
                    let section = self.section_for(note, block.section);
                    let table = self.data_table(note, at, &items.collect::<Vec<_>>(), section);
                    self.append(section, table);
                } else {
                    self.set_aside_rows(note, items);
                }
            } else if !items.is_empty() {
                items.for_each(|item| self.put_item(note, item));
            } else if self.headers_in(note, at).is_none() {
                self.put_block(note, at, block);
            }
        }
    }

    fn put_block(&mut self, note: usize, at: usize, block: &Block) {
        if !block.kind.is_passage() {
            return;
        }
        let variant = self.note(note);
        if variant.owner_lines().contains(&at) {
            // The owner is written with each of the items.
            self.set_aside_span(note, block.span, Reason::EmptyHeading);
            return;
        }
        if self.is_opening_said(note, at) {
            self.set_aside_span(note, block.span, Reason::SameValue);
            return;
        }
        let text = self.said(note, at);
        if block.role == Role::Summary && self.summary.is_some_and(|stands| stands != note)
            || !self.texts.insert(text)
        {
            return;
        }
        if block.role == Role::Summary {
            self.summary = Some(note);
        }
        if block.role == Role::Source {
            let files = targets(variant, block.span);
            if !files.is_empty() && files.iter().all(|file| self.source_files.contains(file)) {
                self.set_aside.push(SetAside {
                    note,
                    line: variant.lines().number_at(block.span.start),
                    text: one_line(variant, block.span),
                    reason: Reason::SameTarget,
                    row: None,
                });
                return;
            }
            self.source_files.extend(files);
        }
        let section = self.section_for_block(note, block.section);
        let kept = OutBlock::Kept { note, block: at, row: None };
        if is_indented_code(variant, block) {
            self.put_first(section, kept);
        } else {
            self.append(section, kept);
        }
    }

    /// Whether a block is no more than the line that opens its note, and the base says in properties or header lines when
    /// the meeting was, and other notes who was there.
    fn is_opening_said(&self, note: usize, block: usize) -> bool {
        let (base, variant) = (self.note(0), self.note(note));
        let says_a_day = base.property("date").is_some() || base.header("date").is_some();
        let Some((at, opening)) = variant.opening().filter(|(at, _)| says_a_day && *at == block) else {
            return false;
        };
        let people = self.input.people;
        let is_listed = |name: &String| match people.who(note, name) {
            who @ Who::Person(_) => (0..self.input.notes.len()).filter(|other| *other != note).any(|other| {
                self.note(other).participants().iter().any(|name| people.who(other, name) == who)
            }),
            Who::Myself | Who::Everyone | Who::Nobody | Who::Unknown => false,
        };
        variant.slice(variant.blocks()[at].span).trim_end().lines().count() == 1
            && base.date() == Some(opening.date)
            && opening.people.iter().all(is_listed)
    }

    fn others_have_summary(&self) -> bool {
        self.input.notes.iter().skip(1).any(|note| summary::has_summary(note))
    }
}

/// Whether the section with this index is the note's title: the first, if it has level 1.
pub(super) fn is_title(note: &Note, section: usize) -> bool {
    let sections = note.sections();
    sections[section].level == 1 && sections[..section].iter().all(|earlier| earlier.heading.is_none())
}

/// The files the links of a stretch of text name, whatever their folders.
fn targets(note: &Note, span: crate::text::Span) -> BTreeSet<String> {
    let found = particulars(note.slice(span), note.date()).into_iter();
    found
        .filter_map(|(_, particular)| {
            let (Particular::Wikilink(target) | Particular::Url(target)) = particular else { return None };
            Some(file_key(&target))
        })
        .collect()
}
