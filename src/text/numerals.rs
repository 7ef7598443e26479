//! The words numbers are written in, one table a language.

use super::lexicon::Lexicon;
use std::sync::LazyLock;

/// The words one language writes numbers in.
pub(crate) struct Numerals {
    /// Words with their value.
    pub(crate) units: &'static [(&'static str, u8)],
    /// Words that scale what stands before them, with their zeros.
    pub(crate) scales: &'static [(&'static str, usize)],
}

/// A word of a number.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NumberWord {
    /// One of [`Numerals::units`].
    Unit(u8),
    /// One of [`Numerals::scales`].
    Scale(usize),
}

impl Numerals {
    /// The zeros of a word that scales.
    pub(crate) fn scale(&self, word: &str) -> Option<usize> {
        self.scales.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, zeros)| *zeros)
    }
}

/// The words of English numbers.
pub(crate) static WORDS: LazyLock<Lexicon<NumberWord>> = LazyLock::new(|| {
    let units = ENGLISH.units.iter().map(|(word, value)| (*word, NumberWord::Unit(*value)));
    Lexicon::of(units.chain(ENGLISH.scales.iter().map(|(word, zeros)| (*word, NumberWord::Scale(*zeros)))))
});

/// English.
pub(crate) static ENGLISH: Numerals = Numerals {
    units: &[
        ("zero", 0),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("thirteen", 13),
        ("fourteen", 14),
        ("fifteen", 15),
        ("sixteen", 16),
        ("seventeen", 17),
        ("eighteen", 18),
        ("nineteen", 19),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
    ],
    scales: &[("hundred", 2), ("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)],
};
