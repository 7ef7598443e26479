//! Sections: which of the canonical note's a section of a variant goes to, and where a new one stands.

use super::super::outline::{OutBlock, OutSection};
use super::{Placer, is_title};
use crate::note::section::{heading_key, lists_facts};
use crate::note::{BlockKind, Note, Role};
use std::collections::BTreeMap;

impl<'a> Placer<'a> {
    /// The section a block that is no item goes to: the end of the topic it stands in, if the canonical note has it,
    /// else the last of the sections of the role.
    pub(super) fn section_for_block(&mut self, note: usize, section: usize) -> usize {
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

    pub(super) fn section_for_block_of(&mut self, note: usize, mut section: usize) -> usize {
        let sections = self.note(note).sections();
        while let (true, Some(parent)) = (sections[section].inherits, sections[section].parent) {
            section = parent;
        }
        let id = self.section_for(note, section);
        self.last_of_group(id)
    }

    /// The topic with this title under sections of this role.
    pub(super) fn topic(&self, role: Role, title: &str) -> Option<usize> {
        let key = heading_key(title);
        self.order.iter().copied().find(|id| {
            let section = &self.sections[*id];
            section.inherits && section.role == role && heading_key(self.title(*id)) == key
        })
    }

    pub(super) fn title(&self, id: usize) -> &'a str {
        let (note, section) = self.sections[id].origin;
        &self.note(note).sections()[section].title
    }

    /// The last section that stands under this one by inheriting its role, or the section itself. What comes next may
    /// inherit another role, from a section further above.
    pub(super) fn last_of_group(&self, id: usize) -> usize {
        let from = self.position(id);
        let role = self.sections[id].role;
        let inherits = |id: &&usize| self.sections[**id].inherits && self.sections[**id].role == role;
        let group = self.order[from + 1..].iter().take_while(inherits);
        group.last().copied().unwrap_or(id)
    }

    pub(super) fn position(&self, id: usize) -> usize {
        self.order.iter().position(|other| *other == id).expect("every section has its place in the order")
    }

    /// The section of the canonical note that a section of a variant goes to; made where there is none.
    pub(super) fn section_for(&mut self, note: usize, section: usize) -> usize {
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

    pub(super) fn find_section(&self, note: usize, section: usize) -> Option<usize> {
        let source = &self.note(note).sections()[section];
        if source.of_person {
            return source.parent.and_then(|parent| self.find_section(note, parent));
        }
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
            let topic = || self.topic(Role::Facts, &source.title).filter(|_| self.is_topic(note, section));
            return candidates.find(|id| same_title(id)).or_else(topic);
        }
        if source.level == 0 {
            // Before the first heading, or after a thematic break.
            let is_first = section == 0;
            return candidates.find(|id| (self.sections[*id].origin.1 == 0) == is_first);
        }
        let candidates: Vec<usize> = candidates.collect();
        candidates.iter().copied().find(|id| same_title(id)).or_else(|| candidates.first().copied())
    }

    /// The section of facts under which a section of unknown role stands that is a topic of what was said, as Granola
    /// writes them: what is left of it when the facts said elsewhere are taken out reads as one of theirs.
    fn facts_for_topic(&self, note: usize, section: usize) -> Option<usize> {
        let mut sections = self.order.iter().copied().filter(|_| self.is_topic(note, section));
        sections.find(|id| self.sections[*id].role == Role::Facts && !self.sections[*id].inherits)
    }

    fn is_topic(&self, note: usize, section: usize) -> bool {
        let variant = self.note(note);
        let source = &variant.sections()[section];
        source.role == Role::Other
            && source.level > 1
            && lists_facts(&heading_key(&source.title))
            && variant.items().iter().any(|item| item.section == section)
    }

    /// Makes a section of a variant one of the canonical note, after the one it follows there.
    pub(super) fn make_section(&mut self, note: usize, section: usize) -> usize {
        let variant = self.note(note);
        let source = &variant.sections()[section];
        let before = (0..section).rev().find_map(|earlier| self.found(note, earlier));
        let facts = self.facts_for_topic(note, section);
        let (at, level) = if source.inherits {
            let parent = source.parent.map(|parent| self.section_for(note, parent));
            let parent = parent.or(before).unwrap_or(self.order[0]);
            let sibling = self.order.iter().map(|id| &self.sections[*id]);
            let sibling =
                sibling.filter(|other| other.inherits && other.role == source.role).map(|other| other.level);
            let level = sibling.min().unwrap_or((self.sections[parent].level + 1).min(6));
            (self.position(self.last_of_group(parent)) + 1, level)
        } else if let Some(facts) = facts {
            (self.position(self.last_of_group(facts)) + 1, (self.sections[facts].level + 1).min(6))
        } else {
            let after = before.map(|id| self.position(self.last_of_group(id)) + 1);
            let next = || {
                let later = section + 1..variant.sections().len();
                later.into_iter().find_map(|later| self.found(note, later)).map(|id| self.position(id))
            };
            let at = after.or_else(next).unwrap_or(self.order.len());
            let at = if source.level == 0 { at } else { at.max(self.after_title()) };
            (at, if source.level == 0 { 0 } else { self.level_of_sections(self.below_title(source.level)) })
        };
        let mut blocks = Vec::new();
        if let Some(heading) = source.heading {
            blocks.push(OutBlock::Heading { note, block: heading, level });
        } else {
            let rule =
                source.blocks.clone().find(|at| variant.blocks()[*at].kind == BlockKind::ThematicBreak);
            blocks.extend(rule.map(|block| OutBlock::Kept { note, block, row: None }));
        }
        let tight = source.heading.is_some_and(|heading| !followed_by_blank(variant, heading));
        if !blocks.is_empty() && !tight {
            blocks.push(OutBlock::Blank);
        }
        self.headings.insert(heading_key(&source.title));
        let id = self.sections.len();
        self.sections.push(OutSection {
            role: if facts.is_some() { Role::Facts } else { source.role },
            origin: (note, section),
            level,
            inherits: source.inherits || facts.is_some(),
            blocks,
        });
        self.order.insert(at, id);
        self.separate(at);
        id
    }

