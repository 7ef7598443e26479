//! Where everything goes: the base's outline, with what only the others say put where it belongs.
//!
//! The base's sections and blocks keep their order. Then the other variants are walked in order of their lines, and
//! what the canonical note does not have yet is put in: an item after the nearest preceding item of its variant that
//! has a place, a child under its parent, a topic with its items at the end of the sections of its role, a section
//! after the one it follows in its variant. A block equal to one that stands already is not put in again.

use super::outline::{Listed, OutBlock, OutSection, Outline, is_data_table};
use super::properties::file_key;
use super::wording::Weights;
use super::{Input, MergedRow, Outcome, Reason, SetAside, Source, Value, header, one_line, summary};
use crate::note::section::heading_key;
use crate::note::{Block, BlockKind, Note, Role};
use crate::text::particulars::{Particular, particulars};
use std::collections::{BTreeMap, BTreeSet};

/// Lays out the canonical note, and adds the rows of title, header lines and summary to `rows`.
pub(super) fn outline(
    input: Input<'_>,
    weights: &mut Weights,
    rows: &mut Vec<MergedRow>,
    set_aside: &mut Vec<SetAside>,
) -> Outline {
    let mut placer = Placer::new(input, rows);
    placer.lay_out_base();
    for note in 1..input.notes.len() {
        placer.put_in(note);
    }
    placer.set_aside_tables(note_tables(input));
    placer.set_aside_headings();
    set_aside.append(&mut placer.set_aside);
    let mut outline =
        Outline { sections: placer.order.iter().map(|id| placer.sections[*id].clone()).collect() };
    table_heads(input, rows, &mut outline);
    header::unite(input, rows, &mut outline, set_aside);
    summary::choose(input, weights, rows, &mut outline, set_aside);
    outline
}

/// Adds a row for the head of each table of data: it says what the others mean.
fn table_heads(input: Input<'_>, rows: &mut Vec<MergedRow>, outline: &mut Outline) {
    for block in outline.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let OutBlock::Data { note, block, head, .. } = block {
            let variant = input.notes[*note];
            let table = &variant.blocks()[*block];
            let line = variant.lines().number_at(table.span.start);
            let span = variant.lines().span(line).unwrap_or(table.span);
            let source = Source { note: *note, item: None, line, text: one_line(variant, span) };
            *head = rows.len();
            rows.push(MergedRow::passage(table.role, vec![source], Outcome::Only));
        }
    }
}

/// The tables of the base, by block.
fn note_tables(input: Input<'_>) -> Vec<usize> {
    let blocks = input.notes[0].blocks().iter().enumerate();
    blocks.filter(|(_, block)| block.kind == BlockKind::Table).map(|(at, _)| at).collect()
}

/// An item as note and index.
type Place = (usize, usize);

struct Placer<'a> {
    input: Input<'a>,
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
    /// The texts of the blocks that stand in the canonical note, blanks folded.
    texts: BTreeSet<String>,
    /// The files its source lines name.
    source_files: BTreeSet<String>,
    /// The keys of the headings that stand in it.
    headings: BTreeSet<String>,
    set_aside: Vec<SetAside>,
}

impl<'a> Placer<'a> {
    fn new(input: Input<'a>, rows: &[MergedRow]) -> Self {
        let members = input.alignment.rows.iter().enumerate();
        let row_of = members
            .flat_map(|(at, row)| row.members.iter().map(move |member| ((member.note, member.item), at)))
            .collect();
        Self {
            input,
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
            set_aside: Vec::new(),
        }
    }

