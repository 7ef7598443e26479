//! The keys that words, lines and texts are compared by: the same on every machine and in every build.

use crate::text::Span;

/// Words are compared by their first letters: a stem without a stemmer, for a first look only.
const STEM_BYTES: usize = 6;

/// Words shorter than this are in every text.
const LEAST_BYTES: usize = 4;

/// Adds the keys of the words of `line` that tell something to `keys`, and gives its [`line_key`]: what a digest wants
/// of a line, in one pass.
pub(super) fn read_line(line: &str, keys: &mut Vec<u32>) -> (u64, usize) {
    let (mut whole, mut count) = (Hash::START, 0);
    for word in Words::of(line) {
        whole = whole.with(word.whole);
        count += 1;
        if word.is_ascii {
            if word.is_telling() {
                keys.push(word.key());
            }
        } else {
            word.cut(line, |word, key| {
                if is_telling(word) {
                    keys.push(key);
                }
            });
        }
    }
    (whole.0, count)
}

/// Adds the keys of the words of `line` that tell something to `keys`.
pub(super) fn add_words(line: &str, keys: &mut Vec<u32>) {
    words(line, |word, key| {
        if is_telling(word) {
            keys.push(key);
        }
    });
}

/// Whether a word is kept: it is long enough, or a number.
fn is_telling(word: &str) -> bool {
    word.len() >= LEAST_BYTES || word.len() > 1 && word.starts_with(|c: char| c.is_ascii_digit())
}

/// Gives each word of `text` to `take`, as written and with the key of its first letters in lower case.
pub(super) fn words<'t>(text: &'t str, mut take: impl FnMut(&'t str, u32)) {
    for word in Words::of(text) {
        word.cut(text, &mut take);
    }
}

/// The key of a line by its letters and digits, and how many words it has.
pub(super) fn line_key(line: &str) -> (u64, usize) {
    let (hash, count) =
        Words::of(line).fold((Hash::START, 0), |(hash, count), word| (hash.with(word.whole), count + 1));
    (hash.0, count)
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

/// Whether a byte belongs to a word: an ASCII letter, a digit, a part of a character beyond ASCII.
const IS_LETTER: [bool; 256] = {
    let mut is_letter = [false; 256];
    let mut byte: u8 = 255;
    while byte > 0 {
        is_letter[byte as usize] = byte.is_ascii_alphanumeric() || !byte.is_ascii();
        byte -= 1;
    }
    is_letter
};

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
    /// All its letters, in lower case.
    whole: u64,
    is_ascii: bool,
    starts_with_digit: bool,
}

impl Word {
    /// Whether it is kept: it is long enough, or a number.
    fn is_telling(&self) -> bool {
        let length = self.span.end - self.span.start;
        length >= LEAST_BYTES || length > 1 && self.starts_with_digit
    }

    /// The key of a word of ASCII.
    fn key(&self) -> u32 {
        key_of_stem(self.start & FIRST_LETTERS[STEM_BYTES])
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
        let rest = self.text.get(self.at..)?;
        let word = rest.get(rest.iter().position(|byte| IS_LETTER[usize::from(*byte)])?..)?;
        let start = Eight::of(word);
        let mut length = start.letters();
        let (mut whole, mut is_ascii) = (start.lower(length), start.are_ascii(length));
        let mut more = length;
        while more == 8 {
            let next = Eight::of(&word[length..]);
            more = next.letters();
            if more > 0 {
                whole = Hash(whole).with(next.lower(more)).0;
                is_ascii &= next.are_ascii(more);
                length += more;
            }
        }
        let at = self.text.len() - word.len();
        self.at = at + length;
        Some(Word {
            span: Span::new(at, self.at),
            start: start.lower(length.min(8)),
            whole,
            is_ascii,
            starts_with_digit: word[0].is_ascii_digit(),
        })
    }
}

/// Eight bytes of a text, the first the least of the number; zeros behind its end. Words are cut by eight bytes at once,
/// since each byte of a vault is asked whether it ends one.
#[derive(Clone, Copy)]
struct Eight(u64);

impl Eight {
    fn of(text: &[u8]) -> Self {
        let padded = || {
            let mut padded = [0; 8];
            padded[..text.len()].copy_from_slice(text);
            padded
        };
        Self(u64::from_le_bytes(text.first_chunk().copied().unwrap_or_else(padded)))
    }

    /// How many letters they start with, in the sense of [`IS_LETTER`].
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
    fn a_line_is_known_by_its_words() {
        assert_eq!(line_key("- [ ] Call  the Bank!"), line_key("* call the bank"));
        assert_ne!(line_key("- call the bank"), line_key("- callthe bank"));
        assert_ne!(line_key("the newcomers"), line_key("the newcomer"));
        assert_ne!(line_key("newcomer the"), line_key("the newcomer"));
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
    fn one_pass_over_a_line_gives_its_key_and_its_words() {
        for line in [
            "- [ ] Call  the Bank about 12,000 handsets!",
            "Besch\u{fc}sse \u{2014} r\u{e9}sum\u{e9} of 2025",
            "",
            "...",
        ] {
            let (mut one, mut other) = (Vec::new(), Vec::new());
            assert_eq!(read_line(line, &mut one), line_key(line), "{line}");
            add_words(line, &mut other);
            assert_eq!(one, other, "{line}");
        }
    }

    #[test]
    fn eight_bytes_at_once_are_cut_where_each_of_them_is() {
        for byte in 0..=255_u8 {
            for place in 0..8 {
                let mut text = *b"aZ09zAb1";
                text[place] = byte;
                let letters = text.iter().take_while(|byte| IS_LETTER[usize::from(**byte)]).count();
                assert_eq!(Eight::of(&text).letters(), letters, "{byte} {place}");
            }
        }
        assert_eq!(Eight::of(b"ab").letters(), 2);
        assert_eq!(Eight::of(b"").letters(), 0);
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
