//! Timers: what the scheduler of a system is told, so that it makes a pass every night.
//!
//! Only texts are made here, and what is installed is told from what is not ours by them. Every file and every line begins
//! or ends with a mark; what has none is never touched.

mod cron;
mod launchd;
mod systemd;

use std::str::FromStr;
use thiserror::Error;

/// What every file of a timer begins with, behind the sign of a comment.
const MARK: &str = "Written by `notefold schedule install`; `notefold schedule remove` takes it away.";

/// What looks after timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheduler {
    /// A service and a timer of the user, by systemd.
    Systemd,
    /// An agent of the user, by launchd.
    Launchd,
    /// A line of the user's crontab.
    Cron,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOfDay {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

/// Text that is no time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a time of day is written as 03:30")]
pub struct NotATime;

impl FromStr for TimeOfDay {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let (hour, minute) = text.split_once(':').ok_or(NotATime)?;
        let number = |text: &str, below: u8| {
            let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|number: &u8| is_number && *number < below).ok_or(NotATime)
        };
        Ok(Self { hour: number(hour, 24)?, minute: number(minute, 60)? })
    }
}

/// A pass every day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// What it is known by: letters, digits and hyphens.
    name: String,
    /// The program and its arguments.
    command: Vec<String>,
    at: TimeOfDay,
}

/// A command that no scheduler can be told.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{}` holds a control character, and no timer can name it", .word.escape_debug())]
pub struct NotSchedulable {
    /// The part of the command.
    pub word: String,
}

/// A file of a timer: its name, without a folder, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimerFile {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Timer {
    /// A timer that runs `command`, the program first, every day; `name` tells it from those of other vaults.
    ///
    /// # Errors
    ///
    /// When a part of the command holds a control character: a line break would end a line of a crontab, and no XML may
    /// hold the others.
    pub fn of(name: &str, command: Vec<String>, at: TimeOfDay) -> Result<Self, NotSchedulable> {
        if let Some(word) = command.iter().find(|word| word.chars().any(char::is_control)) {
            return Err(NotSchedulable { word: word.clone() });
        }
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        Ok(Self { name: format!("notefold-{}", name.chars().map(plain).collect::<String>()), command, at })
    }

    /// What it is known by to the scheduler.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The files it is for systemd and launchd; none for cron, which has a line in a file of many.
    #[must_use]
    pub fn files(&self, scheduler: Scheduler) -> Vec<TimerFile> {
        match scheduler {
            Scheduler::Systemd => systemd::files(self),
            Scheduler::Launchd => launchd::files(self),
            Scheduler::Cron => Vec::new(),
        }
    }

    /// The names of those files.
    #[must_use]
    pub fn file_names(&self, scheduler: Scheduler) -> Vec<String> {
        self.files(scheduler).into_iter().map(|file| file.name).collect()
    }
}

/// Whether a file was written by [`Timer::files`].
#[must_use]
pub fn is_ours(text: &str) -> bool {
    text.lines().take(4).any(|line| line.contains(MARK))
}

#[cfg(test)]
mod tests;
