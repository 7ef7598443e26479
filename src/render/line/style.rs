//! The style of a list or table, learned from the items that stand in it.

use crate::align::Alignment;
use crate::merge::MergedNote;
use crate::note::item::Column;
use crate::note::{BlockKind, FieldName, Item, Notation, Note, PartKind, Role, Shape, Status};
use crate::text::Span;
use std::collections::BTreeMap;

/// What the items to be written fit into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Fits {
    /// A row of a table can hold each.
    Row,
    /// Some have lines below them, or a status that the table has no column for.
    Bullet,
}

/// The style the items of a list or table are written in: that of the block of the base they stand in, or of the
/// variant they come from.
#[derive(Debug, Clone)]
pub(in crate::render) struct Style {
    /// The columns, when it is a table and stays one.
    pub(in crate::render) columns: Option<Vec<Column>>,
    /// The marker of its first item (`-`, `*`, `1.`).
    pub(in crate::render) marker: String,
    /// The blanks between marker and content.
    pub(in crate::render) gap: String,
    /// The indentation of its first item.
    pub(in crate::render) indent: String,
    /// What each level of nesting adds to the indentation.
    pub(in crate::render) step: String,
    /// Whether every item has a checkbox.
    pub(in crate::render) checkbox: bool,
    /// Whether blank lines stand between items.
    pub(in crate::render) loose: bool,
    pub(super) owner: Notation,
    /// What stands between the wording and an owner at its end.
    pub(super) owner_lead: String,
    pub(super) field: Notation,
    /// Whether a day in a cell is written as `2025-11-08`.
    pub(super) iso_cells: bool,
    pub(super) order: Vec<FieldName>,
    pub(super) tags: Vec<SharedTag>,
}

/// A tag every action of the base has.
#[derive(Debug, Clone)]
pub(super) struct SharedTag {
    pub(super) name: String,
    /// The statuses it goes with; none where it goes with any.
    pub(super) statuses: Vec<Status>,
}

impl Style {
    /// The style of the block `like` (note and block) among the notes merged.
    pub(in crate::render) fn of(
        merged: &MergedNote<'_>,
        alignment: &Alignment,
        role: Role,
        like: (usize, usize),
        fits: Fits,
    ) -> Self {
        let (note, block) = like;
        let notes = merged.notes.as_slice();
        let items: Vec<&Item> = notes[note].items().iter().filter(|item| item.block == block).collect();
        let is_table = notes[note].blocks()[block].kind == BlockKind::Table;
        let checkbox = role == Role::Actions && any_checkbox(notes, alignment);
        // A row may have fewer cells than the head.
        let columns = items.iter().filter_map(|item| match &item.shape {
            Shape::Row(columns) => Some(columns),
            Shape::Bullet { .. } => None,
        });
        let columns = columns.max_by_key(|columns| columns.len()).cloned();
        let bullet = items.iter().find_map(|item| match &item.shape {
            Shape::Bullet { indent, marker, gap } => Some((indent.clone(), marker.clone(), gap.clone())),
            Shape::Row(_) => None,
        });
        let (indent, marker, gap) = bullet.unwrap_or_else(|| (String::new(), "-".into(), " ".into()));
        let of_role = |at: usize| notes[at].items().iter().filter(move |item| item.role == role);
        let own: Vec<&Item> = of_role(note).collect();
        let all: Vec<&Item> = (0..notes.len()).flat_map(of_role).collect();
        let richest = own.iter().rev().max_by_key(|item| order_of(item).len());
        Self {
            columns: columns.filter(|_| is_table && !checkbox && fits == Fits::Row),
            step: step(&items).unwrap_or_else(|| " ".repeat(marker.len() + 1)),
            marker,
            gap,
            indent,
            checkbox: checkbox
                || (!items.is_empty() && items.iter().all(|item| item.fields.status.is_some())),
            loose: is_loose(notes[note], &items),
            owner: owner_notation(&own).or_else(|| owner_notation(&all)).unwrap_or(Notation::At),
            field: field_notation(&own, &all).unwrap_or(Notation::Emoji),
            iso_cells: items
                .iter()
                .filter_map(|item| item.fields.dates.get(&FieldName::Due))
                .any(|date| date.day.is_some_and(|day| day.to_string() == date.written)),
            owner_lead: owner_lead(notes[note], &own),
            order: richest.map(|item| order_of(item)).unwrap_or_default(),
            tags: if role == Role::Actions { shared_tags(&own, merged.status_tags) } else { Vec::new() },
        }
    }
}

/// The fields of an item in the order they stand in it.
pub(super) fn order_of(item: &Item) -> Vec<FieldName> {
    let mut order = Vec::new();
    for part in &item.parts {
        if let PartKind::Field(name, notation) = &part.kind
            && *notation != Notation::Bold
            && !order.contains(name)
        {
            order.push(name.clone());
        }
    }
    order
}

