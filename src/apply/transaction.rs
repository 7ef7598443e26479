//! A group: all of its changes, or none.

use super::ApplyError;
use super::backup::Backups;
use super::files::{At, Files, Obstacle, folder_of};
use super::journal::Journal;
use super::ledger::{LedgerFile, Written};
use super::record::{Change, FileState, FolderTime, Kept, Record};
use super::roll_back::{keep_beside, roll_back};
use super::state::Lock;
use super::swap::swap;
use crate::disk::{Access, ContentHash};
use crate::vault::VaultPath;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// The changes of a group, and all that is needed to make them.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) list: Vec<Change>,
    /// What files held that are touched.
    pub(super) old: BTreeMap<ContentHash, Vec<u8>>,
    /// What files will hold that are written.
    pub(super) new: BTreeMap<ContentHash, Vec<u8>>,
    /// What could not be done and was not tried.
    pub(super) kept: Vec<Kept>,
    /// What the ledger is to know of it.
    pub(super) written: Option<Written>,
}

/// How a group ended.
#[derive(Debug)]
pub(super) enum Outcome {
    /// All of its changes are made.
    Applied {
        /// What lies about because somebody changed it at the last moment.
        kept: Vec<Kept>,
    },
    /// None of them is.
    TakenBack {
        /// Why.
        why: Obstacle,
        /// What somebody changed meanwhile, and how it is now.
        kept: Vec<Kept>,
    },
}

/// Why a group could not be carried through.
enum Trouble {
    /// Something in the vault; the next group may do better.
    Vault(Obstacle),
    /// The journal or the backups; nothing more can be done safely.
    State(ApplyError),
}

impl From<Obstacle> for Trouble {
    fn from(obstacle: Obstacle) -> Self {
        Self::Vault(obstacle)
    }
}

/// A run that is going on.
pub(super) struct Transactions<'a> {
    pub(super) files: Files<'a>,
    pub(super) journal: Journal<'a>,
    pub(super) backups: Backups<'a>,
    pub(super) ledger: LedgerFile<'a>,
    /// The folders of the group before, as that left them.
    pub(super) settled: Vec<FolderTime>,
    /// The folders whose names changed since they were last synced.
    pub(super) unsynced: BTreeSet<VaultPath>,
    /// Changes whose displaced files could not be removed yet.
    pub(super) leftovers: Vec<Change>,
    /// Whether a group could not be taken back: the run must not be called finished.
    pub(super) is_broken: bool,
}

impl<'a> Transactions<'a> {
    /// A run whose files are kept in `folder`, with this journal.
    pub(super) fn of(lock: &'a Lock<'a>, folder: &Path, journal: Journal<'a>) -> Self {
        let disk = lock.disk;
        Self {
            files: Files { disk, vault: &lock.vault },
            journal,
            backups: Backups::of(disk, folder),
            ledger: LedgerFile::of(disk, folder, lock.state.texts()),
            settled: Vec::new(),
            unsynced: BTreeSet::new(),
            leftovers: Vec::new(),
            is_broken: false,
        }
    }

    /// Makes all changes of a group, or none: what cannot be finished is taken back.
    ///
    /// # Errors
    ///
    /// When the journal or the backups cannot be written (the group is taken back then too), or when it cannot be taken
    /// back (the journal says so then, if it can).
    pub(super) fn carry_out(
        &mut self,
        group: &str,
        changes: &Changes,
        now: Timestamp,
    ) -> Result<Outcome, ApplyError> {
        // Nothing in the vault has changed when this fails.
        self.backups.keep(&changes.old)?;
        if let Some(written) = &changes.written {
            self.ledger.append(written)?;
        }
        let mut is_ready = false;
        let trouble = match self.attempt(group, changes, &mut is_ready) {
            Ok(()) => {
                let kept = self.clear_away(&changes.list);
                return Ok(Outcome::Applied { kept });
            }
            Err(trouble) => trouble,
        };
        // When not even this can be written, the vault is put right all the same; a recovery will find it so.
        let noted = self.journal.append(&Record::Recovering { time: now });
        let kept = self.take_back(group, &changes.list, is_ready)?;
        match trouble {
            Trouble::Vault(why) => match noted {
                Ok(()) => Ok(Outcome::TakenBack { why, kept }),
                Err(source) => Err(self.journal_failed(source)),
            },
            Trouble::State(error) => Err(error),
        }
    }

