//! A disk in memory that knows what has reached it: it can fail, cut short, stop the world at any act, and forget what
//! was not synced.

use notefold::disk::{
    Access, Attributes, Contents, Disk, Entry, ExtendedValue, FileIdentity, FileTime, Found, HeldLock, Kind,
    Locking, Step, Symlinks, WalkError,
};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::Permissions;
use std::io::{self, ErrorKind};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

/// What goes wrong at one act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It fails, and nothing has happened.
    Fails,
    /// It fails, and what it was to write is half written, as on a full disk.
    CutShort,
    /// It is done, and said to have failed.
    DoneAndFails,
    /// The world stops before it: no act is done any more.
    Stops,
    /// The world stops in the middle of it.
    StopsCutShort,
}

/// What becomes of what was not synced when the world stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsynced {
    /// It is there.
    Kept,
    /// It is gone.
    Lost,
    /// Some is there and some is gone: for each folder and file as chance has it.
    Some(u64),
}

/// What somebody else does at one act.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    pub(crate) path: PathBuf,
    pub(crate) text: Vec<u8>,
    /// As editors do that write a new file and rename it; otherwise into the file that is there.
    pub(crate) by_rename: bool,
}

#[derive(Debug, Clone)]
struct Meta {
    mode: u32,
    modified: FileTime,
    extended: BTreeMap<String, ExtendedValue>,
}

#[derive(Debug, Clone)]
enum Body {
    File {
        data: Vec<u8>,
        synced: Option<(Vec<u8>, Meta)>,
    },
    /// The names as they are, as they are synced, and as they were after each act since.
    Folder {
        names: BTreeMap<String, usize>,
        synced: BTreeMap<String, usize>,
        since: Vec<BTreeMap<String, usize>>,
    },
}

#[derive(Debug, Clone)]
struct Node {
    body: Body,
    meta: Meta,
}

/// What a path leads to, for comparing whole trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) bytes: Option<Vec<u8>>,
    pub(crate) mode: u32,
    pub(crate) modified: FileTime,
    pub(crate) extended: BTreeMap<String, ExtendedValue>,
}

/// A disk in memory.
pub(crate) struct MemoryDisk {
    nodes: RefCell<Vec<Node>>,
    clock: Cell<i64>,
    acts: Cell<usize>,
    fault: Cell<Option<(usize, Fault)>>,
    is_stopped: Cell<bool>,
    edit: RefCell<Option<(usize, Edit)>>,
    locks: RefCell<BTreeMap<PathBuf, (Weak<()>, String)>>,
    pub(crate) can_exchange: Cell<bool>,
    read_only: RefCell<BTreeSet<PathBuf>>,
}

fn gone() -> io::Error {
    ErrorKind::NotFound.into()
}

impl Default for MemoryDisk {
    fn default() -> Self {
        let meta = Meta {
            mode: 0o755,
            modified: FileTime { seconds: 0, nanoseconds: 1 },
            extended: BTreeMap::new(),
        };
        let root = Node { body: folder(), meta };
        Self {
            nodes: RefCell::new(vec![root]),
            clock: Cell::new(1),
            acts: Cell::new(0),
            fault: Cell::new(None),
            is_stopped: Cell::new(false),
            edit: RefCell::new(None),
            locks: RefCell::default(),
            can_exchange: Cell::new(true),
            read_only: RefCell::default(),
        }
    }
}

fn folder() -> Body {
    Body::Folder { names: BTreeMap::new(), synced: BTreeMap::new(), since: Vec::new() }
}

impl MemoryDisk {
    /// A disk with these files, all of them synced.
    pub(crate) fn with(files: &BTreeMap<PathBuf, String>) -> Self {
        let disk = Self::default();
        for (number, (path, text)) in files.iter().enumerate() {
            let folders: Vec<&Path> = path.ancestors().skip(1).collect();
            for folder in folders.into_iter().rev().filter(|folder| folder.parent().is_some()) {
                if disk.find(folder).is_err() {
                    disk.make_folder(folder, Access::Usual).unwrap();
                }
            }
            disk.create(path, text.as_bytes(), None).unwrap();
            // Different modes and attributes, to see whether they are carried over.
            let node = disk.find(path).unwrap();
            let meta = &mut disk.nodes.borrow_mut()[node].meta;
            meta.mode = [0o644, 0o600, 0o640][number % 3];
            meta.extended
                .insert("user.number".to_owned(), ExtendedValue(vec![u8::try_from(number).unwrap()]));
        }
        disk.sync_everything();
        disk.acts.set(0);
        disk
    }

    fn sync_everything(&self) {
        for node in self.nodes.borrow_mut().iter_mut() {
            let meta = node.meta.clone();
            match &mut node.body {
                Body::File { data, synced } => *synced = Some((data.clone(), meta)),
                Body::Folder { names, synced, since } => {
                    synced.clone_from(names);
                    since.clear();
                }
            }
        }
    }

