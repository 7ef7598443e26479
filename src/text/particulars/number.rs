//! Numbers in digits and words, and names that hold digits.

mod counted;
mod digits;
mod words;

use super::{Found, Particular, unit};
use crate::text::Span;
use crate::text::token::{Token, TokenKind};
use crate::text::words::{folded, number_word_abroad};

/// A number read, before it is known whether it is one of two (`5-10 seconds`).
struct Number {
    span: Span,
    /// Decimal digits, with a point or not.
    digits: String,
    zeros: usize,
    unit: Option<String>,
    /// Whether it is written in words and small.
    is_casual: bool,
    /// Whether the number before it is the lower end of this range.
    continues: bool,
}

/// The number an ordinal says: `the third act` is `act 3`. It is none by itself, and `second` and `first` are said of too
/// much else.
fn ordinal(word: &str) -> Option<usize> {
    const FROM_THIRD: [&str; 10] =
        ["third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"];
    FROM_THIRD.iter().position(|ordinal| word.eq_ignore_ascii_case(ordinal)).map(|at| at + 3)
}

/// Finds the numbers and the names with digits of `text`, which was cut into `tokens`; small numbers in words that count nothing are casual.
pub(super) fn numbers(text: &str, tokens: &[Token]) -> Vec<Found> {
    let reader = Scan { text, tokens };
    let mut named = Vec::new();
    let mut numbers: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < reader.tokens.len() {
        match reader.at(at) {
            Some((Read::Name(span, written), next)) => {
                named.push(Found { span, particular: Particular::Name(written), is_casual: false });
                at = next;
            }
            Some((Read::Nothing, next)) => at = next,
            Some((Read::Number(mut number), next)) => {
                number.continues =
                    numbers.last().is_some_and(|last| reader.connects(last.span.end, number.span.start));
                numbers.push(number);
                at = next;
            }
            None => {
                let word = reader.word(at);
                let abroad = || number_word_abroad(&folded(word?)).map(str::to_owned);
                if let Some(value) = word.and_then(ordinal).map(|value| value.to_string()).or_else(abroad) {
                    let particular = Particular::Number { value, unit: None };
                    named.push(Found { span: reader.tokens[at].span, particular, is_casual: true });
                }
                at += 1;
            }
        }
    }
    // What the upper end of a range says of unit and scale, the lower end shares.
    for index in (1..numbers.len()).rev() {
        let (before, from) = numbers.split_at_mut(index);
        if let (Some(lower), Some(upper)) = (before.last_mut(), from.first())
            && upper.continues
            && lower.unit.is_none()
        {
            lower.unit.clone_from(&upper.unit);
            if lower.zeros == 0 {
                lower.zeros = upper.zeros;
            }
        }
    }
    let numbers = numbers.into_iter().map(|number| {
        let value = scaled(&number.digits, number.zeros);
        let is_casual = number.is_casual && number.unit.is_none();
        Found { span: number.span, particular: Particular::Number { value, unit: number.unit }, is_casual }
    });
    let mut found: Vec<Found> = numbers.chain(named).collect();
    found.sort_by_key(|found| found.span);
    found
}

/// Plain decimal notation of `digits` with the point moved to the right by `zeros`.
fn scaled(digits: &str, zeros: usize) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let moved: String = fraction.chars().chain(std::iter::repeat('0')).take(zeros).collect();
    let rest = fraction.get(zeros.min(fraction.len())..).unwrap_or_default().trim_end_matches('0');
    let joined = format!("{whole}{moved}");
    let whole = joined.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

/// What stands at a place.
enum Read {
    Number(Number),
    Name(Span, String),
    /// Digits that say nothing: an ordinal, `1:1`.
    Nothing,
}

struct Scan<'a> {
    text: &'a str,
    tokens: &'a [Token],
}

impl Scan<'_> {
    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn of(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    fn word(&self, at: usize) -> Option<&str> {
        (self.kind(at) == Some(TokenKind::Word)).then(|| self.of(at))
    }

    fn is_mark(&self, at: usize, marks: &str) -> bool {
        matches!(self.kind(at), Some(TokenKind::Mark(c)) if marks.contains(c))
    }

    fn is_digits(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Digits)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let start = self.tokens.get(from).map_or(0, |token| token.span.start);
        let end =
            to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.span.end);
        Span::new(start, end.max(start))
    }

    /// The word behind a blank at `at`.
    fn next_word(&self, at: usize) -> Option<&str> {
        (self.kind(at) == Some(TokenKind::Blank)).then(|| self.word(at + 1)).flatten()
    }

    /// Whether the text between two numbers makes them the ends of a range, or alternatives.
    fn connects(&self, from: usize, to: usize) -> bool {
        let between =
            self.text.get(from..to).unwrap_or_default().trim_end_matches(['€', '$', '£', '~']).trim();
        matches!(between, "-" | "–" | "—" | "to" | "or" | "and")
    }

    fn at(&self, at: usize) -> Option<(Read, usize)> {
        match self.kind(at)? {
            TokenKind::Digits => Some(self.digits(at)),
            TokenKind::Word => self.name(at).or_else(|| self.words(at)),
            TokenKind::Blank | TokenKind::Mark(_) => None,
        }
    }

    /// `Q3`, `GPT-4`, `ES2004a`: letters and digits without a blank, from a letter on.
    fn name(&self, at: usize) -> Option<(Read, usize)> {
        let mut next = at + 1;
        let mut has_digits = false;
        loop {
            match self.kind(next) {
                Some(TokenKind::Digits) => has_digits = true,
                Some(TokenKind::Word) => {}
                Some(TokenKind::Mark('-' | '_')) if self.is_digits(next + 1) => {}
                Some(TokenKind::Mark('.' | '-' | '_'))
                    if has_digits
                        && matches!(self.kind(next + 1), Some(TokenKind::Word | TokenKind::Digits)) => {}
                _ => break,
            }
            next += 1;
        }
        // `EUR50` and `US$50` are amounts.
        if !has_digits || unit::currency(self.of(at)).is_some() {
            return None;
        }
        let span = self.span(at, next);
        Some((Read::Name(span, span.of(self.text).to_lowercase()), next))
    }
}
