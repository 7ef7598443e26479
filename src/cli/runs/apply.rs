//! `notefold apply`: does what a plan says.

use super::ticked::apply_ticked;
use super::told::tell;
use super::{decided, lend, lock, put_right, state_of, vault_of};
use crate::apply::{Choice, LeftBehind, LeftReason, RunReport, State, execute, preflight};
use crate::cli::Exit;
use crate::cli::arguments::{ApplyArguments, Data, Kept};
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::cli::{memory, noted};
use crate::config::Config;
use crate::disk::{ContentHash, Contents, Disk, Symlinks};
use crate::group::Confidence;
use crate::plan::{Plan, PlannedGroup};
use crate::review::note::{Folded, Outcome};
use crate::review::{Verdict, Verdicts};
use crate::vault::Vault;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The largest plan that is read: 4 GiB. One of 10,000 groups has about 500 MB.
pub(in crate::cli) const MAX_PLAN_BYTES: u64 = 4 * 1024 * 1024 * 1024;

/// A plan file, and the vault it is for.
pub(in crate::cli) struct Planned {
    /// The vault: the one that was named, else the plan's own.
    pub(in crate::cli) vault: Vault,
    /// The file.
    pub(in crate::cli) path: PathBuf,
    /// The plan.
    pub(in crate::cli) plan: Plan,
    /// The sha256 of the file.
    pub(in crate::cli) hash: ContentHash,
}

/// Applies a plan and prints what that did.
pub(in crate::cli) fn apply(
    arguments: &ApplyArguments,
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    if let Some(note) = &arguments.from_note {
        return apply_ticked(arguments, note.as_deref(), disk, screen);
    }
    let planned = find(arguments.plan.as_deref(), &arguments.kept, disk)?;
    let state = state_of(&planned.vault, &arguments.kept.state)?;
    let vault = planned.vault.clone();
    let mut out = BTreeMap::new();
    let applied = match &arguments.verdicts {
        None => apply_chosen(arguments, planned, &state, disk, screen)?,
        Some(file) => {
            let file = file.as_ref().map_or_else(|| decided::beside(&planned.path), PathBuf::clone);
            let verdicts = decided::read(disk, &file, &planned)?;
            let is_rejected = |group: &&PlannedGroup| verdicts.ids(Verdict::Reject).any(|id| id == group.id);
            out = noted::rejected(planned.plan.groups.iter().filter(is_rejected));
            apply_decided(arguments, &verdicts, planned, &state, disk, screen)?
        }
    };
    if let Ok(config) = Config::load(disk, Some(&vault), &[]) {
        out.extend(applied.outcomes());
        noted::tell(disk, screen, &vault, &config, out);
    }
    applied.tell(arguments, screen)
}

/// What was applied.
pub(super) struct Applied {
    /// The plan, as it was decided.
    plan: Plan,
    /// What was done of it.
    pub(super) report: RunReport,
    /// What of it an earlier run had done, of which nobody was told.
    before: BTreeMap<String, Folded>,
    /// What was not accepted, in words.
    others: Option<String>,
}

impl Applied {
    /// Prints what was done, and says how it ended. This comes last: that nobody reads it undoes nothing.
    pub(super) fn tell(&self, arguments: &ApplyArguments, screen: &mut Screen) -> Result<Exit, Failure> {
        let Self { plan, report, before, others } = self;
        let exit = tell(report, "applied", &sum(plan, report), arguments.printing.format, screen)?;
        for Folded { group, run, .. } in before.values() {
            screen.note(&format!("group {group} had been folded already, by run {run}"));
        }
        if let Some(others) = others {
            screen.note(others);
        }
        Ok(exit)
    }

    /// What became of the groups.
    pub(super) fn outcomes(&self) -> BTreeMap<String, Outcome> {
        let before = self.before.iter().map(|(id, folded)| (id.clone(), Outcome::Done(folded.clone())));
        noted::outcomes(&self.plan, &self.report).into_iter().chain(before).collect()
    }
}