    /// How many acts were done.
    pub(crate) fn acts(&self) -> usize {
        self.acts.get()
    }

    /// Has a fault happen at the act after `after` more.
    pub(crate) fn fail(&self, after: usize, fault: Fault) {
        self.fault.set(Some((self.acts.get() + after, fault)));
    }

    /// Has somebody else do something at the act after `after` more.
    pub(crate) fn edit_at(&self, after: usize, edit: Edit) {
        *self.edit.borrow_mut() = Some((self.acts.get() + after, edit));
    }

    /// Whether somebody else did what they were to do.
    pub(crate) fn was_edited(&self) -> bool {
        self.edit.borrow().is_none()
    }

    /// Makes all changes of names in a folder fail.
    pub(crate) fn make_read_only(&self, folder: &Path) {
        self.read_only.borrow_mut().insert(folder.to_owned());
    }

    /// Starts the world again.
    pub(crate) fn restart(&self, unsynced: Unsynced) {
        self.fault.set(None);
        let was_stopped = self.is_stopped.replace(false);
        self.locks.borrow_mut().clear();
        if !was_stopped {
            return;
        }
        let mut chance = match unsynced {
            Unsynced::Kept => return,
            Unsynced::Lost => 0,
            Unsynced::Some(seed) => seed | 1,
        };
        // xorshift; which sequence it is matters to nobody.
        let mut next = move || {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            usize::try_from(chance % 1000).unwrap()
        };
        for node in self.nodes.borrow_mut().iter_mut() {
            let roll = next();
            match &mut node.body {
                Body::File { data, synced } => {
                    let (old, meta) = synced.clone().unwrap_or_else(|| (Vec::new(), node.meta.clone()));
                    if roll % 3 == 0 {
                        (*data, node.meta) = (old, meta);
                    } else if roll % 3 == 1 && data.len() > old.len() {
                        data.truncate(old.len() + (data.len() - old.len()) / 2);
                    }
                }
                Body::Folder { names, synced, since } => {
                    since.insert(0, synced.clone());
                    names.clone_from(&since[roll % since.len().max(1)]);
                    if roll == 0 {
                        names.clone_from(synced);
                    }
                }
            }
        }
        self.sync_everything();
    }

    /// Everything below a folder, by the path from there.
    pub(crate) fn tree(&self, below: &Path) -> BTreeMap<String, Shown> {
        let mut tree = BTreeMap::new();
        let Ok(start) = self.find(below) else { return tree };
        let nodes = self.nodes.borrow();
        let mut todo = vec![(String::new(), start)];
        while let Some((path, at)) = todo.pop() {
            let Node { body, meta } = &nodes[at];
            let bytes = match body {
                Body::File { data, .. } => Some(data.clone()),
                Body::Folder { names, .. } => {
                    todo.extend(names.iter().map(|(name, at)| (format!("{path}/{name}"), *at)));
                    None
                }
            };
            let Meta { mode, modified, extended } = meta.clone();
            tree.insert(path, Shown { bytes, mode, modified, extended });
        }
        tree
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        let nodes = self.nodes.borrow();
        let mut at = 0;
        for part in path.components().skip(1) {
            let Body::Folder { names, .. } = &nodes[at].body else {
                return Err(ErrorKind::NotADirectory.into());
            };
            at = *names.get(part.as_os_str().to_str().unwrap()).ok_or_else(gone)?;
        }
        Ok(at)
    }

    fn now(&self) -> FileTime {
        self.clock.set(self.clock.get() + 1);
        FileTime { seconds: self.clock.get(), nanoseconds: 123_456_789 }
    }

    fn split(path: &Path) -> (&Path, String) {
        (path.parent().unwrap(), path.file_name().unwrap().to_str().unwrap().to_owned())
    }

    fn name(&self, path: &Path) -> io::Result<Option<usize>> {
        let (parent, name) = Self::split(path);
        match &self.nodes.borrow()[self.find(parent)?].body {
            Body::Folder { names, .. } => Ok(names.get(&name).copied()),
            Body::File { .. } => Err(ErrorKind::NotADirectory.into()),
        }
    }

    fn set_names(&self, changes: &[(&Path, Option<usize>)]) -> io::Result<()> {
        let folders: BTreeSet<&Path> = changes.iter().map(|(path, _)| Self::split(path).0).collect();
        if folders.iter().any(|folder| self.read_only.borrow().contains(*folder)) {
            return Err(ErrorKind::PermissionDenied.into());
        }
        for folder in folders {
            let at = self.find(folder)?;
            let time = self.now();
            let node = &mut self.nodes.borrow_mut()[at];
            let Body::Folder { names, since, .. } = &mut node.body else {
                return Err(ErrorKind::NotADirectory.into());
            };
            for (path, to) in changes.iter().filter(|(path, _)| Self::split(path).0 == folder) {
                let name = Self::split(path).1;
                match to {
                    Some(to) => drop(names.insert(name, *to)),
                    None => drop(names.remove(&name)),
                }
            }
            since.push(names.clone());
            node.meta.modified = time;
        }
        Ok(())
    }

