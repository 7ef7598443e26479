//! The keys that words, lines and texts are compared by: the same on every machine and in every build.

mod letters;

pub(super) use letters::Letters;

use crate::text::Span;
use crate::text::words::{is_stop_word_as_written, is_stop_word_in_bytes};
use twox_hash::XxHash3_64;

/// Words are compared by their first letters: a stem without a stemmer, for a first look only.
const STEM_BYTES: usize = 6;

/// Words shorter than this are in every text.
const LEAST_BYTES: usize = 4;

/// Adds the keys of the words of `line` that tell something to `keys`.
pub(super) fn add_words(line: &str, keys: &mut Vec<u32>) {
    for word in Words::of(line) {
        word.add_to(keys, line);
    }
}

/// Whether a word is kept: it is long enough, or a number.
fn is_telling(word: &str) -> bool {
    word.len() >= LEAST_BYTES || word.len() > 1 && word.starts_with(|c: char| c.is_ascii_digit())
}

/// Adds the key of each word of a wording that is no stop word to `keys`, with whether the word is a number. Gives the
/// key of the wording by its words, numbers aside.
pub(super) fn read_wording(wording: &str, keys: &mut Vec<(u32, bool)>) -> u64 {
    let key = Words::of(wording).fold(Hash::START, |hash, word| {
        if !word.is_ascii {
            word.cut(wording, |word, key| {
                if !is_stop_word_as_written(word) {
                    keys.push((key, word.starts_with(|c: char| c.is_ascii_digit())));
                }
            });
        } else if !word.is_stop_word(wording) {
            keys.push((word.key(), word.starts_with_digit));
        }
        if word.starts_with_digit { hash } else { hash.with(word.whole(wording)) }
    });
    key.0
}

/// Gives each word of at most so many letters to `take`, as written and with the key of its first letters in lower case,
/// and maybe longer ones. Most words of a text are longer, and only passed over.
pub(super) fn short_words<'t>(text: &'t str, most: usize, mut take: impl FnMut(&'t str, u32)) {
    // Beyond ASCII a dash may stand between two short ones.
    for word in Words::of(text).filter(|word| word.span.len() <= most || !word.is_ascii) {
        word.cut(text, &mut take);
    }
}

/// The key of a line as it is written, the signs before its first letter aside and whether it is ticked off.
pub(super) fn line_key(line: &str) -> u64 {
    let said = line.trim_start_matches(|c: char| c.is_ascii_punctuation() || c == ' ');
    let ticked = ["x] ", "X] "].into_iter().find_map(|tick| said.strip_prefix(tick));
    XxHash3_64::oneshot(ticked.unwrap_or(said).as_bytes())
}

