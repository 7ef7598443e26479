//! Where retired notes go.

use super::folding::Folding;
use super::{Planner, Retire, RetireEdit};
use crate::plan::read::TRASH;
use crate::vault::VaultPath;
use std::collections::BTreeSet;
use std::path::Path;

/// The places retired notes get, no two the same.
pub(super) struct Places<'a> {
    planner: &'a Planner<'a>,
    /// The keys of the places given so far.
    given: BTreeSet<String>,
}

impl<'a> Places<'a> {
    /// No place given.
    pub(super) fn new(planner: &'a Planner<'a>) -> Self {
        Self { planner, given: BTreeSet::new() }
    }

    /// Retires all notes of a group but the base.
    pub(super) fn retire(&mut self, folding: &Folding) -> Vec<RetireEdit> {
        let Some((base, others)) = folding.found.notes.split_first() else { return Vec::new() };
        let edits = others.iter().map(|note| RetireEdit {
            path: note.path.clone(),
            expected: note.sha256,
            to: self.place(&note.path),
            stub: (self.planner.options.retire == Retire::Stub).then(|| stub(&base.path)),
        });
        edits.collect()
    }

    /// A place for a note that nothing has: its own path in the folder for retired notes, else with a number, as
    /// Obsidian does it.
    fn place(&mut self, note: &VaultPath) -> VaultPath {
        let folder = match &self.planner.options.retire {
            Retire::Trash | Retire::Stub => TRASH,
            Retire::Archive { folder } => folder.as_str(),
        };
        let inner = if note.folder().is_empty() { String::new() } else { format!("{}/", note.folder()) };
        let numbered = |number: u32| {
            let number = if number == 1 { String::new() } else { format!(" {number}") };
            let text = format!("{folder}/{inner}{}{number}.{}", note.stem(), note.ending());
            VaultPath::of(Path::new(&text))
        };
        let mut places = (1..=u32::MAX).filter_map(numbered);
        let free = places.find(|place| !(self.planner.is_taken)(place) && self.given.insert(place.key()));
        free.expect("no folder holds so many files")
    }
}

/// The note that stands in the place of a retired one.
fn stub(base: &VaultPath) -> String {
    let target = base.as_str().strip_suffix(".md").unwrap_or(base.as_str());
    // In a quoted string of YAML, `"` and `\` would mean something.
    let quoted = target.replace('\\', "\\\\").replace('"', "\\\"");
    format!("---\nmerged_into: \"[[{quoted}]]\"\n---\nThis note was folded into [[{target}]].\n")
}
