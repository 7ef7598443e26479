//! The walk: which files there are, before any is opened.

use super::problem::{Problem, Reason};
use super::{Scope, Vault, VaultPath};
use crate::disk::{Disk, Found, Kind, Step, WalkError};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ffi::OsStr;
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
    pub fn of(disk: &(dyn Disk + Sync), vault: &Vault, starts: &[VaultPath], scope: &Scope) -> Self {
        let whole = [VaultPath::default()];
        let starts: BTreeSet<&VaultPath> = if starts.is_empty() { &whole } else { starts }.iter().collect();
        let walk = Walk { disk, vault, scope, starts: &starts };
        let mut met = Met::default();
        for start in &starts {
            walk.from(start, &mut met);
        }
        // Folders of one depth are listed side by side.
        while !met.folders.is_empty() {
            let folders = std::mem::take(&mut met.folders);
            let inside = folders.par_iter().map(|folder| walk.inside(folder));
            met = met.and(inside.reduce(Met::default, Met::and));
        }
        let Self { mut notes, mut files, mut problems } = met.found;
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

/// What is listed, and from where.
struct Walk<'a> {
    disk: &'a (dyn Disk + Sync),
    vault: &'a Vault,
    scope: &'a Scope,
    starts: &'a BTreeSet<&'a VaultPath>,
}

/// What was met, in no order.
#[derive(Default)]
struct Met {
    found: Listing,
    /// The folders to be listed.
    folders: Vec<VaultPath>,
}

impl Met {
    fn and(mut self, mut other: Self) -> Self {
        self.found.notes.append(&mut other.found.notes);
        self.found.files.append(&mut other.found.files);
        self.found.problems.append(&mut other.found.problems);
        self.folders.append(&mut other.folders);
        self
    }

    fn lists(&mut self, path: &str, reason: Reason) {
        self.found.problems.push(Problem { path: path.to_owned(), reason });
    }
}

impl Walk<'_> {
    /// Looks at what a start is.
    fn from(&self, start: &VaultPath, met: &mut Met) {
        let place = self.vault.place(start);
        let is_file = self.disk.entry(&place).is_ok_and(|entry| entry.kind == Kind::File);
        let shut_out = |scope: &Scope| {
            let folders = if is_file { start.folder() } else { start.as_str() };
            let folders =
                super::scope::with_folders(folders).filter_map(|folder| VaultPath::of(Path::new(folder)));
            folders.into_iter().any(|folder| scope.shuts_out(&folder)) || is_file && !scope.takes(start)
        };
        if start.parts().any(is_hidden) {
            met.lists(start.as_str(), Reason::Hidden);
        } else if shut_out(self.scope) {
            met.lists(start.as_str(), Reason::OutOfScope);
        } else if is_file && !start.is_note() {
            met.lists(start.as_str(), Reason::NotANote);
        } else {
            self.disk.walk(&place, &mut |found| {
                self.meets(found, |_| Some(start.clone()), met);
                Step::Past
            });
        }
    }

    /// Looks at what is in a folder.
    fn inside(&self, folder: &VaultPath) -> Met {
        let mut met = Met::default();
        let place = self.vault.place(folder);
        self.disk.walk(&place, &mut |found| {
            if found.as_ref().is_ok_and(|found| found.kind == Kind::Folder && found.path == place) {
                return Step::Into;
            }
            self.meets(found, |name| folder.child(name.to_str()?), &mut met);
            Step::Past
        });
        met
    }

    /// Takes what was found, whose path in the vault its name tells.
    fn meets(
        &self,
        found: Result<Found, WalkError>,
        path: impl FnOnce(&OsStr) -> Option<VaultPath>,
        met: &mut Met,
    ) {
        let Found { path: place, kind } = match found {
            Ok(found) => found,
            Err(WalkError { path, source }) => {
                let is_missing = source.kind() == io::ErrorKind::NotFound;
                let reason =
                    if is_missing { Reason::Missing } else { Reason::Unreadable(source.to_string()) };
                met.lists(&self.vault.shown(&path), reason);
                return;
            }
        };
        let name = place.file_name().unwrap_or_default();
        let Some(path) = path(name) else {
            if !is_hidden(&name.to_string_lossy()) {
                met.lists(&self.vault.shown(&place), Reason::NameNotUtf8);
            }
            return;
        };
        if is_hidden(path.name()) {
            if let Some(note) = placeholder_of(&path).filter(|note| self.scope.takes(note)) {
                met.lists(note.as_str(), Reason::NotAvailable);
            }
            return;
        }
        match kind {
            Kind::Folder => self.meets_folder(path, &place, met),
            _ if !self.scope.takes(&path) => {}
            Kind::File if path.is_note() => met.found.notes.push(path),
            Kind::File => met.found.files.push(path),
            Kind::Symlink => met.lists(path.as_str(), Reason::Symlink),
            Kind::Special => met.lists(path.as_str(), Reason::Special),
        }
    }

    fn meets_folder(&self, path: VaultPath, place: &Path, met: &mut Met) {
        if self.scope.shuts_out(&path) {
            return;
        }
        if !self.starts.contains(&path) && !path.as_str().is_empty() && super::is_vault(self.disk, place) {
            met.lists(path.as_str(), Reason::NestedVault);
            return;
        }
        met.folders.push(path);
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
