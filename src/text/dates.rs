//! Dates as people write them.

use super::Span;
use jiff::civil::Date;

/// A date found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    /// The words that name it, a leading `due`, `by`, `on` not included.
    pub span: Span,
    /// The day meant; `None` when the words name no single day (`end of the month`, `soon`).
    pub day: Option<Date>,
}

/// Finds the dates of `text`: `2025-09-12`, `Sep 12`, `12 September 2025`, `Friday`, `next Friday`, `tomorrow`,
/// `in two weeks`. Words that need a starting point are counted from `today`, and are no single day without it.
#[must_use]
pub fn dates(_text: &str, _today: Option<Date>) -> Vec<DateMention> {
    Vec::new()
}
