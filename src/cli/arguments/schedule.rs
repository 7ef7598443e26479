//! What is typed after `notefold schedule`.

use super::shared::{InVault, Manner};
use crate::maintain::timer::{Scheduler, TimeOfDay};
use clap::{Args, Subcommand, ValueEnum};

pub(super) const SCHEDULE_HELP: &str = "\
Examples:
  What would be written for a pass every night, and where:
      notefold schedule install --at 03:30 --dry-run
  Have a pass made every night:
      notefold schedule install --at 03:30
  What is installed:
      notefold schedule show
  Take it away again:
      notefold schedule remove

Nothing is touched but the files of the vault's own timer, or its line of the crontab. What the passes did: notefold \
history.

Exit codes:
  0    done
  2    an argument is wrong, or the scheduler cannot be told; what it says is printed
  4    a file of the timer's name is not notefold's; nothing was touched";

/// The arguments of `schedule`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ScheduleArguments {
    /// What to do.
    #[command(subcommand)]
    pub(in crate::cli) what: ScheduleCommand,
}

/// What to do with the timer of a vault.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ScheduleCommand {
    /// Have an unattended pass made every day
    Install(InstallArguments),
    /// Take the timer away
    Remove(TimerArguments),
    /// Say what is installed
    Show(TimerArguments),
}

impl ScheduleCommand {
    /// How it talks.
    pub(in crate::cli) fn manner(&self) -> &Manner {
        match self {
            Self::Install(arguments) => &arguments.timer.manner,
            Self::Remove(arguments) | Self::Show(arguments) => &arguments.manner,
        }
    }
}

/// The arguments of `schedule install`.
#[derive(Debug, Args)]
pub(in crate::cli) struct InstallArguments {
    /// The time of day
    #[arg(long, value_name = "HH:MM", default_value = "03:30")]
    pub(in crate::cli) at: TimeOfDay,

    /// Say what would be written and where, and write nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,

    /// Which timer.
    #[command(flatten)]
    pub(in crate::cli) timer: TimerArguments,
}

/// Which timer is meant.
#[derive(Debug, Args)]
pub(in crate::cli) struct TimerArguments {
    /// What looks after it (default: systemd on Linux where it runs, launchd on macOS, else cron)
    #[arg(long, value_enum, value_name = "SCHEDULER")]
    pub(in crate::cli) with: Option<SchedulerName>,

    /// The vault.
    #[command(flatten)]
    pub(in crate::cli) place: InVault,

    /// How it talks.
    #[command(flatten)]
    pub(in crate::cli) manner: Manner,
}

/// A scheduler, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchedulerName {
    /// A service and a timer of the user
    Systemd,
    /// An agent of the user
    Launchd,
    /// A line of the user's crontab
    Cron,
}

impl From<SchedulerName> for Scheduler {
    fn from(typed: SchedulerName) -> Self {
        match typed {
            SchedulerName::Systemd => Self::Systemd,
            SchedulerName::Launchd => Self::Launchd,
            SchedulerName::Cron => Self::Cron,
        }
    }
}
