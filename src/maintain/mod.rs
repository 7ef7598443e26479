//! What may be done to a vault unattended.
//!
//! ```text
//! Plan, Policy, what is known of the vault ──► Pass: the groups that may be applied, those that wait, and why
//!                                         └──► Refusal: nothing may be done, and a person should look
//! ```
//!
//! Unattended, notefold does what is certain and nothing a person would have to be asked about. Everything else waits: it
//! stays in the vault's latest plan, which `notefold review` and `notefold apply --only` go on from.

mod log;
pub mod timer;

pub use log::{Entry, MAX_LOG_BYTES, line};

use crate::group::Confidence;
use crate::plan::{Plan, PlannedGroup};
use crate::vault::VaultPath;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use thiserror::Error;

/// What may be done unattended.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Groups that are at least so sure.
    pub min_confidence: Confidence,
    /// No more groups than this in one pass; where there are more, nothing is done.
    pub max_groups: usize,
    /// No more retired notes than this in one pass; where there are more, nothing is done.
    pub max_retired: usize,
    /// No more retired notes than this share of the vault's, 0 to 1; where there are more, nothing is done.
    pub max_share: f64,
    /// A group with a note that changed within so many minutes waits: somebody may be writing it, or a sync may be under
    /// way.
    pub quiet_minutes: u32,
    /// Where the vault has lost more than this share of its notes since the last pass, 0 to 1, nothing is done: it may be
    /// mounted in part, or in the middle of a sync.
    pub max_loss: f64,
    /// The fields and properties about which variants may disagree without a person: the canonical note then says what the
    /// base says. Those DESIGN.md leaves to rules need not be among them.
    pub conflicts: BTreeSet<String>,
}

impl Default for Policy {
    /// A day of a busy generator: some tens of meetings, most of them written twice.
    fn default() -> Self {
        Self {
            min_confidence: Confidence::Certain,
            max_groups: 50,
            max_retired: 100,
            max_share: 0.1,
            quiet_minutes: 10,
            max_loss: 0.2,
            conflicts: BTreeSet::new(),
        }
    }
}

/// What is known of the vault besides the plan.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// How many notes it has.
    pub notes: usize,
    /// How many it had at the last pass, if there was one.
    pub notes_before: Option<usize>,
    /// Now.
    pub now: Timestamp,
    /// When a file was last changed, where that is known.
    pub modified: &'a dyn Fn(&VaultPath) -> Option<Timestamp>,
    /// Whether a note may be touched unattended.
    pub may_touch: &'a dyn Fn(&VaultPath) -> bool,
}

/// What one pass does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pass {
    /// The ids of the groups that are applied.
    pub apply: BTreeSet<String>,
    /// The groups that wait.
    pub waiting: Vec<Waiting>,
}

/// A group that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What it is known by.
    pub group: String,
    /// Its canonical note, as it is or would be.
    pub canonical: String,
    /// What it waits for, in words.
    pub why: String,
}

/// Why nothing is done at all: the numbers are not those of an ordinary night.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Refusal {
    /// Too many groups.
    #[error(
        "{groups} groups could be folded, and no more than {limit} may be in one pass (maintain.max_groups)"
    )]
    Groups {
        /// How many there are.
        groups: usize,
        /// How many may be.
        limit: usize,
    },
    /// Too many notes would be retired.
    #[error(
        "{retired} notes would be retired, and no more than {limit} may be in one pass (maintain.max_retired)"
    )]
    Retired {
        /// How many there are.
        retired: usize,
        /// How many may be.
        limit: usize,
    },
    /// Too large a part of the vault would be retired.
    #[error(
        "{retired} of {notes} notes would be retired, and no more than {} % may be in one pass (maintain.max_share)",
        (limit * 100.0).round()
    )]
    Share {
        /// How many would be.
        retired: usize,
        /// How many notes there are.
        notes: usize,
        /// The share that may be.
        limit: f64,
    },
    /// The vault has lost notes.
    #[error(
        "the vault has {notes} notes and had {before} at the last pass: more than {} % are gone (maintain.max_loss)",
        (limit * 100.0).round()
    )]
    Loss {
        /// How many notes there are.
        notes: usize,
        /// How many there were.
        before: usize,
        /// The share that may be gone.
        limit: f64,
    },
}

