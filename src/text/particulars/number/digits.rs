//! Numbers in digits, and what only looks like one: versions, times, fractions.

use super::{Read, Scan};
use crate::text::particulars::unit;
use crate::text::token::TokenKind;

/// Letters that scale the digits they follow without a blank. `m` does in amounts of money only.
const LETTERS: &[(&str, usize)] = &[
    ("k", 3),
    ("K", 3),
    ("M", 6),
    ("mn", 6),
    ("mln", 6),
    ("mio", 6),
    ("bn", 9),
    ("B", 9),
    ("bln", 9),
    ("tn", 12),
];

impl Scan<'_> {
    /// A number, time or version that starts with the digits at `at`.
    pub(super) fn digits(&self, at: usize) -> (Read, usize) {
        let mut digits = self.of(at).to_owned();
        let mut next = at + 1;
        while self.is_mark(next, ",")
            && self.is_digits(next + 1)
            && self.of(next + 1).len() == 3
            && digits.len() < 18
        {
            digits.push_str(self.of(next + 1));
            next += 2;
        }
        if self.is_mark(next, ".") && self.is_digits(next + 1) {
            if self.is_mark(next + 2, ".") && self.is_digits(next + 3) {
                return self.joined(at, next, ".");
            }
            digits = format!("{digits}.{}", self.of(next + 1));
            next += 2;
        } else if self.is_mark(next, ":") && self.is_digits(next + 1) {
            if self.of(at) == "1" && self.of(next + 1) == "1" {
                let plural = usize::from(self.word(next + 2) == Some("s"));
                return (Read::Nothing, next + 2 + plural);
            }
            return self
                .clock(at, self.of(at), self.of(next + 1), next + 2)
                .unwrap_or_else(|| self.joined(at, next, ":"));
        } else if self.is_mark(next, "/") && self.is_digits(next + 1) {
            return self.joined(at, next, "/");
        }
        let mut zeros = 0;
        let mut unit = self.currency_before(at).map(str::to_owned);
        if let Some(word) = self.word(next) {
            let scale = LETTERS.iter().find(|(letter, _)| *letter == word);
            if ["st", "nd", "rd", "th"].contains(&word) {
                return (Read::Nothing, next + 1);
            } else if let Some(clock) = self.clock(at, &digits, "00", next) {
                return clock;
            } else if let Some((_, by)) = scale {
                zeros = *by;
                next += 1;
            } else if word == "m"
                && (unit.is_some() || unit::currency(self.next_word(next + 1).unwrap_or_default()).is_some())
            {
                zeros = 6;
                next += 1;
            } else if let Some((measure, behind)) = self.measure(next) {
                unit = Some(measure);
                next = behind;
            } else if let Some(code) = unit::currency(word) {
                unit = Some(code.to_owned());
                next += 1;
            } else {
                let behind = self.alphanumeric(next);
                let span = self.span(at, behind);
                return (Read::Name(span, span.of(self.text).to_lowercase()), behind);
            }
        } else if let Some(clock) = self.next_word(next).and_then(|_| self.clock(at, &digits, "00", next)) {
            return clock;
        }
        if unit.is_none() || zeros == 0 {
            let (by, behind) = self.scale_words(next);
            zeros += by;
            next = behind;
        }
        self.number(at, digits, zeros, unit, next, false)
    }

    /// The index behind the letters and digits from `next` on.
    fn alphanumeric(&self, mut next: usize) -> usize {
        while matches!(self.kind(next), Some(TokenKind::Word | TokenKind::Digits)) {
            next += 1;
        }
        next
    }

    /// Digits with one kind of mark between: `1.2.3`, `24/7`.
    fn joined(&self, at: usize, mut next: usize, mark: &str) -> (Read, usize) {
        while self.is_mark(next, mark) && self.is_digits(next + 1) {
            next += 2;
        }
        let span = self.span(at, next);
        (Read::Name(span, span.of(self.text).to_owned()), next)
    }

    /// A time of day: `15:00`, `3 pm`, `3:30pm`; `next` is behind the digits.
    fn clock(&self, at: usize, hours: &str, minutes: &str, next: usize) -> Option<(Read, usize)> {
        let half_at = if self.kind(next) == Some(TokenKind::Blank) { next + 1 } else { next };
        let half = self.word(half_at).map(str::to_lowercase).filter(|half| half == "am" || half == "pm");
        let has_minutes = self.is_mark(at + 1, ":");
        let hours: u32 = hours.parse().ok().filter(|hours| *hours < 25)?;
        if minutes.len() != 2 || minutes.parse::<u32>().ok()? > 59 || (half.is_none() && !has_minutes) {
            return None;
        }
        // `4 PMs` and `4 PM` are people; hours are told with `pm`, `p.m.` or minutes.
        let is_upper = self.word(half_at) == Some("PM") || self.word(half_at) == Some("AM");
        if half.is_some() && !has_minutes && (hours > 12 || (is_upper && half_at != next)) {
            return None;
        }
        let hours = match half.as_deref() {
            Some("pm") if hours < 12 => hours + 12,
            Some("am") if hours == 12 => 0,
            _ => hours,
        };
        let end = if half.is_some() { half_at + 1 } else { next };
        Some((Read::Name(self.span(at, end), format!("{hours:02}:{minutes}")), end))
    }
}
