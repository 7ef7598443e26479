//! The commands that change a vault, and tell what was changed: `apply`, `undo`, `recover`, `history`.

mod apply;
mod decided;
mod history;
mod ticked;
mod told;
mod undo;

pub(super) use apply::{MAX_PLAN_BYTES, Planned, apply, find};
pub(super) use decided::{Bench, beside};
pub(super) use history::{history, recover};
pub(super) use undo::undo;

use super::arguments::{Kept, StateFolder};
use super::failure::Failure;
use super::paths::vault_here;
use super::screen::Screen;
use crate::apply::{ApplyError, Holder, Lent, Lock, Recovery, State, Status};
use crate::disk::Disk;
use crate::vault::Vault;
use directories::ProjectDirs;
use indicatif::HumanCount;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The version of the JSON these commands print.
const FORMAT_VERSION: u32 = 1;

/// The vault of the current folder, or the one that was named.
pub(super) fn vault_of(disk: &dyn Disk, kept: &Kept) -> Result<Vault, Failure> {
    vault_here(disk, kept.vault.as_deref())?.ok_or(Failure::NoVaultHere)
}

/// Where the plans, journals and backups of a vault are kept.
pub(super) fn state_of(vault: &Vault, typed: &StateFolder) -> Result<State, Failure> {
    let states = match &typed.state_dir {
        Some(folder) => folder.clone(),
        None => states().ok_or(Failure::NoStateFolder)?,
    };
    Ok(State::of(&states, vault))
}

/// The user's folder for the state of programs: `~/.local/state/notefold` on Linux, the one for data elsewhere.
fn states() -> Option<PathBuf> {
    let folders = ProjectDirs::from("", "", "notefold")?;
    Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
}

/// The name of this machine.
pub(super) fn here() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

/// Takes the lock of a vault.
pub(super) fn lock<'d>(disk: &'d dyn Disk, vault: &Vault, state: &State) -> Result<Lock<'d>, Failure> {
    let holder = Holder {
        host: here(),
        process: std::process::id(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    Ok(Lock::take(disk, vault.clone(), state.clone(), holder, disk.now())?)
}

/// Puts a run right that was cut off, so that another can begin.
pub(super) fn put_right(lock: &Lock<'_>, disk: &dyn Disk, screen: &mut Screen) -> Result<(), Failure> {
    match crate::apply::status(disk, lock.state())? {
        Status::Clean => Ok(()),
        Status::Failed { run, why } => Err(ApplyError::RecoveryFailed { run, why }.into()),
        Status::Unfinished { .. } => {
            if let Some(recovery) = crate::apply::recover(lock, &|| disk.now())? {
                for line in recovered(&recovery) {
                    screen.warn(&line);
                }
            }
            Ok(())
        }
    }
}

/// What recovering came to, a sentence a line.
fn recovered(recovery: &Recovery) -> Vec<String> {
    let Recovery { run, taken_back, done, kept } = recovery;
    let done = match done {
        0 => "nothing of it had been done".to_owned(),
        1 => "the one group it had done stays done".to_owned(),
        _ => format!("the {} groups it had done stay done", HumanCount(*done as u64)),
    };
    let taken_back =
        taken_back.as_ref().map_or_else(String::new, |group| format!(", group {group} was taken back"));
    let first = format!("run {run} had been cut off, and is put right: {done}{taken_back}");
    let kept = kept.iter().map(|kept| format!("`{}` {}", kept.path, kept.what));
    std::iter::once(first).chain(kept).collect()
}

/// Runs `work` with what it is lent: the clock, a bar, and whether the person has asked to stop. The first time they do
/// (Ctrl-C, or the system ends the program), the group that was begun is finished.
pub(super) fn lend<T>(
    what: &'static str,
    disk: &dyn Disk,
    quiet: bool,
    work: impl FnOnce(&mut Lent<'_>) -> Result<T, ApplyError>,
) -> Result<T, Failure> {
    let asked = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&asked);
    // Where no handler can be set, the program is simply ended, and what it was at is recovered.
    drop(ctrlc::set_handler(move || heard.store(true, Ordering::Relaxed)));
    let mut bar = super::progress::Turns::new(what, quiet);
    let done = work(&mut Lent {
        now: &|| disk.now(),
        progress: &mut |turn, turns| bar.show(turn, turns),
        should_stop: &|| asked.load(Ordering::Relaxed),
    });
    bar.done();
    Ok(done?)
}
