//! Changing a vault without losing anything.
//!
//! ```text
//! Plan ──preflight──► ReadyPlan ──execute, with the Lock──► Run: journal, backups, the vault changed
//!                                                            │ cut off: recover      │ undo: another Run
//! ```
//!
//! * Every group is a transaction: wholly done or as it was. Its changes are in the journal, synced, before the first
//!   is made. What they displace is in the backups, synced and read back, before that. What somebody changed between
//!   the look and the change is noticed, because a file is not overwritten but exchanged with the new one, and what
//!   was displaced is looked at; then the group is taken back.
//! * A run that was cut off (a crash, a power cut, a full disk) is recovered before anything else: the one group it was
//!   in the middle of is taken back. Each change tells from the disk whether it was made, so recovering can itself be
//!   cut off and begun again.
//! * Undoing is a run of its own, with the same checks, journal and backups.
//! * Nothing is deleted but what the backups hold: retired notes are renamed, and of the files only temporary ones and
//!   what was displaced is removed, once the group is done.
//!
//! The order of a group: backups · journal `begin` · temporary files · journal `ready` · texts exchanged and read back ·
//! folders synced · notes renamed, the new place synced before the old one · journal `applied` · what was displaced is
//! removed.
//!
//! What is not promised: a program that holds a file open across the exchange and writes into it later than the last
//! look (about the time of one sync, some milliseconds) writes into a file that is removed then. Where the file system
//! cannot exchange names, see the module `swap`.

mod backup;
mod error;
mod execute;
mod files;
mod history;
mod journal;
mod ledger;
mod log;
mod preflight;
mod prune;
mod record;
mod recover;
mod roll_back;
mod run_id;
mod state;
mod swap;
mod text_folder;
mod transaction;
mod undo;

pub use error::ApplyError;
pub use execute::{DoneGroup, Lent, RunReport, Stopped, execute};
pub use history::{PastGroup, PastRun, history};
pub use ledger::{Fold, Known, Ledger, Notes, SpareTexts, Standing, Undone, merged_from};
pub use log::{JournalError, JournalFault};
pub use preflight::{Choice, ReadyPlan, preflight};
pub use prune::{RunBackups, prunable, prune};
pub use record::{Kept, LeftBehind, LeftReason, RunKind};
pub use recover::{Recovery, Status, recover, status};
pub use run_id::{NotARunId, RunId};
pub use state::{Holder, Lock, State};
pub use undo::undo;
