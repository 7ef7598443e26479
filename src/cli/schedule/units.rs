//! The timer as files of systemd or launchd.

use super::{ScheduleFailure, must};
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::cli::typed::quoted;
use crate::disk::{Access, Contents, Disk, Existing, Symlinks, write_whole};
use crate::maintain::timer::{Scheduler, Timer, is_ours};
use directories::BaseDirs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The largest file that is looked at; those written here have some hundred bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// The files of a timer, with their places.
fn files(timer: &Timer, scheduler: Scheduler) -> Result<Vec<(PathBuf, String)>, Failure> {
    let dirs = BaseDirs::new().ok_or(Failure::NoStateFolder)?;
    let folder = match scheduler {
        Scheduler::Systemd | Scheduler::Cron => dirs.config_dir().join("systemd/user"),
        Scheduler::Launchd => dirs.home_dir().join("Library/LaunchAgents"),
    };
    Ok(timer.files(scheduler).into_iter().map(|file| (folder.join(file.name), file.text)).collect())
}

/// What is at a place of one of the files; refused where it is not notefold's.
fn there(disk: &dyn Disk, path: &Path) -> Result<Option<String>, Failure> {
    let not_ours = || ScheduleFailure::NotOurs { path: path.to_owned() };
    match disk.read(path, MAX_BYTES, Symlinks::Refuse) {
        Ok(Contents::Bytes(bytes)) => {
            let text = String::from_utf8(bytes).map_err(|_| not_ours())?;
            if is_ours(&text) { Ok(Some(text)) } else { Err(not_ours().into()) }
        }
        Ok(Contents::TooLarge { .. } | Contents::NotAFile(_) | Contents::NotAvailable) => {
            Err(not_ours().into())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ScheduleFailure::File { path: path.to_owned(), source }.into()),
    }
}

/// Prints what would be written.
pub(super) fn preview(
    timer: &Timer,
    scheduler: Scheduler,
    disk: &dyn Disk,
    screen: &Screen,
) -> Result<(), Failure> {
    let mut words = String::new();
    for (path, text) in files(timer, scheduler)? {
        there(disk, &path)?;
        words.push_str(&format!("would write {}:\n{text}\n", quoted(&path)));
    }
    for (program, arguments) in start(timer, scheduler)? {
        words.push_str(&format!("would run: {program} {}\n", arguments.join(" ")));
    }
    screen.print(&words).map_err(Failure::Reader)
}

/// Writes the files, and has the scheduler take them up.
pub(super) fn install(
    timer: &Timer,
    scheduler: Scheduler,
    disk: &dyn Disk,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let files = files(timer, scheduler)?;
    // All are looked at before one is written.
    for (path, _) in &files {
        there(disk, path)?;
    }
    let mut words = String::new();
    for (path, text) in &files {
        if let Some(folder) = path.parent() {
            make_folders(disk, folder)?;
        }
        write_whole(disk, path, text.as_bytes(), Existing::Replace)?;
        words.push_str(&format!("{}:\n{text}\n", quoted(path)));
        screen.note(&format!("wrote {}", quoted(path)));
    }
    screen.print(&words).map_err(Failure::Reader)?;
    if scheduler == Scheduler::Launchd {
        // One that is loaded keeps what it was loaded with; there may be none.
        let (program, arguments) = stop(timer, scheduler)?;
        drop(super::tells(program, &as_strs(&arguments), None));
    }
    for (program, arguments) in start(timer, scheduler)? {
        must(program, &as_strs(&arguments), None)?;
    }
    Ok(())
}

/// Has the scheduler let go of the files, and removes them, and the folders they were in where those are empty then.
pub(super) fn remove(
    timer: &Timer,
    scheduler: Scheduler,
    disk: &dyn Disk,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let files = files(timer, scheduler)?;
    let mut found = Vec::new();
    for (path, _) in &files {
        found.extend(there(disk, path)?.map(|_| path));
    }
    if found.is_empty() {
        screen.note("nothing is scheduled for this vault");
        return Ok(());
    }
    let (program, arguments) = stop(timer, scheduler)?;
    if let Err(failure) = must(program, &as_strs(&arguments), None) {
        // The files are what makes it start again.
        screen.warn(&failure.to_string());
    }
    for path in found {
        let failed = |source| ScheduleFailure::File { path: path.clone(), source };
        disk.remove_temporary(path).map_err(failed)?;
        screen.note(&format!("removed {}", quoted(path)));
        let folders = path.ancestors().skip(1).take(if scheduler == Scheduler::Systemd { 2 } else { 1 });
        for folder in folders {
            if disk.remove_folder(folder).is_err() {
                break;
            }
        }
    }
    if scheduler == Scheduler::Systemd {
        must("systemctl", &["--user", "daemon-reload"], None)?;
    }
    Ok(())
}

/// Prints the files that are there.
pub(super) fn show(
    timer: &Timer,
    scheduler: Scheduler,
    disk: &dyn Disk,
    screen: &Screen,
) -> Result<(), Failure> {
    let mut words = String::new();
    for (path, _) in files(timer, scheduler)? {
        if let Some(text) = there(disk, &path)? {
            words.push_str(&format!("{}:\n{text}\n", quoted(&path)));
        }
    }
    if words.is_empty() {
        words.push_str("nothing is scheduled for this vault\n");
    }
    screen.print(&words).map_err(Failure::Reader)
}

/// What a scheduler is told by: a program and its arguments.
type Order = (&'static str, Vec<String>);

/// What has the scheduler take the files up.
fn start(timer: &Timer, scheduler: Scheduler) -> Result<Vec<Order>, Failure> {
    let timer_unit = format!("{}.timer", timer.name());
    Ok(match scheduler {
        Scheduler::Systemd => vec![
            ("systemctl", owned(&["--user", "daemon-reload"])),
            ("systemctl", owned(&["--user", "enable", "--now", &timer_unit])),
        ],
        Scheduler::Launchd => {
            let (path, _) = files(timer, scheduler)?.swap_remove(0);
            vec![("launchctl", owned(&["load", "-w", &path.to_string_lossy()]))]
        }
        Scheduler::Cron => Vec::new(),
    })
}

/// What has the scheduler let go of them.
fn stop(timer: &Timer, scheduler: Scheduler) -> Result<Order, Failure> {
    Ok(match scheduler {
        Scheduler::Systemd | Scheduler::Cron => {
            ("systemctl", owned(&["--user", "disable", "--now", &format!("{}.timer", timer.name())]))
        }
        Scheduler::Launchd => {
            let (path, _) = files(timer, scheduler)?.swap_remove(0);
            ("launchctl", owned(&["unload", "-w", &path.to_string_lossy()]))
        }
    })
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn as_strs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

/// Makes a folder and those it is in.
fn make_folders(disk: &dyn Disk, folder: &Path) -> Result<(), Failure> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| disk.entry(folder).is_err()).collect();
    for folder in missing.into_iter().rev() {
        match disk.make_folder(folder, Access::Usual) {
            Err(source) if source.kind() != ErrorKind::AlreadyExists => {
                return Err(ScheduleFailure::File { path: folder.to_owned(), source }.into());
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}
