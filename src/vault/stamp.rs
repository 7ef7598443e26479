//! What the notes of a listing look like from outside, for telling whether any of them was changed.

use super::{Listing, Vault, VaultPath};
use crate::disk::{ContentHash, Disk, FileTime};
use rayon::prelude::*;
use std::io;

/// A file that was changed so many seconds before it was looked at may be changed again without its times telling: the
/// clock of some file systems (FAT) goes in steps of two.
const STEP_SECONDS: i64 = 2;

/// So many notes are looked at by one core at a time.
const AT_ONCE: usize = 512;

impl Listing {
    /// What tells these notes, and what stands in place of notes, from those of another time, without opening one: the
    /// same stamp means the same files, none of which was written since. `None` when one cannot be looked at or was
    /// changed just now.
    ///
    /// It goes by names, sizes, times and the numbers files have on the disk. A program that gives a file other bytes
    /// of the same number and sets its time back is noticed where the system keeps a time no program can set (Unix), and
    /// nowhere else: a stamp is good for showing what was found before, never for writing.
    #[must_use]
    pub fn stamp(&self, disk: &(dyn Disk + Sync), vault: &Vault) -> Option<ContentHash> {
        let now = disk.now().as_second();
        let looked_at = |paths: &[VaultPath]| -> io::Result<Option<ContentHash>> {
            let mut seen = Vec::new();
            for path in paths {
                let entry = disk.entry(&vault.place(path))?;
                let last = entry.changed.unwrap_or(entry.modified);
                if (now - last.seconds).abs() <= STEP_SECONDS {
                    return Ok(None);
                }
                let bytes =
                    |time: FileTime| [time.seconds.to_le_bytes(), i64::from(time.nanoseconds).to_le_bytes()];
                let identity = entry.identity.map_or([0; 2], |identity| [identity.device, identity.number]);
                seen.extend(path.as_str().bytes());
                // No path holds a zero.
                seen.push(0);
                seen.extend(entry.bytes.to_le_bytes());
                seen.extend(bytes(entry.modified).as_flattened());
                seen.extend(bytes(last).as_flattened());
                seen.extend(identity.map(u64::to_le_bytes).as_flattened());
            }
            Ok(Some(ContentHash::of(&seen)))
        };
        let parts: Option<Vec<ContentHash>> =
            self.notes.par_chunks(AT_ONCE).map(|paths| looked_at(paths).ok().flatten()).collect();
        Some(ContentHash::of(format!("{:?} {:?}", parts?, self.problems).as_bytes()))
    }
}
