//! Dates as people write them.

use super::Span;
use super::token::{Token, TokenKind, tokens};
use jiff::civil::Date;

mod abroad;
mod calendar;
mod language;
mod relative;
mod written;

#[cfg(test)]
mod tests;

pub(crate) use abroad::leads_to_a_day;

use language::{ENGLISH, Language, Opener};
use relative::Sure;

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
/// * `24.9.` is a day without a year in brackets of its own and behind German words that lead to a day; elsewhere it may be
///   a version or a number.
/// * `9/12/2025` is two days, depending on the country, and thus none. `13/9/2025`, `12.9.2025` are one.
#[must_use]
pub fn dates(text: &str, today: Option<Date>) -> Vec<DateMention> {
    dates_of_tokens(text, &tokens(text), today)
}

/// Finds the [`dates`] of `text` that need no starting point; where none of them is a single day, the first full date whose
/// month is named in German, French, Spanish or Dutch (`17. September 2025`, `le 3 mars 2026`).
#[must_use]
pub fn full_dates(text: &str) -> Vec<DateMention> {
    let tokens = tokens(text);
    let found = dates_of_tokens(text, &tokens, None);
    if found.iter().any(|mention| mention.day.is_some()) {
        return found;
    }
    let scan = Scan { text, tokens: &tokens, today: None, language: &ENGLISH };
    scan.day_abroad().map_or(found, |mention| vec![mention])
}

/// The days that the first date of `text` in digits may mean of which nothing tells what is the month: `12/03/2026`, with
/// the day first and with the month first.
#[must_use]
pub fn readings(text: &str) -> Option<[Date; 2]> {
    let scan = Scan { text, tokens: &tokens(text), today: None, language: &ENGLISH };
    (0..scan.tokens.len()).find_map(|at| scan.either_way(at))
}

/// The date that `text` starts with: the first of [`dates`], where it stands at the start.
#[must_use]
pub fn date_at_start(text: &str, today: Option<Date>) -> Option<DateMention> {
    let scan = Scan { text, tokens: &tokens(text), today, language: &ENGLISH };
    let (day, next) = if scan.may_open(0) { scan.date_at(0)? } else { return None };
    Some(DateMention { span: scan.span(0, next), day })
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

/// The words of a text, looked at for dates.
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
        if let Some((day, next)) = self.day_with_stops(at) {
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
}
