//! Taking back a group that was cut off, whatever had been done of it.
//!
//! Each change tells from the disk whether it was made. What it made is reversed, what somebody changed meanwhile stays
//! and is named. Nothing here needs to know how far the group got, save whether its temporary files were whole; so it
//! may itself be cut off and begun again.

use super::backup::Backups;
use super::files::{At, Files, Obstacle, beside};
use super::record::{Change, FileState, Kept};
use super::swap::{settle, swap};
use super::transaction::{place_new, remove_empty_folder};
use crate::disk::{Access, Entry};
use crate::vault::VaultPath;
use std::io;

/// Takes back the changes of a group. `is_ready` says that its temporary files were whole, and that the vault may have
/// been changed.
///
/// # Errors
///
/// When something cannot be read or changed: the group is then neither old nor new, and this has to be called again.
pub(super) fn roll_back(
    files: Files<'_>,
    backups: &Backups<'_>,
    changes: &[Change],
    is_ready: bool,
) -> Result<Vec<Kept>, Obstacle> {
    let mut back = Back { files, backups, kept: Vec::new() };
    for change in changes.iter().rev() {
        for path in change.paths() {
            files.way(path)?;
        }
        for path in change.paths().chain(change.temporary()) {
            // What an earlier try left.
            back.discard(&unfinished(path))?;
        }
        match change {
            // The temporary files may be half written, and that is all there is.
            Change::Write { temporary, .. } | Change::Create { temporary, .. } if !is_ready => {
                back.discard(temporary)?;
            }
            _ if !is_ready => {}
            Change::Write { path, temporary, before, after } => {
                back.write(path, temporary, before, after)?;
            }
            Change::Create { path, temporary, after } => back.create(path, temporary, after)?,
            Change::Move { from, to, file } => back.moved(from, to, file)?,
            Change::Remove { path, temporary, before } => back.removed(path, temporary, before)?,
            Change::MakeFolder { path } => remove_empty_folder(files, path)?,
            Change::RemoveFolder { path } => back.make_folder(path)?,
        }
    }
    // What came back is synced before that it went away elsewhere.
    files.sync_folders_of(changes.iter().filter_map(|change| change.paths().next()))?;
    files.sync_folders_of(changes.iter().flat_map(Change::paths))?;
    back.kept.sort();
    Ok(back.kept)
}

/// Where a file is written that comes back from the backups, until it is whole.
pub(super) fn unfinished(path: &VaultPath) -> VaultPath {
    beside(path, &format!(".notefold-{}.new", path.name().trim_start_matches('.')))
}

struct Back<'a> {
    files: Files<'a>,
    backups: &'a Backups<'a>,
    kept: Vec<Kept>,
}