/// Applies what was named, or what is sure enough and does not wait.
fn apply_chosen(
    arguments: &ApplyArguments,
    planned: Planned,
    state: &State,
    disk: &dyn Disk,
    screen: &mut Screen,
) -> Result<Applied, Failure> {
    let choice = Choice {
        only: named(&arguments.only, &planned.plan)?,
        min_confidence: arguments.min_confidence.into(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let Planned { vault, path, plan, .. } = planned;
    let lock = lock(disk, &vault, state)?;
    put_right(&lock, disk, screen)?;
    let ready = preflight(disk, &vault, &plan, &choice)?;
    if ready.groups().next().is_none() && !plan.groups.is_empty() {
        return Err(nothing_to_apply(path, ready.left()));
    }
    let report = lend("applying", disk, arguments.printing.manner.quiet, |lent| execute(ready, &lock, lent))?;
    Ok(Applied { plan, report, before: BTreeMap::new(), others: None })
}

/// Applies what was accepted, and remembers what was rejected.
pub(super) fn apply_decided(
    arguments: &ApplyArguments,
    verdicts: &Verdicts,
    planned: Planned,
    state: &State,
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
) -> Result<Applied, Failure> {
    let (vault, path) = (planned.vault.clone(), planned.path.clone());
    let lock = lock(disk, &vault, state)?;
    put_right(&lock, disk, screen)?;
    memory::remember(disk, state, &planned.plan, verdicts)?;
    let others = decided::others(verdicts, planned.plan.groups.len());
    let apart = memory::kept_apart(disk, &vault, &planned.plan, verdicts, &arguments.set)?;
    let folds = decided::folds(&planned.plan, verdicts);
    let reviewed = decided::reviewed(planned, verdicts, state, &arguments.set, disk, screen)?;
    let choice = Choice {
        only: reviewed.accepted.clone(),
        // Who accepted it has seen how sure it is.
        min_confidence: Confidence::Doubtful,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let ready = preflight(disk, &vault, &reviewed.plan, &choice)?;
    let mut left: Vec<LeftBehind> = decided::left(&reviewed).collect();
    let before = decided::folded_before(folds, left.iter().chain(ready.left()), disk, state)?;
    if ready.groups().next().is_none() && before.is_empty() && !(ready.left().is_empty() && left.is_empty()) {
        left.extend(ready.left().iter().cloned());
        return Err(nothing_to_apply(path, &left));
    }
    if arguments.printing.format == Data::Text {
        screen.print(&reviewed.changes()).map_err(Failure::Reader)?;
    }
    let mut report =
        lend("applying", disk, arguments.printing.manner.quiet, |lent| execute(ready, &lock, lent))?;
    // Only now: a plan made with this in mind would not have the rows that were decided about.
    let is_done = |group: &str| report.done.iter().any(|done| done.id == group);
    let apart = apart.into_iter().filter(|(group, _)| is_done(group)).flat_map(|(_, pairs)| pairs);
    memory::remember_apart(disk, state, apart)?;
    report.left.splice(0..0, left);
    report.left.retain(|left| !before.contains_key(&left.group));
    Ok(Applied { plan: reviewed.plan, report, before, others })
}

/// The plan of a vault whose file has this sha256: the one typed, else the latest, else the one the review note was made
/// about.
pub(super) fn with_hash(
    hash: ContentHash,
    typed: Option<&Path>,
    vault: Vault,
    state: &State,
    disk: &dyn Disk,
) -> Result<Option<Planned>, Failure> {
    let places = typed.map_or_else(|| vec![state.plan(), state.noted_plan()], |typed| vec![typed.to_owned()]);
    for path in places {
        if typed.is_none() && disk.entry(&path).is_err() {
            continue;
        }
        let bytes = read_bytes(disk, &path)?;
        if ContentHash::of(&bytes) == hash {
            let plan =
                Plan::parse(&bytes).map_err(|source| Failure::BadPlan { path: path.clone(), source })?;
            return Ok(Some(Planned { vault, path, plan, hash }));
        }
    }
    Ok(None)
}

/// The plan at `path`, else the latest of the vault.
pub(in crate::cli) fn find(path: Option<&Path>, kept: &Kept, disk: &dyn Disk) -> Result<Planned, Failure> {
    let Some(path) = path else {
        let vault = vault_of(disk, kept)?;
        let path = state_of(&vault, &kept.state)?.plan();
        if disk.entry(&path).is_err() {
            return Err(Failure::NoPlan { vault: vault.root().to_owned() });
        }
        let (plan, hash) = read(disk, &path)?;
        return Ok(Planned { vault, path, plan, hash });
    };
    let (plan, hash) = read(disk, path)?;
    let own = |root: &String| {
        Vault::at(disk, Path::new(root))
            .ok_or_else(|| Failure::PlanWithoutVault { plan: path.to_owned(), vault: root.clone() })
    };
    let vault = match &kept.vault {
        Some(_) => vault_of(disk, kept)?,
        None => own(&plan.vault.root)?,
    };
    Ok(Planned { vault, path: path.to_owned(), plan, hash })
}

/// Reads a plan file.
fn read(disk: &dyn Disk, path: &Path) -> Result<(Plan, ContentHash), Failure> {
    let bytes = read_bytes(disk, path)?;
    let plan = Plan::parse(&bytes).map_err(|source| Failure::BadPlan { path: path.to_owned(), source })?;
    Ok((plan, ContentHash::of(&bytes)))
}

fn read_bytes(disk: &dyn Disk, path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |why: String| Failure::PlanUnreadable { path: path.to_owned(), why };
    match disk.read(path, MAX_PLAN_BYTES, Symlinks::Follow) {
        Ok(Contents::Bytes(bytes)) => Ok(bytes),
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
