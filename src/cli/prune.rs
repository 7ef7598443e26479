//! `notefold prune`: removes the backups of old runs.

use super::Exit;
use super::arguments::PruneArguments;
use super::failure::Failure;
use super::runs::{lock, state_of, vault_of};
use super::screen::Screen;
use crate::apply::{RunBackups, prunable, prune};
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
    if let Some(lock) = &held {
        for backups in &found {
            prune(lock, backups)?;
        }
    }
    screen.print(&told(&found, days, arguments.dry_run)).map_err(Failure::Reader)?;
    Ok(Exit::Done)
}

/// What was removed, or would be.
fn told(found: &[RunBackups], days: u32, is_dry: bool) -> String {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("a String takes everything");
    if found.is_empty() {
        line(format!("no run older than {days} days has backups"));
        return text;
    }
    let did = if is_dry { "would remove" } else { "removed" };
    let sum: u64 = found.iter().map(|backups| backups.bytes).sum();
    let runs = if found.len() == 1 { "1 run".to_owned() } else { format!("{} runs", found.len()) };
    line(format!("{did} the backups of {runs}: {}", HumanBytes(sum)));
    for RunBackups { run, texts, bytes, .. } in found {
        let texts = if *texts == 1 { "1 text".to_owned() } else { format!("{texts} texts") };
        line(format!("  {run}  {texts}, {}", HumanBytes(*bytes)));
    }
    text
}
