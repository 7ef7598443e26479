//! The emoji format of Obsidian Tasks.

use super::mark::{Claim, Mark, Reach, Value};
use super::{FieldDate, FieldName, Notation, Priority};
use crate::text::dates::{date_at_start, iso_day};
use crate::text::{Span, boundary_before};
use jiff::civil::Date;

/// The sign of each field that has a value, its alternates behind it.
const SIGNS: &[(FieldName, &[char])] = &[
    (FieldName::Id, &['🆔']),
    (FieldName::DependsOn, &['⛔']),
    (FieldName::Recurrence, &['🔁']),
    (FieldName::OnCompletion, &['🏁']),
    (FieldName::Created, &['➕']),
    (FieldName::Start, &['🛫']),
    (FieldName::Scheduled, &['⏳', '⌛']),
    (FieldName::Due, &['📅', '📆', '🗓']),
    (FieldName::Cancelled, &['❌']),
    (FieldName::Done, &['✅']),
];

/// The priorities with their signs and words.
const PRIORITIES: &[(Priority, char, &str)] = &[
    (Priority::Lowest, '⏬', "lowest"),
    (Priority::Low, '🔽', "low"),
    (Priority::Medium, '🔼', "medium"),
    (Priority::High, '⏫', "high"),
    (Priority::Highest, '🔺', "highest"),
];

impl FieldName {
    /// The sign Obsidian Tasks writes before the value; `None` for fields that have none of their own. The sign of a
    /// priority is [`Priority::sign`].
    #[must_use]
    pub fn sign(&self) -> Option<char> {
        SIGNS.iter().find(|(name, _)| name == self).and_then(|(_, signs)| signs.first().copied())
    }

    /// The field `sign` stands before, as Obsidian Tasks writes it or also reads it.
    #[must_use]
    pub fn of_sign(sign: char) -> Option<Self> {
        SIGNS.iter().find(|(_, signs)| signs.contains(&sign)).map(|(name, _)| name.clone())
    }

    /// Whether its value is a day.
    #[must_use]
    pub fn is_date(&self) -> bool {
        matches!(
            self,
            Self::Created | Self::Start | Self::Scheduled | Self::Due | Self::Cancelled | Self::Done
        )
    }
}

impl Priority {
    /// The sign Obsidian Tasks writes for it.
    #[must_use]
    pub fn sign(self) -> char {
        PRIORITIES.iter().find(|(priority, _, _)| *priority == self).map_or('⏫', |(_, sign, _)| *sign)
    }

    /// The word the Dataview format has for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        PRIORITIES.iter().find(|(priority, _, _)| *priority == self).map_or("high", |(_, _, word)| word)
    }

    /// The priority a word means; upper and lower case are the same.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let word = word.trim();
        PRIORITIES
            .iter()
            .find(|(_, _, name)| name.eq_ignore_ascii_case(word))
            .map(|(priority, _, _)| *priority)
    }

    /// The priority `sign` is written for.
    #[must_use]
    pub fn of_sign(sign: char) -> Option<Self> {
        PRIORITIES.iter().find(|(_, other, _)| *other == sign).map(|(priority, _, _)| *priority)
    }
}

/// Reads the sign at `at` with its value; `None` where there is no sign, or no value behind it.
pub(super) fn mark_at(text: &str, at: usize, today: Option<Date>) -> Option<Mark> {
    let rest = text.get(at..)?;
    let sign = rest.chars().next()?;
    let behind = rest.get(sign.len_utf8()..)?;
    let behind = behind.strip_prefix('\u{fe0f}').unwrap_or(behind);
    if let Some(priority) = Priority::of_sign(sign) {
        let span = Span::new(at, text.len() - behind.len());
        return Some(Mark::of(Claim::new(span, Value::Priority(priority), Notation::Emoji), Reach::Edge));
    }
    let name = FieldName::of_sign(sign)?;
    // Tasks takes ordinary blanks only; a no-break space is read here too, and written as an ordinary one.
    let value = behind.trim_start_matches([' ', '\t', '\u{a0}']);
    let value_at = text.len() - value.len();
    let (length, value, reach) = match name {
        FieldName::Recurrence => {
            let length = prefix(value, |c| c.is_ascii_alphanumeric() || matches!(c, ',' | '!' | ' '));
            let rule = value.get(..length)?.trim_end_matches([' ', ',']);
            let starts = rule.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("every"));
            starts.then(|| (rule.len(), Value::Recurrence(rule.to_owned()), Reach::Anywhere))?
        }
        FieldName::OnCompletion => {
            let length = prefix(value, |c| c.is_ascii_alphabetic());
            let word = value.get(..length).filter(|word| !word.is_empty())?;
            (length, Value::OnCompletion(word.to_owned()), Reach::Tail)
        }
        FieldName::Id => {
            let length = prefix(value, is_of_id);
            let id = value.get(..length).filter(|id| !id.is_empty())?;
            (length, Value::Id(id.to_owned()), Reach::Tail)
        }
        FieldName::DependsOn => {
            let (length, ids) = ids(value)?;
            (length, Value::DependsOn(ids), Reach::Tail)
        }
        FieldName::Created
        | FieldName::Start
        | FieldName::Scheduled
        | FieldName::Due
        | FieldName::Cancelled
        | FieldName::Done => {
            let (length, date) = date(value, today)?;
            (length, Value::Date(name, date), Reach::Anywhere)
        }
        FieldName::Status
        | FieldName::Owner
        | FieldName::Tags
        | FieldName::Priority
        | FieldName::Other(_)
        | FieldName::BlockId => return None,
    };
    Some(Mark::of(Claim::new(Span::new(at, value_at + length), value, Notation::Emoji), reach))
}

/// Whether `c` may stand in a Tasks id.
fn is_of_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

fn prefix(text: &str, is_in: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_in(c)).unwrap_or(text.len())
}

/// `abc, def`: ids with commas between, and the length they take.
fn ids(text: &str) -> Option<(usize, Vec<String>)> {
    let mut ids = Vec::new();
    let mut end = 0;
    let mut rest = text;
    loop {
        let length = prefix(rest, is_of_id);
        if length == 0 {
            break;
        }
        ids.push(rest.get(..length)?.to_owned());
        end = text.len() - rest.len() + length;
        let Some(behind) = text.get(end..)?.trim_start_matches(' ').strip_prefix(',') else { break };
        rest = behind.trim_start_matches(' ');
    }
    (!ids.is_empty()).then_some((end, ids))
}

/// The date at the start of `text`: digits in the shape of a day, or words that name one.
fn date(text: &str, today: Option<Date>) -> Option<(usize, FieldDate)> {
    const LONGEST_WORDS: usize = 40;
    let digits = text.get(..10).filter(|digits| {
        digits.bytes().enumerate().all(
            |(at, byte)| {
                if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
            },
        )
    });
    if let Some(digits) =
        digits.filter(|_| !text.get(10..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
    {
        return Some((10, FieldDate { written: digits.to_owned(), day: iso_day(digits) }));
    }
    let words = text.get(..boundary_before(text, LONGEST_WORDS))?;
    let mention = date_at_start(words, today).filter(|mention| mention.day.is_some())?;
    Some((mention.span.end, FieldDate { written: mention.span.of(words).to_owned(), day: mention.day }))
}