/// The key of a text.
pub(super) fn key(text: &str) -> u64 {
    let (chunks, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let chunks = chunks.iter().map(|chunk| u64::from_le_bytes(*chunk));
    // With its length, since texts may end in zeros.
    chunks.fold(Hash::START, Hash::with).with(u64::from_le_bytes(last)).with(text.len() as u64).0
}

/// The key of two things together, in this order.
pub(super) fn both(one: u64, other: u64) -> u64 {
    one.rotate_left(17) ^ other.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The words of a text by its bytes: what stands between signs and blanks of ASCII.
struct Words<'t> {
    text: &'t [u8],
    at: usize,
}

/// A word of a text.
struct Word {
    /// Where it stands.
    span: Span,
    /// Its first 8 letters, in lower case; a byte for each.
    start: u64,
    is_ascii: bool,
    starts_with_digit: bool,
}

impl Word {
    /// Adds the keys of the words it is in `text` that tell something to `keys`.
    fn add_to(&self, keys: &mut Vec<u32>, text: &str) {
        if self.is_ascii {
            if self.is_telling() {
                keys.push(self.key());
            }
        } else {
            self.cut(text, |word, key| {
                if is_telling(word) {
                    keys.push(key);
                }
            });
        }
    }

    /// Whether it is kept: it is long enough, or a number.
    fn is_telling(&self) -> bool {
        let length = self.span.len();
        length >= LEAST_BYTES || length > 1 && self.starts_with_digit
    }

    /// The key of a word of ASCII.
    fn key(&self) -> u32 {
        key_of_stem(self.start & FIRST_LETTERS[STEM_BYTES])
    }

    /// Whether a word of ASCII is one of those every text has.
    fn is_stop_word(&self, text: &str) -> bool {
        let more = match self.span.len() {
            ..=8 => 0,
            length @ 9..=16 => Eight::at(text.as_bytes(), self.span.start + 8).lower(length - 8),
            _ => return false,
        };
        is_stop_word_in_bytes(u128::from(self.start) | u128::from(more) << 64)
    }

    /// The key of all its letters, in lower case.
    fn whole(&self, text: &str) -> u64 {
        if self.span.len() < 8 {
            return Hash::START.with(self.start).0;
        }
        let (letters, rest) = self.span.of(text).as_bytes().as_chunks::<8>();
        let whole = letters.iter().fold(Hash::START, |hash, eight| hash.with(Eight::at(eight, 0).lower(8)));
        whole.with(Eight::at(rest, 0).lower(rest.len())).0
    }

    /// Gives the words it is in `text` to `take`, with their keys: a dash joins the bytes of two words, or is none.
    fn cut<'t>(&self, text: &'t str, mut take: impl FnMut(&'t str, u32)) {
        let word = self.span.of(text);
        if self.is_ascii {
            take(word, self.key());
            return;
        }
        for word in word.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let stem = word.char_indices().take_while(|(at, _)| *at < STEM_BYTES);
            let mut letters = 0;
            for (at, c) in stem {
                for (behind, letter) in c.to_ascii_lowercase().encode_utf8(&mut [0; 4]).bytes().enumerate() {
                    letters ^= u64::from(letter).rotate_left(8 * u32::try_from(at + behind).unwrap_or(0));
                }
            }
            take(word, key_of_stem(letters));
        }
    }
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0 }
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        while self.at < self.text.len() {
            let at = self.at;
            let start = Eight::at(self.text, at);
            let mut length = start.letters();
            if length == 0 {
                self.at += 1;
                continue;
            }
            let mut is_ascii = start.are_ascii(length);
            let mut more = length;
            while more == 8 {
                let next = Eight::at(self.text, at + length);
                more = next.letters();
                is_ascii &= next.are_ascii(more);
                length += more;
            }
            // What ends a word is no letter, and not looked at again.
            self.at = at + length + 1;
            return Some(Word {
                span: Span::new(at, at + length),
                start: start.lower(length.min(8)),
                is_ascii,
                starts_with_digit: self.text[at].is_ascii_digit(),
            });
        }
        None
    }
}

/// Eight bytes of a text, the first the least of the number; zeros behind its end. Words are cut by eight bytes at once,
/// since each byte of a vault is asked whether it ends one.
#[derive(Clone, Copy)]
struct Eight(u64);

