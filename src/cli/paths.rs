//! Which file a typed path means, and under which name a person knows it.

use super::failure::Failure;
use crate::disk::Disk;
use crate::vault::{Vault, VaultPath};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// A note that was named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The path as typed.
    pub(super) typed: PathBuf,
    /// The file it means, the same for every spelling; the typed path where there is no such file.
    pub(super) file: PathBuf,
    /// The name it goes by: the path within the vault, else as typed without detours, with `/` between its parts.
    pub(super) name: String,
}

/// Notes named on the command line, and the vault all of them are in.
#[derive(Debug)]
pub(super) struct Notes {
    /// The notes, each file once.
    pub(super) named: Vec<Named>,
    /// Typed paths that mean a file named before: the path, and the one typed before.
    pub(super) again: Vec<(PathBuf, PathBuf)>,
    /// The vault's folder, when all of them are in one.
    pub(super) vault: Option<Vault>,
}

impl Notes {
    /// Looks up the paths `typed`; `vault` is the folder named for it.
    pub(super) fn find(disk: &dyn Disk, typed: &[PathBuf], vault: Option<&Path>) -> Result<Self, Failure> {
        let mut named: Vec<Named> = Vec::new();
        let mut again = Vec::new();
        let mut seen: BTreeMap<PathBuf, &PathBuf> = BTreeMap::new();
        for path in typed {
            let file = file_meant(disk, path);
            if let Some(before) = seen.get(&file) {
                again.push((path.clone(), (*before).clone()));
            } else {
                seen.insert(file.clone(), path);
                named.push(Named { typed: path.clone(), file, name: plain(path) });
            }
        }
        let places: Vec<PathBuf> = named.iter().map(|note| place_of(disk, &note.typed)).collect();
        let vault = match vault {
            Some(folder) => Some(named_vault(disk, folder, &named, &places)?),
            None => common_vault(disk, &places),
        };
        if let Some(vault) = &vault {
            for (note, place) in named.iter_mut().zip(&places) {
                if let Ok(inside) = place.strip_prefix(vault.root()) {
                    note.name = plain(inside);
                }
            }
        }
        Ok(Self { named, again, vault })
    }

    /// The index of the note that `path` means.
    pub(super) fn position(&self, disk: &dyn Disk, path: &Path) -> Option<usize> {
        let file = file_meant(disk, path);
        self.named.iter().position(|note| note.file == file)
    }
}

/// The file a path means, symbolic links followed: what tells two spellings of one file.
fn file_meant(disk: &dyn Disk, path: &Path) -> PathBuf {
    disk.canonical(path).unwrap_or_else(|_| path.to_owned())
}

/// Where a path stands: its folder without symbolic links, and its own name, which may be that of a link.
fn place_of(disk: &dyn Disk, path: &Path) -> PathBuf {
    let folder = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    match (disk.canonical(folder), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        (Ok(_) | Err(_), _) => path.to_owned(),
    }
}

fn named_vault(disk: &dyn Disk, named: &Path, notes: &[Named], places: &[PathBuf]) -> Result<Vault, Failure> {
    let vault = Vault::at(disk, named).ok_or_else(|| Failure::NoVault { path: named.to_owned() })?;
    match notes.iter().zip(places).find(|(_, place)| !place.starts_with(vault.root())) {
        Some((note, _)) => Err(Failure::OutsideVault { note: note.typed.clone(), vault: named.to_owned() }),
        None => Ok(vault),
    }
}

/// The vault around all of them, when it is one.
fn common_vault(disk: &dyn Disk, places: &[PathBuf]) -> Option<Vault> {
    let mut vaults = places.iter().map(|place| Vault::around(disk, place));
    let first = vaults.next()??;
    vaults.all(|vault| vault.as_ref() == Some(&first)).then_some(first)
}

/// The vault named, else the one the current folder is in, if it is in one.
pub(super) fn vault_here(disk: &dyn Disk, named: Option<&Path>) -> Result<Option<Vault>, Failure> {
    match named {
        Some(folder) => {
            let vault =
                Vault::at(disk, folder).ok_or_else(|| Failure::NoVault { path: folder.to_owned() })?;
            Ok(Some(vault))
        }
        None => Ok(disk.canonical(Path::new(".")).ok().and_then(|here| Vault::around(disk, &here))),
    }
}

/// The vault named, else the one the first of `paths` is in, else the one the current folder is in.
pub(super) fn vault_around(
    disk: &dyn Disk,
    named: Option<&Path>,
    paths: &[PathBuf],
) -> Result<Option<Vault>, Failure> {
    let first = paths.first().filter(|_| named.is_none()).and_then(|path| disk.canonical(path).ok());
    match first.and_then(|place| Vault::around(disk, &place)) {
        Some(vault) => Ok(Some(vault)),
        None => vault_here(disk, named),
    }
}

/// Where the paths `typed` are in the vault: seen from the current folder, else from the vault's.
pub(super) fn in_vault(disk: &dyn Disk, vault: &Vault, typed: &[PathBuf]) -> Result<Vec<VaultPath>, Failure> {
    let found = typed.iter().map(|path| {
        let here = vault.path(&place_of(disk, path)).filter(|_| disk.entry(path).is_ok());
        // `.` and `..` are no names that a folder could be found by.
        let whole = || vault.path(&disk.canonical(path).ok()?);
        let there = || VaultPath::of(path).filter(|path| disk.entry(&vault.place(path)).is_ok());
        let unknown = || vault.path(&place_of(disk, path));
        here.or_else(whole)
            .or_else(there)
            .or_else(unknown)
            .ok_or_else(|| Failure::OutsideVault { note: path.clone(), vault: vault.root().to_owned() })
    });
    found.collect()
}

/// A path without `./` and with `/` between its parts.
fn plain(path: &Path) -> String {
    let parts: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let text = parts.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::RealDisk;
    use assert_fs::TempDir;
    use assert_fs::prelude::*;

    /// Names of `typed`, paths in a folder that holds `files`.
    fn check(files: &[&str], typed: &[&str], expect: &[&str]) {
        let folder = TempDir::new().unwrap();
        for file in files {
            folder.child(file).touch().unwrap();
        }
        let typed: Vec<PathBuf> = typed.iter().map(|path| folder.path().join(path)).collect();
        let found = Notes::find(&RealDisk, &typed, None).unwrap();
        let above = format!("{}/", folder.path().display());
        let names: Vec<_> =
            found.named.iter().map(|note| note.name.trim_start_matches(&above).to_owned()).collect();
        assert_eq!(names, expect);
    }

    #[test]
    fn a_note_is_named_by_its_path_in_the_vault() {
        check(&["v/.obsidian/app.json", "v/in/a.md"], &["v/in/a.md", "v/none.md"], &["in/a.md", "none.md"]);
        check(&["in/a.md"], &["./in/./a.md"], &["in/a.md"]);
    }

    #[test]
    fn notes_of_two_vaults_are_named_as_typed() {
        let files = ["v/.obsidian/app.json", "v/a.md", "w/.obsidian/app.json", "w/a.md"];
        check(&files, &["v/a.md", "w/a.md"], &["v/a.md", "w/a.md"]);
    }

    #[test]
    fn a_file_counts_once_however_it_is_spelled() {
        check(&["in/a.md", "b.md"], &["in/a.md", "in/../in/./a.md", "b.md"], &["in/a.md", "b.md"]);
    }
}
