//! Executing a plan.

use super::ApplyError;
use super::files::{Files, Obstacle, beside};
use super::journal::{JOURNAL, Journal};
use super::ledger::{Entry, Written, merged_from};
use super::log::temporary_name;
use super::preflight::{Originals, ReadyPlan};
use super::record::{
    Change, FORMAT_VERSION, FileState, Kept, LeftBehind, LeftReason, Record, RunKind, Started,
};
use super::recover::{Status, status};
use super::state::make_folders;
use super::transaction::{Changes, Outcome, Transactions};
use super::{Lock, RunId};
use crate::disk::{Attributes, ContentHash, Disk, FileTime};
use crate::plan::{Course, Plan, PlannedGroup, PlannedNote, Step};
use crate::vault::VaultPath;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;

/// What the caller lends a run: the library reads no clock and prints nothing.
pub struct Lent<'a> {
    /// The clock.
    pub now: &'a dyn Fn() -> Timestamp,
    /// Told how many groups have had their turn, of how many.
    pub progress: &'a mut dyn FnMut(usize, usize),
    /// Asked before each group whether to stop.
    pub should_stop: &'a dyn Fn() -> bool,
}

impl std::fmt::Debug for Lent<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lent")
    }
}

/// What a run did.
#[derive(Debug)]
pub struct RunReport {
    /// What the run is known by; `None` where there was nothing to do and so no run.
    pub run: Option<RunId>,
    /// The groups that are done, in their order.
    pub done: Vec<DoneGroup>,
    /// The groups that are left as they were, and why.
    pub left: Vec<LeftBehind>,
    /// What was changed by somebody else while groups were taken back, and how it is now.
    pub kept: Vec<Kept>,
    /// Why the run ended before its end.
    pub stopped: Option<Stopped>,
}

/// A group that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneGroup {
    /// The group.
    pub id: String,
    /// The files that are not where the run would have had them, because somebody else changed them.
    pub kept: Vec<Kept>,
}

/// Why a run ended before its end.
#[derive(Debug)]
pub enum Stopped {
    /// It was told to.
    Asked,
    /// The folder runs are kept in failed, or a group could not be taken back.
    Failed(ApplyError),
}

/// A group to be done: what is known of it before its turn.
pub(super) struct Job<J> {
    pub(super) id: String,
    pub(super) job: J,
}

/// Executes a plan, group by group: each is wholly done or left as it was. What changed since [`preflight`] looked is
/// noticed: its group is left.
///
/// [`preflight`]: super::preflight()
///
/// # Errors
///
/// When an unfinished run has to be recovered first, and when the run cannot be begun; nothing is touched then.
/// What fails later ends the run and stands in the report.
pub fn execute(ready: ReadyPlan<'_>, lock: &Lock<'_>, lent: &mut Lent<'_>) -> Result<RunReport, ApplyError> {
    let ReadyPlan { plan, groups, left, originals } = ready;
    let json = serde_json::to_vec(plan).map_err(|error| {
        ApplyError::state("writing down", &lock.state.plan(), std::io::Error::other(error))
    })?;
    let entangled = plan.entangled();
    let begun = Begun {
        kind: RunKind::Apply,
        undoes: None,
        plan: Some(ContentHash::of(&json)),
        entangled: entangled.as_ref(),
    };
    drop(json);
    let mut course = Course::of(plan);
    let jobs = groups.into_iter().filter_map(|at| {
        let id = plan.groups.get(at)?.id.clone();
        Some(Job { id, job: at })
    });
    let prepare = |course: &mut Course<'_>, turn: &mut Turn<'_, '_>, at: usize| {
        let mut original = |path: &VaultPath| turn.original(path, &originals);
        let steps = course.steps(at, &mut original).map_err(|error| Obstacle::Changed(error.path))?;
        let mut changes = turn.changes(&steps)?;
        changes.written = Some(turn.written(&plan.groups[at], &steps, &changes)?);
        Ok(changes)
    };
    run(lock, lent, begun, jobs.collect(), left, &mut course, prepare, Course::applied)
}

