//! What a text is made of, in a few hundred bytes: enough to see that two texts have nothing to do with each other.

/// How many words of a note are kept: all of most notes. 256 give the share of common words within .06 (two standard
/// deviations), which is less than what lies between [`super::look`]'s least share and that of true variants.
const KEPT: usize = 256;

/// The words of a text, of which the same ones are kept in every text (those with the least hashes).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sketch(Box<[u32]>);

impl Sketch {
    /// Keeps of the keys of the words of a text those that every other sketch would keep; `left_out` are none of them.
    pub(super) fn of(words: &[u32], left_out: &[u32]) -> Self {
        let mut kept = mostly_once(words);
        kept.sort_unstable();
        kept.dedup();
        for word in left_out {
            if let Ok(at) = kept.binary_search(word) {
                kept.remove(at);
            }
        }
        kept.truncate(KEPT);
        Self(kept.into_boxed_slice())
    }

    /// Whether there are no words.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words that were kept.
    pub(super) fn words(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    /// Whether the text does not have the word: of a long one that cannot be told of all words.
    pub(super) fn lacks(&self, word: u32) -> bool {
        word <= self.reach() && self.0.binary_search(&word).is_err()
    }

    /// Up to which word all were kept.
    pub(super) fn reach(&self) -> u32 {
        match self.0.last() {
            Some(last) if self.0.len() == KEPT => *last,
            Some(_) | None => u32::MAX,
        }
    }
}

/// The words, most of them once: sorting the rest costs more than to see that a word was just met.
fn mostly_once(words: &[u32]) -> Vec<u32> {
    /// Where a word is remembered until another comes to its place: some times as many places as a note has words.
    const PLACES: usize = 1024;
    let mut met = [0_u32; PLACES];
    // The place of no word but 0, which is not met yet.
    met[0] = 1;
    // Each word is written, and written over by the next where it was met: a guess at every third word would go wrong.
    let mut once = vec![0; words.len()];
    let mut count = 0;
    for word in words {
        once[count] = *word;
        count += usize::from(std::mem::replace(&mut met[*word as usize % PLACES], *word) != *word);
    }
    once.truncate(count);
    once
}

/// A sketch with what each of its words is worth.
#[derive(Debug)]
pub(super) struct Weighed<'a> {
    sketch: &'a Sketch,
    worths: Box<[Worth]>,
}

/// What a word of a sketch is worth.
#[derive(Debug, Clone, Copy)]
struct Worth {
    /// The word itself.
    own: f32,
    /// The word and all before it.
    so_far: f32,
}

impl<'a> Weighed<'a> {
    /// Weighs the words of a sketch by the square of what they are worth: that parts notes of one team about two
    /// things better from notes about one thing than the worth itself does, and much better than counting.
    pub(super) fn of(sketch: &'a Sketch, worth: impl Fn(u32) -> f32) -> Self {
        let worths = sketch.words().map(|word| worth(word).powi(2)).scan(0.0, |so_far, own| {
            *so_far += own;
            Some(Worth { own, so_far: *so_far })
        });
        Self { sketch, worths: worths.collect() }
    }

    /// The share of what the words of the text with less of them are worth that the other has, too, as far as the
    /// sketches tell.
    pub(super) fn share(&self, other: &Self) -> f32 {
        // Up to here both have all of their words.
        let reach = self.sketch.reach().min(other.sketch.reach());
        let upto = |of: &'_ Self| of.sketch.0.partition_point(|word| *word <= reach);
        let (ours, theirs) = (upto(self), upto(other));
        let (left, right) = (&self.sketch.0[..ours], &other.sketch.0[..theirs]);
        // Each step waits for the one before: two walks at once, each over half of the words, wait together.
        let half = left.len() / 2;
        let first = left.get(half).copied().unwrap_or_default();
        let from = right.partition_point(|word| *word < first);
        let mut lower = Walk::along(&left[..half], &right[..from], &self.worths);
        let mut upper = Walk::along(&left[half..], &right[from..], &self.worths[half..]);
        while lower.step() & upper.step() {}
        while lower.step() {}
        while upper.step() {}
        let shared = lower.shared + upper.shared;
        let worth = |of: &Self, words: usize| of.worths[..words].last().map_or(0.0, |last| last.so_far);
        let least = f32::min(worth(self, ours), worth(other, theirs));
        if least > 0.0 { shared / least } else { 0.0 }
    }
}

/// A walk along the words of two texts, both in order.
struct Walk<'w> {
    left: &'w [u32],
    right: &'w [u32],
    /// What the words on the left are worth.
    worths: &'w [Worth],
    at: usize,
    to: usize,
    /// What those that both have are worth, of the ones walked along.
    shared: f32,
}

impl<'w> Walk<'w> {
    fn along(left: &'w [u32], right: &'w [u32], worths: &'w [Worth]) -> Self {
        Self { left, right, worths, at: 0, to: 0, shared: 0.0 }
    }

    /// Goes on by a word; `false` at the end.
    fn step(&mut self) -> bool {
        let (Some(one), Some(two)) = (self.left.get(self.at), self.right.get(self.to)) else { return false };
        self.shared += if one == two { self.worths[self.at].own } else { 0.0 };
        self.at += usize::from(one <= two);
        self.to += usize::from(two <= one);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::keys::add_words;

    fn check(one: &str, other: &str, expect: f32) {
        let sketch = |text: &str| {
            let mut words = Vec::new();
            add_words(text, &mut words);
            Sketch::of(&words, &[])
        };
        let (left, right) = (sketch(one), sketch(other));
        let share = Weighed::of(&left, |_| 1.0).share(&Weighed::of(&right, |_| 1.0));
        assert!((share - expect).abs() < 1e-6, "{one} / {other}");
    }

    #[test]
    fn a_sketch_tells_the_share_of_common_words() {
        check("Rechargeable batteries of the handset", "the handsets' recharging: logo", 2.0 / 3.0);
        check("alpha beta", "gamma delta", 0.0);
        check("", "gamma delta", 0.0);
    }

    #[test]
    fn every_word_is_kept_once() {
        let words = [0, 7, 7, 0, 1024, 0, u32::MAX, 7];
        assert!(Sketch::of(&words, &[1024]).words().eq([0, 7, u32::MAX]));
    }

    #[test]
    fn long_texts_are_compared_as_far_as_both_are_kept() {
        let text = |from: usize, to: usize| (from..to).map(|word| format!("{word}word ")).collect::<String>();
        check(&text(10_000, 12_000), &text(10_000, 12_000), 1.0);
        check(&text(10_000, 12_000), &text(30_000, 32_000), 0.0);
    }
}
