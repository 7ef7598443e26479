//! The review model: what every surface shows a person, and what `--format json` prints.
//!
//! Serialised as it stands, this is the JSON of `notefold merge`, and what a plan file holds of every group; its
//! fields are stable.

pub use crate::merge::Outcome;

use super::line::without_marker;
use crate::note::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of the JSON.
pub const FORMAT_VERSION: u32 = 1;

/// Everything a person needs to judge a fold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The variants, the base first.
    pub variants: Vec<VariantView>,
    /// The canonical note.
    pub canonical: CanonicalView,
    /// The rows, in the order of the canonical note; a row that is not in it stands where it would have.
    pub rows: Vec<RowView>,
    /// The properties.
    pub frontmatter: Vec<PropertyView>,
    /// What is not in the canonical note, and why.
    pub set_aside: Vec<SetAsideView>,
    /// Mojibake that was read as what it was.
    pub repairs: Vec<RepairView>,
    /// What was odd in the variants and was kept as it is.
    pub problems: Vec<ProblemView>,
}

impl Review {
    /// Whether the fold does anything a person could want to look at: whether there is more to it than variants
    /// that say the same in the same words.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        let outcomes = self.rows.iter().map(|row| row.outcome);
        !self.set_aside.is_empty()
            || !self.repairs.is_empty()
            || outcomes
                .chain(self.frontmatter.iter().map(|property| property.outcome))
                .any(|it| it != Outcome::Same)
    }
}

/// A variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VariantView {
    /// Its path.
    pub path: String,
    /// The sha256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How many items it has. The proof: every one is kept or set aside.
    pub items: usize,
    /// How many of them are in the canonical note, alone or folded with those of others.
    pub kept: usize,
    /// How many of them are set aside.
    pub set_aside: usize,
}

/// The canonical note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanonicalView {
    /// Its path: the base's.
    pub path: String,
    /// Its whole text.
    pub text: String,
    /// How many items it has.
    pub items: usize,
}

/// How the items of a row relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// All of them say the same.
    Same,
    /// The row is tied to other rows.
    Partial,
    /// Nothing else says it.
    Different,
}

/// One thing said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowView {
    /// Its id, unique in the review: `a3`, `d1`, `f12`, `s1`, `r2`, `o4`.
    pub id: String,
    /// The section it belongs to.
    pub section: Role,
    /// How its items relate.
    pub relation: Relation,
    /// What became of it.
    pub outcome: Outcome,
    /// How sure the match is, 0 to 1.
    pub confidence: f64,
    /// Its 1-based line in the canonical text; `None` when it was set aside.
    pub line: Option<usize>,
    /// What the canonical note says, without marker; empty when it was set aside.
    pub text: String,
    /// The rules that decided, in words.
    pub rules: Vec<String>,
    /// What the variants say.
    pub sources: Vec<SourceView>,
    /// The ids of the rows it is tied to.
    pub partial: Vec<String>,
    /// The ties in words: `possible duplicate of f3 (0.61)`.
    pub ties: Vec<String>,
    /// Where the variants disagree.
    pub conflicts: Vec<ConflictView>,
}

/// How the words of a tie to rows that say all this row says begin.
pub(super) const COVERED_BY: &str = "covered by ";

/// How the words of a tie to a row that may say the same begin.
pub(super) const POSSIBLE_DUPLICATE: &str = "possible duplicate of ";

impl Review {
    /// What the variants disagree about: of the rows, then of the properties.
    pub fn conflicts(&self) -> impl Iterator<Item = (Subject<'_>, &ConflictView)> {
        let rows = self.rows.iter();
        let rows = rows.flat_map(|row| row.conflicts.iter().map(move |it| (Subject::Row(row), it)));
        let properties = self.frontmatter.iter();
        rows.chain(
            properties.flat_map(|property| {
                property.conflicts.iter().map(move |it| (Subject::Property(property), it))
            }),
        )
    }

    /// Whether a row is an item, which can be kept apart and written anew, and no title, header line or summary.
    #[must_use]
    pub fn is_item(&self, row: &RowView) -> bool {
        let at = row.line.and_then(|line| line.checked_sub(1));
        row.is_item_at(at.and_then(|at| self.canonical.text.lines().nth(at)))
    }

    /// The ids of the rows that are items: [`Review::is_item`] for all of them at once.
    #[must_use]
    pub fn items(&self) -> BTreeSet<&str> {
        let lines: Vec<&str> = self.canonical.text.lines().collect();
        let is_item = |row: &&RowView| {
            let at = row.line.and_then(|line| line.checked_sub(1));
            row.is_item_at(at.and_then(|at| lines.get(at).copied()))
        };
        self.rows.iter().filter(is_item).map(|row| row.id.as_str()).collect()
    }
}

