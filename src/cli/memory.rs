//! The groups of a vault that a person rejected: kept in the vault's state, left out of what is proposed.

use super::failure::Failure;
use super::screen::Screen;
use crate::apply::State;
use crate::disk::{Contents, Disk, Symlinks};
use crate::group::Group;
use crate::plan::Plan;
use crate::review::{Rejected, Verdict, Verdicts};
use crate::vault::Scanned;
use std::io::ErrorKind;
use std::path::Path;

/// The largest file of this kind that is read: 64 MiB. A verdict or a rejected group has some hundred bytes.
pub(super) const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads what is remembered; nothing where nothing was.
pub(super) fn remembered(disk: &dyn Disk, state: &State) -> Result<Rejected, Failure> {
    let path = state.rejected();
    let Some(bytes) = read(disk, &path)? else { return Ok(Rejected::default()) };
    Rejected::parse(&bytes).map_err(|source| Failure::BadRejected { path, source })
}

/// Reads a small file; `None` where there is none.
pub(super) fn read(disk: &dyn Disk, path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let unreadable = |why: String| Failure::Unreadable { path: path.to_owned(), why };
    match disk.read(path, MAX_BYTES, Symlinks::Follow) {
        Ok(Contents::Bytes(bytes)) => Ok(Some(bytes)),
        Ok(Contents::TooLarge { .. }) => Err(unreadable("it is larger than 64 MiB".to_owned())),
        Ok(Contents::NotAFile(_) | Contents::NotAvailable) => Err(unreadable("it is not a file".to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(error.to_string())),
    }
}

/// Takes the groups out that were rejected, save those `is_named` tells, and says how many there were.
pub(super) fn leave_out<T>(
    groups: &mut Vec<Group>,
    notes: &[Scanned<T>],
    rejected: &Rejected,
    is_named: impl Fn(&Group) -> bool,
    screen: &mut Screen,
) {
    let memory = rejected.memory();
    let before = groups.len();
    groups.retain(|group| {
        let hashes = group.notes.iter().filter_map(|at| notes.get(*at)).map(|note| note.hash);
        is_named(group) || !memory.hold(hashes)
    });
    match before - groups.len() {
        0 => {}
        1 => screen.note("1 group you rejected is not proposed again: notefold history --rejected lists it"),
        many => screen.note(&format!(
            "{many} groups you rejected are not proposed again: notefold history --rejected lists them"
        )),
    }
}

/// Remembers what was rejected, and forgets what of this plan was rejected once and is not any more. The caller holds the
/// lock of the vault.
pub(super) fn remember(
    disk: &dyn Disk,
    state: &State,
    plan: &Plan,
    verdicts: &Verdicts,
) -> Result<(), Failure> {
    let mut rejected = remembered(disk, state)?;
    let mut is_changed = false;
    for group in &plan.groups {
        match verdicts.of(&group.id).map(|verdict| verdict.verdict) {
            Some(Verdict::Reject) => is_changed |= rejected.remember(group),
            Some(Verdict::Accept | Verdict::Later) => {
                is_changed |= rejected.forget(|known| known.id == group.id) > 0;
            }
            None => {}
        }
    }
    if is_changed {
        state.keep_rejected(disk, rejected.to_json()?.as_bytes())?;
    }
    Ok(())
}
