//! Dates that are counted from the day of the note, and words of time that name no day.

use super::calendar::{self, day_in_weeks, plus_days};
use super::{Read, Scan};
use crate::text::token::TokenKind;

impl Scan<'_> {
    /// The weekday named at `at`, from Monday, and the index behind it.
    pub(super) fn weekday(&self, at: usize, sure: Sure) -> Option<(i32, usize)> {
        let word = self.word(at)?;
        for (index, names) in self.language.weekdays.iter().enumerate() {
            let Some(position) = names.iter().position(|name| word.eq_ignore_ascii_case(name)) else {
                continue;
            };
            let is_abbreviation = position > 0;
            // `sat`, `wed`, `sun`, `mon`, `fri`: without a capital, or without a word that asks for a date, they are
            // something else.
            if is_abbreviation
                && (!word.starts_with(char::is_uppercase)
                    || (sure == Sure::No
                        && self.language.common_words.iter().any(|common| word.eq_ignore_ascii_case(common))
                        && !self.follows_date_word(at)))
            {
                return None;
            }
            let next = at + 1;
            let has_stop = is_abbreviation
                && self.mark(next, ".")
                && matches!(self.kind(next + 1), Some(TokenKind::Blank))
                && self.word(next + 2).is_none_or(|word| !word.starts_with(char::is_uppercase));
            return Some((i32::try_from(index).ok()?, if has_stop { next + 1 } else { next }));
        }
        None
    }

    fn follows_date_word(&self, at: usize) -> bool {
        at >= 2
            && self.kind(at - 1) == Some(TokenKind::Blank)
            && self.is_word(at - 2, self.language.before_days)
            || at >= 1 && self.mark(at - 1, "(")
    }

    /// `Friday, Sep 12`, `Fri 12 September`, `Friday 2025-09-12`.
    pub(super) fn weekday_and_date(&self, at: usize) -> Read {
        let (_, next) = self.weekday(at, Sure::Yes)?;
        let next = self.comma_blank(next)?;
        self.digits_with_marks(next).or_else(|| self.month_first(next)).or_else(|| self.day_first(next))
    }

    /// `Friday`, `next Friday`, `Friday next week`, `last Friday`.
    pub(super) fn relative_weekday(&self, at: usize) -> Read {
        let language = self.language;
        let (week, sure, day_at) = if let Some(next) = self.any_phrase(at, language.next) {
            (Week::Next, Sure::Yes, self.blank(next)?)
        } else if let Some(next) = self.any_phrase(at, language.this) {
            (Week::This, Sure::Yes, self.blank(next)?)
        } else if let Some(next) = self.any_phrase(at, language.last) {
            (Week::Last, Sure::Yes, self.blank(next)?)
        } else if let Some(next) = self.any_phrase(at, language.end_of_day) {
            (Week::This, Sure::Yes, self.blank(next)?)
        } else {
            (Week::This, Sure::No, at)
        };
        let (weekday, next) = self.weekday(day_at, sure)?;
        let (week, next) = match self.blank(next) {
            Some(behind) if self.any_phrase(behind, language.next_week).is_some() => {
                (Week::Next, self.any_phrase(behind, language.next_week)?)
            }
            Some(behind) if self.any_phrase(behind, language.last_week).is_some() => {
                (Week::LastCalendar, self.any_phrase(behind, language.last_week)?)
            }
            _ => (week, next),
        };
        let day = self.today.and_then(|today| match week {
            Week::This => plus_days(today, (weekday - calendar::weekday(today) + 6).rem_euclid(7) + 1),
            Week::Next => day_in_weeks(today, 1, weekday),
            Week::LastCalendar => day_in_weeks(today, -1, weekday),
            Week::Last => plus_days(today, -((calendar::weekday(today) - weekday + 6).rem_euclid(7) + 1)),
        });
        Some((day, next))
    }

    /// `today`, `tomorrow`, `in two weeks`, `EOD`.
    pub(super) fn relative(&self, at: usize) -> Read {
        if let Some(read) = self.named(at) {
            return Some(read);
        }
        if let Some(next) = self.any_phrase(at, self.language.end_of_day) {
            // `EOD tomorrow`
            let behind = self.blank(next);
            return behind
                .and_then(|behind| self.named(behind).or_else(|| self.month_first(behind)))
                .or(Some((self.today, next)));
        }
        self.counted(at)
    }

    /// `today`, `the day after tomorrow`.
    fn named(&self, at: usize) -> Read {
        let (next, days) = self
            .language
            .days
            .iter()
            .find_map(|(phrase, days)| self.phrase(at, phrase).map(|next| (next, *days)))?;
        Some((self.today.and_then(|today| plus_days(today, days)), next))
    }

    /// `in 3 days`, `within two weeks`, `two weeks from now`; months and quarters are no single day.
    fn counted(&self, at: usize) -> Read {
        let language = self.language;
        let (leads, number_at) = match self.any_phrase(at, language.within) {
            Some(next) => (true, self.blank(next)?),
            None => (false, at),
        };
        let (count, next) = self.count(number_at)?;
        let unit_at = self.blank(next)?;
        let unit = language.units.iter().find(|(names, _)| self.is_word(unit_at, names))?;
        let next = unit_at + 1;
        let tail = self.blank(next).and_then(|behind| self.any_phrase(behind, language.from_now));
        if !leads && tail.is_none() {
            return None;
        }
        let day = unit.1.and_then(|days| plus_days(self.today?, count.checked_mul(days)?));
        Some((day, tail.unwrap_or(next)))
    }

    fn count(&self, at: usize) -> Option<(i32, usize)> {
        if let Some((count, length)) = self.digits(at) {
            return (length <= 3).then_some((count, at + 1));
        }
        let (_, count) = self.language.counts().find(|(name, _)| self.is_word(at, &[name]))?;
        Some((count, at + 1))
    }

    /// `end of the month`, `next week`, `early September`, `week of Sep 8`, `Q3`: words of time, but no day.
    pub(super) fn vague(&self, at: usize) -> Read {
        let language = self.language;
        if let Some(next) = self.any_phrase(at, language.vague) {
            return Some((None, next));
        }
        let next = self.any_phrase(at, language.around)?;
        let next = if self.mark(next, "-") { next + 1 } else { self.blank(next)? };
        let next = self
            .phrase(next, language.of)
            .or_else(|| self.phrase(next, language.the))
            .and_then(|next| self.blank(next))
            .unwrap_or(next);
        let next = self.phrase(next, language.the).and_then(|next| self.blank(next)).unwrap_or(next);
        if let Some(next) = self.any_phrase(next, language.vague) {
            return Some((None, next));
        }
        if let Some((_, next)) = self.month_first(next).or_else(|| self.day_first(next)) {
            return Some((None, next));
        }
        if self.is_word(next, &["Q"]) && self.digits(next + 1).is_some_and(|(quarter, _)| quarter <= 4) {
            return Some((None, next + 2));
        }
        if self.digits(next).is_some_and(|(year, length)| length == 4 && (1800..2200).contains(&year)) {
            return Some((None, next + 1));
        }
        let (_, next) =
            self.month(next).or_else(|| self.is_word(next, language.periods).then_some((0, next + 1)))?;
        Some((None, self.year(next).map_or(next, |(_, behind)| behind)))
    }
}

/// Which week a weekday is of.
#[derive(Clone, Copy)]
enum Week {
    /// The first such day after today.
    This,
    /// The week after the one today is in.
    Next,
    /// The last such day before today.
    Last,
    /// The week before the one today is in.
    LastCalendar,
}

/// Whether the words before say that a date follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    Yes,
    No,
}
