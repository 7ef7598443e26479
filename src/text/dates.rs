//! Dates as people write them.

use super::Span;
use super::token::{Token, TokenKind, tokens};
use jiff::civil::Date;

mod calendar;
mod language;

use calendar::{day_in_weeks, nearest, plus_days};
use language::{ENGLISH, Language, Opener};

/// A date found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    /// The words that name it, a leading `due`, `by`, `on` not included; a part of the day behind it is
    /// (`Friday afternoon`).
    pub span: Span,
    /// The day meant; `None` when the words name no single day (`end of the month`, `next week`, `9/12/2025`).
    pub day: Option<Date>,
}

/// Finds the dates of `text`: `2025-09-12`, `Sep 12`, `12 September 2025`, `Friday`, `next Friday`, `tomorrow`,
/// `in two weeks`. Words that need a starting point are counted from `today`, and are no single day without it.
///
/// * A month and day without a year is the one nearest to `today`, the coming one unless it is past by 90
///   days at most: notes speak of what was done last month and of what is due next summer.
/// * `Friday` and `this Friday` are the next one after `today` (a meeting on a Friday that says "on Friday" means the
///   next); `next Friday` is the Friday of the next week, which starts on Monday. English speakers are of two
///   minds about it; the week is what the word is taken to skip in project plans.
/// * `9/12/2025` is two days, depending on the country, and thus none. `13/9/2025`, `12.9.2025` are one.
#[must_use]
pub fn dates(text: &str, today: Option<Date>) -> Vec<DateMention> {
    dates_of_tokens(text, &tokens(text), today)
}

/// [`dates`] of a text that has been cut into `tokens` already.
pub(super) fn dates_of_tokens(text: &str, tokens: &[Token], today: Option<Date>) -> Vec<DateMention> {
    let scan = Scan { text, tokens, today, language: &ENGLISH };
    let mut found = Vec::new();
    let mut at = 0;
    while at < scan.tokens.len() {
        if !scan.may_open(at) {
            at += 1;
            continue;
        }
        match scan.date_at(at) {
            Some((day, next)) => {
                found.push(DateMention { span: scan.span(at, next), day });
                at = next;
            }
            None => at = scan.skipped_at(at).unwrap_or(at + 1),
        }
    }
    found
}

/// Reads `2025-11-08` and nothing else; `None` where it has another shape or there is no such day.
#[must_use]
pub fn iso_day(text: &str) -> Option<Date> {
    let has_shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<i16>().ok());
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    if !has_shape {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whether `word` is the name of a month or a weekday, or its abbreviation.
#[must_use]
pub fn is_calendar_word(word: &str) -> bool {
    let word = word.trim_end_matches('.');
    ENGLISH
        .months
        .iter()
        .chain(&ENGLISH.weekdays)
        .flat_map(|names| names.iter())
        .any(|name| word.eq_ignore_ascii_case(name))
}

/// A date read: its day, and the index of the token behind it.
type Read = Option<(Option<Date>, usize)>;

struct Scan<'a> {
    text: &'a str,
    tokens: &'a [Token],
    today: Option<Date>,
    language: &'a Language,
}

