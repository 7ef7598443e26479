//! Numbers in words.

use super::{Read, Scan};
use crate::text::numerals::{self, NumberWord, WORDS};
use crate::text::particulars::unit;
use crate::text::token::TokenKind;

/// Number words up to this are said without counting anything (`the two agreed`) and count only with a unit.
const LARGEST_CASUAL: u64 = 12;

impl Scan<'_> {
    /// A number in words that starts at `at`.
    pub(super) fn words(&self, at: usize) -> Option<(Read, usize)> {
        const LONGEST: usize = 12;
        let (mut total, mut current, mut next) = (0_u64, 0_u64, at);
        let mut words = 0;
        while words < LONGEST {
            let word = self.word(next).unwrap_or_default();
            // `hundreds` is a number behind another only.
            let plural_scale = || {
                let singular = word.strip_suffix(['s', 'S']).filter(|_| words > 0)?;
                WORDS.get(singular).filter(|word| matches!(word, NumberWord::Scale(_)))
            };
            let Some(word) = WORDS.get(word).or_else(plural_scale) else { break };
            if let NumberWord::Unit(value) = word {
                let value = u64::from(value);
                // `five six` are two numbers; `twenty five` is one.
                let fits = words == 0
                    || (value < 10 && current % 100 >= 20 && current % 10 == 0)
                    || current % 100 == 0 && current > 0
                    || (current == 0 && total > 0);
                if !fits {
                    break;
                }
                current += value;
            } else if let NumberWord::Scale(zeros) = word {
                let factor = 10_u64.checked_pow(u32::try_from(zeros).ok()?)?;
                if words == 0 && !self.follows_article(at) {
                    return None;
                }
                if zeros == 2 {
                    current = current.max(1).checked_mul(factor)?;
                } else {
                    total = total.checked_add(current.max(1).checked_mul(factor)?)?;
                    current = 0;
                }
            }
            words += 1;
            next += 1;
            // A blank, a hyphen or `and` leads to the next word of the number.
            let mut further = next;
            if self.is_mark(further, "-") || self.kind(further) == Some(TokenKind::Blank) {
                further += 1;
            }
            if self.word(further).is_some_and(|word| word.eq_ignore_ascii_case("and"))
                && current.max(total) >= 100
            {
                further += 2;
            }
            let Some(word) = self.word(further).and_then(|word| WORDS.get(word)) else { break };
            if further == next {
                break;
            }
            if let NumberWord::Unit(value) = word
                && !((value < 10 && current % 100 >= 20 && current % 10 == 0)
                    || (current % 100 == 0 && (current > 0 || total > 0)))
            {
                break;
            }
            next = further;
        }
        if words == 0 {
            return None;
        }
        let value = total.checked_add(current)?;
        let is_casual = value <= LARGEST_CASUAL;
        let (read, behind) = self.number(at, value.to_string(), 0, None, next, is_casual);
        let Read::Number(mut number) = read else { return None };
        if value == 1
            && !number.unit.as_deref().is_some_and(|unit| {
                unit == "%" || unit::is_measure(unit) && unit.chars().all(char::is_uppercase)
            })
        {
            number.unit = None;
        }
        Some((Read::Number(number), behind))
    }

    /// `a hundred`.
    fn follows_article(&self, at: usize) -> bool {
        at >= 2
            && self.kind(at - 1) == Some(TokenKind::Blank)
            && self.word(at - 2).is_some_and(|word| matches!(word, "a" | "A" | "per"))
    }

    /// The zeros of the scale words behind `at` (` million`), and the index behind them.
    pub(super) fn scale_words(&self, mut at: usize) -> (usize, usize) {
        const MOST: usize = 2;
        let mut zeros = 0;
        for _ in 0..MOST {
            let Some(word) = self.next_word(at) else { break };
            let Some(by) = numerals::ENGLISH.scale(word) else {
                break;
            };
            zeros += by;
            at += 2;
        }
        (zeros, at)
    }
}