/// What a run is begun as.
pub(super) struct Begun<'p> {
    pub(super) kind: RunKind,
    pub(super) undoes: Option<RunId>,
    pub(super) plan: Option<ContentHash>,
    /// The groups of the plan that change the same files, to tell them apart when one of them is undone.
    pub(super) entangled: Option<&'p Plan>,
}

/// Begins a run, has each job prepared and carried out in its turn, and ends the run.
#[expect(clippy::too_many_arguments, reason = "what apply and undo differ in, each named once")]
pub(super) fn run<J: Copy, C>(
    lock: &Lock<'_>,
    lent: &mut Lent<'_>,
    begun: Begun<'_>,
    jobs: Vec<Job<J>>,
    left: Vec<LeftBehind>,
    context: &mut C,
    mut prepare: impl FnMut(&mut C, &mut Turn<'_, '_>, J) -> Result<Changes, Obstacle>,
    mut applied: impl FnMut(&mut C, J),
) -> Result<RunReport, ApplyError> {
    match status(lock.disk, &lock.state)? {
        Status::Clean => {}
        Status::Unfinished { run } => return Err(ApplyError::Unfinished { run }),
        Status::Failed { run, why } => return Err(ApplyError::RecoveryFailed { run, why }),
    }
    let mut report = RunReport { run: None, done: Vec::new(), left, kept: Vec::new(), stopped: None };
    if jobs.is_empty() {
        return Ok(report);
    }
    let (run, mut transactions) = begin(lock, begun, (lent.now)())?;
    report.run = Some(run.clone());
    let total = jobs.len();
    let mut temporaries = 0;
    let mut jobs = jobs.into_iter();
    for (number, Job { id, job }) in jobs.by_ref().enumerate() {
        if (lent.should_stop)() {
            report.stopped = Some(Stopped::Asked);
            report.left.push(LeftBehind { group: id, reason: LeftReason::Stopped, why: STOPPED.to_owned() });
            break;
        }
        (lent.progress)(number, total);
        let now = (lent.now)();
        let mut turn = Turn { transactions: &transactions, run: &run, now, temporaries: &mut temporaries };
        let changes = match prepare(context, &mut turn, job) {
            Ok(changes) => changes,
            Err(why) => {
                report.left.push(LeftBehind {
                    group: id,
                    reason: LeftReason::InTheWay,
                    why: why.to_string(),
                });
                continue;
            }
        };
        match transactions.carry_out(&id, &changes, now) {
            Ok(Outcome::Applied { kept }) => {
                applied(context, job);
                transactions.settle(&changes.list);
                let kept = changes.kept.into_iter().chain(kept).collect();
                report.done.push(DoneGroup { id, kept });
            }
            Ok(Outcome::TakenBack { why, kept }) => {
                report.left.push(LeftBehind {
                    group: id,
                    reason: LeftReason::InTheWay,
                    why: why.to_string(),
                });
                report.kept.extend(kept);
            }
            Err(error) => {
                report.left.push(LeftBehind {
                    group: id,
                    reason: LeftReason::InTheWay,
                    why: error.to_string(),
                });
                report.stopped = Some(Stopped::Failed(error));
                break;
            }
        }
    }
    (lent.progress)(total - jobs.len(), total);
    report.left.extend(jobs.map(|Job { id, .. }| LeftBehind {
        group: id,
        reason: LeftReason::Stopped,
        why: STOPPED.to_owned(),
    }));
    match finish(&mut transactions, (lent.now)(), report.left.clone()) {
        Ok(kept) => report.kept.extend(kept),
        Err(error) => drop(report.stopped.get_or_insert(Stopped::Failed(error))),
    }
    Ok(report)
}

/// Why a group is left that a run did not come to.
const STOPPED: &str = "the run ended before it was its turn";

