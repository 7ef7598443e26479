//! The review model, made from what was merged and how it was written.

use super::canonical::Rendering;
use super::line::without_marker;
use super::review::{
    COVERED_BY, CanonicalView, ConflictView, FORMAT_VERSION, POSSIBLE_DUPLICATE, ProblemView, PropertyView,
    Relation, RepairView, Review, RowView, SetAsideView, SourceView, ValueView, VariantView,
};
use crate::align::{Related, Tie};
use crate::merge::again::{Before, Fresh};
use crate::merge::{Conflict, MergedNote, MergedProperty, MergedRow, Reason, Value};
use crate::note::{Block, BlockKind, Note, Role};
use crate::text::mojibake;
use serde_yaml::Value as Yaml;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Makes the review of a merged note.
pub(super) fn review(merged: &MergedNote<'_>, rendering: &Rendering) -> Review {
    let order = order(merged, rendering);
    let ids = ids(merged, &order);
    let view = View { merged, rendering, ids };
    Review {
        format_version: FORMAT_VERSION,
        variants: view.variants(),
        canonical: view.canonical(),
        rows: order.iter().map(|row| view.row(*row)).collect(),
        frontmatter: merged.properties.iter().map(|property| view.property(property)).collect(),
        set_aside: view.set_aside(),
        repairs: if merged.equal { Vec::new() } else { repairs(merged) },
        problems: view.problems(),
    }
}

/// Completes the review of a fold into an earlier canonical note: the variants, of which only what is new was merged, are
/// told whole, with what was said before among what is set aside.
pub(super) fn told_again(review: &mut Review, variants: &[(&Note, &Fresh)]) {
    for (note, fresh) in variants {
        let path = note.path();
        let line = |own: &str, line: &mut usize| {
            if own == path {
                *line = fresh.line(*line);
            }
        };
        let sources = review.rows.iter_mut().flat_map(|row| &mut row.sources);
        sources.for_each(|source| line(&source.path, &mut source.line));
        review.set_aside.iter_mut().for_each(|aside| line(&aside.path, &mut aside.line));
        review.repairs.iter_mut().for_each(|repair| line(&repair.path, &mut repair.line));
        review.problems.iter_mut().for_each(|problem| line(&problem.path, &mut problem.line));
        let said = fresh.set_aside.iter().map(|(line, text, reason)| SetAsideView {
            path: path.to_owned(),
            line: *line,
            text: text.clone(),
            reason: of_before(*reason).to_owned(),
            row: None,
        });
        review.set_aside.extend(said);
        let known = review.variants.iter().position(|variant| variant.path == path);
        let at = known.unwrap_or_else(|| {
            review.variants.push(variant(note, 0));
            review.variants.len() - 1
        });
        let left = review.variants[at].set_aside;
        review.variants[at] = variant(note, left + fresh.items_taken_out);
    }
    review.set_aside.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
}

fn variant(note: &Note, set_aside: usize) -> VariantView {
    let items = note.items().len();
    VariantView {
        path: note.path().to_owned(),
        sha256: hexadecimal(&Sha256::digest(note.text())),
        items,
        kept: items.saturating_sub(set_aside),
        set_aside,
    }
}

/// What an earlier fold has to do with what is set aside.
fn of_before(before: Before) -> &'static str {
    match before {
        Before::Folded => "folded in before",
        Before::Deleted => "you deleted it from the canonical note",
        Before::Changed => "you changed it in the canonical note",
    }
}

/// The rows as they stand in the canonical note; one that is set aside stands before the first row that covers it.
fn order(merged: &MergedNote<'_>, rendering: &Rendering) -> Vec<usize> {
    let mut before: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut last = Vec::new();
    for (at, row) in merged.rows.iter().enumerate() {
        if rendering.row_lines[at].is_some() {
            continue;
        }
        let covering = row.related.iter().filter(|tie| tie.tie == Tie::CoveredBy).map(|tie| tie.row);
        let position = |row: &usize| rendering.row_lines[*row].unwrap_or(usize::MAX);
        match covering.min_by_key(position) {
            Some(first) if rendering.row_lines[first].is_some() => before.entry(first).or_default().push(at),
            _ => last.push(at),
        }
    }
    let mut order = Vec::with_capacity(merged.rows.len());
    for row in &rendering.row_order {
        order.extend(before.remove(row).unwrap_or_default());
        order.push(*row);
    }
    order.extend(before.into_values().flatten());
    order.extend(last);
    order
}

