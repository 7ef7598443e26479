//! What the fields of tasks say for their being the same.

use super::saying::Saying;
use super::tuning::Tuning;
use crate::note::Role;
use crate::people::Who;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What the fields of tasks say for their being the same: that one person has both, that both are due on one day. It
/// says the less the more others of the variant have that person or day, and nothing where all have.
pub(super) struct FieldEvidence<'a> {
    tuning: &'a Tuning,
    tasks: BTreeMap<usize, usize>,
    by_owner: BTreeMap<(usize, Who), usize>,
    by_day: BTreeMap<(usize, Date), usize>,
}

impl<'a> FieldEvidence<'a> {
    /// Counts who has what in each variant.
    pub(super) fn of(sayings: &[Saying], tuning: &'a Tuning) -> Self {
        let mut evidence =
            Self { tuning, tasks: BTreeMap::new(), by_owner: BTreeMap::new(), by_day: BTreeMap::new() };
        for saying in sayings.iter().filter(|saying| saying.role == Role::Actions) {
            *evidence.tasks.entry(saying.variant).or_default() += 1;
            for owner in saying.owners.iter().filter(|owner| matches!(owner, Who::Person(_))) {
                *evidence.by_owner.entry((saying.variant, *owner)).or_default() += 1;
            }
            if let Some(day) = saying.due {
                *evidence.by_day.entry((saying.variant, day)).or_default() += 1;
            }
        }
        evidence
    }

    /// What is added to how alike two sayings are, by their indices; nothing where one of them is no task.
    #[expect(clippy::cast_precision_loss, reason = "counts of items")]
    pub(super) fn of_pair(&self, sayings: &[Saying], left: usize, right: usize) -> f64 {
        let (one, other) = (&sayings[left], &sayings[right]);
        if one.role != Role::Actions || other.role != Role::Actions {
            return 0.0;
        }
        // How rare something is that so many tasks of the variant have.
        let rare = |variant: usize, having: usize| 1.0 - (having - 1) as f64 / self.tasks[&variant] as f64;
        let of_owner = |variant: usize, owner: Who| {
            self.by_owner.get(&(variant, owner)).map_or(0.0, |having| rare(variant, *having))
        };
        let owners = one.owners.iter().filter(|owner| other.owners.contains(owner));
        let owner = owners.map(|owner| of_owner(one.variant, *owner).min(of_owner(other.variant, *owner)));
        let due = one.due.filter(|day| other.due == Some(*day)).map(|day| {
            let rarity = |variant: usize| rare(variant, self.by_day[&(variant, day)]);
            rarity(one.variant).min(rarity(other.variant))
        });
        self.tuning.owner * owner.fold(0.0, f64::max) + self.tuning.due * due.unwrap_or(0.0)
    }
}