    fn add(&self, path: &Path, body: Body, mode: u32) -> io::Result<()> {
        if self.name(path)?.is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let meta = Meta { mode, modified: self.now(), extended: BTreeMap::new() };
        let at = self.nodes.borrow().len();
        self.nodes.borrow_mut().push(Node { body, meta });
        self.set_names(&[(path, Some(at))])
    }

    fn write(&self, at: usize, bytes: &[u8], append: bool) -> io::Result<()> {
        let time = self.now();
        let node = &mut self.nodes.borrow_mut()[at];
        let Body::File { data, .. } = &mut node.body else { return Err(ErrorKind::IsADirectory.into()) };
        if !append {
            data.clear();
        }
        data.extend_from_slice(bytes);
        node.meta.modified = time;
        Ok(())
    }

    fn edit(&self, Edit { path, text, by_rename }: &Edit) {
        let there = self.find(path).ok().filter(|_| !by_rename);
        let written = if let Some(at) = there {
            self.write(at, text, false)
        } else {
            let beside = path.with_file_name("editor's own.swp");
            self.add(&beside, Body::File { data: text.clone(), synced: None }, 0o644).and_then(|()| {
                let at = self.find(&beside)?;
                self.set_names(&[(&beside, None), (path, Some(at))])
            })
        };
        // An editor whose folder is gone shows an error to its user.
        drop(written);
    }

    /// Counts an act and has happen what is to happen at it. `half` does half of it.
    fn act<T>(
        &self,
        act: impl FnOnce() -> io::Result<T>,
        half: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<T> {
        if self.is_stopped.get() {
            return Err(io::Error::other("the world has stopped"));
        }
        let number = self.acts.get();
        self.acts.set(number + 1);
        let due = self.edit.borrow_mut().take_if(|(at, _)| *at == number);
        if let Some((_, edit)) = due {
            self.edit(&edit);
        }
        let fault = self.fault.get().filter(|(at, _)| *at == number).map(|(_, fault)| fault);
        match fault {
            None => act(),
            Some(Fault::Fails) => Err(io::Error::other("a fault")),
            Some(Fault::CutShort) => {
                drop(half());
                Err(ErrorKind::StorageFull.into())
            }
            Some(Fault::DoneAndFails) => {
                act()?;
                Err(io::Error::other("a fault"))
            }
            Some(Fault::Stops) => {
                self.is_stopped.set(true);
                Err(io::Error::other("the world has stopped"))
            }
            Some(Fault::StopsCutShort) => {
                drop(half());
                self.is_stopped.set(true);
                Err(io::Error::other("the world has stopped"))
            }
        }
    }

    fn whole<T>(&self, act: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        self.act(act, || Ok(()))
    }
}

impl Disk for MemoryDisk {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        self.whole(|| {
            let at = self.find(path)?;
            let nodes = self.nodes.borrow();
            let (kind, bytes) = match &nodes[at].body {
                Body::File { data, .. } => (Kind::File, data.len() as u64),
                Body::Folder { .. } => (Kind::Folder, 0),
            };
            Ok(Entry {
                kind,
                permissions: Permissions::from_mode(nodes[at].meta.mode),
                bytes,
                modified: nodes[at].meta.modified,
                changed: None,
                links: 1,
                identity: Some(FileIdentity { device: 0, number: at as u64 }),
            })
        })
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.whole(|| self.find(path).map(|_| path.to_owned()))
    }

    fn read(&self, path: &Path, limit: u64, _: Symlinks) -> io::Result<Contents> {
        self.whole(|| {
            let at = self.find(path)?;
            match &self.nodes.borrow()[at].body {
                Body::File { data, .. } if data.len() as u64 > limit => {
                    Ok(Contents::TooLarge { bytes: data.len() as u64 })
                }
                Body::File { data, .. } => Ok(Contents::Bytes(data.clone())),
                Body::Folder { .. } => Ok(Contents::NotAFile(Kind::Folder)),
            }
        })
    }

    fn walk(&self, path: &Path, visit: &mut dyn FnMut(Result<Found, WalkError>) -> Step) {
        let mut next = vec![path.to_owned()];
        while let Some(path) = next.pop() {
            let step = match self.entry(&path) {
                Ok(Entry { kind, .. }) => visit(Ok(Found { path: path.clone(), kind })),
                Err(source) => visit(Err(WalkError { path: path.clone(), source })),
            };
            if step == Step::Into
                && let Ok(names) = self.names(&path)
            {
                // The last is looked at next.
                next.extend(names.into_iter().rev().map(|name| path.join(name)));
            }
        }
    }

