//! `notefold apply --from-note`: does what was ticked in the review note.

use super::apply::{apply_decided, with_hash};
use super::told::tell;
use super::{state_of, vault_of};
use crate::apply::{LeftBehind, LeftReason, RunReport};
use crate::cli::Exit;
use crate::cli::arguments::ApplyArguments;
use crate::cli::failure::Failure;
use crate::cli::noted::{ReviewNote, rejected};
use crate::cli::screen::Screen;
use crate::config::Config;
use crate::disk::Disk;
use crate::plan::PlannedGroup;
use crate::review::Verdict;
use crate::review::note::{Outcome, Ticks};
use std::collections::BTreeMap;
use std::path::Path;

/// Does what was ticked, and brings the note up to date.
pub(super) fn apply_ticked(
    arguments: &ApplyArguments,
    typed: Option<&Path>,
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let vault = vault_of(disk, &arguments.kept)?;
    let config = Config::load(disk, Some(&vault), &arguments.set)?;
    let note = ReviewNote::find(typed, disk, &vault, &config)?;
    let text = note.read(disk)?;
    let state = state_of(&vault, &arguments.kept.state)?;
    let planned = with_hash(note.plan(&text)?, arguments.plan.as_deref(), vault.clone(), &state, disk)?;
    let planned = planned.ok_or_else(|| Failure::NotePlanGone { path: note.path().clone() })?;

    let Ticks { verdicts, refused, odd } = Ticks::read(&text, &planned.plan, planned.hash);
    for what in &odd {
        screen.warn(&format!("in `{}`: {what}", note.path()));
    }
    let is_understood = refused.is_empty() && odd.is_empty();
    let waits = |(group, why): (&String, &String)| LeftBehind {
        group: group.clone(),
        reason: LeftReason::Waits,
        why: why.clone(),
    };
    let left: Vec<LeftBehind> = refused.iter().map(waits).collect();
    let mut told: BTreeMap<String, Outcome> =
        refused.into_iter().map(|(group, why)| (group, Outcome::Left { why })).collect();
    if verdicts.groups().is_empty() {
        note.update(disk, &told, Some(&odd))?;
        let report = RunReport { run: None, done: Vec::new(), left, kept: Vec::new(), stopped: None };
        tell(&report, "applied", "", arguments.printing.format, screen)?;
        if is_understood {
            screen.note("nothing is ticked in the review note");
        }
        return Ok(if is_understood { Exit::Done } else { Exit::Refused });
    }
    let is_rejected = |group: &&PlannedGroup| verdicts.ids(Verdict::Reject).any(|id| id == group.id);
    let out = rejected(planned.plan.groups.iter().filter(is_rejected));
    let applied = apply_decided(arguments, &verdicts, planned, &state, disk, screen);
    match &applied {
        Ok(applied) => {
            told.extend(out);
            told.extend(applied.outcomes());
        }
        Err(Failure::Stale { left, .. } | Failure::NothingMayBeApplied { left }) => {
            told.extend(out);
            let why = |left: &LeftBehind| (left.group.clone(), Outcome::Left { why: left.why.clone() });
            told.extend(left.iter().map(why));
        }
        Err(_) => {}
    }
    note.update(disk, &told, Some(&odd))?;
    let mut applied = applied?;
    applied.report.left.splice(0..0, left);
    let exit = applied.tell(arguments, screen)?;
    Ok(if exit == Exit::Done && !is_understood { Exit::Partly } else { exit })
}