/// Makes the folder of a new run and writes the first record, synced: before that there is no run.
fn begin<'a>(
    lock: &'a Lock<'a>,
    begun: Begun<'_>,
    time: Timestamp,
) -> Result<(RunId, Transactions<'a>), ApplyError> {
    let disk = lock.disk;
    let Begun { kind, undoes, plan, entangled } = begun;
    let run = RunId::after(lock.state.run_ids(disk)?.last(), time);
    let folder = lock.state.run(&run);
    make_folders(disk, &folder)?;
    let started = Started {
        format_version: FORMAT_VERSION,
        run: run.clone(),
        kind,
        undoes,
        tool_version: lock.holder.tool_version.clone(),
        host: lock.holder.host.clone(),
        process: lock.holder.process,
        time,
        vault: lock.vault.root().to_string_lossy().into_owned(),
        plan,
    };
    if let Some(entangled) = entangled {
        keep_entangled(disk, &folder.join(ENTANGLED), entangled)?;
    }
    let path = folder.join(JOURNAL);
    let failed = |source| ApplyError::state("beginning the journal", &path, source);
    let mut line =
        serde_json::to_string(&Record::Started(Box::new(started))).map_err(|error| failed(error.into()))?;
    line.push('\n');
    disk.create_private(&path, line.as_bytes()).map_err(failed)?;
    disk.sync_file(&path).map_err(failed)?;
    disk.sync_folder(&folder).map_err(failed)?;
    let transactions = Transactions::of(lock, &folder, Journal::at(disk, path.clone(), false));
    Ok((run, transactions))
}

/// The file in the folder of a run that holds [`Plan::entangled`].
pub(super) const ENTANGLED: &str = "entangled.json";

fn keep_entangled(disk: &dyn Disk, path: &Path, entangled: &Plan) -> Result<(), ApplyError> {
    let failed = |source| ApplyError::state("writing", path, source);
    let json = serde_json::to_vec(entangled).map_err(|error| failed(error.into()))?;
    disk.create_private(path, &json).map_err(failed)?;
    disk.sync_file(path).map_err(failed)
}

/// Removes what is left over and writes the last record, unless something is left to be recovered. What is left over all
/// the same is given.
pub(super) fn finish(
    transactions: &mut Transactions<'_>,
    time: Timestamp,
    left: Vec<LeftBehind>,
) -> Result<Vec<Kept>, ApplyError> {
    if transactions.is_broken {
        return Ok(Vec::new());
    }
    let kept = transactions.clear_leftovers();
    for folder in std::mem::take(&mut transactions.unsynced) {
        // Only leftovers would come back after a power cut; recovering removes them where it is needed.
        drop(transactions.files.disk.sync_folder(&transactions.files.place(&folder)));
    }
    let settled = std::mem::take(&mut transactions.settled);
    let record = Record::Finished { time, left, settled };
    transactions.journal.append(&record).map_err(|source| transactions.journal.failed(source))?;
    Ok(kept)
}

/// The turn of a group: what is needed to tell its changes from the files as they are now.
pub(super) struct Turn<'t, 'a> {
    pub(super) transactions: &'t Transactions<'a>,
    run: &'t RunId,
    now: Timestamp,
    temporaries: &'t mut usize,
}

