//! What holds items together and is left when they all have gone elsewhere: headings and heads of tables.

use super::super::outline::{OutBlock, Outline};
use super::super::{Input, MergedRow, Outcome, Reason, SetAside, Source, Value, one_line};
use super::{Placer, is_title};
use crate::note::section::heading_key;
use crate::note::{BlockKind, Fields, Item};
use crate::people::{PersonId, Who};
use crate::text::Span;
use crate::text::particulars::particulars;
use std::collections::BTreeSet;
use std::ops::Range;

/// Adds a row for the head of each table of data: it says what the others mean.
pub(super) fn table_heads(input: Input<'_>, rows: &mut Vec<MergedRow>, outline: &mut Outline) {
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

/// Sets the rows aside that are no more than the topic of items which all stand elsewhere.
pub(super) fn topics(rows: &mut [MergedRow], emptied: &[usize], set_aside: &mut Vec<SetAside>) {
    for at in emptied {
        let row = &mut rows[*at];
        row.value = Value::Nothing;
        row.rules = vec!["all that stands under it stands elsewhere".into()];
        let aside = row.sources.iter().map(|source| SetAside::of(source, Reason::EmptyHeading, Some(*at)));
        set_aside.extend(aside);
    }
}

impl Placer<'_> {
    /// Whether an item is no more than the topic of others, which all stand elsewhere already: a few words without
    /// anything that must not get lost, which no other variant says. The name of who does them all is less than that.
    pub(super) fn is_emptied_topic(&self, note: usize, item: usize, row: usize) -> bool {
        const MOST_WORDS: usize = 3;
        let variant = self.note(note);
        let items = variant.items();
        let this = &items[item];
        let tree = items.iter().enumerate().skip(item + 1);
        let below = tree.take_while(|(_, below)| below.block == this.block && below.depth > this.depth);
        let stands_elsewhere = |at: usize| {
            let row = self.row_of.get(&(note, at));
            row.is_some_and(|row| self.home[*row].is_some() || !self.written[*row])
        };
        let mut below = below.map(|(at, _)| stands_elsewhere(at)).peekable();
        let is_name = self.hands_down_its_owner(note, item);
        below.peek().is_some()
            && (below.all(|elsewhere| elsewhere) || is_name && !self.is_listed_by_names())
            && self.input.alignment.rows[row].members.len() == 1
            && this.fields == Fields::default()
            && this.attachment.is_none()
            && this.wording.split_whitespace().count() <= MOST_WORDS
            && particulars(&this.wording, variant.date()).is_empty()
            && (is_name || self.input.people.people_in(note, &this.wording).is_empty())
    }

    /// Whether an item is the name of who does what stands under it, which everything there says itself.
    fn hands_down_its_owner(&self, note: usize, item: usize) -> bool {
        let people = self.input.people;
        let items = self.note(note).items();
        let this = &items[item];
        let named: BTreeSet<PersonId> =
            people.people_in(note, &this.wording).into_iter().map(|(_, person)| person).collect();
        if named.is_empty() {
            return false;
        }
        let is_theirs = |below: &Item| {
            let owners = below.fields.owners.iter().map(|owner| people.owner(note, owner));
            owners.into_iter().any(|who| matches!(who, Who::Person(person) if named.contains(&person)))
        };
        let tree = items.iter().skip(item + 1);
        let mut below =
            tree.take_while(|below| below.block == this.block && below.depth > this.depth).peekable();
        below.peek().is_some() && below.all(is_theirs)
    }

    /// Whether the base lists what is to be done under the names of those who do it.
    fn is_listed_by_names(&self) -> bool {
        let is = || (0..self.note(0).items().len()).any(|item| self.hands_down_its_owner(0, item));
        *self.lists_by_names.get_or_init(is)
    }

    /// Lists the heads of tables whose rows all became something else.
    pub(super) fn set_aside_tables(&mut self) {
        for note in 0..self.input.notes.len() {
            let blocks = self.note(note).blocks().iter().enumerate();
            for (table, _) in blocks.filter(|(_, block)| block.kind == BlockKind::Table) {
                self.set_aside_head(note, table);
            }
        }
    }

    /// Lists the rows of a table that stands word for word where a table has no items, as in a summary.
    pub(super) fn set_aside_rows(&mut self, note: usize, items: Range<usize>) {
        let variant = self.note(note);
        for index in items {
            let row = self.row_of.get(&(note, index)).copied();
            if row.is_some_and(|row| self.home[row].is_none() && !self.worded[row]) {
                let item = &variant.items()[index];
                self.set_aside.push(SetAside {
                    note,
                    line: item.line,
                    text: one_line(variant, item.content),
                    reason: Reason::SaidElsewhere,
                    row,
                });
            }
        }
    }

    fn set_aside_head(&mut self, note: usize, table: usize) {
        let variant = self.note(note);
        let first = variant.items().partition_point(|item| item.block < table);
        let Some(item) = variant.items().get(first).filter(|item| item.block == table) else { return };
        let stands = self.sections.iter().flat_map(|section| &section.blocks).any(|block| {
            matches!(block, OutBlock::Items { like, items } if *like == (note, table) && !items.is_empty())
                || matches!(block, OutBlock::Data { note: other, block, .. } if (*other, *block) == (note, table))
        });
        let again = self.texts.contains(&self.said(note, table));
        if !stands && !again {
            let head = Span::new(variant.blocks()[table].span.start, item.span.start);
            self.set_aside_span(note, head, Reason::TableHead);
        }
    }

    /// Lists the headings of topics and sections of which nothing had to be put in.
    pub(super) fn set_aside_headings(&mut self) {
        for note in 1..self.input.notes.len() {
            let variant = self.note(note);
            for (at, section) in variant.sections().iter().enumerate() {
                let Some(heading) = section.heading else { continue };
                let stands = self.headings.contains(&heading_key(&section.title));
                if stands || is_title(variant, at) {
                    continue;
                }
                self.set_aside_span(note, variant.blocks()[heading].span, Reason::EmptyHeading);
            }
        }
    }

    pub(super) fn set_aside_span(&mut self, note: usize, span: Span, reason: Reason) {
        let variant = self.note(note);
        let line = variant.lines().number_at(span.start);
        self.set_aside.push(SetAside { note, line, text: one_line(variant, span), reason, row: None });
    }
}
