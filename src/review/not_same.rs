//! The items that a person said are not the same, remembered by what they say.

use super::verdicts::{GroupVerdict, RowVerdict};
use crate::align::ItemKey;
use crate::note::Note;
use crate::plan::PlannedGroup;
use crate::render::review::{RowView, SourceView};
use crate::vault::VaultPath;
use serde::{Deserialize, Serialize};

/// Two items that are not the same. Nothing of what they say is kept but hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RejectedPair {
    /// What it is known by.
    pub id: String,
    /// The one item.
    pub one: RejectedItem,
    /// The other.
    pub other: RejectedItem,
}

/// An item, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RejectedItem {
    /// The note.
    pub path: VaultPath,
    /// The 1-based line.
    pub line: usize,
    /// What it says.
    pub key: ItemKey,
}

/// The pairs of items that a verdict about a group keeps apart; `notes` are those of the group.
#[must_use]
pub fn kept_apart(group: &PlannedGroup, verdict: &GroupVerdict, notes: &[Note]) -> Vec<RejectedPair> {
    let rows = &group.fold.rows;
    let mut pairs = Vec::new();
    for decided in verdict.rows.iter().filter(|decided| decided.is_apart()) {
        let Some(row) = rows.iter().find(|row| row.id == decided.row) else { continue };
        for (one, other) in apart(row, decided, rows) {
            let (Some(one), Some(other)) = (item(group, one, notes), item(group, other, notes)) else {
                continue;
            };
            pairs.push(RejectedPair { id: one.key.pair_id(other.key), one, other });
        }
    }
    pairs
}

/// The sources that are not the same, two by two: those of the parts of a row, or what a row of one note says and the
/// rows that may say it too.
fn apart<'r>(
    row: &'r RowView,
    decided: &RowVerdict,
    rows: &'r [RowView],
) -> Vec<(&'r SourceView, &'r SourceView)> {
    let is_split = |path: &str| decided.split.iter().any(|note| note.as_str() == path);
    let may_be_one = |one: &SourceView, other: &SourceView| {
        one.path == other.path || !(decided.divides(row) || is_split(&one.path) || is_split(&other.path))
    };
    let mut pairs = Vec::new();
    for (at, one) in row.sources.iter().enumerate() {
        let others = row.sources.iter().skip(at + 1).filter(|other| !may_be_one(one, other));
        pairs.extend(others.map(|other| (one, other)));
    }
    if pairs.is_empty() {
        let others: Vec<&str> = row.elsewhere().collect();
        let others = rows.iter().filter(|row| others.contains(&row.id.as_str())).flat_map(|row| &row.sources);
        for other in others {
            pairs.extend(row.sources.iter().filter(|one| one.path != other.path).map(|one| (one, other)));
        }
    }
    pairs
}

fn item(group: &PlannedGroup, source: &SourceView, notes: &[Note]) -> Option<RejectedItem> {
    let note = notes.iter().find(|note| note.path() == source.path)?;
    let item = note.items().iter().find(|item| item.line == source.line)?;
    let path = group.notes.iter().find(|note| note.path.as_str() == source.path)?.path.clone();
    Some(RejectedItem { path, line: source.line, key: ItemKey::of(note, item) })
}
