//! What a text is made of, in a few hundred bytes: enough to see that two texts have nothing to do with each other.

/// How many words of a note are kept. 160 give the share of common words within .08 (two standard deviations), which
/// is far less than what lies between [`super::blocks`]'s least share and that of true variants.
const KEPT: usize = 160;

/// Words are compared by their first letters: a stem without a stemmer, for a first look only.
const STEM_BYTES: usize = 6;

/// Words shorter than this are in every text.
const LEAST_BYTES: usize = 4;

/// The words of a text, of which the same ones are kept in every text (those with the least hashes).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sketch(Box<[u32]>);

impl Sketch {
    /// Keeps of the hashed words of a text those that every other sketch would keep.
    pub(super) fn of(mut words: Vec<u32>) -> Self {
        words.sort_unstable();
        words.dedup();
        words.truncate(KEPT);
        Self(words.into_boxed_slice())
    }

    /// The share of the words of the text with fewer of them that the other has, too, as far as the sketches tell.
    #[expect(clippy::cast_precision_loss, reason = "counts of at most 160")]
    pub(super) fn share(&self, other: &Self) -> f64 {
        let reach = |sketch: &Self| match sketch.0.last() {
            Some(last) if sketch.0.len() == KEPT => *last,
            Some(_) | None => u32::MAX,
        };
        // Up to here both have all of their words.
        let reach = reach(self).min(reach(other));
        let upto = |sketch: &Self| sketch.0.partition_point(|word| *word <= reach);
        let least = upto(self).min(upto(other));
        if least == 0 {
            return 0.0;
        }
        let (mut at, mut to, mut shared) = (0, 0, 0_usize);
        while let (Some(one), Some(two)) = (self.0.get(at), other.0.get(to)) {
            if *one > reach || *two > reach {
                break;
            }
            shared += usize::from(one == two);
            at += usize::from(one <= two);
            to += usize::from(two <= one);
        }
        shared as f64 / least as f64
    }
}

/// Adds the hashed words of `line` to `words`.
pub(super) fn add_words(line: &str, words: &mut Vec<u32>) {
    let mut word = Hash::START;
    let mut length = 0;
    for byte in line.bytes().chain([b' ']) {
        // Letters of other scripts are bytes beyond ASCII; that dashes and quotes are too does no harm here.
        if byte.is_ascii_alphanumeric() || byte >= 0x80 {
            if length < STEM_BYTES {
                word = word.with(byte.to_ascii_lowercase());
            }
            length += 1;
        } else {
            if length >= LEAST_BYTES {
                words.push(word.short());
            }
            (word, length) = (Hash::START, 0);
        }
    }
}

/// The key of a line by its letters and digits, and how many words it has.
pub(super) fn line_key(line: &str) -> (u64, usize) {
    let (mut key, mut words, mut in_word) = (Hash::START, 0, false);
    for byte in line.bytes() {
        let is_word = byte.is_ascii_alphanumeric() || byte >= 0x80;
        if is_word && !in_word && words > 0 {
            key = key.with(b' ');
        }
        if is_word {
            key = key.with(byte.to_ascii_lowercase());
        }
        words += usize::from(is_word && !in_word);
        in_word = is_word;
    }
    (key.long(), words)
}

/// The key of a text.
pub(super) fn key(text: &str) -> u64 {
    text.bytes().fold(Hash::START, Hash::with).long()
}

/// FNV-1a, 64 bits: the same on every machine and in every build, and fast on short words.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    const START: Self = Self(0xcbf2_9ce4_8422_2325);

    fn with(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }

    /// FNV leaves the last bytes in the lower bits; this spreads them (the finaliser of `MurmurHash3`).
    fn long(self) -> u64 {
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed = (mixed ^ mixed >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        mixed ^ mixed >> 33
    }

    #[expect(clippy::cast_possible_truncation, reason = "half of the bits is what is wanted")]
    fn short(self) -> u32 {
        self.long() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str, expect: f64) {
        let sketch = |text: &str| {
            let mut words = Vec::new();
            add_words(text, &mut words);
            Sketch::of(words)
        };
        assert!((sketch(one).share(&sketch(other)) - expect).abs() < 1e-9, "{one} / {other}");
    }

    #[test]
    fn a_sketch_tells_the_share_of_common_words() {
        check("Rechargeable batteries of the handset", "the handsets' recharging: logo", 2.0 / 3.0);
        check("alpha beta", "gamma delta", 0.0);
        check("", "gamma delta", 0.0);
    }

    #[test]
    fn long_texts_are_compared_as_far_as_both_are_kept() {
        let text = |from: usize, to: usize| (from..to).map(|word| format!("{word}word ")).collect::<String>();
        check(&text(10_000, 12_000), &text(10_000, 12_000), 1.0);
        check(&text(10_000, 12_000), &text(30_000, 32_000), 0.0);
    }

    #[test]
    fn a_line_is_known_by_its_words() {
        assert_eq!(line_key("- [ ] Call  the Bank!"), line_key("* call the bank"));
        assert_ne!(line_key("- call the bank"), line_key("- callthe bank"));
    }
}
