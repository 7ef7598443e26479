//! `notefold maintain`: one unattended pass.

use super::Exit;
use super::arguments::{Data, MaintainArguments};
use super::failure::Failure;
use super::noted;
use super::plan::{Planned, Wanted, make, retire};
use super::runs::{MAX_PLAN_BYTES, lend, lock, put_right, state_of};
use super::scanning::{Place, Scan};
use super::screen::Screen;
use crate::apply::{Choice, Ledger, RunReport, State, Stopped, execute, preflight};
use crate::disk::{Contents, Disk, Symlinks};
use crate::group::Confidence;
use crate::maintain::{Entry, Facts, MAX_LOG_BYTES, Pass, Waiting, decide, line};
use crate::plan::Plan;
use crate::text::shown::Shown;
use crate::vault::VaultPath;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The version of what `--format json` prints.
const FORMAT_VERSION: u32 = 1;

/// What a pass did, for other programs.
#[derive(Serialize)]
struct Report<'r> {
    format_version: u32,
    dry_run: bool,
    run: Option<String>,
    applied: Vec<&'r str>,
    left: &'r [crate::apply::LeftBehind],
    waiting: Vec<Waits<'r>>,
}

#[derive(Serialize)]
struct Waits<'r> {
    group: &'r str,
    why: &'r str,
}

/// Makes a pass, and prints what it did.
pub(super) fn run(
    arguments: &MaintainArguments,
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let scan = Scan::of(&arguments.place, &[], &arguments.printing.manner);
    let place = Place::find(disk, scan)?;
    let state = state_of(&place.vault, &arguments.place.state)?;
    // Before the scan: what a run that was cut off left behind is no part of the vault.
    let lock = if arguments.dry_run { None } else { Some(lock(disk, &place.vault, &state)?) };
    if let Some(lock) = &lock {
        put_right(lock, disk, screen)?;
    }
    let wanted = Wanted { only: &[], min_confidence: Confidence::Likely, state: &arguments.place.state };
    let Planned { plan, notes, folded } = make(disk, screen, &place, scan, wanted, retire(None, &place)?)?;
    if let Some(lock) = &lock {
        let ledger = Ledger::read(disk, &state)?;
        let read = |path: &VaultPath| place.vault.read(disk, path).ok();
        ledger.keep_seen(lock, &ledger.recognise(folded), &read)?;
    }
    let modified = |path: &VaultPath| {
        let time = disk.attributes(&place.vault.place(path)).ok()?.modified;
        Timestamp::new(time.seconds, i32::try_from(time.nanoseconds).ok()?).ok()
    };
    let facts = Facts {
        notes,
        notes_before: last_pass(disk, &state).map(|entry| entry.notes),
        now: disk.now(),
        modified: &modified,
    };
    let policy = place.config.policy();
    let log = |entry: &Entry| if lock.is_some() { write_log(disk, &state, entry) } else { Ok(()) };
    let pass = match decide(&plan, &policy, facts) {
        Ok(pass) => pass,
        Err(refusal) => {
            let refused = Some(refusal.to_string());
            log(&entry(disk.now(), notes, None, &Pass::default(), refused, Exit::Refused))?;
            return Err(Failure::Guard(refusal));
        }
    };
    let Some(lock) = &lock else {
        let report =
            RunReport { run: None, done: Vec::new(), left: Vec::new(), kept: Vec::new(), stopped: None };
        print(&pass, &report, arguments, screen)?;
        return Ok(exit(&pass, &report, arguments));
    };
    let choice = Choice {
        only: pass.apply.clone(),
        min_confidence: policy.min_confidence,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let report = if pass.apply.is_empty() {
        RunReport { run: None, done: Vec::new(), left: Vec::new(), kept: Vec::new(), stopped: None }
    } else {
        let ready = preflight(disk, &place.vault, &plan, &choice)?;
        lend("applying", disk, arguments.printing.manner.quiet, |lent| execute(ready, lock, lent))?
    };
    noted::tell(disk, screen, &place.vault, &place.config, noted::outcomes(&plan, &report));
    let retires: BTreeMap<String, usize> =
        plan.groups.iter().map(|group| (group.id.clone(), group.edits.retired.len())).collect();
    if !pass.waiting.is_empty() {
        // What was applied has changed files that other groups change too.
        let plan = if report.done.is_empty() {
            plan
        } else {
            make(disk, screen, &place, scan, wanted, retire(None, &place)?)?.plan
        };
        keep(disk, &state, &plan)?;
    }
    let exit = exit(&pass, &report, arguments);
    let retired: usize = report.done.iter().filter_map(|done| retires.get(&done.id)).sum();
    log(&entry(disk.now(), notes.saturating_sub(retired), Some(&report), &pass, None, exit))?;
    print(&pass, &report, arguments, screen)?;
    Ok(exit)
}

/// Keeps what waits as the vault's latest plan, unless that is what is kept already.
fn keep(disk: &dyn Disk, state: &State, plan: &Plan) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(plan)? + "\n";
    let kept = disk.read(&state.plan(), MAX_PLAN_BYTES, Symlinks::Refuse);
    if !matches!(kept, Ok(Contents::Bytes(bytes)) if bytes == json.as_bytes()) {
        state.keep_plan(disk, json.as_bytes())?;
    }
    Ok(())
}

