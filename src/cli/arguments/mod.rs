//! What was typed. `Request` of each command says what was meant.

mod config;
mod maintain;
mod merge;
mod plan;
mod prune;
mod runs;
mod scan;
mod schedule;
mod shared;

pub(super) use config::{ConfigArguments, ConfigFormat};
pub(super) use maintain::MaintainArguments;
pub(super) use merge::{Format, MergeArguments};
pub(super) use plan::{PlanArguments, RetireHow};
pub(super) use prune::PruneArguments;
pub(super) use runs::{
    ApplyArguments, HistoryArguments, Kept, RecoverArguments, ReviewArguments, UndoArguments,
};
pub(super) use scan::ScanArguments;
pub(super) use schedule::{InstallArguments, ScheduleArguments, ScheduleCommand, TimerArguments};
pub(super) use shared::{Color, Data, InVault, Manner, StateFolder};

use clap::{Parser, Subcommand};
use clap_complete::Shell;
use git_version::git_version;
use maintain::MAINTAIN_HELP;
use merge::MERGE_HELP;
use plan::PLAN_HELP;
use prune::PRUNE_HELP;
use runs::{APPLY_HELP, REVIEW_HELP, UNDO_HELP};
use scan::SCAN_HELP;
use schedule::SCHEDULE_HELP;

/// The version, with the commit it was built from where that is known: in a checkout, not in a package.
pub(super) const VERSION: &str = git_version!(
    args = ["--always", "--abbrev=9", "--dirty=-modified"],
    prefix = concat!(env!("CARGO_PKG_VERSION"), " ("),
    suffix = ")",
    fallback = env!("CARGO_PKG_VERSION")
);

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "notefold",
    version = VERSION,
    about = "Folds the several notes a vault holds about one meeting into one canonical note",
    long_about = "Folds the several notes a vault holds about one meeting into one canonical note, and shows what \
                  happens to every line before anything is written.",
    after_help = "Type `notefold COMMAND --help` for examples and exit codes.",
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Find the variants of one meeting in a vault, and say how sure that is and why
    #[command(
        long_about = "Finds the notes of a vault that are variants of one meeting, or copies of one note, and says how \
                      sure that is and why. Nothing is written into the vault.",
        after_help = "Type `notefold scan --help` for examples and exit codes.",
        after_long_help = SCAN_HELP
    )]
    Scan(ScanArguments),

    /// Plan the folding of all groups of a vault, and print what it would change: the dry run
    #[command(
        long_about = "Finds the groups of a vault, folds each, works out every change that takes, links included, and \
                      prints it for review. Nothing is written into the vault.\n\n\
                      The plan is kept, so that `notefold apply` can carry out just that.",
        after_help = "Type `notefold plan --help` for examples and exit codes.",
        after_long_help = PLAN_HELP
    )]
    Plan(PlanArguments),

    /// Decide about the groups of a plan, one by one, in the terminal
    #[command(
        long_about = "Walks through the groups of a plan, those that need a decision first, and asks what is to be done \
                      with each. Nothing is changed: at the end it says what to type to do what was accepted.",
        after_help = "Type `notefold review --help` for examples, keys and exit codes.",
        after_long_help = REVIEW_HELP
    )]
    Review(ReviewArguments),

    /// Do what a plan says
    #[command(
        long_about = "Does what a plan says and nothing else: writes the canonical notes, leads links to them, and \
                      retires the notes that were folded in. Groups that wait for a decision are left unless they are \
                      named.",
        after_help = "Type `notefold apply --help` for examples and exit codes.",
        after_long_help = APPLY_HELP
    )]
    Apply(ApplyArguments),

    /// Take a run back
    #[command(
        long_about = "Takes back what a run changed, wherever nobody has changed it since.",
        after_help = "Type `notefold undo --help` for examples and exit codes.",
        after_long_help = UNDO_HELP
    )]
    Undo(UndoArguments),

    /// List the runs that changed the vault, or the groups you rejected
    History(HistoryArguments),

    /// Put a run right that was cut off
    #[command(
        long_about = "Puts a run right that was cut off by a crash or a power cut: the one group it was in the middle of \
                      is taken back. `notefold apply` and `notefold undo` do so by themselves; this is for when that \
                      failed, after what was in its way is out of it."
    )]
    Recover(RecoverArguments),

    /// Do what is certain, unattended, and leave the rest for a person
    #[command(
        long_about = "One unattended pass over a vault: scans, plans, applies the groups that are certain and need no \
                      decision, and keeps the others as the vault's latest plan. Never asks. Where the numbers are out \
                      of the ordinary nothing is done at all.",
        after_help = "Type `notefold maintain --help` for examples and exit codes.",
        after_long_help = MAINTAIN_HELP
    )]
    Maintain(MaintainArguments),

    /// Remove the backups of old runs
    #[command(
        long_about = "Removes the backups of runs older than so many days. Such a run cannot be undone any more.",
        after_help = "Type `notefold prune --help` for examples and exit codes.",
        after_long_help = PRUNE_HELP
    )]
    Prune(PruneArguments),

    /// Have an unattended pass made every day, or no more
    #[command(
        long_about = "Has an unattended pass over a vault made every day: by systemd, by launchd or by cron. What is \
                      written is printed; it can be taken away again without trace.",
        after_help = "Type `notefold schedule --help` for examples and exit codes.",
        after_long_help = SCHEDULE_HELP,
        disable_help_subcommand = true
    )]
    Schedule(ScheduleArguments),

    /// Fold notes about one meeting into one, and print what that does as a diff to review
    #[command(
        long_about = "Folds notes about one meeting into one, and prints what that does as a diff to review.\n\n\
                      Every item of every note is found in the result or in the printed list of what was set aside. \
                      Nothing is written unless -o names a file.",
        after_help = "Type `notefold merge --help` for examples and exit codes.",
        after_long_help = MERGE_HELP
    )]
    Merge(MergeArguments),

    /// Print the configuration in effect, and where each value comes from
    #[command(
        long_about = "Prints the configuration in effect as a file that says the same, with a comment behind each \
                      value that says where it comes from: the default, a line of `.notefold.toml` in the vault's \
                      folder, or --set.",
        after_help = "Type `notefold config --default > .notefold.toml` in the vault's folder for a file to start from."
    )]
    Config(ConfigArguments),

    /// Print the completions of a shell
    #[command(
        after_help = "For bash: notefold completions bash > ~/.local/share/bash-completion/completions/notefold"
    )]
    Completions {
        /// The shell
        shell: Shell,
    },

    /// Print the man page
    #[command(after_help = "To read it: notefold man | man -l -")]
    Man,
}
