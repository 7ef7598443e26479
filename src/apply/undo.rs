//! Undoing a run: a run of its own, which makes the reverse of each change where nobody has changed the file since.

use super::backup::Backups;
use super::execute::{Begun, ENTANGLED, Job, Lent, RunReport, Turn, run};
use super::files::{At, Files, Obstacle, folders_of};
use super::history::of_logs;
use super::log::{GroupLog, Log};
use super::preflight::{Originals, originals};
use super::prune::is_pruned;
use super::record::{Change, FileState, FolderTime, Kept, RunKind};
use super::transaction::Changes;
use super::{ApplyError, Lock, RunId};
use crate::disk::{ContentHash, Contents, Disk, Symlinks};
use crate::plan::{Course, Plan, Reversed};
use crate::vault::VaultPath;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// Undoes a run, or of it only the groups named; without a run, the latest that applied a plan and is not wholly undone
/// yet. The groups are undone in the reverse of their order, each wholly or not at all, save for files that somebody
/// changed since: they stay as they are and are named in [`DoneGroup::kept`](super::DoneGroup).
///
/// * A note that was retired comes back under its name, and from the backup where it was removed or changed in the
///   meantime; where its name is taken it stays where it is.
/// * A text that was written is replaced by the one before it; bytes, mode, modification time and extended attributes
///   are what they were.
/// * Folders that the run made are removed where they are empty again, and the modification times of folders are set
///   back where nothing else has changed in them.
///
/// A file that a group left standing has changed as well counts as changed: undone alone, a group does not take its links
/// out of a note that links to two groups. They lead to the canonical note then, which is there.
///
/// The run this makes can itself be undone, by its id: its groups are then applied as they had been.
///
/// # Errors
///
/// As [`execute`](super::execute()); and when there is no such run or group, or nothing is left to undo.
pub fn undo(
    lock: &Lock<'_>,
    which: Option<&RunId>,
    only: &BTreeSet<String>,
    lent: &mut Lent<'_>,
) -> Result<RunReport, ApplyError> {
    let disk = lock.disk;
    let mut logs = Vec::new();
    for run in lock.state.run_ids(disk)? {
        logs.extend(Log::read(disk, &lock.state, &run)?);
    }
    let past = of_logs(&logs);
    let is_left = |past: &super::PastRun| past.done.iter().any(|group| group.undone_by.is_none());
    let chosen = if let Some(run) = which {
        let found = past.iter().position(|past| past.run == *run);
        found.ok_or_else(|| ApplyError::NoSuchRun { run: run.clone() })?
    } else {
        let is_one = |past: &super::PastRun| past.kind == RunKind::Apply && is_left(past);
        past.iter().rposition(is_one).ok_or(ApplyError::NothingToUndo)?
    };
    let (Some(log), Some(past)) = (logs.get(chosen), past.get(chosen)) else {
        return Err(ApplyError::NothingToUndo);
    };
    if let Some(group) = only.iter().find(|id| past.done.iter().all(|group| group.id != **id)) {
        return Err(ApplyError::NoSuchGroup { group: group.clone() });
    }
    let standing: BTreeSet<&str> = past
        .done
        .iter()
        .filter(|group| group.undone_by.is_none() && (only.is_empty() || only.contains(&group.id)))
        .map(|group| group.id.as_str())
        .collect();
    if standing.is_empty() {
        return Err(ApplyError::NothingToUndo);
    }
    if is_pruned(disk, &lock.state, &past.run) {
        return Err(ApplyError::Pruned { run: past.run.clone() });
    }
    let entangled = entangled(disk, &lock.state.run(&past.run))?;
    let entanglement = entangled.as_ref().map(|plan| Entanglement::of(plan, past));
    let mut context = Context {
        entanglement,
        states: states(log),
        backups: Backups::of(disk, &lock.state.run(&past.run)),
        made: log.applied().flat_map(|group| made_folders(&group.changes)).collect(),
        files: Files { disk, vault: &lock.vault },
        to_set: Vec::new(),
    };
    let jobs: Vec<Job<&GroupLog>> = log
        .applied()
        .rev()
        .filter(|group| standing.contains(group.id.as_str()))
        .map(|group| Job { id: group.id.clone(), job: group })
        .collect();
    let begun = Begun { kind: RunKind::Undo, undoes: Some(past.run.clone()), plan: None, entangled: None };
    run(lock, lent, begun, jobs, Vec::new(), &mut context, Context::reverse, |context, group| {
        context.set_folder_times();
        if let Some(entanglement) = &mut context.entanglement {
            entanglement.taken_back(&group.id);
        }
    })
}

