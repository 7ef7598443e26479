//! `notefold maintain`: one unattended pass.

mod log;
mod told;

pub(super) use log::entries;

use super::Exit;
use super::arguments::MaintainArguments;
use super::failure::Failure;
use super::noted::{self, ReviewNote};
use super::plan::{Planned, Wanted, make, retire};
use super::runs::{MAX_PLAN_BYTES, here, lend, lock, put_right, state_of};
use super::scanning::{Place, Scan};
use super::screen::Screen;
use crate::apply::{ApplyError, Choice, Ledger, Lock, RunReport, State, Stopped, execute, preflight};
use crate::config::Queue;
use crate::disk::{ContentHash, Contents, Disk, Existing, Symlinks};
use crate::group::Confidence;
use crate::maintain::{Facts, Pass, Refusal, Waiting, decide};
use crate::plan::{Plan, PlannedGroup};
use crate::vault::{Scope, ScopeOptions, VaultPath};
use jiff::Timestamp;
use std::collections::BTreeMap;
use told::Folded;

/// How often a pass looks again at what it has changed: what was folded may fit another note better than its variants
/// did. Twice has been enough in all simulated years.
const ROUNDS: usize = 4;

/// Makes a pass, and prints what it did.
pub(super) fn run(
    arguments: &MaintainArguments,
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let scan = Scan::of(&arguments.place, &[], &arguments.printing.manner);
    let place = Place::find(disk, scan)?;
    let state = state_of(&place.vault, &arguments.place.state)?;
    let night = Night { arguments, disk, place: &place, scan, state: &state };
    // Before the scan: what a run that was cut off left behind is no part of the vault.
    let lock = if arguments.dry_run { None } else { Some(lock(disk, &place.vault, &state)?) };
    night.is_ours(lock.is_some())?;
    if let Some(lock) = &lock {
        put_right(lock, disk, screen)?;
    }
    let mut looked =
        night.look(lock.as_ref(), log::last_pass(disk, &state).map(|entry| entry.notes), screen)?;
    let Some(lock) = &lock else {
        let pass = looked.pass.map_err(Failure::Guard)?;
        let applied = folded(&looked.plan, pass.apply.iter());
        told::print(&applied, &pass.waiting, &[], arguments, screen)?;
        return Ok(exit(&pass.waiting, &[], arguments));
    };
    let mut reports = Vec::new();
    let mut applied = Vec::new();
    let (pass, notes) = loop {
        let Looked { plan, notes, pass } = looked;
        let pass = match pass {
            Ok(pass) => pass,
            // What was applied before is done; a guard stops what would come on top of it.
            Err(refusal) if !reports.is_empty() => {
                let why = refusal.to_string();
                let wait = |group: &PlannedGroup| Waiting {
                    group: group.id.clone(),
                    canonical: group.fold.canonical.path.clone(),
                    why: why.clone(),
                };
                break (Pass { waiting: plan.groups.iter().map(wait).collect(), ..Pass::default() }, notes);
            }
            Err(refusal) => {
                let refused = Some(refusal.to_string());
                log::write(disk, &state, &log::entry(disk, notes, &[], &[], refused, Exit::Refused))?;
                return Err(Failure::Guard(refusal));
            }
        };
        if pass.apply.is_empty() || reports.len() == ROUNDS {
            night.queue(&plan, &pass, screen)?;
            break (pass, notes);
        }
        let report = night.apply(&plan, &pass, lock)?;
        noted::tell(disk, screen, &place.vault, &place.config, noted::outcomes(&plan, &report));
        applied.extend(folded(&plan, report.done.iter().map(|group| &group.id)));
        let is_over = report.stopped.is_some() || report.done.is_empty();
        reports.push(report);
        if is_over {
            break (pass, notes);
        }
        looked = night.look(Some(lock), None, screen)?;
    };
    let exit = exit(&pass.waiting, &reports, arguments);
    log::write(disk, &state, &log::entry(disk, notes, &reports, &pass.waiting, None, exit))?;
    told::print(&applied, &pass.waiting, &reports, arguments, screen)?;
    Ok(exit)
}

/// A pass that is being made.
struct Night<'n> {
    arguments: &'n MaintainArguments,
    disk: &'n (dyn Disk + Sync),
    place: &'n Place,
    scan: Scan<'n>,
    state: &'n State,
}

/// What a look at the vault came to.
struct Looked {
    plan: Plan,
    notes: usize,
    pass: Result<Pass, Refusal>,
}

