//! The texts canonical notes were last seen with: for where something writes over one that a person has worked in.

use super::read::Ledger;
use super::recognise::Known;
use super::texts::Texts;
use crate::apply::{ApplyError, Lock, State};
use crate::disk::{ContentHash, Contents, Disk, Symlinks};
use crate::vault::VaultPath;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// The version of the file.
const FORMAT_VERSION: u32 = 1;

/// The largest file of this kind that is read; an entry has about a hundred bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// What the name of a note begins with whose fold is not known; no fold's does.
const UNKNOWN: &str = "note:";

/// What each canonical note held when it was last seen, by the fold it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    format_version: u32,
    pub(super) notes: BTreeMap<String, ContentHash>,
}

impl Seen {
    /// Reads what was seen. What cannot be read was not seen: it is looked at anew the next night.
    pub(super) fn read(disk: &dyn Disk, state: &State) -> Self {
        Self::kept(disk, state).unwrap_or_else(Self::nothing)
    }

    /// What was seen; `None` where there is something that cannot be read.
    pub(super) fn kept(disk: &dyn Disk, state: &State) -> Option<Self> {
        let read = match disk.read(&state.seen(), MAX_BYTES, Symlinks::Refuse) {
            Ok(Contents::Bytes(bytes)) => serde_json::from_slice::<Self>(&bytes).ok(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some(Self::nothing()),
            Ok(Contents::TooLarge { .. } | Contents::NotAFile(_) | Contents::NotAvailable) | Err(_) => None,
        };
        read.filter(|seen| seen.format_version == FORMAT_VERSION)
    }

    fn nothing() -> Self {
        Self { format_version: FORMAT_VERSION, notes: BTreeMap::new() }
    }
}

impl Ledger {
    /// Keeps the texts that canonical notes have now and did not have when they were last seen or written.
    ///
    /// # Errors
    ///
    /// When they cannot be written.
    pub fn keep_seen(
        &self,
        lock: &Lock<'_>,
        known: &Known<'_>,
        read: &dyn Fn(&VaultPath) -> Option<String>,
    ) -> Result<(), ApplyError> {
        let (disk, state) = (lock.disk, &lock.state);
        let mut seen = Seen::read(disk, state);
        let mut new = BTreeMap::new();
        let of_folds = known.canonical().map(|(path, fold)| (path, fold.id.clone(), Some(fold.written)));
        // A note that was folded once is worked in as well where the fold is not known, or was undone.
        let others = known.unknown().map(|path| (path, format!("{UNKNOWN}{path}"), None));
        for (path, id, written) in of_folds.chain(others) {
            let Some(hash) = known.hash(path) else { continue };
            if Some(hash) == written || seen.notes.get(&id) == Some(&hash) {
                continue;
            }
            // What changed since it was scanned is seen the next time.
            if let Some(text) = read(path).filter(|text| ContentHash::of(text.as_bytes()) == hash) {
                new.insert(hash, text.into_bytes());
                seen.notes.insert(id, hash);
            }
        }
        if new.is_empty() {
            return Ok(());
        }
        // What nobody will ask for again goes when there is something to write anyway.
        let heads: BTreeSet<&str> = self.heads().map(|fold| fold.id.as_str()).collect();
        seen.notes.retain(|id, _| heads.contains(id.as_str()) || id.starts_with(UNKNOWN));
        let texts = Texts::of(disk, state.texts());
        texts.keep(new.iter().map(|(hash, text)| (*hash, text.as_slice())))?;
        let path = state.seen();
        let failed = |source: serde_json::Error| ApplyError::state("writing", &path, source.into());
        state.keep_seen(disk, serde_json::to_string(&seen).map_err(failed)?.as_bytes())
    }
}
