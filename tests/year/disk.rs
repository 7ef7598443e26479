//! The disk of the simulated year: a real one that can stop in the middle of anything, with a clock that is set.

use notefold::disk::{
    Access, Attributes, Contents, Disk, Entry, FileTime, Found, Locking, RealDisk, Step, Symlinks, WalkError,
};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

/// A disk that stops the world at a certain act. Syncing costs nothing here: what of it a power cut may lose is for
/// `tests/crash.rs`.
#[derive(Debug, Default)]
pub(crate) struct YearDisk {
    /// Seconds since 1970.
    now: AtomicI64,
    /// How many acts that change something there have been.
    acts: AtomicUsize,
    /// The act before which everything stops; none at 0.
    stop: AtomicUsize,
}

impl YearDisk {
    pub(crate) fn set_time(&self, now: jiff::Timestamp) {
        self.now.store(now.as_second(), Ordering::Relaxed);
    }

    /// Has the world stop after so many acts more.
    pub(crate) fn stop_after(&self, acts: usize) {
        self.stop.store(self.acts.load(Ordering::Relaxed) + acts + 1, Ordering::Relaxed);
    }

    /// Has the world go on; says whether it had stopped.
    pub(crate) fn go_on(&self) -> bool {
        let stop = self.stop.swap(0, Ordering::Relaxed);
        stop > 0 && self.acts.load(Ordering::Relaxed) >= stop
    }

    pub(crate) fn acts(&self) -> usize {
        self.acts.load(Ordering::Relaxed)
    }

    /// Does an act that changes something, unless the world has stopped.
    fn act<T>(&self, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        self.act_or(act, || ())
    }

    /// The same; where the world stops at this very act, `half` of it is done.
    fn act_or<T>(&self, act: impl FnOnce() -> io::Result<T>, half: impl FnOnce()) -> io::Result<T> {
        let acts = self.acts.fetch_add(1, Ordering::Relaxed) + 1;
        match self.stop.load(Ordering::Relaxed) {
            stop if stop > 0 && acts == stop => {
                half();
                Err(io::Error::other("the world has stopped"))
            }
            stop if stop > 0 && acts > stop => Err(io::Error::other("the world has stopped")),
            _ => act(),
        }
    }
}

fn half(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() / 2]
}

impl Disk for YearDisk {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::from_second(self.now.load(Ordering::Relaxed)).unwrap()
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        RealDisk.entry(path)
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        RealDisk.canonical(path)
    }

    fn read(&self, path: &Path, limit: u64, symlinks: Symlinks) -> io::Result<Contents> {
        RealDisk.read(path, limit, symlinks)
    }

    fn walk(&self, path: &Path, visit: &mut dyn FnMut(Result<Found, WalkError>) -> Step) {
        RealDisk.walk(path, visit);
    }

    fn names(&self, path: &Path) -> io::Result<Vec<OsString>> {
        RealDisk.names(path)
    }

    fn attributes(&self, path: &Path) -> io::Result<Attributes> {
        RealDisk.attributes(path)
    }

    fn set_attributes(&self, path: &Path, attributes: &Attributes) -> io::Result<()> {
        self.act(|| RealDisk.set_attributes(path, attributes))
    }

    fn set_modified(&self, path: &Path, time: FileTime) -> io::Result<()> {
        self.act(|| RealDisk.set_modified(path, time))
    }

    fn create(
        &self,
        path: &Path,
        bytes: &[u8],
        permissions: Option<&std::fs::Permissions>,
    ) -> io::Result<()> {
        self.act_or(
            || RealDisk.create(path, bytes, permissions),
            || drop(RealDisk.create(path, half(bytes), permissions)),
        )
    }

    fn sync_file(&self, _: &Path) -> io::Result<()> {
        self.act(|| Ok(()))
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        self.act(|| Ok(()))
    }

    fn create_private(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.act_or(
            || RealDisk.create_private(path, bytes),
            || drop(RealDisk.create_private(path, half(bytes))),
        )
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.act_or(|| RealDisk.append(path, bytes), || drop(RealDisk.append(path, half(bytes))))
    }

    fn make_folder(&self, path: &Path, access: Access) -> io::Result<()> {
        self.act(|| RealDisk.make_folder(path, access))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.act(|| RealDisk.remove_folder(path))
    }

    fn lock(&self, path: &Path, holder: &str) -> io::Result<Locking> {
        self.act(|| RealDisk.lock(path, holder))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.act(|| RealDisk.exchange(one, other))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(|| RealDisk.rename_new(from, to))
    }

    fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(|| RealDisk.rename_over(from, to))
    }

    fn remove_temporary(&self, path: &Path) -> io::Result<()> {
        self.act(|| RealDisk.remove_temporary(path))
    }
}
