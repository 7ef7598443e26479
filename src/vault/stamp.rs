//! What the notes of a listing look like from outside, for telling whether any of them was changed.

use super::{Listing, Vault, VaultPath};
use crate::disk::{ContentHash, Disk, Entry, FileTime, QuickHash};
use jiff::Timestamp;
use rayon::prelude::*;

/// A file that was changed so many seconds before it was looked at may be changed again without its times telling: the
/// clock of some file systems (FAT) goes in steps of two.
const STEP_SECONDS: i64 = 2;

/// What tells a note from others and from itself at another time, without its bytes.
///
/// It goes by name, size, times and the number the file has on the disk. A program that gives a file other bytes of the
/// same number and sets its time back is noticed where the system keeps a time no program can set (Unix), and nowhere
/// else: a stamp is good for showing what was found before, never for writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(QuickHash);

impl Stamp {
    /// The stamp of the note at `path`, of which `entry` was learnt between the two times of `looked`; `None` when it was
    /// changed just then. A slow disk takes long for a look, and the note may be changed at any time of it.
    pub(super) fn of(path: &VaultPath, entry: &Entry, looked: [Timestamp; 2]) -> Option<Self> {
        let last = entry.changed.unwrap_or(entry.modified);
        let [from, to] = looked.map(Timestamp::as_second);
        if (from - STEP_SECONDS..=to + STEP_SECONDS).contains(&last.seconds) {
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
        Some(Self(QuickHash::of(&seen)))
    }

    /// Looks at the note at `path`; `None` when that fails, and when it was changed just now.
    pub(super) fn at(disk: &dyn Disk, vault: &Vault, path: &VaultPath) -> Option<Self> {
        let from = disk.now();
        let entry = disk.entry(&vault.place(path)).ok()?;
        Self::of(path, &entry, [from, disk.now()])
    }

    /// What tells all of these from those of another time.
    pub(super) fn together(stamps: &[Self]) -> ContentHash {
        ContentHash::of(&stamps.iter().flat_map(|stamp| stamp.0.to_bytes()).collect::<Vec<u8>>())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::RealDisk;
    use assert_fs::prelude::*;
    use std::path::Path;

    /// Whether a note has a stamp that was changed so many seconds after a look at it began, which took so long.
    fn check(changed: i64, took: i64, expect: bool) {
        let file = assert_fs::NamedTempFile::new("a.md").unwrap();
        file.touch().unwrap();
        let time = FileTime { seconds: changed, nanoseconds: 0 };
        let entry = Entry { modified: time, changed: Some(time), ..RealDisk.entry(file.path()).unwrap() };
        let looked = [0, took].map(|second| Timestamp::from_second(second).unwrap());
        let stamp = Stamp::of(&VaultPath::of(Path::new("a.md")).unwrap(), &entry, looked);
        assert_eq!(stamp.is_some(), expect, "{changed} {took}");
    }

    #[test]
    fn a_note_that_was_changed_before_the_look_has_a_stamp() {
        check(-3, 0, true);
        check(-3, 60, true);
    }

    #[test]
    fn a_note_that_may_be_changed_again_at_the_same_time_has_none() {
        check(-2, 0, false);
        check(-1, 60, false);
        check(30, 60, false);
        check(62, 60, false);
    }

    #[test]
    fn a_clock_that_is_far_off_does_not_matter() {
        check(3, 0, true);
        check(i64::MIN, 0, true);
        check(i64::MAX, 0, true);
    }
}
