//! The groups of a vault that a person rejected, and the items they said are not the same: kept in the vault's state, left out of what is proposed.

use super::failure::Failure;
use super::screen::Screen;
use crate::apply::State;
use crate::config::Config;
use crate::disk::{ContentHash, Contents, Disk, Symlinks};
use crate::note::Note;
use crate::plan::{Plan, PlannedNote};
use crate::review::{self, Rejected, RejectedPair, RowVerdict, Verdict, Verdicts};
use crate::vault::Vault;
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

/// Takes the groups out that were rejected, save those `is_named` tells, and says how many there were; `texts` gives what
/// the notes of a group are known by.
pub(super) fn leave_out<G>(
    groups: &mut Vec<G>,
    texts: impl Fn(&G) -> Vec<ContentHash>,
    rejected: &Rejected,
    is_named: impl Fn(&G) -> bool,
    screen: &mut Screen,
) {
    let memory = rejected.memory();
    let before = groups.len();
    groups.retain(|group| is_named(group) || !memory.hold(texts(group).into_iter()));
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

/// The pairs of items that accepted verdicts keep apart, by their groups, read from the notes before they are folded. A
/// note that changed since is left out: so is its group.
pub(super) fn kept_apart(
    disk: &dyn Disk,
    vault: &Vault,
    plan: &Plan,
    verdicts: &Verdicts,
    set: &[String],
) -> Result<Vec<(String, Vec<RejectedPair>)>, Failure> {
    let accepted = verdicts.groups().iter().filter(|verdict| verdict.verdict == Verdict::Accept);
    let dividing = accepted.filter(|verdict| verdict.rows.iter().any(RowVerdict::is_apart));
    let groups = dividing
        .filter_map(|verdict| Some((plan.groups.iter().find(|group| group.id == verdict.id)?, verdict)));
    let groups: Vec<_> = groups.collect();
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let options = Config::load(disk, Some(vault), set)?.read_options();
    let read = |note: &PlannedNote| {
        let text = vault.read(disk, &note.path).ok()?;
        let is_same = ContentHash::of(text.as_bytes()) == note.sha256;
        is_same.then(|| Note::read(note.path.as_str(), text, &options))
    };
    let pairs = groups.into_iter().map(|(group, verdict)| {
        let notes: Vec<Note> = group.notes.iter().filter_map(read).collect();
        (group.id.clone(), review::kept_apart(group, verdict, &notes))
    });
    Ok(pairs.collect())
}

/// Remembers that items are not the same. The caller holds the lock of the vault.
pub(super) fn remember_apart(
    disk: &dyn Disk,
    state: &State,
    pairs: impl Iterator<Item = RejectedPair>,
) -> Result<(), Failure> {
    let mut pairs = pairs.peekable();
    if pairs.peek().is_none() {
        return Ok(());
    }
    let mut rejected = remembered(disk, state)?;
    for pair in pairs {
        rejected.remember_pair(pair);
    }
    Ok(state.keep_rejected(disk, rejected.to_json()?.as_bytes())?)
}