fn made_folders(changes: &[Change]) -> impl Iterator<Item = &VaultPath> {
    changes.iter().filter_map(|change| match change {
        Change::MakeFolder { path } => Some(path),
        Change::RemoveFolder { .. }
        | Change::Write { .. }
        | Change::Create { .. }
        | Change::Move { .. }
        | Change::Remove { .. } => None,
    })
}

/// What files were before and after each change of a run, by what they held.
type States<'a> = BTreeMap<(&'a VaultPath, ContentHash), &'a FileState>;

fn states(log: &Log) -> States<'_> {
    let mut states = States::new();
    for change in log.applied().flat_map(|group| &group.changes) {
        if let Change::Write { path, before, after, .. } = change {
            for state in [before, after] {
                // The first one: what was written back later has another time.
                states.entry((path, state.sha256)).or_insert(state);
            }
        }
    }
    states
}

/// The groups of a run that change the same files, and which of them stand.
struct Entanglement<'a> {
    plan: &'a Plan,
    course: Course<'a>,
    /// What the files held when the plan was made.
    originals: Originals<'a>,
}

impl<'a> Entanglement<'a> {
    fn of(plan: &'a Plan, past: &super::PastRun) -> Self {
        let mut entanglement = Self { plan, course: Course::of(plan), originals: originals(plan) };
        for group in past.done.iter().filter(|group| group.undone_by.is_none()) {
            if let Some(at) = entanglement.index(&group.id) {
                entanglement.course.applied(at);
            }
        }
        entanglement
    }

    fn index(&self, id: &str) -> Option<usize> {
        self.plan.groups.iter().position(|group| group.id == id)
    }

    fn taken_back(&mut self, id: &str) {
        if let Some(at) = self.index(id) {
            self.course.taken_back(at);
        }
    }

    /// What the files of a group come to; nothing where that cannot be told, and each is brought back from its backup.
    fn reverse(&self, id: &str, backups: &Backups<'_>) -> BTreeMap<&'a VaultPath, Reversed> {
        let Some(at) = self.index(id) else { return BTreeMap::new() };
        let mut original = |path: &VaultPath| {
            let bytes = backups.get(self.originals.get(path)?).ok().flatten()?;
            String::from_utf8(bytes).ok()
        };
        self.course.reverse(at, &mut original).unwrap_or_default()
    }
}

/// Reads what the run kept of groups that change the same files.
fn entangled(disk: &dyn Disk, run: &Path) -> Result<Option<Plan>, ApplyError> {
    /// The limit of what a run keeps of its plan: a plan of 100,000 groups has less.
    const LIMIT: u64 = 4 * 1024 * 1024 * 1024;
    let path = run.join(ENTANGLED);
    match disk.read(&path, LIMIT, Symlinks::Refuse) {
        // What is not a plan, as when the run was cut off while it was written, is of no use and does no harm.
        Ok(Contents::Bytes(bytes)) => Ok(Plan::parse(&bytes).ok()),
        Ok(Contents::TooLarge { .. } | Contents::NotAFile(_) | Contents::NotAvailable) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ApplyError::state("reading", &path, source)),
    }
}

/// The run that is undone.
struct Context<'a> {
    /// Its groups that change the same files.
    entanglement: Option<Entanglement<'a>>,
    states: States<'a>,
    backups: Backups<'a>,
    /// The folders it made.
    made: BTreeSet<&'a VaultPath>,
    files: Files<'a>,
    /// The folders in which nothing but the group at hand has changed anything, and their times before.
    to_set: Vec<FolderTime>,
}

