//! The notes of a vault, each read once.

use super::problem::{Problem, Reason};
use super::stamp::Stamp;
use super::{Listing, Vault, VaultPath};
use crate::disk::{ContentHash, Disk, QuickHash};
use rayon::prelude::*;

/// So many notes are read by one core at a time.
const AT_ONCE: usize = 128;

/// A note of a [`Snapshot`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned<T> {
    /// Where it is.
    pub path: VaultPath,
    /// What its bytes are known by within a scan: equal for equal notes, and different once it was changed.
    pub hash: QuickHash,
    /// How many bytes it has.
    pub bytes: usize,
    /// What the caller made of its text.
    pub digest: T,
}

/// The notes of a vault at one time, without their texts.
///
/// A vault of 100,000 notes is half a gigabyte of text; what is kept of each note is what the caller's digest keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot<T> {
    /// The notes, in the order of their paths.
    pub notes: Vec<Scanned<T>>,
    /// All other files, in the order of their paths.
    pub files: Vec<VaultPath>,
    /// What was not read, in the order of paths.
    pub problems: Vec<Problem>,
    /// What tells these notes from those of another time, as [`Listing::stamp`] has it.
    pub stamp: Option<ContentHash>,
}

impl<T: Send> Snapshot<T> {
    /// Reads every note of the `listing` once, on all cores, and hands its text to `digest`.
    ///
    /// The result does not depend on the number of cores nor on who was first. At any time only as many texts are held
    /// as there are cores.
    pub fn read(
        disk: &(dyn Disk + Sync),
        vault: &Vault,
        listing: Listing,
        digest: impl Fn(&VaultPath, &str) -> T + Sync,
    ) -> Self {
        let Listing { notes: paths, files, mut problems } = listing;
        let (mut read, mut stamps) = (Vec::new(), Vec::new());
        paths
            .into_par_iter()
            // Long notes lie beside each other: larger pieces leave one core to the last of them.
            .with_max_len(AT_ONCE)
            .map(|path| {
                let from = disk.now();
                match vault.read_with_entry(disk, &path) {
                    Ok((text, entry)) => {
                        let stamp = entry.and_then(|entry| Stamp::of(&path, &entry, [from, disk.now()]));
                        let hash = QuickHash::of(text.as_bytes());
                        let digest = digest(&path, &text);
                        (Ok(Scanned { hash, bytes: text.len(), digest, path }), stamp)
                    }
                    Err(error) => {
                        let problem = Problem { path: path.as_str().to_owned(), reason: Reason::of(&error) };
                        (Err(problem), Stamp::at(disk, vault, &path))
                    }
                }
            })
            .unzip_into_vecs(&mut read, &mut stamps);
        let stamps: Option<Vec<Stamp>> = stamps.into_iter().collect();
        let stamp = stamps.map(|stamps| Stamp::together(&stamps));
        let notes =
            read.into_iter().filter_map(|read| read.map_err(|problem| problems.push(problem)).ok()).collect();
        problems.sort();
        Self { notes, files, problems, stamp }
    }
}

impl<T> Snapshot<T> {
    /// The canvases among the files.
    pub fn canvases(&self) -> impl Iterator<Item = &VaultPath> {
        self.files.iter().filter(|file| file.is_canvas())
    }
}
