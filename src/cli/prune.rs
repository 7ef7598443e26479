//! `notefold prune`: removes the backups of old runs, and what the ledger does not need any more.

use super::Exit;
use super::arguments::PruneArguments;
use super::failure::Failure;
use super::runs::{lock, state_of, vault_of};
use super::screen::Screen;
use crate::apply::{RunBackups, SpareTexts, prunable, prune};
use crate::config::Config;
use crate::disk::Disk;
use indicatif::HumanBytes;
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write as _;

/// Removes backups, or says what would be removed.
pub(super) fn run(arguments: &PruneArguments, disk: &dyn Disk, screen: &mut Screen) -> Result<Exit, Failure> {
    let vault = vault_of(disk, &arguments.kept)?;
    let state = state_of(&vault, &arguments.kept.state)?;
    let days = match arguments.older_than {
        Some(days) => days,
        None => Config::load(disk, Some(&vault), &[])?.backup_days(),
    };
    let age = SignedDuration::from_hours(24 * i64::from(days));
    let before = disk.now().checked_sub(age).unwrap_or(Timestamp::MIN);
    let held = if arguments.dry_run { None } else { Some(lock(disk, &vault, &state)?) };
    let found = prunable(disk, &state, before)?;
    let spare = SpareTexts::find(disk, &state, before)?;
    if let Some(lock) = &held {
        for backups in &found {
            prune(lock, backups)?;
        }
        spare.remove(lock)?;
    }
    screen.print(&told(&found, &spare, days, arguments.dry_run)).map_err(Failure::Reader)?;
    Ok(Exit::Done)
}

/// What was removed, or would be.
fn told(found: &[RunBackups], spare: &SpareTexts, days: u32, is_dry: bool) -> String {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("a String takes everything");
    let did = if is_dry { "would remove" } else { "removed" };
    let sum: u64 = found.iter().map(|backups| backups.bytes).sum();
    let count_of = |count: usize| if count == 1 { "1 text".to_owned() } else { format!("{count} texts") };
    let runs = if found.len() == 1 { "1 run".to_owned() } else { format!("{} runs", found.len()) };
    if found.is_empty() {
        line(format!("no run older than {days} days has backups"));
    } else {
        line(format!("{did} the backups of {runs}: {}", HumanBytes(sum)));
    }
    for RunBackups { run, texts, bytes, .. } in found {
        line(format!("  {run}  {}, {}", count_of(*texts), HumanBytes(*bytes)));
    }
    if spare.count() > 0 {
        let (count, bytes) = (count_of(spare.count()), HumanBytes(spare.bytes));
        line(format!("{did} {count} canonical notes once held and nothing needs any more: {bytes}"));
    }
    text
}
