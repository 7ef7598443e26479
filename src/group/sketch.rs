//! What a text is made of, in a few hundred bytes: enough to see that two texts have nothing to do with each other.

/// How many words of a note are kept: all of most notes. 256 give the share of common words within .06 (two standard
/// deviations), which is less than what lies between [`super::blocks`]'s least share and that of true variants.
const KEPT: usize = 256;

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

    /// Whether there are no words.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words that were kept.
    pub(super) fn words(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    /// Up to which word all were kept.
    pub(super) fn reach(&self) -> u32 {
        match self.0.last() {
            Some(last) if self.0.len() == KEPT => *last,
            Some(_) | None => u32::MAX,
        }
    }
}

/// A sketch with what each of its words is worth.
#[derive(Debug)]
pub(super) struct Weighed {
    words: Vec<(u32, f32)>,
    reach: u32,
}

impl Weighed {
    /// Weighs the words of a sketch by the square of what they are worth: that parts notes of one team about two
    /// things better from notes about one thing than the worth itself does, and much better than counting.
    pub(super) fn of(sketch: &Sketch, worth: impl Fn(u32) -> f32) -> Self {
        let weighed = sketch.words().map(|word| (word, worth(word).powi(2)));
        Self { words: weighed.collect(), reach: sketch.reach() }
    }

    /// The share of what the words of the text with less of them are worth that the other has, too, as far as the
    /// sketches tell.
    pub(super) fn share(&self, other: &Self) -> f32 {
        // Up to here both have all of their words.
        let reach = self.reach.min(other.reach);
        let upto = |sketch: &'_ Self| sketch.words.partition_point(|(word, _)| *word <= reach);
        let sum = |words: &[(u32, f32)]| words.iter().map(|(_, worth)| worth).sum::<f32>();
        let (left, right) = (&self.words[..upto(self)], &other.words[..upto(other)]);
        let (mut at, mut to, mut shared) = (0, 0, 0.0);
        while let (Some((one, worth)), Some((two, _))) = (left.get(at), right.get(to)) {
            if one == two {
                shared += worth;
            }
            at += usize::from(one <= two);
            to += usize::from(two <= one);
        }
        let least = f32::min(sum(left), sum(right));
        if least > 0.0 { shared / least } else { 0.0 }
    }
}

/// Adds the hashed words of `line` to `keys`, and gives its [`line_key`]: what a digest wants of a line, in one pass.
pub(super) fn read_line(line: &str, keys: &mut Vec<u32>) -> (u64, usize) {
    if !line.is_ascii() {
        add_words(line, keys);
        return line_key(line);
    }
    let (mut whole, mut count) = (Hash::START, 0);
    for word in ascii_words(line) {
        if count > 0 {
            whole = whole.with(b' ');
        }
        count += 1;
        let mut key = Hash::START;
        for (at, byte) in word.bytes().enumerate() {
            let lower = byte.to_ascii_lowercase();
            whole = whole.with(lower);
            if at < STEM_BYTES {
                key = key.with(lower);
            }
        }
        if is_telling(word) {
            keys.push(key.short());
        }
    }
    (whole.long(), count)
}

/// Adds the hashed words of `line` to `keys`.
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
pub(super) fn words(text: &str, mut take: impl FnMut(&str, u32)) {
    if text.is_ascii() {
        for word in ascii_words(text) {
            let stem = word.bytes().take(STEM_BYTES).map(|byte| byte.to_ascii_lowercase());
            take(word, stem.fold(Hash::START, Hash::with).short());
        }
        return;
    }
    let is_letter = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphanumeric();
    for word in text.split(|c| !is_letter(c)).filter(|word| !word.is_empty()) {
        let stem = word.char_indices().take_while(|(at, _)| *at < STEM_BYTES).map(|(_, c)| c);
        let key = stem.fold(Hash::START, |key, c| {
            c.to_ascii_lowercase().encode_utf8(&mut [0; 4]).bytes().fold(key, Hash::with)
        });
        take(word, key.short());
    }
}

/// The words of a text that is ASCII, as nearly all lines are.
fn ascii_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
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

    fn check(one: &str, other: &str, expect: f32) {
        let sketch = |text: &str| {
            let mut words = Vec::new();
            add_words(text, &mut words);
            Weighed::of(&Sketch::of(words), |_| 1.0)
        };
        assert!((sketch(one).share(&sketch(other)) - expect).abs() < 1e-6, "{one} / {other}");
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
}
