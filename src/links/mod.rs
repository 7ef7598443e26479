//! Which note links where, resolved as Obsidian does, and how links follow when notes are folded.
//!
//! ```text
//! text ──► [Link] ──┐
//!                   ▼
//! all files ──► Names, Moves ──► Follow ──► [Change], spliced into the text
//! ```
//!
//! * [`of_note`] and [`of_canvas`] find the links of a file, in every syntax Obsidian counts as one.
//! * [`Names`] tells which file a link means.
//! * [`Anchors`] are the headings and block ids of a note, which the part of a link behind `#` names.
//! * [`Moves`] says where the notes that are folded go; the caller makes it.
//! * [`Follow`] gives the changes that lead every link where its target went.
//! * [`Mentions`] are kept of each file so that only files that may link to a retired note are read again.
//! * [`Queries`] finds notes named in queries and bases, which are reported and never edited.
//!
//! Where it is not known whether Obsidian counts something as a link (in a block of HTML), it is taken for one: to
//! change the name of a note there does no harm, to leave it might.

mod anchors;
mod canvas;
mod destination;
mod follow;
mod json;
mod mentions;
mod names;
mod note;
mod property;
mod queries;
mod wikilink;
mod write;

pub use anchors::{Anchor, Anchors, Heading, subpath_key};
pub use canvas::{Canvas, of_canvas};
pub use follow::{Change, Folded, Follow, Followed, Moves, Stuck, Whereabouts, apply};
pub use mentions::{Mentions, mention_of};
pub use names::Names;
pub use note::of_note;
pub use queries::{Queries, Unfollowed};

use crate::text::Span;

/// A link of a file to a file of the vault, or to a place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it stands in the file, delimiters included. An image in the text of a link stands in that one's span.
    pub span: Span,
    /// The part that names the target, path and subpath, without delimiters: what a change replaces. No two of a
    /// file overlap.
    pub target: Span,
    /// How it is written.
    pub syntax: Syntax,
    /// What the characters of the target are written in.
    pub enclosure: Enclosure,
    /// The path or name of the target, decoded, as it was written; empty for the file the link stands in.
    pub path: String,
    /// The place in the target, decoded: `#Heading`, `#Heading#Heading`, `#^block`, `#page=3`; empty without one.
    pub subpath: String,
    /// What is shown in its place: an alias, the text of a Markdown link, the size of an image.
    pub alias: Option<String>,
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// `[[target|alias]]`, in the text or as the whole value of a property.
    Wikilink,
    /// `![[target|size]]`.
    Embed,
    /// `[text](target "title")`, or `![text](target)`, or the target of `[label]: target "title"`.
    Markdown {
        /// Whether the target stands in `<…>`.
        angle: bool,
    },
    /// The `file` of a node of a canvas, a path from the vault's folder.
    FileNode {
        /// What stands in the quotes of its `subpath`; `None` when it has none.
        subpath: Option<Span>,
    },
}

/// What the characters of a link are written in, besides its own syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enclosure {
    /// Nothing: they are the text.
    Text,
    /// A string of JSON, in a canvas.
    Json,
    /// A string of YAML between `'`.
    SingleQuotes,
    /// A string of YAML between `"`.
    DoubleQuotes,
}
