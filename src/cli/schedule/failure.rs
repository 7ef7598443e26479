//! What can go wrong with timers.

use crate::cli::Exit;
use crate::maintain::timer::NotSchedulable;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why a timer was not installed, removed or shown.
#[derive(Debug, Error)]
pub(in crate::cli) enum ScheduleFailure {
    /// It is not known which program or folder a timer should name.
    #[error("it is not known what the timer should run")]
    NoProgram {
        /// What the system says.
        source: io::Error,
    },
    /// A path is no text.
    #[error("`{}` is not UTF-8, and no timer can name it", path.display())]
    NotText {
        /// The path.
        path: PathBuf,
    },
    /// A path holds what no timer can name.
    #[error(transparent)]
    NotSchedulable(#[from] NotSchedulable),
    /// The scheduler of the system did not do what it was told.
    #[error("`{command}` failed: {why}")]
    Scheduler {
        /// What was typed for it.
        command: String,
        /// What it said.
        why: String,
    },
    /// A file has the name of a timer and is not notefold's.
    #[error("`{}` was not written by notefold, and is left alone", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
    },
    /// A file cannot be read, made or removed.
    #[error("`{}` cannot be used", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl ScheduleFailure {
    /// The exit code.
    pub(in crate::cli) fn exit(&self) -> Exit {
        match self {
            Self::NotOurs { .. } => Exit::Refused,
            Self::NoProgram { .. }
            | Self::NotText { .. }
            | Self::NotSchedulable(_)
            | Self::Scheduler { .. }
            | Self::File { .. } => Exit::Usage,
        }
    }

    /// What to do about it.
    pub(in crate::cli) fn hint(&self) -> String {
        match self {
            Self::NotOurs { .. } => "move it away, or name another scheduler: --with systemd|launchd|cron".to_owned(),
            Self::NotText { .. } | Self::NotSchedulable(_) | Self::NoProgram { .. } => {
                "give the folder a plainer name, or have `notefold maintain` run by other means".to_owned()
            }
            Self::Scheduler { .. } => {
                "see what would be written: notefold schedule install --dry-run; or name another scheduler: --with \
                 systemd|launchd|cron"
                    .to_owned()
            }
            Self::File { path, .. } => format!("see what is there: ls -ld {}", crate::cli::typed::quoted(path)),
        }
    }
}
