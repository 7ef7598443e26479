//! What is known of the earlier folds of a vault: it decides which groups are folded again, and which wait.

use super::failure::Failure;
use crate::apply::{Known, Ledger, Notes, Standing, State};
use crate::disk::{ContentHash, Disk};
use crate::group::Confidence;
use crate::plan::{Found, PlannedNote};
use crate::vault::VaultPath;
use std::collections::BTreeMap;

/// Completes groups that are to be planned with what is known of earlier folds.
pub(super) fn recall(
    disk: &dyn Disk,
    state: &State,
    ledger: &Ledger,
    known: &Known<'_>,
    found: &mut [Found],
) -> Result<(), Failure> {
    for group in found {
        match known.standing(&group.notes) {
            Standing::New => {}
            Standing::Waits(why) => group.waits.push(why),
            // Who names another base wants it folded as if it had never been.
            Standing::Again { canonical, .. }
                if group.base.as_ref().is_some_and(|base| *base != canonical) => {}
            Standing::Again { fold, canonical, is_known } => match ledger.earlier(disk, state, fold)? {
                Some(earlier) => {
                    group.earlier = Some(earlier);
                    if is_known && group.confidence < Confidence::Certain {
                        group.confidence = Confidence::Certain;
                        group
                            .evidence
                            .push(format!("the others were folded into `{canonical}` before, as they are"));
                    }
                    group.base = Some(canonical);
                }
                None => group.waits.push(format!(
                    "`{canonical}` was folded before, and a text that was written then is lost"
                )),
            },
        }
    }
    Ok(())
}

/// Adds groups of what was folded before and is there again as it was, where nothing else shows it: the canonical note may
/// have been edited beyond likeness, or lie anywhere.
pub(super) fn add_known(
    known: &Known<'_>,
    notes: &Notes,
    found: &mut Vec<Found>,
    is_rejected: impl Fn(&[PlannedNote]) -> bool,
) {
    let note = |path: &VaultPath| {
        let sha256 = *notes.hashes.get(path)?;
        Some(PlannedNote { path: path.clone(), sha256 })
    };
    for (canonical, variants) in there_again(known, notes) {
        let Some(base) = note(canonical) else { continue };
        let holds = |group: &Found, path: &VaultPath| group.notes.iter().any(|note| note.path == *path);
        let variants: Vec<PlannedNote> = variants
            .into_iter()
            .filter(|path| !found.iter().any(|group| holds(group, path) && holds(group, canonical)))
            .filter_map(note)
            .collect();
        if variants.is_empty() {
            continue;
        }
        let all: Vec<PlannedNote> = std::iter::once(base).chain(variants.iter().cloned()).collect();
        if is_rejected(&all) {
            continue;
        }
        for group in found.iter_mut() {
            group.notes.retain(|note| !variants.contains(note));
        }
        found.retain(|group| group.notes.len() > 1);
        match found.iter_mut().find(|group| holds(group, canonical)) {
            Some(group) => group.notes.extend(variants),
            None => found.push(Found {
                id: id(&all),
                confidence: Confidence::Certain,
                evidence: vec![format!("folded into `{canonical}` before, as they are")],
                notes: all,
                base: None,
                decisions: Vec::new(),
                earlier: None,
                waits: Vec::new(),
            }),
        }
    }
}

/// The notes that hold what was folded into a canonical note before, by that.
fn there_again<'k>(known: &'k Known<'_>, notes: &'k Notes) -> BTreeMap<&'k VaultPath, Vec<&'k VaultPath>> {
    let mut again: BTreeMap<&VaultPath, Vec<&VaultPath>> = BTreeMap::new();
    for (path, hash) in &notes.hashes {
        if let Some(canonical) = known.folded_into(hash).filter(|canonical| *canonical != path)
            && !notes.merged_from.contains_key(path)
        {
            again.entry(canonical).or_default().push(path);
        }
    }
    again
}

/// What such a group is known by: as other groups are, by what its notes hold.
fn id(notes: &[PlannedNote]) -> String {
    let hashes: Vec<ContentHash> = notes.iter().map(|note| note.sha256).collect();
    crate::group::id(hashes)
}
