//! Dates that name their month: in digits, or with its name.

use super::{Read, Scan, calendar};
use crate::text::token::TokenKind;
use calendar::nearest;
use jiff::civil::Date;

impl Scan<'_> {
    /// `2025-09-12`, `2025/9/12`, `13/9/2025`, `12.9.2025`.
    pub(super) fn digits_with_marks(&self, at: usize) -> Read {
        let (first, first_length) = self.digits(at)?;
        let Some(TokenKind::Mark(mark @ ('-' | '/' | '.'))) = self.kind(at + 1) else { return None };
        let (second, _) = self.digits(at + 2)?;
        if self.kind(at + 3) != Some(TokenKind::Mark(mark)) {
            return None;
        }
        let (third, third_length) = self.digits(at + 4)?;
        let mut next = at + 5;
        if self.is_word(next, &["T"]) && self.digits(next + 1).is_some() {
            next = self.time(next + 1)?;
        } else if !self.ends_word(next) {
            return None;
        }
        let day = match (first_length, third_length) {
            (4, 1 | 2) => (first > 1800).then(|| calendar::day(first, second, third))?,
            (1 | 2, 4) if third > 1800 => match mark {
                '.' => calendar::day(third, second, first),
                _ if first > 12 || first == second => calendar::day(third, second, first),
                _ if second > 12 => calendar::day(third, first, second),
                _ => None,
            },
            _ => return None,
        };
        Some((day, next))
    }

    /// `24.9.`: day and month as German has them, behind `bis`, `am` or in brackets of its own.
    pub(super) fn day_with_stops(&self, at: usize) -> Read {
        const LEADS: [&str; 8] = ["bis", "zum", "am", "vom", "ab", "den", "dem", "seit"];
        let (day, length) = self.digits(at).filter(|(day, _)| (1..=31).contains(day))?;
        let (month, month_length) = self.digits(at + 2).filter(|(month, _)| (1..=12).contains(month))?;
        let next = at + 4;
        let has_stops = self.mark(at + 1, ".") && self.mark(at + 3, ".") && length.max(month_length) <= 2;
        if !has_stops || matches!(self.kind(next), Some(TokenKind::Digits | TokenKind::Word)) {
            return None;
        }
        let before = |back: usize| at.checked_sub(back);
        let is_bracketed = before(1).is_some_and(|before| self.mark(before, "(")) && self.mark(next, ")");
        let is_led =
            before(2).is_some_and(|before| self.blank(before + 1).is_some() && self.is_word(before, &LEADS));
        (is_bracketed || is_led).then(|| (self.today.and_then(|today| nearest(today, month, day)), next))
    }

    /// `12/03/2026`: 12 March or 3 December.
    pub(super) fn either_way(&self, at: usize) -> Option<[Date; 2]> {
        let (read, next) = if self.starts_word(at) { self.digits_with_marks(at)? } else { return None };
        let is_whole = read.is_none() && self.ends_word(next);
        let [first, second, year] = [at, at + 2, at + 4].map(|at| self.digits(at).map(|(digits, _)| digits));
        let (first, second, year) = if is_whole { (first?, second?, year?) } else { return None };
        Some([calendar::day(year, second, first)?, calendar::day(year, first, second)?])
    }

    /// The index behind `10:00`, `10:00:00`, `10:00Z`.
    fn time(&self, at: usize) -> Option<usize> {
        let mut next = at;
        while self.digits(next).is_some() && self.mark(next + 1, ":") {
            next += 2;
        }
        self.digits(next)?;
        next += 1;
        Some(if self.is_word(next, &["Z"]) { next + 1 } else { next })
    }

    pub(super) fn month(&self, at: usize) -> Option<(i32, usize)> {
        let word = self.word(at)?;
        let index = self
            .language
            .months
            .iter()
            .position(|names| names.iter().any(|name| word.eq_ignore_ascii_case(name)))?;
        // `may` and `march` are words; `mar` and `sat` are too, in other languages.
        let is_common = self.language.common_words.iter().any(|common| word.eq_ignore_ascii_case(common));
        if is_common && !word.starts_with(char::is_uppercase) {
            return None;
        }
        let next = at + 1;
        let has_stop = self.mark(next, ".") && word.len() <= self.language.longest_abbreviation;
        Some((i32::try_from(index).ok()? + 1, if has_stop { next + 1 } else { next }))
    }

    /// `12`, `12th`: a day of the month, with the index behind it.
    fn day_of_month(&self, at: usize) -> Option<(i32, usize)> {
        let (day, length) = self.digits(at)?;
        if length > 2 || !(1..=31).contains(&day) {
            return None;
        }
        let next = if self.is_word(at + 1, self.language.ordinals) { at + 2 } else { at + 1 };
        (self.ends_word(next) || self.is_range(next)).then_some((day, next))
    }

    fn is_range(&self, next: usize) -> bool {
        self.mark(next, "-–—") && self.digits(next + 1).is_some_and(|(_, length)| length <= 2)
    }

    /// `, 2025` or ` 2025`.
    pub(super) fn year(&self, at: usize) -> Option<(i32, usize)> {
        let next = self.comma_blank(at)?;
        let (year, length) = self.digits(next)?;
        (length == 4 && (1800..2200).contains(&year) && self.ends_word(next + 1)).then_some((year, next + 1))
    }

    fn month_and_day(&self, month: i32, day: i32, next: usize) -> (Option<Date>, usize) {
        match self.year(next) {
            Some((year, behind)) => (calendar::day(year, month, day), behind),
            None => (self.today.and_then(|today| nearest(today, month, day)), next),
        }
    }

    /// `Sep 12`, `September 12th, 2025`; `Sep 2025` is no single day.
    pub(super) fn month_first(&self, at: usize) -> Read {
        let (month, next) = self.month(at)?;
        let day_at = self.blank(next)?;
        if let Some((day, next)) = self.day_of_month(day_at) {
            // `in March 12 people joined`
            let follows_in = at >= 2 && self.is_word(at - 2, self.language.before_months);
            if follows_in && self.year(next).is_none() {
                return None;
            }
            // `Sep 12-14` are several days.
            if self.is_range(next) {
                return Some((None, next + 2));
            }
            return Some(self.month_and_day(month, day, next));
        }
        self.year(next).map(|(_, behind)| (None, behind))
    }

    /// `12 September`, `12th of Sept. 2025`.
    pub(super) fn day_first(&self, at: usize) -> Read {
        let at = self.phrase(at, self.language.the).and_then(|next| self.blank(next)).unwrap_or(at);
        let (day, next) = self.day_of_month(at)?;
        let next = self.blank(next)?;
        let next = self.phrase(next, self.language.of).and_then(|next| self.blank(next)).unwrap_or(next);
        let (month, next) = self.month(next)?;
        Some(self.month_and_day(month, day, next))
    }
}
