//! Everything a run would change, as data.
//!
//! ```text
//! Groups, their folds, the vault's links ──► Plan ──► a review for a person, a file for `apply`
//! ```
//!
//! A [`Plan`] names every file a run would touch, the sha256 it expects there and the one it will leave. It is written
//! as JSON and read again; whoever reads it takes it for data from a stranger (see [`Plan::parse`]). Nothing here
//! touches a file.
//!
//! The groups of a plan are independent: each can be applied or left. Yet a note may link to the retired notes of two
//! groups, or be one group's base and link into another. So the edits of a group are given against the texts the plan
//! was made from, and [`Course`] says what a file holds after just these groups and not those.

mod course;
mod make;
mod read;

pub use course::{Course, CourseError, Reversed, Step};
pub use make::{Found, PlanOptions, Planner};
pub use read::{PlanError, PlanFault};

use crate::disk::ContentHash;
use crate::group::Confidence;
use crate::render::Review;
use crate::vault::VaultPath;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the plan file. A file of another version is refused.
pub const FORMAT_VERSION: u32 = 1;

/// Everything a run would change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The version of notefold that made it.
    pub tool_version: String,
    /// The vault it is for.
    pub vault: VaultIdentity,
    /// What is done with the notes that were folded in.
    pub retire: Retire,
    /// The groups to fold, in the order they are applied: the surest first, then as their first paths sort.
    pub groups: Vec<PlannedGroup>,
    /// The groups that are not folded, and why.
    pub left: Vec<LeftGroup>,
    /// Where a query or a base names a note that would be retired: for a person to change, never edited.
    pub mentions: Vec<Mention>,
}

impl Plan {
    /// The groups that change a file another group changes too, with no more of each than a [`Course`] takes; `None`
    /// where there are none. Without it one of them cannot be taken back while the other stays.
    #[must_use]
    pub fn entangled(&self) -> Option<Self> {
        let mut groups_of: BTreeMap<&VaultPath, BTreeSet<usize>> = BTreeMap::new();
        for (at, group) in self.groups.iter().enumerate() {
            let PlannedGroup { notes, edits, .. } = group;
            let paths = notes.iter().map(|note| &note.path).chain(edits.links.iter().map(|edit| &edit.path));
            for path in paths {
                groups_of.entry(path).or_default().insert(at);
            }
        }
        let shared: BTreeSet<usize> =
            groups_of.into_values().filter(|groups| groups.len() > 1).flatten().collect();
        let slim = |group: &PlannedGroup| PlannedGroup {
            evidence: Vec::new(),
            waits: Vec::new(),
            fold: Review {
                format_version: group.fold.format_version,
                canonical: group.fold.canonical.clone(),
                variants: Vec::new(),
                rows: Vec::new(),
                frontmatter: Vec::new(),
                set_aside: Vec::new(),
                repairs: Vec::new(),
                problems: Vec::new(),
            },
            ..group.clone()
        };
        (!shared.is_empty()).then(|| Self {
            groups: shared.iter().filter_map(|at| self.groups.get(*at)).map(slim).collect(),
            left: Vec::new(),
            mentions: Vec::new(),
            tool_version: self.tool_version.clone(),
            vault: self.vault.clone(),
            retire: self.retire.clone(),
            ..*self
        })
    }
}

/// Which vault a plan is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VaultIdentity {
    /// Its folder: absolute, without symbolic links.
    pub root: String,
}

/// What is done with a note that was folded into another. It is never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "lowercase", deny_unknown_fields)]
pub enum Retire {
    /// It goes to the vault's `.trash/`, where Obsidian puts what a person deletes, its folders kept.
    #[default]
    Trash,
    /// It goes to a folder of the vault, its folders kept.
    Archive {
        /// The folder.
        folder: VaultPath,
    },
    /// It goes to `.trash/`, and a note that links to the canonical note takes its place.
    Stub,
}

/// A group, and what folding it changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedGroup {
    /// What the group is known by, unique in the plan.
    pub id: String,
    /// How sure its weakest pair is.
    pub confidence: Confidence,
    /// What speaks for it, in sentences.
    pub evidence: Vec<String>,
    /// Its notes, the base first.
    pub notes: Vec<PlannedNote>,
    /// What waits for a person before it may be applied unattended, in words; nothing for most groups.
    pub waits: Vec<String>,
    /// The fold, as `notefold merge --format json` prints it. [`Review::canonical`] holds the text that is written.
    pub fold: Review,
    /// The earlier fold this one goes on from, where its base is the canonical note of one; see
    /// [`Earlier::id`](crate::merge::Earlier::id).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
    /// What is changed, in the order it is done.
    pub edits: Edits,
}

/// A note of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedNote {
    /// Its path.
    pub path: VaultPath,
    /// The sha256 of the bytes the plan was made from.
    pub sha256: ContentHash,
}

/// What folding a group changes: the canonical note is written first, the links follow, the variants are retired last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edits {
    /// The canonical note, in the place of the base; `None` where the base says it already, word for word.
    pub canonical: Option<CanonicalEdit>,
    /// The links of other files that lead to a retired note.
    pub links: Vec<LinkEdit>,
    /// The notes that are retired: all of the group but the base.
    pub retired: Vec<RetireEdit>,
}

/// The writing of a canonical note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CanonicalEdit {
    /// The base.
    pub path: VaultPath,
    /// What it holds.
    pub expected: ContentHash,
    /// What it will hold: [`Review::canonical`], before links to notes of other groups follow.
    pub result: ContentHash,
}

/// Links of one file that lead to notes a group retires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkEdit {
    /// The file: a note or a canvas.
    pub path: VaultPath,
    /// Which of its texts the changes are of.
    pub of: TextOf,
    /// The sha256 of that text.
    pub expected: ContentHash,
    /// The sha256 of that text with these changes alone.
    pub result: ContentHash,
    /// The changes, in order; they do not overlap.
    pub changes: Vec<TextChange>,
}

/// Which text of a file is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextOf {
    /// What it holds when the plan is made.
    File,
    /// The canonical note another group writes in its place.
    Canonical,
}

/// A stretch of text and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextChange {
    /// The byte it starts at.
    pub start: usize,
    /// What stands there.
    pub old: String,
    /// What will.
    pub new: String,
}

/// The retiring of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetireEdit {
    /// The note.
    pub path: VaultPath,
    /// What it holds, and will hold in its new place.
    pub expected: ContentHash,
    /// Where it goes; nothing is there yet.
    pub to: VaultPath,
    /// The text of the note that takes its place, if one does.
    pub stub: Option<String>,
}

/// A group that is not folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftGroup {
    /// What the group is known by.
    pub id: String,
    /// How sure its weakest pair is.
    pub confidence: Confidence,
    /// What speaks for it, in sentences.
    pub evidence: Vec<String>,
    /// Its notes.
    pub notes: Vec<PlannedNote>,
    /// Why it is left, in words.
    pub why: String,
}

/// A place where a query names a note that would be retired.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mention {
    /// The file.
    pub path: VaultPath,
    /// The 1-based line.
    pub line: usize,
    /// The line.
    pub text: String,
    /// The note it names.
    pub names: VaultPath,
}
