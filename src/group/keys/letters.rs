//! The words of a long text: where its letters are is found out for 64 bytes at once.

use super::{Eight, FIRST_LETTERS, LEAST_BYTES, STEM_BYTES, Words, key_of_stem};
use crate::text::Span;

/// Where the letters of a text are. What has words and which they are is then told by counting bits, and words that are
/// not kept cost nothing.
#[derive(Default)]
pub(in crate::group) struct Letters<'t> {
    text: &'t str,
    /// The blocks of the text, and an empty one behind them.
    blocks: Vec<Block>,
}

/// What 64 bytes of a text are, a bit for each, the first the least.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    /// They belong to words: letters and digits of ASCII, and all that is beyond ASCII.
    letters: u64,
    digits: u64,
    beyond_ascii: u64,
}

impl Block {
    const BYTES: usize = 64;

    fn of(bytes: &[u8; Self::BYTES]) -> Self {
        // Byte by byte, which compilers make many bytes at once of.
        let (mut letters, mut digits, mut beyond) = ([0; Self::BYTES], [0; Self::BYTES], [0; Self::BYTES]);
        for (at, byte) in bytes.iter().enumerate() {
            let is_digit = byte.wrapping_sub(b'0') < 10;
            let is_beyond = *byte >= 0x80;
            let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
            digits[at] = u8::from(is_digit);
            beyond[at] = u8::from(is_beyond);
            letters[at] = u8::from(is_letter | is_digit | is_beyond);
        }
        Self { letters: bits(&letters), digits: bits(&digits), beyond_ascii: bits(&beyond) }
    }

    /// Which bytes are followed by so many letters at least, in this block and the next.
    fn before_letters(self, next: Self, many: usize) -> u64 {
        let behind = |place: usize| self.letters >> place | next.letters << (Self::BYTES - place);
        (1..=many).fold(u64::MAX, |all, place| all & behind(place))
    }

    /// How many letters there are from a place of this block on, up to [`STEM_BYTES`].
    fn letters_of_stem(self, next: Self, place: u32) -> usize {
        let letters = self.letters >> place | (next.letters << 1) << (u64::BITS - 1 - place);
        (letters.trailing_ones() as usize).min(STEM_BYTES)
    }
}

/// The least bit of each byte.
fn bits(bytes: &[u8; Block::BYTES]) -> u64 {
    /// Moves the least bits of eight bytes beside each other, into the highest byte.
    const TOGETHER: u64 = 0x0102_0408_1020_4080;
    let (eights, _) = bytes.as_chunks::<8>();
    let bits = eights.iter().map(|eight| u64::from_le_bytes(*eight).wrapping_mul(TOGETHER) >> 56);
    bits.rev().fold(0, |all, bits| all << 8 | bits)
}

impl<'t> Letters<'t> {
    /// Finds the letters of a text.
    pub(in crate::group) fn of(text: &'t str) -> Self {
        let (whole, rest) = text.as_bytes().as_chunks();
        let mut last = [0; Block::BYTES];
        last[..rest.len()].copy_from_slice(rest);
        let mut blocks = Vec::with_capacity(whole.len() + 2);
        blocks.extend(whole.iter().map(Block::of));
        blocks.extend([Block::of(&last), Block::default()]);
        Self { text, blocks }
    }

    /// Whether a line of the text has at least so many words.
    pub(in crate::group) fn has_words(&self, line: Span, least: u32) -> bool {
        self.starts(line).map(|(_, starts)| starts.count_ones()).sum::<u32>() >= least
    }

    /// Adds the keys of the words of a line of the text that tell something to `keys`, as [`super::add_words`] does.
    pub(in crate::group) fn add_words(&self, line: Span, keys: &mut Vec<u32>) {
        let bytes = self.text.as_bytes();
        for (block, starts) in self.starts(line) {
            let (this, next) = (self.blocks[block], self.blocks[block + 1]);
            let place = |bit: u32| block * Block::BYTES + bit as usize;
            if this.beyond_ascii | next.beyond_ascii == 0 && next.letters != u64::MAX {
                // No word of these is longer than the two blocks.
                let is_long = this.before_letters(next, LEAST_BEHIND_FIRST);
                let is_number = this.digits & this.before_letters(next, 1);
                for bit in ones(starts & (is_long | is_number)) {
                    let start = Eight::at(bytes, place(bit)).lower(8);
                    keys.push(key_of_stem(start & FIRST_LETTERS[this.letters_of_stem(next, bit)]));
                }
            } else {
                for bit in ones(starts) {
                    if let Some(word) = (Words { text: bytes, at: place(bit) }).next() {
                        word.add_to(keys, self.text);
                    }
                }
            }
        }
    }

    /// Where words start in a line of the text: block by block, a bit for each.
    fn starts(&self, line: Span) -> impl Iterator<Item = (usize, u64)> {
        let first = line.start / Block::BYTES;
        let mut before = 0;
        (first..line.end.div_ceil(Block::BYTES)).map(move |block| {
            let from = line.start.saturating_sub(block * Block::BYTES);
            let to = line.end - block * Block::BYTES;
            let behind = if to < Block::BYTES { u64::MAX << to } else { 0 };
            let letters = self.blocks[block].letters & u64::MAX << from & !behind;
            let starts = letters & !(letters << 1 | before);
            before = letters >> (u64::BITS - 1);
            (block, starts)
        })
    }
}

/// A word that is kept has so many letters behind its first one, or is a number.
const LEAST_BEHIND_FIRST: usize = LEAST_BYTES - 1;

/// The places of the bits that are set, the least first.
fn ones(mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then(|| bits.trailing_zeros());
        bits &= bits.wrapping_sub(1);
        place
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::keys;
    use proptest::prelude::*;

    /// Checks that the parts of a text between line feeds have the words they have by themselves.
    fn check(text: &str) {
        let letters = Letters::of(text);
        let mut at = 0;
        for line in text.split('\n') {
            let span = Span::new(at, at + line.len());
            at = span.end + 1;
            let (mut found, mut expect) = (Vec::new(), Vec::new());
            letters.add_words(span, &mut found);
            keys::add_words(line, &mut expect);
            assert_eq!(found, expect, "{line:?} in {text:?}");
            let words = Words::of(line).count();
            for least in 0..5 {
                assert_eq!(letters.has_words(span, least), words >= least as usize, "{line:?} in {text:?}");
            }
        }
    }

    #[test]
    fn a_word_may_begin_in_one_block_and_end_in_a_later_one() {
        for length in [1, 2, 3, 4, 5, 6, 63, 64, 65, 127, 128, 129, 200] {
            for before in [0, 1, 58, 59, 60, 61, 62, 63, 64, 65] {
                let word = "w".repeat(length);
                check(&format!("{}{word} and 7 12", " ".repeat(before)));
                check(&format!("{}{word}\u{2014}{word}\n12", ".".repeat(before)));
            }
        }
        check("");
    }

    proptest! {
        #[test]
        fn a_line_has_the_words_it_has_by_itself(text in "([a-zA-Z]{1,9}|[0-9]{1,3}|[ .,\n-]|[\u{e9}\u{2014}\u{1f600}]){0,90}") {
            check(&text);
        }
    }
}