    /// Sees to a blank line before and after the section at this place in the order.
    pub(super) fn separate(&mut self, at: usize) {
        if at > 0 {
            let before = self.order[at - 1];
            self.end_with_blank(before);
        }
        if at + 1 < self.order.len() {
            let id = self.order[at];
            self.sections[id].blocks.push(OutBlock::Blank);
        }
    }

    pub(super) fn end_with_blank(&mut self, id: usize) {
        let ends_blank = self.sections[id].blocks.last().is_none_or(|block| self.is_blank(block));
        if !ends_blank {
            self.sections[id].blocks.push(OutBlock::Blank);
        }
    }

    pub(super) fn is_definition(&self, block: &OutBlock) -> bool {
        let OutBlock::Kept { note, block, .. } = block else { return false };
        self.note(*note).blocks()[*block].kind == BlockKind::Definition
    }

    pub(super) fn is_blank(&self, block: &OutBlock) -> bool {
        block.is_blank(self.input.notes)
    }

    /// The section an earlier or later section of a variant went to, without making one.
    pub(super) fn found(&self, note: usize, section: usize) -> Option<usize> {
        self.counterpart.get(&(note, section)).copied().or_else(|| self.find_section(note, section))
    }

    /// The place in the order behind the title of the base; the first where it has none.
    fn after_title(&self) -> usize {
        let is_titled = |id: &usize| {
            let (note, section) = self.sections[*id].origin;
            note == 0 && is_title(self.note(0), section)
        };
        self.order.iter().position(is_titled).map_or(0, |at| at + 1)
    }

    /// A level that leaves the title of the base the only H1.
    fn below_title(&self, level: u8) -> u8 {
        let base = self.note(0);
        let has_title = (0..base.sections().len()).any(|section| is_title(base, section));
        if has_title { level.max(2) } else { level }
    }

    /// The level the base writes the sections of its roles with; `own` where it has none.
    pub(super) fn level_of_sections(&self, own: u8) -> u8 {
        let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
        for section in self.sections.iter().filter(|section| section.origin.0 == 0) {
            if section.role != Role::Other && section.level > 0 && !section.inherits {
                *counts.entry(section.level).or_default() += 1;
            }
        }
        let most = counts.iter().max_by_key(|(level, count)| (**count, std::cmp::Reverse(**level)));
        most.map_or(own, |(level, _)| *level)
    }

    /// Whether a block is what a section begins with, and says nothing that could run on in the next block.
    fn is_heading(&self, block: &OutBlock) -> bool {
        match block {
            OutBlock::Heading { .. } | OutBlock::Frontmatter { .. } => true,
            OutBlock::Kept { note, block, .. } => {
                let kind = self.note(*note).blocks()[*block].kind;
                matches!(kind, BlockKind::Heading | BlockKind::ThematicBreak | BlockKind::ByteOrderMark)
            }
            OutBlock::Blank
            | OutBlock::Headers { .. }
            | OutBlock::Items { .. }
            | OutBlock::Data { .. }
            | OutBlock::Sentence { .. } => false,
        }
    }

    /// Puts a block before all else of a section but its heading.
    pub(super) fn put_first(&mut self, id: usize, block: OutBlock) {
        let at = self.sections[id].blocks.iter().take_while(|block| self.is_heading(block)).count();
        self.sections[id].blocks.splice(at..at, [OutBlock::Blank, block, OutBlock::Blank]);
    }

    /// Puts a block at the end of a section, before the blank lines that end it.
    pub(super) fn append(&mut self, id: usize, block: OutBlock) {
        let blocks = &self.sections[id].blocks;
        let mut at = blocks.len();
        while at > 0 && self.is_blank(&blocks[at - 1]) {
            at -= 1;
        }
        let after_heading = at == 1 && self.is_heading(&blocks[0]);
        let had_blank = at < blocks.len();
        let mut new = Vec::new();
        let follows = at > 0 && self.is_definition(&blocks[at - 1]) && self.is_definition(&block);
        if at > 0 && (!after_heading || had_blank) && !follows {
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

    pub(super) fn is_last(&self, id: usize) -> bool {
        self.order.last() == Some(&id)
    }
}

fn followed_by_blank(note: &Note, block: usize) -> bool {
    note.blocks().get(block + 1).is_none_or(|next| next.kind == BlockKind::Blank)
}
