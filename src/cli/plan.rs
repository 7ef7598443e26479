//! `notefold plan`: works out what folding all groups of a vault would change, and prints it. The dry run.

use super::Exit;
use super::arguments::{Data, PlanArguments, RetireHow, StateFolder};
use super::failure::Failure;
use super::memory;
use super::noted::ReviewNote;
use super::planning::{Ground, Manner};
use super::recall;
use super::runs::state_of;
use super::scanning::{Place, Scan};
use super::screen::Screen;
use super::typed::quoted;
use crate::apply::{Ledger, Notes};
use crate::disk::{ContentHash, Disk, Existing, may_write, write_whole};
use crate::group::{Confidence, Digest, Group, Member};
use crate::plan::{Found, Plan, PlannedNote, Retire};
use crate::render::terminal::{Colors, Detail, TerminalOptions};
use crate::review::{self, PageOptions, Rejected};
use crate::vault::{Scanned, VaultPath};
use std::path::Path;

/// Makes the plan, and prints and writes what was asked for.
pub(super) fn run(
    arguments: &PlanArguments,
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let existing = if arguments.force { Existing::Replace } else { Existing::Refuse };
    // Before anything is read: a typing error should not have to wait for the plan.
    for file in arguments.output.iter().chain(&arguments.patch).chain(&arguments.html) {
        may_write(disk, file, existing)?;
    }
    let scan = Scan::of(&arguments.place, &arguments.paths, &arguments.printing.manner);
    let place = Place::find(disk, scan)?;
    let note = arguments
        .note
        .as_ref()
        .map(|typed| ReviewNote::find(typed.as_deref(), disk, &place.vault, &place.config));
    let note = note.transpose()?;
    if let Some(note) = &note {
        note.may_be_written(disk, existing)?;
    }
    let retire = retire(arguments.retire.as_ref(), &place)?;
    let wanted = Wanted {
        only: &arguments.only,
        min_confidence: arguments.min_confidence.into(),
        state: &arguments.place.state,
    };
    let Planned { plan, .. } = make(disk, screen, &place, scan, wanted, retire)?;
    let read = |path: &VaultPath| place.vault.read(disk, path).ok();
    if let Some(file) = &arguments.patch {
        let patch = review::patch(&plan, &read)?;
        write_whole(disk, file, patch.as_bytes(), existing)?;
        screen.note(&format!("wrote `{}`", file.display()));
    }
    let state = state_of(&place.vault, &arguments.place.state);
    let json = serde_json::to_string_pretty(&plan)? + "\n";
    if let Some(file) = &arguments.output {
        write_whole(disk, file, json.as_bytes(), existing)?;
        screen.note(&format!("wrote `{}`", file.display()));
    } else {
        state?.keep_plan(disk, json.as_bytes())?;
    }
    if let Some(file) = &arguments.html {
        let options =
            PageOptions { plan: ContentHash::of(json.as_bytes()), command: apply_with(arguments, &place) };
        write_whole(disk, file, review::page(&plan, &options).as_bytes(), existing)?;
        screen.note(&format!("wrote `{}`", file.display()));
    }
    if let Some(note) = &note {
        state_of(&place.vault, &arguments.place.state)?.keep_noted_plan(disk, json.as_bytes())?;
        note.write(disk, existing, &plan, ContentHash::of(json.as_bytes()))?;
        screen.note(&format!("wrote `{}` in the vault", note.path()));
        if place.settings.tasks_filter.as_deref() == Some("") {
            let name = note.path().stem();
            screen.note(&format!(
                "your Tasks plugin takes every checkbox for a task; to keep these out, set as its global query: path does \
                 not include {name}"
            ));
        }
    }
    let data = match arguments.printing.format {
        Data::Json => json,
        Data::Text => {
            let colors = if screen.has_colors() { Colors::On } else { Colors::Off };
            let named = !arguments.only.is_empty();
            let detail = if arguments.verbose || named { Detail::Everything } else { Detail::WhatMatters };
            review::show(&plan, TerminalOptions { width: Screen::width(), colors, detail })
        }
    };
    screen.print(&data).map_err(Failure::Reader)?;
    Ok(if arguments.exit_code && !plan.groups.is_empty() { Exit::ToReview } else { Exit::Done })
}

/// What to type to have verdicts about this plan done, wherever it is typed, up to their file.
fn apply_with(arguments: &PlanArguments, place: &Place) -> String {
    let plan = match &arguments.output {
        Some(file) => quoted(file),
        None => format!("--vault {}", quoted(place.vault.root())),
    };
    format!("notefold apply {plan} --verdicts")
}

