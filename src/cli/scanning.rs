//! A vault, scanned for groups: what `scan` shows and `plan` goes on from.

use super::failure::Failure;
use super::paths::{in_vault, vault_around};
use super::progress::Progress;
use crate::config::Config;
use crate::disk::{ContentHash, Disk};
use crate::group::{Digest, GroupOptions, Grouping, groups};
use crate::note::Note;
use crate::vault::{Listing, Problem, Scanned, Scope, Settings, Snapshot, Vault, VaultPath};
use std::path::{Path, PathBuf};

/// What to scan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'a> {
    /// The vault's folder, if it was named.
    pub(super) vault: Option<&'a Path>,
    /// The folders and notes that were named.
    pub(super) paths: &'a [PathBuf],
    /// What was set over the configuration.
    pub(super) set: &'a [String],
    /// Whether no progress is shown.
    pub(super) quiet: bool,
}

/// A vault, with its configuration and settings.
#[derive(Debug)]
pub(super) struct Place {
    /// The vault.
    pub(super) vault: Vault,
    /// Its configuration.
    pub(super) config: Config,
    /// What Obsidian was told of it.
    pub(super) settings: Settings,
    /// What of that is not understood.
    pub(super) odd: Vec<Problem>,
}

impl Place {
    /// Finds the vault that is meant, and reads what is set for it.
    pub(super) fn find(disk: &dyn Disk, scan: Scan<'_>) -> Result<Self, Failure> {
        let vault = vault_around(disk, scan.vault, scan.paths)?.ok_or(Failure::NoVaultHere)?;
        let config = Config::load(disk, Some(&vault), scan.set)?;
        let (settings, odd) = vault.settings(disk);
        Ok(Self { vault, config, settings, odd })
    }

    /// The files that are scanned.
    pub(super) fn listing(&self, disk: &dyn Disk, paths: &[PathBuf]) -> Result<Listing, Failure> {
        let scope = Scope::of(&self.config.scope_options(&self.settings))?;
        let starts = in_vault(disk, &self.vault, paths)?;
        Ok(Listing::of(disk, &self.vault, &starts, &scope))
    }

    /// Reads the notes of a listing.
    pub(super) fn snapshot<T: Send>(
        &self,
        disk: &(dyn Disk + Sync),
        listing: Listing,
        quiet: bool,
        digest: impl Fn(&VaultPath, &str) -> T + Sync,
    ) -> Snapshot<T> {
        let reading = Progress::start("reading", listing.notes.len(), quiet);
        let snapshot = Snapshot::read(disk, &self.vault, listing, |path, text| {
            reading.step();
            digest(path, text)
        });
        reading.done();
        snapshot
    }

    /// Groups the notes.
    pub(super) fn group(&self, disk: &(dyn Disk + Sync), notes: &[Scanned<Digest>]) -> Grouping {
        groups(notes, &|at| self.reread(disk, notes.get(at)?), &self.group_options())
    }

    /// How notes are grouped.
    pub(super) fn group_options(&self) -> GroupOptions {
        GroupOptions { people: self.config.people_options() }
    }

    /// Reads a scanned note again, in full; `None` when it is another by now.
    pub(super) fn reread(&self, disk: &dyn Disk, note: &Scanned<Digest>) -> Option<Note> {
        let text = self.vault.read(disk, &note.path).ok()?;
        (ContentHash::of(text.as_bytes()) == note.hash)
            .then(|| Note::read(note.path.as_str(), text, &self.config.read_options()))
    }
}
