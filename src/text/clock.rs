//! Times of day.

use super::token::{Token, TokenKind, tokens};
use std::collections::BTreeSet;

/// Half a day in minutes.
const HALF_A_DAY: u16 = 12 * 60;

/// The times of day that `text` says, in minutes after midnight or noon: `07:15`, `2 pm`, `7.30 p.m.`, `14h30`, `8 Uhr`,
/// `midnight`. Of a time nobody is sure to say which half of the day it is in.
///
/// `1:30:00` is how long something takes, or a place in a recording.
#[must_use]
pub fn times_of_day(text: &str) -> BTreeSet<u16> {
    let words = Words { text, tokens: &tokens(text) };
    let times = (0..words.tokens.len()).filter_map(|at| words.time_at(at));
    times.map(|(hour, minute)| (hour * 60 + minute) % HALF_A_DAY).collect()
}

struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Words<'_> {
    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn of(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn is_mark(&self, at: usize, marks: &str) -> bool {
        matches!(self.kind(at), Some(TokenKind::Mark(c)) if marks.contains(c))
    }

    /// Hour and minute of the time that starts at `at`.
    fn time_at(&self, at: usize) -> Option<(u16, u16)> {
        if self.kind(at) == Some(TokenKind::Word) {
            let is_twelve = ["noon", "midnight"].iter().any(|word| self.of(at).eq_ignore_ascii_case(word));
            return is_twelve.then_some((12, 0));
        }
        let is_part = at.checked_sub(1).is_some_and(|before| self.is_mark(before, ":.,/"))
            && at.checked_sub(2).is_some_and(|before| self.kind(before) == Some(TokenKind::Digits));
        let hour = self.number(at, 1..=2).filter(|hour| *hour <= 24 && !is_part)?;
        let minute = || self.number(at + 2, 2..=2).filter(|minute| *minute < 60);
        if self.is_mark(at + 1, ":") {
            let goes_on = self.is_mark(at + 3, ":") && self.kind(at + 4) == Some(TokenKind::Digits);
            return minute().filter(|_| !goes_on).map(|minute| (hour, minute));
        }
        if self.is_mark(at + 1, ".") {
            return minute().filter(|_| self.is_hour(at + 3)).map(|minute| (hour, minute));
        }
        if self.of(at + 1).eq_ignore_ascii_case("h") {
            return Some((hour, minute().unwrap_or(0)));
        }
        (self.is_hour(at + 1) || self.starts_a_range(at + 1)).then_some((hour, 0))
    }

    /// Whether from `at` on stands up to what other time it is: `4 to 7 a.m.`, `4-7 pm`.
    fn starts_a_range(&self, at: usize) -> bool {
        let blank = |at: usize| if self.kind(at) == Some(TokenKind::Blank) { at + 1 } else { at };
        let to = blank(at);
        let is_range =
            ["to", "till", "until", "and", "bis"].iter().any(|word| self.of(to).eq_ignore_ascii_case(word));
        let end = blank(to + 1);
        (is_range || self.is_mark(to, "-–"))
            && self.number(end, 1..=2).is_some_and(|hour| hour <= 24)
            && self.is_hour(end + 1)
    }

    /// The number at `at`, if it has so many digits.
    fn number(&self, at: usize, digits: std::ops::RangeInclusive<usize>) -> Option<u16> {
        let is_number = self.kind(at) == Some(TokenKind::Digits) && digits.contains(&self.of(at).len());
        self.of(at).parse().ok().filter(|_| is_number)
    }

    /// Whether what stands from `at` on says that a time is before it: `pm`, `a.m.`, `Uhr`.
    fn is_hour(&self, at: usize) -> bool {
        let at = if self.kind(at) == Some(TokenKind::Blank) { at + 1 } else { at };
        let is = |at: usize, words: &[&str]| words.iter().any(|word| self.of(at).eq_ignore_ascii_case(word));
        let is_half = is(at, &["a", "p"]) && self.is_mark(at + 1, ".") && is(at + 2, &["m"]);
        is_half || is(at, &["am", "pm", "uhr"])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[u16]) {
        assert_eq!(times_of_day(text), expect.iter().copied().collect(), "{text}");
    }

    #[test]
    fn times_are_read_however_they_are_written() {
        for text in ["at 07:15", "from 19:15", "7.15 pm", "7:15 a.m.", "19h15", "um 7.15 Uhr"] {
            check(text, &[435]);
        }
        check("2 pm to 4pm", &[120, 240]);
        check("from 4 to 7 a.m.", &[240, 420]);
        check("4–7 pm", &[240, 420]);
        check("off at midnight", &[0]);
    }

    #[test]
    fn other_numbers_are_no_times() {
        for text in
            ["1:1 with Ana", "7.15 euros", "1:30:00 long", "on 03.02.2026", "12 chairs", "32:10", "v2.10"]
        {
            check(text, &[]);
        }
    }
}
