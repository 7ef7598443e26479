//! What the files of a vault hold while the groups of a plan are applied one after another.

use super::{LinkEdit, Plan, PlannedGroup, RetireEdit, TextChange, TextOf};
use crate::disk::ContentHash;
use crate::text::Span;
use crate::vault::VaultPath;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// What a file holds while the groups of a plan are applied one after another, in any order, some of them left.
///
/// Applying a group is [`Course::steps`] carried out, then [`Course::applied`]. Taking it back is the steps undone, then
/// [`Course::taken_back`].
#[derive(Debug, Clone)]
pub struct Course<'p> {
    plan: &'p Plan,
    /// The groups applied, by their indices.
    applied: BTreeSet<usize>,
    /// The group whose canonical note takes a file's place.
    written: BTreeMap<&'p VaultPath, usize>,
    /// The group that retires a file.
    retired: BTreeMap<&'p VaultPath, usize>,
    /// The edits of the links of each text, by group.
    links: BTreeMap<(&'p VaultPath, TextOf), Vec<(usize, &'p LinkEdit)>>,
}

/// One change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<'p> {
    /// The file gets another text.
    Write {
        /// The file.
        path: &'p VaultPath,
        /// What it holds.
        expected: ContentHash,
        /// What it will hold.
        text: String,
    },
    /// The file goes elsewhere, and what is left in its place.
    Retire {
        /// The retiring.
        edit: &'p RetireEdit,
        /// What the file holds: not always what the plan expects, since its links may have followed another group.
        expected: ContentHash,
    },
}

/// A file whose text a group changed, when that is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversed {
    /// What it holds.
    pub now: ContentHash,
    /// What it will hold.
    pub text: String,
}

/// Why the steps of a group cannot be told: a file is not what the plan was made from.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{path}` is not what the plan was made from")]
pub struct CourseError {
    /// The file.
    pub path: VaultPath,
}

impl<'p> Course<'p> {
    /// The course of a plan, nothing applied.
    #[must_use]
    pub fn of(plan: &'p Plan) -> Self {
        let mut course = Self {
            plan,
            applied: BTreeSet::new(),
            written: BTreeMap::new(),
            retired: BTreeMap::new(),
            links: BTreeMap::new(),
        };
        for (at, group) in plan.groups.iter().enumerate() {
            course.written.extend(group.edits.canonical.iter().map(|edit| (&edit.path, at)));
            course.retired.extend(group.edits.retired.iter().map(|edit| (&edit.path, at)));
            for edit in &group.edits.links {
                course.links.entry((&edit.path, edit.of)).or_default().push((at, edit));
            }
        }
        course
    }

