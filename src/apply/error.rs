//! Why a run is not made, or ends before its end.

use super::{JournalError, RunId};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a run is not made, or ends before its end.
#[derive(Debug, Error)]
pub enum ApplyError {
    /// The plan is for another vault.
    #[error("the plan is for the vault `{plan}`, not for `{}`", vault.display())]
    OtherVault {
        /// The vault it names.
        plan: String,
        /// The vault at hand.
        vault: PathBuf,
    },
    /// The plan was made by another version of notefold, which may fold otherwise.
    #[error("the plan was made by notefold {plan}, and this is notefold {tool}")]
    OtherTool {
        /// The version that made it.
        plan: String,
        /// This version.
        tool: String,
    },
    /// A group was asked for that the plan or the run does not have.
    #[error("there is no group `{group}` in it")]
    NoSuchGroup {
        /// The group asked for.
        group: String,
    },
    /// Another run holds the lock.
    #[error("another run is changing this vault{}{by}", if by.is_empty() { "" } else { ": " })]
    Locked {
        /// What it says of itself.
        by: String,
    },
    /// A run was cut off and has to be recovered first.
    #[error("run {run} was cut off in the middle")]
    Unfinished {
        /// The run.
        run: RunId,
    },
    /// Recovering a run failed, and until a person has looked at it nothing runs.
    #[error("run {run} was cut off in the middle, and recovering it failed: {why}")]
    RecoveryFailed {
        /// The run.
        run: RunId,
        /// What failed.
        why: String,
    },
    /// The journal of a run cannot be believed.
    #[error("the journal `{}` cannot be used", path.display())]
    Journal {
        /// The run.
        run: RunId,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: JournalError,
    },
    /// There is no such run.
    #[error("there is no run {run} of this vault")]
    NoSuchRun {
        /// The run asked for.
        run: RunId,
    },
    /// The backups of a run were removed, and without them it cannot be undone.
    #[error("the backups of run {run} were pruned: it cannot be undone any more")]
    Pruned {
        /// The run.
        run: RunId,
    },
    /// Another machine looks after this vault.
    #[error("`{host}` looks after this vault, and this is `{here}`")]
    OtherHost {
        /// The machine that does.
        host: String,
        /// This machine.
        here: String,
    },
    /// No run has changed anything that is not undone already.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// The ledger of a run was written by a later notefold.
    #[error("the ledger `{}` has the format version {found}; this notefold reads version {known}", path.display())]
    LedgerVersion {
        /// The file.
        path: PathBuf,
        /// The version it says it has.
        found: u32,
        /// The version this notefold reads.
        known: u32,
    },
    /// The folder runs are kept in cannot be used.
    #[error("{act} `{}` failed", path.display())]
    State {
        /// What was being done.
        act: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl ApplyError {
    /// A failure of the folder runs are kept in.
    pub(super) fn state(act: &'static str, path: &Path, source: io::Error) -> Self {
        Self::State { act, path: path.to_owned(), source }
    }
}
