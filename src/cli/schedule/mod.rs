//! `notefold schedule`: a timer for the unattended pass.

mod crontab;
mod failure;
mod units;

pub(super) use failure::ScheduleFailure;

use super::Exit;
use super::arguments::{InstallArguments, ScheduleArguments, ScheduleCommand, TimerArguments};
use super::failure::Failure;
use super::paths::vault_here;
use super::runs::state_of;
use super::screen::Screen;
use crate::disk::Disk;
use crate::maintain::timer::{Scheduler, TimeOfDay, Timer};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Installs, removes or shows the timer of a vault.
pub(super) fn run(
    arguments: &ScheduleArguments,
    disk: &dyn Disk,
    screen: &mut Screen,
) -> Result<Exit, Failure> {
    match &arguments.what {
        ScheduleCommand::Install(InstallArguments { at, dry_run, timer: typed }) => {
            let (timer, scheduler) = meant(typed, *at, disk)?;
            match (scheduler, dry_run) {
                (Scheduler::Cron, true) => crontab::preview(&timer, screen)?,
                (Scheduler::Cron, false) => crontab::install(&timer, screen)?,
                (Scheduler::Systemd | Scheduler::Launchd, true) => {
                    units::preview(&timer, scheduler, disk, screen)?;
                }
                (Scheduler::Systemd | Scheduler::Launchd, false) => {
                    units::install(&timer, scheduler, disk, screen)?;
                }
            }
        }
        ScheduleCommand::Remove(typed) => {
            let (timer, scheduler) = meant(typed, TimeOfDay { hour: 0, minute: 0 }, disk)?;
            match scheduler {
                Scheduler::Cron => crontab::remove(&timer, screen)?,
                Scheduler::Systemd | Scheduler::Launchd => units::remove(&timer, scheduler, disk, screen)?,
            }
        }
        ScheduleCommand::Show(typed) => {
            let (timer, scheduler) = meant(typed, TimeOfDay { hour: 0, minute: 0 }, disk)?;
            match scheduler {
                Scheduler::Cron => crontab::show(&timer, screen)?,
                Scheduler::Systemd | Scheduler::Launchd => units::show(&timer, scheduler, disk, screen)?,
            }
        }
    }
    Ok(Exit::Done)
}

/// The timer of the vault that is meant, and what looks after it.
fn meant(typed: &TimerArguments, at: TimeOfDay, disk: &dyn Disk) -> Result<(Timer, Scheduler), Failure> {
    let vault = vault_here(disk, typed.place.vault.as_deref())?.ok_or(Failure::NoVaultHere)?;
    let state = state_of(&vault, &typed.place.state)?;
    let program = std::env::current_exe().map_err(|source| ScheduleFailure::NoProgram { source })?;
    let mut command: Vec<PathBuf> =
        vec![program, "maintain".into(), "--quiet".into(), "--vault".into(), vault.root().to_owned()];
    // A timer has no folder of its own to start from, and nothing of what a shell sets: a pass that kept its state
    // elsewhere would neither know what was folded by hand nor see who holds the lock.
    let is_moved = std::env::var_os("XDG_STATE_HOME").is_some();
    let moved = state.folder().parent().filter(|_| is_moved);
    if let Some(folder) = typed.place.state.state_dir.as_deref().or(moved) {
        let folder = disk.canonical(folder).or_else(|_| std::path::absolute(folder));
        command
            .extend(["--state-dir".into(), folder.map_err(|source| ScheduleFailure::NoProgram { source })?]);
    }
    for set in &typed.place.set {
        command.extend(["--set".into(), set.into()]);
    }
    let words: Result<Vec<String>, PathBuf> =
        command.into_iter().map(|word| word.into_os_string().into_string().map_err(PathBuf::from)).collect();
    let words = words.map_err(|path| ScheduleFailure::NotText { path })?;
    let name = state.folder().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let timer = Timer::of(&name, words, at).map_err(ScheduleFailure::from)?;
    Ok((timer, typed.with.map_or_else(usual, Scheduler::from)))
}

/// What looks after timers on this machine.
fn usual() -> Scheduler {
    if cfg!(target_os = "macos") {
        Scheduler::Launchd
    } else if tells("systemctl", &["--user", "is-system-running"], None).is_ok_and(|said| {
        // What it says of itself says that it is there; its exit code, how well it does.
        matches!(said.out.trim(), "running" | "degraded" | "starting" | "initializing")
    }) {
        Scheduler::Systemd
    } else {
        Scheduler::Cron
    }
}

/// What a program of the system said.
struct Told {
    is_done: bool,
    out: String,
    err: String,
}

/// Runs a program of the system, with `input` to read.
fn tells(program: &str, arguments: &[&str], input: Option<&str>) -> std::io::Result<Told> {
    use std::io::Write as _;
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = command.spawn()?;
    if let (Some(input), Some(mut stdin)) = (input, child.stdin.take()) {
        stdin.write_all(input.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Told { is_done: output.status.success(), out: text(output.stdout), err: text(output.stderr) })
}

/// Runs a program that has to do what it is told.
fn must(program: &'static str, arguments: &[&str], input: Option<&str>) -> Result<String, Failure> {
    let failed = |why: String| ScheduleFailure::Scheduler {
        command: format!("{program} {}", arguments.join(" ")),
        why: why.trim().to_owned(),
    };
    let told = tells(program, arguments, input).map_err(|error| failed(error.to_string()))?;
    if told.is_done { Ok(told.out) } else { Err(failed(told.err).into()) }
}
