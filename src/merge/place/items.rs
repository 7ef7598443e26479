//! Items: where one that only a variant has is put.

use super::super::outline::{Listed, OutBlock};
use super::Placer;
use crate::note::{BlockKind, Role};

impl Placer<'_> {
    pub(super) fn put_item(&mut self, note: usize, item: usize) {
        let Some(row) = self.row_of.get(&(note, item)).copied() else { return };
        if !self.worded[row] || self.home[row].is_some() {
            return;
        }
        if self.input.alignment.rows[row].beside.is_some_and(|beside| self.insert_beside(beside, row)) {
            return;
        }
        if self.is_emptied_topic(note, item, row) {
            self.emptied.push(row);
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
            // What is put under somebody's name would become theirs.
            let home = placer.home[row].filter(|home| !placer.is_of_person(*home))?;
            placer.worded[row].then_some((row, home))
        };
        let before = (0..item).rev().take_while(|at| variant.items()[*at].role == this.role);
        let before = before.into_iter().find_map(|at| listed(self, at));
        // A name is written with the item, and what a summary lists by topics goes with the facts.
        let has_topic = source.inherits && !source.of_person && source.role == this.role;
        // A table below the title lists actions, and those go where actions stand.
        if has_topic || source.role == Role::Other && this.role == Role::Other {
            let section = self.section_for(note, this.section);
            let anchor = before.filter(|(_, home)| *home == section);
            let is_lists_first = item.checked_sub(1).is_none_or(|at| variant.items()[at].block != this.block);
            let stands = is_lists_first && self.insert_below_its_line(note, this.block, section, row)
                || anchor.is_some_and(|(anchor, _)| self.insert_after(anchor, row));
            if !stands {
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
            let mut of_role = self.order.iter().copied().filter(|_| source.role != this.role);
            let of_role =
                of_role.find(|id| self.sections[*id].role == this.role && !self.sections[*id].inherits);
            let section = of_role.unwrap_or_else(|| self.section_for(note, this.section));
            self.insert_at_end(note, this.block, section, row);
        }
    }

    /// Puts the first row of a list below the line that stands above the list in its note, where that line was put in: what
    /// it says of the list is not said of the one before.
    fn insert_below_its_line(&mut self, note: usize, list: usize, section: usize, row: usize) -> bool {
        let blocks = self.note(note).blocks();
        let of_section = |block: &usize| blocks[*block].section == blocks[list].section;
        let before = (0..list).rev().take_while(of_section);
        let above = before.into_iter().find(|block| blocks[*block].kind != BlockKind::Blank);
        let Some(above) = above.filter(|block| blocks[*block].kind == BlockKind::Paragraph) else {
            return false;
        };
        let is_above = |out: &OutBlock| matches!(out, OutBlock::Kept { note: of, block, .. } if (*of, *block) == (note, above));
        let Some(at) = self.sections[section].blocks.iter().position(is_above) else { return false };
        let items = OutBlock::Items { like: (note, list), items: vec![Listed { row, depth: 0 }] };
        self.sections[section].blocks.splice(at + 1..=at, [OutBlock::Blank, items]);
        self.home[row] = Some(section);
        true
    }

    fn is_of_person(&self, section: usize) -> bool {
        let (note, section) = self.sections[section].origin;
        self.note(note).sections()[section].of_person
    }

    /// The section, block and index of a row that stands in a list.
    pub(super) fn find(&self, row: usize) -> Option<(usize, usize, usize)> {
        let section = self.home[row]?;
        let blocks = self.sections[section].blocks.iter().enumerate();
        let mut found = blocks.filter_map(|(at, block)| {
            let OutBlock::Items { items, .. } = block else { return None };
            Some((section, at, items.iter().position(|listed| listed.row == row)?))
        });
        found.next()
    }

    pub(super) fn insert(&mut self, (section, block, index): (usize, usize, usize), listed: Listed) {
        if let OutBlock::Items { items, .. } = &mut self.sections[section].blocks[block] {
            items.insert(index, listed);
            self.home[listed.row] = Some(section);
        }
    }

    pub(super) fn listed(&self, section: usize, block: usize) -> &[Listed] {
        let OutBlock::Items { items, .. } = &self.sections[section].blocks[block] else { return &[] };
        items
    }

    /// The index after the items nested under the one at `index`.
    pub(super) fn after_tree(&self, section: usize, block: usize, index: usize) -> usize {
        let items = self.listed(section, block);
        let depth = items[index].depth;
        items[index + 1..]
            .iter()
            .position(|item| item.depth <= depth)
            .map_or(items.len(), |at| index + 1 + at)
    }

    pub(super) fn insert_under(&mut self, parent: usize, row: usize) -> bool {
        let Some((section, block, index)) = self.find(parent) else { return false };
        let depth = self.listed(section, block)[index].depth + 1;
        let at = self.after_tree(section, block, index);
        self.insert((section, block, at), Listed { row, depth });
        true
    }

    /// Puts a row behind another and what is nested under that, as deep as it.
    fn insert_beside(&mut self, anchor: usize, row: usize) -> bool {
        let Some((section, block, index)) = self.find(anchor) else { return false };
        let depth = self.listed(section, block)[index].depth;
        let at = self.after_tree(section, block, index);
        self.insert((section, block, at), Listed { row, depth });
        true
    }

    pub(super) fn insert_after(&mut self, anchor: usize, row: usize) -> bool {
        let Some((section, block, mut index)) = self.find(anchor) else { return false };
        while index > 0 && self.listed(section, block)[index].depth > 0 {
            index -= 1;
        }
        let at = self.after_tree(section, block, index);
        self.insert((section, block, at), Listed { row, depth: 0 });
        true
    }

    pub(super) fn insert_before(&mut self, next: usize, row: usize) -> bool {
        let Some((section, block, mut index)) = self.find(next) else { return false };
        while index > 0 && self.listed(section, block)[index].depth > 0 {
            index -= 1;
        }
        self.insert((section, block, index), Listed { row, depth: 0 });
        true
    }

    pub(super) fn insert_at_end(&mut self, note: usize, like: usize, section: usize, row: usize) {
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
}
