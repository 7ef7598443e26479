//! Which notes of a vault are variants of one meeting, how sure that is, and why.
//!
//! ```text
//! Digest of every note ──► Survey ──► blocks: pairs worth a look ──► Verdict of each ──► Groups
//! ```
//!
//! Cheap strict keys propose pairs (`blocks`); no pair outside of a block is ever looked at. A look at the words and
//! bullets that are kept of each note leaves most of these unread (`look`). Evidence decides each pair
//! (`verdict`, and for what the notes say `content`), rule by rule, so that it can be told why two notes are or are not
//! in one group ([`explain`]). A group is formed only where every member fits every other (`linkage`): nothing is
//! chained. Rules, keys and numbers together are a version ([`RULES_VERSION`]).

mod bar;
mod blocks;
mod body;
mod boilerplate;
mod bullets;
mod content;
mod digest;
mod finding;
mod front;
mod gist;
mod grouping;
mod keys;
mod linkage;
mod look;
mod marks;
pub mod names;
mod perhaps;
mod sketch;
mod survey;
mod titles;
mod verdict;
mod wordings;

#[cfg(test)]
mod tests;

pub use blocks::Crowd;
pub use content::{Agreement, Overlap, Tally};
pub use digest::{Digest, DigestOptions, Ignored, Kind};
pub use finding::{Finding, Rule, Speaks};
pub use grouping::{GroupOptions, Grouping, explain, groups};
pub use marks::Marks;
pub use verdict::{Side, Verdict};

use crate::disk::ContentHash;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The version of the rules: it goes up when two notes may be grouped, or told apart, that were not before.
pub const RULES_VERSION: u32 = 11;

/// How sure it is that notes are variants of one meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Something says so, and not enough of it: for a person to look at.
    Doubtful,
    /// The same day and people, and what the notes say agrees; or the same transcript, with something odd about it.
    Likely,
    /// The same text, or the same transcript and what the notes say agrees.
    Certain,
}

impl Confidence {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Doubtful => "doubtful",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Notes that are variants of one meeting, or copies of one note.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What the group is known by: the same for the same texts, wherever they are.
    pub id: String,
    /// How sure the weakest pair is.
    pub confidence: Confidence,
    /// What speaks for it, in sentences without a full stop.
    pub evidence: Vec<String>,
    /// The notes, in the order given.
    pub notes: Vec<Member>,
}

impl Group {
    /// Whether the note with this index is one of it.
    #[must_use]
    pub fn holds(&self, at: usize) -> bool {
        self.notes.iter().any(|member| member.at == at)
    }
}

/// A note of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// Its index among the notes that were grouped.
    pub at: usize,
    /// What its bytes are known by.
    pub hash: ContentHash,
}

/// What a group of notes with these texts is known by.
pub fn id(hashes: impl IntoIterator<Item = ContentHash>) -> String {
    /// Enough to tell the groups of a vault apart (48 bits), and short enough to type.
    const DIGITS: usize = 12;
    let mut texts: Vec<String> = hashes.into_iter().map(|hash| hash.to_string()).collect();
    texts.sort_unstable();
    ContentHash::of(texts.concat().as_bytes()).to_string().chars().take(DIGITS).collect()
}