    fn names(&self, path: &Path) -> io::Result<Vec<OsString>> {
        self.whole(|| {
            let at = self.find(path)?;
            match &self.nodes.borrow()[at].body {
                Body::Folder { names, .. } => Ok(names.keys().map(OsString::from).collect()),
                Body::File { .. } => Err(ErrorKind::NotADirectory.into()),
            }
        })
    }

    fn attributes(&self, path: &Path) -> io::Result<Attributes> {
        self.whole(|| {
            let at = self.find(path)?;
            let Meta { mode, modified, extended } = self.nodes.borrow()[at].meta.clone();
            Ok(Attributes { mode: Some(mode), owner: None, modified, extended })
        })
    }

    fn set_attributes(&self, path: &Path, attributes: &Attributes) -> io::Result<()> {
        self.whole(|| {
            let at = self.find(path)?;
            let Attributes { mode, modified, extended, .. } = attributes.clone();
            self.nodes.borrow_mut()[at].meta = Meta { mode: mode.unwrap(), modified, extended };
            Ok(())
        })
    }

    fn set_modified(&self, path: &Path, time: FileTime) -> io::Result<()> {
        self.whole(|| {
            let at = self.find(path)?;
            self.nodes.borrow_mut()[at].meta.modified = time;
            Ok(())
        })
    }

    fn create(&self, path: &Path, bytes: &[u8], _: Option<&Permissions>) -> io::Result<()> {
        let file = |bytes: &[u8]| Body::File { data: bytes.to_owned(), synced: None };
        self.act(
            || self.add(path, file(bytes), 0o644),
            || self.add(path, file(&bytes[..bytes.len() / 2]), 0o644),
        )
    }

    fn create_private(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let file = |bytes: &[u8]| Body::File { data: bytes.to_owned(), synced: None };
        self.act(
            || self.add(path, file(bytes), 0o600),
            || self.add(path, file(&bytes[..bytes.len() / 2]), 0o600),
        )
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let write = |bytes: &[u8]| self.write(self.find(path)?, bytes, true);
        self.act(|| write(bytes), || write(&bytes[..bytes.len() / 2]))
    }

    fn make_folder(&self, path: &Path, access: Access) -> io::Result<()> {
        let mode = if access == Access::OnlyUser { 0o700 } else { 0o755 };
        self.whole(|| self.add(path, folder(), mode))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.whole(|| {
            let at = self.find(path)?;
            match &self.nodes.borrow()[at].body {
                Body::Folder { names, .. } if names.is_empty() => {}
                Body::Folder { .. } => return Err(ErrorKind::DirectoryNotEmpty.into()),
                Body::File { .. } => return Err(ErrorKind::NotADirectory.into()),
            }
            self.set_names(&[(path, None)])
        })
    }

    fn lock(&self, path: &Path, holder: &str) -> io::Result<Locking> {
        self.whole(|| {
            let mut locks = self.locks.borrow_mut();
            if let Some((held, by)) = locks.get(path)
                && held.upgrade().is_some()
            {
                return Ok(Locking::HeldByOther(by.clone()));
            }
            let held = Arc::new(());
            locks.insert(path.to_owned(), (Arc::downgrade(&held), holder.to_owned()));
            Ok(Locking::Held(HeldLock::by(held)))
        })
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if !self.can_exchange.get() {
            return Err(ErrorKind::Unsupported.into());
        }
        self.whole(|| {
            let (first, second) = (self.find(one)?, self.find(other)?);
            self.set_names(&[(one, Some(second)), (other, Some(first))])
        })
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.whole(|| {
            let at = self.find(path)?;
            let node = &mut self.nodes.borrow_mut()[at];
            let meta = node.meta.clone();
            if let Body::File { data, synced } = &mut node.body {
                *synced = Some((data.clone(), meta));
            }
            Ok(())
        })
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.whole(|| {
            let at = self.find(path)?;
            if let Body::Folder { names, synced, since } = &mut self.nodes.borrow_mut()[at].body {
                synced.clone_from(names);
                since.clear();
            }
            Ok(())
        })
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.whole(|| {
            let at = self.find(from)?;
            if self.name(to)?.is_some() {
                return Err(ErrorKind::AlreadyExists.into());
            }
            self.set_names(&[(from, None), (to, Some(at))])
        })
    }

    fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.whole(|| {
            let at = self.find(from)?;
            self.set_names(&[(from, None), (to, Some(at))])
        })
    }

    fn remove_temporary(&self, path: &Path) -> io::Result<()> {
        self.whole(|| {
            self.find(path)?;
            self.set_names(&[(path, None)])
        })
    }
}
