//! The rows and properties of a review in the order a person reads them: what needs them first.

use crate::render::Review;
use crate::render::review::{Outcome, PropertyView, RowView};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Where in the review a row or property is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A person has to decide.
    Waits,
    /// The variants disagree, and a rule decided.
    Ruled,
    /// It may say what another row says.
    Tied,
    /// Several wordings, of which one was kept.
    Reworded,
    /// One note says it.
    Only,
    /// All notes say it, in the same words.
    Same,
    /// A property of the canonical note that no variant, or not every one, has like that.
    Properties,
    /// A property all variants have.
    SameProperties,
}

impl Class {
    /// Its heading, which is also what its rows are counted under.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Waits => "waiting for a decision",
            Self::Ruled => "conflicts decided by rule",
            Self::Tied => "possible duplicates and overlaps",
            Self::Reworded => "said in several wordings, one kept",
            Self::Only => "in one note only, kept",
            Self::Same => "the same in all notes",
            Self::Properties => "properties changed",
            Self::SameProperties => "properties the same in all notes",
        }
    }
}

/// `Title · 3`.
pub(crate) fn titled(title: &str, count: usize) -> String {
    let mut letters = title.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{} · {count}", letters.as_str())
}

/// The rows and properties of a review, each in the one place it is shown.
#[derive(Debug, Default)]
pub(crate) struct Sorted<'a> {
    /// Rows a person has to decide, the least certain first.
    pub(crate) waits: Vec<&'a RowView>,
    /// Properties a person has to decide.
    pub(crate) waiting_properties: Vec<&'a PropertyView>,
    /// Rows in which a rule decided.
    pub(crate) ruled: Vec<&'a RowView>,
    /// Properties in which a rule decided.
    pub(crate) ruled_properties: Vec<&'a PropertyView>,
    /// Rows that may say what others say, next to those.
    pub(crate) tied: Vec<&'a RowView>,
    /// Rows said in several wordings, the least certain first.
    pub(crate) reworded: Vec<&'a RowView>,
    /// Rows that one variant has.
    pub(crate) only: Vec<&'a RowView>,
    /// Rows that all variants have in the same words.
    pub(crate) same: Vec<&'a RowView>,
    /// Properties that changed.
    pub(crate) changed_properties: Vec<&'a PropertyView>,
    /// Properties all variants have.
    pub(crate) same_properties: Vec<&'a PropertyView>,
}

impl<'a> Sorted<'a> {
    /// Sorts the rows and properties of `review`.
    pub(crate) fn of(review: &'a Review) -> Self {
        let mut sorted = Self::default();
        // Rows that are not in the canonical note are in the list of what was set aside.
        for row in review.rows.iter().filter(|row| row.line.is_some()) {
            let place = if row.conflicts.iter().any(|conflict| conflict.waits) {
                &mut sorted.waits
            } else if !row.conflicts.is_empty() {
                &mut sorted.ruled
            } else if !row.ties.is_empty() {
                &mut sorted.tied
            } else {
                match row.outcome {
                    Outcome::Chosen | Outcome::United | Outcome::Conflict => &mut sorted.reworded,
                    Outcome::Only => &mut sorted.only,
                    Outcome::Same => &mut sorted.same,
                }
            };
            place.push(row);
        }
        for property in &review.frontmatter {
            let place = if property.conflicts.iter().any(|conflict| conflict.waits) {
                &mut sorted.waiting_properties
            } else if !property.conflicts.is_empty() {
                &mut sorted.ruled_properties
            } else if property.outcome == Outcome::Same {
                &mut sorted.same_properties
            } else {
                &mut sorted.changed_properties
            };
            place.push(property);
        }
        // Stable: rows that are equally sure stay in the order of the canonical note.
        for rows in [&mut sorted.waits, &mut sorted.ruled, &mut sorted.reworded] {
            rows.sort_by(|one, other| one.confidence.total_cmp(&other.confidence));
        }
        sorted.tied = neighbours(&sorted.tied);
        sorted
    }
}

/// `rows` with those tied to each other next to each other.
fn neighbours<'a>(rows: &[&'a RowView]) -> Vec<&'a RowView> {
    let by_id: BTreeMap<&str, &'a RowView> = rows.iter().map(|row| (row.id.as_str(), *row)).collect();
    let mut seen = BTreeSet::new();
    let mut ordered = Vec::new();
    for row in rows {
        let mut waiting = VecDeque::from([*row]);
        while let Some(row) = waiting.pop_front() {
            if seen.insert(row.id.as_str()) {
                ordered.push(row);
                waiting.extend(row.partial.iter().filter_map(|id| by_id.get(id.as_str()).copied()));
            }
        }
    }
    ordered
}
