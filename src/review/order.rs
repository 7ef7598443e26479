//! The order in which the groups of a plan are read.

use crate::plan::{Plan, PlannedGroup};

/// The groups of a plan as every written surface has them: what needs a person comes first.
pub(super) struct Order<'p> {
    /// Those in which something waits for a decision, the least certain first.
    pub(super) waiting: Vec<&'p PlannedGroup>,
    /// The others, in the order of the plan.
    pub(super) ready: Vec<&'p PlannedGroup>,
}

impl<'p> Order<'p> {
    /// Sorts the groups of `plan`.
    pub(super) fn of(plan: &'p Plan) -> Self {
        let (mut waiting, ready): (Vec<&PlannedGroup>, Vec<&PlannedGroup>) =
            plan.groups.iter().partition(|group| !group.waits.is_empty());
        waiting.sort_by_key(|group| group.confidence);
        Self { waiting, ready }
    }
}
