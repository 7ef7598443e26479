//! Reading the ledgers of all runs.

use super::entry::{Entry, FORMAT_VERSION, Header};
use super::seen::Seen;
use super::texts::Texts;
use super::write::LEDGER;
use crate::apply::history::of_logs;
use crate::apply::log::Log;
use crate::apply::record::RunKind;
use crate::apply::{ApplyError, RunId, State};
use crate::disk::{ContentHash, Contents, Disk, Symlinks};
use crate::merge::Earlier;
use crate::plan::PlannedNote;
use crate::vault::VaultPath;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// The largest ledger of a run that is read: 1 GiB. A group takes some hundred bytes.
const MAX_LEDGER_BYTES: u64 = 1 << 30;

/// What a fold that stands left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// What it is known by: the run and the group, as `20261122-043012/3f2a9c`.
    pub id: String,
    /// When the run began that made it.
    pub time: Timestamp,
    /// The canonical note, where it was then.
    pub canonical: VaultPath,
    /// What it held.
    pub written: ContentHash,
    /// What its `merged_from` named.
    pub merged_from: Vec<String>,
    /// The variants that were folded in.
    pub variants: Vec<PlannedNote>,
    /// The fold it went on from.
    pub follows: Option<String>,
}

/// A fold a person took back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The run that was undone.
    pub run: RunId,
    /// Its notes, as they were before it.
    pub notes: Vec<PlannedNote>,
}

/// What is known of all folds of a vault.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// The folds that stand, the earliest first.
    pub(super) folds: Vec<Fold>,
    /// The folds a person took back, the earliest first; not those that were made again since.
    pub(super) undone: Vec<Undone>,
    /// Where the text is kept that the canonical note of a fold was last seen with, by the fold.
    pub(super) last_seen: BTreeMap<String, PathBuf>,
}

impl Ledger {
    /// Reads the ledgers of all runs of a vault. A run that has none, or whose last line is torn, is one of which nothing
    /// is known: what it wrote is then never folded into unattended.
    ///
    /// # Errors
    ///
    /// When a journal or a ledger cannot be read, or is of a version this notefold does not know.
    pub fn read(disk: &dyn Disk, state: &State) -> Result<Self, ApplyError> {
        let mut logs = Vec::new();
        for run in state.run_ids(disk)? {
            logs.extend(Log::read(disk, state, &run)?);
        }
        let mut ledger = Self::default();
        for past in of_logs(&logs) {
            if past.kind != RunKind::Apply || past.done.is_empty() {
                continue;
            }
            let mut entries = entries(disk, &state.run(&past.run).join(LEDGER))?;
            for group in past.done {
                let Some(entry) = entries.remove(&group.id) else { continue };
                if group.undone_by.is_some() {
                    ledger.undone.push(Undone { run: past.run.clone(), notes: entry.notes() });
                } else {
                    let notes = entry.notes();
                    // Who folds again what they took back has thought better of it.
                    ledger.undone.retain(|undone| !undone.is_about(&notes));
                    ledger.folds.push(Fold {
                        id: format!("{}/{}", past.run, entry.group),
                        time: past.time,
                        canonical: entry.canonical,
                        written: entry.written,
                        merged_from: entry.merged_from,
                        variants: entry.variants,
                        follows: entry.follows,
                    });
                }
            }
        }
        let texts = Texts::of(disk, state.texts());
        let seen = Seen::read(disk, state);
        let last_seen = ledger.folds.iter().map(|fold| {
            let last = seen.notes.get(&fold.id).unwrap_or(&fold.written);
            (fold.id.clone(), texts.place(last))
        });
        ledger.last_seen = last_seen.collect();
        Ok(ledger)
    }

    /// The folds no other goes on from, the earliest first: each is what is known of one canonical note.
    pub fn heads(&self) -> impl Iterator<Item = &Fold> {
        let followed: BTreeSet<&str> = self.folds.iter().filter_map(|fold| fold.follows.as_deref()).collect();
        self.folds.iter().filter(move |fold| !followed.contains(fold.id.as_str()))
    }

    /// The folds that made a canonical note, the latest first.
    pub fn chain(&self, head: &Fold) -> impl Iterator<Item = &Fold> {
        let mut next = self.folds.iter().position(|fold| fold.id == head.id);
        std::iter::from_fn(move || {
            let fold = self.folds.get(next?)?;
            // What a fold follows stands before it, so this ends.
            let before = self.folds.iter().take(next?);
            next = before.into_iter().rposition(|other| Some(&other.id) == fold.follows.as_ref());
            Some(fold)
        })
    }

    /// What is needed to fold into a canonical note again; `None` when a text of it is lost: then nothing is known.
    ///
    /// # Errors
    ///
    /// When a text cannot be read.
    pub fn earlier(
        &self,
        disk: &dyn Disk,
        state: &State,
        head: &Fold,
    ) -> Result<Option<Earlier>, ApplyError> {
        let texts = Texts::of(disk, state.texts());
        let text = |hash: &ContentHash| -> Result<Option<String>, ApplyError> {
            Ok(texts.get(hash)?.and_then(|bytes| String::from_utf8(bytes).ok()))
        };
        let mut earlier = Earlier { id: head.id.clone(), ..Earlier::default() };
        let mut seen = BTreeSet::new();
        for fold in self.chain(head) {
            let Some(written) = text(&fold.written)? else { return Ok(None) };
            earlier.written.push(written);
            for variant in fold.variants.iter().filter(|variant| seen.insert(variant.sha256)) {
                let Some(folded) = text(&variant.sha256)? else { return Ok(None) };
                earlier.folded.push(folded);
            }
        }
        Ok(Some(earlier))
    }
}

impl Entry {
    /// All notes of the group, as they were before it was done.
    fn notes(&self) -> Vec<PlannedNote> {
        let canonical = PlannedNote { path: self.canonical.clone(), sha256: self.before };
        std::iter::once(canonical).chain(self.variants.iter().cloned()).collect()
    }
}

impl Undone {
    /// Whether two of these notes are of those that were taken apart: by what they hold, or by where they are. A note
    /// that was edited since, or written anew, is still one of them.
    #[must_use]
    pub fn is_about(&self, notes: &[PlannedNote]) -> bool {
        let is_one = |note: &&PlannedNote| {
            self.notes.iter().any(|own| own.path == note.path || own.sha256 == note.sha256)
        };
        notes.iter().filter(is_one).count() > 1
    }
}

/// The lines of a ledger, by their groups.
pub(super) fn entries(disk: &dyn Disk, path: &Path) -> Result<BTreeMap<String, Entry>, ApplyError> {
    let failed = |source| ApplyError::state("reading the ledger", path, source);
    let bytes = match disk.read(path, MAX_LEDGER_BYTES, Symlinks::Refuse) {
        Ok(Contents::Bytes(bytes)) => bytes,
        Ok(Contents::TooLarge { .. } | Contents::NotAFile(_) | Contents::NotAvailable) => Vec::new(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(failed(error)),
    };
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let Some(header) = lines.next().and_then(|line| serde_json::from_slice::<Header>(line).ok()) else {
        return Ok(BTreeMap::new());
    };
    if header.format_version != FORMAT_VERSION {
        let (path, found) = (path.to_owned(), header.format_version);
        return Err(ApplyError::LedgerVersion { path, found, known: FORMAT_VERSION });
    }
    // A line that is torn belongs to a group that was not begun.
    let entries = lines.filter_map(|line| serde_json::from_slice::<Entry>(line).ok());
    Ok(entries.map(|entry| (entry.group.clone(), entry)).collect())
}
