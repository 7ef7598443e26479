//! What the latest scan of a vault found, kept for when none of its notes was changed since.
//!
//! A scan of 100,000 notes takes seconds, and looking whether any of them has another size or time a fraction of one.
//! Only what is shown comes from here: `plan` and `apply` read every note they fold.

use super::Found;
use crate::apply::State;
use crate::cli::arguments::VERSION;
use crate::cli::memory;
use crate::cli::scanning::{Place, Scan};
use crate::disk::{ContentHash, Disk};
use crate::group::RULES_VERSION;
use crate::vault::Listing;
use serde::{Deserialize, Serialize};

/// A scan of fewer notes takes a fifth of a second, which is not worth a file.
const LEAST_NOTES: usize = 5_000;

/// Where what a scan found is kept, and what it holds for.
pub(super) struct Shelf<'a> {
    state: &'a State,
    /// What the result depends on: the notes, what is set, this very program.
    key: ContentHash,
}

/// What is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept<F> {
    key: ContentHash,
    found: F,
}

impl<'a> Shelf<'a> {
    /// The shelf for a scan of these notes; none for a scan of a few notes or of a part of the vault, or where it cannot
    /// be told that they stay the same.
    pub(super) fn of(
        disk: &(dyn Disk + Sync),
        place: &Place,
        scan: Scan<'_>,
        listing: &Listing,
        state: &'a State,
    ) -> Option<Self> {
        if !place.is_whole(disk, scan.paths) || listing.notes.len() < LEAST_NOTES {
            return None;
        }
        let notes = listing.stamp(disk, &place.vault)?;
        // A build between two commits has the version of the one before.
        let program = std::env::current_exe().ok()?;
        let built = disk.entry(&program).ok()?.modified;
        let set = (place.config.digest_options(), place.config.people_options());
        let key = format!("{VERSION} {} {built:?} {RULES_VERSION} {set:?} {notes}", program.display());
        Some(Self { state, key: ContentHash::of(key.as_bytes()) })
    }

    /// What was found before; `None` where something has changed since, and where nothing that can be read is kept.
    pub(super) fn found(&self, disk: &dyn Disk) -> Option<Found> {
        let json = memory::read(disk, &self.state.scan()).ok()??;
        let kept: Kept<Found> = serde_json::from_slice(&json).ok()?;
        (kept.key == self.key).then_some(kept.found)
    }

    /// Keeps what was found. Where that fails the next scan reads the notes again, and that is all.
    pub(super) fn keep(&self, disk: &dyn Disk, found: &Found) {
        if let Ok(json) = serde_json::to_vec(&Kept { key: self.key, found }) {
            drop(self.state.keep_scan(disk, &json));
        }
    }
}
