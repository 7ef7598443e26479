//! The texts no fold needs: what a canonical note was once seen with and held no more the night after.

use super::entry::Entry;
use super::read::entries;
use super::seen::Seen;
use super::write::LEDGER;
use crate::apply::{ApplyError, Lock, State};
use crate::disk::{ContentHash, Contents, Disk, Symlinks};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

/// Texts of the ledger that may go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpareTexts {
    /// How many bytes they have.
    pub bytes: u64,
    places: Vec<PathBuf>,
}

impl SpareTexts {
    /// The texts written before `before` that the ledger of no run names, and with which no canonical note was seen
    /// last. What a fold that was taken back names stays too: undoing that brings it back. Where it cannot be read what
    /// was seen, nothing is spare.
    ///
    /// # Errors
    ///
    /// When a ledger cannot be read, or is of a version this notefold does not know.
    pub fn find(disk: &dyn Disk, state: &State, before: Timestamp) -> Result<Self, ApplyError> {
        let folder = state.texts();
        let names = match disk.names(&folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(ApplyError::state("listing", &folder, source)),
        };
        let Some(seen) = Seen::kept(disk, state) else { return Ok(Self::default()) };
        let mut needed: BTreeSet<ContentHash> = seen.notes.into_values().collect();
        for run in state.run_ids(disk)? {
            for entry in entries(disk, &state.run(&run).join(LEDGER))?.into_values() {
                let Entry { written, before, variants, .. } = entry;
                needed.extend([written, before]);
                needed.extend(variants.into_iter().map(|variant| variant.sha256));
            }
        }
        let mut spare = Self::default();
        for name in names {
            // What has another name is not notefold's.
            let Some(hash) = name.to_str().and_then(|name| name.parse::<ContentHash>().ok()) else {
                continue;
            };
            let place = folder.join(&name);
            let is_old = disk.attributes(&place).is_ok_and(|file| file.modified.seconds < before.as_second());
            if is_old && !needed.contains(&hash) {
                spare.bytes += match disk.read(&place, 0, Symlinks::Refuse) {
                    Ok(Contents::TooLarge { bytes }) => bytes,
                    Ok(_) | Err(_) => 0,
                };
                spare.places.push(place);
            }
        }
        spare.places.sort();
        Ok(spare)
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// Removes them. Cut off, what is left is found again the next time.
    ///
    /// # Errors
    ///
    /// When a file cannot be removed.
    pub fn remove(&self, lock: &Lock<'_>) -> Result<(), ApplyError> {
        for path in &self.places {
            match lock.disk.remove_temporary(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(ApplyError::state("removing", path, error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }
}
