//! Verdicts about a plan: where they are kept, how they are read, what they make of the plan.

use super::apply::Planned;
use crate::apply::{ApplyError, Ledger, LeftBehind, LeftReason, RunId, RunKind, State, history};
use crate::cli::failure::Failure;
use crate::cli::memory;
use crate::cli::noted;
use crate::cli::planning::{Ground, Manner};
use crate::cli::recall::recall;
use crate::cli::scanning::{Place, Scan};
use crate::cli::screen::Screen;
use crate::config::Config;
use crate::disk::Disk;
use crate::people::PeopleOptions;
use crate::plan::{Found, Plan, Retire};
use crate::review::note::Folded;
use crate::review::{GroupVerdict, ReviewedPlan, Verdict, Verdicts};
use crate::vault::Vault;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where the verdicts about the plan at `plan` are kept: beside it.
pub(in crate::cli) fn beside(plan: &Path) -> PathBuf {
    plan.with_extension("verdicts.json")
}

/// Reads the verdicts about a plan.
pub(super) fn read(disk: &dyn Disk, path: &Path, planned: &Planned) -> Result<Verdicts, Failure> {
    let missing = || Failure::Unreadable { path: path.to_owned(), why: "there is no such file".to_owned() };
    let bytes = memory::read(disk, path)?.ok_or_else(missing)?;
    Verdicts::parse(&bytes, &planned.plan, planned.hash)
        .map_err(|source| Failure::BadVerdicts { path: path.to_owned(), source })
}

/// Makes the plan that the verdicts come to, and says what they changed.
pub(super) fn reviewed(
    planned: Planned,
    verdicts: &Verdicts,
    state: &State,
    set: &[String],
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
) -> Result<ReviewedPlan, Failure> {
    let Planned { vault, plan, .. } = planned;
    if vault.root().to_str() != Some(plan.vault.root.as_str()) {
        // Before it is planned again, in the wrong vault.
        let plan = plan.vault.root;
        return Err(ApplyError::OtherVault { plan, vault: vault.root().to_owned() }.into());
    }
    let mut bench = Bench::new(&vault, state, &plan.retire, set);
    let mut plan_again = |found: Vec<Found>| bench.plan(found, disk, screen);
    let mut reviewed = ReviewedPlan::of(plan, verdicts, &mut plan_again)?;
    if reviewed.accepted.is_empty() {
        // To name no group would be to ask for all of them.
        reviewed.plan.groups.clear();
    }
    Ok(reviewed)
}

/// Where groups of a plan are planned again, as the plan was made; the vault is read when the first is.
pub(in crate::cli) struct Bench<'a> {
    vault: &'a Vault,
    state: State,
    retire: Retire,
    set: &'a [String],
    read: Option<(Place, Ground, PeopleOptions)>,
}

impl<'a> Bench<'a> {
    /// A bench for the plan of a vault, of which `state` knows what was folded; `set` is what was set over the
    /// configuration.
    pub(in crate::cli) fn new(vault: &'a Vault, state: &State, retire: &Retire, set: &'a [String]) -> Self {
        Self { vault, state: state.clone(), retire: retire.clone(), set, read: None }
    }

    /// Plans the folding of groups.
    pub(in crate::cli) fn plan(
        &mut self,
        mut found: Vec<Found>,
        disk: &(dyn Disk + Sync),
        screen: &mut Screen,
    ) -> Result<Plan, Failure> {
        let (place, ground, people) = match self.read.take() {
            Some(read) => read,
            None => self.look(disk, screen)?,
        };
        let not_same = memory::remembered(disk, &self.state)?.not_same();
        let manner = Manner { people: people.clone(), not_same, retire: self.retire.clone(), quiet: true };
        let ledger = Ledger::read(disk, &self.state)?;
        recall(disk, &self.state, &ledger, &ledger.recognise(ground.folded.clone()), &mut found)?;
        let plan = ground.plan(disk, &place, found, manner);
        self.read = Some((place, ground, people));
        Ok(plan)
    }

    fn look(
        &self,
        disk: &(dyn Disk + Sync),
        screen: &mut Screen,
    ) -> Result<(Place, Ground, PeopleOptions), Failure> {
        let config = Config::load(disk, Some(self.vault), self.set)?;
        let place = Place::of(disk, self.vault.clone(), config);
        let scan = Scan { vault: None, paths: &[], set: self.set, quiet: true };
        let scanned = place.listing(disk, scan.paths)?;
        let (ground, digests) = Ground::read(disk, screen, &place, &scanned.notes, true)?;
        let people = place.people(disk, scan, &digests)?;
        Ok((place, ground, people))
    }
}

/// What the groups that were accepted are once they are folded, whichever run does it.
pub(super) fn folds(plan: &Plan, verdicts: &Verdicts) -> Vec<Folded> {
    let accepted = verdicts.groups().iter().filter(|verdict| verdict.verdict == Verdict::Accept);
    let fold = |verdict: &GroupVerdict| {
        let group = plan.groups.iter().find(|group| group.id == verdict.id)?;
        Some(noted::folded(group, verdict.base.as_ref(), String::new()))
    };
    accepted.filter_map(fold).collect()
}

/// Of the groups that were accepted and cannot be applied, those that stand folded, by their ids: a run was cut off before
/// anybody was told of it.
pub(super) fn folded_before<'l>(
    folds: Vec<Folded>,
    left: impl Iterator<Item = &'l LeftBehind>,
    disk: &dyn Disk,
    state: &State,
) -> Result<BTreeMap<String, Folded>, Failure> {
    let left = left.filter(|left| left.reason == LeftReason::InTheWay);
    let left: BTreeSet<&str> = left.map(|left| left.group.as_str()).collect();
    if left.is_empty() {
        return Ok(BTreeMap::new());
    }
    let runs = history(disk, state)?;
    let done = runs.iter().filter(|past| past.kind == RunKind::Apply).flat_map(|past| {
        let stands = past.done.iter().filter(|group| group.undone_by.is_none());
        stands.map(|group| (group.id.as_str(), &past.run))
    });
    let done: BTreeMap<&str, &RunId> = done.collect();
    let folds = folds.into_iter().filter(|fold| left.contains(fold.group.as_str()));
    let before = folds.filter_map(|fold| {
        let run = done.get(fold.group.as_str())?.to_string();
        Some((fold.group.clone(), Folded { run, ..fold }))
    });
    Ok(before.collect())
}

/// The groups that were accepted and cannot be applied.
pub(super) fn left(reviewed: &ReviewedPlan) -> impl Iterator<Item = LeftBehind> {
    reviewed.stale.iter().map(|(group, why)| LeftBehind {
        group: group.clone(),
        reason: LeftReason::InTheWay,
        why: why.clone(),
    })
}

/// What was not accepted, in a sentence; `None` where everything was.
pub(super) fn others(verdicts: &Verdicts, plan_groups: usize) -> Option<String> {
    let count = |verdict| verdicts.ids(verdict).count();
    let rejected = count(Verdict::Reject);
    let undecided = plan_groups - count(Verdict::Accept) - rejected;
    let parts = [(rejected, "rejected, and not proposed again"), (undecided, "left for later")];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
