//! Where runs keep their journals and backups, and the lock on it.

use super::{ApplyError, RunId};
use crate::disk::{Access, ContentHash, Contents, Disk, Existing, HeldLock, Locking, Symlinks, write_whole};
use crate::vault::Vault;
use jiff::Timestamp;
use std::io;
use std::path::{Path, PathBuf};

/// The folder a vault's runs are kept in, outside of the vault and for the user alone.
///
/// ```text
/// STATES/<vault>/lock
///               /plan.json                     the latest plan; the caller keeps it there
///               /noted-plan.json               the plan the vault's review note is about
///               /rejected.json                 the groups a person rejected; the caller's too
///               /host                          the machine that looks after the vault unattended
///               /seen.json                     what canonical notes were last seen with
///               /maintain.jsonl                what the unattended passes did
///               /scan.json                     what the latest scan found; the caller's
///               /texts/<sha256>                what the ledgers of all runs name
///               /runs/<run>/journal.jsonl
///                          /ledger.jsonl       what was folded, for folding again
///                          /backup/<sha256>
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    folder: PathBuf,
}

impl State {
    /// The state of `vault` below `states`, the folder for all of them. Nothing is made yet.
    ///
    /// It is named after the vault's folder, for a person to find it, and after the hash of the whole path, since two
    /// vaults may both be called `Notes`. A vault that is moved starts afresh.
    #[must_use]
    pub fn of(states: &Path, vault: &Vault) -> Self {
        // 48 bits: no two of the vaults one user has will meet.
        const DIGITS: usize = 12;
        const READABLE: usize = 40;
        let root = vault.root();
        let name = root.file_name().unwrap_or_default().to_string_lossy();
        let readable: String =
            name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(READABLE).collect();
        let hash = ContentHash::of(root.as_os_str().as_encoded_bytes()).to_string();
        let hash: String = hash.chars().take(DIGITS).collect();
        Self { folder: states.join(format!("{readable}-{hash}")) }
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the vault's latest plan is kept.
    #[must_use]
    pub fn plan(&self) -> PathBuf {
        self.folder.join("plan.json")
    }

    /// Keeps a plan as the vault's latest.
    ///
    /// # Errors
    ///
    /// When the folder cannot be used.
    pub fn keep_plan(&self, disk: &dyn Disk, json: &[u8]) -> Result<(), ApplyError> {
        self.keep(disk, &self.plan(), json)
    }

    /// Where the plan is kept that the vault's review note is about: the latest may be another one by then.
    #[must_use]
    pub fn noted_plan(&self) -> PathBuf {
        self.folder.join("noted-plan.json")
    }

    /// Keeps a plan as the one the vault's review note is about.
    ///
    /// # Errors
    ///
    /// When the folder cannot be used.
    pub fn keep_noted_plan(&self, disk: &dyn Disk, json: &[u8]) -> Result<(), ApplyError> {
        self.keep(disk, &self.noted_plan(), json)
    }

    /// Where the groups are kept that a person rejected.
    #[must_use]
    pub fn rejected(&self) -> PathBuf {
        self.folder.join("rejected.json")
    }

    /// Keeps the groups a person rejected. Whoever read them before holds the lock, or what another run remembers
    /// meanwhile is forgotten.
    ///
    /// # Errors
    ///
    /// When the folder cannot be used.
    pub fn keep_rejected(&self, disk: &dyn Disk, json: &[u8]) -> Result<(), ApplyError> {
        self.keep(disk, &self.rejected(), json)
    }

    /// Where it is kept what the latest scan found.
    #[must_use]
    pub fn scan(&self) -> PathBuf {
        self.folder.join("scan.json")
    }

    /// Keeps what the latest scan found.
    ///
    /// # Errors
    ///
    /// When the folder cannot be used.
    pub fn keep_scan(&self, disk: &dyn Disk, json: &[u8]) -> Result<(), ApplyError> {
        self.keep(disk, &self.scan(), json)
    }

    /// Where it is kept what canonical notes were last seen with.
    pub(super) fn seen(&self) -> PathBuf {
        self.folder.join("seen.json")
    }

    /// Keeps what canonical notes were last seen with.
    pub(super) fn keep_seen(&self, disk: &dyn Disk, json: &[u8]) -> Result<(), ApplyError> {
        self.keep(disk, &self.seen(), json)
    }

    /// The machine that looks after the vault unattended, where one does.
    #[must_use]
    pub fn host(&self, disk: &dyn Disk) -> Option<String> {
        /// More than any system lets a machine be called.
        const MAX_BYTES: u64 = 1024;
        match disk.read(&self.folder.join("host"), MAX_BYTES, Symlinks::Refuse) {
            Ok(Contents::Bytes(bytes)) => {
                let host = String::from_utf8(bytes).ok()?.trim().to_owned();
                Some(host).filter(|host| !host.is_empty())
            }
            Ok(Contents::TooLarge { .. } | Contents::NotAFile(_) | Contents::NotAvailable) | Err(_) => None,
        }
    }

    /// Remembers the machine that looks after the vault unattended.
    ///
    /// # Errors
    ///
    /// When the folder cannot be used.
    pub fn keep_host(&self, disk: &dyn Disk, host: &str) -> Result<(), ApplyError> {
        self.keep(disk, &self.folder.join("host"), format!("{host}\n").as_bytes())
    }

    /// Writes a file of the folder, for the user alone.
    fn keep(&self, disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), ApplyError> {
        make_folders(disk, &self.folder)?;
        // The new file gets the permissions of the one it replaces: for the user alone.
        match disk.create_private(path, &[]) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(ApplyError::state("creating", path, error));
            }
            Ok(()) | Err(_) => {}
        }
        write_whole(disk, path, bytes, Existing::Replace)
            .map_err(|error| ApplyError::state("writing", path, io::Error::other(error)))
    }

    /// Where the log of unattended passes is.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.folder.join("maintain.jsonl")
    }

    /// Where the log before that is.
    #[must_use]
    pub fn older_log(&self) -> PathBuf {
        self.folder.join("maintain.1.jsonl")
    }

    /// Appends a line to the log of unattended passes; a log that has `limit` bytes becomes the older one first.
    ///
    /// # Errors
    ///
    /// When the folder cannot be used.
    pub fn append_to_log(&self, disk: &dyn Disk, line: &[u8], limit: u64) -> Result<(), ApplyError> {
        let path = self.log();
        let failed = |source| ApplyError::state("writing", &path, source);
        make_folders(disk, &self.folder)?;
        let mut is_torn = false;
        match disk.read(&path, limit, Symlinks::Refuse) {
            Ok(Contents::TooLarge { .. }) => {
                disk.rename_over(&path, &self.older_log()).map_err(failed)?;
            }
            // A crash left half a line: the next one stands on its own.
            Ok(Contents::Bytes(bytes)) => is_torn = bytes.last().is_some_and(|last| *last != b'\n'),
            Ok(Contents::NotAFile(_) | Contents::NotAvailable) | Err(_) => {}
        }
        let line = if is_torn { [b"\n", line].concat() } else { line.to_vec() };
        match disk.create_private(&path, &line) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                disk.append(&path, &line).map_err(failed)
            }
            made => made.map_err(failed),
        }
    }

    /// Where the runs are kept.
    pub(super) fn runs(&self) -> PathBuf {
        self.folder.join("runs")
    }

    /// Where the texts are kept that the ledgers of the runs name.
    pub(super) fn texts(&self) -> PathBuf {
        self.folder.join("texts")
    }

    /// Where a run is kept.
    pub(super) fn run(&self, run: &RunId) -> PathBuf {
        self.runs().join(run.to_string())
    }

    /// The ids of all runs, the earliest first.
    pub(super) fn run_ids(&self, disk: &dyn Disk) -> Result<Vec<RunId>, ApplyError> {
        let runs = self.runs();
        let names = match disk.names(&runs) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(source) => return Err(ApplyError::state("listing the runs", &runs, source)),
        };
        let mut ids: Vec<RunId> = names.iter().filter_map(|name| name.to_str()?.parse().ok()).collect();
        ids.sort();
        Ok(ids)
    }
}

