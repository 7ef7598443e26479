//! The review note of a vault: where it is, and how it is written.

use super::failure::Failure;
use super::paths::in_vault;
use super::screen::Screen;
use crate::apply::RunReport;
use crate::config::Config;
use crate::disk::{ContentHash, Disk, Existing, write_whole};
use crate::plan::{Plan, PlannedGroup};
use crate::review::note::{Folded, Outcome, Ticks, is_review_note, note, plan_of, updated};
use crate::vault::{Vault, VaultPath};
use std::collections::BTreeMap;
use std::path::Path;

/// A review note, or the place for one.
pub(super) struct ReviewNote<'v> {
    vault: &'v Vault,
    path: VaultPath,
    is_configured: bool,
}

impl<'v> ReviewNote<'v> {
    /// The note that was typed, else the one of the configuration.
    pub(super) fn find(
        typed: Option<&Path>,
        disk: &dyn Disk,
        vault: &'v Vault,
        config: &Config,
    ) -> Result<Self, Failure> {
        let path = match typed {
            Some(typed) => in_vault(disk, vault, &[typed.to_owned()])?.pop(),
            None => VaultPath::of(Path::new(config.review_note())),
        };
        let is_note = |path: &VaultPath| path.is_note() && !path.parts().any(|part| part.starts_with('.'));
        let path = path.filter(is_note).ok_or_else(|| Failure::NoNotePath {
            path: typed.map_or_else(|| config.review_note().to_owned(), |typed| typed.display().to_string()),
        })?;
        let is_configured = VaultPath::of(Path::new(config.review_note())).as_ref() == Some(&path);
        Ok(Self { vault, path, is_configured })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &VaultPath {
        &self.path
    }

    /// Looks whether [`ReviewNote::write`] would refuse what is there now.
    pub(super) fn may_be_written(&self, disk: &dyn Disk, existing: Existing) -> Result<(), Failure> {
        if disk.entry(&self.vault.place(&self.path)).is_err() {
            return Ok(());
        }
        let text = self.read(disk)?;
        match existing {
            // A tick is something a person did, and nobody has done it yet.
            Existing::Refuse if Ticks::any(&text) => Err(Failure::Ticked { path: self.path.clone() }),
            Existing::Refuse | Existing::Replace => Ok(()),
        }
    }

    /// Writes the note about a plan whose file has the sha256 `hash`.
    pub(super) fn write(
        &self,
        disk: &dyn Disk,
        existing: Existing,
        plan: &Plan,
        hash: ContentHash,
    ) -> Result<(), Failure> {
        self.may_be_written(disk, existing)?;
        let command = if self.is_configured {
            "notefold apply --from-note".to_owned()
        } else {
            let path = super::typed::quoted(Path::new(self.path.as_str()));
            format!("notefold apply --from-note {path}")
        };
        self.put(disk, &note(plan, hash, &command))
    }

    /// Its text.
    pub(super) fn read(&self, disk: &dyn Disk) -> Result<String, Failure> {
        if disk.entry(&self.vault.place(&self.path)).is_err() {
            return Err(Failure::NoNote { path: self.path.clone() });
        }
        let text = self.vault.read(disk, &self.path).ok().filter(|text| is_review_note(text));
        text.ok_or_else(|| Failure::NotOurNote { path: self.path.clone() })
    }

    /// The plan it is about.
    pub(super) fn plan(&self, text: &str) -> Result<ContentHash, Failure> {
        plan_of(text).ok_or_else(|| Failure::NotePlanGone { path: self.path.clone() })
    }

    /// Brings it up to date. It is read anew: somebody may have ticked more meanwhile.
    pub(super) fn update(
        &self,
        disk: &dyn Disk,
        outcomes: &BTreeMap<String, Outcome>,
        odd: Option<&[String]>,
    ) -> Result<(), Failure> {
        let text = self.read(disk)?;
        let new = updated(&text, outcomes, odd);
        if new == text { Ok(()) } else { self.put(disk, &new) }
    }

    fn put(&self, disk: &dyn Disk, text: &str) -> Result<(), Failure> {
        let place = self.vault.place(&self.path);
        let existing = if disk.entry(&place).is_ok() { Existing::Replace } else { Existing::Refuse };
        Ok(write_whole(disk, &place, text.as_bytes(), existing)?)
    }
}

/// What became of groups of a plan that was applied.
pub(super) fn outcomes(plan: &Plan, report: &RunReport) -> BTreeMap<String, Outcome> {
    let run = report.run.as_ref().map(ToString::to_string).unwrap_or_default();
    let done = report.done.iter().filter_map(|done| {
        let group = plan.groups.iter().find(|group| group.id == done.id)?;
        Some((done.id.clone(), Outcome::Done(folded(group, None, run.clone()))))
    });
    let left = report.left.iter().map(|left| (left.group.clone(), Outcome::Left { why: left.why.clone() }));
    done.chain(left).collect()
}

/// A group that `run` folded, perhaps with another base than the plan has.
pub(super) fn folded(group: &PlannedGroup, base: Option<&VaultPath>, run: String) -> Folded {
    let planned = &group.notes[0].path;
    let canonical = base.unwrap_or(planned).clone();
    let retired = group.edits.retired.iter().map(|edit| (edit.path.clone(), edit.to.clone()));
    // With another base other notes are retired, and where to is in the journal.
    let retired = if canonical == *planned { retired.collect() } else { Vec::new() };
    Folded { group: group.id.clone(), canonical, retired, run }
}

/// Those that were rejected.
pub(super) fn rejected<'p>(groups: impl Iterator<Item = &'p PlannedGroup>) -> BTreeMap<String, Outcome> {
    groups.map(|group| (group.id.clone(), Outcome::Rejected { group: Box::new(group.clone()) })).collect()
}

/// Those whose folding was taken back.
pub(super) fn taken_back(report: &RunReport) -> BTreeMap<String, Outcome> {
    report.done.iter().map(|done| (done.id.clone(), Outcome::TakenBack)).collect()
}

/// Tells the vault's review note, if there is one, what was done otherwise than from it: its links to notes that are
/// retired would lead nowhere.
pub(super) fn tell(
    disk: &dyn Disk,
    screen: &mut Screen,
    vault: &Vault,
    config: &Config,
    mut outcomes: BTreeMap<String, Outcome>,
) {
    // Why a group was left is for those who asked.
    outcomes.retain(|_, outcome| !matches!(outcome, Outcome::Left { .. }));
    let Ok(note) = ReviewNote::find(None, disk, vault, config) else { return };
    if outcomes.is_empty() || note.read(disk).is_err() {
        return;
    }
    if let Err(failure) = note.update(disk, &outcomes, None) {
        screen.warn(&format!("the review note is not brought up to date: {failure}"));
    }
}
