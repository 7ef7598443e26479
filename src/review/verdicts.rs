//! What a person decided about the groups of a plan, as a file.

use super::fitting::{self, VerdictFault};
use crate::disk::ContentHash;
use crate::plan::Plan;
use crate::render::review::RowView;
use crate::vault::VaultPath;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// The version of the verdicts file. A file of another version is refused.
const FORMAT_VERSION: u32 = 1;

/// What a person decided about a plan. A group that is not in it is not decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdicts {
    format_version: u32,
    /// The sha256 of the plan file.
    plan: ContentHash,
    groups: Vec<GroupVerdict>,
}

/// What a person decided about a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupVerdict {
    /// The group.
    pub id: String,
    /// What is to be done with it.
    pub verdict: Verdict,
    /// The note that gives path, order and style in place of the one the plan has.
    #[serde(default)]
    pub base: Option<VaultPath>,
    /// The values chosen where the notes disagree.
    #[serde(default)]
    pub conflicts: Vec<ConflictVerdict>,
    /// What is to become of rows.
    #[serde(default)]
    pub rows: Vec<RowVerdict>,
}

impl GroupVerdict {
    /// Nothing decided about the group: it is left for later.
    #[must_use]
    pub fn none(group: &str) -> Self {
        Self {
            id: group.to_owned(),
            verdict: Verdict::Later,
            base: None,
            conflicts: Vec::new(),
            rows: Vec::new(),
        }
    }
}

/// What is to be done with a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is folded, also where something waits for a decision.
    Accept,
    /// It is not folded, and not proposed again.
    Reject,
    /// It is not folded now, and asked about again.
    Later,
}

/// The value of a field or property on which the notes disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictVerdict {
    /// The id of the row the field is of; either this or a property.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// The key of the property.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// The field, as the conflict names it.
    pub field: String,
    /// Its value.
    pub value: String,
}

/// What is to become of a row: one of the four.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowVerdict {
    /// The id of the row.
    pub row: String,
    /// The note whose wording is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choose: Option<VaultPath>,
    /// What is kept of a row that says two things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Keep>,
    /// The notes that say something else: each gets a row of its own, the others stay together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub split: Vec<VaultPath>,
    /// What it says instead: an item on one line, without its marker. A field it names (owner, date, …) replaces the
    /// row's, any other stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl RowVerdict {
    /// Nothing decided about the row.
    #[must_use]
    pub fn none(row: &str) -> Self {
        Self { row: row.to_owned(), choose: None, keep: None, split: Vec::new(), text: None }
    }

    /// Whether something is kept apart: what the notes say of it, or it and other rows.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        self.keep.is_some() || !self.split.is_empty()
    }

    /// Whether each note gets a row of its own.
    #[must_use]
    pub fn divides(&self, row: &RowView) -> bool {
        self.keep == Some(Keep::Both) && row.has_several_wordings()
    }
}

/// What is kept of a row whose wordings say two things, or that other rows may say too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keep {
    /// What each note says, as a row of its own; where all say it in the same words, as [`Keep::Row`].
    Both,
    /// The row: no other says it, however much alike they are.
    Row,
}

/// Why a verdicts file is not taken.
#[derive(Debug, Error)]
pub enum VerdictsError {
    /// It is no JSON, or not that of verdicts.
    #[error("it holds no verdicts: {0}")]
    NotVerdicts(#[from] serde_json::Error),
    /// It is of another version.
    #[error("it has the format version {found}; this notefold reads version {FORMAT_VERSION}")]
    Version {
        /// The version it says it has.
        found: u64,
    },
    /// It is about another plan.
    #[error("it is about another plan, the one with the sha256 {found}")]
    OtherPlan {
        /// The plan it is about.
        found: ContentHash,
    },
    /// It says of a group what cannot be.
    #[error("group `{group}`: {fault}")]
    Fault {
        /// The group.
        group: String,
        /// What is wrong.
        fault: VerdictFault,
    },
}

/// What is looked at first: a file of another version is not understood further.
#[derive(Deserialize)]
struct Versioned {
    format_version: u64,
}

impl Verdicts {
    /// Nothing decided about the plan whose file has this sha256.
    #[must_use]
    pub fn none(plan: ContentHash) -> Self {
        Self { format_version: FORMAT_VERSION, plan, groups: Vec::new() }
    }

    /// Reads a verdicts file about `plan`, whose file has the sha256 `hash`. Anyone may have written it.
    ///
    /// # Errors
    ///
    /// When it is no verdicts file of this version, is about another plan, or says what cannot be done.
    pub fn parse(json: &[u8], plan: &Plan, hash: ContentHash) -> Result<Self, VerdictsError> {
        let Versioned { format_version } = serde_json::from_slice(json)?;
        if format_version != u64::from(FORMAT_VERSION) {
            return Err(VerdictsError::Version { found: format_version });
        }
        let verdicts: Self = serde_json::from_slice(json)?;
        if verdicts.plan != hash {
            return Err(VerdictsError::OtherPlan { found: verdicts.plan });
        }
        let mut seen = BTreeSet::new();
        for verdict in &verdicts.groups {
            let fault = |fault| Err(VerdictsError::Fault { group: verdict.id.clone(), fault });
            if !seen.insert(&verdict.id) {
                return fault(VerdictFault::Twice);
            }
            let Some(group) = plan.groups.iter().find(|group| group.id == verdict.id) else {
                return fault(VerdictFault::NoSuchGroup);
            };
            if let Err(found) = fitting::check(verdict, group) {
                return fault(found);
            }
        }
        Ok(verdicts)
    }

    /// The file.
    ///
    /// # Errors
    ///
    /// When it cannot be put into JSON: a bug of ours.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// What was decided, in the order of the file.
    #[must_use]
    pub fn groups(&self) -> &[GroupVerdict] {
        &self.groups
    }

    /// What was decided about a group.
    #[must_use]
    pub fn of(&self, group: &str) -> Option<&GroupVerdict> {
        self.groups.iter().find(|verdict| verdict.id == group)
    }

    /// Decides about a group; what else was decided about it stays.
    pub fn decide(&mut self, group: &str, verdict: Verdict) {
        let decided = self.of(group).cloned().unwrap_or_else(|| GroupVerdict::none(group));
        self.put(GroupVerdict { verdict, ..decided });
    }

    /// Takes what was decided about a group, in place of what was decided about it before.
    pub fn put(&mut self, verdict: GroupVerdict) {
        match self.groups.iter_mut().find(|known| known.id == verdict.id) {
            Some(known) => *known = verdict,
            None => self.groups.push(verdict),
        }
    }

    /// The ids of the groups this was decided about.
    pub fn ids(&self, verdict: Verdict) -> impl Iterator<Item = &str> {
        self.groups.iter().filter(move |group| group.verdict == verdict).map(|group| group.id.as_str())
    }
}