impl Turn<'_, '_> {
    pub(super) fn files(&self) -> Files<'_> {
        self.transactions.files
    }

    /// What a file held when the plan was made: it holds it still, or it is in the backups of this run.
    fn original(&self, path: &VaultPath, originals: &Originals<'_>) -> Option<String> {
        let hash = originals.get(path)?;
        let now = self.files().read(path).ok().filter(|bytes| ContentHash::of(bytes) == *hash);
        let bytes = now.or_else(|| self.transactions.backups.get(hash).ok().flatten())?;
        String::from_utf8(bytes).ok()
    }

    /// The changes that the steps of a group come to.
    fn changes(&mut self, steps: &[Step<'_>]) -> Result<Changes, Obstacle> {
        let mut changes = Changes::default();
        for step in steps {
            match step {
                Step::Write { path, expected, text } => self.write(&mut changes, path, *expected, text)?,
                Step::Retire { edit, expected } => {
                    let (bytes, file) = self.files().observe(&edit.path, *expected)?;
                    changes.old.insert(file.sha256, bytes);
                    self.make_folders_of(&mut changes, &edit.to)?;
                    if self
                        .files()
                        .entry(&edit.to)
                        .map_err(Obstacle::failed("looking at", &edit.to))?
                        .is_some()
                    {
                        return Err(Obstacle::Taken(edit.to.clone()));
                    }
                    let attributes = file.attributes.clone();
                    let (from, to) = (edit.path.clone(), edit.to.clone());
                    changes.list.push(Change::Move { from, to, file });
                    if let Some(stub) = &edit.stub {
                        self.create(&mut changes, &edit.path, stub.as_bytes(), self.written_now(attributes));
                    }
                }
            }
        }
        Ok(changes)
    }

    /// What the ledger is to know of a group that is about to be folded.
    fn written(
        &self,
        group: &PlannedGroup,
        steps: &[Step<'_>],
        changes: &Changes,
    ) -> Result<Written, Obstacle> {
        let Some(base) = group.notes.first() else { return Err(Obstacle::Missing(VaultPath::default())) };
        let write = steps.iter().find_map(|step| match step {
            Step::Write { path, expected, text } if **path == base.path => {
                Some((*expected, text.clone().into_bytes()))
            }
            Step::Write { .. } | Step::Retire { .. } => None,
        });
        let (before, text) = if let Some(write) = write {
            write
        } else {
            let text = self.files().read(&base.path)?;
            (ContentHash::of(&text), text)
        };
        let mut texts = BTreeMap::new();
        let mut variants = Vec::new();
        for step in steps {
            if let Step::Retire { edit, expected } = step {
                variants.push(PlannedNote { path: edit.path.clone(), sha256: *expected });
                texts.extend(changes.old.get(expected).map(|text| (*expected, text.clone())));
            }
        }
        let written = ContentHash::of(&text);
        let entry = Entry {
            group: group.id.clone(),
            canonical: base.path.clone(),
            written,
            before,
            merged_from: merged_from(&String::from_utf8_lossy(&text)),
            variants,
            follows: group.follows.clone(),
        };
        texts.insert(written, text);
        Ok(Written { entry, texts })
    }

    fn write(
        &mut self,
        changes: &mut Changes,
        path: &VaultPath,
        expected: ContentHash,
        text: &str,
    ) -> Result<(), Obstacle> {
        let (bytes, before) = self.files().observe(path, expected)?;
        let sha256 = ContentHash::of(text.as_bytes());
        changes.old.insert(expected, bytes);
        if sha256 == expected {
            return Ok(());
        }
        changes.new.insert(sha256, text.as_bytes().to_owned());
        let after = FileState { sha256, attributes: self.written_now(before.attributes.clone()) };
        let temporary = self.temporary(path);
        changes.list.push(Change::Write { path: path.clone(), temporary, before, after });
        Ok(())
    }

    pub(super) fn create(
        &mut self,
        changes: &mut Changes,
        path: &VaultPath,
        bytes: &[u8],
        attributes: Attributes,
    ) {
        let sha256 = ContentHash::of(bytes);
        changes.new.insert(sha256, bytes.to_owned());
        let temporary = self.temporary(path);
        let after = FileState { sha256, attributes };
        changes.list.push(Change::Create { path: path.clone(), temporary, after });
    }

    /// Makes the folders on the way to a file that are not there and that no change before makes.
    pub(super) fn make_folders_of(&self, changes: &mut Changes, path: &VaultPath) -> Result<(), Obstacle> {
        for folder in self.files().way(path)? {
            let make = Change::MakeFolder { path: folder };
            if !changes.list.contains(&make) {
                changes.list.push(make);
            }
        }
        Ok(())
    }

    /// A name for a temporary file beside `path`.
    pub(super) fn temporary(&mut self, path: &VaultPath) -> VaultPath {
        *self.temporaries += 1;
        beside(path, &temporary_name(self.run, *self.temporaries))
    }

    /// The attributes of a file that is written now.
    pub(super) fn written_now(&self, attributes: Attributes) -> Attributes {
        let seconds = self.now.as_second();
        // Nanoseconds have the sign of the second: before 1970 they count backwards.
        let (seconds, nanoseconds) = match u32::try_from(self.now.subsec_nanosecond()) {
            Ok(nanoseconds) => (seconds, nanoseconds),
            Err(_) => (seconds, 0),
        };
        Attributes { modified: FileTime { seconds, nanoseconds }, ..attributes }
    }
}
