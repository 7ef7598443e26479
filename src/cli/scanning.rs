//! A vault, scanned for groups: what `scan` shows and `plan` goes on from.

use super::arguments::{InVault, Manner};
use super::failure::Failure;
use super::paths::{in_vault, vault_around};
use super::progress::Progress;
use crate::config::Config;
use crate::disk::{Disk, QuickHash};
use crate::group::{Digest, GroupOptions, Grouping, groups};
use crate::note::Note;
use crate::people::{Known, PeopleOptions, Register};
use crate::text::words::{Word, folded, words};
use crate::vault::{Listing, Problem, Scanned, Scope, Settings, Snapshot, Vault, VaultPath};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

impl<'a> Scan<'a> {
    /// What was typed.
    pub(super) fn of(place: &'a InVault, paths: &'a [PathBuf], manner: &Manner) -> Self {
        Self { vault: place.vault.as_deref(), paths, set: &place.set, quiet: manner.quiet }
    }
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
        Ok(Self::of(disk, vault, config))
    }

    /// The place of a vault with this configuration.
    pub(super) fn of(disk: &dyn Disk, vault: Vault, config: Config) -> Self {
        let (settings, odd) = vault.settings(disk);
        Self { vault, config, settings, odd }
    }

    /// The files that are scanned.
    pub(super) fn listing(&self, disk: &(dyn Disk + Sync), paths: &[PathBuf]) -> Result<Listing, Failure> {
        let scope = Scope::of(&self.config.scope_options(&self.settings))?;
        let starts = in_vault(disk, &self.vault, paths)?;
        Ok(Listing::of(disk, &self.vault, &starts, &scope))
    }

    /// Whether these paths mean the whole vault: there are none, or the vault's own folder is among them.
    pub(super) fn is_whole(&self, disk: &dyn Disk, paths: &[PathBuf]) -> bool {
        let root = VaultPath::default();
        paths.is_empty() || in_vault(disk, &self.vault, paths).is_ok_and(|starts| starts.contains(&root))
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

    /// Groups the notes, in which these people are known.
    pub(super) fn group(
        &self,
        disk: &(dyn Disk + Sync),
        notes: &[Scanned<Digest>],
        people: PeopleOptions,
    ) -> Grouping {
        groups(notes, &|at| self.reread(disk, notes.get(at)?), &self.group_options(people))
    }

    /// How notes are grouped, in which these people are known.
    pub(super) fn group_options(&self, people: PeopleOptions) -> GroupOptions {
        GroupOptions { people, read: self.config.read_options() }
    }

    /// Who is known: by the configuration, and by the notes about people among these and, where only a part of the
    /// vault was scanned, in the folders of such notes.
    pub(super) fn people(
        &self,
        disk: &(dyn Disk + Sync),
        scan: Scan<'_>,
        notes: &[Scanned<Digest>],
    ) -> Result<PeopleOptions, Failure> {
        let mut persons: Vec<Known> =
            notes.iter().filter_map(|note| note.digest.person.as_deref().cloned()).collect();
        if !self.is_whole(disk, scan.paths) {
            let folders = self.config.digest_options().persons;
            let is_new = |path: &VaultPath| notes.binary_search_by(|note| note.path.cmp(path)).is_err();
            persons.extend(self.persons(disk, &|path| folders.is_in_a_folder(path) && is_new(path))?);
        }
        Ok(self.known_with(persons))
    }

    /// Who is known by the configuration and these notes about people.
    fn known_with(&self, persons: Vec<Known>) -> PeopleOptions {
        PeopleOptions { register: Arc::new(Register::of(persons)), ..self.config.people_options() }
    }

    /// Who is known where these notes are folded and nothing of the vault is read yet: by the configuration, and by the
    /// notes about people that are in the folders of such notes or that these notes name. All others may hold an alias
    /// as well, and are not read: folding two notes does not take as long as reading a vault.
    pub(super) fn people_of(
        &self,
        disk: &(dyn Disk + Sync),
        notes: &[Note],
    ) -> Result<PeopleOptions, Failure> {
        let folders = self.config.digest_options().persons;
        let named: BTreeSet<String> = notes
            .iter()
            .flat_map(|note| words(note.text()).filter(Word::is_capitalised).map(|word| folded(word.text)))
            .collect();
        let is_named = |path: &VaultPath| {
            let mut parts = words(path.stem()).map(|word| folded(word.text)).peekable();
            parts.peek().is_some() && parts.all(|part| named.contains(&part))
        };
        let may_be = |path: &VaultPath| {
            // A note with a day in its name is about a meeting.
            !path.stem().starts_with(|c: char| c.is_ascii_digit())
                && (folders.is_in_a_folder(path) || is_named(path))
        };
        Ok(self.known_with(self.persons(disk, &may_be)?))
    }

    /// The people that those notes of the vault are about that `may_be` about one.
    fn persons(
        &self,
        disk: &(dyn Disk + Sync),
        may_be: &dyn Fn(&VaultPath) -> bool,
    ) -> Result<Vec<Known>, Failure> {
        let options = self.config.digest_options();
        let listing = self.listing(disk, &[])?;
        let person = |path: &VaultPath| {
            let text = self.vault.read(disk, path).ok()?;
            Digest::of(path, &text, &options).person.map(|person| *person)
        };
        Ok(listing.notes.iter().filter(|path| may_be(path)).filter_map(person).collect())
    }

    /// Reads the text of a scanned note again; `None` when it is another by now.
    pub(super) fn reread(&self, disk: &dyn Disk, note: &Scanned<Digest>) -> Option<String> {
        let text = self.vault.read(disk, &note.path).ok()?;
        (QuickHash::of(text.as_bytes()) == note.hash).then_some(text)
    }
}
