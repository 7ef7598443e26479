//! Everything that can go wrong, with its exit code and what to type next: the one place that says so.

use super::Exit;
use super::schedule::ScheduleFailure;
use super::typed::{Typed, quoted};
use crate::apply::{ApplyError, LeftBehind};
use crate::config::ConfigError;
use crate::disk::{ReadError, WriteError};
use crate::maintain::Refusal;
use crate::plan::{CourseError, PlanError};
use crate::render::FoldError;
use crate::review::{RejectedError, VerdictsError};
use crate::vault::{PatternError, VaultPath};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a command was not done.
#[derive(Debug, Error)]
pub(super) enum Failure {
    /// Notes could not be read.
    #[error("{} notes could not be read", .0.len())]
    Read(Vec<ReadError>),
    /// A file could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The file to write is one of the notes to fold.
    #[error("`{}` is one of the notes being folded", path.display())]
    OutputIsInput {
        /// The path given with `-o`.
        path: PathBuf,
    },
    /// The notes were not folded.
    #[error(transparent)]
    Fold(#[from] FoldError),
    /// Folding takes two.
    #[error("folding takes two notes or more, and only `{}` is given", note.display())]
    OneNote {
        /// The only note.
        note: PathBuf,
    },
    /// The base is none of the notes.
    #[error("the base `{}` is not one of the notes to fold", base.display())]
    BaseNotGiven {
        /// The path given with `--base`.
        base: PathBuf,
    },
    /// The vault is no folder.
    #[error("the vault `{}` is not a folder", path.display())]
    NoVault {
        /// The path given with `--vault`.
        path: PathBuf,
    },
    /// A note lies outside the vault.
    #[error("`{}` is not in the vault `{}`", note.display(), vault.display())]
    OutsideVault {
        /// The note.
        note: PathBuf,
        /// The path given with `--vault`.
        vault: PathBuf,
    },
    /// No folder above holds `.obsidian/`.
    #[error("no folder above this one holds `.obsidian/`")]
    NoVaultHere,
    /// A note to explain was not scanned.
    #[error("`{}` is not among the notes of the vault", note.display())]
    NotScanned {
        /// The path as typed.
        note: PathBuf,
    },
    /// The folder for retired notes cannot be one.
    #[error(
        "`{folder}` cannot be the folder for retired notes: it leads out of the vault, or is hidden by a dot"
    )]
    NoArchive {
        /// The folder as typed or configured.
        folder: String,
    },
    /// The folder for retired notes would be scanned.
    #[error("`{folder}` would be scanned, and the notes retired to it found again")]
    ScannedArchive {
        /// The folder as typed.
        folder: String,
    },
    /// No group has this id.
    #[error("no group of the vault has the id `{group}`")]
    NoGroup {
        /// The id as typed.
        group: String,
    },
    /// Several groups have an id that starts so.
    #[error("several groups have an id that starts with `{group}`")]
    ManyGroups {
        /// The id as typed.
        group: String,
    },
    /// A group was named that the plan does not have.
    #[error("the plan has no group `{group}`")]
    NotPlanned {
        /// The id as typed.
        group: String,
    },
    /// The vault has no plan yet.
    #[error("no plan is kept for the vault `{}`", vault.display())]
    NoPlan {
        /// The vault.
        vault: PathBuf,
    },
    /// A plan file cannot be read.
    #[error("the plan `{}` cannot be read: {why}", path.display())]
    PlanUnreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// A plan file is none, or says what no plan may say.
    #[error("`{}` is no plan that can be applied", path.display())]
    BadPlan {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: PlanError,
    },
    /// The vault of a plan is not there.
    #[error("the plan `{}` is for the vault `{vault}`, which is not there", plan.display())]
    PlanWithoutVault {
        /// The plan.
        plan: PathBuf,
        /// The vault's folder.
        vault: String,
    },
    /// No group can be applied: files changed since the plan was made.
    #[error("the vault changed since `{}` was made, and no group of it can be applied", plan.display())]
    Stale {
        /// The plan.
        plan: PathBuf,
        /// The groups.
        left: Vec<LeftBehind>,
    },
    /// No group may be applied without a person naming it.
    #[error("no group of the plan may be applied as it is")]
    NothingMayBeApplied {
        /// The groups.
        left: Vec<LeftBehind>,
    },
    /// A file of decisions cannot be read.
    #[error("`{}` cannot be read: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The verdicts are none, or not about this plan.
    #[error("the verdicts `{}` cannot be taken", path.display())]
    BadVerdicts {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: VerdictsError,
    },
    /// A path cannot be that of the review note.
    #[error("`{path}` cannot be the review note: it is no `.md` file in the vault, or is hidden by a dot")]
    NoNotePath {
        /// The path as typed or configured.
        path: String,
    },
    /// A note that is none of ours is in the place of the review note.
    #[error("`{path}` is not a review note of notefold")]
    NotOurNote {
        /// The note.
        path: VaultPath,
    },
    /// The review note has ticks that are not done.
    #[error("`{path}` has ticks that are not done yet")]
    Ticked {
        /// The note.
        path: VaultPath,
    },
    /// There is no review note.
    #[error("there is no review note `{path}`")]
    NoNote {
        /// The note.
        path: VaultPath,
    },
    /// The plan of the review note is gone.
    #[error("the plan that `{path}` is about is not kept any more")]
    NotePlanGone {
        /// The note.
        path: VaultPath,
    },
    /// What a person rejected is not known any more.
    #[error("the groups you rejected are kept in `{}`, which cannot be used", path.display())]
    BadRejected {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: RejectedError,
    },
    /// No group was rejected, and no items kept apart, with this id.
    #[error("no rejected group and no pair of items has the id `{group}`")]
    NotRejected {
        /// The id as typed.
        group: String,
    },
    /// Reviewing takes a terminal.
    #[error("reviewing asks for keys, and there is no terminal to type them in")]
    NoTerminal,
    /// The terminal does not do what it is told.
    #[error("the terminal cannot be used")]
    Terminal(#[source] io::Error),
    /// There is no folder for the state of programs.
    #[error("it is not known where this user keeps the state of programs")]
    NoStateFolder,
    /// A run was not made.
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// A guard of unattended maintenance refused.
    #[error("nothing is done unattended: {0}")]
    Guard(Refusal),
    /// A timer was not installed, removed or shown.
    #[error(transparent)]
    Schedule(#[from] ScheduleFailure),
    /// A file changed while the plan was made.
    #[error("the vault changed while the plan was made: {0}")]
    Course(#[from] CourseError),
    /// A pattern of the configuration is none.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// The configuration is none.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The result could not be put into words; a bug of ours.
    #[error("the review cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// Whoever reads our output does not take it. Not an error when they simply went away.
    #[error("the output cannot be written")]
    Reader(#[source] io::Error),
}

impl Failure {
    /// The exit code.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Read(_)
            | Self::OneNote { .. }
            | Self::BaseNotGiven { .. }
            | Self::NoVault { .. }
            | Self::OutsideVault { .. }
            | Self::NoVaultHere
            | Self::NotScanned { .. }
            | Self::NoArchive { .. }
            | Self::ScannedArchive { .. }
            | Self::NoGroup { .. }
            | Self::ManyGroups { .. }
            | Self::Course(_)
            | Self::NotPlanned { .. }
            | Self::NoPlan { .. }
            | Self::PlanUnreadable { .. }
            | Self::BadPlan { .. }
            | Self::Unreadable { .. }
            | Self::BadRejected { .. }
            | Self::NotRejected { .. }
            | Self::NoNotePath { .. }
            | Self::NoNote { .. }
            | Self::NoTerminal
            | Self::Terminal(_)
            | Self::NoStateFolder
            | Self::Pattern(_)
            | Self::Config(_)
            | Self::Json(_)
            | Self::Reader(_) => Exit::Usage,
            Self::OutputIsInput { .. }
            | Self::Fold(_)
            | Self::NothingMayBeApplied { .. }
            | Self::NotOurNote { .. }
            | Self::Ticked { .. }
            | Self::Guard(_) => Exit::Refused,
            Self::Stale { .. } | Self::PlanWithoutVault { .. } | Self::NotePlanGone { .. } => Exit::Stale,
            Self::BadVerdicts { source, .. } => match source {
                VerdictsError::OtherPlan { .. } => Exit::Stale,
                VerdictsError::NotVerdicts(_)
                | VerdictsError::Version { .. }
                | VerdictsError::Fault { .. } => Exit::Usage,
            },
            Self::Schedule(failure) => failure.exit(),
            Self::Apply(error) => match error {
                ApplyError::OtherVault { .. } => Exit::Stale,
                ApplyError::Locked { .. } => Exit::Locked,
                ApplyError::Unfinished { .. }
                | ApplyError::RecoveryFailed { .. }
                | ApplyError::Journal { .. } => Exit::Unfinished,
                ApplyError::OtherTool { .. }
                | ApplyError::NoSuchGroup { .. }
                | ApplyError::NoSuchRun { .. }
                | ApplyError::NothingToUndo
                | ApplyError::LedgerVersion { .. }
                | ApplyError::Pruned { .. }
                | ApplyError::State { .. } => Exit::Usage,
                ApplyError::OtherHost { .. } => Exit::Refused,
            },
            Self::Write(error) => match error {
                WriteError::Exists { .. } | WriteError::Symlink { .. } => Exit::Refused,
                WriteError::Unsynced { .. } => Exit::Partly,
                WriteError::NotAFile { .. }
                | WriteError::NoName { .. }
                | WriteError::NoFolder { .. }
                | WriteError::Failed { .. } => Exit::Usage,
            },
        }
    }

    /// What went wrong, in one line for each thing that did: with its causes.
    pub(super) fn messages(&self) -> Vec<String> {
        if let Self::Read(errors) = self {
            errors.iter().map(|error| with_causes(error)).collect()
        } else if let Self::Stale { left, .. } | Self::NothingMayBeApplied { left } = self {
            let groups = left.iter().map(|left| format!("group {}: {}", left.group, left.why));
            std::iter::once(self.to_string()).chain(groups).collect()
        } else {
            vec![with_causes(self)]
        }
    }

    /// What to do about it.
    pub(super) fn hint(&self, typed: &Typed) -> Option<String> {
        let hint = match self {
            Self::Read(errors) => read_hint(errors.first()?),
            Self::OutputIsInput { .. } => {
                format!("to write over it: {}, or choose another name with -o", typed.with("--force"))
            }
            Self::Write(WriteError::Exists { .. }) => {
                format!("to replace it: {}, or choose another name with -o", typed.with("--force"))
            }
            Self::Write(WriteError::Symlink { .. }) => "name the file it leads to with -o".to_owned(),
            Self::Write(WriteError::NotAFile { path, .. }) => {
                format!("name a file: -o {}", quoted(&path.join("NOTE.md")))
            }
            Self::Write(WriteError::NoName { .. }) => "name a file: -o NOTE.md".to_owned(),
            Self::Write(WriteError::NoFolder { folder }) => format!("make it first: mkdir -p {}", quoted(folder)),
            Self::Write(WriteError::Failed { .. } | WriteError::Unsynced { .. }) => {
                "choose another place with -o, or see the canonical note with --format note".to_owned()
            }
            Self::Fold(FoldError::DifferentDates { .. }) => {
                format!("if they are about one meeting all the same: {}", typed.with("--force"))
            }
            Self::Fold(FoldError::Unparsed { path, line, .. }) => {
                format!("correct line {line} of `{path}`, or leave the note out")
            }
            Self::Fold(FoldError::Decision(_)) => {
                "look at the plan again and decide anew: notefold review".to_owned()
            }
            Self::Fold(FoldError::Audit { .. }) => {
                "this is a bug of notefold, caught before anything was written; fold fewer of the notes at a time to \
                 find the one that causes it, and report it"
                    .to_owned()
            }
            Self::OneNote { note } => format!("name its other variants too: notefold merge {} NOTE…", quoted(note)),
            Self::BaseNotGiven { base } => format!("name it among the notes: {}", typed.with(&quoted(base))),
            Self::NoVault { .. } | Self::OutsideVault { .. } => {
                "name the folder that holds `.obsidian/` with --vault, or leave --vault out".to_owned()
            }
            Self::NoVaultHere => "name the vault's folder: --vault DIR".to_owned(),
            Self::NotScanned { .. } => "see what was not read and why: notefold scan".to_owned(),
            Self::NoArchive { .. } => "name a folder of the vault: --retire archive=Archive/Folded".to_owned(),
            Self::ScannedArchive { folder } => {
                format!("tell notefold of it once, in `.notefold.toml` in the vault's folder: retire.folder = \"{folder}\"")
            }
            Self::NoGroup { .. } | Self::ManyGroups { .. } => {
                "see the groups and their ids: notefold scan --min-confidence doubtful".to_owned()
            }
            Self::Course(_) | Self::Stale { .. } => "make the plan again: notefold plan".to_owned(),
            Self::NotPlanned { .. } => "see the groups of the plan: notefold plan".to_owned(),
            Self::NoPlan { .. } => "make one, and see what it would do: notefold plan".to_owned(),
            Self::PlanUnreadable { .. } | Self::BadPlan { .. } | Self::PlanWithoutVault { .. } => {
                "make a new one: notefold plan -o PLAN".to_owned()
            }
            Self::NothingMayBeApplied { left } => match left.first() {
                Some(first) => format!("name those that you have looked at: notefold apply --only {} …", first.group),
                None => return None,
            },
            Self::Unreadable { path, .. } => format!("see what is there: ls -l {}", quoted(path)),
            Self::BadVerdicts { .. } => "decide again: notefold review".to_owned(),
            Self::BadRejected { path, .. } => {
                format!("move it away, and reject again what is proposed: mv {0} {0}.old", quoted(path))
            }
            Self::NoNotePath { .. } | Self::NotOurNote { .. } => {
                "name another: notefold plan --note 'notefold review.md'".to_owned()
            }
            Self::Ticked { .. } => {
                format!("do what is ticked: notefold apply --from-note; or write over it: {}", typed.with("--force"))
            }
            Self::NoNote { .. } | Self::NotePlanGone { .. } => "make one: notefold plan --note".to_owned(),
            Self::NotRejected { .. } => "see them: notefold history --rejected".to_owned(),
            Self::Guard(_) => "look at what it would be, and do it yourself: notefold plan".to_owned(),
            Self::NoTerminal | Self::Terminal(_) => "decide in a browser (notefold plan --html FILE) or in Obsidian (notefold plan --note), \
                 or look at one group with `notefold plan --only GROUP`, and apply those you accept with \
                 `notefold apply --only GROUP …`"
                .to_owned(),
            Self::NoStateFolder => "name one: --state-dir DIR, or NOTEFOLD_STATE_DIR in the environment".to_owned(),
            Self::Apply(error) => apply_hint(error),
            Self::Schedule(failure) => failure.hint(),
            Self::Pattern(_) => "see what is in effect: notefold config".to_owned(),
            Self::Config(ConfigError::Unreadable(error)) => read_hint(error),
            Self::Config(_) => "see all keys with what they are for: notefold config --default".to_owned(),
            Self::Json(_) | Self::Reader(_) => return None,
        };
        Some(hint)
    }
}

fn apply_hint(error: &ApplyError) -> String {
    match error {
        ApplyError::OtherVault { .. } => {
            "leave --vault out, or make a plan for that vault: notefold plan".to_owned()
        }
        ApplyError::OtherTool { .. } => "make the plan again: notefold plan".to_owned(),
        ApplyError::NoSuchGroup { .. } | ApplyError::NoSuchRun { .. } | ApplyError::NothingToUndo => {
            "see the runs and their groups: notefold history --format json".to_owned()
        }
        ApplyError::Locked { .. } => "wait until it has finished".to_owned(),
        ApplyError::Unfinished { .. } => "put it right: notefold recover".to_owned(),
        ApplyError::RecoveryFailed { .. } => {
            "get out of its way what it names, then: notefold recover".to_owned()
        }
        ApplyError::Journal { path, .. } => format!(
            "nothing is changed before somebody has looked; the backups beside it hold what was changed: ls -R {}",
            quoted(path.parent().unwrap_or(path))
        ),
        ApplyError::LedgerVersion { .. } => "use the notefold that wrote it, or a later one".to_owned(),
        ApplyError::Pruned { .. } => {
            "what was folded in is where retired notes go; see the runs: notefold history".to_owned()
        }
        ApplyError::OtherHost { .. } => {
            "two machines that fold one vault undo each other's work; to have this one do it from now on: \
             notefold maintain --take-over"
                .to_owned()
        }
        ApplyError::State { .. } => {
            "name another folder: --state-dir DIR, or NOTEFOLD_STATE_DIR in the environment".to_owned()
        }
    }
}

fn read_hint(error: &ReadError) -> String {
    match error {
        ReadError::Missing { path } => match path.parent().filter(|parent| *parent != Path::new("")) {
            Some(parent) => format!("see what is there: ls {}", quoted(parent)),
            None => "see what is there: ls".to_owned(),
        },
        ReadError::Folder { path } => format!("name the notes in it: notefold merge {}/*.md", quoted(path)),
        ReadError::Symlink { .. } => "name the file it leads to".to_owned(),
        ReadError::NotAvailable { .. } => "open it once in its app, so that it is fetched".to_owned(),
        ReadError::Special { .. } => "copy what it gives into a file, and name that".to_owned(),
        ReadError::Unreadable { path, .. } => format!("see who may read it: ls -l {}", quoted(path)),
        ReadError::TooLarge { .. } => "leave it out, or split it".to_owned(),
        ReadError::NotUtf8 { path, looks_like, .. } => format!(
            "convert it: iconv -f {looks_like} -t UTF-8 {} > {}",
            quoted(path),
            quoted(&path.with_extension("utf8.md"))
        ),
    }
}

pub(super) fn with_causes(error: &dyn std::error::Error) -> String {
    let causes =
        std::iter::successors(error.source(), |cause: &&(dyn std::error::Error + 'static)| (*cause).source());
    causes.fold(error.to_string(), |message, cause| format!("{message}: {cause}"))
}
