//! What of a group a person may decide row by row.

use crate::note::Role;
use crate::render::Review;
use crate::render::review::{ConflictView, Outcome, RowView};
use std::collections::BTreeSet;

/// One thing a person may decide: rows, properties and conflicts by their places in the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Which value of a field of a row is right.
    Field {
        /// The row.
        row: usize,
        /// The conflict among its conflicts.
        conflict: usize,
    },
    /// Which value of a property is right.
    Property {
        /// The property.
        property: usize,
        /// The conflict among its conflicts.
        conflict: usize,
    },
    /// Whether what a row says is said by others too.
    Twice(usize),
    /// In which words a row is to say it.
    Wording(usize),
}

/// Everything a person may decide about a fold: the conflicts that wait, what may be said twice, what is said in several
/// ways, and the conflicts that a rule decides.
pub(super) fn questions(fold: &Review) -> Vec<Question> {
    let mut found = conflicts(fold, true);
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (at, row) in fold.rows.iter().enumerate().filter(|(_, row)| row.may_be_said_elsewhere()) {
        // A pair of possible duplicates is one question.
        let is_told = row.line.is_some() && row.partial.iter().all(|other| told.contains(other.as_str()));
        if !is_told {
            found.push(Question::Twice(at));
        }
        told.insert(&row.id);
    }
    let rows = fold.rows.iter().enumerate().filter(|(_, row)| is_worded_differently(row));
    found.extend(rows.map(|(at, _)| Question::Wording(at)));
    found.extend(conflicts(fold, false));
    found
}

fn conflicts(fold: &Review, waits: bool) -> Vec<Question> {
    let meant = |conflicts: &[ConflictView]| -> Vec<usize> {
        (0..conflicts.len()).filter(|at| conflicts[*at].waits == waits).collect()
    };
    let of_row = |(row, view): (usize, &RowView)| {
        let conflicts = meant(&view.conflicts).into_iter();
        conflicts.map(move |conflict| Question::Field { row, conflict })
    };
    let rows = fold.rows.iter().enumerate().flat_map(of_row);
    let properties = fold.frontmatter.iter().enumerate().flat_map(|(property, view)| {
        let conflicts = meant(&view.conflicts).into_iter();
        conflicts.map(move |conflict| Question::Property { property, conflict })
    });
    rows.chain(properties).collect()
}

/// Whether a row stands in the words of one of several notes that say it differently.
fn is_worded_differently(row: &RowView) -> bool {
    let reworded = row.rules.iter().any(|rule| rule.starts_with("wording of "));
    let is_summary = row.section == Role::Summary && row.outcome != Outcome::Same;
    // The people of a header line.
    let is_united = row.section == Role::Other && row.outcome == Outcome::United;
    row.has_several_wordings() && (reworded || is_summary || is_united)
}