/// What becomes of notes that are folded in: as typed, else as configured.
pub(super) fn retire(typed: Option<&RetireHow>, place: &Place) -> Result<Retire, Failure> {
    let configured = place.config.retire_folder();
    let folder_of = |folder: &str| {
        let path = VaultPath::of(Path::new(folder)).filter(|path| !path.as_str().is_empty());
        let is_hidden = |path: &VaultPath| path.parts().any(|part| part.starts_with('.'));
        path.filter(|path| !is_hidden(path)).ok_or_else(|| Failure::NoArchive { folder: folder.to_owned() })
    };
    match typed {
        None => match configured {
            Some(folder) => Ok(Retire::Archive { folder: folder_of(folder)? }),
            None => Ok(Retire::Trash),
        },
        Some(RetireHow::Trash) => Ok(Retire::Trash),
        Some(RetireHow::Stub) => Ok(Retire::Stub),
        Some(RetireHow::Archive(folder)) => {
            let path = folder_of(folder)?;
            // Else the next scan would find the retired notes, and fold them again.
            let is_known = configured
                .and_then(|folder| VaultPath::of(Path::new(folder)))
                .is_some_and(|configured| configured.key() == path.key());
            if is_known {
                Ok(Retire::Archive { folder: path })
            } else {
                Err(Failure::ScannedArchive { folder: folder.clone() })
            }
        }
    }
}

/// Which groups are planned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Only these, by the starts of their ids, if any are named.
    pub(super) only: &'a [String],
    /// Else those that are at least so sure, and were not rejected.
    pub(super) min_confidence: Confidence,
    /// Where it is kept what was rejected.
    pub(super) state: &'a StateFolder,
}

/// A plan, and how many notes were scanned for it.
#[derive(Debug)]
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) notes: usize,
    /// Which of the notes may be canonical notes.
    pub(super) folded: Notes,
}

/// Scans the vault and plans the folding of its groups.
pub(super) fn make(
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
    place: &Place,
    scan: Scan<'_>,
    wanted: Wanted<'_>,
    retire: Retire,
) -> Result<Planned, Failure> {
    let state = state_of(&place.vault, wanted.state).ok();
    let rejected = match &state {
        Some(state) => memory::remembered(disk, state)?,
        // Where nothing is kept nothing was rejected.
        None => Rejected::default(),
    };
    let scanned = place.listing(disk, scan.paths)?;
    let (ground, digests) = Ground::read(disk, screen, place, &scanned.notes, scan.quiet)?;
    let people = place.people(disk, scan, &digests)?;
    let mut groups = place.group(disk, &digests, people.clone()).groups;
    let is_named = |group: &Group| wanted.only.iter().any(|typed| group.id.starts_with(typed.as_str()));
    let texts = |group: &Group| group.notes.iter().map(|member| member.hash).collect();
    memory::leave_out(&mut groups, texts, &rejected, is_named, screen);
    let mut found = found(wanted, groups, &digests);
    if let Some(state) = &state {
        let ledger = Ledger::read(disk, state)?;
        let known = ledger.recognise(ground.folded.clone());
        let memory = rejected.memory();
        let is_rejected = |notes: &[PlannedNote]| memory.hold(notes.iter().map(|note| note.sha256));
        recall::add_known(&known, &ground.folded, &mut found, is_rejected);
        keep_named(wanted.only, &mut found)?;
        recall::recall(disk, state, &ledger, &known, &mut found)?;
    } else {
        keep_named(wanted.only, &mut found)?;
    }
    let manner = Manner { people, not_same: rejected.not_same(), retire, quiet: scan.quiet };
    let plan = ground.plan(disk, place, found, manner);
    Ok(Planned { plan, notes: digests.len(), folded: ground.folded })
}

/// The groups that may be planned: those that are sure enough, and those that are named.
fn found(wanted: Wanted<'_>, groups: Vec<Group>, notes: &[Scanned<Digest>]) -> Vec<Found> {
    let is_named = |group: &Group| wanted.only.iter().any(|typed| group.id.starts_with(typed.as_str()));
    let is_wanted = |group: &Group| group.confidence >= wanted.min_confidence || is_named(group);
    let found = groups.into_iter().filter(is_wanted).map(|group| {
        let planned = |member: &Member| {
            Some(PlannedNote { path: notes.get(member.at)?.path.clone(), sha256: member.hash })
        };
        let notes = group.notes.iter().filter_map(planned);
        Found {
            id: group.id,
            confidence: group.confidence,
            evidence: group.evidence,
            notes: notes.collect(),
            base: None,
            decisions: Vec::new(),
            earlier: None,
            waits: Vec::new(),
        }
    });
    found.collect()
}

/// Drops all groups but those whose ids start with what was typed, if anything was. The ledger has proposed its own by
/// then: they are named as any other.
fn keep_named(only: &[String], found: &mut Vec<Found>) -> Result<(), Failure> {
    for typed in only {
        let mut fits = found.iter().filter(|group| group.id.starts_with(typed.as_str()));
        if fits.next().is_none() {
            return Err(Failure::NoGroup { group: typed.clone() });
        }
        if fits.next().is_some() {
            return Err(Failure::ManyGroups { group: typed.clone() });
        }
    }
    if !only.is_empty() {
        found.retain(|group| only.iter().any(|typed| group.id.starts_with(typed.as_str())));
    }
    Ok(())
}