    /// The changes that apply a group to a vault in which the groups applied so far are applied, in the order they are
    /// to be made: the canonical note, the links of other files, the retired notes.
    ///
    /// `original` gives the text a file had when the plan was made; it is asked for files whose links change, and may
    /// be asked for one of them several times.
    ///
    /// # Errors
    ///
    /// When what `original` gives is not what the plan was made from.
    ///
    /// # Panics
    ///
    /// When the plan has no group `group`.
    pub fn steps(
        &self,
        group: usize,
        original: &mut dyn FnMut(&VaultPath) -> Option<String>,
    ) -> Result<Vec<Step<'p>>, CourseError> {
        let PlannedGroup { edits, .. } = &self.plan.groups[group];
        let before = |at| self.applied.contains(&at);
        let after = |at| at == group || before(at);
        let mut steps = Vec::new();
        if let Some(edit) = &edits.canonical {
            let expected = self.hash(&edit.path, edit.expected, &before, original)?;
            let text = self.text(&edit.path, &after, original)?;
            steps.push(Step::Write { path: &edit.path, expected, text });
        }
        for edit in &edits.links {
            let is_gone = self.retired.get(&edit.path).is_some_and(|by| after(*by));
            if is_gone || self.version(&edit.path, &after).0 != edit.of {
                continue;
            }
            let expected = ContentHash::of(self.text(&edit.path, &before, original)?.as_bytes());
            let text = self.text(&edit.path, &after, original)?;
            steps.push(Step::Write { path: &edit.path, expected, text });
        }
        for edit in &edits.retired {
            let expected = self.hash(&edit.path, edit.expected, &before, original)?;
            steps.push(Step::Retire { edit, expected });
        }
        Ok(steps)
    }

    /// What the files whose texts a group changed hold, and what they hold when it alone of the groups applied is taken
    /// back. Files that were retired are left out.
    ///
    /// # Errors
    ///
    /// As [`Course::steps`].
    ///
    /// # Panics
    ///
    /// When the plan has no group `group`.
    pub fn reverse(
        &self,
        group: usize,
        original: &mut dyn FnMut(&VaultPath) -> Option<String>,
    ) -> Result<BTreeMap<&'p VaultPath, Reversed>, CourseError> {
        let PlannedGroup { edits, .. } = &self.plan.groups[group];
        let before = |at| self.applied.contains(&at);
        let after = |at| at != group && before(at);
        let canonical = edits.canonical.iter().map(|edit| &edit.path);
        let mut reversed = BTreeMap::new();
        for path in canonical.chain(edits.links.iter().map(|edit| &edit.path)) {
            let is_gone = self.retired.get(path).is_some_and(|by| before(*by));
            if !is_gone && !reversed.contains_key(path) {
                let now = ContentHash::of(self.text(path, &before, original)?.as_bytes());
                reversed.insert(path, Reversed { now, text: self.text(path, &after, original)? });
            }
        }
        Ok(reversed)
    }

    /// Says that a group has been applied.
    pub fn applied(&mut self, group: usize) {
        self.applied.insert(group);
    }

    /// Says that a group that had been applied has been taken back.
    pub fn taken_back(&mut self, group: usize) {
        self.applied.remove(&group);
    }

    /// Which text of a file is in the vault, and the group whose canonical note it is.
    fn version(&self, path: &VaultPath, is_applied: &dyn Fn(usize) -> bool) -> (TextOf, Option<usize>) {
        match self.written.get(path) {
            Some(group) if is_applied(*group) => (TextOf::Canonical, Some(*group)),
            _ => (TextOf::File, None),
        }
    }

    /// The changes of links made in a file.
    fn changes(
        &self,
        path: &VaultPath,
        of: TextOf,
        is_applied: &dyn Fn(usize) -> bool,
    ) -> Vec<&'p TextChange> {
        let edits = self.links.get(&(path, of)).into_iter().flatten();
        let mut changes: Vec<&TextChange> =
            edits.filter(|(group, _)| is_applied(*group)).flat_map(|(_, edit)| &edit.changes).collect();
        changes.sort_by_key(|change| change.start);
        changes
    }

    /// The hash of what a file holds that held `original_hash` when the plan was made; its text is looked at only
    /// where it is no more that.
    fn hash(
        &self,
        path: &VaultPath,
        original_hash: ContentHash,
        is_applied: &dyn Fn(usize) -> bool,
        original: &mut dyn FnMut(&VaultPath) -> Option<String>,
    ) -> Result<ContentHash, CourseError> {
        let (of, _) = self.version(path, is_applied);
        if of == TextOf::File && self.changes(path, of, is_applied).is_empty() {
            return Ok(original_hash);
        }
        Ok(ContentHash::of(self.text(path, is_applied, original)?.as_bytes()))
    }

    /// What a file holds.
    fn text(
        &self,
        path: &VaultPath,
        is_applied: &dyn Fn(usize) -> bool,
        original: &mut dyn FnMut(&VaultPath) -> Option<String>,
    ) -> Result<String, CourseError> {
        let stale = || CourseError { path: path.clone() };
        let (of, group) = self.version(path, is_applied);
        let changes = self.changes(path, of, is_applied);
        match group {
            Some(group) => changed(&self.plan.groups[group].fold.canonical.text, &changes).ok_or_else(stale),
            None => changed(&original(path).ok_or_else(stale)?, &changes).ok_or_else(stale),
        }
    }
}

/// The text with the changes made, which are in order; `None` where one does not meet what it is to replace.
#[must_use]
pub(super) fn changed(text: &str, changes: &[&TextChange]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for TextChange { start, old, new } in changes {
        let end = start.checked_add(old.len())?;
        if *start < at || text.get(*start..end)? != old {
            return None;
        }
        out.push_str(Span::new(at, *start).of(text));
        out.push_str(new);
        at = end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}
