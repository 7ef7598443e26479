//! Which note of the vault is the canonical note of which fold, and what that means for a group.

use super::read::{Fold, Ledger};
use crate::disk::ContentHash;
use crate::merge::base::is_conflict_copy;
use crate::plan::PlannedNote;
use crate::vault::VaultPath;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the notes of a vault that may be canonical notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    /// What each note holds.
    pub hashes: BTreeMap<VaultPath, ContentHash>,
    /// What the property `merged_from` of those names that have it.
    pub merged_from: BTreeMap<VaultPath, Vec<String>>,
}

/// The folds of a vault, and where their canonical notes are now.
#[derive(Debug)]
pub struct Known<'l> {
    ledger: &'l Ledger,
    notes: Notes,
    /// The fold each canonical note is of.
    canonical: BTreeMap<VaultPath, &'l Fold>,
    /// Where a canonical note was and something else is now.
    overwritten: BTreeMap<VaultPath, &'l Fold>,
    /// The canonical notes each text was folded into.
    folded: BTreeMap<ContentHash, BTreeSet<VaultPath>>,
}

/// What the ledger has to say about a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing<'l> {
    /// Nothing: its notes were never folded.
    New,
    /// One of them is the canonical note of an earlier fold.
    Again {
        /// The fold.
        fold: &'l Fold,
        /// The canonical note.
        canonical: VaultPath,
        /// Whether all others were folded into it before, byte for byte.
        is_known: bool,
    },
    /// It is for a person to decide, and why.
    Waits(String),
}

impl Ledger {
    /// Finds the canonical notes of all folds among the notes of a vault: by what `merged_from` names, where the note was
    /// moved as well; by its path alone where the fold did not have to write anything.
    #[must_use]
    pub fn recognise(&self, notes: Notes) -> Known<'_> {
        let mut named: BTreeMap<&str, Vec<&VaultPath>> = BTreeMap::new();
        for (path, from) in &notes.merged_from {
            for from in from {
                named.entry(from).or_default().push(path);
            }
        }
        let mut canonical: BTreeMap<VaultPath, &Fold> = BTreeMap::new();
        let mut overwritten = BTreeMap::new();
        let mut folded: BTreeMap<ContentHash, BTreeSet<VaultPath>> = BTreeMap::new();
        for fold in self.heads() {
            let is_there = notes.hashes.contains_key(&fold.canonical);
            let found = if fold.merged_from.is_empty() {
                is_there.then_some(&fold.canonical)
            } else {
                most_named(fold, &named)
            };
            match found {
                Some(path) => {
                    for variant in self.chain(fold).flat_map(|fold| &fold.variants) {
                        folded.entry(variant.sha256).or_default().insert(path.clone());
                    }
                    // Of two folds of one note the later is what it is.
                    canonical.insert(path.clone(), fold);
                }
                None if is_there => {
                    overwritten.insert(fold.canonical.clone(), fold);
                }
                None => {}
            }
        }
        overwritten.retain(|path, _| !canonical.contains_key(path));
        Known { ledger: self, notes, canonical, overwritten, folded }
    }
}

/// The note that names most of what a fold was made from; of several, the one that is where it was, and never a copy
/// that a sync client made of it.
fn most_named<'n>(fold: &Fold, named: &BTreeMap<&str, Vec<&'n VaultPath>>) -> Option<&'n VaultPath> {
    let mut counts: BTreeMap<&VaultPath, usize> = BTreeMap::new();
    for path in fold.merged_from.iter().filter_map(|from| named.get(from.as_str())).flatten() {
        *counts.entry(path).or_default() += 1;
    }
    let claim = |(path, count): &(&VaultPath, usize)| {
        (!is_conflict_copy(path.as_str()), **path == fold.canonical, *count)
    };
    counts.into_iter().max_by_key(claim).map(|(path, _)| path)
}

impl<'l> Known<'l> {
    /// The canonical notes, with the fold each is of.
    pub fn canonical(&self) -> impl Iterator<Item = (&VaultPath, &'l Fold)> {
        self.canonical.iter().map(|(path, fold)| (path, *fold))
    }

    /// The notes that say they were folded, of whose folds nothing is known.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &VaultPath> {
        self.notes.merged_from.keys().filter(|path| !self.canonical.contains_key(*path))
    }

    /// Where a canonical note was and something else is now, with the fold.
    pub fn overwritten(&self) -> impl Iterator<Item = (&VaultPath, &'l Fold)> {
        self.overwritten.iter().map(|(path, fold)| (path, *fold))
    }

    /// The one canonical note into which a text was folded as it stands.
    #[must_use]
    pub fn folded_into(&self, text: &ContentHash) -> Option<&VaultPath> {
        let into = self.folded.get(text)?;
        into.first().filter(|_| into.len() == 1)
    }

    /// What a note holds, when it was scanned.
    #[must_use]
    pub(super) fn hash(&self, path: &VaultPath) -> Option<ContentHash> {
        self.notes.hashes.get(path).copied()
    }

    /// What there is to say of a canonical note that something has written over.
    #[must_use]
    pub fn written_over(&self, path: &VaultPath, fold: &Fold) -> String {
        let kept = self.ledger.last_seen.get(&fold.id);
        let kept = kept
            .map_or_else(String::new, |kept| format!("; what it held last is kept in `{}`", kept.display()));
        format!("`{path}` was a canonical note, and something has written another text over it{kept}")
    }

    /// What is known of a group.
    #[must_use]
    pub fn standing(&self, notes: &[PlannedNote]) -> Standing<'l> {
        if let Some(undone) = self.ledger.undone.iter().rev().find(|undone| undone.is_about(notes)) {
            return Standing::Waits(format!("you took back the folding of these notes (run {})", undone.run));
        }
        for PlannedNote { path, .. } in notes {
            if let Some(fold) = self.overwritten.get(path) {
                return Standing::Waits(self.written_over(path, fold));
            }
        }
        // What a sync client left of a canonical note beside it is a variant of it like any other.
        let is_copy = |path: &VaultPath| {
            is_conflict_copy(path.as_str())
                && notes.iter().any(|note| self.canonical.contains_key(&note.path))
        };
        let marked = |note: &&PlannedNote| {
            self.canonical.contains_key(&note.path)
                || self.notes.merged_from.contains_key(&note.path) && !is_copy(&note.path)
        };
        let mut canonical = notes.iter().filter(marked);
        match (canonical.next(), canonical.next()) {
            (None, _) => Standing::New,
            (Some(one), Some(other)) => Standing::Waits(format!(
                "`{}` and `{}` are both canonical notes of earlier folds",
                one.path, other.path
            )),
            (Some(one), None) => match self.canonical.get(&one.path) {
                None => Standing::Waits(format!(
                    "`{}` was folded before, and nothing is known of what was written then",
                    one.path
                )),
                Some(fold) => {
                    let is_known = |note: &PlannedNote| self.folded_into(&note.sha256) == Some(&one.path);
                    let others = notes.iter().filter(|note| note.path != one.path);
                    let is_known = others.into_iter().all(is_known);
                    Standing::Again { fold, canonical: one.path.clone(), is_known }
                }
            },
        }
    }
}
