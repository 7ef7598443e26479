//! A plan as a person decided it.

use super::verdicts::{Verdict, Verdicts};
use crate::plan::{Found, Plan, PlannedGroup};
use crate::render::patch;
use crate::text::shown::Shown;
use crate::vault::VaultPath;
use std::collections::{BTreeMap, BTreeSet};

/// A plan that says what a person decided, and which of its groups they accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewedPlan {
    /// The plan: the one that was reviewed, or a new one where a verdict changes a text.
    pub plan: Plan,
    /// The ids of the groups that were accepted and may be applied.
    pub accepted: BTreeSet<String>,
    /// The groups a verdict changed, in the order of the plan.
    pub changed: Vec<Changed>,
    /// Groups that were accepted and cannot be applied, and why.
    pub stale: Vec<(String, String)>,
}

/// A group that is folded otherwise than the plan said.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The group as the plan had it.
    pub before: PlannedGroup,
    /// The group as it was decided.
    pub after: PlannedGroup,
}

impl ReviewedPlan {
    /// Makes the plan that the verdicts come to. `plan_again` plans the folding of some groups as `plan` was made: it reads
    /// the notes, and leaves a group whose notes do not have the hashes given.
    ///
    /// Where a verdict changes a text everything is planned again, since links of one group may lead to another. It is
    /// planned twice, once without the verdicts: a group that does not come out then as it was reviewed (a file it
    /// touches or the configuration changed since) is not applied, for nobody has seen what it would be.
    ///
    /// # Errors
    ///
    /// When planning fails.
    pub fn of<E>(
        plan: Plan,
        verdicts: &Verdicts,
        plan_again: &mut dyn FnMut(Vec<Found>) -> Result<Plan, E>,
    ) -> Result<Self, E> {
        let mut accepted: BTreeSet<String> = verdicts.ids(Verdict::Accept).map(str::to_owned).collect();
        let bases = bases(&plan, verdicts);
        if bases.is_empty() {
            return Ok(Self { plan, accepted, changed: Vec::new(), stale: Vec::new() });
        }
        let same = plan_again(found(&plan, &BTreeMap::new()))?;
        let mut new = plan_again(found(&plan, &bases))?;
        let (same, changed_to) = (by_id(&same), by_id(&new));
        let mut stale = Vec::new();
        let mut changed = Vec::new();
        for group in plan.groups.iter().filter(|group| accepted.contains(&group.id)) {
            let id = group.id.as_str();
            let comes_out = same.get(id).is_some_and(|again| is_same(group, again));
            match changed_to.get(id).filter(|_| comes_out) {
                Some(after) if bases.contains_key(id) => {
                    changed.push(Changed { before: group.clone(), after: (*after).clone() });
                }
                Some(after) if after.fold.canonical.text == group.fold.canonical.text => {}
                Some(_) | None => {
                    let why = "it does not come out as it was reviewed: a file it touches, or the configuration, \
                               changed since";
                    stale.push((group.id.clone(), why.to_owned()));
                }
            }
        }
        for (group, _) in &stale {
            accepted.remove(group);
        }
        // Who may apply a plan is for the plan that was reviewed to say.
        new.tool_version.clone_from(&plan.tool_version);
        new.vault = plan.vault;
        Ok(Self { plan: new, accepted, changed, stale })
    }

    /// What the verdicts changed, as a person reads it: the base, and the canonical note as a diff, nothing in it that
    /// could steer a terminal.
    #[must_use]
    pub fn changes(&self) -> String {
        self.changed.iter().map(Changed::show).collect()
    }
}

impl Changed {
    /// What changed, as text.
    #[must_use]
    pub fn show(&self) -> String {
        let Self { before, after } = self;
        let (old, new) = (&before.notes[0].path, &after.notes[0].path);
        let diff = patch::patch(new.as_str(), &before.fold.canonical.text, &after.fold.canonical.text);
        let base = if old == new { String::new() } else { format!(": the base is {new}, not {old}") };
        let text = format!("group {}{base}\n{diff}", before.id);
        text.lines().map(|line| format!("{}\n", Shown(line))).collect()
    }
}

/// The groups of a plan, to be planned again, some with another base.
fn found(plan: &Plan, bases: &BTreeMap<&str, &VaultPath>) -> Vec<Found> {
    plan.groups.iter().map(|group| found_again(group, bases.get(group.id.as_str()).copied())).collect()
}

/// A group of a plan, to be planned again.
#[must_use]
pub fn found_again(group: &PlannedGroup, base: Option<&VaultPath>) -> Found {
    Found {
        id: group.id.clone(),
        confidence: group.confidence,
        evidence: group.evidence.clone(),
        notes: group.notes.clone(),
        base: base.cloned(),
    }
}

/// The bases of accepted groups that are not the plan's.
fn bases<'v>(plan: &Plan, verdicts: &'v Verdicts) -> BTreeMap<&'v str, &'v VaultPath> {
    let planned = by_id(plan);
    let accepted = verdicts.groups().iter().filter(|group| group.verdict == Verdict::Accept);
    let chosen = accepted.filter_map(|group| Some((group.id.as_str(), group.base.as_ref()?)));
    chosen.filter(|(id, base)| planned.get(id).is_some_and(|group| group.notes[0].path != **base)).collect()
}

fn by_id(plan: &Plan) -> BTreeMap<&str, &PlannedGroup> {
    plan.groups.iter().map(|group| (group.id.as_str(), group)).collect()
}

/// Whether two plans do the same with a group.
fn is_same(one: &PlannedGroup, other: &PlannedGroup) -> bool {
    (&one.notes, &one.edits, &one.fold.canonical.text)
        == (&other.notes, &other.edits, &other.fold.canonical.text)
}