/// Who runs notefold: for whoever finds the vault locked, and for the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The name of the machine.
    pub host: String,
    /// The number of the process.
    pub process: u32,
    /// The version of notefold.
    pub tool_version: String,
}

/// The one that may change a vault: while it lives no other run of this user on this machine does.
pub struct Lock<'d> {
    pub(super) disk: &'d dyn Disk,
    pub(super) vault: Vault,
    pub(super) state: State,
    pub(super) holder: Holder,
    _held: HeldLock,
}

impl<'d> Lock<'d> {
    /// Takes the lock of the vault's state, whose folders are made where they are missing.
    ///
    /// # Errors
    ///
    /// [`ApplyError::Locked`] when another run has it; [`ApplyError::State`] when the folder cannot be used.
    pub fn take(
        disk: &'d dyn Disk,
        vault: Vault,
        state: State,
        holder: Holder,
        now: Timestamp,
    ) -> Result<Self, ApplyError> {
        make_folders(disk, state.folder())?;
        let path = state.folder().join("lock");
        let Holder { host, process, tool_version } = &holder;
        let about = format!("process {process} on {host}, notefold {tool_version}, since {now}");
        match disk.lock(&path, &about) {
            Ok(Locking::Held(held)) => Ok(Self { disk, vault, state, holder, _held: held }),
            Ok(Locking::HeldByOther(by)) => Err(ApplyError::Locked { by }),
            Err(source) => Err(ApplyError::state("locking", &path, source)),
        }
    }

    /// The vault it is for.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Where its runs are kept.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }
}

/// Makes a folder and those it is in, for the user alone, and syncs their names.
pub(super) fn make_folders(disk: &dyn Disk, folder: &Path) -> Result<(), ApplyError> {
    let missing = |folder: &&Path| {
        *folder != Path::new("")
            && disk.entry(folder).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    };
    let missing: Vec<&Path> = folder.ancestors().take_while(missing).collect();
    for folder in missing.into_iter().rev() {
        match disk.make_folder(folder, Access::OnlyUser) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made.map_err(|source| ApplyError::state("making the folder", folder, source))?,
        }
        if let Some(parent) = folder.parent() {
            let parent = if parent == Path::new("") { Path::new(".") } else { parent };
            disk.sync_folder(parent)
                .map_err(|source| ApplyError::state("syncing the folder", parent, source))?;
        }
    }
    Ok(())
}
