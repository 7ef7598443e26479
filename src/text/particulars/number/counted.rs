//! What a number counts: the unit before it or behind it.

use super::{Number, Read, Scan};
use crate::text::particulars::unit;
use crate::text::token::TokenKind;

/// How many adjectives may stand between a number and the noun it counts.
const MOST_ADJECTIVES: usize = 2;

impl Scan<'_> {
    pub(super) fn currency_before(&self, at: usize) -> Option<&'static str> {
        let mut before = at.checked_sub(1)?;
        if self.kind(before) == Some(TokenKind::Blank) {
            before = before.checked_sub(1)?;
        }
        let word = self.of(before);
        // `dollars 5` is no amount; a sign or a code is.
        unit::currency(word).filter(|code| self.kind(before) != Some(TokenKind::Word) || word == *code)
    }

    /// A measure at `at`: `GB/s`, `ms`.
    pub(super) fn measure(&self, at: usize) -> Option<(String, usize)> {
        let word = self.word(at)?;
        if self.is_mark(at + 1, "/")
            && let Some(per) = self.word(at + 2)
            && let Some(measure) = unit::measure(&format!("{word}/{per}"))
        {
            return Some((measure.to_owned(), at + 3));
        }
        // One letter is a measure only right behind its digits, of which the caller has made sure.
        unit::measure(word).map(|measure| (measure.to_owned(), at + 1))
    }

    /// The number with the unit that stands at `next`, unless it has one; its span ends before the unit, since numbers
    /// may stand between (`five or six designs`).
    pub(super) fn number(
        &self,
        at: usize,
        digits: String,
        zeros: usize,
        unit: Option<String>,
        next: usize,
        is_casual: bool,
    ) -> (Read, usize) {
        let found = if unit.is_none() { self.unit(next) } else { None };
        let unit = unit.or(found);
        let span = self.span(at, next);
        (Read::Number(Number { span, digits, zeros, unit, is_casual, continues: false }), next)
    }

    fn unit(&self, at: usize) -> Option<String> {
        // `30 %` is written with a blank and without.
        let sign = at + usize::from(self.kind(at) == Some(TokenKind::Blank));
        if self.is_mark(sign, "%") {
            return Some("%".to_owned());
        }
        if let Some(TokenKind::Mark(c)) = self.kind(sign)
            && let Some(code) = unit::currency(c.encode_utf8(&mut [0; 4]))
        {
            return Some(code.to_owned());
        }
        if self.is_mark(at, "-") {
            // `5-minute`, `48-node`
            let word = self.word(at + 1).filter(|word| word.len() > 2)?;
            return Some(unit::measure(word).map_or_else(|| unit::stem(word), str::to_owned));
        }
        let mut at = at;
        for adjectives in 0..=MOST_ADJECTIVES {
            let word = self.next_word(at)?;
            if adjectives == 0 {
                if let Some(code) = unit::currency(word) {
                    return Some(code.to_owned());
                }
                if word.eq_ignore_ascii_case("per")
                    && self.next_word(at + 2).is_some_and(|word| word.eq_ignore_ascii_case("cent"))
                {
                    return Some("%".to_owned());
                }
                if let Some(measure) = self.measure(at + 1).filter(|_| word.len() > 1) {
                    return Some(measure.0);
                }
            }
            if unit::is_stop(word) {
                return None;
            }
            if unit::is_counted(word) {
                return Some(unit::measure(word).map_or_else(|| unit::stem(word), str::to_owned));
            }
            at += 2;
        }
        None
    }
}
