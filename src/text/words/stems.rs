//! Stems, each known by a small number.

use super::{folded, is_negation, is_stop_word, number_word};
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashMap;
use std::sync::Arc;

/// A stem, as an index into the [`Stems`] that handed it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StemId(pub u32);

/// What a word counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Its stem.
    pub stem: StemId,
    /// Whether it is one of the words every text has; such a word says nothing about what a wording is about.
    pub is_stop_word: bool,
    /// Whether it negates (`not`, `never`, `don't`).
    pub is_negation: bool,
}

/// Room for the different words of a note as they come, so that what is known of them need not move while it is read.
const WORDS_OF_A_NOTE: usize = 400;

/// Hands out stems: every word is folded and stemmed once, however often it is met.
pub struct Stems {
    stemmer: Stemmer,
    terms: HashMap<Box<str>, (Term, Arc<str>)>,
    ids: HashMap<Box<str>, StemId>,
    texts: Vec<Box<str>>,
}

impl std::fmt::Debug for Stems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stems").field("texts", &self.texts).finish_non_exhaustive()
    }
}

impl Default for Stems {
    fn default() -> Self {
        Self {
            stemmer: Stemmer::create(Algorithm::English),
            terms: HashMap::with_capacity(WORDS_OF_A_NOTE),
            ids: HashMap::with_capacity(WORDS_OF_A_NOTE),
            texts: Vec::with_capacity(WORDS_OF_A_NOTE),
        }
    }
}

impl Stems {
    /// What `word`, as written, counts as.
    pub fn term(&mut self, word: &str) -> Term {
        match self.terms.get(word) {
            Some((term, _)) => *term,
            None => self.read(word).0,
        }
    }

    /// [`Self::term`], and `word` [`folded`].
    pub fn term_and_folded(&mut self, word: &str) -> (Term, Arc<str>) {
        match self.terms.get(word) {
            Some((term, folded)) => (*term, Arc::clone(folded)),
            None => self.read(word),
        }
    }

    fn read(&mut self, word: &str) -> (Term, Arc<str>) {
        let as_written = folded(word);
        let singular = singular_acronym(word);
        let plain = if singular == word { as_written.clone() } else { folded(singular) };
        let stem = match number_word(&plain) {
            Some(number) => self.intern(number),
            // The stemmer knows English letters only; short words and names of other scripts stay as they are.
            None if plain.len() > 2 && plain.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') => {
                let stem = self.stemmer.stem(&plain).into_owned();
                self.intern(&stem)
            }
            None => self.intern(&plain),
        };
        let term = Term { stem, is_stop_word: is_stop_word(&plain), is_negation: is_negation(&plain) };
        let read: (Term, Arc<str>) = (term, as_written.into());
        self.terms.insert(word.into(), (term, Arc::clone(&read.1)));
        read
    }

    /// The stem itself.
    ///
    /// # Panics
    ///
    /// When `stem` was handed out by other [`Stems`].
    #[must_use]
    pub fn text(&self, stem: StemId) -> &str {
        &self.texts[stem.0 as usize]
    }

    /// How many stems there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.texts.len()
    }

    fn intern(&mut self, stem: &str) -> StemId {
        if let Some(id) = self.ids.get(stem) {
            return *id;
        }
        let id = StemId(u32::try_from(self.texts.len()).expect("a file has fewer than 2^32 words"));
        self.ids.insert(stem.into(), id);
        self.texts.push(stem.into());
        id
    }
}

/// `PMs` without its `s`: no vowel tells the stemmer that it is an ending.
fn singular_acronym(word: &str) -> &str {
    let singular = word.strip_suffix('s').unwrap_or(word);
    if singular.len() > 1 && singular.bytes().all(|b| b.is_ascii_uppercase()) { singular } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: &str, right: &str, same: bool) {
        let mut stems = Stems::default();
        assert_eq!(stems.term(left).stem == stems.term(right).stem, same, "{left} / {right}");
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        check("Qualifiers", "qualifier", true);
        check("prioritize", "prioritizes", true);
        check("Robert’s", "robert", true);
        check("twelve", "12", true);
        check("PMs", "PM", true);
        check("nodes", "notes", false);
    }

    #[test]
    fn words_of_other_scripts_are_left_alone() {
        check("Überprüfung", "uberprufung", true);
        check("会議", "会議", true);
    }

    #[test]
    fn stop_words_and_negations_are_told() {
        let mut stems = Stems::default();
        assert!(stems.term("The").is_stop_word);
        assert!(stems.term("Don't").is_negation);
        assert!(!stems.term("budget").is_stop_word);
    }
}
