//! The making of a plan: groups are folded, and the links of the vault follow.

mod backlinks;
mod folding;
mod follow;
mod places;

use super::{
    CanonicalEdit, Edits, FORMAT_VERSION, LeftGroup, LinkEdit, Plan, PlannedGroup, PlannedNote, Retire,
    RetireEdit, VaultIdentity,
};
use crate::disk::ContentHash;
use crate::group::Confidence;
use crate::links::{Mentions, Names};
use crate::merge::{Decision, Earlier};
use crate::render::review::Subject;
use crate::render::{FoldOptions, Review};
use crate::vault::{LinkFormat, VaultPath};
use backlinks::Backlinks;
use folding::Folding;
use places::Places;
use rayon::prelude::*;
use std::cmp::Reverse;

/// A group found in the vault, to be folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What the group is known by.
    pub id: String,
    /// How sure its weakest pair is.
    pub confidence: Confidence,
    /// What speaks for it, in sentences.
    pub evidence: Vec<String>,
    /// Its notes, two or more, in any order.
    pub notes: Vec<PlannedNote>,
    /// The one of them that is to be the base; `None` leaves the choice to the rules.
    pub base: Option<VaultPath>,
    /// What a person decided about their fold.
    pub decisions: Vec<Decision>,
    /// What is known of the earlier folds into the base, where it is a canonical note.
    pub earlier: Option<Earlier>,
    /// What waits for a person whatever folding finds, in words.
    pub waits: Vec<String>,
}

/// How a plan is made.
#[derive(Debug, Clone)]
pub struct PlanOptions {
    /// The version of notefold.
    pub tool_version: String,
    /// What is done with the notes that are folded in.
    pub retire: Retire,
    /// How notes are folded. What is about one fold (base, evidence, source paths) is filled in for each.
    pub fold: FoldOptions,
    /// How the vault writes links.
    pub link_format: LinkFormat,
}

/// What a plan is made from.
#[derive(Clone, Copy)]
pub struct Planner<'a> {
    /// The vault.
    pub vault: &'a VaultIdentity,
    /// All its files, also those that are not scanned: their links follow too.
    pub names: &'a Names,
    /// What each of its notes and canvases may link to.
    pub mentions: &'a [(VaultPath, Mentions)],
    /// Its files with queries that are no notes (`.base`).
    pub bases: &'a [VaultPath],
    /// The text of a file, if it can be read.
    pub read: &'a (dyn Fn(&VaultPath) -> Option<String> + Sync),
    /// Whether something is at a path, also in the folders that are not scanned.
    pub is_taken: &'a (dyn Fn(&VaultPath) -> bool + Sync),
    /// The options.
    pub options: &'a PlanOptions,
}

impl Planner<'_> {
    /// Plans the folding of the groups; `step` is called when one has been folded, in no order. What cannot be folded
    /// is listed as left.
    #[must_use]
    pub fn plan(&self, mut found: Vec<Found>, step: &(dyn Fn() + Sync)) -> Plan {
        found.sort_by(|one, other| order(one).cmp(&order(other)));
        let backlinks = Backlinks::of(self, &found);
        let outcomes: Vec<Result<Folding, LeftGroup>> = found
            .into_par_iter()
            .map(|group| {
                let outcome = Folding::of(self, group, &backlinks);
                step();
                outcome
            })
            .collect();
        let mut foldings = Vec::new();
        let mut left = Vec::new();
        for outcome in outcomes {
            match outcome {
                Ok(folding) => foldings.push(folding),
                Err(group) => left.push(group),
            }
        }
        let mut places = Places::new(self);
        let retired: Vec<Vec<RetireEdit>> = foldings.iter().map(|folding| places.retire(folding)).collect();
        let (links, mentions) = follow::follow(self, &mut foldings, &retired);
        let groups = foldings.into_iter().zip(retired).zip(links);
        Plan {
            format_version: FORMAT_VERSION,
            tool_version: self.options.tool_version.clone(),
            vault: self.vault.clone(),
            retire: self.options.retire.clone(),
            groups: groups.map(|((folding, retired), links)| planned(folding, retired, links)).collect(),
            left,
            mentions,
        }
    }
}

/// The surest groups first, then by paths.
fn order(group: &Found) -> (Reverse<Confidence>, Option<&VaultPath>, &str) {
    (Reverse(group.confidence), group.notes.iter().map(|note| &note.path).min(), &group.id)
}

fn planned(folding: Folding, retired: Vec<RetireEdit>, links: Vec<LinkEdit>) -> PlannedGroup {
    let Folding { found, review, .. } = folding;
    let base = &found.notes[0];
    let result = ContentHash::of(review.canonical.text.as_bytes());
    let canonical = (result != base.sha256).then(|| CanonicalEdit {
        path: base.path.clone(),
        expected: base.sha256,
        result,
    });
    PlannedGroup {
        waits: found.waits.into_iter().chain(waits(found.confidence, &review)).collect(),
        follows: found.earlier.map(|earlier| earlier.id),
        id: found.id,
        confidence: found.confidence,
        evidence: found.evidence,
        notes: found.notes,
        fold: review,
        edits: Edits { canonical, links, retired },
    }
}

/// What waits for a person: a group that is doubtful, and the conflicts no rule may decide alone.
fn waits(confidence: Confidence, review: &Review) -> Vec<String> {
    let doubtful = (confidence == Confidence::Doubtful)
        .then(|| "it is doubtful that these notes are about one meeting".to_owned());
    let conflicts = review.conflicts().filter(|(_, conflict)| conflict.waits);
    let waiting = conflicts.map(|(subject, conflict)| {
        let what = match subject {
            Subject::Row(row) => format!("{} of {}", conflict.field, row.id),
            Subject::Property(property) => format!("property `{}`", property.key),
        };
        format!("the notes disagree about the {what}: {}", conflict.each_value().join(" / "))
    });
    doubtful.into_iter().chain(waiting).collect()
}
