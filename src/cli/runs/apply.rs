//! `notefold apply`: does what a plan says.

use super::told::tell;
use super::{lend, lock, put_right, state_of, vault_of};
use crate::apply::{Choice, LeftBehind, LeftReason, RunReport, execute, preflight};
use crate::cli::Exit;
use crate::cli::arguments::ApplyArguments;
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::disk::{Contents, Disk, Symlinks};
use crate::plan::Plan;
use crate::vault::Vault;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The largest plan that is read: 4 GiB. One of 10,000 groups has about 500 MB.
const MAX_PLAN_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// Applies a plan and prints what that did.
pub(in crate::cli) fn apply(
    arguments: &ApplyArguments,
    disk: &dyn Disk,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let (vault, path, plan) = find(arguments, disk)?;
    let state = state_of(&vault, arguments.kept.state_dir.as_deref())?;
    let choice = Choice {
        only: named(&arguments.only, &plan)?,
        min_confidence: arguments.min_confidence.into(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let lock = lock(disk, &vault, &state)?;
    put_right(&lock, disk, screen)?;
    let ready = preflight(disk, &vault, &plan, &choice)?;
    if ready.groups().next().is_none() && !plan.groups.is_empty() {
        return Err(nothing_to_apply(path, ready.left()));
    }
    let report = lend("applying", arguments.manner.quiet, |lent| execute(ready, &lock, lent))?;
    tell(&report, "applied", &sum(&plan, &report), arguments.format, screen)
}

/// The plan, and the vault it is applied to: the one that was named, else the plan's own.
fn find(arguments: &ApplyArguments, disk: &dyn Disk) -> Result<(Vault, PathBuf, Plan), Failure> {
    let Some(path) = &arguments.plan else {
        let vault = vault_of(disk, &arguments.kept)?;
        let path = state_of(&vault, arguments.kept.state_dir.as_deref())?.plan();
        if disk.entry(&path).is_err() {
            return Err(Failure::NoPlan { vault: vault.root().to_owned() });
        }
        let plan = read(disk, &path)?;
        return Ok((vault, path, plan));
    };
    let plan = read(disk, path)?;
    let own = |root: &String| {
        Vault::at(disk, Path::new(root))
            .ok_or_else(|| Failure::PlanWithoutVault { plan: path.clone(), vault: root.clone() })
    };
    let vault = match &arguments.kept.vault {
        Some(_) => vault_of(disk, &arguments.kept)?,
        None => own(&plan.vault.root)?,
    };
    Ok((vault, path.clone(), plan))
}

/// Reads a plan file.
pub(in crate::cli) fn read(disk: &dyn Disk, path: &Path) -> Result<Plan, Failure> {
    let named = || path.to_owned();
    let unreadable = |why: String| Failure::PlanUnreadable { path: named(), why };
    match disk.read(path, MAX_PLAN_BYTES, Symlinks::Follow) {
        Ok(Contents::Bytes(bytes)) => {
            Plan::parse(&bytes).map_err(|source| Failure::BadPlan { path: named(), source })
        }
        Ok(Contents::TooLarge { .. }) => Err(unreadable("it is larger than 4 GiB".to_owned())),
        Ok(Contents::NotAFile(_) | Contents::NotAvailable) => Err(unreadable("it is not a file".to_owned())),
        Err(error) => Err(unreadable(error.to_string())),
    }
}

/// The groups of the plan whose ids start as was typed.
fn named(typed: &[String], plan: &Plan) -> Result<BTreeSet<String>, Failure> {
    let mut named = BTreeSet::new();
    for typed in typed {
        let mut fits = plan.groups.iter().filter(|group| group.id.starts_with(typed.as_str()));
        match (fits.next(), fits.next()) {
            (Some(group), None) => named.insert(group.id.clone()),
            (None, _) => return Err(Failure::NotPlanned { group: typed.clone() }),
            (Some(_), Some(_)) => return Err(Failure::ManyGroups { group: typed.clone() }),
        };
    }
    Ok(named)
}

/// Why nothing is applied: everything is stale, or everything waits.
fn nothing_to_apply(plan: PathBuf, left: &[LeftBehind]) -> Failure {
    let left: Vec<LeftBehind> = left.to_vec();
    if left.iter().any(|left| left.reason == LeftReason::InTheWay) {
        Failure::Stale { plan, left }
    } else {
        Failure::NothingMayBeApplied { left }
    }
}

/// What was done to files, in words.
fn sum(plan: &Plan, report: &RunReport) -> String {
    let done: BTreeSet<&str> = report.done.iter().map(|group| group.id.as_str()).collect();
    let groups = || plan.groups.iter().filter(|group| done.contains(group.id.as_str()));
    let written = groups().filter(|group| group.edits.canonical.is_some()).count();
    let retired: usize = groups().map(|group| group.edits.retired.len()).sum();
    let links: usize = groups().flat_map(|group| &group.edits.links).map(|edit| edit.changes.len()).sum();
    let counted = |count: usize, one: &str, several: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        many => Some(format!("{many} {several}")),
    };
    let parts = [
        counted(written, "canonical note written", "canonical notes written"),
        counted(retired, "note retired", "notes retired"),
        counted(links, "link led on", "links led on"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
