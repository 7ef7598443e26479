//! What notefold wrote, and from what: what it takes to fold again without undoing what a person did since.
//!
//! ```text
//! STATES/<vault>/runs/<run>/ledger.jsonl    a line for each group: the canonical note, what went into it
//!               /texts/<sha256>             the texts those lines name
//!               /seen.json                  the texts canonical notes were last seen with
//! ```
//!
//! A line is written, and synced with its texts, before the first change of its group. It says nothing about whether the
//! group was done: that is the journal's to say, and a line counts only where the journal says so. So whatever crash,
//! recovery, undoing or redoing there was, ledger and vault cannot contradict each other, and there is nothing to be
//! put right. A fold that was undone is remembered as such: the person has said that they do not want it.
//!
//! The whole texts are kept and not keys made of them: a later notefold may read an item otherwise than this one, and
//! would take a deleted item for a new one.

mod entry;
mod read;
mod recognise;
mod seen;
mod spare;
mod texts;
mod write;

pub use entry::merged_from;
pub use read::{Fold, Ledger, Undone};
pub use recognise::{Known, Notes, Standing};
pub use spare::SpareTexts;

pub(super) use entry::Entry;
pub(super) use write::{LedgerFile, Written};
