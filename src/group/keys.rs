//! The keys that words, lines and texts are compared by: the same on every machine and in every build.

/// Words are compared by their first letters: a stem without a stemmer, for a first look only.
const STEM_BYTES: usize = 6;

/// Words shorter than this are in every text.
const LEAST_BYTES: usize = 4;

/// Adds the keys of the words of `line` that tell something to `keys`, and gives its [`line_key`]: what a digest wants
/// of a line, in one pass.
pub(super) fn read_line(line: &str, keys: &mut Vec<u32>) -> (u64, usize) {
    if !line.is_ascii() {
        add_words(line, keys);
        return line_key(line);
    }
    let (mut whole, mut count) = (Hash::START, 0);
    for word in Words::of(line) {
        whole = whole.with(word.whole);
        count += 1;
        if is_telling(word.text) {
            keys.push(word.key());
        }
    }
    (whole.0, count)
}

/// Adds the keys of the words of `line` that tell something to `keys`.
pub(super) fn add_words(line: &str, keys: &mut Vec<u32>) {
    words(line, |word, key| {
        if is_telling(word.as_bytes()) {
            keys.push(key);
        }
    });
}

/// Whether a word is kept: it is long enough, or a number.
fn is_telling(word: &[u8]) -> bool {
    word.len() >= LEAST_BYTES || word.len() > 1 && word[0].is_ascii_digit()
}

/// Gives each word of `text` to `take`, as written and with the key of its first letters in lower case.
pub(super) fn words<'t>(text: &'t str, mut take: impl FnMut(&'t str, u32)) {
    if text.is_ascii() {
        for word in Words::of(text) {
            take(text.get(word.at..word.at + word.text.len()).unwrap_or_default(), word.key());
        }
        return;
    }
    let is_letter = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphanumeric();
    for word in text.split(|c| !is_letter(c)).filter(|word| !word.is_empty()) {
        let stem = word.char_indices().take_while(|(at, _)| *at < STEM_BYTES).map(|(_, c)| c);
        let letters = stem.fold(0, |letters, c| {
            c.to_ascii_lowercase().encode_utf8(&mut [0; 4]).bytes().fold(letters, with_letter)
        });
        take(word, key_of_stem(letters));
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

/// What a byte is in a word: an ASCII letter in lower case, a digit, a part of a character beyond ASCII; 0 where it is
/// in none.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte: u8 = 255;
    while byte > 0 {
        if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
            letters[byte as usize] = byte.to_ascii_lowercase();
        }
        byte -= 1;
    }
    letters
};

/// The words of a text, as bytes: what stands between signs and blanks of ASCII.
struct Words<'t> {
    text: &'t [u8],
    at: usize,
}

/// A word of a text.
struct Word<'t> {
    text: &'t [u8],
    /// Where it starts.
    at: usize,
    /// Its first letters, in lower case; a byte for each.
    stem: u64,
    /// All its letters, in lower case.
    whole: u64,
}

impl Word<'_> {
    fn key(&self) -> u32 {
        key_of_stem(self.stem)
    }
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0 }
    }
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let rest = self.text.get(self.at..)?;
        let blanks = rest.iter().take_while(|byte| LETTERS[usize::from(**byte)] == 0).count();
        let (mut long, mut letters, mut stem, mut length) = (Hash::START, 0, 0, 0);
        for byte in rest.get(blanks..)? {
            let letter = LETTERS[usize::from(*byte)];
            if letter == 0 {
                break;
            }
            letters = with_letter(letters, letter);
            length += 1;
            if length == STEM_BYTES {
                stem = letters;
            }
            if length % 8 == 0 {
                long = long.with(letters);
                letters = 0;
            }
        }
        if length == 0 {
            return None;
        }
        let start = self.at + blanks;
        self.at = start + length;
        Some(Word {
            text: self.text.get(start..self.at)?,
            at: start,
            stem: if length < STEM_BYTES { letters } else { stem },
            whole: if length < 8 { letters } else { long.with(letters).0 },
        })
    }
}

fn with_letter(letters: u64, letter: u8) -> u64 {
    letters.rotate_left(8) ^ u64::from(letter)
}

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
    fn texts_that_differ_have_other_keys() {
        let texts = ["", "\0", "a", "a\0", "12345678", "123456781", "1234567812345678", "1234567812345687"];
        let keys: std::collections::BTreeSet<u64> = texts.iter().map(|text| key(text)).collect();
        assert_eq!(keys.len(), texts.len());
    }
}