fn exit(pass: &Pass, report: &RunReport, arguments: &MaintainArguments) -> Exit {
    let kept = report.kept.len() + report.done.iter().map(|group| group.kept.len()).sum::<usize>();
    match &report.stopped {
        Some(Stopped::Asked) => Exit::Interrupted,
        Some(Stopped::Failed(_)) => Exit::Partly,
        None if !report.left.is_empty() || kept > 0 => Exit::Partly,
        None if arguments.exit_code && !pass.waiting.is_empty() => Exit::ToReview,
        None => Exit::Done,
    }
}

fn entry(
    time: Timestamp,
    notes: usize,
    report: Option<&RunReport>,
    pass: &Pass,
    refused: Option<String>,
    exit: Exit,
) -> Entry {
    Entry {
        time: time.to_string(),
        notes,
        run: report.and_then(|report| report.run.as_ref()).map(ToString::to_string),
        applied: report.iter().flat_map(|report| &report.done).map(|group| group.id.clone()).collect(),
        waiting: pass.waiting.iter().map(|waiting| waiting.group.clone()).collect(),
        refused,
        exit: exit as u8,
    }
}

/// The last pass that a guard did not refuse, as the log has it.
fn last_pass(disk: &dyn Disk, state: &State) -> Option<Entry> {
    entries(disk, state).into_iter().find(|entry| entry.refused.is_none())
}

/// The last pass.
fn last_entry(disk: &dyn Disk, state: &State) -> Option<Entry> {
    entries(disk, state).into_iter().next()
}

/// The passes the logs tell of, the latest first.
pub(super) fn entries(disk: &dyn Disk, state: &State) -> Vec<Entry> {
    let read = |path| match disk.read(path, 2 * MAX_LOG_BYTES, Symlinks::Refuse) {
        Ok(Contents::Bytes(bytes)) => String::from_utf8(bytes).ok(),
        Ok(_) | Err(_) => None,
    };
    let texts = [read(&state.log()), read(&state.older_log())];
    let lines = texts.iter().flatten().flat_map(|text| text.lines().rev());
    lines.filter_map(|line| serde_json::from_str::<Entry>(line).ok()).collect()
}

/// Writes a line into the log, unless the pass did nothing and said so before.
fn write_log(disk: &dyn Disk, state: &State, entry: &Entry) -> Result<(), Failure> {
    let is_news = |last: Entry| {
        (entry.notes, &entry.waiting, &entry.refused) != (last.notes, &last.waiting, &last.refused)
    };
    if entry.run.is_none() && !last_entry(disk, state).is_none_or(is_news) {
        return Ok(());
    }
    Ok(state.append_to_log(disk, line(entry).as_bytes(), MAX_LOG_BYTES)?)
}

fn print(
    pass: &Pass,
    report: &RunReport,
    arguments: &MaintainArguments,
    screen: &Screen,
) -> Result<(), Failure> {
    let applied: Vec<&str> = if arguments.dry_run {
        pass.apply.iter().map(String::as_str).collect()
    } else {
        report.done.iter().map(|group| group.id.as_str()).collect()
    };
    let run = report.run.as_ref().map(ToString::to_string);
    let data = match arguments.printing.format {
        Data::Json => {
            let waiting = pass.waiting.iter().map(|Waiting { group, why }| Waits { group, why });
            let report = Report {
                format_version: FORMAT_VERSION,
                dry_run: arguments.dry_run,
                run,
                applied,
                left: &report.left,
                waiting: waiting.collect(),
            };
            serde_json::to_string_pretty(&report)? + "\n"
        }
        Data::Text => {
            let mut text = String::new();
            let mut line = |words: String| writeln!(text, "{words}").expect("a String takes everything");
            let groups =
                |count: usize| if count == 1 { "1 group".to_owned() } else { format!("{count} groups") };
            let applied_or = if arguments.dry_run { "would be applied" } else { "applied" };
            line(format!(
                "{} {applied_or}, {} for a decision",
                groups(applied.len()),
                match pass.waiting.len() {
                    1 => "1 waits".to_owned(),
                    count => format!("{count} wait"),
                }
            ));
            for id in &applied {
                line(format!("  {id}  {applied_or}"));
            }
            for left in &report.left {
                line(format!("  {}  left: {}", left.group, Shown(&left.why)));
            }
            for Waiting { group, why } in &pass.waiting {
                line(format!("  {group}  waits: {}", Shown(why)));
            }
            if let Some(run) = run {
                line(format!("run {run}; to take it back: notefold undo {run}"));
            }
            text
        }
    };
    screen.print(&data).map_err(Failure::Reader)
}