impl Night<'_> {
    /// Checks that it is this machine that looks after the vault: the one that is configured, and the one that did so
    /// before. Where it is the first to do so, or is told to take over, that is remembered.
    fn is_ours(&self, may_write: bool) -> Result<(), Failure> {
        let here = here();
        let before = self.state.host(self.disk);
        let configured = Some(self.place.config.maintain_host()).filter(|host| !host.is_empty());
        if !self.arguments.take_over {
            let others = configured.map(str::to_owned).into_iter().chain(before.clone());
            if let Some(host) = others.into_iter().find(|host| *host != here) {
                return Err(ApplyError::OtherHost { host, here }.into());
            }
        }
        if may_write && before.as_ref() != Some(&here) {
            self.state.keep_host(self.disk, &here)?;
        }
        Ok(())
    }

    /// Scans and plans, and decides what of it may be done; `before` is how many notes there were at the last pass.
    fn look(
        &self,
        lock: Option<&Lock<'_>>,
        before: Option<usize>,
        screen: &mut Screen,
    ) -> Result<Looked, Failure> {
        let Self { arguments, disk, place, scan, state } = self;
        let wanted = Wanted { only: &[], min_confidence: Confidence::Likely, state: &arguments.place.state };
        let Planned { plan, notes, folded } =
            make(*disk, screen, place, *scan, wanted, retire(None, place)?)?;
        let ledger = Ledger::read(*disk, state)?;
        let known = ledger.recognise(folded);
        if let Some(lock) = lock {
            let read = |path: &VaultPath| place.vault.read(*disk, path).ok();
            ledger.keep_seen(lock, &known, &read)?;
        }
        let modified = |path: &VaultPath| {
            let time = disk.attributes(&place.vault.place(path)).ok()?.modified;
            Timestamp::new(time.seconds, i32::try_from(time.nanoseconds).ok()?).ok()
        };
        let include = place.config.maintain_include();
        let scope = Scope::of(&ScopeOptions { include, ..ScopeOptions::default() })?;
        let facts = Facts {
            notes,
            notes_before: before,
            now: disk.now(),
            modified: &modified,
            may_touch: &|path| scope.holds(path),
        };
        let mut pass = decide(&plan, &place.config.policy(), facts);
        if let Ok(pass) = &mut pass {
            let is_planned = |path: &VaultPath| {
                plan.groups.iter().flat_map(|group| &group.notes).any(|note| note.path == *path)
            };
            let over = known.overwritten().filter(|(path, _)| !is_planned(path));
            pass.waiting.extend(over.map(|(path, fold)| Waiting {
                group: fold.id.clone(),
                canonical: path.to_string(),
                why: known.written_over(path, fold),
            }));
        }
        Ok(Looked { plan, notes, pass })
    }

    /// Applies what may be applied.
    fn apply(&self, plan: &Plan, pass: &Pass, lock: &Lock<'_>) -> Result<RunReport, Failure> {
        let choice = Choice {
            only: pass.apply.clone(),
            min_confidence: self.place.config.policy().min_confidence,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let ready = preflight(self.disk, &self.place.vault, plan, &choice)?;
        let quiet = self.arguments.printing.manner.quiet;
        lend("applying", self.disk, quiet, |lent| execute(ready, lock, lent))
    }

    /// Keeps what waits for a person to go on from: as the vault's latest plan, and as the review note where that is
    /// configured. What is there already is not written again.
    fn queue(&self, plan: &Plan, pass: &Pass, screen: &mut Screen) -> Result<(), Failure> {
        if pass.waiting.is_empty() {
            return Ok(());
        }
        let json = serde_json::to_string_pretty(plan)? + "\n";
        let kept = self.disk.read(&self.state.plan(), MAX_PLAN_BYTES, Symlinks::Refuse);
        if !matches!(kept, Ok(Contents::Bytes(bytes)) if bytes == json.as_bytes()) {
            self.state.keep_plan(self.disk, json.as_bytes())?;
        }
        if self.place.config.maintain_queue() == Queue::Note && !plan.groups.is_empty() {
            let note = ReviewNote::find(None, self.disk, &self.place.vault, &self.place.config)?;
            let hash = ContentHash::of(json.as_bytes());
            let is_there =
                note.read(self.disk).and_then(|text| note.plan(&text)).is_ok_and(|about| about == hash);
            if !is_there {
                let written = self
                    .state
                    .keep_noted_plan(self.disk, json.as_bytes())
                    .map_err(Failure::from)
                    .and_then(|()| note.write(self.disk, Existing::Refuse, plan, hash));
                if let Err(failure) = written {
                    // What a person has ticked, or another note of that name, stays.
                    screen.warn(&failure.to_string());
                }
            }
        }
        Ok(())
    }
}

/// The groups of a plan with these ids, each with its canonical note.
fn folded<'i>(plan: &Plan, ids: impl Iterator<Item = &'i String>) -> Vec<Folded> {
    let canonical: BTreeMap<&str, &str> =
        plan.groups.iter().map(|group| (group.id.as_str(), group.fold.canonical.path.as_str())).collect();
    let folded = ids.map(|id| Folded {
        group: id.clone(),
        canonical: canonical.get(id.as_str()).copied().unwrap_or_default().to_owned(),
    });
    folded.collect()
}

fn exit(waiting: &[Waiting], reports: &[RunReport], arguments: &MaintainArguments) -> Exit {
    let kept = |report: &RunReport| {
        report.kept.len() + report.done.iter().map(|group| group.kept.len()).sum::<usize>()
    };
    let is_partly = |report: &RunReport| {
        !report.left.is_empty() || kept(report) > 0 || matches!(report.stopped, Some(Stopped::Failed(_)))
    };
    if reports.iter().any(|report| matches!(report.stopped, Some(Stopped::Asked))) {
        Exit::Interrupted
    } else if reports.iter().any(is_partly) {
        Exit::Partly
    } else if arguments.exit_code && !waiting.is_empty() {
        Exit::ToReview
    } else {
        Exit::Done
    }
}