impl Eight {
    /// The bytes of a text from a place on.
    fn at(text: &[u8], at: usize) -> Self {
        let rest = text.get(at..).unwrap_or_default();
        let behind = || {
            // Most lines are longer than that, and what stands before the place is shifted out.
            let gone = 8 * u32::try_from(8 - rest.len()).unwrap_or(8);
            text.last_chunk().map(|last| u64::from_le_bytes(*last).checked_shr(gone).unwrap_or(0))
        };
        let padded = || {
            let mut padded = [0; 8];
            padded[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(padded)
        };
        let whole = rest.first_chunk().map(|eight| u64::from_le_bytes(*eight));
        Self(whole.or_else(behind).unwrap_or_else(padded))
    }

    /// How many bytes of a word they start with: ASCII letters, digits, parts of characters beyond ASCII.
    fn letters(self) -> usize {
        const HIGH: u64 = Eight::each(0x80);
        let bytes = self.0 & !HIGH;
        let lower = bytes | Self::each(0x20);
        // No sum of two bytes below 0x80 carries into the next; its high bit says that the one is not below the other.
        let from = |bytes: u64, least: u8| bytes + Self::each(0x80 - least);
        let letters = from(lower, b'a') & !from(lower, b'z' + 1);
        let digits = from(bytes, b'0') & !from(bytes, b'9' + 1);
        let others = !(letters | digits | self.0) & HIGH;
        (others.trailing_zeros() / 8) as usize
    }

    /// The first of them, which are letters, in lower case. The bit that makes a lower-case letter is set in digits
    /// anyway; beyond ASCII it makes one of two characters, and what is left of a line still tells it.
    fn lower(self, letters: usize) -> u64 {
        (self.0 | Self::each(0x20)) & FIRST_LETTERS[letters]
    }

    fn are_ascii(self, letters: usize) -> bool {
        self.0 & Self::each(0x80) & FIRST_LETTERS[letters] == 0
    }

    /// Eight times the same byte.
    const fn each(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
}

/// What leaves so many bytes of a number, the least first.
const FIRST_LETTERS: [u64; 9] = {
    let mut masks = [0; 9];
    let mut length = 1;
    while length < masks.len() {
        masks[length] = masks[length - 1] << 8 | 0xff;
        length += 1;
    }
    masks
};

#[expect(clippy::cast_possible_truncation, reason = "half of the bits is what is wanted")]
fn key_of_stem(stem: u64) -> u32 {
    Hash::START.with(stem).0 as u32
}

/// A hash of numbers, by the two halves of a product: no cryptography, and fast on the short words of notes. The method
/// is that of wyhash, the factors are digits of pi.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    const START: Self = Self(0x243f_6a88_85a3_08d3);

    #[expect(clippy::cast_possible_truncation, reason = "the two halves are what is wanted")]
    fn with(self, number: u64) -> Self {
        let product = u128::from(self.0 ^ number) * 0x1319_8a2e_0370_7345;
        Self(product as u64 ^ (product >> 64) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_known_by_what_is_written_behind_its_signs() {
        for line in ["* [x] Call the Bank!", "+ [X] Call the Bank!"] {
            assert_eq!(line_key("- [ ] Call the Bank!"), line_key(line), "{line}");
        }
        assert_ne!(line_key("- call the bank"), line_key("- callthe bank"));
        assert_ne!(line_key("- it grew by 3 %"), line_key("- it grew by 4 %"));
    }

    #[test]
    fn a_wording_is_known_by_its_words() {
        let key = |wording: &str| read_wording(wording, &mut Vec::new());
        assert_eq!(key("Call  the Bank!"), key("call the bank"));
        assert_ne!(key("call the bank"), key("callthe bank"));
        assert_ne!(key("the newcomers"), key("the newcomer"));
        assert_ne!(key("newcomer the"), key("the newcomer"));
        assert_eq!(key("it grew by 3 %"), key("it grew by 4 %"));
    }

    #[test]
    fn the_words_of_a_wording_are_those_that_are_no_stop_words() {
        let (mut keys, mut words) = (Vec::new(), Vec::new());
        read_wording("Themselves, WHILE The 12 co\u{f6}perating the\u{2014}newcomers are", &mut keys);
        short_words("12 co\u{f6}perating newcomers", usize::MAX, |word, key| words.push((key, word == "12")));
        assert_eq!(keys, words);
    }

    #[test]
    fn a_word_is_known_by_its_first_letters() {
        let keys = |text: &str| {
            let mut keys = Vec::new();
            add_words(text, &mut keys);
            keys
        };
        assert_eq!(keys("The Handsets of 12"), keys("\u{2014} handset \u{b7} 12"));
        assert_eq!(keys("r\u{e9}sum\u{e9}s"), keys("r\u{e9}sum\u{e9}"));
        assert_ne!(keys("hands"), keys("handset"));
    }

    #[test]
    fn short_words_are_those_that_reading_all_words_gives() {
        for text in
            ["The end of it, and a 12\u{2014}13 \u{e9}t\u{e9}\u{2014}then", "a", "", "longer", ", so, "]
        {
            let (mut short, mut all) = (Vec::new(), Vec::new());
            short_words(text, 3, |word, key| short.push((word, key)));
            short_words(text, usize::MAX, |word, key| all.push((word, key)));
            for words in [&mut short, &mut all] {
                words.retain(|(word, _)| word.chars().count() <= 3);
            }
            assert_eq!(short, all, "{text}");
        }
    }

    #[test]
    fn eight_bytes_at_once_are_cut_where_each_of_them_is() {
        for byte in 0..=255_u8 {
            for place in 0..8 {
                let mut text = *b"aZ09zAb1";
                text[place] = byte;
                let is_of_word = |byte: &&u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
                let letters = text.iter().take_while(is_of_word).count();
                assert_eq!(Eight::at(&text, 0).letters(), letters, "{byte} {place}");
            }
        }
        assert_eq!(Eight::at(b"ab", 0).letters(), 2);
        assert_eq!(Eight::at(b"", 0).letters(), 0);
        for at in 0..=9 {
            let text = b"abcdefghi";
            let mut padded = [0; 8];
            let rest = &text[at..(at + 8).min(9)];
            padded[..rest.len()].copy_from_slice(rest);
            assert_eq!(Eight::at(text, at).0, u64::from_le_bytes(padded));
        }
        let cut =
            |text: &'static str| -> Vec<&str> { Words::of(text).map(|word| word.span.of(text)).collect() };
        assert_eq!(cut("of, 12345678 abcdefghi"), ["of", "12345678", "abcdefghi"]);
        assert_eq!(cut("abcdefghijklmnopq-1"), ["abcdefghijklmnopq", "1"]);
    }

    #[test]
    fn texts_that_differ_have_other_keys() {
        let texts = ["", "\0", "a", "a\0", "12345678", "123456781", "1234567812345678", "1234567812345687"];
        let keys: std::collections::BTreeSet<u64> = texts.iter().map(|text| key(text)).collect();
        assert_eq!(keys.len(), texts.len());
    }
}
