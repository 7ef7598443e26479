//! Frontmatter: parsed by `serde_yaml`, known by the spans of its entries.

use crate::text::Span;
use serde_yaml::Value;

/// The frontmatter of a note.
#[derive(Debug, Clone, PartialEq)]
pub enum Frontmatter {
    /// There is none.
    Absent,
    /// There is one that is no YAML mapping, or is too deep or too large to be read; such a note is not merged.
    Unparsed {
        /// The 1-based line the parser stopped at.
        line: usize,
        /// Why, in the parser's words.
        why: String,
    },
    /// Its top-level entries, in order.
    Parsed {
        /// What stands between the fences, fences not included.
        body: Span,
        /// The entries. Comments and blank lines between them belong to none.
        properties: Vec<Property>,
    },
}

/// A top-level entry of the frontmatter.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// The key as written.
    pub key: String,
    /// The key it means: lower case, synonyms replaced (`attendees` is `participants`).
    pub meaning: String,
    /// Its whole lines.
    pub span: Span,
    /// The 1-based line of its key.
    pub line: usize,
    /// Its value.
    pub value: Value,
    /// How its list is written; `None` when the value is no list.
    pub list_style: Option<ListStyle>,
    /// The quote its value, or the first entry of its list, stands in: `'`, `"`, or `None` when plain.
    pub quote: Option<char>,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListStyle {
    /// `[a, b]`.
    Flow,
    /// `- a` on lines of their own, indented by so many blanks.
    Block {
        /// The blanks before each `-`.
        indent: usize,
    },
}