impl Context<'_> {
    /// The changes that reverse those of a group.
    fn reverse(&mut self, turn: &mut Turn<'_, '_>, group: &GroupLog) -> Result<Changes, Obstacle> {
        let now = turn.files().folder_times(group.after.iter().map(FolderTime::path));
        let is_untouched = |before: &&FolderTime| {
            group.after.iter().any(|after| after.folder == before.folder && now.contains(after))
        };
        self.to_set = group.before.iter().filter(is_untouched).cloned().collect();
        let reversed = match &self.entanglement {
            Some(entanglement) => entanglement.reverse(&group.id, &self.backups),
            None => BTreeMap::new(),
        };
        let mut reverse = Reverse {
            turn,
            backups: &self.backups,
            reversed: &reversed,
            states: &self.states,
            changes: Changes::default(),
            freed: BTreeSet::new(),
        };
        for change in group.changes.iter().rev() {
            reverse.change(change)?;
        }
        let Reverse { mut changes, .. } = reverse;
        let left = group.changes.iter().filter_map(|change| match change {
            Change::Move { to, .. } => Some(to),
            Change::MakeFolder { path } => Some(path),
            Change::RemoveFolder { .. }
            | Change::Write { .. }
            | Change::Create { .. }
            | Change::Remove { .. } => None,
        });
        let mut emptied: Vec<VaultPath> = left
            .flat_map(|path| folders_of(path).into_iter().chain([path.clone()]))
            .filter(|folder| self.made.contains(folder))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        // The innermost first.
        emptied.sort_by_key(|folder| std::cmp::Reverse(folder.parts().count()));
        changes.list.extend(emptied.into_iter().map(|path| Change::RemoveFolder { path }));
        Ok(changes)
    }

    /// Sets the times of folders back; a nicety, and nothing depends on it.
    fn set_folder_times(&mut self) {
        for folder in std::mem::take(&mut self.to_set) {
            drop(self.files.disk.set_modified(&self.files.place(&folder.path()), folder.modified));
        }
    }
}

/// The changes that reverse those of a group, as far as they are found.
struct Reverse<'r, 't, 'a> {
    turn: &'r mut Turn<'t, 'a>,
    backups: &'r Backups<'r>,
    /// What files that other groups change too come to.
    reversed: &'r BTreeMap<&'r VaultPath, Reversed>,
    states: &'r States<'r>,
    changes: Changes,
    /// Names that the changes so far take away.
    freed: BTreeSet<VaultPath>,
}