/// So many notes may be retired, or gone, whatever their share: in a small vault two notes are a large part.
const ALWAYS_FEW: usize = 5;

/// Decides what of a plan may be done unattended.
///
/// # Errors
///
/// When a guard says that nothing may be done.
pub fn decide(plan: &Plan, policy: &Policy, facts: Facts<'_>) -> Result<Pass, Refusal> {
    let Facts { notes, notes_before, .. } = facts;
    if let Some(before) = notes_before
        && before.saturating_sub(notes) > ALWAYS_FEW
        && share(before.saturating_sub(notes), before) > policy.max_loss
    {
        return Err(Refusal::Loss { notes, before, limit: policy.max_loss });
    }
    let mut pass = Pass::default();
    let mut retired = 0;
    for group in &plan.groups {
        if let Some(why) = waits_for(group, policy, facts) {
            pass.waiting.push(Waiting {
                group: group.id.clone(),
                canonical: group.fold.canonical.path.clone(),
                why,
            });
        } else {
            pass.apply.insert(group.id.clone());
            retired += group.edits.retired.len();
        }
    }
    let groups = pass.apply.len();
    if groups > policy.max_groups {
        return Err(Refusal::Groups { groups, limit: policy.max_groups });
    }
    if retired > policy.max_retired {
        return Err(Refusal::Retired { retired, limit: policy.max_retired });
    }
    if retired > ALWAYS_FEW && share(retired, notes) > policy.max_share {
        return Err(Refusal::Share { retired, notes, limit: policy.max_share });
    }
    Ok(pass)
}

#[expect(clippy::cast_precision_loss, reason = "counts of notes")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// What a group waits for, if it may not be applied unattended.
fn waits_for(group: &PlannedGroup, policy: &Policy, facts: Facts<'_>) -> Option<String> {
    if group.confidence < policy.min_confidence {
        return Some(format!("it is {}, not {}", group.confidence.as_str(), policy.min_confidence.as_str()));
    }
    if let Some(note) = group.notes.iter().find(|note| !(facts.may_touch)(&note.path)) {
        return Some(format!("`{}` is not looked after unattended (maintain.include)", note.path));
    }
    let undecided: Vec<&str> = conflicts(group).collect();
    let is_settled = |field: &&str| policy.conflicts.contains(*field);
    // Conflicts are the last of what a group waits for.
    let others = group.waits.len().saturating_sub(undecided.len());
    let mut waits = group.waits.iter().take(others).chain(
        group
            .waits
            .iter()
            .skip(others)
            .zip(&undecided)
            .filter(|(_, field)| !is_settled(field))
            .map(|(why, _)| why),
    );
    if let Some(first) = waits.next() {
        return Some(first.clone());
    }
    if was_folded_before(group) && group.follows.is_none() {
        // Who planned it knew nothing of what was written: what a person did since could not be told from it.
        return Some(
            "one of its notes was folded before, and may hold what a person changed since".to_owned(),
        );
    }
    let quiet = SignedDuration::from_mins(i64::from(policy.quiet_minutes));
    let touched =
        group.notes.iter().map(|note| &note.path).chain(group.edits.links.iter().map(|edit| &edit.path));
    let restless = touched.into_iter().find(|path| {
        (facts.modified)(path).is_some_and(|modified| facts.now.duration_since(modified) < quiet)
    });
    restless.map(|path| format!("`{path}` changed within the last {} minutes", policy.quiet_minutes))
}

/// The fields and properties about which a person would have to decide, in the order the group names them.
fn conflicts(group: &PlannedGroup) -> impl Iterator<Item = &str> {
    let waiting = group.fold.conflicts().filter(|(_, conflict)| conflict.waits);
    waiting.map(|(_, conflict)| conflict.field.as_str())
}

/// Whether a note of the group is the canonical note of an earlier fold.
fn was_folded_before(group: &PlannedGroup) -> bool {
    group
        .fold
        .frontmatter
        .iter()
        .any(|property| property.key == "merged_from" && !property.sources.is_empty())
}

#[cfg(test)]
mod tests;
