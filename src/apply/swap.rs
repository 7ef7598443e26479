//! Exchanging a file with the temporary one beside it: the one place where it matters what the file system can do.
//!
//! Where it can exchange names in one act, the file is there at any time, and what was displaced is at hand to be
//! looked at. Where it cannot (FAT, most network file systems, Windows) it takes three renames, none of which replaces
//! anything: no text is lost there either, but for a moment, or after a power cut until the run is recovered, there is
//! no file of that name; and somebody who makes one just then finds the run giving way, the group taken back.

use super::files::{At, Files, Obstacle, beside};
use crate::vault::VaultPath;
use std::io;

/// Exchanges the names of `path` and `temporary`, a file beside it; both exist.
///
/// When it fails, [`settle`] brings things in order.
pub(super) fn swap(files: Files<'_>, path: &VaultPath, temporary: &VaultPath) -> Result<(), Obstacle> {
    let (one, other) = (files.place(path), files.place(temporary));
    match files.disk.exchange(&one, &other) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
        done => return done.map_err(Obstacle::failed("replacing", path)),
    }
    let aside = files.place(&aside(temporary));
    files.disk.rename_new(&one, &aside).map_err(Obstacle::failed("replacing", path))?;
    if let Err(error) = files.disk.rename_new(&other, &one) {
        let somebody_was_faster = error.kind() == io::ErrorKind::AlreadyExists;
        let error = match error {
            _ if somebody_was_faster => Obstacle::ChangedMeanwhile(path.clone()),
            error => Obstacle::failed("replacing", path)(error),
        };
        return Err(error);
    }
    files.disk.rename_new(&aside, &other).map_err(Obstacle::failed("replacing", path))
}

/// Brings a swap in three renames that was cut off to its beginning or its end. Nothing to do after one act.
pub(super) fn settle(files: Files<'_>, path: &VaultPath, temporary: &VaultPath) -> Result<(), Obstacle> {
    let aside = aside(temporary);
    if files.entry(&aside).map_err(Obstacle::failed("looking at", &aside))?.is_none() {
        return Ok(());
    }
    let renamed = |from: &VaultPath, to: &VaultPath| {
        files
            .disk
            .rename_new(&files.place(from), &files.place(to))
            .map_err(Obstacle::failed("bringing back", to))
    };
    match (files.at(path)?, files.at(temporary)?) {
        (At::Nothing, _) => renamed(&aside, path),
        (At::File(_) | At::Other, At::Nothing) => renamed(&aside, temporary),
        // Somebody made a file of that name in between. What they displaced goes where it is looked at next; the new
        // text that lay there is known.
        (At::File(_) | At::Other, At::File(_) | At::Other) => {
            let place = files.place(temporary);
            files
                .disk
                .rename_over(&files.place(&aside), &place)
                .map_err(Obstacle::failed("bringing back", temporary))
        }
    }
}

/// Where the displaced file is between the renames.
fn aside(temporary: &VaultPath) -> VaultPath {
    beside(temporary, &format!("{}.old", temporary.name()))
}
