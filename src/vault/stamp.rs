//! What the notes of a listing look like from outside, for telling whether any of them was changed.

use super::{Listing, Vault, VaultPath};
use crate::disk::{ContentHash, Disk, Entry, FileTime};
use jiff::Timestamp;
use rayon::prelude::*;
use twox_hash::XxHash3_128;

/// A file that was changed so many seconds before it was looked at may be changed again without its times telling: the
/// clock of some file systems (FAT) goes in steps of two.
const STEP_SECONDS: i64 = 2;

/// What tells a note from others and from itself at another time, without its bytes.
///
/// It goes by name, size, times and the number the file has on the disk. A program that gives a file other bytes of the
/// same number and sets its time back is noticed where the system keeps a time no program can set (Unix), and nowhere
/// else: a stamp is good for showing what was found before, never for writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(u128);

impl Stamp {
    /// The stamp of the note at `path`, of which `entry` was known at the time `now`; `None` when it was changed just
    /// then.
    pub(super) fn of(path: &VaultPath, entry: &Entry, now: Timestamp) -> Option<Self> {
        let last = entry.changed.unwrap_or(entry.modified);
        if (now.as_second() - last.seconds).abs() <= STEP_SECONDS {
            return None;
        }
        let bytes = |time: FileTime| [time.seconds.to_le_bytes(), i64::from(time.nanoseconds).to_le_bytes()];
        let identity = entry.identity.map_or([0; 2], |identity| [identity.device, identity.number]);
        let mut seen = path.as_str().as_bytes().to_vec();
        // No path holds a zero.
        seen.push(0);
        seen.extend(entry.bytes.to_le_bytes());
        seen.extend(bytes(entry.modified).as_flattened());
        seen.extend(bytes(last).as_flattened());
        seen.extend(identity.map(u64::to_le_bytes).as_flattened());
        Some(Self(XxHash3_128::oneshot(&seen)))
    }

    /// Looks at the note at `path`; `None` when that fails, and when it was changed just now.
    pub(super) fn at(disk: &dyn Disk, vault: &Vault, path: &VaultPath) -> Option<Self> {
        let entry = disk.entry(&vault.place(path)).ok()?;
        Self::of(path, &entry, disk.now())
    }

    /// What tells all of these from those of another time.
    pub(super) fn together(stamps: &[Self]) -> ContentHash {
        ContentHash::of(&stamps.iter().flat_map(|stamp| stamp.0.to_le_bytes()).collect::<Vec<u8>>())
    }
}

impl Listing {
    /// What tells these notes from those of another time, without opening one: the same means the same files, none of
    /// which was written since. `None` when one cannot be looked at or was changed just now. A
    /// [`Snapshot`](super::Snapshot) of the same files has the same.
    #[must_use]
    pub fn stamp(&self, disk: &(dyn Disk + Sync), vault: &Vault) -> Option<ContentHash> {
        let stamps: Option<Vec<Stamp>> =
            self.notes.par_iter().with_min_len(64).map(|path| Stamp::at(disk, vault, path)).collect();
        Some(Stamp::together(&stamps?))
    }
}
