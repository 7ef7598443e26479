//! What the ledger of a run holds: a line for each group.

use crate::disk::ContentHash;
use crate::note::{Note, ReadOptions};
use crate::plan::PlannedNote;
use crate::vault::VaultPath;
use serde::{Deserialize, Serialize};
use serde_yaml::Value;

/// The version of the ledger. One of another version is refused.
pub(in crate::apply) const FORMAT_VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) format_version: u32,
}

/// What folding a group left: whether it stands is for the journal to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::apply) struct Entry {
    /// The group.
    pub(in crate::apply) group: String,
    /// The canonical note.
    pub(in crate::apply) canonical: VaultPath,
    /// What it held when the group was done.
    pub(in crate::apply) written: ContentHash,
    /// What it held before.
    pub(in crate::apply) before: ContentHash,
    /// What its property `merged_from` named then: by that it is known wherever it is moved.
    pub(in crate::apply) merged_from: Vec<String>,
    /// The variants that were folded in, and what they held.
    pub(in crate::apply) variants: Vec<PlannedNote>,
    /// The fold this one went on from, as [`Fold::id`](super::Fold::id).
    pub(in crate::apply) follows: Option<String>,
}

/// What the property `merged_from` of a note names.
#[must_use]
pub fn merged_from(text: &str) -> Vec<String> {
    // Most notes have none, and reading a note takes much longer than looking for the word.
    if !text.contains("merged_from") {
        return Vec::new();
    }
    let note = Note::read("", frontmatter_of(text), &ReadOptions::default());
    let properties = note.frontmatter().properties().iter();
    let named =
        properties.filter(|property| property.meaning == "merged_from").map(|property| &property.value);
    named.flat_map(entries).collect()
}

/// The text up to the end of the frontmatter.
fn frontmatter_of(text: &str) -> &str {
    let mut fences = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        fences += usize::from(line.trim_end().trim_start_matches('\u{feff}') == "---");
        if fences == 2 {
            break;
        }
    }
    text.get(..at).unwrap_or(text)
}

fn entries(value: &Value) -> Vec<String> {
    match value {
        Value::Sequence(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Value::String(path) => vec![path.clone()],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Mapping(_) | Value::Tagged(_) => Vec::new(),
    }
}
