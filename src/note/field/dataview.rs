//! The Dataview format: `[key:: value]`, `(key:: value)`.

use super::mark::{Claim, Mark, Reach, Value};
use super::names::Names;
use super::owner::{self, Trust};
use super::{Context, FieldDate, FieldName, Notation, Owner, Priority};
use crate::text::Span;
use crate::text::dates::{date_at_start, iso_day};
use jiff::civil::Date;

/// The keys of Obsidian Tasks, and of owners, for which there is no standard. Upper and lower case are the same.
const KEYS: &[(&str, FieldName)] = &[
    ("id", FieldName::Id),
    ("dependsOn", FieldName::DependsOn),
    ("priority", FieldName::Priority),
    ("repeat", FieldName::Recurrence),
    ("onCompletion", FieldName::OnCompletion),
    ("created", FieldName::Created),
    ("start", FieldName::Start),
    ("scheduled", FieldName::Scheduled),
    ("due", FieldName::Due),
    ("cancelled", FieldName::Cancelled),
    ("completion", FieldName::Done),
    ("owner", FieldName::Owner),
    ("assignee", FieldName::Owner),
    ("assigned", FieldName::Owner),
    ("assignedTo", FieldName::Owner),
    ("assigned to", FieldName::Owner),
    ("owners", FieldName::Owner),
    ("assignees", FieldName::Owner),
];

impl FieldName {
    /// The key the Dataview format has for it; `None` for tags, the status and the block id, which are written in
    /// one way only.
    #[must_use]
    pub fn dataview_key(&self) -> Option<&str> {
        if let Self::Other(key) = self {
            return Some(key);
        }
        KEYS.iter().find(|(_, name)| name == self).map(|(key, _)| *key)
    }
}

/// The brackets of a text that may hold fields.
pub(super) struct Brackets<'a> {
    text: &'a str,
    /// Where the bracket that opens at a place closes, in order of places.
    pairs: Vec<(usize, usize)>,
}

impl<'a> Brackets<'a> {
    /// Matches the brackets of `text`. Where there is no `::` none are needed.
    pub(super) fn of(text: &'a str) -> Self {
        let mut pairs = Vec::new();
        let mut open: Vec<(usize, u8)> = Vec::new();
        if text.contains("::") {
            for (at, byte) in text.bytes().enumerate() {
                match byte {
                    b'[' => open.push((at, b']')),
                    b'(' => open.push((at, b')')),
                    b']' | b')' => {
                        // An emoticon or a lone bracket of the other kind closes nothing.
                        if open.last().is_some_and(|(_, closing)| *closing == byte)
                            && let Some((start, _)) = open.pop()
                        {
                            pairs.push((start, at));
                        }
                    }
                    b'\n' => open.clear(),
                    _ => {}
                }
            }
            pairs.sort_unstable();
        }
        Self { text, pairs }
    }

    /// Reads the field whose bracket opens at `at`.
    pub(super) fn mark_at(&mut self, at: usize, context: Context<'_>) -> Option<Mark> {
        let pair = self.pairs.binary_search_by_key(&at, |(start, _)| *start).ok()?;
        let (start, end) = *self.pairs.get(pair)?;
        let inside = self.text.get(start + 1..end)?;
        // The key ends at the first `::` and holds no bracket, so that this stops early.
        let key_end = inside.find(['[', '(', '\n']).unwrap_or(inside.len());
        let key_end = inside.get(..key_end)?.find("::")?;
        let key = inside.get(..key_end)?.trim();
        let value = inside.get(key_end + 2..)?;
        if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/')) {
            return None;
        }
        let name =
            KEYS.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, name)| name.clone());
        // `(std::fs)` is a path of some programming language.
        if name.is_none() && !value.is_empty() && !value.starts_with(' ') {
            return None;
        }
        let brackets = self.text.as_bytes().get(start) == Some(&b'[');
        let notation = if brackets { Notation::Brackets } else { Notation::Parentheses };
        let span = Span::new(start, end + 1);
        let written = value.trim();
        let claim = |value| vec![Claim::new(span, value, notation)];
        let claims = match name {
            Some(name) if written.is_empty() => claim(Value::Empty(name)),
            Some(FieldName::Owner) => {
                let value_at = start + 1 + key_end + 2;
                owner_claims(span, value_at, value, notation, context.names)
            }
            Some(name) => claim(known(name, key, written, context.today)),
            None => claim(Value::Other(key.to_owned(), written.to_owned())),
        };
        Some(Mark { span, claims, reach: Reach::Anywhere })
    }
}

/// The value of a field of Tasks; what is no such value is kept as a field of another name.
fn known(name: FieldName, key: &str, written: &str, today: Option<Date>) -> Value {
    let ids = || written.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect();
    if name.is_date() {
        return Value::Date(name, FieldDate { written: written.to_owned(), day: day(written, today) });
    }
    let other = || Value::Other(key.to_owned(), written.to_owned());
    match name {
        FieldName::Priority => Priority::of_word(written).map_or_else(other, Value::Priority),
        FieldName::Recurrence => Value::Recurrence(written.to_owned()),
        FieldName::OnCompletion => Value::OnCompletion(written.to_owned()),
        FieldName::Id => Value::Id(written.to_owned()),
        FieldName::DependsOn => Value::DependsOn(ids()),
        FieldName::Status
        | FieldName::Owner
        | FieldName::Tags
        | FieldName::Created
        | FieldName::Start
        | FieldName::Scheduled
        | FieldName::Due
        | FieldName::Cancelled
        | FieldName::Done
        | FieldName::Other(_)
        | FieldName::BlockId => other(),
    }
}

fn day(written: &str, today: Option<Date>) -> Option<Date> {
    // `[due:: [[2025-11-08]]]` links to the daily note.
    let bare = written.trim_start_matches('[').trim_end_matches(']');
    iso_day(bare).or_else(|| date_at_start(bare, today)?.day)
}

/// One claim for each owner: the whole bracket for one, the name for each of several.
fn owner_claims(
    span: Span,
    value_at: usize,
    value: &str,
    notation: Notation,
    names: &Names<'_>,
) -> Vec<Claim> {
    let found = owner::list(value, Trust::Labelled, names).unwrap_or_default();
    match found.as_slice() {
        [] => {
            let owner = Owner { name: value.trim().to_owned(), link: None, notation };
            vec![Claim::new(span, Value::Owner(owner), notation)]
        }
        [(_, owner)] => vec![Claim::new(span, Value::Owner(Owner { notation, ..owner.clone() }), notation)],
        several => several
            .iter()
            .map(|(name, owner)| {
                let owner = Owner { notation, ..owner.clone() };
                Claim::new(name.shifted(value_at), Value::Owner(owner), notation)
            })
            .collect(),
    }
}