impl Scan<'_> {
    fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or(0, |token| token.span.start);
        let end =
            to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.span.end);
        Span::new(start, end.max(start))
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn mark(&self, at: usize, marks: &str) -> bool {
        matches!(self.kind(at), Some(TokenKind::Mark(c)) if marks.contains(c))
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.tokens
            .get(at)
            .filter(|token| token.kind == TokenKind::Word)
            .map(|token| token.span.of(self.text))
    }

    fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|word| words.iter().any(|other| word.eq_ignore_ascii_case(other)))
    }

    /// A number of at most four digits, with how many it has.
    fn digits(&self, at: usize) -> Option<(i32, usize)> {
        let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::Digits)?;
        (token.span.len() <= 4)
            .then(|| token.span.of(self.text).parse().ok().map(|value| (value, token.span.len())))?
    }

    /// The index behind a blank at `at`, also a hyphen between words (`two-week`) is none.
    fn blank(&self, at: usize) -> Option<usize> {
        (self.kind(at) == Some(TokenKind::Blank)).then_some(at + 1)
    }

    /// The index behind an optional comma and a blank.
    fn comma_blank(&self, at: usize) -> Option<usize> {
        self.blank(if self.mark(at, ",") { at + 1 } else { at })
    }

    /// Reads `words`, each behind a blank but the first, from `at` on.
    fn phrase(&self, at: usize, words: &[&str]) -> Option<usize> {
        let mut next = at;
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                next = self.blank(next)?;
            }
            if !self.is_word(next, &[word]) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    fn any_phrase(&self, at: usize, phrases: &[&[&str]]) -> Option<usize> {
        phrases.iter().find_map(|phrase| self.phrase(at, phrase))
    }

    fn starts_word(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.kind(before)) else { return true };
        match before {
            TokenKind::Word | TokenKind::Digits => false,
            TokenKind::Blank => true,
            // An opening quote; `'25` is a short year, `o'clock` one word.
            TokenKind::Mark('\'' | '’') => {
                let behind = at.checked_sub(2).and_then(|behind| self.kind(behind));
                let short_year =
                    self.tokens.get(at).is_some_and(|token| token.span.end - token.span.start == 2);
                !short_year && matches!(behind, None | Some(TokenKind::Blank | TokenKind::Mark(_)))
            }
            TokenKind::Mark(c) if self.kind(at) == Some(TokenKind::Digits) => !"-./_#@$€£\\+'’".contains(c),
            TokenKind::Mark(c) => !"-_#@\\'’".contains(c),
        }
    }

    fn ends_word(&self, next: usize) -> bool {
        match self.kind(next) {
            Some(TokenKind::Word | TokenKind::Digits | TokenKind::Mark('_' | '%' | '@')) => false,
            Some(TokenKind::Mark('-' | '/' | '.' | ':' | '\'' | '’')) => {
                let behind = self.kind(next + 1);
                let possessive = self.mark(next, "'’") && self.is_word(next + 1, &["s"]);
                possessive || !matches!(behind, Some(TokenKind::Word | TokenKind::Digits))
            }
            None | Some(TokenKind::Blank | TokenKind::Mark(_)) => true,
        }
    }

    /// Whether a date, or words that look like one, may start at `at`: nearly no word of a text begins one, and one
    /// look tells so, or two.
    fn may_open(&self, at: usize) -> bool {
        let is_follower = || match self.kind(at + 2) {
            Some(TokenKind::Digits) => true,
            _ => self.word(at + 2).is_some_and(|word| language::FOLLOWERS.get(word).is_some()),
        };
        match self.kind(at) {
            Some(TokenKind::Digits) => true,
            Some(TokenKind::Word) => match self.word(at).and_then(|word| language::OPENERS.get(word)) {
                Some(Opener::Alone) => true,
                Some(Opener::Leads) => self.blank(at + 1).is_some() && is_follower(),
                None => false,
            },
            Some(TokenKind::Blank | TokenKind::Mark(_)) | None => false,
        }
    }

    fn date_at(&self, at: usize) -> Read {
        if !self.starts_word(at) {
            return None;
        }
        if let Some((day, next)) = self.digits_with_marks(at) {
            return Some((day, next));
        }
        self.weekday_and_date(at)
            .or_else(|| self.month_first(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.relative_weekday(at))
            .or_else(|| self.relative(at))
            .or_else(|| self.vague(at))
            .filter(|(_, next)| self.ends_word(*next))
            .map(|(day, next)| (day, self.part_of_day(next)))
    }

    /// Words that look like a date and are none: `every Friday`.
    fn skipped_at(&self, at: usize) -> Option<usize> {
        let next = self.any_phrase(at, self.language.repeats)?;
        let weekday = self.blank(next)?;
        self.weekday(weekday, Sure::No).map(|_| weekday + 1)
    }

    /// `Friday afternoon`, `Friday EOD`: the part of the day belongs to the date.
    fn part_of_day(&self, next: usize) -> usize {
        self.blank(next)
            .and_then(|behind| self.any_phrase(behind, self.language.parts_of_day))
            .filter(|end| self.ends_word(*end))
            .unwrap_or(next)
    }

    /// `2025-09-12`, `2025/9/12`, `13/9/2025`, `12.9.2025`.
    fn digits_with_marks(&self, at: usize) -> Read {
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

    fn month(&self, at: usize) -> Option<(i32, usize)> {
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
    fn year(&self, at: usize) -> Option<(i32, usize)> {
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
    fn month_first(&self, at: usize) -> Read {
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
    fn day_first(&self, at: usize) -> Read {
        let at = self.phrase(at, self.language.the).and_then(|next| self.blank(next)).unwrap_or(at);
        let (day, next) = self.day_of_month(at)?;
        let next = self.blank(next)?;
        let next = self.phrase(next, self.language.of).and_then(|next| self.blank(next)).unwrap_or(next);
        let (month, next) = self.month(next)?;
        Some(self.month_and_day(month, day, next))
    }

    fn weekday(&self, at: usize, sure: Sure) -> Option<(i32, usize)> {
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
    fn weekday_and_date(&self, at: usize) -> Read {
        let (_, next) = self.weekday(at, Sure::Yes)?;
        let next = self.comma_blank(next)?;
        self.digits_with_marks(next).or_else(|| self.month_first(next)).or_else(|| self.day_first(next))
    }

    /// `Friday`, `next Friday`, `Friday next week`, `last Friday`.
    fn relative_weekday(&self, at: usize) -> Read {
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
    fn relative(&self, at: usize) -> Read {
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
        let (_, count) = self.language.counts.iter().find(|(name, _)| self.is_word(at, &[name]))?;
        Some((*count, at + 1))
    }

    /// `end of the month`, `next week`, `early September`, `week of Sep 8`, `Q3`: words of time, but no day.
    fn vague(&self, at: usize) -> Read {
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
enum Sure {
    Yes,
    No,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// A Wednesday.
    const TODAY: Date = date(2025, 10, 29);

    fn check(text: &str, expect: &[(&str, Option<&str>)]) {
        let found: Vec<_> = dates(text, Some(TODAY))
            .into_iter()
            .map(|mention| (mention.span.of(text), mention.day.map(|day| day.to_string())))
            .collect();
        let found: Vec<_> = found.iter().map(|(span, day)| (*span, day.as_deref())).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_quoted_day_is_a_day() {
        check("date: '2025-09-12'", &[("2025-09-12", Some("2025-09-12"))]);
        check("the '25-09-12 model at 5 o'friday", &[]);
    }

    #[test]
    fn digits_name_a_day_where_one_reading_is_possible() {
        check(
            "on 2025-09-12, or 2025/9/2.",
            &[("2025-09-12", Some("2025-09-12")), ("2025/9/2", Some("2025-09-02"))],
        );
        check("2025-09-10T12:00:00Z", &[("2025-09-10T12:00:00Z", Some("2025-09-10"))]);
        check("9/12/2025", &[("9/12/2025", None)]);
        check("9/13/2025 13/9/2025", &[("9/13/2025", Some("2025-09-13")), ("13/9/2025", Some("2025-09-13"))]);
        check("9.12.2025", &[("9.12.2025", Some("2025-12-09"))]);
        check("2025-02-30", &[("2025-02-30", None)]);
        check("1.2.3 and 24/7 and 10.0.0.1 and 9/12 and 2025-09 and x-2025-09-12-y", &[]);
    }

    #[test]
    fn months_and_days_are_read_in_both_orders() {
        check("due Sep 12", &[("Sep 12", Some("2025-09-12"))]);
        check("Sept. 12th, 2025", &[("Sept. 12th, 2025", Some("2025-09-12"))]);
        check("12 September", &[("12 September", Some("2025-09-12"))]);
        check("the 3rd of March 2026.", &[("the 3rd of March 2026", Some("2026-03-03"))]);
        check("on May 5", &[("May 5", Some("2026-05-05"))]);
        check("Friday, Nov 7: x", &[("Friday, Nov 7", Some("2025-11-07"))]);
        check("Fri 7 Nov", &[("Fri 7 Nov", Some("2025-11-07"))]);
        check("Feb 30", &[("Feb 30", None)]);
        check("Nov 10-14", &[("Nov 10-14", None)]);
    }

    #[test]
    fn weekdays_are_counted_from_today() {
        check("by Friday", &[("Friday", Some("2025-10-31"))]);
        check("this Friday", &[("this Friday", Some("2025-10-31"))]);
        check("next Friday", &[("next Friday", Some("2025-11-07"))]);
        check("Friday next week", &[("Friday next week", Some("2025-11-07"))]);
        check("last Friday", &[("last Friday", Some("2025-10-24"))]);
        check("Wednesday", &[("Wednesday", Some("2025-11-05"))]);
        check("on Friday afternoon", &[("Friday afternoon", Some("2025-10-31"))]);
        check("by EOD Friday", &[("EOD Friday", Some("2025-10-31"))]);
        check("Friday's meeting", &[("Friday", Some("2025-10-31"))]);
        check("due Mon", &[("Mon", Some("2025-11-03"))]);
    }

    #[test]
    fn words_are_counted_from_today() {
        check("today, tomorrow", &[("today", Some("2025-10-29")), ("tomorrow", Some("2025-10-30"))]);
        check("the day after tomorrow", &[("the day after tomorrow", Some("2025-10-31"))]);
        check("in two weeks", &[("in two weeks", Some("2025-11-12"))]);
        check("in 3 days", &[("in 3 days", Some("2025-11-01"))]);
        check("two days from now", &[("two days from now", Some("2025-10-31"))]);
        check("by EOD", &[("EOD", Some("2025-10-29"))]);
        check("EOD tomorrow", &[("EOD tomorrow", Some("2025-10-30"))]);
    }

    #[test]
    fn vague_words_name_no_day() {
        for text in [
            "end of the month",
            "end of week",
            "EOW",
            "end of Q3",
            "next week",
            "early next week",
            "next month",
            "mid-September",
            "late Oct",
            "Sep 2025",
            "end of 2025",
            "in two months",
            "next quarter",
            "this week",
            "week of Nov 3",
            "the end of the year",
        ] {
            check(text, &[(text, None)]);
        }
    }

    #[test]
    fn common_words_are_no_dates() {
        for text in [
            "we may 5 times",
            "march 12 miles",
            "the sun, he sat and wed",
            "Sun Microsystems",
            "every Friday",
            "Fridays",
            "in March 12 people joined",
            "secondary",
            "may",
            "in May",
            "Mon ami",
            "next",
            "5 may be",
            "12 tests in 3 hours",
            "an Aug. release",
            "Q3",
            "#friday @Friday",
            "day 2",
            "decide",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn without_today_words_that_need_it_name_no_day() {
        let days: Vec<_> = dates("Friday, Sep 12 or tomorrow or Sep 12, 2025", None);
        assert_eq!(
            days.iter().map(|mention| mention.day).collect::<Vec<_>>(),
            [None, None, Some(date(2025, 9, 12))]
        );
    }

    proptest! {
        #[test]
        fn mentions_are_in_order(text in "(Sep|Fri|next|end of|in|two|weeks|12|2025|th|[-./, ]|.){0,20}") {
            let mut from = 0;
            for mention in dates(&text, Some(TODAY)) {
                prop_assert!(from <= mention.span.start && mention.span.start < mention.span.end);
                from = mention.span.end;
            }
        }
    }
}