impl RowView {
    /// Whether it is an item where the canonical note has it in this line.
    fn is_item_at(&self, line: Option<&str>) -> bool {
        // What is set aside as a row of its own is an item.
        self.section != Role::Summary
            && line
                .map(str::trim_start)
                .is_none_or(|line| line.starts_with('|') || without_marker(line).len() < line.len())
    }

    /// Whether other rows may say what it says: it is covered by some, or is a possible duplicate of one.
    #[must_use]
    pub fn may_be_said_elsewhere(&self) -> bool {
        self.elsewhere().next().is_some()
    }

    /// The ids of the rows that may say what it says.
    pub fn elsewhere(&self) -> impl Iterator<Item = &str> {
        self.ties.iter().filter_map(|tie| {
            let id = tie.strip_prefix(COVERED_BY).or_else(|| tie.strip_prefix(POSSIBLE_DUPLICATE))?;
            id.split(' ').next()
        })
    }

    /// Whether more than one variant says it.
    #[must_use]
    pub fn is_of_several_notes(&self) -> bool {
        self.sources.iter().any(|source| source.path != self.sources[0].path)
    }

    /// Whether more than one variant says it, and not in the same words.
    #[must_use]
    pub fn has_several_wordings(&self) -> bool {
        self.is_of_several_notes() && self.sources.iter().any(|source| source.text != self.sources[0].text)
    }

    /// The paths of the variants that say it, each once, in the order of its sources.
    #[must_use]
    pub fn notes(&self) -> Vec<&str> {
        let mut notes: Vec<&str> = Vec::new();
        for source in &self.sources {
            if !notes.contains(&source.path.as_str()) {
                notes.push(&source.path);
            }
        }
        notes
    }
}

/// What a variant says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceView {
    /// The variant's path.
    pub path: String,
    /// The 1-based line.
    pub line: usize,
    /// The item as it stands there, without marker.
    pub text: String,
    /// Whether the canonical wording is this one.
    pub chosen: bool,
}

/// What a disagreement is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Subject<'r> {
    /// A field of a row.
    Row(&'r RowView),
    /// A property.
    Property(&'r PropertyView),
}

impl<'r> Subject<'r> {
    /// The id of the row, or the key of the property.
    #[must_use]
    pub fn name(self) -> &'r str {
        match self {
            Self::Row(row) => &row.id,
            Self::Property(property) => &property.key,
        }
    }
}

/// A disagreement about one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictView {
    /// The field.
    pub field: String,
    /// What each variant says.
    pub values: Vec<ValueView>,
    /// What the canonical note says.
    pub chosen: String,
    /// The rule that chose, in words.
    pub rule: String,
    /// Whether a person has to confirm it before it may be applied unattended.
    pub waits: bool,
}

impl ConflictView {
    /// The values, each once, in the order of the variants.
    #[must_use]
    pub fn each_value(&self) -> Vec<&str> {
        let mut values: Vec<&str> = Vec::new();
        for value in &self.values {
            if !values.contains(&value.value.as_str()) {
                values.push(&value.value);
            }
        }
        values
    }
}

/// A variant's value of a field or property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueView {
    /// The variant's path.
    pub path: String,
    /// Its value.
    pub value: String,
}

/// A property.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PropertyView {
    /// Its key in the canonical note.
    pub key: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Its value in the canonical note.
    pub value: serde_json::Value,
    /// What the variants say.
    pub sources: Vec<ValueView>,
    /// Where they disagree.
    pub conflicts: Vec<ConflictView>,
    /// The rule that decided, in words.
    pub rule: String,
}

/// Text of a variant that is not in the canonical note.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAsideView {
    /// The variant's path.
    pub path: String,
    /// The 1-based line.
    pub line: usize,
    /// The text.
    pub text: String,
    /// Why.
    pub reason: String,
    /// The id of the row that shows this text among its sources; `None` where only this list does.
    pub row: Option<String>,
}

/// Mojibake that was read as what it was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepairView {
    /// The variant's path.
    pub path: String,
    /// The 1-based line.
    pub line: usize,
    /// The damaged text.
    pub from: String,
    /// What it says.
    pub to: String,
}

/// Something odd in a variant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProblemView {
    /// The variant's path.
    pub path: String,
    /// The 1-based line.
    pub line: usize,
    /// What is odd, in words.
    pub message: String,
}