/// The ids of the rows: the first letter of the section and a running number.
fn ids(merged: &MergedNote<'_>, order: &[usize]) -> Vec<String> {
    let mut counts: BTreeMap<Role, usize> = BTreeMap::new();
    let mut ids = vec![String::new(); merged.rows.len()];
    for row in order {
        let role = section(merged.rows[*row].role);
        let count = counts.entry(role).or_default();
        *count += 1;
        let letter = match role {
            Role::Summary => 's',
            Role::Actions => 'a',
            Role::Decisions => 'd',
            Role::Facts => 'f',
            Role::Related => 'r',
            Role::Source | Role::Quotes | Role::Other => 'o',
        };
        ids[*row] = format!("{letter}{count}");
    }
    ids
}

/// The sections the review knows.
fn section(role: Role) -> Role {
    match role {
        Role::Source | Role::Quotes | Role::Other => Role::Other,
        Role::Summary | Role::Actions | Role::Decisions | Role::Facts | Role::Related => role,
    }
}

struct View<'m, 'a> {
    merged: &'m MergedNote<'a>,
    rendering: &'m Rendering,
    ids: Vec<String>,
}

impl View<'_, '_> {
    fn path(&self, note: usize) -> String {
        self.merged.notes[note].path().to_owned()
    }

    fn variants(&self) -> Vec<VariantView> {
        let mut set_aside = vec![0; self.merged.notes.len()];
        for (at, row) in self.merged.rows.iter().enumerate() {
            if self.rendering.row_lines[at].is_none() {
                let items = row.sources.iter().filter(|source| source.item.is_some());
                items.for_each(|source| set_aside[source.note] += 1);
            }
        }
        let notes = self.merged.notes.iter().zip(set_aside);
        notes.map(|(note, set_aside)| variant(note, set_aside)).collect()
    }

    fn canonical(&self) -> CanonicalView {
        let rows = self.merged.rows.iter().enumerate();
        let items = rows.filter(|(at, row)| {
            matches!(row.value, Value::Item(_)) && self.rendering.row_lines[*at].is_some()
        });
        CanonicalView { path: self.path(0), text: self.rendering.text.clone(), items: items.count() }
    }

    fn row(&self, at: usize) -> RowView {
        let row = &self.merged.rows[at];
        let chosen = match &row.value {
            Value::Item(item) => item.text.is_none().then_some(item.wording),
            Value::Passage { source } => Some(*source),
            Value::Written { source, .. } => *source,
            Value::Nothing => None,
        };
        let details: &[usize] = match &row.value {
            Value::Item(item) => &item.details,
            Value::Passage { .. } | Value::Written { .. } | Value::Nothing => &[],
        };
        let sources = row.sources.iter().enumerate().map(|(index, source)| SourceView {
            path: self.path(source.note),
            line: source.line,
            text: source.text.clone(),
            chosen: Some(index) == chosen || details.contains(&index),
        });
        let ties: BTreeSet<usize> = row.related.iter().map(|related| related.row).collect();
        RowView {
            id: self.ids[at].clone(),
            section: section(row.role),
            relation: if row.sources.len() > 1 {
                Relation::Same
            } else if row.related.is_empty() {
                Relation::Different
            } else {
                Relation::Partial
            },
            outcome: row.outcome,
            confidence: row.confidence,
            line: self.rendering.row_lines[at],
            text: self.text(at, row),
            rules: row.rules.clone(),
            sources: sources.collect(),
            partial: ties.into_iter().map(|row| self.ids[row].clone()).collect(),
            ties: row.related.iter().map(|related| self.tie(related)).collect(),
            conflicts: row.conflicts.iter().map(|conflict| self.conflict(conflict)).collect(),
        }
    }

    /// What the canonical note says: its line, without marker; a summary whole.
    fn text(&self, at: usize, row: &MergedRow) -> String {
        let Some(line) = self.rendering.row_lines[at] else { return String::new() };
        match &row.value {
            Value::Nothing => String::new(),
            Value::Passage { source } if row.role == Role::Summary => row.sources[*source].text.clone(),
            Value::Item(_) | Value::Written { .. } | Value::Passage { .. } => {
                let text = self.rendering.text.lines().nth(line - 1).unwrap_or_default().trim();
                if row.sources.first().is_some_and(|source| source.item.is_some()) {
                    without_marker(text).to_owned()
                } else {
                    text.trim_start_matches('#').trim_start().to_owned()
                }
            }
        }
    }

    fn tie(&self, related: &Related) -> String {
        let id = &self.ids[related.row];
        let words = match related.tie {
            Tie::CoveredBy => format!("{COVERED_BY}{id}"),
            Tie::Covers => format!("covers {id}"),
            Tie::Overlaps => format!("says in part what {id} says"),
            Tie::PossiblySame => format!("{POSSIBLE_DUPLICATE}{id}"),
            Tie::SameElsewhere => format!("said in another section as {id}"),
            Tie::Disagrees => format!("may contradict {id}"),
        };
        format!("{words} ({:.2})", related.confidence)
    }

