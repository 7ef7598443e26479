//! What a journal holds: changes that can be reversed, and how far they got.

use super::RunId;
use crate::disk::{Attributes, ContentHash, FileTime};
use crate::vault::VaultPath;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of the journal. A journal of another version is refused.
pub(super) const FORMAT_VERSION: u32 = 1;

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunKind {
    /// It applies a plan.
    Apply,
    /// It undoes another run.
    Undo,
}

/// One line of a journal. Texts of notes are never in it, only what they are known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Record {
    /// The first line.
    Started(Box<Started>),
    /// These changes of a group are about to be made: synced before the first of them. Each of them tells from the
    /// disk alone whether it was made, so one record is the intent of them all.
    Begin {
        group: String,
        changes: Vec<Change>,
        /// The folders names change in, as they are now.
        folders: Vec<FolderTime>,
        /// The folders of the group before, as that left them.
        settled: Vec<FolderTime>,
    },
    /// All temporary files of the group are written and synced; from here on the vault changes.
    Ready { group: String },
    /// All changes of the group are made and synced.
    Applied { group: String, kept: Vec<Kept> },
    /// A group could not be finished, in this process or in one that was cut off, and is being taken back. The line
    /// before may be torn: here, and before [`Record::Failed`], and at the end, and nowhere else.
    Recovering { time: Timestamp },
    /// The group is as it was before, save for what a person did to it meanwhile.
    RolledBack { group: String, kept: Vec<Kept> },
    /// Taking a group back failed; nothing more is done before a person asks for it.
    Failed { why: String },
    /// The last line.
    Finished {
        time: Timestamp,
        left: Vec<LeftBehind>,
        /// The folders of the last group, as that left them.
        settled: Vec<FolderTime>,
    },
}

/// What a run is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Started {
    /// [`FORMAT_VERSION`].
    pub(super) format_version: u32,
    pub(super) run: RunId,
    pub(super) kind: RunKind,
    /// The run it undoes.
    pub(super) undoes: Option<RunId>,
    pub(super) tool_version: String,
    pub(super) host: String,
    pub(super) process: u32,
    pub(super) time: Timestamp,
    pub(super) vault: String,
    /// The sha256 of the plan, as JSON.
    pub(super) plan: Option<ContentHash>,
}

/// One change of one file or folder, with all it takes to reverse it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Change {
    /// A folder is made.
    MakeFolder { path: VaultPath },
    /// A folder is removed, if it is empty then.
    RemoveFolder { path: VaultPath },
    /// A file gets another text: the temporary file with it and the file exchange their names.
    Write { path: VaultPath, temporary: VaultPath, before: FileState, after: FileState },
    /// A file appears: the temporary file with its text gets its name.
    Create { path: VaultPath, temporary: VaultPath, after: FileState },
    /// A file gets another name, in whatever folder.
    Move { from: VaultPath, to: VaultPath, file: FileState },
    /// A file goes away: it gets a temporary name, and when the group is applied it is removed.
    Remove { path: VaultPath, temporary: VaultPath, before: FileState },
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileState {
    pub(super) sha256: ContentHash,
    pub(super) attributes: Attributes,
}

/// When the names in a folder last changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FolderTime {
    /// The folder; nothing for the vault's own.
    pub(super) folder: Option<VaultPath>,
    pub(super) modified: FileTime,
}

/// A file that was not brought to where the run would have had it, because somebody else had changed it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Where it is.
    pub path: VaultPath,
    /// What of it, as the rest of a sentence: "was changed since, and stays as it is".
    pub what: String,
}

/// A group that was left as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftBehind {
    /// The group.
    pub group: String,
    /// Why, for programs.
    pub reason: LeftReason,
    /// Why, in words.
    pub why: String,
}

/// Why a group was left as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftReason {
    /// It is not sure enough.
    Unsure,
    /// It waits for a person.
    Waits,
    /// A file of it is not as it was when the plan was made, or something is in its way.
    InTheWay,
    /// The run was stopped before its turn.
    Stopped,
}

impl Change {
    /// The name of the temporary file it uses.
    pub(super) fn temporary(&self) -> Option<&VaultPath> {
        match self {
            Self::Write { temporary, .. }
            | Self::Create { temporary, .. }
            | Self::Remove { temporary, .. } => Some(temporary),
            Self::MakeFolder { .. } | Self::RemoveFolder { .. } | Self::Move { .. } => None,
        }
    }

    /// The files and folders it changes.
    pub(super) fn paths(&self) -> impl Iterator<Item = &VaultPath> {
        let (one, other) = match self {
            Self::MakeFolder { path }
            | Self::RemoveFolder { path }
            | Self::Write { path, .. }
            | Self::Create { path, .. }
            | Self::Remove { path, .. } => (path, None),
            Self::Move { from, to, .. } => (from, Some(to)),
        };
        [Some(one), other].into_iter().flatten()
    }
}

impl FolderTime {
    /// The folder as a path; the empty one for the vault's own.
    pub(super) fn path(&self) -> VaultPath {
        self.folder.clone().unwrap_or_default()
    }
}
