//! What a plan comes to, in numbers.

use crate::plan::Plan;
use std::collections::BTreeSet;

/// The numbers every surface begins and ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sums {
    /// Groups that would be folded.
    pub(super) groups: usize,
    /// Notes of those groups.
    pub(super) notes: usize,
    /// Groups that are left as they are.
    pub(super) left: usize,
    /// Groups in which something waits for a decision.
    pub(super) waiting: usize,
    /// Canonical notes that are written in the place of their base.
    pub(super) written: usize,
    /// Notes that are retired.
    pub(super) retired: usize,
    /// Links that follow.
    pub(super) links: usize,
    /// Files those links are in.
    pub(super) files: usize,
    /// Lines that name a retired note where no link can follow.
    pub(super) mentions: usize,
    /// Items of all those notes.
    pub(super) items: usize,
    /// Items of them that are in a canonical note.
    pub(super) kept: usize,
    /// Items of them that are set aside.
    pub(super) set_aside: usize,
    /// Items of the canonical notes.
    pub(super) canonical_items: usize,
}

impl Sums {
    /// Counts.
    pub(super) fn of(plan: &Plan) -> Self {
        let variants = || plan.groups.iter().flat_map(|group| &group.fold.variants);
        let edits = || plan.groups.iter().flat_map(|group| &group.edits.links);
        let files: BTreeSet<_> = edits().map(|edit| &edit.path).collect();
        let retired = plan.groups.iter().map(|group| group.edits.retired.len()).sum();
        Self {
            groups: plan.groups.len(),
            notes: plan.groups.len() + retired,
            left: plan.left.len(),
            waiting: plan.groups.iter().filter(|group| !group.waits.is_empty()).count(),
            written: plan.groups.iter().filter(|group| group.edits.canonical.is_some()).count(),
            retired,
            links: edits().map(|edit| edit.changes.len()).sum(),
            files: files.len(),
            mentions: plan.mentions.len(),
            items: variants().map(|variant| variant.items).sum(),
            kept: variants().map(|variant| variant.kept).sum(),
            set_aside: variants().map(|variant| variant.set_aside).sum(),
            canonical_items: plan.groups.iter().map(|group| group.fold.canonical.items).sum(),
        }
    }

    /// The whole in a sentence without a full stop.
    pub(super) fn headline(&self) -> String {
        if self.groups == 0 {
            return "nothing to fold".to_owned();
        }
        format!(
            "{} of {} would be folded",
            counted(self.groups, "group", "groups"),
            counted(self.notes, "note", "notes"),
        )
    }

    /// The proof that every item is in a canonical note or set aside; `None` where nothing is folded.
    pub(super) fn proof(&self) -> Option<String> {
        (self.groups > 0).then(|| {
            format!(
                "{} in {}: {} kept in {} of {}, {} set aside and listed",
                counted(self.items, "item", "items"),
                counted(self.notes, "note", "notes"),
                self.kept,
                counted(self.canonical_items, "item", "items"),
                counted(self.groups, "canonical note", "canonical notes"),
                self.set_aside,
            )
        })
    }
}

/// A number and what it counts.
pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