impl Reverse<'_, '_, '_> {
    fn change(&mut self, change: &Change) -> Result<(), Obstacle> {
        for path in change.paths() {
            self.turn.files().way(path)?;
        }
        match change {
            Change::Write { path, before, after, .. } => self.write_back(path, before, after),
            Change::Create { path, after, .. } => self.remove(path, after),
            Change::Move { from, to, file } => self.move_back(from, to, file),
            Change::Remove { path, before, .. } => self.create(path, before),
            // Those it made are removed at the end, where they are empty.
            Change::MakeFolder { .. } => Ok(()),
            Change::RemoveFolder { path } => {
                let is_missing = self.at(path)? == At::Nothing;
                self.turn.make_folders_of(&mut self.changes, path)?;
                let make = Change::MakeFolder { path: path.clone() };
                if is_missing && !self.changes.list.contains(&make) {
                    self.changes.list.push(make);
                }
                Ok(())
            }
        }
    }

    fn write_back(
        &mut self,
        path: &VaultPath,
        before: &FileState,
        after: &FileState,
    ) -> Result<(), Obstacle> {
        let now = self.at(path)?;
        if let Some(Reversed { text, .. }) = self.reversed.get(path).filter(|to| now == At::File(to.now)) {
            return self.write_reversed(path, text);
        }
        match now {
            At::File(hash) if hash == before.sha256 => Ok(()),
            At::Nothing => self.create(path, before),
            At::File(hash) if hash == after.sha256 => {
                let Some(text) = self.text(path, before)? else { return Ok(()) };
                let Some(now) = self.observed(path, after.sha256)? else { return Ok(()) };
                self.changes.new.insert(before.sha256, text);
                let temporary = self.turn.temporary(path);
                let (path, after) = (path.clone(), before.clone());
                self.changes.list.push(Change::Write { path, temporary, before: now, after });
                Ok(())
            }
            At::File(_) | At::Other => {
                self.keeps(path, "was changed since, and stays as it is");
                Ok(())
            }
        }
    }

    /// Gives a file the text it has without the group's changes, with those of others.
    fn write_reversed(&mut self, path: &VaultPath, text: &str) -> Result<(), Obstacle> {
        let At::File(hash) = self.at(path)? else { return Ok(()) };
        let sha256 = ContentHash::of(text.as_bytes());
        let Some(before) = self.observed(path, hash)? else { return Ok(()) };
        if sha256 == hash {
            return Ok(());
        }
        let after = match self.states.get(&(path, sha256)) {
            Some(state) => (*state).clone(),
            None => FileState { sha256, attributes: self.turn.written_now(before.attributes.clone()) },
        };
        self.changes.new.insert(sha256, text.as_bytes().to_owned());
        let temporary = self.turn.temporary(path);
        self.changes.list.push(Change::Write { path: path.clone(), temporary, before, after });
        Ok(())
    }

    fn remove(&mut self, path: &VaultPath, after: &FileState) -> Result<(), Obstacle> {
        match self.at(path)? {
            At::Nothing => Ok(()),
            At::File(hash) if hash == after.sha256 => {
                let Some(before) = self.observed(path, after.sha256)? else { return Ok(()) };
                let temporary = self.turn.temporary(path);
                self.changes.list.push(Change::Remove { path: path.clone(), temporary, before });
                self.freed.insert(path.clone());
                Ok(())
            }
            At::File(_) | At::Other => {
                self.keeps(path, "was changed since, and stays as it is");
                Ok(())
            }
        }
    }

    fn move_back(&mut self, from: &VaultPath, to: &VaultPath, file: &FileState) -> Result<(), Obstacle> {
        let is_free = self.freed.contains(from) || self.at(from)? == At::Nothing;
        match self.at(to)? {
            At::Nothing if !is_free => {
                // Somebody brought it back already; or something else has its name, and its text is in the backup.
                if self.at(from)? != At::File(file.sha256) {
                    self.keeps(
                        from,
                        "has the name of a note that was retired and is gone; it is in the backup",
                    );
                }
                Ok(())
            }
            _ if !is_free => {
                self.keeps(to, &format!("stays where it is: `{from}` is taken"));
                Ok(())
            }
            At::File(hash) if hash == file.sha256 => {
                let Some(file) = self.observed(to, file.sha256)? else { return Ok(()) };
                self.turn.make_folders_of(&mut self.changes, from)?;
                let (from, to) = (to.clone(), from.clone());
                self.freed.remove(&to);
                self.freed.insert(from.clone());
                self.changes.list.push(Change::Move { from, to, file });
                Ok(())
            }
            there @ (At::Nothing | At::File(_) | At::Other) => {
                if there != At::Nothing {
                    self.keeps(to, &format!("was changed since, and stays; `{from}` comes from the backup"));
                }
                self.create(from, file)
            }
        }
    }

    /// Brings a file back from the backup.
    fn create(&mut self, path: &VaultPath, state: &FileState) -> Result<(), Obstacle> {
        if !self.freed.contains(path) && self.at(path)? != At::Nothing {
            self.keeps(path, "was changed since, and stays as it is");
            return Ok(());
        }
        let Some(text) = self.text(path, state)? else { return Ok(()) };
        self.turn.make_folders_of(&mut self.changes, path)?;
        self.turn.create(&mut self.changes, path, &text, state.attributes.clone());
        Ok(())
    }

    fn text(&mut self, path: &VaultPath, state: &FileState) -> Result<Option<Vec<u8>>, Obstacle> {
        let failed = |error: ApplyError| Obstacle::Failed {
            act: "reading the backup of",
            path: path.as_str().to_owned(),
            why: error.to_string(),
        };
        let text = self.backups.get(&state.sha256).map_err(failed)?;
        if text.is_none() {
            self.keeps(path, "cannot be restored: its backup is gone");
        }
        Ok(text)
    }

    /// Reads a file that is about to be displaced or moved; where that is not possible, it stays and is named.
    fn observed(&mut self, path: &VaultPath, expected: ContentHash) -> Result<Option<FileState>, Obstacle> {
        match self.turn.files().observe(path, expected) {
            Ok((bytes, state)) => {
                self.changes.old.insert(state.sha256, bytes);
                Ok(Some(state))
            }
            Err(obstacle @ Obstacle::Failed { .. }) => Err(obstacle),
            Err(obstacle) => {
                self.keeps(path, &format!("stays as it is: {obstacle}"));
                Ok(None)
            }
        }
    }

    fn at(&self, path: &VaultPath) -> Result<At, Obstacle> {
        self.turn.files().at(path)
    }

    fn keeps(&mut self, path: &VaultPath, what: &str) {
        self.changes.kept.push(Kept { path: path.clone(), what: what.to_owned() });
    }
}