    /// Takes back a group and says so in the journal.
    pub(super) fn take_back(
        &mut self,
        group: &str,
        changes: &[Change],
        is_ready: bool,
    ) -> Result<Vec<Kept>, ApplyError> {
        match roll_back(self.files, &self.backups, changes, is_ready) {
            Ok(kept) => {
                let record = Record::RolledBack { group: group.to_owned(), kept: kept.clone() };
                self.journal.append(&record).map_err(|source| self.journal_failed(source))?;
                Ok(kept)
            }
            Err(obstacle) => {
                self.is_broken = true;
                let why = obstacle.to_string();
                // The error says more than that it could not be noted; without the note the run is unfinished.
                drop(self.journal.append(&Record::Failed { why: why.clone() }));
                Err(ApplyError::State {
                    act: "taking back what was changed in",
                    path: self.files.vault.root().to_owned(),
                    source: io::Error::other(why),
                })
            }
        }
    }

    pub(super) fn journal_failed(&self, source: io::Error) -> ApplyError {
        self.journal.failed(source)
    }

    fn attempt(&mut self, group: &str, changes: &Changes, is_ready: &mut bool) -> Result<(), Trouble> {
        let files = self.files;
        let note = |journal: &mut Journal<'_>, record: &Record| {
            journal.append(record).map_err(|source| Trouble::State(journal.failed(source)))
        };
        let folders = changed_folders(&changes.list);
        note(
            &mut self.journal,
            &Record::Begin {
                group: group.to_owned(),
                changes: changes.list.clone(),
                folders: files.folder_times(folders),
                settled: std::mem::take(&mut self.settled),
            },
        )?;
        for change in &changes.list {
            if let Change::Write { temporary, after, .. } | Change::Create { temporary, after, .. } = change {
                let text = changes.new.get(&after.sha256).map(Vec::as_slice).unwrap_or_default();
                files.write_temporary(temporary, text, after)?;
            }
        }
        // Set before the record is written: it may be there although the system says it is not.
        *is_ready = true;
        note(&mut self.journal, &Record::Ready { group: group.to_owned() })?;
        make(files, &changes.list)?;
        note(&mut self.journal, &Record::Applied { group: group.to_owned(), kept: changes.kept.clone() })
    }

    /// Removes what was displaced, whose text is in the backups; what somebody has written into it since is kept. Where
    /// that fails it is tried again at the end of the run: the group is done either way.
    fn clear_away(&mut self, changes: &[Change]) -> Vec<Kept> {
        let mut kept = Vec::new();
        for displaced in changes.iter().filter_map(Displaced::of) {
            self.unsynced.insert(folder_of(displaced.temporary));
            match displaced.clear_away(self.files) {
                Ok(file) => kept.extend(file),
                Err(_) => self.leftovers.push(displaced.owned()),
            }
        }
        kept
    }

    /// Tries once more to remove what was displaced; what cannot be removed is named.
    pub(super) fn clear_leftovers(&mut self) -> Vec<Kept> {
        let mut kept = Vec::new();
        for change in std::mem::take(&mut self.leftovers) {
            let Some(displaced) = Displaced::of(&change) else { continue };
            match displaced.clear_away(self.files) {
                Ok(file) => kept.extend(file),
                Err(why) => {
                    let what = format!("is a leftover that can be removed: {why}");
                    kept.push(Kept { path: displaced.temporary.clone(), what });
                }
            }
        }
        kept
    }

    /// Notes how the folders of a group are left, for its undoing to know whether anything else has changed in them.
    pub(super) fn settle(&mut self, changes: &[Change]) {
        self.settled = self.files.folder_times(changed_folders(changes));
    }
}

/// A file that a change displaced, under its temporary name.
pub(super) struct Displaced<'c> {
    change: &'c Change,
    path: &'c VaultPath,
    pub(super) temporary: &'c VaultPath,
    before: &'c FileState,
}

impl<'c> Displaced<'c> {
    pub(super) fn of(change: &'c Change) -> Option<Self> {
        match change {
            Change::Write { path, temporary, before, .. } | Change::Remove { path, temporary, before } => {
                Some(Self { change, path, temporary, before })
            }
            Change::MakeFolder { .. }
            | Change::RemoveFolder { .. }
            | Change::Create { .. }
            | Change::Move { .. } => None,
        }
    }

    /// Removes the file if it is what was displaced; gives it a name of its own if somebody wrote into it since.
    pub(super) fn clear_away(&self, files: Files<'_>) -> Result<Option<Kept>, Obstacle> {
        let Self { path, temporary, before, .. } = self;
        match files.at(temporary)? {
            At::Nothing => Ok(None),
            At::File(hash) if hash == before.sha256 => {
                let removed = files.disk.remove_temporary(&files.place(temporary));
                removed.map(|()| None).map_err(Obstacle::failed("removing", temporary))
            }
            At::File(_) | At::Other => keep_beside(files, temporary, path).map(Some),
        }
    }

