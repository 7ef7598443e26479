//! Reading a plan file, which anyone may have written.

use super::{
    CanonicalEdit, Edits, FORMAT_VERSION, Plan, PlannedGroup, PlannedNote, Retire, RetireEdit, TextOf,
};
use crate::disk::ContentHash;
use crate::vault::VaultPath;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The folder Obsidian puts deleted notes in: the one folder with a dot a plan may name.
pub(super) const TRASH: &str = ".trash";

/// Why a plan file is not taken.
#[derive(Debug, Error)]
pub enum PlanError {
    /// It is no JSON, or not that of a plan.
    #[error("it is not a plan: {0}")]
    NotAPlan(#[from] serde_json::Error),
    /// It is of another version.
    #[error("it has the format version {found}; this notefold reads version {FORMAT_VERSION}")]
    Version {
        /// The version it says it has.
        found: u64,
    },
    /// It is a plan, and says what no plan may say.
    #[error("group `{group}`: {fault}")]
    Fault {
        /// The group.
        group: String,
        /// What is wrong.
        fault: PlanFault,
    },
}

/// What no plan may say.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanFault {
    /// Two groups have one id.
    #[error("another group has the same id")]
    SameId,
    /// A file is changed twice, or a name taken twice.
    #[error("`{0}` is changed or named twice")]
    Twice(VaultPath),
    /// A path leads into a folder notes are not kept in, or names no note.
    #[error("`{0}` is not a file a plan may change")]
    Reserved(VaultPath),
    /// The notes of the group are not those that are edited.
    #[error("its edits are not those of its notes")]
    OtherNotes,
    /// The text to be written is not the one the plan gives the hash of.
    #[error("the text for `{0}` does not have the sha256 the plan gives")]
    OtherText(VaultPath),
    /// Changes of a text are out of order, overlap, or change nothing.
    #[error("the changes of `{0}` overlap or are out of order")]
    Changes(VaultPath),
}

/// What is looked at first: a file of another version is not understood further.
#[derive(Deserialize)]
struct Versioned {
    format_version: u64,
}

impl Plan {
    /// Reads a plan file and checks everything that can be checked without a vault: that its version is known and every
    /// field of it; that paths stay in the vault and out of folders with a dot, save for `.trash/` as a place for
    /// retired notes; that no file is changed twice; that the texts have the hashes given.
    ///
    /// # Errors
    ///
    /// When one of these does not hold.
    pub fn parse(json: &[u8]) -> Result<Self, PlanError> {
        let Versioned { format_version } = serde_json::from_slice(json)?;
        if format_version != u64::from(FORMAT_VERSION) {
            return Err(PlanError::Version { found: format_version });
        }
        let plan: Self = serde_json::from_slice(json)?;
        plan.check()?;
        Ok(plan)
    }

    fn check(&self) -> Result<(), PlanError> {
        let mut seen = Seen::default();
        for group in &self.groups {
            let fault = |fault| PlanError::Fault { group: group.id.clone(), fault };
            seen.group(group, &self.retire).map_err(fault)?;
        }
        for group in &self.groups {
            let fault = |fault| PlanError::Fault { group: group.id.clone(), fault };
            seen.links(group).map_err(fault)?;
        }
        seen.overlap().map_or(Ok(()), |(group, path)| {
            Err(PlanError::Fault { group: group.id.clone(), fault: PlanFault::Changes(path.clone()) })
        })
    }
}

/// What the groups looked at so far have taken.
#[derive(Default)]
struct Seen<'p> {
    ids: BTreeSet<&'p str>,
    /// The files of the groups and the names retired notes get, by their keys: names that differ only by case are one
    /// file on many file systems.
    files: BTreeSet<String>,
    /// The bases that get another text.
    written: BTreeMap<&'p VaultPath, ContentHash>,
    /// The files whose links change.
    linking: BTreeMap<&'p VaultPath, ContentHash>,
    /// The stretches of each text that change.
    changes: Vec<((&'p VaultPath, TextOf), usize, usize, &'p PlannedGroup)>,
}

