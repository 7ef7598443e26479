//! What a person decided about a group, in terms in which its fold can be planned again.

use super::verdicts::{GroupVerdict, Keep};
use crate::merge::{Choice, Decision, Place};
use crate::plan::{Found, PlannedGroup};
use crate::render::review::RowView;
use crate::vault::VaultPath;
use std::collections::BTreeSet;

/// A group of a plan, to be planned again as `verdict` says; it fits the group.
#[must_use]
pub fn found_again(group: &PlannedGroup, verdict: Option<&GroupVerdict>) -> Found {
    Found {
        id: group.id.clone(),
        confidence: group.confidence,
        evidence: group.evidence.clone(),
        notes: group.notes.clone(),
        base: verdict.and_then(|verdict| verdict.base.clone()),
        decisions: verdict.map(|verdict| decisions(group, verdict)).unwrap_or_default(),
        // What is known of earlier folds is for the caller to look up.
        earlier: None,
        waits: Vec::new(),
    }
}

impl GroupVerdict {
    /// Whether it makes the fold another one than `group`.
    #[must_use]
    pub fn changes(&self, group: &PlannedGroup) -> bool {
        let other_base = self.base.as_ref().is_some_and(|base| *base != group.notes[0].path);
        other_base || !self.conflicts.is_empty() || !self.rows.is_empty()
    }

    /// Only what it says of one row.
    pub(super) fn of_row(&self, row: &str) -> Self {
        let mut of_row = self.clone();
        of_row.conflicts.retain(|decided| decided.row.as_deref() == Some(row));
        of_row.rows.retain(|decided| decided.row == row);
        of_row
    }

    /// What it changes, in words, with notes called as `name` says.
    pub(super) fn words(&self, name: impl Fn(&VaultPath) -> String) -> Vec<String> {
        let conflicts = self.conflicts.iter().map(|decided| {
            let of = decided.row.as_ref().or(decided.property.as_ref()).filter(|of| **of != decided.field);
            let of = of.map(|of| format!(" of {of}")).unwrap_or_default();
            format!("{}{of} is {}", decided.field, decided.value)
        });
        let rows = self.rows.iter().map(|decided| {
            let row = &decided.row;
            match (&decided.choose, &decided.text) {
                (Some(note), _) => format!("{row} in the words of {}", name(note)),
                (None, Some(text)) => format!("{row} written anew: {text}"),
                (None, None) if decided.keep == Some(Keep::Row) => format!("{row} said by no other row"),
                (None, None) if decided.split.is_empty() => format!("{row} kept apart"),
                (None, None) => {
                    let notes: Vec<String> = decided.split.iter().map(&name).collect();
                    format!("{row} without {}", notes.join(", "))
                }
            }
        });
        conflicts.chain(rows).collect()
    }
}

/// The decisions of a verdict that fits the group.
fn decisions(group: &PlannedGroup, verdict: &GroupVerdict) -> Vec<Decision> {
    let row_of = |id: &str| group.fold.rows.iter().find(|row| row.id == id);
    let about = |id: &str, choice: &dyn Fn(&RowView) -> Option<Choice>| {
        let row = row_of(id)?;
        Some(Decision::Row { places: places(row, &[]), choice: choice(row)? })
    };
    let split_off = |id: &str| {
        let decided = verdict.rows.iter().find(|decided| decided.row == id);
        decided.map_or(&[] as &[VaultPath], |decided| &decided.split)
    };
    let conflicts = verdict.conflicts.iter().filter_map(|decided| {
        let value = decided.value.clone();
        match (&decided.row, &decided.property) {
            (Some(id), _) => {
                // The notes that are split off have a row of their own.
                let places = places(row_of(id)?, split_off(id));
                Some(Decision::Row { places, choice: Choice::Value { field: decided.field.clone(), value } })
            }
            (None, Some(key)) => Some(Decision::Property { key: key.clone(), value }),
            (None, None) => None,
        }
    });
    let rows = verdict.rows.iter().filter_map(|decided| {
        about(&decided.row, &|row| {
            let split = || decided.split.iter().map(|note| note.as_str().to_owned()).collect();
            if let Some(note) = &decided.choose {
                Some(Choice::Wording(note.as_str().to_owned()))
            } else if let Some(text) = &decided.text {
                Some(Choice::Text(text.clone()))
            } else if decided.divides(row) {
                // The first keeps the row, the others get one each.
                let first = row.sources.first().map(|source| &source.path);
                let others =
                    row.sources.iter().map(|source| &source.path).filter(|path| Some(*path) != first);
                Some(Choice::Apart(others.cloned().collect()))
            } else {
                decided.is_apart().then(|| Choice::Apart(split()))
            }
        })
    });
    conflicts.chain(rows).collect()
}

/// The places of the sources of a row, save those of some notes.
fn places(row: &RowView, without: &[VaultPath]) -> BTreeSet<Place> {
    let stays = |path: &str| !without.iter().any(|note| note.as_str() == path);
    let sources = row.sources.iter().filter(|source| stays(&source.path));
    sources.map(|source| Place { path: source.path.clone(), line: source.line }).collect()
}
