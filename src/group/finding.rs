//! What the rules say of two notes, in words.

use super::content::{Agreement, Overlap};

/// A rule; in the order they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Notes that are never grouped.
    Scope,
    /// Equal bytes, equal text.
    Text,
    /// The name of a copy.
    Name,
    /// The day of the meeting.
    Date,
    /// The transcript the note was made from.
    Transcript,
    /// What kind of note it is.
    Kind,
    /// Who took part.
    People,
    /// What the titles call them.
    Title,
    /// The language.
    Language,
    /// What the notes say.
    Content,
}

impl Rule {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scope => "scope",
            Self::Text => "text",
            Self::Name => "name",
            Self::Date => "date",
            Self::Transcript => "transcript",
            Self::Kind => "kind",
            Self::People => "people",
            Self::Title => "title",
            Self::Language => "language",
            Self::Content => "content",
        }
    }
}

/// On which side a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speaks {
    /// For one group.
    For,
    /// Neither way.
    Neither,
    /// Against one group.
    Against,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// On which side it is.
    pub speaks: Speaks,
    /// What it found, in words, lower case, without a full stop.
    pub says: String,
}

/// What both say, in words: `10 of 10 action items, 6 of 8 decisions and 7 of 9 facts agree`.
pub(super) fn said(agreement: &Agreement) -> String {
    let of = |tally: super::Tally, one: &str, several: &str| {
        let what = if tally.of == 1 { one } else { several };
        (tally.of > 0).then(|| format!("{} of {} {what}", tally.both, tally.of))
    };
    let parts: Vec<String> = [
        of(agreement.actions, "action item", "action items"),
        of(agreement.decisions, "decision", "decisions"),
        of(agreement.facts, "fact", "facts"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match parts.as_slice() {
        [] if agreement.by_role.of == 0 => "there are no items to compare".to_owned(),
        [] => format!("{} of {} items agree", agreement.by_role.both, agreement.by_role.of),
        [part] => format!("{part} agree"),
        [first @ .., last] => format!("{} and {last} agree", first.join(", ")),
    }
}

/// What notes made from one form both say, in words.
pub(super) fn said_of_their_own(overlap: Overlap) -> String {
    format!(
        "{} items stand in both word for word, numbers aside, as in notes made from one form; of the others {} of {} agree",
        overlap.equal,
        overlap.both - overlap.equal,
        overlap.own()
    )
}
