//! `notefold undo`: takes a run back.

use super::told::tell;
use super::{lend, lock, put_right, state_of, vault_of};
use crate::apply::history;
use crate::cli::Exit;
use crate::cli::arguments::UndoArguments;
use crate::cli::failure::Failure;
use crate::cli::noted;
use crate::cli::screen::Screen;
use crate::config::Config;
use crate::disk::Disk;
use std::collections::BTreeSet;

/// Undoes a run and prints what that did.
pub(in crate::cli) fn undo(
    arguments: &UndoArguments,
    disk: &dyn Disk,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let vault = vault_of(disk, &arguments.kept)?;
    let state = state_of(&vault, &arguments.kept.state)?;
    let lock = lock(disk, &vault, &state)?;
    put_right(&lock, disk, screen)?;
    let runs = history(disk, &state)?;
    let known: BTreeSet<&str> =
        runs.iter().flat_map(|run| &run.done).map(|group| group.id.as_str()).collect();
    let mut only = BTreeSet::new();
    for typed in &arguments.only {
        let mut fits = known.iter().filter(|id| id.starts_with(typed.as_str()));
        match (fits.next(), fits.next()) {
            (Some(id), None) => only.insert((*id).to_owned()),
            // The run itself says that it has no such group.
            (None, _) => only.insert(typed.clone()),
            (Some(_), Some(_)) => return Err(Failure::ManyGroups { group: typed.clone() }),
        };
    }
    let report = lend("undoing", disk, arguments.printing.manner.quiet, |lent| {
        crate::apply::undo(&lock, arguments.run.as_ref(), &only, lent)
    })?;
    if let Ok(config) = Config::load(disk, Some(&vault), &[]) {
        noted::tell(disk, screen, &vault, &config, noted::taken_back(&report));
    }
    tell(&report, "took back", "", arguments.printing.format, screen)
}
