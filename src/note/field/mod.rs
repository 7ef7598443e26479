//! Fields: what stands in an item besides its wording.
//!
//! Reading cuts the content of an item into wording and fields. Fields are read wherever a person would see one, also
//! where Obsidian Tasks does not (it stops at the first text from the right that is no field), since the
//! canonical note has them written properly.

use super::Role;
use crate::text::Span;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

mod dataview;
mod gathered;
mod labels;
mod lead;
mod mark;
mod names;
mod objects;
mod owner;
mod reading;
mod taking;
mod tasks;
mod words;

#[cfg(test)]
mod tests;

pub(super) use names::Names;
pub(super) use owner::note_of;
pub(super) use reading::read;

/// The names of fields. The order is the one Obsidian Tasks writes them in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// The character of the checkbox.
    Status,
    /// Who does it.
    Owner,
    /// Tags.
    Tags,
    /// The Tasks id.
    Id,
    /// The Tasks ids it depends on.
    DependsOn,
    /// The priority.
    Priority,
    /// The recurrence rule.
    Recurrence,
    /// What happens on completion.
    OnCompletion,
    /// The day it was created.
    Created,
    /// The day it starts.
    Start,
    /// The day it is scheduled for.
    Scheduled,
    /// The day it is due.
    Due,
    /// The day it was cancelled.
    Cancelled,
    /// The day it was done.
    Done,
    /// A Dataview field of another name.
    Other(String),
    /// The block id.
    BlockId,
}

/// What the checkbox of an item says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status(pub char);

impl Status {
    /// Whether a program proposes it and no person has taken it up: `[?]`.
    #[must_use]
    pub fn is_proposed(self) -> bool {
        self.0 == '?'
    }

    /// Whether it is to be done, and no more is said: `[ ]`.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.0 == ' '
    }

    /// Whether it is done: `[x]`.
    #[must_use]
    pub fn is_done(self) -> bool {
        matches!(self.0, 'x' | 'X')
    }

    /// Whether it was given up: `[-]`.
    #[must_use]
    pub fn is_cancelled(self) -> bool {
        self.0 == '-'
    }

    /// Whether a person made this mark: anything but `[ ]` and `[?]`.
    #[must_use]
    pub fn is_of_a_person(self) -> bool {
        !self.is_open() && !self.is_proposed()
    }
}

/// The priorities of Obsidian Tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// ⏬
    Lowest,
    /// 🔽
    Low,
    /// 🔼
    Medium,
    /// ⏫
    High,
    /// 🔺
    Highest,
}

/// The fields of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// The checkbox; `None` when the item has none.
    pub status: Option<Status>,
    /// Who does it, in the order written.
    pub owners: Vec<Owner>,
    /// Created, start, scheduled, due, cancelled, done.
    pub dates: BTreeMap<FieldName, FieldDate>,
    /// The priority.
    pub priority: Option<Priority>,
    /// The recurrence rule, as written.
    pub recurrence: Option<String>,
    /// What happens on completion, as written.
    pub on_completion: Option<String>,
    /// The Tasks id.
    pub id: Option<String>,
    /// The Tasks ids it depends on.
    pub depends_on: Vec<String>,
    /// The tags, without `#`, as written.
    pub tags: Vec<String>,
    /// The block id, without `^`.
    pub block_id: Option<String>,
    /// Dataview fields of other names: key and value as written.
    pub other: BTreeMap<String, String>,
}

/// A date in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDate {
    /// The words or digits, as written.
    pub written: String,
    /// The day; `None` when there is no such day, or the words are vague.
    pub day: Option<Date>,
}

/// Someone an item is assigned to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The name as written, without `@`, brackets and emphasis; for a wikilink with an alias the alias.
    pub name: String,
    /// The target of the wikilink, when it is one.
    pub link: Option<String>,
    /// How it is written.
    pub notation: Notation,
}

impl Owner {
    /// The name of the note that the wikilink leads to, without folder and ending, when it is one.
    #[must_use]
    pub fn linked_note(&self) -> Option<&str> {
        self.link.as_deref().map(note_of)
    }
}

/// How a field is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Notation {
    /// `📅 2025-11-08`.
    Emoji,
    /// `[due:: 2025-11-08]`.
    Brackets,
    /// `(due:: 2025-11-08)`.
    Parentheses,
    /// `(due Sep 12)`, `by Friday` at the end.
    Words,
    /// `@Tomer`.
    At,
    /// `[[Tomer Hagay]]`.
    Wikilink,
    /// `**Tomer**:` in front.
    Bold,
    /// `— Tomer` at the end.
    Trailing,
    /// A cell of a table.
    Cell,
    /// `#tag`, `^block-id`: only one way to write them.
    Sign,
}

/// A stretch of an item's content.
///
/// Blanks belong to no part, nor do the separators around fields: dashes, colons, commas, `and` between owners, brackets and
/// emphasis around words that are fields. Signs, keys and labels (`📅`, `[due:: …]`, `due`, `Owner:`, `@`) belong to the
/// part of their field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it stands in the note.
    pub span: Span,
    /// What it is.
    pub kind: PartKind,
}

/// What a stretch of an item's content is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartKind {
    /// Words of the item.
    Wording,
    /// A field; one part an owner, one part a tag.
    Field(FieldName, Notation),
}

/// What is known when the content of an item is read.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The names of the participants, which tell where the name of an owner ends.
    pub(super) names: &'a Names<'a>,
    /// The note's own date.
    pub(super) today: Option<Date>,
    /// What the item's section is for. Names and dates written as plain words (`**Tomer**: …`, `— Tomer`,
    /// `(due Sep 12)`) are fields in actions only, or where the role is not known: in a fact
    /// `Laura: tiger` names a speaker.
    pub(super) role: Option<Role>,
    /// Whose names are read in bold in front of a task.
    pub(super) leads: Leads,
}

/// Whose names `**Johno**: build it` may start with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leads {
    /// Anyone's: one who was not there may be the owner.
    Anyone,
    /// Those of participants: other words in bold are topics (`**Azure**: move the cluster`).
    Participants,
}

/// Whether `name` stands for one of the participants, for all or for nobody.
pub(super) fn is_known(name: &str, names: &Names<'_>) -> bool {
    names::is_group(name) || names.knows(name)
}

/// Whom a line that is nothing but names (`**Tomer:**`) makes the owners of what is nested under it: participants, by
/// the name their list has.
pub(super) fn owners_of_topic(wording: &str, names: &Names<'_>) -> Vec<Owner> {
    let bare = wording.trim_matches(['*', '_', ' ', ':']);
    let found = owner::list(bare, owner::Trust::Seldom, names).unwrap_or_default();
    let owners: Vec<Owner> = found.into_iter().map(|(_, owner)| owner).collect();
    if !owners.iter().all(|owner| is_known(&owner.name, names)) {
        return Vec::new();
    }
    let listed = |name: &str| {
        let mut meant =
            names.participants().iter().filter(|one| Names::of(std::slice::from_ref(*one)).knows(name));
        meant.next().filter(|_| meant.next().is_none()).cloned()
    };
    owners
        .into_iter()
        .map(|owner| Owner {
            name: listed(&owner.name).unwrap_or(owner.name),
            notation: Notation::At,
            ..owner
        })
        .collect()
}

/// The content of an item, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// What it says without fields; mojibake read as what it was, on one line.
    pub wording: String,
    /// The fields; the status is not among them.
    pub fields: Fields,
    /// The parts, with spans into the content given.
    pub parts: Vec<Part>,
    /// What is odd, in words.
    pub problems: Vec<String>,
}