impl Back<'_> {
    fn write(
        &mut self,
        path: &VaultPath,
        temporary: &VaultPath,
        before: &FileState,
        after: &FileState,
    ) -> Result<(), Obstacle> {
        let (old, new) = (At::File(before.sha256), At::File(after.sha256));
        settle(self.files, path, temporary)?;
        match (self.files.at(path)?, self.files.at(temporary)?) {
            // Not made, or made and taken back.
            (_, there) if there == new => self.discard(temporary),
            (there, At::Nothing) if there == old => Ok(()),
            // Made, and what was displaced is at hand. It may be what somebody saved at the last moment.
            (there, At::File(_)) if there == new => {
                swap(self.files, path, temporary)?;
                if self.files.at(temporary)? == new {
                    return self.discard(temporary);
                }
                // Somebody saved while it was being taken back: theirs stays.
                swap(self.files, path, temporary)?;
                self.set_down(path, temporary, before)
            }
            (At::Nothing, At::File(_)) => place_new(self.files, temporary, path),
            // Made, and what was displaced is gone: from the backup.
            (there, At::Nothing) if there == new => {
                self.restore(temporary, before)?;
                swap(self.files, path, temporary)?;
                if self.files.at(temporary)? == new {
                    return self.discard(temporary);
                }
                swap(self.files, path, temporary)?;
                self.set_down(path, temporary, before)
            }
            (At::Nothing, At::Nothing) => self.restore(path, before),
            // Somebody changed it since.
            (_, At::Nothing) => {
                self.stays(path);
                Ok(())
            }
            (_, At::File(_) | At::Other) => self.set_down(path, temporary, before),
        }
    }

    fn create(&mut self, path: &VaultPath, temporary: &VaultPath, after: &FileState) -> Result<(), Obstacle> {
        let new = At::File(after.sha256);
        match (self.files.at(path)?, self.files.at(temporary)?) {
            (At::Nothing, At::Nothing) => Ok(()),
            (there, At::Nothing) if there == new => {
                place_new(self.files, path, temporary)?;
                if self.files.at(temporary)? == new {
                    return self.discard(temporary);
                }
                self.stays(path);
                place_new(self.files, temporary, path)
            }
            (_, At::Nothing) => {
                self.stays(path);
                Ok(())
            }
            (_, there) if there == new => {
                if self.is_one_file(path, temporary)? {
                    self.discard(path)?;
                }
                self.discard(temporary)
            }
            // What somebody wrote into it while it was being taken back.
            (At::Nothing, _) => {
                self.stays(path);
                place_new(self.files, temporary, path)
            }
            (_, _) => self.put_beside(temporary, path),
        }
    }

    fn moved(&mut self, from: &VaultPath, to: &VaultPath, file: &FileState) -> Result<(), Obstacle> {
        let held = At::File(file.sha256);
        match (self.files.at(from)?, self.files.at(to)?) {
            (At::Nothing, At::Nothing) => {
                // Neither here nor there.
                self.restore(from, file)
            }
            (At::Nothing, _) => {
                self.make_folders_of(from)?;
                place_new(self.files, to, from)
            }
            (_, At::Nothing) => Ok(()),
            // A rename in two acts that was cut off between them.
            (_, there) if there == held && self.is_one_file(from, to)? => self.discard(to),
            (here, there) if there == held && here != held => {
                self.stays(from);
                self.put_beside(to, from)
            }
            // Both are there, and which came from where cannot be told: nothing is lost by leaving them.
            (_, _) => {
                self.stays(to);
                Ok(())
            }
        }
    }

    fn removed(
        &mut self,
        path: &VaultPath,
        temporary: &VaultPath,
        before: &FileState,
    ) -> Result<(), Obstacle> {
        match (self.files.at(path)?, self.files.at(temporary)?) {
            (At::Nothing, At::Nothing) => self.restore(path, before),
            (_, At::Nothing) => Ok(()),
            (At::Nothing, _) => place_new(self.files, temporary, path),
            (_, _) if self.is_one_file(path, temporary)? => self.discard(temporary),
            (_, _) => {
                self.stays(path);
                self.put_beside(temporary, path)
            }
        }
    }

    fn make_folder(&self, path: &VaultPath) -> Result<(), Obstacle> {
        match self.files.disk.make_folder(&self.files.place(path), Access::Usual) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made.map_err(Obstacle::failed("making the folder", path)),
        }
    }

    /// The file at `path` is somebody's; what it displaced is removed if it is in the backups, and kept otherwise.
    fn set_down(
        &mut self,
        path: &VaultPath,
        temporary: &VaultPath,
        before: &FileState,
    ) -> Result<(), Obstacle> {
        self.stays(path);
        if self.files.at(temporary)? == At::File(before.sha256) {
            return self.discard(temporary);
        }
        self.put_beside(temporary, path)
    }

    fn put_beside(&mut self, temporary: &VaultPath, path: &VaultPath) -> Result<(), Obstacle> {
        let kept = keep_beside(self.files, temporary, path)?;
        self.kept.push(kept);
        Ok(())
    }

    fn stays(&mut self, path: &VaultPath) {
        self.kept
            .push(Kept { path: path.clone(), what: "was changed meanwhile, and stays as it is".to_owned() });
    }

    fn discard(&self, temporary: &VaultPath) -> Result<(), Obstacle> {
        match self.files.disk.remove_temporary(&self.files.place(temporary)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed.map_err(Obstacle::failed("removing", temporary)),
        }
    }

    /// Writes what a file held, and was, as `temporary`, where nothing is: whole, or not under that name.
    fn restore(&self, temporary: &VaultPath, state: &FileState) -> Result<(), Obstacle> {
        let failed = |why: String| Obstacle::Failed {
            act: "reading the backup of",
            path: temporary.as_str().to_owned(),
            why,
        };
        let text = self.backups.get(&state.sha256).map_err(|error| failed(error.to_string()))?;
        let text = text.ok_or_else(|| failed("it is not there".to_owned()))?;
        let unfinished = unfinished(temporary);
        self.discard(&unfinished)?;
        self.make_folders_of(temporary)?;
        self.files.write_temporary(&unfinished, &text, state)?;
        place_new(self.files, &unfinished, temporary)
    }

    /// Makes the folders a file was in, where somebody removed them.
    fn make_folders_of(&self, path: &VaultPath) -> Result<(), Obstacle> {
        self.files.way(path)?.iter().try_for_each(|folder| self.make_folder(folder))
    }

    /// Whether two names are of one file.
    fn is_one_file(&self, one: &VaultPath, other: &VaultPath) -> Result<bool, Obstacle> {
        let identity = |path: &VaultPath| {
            let entry: Option<Entry> =
                self.files.entry(path).map_err(Obstacle::failed("looking at", path))?;
            Ok::<_, Obstacle>(entry.and_then(|entry| entry.identity))
        };
        let (one, other) = (identity(one)?, identity(other)?);
        Ok(one.is_some() && one == other)
    }
}

/// Gives a file that somebody changed at the last moment a name beside `path`, for them to find.
pub(super) fn keep_beside(files: Files<'_>, file: &VaultPath, path: &VaultPath) -> Result<Kept, Obstacle> {
    // A name is taken only where this happened before.
    const TRIES: u32 = 1000;
    for number in 1..=TRIES {
        let number = if number == 1 { String::new() } else { format!(" {number}") };
        let ending = path.ending();
        let dot = if ending.is_empty() { "" } else { "." };
        let to = beside(path, &format!("{} (kept by notefold{number}){dot}{ending}", path.stem()));
        match place_new(files, file, &to) {
            Ok(()) => {
                return Ok(Kept { path: to, what: format!("is what `{path}` held at the last moment") });
            }
            Err(Obstacle::Taken(_)) => {}
            Err(obstacle) => return Err(obstacle),
        }
    }
    Err(Obstacle::Taken(path.clone()))
}