fn most_common(notations: impl Iterator<Item = Notation>) -> Option<Notation> {
    let mut counts: BTreeMap<Notation, usize> = BTreeMap::new();
    for notation in notations {
        *counts.entry(notation).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(notation, count)| (*count, std::cmp::Reverse(*notation)))
        .map(|(found, _)| found)
}

pub(super) fn owner_notation(items: &[&Item]) -> Option<Notation> {
    most_common(items.iter().flat_map(|item| &item.fields.owners).map(|owner| owner.notation))
}

/// How the items of the base, `own`, write their fields, else those of all variants; words only where no variant
/// writes fields that programs read, since a due date is not turned back into words.
fn field_notation(own: &[&Item], all: &[&Item]) -> Option<Notation> {
    let notations = |items: &[&Item]| -> Vec<Notation> {
        let parts = items.iter().flat_map(|item| &item.parts);
        let notations = parts.filter_map(|part| match &part.kind {
            PartKind::Field(
                FieldName::Owner | FieldName::Tags | FieldName::BlockId | FieldName::Other(_),
                _,
            )
            | PartKind::Field(_, Notation::Cell)
            | PartKind::Wording => None,
            PartKind::Field(_, notation) => Some(*notation),
        });
        notations.collect()
    };
    let (own, all) = (notations(own), notations(all));
    let fields = |notations: &[Notation]| {
        most_common(notations.iter().copied().filter(|notation| *notation != Notation::Words))
    };
    fields(&own).or_else(|| fields(&all)).or_else(|| most_common(all.into_iter()))
}

/// What the first item with an owner at its end has before it: a dash, or nothing before a link.
fn owner_lead(note: &Note, items: &[&Item]) -> String {
    let lead = items.iter().find_map(|item| {
        let owner = item.parts.iter().find(|part| {
            matches!(part.kind, PartKind::Field(FieldName::Owner, Notation::Wikilink | Notation::Trailing))
        })?;
        let before = Span::new(item.content.start, owner.span.start.max(item.content.start));
        match note.slice(before).trim_end().chars().last()? {
            dash @ ('—' | '–' | '-') => Some(format!("{dash} ")),
            _ if matches!(owner.kind, PartKind::Field(_, Notation::Wikilink)) => Some(String::new()),
            _ => None,
        }
    });
    lead.unwrap_or_else(|| "— ".into())
}

/// The tags every one of the items has, as the first writes them; `bound` are those that go with a status.
fn shared_tags(items: &[&Item], bound: &[(char, Vec<String>)]) -> Vec<SharedTag> {
    let Some((first, others)) = items.split_first() else { return Vec::new() };
    let is = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    let has = |item: &Item, tag: &str| item.fields.tags.iter().any(|other| is(other, tag));
    let shared = first.fields.tags.iter().filter(|tag| others.iter().all(|item| has(item, tag)));
    let statuses = |tag: &str| {
        let with = bound.iter().filter(|(_, tags)| tags.iter().any(|other| is(other, tag)));
        with.map(|(mark, _)| Status(*mark)).collect()
    };
    shared.map(|tag| SharedTag { name: tag.clone(), statuses: statuses(tag) }).collect()
}

/// Whether a checkbox stands before any action of any variant.
fn any_checkbox(notes: &[&Note], alignment: &Alignment) -> bool {
    let actions = alignment.rows.iter().filter(|row| row.role == Role::Actions).flat_map(|row| &row.members);
    actions.into_iter().any(|member| {
        let item = &notes[member.note].items()[member.item];
        item.fields.status.is_some() && matches!(item.shape, Shape::Bullet { .. })
    })
}

fn is_loose(note: &Note, items: &[&Item]) -> bool {
    let between = items.split_last().map(|(_, before)| before).unwrap_or_default();
    let blank = between.iter().filter(|item| ends_with_blank(note.slice(item.span))).count();
    blank * 2 > between.len()
}

/// Whether the lines of a text end with a blank one.
fn ends_with_blank(text: &str) -> bool {
    let mut lines = text.lines().rev();
    lines.next().is_some_and(|line| line.trim().is_empty())
}

fn step(items: &[&Item]) -> Option<String> {
    let indent = |item: &Item| match &item.shape {
        Shape::Bullet { indent, .. } => Some(indent.clone()),
        Shape::Row(_) => None,
    };
    let nested = items.iter().find(|item| item.depth == 1)?;
    let top = items.iter().find(|item| item.depth == 0)?;
    let (nested, top) = (indent(nested)?, indent(top)?);
    nested.strip_prefix(top.as_str()).filter(|step| !step.is_empty()).map(str::to_owned)
}
