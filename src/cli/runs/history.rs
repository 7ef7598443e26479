//! `notefold history`: the runs there were. `notefold recover`: puts one right that was cut off.

use super::{FORMAT_VERSION, lock, recovered, state_of, vault_of};
use crate::apply::{LeftBehind, PastGroup, PastRun, RunId, RunKind, State};
use crate::cli::Exit;
use crate::cli::arguments::{Data, HistoryArguments, RecoverArguments};
use crate::cli::failure::Failure;
use crate::cli::maintain::entries;
use crate::cli::memory;
use crate::cli::screen::Screen;
use crate::disk::Disk;
use crate::maintain::Entry;
use crate::review::{Rejected, RejectedGroup, RejectedPair};
use crate::text::shown::Shown;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::fmt::Write as _;

#[derive(Serialize)]
struct Told<'r> {
    format_version: u32,
    runs: Vec<Past<'r>>,
    /// The unattended passes the log tells of, the latest first.
    passes: Vec<Entry>,
}

/// A run, for other programs.
#[derive(Serialize)]
struct Past<'r> {
    run: &'r RunId,
    kind: RunKind,
    time: String,
    undoes: Option<&'r RunId>,
    finished: bool,
    done: Vec<Group<'r>>,
    left: &'r [LeftBehind],
}

#[derive(Serialize)]
struct Group<'r> {
    group: &'r str,
    undone_by: Option<&'r RunId>,
}

/// Prints the runs of a vault.
pub(in crate::cli) fn history(
    arguments: &HistoryArguments,
    disk: &dyn Disk,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let vault = vault_of(disk, &arguments.kept)?;
    let state = state_of(&vault, &arguments.kept.state)?;
    if let Some(typed) = &arguments.forget {
        let _lock = lock(disk, &vault, &state)?;
        forget(disk, &state, typed)?;
        screen.note("forgotten: the next plan proposes it again");
    }
    if arguments.rejected || arguments.forget.is_some() {
        let rejected = memory::remembered(disk, &state)?;
        let data = match arguments.printing.format {
            Data::Text => listed(&rejected),
            Data::Json => rejected.to_json()?,
        };
        screen.print(&data).map_err(Failure::Reader)?;
        return Ok(Exit::Done);
    }
    let runs = crate::apply::history(disk, &state)?;
    let data = match arguments.printing.format {
        Data::Text => text(&runs) + &passes(&entries(disk, &state)),
        Data::Json => {
            let runs = runs.iter().map(|past| Past {
                run: &past.run,
                kind: past.kind,
                time: past.time.to_string(),
                undoes: past.undoes.as_ref(),
                finished: past.is_finished,
                done: past
                    .done
                    .iter()
                    .map(|PastGroup { id, undone_by }| Group { group: id, undone_by: undone_by.as_ref() })
                    .collect(),
                left: &past.left,
            });
            let told =
                Told { format_version: FORMAT_VERSION, runs: runs.collect(), passes: entries(disk, &state) };
            serde_json::to_string_pretty(&told)? + "\n"
        }
    };
    screen.print(&data).map_err(Failure::Reader)?;
    Ok(Exit::Done)
}

/// The runs, the latest first.
fn text(runs: &[PastRun]) -> String {
    if runs.is_empty() {
        return "no run has changed this vault\n".to_owned();
    }
    let mut text = String::new();
    for past in runs.iter().rev() {
        let time = past.time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M");
        let what = match (past.kind, &past.undoes) {
            (RunKind::Undo, Some(run)) => format!("took back {run}:"),
            (RunKind::Undo | RunKind::Apply, _) => "applied".to_owned(),
        };
        let groups = if past.done.len() == 1 { "group" } else { "groups" };
        let left = if past.left.is_empty() { String::new() } else { format!(", left {}", past.left.len()) };
        let undone = past.done.iter().filter(|group| group.undone_by.is_some()).count();
        let undone = match undone {
            0 => String::new(),
            all if all == past.done.len() => ", taken back since".to_owned(),
            some => format!(", {some} of them taken back since"),
        };
        let cut_off = if past.is_finished { "" } else { ", cut off" };
        writeln!(text, "{}  {time}  {what} {} {groups}{left}{undone}{cut_off}", past.run, past.done.len())
            .expect("a String takes everything");
    }
    text
}

/// The last unattended passes that did something or had something to say, the latest first.
fn passes(entries: &[Entry]) -> String {
    /// Enough for a week of nights.
    const SHOWN: usize = 7;
    let mut text = String::new();
    if !entries.is_empty() {
        text.push_str("unattended passes, the latest first (one that changes nothing has no line):\n");
    }
    for Entry { time, notes, applied, waiting, refused, exit, .. } in entries.iter().take(SHOWN) {
        let time = time.parse::<Timestamp>().map_or_else(
            |_| time.clone(),
            |time| time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string(),
        );
        let what = match refused {
            Some(why) => format!("refused: {}", Shown(why)),
            None => format!("applied {}, {} waiting, {notes} notes", applied.len(), waiting.len()),
        };
        writeln!(text, "{time}  {what}, exit {exit}").expect("a String takes everything");
    }
    text
}

/// The groups that were rejected, then the items that are not the same; the latest first.
fn listed(rejected: &Rejected) -> String {
    let mut text = String::new();
    let mut line = |words: String| writeln!(text, "{words}").expect("a String takes everything");
    if rejected.groups().is_empty() && rejected.pairs().is_empty() {
        line("no group of this vault is rejected, and no items are said not to be the same".to_owned());
    }
    for RejectedGroup { id, notes } in rejected.groups().iter().rev() {
        line(format!("{id}  {} notes", notes.len()));
        for note in notes {
            line(format!("    {}", Shown(note.path.as_str())));
        }
    }
    for RejectedPair { id, one, other } in rejected.pairs().iter().rev() {
        line(format!("{id}  2 items that are not the same"));
        for item in [one, other] {
            line(format!("    {} line {}", Shown(item.path.as_str()), item.line));
        }
    }
    text
}

/// Forgets the group or the pair of items whose id starts as was typed.
fn forget(disk: &dyn Disk, state: &State, typed: &str) -> Result<(), Failure> {
    let mut rejected = memory::remembered(disk, state)?;
    let ids = rejected.groups().iter().map(|group| &group.id).chain(rejected.pairs().iter().map(|it| &it.id));
    let mut fits = ids.filter(|id| id.starts_with(typed));
    let id = match (fits.next(), fits.next()) {
        (Some(id), None) => id.clone(),
        (None, _) => return Err(Failure::NotRejected { group: typed.to_owned() }),
        (Some(_), Some(_)) => return Err(Failure::ManyGroups { group: typed.to_owned() }),
    };
    rejected.forget(|group| group.id == id);
    rejected.forget_pair(&id);
    Ok(state.keep_rejected(disk, rejected.to_json()?.as_bytes())?)
}

/// Puts a run right that was cut off.
pub(in crate::cli) fn recover(
    arguments: &RecoverArguments,
    disk: &dyn Disk,
    screen: &Screen,
) -> Result<Exit, Failure> {
    let vault = vault_of(disk, &arguments.kept)?;
    let state = state_of(&vault, &arguments.kept.state)?;
    let lock = lock(disk, &vault, &state)?;
    let words = match crate::apply::recover(&lock, &|| disk.now())? {
        None => "no run was cut off: there is nothing to recover\n".to_owned(),
        Some(recovery) => recovered(&recovery).iter().map(|line| format!("{line}\n")).collect(),
    };
    screen.print(&words).map_err(Failure::Reader)?;
    Ok(Exit::Done)
}
