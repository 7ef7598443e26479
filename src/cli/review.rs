//! `notefold review`: decides about the groups of a plan, in the terminal.

use super::Exit;
use super::arguments::ReviewArguments;
use super::editor;
use super::failure::Failure;
use super::memory;
use super::runs::{Bench, Planned, beside, find, lock, state_of};
use super::screen::Screen;
use super::terminal::{Terminal, Typed};
use crate::apply::ApplyError;
use crate::disk::{Disk, Existing, write_whole};
use crate::plan::{Found, PlannedGroup};
use crate::render::terminal::Colors;
use crate::review::{Step, Tally, Verdicts, VerdictsError, Walk, found_again};
use std::io::ErrorKind;
use std::path::Path;

/// Walks through the groups of a plan, keeps what is decided beside it, and says what to type next. Nothing of the vault
/// is changed.
pub(super) fn run(
    arguments: &ReviewArguments,
    disk: &(dyn Disk + Sync),
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    let planned = find(arguments.plan.as_deref(), &arguments.kept, disk)?;
    if planned.plan.groups.is_empty() {
        screen.print("nothing to decide: the plan has no groups\n").map_err(Failure::Reader)?;
        return Ok(Exit::Done);
    }
    if !Terminal::is_there() {
        return Err(Failure::NoTerminal);
    }
    let file = beside(&planned.path);
    let verdicts = resume(&file, &planned, disk, screen)?;
    let state = state_of(&planned.vault, &arguments.kept.state)?;
    let mut bench = Bench::new(&planned.vault, &state, &planned.plan.retire, &arguments.set);
    // What it has to say would be lost on a screen that is drawn anew.
    let mut silent = screen.silent();
    let mut refold = |found: Vec<Found>| bench.plan(found, disk, &mut silent);
    let mut walk = Walk::of(&planned.plan, verdicts);
    for group in chosen_before(&planned, &walk, &mut refold)? {
        walk.refolded(group);
    }
    let colors = if screen.has_colors() { Colors::On } else { Colors::Off };
    let terminal = Terminal::open(colors).map_err(Failure::Terminal)?;
    let exit = 'asking: loop {
        let typed = terminal.ask(&|room| walk.screen(room)).map_err(Failure::Terminal)?;
        let Typed::Key(key) = typed else { break Exit::Interrupted };
        let mut step = walk.press(key, terminal.room());
        // Editing a text leads to a fold, and only that to what is kept.
        loop {
            match step {
                Step::Stay => break,
                Step::Decided => {
                    keep(&file, walk.verdicts(), disk)?;
                    break;
                }
                Step::Refold(verdict) => {
                    let found = planned.plan.groups.iter().find(|planned| planned.id == verdict.id);
                    let found = found.map(|group| found_again(group, Some(&verdict)));
                    let mut plan = refold(found.into_iter().collect())?;
                    let left = plan.left.first().map_or("it cannot be folded", |left| left.why.as_str());
                    step = match plan.groups.pop() {
                        Some(group) => walk.refolded(group),
                        None => walk.failed(left),
                    };
                }
                Step::Edit(text) => {
                    let scratch = file.with_extension("edit.md");
                    let edited = terminal.lend(|| editor::edit(disk, &scratch, &text));
                    step = walk.edited(edited.map_err(Failure::Terminal)??.as_deref());
                }
                Step::End => break 'asking Exit::Done,
            }
        }
    };
    keep(&file, walk.verdicts(), disk)?;
    drop(terminal);
    remember(arguments, &planned, walk.verdicts(), disk, screen)?;
    screen.print(&summary(arguments, walk.tally())).map_err(Failure::Reader)?;
    Ok(exit)
}

/// What was decided about this plan before.
fn resume(file: &Path, planned: &Planned, disk: &dyn Disk, screen: &mut Screen) -> Result<Verdicts, Failure> {
    let Some(bytes) = memory::read(disk, file)? else { return Ok(Verdicts::none(planned.hash)) };
    match Verdicts::parse(&bytes, &planned.plan, planned.hash) {
        Ok(verdicts) => Ok(verdicts),
        Err(VerdictsError::OtherPlan { .. }) => {
            let old = file.with_extension("old.json");
            write_whole(disk, &old, &bytes, Existing::Replace)?;
            screen.warn(&format!(
                "the plan is another one than the one you decided about; those verdicts are in `{}`",
                old.display()
            ));
            Ok(Verdicts::none(planned.hash))
        }
        Err(source) => Err(Failure::BadVerdicts { path: file.to_owned(), source }),
    }
}

/// The groups about whose fold something was decided in an earlier session, folded so.
fn chosen_before(
    planned: &Planned,
    walk: &Walk<'_>,
    refold: &mut impl FnMut(Vec<Found>) -> Result<crate::plan::Plan, Failure>,
) -> Result<Vec<PlannedGroup>, Failure> {
    let chosen = planned.plan.groups.iter().filter_map(|group| {
        let verdict = walk.verdicts().of(&group.id)?;
        verdict.changes(group).then(|| found_again(group, Some(verdict)))
    });
    let chosen: Vec<Found> = chosen.collect();
    if chosen.is_empty() { Ok(Vec::new()) } else { Ok(refold(chosen)?.groups) }
}

/// Keeps what was decided, for the user alone.
fn keep(file: &Path, verdicts: &Verdicts, disk: &dyn Disk) -> Result<(), Failure> {
    match disk.create_private(file, &[]) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            return Err(Failure::Unreadable { path: file.to_owned(), why: error.to_string() });
        }
        Ok(()) | Err(_) => {}
    }
    write_whole(disk, file, verdicts.to_json()?.as_bytes(), Existing::Replace)?;
    Ok(())
}

/// Remembers what was rejected, where no other run is at it.
fn remember(
    arguments: &ReviewArguments,
    planned: &Planned,
    verdicts: &Verdicts,
    disk: &dyn Disk,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let state = state_of(&planned.vault, &arguments.kept.state)?;
    let held = lock(disk, &planned.vault, &state);
    match held {
        Ok(_lock) => memory::remember(disk, &state, &planned.plan, verdicts),
        Err(Failure::Apply(error @ ApplyError::Locked { .. })) => {
            screen
                .warn(&format!("{error}: what you rejected is remembered when you apply what you accepted"));
            Ok(())
        }
        Err(failure) => Err(failure),
    }
}

/// What was decided, and what to type next.
fn summary(arguments: &ReviewArguments, tally: Tally) -> String {
    let Tally { accepted, rejected, later, open } = tally;
    let parts = [(accepted, "accepted"), (rejected, "rejected"), (later, "for later"), (open, "not decided")];
    let parts = parts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = parts.map(|(count, what)| format!("{count} {what}")).collect();
    let plan = arguments.plan.as_ref().map(|plan| format!("{} ", super::typed::quoted(plan)));
    let plan = plan.unwrap_or_default();
    let mut text = format!("{}; nothing is changed yet\n", counts.join(", "));
    if accepted > 0 {
        text += &format!("to fold what you accepted: notefold apply {plan}--verdicts\n");
    }
    if later + open > 0 {
        text += &format!("to go on deciding: notefold review {plan}\n");
    }
    text
}