    fn conflict(&self, conflict: &Conflict) -> ConflictView {
        let values = conflict.values.iter();
        ConflictView {
            field: conflict.field.clone(),
            values: values
                .map(|(note, value)| ValueView { path: self.path(*note), value: value.clone() })
                .collect(),
            chosen: conflict.chosen.clone(),
            rule: conflict.rule.to_owned(),
            waits: conflict.waits,
        }
    }

    fn property(&self, property: &MergedProperty) -> PropertyView {
        let sources = property.sources.iter().map(|(note, value)| ValueView {
            path: self.path(*note),
            value: crate::merge::properties::shown(value),
        });
        PropertyView {
            key: property.key.clone(),
            outcome: property.outcome,
            value: json(&property.value),
            sources: sources.collect(),
            conflicts: property.conflicts.iter().map(|conflict| self.conflict(conflict)).collect(),
            rule: property.rule.clone(),
        }
    }

    fn set_aside(&self) -> Vec<SetAsideView> {
        let entries = self.merged.set_aside.iter();
        entries
            .map(|entry| SetAsideView {
                path: self.path(entry.note),
                line: entry.line,
                text: entry.text.clone(),
                reason: self.reason(&entry.reason),
                row: entry.row.map(|row| self.ids[row].clone()),
            })
            .collect()
    }

    fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::CoveredBy(rows) => {
                let ids: Vec<&str> = rows.iter().map(|row| self.ids[*row].as_str()).collect();
                format!("covered by {}", ids.join(" and "))
            }
            Reason::SaidAs(row) => format!("said in other words in {}", self.ids[*row]),
            Reason::Conflict(field) => format!("another {field} was chosen"),
            Reason::GoesWithStatus => "goes with a status that did not stay".into(),
            Reason::MalformedTag => "no tag Obsidian takes".into(),
            Reason::OtherTitle => {
                "the canonical note keeps its own title; a title property is an alias".into()
            }
            Reason::SameTarget => "names a file the canonical note names already".into(),
            Reason::SaidElsewhere => "said elsewhere in the canonical note".into(),
            Reason::EmptyHeading => "everything under this heading stands under others".into(),
            Reason::TableHead => "its rows became a list".into(),
            Reason::OnlyTheDay => "only the day became a field".into(),
            Reason::LessExact => "another variant says it more exactly".into(),
            Reason::SameValue => "the same in another form".into(),
            Reason::WrittenAnew(row) => format!("a person wrote {} anew", self.ids[*row]),
            Reason::Before(before) => of_before(*before).into(),
            Reason::Renamed(new) => format!("another item has this id; here it is `{new}`"),
        }
    }

    fn problems(&self) -> Vec<ProblemView> {
        let mut found = Vec::new();
        for note in &self.merged.notes {
            let told = note.problems().iter().map(|problem| (problem.line, problem.message.clone()));
            let mut problems: Vec<(usize, String)> = told.chain(doubts_of(note)).collect();
            problems.sort();
            let shown = |(line, message)| ProblemView { path: note.path().to_owned(), line, message };
            found.extend(problems.into_iter().map(shown));
        }
        found
    }
}

/// A property's value as JSON; YAML that JSON does not know, such as a tagged value, as text.
fn json(value: &Yaml) -> serde_json::Value {
    serde_json::to_value(value)
        .unwrap_or_else(|_| serde_json::Value::String(crate::merge::properties::shown(value)))
}

/// All mojibake of the variants, outside code.
fn repairs(merged: &MergedNote<'_>) -> Vec<RepairView> {
    let mut found = Vec::new();
    for note in &merged.notes {
        found.extend(repairs_of(note));
    }
    found
}

/// The blocks of a note whose mojibake is read as what it was.
fn repairable(note: &Note) -> impl Iterator<Item = &Block> {
    note.blocks().iter().filter(|block| {
        !matches!(block.kind, BlockKind::Code | BlockKind::Html | BlockKind::Comment | BlockKind::Blank)
    })
}

fn repairs_of(note: &Note) -> Vec<RepairView> {
    let mut found = Vec::new();
    for block in repairable(note) {
        let text = note.slice(block.span);
        for repair in mojibake::repairs(text) {
            found.push(RepairView {
                path: note.path().to_owned(),
                line: note.lines().number_at(block.span.start + repair.span.start),
                from: repair.span.of(text).to_owned(),
                to: repair.repaired,
            });
        }
    }
    found
}

/// The damaged signs of a note that may have been several, with their lines.
fn doubts_of(note: &Note) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for block in repairable(note) {
        let text = note.slice(block.span);
        for doubt in mojibake::doubts(text) {
            let line = note.lines().number_at(block.span.start + doubt.span.start);
            let signs: Vec<String> = doubt.candidates.iter().map(char::to_string).collect();
            found.push((line, format!("`{}` may have been {}", doubt.span.of(text), signs.join(" or "))));
        }
    }
    found
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes everything that is written to it");
        text
    })
}