    fn note(&self, note: usize) -> &'a Note {
        self.input.notes[note]
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
            self.texts.insert(folded(base.slice(span)));
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
        self.texts.insert(folded(base.slice(span)));
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
                if self.texts.insert(folded(variant.slice(block.span))) {
                    let section = self.section_for(note, block.section);
                    let table = self.data_table(note, at, &items.collect::<Vec<_>>(), section);
                    self.append(section, table);
                }
            } else if !items.is_empty() {
                items.for_each(|item| self.put_item(note, item));
            } else if self.headers_in(note, at).is_none() {
                self.put_block(note, at, block);
            }
        }
    }

    fn put_block(&mut self, note: usize, at: usize, block: &Block) {
        match block.kind {
            BlockKind::ByteOrderMark
            | BlockKind::Frontmatter
            | BlockKind::Blank
            | BlockKind::Heading
            | BlockKind::ThematicBreak => return,
            BlockKind::Paragraph
            | BlockKind::List
            | BlockKind::Table
            | BlockKind::Code
            | BlockKind::Quote
            | BlockKind::Comment
            | BlockKind::Html
            | BlockKind::Definition
            | BlockKind::Raw => {}
        }
        let variant = self.note(note);
        let text = folded(variant.slice(block.span));
        if block.role == Role::Summary && self.has_summary_before(note) || !self.texts.insert(text) {
            return;
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
        self.append(section, OutBlock::Kept { note, block: at, row: None });
    }

    /// Whether a variant before this one has a summary: then that one stands, and [`summary::choose`] picks the text.
    fn has_summary_before(&self, note: usize) -> bool {
        self.sections.iter().any(|section| section.role == Role::Summary && section.origin.0 < note)
    }

    /// The section a block that is no item goes to: the end of the topic it stands in, if the canonical note has it,
    /// else the last of the sections of the role.
    fn section_for_block(&mut self, note: usize, section: usize) -> usize {
        let source = &self.note(note).sections()[section];
        if !source.inherits {
            let id = self.section_for(note, section);
            return self.last_of_group(id);
        }
        if let Some(id) = self.topic(source.role, &source.title) {
            return id;
        }
        match source.parent {
            Some(parent) => self.section_for_block_of(note, parent),
            None => self.section_for(note, section),
        }
    }

    fn section_for_block_of(&mut self, note: usize, mut section: usize) -> usize {
        let sections = self.note(note).sections();
        while let (true, Some(parent)) = (sections[section].inherits, sections[section].parent) {
            section = parent;
        }
        let id = self.section_for(note, section);
        self.last_of_group(id)
    }

    /// The topic with this title under sections of this role.
    fn topic(&self, role: Role, title: &str) -> Option<usize> {
        let key = heading_key(title);
        self.order.iter().copied().find(|id| {
            let section = &self.sections[*id];
            section.inherits && section.role == role && heading_key(self.title(*id)) == key
        })
    }

    fn title(&self, id: usize) -> &'a str {
        let (note, section) = self.sections[id].origin;
        &self.note(note).sections()[section].title
    }

    /// The last section that stands under this one by inheriting its role, or the section itself.
    fn last_of_group(&self, id: usize) -> usize {
        let from = self.position(id);
        let group = self.order[from + 1..].iter().take_while(|id| self.sections[**id].inherits);
        group.last().copied().unwrap_or(id)
    }

    fn position(&self, id: usize) -> usize {
        self.order.iter().position(|other| *other == id).expect("every section has its place in the order")
    }

    /// The section of the canonical note that a section of a variant goes to; made where there is none.
    fn section_for(&mut self, note: usize, section: usize) -> usize {
        if let Some(id) = self.counterpart.get(&(note, section)) {
            return *id;
        }
        let id = match self.find_section(note, section) {
            Some(id) => id,
            None => self.make_section(note, section),
        };
        self.counterpart.insert((note, section), id);
        id
    }

    fn find_section(&self, note: usize, section: usize) -> Option<usize> {
        let source = &self.note(note).sections()[section];
        if source.inherits {
            return self.topic(source.role, &source.title);
        }
        let alike = |id: &usize| {
            let other = &self.sections[*id];
            (other.level > 0) == (source.level > 0) && other.role == source.role && !other.inherits
        };
        let same_title = |id: &usize| heading_key(self.title(*id)) == heading_key(&source.title);
        let mut candidates = self.order.iter().copied().filter(alike);
        if source.level == 1 && source.role == Role::Other && is_title(self.note(note), section) {
            return candidates.find(|id| {
                let (note, section) = self.sections[*id].origin;
                is_title(self.note(note), section)
            });
        }
        if source.role == Role::Other && source.level > 0 {
            return candidates.find(|id| same_title(id));
        }
        if source.level == 0 {
            // Before the first heading, or after a thematic break.
            let is_first = section == 0;
            return candidates.find(|id| (self.sections[*id].origin.1 == 0) == is_first);
        }
        let candidates: Vec<usize> = candidates.collect();
        candidates.iter().copied().find(|id| same_title(id)).or_else(|| candidates.first().copied())
    }

    /// Makes a section of a variant one of the canonical note, after the one it follows there.
    fn make_section(&mut self, note: usize, section: usize) -> usize {
        let variant = self.note(note);
        let source = &variant.sections()[section];
        let before = (0..section).rev().find_map(|earlier| self.found(note, earlier));
        let (at, level) = if source.inherits {
            let parent = source.parent.map(|parent| self.section_for(note, parent));
            let parent = parent.or(before).unwrap_or(self.order[0]);
            let sibling = self.order.iter().map(|id| &self.sections[*id]);
            let sibling =
                sibling.filter(|other| other.inherits && other.role == source.role).map(|other| other.level);
            let level = sibling.min().unwrap_or((self.sections[parent].level + 1).min(6));
            (self.position(self.last_of_group(parent)) + 1, level)
        } else {
            let after = before.map(|id| self.position(self.last_of_group(id)) + 1);
            let next = || {
                let later = section + 1..variant.sections().len();
                later.into_iter().find_map(|later| self.found(note, later)).map(|id| self.position(id))
            };
            let at = after.or_else(next).unwrap_or(self.order.len());
            (at, if source.level == 0 { 0 } else { self.level_of_sections(source.level) })
        };
        let mut blocks = Vec::new();
        match source.heading {
            Some(heading) => blocks.push(OutBlock::Heading { note, block: heading, level }),
            None => {
                let rule =
                    source.blocks.clone().find(|at| variant.blocks()[*at].kind == BlockKind::ThematicBreak);
                blocks.extend(rule.map(|block| OutBlock::Kept { note, block, row: None }));
            }
        }
        let tight = source.heading.is_some_and(|heading| !followed_by_blank(variant, heading));
        if !blocks.is_empty() && !tight {
            blocks.push(OutBlock::Blank);
        }
        self.headings.insert(heading_key(&source.title));
        let id = self.sections.len();
        self.sections.push(OutSection {
            role: source.role,
            origin: (note, section),
            level,
            inherits: source.inherits,
            blocks,
        });
        self.order.insert(at, id);
        self.separate(at);
        id
    }

    /// Sees to a blank line before and after the section at this place in the order.
    fn separate(&mut self, at: usize) {
        if at > 0 {
            let before = self.order[at - 1];
            self.end_with_blank(before);
        }
        if at + 1 < self.order.len() {
            let id = self.order[at];
            self.sections[id].blocks.push(OutBlock::Blank);
        }
    }

    fn end_with_blank(&mut self, id: usize) {
        let ends_blank = self.sections[id].blocks.last().is_none_or(|block| self.is_blank(block));
        if !ends_blank {
            self.sections[id].blocks.push(OutBlock::Blank);
        }
    }

    fn is_definition(&self, block: &OutBlock) -> bool {
        match block {
            OutBlock::Kept { note, block, .. } => {
                self.note(*note).blocks()[*block].kind == BlockKind::Definition
            }
            _ => false,
        }
    }

    fn is_blank(&self, block: &OutBlock) -> bool {
        match block {
            OutBlock::Blank => true,
            OutBlock::Kept { note, block, .. } => self.note(*note).blocks()[*block].kind == BlockKind::Blank,
            OutBlock::Items { items, .. } => items.is_empty(),
            OutBlock::Frontmatter { .. }
            | OutBlock::Heading { .. }
            | OutBlock::Headers { .. }
            | OutBlock::Data { .. }
            | OutBlock::Sentence { .. } => false,
        }
    }

    /// The section an earlier or later section of a variant went to, without making one.
    fn found(&self, note: usize, section: usize) -> Option<usize> {
        self.counterpart.get(&(note, section)).copied().or_else(|| self.find_section(note, section))
    }

    /// The level the base writes the sections of its roles with; `own` where it has none.
    fn level_of_sections(&self, own: u8) -> u8 {
        let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
        for section in self.sections.iter().filter(|section| section.origin.0 == 0) {
            if section.role != Role::Other && section.level > 0 && !section.inherits {
                *counts.entry(section.level).or_default() += 1;
            }
        }
        let most = counts.iter().max_by_key(|(level, count)| (**count, std::cmp::Reverse(**level)));
        most.map_or(own, |(level, _)| *level)
    }

    /// Puts a block at the end of a section, before the blank lines that end it.
    fn append(&mut self, id: usize, block: OutBlock) {
        let blocks = &self.sections[id].blocks;
        let mut at = blocks.len();
        while at > 0 && self.is_blank(&blocks[at - 1]) {
            at -= 1;
        }
        let after_heading = at == 1 && matches!(blocks[0], OutBlock::Heading { .. } | OutBlock::Kept { .. });
        let had_blank = at < blocks.len();
        let mut new = Vec::new();
        let follows = at > 0 && self.is_definition(&blocks[at - 1]) && self.is_definition(&block);
        if at > 0 && !(after_heading && !had_blank) && !follows {
            new.push(OutBlock::Blank);
        }
        if after_heading && had_blank {
            // The blank line below the heading stays there.
            at = blocks.len();
            new.clear();
            new.push(block);
            if !self.is_last(id) {
                new.push(OutBlock::Blank);
            }
        } else {
            new.push(block);
        }
        self.sections[id].blocks.splice(at..at, new);
        if !self.is_last(id) {
            self.end_with_blank(id);
        }
    }

    fn is_last(&self, id: usize) -> bool {
        self.order.last() == Some(&id)
    }

    fn put_item(&mut self, note: usize, item: usize) {
        let Some(row) = self.row_of.get(&(note, item)).copied() else { return };
        if !self.worded[row] || self.home[row].is_some() {
            return;
        }
        let variant = self.note(note);
        let this = &variant.items()[item];
        let parent = this.parent.and_then(|parent| self.row_of.get(&(note, parent))).copied();
        if parent.is_some_and(|parent| self.insert_under(parent, row)) {
            return;
        }
        let source = &variant.sections()[this.section];
        // Rows of data tables have a place, but nothing can be put beside them.
        let listed = |placer: &Self, at: usize| {
            let row = placer.row_of.get(&(note, at)).copied()?;
            placer.worded[row].then_some((row, placer.home[row]?))
        };
        let before = (0..item).rev().take_while(|at| variant.items()[*at].role == this.role);
        let before = before.into_iter().find_map(|at| listed(self, at));
        if source.inherits || source.role == Role::Other {
            let section = self.section_for(note, this.section);
            let anchor = before.filter(|(_, home)| *home == section);
            if !anchor.is_some_and(|(anchor, _)| self.insert_after(anchor, row)) {
                self.insert_at_end(note, this.block, section, row);
            }
            return;
        }
        if before.is_some_and(|(anchor, _)| self.insert_after(anchor, row)) {
            return;
        }
        let later = (item + 1..variant.items().len()).take_while(|at| variant.items()[*at].role == this.role);
        let next = later.into_iter().find_map(|at| listed(self, at));
        if !next.is_some_and(|(next, _)| self.insert_before(next, row)) {
            let section = self.section_for(note, this.section);
            self.insert_at_end(note, this.block, section, row);
        }
    }

    /// The section, block and index of a row that stands in a list.
    fn find(&self, row: usize) -> Option<(usize, usize, usize)> {
        let section = self.home[row]?;
        let blocks = self.sections[section].blocks.iter().enumerate();
        let found = blocks.filter_map(|(at, block)| match block {
            OutBlock::Items { items, .. } => Some((at, items.iter().position(|listed| listed.row == row)?)),
            _ => None,
        });
        found.map(|(block, index)| (section, block, index)).next()
    }

    fn insert(&mut self, (section, block, index): (usize, usize, usize), listed: Listed) {
        if let OutBlock::Items { items, .. } = &mut self.sections[section].blocks[block] {
            items.insert(index, listed);
            self.home[listed.row] = Some(section);
        }
    }

    fn listed(&self, section: usize, block: usize) -> &[Listed] {
        match &self.sections[section].blocks[block] {
            OutBlock::Items { items, .. } => items,
            _ => &[],
        }
    }

    /// The index after the items nested under the one at `index`.
    fn after_tree(&self, section: usize, block: usize, index: usize) -> usize {
        let items = self.listed(section, block);
        let depth = items[index].depth;
        items[index + 1..]
            .iter()
            .position(|item| item.depth <= depth)
            .map_or(items.len(), |at| index + 1 + at)
    }

    fn insert_under(&mut self, parent: usize, row: usize) -> bool {
        let Some((section, block, index)) = self.find(parent) else { return false };
        let depth = self.listed(section, block)[index].depth + 1;
        let at = self.after_tree(section, block, index);
        self.insert((section, block, at), Listed { row, depth });
        true
    }

    fn insert_after(&mut self, anchor: usize, row: usize) -> bool {
        let Some((section, block, mut index)) = self.find(anchor) else { return false };
        while index > 0 && self.listed(section, block)[index].depth > 0 {
            index -= 1;
        }
        let at = self.after_tree(section, block, index);
        self.insert((section, block, at), Listed { row, depth: 0 });
        true
    }

    fn insert_before(&mut self, next: usize, row: usize) -> bool {
        let Some((section, block, mut index)) = self.find(next) else { return false };
        while index > 0 && self.listed(section, block)[index].depth > 0 {
            index -= 1;
        }
        self.insert((section, block, index), Listed { row, depth: 0 });
        true
    }

    fn insert_at_end(&mut self, note: usize, like: usize, section: usize, row: usize) {
        let blocks = self.sections[section].blocks.iter();
        let last = blocks.enumerate().rev().find(|(_, block)| matches!(block, OutBlock::Items { .. }));
        if let Some((block, _)) = last {
            let end = self.listed(section, block).len();
            self.insert((section, block, end), Listed { row, depth: 0 });
            return;
        }
        let items = vec![Listed { row, depth: 0 }];
        self.append(section, OutBlock::Items { like: (note, like), items });
        self.home[row] = Some(section);
    }

    /// Lists the heads of tables whose rows all became something else.
    fn set_aside_tables(&mut self, tables: Vec<usize>) {
        let notes = std::iter::once((0, tables));
        let others = (1..self.input.notes.len()).map(|note| {
            let blocks = self.note(note).blocks().iter().enumerate();
            let tables = blocks.filter(|(_, block)| block.kind == BlockKind::Table).map(|(at, _)| at);
            (note, tables.collect())
        });
        let all: Vec<(usize, Vec<usize>)> = notes.chain(others.collect::<Vec<_>>()).collect();
        for (note, tables) in all {
            for table in tables {
                self.set_aside_head(note, table);
            }
        }
    }

    fn set_aside_head(&mut self, note: usize, table: usize) {
        let variant = self.note(note);
        let first = variant.items().partition_point(|item| item.block < table);
        let Some(item) = variant.items().get(first).filter(|item| item.block == table) else { return };
        let stands = self.sections.iter().flat_map(|section| &section.blocks).any(|block| match block {
            OutBlock::Items { like, items } => *like == (note, table) && !items.is_empty(),
            OutBlock::Data { note: other, block, .. } => (*other, *block) == (note, table),
            _ => false,
        });
        let again = self.texts.contains(&folded(variant.slice(variant.blocks()[table].span)));
        if !stands && !again {
            let head = crate::text::Span::new(variant.blocks()[table].span.start, item.span.start);
            self.set_aside.push(SetAside {
                note,
                line: variant.lines().number_at(head.start),
                text: one_line(variant, head),
                reason: Reason::TableHead,
                row: None,
            });
        }
    }

    /// Lists the headings of topics and sections of which nothing had to be put in.
    fn set_aside_headings(&mut self) {
        for note in 1..self.input.notes.len() {
            let variant = self.note(note);
            for (at, section) in variant.sections().iter().enumerate() {
                let Some(heading) = section.heading else { continue };
                let stands = self.headings.contains(&heading_key(&section.title));
                if stands || is_title(variant, at) {
                    continue;
                }
                let span = variant.blocks()[heading].span;
                self.set_aside.push(SetAside {
                    note,
                    line: variant.lines().number_at(span.start),
                    text: one_line(variant, span),
                    reason: Reason::EmptyHeading,
                    row: None,
                });
            }
        }
    }
}

/// Whether the section with this index is the note's title: the first, if it has level 1.
pub(super) fn is_title(note: &Note, section: usize) -> bool {
    let sections = note.sections();
    sections[section].level == 1 && sections[..section].iter().all(|earlier| earlier.heading.is_none())
}

fn followed_by_blank(note: &Note, block: usize) -> bool {
    note.blocks().get(block + 1).is_none_or(|next| next.kind == BlockKind::Blank)
}

/// The text with all runs of white space as one blank, by which equal blocks are found.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The files the links of a stretch of text name, whatever their folders.
fn targets(note: &Note, span: crate::text::Span) -> BTreeSet<String> {
    let found = particulars(note.slice(span), note.date()).into_iter();
    found
        .filter_map(|(_, particular)| match particular {
            Particular::Wikilink(target) | Particular::Url(target) => Some(file_key(&target)),
            _ => None,
        })
        .collect()
}
