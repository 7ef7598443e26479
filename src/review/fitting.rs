//! Whether verdicts fit what a plan says of a group. Anyone may have written them.

use super::verdicts::{ConflictVerdict, GroupVerdict, RowVerdict};
use crate::plan::PlannedGroup;
use crate::render::review::{ConflictView, RowView};
use crate::vault::VaultPath;
use std::collections::BTreeSet;
use thiserror::Error;

/// What no verdict may say.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VerdictFault {
    /// The plan has no such group.
    #[error("the plan has no such group")]
    NoSuchGroup,
    /// It is decided twice.
    #[error("it is decided twice")]
    Twice,
    /// The base is none of its notes.
    #[error("`{0}` is none of its notes and cannot be the base")]
    NoSuchBase(VaultPath),
    /// A conflict is one of a row or of a property.
    #[error("a conflict about `{0}` names a row or a property, one of the two")]
    RowOrProperty(String),
    /// It has no such row.
    #[error("it has no row `{0}`")]
    NoSuchRow(String),
    /// The notes agree about it, or none names it.
    #[error("the notes do not disagree about {field} of {of}")]
    NoConflict {
        /// The field.
        field: String,
        /// The row or property.
        of: String,
    },
    /// No note has that value.
    #[error("no note has `{value}` as {field} of {of}")]
    NoSuchValue {
        /// The value.
        value: String,
        /// The field.
        field: String,
        /// The row or property.
        of: String,
    },
    /// One thing is decided in two ways.
    #[error("{0} is decided in two ways")]
    TwoWays(String),
    /// Nothing is said of the row.
    #[error("nothing is decided about row `{0}`: give one of choose, keep, split, text")]
    Nothing(String),
    /// The note is no source of the row.
    #[error("`{note}` is none of the notes that say row `{row}`")]
    NoSuchSource {
        /// The note.
        note: VaultPath,
        /// The row.
        row: String,
    },
    /// It is a title, a header line or a summary.
    #[error("row `{0}` is no item: only the words of one of the notes can be chosen for it")]
    NoItem(String),
    /// There is only one thing, and it stays anyway.
    #[error("row `{0}` is said in one way and by no other row: there is nothing to keep apart")]
    NothingApart(String),
    /// Every note of the row is split off.
    #[error("not all notes of row `{0}` can be split off: one of them is left, or keep both")]
    AllSplit(String),
    /// The text is none that one line of a note can hold.
    #[error("the text of row `{0}` is empty, or is not one line of plain text")]
    NoText(String),
}

/// Checks what was decided about a group.
pub(super) fn check(verdict: &GroupVerdict, group: &PlannedGroup) -> Result<(), VerdictFault> {
    if let Some(base) = &verdict.base
        && !group.notes.iter().any(|note| note.path == *base)
    {
        return Err(VerdictFault::NoSuchBase(base.clone()));
    }
    let mut seen = BTreeSet::new();
    for decided in &verdict.conflicts {
        let row = verdict.rows.iter().find(|row| decided.row.as_ref() == Some(&row.row));
        check_conflict(decided, group, row.map_or(&[], |row| &row.split))?;
        if !seen.insert((&decided.row, &decided.property, &decided.field)) {
            return Err(VerdictFault::TwoWays(format!("{} of {}", decided.field, of(decided))));
        }
    }
    let mut seen = BTreeSet::new();
    for decided in &verdict.rows {
        let row = find(group, &decided.row)?;
        check_row(decided, row)?;
        if decided.choose.is_none() && !group.fold.is_item(row) {
            return Err(VerdictFault::NoItem(decided.row.clone()));
        }
        let of_its_conflicts = |conflict: &&ConflictVerdict| conflict.row.as_ref() == Some(&decided.row);
        let also = decided.divides(row) && verdict.conflicts.iter().any(|it| of_its_conflicts(&it));
        if !seen.insert(&decided.row) || also {
            return Err(VerdictFault::TwoWays(format!("row `{}`", decided.row)));
        }
    }
    Ok(())
}

fn find<'g>(group: &'g PlannedGroup, row: &str) -> Result<&'g RowView, VerdictFault> {
    let found = group.fold.rows.iter().find(|known| known.id == row);
    found.ok_or_else(|| VerdictFault::NoSuchRow(row.to_owned()))
}

fn of(decided: &ConflictVerdict) -> String {
    match (&decided.row, &decided.property) {
        (Some(row), _) => format!("row `{row}`"),
        (None, Some(property)) => format!("property `{property}`"),
        (None, None) => "nothing".to_owned(),
    }
}

/// Checks a value; the values of notes that are `split` off are none of the row's any more.
fn check_conflict(
    decided: &ConflictVerdict,
    group: &PlannedGroup,
    split: &[VaultPath],
) -> Result<(), VerdictFault> {
    let ConflictVerdict { row, property, field, value } = decided;
    let conflicts: &[ConflictView] = match (row, property) {
        (Some(row), None) => &find(group, row)?.conflicts,
        (None, Some(key)) => {
            let property = group.fold.frontmatter.iter().find(|property| property.key == *key);
            property.map_or(&[], |property| &property.conflicts)
        }
        (Some(_), Some(_)) | (None, None) => return Err(VerdictFault::RowOrProperty(field.clone())),
    };
    let no_conflict = || VerdictFault::NoConflict { field: field.clone(), of: of(decided) };
    let conflict = conflicts.iter().find(|conflict| conflict.field == *field).ok_or_else(no_conflict)?;
    let stays = |path: &str| !split.iter().any(|note| note.as_str() == path);
    if conflict.values.iter().any(|known| known.value == *value && stays(&known.path)) {
        return Ok(());
    }
    Err(VerdictFault::NoSuchValue { value: value.clone(), field: field.clone(), of: of(decided) })
}

fn check_row(decided: &RowVerdict, row: &RowView) -> Result<(), VerdictFault> {
    let RowVerdict { row: id, choose, keep, split, text } = decided;
    let ways = [choose.is_some(), keep.is_some(), !split.is_empty(), text.is_some()];
    match ways.into_iter().filter(|way| *way).count() {
        0 => return Err(VerdictFault::Nothing(id.clone())),
        1 => {}
        _ => return Err(VerdictFault::TwoWays(format!("row `{id}`"))),
    }
    let notes: BTreeSet<&str> = row.sources.iter().map(|source| source.path.as_str()).collect();
    if let Some(note) = choose.iter().chain(split).find(|note| !notes.contains(note.as_str())) {
        return Err(VerdictFault::NoSuchSource { note: note.clone(), row: id.clone() });
    }
    if keep.is_some() && !decided.divides(row) && !row.may_be_said_elsewhere() {
        return Err(VerdictFault::NothingApart(id.clone()));
    }
    let split: BTreeSet<&str> = split.iter().map(VaultPath::as_str).collect();
    if split == notes {
        return Err(VerdictFault::AllSplit(id.clone()));
    }
    if text.as_ref().is_some_and(|text| !is_text(text)) {
        return Err(VerdictFault::NoText(id.clone()));
    }
    Ok(())
}

/// Whether a text can be what an item says: one line, not empty, nothing in it but what is seen.
pub(super) fn is_text(text: &str) -> bool {
    !text.trim().is_empty()
        && !text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}
