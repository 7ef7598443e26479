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
use crate::vault::{Listing, Vault};
use serde::{Deserialize, Serialize};

/// A scan of fewer notes takes a tenth of a second, which is not worth a file.
const LEAST_NOTES: usize = 5_000;

/// Where what a scan found is kept, and what it holds for.
pub(super) struct Shelf<'a> {
    state: &'a State,
    /// What the result depends on besides the notes: what is set, what stands in place of notes, this very program.
    set: ContentHash,
}

/// What is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept<F> {
    set: ContentHash,
    /// What tells the notes.
    notes: ContentHash,
    found: F,
}

impl<'a> Shelf<'a> {
    /// The shelf for a scan of these notes; none for a scan of a few notes or of a part of the vault.
    pub(super) fn of(
        disk: &dyn Disk,
        place: &Place,
        scan: Scan<'_>,
        listing: &Listing,
        state: &'a State,
    ) -> Option<Self> {
        if !place.is_whole(disk, scan.paths) || listing.notes.len() < LEAST_NOTES {
            return None;
        }
        // A build between two commits has the version of the one before.
        let program = std::env::current_exe().ok()?;
        let built = disk.entry(&program).ok()?.modified;
        let set = (place.config.digest_options(), place.config.people_options());
        let program = program.display();
        let set = format!("{VERSION} {program} {built:?} {RULES_VERSION} {set:?} {:?}", listing.problems);
        Some(Self { state, set: ContentHash::of(set.as_bytes()) })
    }

    /// What was found before in the vault of this listing; `None` where something has changed since, and where nothing
    /// that can be read is kept.
    pub(super) fn found(&self, disk: &(dyn Disk + Sync), vault: &Vault, listing: &Listing) -> Option<Found> {
        let json = memory::read(disk, &self.state.scan()).ok()??;
        let kept: Kept<Found> = serde_json::from_slice(&json).ok()?;
        // The notes are looked at last: where nothing is kept that costs nothing.
        (kept.set == self.set && listing.stamp(disk, vault) == Some(kept.notes)).then_some(kept.found)
    }

    /// Keeps what was found in notes that are told by `notes`. Where that fails the next scan reads the notes again,
    /// and that is all.
    pub(super) fn keep(&self, disk: &dyn Disk, notes: ContentHash, found: &Found) {
        if let Ok(json) = serde_json::to_vec(&Kept { set: self.set, notes, found }) {
            drop(self.state.keep_scan(disk, &json));
        }
    }
}
