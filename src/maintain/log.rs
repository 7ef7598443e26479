//! What the passes did, a line of JSON for each: for a monitor, without a word of any note.

use serde::{Deserialize, Serialize};

/// A log of this size is set aside, and a new one begun; the one before it goes. A line for a night on which 10 groups
/// were applied and 10 wait has about 450 bytes, so that it holds more than two thousand such nights.
pub const MAX_LOG_BYTES: u64 = 1024 * 1024;

/// What a pass did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it ended, as `2026-11-22T03:00:12Z`.
    pub time: String,
    /// How many notes the vault has.
    pub notes: usize,
    /// The runs it made, if it changed anything.
    pub runs: Vec<String>,
    /// The ids of the groups it applied.
    pub applied: Vec<String>,
    /// The ids of the groups that wait.
    pub waiting: Vec<String>,
    /// Why nothing was done, where a guard refused.
    pub refused: Option<String>,
    /// The exit code.
    pub exit: u8,
}

/// The line of the log for a pass.
///
/// # Panics
///
/// Never: an entry has no key that is not text.
#[must_use]
pub fn line(entry: &Entry) -> String {
    serde_json::to_string(entry).expect("an entry is plain data") + "\n"
}
