//! The values of the configuration and their defaults.

use crate::group::{Confidence, Marks};
use crate::maintain::Policy;
use crate::vault::{Scope, ScopeOptions};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// All values. Every key is optional and has a default; a key that is none is refused.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Values {
    pub(super) language: Language,
    pub(super) scope: ScopeValues,
    pub(super) meeting: MeetingRules,
    pub(super) headings: Headings,
    pub(super) properties: Properties,
    pub(super) people: PeopleValues,
    pub(super) merge: MergeValues,
    pub(super) retire: Retire,
    pub(super) review: Review,
    pub(super) maintain: Maintain,
}

/// The language notes are read in: its stems, headings and names of months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Language {
    /// English, the only one there are lists for.
    #[default]
    #[serde(rename = "en")]
    English,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ScopeValues {
    pub(super) include: Vec<Pattern>,
    pub(super) exclude: Vec<Pattern>,
    pub(super) obsidian_excluded: ObsidianExcluded,
    pub(super) inbox: Vec<String>,
    pub(super) archive: Vec<String>,
}

impl Default for ScopeValues {
    fn default() -> Self {
        Self {
            include: Vec::new(),
            exclude: Vec::new(),
            obsidian_excluded: ObsidianExcluded::Scan,
            inbox: owned(&["inbox", "_inbox"]),
            archive: owned(&["archive", "archives", "_archive"]),
        }
    }
}

/// What is done with files that Obsidian leaves out of searches. An inbox archive is often one of them, and is what
/// notefold is for; so they are scanned unless told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ObsidianExcluded {
    Scan,
    Skip,
}

/// What counts as a meeting note, besides what says so itself: participants, a transcript it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MeetingRules {
    /// Folders of meeting notes, vault-relative or by name.
    pub folders: Vec<String>,
    /// Tags of meeting notes, without `#`; a tag stands for those nested in it.
    pub tags: Vec<String>,
    /// Values of the property `type` of meeting notes.
    pub types: Vec<String>,
}

impl Default for MeetingRules {
    fn default() -> Self {
        let Marks { folders, tags, types } = Marks::of_meetings();
        Self { folders, tags, types }
    }
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Headings {
    pub(super) summary: Vec<String>,
    pub(super) actions: Vec<String>,
    pub(super) decisions: Vec<String>,
    pub(super) facts: Vec<String>,
    pub(super) source: Vec<String>,
    pub(super) related: Vec<String>,
    pub(super) quotes: Vec<String>,
    pub(super) other: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Properties {
    pub(super) participants: Vec<String>,
    pub(super) person: Vec<String>,
    pub(super) date: Vec<String>,
    pub(super) title: Vec<String>,
    pub(super) source_ref: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) aliases: Vec<String>,
    pub(super) r#type: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PeopleValues {
    pub(super) me: String,
    pub(super) folders: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) types: Vec<String>,
    pub(super) names: BTreeMap<String, Vec<String>>,
}

impl Default for PeopleValues {
    fn default() -> Self {
        let Marks { folders, tags, types } = Marks::of_persons();
        Self { me: String::new(), folders, tags, types, names: BTreeMap::new() }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct MergeValues {
    pub(super) priority: Highest,
    pub(super) status_tags: BTreeMap<StatusMark, Vec<String>>,
}

impl Default for MergeValues {
    fn default() -> Self {
        let defaults = crate::merge::MergeOptions::default();
        let tags = defaults.status_tags.into_iter().map(|(status, tags)| (StatusMark(status), tags));
        Self { priority: Highest::Base, status_tags: tags.collect() }
    }
}

/// Which priority is taken where variants disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Highest {
    Base,
    Highest,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Retire {
    pub(super) folder: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Review {
    pub(super) note: String,
}

impl Default for Review {
    fn default() -> Self {
        Self { note: crate::review::note::NOTE.to_owned() }
    }
}

/// What may be done unattended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Maintain {
    pub(super) include: Vec<Pattern>,
    pub(super) min_confidence: Confidence,
    pub(super) max_groups: usize,
    pub(super) max_retired: usize,
    pub(super) max_share: f64,
    pub(super) quiet_minutes: u32,
    pub(super) max_loss: f64,
    pub(super) conflicts: Vec<String>,
    pub(super) queue: Queue,
    pub(super) host: String,
    pub(super) backup_days: u32,
}

impl Default for Maintain {
    fn default() -> Self {
        let Policy { min_confidence, max_groups, max_retired, max_share, quiet_minutes, max_loss, conflicts } =
            Policy::default();
        Self {
            include: Vec::new(),
            min_confidence,
            max_groups,
            max_retired,
            max_share,
            quiet_minutes,
            max_loss,
            conflicts: conflicts.into_iter().collect(),
            queue: Queue::Plan,
            host: String::new(),
            // Long enough to come back from a holiday and find that something is wrong.
            backup_days: 90,
        }
    }
}

/// Where what waits for a person is queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Queue {
    /// As the vault's latest plan, in the state folder.
    Plan,
    /// As the review note in the vault, too.
    Note,
}

/// A pattern of paths that was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Pattern(String);

impl TryFrom<String> for Pattern {
    type Error = crate::vault::PatternError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Scope::of(&ScopeOptions { exclude: vec![text.clone()], ..ScopeOptions::default() })?;
        Ok(Self(text))
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.0
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The character between the brackets of a checkbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct StatusMark(pub(super) char);

impl TryFrom<String> for StatusMark {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(mark), None) => Ok(Self(mark)),
            _ => Err(format!("a status is one character, and `{text}` is not")),
        }
    }
}

impl From<StatusMark> for String {
    fn from(mark: StatusMark) -> Self {
        mark.0.to_string()
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
