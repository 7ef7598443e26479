//! Labels in front of fields: `Owner: Tomer`, `due Sep 12`, `priority: high`.

use super::mark::{Claim, Value};
use super::owner::Trust;
use super::words::Words;
use super::{Notation, Owner, Priority};
use crate::text::Span;
use crate::text::lexicon::Lexicon;
use std::sync::LazyLock;

/// Labels before owners, longest first; lower case.
const OWNER_LABELS: &[&str] = &[
    "action owner",
    "person responsible",
    "responsible",
    "assigned to",
    "action item for",
    "assignees",
    "assignee",
    "assigned",
    "owned by",
    "owners",
    "owner",
    "who",
    "dri",
    "lead",
];

/// Labels before days, longest first; lower case.
const DUE_LABELS: &[&str] = &[
    "to be done by",
    "due date",
    "due by",
    "due on",
    "deadline",
    "target date",
    "due",
    "eta",
    "by when",
    "when",
    "by",
];

/// Labels that mean a day or an owner without a colon too.
const BARE_LABELS: &[&str] =
    &["assigned to", "owned by", "due by", "due on", "due", "by", "deadline", "to be done by"];

const PRIORITY_LABELS: &[&str] = &["priority", "prio"];

/// What a label stands before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Who does it.
    Owner,
    /// The day it is due.
    Due,
    /// How much it matters.
    Priority,
}

impl Label {
    fn labels(self) -> &'static [&'static str] {
        match self {
            Self::Owner => OWNER_LABELS,
            Self::Due => DUE_LABELS,
            Self::Priority => PRIORITY_LABELS,
        }
    }
}

/// The first words of all labels. Labels are looked for at every word near an end, and nearly no word begins one.
static FIRST_WORDS: LazyLock<Lexicon<()>> = LazyLock::new(|| {
    let labels = [OWNER_LABELS, DUE_LABELS, PRIORITY_LABELS].into_iter().flatten();
    Lexicon::of(labels.map(|label| (label.split(' ').next().unwrap_or(label), ())))
});

/// Whether `text` may begin with a label.
fn may_open(text: &str) -> bool {
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    text.get(..length).is_some_and(|word| FIRST_WORDS.get(word).is_some())
}

impl Words<'_> {
    /// Whether a label of an owner or a day starts at `at`.
    pub(super) fn opens_label(&self, at: usize, to: usize) -> bool {
        may_open(self.slice(at, to))
            && (self.label(at, to, Label::Owner).is_some() || self.label(at, to, Label::Due).is_some())
    }

    /// The index behind a label of the kind at `at` and its colon; without a colon for [`BARE_LABELS`] only.
    pub(super) fn label(&self, at: usize, to: usize, kind: Label) -> Option<usize> {
        let text = self.slice(at, to);
        let (label, rest) = kind.labels().iter().find_map(|label| {
            let found = text.get(..label.len())?;
            let rest = text.get(label.len()..)?;
            (found.eq_ignore_ascii_case(label) && !rest.starts_with(char::is_alphanumeric))
                .then_some((label, rest))
        })?;
        let value = match rest.trim_start_matches(['*', '_', ' ']).strip_prefix(':') {
            Some(value) => value,
            None if BARE_LABELS.contains(label) => rest,
            None => return None,
        };
        Some(to - value.trim_start_matches(['*', '_', ' ', ':']).len())
    }

    /// `Owner: Tomer`, `due Sep 12`, `priority: high`, `high priority`.
    pub(super) fn labelled(&self, at: usize, to: usize) -> Option<(Claim, usize)> {
        // No label opens with the word for a priority.
        if may_open(self.slice(at, to)) { self.after_label(at, to) } else { self.priority_in_words(at, to) }
    }

    /// `Owner: Tomer`, `due Sep 12`, `priority: high`.
    fn after_label(&self, at: usize, to: usize) -> Option<(Claim, usize)> {
        if let Some(value_at) = self.label(at, to, Label::Owner) {
            let place = self.marks.partition_point(|mark| mark.span.start < value_at);
            let mark = self.marks.get(place).filter(|mark| mark.span.start == value_at && mark.is_owner());
            if let Some(mark) = mark {
                let value = mark.claims.first()?.value.clone();
                let Value::Owner(owner) = value else { return None };
                let claim = Claim::new(
                    Span::new(at, mark.span.end),
                    Value::Owner(Owner { notation: Notation::Words, ..owner }),
                    Notation::Words,
                );
                return Some((claim, mark.span.end));
            }
            let (claim, next) = self.owner(value_at, to, Trust::Labelled)?;
            return Some((Claim { span: Span::new(at, claim.span.end), ..claim }, next));
        }
        if let Some(value_at) = self.label(at, to, Label::Due) {
            let (claim, next) = self.day(value_at, to)?;
            return Some((Claim { span: Span::new(at, claim.span.end), ..claim }, next));
        }
        let value_at = self.label(at, to, Label::Priority)?;
        let text = self.slice(value_at, to);
        let length = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
        let priority = Priority::of_word(text.get(..length)?)?;
        let span = Span::new(at, value_at + length);
        Some((Claim::new(span, Value::Priority(priority), Notation::Words), span.end))
    }

    /// `high priority`.
    fn priority_in_words(&self, at: usize, to: usize) -> Option<(Claim, usize)> {
        let text = self.slice(at, to);
        let (word, rest) = text.split_once(' ')?;
        let priority = Priority::of_word(word)?;
        let found = rest.get(..8).filter(|found| found.eq_ignore_ascii_case("priority"))?;
        let span = Span::new(at, at + word.len() + 1 + found.len());
        Some((Claim::new(span, Value::Priority(priority), Notation::Words), span.end))
    }
}
