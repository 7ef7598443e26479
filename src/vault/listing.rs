//! The walk: which files there are, before any is opened.

use super::problem::{Problem, Reason};
use super::{Scope, Vault, VaultPath};
use crate::disk::{Disk, Found, Kind, Step, WalkError};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// The files of a vault, or of some of its folders, none of them opened yet.
///
/// Names that start with a dot are passed by, as in Obsidian: `.obsidian`, `.trash`, `.git`. So is what the [`Scope`]
/// leaves out. A folder within that holds its own `.obsidian/` is another vault with its own links and settings: it is
/// listed as a problem and not entered, unless the walk starts there. Everything else that cannot be read as a note
/// is listed with the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The notes, in the order of their paths.
    pub notes: Vec<VaultPath>,
    /// All other files, in the order of their paths: canvases, attachments.
    pub files: Vec<VaultPath>,
    /// What is no file one can read, in the order of paths.
    pub problems: Vec<Problem>,
}

impl Listing {
    /// Lists what is in scope at and below `starts`, folders and notes of the vault; of the whole vault when there are
    /// none. What is named there and not in scope is listed among the problems.
    #[must_use]
    pub fn of(disk: &dyn Disk, vault: &Vault, starts: &[VaultPath], scope: &Scope) -> Self {
        let whole = [VaultPath::default()];
        let starts: BTreeSet<&VaultPath> = if starts.is_empty() { &whole } else { starts }.iter().collect();
        let mut walk = Walk { disk, vault, scope, starts: &starts, found: Self::default() };
        for start in &starts {
            walk.from(start);
        }
        let Self { mut notes, mut files, mut problems } = walk.found;
        notes.par_sort_unstable();
        files.par_sort_unstable();
        problems.sort_unstable();
        // Starts may lie in one another.
        notes.dedup();
        files.dedup();
        problems.dedup();
        Self { notes, files, problems }
    }
}

/// What was listed so far, in the order it was met.
struct Walk<'a> {
    disk: &'a dyn Disk,
    vault: &'a Vault,
    scope: &'a Scope,
    starts: &'a BTreeSet<&'a VaultPath>,
    found: Listing,
}

impl Walk<'_> {
    fn from(&mut self, start: &VaultPath) {
        let place = self.vault.place(start);
        let is_file = self.disk.entry(&place).is_ok_and(|entry| entry.kind == Kind::File);
        let shut_out = |scope: &Scope| {
            let folders = if is_file { start.folder() } else { start.as_str() };
            let folders =
                super::scope::with_folders(folders).filter_map(|folder| VaultPath::of(Path::new(folder)));
            folders.into_iter().any(|folder| scope.shuts_out(&folder)) || is_file && !scope.takes(start)
        };
        if start.parts().any(is_hidden) {
            self.lists(start.as_str(), Reason::Hidden);
        } else if shut_out(self.scope) {
            self.lists(start.as_str(), Reason::OutOfScope);
        } else if is_file && !start.is_note() {
            self.lists(start.as_str(), Reason::NotANote);
        } else {
            let disk = self.disk;
            disk.walk(&place, &mut |met| self.meets(met));
        }
    }

    fn meets(&mut self, met: Result<Found, WalkError>) -> Step {
        let Found { path: place, kind } = match met {
            Ok(found) => found,
            Err(WalkError { path, source }) => {
                let is_missing = source.kind() == io::ErrorKind::NotFound;
                let reason =
                    if is_missing { Reason::Missing } else { Reason::Unreadable(source.to_string()) };
                self.lists(&self.vault.shown(&path), reason);
                return Step::Past;
            }
        };
        let relative = place.strip_prefix(self.vault.root()).unwrap_or(&place);
        let Some(path) = VaultPath::of(relative) else {
            if !relative.file_name().is_some_and(|name| is_hidden(&name.to_string_lossy())) {
                self.lists(&self.vault.shown(&place), Reason::NameNotUtf8);
            }
            return Step::Past;
        };
        if is_hidden(path.name()) {
            if let Some(note) = placeholder_of(&path).filter(|note| self.scope.takes(note)) {
                self.lists(note.as_str(), Reason::NotAvailable);
            }
            return Step::Past;
        }
        match kind {
            Kind::Folder => return self.meets_folder(&path, &place),
            _ if !self.scope.takes(&path) => {}
            Kind::File if path.is_note() => self.found.notes.push(path),
            Kind::File => self.found.files.push(path),
            Kind::Symlink => self.lists(path.as_str(), Reason::Symlink),
            Kind::Special => self.lists(path.as_str(), Reason::Special),
        }
        Step::Past
    }

    fn meets_folder(&mut self, path: &VaultPath, place: &Path) -> Step {
        if self.scope.shuts_out(path) {
            return Step::Past;
        }
        if !self.starts.contains(path) && !path.as_str().is_empty() && super::is_vault(self.disk, place) {
            self.lists(path.as_str(), Reason::NestedVault);
            return Step::Past;
        }
        Step::Into
    }

    fn lists(&mut self, path: &str, reason: Reason) {
        self.found.problems.push(Problem { path: path.to_owned(), reason });
    }
}

fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// The note or canvas a placeholder of iCloud Drive (`.name.md.icloud`) stands for.
fn placeholder_of(path: &VaultPath) -> Option<VaultPath> {
    let name = path.name().strip_prefix('.')?.strip_suffix(".icloud")?;
    let folder = path.folder();
    let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    VaultPath::of(Path::new(&path)).filter(|path| path.is_note() || path.is_canvas())
}
