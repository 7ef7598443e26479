//! The particulars of a text: what must never get lost when a wording is chosen over another.

use super::Span;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// One number, date, link, piece of code, tag or block id, in a form that compares equal however it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Particular {
    /// A number: decimal digits without grouping, scaled (`€50 million` is `50000000`), and its unit where it has
    /// one (`%`, an ISO currency code, or the stemmed word that follows).
    Number {
        /// The value in plain decimal notation, without trailing zeros after the point.
        value: String,
        /// The unit, lower case; `None` where the number stands alone.
        unit: Option<String>,
    },
    /// A day, written as digits or in words.
    Day(Date),
    /// The target of a wikilink, without alias, folder and `.md`, case-folded, with its `#…` part.
    Wikilink(String),
    /// The address of a Markdown link or a bare URL.
    Url(String),
    /// The text of a code span.
    Code(String),
    /// A tag without `#`, case-folded.
    Tag(String),
    /// A block id without `^`.
    BlockId(String),
}

impl Particular {
    /// Whether two particulars are the same; a number without a unit is the same as that number with one.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        if let (Self::Number { value, unit }, Self::Number { value: value2, unit: unit2 }) = (self, other) {
            return value == value2 && (unit == unit2 || unit.is_none() || unit2.is_none());
        }
        self == other
    }
}

/// Finds the particulars of `text`, in order; `today` is the note's own date, from which words such as
/// `next Friday` are counted. Where the date is not known such words are no particulars.
#[must_use]
pub fn particulars(_text: &str, _today: Option<Date>) -> Vec<(Span, Particular)> {
    Vec::new()
}

/// The set of particulars in `text`.
#[must_use]
pub fn particular_set(text: &str, today: Option<Date>) -> BTreeSet<Particular> {
    particulars(text, today).into_iter().map(|(_, particular)| particular).collect()
}