    fn owned(&self) -> Change {
        self.change.clone()
    }
}

/// The folders in which names change.
fn changed_folders(changes: &[Change]) -> BTreeSet<VaultPath> {
    changes.iter().flat_map(Change::paths).map(folder_of).collect()
}

/// Makes the changes, in their order: the texts first, then what gets another name; what is new is on the disk before
/// what is old goes away.
fn make(files: Files<'_>, changes: &[Change]) -> Result<(), Obstacle> {
    let mut written = Vec::new();
    for change in changes {
        match change {
            Change::Write { path, temporary, before, after } => {
                files.way(path)?;
                swap(files, path, temporary)?;
                if files.at(temporary)? != At::File(before.sha256) {
                    return Err(Obstacle::ChangedMeanwhile(path.clone()));
                }
                read_back(files, path, after.sha256)?;
                written.push(path);
            }
            Change::Create { path, temporary, after } => {
                place_new(files, temporary, path)?;
                read_back(files, path, after.sha256)?;
                written.push(path);
            }
            Change::MakeFolder { path } => match files.disk.make_folder(&files.place(path), Access::Usual) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => {
                    made.map_err(Obstacle::failed("making the folder", path))?;
                    written.push(path);
                }
            },
            Change::Move { from, to, file } => {
                files.sync_folders_of(std::mem::take(&mut written))?;
                if !files.way(to)?.is_empty() || !files.way(from)?.is_empty() {
                    return Err(Obstacle::Missing(folder_of(to)));
                }
                place_new(files, from, to)?;
                if files.at(to)? != At::File(file.sha256) {
                    return Err(Obstacle::ChangedMeanwhile(from.clone()));
                }
                written.push(to);
            }
            Change::Remove { path, temporary, before } => {
                place_new(files, path, temporary)?;
                if files.at(temporary)? != At::File(before.sha256) {
                    return Err(Obstacle::ChangedMeanwhile(path.clone()));
                }
                written.push(path);
            }
            Change::RemoveFolder { path } => {
                // Made by an earlier run and empty again; where it is not, somebody uses it.
                remove_empty_folder(files, path)?;
                written.push(path);
            }
        }
    }
    files.sync_folders_of(written)?;
    // Where files came from: synced after where they went.
    let left = changes.iter().filter_map(|change| match change {
        Change::Move { from, .. } => Some(from),
        Change::Write { .. }
        | Change::Create { .. }
        | Change::Remove { .. }
        | Change::MakeFolder { .. }
        | Change::RemoveFolder { .. } => None,
    });
    files.sync_folders_of(left)?;
    // Whoever had the file open may have written into what was displaced until now.
    for Displaced { path, temporary, before, .. } in changes.iter().filter_map(Displaced::of) {
        if files.at(temporary)? != At::File(before.sha256) {
            return Err(Obstacle::ChangedMeanwhile(path.clone()));
        }
    }
    Ok(())
}

/// Gives a file a name that nothing has.
pub(super) fn place_new(files: Files<'_>, from: &VaultPath, to: &VaultPath) -> Result<(), Obstacle> {
    match files.disk.rename_new(&files.place(from), &files.place(to)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Obstacle::Taken(to.clone())),
        done => done.map_err(Obstacle::failed("renaming to", to)),
    }
}

/// Removes a folder; one that is not empty, or not there, is left.
pub(super) fn remove_empty_folder(files: Files<'_>, path: &VaultPath) -> Result<(), Obstacle> {
    // EEXIST is what some systems say of a folder that is not empty.
    const LEFT: [io::ErrorKind; 4] = [
        io::ErrorKind::DirectoryNotEmpty,
        io::ErrorKind::AlreadyExists,
        io::ErrorKind::NotFound,
        io::ErrorKind::NotADirectory,
    ];
    match files.disk.remove_folder(&files.place(path)) {
        Err(error) if LEFT.contains(&error.kind()) => Ok(()),
        removed => removed.map_err(Obstacle::failed("removing the folder", path)),
    }
}

fn read_back(files: Files<'_>, path: &VaultPath, expected: ContentHash) -> Result<(), Obstacle> {
    if files.at(path)? == At::File(expected) { Ok(()) } else { Err(Obstacle::ChangedMeanwhile(path.clone())) }
}
