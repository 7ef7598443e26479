//! A plan as a person decided it.

use super::deciding::found_again;
use super::verdicts::{GroupVerdict, Verdict, Verdicts};
use crate::plan::{Found, Plan, PlannedGroup};
use crate::render::patch;
use crate::text::shown::Shown;
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
    /// What was decided, in words.
    pub decided: Vec<String>,
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
        let changing = changing(&plan, verdicts);
        if changing.is_empty() {
            return Ok(Self { plan, accepted, changed: Vec::new(), stale: Vec::new() });
        }
        let groups = || plan.groups.iter();
        let same = plan_again(groups().map(|group| found_again(group, None)).collect())?;
        let decided = groups().map(|group| found_again(group, changing.get(group.id.as_str()).copied()));
        let mut new = plan_again(decided.collect())?;
        let (same, changed_to) = (by_id(&same), by_id(&new));
        let mut stale = Vec::new();
        let mut changed = Vec::new();
        for group in plan.groups.iter().filter(|group| accepted.contains(&group.id)) {
            let id = group.id.as_str();
            let comes_out = same.get(id).is_some_and(|again| is_same(group, again));
            match changed_to.get(id).filter(|_| comes_out) {
                Some(after) if changing.contains_key(id) => {
                    let decided = changing
                        .get(id)
                        .map(|verdict| verdict.words(ToString::to_string))
                        .unwrap_or_default();
                    changed.push(Changed { before: group.clone(), after: (*after).clone(), decided });
                }
                Some(after) if after.fold.canonical.text == group.fold.canonical.text => {}
                None if comes_out => {
                    let left = new.left.iter().find(|left| left.id == id);
                    let why = left.map_or("it cannot be folded as it was decided", |left| left.why.as_str());
                    stale.push((group.id.clone(), why.to_owned()));
                }
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

    /// What the verdicts changed, as a person reads it: the base, what was decided, and the canonical note as a diff, nothing in it that
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
        let Self { before, after, decided } = self;
        let (old, new) = (&before.notes[0].path, &after.notes[0].path);
        let diff = patch::patch(new.as_str(), &before.fold.canonical.text, &after.fold.canonical.text);
        let base = if old == new { String::new() } else { format!(": the base is {new}, not {old}") };
        let decided: String = decided.iter().map(|words| format!("  {words}\n")).collect();
        let text = format!("group {}{base}\n{decided}{diff}", before.id);
        text.lines().map(|line| format!("{}\n", Shown(line))).collect()
    }
}

/// The verdicts that make the fold of an accepted group another one, by their groups.
fn changing<'v>(plan: &Plan, verdicts: &'v Verdicts) -> BTreeMap<&'v str, &'v GroupVerdict> {
    let planned = by_id(plan);
    let accepted = verdicts.groups().iter().filter(|group| group.verdict == Verdict::Accept);
    let changes = |verdict: &&GroupVerdict| {
        planned.get(verdict.id.as_str()).is_some_and(|group| verdict.changes(group))
    };
    accepted.filter(changes).map(|verdict| (verdict.id.as_str(), verdict)).collect()
}

fn by_id(plan: &Plan) -> BTreeMap<&str, &PlannedGroup> {
    plan.groups.iter().map(|group| (group.id.as_str(), group)).collect()
}

/// Whether two plans do the same with a group.
fn is_same(one: &PlannedGroup, other: &PlannedGroup) -> bool {
    (&one.notes, &one.edits, &one.fold.canonical.text)
        == (&other.notes, &other.edits, &other.fold.canonical.text)
}