impl<'p> Seen<'p> {
    fn group(&mut self, group: &'p PlannedGroup, retire: &Retire) -> Result<(), PlanFault> {
        if !self.ids.insert(&group.id) {
            return Err(PlanFault::SameId);
        }
        let Edits { canonical, retired, .. } = &group.edits;
        let Some((base, others)) = group.notes.split_first() else { return Err(PlanFault::OtherNotes) };
        let retires = |(note, edit): (&PlannedNote, &RetireEdit)| {
            edit.path == note.path && edit.expected == note.sha256
        };
        let writes = |edit: &CanonicalEdit| edit.path == base.path && edit.expected == base.sha256;
        if others.is_empty()
            || others.len() != retired.len()
            || !others.iter().zip(retired).all(retires)
            || !canonical.as_ref().is_none_or(writes)
        {
            return Err(PlanFault::OtherNotes);
        }
        let is_stub = *retire == Retire::Stub;
        if retired.iter().any(|edit| edit.stub.is_some() != is_stub) {
            return Err(PlanFault::OtherNotes);
        }
        let text = ContentHash::of(group.fold.canonical.text.as_bytes());
        if text != canonical.as_ref().map_or(base.sha256, |edit| edit.result) {
            return Err(PlanFault::OtherText(base.path.clone()));
        }
        self.written.extend(canonical.iter().map(|edit| (&edit.path, edit.result)));
        for note in &group.notes {
            if !note.path.is_note() || has_dot(&note.path) {
                return Err(PlanFault::Reserved(note.path.clone()));
            }
            self.take(&note.path)?;
        }
        for edit in retired {
            if !edit.to.is_note() || !may_be_retired_to(&edit.to, retire) {
                return Err(PlanFault::Reserved(edit.to.clone()));
            }
            self.take(&edit.to)?;
        }
        Ok(())
    }

    fn take(&mut self, path: &VaultPath) -> Result<(), PlanFault> {
        if self.files.insert(path.key()) { Ok(()) } else { Err(PlanFault::Twice(path.clone())) }
    }

    fn links(&mut self, group: &'p PlannedGroup) -> Result<(), PlanFault> {
        let mut own = BTreeSet::new();
        for edit in &group.edits.links {
            let path = || edit.path.clone();
            let is_own = group.notes.iter().any(|note| note.path == edit.path);
            if is_own || has_dot(&edit.path) || !(edit.path.is_note() || edit.path.is_canvas()) {
                return Err(PlanFault::Reserved(path()));
            }
            if !own.insert((&edit.path, edit.of)) {
                return Err(PlanFault::Twice(path()));
            }
            let version = (&edit.path, edit.of);
            let expected = match edit.of {
                TextOf::Canonical => self.written.get(&edit.path),
                TextOf::File => Some(self.linking.entry(&edit.path).or_insert(edit.expected) as &_),
            };
            if expected != Some(&edit.expected) {
                return Err(PlanFault::OtherText(path()));
            }
            if edit.changes.is_empty() {
                return Err(PlanFault::Changes(path()));
            }
            for change in &edit.changes {
                let end = change.start.checked_add(change.old.len());
                let end = end.ok_or_else(|| PlanFault::Changes(path()))?;
                self.changes.push((version, change.start, end, group));
            }
        }
        Ok(())
    }

    /// A file two changes of which overlap, with the group of the second.
    fn overlap(mut self) -> Option<(&'p PlannedGroup, &'p VaultPath)> {
        self.changes.sort_by_key(|(version, start, end, _)| (*version, *start, *end));
        let overlaps = self.changes.windows(2).find(|pair| pair[0].0 == pair[1].0 && pair[0].2 > pair[1].1);
        overlaps.map(|pair| (pair[1].3, pair[1].0.0))
    }
}

fn has_dot(path: &VaultPath) -> bool {
    path.parts().any(|part| part.starts_with('.'))
}

fn may_be_retired_to(to: &VaultPath, retire: &Retire) -> bool {
    let mut parts = to.parts();
    match retire {
        Retire::Trash | Retire::Stub => {
            parts.next() == Some(TRASH) && !parts.any(|part| part.starts_with('.'))
        }
        Retire::Archive { folder } => {
            !has_dot(to)
                && to.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        }
    }
}
