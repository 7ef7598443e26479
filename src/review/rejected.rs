//! What a person does not want folded, groups and pairs of items, remembered by what is said there.

use super::not_same::RejectedPair;
use crate::align::NotSame;
use crate::disk::ContentHash;
use crate::plan::{PlannedGroup, PlannedNote};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// The version of the file. One of another version is refused.
const FORMAT_VERSION: u32 = 1;

/// The groups a person rejected, and the items they said are not the same. A group is known by the texts of its notes: wherever they are moved and whatever they are
/// called, it stays rejected; once one of them is edited, or another joins them, it is another group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rejected {
    format_version: u32,
    groups: Vec<RejectedGroup>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pairs: Vec<RejectedPair>,
}

/// A group that was rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RejectedGroup {
    /// What it is known by.
    pub id: String,
    /// Its notes, where they were then.
    pub notes: Vec<PlannedNote>,
}

/// Why the memory of rejected groups cannot be read.
#[derive(Debug, Error)]
pub enum RejectedError {
    /// It is no JSON, or not that of rejected groups.
    #[error("it does not hold rejected groups: {0}")]
    NotRejected(#[from] serde_json::Error),
    /// It is of another version.
    #[error("it has the format version {found}; this notefold reads version {FORMAT_VERSION}")]
    Version {
        /// The version it says it has.
        found: u64,
    },
}

/// What is looked at first: a file of another version is not understood further.
#[derive(Deserialize)]
struct Versioned {
    format_version: u64,
}

impl Default for Rejected {
    fn default() -> Self {
        Self { format_version: FORMAT_VERSION, groups: Vec::new(), pairs: Vec::new() }
    }
}

impl Rejected {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When it is none of this version.
    pub fn parse(json: &[u8]) -> Result<Self, RejectedError> {
        let Versioned { format_version } = serde_json::from_slice(json)?;
        if format_version != u64::from(FORMAT_VERSION) {
            return Err(RejectedError::Version { found: format_version });
        }
        Ok(serde_json::from_slice(json)?)
    }

    /// The file.
    ///
    /// # Errors
    ///
    /// When it cannot be put into JSON: a bug of ours.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The groups, in the order they were rejected.
    #[must_use]
    pub fn groups(&self) -> &[RejectedGroup] {
        &self.groups
    }

    /// Tells groups with the texts of these.
    #[must_use]
    pub fn memory(&self) -> RejectedTexts {
        RejectedTexts(
            self.groups.iter().map(|group| texts(group.notes.iter().map(|note| note.sha256))).collect(),
        )
    }

    /// Remembers a group, if it is not remembered yet; says whether it was not.
    pub fn remember(&mut self, group: &PlannedGroup) -> bool {
        let own = texts(group.notes.iter().map(|note| note.sha256));
        let is_new = !self.memory().0.contains(&own);
        if is_new {
            self.groups.push(RejectedGroup { id: group.id.clone(), notes: group.notes.clone() });
        }
        is_new
    }

    /// The pairs of items that are not the same, in the order that was said.
    #[must_use]
    pub fn pairs(&self) -> &[RejectedPair] {
        &self.pairs
    }

    /// What aligning has to know of them.
    #[must_use]
    pub fn not_same(&self) -> NotSame {
        self.pairs.iter().map(|pair| (pair.one.key, pair.other.key)).collect()
    }

    /// Remembers that two items are not the same, if it is not remembered yet; says whether it was not.
    pub fn remember_pair(&mut self, pair: RejectedPair) -> bool {
        let is_new = !self.pairs.iter().any(|known| known.id == pair.id);
        if is_new {
            self.pairs.push(pair);
        }
        is_new
    }

    /// Forgets the pair with this id.
    pub fn forget_pair(&mut self, id: &str) {
        self.pairs.retain(|pair| pair.id != id);
    }

    /// Forgets the groups `is_meant` tells; says how many.
    pub fn forget(&mut self, is_meant: impl Fn(&RejectedGroup) -> bool) -> usize {
        let before = self.groups.len();
        self.groups.retain(|group| !is_meant(group));
        before - self.groups.len()
    }
}

/// The texts of groups that were rejected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RejectedTexts(BTreeSet<Vec<ContentHash>>);

impl RejectedTexts {
    /// Whether a group of notes with these texts was rejected.
    #[must_use]
    pub fn hold(&self, notes: impl Iterator<Item = ContentHash>) -> bool {
        !self.0.is_empty() && self.0.contains(&texts(notes))
    }
}

/// The texts of a group: sorted, and each as often as it occurs, since two copies of a note are another group than three.
fn texts(notes: impl Iterator<Item = ContentHash>) -> Vec<ContentHash> {
    let mut texts: Vec<ContentHash> = notes.collect();
    texts.sort_unstable();
    texts
}
