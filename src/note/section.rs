//! Sections: what stands under a heading, and what the heading is for.

use serde::Serialize;
use std::ops::Range;

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A summary, TL;DR, overview, recap.
    Summary,
    /// Action items.
    Actions,
    /// Decisions.
    Decisions,
    /// Facts: key information, discussion notes, highlights.
    Facts,
    /// Where the note was made from.
    Source,
    /// Links to other notes.
    Related,
    /// Words quoted.
    Quotes,
    /// Anything else; kept whole.
    Other,
}

/// A heading and the blocks under it, up to the next heading or thematic break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The index of the heading block; `None` before the first heading and after a thematic break.
    pub heading: Option<usize>,
    /// The heading's level, 1 to 6; 0 without a heading.
    pub level: u8,
    /// The heading's text without `#`, emphasis and trailing blanks; empty without a heading.
    pub title: String,
    /// What it is for; a heading that says nothing itself (a topic) takes the role of the section it stands under.
    pub role: Role,
    /// Whether the role comes from the section it stands under.
    pub inherits: bool,
    /// The section whose heading stands above this one with a lower level.
    pub parent: Option<usize>,
    /// The indices of its blocks: the heading and what follows, without the sections under it.
    pub blocks: Range<usize>,
}

/// The key by which headings are compared: as Obsidian does, without punctuation, case and repeated blanks; emoji
/// and numbering in front (`1.`, `2)`) do not count.
#[must_use]
pub fn heading_key(_title: &str) -> String {
    String::new()
}
