//! Words, their stems and the keys under which wordings match.
//!
//! A text is cut into words by the Unicode rules (UAX #29), so `multi-tenancy` and `Noah/Eyal` are two words each and
//! `12.35` and `don't` are one. [`Stems`] folds a word and reduces it to its stem once, and hands out a small number
//! for it: comparing wordings is comparing sorted lists of numbers.

mod denial;
mod irregular;
mod lists;
mod stems;

pub use denial::{ceases, goes_on, refuses, restrains, upholds};
pub use irregular::verb;
pub use lists::{
    are_opposites, is_negation, is_stop_word, is_stop_word_as_written, is_stop_word_in_bytes, number_word,
    number_word_abroad, ordinal_word,
};
pub use stems::{StemId, Stems, Term};

use super::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// A word and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// Where it stands in the text.
    pub span: Span,
    /// The word as written.
    pub text: &'a str,
}

impl Word<'_> {
    /// Whether it starts with an upper-case letter.
    #[must_use]
    pub fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it starts with a digit.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.text.chars().next().is_some_and(|c| c.is_ascii_digit())
    }
}

/// The words of `text`, in order; punctuation, symbols and emoji are none.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut offset = 0;
    // Most lines are ASCII but for such signs, and ASCII is cut into words much faster.
    text.split_inclusive(sets_words_apart).flat_map(move |piece| {
        let start = offset;
        offset += piece.len();
        piece.trim_end_matches(sets_words_apart).unicode_word_indices().map(move |(at, text)| {
            let at = start + at;
            Word { span: Span::new(at, at + text.len()), text }
        })
    })
}

/// Whether `c` is a dash, an emoji or another sign that is never part of a word and never joins two (`Word_Break` is
/// Other): cutting there changes no word. Skin tones are not among them, which belong to what they follow.
fn sets_words_apart(c: char) -> bool {
    c >= '\u{2010}'
        && matches!(c, '\u{2010}'..='\u{2015}' | '\u{2190}'..='\u{2bff}'
            | '\u{1f000}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}')
        && !c.is_alphanumeric()
}

/// Folds what does not tell words apart: case, compatibility forms, accents, the shape of an apostrophe, a
/// possessive `'s`, and the commas that group the digits of a number.
#[must_use]
pub fn folded(word: &str) -> String {
    let lower: String = if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        let plain = word.nfkd().filter(|c| !is_combining_mark(*c));
        plain.flat_map(char::to_lowercase).map(|c| if c == '\u{2019}' { '\'' } else { c }).collect()
    };
    if lower.starts_with(|c: char| c.is_ascii_digit()) {
        return ungrouped(&lower);
    }
    match lower.strip_suffix("'s") {
        Some(owner) => owner.to_owned(),
        None => lower,
    }
}

/// `1,250,000` without its commas; anything else as it is (`12,5` is a decimal comma).
fn ungrouped(number: &str) -> String {
    let mut groups = number.split(',');
    let leads = groups.next().is_some_and(|head| (1..=3).contains(&head.len()));
    let grouped = leads && groups.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()));
    if grouped { number.replace(',', "") } else { number.to_owned() }
}

/// The key under which two wordings are equal: the folded words, in order.
#[must_use]
pub fn match_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in words(text) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&folded(word.text));
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expect: &str) {
        assert_eq!(match_key(input), expect);
    }

    #[test]
    fn case_accents_punctuation_and_possessives_do_not_count() {
        check("Résumé of Ana’s talk!", "resume of ana talk");
        check("  Multi-tenancy; call-home.", "multi tenancy call home");
        check("ﬁne Ⅳ", "fine iv");
        check("", "");
        check("📅 — …", "");
    }

    #[test]
    fn numbers_keep_their_point_and_lose_their_grouping() {
        check("€12.35 of 1,250,000", "12.35 of 1250000");
        check("12,5 and 1,25", "12,5 and 1,25");
        check("5–10 %", "5 10");
    }

    #[test]
    fn signs_between_words_change_no_word() {
        let signs = ('\u{2010}'..='\u{2bff}').chain('\u{1f000}'..='\u{1faff}');
        for sign in signs.filter(|c| sets_words_apart(*c)) {
            for text in ["a?b", "a.?b", "1?2 ’?’", "x?\u{fe0f}y", "a?\u{200d}?b", "?e\u{301}?"] {
                let text = text.replace('?', &sign.to_string());
                let found: Vec<_> = words(&text).map(|word| (word.span.start, word.text)).collect();
                assert_eq!(found, text.unicode_word_indices().collect::<Vec<_>>(), "{text:?}");
            }
        }
    }

    #[test]
    fn a_contraction_is_one_word() {
        check("We don’t", "we don't");
    }
}
